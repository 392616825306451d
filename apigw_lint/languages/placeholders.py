"""Placeholders of documents that something outside fills in before they are imported: ``${x}``, ``{{ x }}``."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.value import Value

_FUNCTION = regexp(r"Fn::[A-Z]\w+|Ref")
FILLED_IN = ("uri", "credentials", "connectionId", "integrationTarget", "authorizerUri", "authorizerCredentials", "providerARNs")
"""The fields of integrations and authorizers that templates fill in."""


def may_be_filled_in(written: Any) -> bool:
    """Returns whether a literal has a placeholder, so that it is not known. API Gateway's own ``${stageVariables.x}`` is none."""
    if not isinstance(written, str) or ("${" not in written and "{{" not in written):
        return False
    rest = written.replace("${stageVariables.", "")
    return "${" in rest or "{{" in rest


def is_function(value: Value) -> bool:
    """Returns whether a value is the call of a function of CloudFormation: what it gives in a template is not known here."""
    return isinstance(value, Table) and len(value.entries) == 1 and any(_FUNCTION.fullmatch(key.value) for key, _ in value.known())
