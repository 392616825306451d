"""Terraform configurations and plans."""
