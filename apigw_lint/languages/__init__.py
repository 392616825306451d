"""The small languages inside strings."""
