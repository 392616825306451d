"""Rules about the integration response."""
