"""Rules about gateway responses."""
