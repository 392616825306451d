"""Findings to people and tools."""
