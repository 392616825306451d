"""Trees to the model: the only place that knows the names of a format."""
