"""Paths as a repository's host knows them: relative to the repository's root, not to the current directory."""

from __future__ import annotations

import os

from apigw_lint.discovery import root_of


def repository_path(path: str) -> str:
    """Returns a shown path relative to the root of the repository that the current directory is in, with ``/``."""
    absolute = os.path.abspath(path)
    root = root_of(os.curdir)
    return os.path.relpath(absolute, root).replace(os.sep, "/") if absolute.startswith(os.path.join(root, "")) else path
