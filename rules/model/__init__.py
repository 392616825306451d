"""Rules on models."""
