"""Rules and definitions for the tests of the engine, which must not depend on what the built-in rules find."""

from __future__ import annotations

import re

from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Edit, Known, strings

OPENAPI = """\
openapi: 3.0.1
info:
  title: pets
  version: "1"
paths:
  /pets:
    get:
      responses:
        "200":
          description: fine
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: http://example.com/pets
        timeoutInMillis: 5000
        responses:
          default:
            statusCode: "200"
"""
"""One method, ``GET /pets``, with all four stages."""


class SlowBackend(Rule):
    """Timeout above a limit."""

    consequence = Consequence.BROKEN
    limit: int = 1000

    def check_integration(self, integration):
        if isinstance(integration.timeout, Known) and integration.timeout.value > self.limit:
            edit = integration.timeout.replaced(self.limit)
            fix = Fix(f"write {self.limit}", [edit]) if edit else None
            yield self.finding(
                integration.timeout.span,
                f"timeout of {integration.timeout.value} ms is above {self.limit} ms",
                related=[(integration.uri.span, "for this backend")],
                fix=fix,
                help="a fast backend answers earlier",
            )


class PlainHttp(Rule):
    """Backend without encryption."""

    consequence = Consequence.EXPOSED
    opt_in = True

    def check_integration(self, integration):
        for uri in strings(integration.uri):
            if uri.value.startswith("http:"):
                fix = Fix("write https", [Edit(uri.at(0, 5), "https:")], safe=False)
                yield self.finding(uri.at(0, 5), f"{uri.value} is sent in the clear", fix=fix)


class CrashingRule(Rule):
    """Crash."""

    consequence = Consequence.ADVISED

    def check_method(self, method):
        raise ValueError("no such\nluck")
        yield


def names(report):
    """Returns rule and line of each finding."""
    return [(finding.rule, finding.span.first.line) for finding in report.findings]


def line_of(text, part):
    """Returns the number of the line that a part first stands on."""
    return text[: text.index(part)].count("\n") + 1


def without_escapes(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
