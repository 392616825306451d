"""OpenAPI documents in the ``body`` of an API: read into the API to which the other resources add."""

from __future__ import annotations

from apigw_lint.loaders.openapi import read_into
from apigw_lint.loaders.terraform.apis import COLLECTIONS
from apigw_lint.loaders.terraform.fields import boolean, strings
from apigw_lint.value import Absent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.apis import Apis
    from apigw_lint.loaders.terraform.data import Documents
    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.model import Api
    from apigw_lint.value import Value


class Bodies:
    """Reads bodies. What stands in an argument wins over the body, as the provider updates the API after the import."""

    def __init__(self, apis: Apis, documents: Documents) -> None:
        self._apis = apis
        self._documents = documents

    def api(self, instance: Instance) -> None:
        """Reads the ``body`` of an API that these files make."""
        self._read(self._apis.made[instance.address], instance.values.get("body"), instance.certain)

    def put(self, instance: Instance) -> None:
        """Reads an ``aws_api_gateway_rest_api_put`` into its API."""
        api, firm = self._apis.owner(instance, COLLECTIONS)
        if not firm:
            return
        values = instance.values
        if isinstance(api.parameters, Absent):
            api.parameters = strings(values.get("parameters"))
        if isinstance(api.fail_on_warnings, Absent):
            api.fail_on_warnings = boolean(values.get("fail_on_warnings"))
        self._read(api, values.get("body"), instance.certain)

    def _read(self, api: Api, body: Value, certain: bool) -> None:
        if isinstance(body, Absent):
            return
        api.body = self._documents.body(body)
        if certain or not api.certain:
            self._documents.problems += read_into(api, api.body)
            return
        for collection in COLLECTIONS:  # a body that may not be there, of an API that is
            getattr(api, collection).complete = False
