"""Rules about what the importer makes of an OpenAPI document."""
