"""The contract with every rule.

A rule is one file with one class. Its docstring says what, why, bad and good; its annotated class attributes are its options; it overrides
the check closest to its subject and yields findings. It holds no state.
"""

from __future__ import annotations

import sys
from enum import Enum

from apigw_lint.model import Method, method_label
from apigw_lint.record import Record
from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import ClassVar

    from apigw_lint.model import (
        Api,
        Authorizer,
        Definition,
        Deployment,
        GatewayResponse,
        Integration,
        IntegrationResponse,
        MethodResponse,
        Model,
        Part,
        Resource,
        Stage,
    )
    from apigw_lint.source import Span
    from apigw_lint.value import Edit


class Severity(Enum):
    """How a finding is shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Consequence(Enum):
    """What AWS does with it: the level of a rule, and the first thing a reader learns."""

    REJECTED = "rejected"
    BROKEN = "broken"
    IGNORED = "ignored"
    MISLEADING = "misleading"
    EXPOSED = "exposed"
    ADVISED = "advised"

    @property
    def severity(self) -> Severity:
        """Returns how it is shown."""
        if self in (Consequence.REJECTED, Consequence.BROKEN):
            return Severity.ERROR
        return Severity.NOTE if self is Consequence.ADVISED else Severity.WARNING

    @property
    def meaning(self) -> str:
        """Returns a few words for the head of a finding."""
        return _MEANINGS[self]


_MEANINGS = {
    Consequence.REJECTED: "AWS refuses it",
    Consequence.BROKEN: "it deploys, and requests then fail",
    Consequence.IGNORED: "AWS accepts it and it has no effect",
    Consequence.MISLEADING: "it works, but not as it reads",
    Consequence.EXPOSED: "it lets in more than it seems",
    Consequence.ADVISED: "good practice says otherwise",
}


class Fix:
    """A cure. ``safe`` when it cannot change what works today."""

    __slots__ = ("edits", "message", "safe")

    def __init__(self, message: str, edits: Sequence[Edit], safe: bool = True) -> None:
        self.message = message
        self.edits = tuple(edits)
        self.safe = safe


class Related:
    """Another place that a finding speaks of, with its own words."""

    __slots__ = ("message", "span")

    def __init__(self, span: Span, message: str) -> None:
        self.span = span
        self.message = message


class Finding:
    """What a rule found, where. ``address``, ``method`` and ``stage`` are filled in by the engine from what the rule was looking at.

    ``definition`` is the path of the definition that it was looking at, whose resource ``address`` is, wherever the place is. ``construct``
    is, in a template that a CDK app made, the path of the construct whose resource the place is in.
    """

    __slots__ = (
        "address",
        "consequence",
        "construct",
        "definition",
        "fix",
        "help",
        "message",
        "method",
        "related",
        "rule",
        "span",
        "stage",
    )

    def __init__(
        self,
        rule: str,
        consequence: Consequence,
        span: Span,
        message: str,
        related: Sequence[Related] = (),
        fix: Fix | None = None,
        help: str = "",
    ) -> None:
        self.rule = rule
        self.consequence = consequence
        self.span = span
        self.message = message
        self.related = tuple(related)
        self.fix = fix
        self.help = help
        self.address = ""
        self.method = ""
        self.stage = ""
        self.construct = ""
        self.definition = ""

    def __repr__(self) -> str:
        return f"Finding({self.rule}: {self.message!r} at {self.span!r})"


class Deferred:
    """A rule that is imported when it first has something to look at: what its class says of itself, and where the class is.

    ``levels`` are the checks that it overrides, without ``check_``. A test holds that every word is what the class says.
    """

    __slots__ = ("attribute", "consequence", "group", "kinds", "levels", "module", "name", "needs", "opt_in")

    def __init__(
        self, module: str, attribute: str, consequence: str, kinds: str, levels: str, needs: str = "", opt_in: bool = False
    ) -> None:
        self.module = module
        self.attribute = attribute
        _, self.group, file = module.rsplit(".", 2)
        self.name = file.replace("_", "-")
        self.consequence = Consequence(consequence)
        self.kinds = tuple(kinds.split())
        self.levels = tuple(levels.split())
        self.needs = tuple(needs.split())
        self.opt_in = opt_in

    def load(self) -> type[Rule]:
        """Returns the class."""
        __import__(self.module)
        found: type[Rule] = getattr(sys.modules[self.module], self.attribute)
        return found


_WORD_START = regexp(r"(?<=[a-z0-9])(?=[A-Z])")


def _kebab(name: str) -> str:
    return _WORD_START.sub("-", name).lower()


class Rule(Record):
    """The base of all rules.

    Subclasses set ``consequence``, may set ``opt_in`` (the rule is off unless selected; the group ``posture``) and ``needs``, and override
    one or more of the ``check_*`` generators. ``name`` is the class name in kebab-case; ``group`` is the folder: the last package of its
    module.
    """

    consequence: ClassVar[Consequence]
    opt_in: ClassVar[bool] = False
    kinds: ClassVar[tuple[str, ...]] = ("REST",)
    """The kinds of API it looks at."""
    needs: ClassVar[tuple[str, ...]] = ()
    """What it has nothing to say without: fields that are written, such as ``integration.timeout``, or that may have a value or key, such
    as ``integration.type=MOCK`` (in capitals). A check runs where one of the words of its level is true of the part, or one of a level that
    the rule does not look at is true of any part of the definition; without such words it always runs. A rule whose checks need not run
    is not imported."""
    name: ClassVar[str] = ""
    group: ClassVar[str] = ""
    stage: ClassVar[str] = ""
    """Where a finding belongs: ``method request``, ``integration request``, ``integration response``, ``method response``, or empty."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = _kebab(cls.__name__)
        cls.group = cls.__module__.split(".")[-2:][0]

    def finding(
        self,
        span: Span,
        message: str,
        *,
        related: Iterable[tuple[Span, str]] = (),
        fix: Fix | None = None,
        help: str = "",
        consequence: Consequence | None = None,
        about: Part | None = None,
    ) -> Finding:
        """Returns a finding of this rule. ``related`` are further places with their words; what is made several times is one place.

        ``about`` is the method, or another part, that it speaks of, for a check that looks at a whole API.
        """
        places = {(place.source.path, place.start, place.end, words): Related(place, words) for place, words in related}
        found = Finding(self.name, consequence or self.consequence, span, message, list(places.values()), fix, help)
        if about is not None:
            found.address = about.address
            found.method = method_label(about) if isinstance(about, Method) else ""
        return found

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at everything that is linted together."""
        yield from ()

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at an API as a whole."""
        yield from ()

    def check_resource(self, resource: Resource) -> Iterator[Finding]:
        """Looks at one path part."""
        yield from ()

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at a method or route."""
        yield from ()

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at an integration."""
        yield from ()

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at an integration response."""
        yield from ()

    def check_method_response(self, response: MethodResponse) -> Iterator[Finding]:
        """Looks at a method response."""
        yield from ()

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at an authorizer."""
        yield from ()

    def check_model(self, model: Model) -> Iterator[Finding]:
        """Looks at a model."""
        yield from ()

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks at a gateway response."""
        yield from ()

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at a deployment."""
        yield from ()

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at a stage."""
        yield from ()
