"""Definitions of paths, as the engine loads them."""

from pathlib import Path

from apigw_lint import discovery
from apigw_lint.files import Files
from apigw_lint.loaders.loaded import Loaded, Options


def load(*paths: Path, options: Options | None = None) -> Loaded:
    """Returns all that stands in the units of some paths, together, and every file that was read."""
    together = Loaded()
    for unit in discovery.find([str(path) for path in paths], lambda _: False).items:
        files = Files(discovery.root_of(unit.path))
        loaded = discovery.load(unit, files, options or Options())
        together.files += files.seen
        if isinstance(loaded, Loaded):
            together.definitions += loaded.definitions
            together.problems += loaded.problems
    return together
