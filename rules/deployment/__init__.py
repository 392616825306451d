"""Rules on deployments, stages and what makes an API reachable."""
