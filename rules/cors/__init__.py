"""Rules about CORS."""
