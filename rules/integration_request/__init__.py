"""Rules about the integration request."""
