"""Rules on mapping templates: Velocity, and what it prints."""
