"""The cfn-lint plug-in: ``cfn-lint template.yaml -a apigw_lint.cfn_lint``.

Each rule of apigw-lint is a cfn-lint rule whose id is ``E-apigw-<name>`` or ``W-apigw-<name>`` by its severity, so that cfn-lint's own
``--ignore-checks``, configuration files and ``Metadata`` silence it; ``E-apigw`` and ``W-apigw`` silence all of them. Notes (``I-apigw``)
show with cfn-lint's ``--include-checks I``. Findings of opt-in rules are not shown.
"""

from __future__ import annotations

import os

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from apigw_lint.lint import Settings, lint_paths, registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cfnlint.template import Template

    from apigw_lint.rule import Finding, Rule

HELP = "https://github.com/apigw-lint/apigw-lint"


class _Run:
    """The findings of the template that cfn-lint is looking at, by rule: one run serves all rules."""

    path: str | None = None
    findings: dict[str, list[Finding]] = {}

    @classmethod
    def of(cls, cfn: Template, rule: str) -> list[Finding]:
        """Returns what a rule found in a template file; nothing for a template that is no file (standard input)."""
        path = cfn.filename
        if not path or not os.path.isfile(path):
            return []
        if cls.path != path:
            cls.path, cls.findings = path, {}
            for finding in lint_paths([path], Settings()).findings:
                cls.findings.setdefault(finding.rule, []).append(finding)
        return cls.findings.get(rule, [])


def _adapter(rule: type[Rule]) -> type[CloudFormationLintRule]:
    letter = {"error": "E", "warning": "W", "note": "I"}[rule.consequence.severity.value]
    summary = (rule.__doc__ or rule.name).strip().splitlines()[0]

    def match(self: CloudFormationLintRule, cfn: Template) -> Iterator[RuleMatch]:
        del self
        return (_match(finding) for finding in _Run.of(cfn, rule.name))

    body: dict[str, Any] = {
        "__module__": __name__,
        "id": f"{letter}-apigw-{rule.name}",
        "shortdesc": summary,
        "description": summary,
        "source_url": HELP,
        "tags": ["apigateway", rule.consequence.value],
        "match": match,
    }
    return type(rule.__name__, (CloudFormationLintRule,), body)


def _match(finding: Finding) -> RuleMatch:
    start, end = finding.span.first, finding.span.last
    path: list[str] = finding.address.split("/")[:2] if finding.address.startswith("Resources/") else []
    return RuleMatch(path, finding.message, location=(start.line - 1, start.column - 1, end.line - 1, end.column - 1))


globals().update({rule.__name__: _adapter(rule) for rule in registry().rules.values() if not rule.opt_in})
