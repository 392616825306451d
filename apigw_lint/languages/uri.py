"""Integration URIs, ARNs and credentials, read with places and without guessing.

The text to read is a :class:`View` of a value: as long as the value's string, with one character of a private alphabet for what is not
written out. Every reader answers with what the text says, with a :class:`Fault` where no value of what is unknown could make it right,
or with ``None`` where that cannot be told.

The grammar is that of API Gateway's PutIntegration (service model 2015-07-09) and of the developer guide's pages on integration types::

    http-uri   = ("http" | "https") "://" authority [path] ["?" query]
    aws-uri    = "arn:" partition ":apigateway:" region ":" [subdomain "."] service ":" ("path/" path | "action/" action {parameter})
    lambda-uri = "arn:" partition ":apigateway:" region ":lambda:path/2015-03-31/functions/" function "/invocations"
"""

from __future__ import annotations

import re
from functools import lru_cache

from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE, Known, Reference, Text, Unknown, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from apigw_lint.source import Span
    from apigw_lint.value import Value

FIELD = "\ue001"
"""Stands for text that has neither colon nor slash: a region, an account, a partition, a name."""
FUNCTION = "\ue002"
"""Stands for the whole ARN of a Lambda function."""
VARIABLE = "\ue003"
"""Stands for a stage variable."""
INVOKE = "\ue004"
"""Stands for the whole URI that invokes a Lambda function, as Terraform knows it."""
SPECIAL = HOLE + FIELD + FUNCTION + VARIABLE + INVOKE
"""The whole private alphabet."""

KEPT = 1_000
"""Texts that are remembered with what they are: many methods have the same."""

INVOCATION = "2015-03-31"
"""The version of Lambda's Invoke in an integration URI."""

_PLACEHOLDER = regexp(r"\$\{([^{}]*)\}|\{\{.*?\}\}")
_STAGE_VARIABLE = regexp(r"\$\{\s*stageVariables\.([^{}]*)\}")
_PATH_VARIABLE = regexp(r"(?<!\$)\{([^{}]*)\}")
_PSEUDO = regexp(r"AWS::(Region|AccountId|Partition|URLSuffix|StackName)$")
_FIELD_SOURCE = regexp(r"AWS::(Region|AccountId|Partition|URLSuffix|StackName)\b|\baws_(region|caller_identity|partition)\.")
_FUNCTION_ATTRIBUTES = frozenset({"Arn", "arn", "qualified_arn"})
_INVOKE_ATTRIBUTES = frozenset({"invoke_arn", "qualified_invoke_arn"})
_BARE_TARGET = regexp(
    r"(^|\.)aws_(lambda_function|lambda_alias|sqs_queue|sns_topic|sfn_state_machine|dynamodb_table|kinesis_stream)\.[^.]+$"
)
_INVOKE_TARGET = regexp(r"(^|\.)aws_lambda_(function|alias)\.[^.]+$")


class Piece(Row):
    """A part of a URI: where it starts and ends in the text, and the text."""

    start: int
    end: int
    text: str


class Fault(Row):
    """What is certainly wrong, and where in the text. ``code`` names the kind of fault."""

    start: int
    end: int
    code: str
    message: str


class HttpUri(Row):
    """An HTTP URI. ``port`` and ``query`` are ``None`` where not written."""

    scheme: Piece
    host: Piece
    port: Piece | None
    path: Piece
    query: Piece | None


class Arn(Row):
    """An ARN of any kind; ``resource`` is all behind the fifth colon."""

    partition: Piece
    service: Piece
    region: Piece
    account: Piece
    resource: Piece


class Function(Row):
    """A Lambda function inside an AWS URI: the API version, the function (an ARN or a name), and ``invocations`` or another operation."""

    version: Piece
    function: Piece
    operation: Piece


class AwsUri(Row):
    """A URI of an AWS service's API. ``form`` is ``path`` or ``action``, ``target`` what follows it."""

    partition: Piece
    region: Piece
    subdomain: Piece | None
    service: Piece
    form: Piece
    target: Piece
    function: Function | None

    @property
    def invokes_function(self) -> bool:
        """Returns whether it is one of the two ways to invoke a Lambda function."""
        return self.function is not None and self.function.operation.text in ("invocations", "response-streaming-invocations")


class View:
    """A value's string as URIs are read from it: :attr:`text` has the length of the string, unknown parts in the private alphabet."""

    __slots__ = ("raw", "text", "value")

    def __init__(self, value: Known[str] | Text, raw: str, text: str) -> None:
        self.value = value
        self.raw = raw
        self.text = text

    def __repr__(self) -> str:
        return f"View({self.text!r})"

    @property
    def certain(self) -> bool:
        """Returns whether nothing in it may stand for just anything."""
        return HOLE not in self.text

    def at(self, start: int, end: int) -> Span:
        """Returns the place in the file of a part of the text."""
        return self.value.at(start, end)


def view(value: Value, functions: Container[str] = ()) -> View | None:
    """Returns the view of a string value; ``None`` where it is wholly unknown or no string.

    ``functions`` are the addresses of Lambda functions in the same files: a hole that is such a function's ARN is known to be one.
    """
    raw = masked(value)
    if raw is None or not isinstance(value, (Known, Text)):
        return None
    return View(value, raw, _seen(_typed_holes(value, functions) if isinstance(value, Text) else raw))


@lru_cache(KEPT)
def _seen(text: str) -> str:
    """Returns a text with placeholders in the private alphabet."""
    return _enclosed(_PLACEHOLDER.sub(_placeholder, text))


def _typed_holes(value: Text, functions: Container[str]) -> str:
    return "".join(part.value if isinstance(part, Known) else _hole(part, functions) for part in value.parts)


def _hole(part: Unknown, functions: Container[str]) -> str:
    if isinstance(part, Reference):
        if is_function_arn(part, functions):
            return FUNCTION
        if is_invoke_arn(part):
            return INVOKE
        if part.target in functions and part.attribute in ("Ref", "id", "function_name"):
            return FIELD
    return FIELD if _FIELD_SOURCE.search(part.why) else HOLE


def _placeholder(match: re.Match[str]) -> str:
    inside, length = match[1], len(match[0])
    if inside is None:
        return HOLE * length
    if inside.strip().startswith("stageVariables."):
        return VARIABLE * length
    return (FIELD if _PSEUDO.match(inside) else HOLE) * length


def _enclosed(text: str) -> str:
    """Returns the text with a hole that is all of an ARN's partition, or of the region of an AWS URI, known to be just that."""
    parts = text.split(":", 4)
    if HOLE not in text or len(parts) < 4 or parts[0] != "arn":
        return text
    for index in (1, 3) if parts[2] == "apigateway" and len(parts) == 5 else (1,):
        if parts[index] and not parts[index].strip(HOLE):
            parts[index] = FIELD * len(parts[index])
    return ":".join(parts)


def is_function_arn(value: Value, functions: Container[str]) -> bool:
    """Returns whether the value is a reference to the ARN of a Lambda function of the same files."""
    return isinstance(value, Reference) and value.attribute in _FUNCTION_ATTRIBUTES and value.target in functions


def is_resource_arn(value: Value) -> bool:
    """Returns whether the value is the ARN of a Terraform resource that API Gateway can call, which is not how it calls it."""
    return isinstance(value, Reference) and value.attribute == "arn" and bool(_BARE_TARGET.search(_unindexed(value.target)))


def is_invoke_arn(value: Value) -> bool:
    """Returns whether the value is a reference to the whole invocation URI that Terraform knows of a function or alias."""
    return isinstance(value, Reference) and value.attribute in _INVOKE_ATTRIBUTES and bool(_INVOKE_TARGET.search(_unindexed(value.target)))


def _unindexed(address: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", address)


def shown(text: str) -> str:
    """Returns a view's text as messages show it, with an ellipsis for what is not written out."""
    return re.sub(f"[{SPECIAL}]+", "…", text)


def path_variables(text: str) -> Iterator[Piece]:
    """Yields each ``{name}`` of a URI, the piece being the name without braces; ``${...}`` is none."""
    for match in _PATH_VARIABLE.finditer(text):
        yield Piece(match.start(1), match.end(1), match[1])


def stage_variables(text: str) -> Iterator[Piece]:
    """Yields the name in each ``${stageVariables.name}``."""
    for match in _STAGE_VARIABLE.finditer(text):
        yield Piece(match.start(1), match.end(1), match[1])


def _piece(text: str, start: int, end: int) -> Piece:
    return Piece(start, end, text[start:end])


# HTTP URIs

_HTTP = regexp(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>.*))?", re.DOTALL)
_PORT = regexp(r"(?P<host>.*?)(?::(?P<port>\d*))?$", re.DOTALL)


@lru_cache(KEPT)
def http_uri(text: str) -> HttpUri | Fault | None:
    """Returns the HTTP URI that a view's text is."""
    head = text.split(HOLE, 1)[0]
    if not _may_start_http(head, complete=head == text):
        return _not_http(text)
    match = _HTTP.match(text)
    if match is None:
        return None
    start, end = match.span("authority")
    authority = text[start:end]
    if not authority and HOLE not in text:
        return Fault(0, len(text), "no-host", "has no host")
    port = _PORT.match(authority.rpartition("@")[2])
    begin = end - len(authority.rpartition("@")[2])
    assert port is not None
    return HttpUri(
        _piece(text, *match.span("scheme")),
        _piece(text, begin + port.start("host"), begin + port.end("host")),
        _piece(text, begin + port.start("port"), begin + port.end("port")) if port["port"] else None,
        _piece(text, *match.span("path")),
        _piece(text, *match.span("query")) if match["query"] is not None else None,
    )


def _may_start_http(head: str, complete: bool) -> bool:
    """Returns whether the known start of a text can be that of an HTTP URI."""
    lower = head.lower()
    schemes = ("http://", "https://")
    if lower.startswith(schemes):
        return True
    return not complete and any(scheme.startswith(lower) for scheme in schemes)


def _not_http(text: str) -> Fault:
    if text.startswith(VARIABLE):
        end = len(text) - len(text.lstrip(VARIABLE))
        return Fault(0, end, "variable-scheme", "a stage variable cannot stand for http:// or https://")
    if re.match(f"https?{VARIABLE}", text):
        return Fault(0, len(text), "variable-scheme", "http:// or https:// cannot come from a stage variable")
    return Fault(0, len(text), "not-http", "does not start with http:// or https://")


def port_fault(uri: HttpUri) -> Fault | None:
    """Returns the fault of a port that API Gateway does not call: it calls 80, 443 and 1024 to 65535."""
    if uri.port is None or not uri.port.text.isdigit():
        return None
    port = int(uri.port.text[:9])
    if port in (80, 443) or 1024 <= port <= 65535:
        return None
    return Fault(uri.port.start, uri.port.end, "port", f"port {uri.port.text} is none that API Gateway calls: 80, 443, 1024 to 65535")


# ARNs and AWS URIs

_FUNCTION_PATH = regexp(r"/?(?P<version>\d{4}-\d{2}-\d{2})/functions/(?P<function>[^/]*)(?:/(?P<operation>[^?]*))?(?:\?.*)?$", re.DOTALL)
_PARTITION = regexp(rf"aws(-[a-z]+)*$|{FIELD}+$")


@lru_cache(KEPT)
def arn(text: str) -> Arn | Fault | None:
    """Returns the ARN that a view's text is; a hole is taken as part of the field in which it stands."""
    head = text.split(HOLE, 1)[0]
    if not (head.startswith("arn:") or (head != text and "arn:".startswith(head))):
        return None if text[:1] in SPECIAL else Fault(0, len(text), "no-arn", "is no ARN")
    places = [match.start() for match in re.finditer(":", text)][:5]
    if len(places) < 5:
        return None if set(text) & set(SPECIAL) else Fault(0, len(text), "no-arn", "is no whole ARN")
    starts = [0, *(place + 1 for place in places)]
    ends = [*places, len(text)]
    _, *fields = (_piece(text, start, end) for start, end in zip(starts, ends, strict=True))
    return Arn(*fields)


@lru_cache(KEPT)
def aws_uri(text: str) -> AwsUri | Fault | None:
    """Returns the AWS URI that a view's text is."""
    if text == FUNCTION:
        return Fault(0, 1, "bare-arn", "is the ARN of a Lambda function")
    if text[:1] in SPECIAL:
        return None
    fields = arn(text)
    if not isinstance(fields, Arn):
        return fields
    if set(fields.service.text) & set(SPECIAL):
        return None
    fault = _field_fault(fields, text)
    if fault is None:
        return _service_uri(fields, text)
    return fault if HOLE not in text[: fields.service.end if fault.code == "bare-arn" else fault.end] else None


def _field_fault(fields: Arn, text: str) -> Fault | None:
    """Returns what is wrong up to the region of an AWS URI; later parts are judged by :func:`_service_uri`."""
    partition, service, region = fields.partition, fields.service, fields.region
    if not _PARTITION.match(partition.text):
        return Fault(partition.start, partition.end, "partition", f"{shown(partition.text) or 'an empty text'} is no partition")
    if service.text != "apigateway":
        return Fault(0, len(text), "bare-arn", f"is an ARN of {service.text or 'no service'}")
    if not region.text or re.fullmatch(r"[{<].*[}>]", region.text):
        return Fault(region.start, region.end, "region", f"{shown(region.text) or 'an empty text'} is no region")
    return None


def _service_uri(fields: Arn, text: str) -> AwsUri | Fault | None:
    """Returns the URI behind the region: in it the ARN's account is the service, and its resource ``path/...`` or ``action/...``."""
    name, rest = fields.account, fields.resource
    form, slash, _ = rest.text.partition("/")
    if form not in ("path", "action") or not slash:
        if HOLE in text[: rest.start] or _may_become(rest.text, ("path/", "action/")):
            return None
        return Fault(rest.start, rest.end, "no-path-or-action", "has no path/ or action/ behind the service")
    if not name.text:
        return Fault(name.start, name.end, "service", "names no service")
    cut = name.text.rfind(".")
    subdomain = _piece(text, name.start, name.start + cut) if cut >= 0 else None
    service = _piece(text, name.start + cut + 1, name.end)
    target = _piece(text, rest.start + len(form) + 1, rest.end)
    function = _function(text, target) if service.text == "lambda" and form == "path" else None
    return AwsUri(fields.partition, fields.region, subdomain, service, _piece(text, rest.start, rest.start + len(form)), target, function)


def _may_become(text: str, prefixes: tuple[str, ...]) -> bool:
    """Returns whether a text with something unknown in it may start with one of the prefixes."""
    head = re.split(f"[{SPECIAL}]", text, maxsplit=1)[0]
    return head != text and any(prefix.startswith(head) or head.startswith(prefix) for prefix in prefixes)


def _function(text: str, target: Piece) -> Function | None:
    match = _FUNCTION_PATH.match(target.text)
    if match is None:
        return None
    end = match.end("function") if match["operation"] is None else match.end("operation")
    start = end if match["operation"] is None else match.start("operation")
    return Function(
        _piece(text, target.start + match.start("version"), target.start + match.end("version")),
        _piece(text, target.start + match.start("function"), target.start + match.end("function")),
        _piece(text, target.start + start, target.start + end),
    )


def lambda_fault(uri: AwsUri) -> Fault | None:
    """Returns what keeps a ``lambda:path/...`` URI from invoking a function, ``None`` where nothing does or it cannot be told."""
    target, function = uri.target, uri.function
    if uri.service.text != "lambda" or uri.form.text != "path":
        return None
    if function is not None and (INVOKE in function.function.text or ":apigateway:" in function.function.text):
        start, end, _ = function.function
        return Fault(start, end, "nested-uri", "holds a whole integration URI where the function's ARN belongs")
    if set(target.text) & {HOLE, VARIABLE} or (uri.invokes_function and function is not None and function.function.text):
        return None
    if function is None or not function.function.text:
        words = f"does not name a function as {INVOCATION}/functions/<function ARN>/invocations"
        return Fault(target.start, target.end, "function-path", words)
    operation = function.operation
    if not operation.text:
        return Fault(target.start, target.end, "no-invocations", "has no /invocations behind the function")
    return Fault(operation.start, operation.end, "operation", f"ends in {shown(operation.text)} where Lambda has invocations")


def invocation_uri(function: View) -> str | None:
    """Returns the integration URI that invokes a function, of the function's ARN; ``None`` where the text is no whole ARN of one."""
    fields = arn(function.text)
    if not isinstance(fields, Arn) or HOLE in function.text or not isinstance(function.value, Known):
        return None
    if fields.service.text != "lambda" or not fields.resource.text.startswith("function:"):
        return None
    partition, region = (function.raw[piece.start : piece.end] for piece in (fields.partition, fields.region))
    return f"arn:{partition}:apigateway:{region}:lambda:path/{INVOCATION}/functions/{function.raw}/invocations"


class Credentials(Row):
    """What stands for the right to call a backend: ``role``, ``caller`` (the caller's own identity) or ``variable`` (a stage variable)."""

    kind: str
    arn: Arn | None


_CALLER = regexp(r"arn:[^:]+:iam::\*:user/\*$")


@lru_cache(KEPT)
def credentials(text: str) -> Credentials | Fault | None:
    """Returns what the credentials of an integration or authorizer are."""
    if text and not text.strip(VARIABLE):
        return Credentials("variable", None)
    if text[:1] in SPECIAL:
        return None
    fields = arn(text)
    if not isinstance(fields, Arn):
        return fields
    if _CALLER.match(text):
        return Credentials("caller", fields)
    if fields.service.text == "iam" and fields.resource.text.startswith("role/"):
        return Credentials("role", fields)
    return None if set(text) & set(SPECIAL) else Fault(0, len(text), "no-role", "is no IAM role")
