"""Rules about the method response."""
