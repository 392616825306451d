"""What an integration calls: its type and its URI, read once for all rules."""

from __future__ import annotations

from apigw_lint.languages import uri
from apigw_lint.value import Absent, Known, Table, Text, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.model import Integration, Method
    from apigw_lint.value import Value


class Backend:
    """The backend of an integration.

    ``type`` is the integration type in capitals, ``None`` where it is not certain. ``view`` is the URI as URIs are read, ``None`` where
    it is absent, no string or not known at all. ``http`` and ``aws`` are what the text is, read as the one and as the other.
    """

    __slots__ = ("_aws", "_http", "invoke_arn", "type", "view")

    def __init__(self, integration: Integration) -> None:
        written = known(integration.type, str)
        definition = getattr(integration.api, "definition", None)
        self.type = written.upper() if written is not None else None
        self.view = uri.view(integration.uri, definition.function_addresses if definition is not None else ())
        self.invoke_arn = uri.is_invoke_arn(integration.uri)
        self._http: list[uri.HttpUri | uri.Fault | None] = []
        self._aws: list[uri.AwsUri | uri.Fault | None] = []

    @property
    def http(self) -> uri.HttpUri | uri.Fault | None:
        """Returns the HTTP URI, or why it is none."""
        if not self._http:
            self._http.append(uri.http_uri(self.view.text) if self.view else None)
        return self._http[0]

    @property
    def aws(self) -> uri.AwsUri | uri.Fault | None:
        """Returns the URI of an AWS service, or why it is none."""
        if not self._aws:
            self._aws.append(uri.aws_uri(self.view.text) if self.view else None)
        return self._aws[0]

    @property
    def service(self) -> str | None:
        """Returns the AWS service that is called, such as ``lambda`` or ``sqs``; ``None`` where it is not known or no AWS service."""
        if self.invoke_arn:
            return "lambda"
        if isinstance(self.aws, uri.AwsUri) and not set(self.aws.service.text) & set(uri.SPECIAL):
            return self.aws.service.text
        return None

    @property
    def invokes_function(self) -> bool:
        """Returns whether it certainly invokes a Lambda function."""
        return self.invoke_arn or (isinstance(self.aws, uri.AwsUri) and self.aws.invokes_function)


def backend(integration: Integration) -> Backend:
    """Returns the backend of an integration; made once for each."""
    found: Backend | None = integration.__dict__.get("_backend")
    if found is None:
        found = integration.__dict__["_backend"] = Backend(integration)
    return found


PROXIES = ("AWS_PROXY", "HTTP_PROXY")
"""The types that send the call on as it is and take the answer as it comes."""
BODY_METHODS = ("ANY", "PATCH", "POST", "PUT")
"""The verbs whose calls carry a body as a rule."""


def takes_body(method: Method | None) -> bool:
    """Returns whether calls of a method certainly carry bodies as a rule."""
    return method is not None and known(method.http_method, str) in BODY_METHODS


def templates(value: Value) -> list[tuple[Known[str], Known[str] | Text]]:
    """Returns the templates of a table that certainly say something, by content type. Null and empty ones are as good as none."""
    found = []
    for key, template in value.known() if isinstance(value, Table) else ():
        if isinstance(template, Text) or (isinstance(template, Known) and isinstance(template.value, str) and template.value.strip()):
            found.append((key, template))
    return found


def lacks_templates(value: Value) -> bool:
    """Returns whether there is certainly no template."""
    if isinstance(value, Table):
        return value.complete and all(_is_nothing(entry.value) for entry in value.entries)
    return _is_nothing(value)


def _is_nothing(value: Value) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value in (None, ""))
