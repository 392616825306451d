"""Rules on what HTTP APIs have in a way of their own: routes, targets, payload formats, services behind them, mapped headers."""
