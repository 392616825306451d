"""Rules on who may call: authorization types, authorizers, API keys, usage plans and resource policies."""
