"""Measures whole processes, side by side, and prints ratios.

    python benchmarks/run.py                    # 10, 100 and 1,000 methods, and the budgets that do not hold
    python benchmarks/run.py --methods 1000 5000    # and how the time grows
    python benchmarks/run.py --rounds 9 --methods 100
    python benchmarks/run.py --peers            # also cfn-lint, checkov, Spectral and Redocly, where installed

Every round runs each command once, in turn, so that a slow minute of the machine touches all of them alike; a ratio is the median of
the rounds' ratios. Peak memory is the largest of the runs. Seconds are not comparable between machines: quote the ratios.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from math import log
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from generate import write

# An installed package has its bytecode; a checkout writes it in the first round, which does not count.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
FLOOR = Path(__file__).with_name("floor.py")
BUDGETS = {  # format -> methods -> (base, at most)
    "version": [("start", 3.0)],
    "cloudformation 10": [("start", 6.0), ("cfn-lint", 1 / 12)],
    "cdk 10": [("start", 6.0)],
    "terraform 10": [("start", 6.0)],
    "openapi 10": [("start", 6.0)],
    "sam 10": [("start", 6.0)],
    "sam-http 10": [("start", 6.0)],
    "cloudformation 100": [("floor", 2.5), ("cfn-lint", 1 / 18)],
    "cdk 100": [("floor", 4.0)],
    "terraform 100": [("floor", 3.0), ("checkov", 1 / 25)],
    "openapi 100": [("floor", 3.0), ("spectral", 1 / 6), ("redocly", 1 / 3)],
    "cloudformation 1000": [("floor", 3.0), ("cfn-lint", 1 / 35)],
}
MEMORY = {100: 40, 1000: 100}
KINDS = ("cloudformation", "cdk", "terraform", "openapi", "sam", "sam-http")
GROWTH = 1.1
"""The largest exponent of the time, net of the start, from one number of methods to ten times as many."""


def measure(command: list[str]) -> tuple[float, float]:
    """Returns wall seconds and peak MiB of one run of a command."""
    started = time.perf_counter()
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, stdin=nowhere, env=ENVIRONMENT)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def commands(directory: Path, methods: int, peers: bool) -> dict[str, list[str]]:
    """Returns the commands to run for a number of methods, by label."""
    python, lint = sys.executable, shutil.which("apigw-lint", path=str(Path(sys.executable).parent)) or "apigw-lint"
    found = {"start": [python, "-c", "pass"], "version": [lint, "--version"]}
    for kind, path in write(directory, methods).items():
        label = f"{kind} {methods}"
        found[label] = [lint, "check", "--isolated", "--output-format", "json", str(path)]
        found[f"{label} floor"] = [python, str(FLOOR), str(path)]
        if peers:
            found.update({f"{label} {name}": command for name, command in peer_commands(kind, path).items()})
    return found


def peer_commands(kind: str, path: Path) -> dict[str, list[str]]:
    """Returns the commands of other tools that read a format, where they are installed."""
    tools = {"cloudformation": ["cfn-lint", "checkov"], "terraform": ["checkov"], "openapi": ["checkov", "spectral", "redocly"]}
    tools |= {"sam": ["cfn-lint"], "sam-http": ["cfn-lint"]}
    arguments = {
        "cfn-lint": [str(path)],
        "checkov": ["--quiet", "--compact", "-f", str(path)],
        "spectral": ["lint", str(path)],
        "redocly": ["lint", str(path)],
    }
    here = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")
    return {name: [tool, *arguments[name]] for name in tools.get(kind, []) if (tool := shutil.which(name, path=here))}


def main() -> int:
    """Runs the benchmark; exits with 1 when a budget does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    arguments = parser.parse_args()
    broken, runs = [], {}
    with tempfile.TemporaryDirectory() as directory:
        for methods in arguments.methods:
            found = rounds(commands(Path(directory), methods, arguments.peers), arguments.rounds)
            broken += report(found, methods)
            runs[methods] = found
    broken += growth(runs)
    print("\nbudgets broken: " + ", ".join(broken) if broken else "\nevery budget measured here holds")
    return 1 if broken else 0


def rounds(found: dict[str, list[str]], number: int) -> dict[str, list[tuple[float, float]]]:
    """Returns the runs of each command; the first round warms caches and does not count."""
    runs: dict[str, list[tuple[float, float]]] = {label: [] for label in found}
    for _ in range(number + 1):
        for label, command in found.items():
            runs[label].append(measure(command))
    return {label: all_runs[1:] for label, all_runs in runs.items()}


def report(runs: dict[str, list[tuple[float, float]]], methods: int) -> list[str]:
    """Prints a table and returns the budgets that do not hold."""
    print(f"\n{methods} methods, median of {len(runs['start'])} rounds; start = python -c pass, {median_ms(runs['start']):.0f} ms")
    broken = []
    for label in ["version", *(f"{kind} {methods}" for kind in KINDS)]:
        bases = {"start": "start"} | {name: f"{label} {name}" for name in ("floor", "cfn-lint", "checkov", "spectral", "redocly")}
        ratios = {name: ratio(runs[label], runs[base]) for name, base in bases.items() if base in runs}
        peak = max(memory for _, memory in runs[label])
        shown = "  ".join(f"{value:.2f} x {name}" if value >= 0.2 else f"1/{1 / value:.0f} {name}" for name, value in ratios.items())
        print(f"  {label:22} {median_ms(runs[label]):6.0f} ms {peak:5.0f} MiB  {shown}")
        broken += [
            f"{label}: {ratios[base]:.2f} x {base} > {most:.2f}" for base, most in BUDGETS.get(label, []) if ratios.get(base, 0) > most
        ]
        if peak > MEMORY.get(methods, 1e9) and label != "version":
            broken.append(f"{label}: {peak:.0f} MiB > {MEMORY[methods]}")
    return broken


def growth(runs: dict[int, dict[str, list[tuple[float, float]]]]) -> list[str]:
    """Prints how the time grows, net of the start, between numbers of methods from 100 on; returns the formats that grow too fast."""
    broken = []
    for few, many in zip(sorted(runs), sorted(runs)[1:], strict=False):
        for kind in KINDS if few >= 100 else ():
            times = [median_ms(runs[number][f"{kind} {number}"]) - median_ms(runs[number]["start"]) for number in (few, many)]
            exponent = log(times[1] / times[0]) / log(many / few)
            print(f"  {kind:15} from {few} to {many} methods: exponent {exponent:.2f}")
            if exponent > GROWTH:
                broken.append(f"{kind} from {few} to {many} methods: exponent {exponent:.2f} > {GROWTH}")
    return broken


def ratio(runs: list[tuple[float, float]], base: list[tuple[float, float]]) -> float:
    """Returns the median of the ratios round by round."""
    return median(a[0] / b[0] for a, b in zip(runs, base, strict=True))


def median_ms(runs: list[tuple[float, float]]) -> float:
    """Returns the median wall time in milliseconds."""
    return median(seconds for seconds, _ in runs) * 1000


if __name__ == "__main__":
    sys.exit(main())
