"""What is a JSONPath to API Gateway."""

import pytest

from apigw_lint.languages.json_path import check
from apigw_lint.value import HOLE


@pytest.mark.parametrize(
    "text",
    [
        *(
            "$",
            "$.a",
            "$.a.b",
            "$['a']",
            '$["a"]',
            "$['a','b']",
            "$['a b']",
            "$['it\\'s']",
            "$[0]",
            "$[-1]",
            "$[0,1]",
            "$[ 0 ]",
            "$[1:2]",
            "$[:2]",
        ),
        *(
            "$[-2:]",
            "$[*]",
            "$.*",
            "$..a",
            "$..*",
            "$..['a']",
            "$.[0]",
            "$.a.[0]",
            "$[?(@.a > 1)]",
            "$.a[?(@.b == ']')].c",
            "$.a[(@.length-1)]",
        ),
        *(
            "$.a.length()",
            "$.concat($.a, $.b)",
            "$.@type",
            "$.$ref",
            "$.foo-bar",
            "$.a:b",
            "$.ü",
            " $.a ",
            "name",
            "body.x",
            "@.x",
            "[0]",
            "['a']",
        ),
        *("$.a[?(@.b =~ /]/)]", f"$.{HOLE}", f"{HOLE}[", f"$.a[{HOLE}"),
    ],
)
def test_a_path(text):
    assert check(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ""),
        ("  ", "  "),
        ("$a", "a"),
        ("$.", "."),
        ("$.a.", "."),
        ("$..", ".."),
        ("$...a", "."),
        ("$.a[", "["),
        ("$.a[]", "[]"),
        ("$['a", "['a"),
        ("$['a]", "['a]"),
        ("$[a]", "a"),
        ("$.a b", "a b"),
        ("$.a[0", "[0"),
        ("$['a' 'b']", "['a' '"),
        ("$.a(", "("),
        ("$[?(@.a", "[?(@.a"),
    ],
)
def test_no_path(text, place):
    error = check(text)

    assert error is not None
    assert place == text[error.start : error.end]
