"""What AWS publishes, as data with its source."""
