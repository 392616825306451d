"""Settings come from the nearest file; what is wrong in one is an error at its line."""

import pytest
from engine_support import PlainHttp, SlowBackend

from apigw_lint import config
from apigw_lint.config import Config, Settings
from apigw_lint.errors import UsageError
from apigw_lint.rule import Consequence, Rule


class Limited(Rule):
    consequence = Consequence.BROKEN
    limit: int = 1
    factor: float = 1.5
    strict: bool = False
    label: str = ""
    words: tuple[str, ...] = ()


RULES = {rule.name: rule for rule in (Limited, PlainHttp, SlowBackend)}
SELECTORS = [*RULES, "broken", "exposed", "all", "posture"]


def read(directory, text, name=".apigw-lint.toml"):
    path = directory / name
    path.write_text(text)
    return config.load(str(path), RULES, SELECTORS)


def test_every_key_is_read(here):
    loaded = read(
        here,
        """
        [tool.other]
        select = 1

        [tool.apigw-lint]
        select = ["broken"]
        ignore = ["slow-backend"]
        extend-select = ["posture"]
        exclude = ["legacy/**"]
        fail-level = "error"
        parameters = { Stage = "prod", Size = 3, Debug = true }
        variables = { zones = ["a", "b"] }
        var-files = ["env/prod.tfvars"]

        [tool.apigw-lint.per-file-ignores]
        "tests/*" = ["all"]

        [tool.apigw-lint.rules.limited]
        limit = 5
        factor = 2
        strict = true
        label = "x"
        words = ["a"]
        """,
        "pyproject.toml",
    )

    expected = Config(
        path=str(here / "pyproject.toml"),
        directory=str(here),
        select=("broken",),
        ignore=("slow-backend",),
        extend_select=("posture",),
        exclude=("legacy/**",),
        fail_level="error",
        parameters={"Stage": "prod", "Size": "3", "Debug": "true"},
        variables={"zones": '["a", "b"]'},
        var_files=(str(here / "env/prod.tfvars"),),
        per_file_ignores={"tests/*": ("all",)},
        rules={"limited": {"limit": 5, "factor": 2, "strict": True, "label": "x", "words": ("a",)}},
    )
    assert repr(expected) == repr(loaded)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignore = []\nselct = ["all"]', ":2: unknown key 'selct'; did you mean 'select'?"),
        ('\n\nignore = ["slow-backends"]', ":3: unknown rule 'slow-backends' in ignore; did you mean 'slow-backend'?"),
        ('ignore = "all"', ":1: ignore must be a list of strings"),
        ('fail-level = "warn"', ":1: fail-level must be one of error, warning, note, not 'warn'"),
        ("parameters = [1]", ":1: parameters must be a table of names and values"),
        ("[rules.limitd]\nlimit = 1", ":1: unknown rule 'limitd' in rules; did you mean 'limited'?"),
        (
            "[rules.limited]\n\nlimt = 1",
            ":3: limited has no option 'limt'; did you mean 'limit'? (options: limit, factor, strict, label, words)",
        ),
        ("[rules.limited]\nlimit = true", ":2: limit of limited must be a whole number, not True"),
        ('[rules.limited]\nfactor = "x"', ":2: factor of limited must be a number, not 'x'"),
        ("[rules.limited]\nstrict = 1", ":2: strict of limited must be true or false, not 1"),
        ("[rules.limited]\nwords = [1]", ":2: words of limited must be a list of strings, not [1]"),
        ("[rules.plain-http]\nx = 1", ":2: plain-http has no option 'x' (options: none)"),
        ('[per-file-ignores]\n"a" = ["nope"]', ":2: unknown rule 'nope' in a"),
        ("ignore = [\n", ":2: no TOML: "),
        ("a = 1\na = 2", ":2: no TOML: "),
    ],
)
def test_what_is_wrong_is_an_error_at_its_line(here, text, message):
    with pytest.raises(UsageError) as error:
        read(here, text)

    assert str(error.value).startswith(f".apigw-lint.toml{message}")


def test_a_word_in_another_table_is_not_the_place(here):
    with pytest.raises(UsageError) as error:
        read(here, '[tool.other]\nselct = 1\n[tool.apigw-lint]\nselct = ["all"]\n', "pyproject.toml")

    assert str(error.value).startswith("pyproject.toml:4: unknown key 'selct'")


def test_a_file_that_is_no_text_is_an_error(here):
    (here / ".apigw-lint.toml").write_bytes(b"a = '\xff'")
    with pytest.raises(UsageError, match=r"^\.apigw-lint\.toml: cannot be read: 'utf-8' codec can't decode byte 0xff"):
        config.load(str(here / ".apigw-lint.toml"), RULES, SELECTORS)


def test_the_nearest_file_counts_up_to_the_root_of_the_repository(here):
    repository = here / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "a" / "b").mkdir(parents=True)
    (here / ".apigw-lint.toml").write_text("")

    assert config.find(str(repository / "a")) is None

    (repository / "pyproject.toml").write_text("[tool.apigw-lint]\n")
    (repository / "a" / "pyproject.toml").write_text("[project]\n")

    assert config.find(str(repository / "a" / "b")) == str(repository / "pyproject.toml")

    (repository / "a" / ".apigw-lint.toml").write_text("")

    assert config.find(str(repository / "a" / "b")) == str(repository / "a" / ".apigw-lint.toml")


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("legacy", "legacy/a.yaml", True),
        ("legacy", "x/legacy/a.yaml", True),
        ("legacy", "legacy2/a.yaml", False),
        ("legacy/", "legacy", True),
        ("legacy/**", "legacy/x/a.yaml", True),
        ("legacy/*.yaml", "legacy/a.yaml", True),
        ("legacy/*.yaml", "legacy/x/a.yaml", False),
        ("legacy/*.yaml", "x/legacy/a.yaml", False),
        ("**/legacy/*.yaml", "x/y/legacy/a.yaml", True),
        ("**/legacy/*.yaml", "legacy/a.yaml", True),
        ("*.json", "x/a.json", True),
        ("a?.json", "ab.json", True),
        ("a?.json", "a/.json", False),
        ("./x/a.json", "x/a.json", True),
        ("a.json", "aXjson", False),
        ("legacy/**", "legacy", True),
        ("x/**/a.json", "x/a.json", True),
        ("x/**/a.json", "x/y/z/a.json", True),
        ("x/**/a.json", "x/y/z/b.json", False),
        ("**", "a", True),
        ("a*b*c", "aXbbYc", True),
        ("a*b*c", "aXbbY", False),
        ("/".join(["**/*a*"] * 30) + "/b", "/".join(["a" * 30] * 60), False),
    ],
)
def test_patterns_are_relative_to_the_file_that_has_them(here, pattern, path, excluded):
    settings = Config(path=str(here / "c.toml"), directory=str(here), exclude=(pattern,))

    assert excluded == settings.excludes(path)


def test_the_command_line_goes_before_the_file():
    low = Config(path="p", directory="d", fail_level="error", parameters={"A": "1", "B": "1"}, var_files=("x",), exclude=("e",))
    merged = Settings(fail_level="note", parameters={"A": "2"}, var_files=("y",), rules={"limited": {"limit": 3}}).over(low)

    assert ("p", "note", {"A": "2", "B": "1"}, ("x", "y")) == (merged.path, merged.fail_level, merged.parameters, merged.var_files)
    assert {"limited": {"limit": 3}} == merged.rules
