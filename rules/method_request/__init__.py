"""Rules about the method request."""
