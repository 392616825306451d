"""The APIs of a module tree: those it makes, and those that other files make and to which it adds."""

from __future__ import annotations

from apigw_lint.loaders.terraform.links import Key, base
from apigw_lint.model import Api, EndpointConfiguration, Resource
from apigw_lint.value import Known, Reference, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.loaders.terraform.links import Addresses
    from apigw_lint.model import Definition
    from apigw_lint.value import Value

REST = "aws_api_gateway_rest_api"
V2 = "aws_apigatewayv2_api"
COLLECTIONS = (
    "resources",
    "methods",
    "integrations",
    "models",
    "request_validators",
    "authorizers",
    "gateway_responses",
    "deployments",
    "stages",
    "documentation_parts",
)
UNKNOWN_KIND = "UNKNOWN"
"""The kind of an API that other files make, where its parts do not tell whether it is an HTTP or a WebSocket API."""


_VALUES = """
    name description version api_key_source binary_media_types minimum_compression_size policy disable_execute_api_endpoint
    route_selection_expression api_key_selection_expression disable_schema_validation body
"""
"""What an API that other files make has, though it is not seen here."""


class Apis:
    """All APIs by what names them. What may belong to any of them leaves their collections incomplete."""

    def __init__(self, definition: Definition, addresses: Addresses, format: str) -> None:
        self.definition = definition
        self.addresses = addresses
        self.format = format
        self.by_key: dict[tuple[str, Key], Api] = {}
        self.made: dict[str, Api] = {}
        """By address."""
        self._open: set[tuple[str, str]] = set()

    def add(self, api: Api, type: str) -> None:
        """Adds an API that these files make."""
        self.by_key[type, Key("made", api.address)] = api
        self.made[api.address] = api
        self.definition.apis.add(api)

    def key(self, value: Value, type: str, user: Instance) -> Key:
        """Returns the key of the API that an argument names."""
        return self.addresses.key(value, type, user)

    def owner(self, user: Instance, collections: tuple[str, ...] = ()) -> tuple[Api, bool]:
        """Returns the API that an instance belongs to, and whether that is firm.

        Where it is not, the instance may add to these collections of any API.
        """
        second = user.type.startswith("aws_apigatewayv2")
        return self.named(user.values.get("api_id" if second else "rest_api_id"), V2 if second else REST, user, collections)

    def named(self, value: Value, type: str, user: Instance, collections: tuple[str, ...] = ()) -> tuple[Api, bool]:
        """Returns the API that a value names, as :meth:`owner` does."""
        key = self.key(value, type, user)
        if not key.firm:
            self._open.update((type, collection) for collection in collections)
        api = self.by_key.get((type, key))
        if api is None:
            api = self.by_key[type, key] = self._undeclared(value, type, user)
            self.definition.apis.add(api)
        return api, key.firm

    def root(self, value: Value, user: Instance) -> Resource | None:
        """Returns the root of the REST API whose ``root_resource_id`` a value is."""
        if not isinstance(value, Reference) or value.attribute != "root_resource_id":
            return None
        found = self.addresses.instance(value, REST)
        if found is not None and not found.data:
            return self.made[found.address].root
        if not base(value.target).rpartition(".")[0].endswith(REST):
            return None
        return self.named(Reference(value.target, "id", value.span), REST, user)[0].root

    def close(self, complete: bool) -> None:
        """Marks the collections to which more may belong than is seen."""
        for (kind, _), api in self.by_key.items():
            for collection in COLLECTIONS:
                if not complete or (kind, collection) in self._open:
                    getattr(api, collection).complete = False

    def _undeclared(self, value: Value, type: str, user: Instance) -> Api:
        """Returns a new API that other files make: nothing of it is known, and all its collections are incomplete."""
        address = value.target if isinstance(value, Reference) else known(value, str) or value.span.text.strip() or user.address
        unknown = Unknown(value.span, why="of an API that is made elsewhere")
        unknowns: dict[str, Any] = dict.fromkeys(_VALUES.split(), unknown)
        api = Api(
            address=address,
            span=value.span,
            name_span=value.span,
            kind="REST" if type == REST else UNKNOWN_KIND,
            format=self.format,
            declared=False,
            definition=self.definition,
            endpoint_configuration=EndpointConfiguration(address=address, span=value.span, types=unknown, vpc_endpoint_ids=unknown),
            **unknowns,
        )
        for collection in COLLECTIONS:
            getattr(api, collection).complete = False
        if type == REST:
            add_root(api)
        return api


def add_root(api: Api) -> None:
    """Gives a REST API its root resource, which every API has without being asked."""
    path = Known("/", api.name_span)
    api.root = Resource(address=api.address, span=api.span, name_span=api.name_span, certain=api.certain, path=path, api=api)
