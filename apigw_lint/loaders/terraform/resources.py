"""From resource instances to the model: which type becomes what, in the order in which parts need each other."""

from __future__ import annotations

from apigw_lint.loaders.terraform.account import PLAIN, Around
from apigw_lint.loaders.terraform.apis import Apis
from apigw_lint.loaders.terraform.backends import Backends
from apigw_lint.loaders.terraform.bodies import Bodies
from apigw_lint.loaders.terraform.data import Documents
from apigw_lint.loaders.terraform.http import Http
from apigw_lint.loaders.terraform.links import Addresses, without_keys
from apigw_lint.loaders.terraform.rest import Rest
from apigw_lint.loaders.terraform.stages import Stages
from apigw_lint.model import Definition, Order, Parts, RawResource, UnresolvedReference
from apigw_lint.value import Absent, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apigw_lint.errors import Problem
    from apigw_lint.loaders.terraform.instance import Instance, Instances, Vain

_OURS = ("aws_api_gateway_", "aws_apigatewayv2_")


def is_ours(type: str) -> bool:
    """Returns whether a resource type is API Gateway's."""
    return type.startswith(_OURS)


def build(instances: Instances, path: str, format: str = "terraform") -> tuple[Definition, list[Problem]]:
    """Returns the definition that the instances make, and the problems of documents inside them.

    ``path`` is what the definition is called to the user, ``format`` is ``terraform`` or ``plan``.
    """
    definition = Definition(format=format, path=path)
    addresses = Addresses(instances.items)
    documents = Documents(addresses)
    apis = Apis(definition, addresses, format)
    rest, http, stages = Rest(apis, documents), Http(apis, documents), Stages(apis)
    around, backends, bodies = Around(apis, documents), Backends(definition, addresses, documents), Bodies(apis, documents)
    by_type: dict[str, list[Instance]] = {}
    for instance in instances.items:
        if not instance.data:
            by_type.setdefault(instance.type, []).append(instance)

    for name, add in _first(rest, http).items():
        _each(by_type, name, add)
    rest.resources(by_type.get("aws_api_gateway_resource", []))
    for name, add in {**_second(rest, http, stages), **_third(rest, stages, around, backends, bodies)}.items():
        _each(by_type, name, add)
    for name in PLAIN:
        _each(by_type, name, around.plain)
    for maker in (rest, http, stages, backends, apis):
        maker.close(instances.complete)
    for field in Definition.fields if not instances.complete else ():
        parts = getattr(definition, field)
        if isinstance(parts, Parts):
            parts.complete = False
    for api in definition.apis:
        api.told = instances.told is None or without_keys(api.address) in instances.told
    _add_raw(definition, instances)
    _add_unresolved(definition, instances.vain)
    if format != "plan":
        # A plan does not tell what locals are made of.
        definition.order = Order(_Referred(instances), without_keys)
        _keep_deployments(definition, definition.order, instances)
    return definition, documents.problems


class _Referred:
    """Which resources one refers to, or the module that it stands in; addresses have no keys."""

    def __init__(self, instances: Instances) -> None:
        self._instances = instances
        self._found: dict[str, set[str]] | None = None

    def __call__(self, address: str) -> Iterable[str]:
        """Returns their addresses."""
        if self._found is None:
            self._found = {}
            for one in self._instances.items:
                self._found.setdefault(without_keys(one.address), set()).update(one.references, one.after)
        return self._found.get(address, ())


def _keep_deployments(definition: Definition, order: Order, instances: Instances) -> None:
    """Gives deployments ``create_before_destroy`` where a resource that depends on them has it: Terraform passes it on."""
    found = [deployment for api in definition.apis for deployment in api.deployments]
    lacking = [deployment for deployment in found if isinstance(deployment.create_before_destroy, Absent)]
    keeping = [one for one in instances.items if known(one.create_before_destroy, bool) is not False]
    settings = {one.address: one.create_before_destroy for one in keeping if not isinstance(one.create_before_destroy, Absent)}
    before = order.before(settings) if lacking and settings else frozenset()
    for deployment in lacking if before else ():
        if without_keys(deployment.address) in before:
            deployment.create_before_destroy = next(iter(settings.values()))


def _each(by_type: dict[str, list[Instance]], type: str, add: Callable[[Instance], None]) -> None:
    for instance in by_type.get(type, ()):
        add(instance)


def _first(rest: Rest, http: Http) -> dict[str, Callable[[Instance], None]]:
    """Returns what methods, routes and resources refer to."""
    return {
        "aws_api_gateway_rest_api": rest.api,
        "aws_apigatewayv2_api": http.api,
        "aws_api_gateway_authorizer": rest.authorizer,
        "aws_apigatewayv2_authorizer": http.authorizer,
        "aws_api_gateway_request_validator": rest.validator,
        "aws_api_gateway_model": rest.model,
        "aws_apigatewayv2_model": http.model,
        "aws_api_gateway_gateway_response": rest.gateway_response,
    }


def _second(rest: Rest, http: Http, stages: Stages) -> dict[str, Callable[[Instance], None]]:
    """Returns the four stages, methods before what they own, and the deployments."""
    return {
        "aws_api_gateway_method": rest.method,
        "aws_api_gateway_method_response": rest.method_response,
        "aws_api_gateway_integration": rest.integration,
        "aws_api_gateway_integration_response": rest.integration_response,
        "aws_apigatewayv2_integration": http.integration,
        "aws_apigatewayv2_integration_response": http.integration_response,
        "aws_apigatewayv2_route": http.route,
        "aws_apigatewayv2_route_response": http.route_response,
        "aws_api_gateway_deployment": stages.deployment,
        "aws_apigatewayv2_deployment": stages.deployment_v2,
        "aws_api_gateway_stage": stages.stage,
        "aws_apigatewayv2_stage": stages.stage_v2,
    }


def _third(rest: Rest, stages: Stages, around: Around, backends: Backends, bodies: Bodies) -> dict[str, Callable[[Instance], None]]:
    """Returns what is added to something that is there by now."""
    return {
        "aws_api_gateway_rest_api": bodies.api,
        "aws_apigatewayv2_api": bodies.api,
        "aws_api_gateway_rest_api_put": bodies.put,
        "aws_api_gateway_rest_api_policy": rest.policy,
        "aws_api_gateway_method_settings": stages.method_settings,
        "aws_wafv2_web_acl_association": stages.web_acl,
        "aws_wafregional_web_acl_association": stages.web_acl,
        "aws_api_gateway_usage_plan": around.usage_plan,
        "aws_api_gateway_domain_name": around.domain_name,
        "aws_apigatewayv2_domain_name": around.domain_name_v2,
        "aws_api_gateway_documentation_part": around.documentation_part,
        "aws_lambda_function": backends.function,
        "aws_lambda_alias": backends.alias,
        "aws_iam_role": backends.role,
        "aws_iam_role_policy": backends.attachment,
        "aws_iam_role_policy_attachment": backends.attachment,
    }


def _add_unresolved(definition: Definition, found: list[Vain]) -> None:
    """Adds the references in vain that stand in a resource of API Gateway."""
    for one in found:
        for resource in definition.resources:
            if one.span.source is resource.span.source and resource.span.start <= one.span.start < resource.span.end:
                definition.unresolved.add(_unresolved(one, resource))
                break


def _unresolved(one: Vain, resource: RawResource) -> UnresolvedReference:
    from apigw_lint.facts.enums import nearest

    return UnresolvedReference(
        address=resource.address,
        span=one.span,
        name_span=one.span,
        certain=resource.certain,
        what=f"{one.kind} {one.name}",
        near=nearest(one.name, one.declared) or "",
    )


def _add_raw(definition: Definition, instances: Instances) -> None:
    for instance in instances.items:
        if is_ours(instance.type) and not instance.data:
            definition.resources.add(
                RawResource(
                    address=instance.address,
                    span=instance.span,
                    name_span=instance.name_span,
                    certain=instance.certain,
                    type=instance.type,
                    properties=instance.values,
                    depends_on=instance.depends_on,
                )
            )
