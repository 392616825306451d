"""Rules on what only WebSocket APIs have."""
