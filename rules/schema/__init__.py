"""Rules about the properties of resources, whatever they mean."""
