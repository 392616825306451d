"""Measures how long a mapping template of 300 lines takes to be checked, beside PyYAML loading a file of 3,000 lines of it.

    python benchmarks/templates.py              # the median of nine rounds
    python benchmarks/templates.py --rounds 21

Checked means: parsed, printed along every way, read as JSON, and looked through for names that are not there. Both run in one process in
turn, on the wall clock; the ratio counts. Exits with 1 where checking takes longer than loading.
"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import median
from textwrap import indent
from typing import TYPE_CHECKING

import yaml

from apigw_lint.languages.velocity.checker import Surroundings, check
from apigw_lint.languages.velocity.json_text import judge
from apigw_lint.languages.velocity.parser import parse

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = 300
REPAIRED = """.replaceAll("\\\\'", "'")"""
FIELD = f"""\
  #if ($root.field{{n}} != "")
  "field{{n}}": "$util.escapeJavaScript($root.field{{n}}){REPAIRED}",
  #end
"""
LOOP = f"""\
  "list{{n}}": [
  #foreach ($item in $root.list{{n}})
    {{{{"name": "$util.escapeJavaScript($item.name){REPAIRED}", "size": $input.json('$.size'), "at": "$context.requestTimeEpoch"}}}}
    #if ($foreach.hasNext),#end
  #end
  ],
"""


def template() -> str:
    """Returns a template of 300 lines: a third of them conditional fields, loops and plain fields each."""
    lines = ["#set($root = $input.path('$'))", "{"]
    number = 0
    while len(lines) < LINES - 9:
        number += 1
        part = (FIELD, LOOP, "  \"plain{n}\": $input.json('$.plain{n}'),\n" * 5)[number % 3]
        lines += part.format(n=number).rstrip("\n").split("\n")
    lines += ["  ## the end"] * (LINES - 2 - len(lines))
    return "\n".join([*lines, '  "last": true', "}"])


def document(text: str) -> str:
    """Returns a YAML file of some 3,000 lines with ten such templates and what belongs to them."""
    entries = (f"template{number}:\n  application/json: |\n{indent(text, '    ')}\n" for number in range(10))
    return "".join(entries)


def seconds(work: Callable[[str], object], argument: str) -> float:
    started = time.perf_counter()
    work(argument)
    return time.perf_counter() - started


def main() -> int:
    """Prints the times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    text = template()
    loaded = document(text)
    tree, errors = parse(text)
    judgement = judge(tree, text)
    print(f"{len(text.splitlines())} lines, {len(errors)} errors, JSON for {judgement.verdict}; a file of {len(loaded.splitlines())} lines")
    pairs = [(seconds(checked, text), seconds(yaml.safe_load, loaded), seconds(quickly, loaded)) for _ in range(rounds + 1)]
    ours, pure, fast = (median(column) for column in zip(*pairs[1:], strict=True))
    ratio = median(mine / theirs for mine, theirs, _ in pairs[1:])
    print(f"check {ours * 1000:.1f} ms, yaml.safe_load {pure * 1000:.1f} ms: {ratio:.2f} of it")
    print(f"libyaml, which skips over block scalars as they are, {fast * 1000:.1f} ms")
    return int(ratio >= 1)


def checked(text: str) -> None:
    """Checks a template, without what an earlier round has kept."""
    tree, _ = parse(text)
    judge(tree, text)
    check(tree, text, Surroundings("REST"))


def quickly(text: str) -> None:
    """Loads a document with libyaml."""
    yaml.load(text, yaml.CSafeLoader)


if __name__ == "__main__":
    sys.exit(main())
