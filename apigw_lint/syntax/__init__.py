"""Text to neutral trees with spans. Nothing here knows AWS."""
