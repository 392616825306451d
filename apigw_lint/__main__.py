"""``python -m apigw_lint``."""

from apigw_lint.cli import run

if __name__ == "__main__":
    run()
