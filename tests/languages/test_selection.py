import base64
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from steps import steps

from apigw_lint.languages.selection import Pattern, PatternError, parse
from apigw_lint.value import Answer

YES, NO, MAYBE = Answer.YES, Answer.NO, Answer.MAYBE
PIECES = ["a", "b", "4", "0", ".", r"\d", r"\w", "[ab]", "[^4]", "(a)", "(?:b|4)", "|", "*", "+", "?", "{2}", "(", ")", "[", "]", "^", "$"]
TEXTS = ["", "4", "40", "404", "a", "ab", "b4", "aa", "444", "a\n"]

REFUSED = [
    ("*", "*", "there is nothing before the asterisk that it could repeat"),
    ("*Error*", "*", "there is nothing before the asterisk that it could repeat"),
    ("a**", "*", "there is nothing before the asterisk that it could repeat"),
    ("(a", "(a", "a parenthesis is never closed"),
    ("a)b", ")", "a parenthesis closes that was never opened"),
    ("[a", "[a", "a character class is never closed with ]"),
    ("[]", "[]", "a character class is never closed with ]"),
    ("x[z-a]", "z-a", "z-a is no range of characters: it runs backwards"),
    ("{id}", "{", "a brace opens a number of repetitions, as in {2}; a literal brace is written \\{"),
    ("a{2,1}", "{2,1}", "{2,1} is no range of repetitions"),
    ("a{2", "{2", "a number of repetitions is never closed with a brace"),
    ("a{99999999999}", "{99999999999}", "{99999999999} is no range of repetitions"),
    (r"\y", r"\y", r"\y is no escape sequence"),
    ("a\\", "\\", "the pattern ends with a backslash"),
    (r"\p{Foo}", r"\p{Foo}", "Foo is no property of characters"),
    (r"\x4g", r"\x4", r"\x is followed by 2 hexadecimal digits"),
    (r"\k<n>", r"\k<n>", "no group before it is named n"),
    ("(?<n>a)(?<n>b)", "(?<n>", "the group name n is used twice"),
    ("(?P<n>a)", "(?P", "(?P opens no group that Java knows"),
    ("[a&&", "[a&&", "a character class is never closed with ]"),
    ("[&&]", "[&&", "&& stands between two classes"),
    (r"[\1]", r"\1", r"\1 refers to a group; it has no place in a character class"),
]
TAKEN = [
    "", "]", "}", "{2}", "[]a]", "[^]a]", "[a-]", "[a[b]]", "[a-z&&[^bc]]", "[&&a]", r"\Qa.*(", r"\Q*\E+", r"[\Q]\E]", "(?i)a", "(?i:a)b",
    "(?)a", "a++", "a*+", "a?+", "a{1,2}+", "(?>a|b)c", "(?<n>a)\\k<n>", r"\1", r"(a)\12", "(?=a)*", "^*", "(?x) a # b\n c", r"\p{IsLatin}",
    r"\p{Lu}", r"\pL", r"\R\X\h\v\H\V", r"\x{1F600}", r"\u0041", r"\0101", r"\cA", "(?<=a)b", "(?<!a{2})b", "(?u)é", r"\b{g}",
    r"[\v-a]", "a|", "||",
]  # fmt: skip


def answer(pattern, text):
    return parse(pattern).matches(text)


@pytest.mark.parametrize(("text", "place", "message"), REFUSED)
def test_what_java_refuses_is_refused_at_its_place(text, place, message):
    error = parse(text)

    assert isinstance(error, PatternError)
    assert (place, message) == (text[error.start : error.end], error.message)
    assert error.certain


@pytest.mark.parametrize("text", TAKEN)
def test_what_java_takes_is_taken(text):
    assert isinstance(parse(text), Pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"4\d{2}", "404", YES),
        (r"4\d{2}", "4040", NO),
        ("Not Found", "[404] Not Found: x", NO),
        (".*Not Found.*", "[404] Not Found: x", YES),
        (".*", "a\nb", NO),
        (r"(\n|.)+", "a\nb", YES),
        ("(?s).*", "a\nb", YES),
        ("Invalid*", "Invali", YES),
        ("Invalid*", "Invalid input", NO),
        ("(?i)error", "eRRor", YES),
        (r"\Qa.b\E", "axb", NO),
        ("[a-z&&[^bc]]", "b", NO),
        ("[a-z&&[^bc]]", "d", YES),
        ("(?!2).*", "404", YES),
        ("(?!2).*", "200", NO),
        (r".*(?<=\d)", "a1", YES),
        (r"(a|ab)(c|bcd)", "abcd", YES),
        (r"\Aa\z", "a", YES),
        (r"a\b.*", "a b", YES),
        (r"a\b.*", "ab", NO),
        (r"(a)\1", "aa", MAYBE),
        ("(?>a|ab)c", "abc", MAYBE),
        (r"\p{L}+", "é", MAYBE),
        (r"\p{L}+", "ab", YES),
        (r"\p{L}+", "a1", NO),
        ("a{1000}", "a", NO),
        ("(a?){3000}", "aa", YES),
        ("é", "é", YES),
        (r"\ud83d\ude00", "😀", YES),
        ("x" * 100, "x" * 100, MAYBE),
    ],
)
def test_a_pattern_matches_the_whole_text(pattern, text, expected):
    assert expected is answer(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "some", "every"),
    [
        (r"4\d{2}", YES, NO),
        ("200", YES, NO),
        ("600", NO, NO),
        (r"4\d", NO, NO),
        ("5xx", NO, NO),
        ("Not Found", NO, NO),
        (".+", YES, YES),
        (r"[1-5]\d\d", YES, YES),
        (r"(?!200)\d+", YES, NO),
        (r"(\d)\1\1", MAYBE, MAYBE),
        ("|".join(str(code) for code in range(100, 600)), MAYBE, MAYBE),
    ],
)
def test_status_codes(pattern, some, every):
    parsed = parse(pattern)

    assert (some, every) == (parsed.some_status(), parsed.every_status())


def test_the_codes_that_a_pattern_selects():
    assert ["400", "401", "500"] == parse("40[01]|500").statuses()
    assert [str(code) for code in range(400, 500)] == parse(r"4\d{2}").statuses()
    assert NO is parse("40[01]|500").matches_status("404")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [(r"4\d{2}", True), ("^(4|5)[0-9]+$", True), ("4..", False), ("[404]", True), (r"\w", False), (r"(4)\1", False)],
)
def test_only_digits(pattern, expected):
    assert expected is parse(pattern).only_digits()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (r"4\d{2}", "4[0-9]{2}", True),
        (r"4\d{2}", r"^4\d\d$", True),
        ("(?:Error)", "Error", True),
        ("a|b", "a|b", True),
        (r"4\d{2}", r"5\d{2}", False),
        (r"\p{IsGreek}", r"\p{IsLatin}", False),
        (r"(a)\1", r"(a)\1", True),
        (r"(a)\1", r"((a))\1", False),
    ],
)
def test_patterns_that_are_the_same(first, second, expected):
    assert expected is parse(first).is_same_as(parse(second))


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_it_agrees_with_python_where_the_dialects_do(text):
    pattern = parse(text)
    try:
        own = re.compile(text)
    except re.error:
        own = None
    if own is None or not isinstance(pattern, Pattern) or re.search(r"[*+?}]\{|[\^$|(][*+?{]|\{2\}[*+?]|[*+?]\+|^\{|\[\[|\[[^\]]*\[", text):
        return
    for sample in TEXTS[:-1]:
        assert pattern.matches(sample) is Answer.of(bool(own.fullmatch(sample))), sample


@given(st.text())
def test_every_text_is_a_pattern_or_an_error_inside_of_it(text):
    result = parse(text)

    if isinstance(result, PatternError):
        assert 0 <= result.start <= result.end <= len(text)
        assert "\n" not in result.message or "\n" in text
    else:
        assert result.matches("") in (YES, NO, MAYBE)


@pytest.mark.parametrize(
    "text",
    [
        "(a*)*" * 200,
        "(" * 90 + "a" + ")*" * 90,
        "(a{8}" * 90 + "){8}" * 90,
        "a?" * 3000 + "4",
        "[0-9]" * 3000,
        "(" * 20000,
        "[" * 20000,
        "((a{1000}){1000}){1000}",
    ],
    ids=["stars", "nested stars", "nested counts", "options", "classes", "open groups", "open classes", "large counts"],
)
def test_hostile_patterns_take_no_time(text):
    # 3.6 million steps are the most that one of these takes.
    assert steps(lambda: asked(text)) < 6_000_000


def asked(text):
    """Reads a pattern and asks it all that there is to ask."""
    pattern = parse(text)
    if isinstance(pattern, Pattern):
        pattern.some_status()
        pattern.every_status()
        pattern.matches("a" * 60)
        pattern.is_same_as(pattern)


def test_patterns_nested_too_deeply_are_not_judged():
    assert not parse("(" * 200 + ")" * 200).certain


JAVA = """
import java.util.Base64;
import java.util.regex.*;
import java.util.stream.*;
public class Oracle {
  static String text(String word) { return new String(Base64.getDecoder().decode(word), java.nio.charset.StandardCharsets.UTF_8); }
  public static void main(String[] args) throws Exception {
    var reader = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
    for (String line; (line = reader.readLine()) != null; ) {
      String[] words = line.split(" ", -1);
      try {
        Pattern pattern = Pattern.compile(text(words[0]));
        System.out.println(Stream.of(words).skip(1).map(w -> pattern.matcher(text(w)).matches() ? "1" : "0").collect(Collectors.joining()));
      } catch (PatternSyntaxException e) { System.out.println("refused"); }
    }
  }
}
"""


@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not here")
def test_java_itself_says_the_same(tmp_path):
    texts = [*(text for text, _, _ in REFUSED), *TAKEN, "5xx", "4*", "Invalid*", r".*\[BadRequest\].*", "(?-i)a", r"[\w&&[^a]]+"]
    (tmp_path / "Oracle.java").write_text(JAVA)

    def word(text):
        return base64.b64encode(text.encode()).decode()

    lines = "\n".join(" ".join(map(word, [text, *TEXTS])) for text in texts)
    try:
        ran = subprocess.run(["java", str(tmp_path / "Oracle.java")], input=lines, capture_output=True, text=True, timeout=60, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"Java does not run: {error}")
    for text, expected in zip(texts, ran.stdout.splitlines(), strict=True):
        pattern = parse(text)
        if expected == "refused":
            assert isinstance(pattern, PatternError), text
            continue
        assert isinstance(pattern, Pattern), text
        for sample, match in zip(TEXTS, expected, strict=True):
            assert pattern.matches(sample) in (MAYBE, YES if match == "1" else NO), (text, sample)
