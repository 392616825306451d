"""The command line."""


def main() -> int:
    """Runs the command line and returns the exit code."""
    return 0
