"""What the engine itself reports: files that cannot be read as they should, and suppressions that do nothing.

They are documented and selected like rules, and look at nothing: the engine makes their findings.
"""

from __future__ import annotations

from apigw_lint.rule import Consequence, Finding, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.errors import Problem

GROUP = "engine"


class SyntaxError(Rule):  # noqa: A001 - it is named as the finding is
    """
    Text that is not YAML, JSON or HCL.

    ## What it does
    Reports the place at which a file stops being what it should be. The rest of the project is still linted.

    ## Why is this bad?
    CloudFormation, SAM, Terraform and API Gateway's importer refuse such a file as a whole.
    """

    consequence = Consequence.REJECTED


class DuplicateKey(Rule):
    """
    Key written twice in one mapping.

    ## What it does
    Reports the second of two equal keys.

    ## Why is this bad?
    The last one wins and the first one is dropped without a word, however far apart they stand.
    """

    consequence = Consequence.MISLEADING


class UnreadableFile(Rule):
    """
    File that cannot be read.

    ## What it does
    Reports a file that a definition names, or that was found, and that is missing, no text, or in an unknown encoding.

    ## Why is this bad?
    Nothing of it is linted, and what deploys the definition stands before the same file.
    """

    consequence = Consequence.BROKEN


class LimitExceeded(Rule):
    """
    Input that is larger, deeper or more entangled than anything that can be deployed.

    ## What it does
    Reports where reading stopped: at the size of a file, the depth of nesting, the number of aliases, or a cycle.

    ## Why is this bad?
    What lies behind that place is not linted.
    """

    consequence = Consequence.IGNORED


class InternalError(Rule):
    """
    Crash of a rule or of the linter itself.

    ## What it does
    Reports what was looked at when it happened. The other rules and files are still linted, and the exit code is 2.

    ## Why is this bad?
    What the crashed rule would have found is not reported. Please report the crash with the output of `--debug`.
    """

    consequence = Consequence.BROKEN


class UnusedSuppression(Rule):
    """
    Suppression that silences nothing.

    ## What it does
    Reports a rule in an `ignore` comment, in `Metadata` or in `x-apigw-lint-ignore` for which there is no finding to silence. Rules that do
    not run are left out.

    ## Why is this bad?
    It will silence the finding that somebody makes there later.
    """

    consequence = Consequence.MISLEADING


class UnknownRuleInSuppression(Rule):
    """
    Suppression of a rule that does not exist.

    ## What it does
    Reports a name in a suppression that no installed rule has, and offers the nearest one.

    ## Why is this bad?
    It silences nothing, although it reads as if it did.
    """

    consequence = Consequence.IGNORED


class SuppressionWithoutRule(Rule):
    """
    Suppression that names no rule.

    ## What it does
    Reports `apigw-lint: ignore` without names in brackets, and suppressions that cannot be read.

    ## Why is this bad?
    It silences nothing: silencing every rule at once would hide what nobody has thought of.
    """

    consequence = Consequence.REJECTED


NOTICES: dict[str, type[Rule]] = {
    rule.name: rule
    for rule in (
        DuplicateKey,
        InternalError,
        LimitExceeded,
        SuppressionWithoutRule,
        SyntaxError,
        UnknownRuleInSuppression,
        UnreadableFile,
        UnusedSuppression,
    )
}
for _notice in NOTICES.values():
    _notice.group = GROUP


def of_problem(problem: Problem) -> Finding:
    """Returns the finding that a problem is."""
    notice = NOTICES.get(problem.code, SyntaxError)
    return Finding(notice.name, notice.consequence, problem.span, problem.message)
