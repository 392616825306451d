"""``python -m apigw_lint``."""

import sys

from apigw_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
