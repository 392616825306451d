"""The rule invalid-access-log."""

from __future__ import annotations

from apigw_lint.facts.context import in_logs, is_variable
from apigw_lint.facts.enums import nearest
from apigw_lint.languages.mapping import shown
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import HOLE, Absent, Edit, Known, Text, masked

_STREAM = "amazon-apigateway-"
_KINDS = {"REST": "REST", "HTTP": "HTTP API", "WEBSOCKET": "WebSocket"}
_REQUEST_ID = regexp(r"\$\{?context\.(?:requestId|extendedRequestId)\b")
_VARIABLE = regexp(r"\$\{?context\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")
_PRINTED = regexp(r"\$(\{)?context\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\['[^']*'\])?(?(1)\})")
_OTHERS = regexp(r"\$\{?(?:input|util|stageVariables)\b")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidAccessLog(Rule):
    """
    Access log that API Gateway does not take, or that says less than it seems.

    ## What it does
    Finds destinations that are neither a log group nor a Firehose stream with the right name, formats without a request id, and those of
    several lines. Variables that the kind of API has not, formats without a destination, and JSON that the variables break are told apart.

    ## Why is this bad?
    API Gateway refuses the stage. What it does not know it logs as `-`; a line that is no JSON is lost to the tools that read it.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          AccessLogSetting:
            DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:pets
            Format: '{"ip": "$context.identity.sourceIp", "status": "$context.status"}'
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          AccessLogSetting:
            DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:pets
            Format: '{"id": "$context.requestId", "ip": "$context.identity.sourceIp", "status": "$context.status"}'
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at where a stage logs, and what."""
        log = stage.access_log_settings
        if log is None:
            return
        yield from self._destination(log.destination_arn, stage.api.kind)
        if isinstance(log.destination_arn, Absent) and isinstance(log.format, (Known, Text)) and log.certain:
            words = "a format without a destination: nothing is logged"
            yield self.finding(log.format.span, words, consequence=Consequence.IGNORED)
        text = masked(log.format)
        if text is not None and isinstance(log.format, (Known, Text)):
            yield from self._format(log.format, text, stage.api.kind)

    def _destination(self, destination: Value, kind: str) -> Iterator[Finding]:
        text = masked(destination)
        fields = text.split(":", 5) if text is not None else []
        if text == "":
            yield self.finding(destination.span, "the destination of the access log is empty")
        if text is None or not text or HOLE in "".join(fields[:3]):
            return
        service = fields[2] if len(fields) == 6 and fields[0] == "arn" else ""
        allowed = ("logs",) if kind == "HTTP" else ("logs", "firehose")
        if service not in allowed:
            what = "log group" if kind == "HTTP" else "log group or Firehose stream"
            yield self.finding(
                destination.span, f"{shown(text)} is no ARN of a {what}: arn:aws:logs:{{region}}:{{account}}:log-group:{{name}}"
            )
        elif service == "firehose":
            _, _, name = fields[5].partition("/")
            if HOLE not in name[: len(_STREAM)] and not name.startswith(_STREAM):
                yield self.finding(destination.span, f"the name of the stream, {shown(name)}, has to start with {_STREAM}")

    def _format(self, format: Known[str] | Text, text: str, kind: str) -> Iterator[Finding]:
        if not text:
            yield self.finding(format.span, "the format of the access log is empty")
            return
        if "\n" in text.strip():
            at = text.index("\n", len(text) - len(text.lstrip()))
            yield self.finding(format.at(0, at), "the format of the access log has several lines: API Gateway takes one")
        if HOLE not in text and not _REQUEST_ID.search(text):
            yield self.finding(format.span, "the format has neither $context.requestId nor $context.extendedRequestId")
        yield from self._variables(format, text, kind)
        if HOLE not in text and text.lstrip().startswith("{"):
            fault = _json_fault(text, kind)
            if fault:
                yield self.finding(format.span, f"the lines of the access log are no JSON: {fault}", consequence=Consequence.MISLEADING)

    def _variables(self, format: Known[str] | Text, text: str, kind: str) -> Iterator[Finding]:
        for match in _VARIABLE.finditer(text):
            name = match[1]
            if HOLE in text[match.end() : match.end() + 1] or is_variable(name, kind):
                continue
            right = nearest(name, [variable.name for variable in in_logs(kind)])
            where = format.at(match.start(1), match.end(1))
            fix = Fix(f"write $context.{right}", [Edit(where, right)]) if right and where.text == name else None
            yield self.finding(
                format.at(match.start(), match.end()),
                f"$context.{name} is no variable of {_KINDS[kind]} access logs: - is logged",
                consequence=Consequence.IGNORED,
                fix=fix,
            )
        for match in _OTHERS.finditer(text):
            words = f"{match[0]} is no variable of $context: access logs have no others"
            yield self.finding(format.at(match.start(), match.end()), words, consequence=Consequence.IGNORED)


def _json_fault(text: str, kind: str) -> str:
    """Returns why the lines that a format prints are never JSON, empty where they are, or may be."""
    import json

    numbers = {variable.name for variable in in_logs(kind) if variable.type == "number"}
    printed, at, quoted = [], 0, False
    for match in _PRINTED.finditer(text):
        between = text[at : match.start()]
        quoted ^= between.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1
        if not quoted and match[2] not in numbers and match[2] != "error.messageString":
            return f"$context.{match[2]} stands without quotes"
        printed += [between, "x" if quoted else "0"]
        at = match.end()
    printed.append(text[at:])
    try:
        json.loads("".join(printed))
    except ValueError as error:
        return str(error).split(":")[0].lower()
    return ""
