"""The rule deployment-never-changes."""

from __future__ import annotations

from apigw_lint.model import GatewayResponse, Integration, IntegrationResponse, Method, MethodResponse, method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Reference, Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Deployment, Part, Renewal
    from apigw_lint.rule import Finding

_SHOWN = 5
"""Places that one finding shows."""
_STAY = frozenset(["api_id", "arn", "created_date", "execution_arn", "http_method", "id", "resource_id", "rest_api_id", "root_resource_id"])
"""Attributes that stay as they are when other settings of a resource change."""
_OURS = ("aws_api_gateway_", "aws_apigatewayv2_")
_BACKENDS = ("aws_lambda_", "aws_iam_")
"""Resources that say nothing of an API's own settings."""
_FUNCTIONS = """
    base64encode base64sha256 base64sha512 coalesce compact concat distinct element flatten format join jsonencode keys list lookup map
    md5 merge nonsensitive replace reverse setunion sha1 sha256 sha512 slice sort substr toset tolist tomap tostring trimspace try values
    yamlencode zipmap
"""
_PLAIN = frozenset(_FUNCTIONS.split())
"""Functions whose result depends on their arguments only; any other may read files, or give another value each time."""


class DeploymentNeverChanges(Rule):
    """
    Deployment that stays as it is when the API changes.

    ## What it does
    Finds Terraform deployments that nothing replaces, and those whose `triggers` leave out methods, integrations, responses, authorizers,
    the policy or the body of the API, or read only their ids. What reads files (`filesha1`, `templatefile`), variables, data sources or
    other resources counts as reading everything.

    ## Why is this bad?
    What a stage serves is the picture that its deployment took. Terraform updates the methods and reports success, and callers get what
    was there before. An id stays the same for as long as its resource exists: a hash of ids does not change either.

    ## Example
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }
    resource "aws_api_gateway_method" "get" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }
    resource "aws_api_gateway_integration" "get" {
      rest_api_id             = aws_api_gateway_rest_api.pets.id
      resource_id             = aws_api_gateway_rest_api.pets.root_resource_id
      http_method             = aws_api_gateway_method.get.http_method
      type                    = "HTTP_PROXY"
      integration_http_method = "GET"
      uri                     = "https://pets.example.com/"
    }
    resource "aws_api_gateway_deployment" "pets" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      triggers = {
        redeployment = sha1(jsonencode([aws_api_gateway_method.get.id, aws_api_gateway_integration.get.id]))
      }
      lifecycle {
        create_before_destroy = true
      }
    }
    ```

    ## Use instead
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }
    resource "aws_api_gateway_method" "get" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }
    resource "aws_api_gateway_integration" "get" {
      rest_api_id             = aws_api_gateway_rest_api.pets.id
      resource_id             = aws_api_gateway_rest_api.pets.root_resource_id
      http_method             = aws_api_gateway_method.get.http_method
      type                    = "HTTP_PROXY"
      integration_http_method = "GET"
      uri                     = "https://pets.example.com/"
    }
    resource "aws_api_gateway_deployment" "pets" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      triggers = {
        redeployment = sha1(jsonencode([aws_api_gateway_method.get, aws_api_gateway_integration.get]))
      }
      lifecycle {
        create_before_destroy = true
      }
    }
    ```

    ## References
    - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment#redeployment-triggers
    """

    consequence = Consequence.MISLEADING
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at what makes Terraform replace a deployment."""
        renewal, api = deployment.renewal, deployment.api
        if renewal is None or renewal.ignores_changes or _reads_more(renewal) or _deploys_itself(api):
            return
        made = api.definition.written
        parts = [part for part in _parts(api) if part.address in made and part.address != api.address]
        if not parts and isinstance(api.body, Absent):
            return
        if not (renewal.attributes or renewal.calls):
            if _is_empty(deployment):
                yield self.finding(deployment.name_span, "nothing makes Terraform deploy again when the API changes: it has no triggers")
            return
        read = _read(renewal)
        missed = [(part, _words(part)) for part in parts if not _covered(part.address, read)]
        missed += [(part, words) for part, words in _settings(api, renewal, read)]
        if missed:
            yield self._missed(deployment, missed, read)

    def _missed(self, deployment: Deployment, missed: list[tuple[Part, str]], read: dict[str, set[str]]) -> Finding:
        shown = missed if len(missed) <= _SHOWN else missed[: _SHOWN - 1]
        ids = [part for part, _ in missed if _plain(part.address) in read]
        names = ", ".join(dict.fromkeys(words for _, words in shown))
        more = f" and {len(missed) - len(shown)} others" if len(missed) > len(shown) else ""
        why = "the triggers read only ids" if len(ids) == len(missed) else "the triggers do not read them"
        place = deployment.name_span if isinstance(deployment.triggers, Absent) else deployment.triggers.span
        return self.finding(
            place,
            f"changes of {names}{more} are not deployed: {why}",
            related=[(part.name_span, _reason(part, read)) for part, _ in shown],
        )


def _reads_more(renewal: Renewal) -> bool:
    """Returns whether something is read that may stand for everything."""
    strangers = [address for address, _ in renewal.attributes if not _type(address).startswith((*_OURS, *_BACKENDS))]
    return renewal.others or bool(strangers) or any(name.removeprefix("core::") not in _PLAIN for name, _ in renewal.calls)


def _deploys_itself(api: Api) -> bool:
    """Returns whether a stage of a version 2 API may deploy what changes."""
    return api.kind != "REST" and any(
        not isinstance(stage.auto_deploy, Absent) and known(stage.auto_deploy, bool) is not False for stage in api.stages
    )


def _is_empty(deployment: Deployment) -> bool:
    """Returns whether there are certainly no triggers. A literal is changed by hand, for this."""
    written = deployment.triggers
    return isinstance(written, Absent) or (isinstance(written, Table) and written.complete and not written.entries)


def _parts(api: Api) -> Iterator[Part]:
    for method in api.methods:
        yield method
        if method.integration is not None:
            yield method.integration
            if api.kind == "REST":
                yield from method.responses
                yield from method.integration.responses
    yield from api.authorizers
    yield from api.gateway_responses


def _settings(api: Api, renewal: Renewal, read: dict[str, set[str]]) -> Iterator[tuple[Part, str]]:
    """Yields what is written with the API itself and is not read: its body and its policy."""
    attributes = read.get(_plain(api.address), set())
    if not api.declared or renewal.names or "" in attributes:
        return
    imported = any(_type(address) == "aws_api_gateway_rest_api_put" for address in read)
    if not isinstance(api.body, Absent) and attributes <= _STAY and not imported:
        yield api, "the body"
    resources = [one for one in api.definition.resources if one.type == "aws_api_gateway_rest_api_policy"]
    for one in resources:
        named = one.properties.get("rest_api_id")
        if isinstance(named, Reference) and named.target == api.address and not _covered(one.address, read):
            yield one, "the policy"
    own = api.definition.written.get(api.address)
    written = own.properties.get("policy") if own is not None and isinstance(own.properties, Table) else None
    if written is None or isinstance(written, Absent) or (isinstance(written, Known) and not written.value):
        return
    if not attributes & {"policy", "body"} and isinstance(api.body, Absent):
        yield api, "the policy"


def _read(renewal: Renewal) -> dict[str, set[str]]:
    """Returns the attributes that are read, by address."""
    found: dict[str, set[str]] = {}
    for address, attribute in renewal.attributes:
        found.setdefault(address, set()).add(attribute)
    return found


def _covered(address: str, read: dict[str, set[str]]) -> bool:
    """Returns whether more than ids are read of a resource."""
    attributes = read.get(_plain(address), set())
    return "" in attributes or not attributes <= _STAY


def _reason(part: Part, read: dict[str, set[str]]) -> str:
    return "only its id is read, which stays the same" if _plain(part.address) in read else "is not read"


def _plain(address: str) -> str:
    """Returns an address without keys."""
    if "[" not in address:
        return address
    from re import sub

    return sub(r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+|\*)\]', "", address)


def _type(address: str) -> str:
    """Returns the type of the resource that an address without keys is of."""
    return address.split(".")[-2]


def _words(part: Part) -> str:
    if isinstance(part, Method):
        return method_label(part)
    if isinstance(part, Integration):
        return f"the integration of {method_label(part.method)}"
    if isinstance(part, MethodResponse):
        return f"the responses of {method_label(part.method)}"
    if isinstance(part, IntegrationResponse):
        return f"the responses of {method_label(part.integration.method)}"
    return "gateway responses" if isinstance(part, GatewayResponse) else "authorizers"
