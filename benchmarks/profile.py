"""Where the time of a run goes: start, imports, reading, loading, rules, and the rest, in milliseconds of processor time.

python benchmarks/profile.py FILE
"""

import contextlib
import gc
import io
import sys
import time

gc.disable()
STARTED = time.process_time()


def main(path: str) -> None:
    """Lints a file and prints what each phase took."""
    from apigw_lint import checks, cli, discovery, lint
    from apigw_lint.syntax import reading

    imported = time.process_time()
    lint.registry()
    registered = time.process_time()
    spent: dict[str, float] = {}

    def timed(owner: object, name: str, label: str) -> None:
        function = getattr(owner, name)

        def wrapper(*arguments: object, **named: object) -> object:
            started = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                spent[label] = spent.get(label, 0.0) + time.process_time() - started

        setattr(owner, name, wrapper)

    timed(reading, "parse", "parse")
    timed(discovery, "load", "load")
    timed(checks.Checks, "run", "rules")
    with contextlib.redirect_stdout(io.StringIO()):
        cli.main(["check", "--isolated", "--output-format", "json", path])
    ended = time.process_time()
    load = spent.get("load", 0.0) - spent.get("parse", 0.0)
    rest = ended - registered - spent.get("load", 0.0) - spent.get("rules", 0.0)
    phases = {
        "start of Python": STARTED,
        "imports": imported - STARTED,
        "imports of rules": registered - imported,
        "parse, its imports with it": spent.get("parse", 0.0),
        "load, its imports with it": load,
        "rules": spent.get("rules", 0.0),
        "rest": rest,
    }
    for name, seconds in phases.items():
        print(f"{seconds * 1000:7.1f}  {name}")


if __name__ == "__main__":
    main(sys.argv[1])
