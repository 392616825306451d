"""The built-in rules: a plug-in like any other, found through the entry-point group ``apigw_lint.rules``.

Each rule is imported by name, in order of folder and file, and listed below in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_lint.rule import Rule

RULES: tuple[type[Rule], ...] = ()
