"""Resource policies: whom, what and which call a statement is about, and what its conditions need."""

import pytest
from terraform_made import value

from apigw_lint.languages.arn import API, SEGMENT, call
from apigw_lint.languages.policy import PRIVATE_KEYS, Policy, caller_key, policy
from apigw_lint.value import Answer, Entry, Known, Table

YES, NO, MAYBE = Answer.YES, Answer.NO, Answer.MAYBE
ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}


def statement(**changes):
    """Returns an ordinary statement with other elements; ``None`` takes one away."""
    elements = {name: content for name, content in {**ALLOW, **changes}.items() if content is not None}
    return Policy(value({"Statement": [elements]})).statements[0]


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", YES),
        ({"AWS": "*"}, YES),
        ({"AWS": ["arn:aws:iam::123456789012:root", "*"]}, YES),
        ({"AWS": "arn:aws:iam::123456789012:root"}, NO),
        ({"Service": "apigateway.amazonaws.com"}, NO),
        ({"AWS": "? var.verb"}, MAYBE),
        ("? var.verb", MAYBE),
        (None, MAYBE),
    ],
)
def test_principals(principal, expected):
    assert expected is statement(Principal=principal).names_anyone()


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("execute-api:Invoke", YES),
        ("execute-api:*", YES),
        ("Execute-API:invoke", YES),
        (["lambda:*", "*"], YES),
        (["execute-api:ManageConnections", "lambda:InvokeFunction"], NO),
        (["lambda:*", "? var.verb"], MAYBE),
        (None, MAYBE),
    ],
)
def test_actions(action, expected):
    assert expected is statement(Action=action).allows_action()


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("*", YES),
        ("execute-api:/*", YES),
        ("execute-api:/*/GET/pets", YES),
        (["execute-api:/*/POST/*", "execute-api:/live/GET/pets"], MAYBE),
        ("execute-api:/*/POST/*", NO),
        ("arn:aws:execute-api:eu-west-1:123456789012:abc/", NO),
        ("arn:aws:apigateway:eu-west-1::/restapis/abc", MAYBE),
        ("? var.verb", MAYBE),
        (None, MAYBE),
    ],
)
def test_resources(resource, expected):
    assert expected is statement(Resource=resource).covers([call(API, SEGMENT, "GET", "/pets")], lambda _: None)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, NO),
        ({"StringNotEquals": {"aws:sourceVpc": "vpc-1"}}, YES),
        ({"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}, YES),
        ({"ForAnyValue:StringEquals": {"aws:SourceVpc": ["vpc-1"]}}, NO),
        ({"ForAllValues:StringEquals": {"aws:SourceVpc": ["vpc-1"]}}, YES),
        ({"Null": {"aws:SourceVpc": "true"}}, YES),
        ({"Null": {"aws:SourceVpc": False}}, NO),
        ({"Null": {"aws:SourceVpc": "? var.verb"}}, MAYBE),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, MAYBE),
        ({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, MAYBE),
        ({"StringEquals": {"aws:SourceVpc": "vpc-1"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, NO),
        ("? var.verb", MAYBE),
        (None, YES),
    ],
)
def test_conditions_without_a_key(condition, expected):
    assert expected is statement(Condition=condition).applies_without(PRIVATE_KEYS.__contains__)


def test_keys_that_only_iam_callers_have():
    assert [True, True, False] == [caller_key(key) for key in ("aws:principalorgid", "aws:principaltag/team", "aws:sourceip")]


def test_elements_are_found_in_any_case_and_one_statement_needs_no_list():
    found = policy(value({"statement": {"effect": "Deny", "PRINCIPAL": "*"}}))

    assert ["Deny"] == [one.effect for one in found.statements]
    assert YES is found.statements[0].names_anyone()
    assert found.certain


def test_what_may_stand_beside_leaves_it_open():
    span = value("x").span
    open_table = Table([Entry(Known("Effect", span), value("Allow"))], span, complete=False)
    found = policy(Table([Entry(Known("Statement", span), open_table)], span))

    assert MAYBE is found.statements[0].names_anyone()
    assert not policy(value({"Statement": "? var.verb"})).certain
    assert not policy(value({"Statement": [{"Effect": "? var.verb"}]})).certain
    assert policy(value("text")) is None
