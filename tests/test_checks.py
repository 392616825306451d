"""Which checks run on a part: those that find there, or in its definition, what their rule needs."""

import pytest

from apigw_lint.checks import Checks
from apigw_lint.model import Api, Definition, Integration, Method, Parts
from apigw_lint.rule import Consequence, Rule
from apigw_lint.source import Source
from apigw_lint.value import Entry, Known, Table, Unknown

PLACE = Source("api.yaml", "api").span(0, 3)


class Looks(Rule):
    consequence = Consequence.BROKEN

    def check_api(self, api):
        yield self.finding(PLACE, "api")

    def check_integration(self, integration):
        yield self.finding(PLACE, integration.address)


def definition(**integrations):
    """Returns a definition whose integrations have types."""
    api = Api(kind="REST", format="openapi", address="api", span=PLACE)
    for name, kind in integrations.items():
        integration = Integration(address=name, span=PLACE, **({"type": kind} if kind else {}))
        api.methods.add(Method(address=name, span=PLACE, integration=integration, http_method=Known(name, PLACE)))
    return Definition(format="openapi", path="api.yaml", apis=Parts([api]))


MIXED = {"get": Known("mock", PLACE), "put": Known("HTTP", PLACE), "post": Unknown(PLACE), "options": None}


@pytest.mark.parametrize(
    ("needs", "looked_at"),
    [
        ((), ["api", "get", "put", "post", "options"]),
        (("integration.type",), ["api", "get", "put", "post"]),
        (("integration.type=MOCK",), ["api", "get", "post"]),
        (("integration.uri", "integration.type=HTTP"), ["api", "put", "post"]),
        (("api.name",), ["get", "put", "post", "options"]),
        (("method.http_method=OPTIONS",), ["api", "get", "put", "post", "options"]),
        (("method.http_method=HEAD",), []),
        (("integration.type=MOCK", "method.http_method=HEAD"), ["get", "post"]),
        (("api.name", "definition.functions"), []),
    ],
    ids=" ".join,
)
def test_a_check_runs_where_there_is_what_it_needs(needs, looked_at):
    rule = type("Looks", (Looks,), {"needs": needs})
    found = Checks([(rule, {})]).run(definition(**MIXED), set())

    assert looked_at == [finding.message for finding in found]


def test_what_one_definition_says_is_not_said_in_the_next():
    checks = Checks([(type("Looks", (Looks,), {"needs": ("method.http_method=OPTIONS",)}), {})])

    assert [2, 0, 2] == [len(checks.run(definition(**{verb: None}), set())) for verb in ("options", "get", "options")]


def test_a_table_may_have_a_key():
    """Keys are told apart as far as they are known."""
    words = ("integration.request_parameters=X",)

    def looked_at(table):
        api = Api(kind="REST", format="openapi", address="api", span=PLACE)
        api.integrations.add(Integration(address="one", span=PLACE, request_parameters=table))
        rule = type("Looks", (Looks,), {"needs": words})
        found = Checks([(rule, {})]).run(Definition(format="openapi", path="api.yaml", apis=Parts([api])), set())
        return "one" in [finding.message for finding in found]

    entry = Entry(Known("x", PLACE), Known("1", PLACE))
    other = Entry(Known("y", PLACE), Known("1", PLACE))
    unknown = Entry(Unknown(PLACE), Known("1", PLACE))
    tables = [Table([entry], PLACE), Table([other], PLACE), Table([other, unknown], PLACE), Table([], PLACE, complete=False)]

    assert [True, False, True, True] == [looked_at(table) for table in tables]
