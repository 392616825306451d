"""What every loader takes and gives."""

from __future__ import annotations

from apigw_lint.record import Record, made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.errors import Problem
    from apigw_lint.loaders.constructs import Constructs
    from apigw_lint.model import Definition


class Options(Record):
    """What a user says about values that the files do not tell.

    ``parameters``: CloudFormation parameters by name. ``variables``: Terraform variables by name, as text. ``var_files``: paths of
    further ``.tfvars`` files, later ones win.
    """

    parameters: dict[str, str] = made(lambda _: {})
    variables: dict[str, str] = made(lambda _: {})
    var_files: tuple[str, ...] = ()


class Loaded(Record):
    """What a loader made of a unit.

    Definitions (several where unknown conditions matter), problems, the paths of all files it read, and, where a CDK app made the
    templates, the constructs that their resources come from.
    """

    definitions: list[Definition] = made(lambda _: [])
    problems: list[Problem] = made(lambda _: [])
    files: list[str] = made(lambda _: [])
    constructs: Constructs | None = None
