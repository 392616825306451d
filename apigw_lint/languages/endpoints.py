"""Endpoints of REST APIs: whether an API is reached from the internet or from VPCs only."""

from __future__ import annotations

from apigw_lint.value import Absent, Answer, Known, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.model import Api


def is_private(api: Api) -> Answer:
    """Returns whether an API is a private one. An OpenAPI document alone does not say; elsewhere what says nothing is public."""
    endpoint = api.endpoint_configuration
    if not api.declared or api.format == "openapi":
        return Answer.MAYBE
    if endpoint is None:
        return Answer.NO
    types = endpoint.types
    if not isinstance(types, List) or not types.complete or not all(isinstance(item, Known) for item in types.items):
        return Answer.MAYBE
    names = {str(item.value).upper() for item in types.items if isinstance(item, Known)}
    return Answer.of("PRIVATE" in names) if names and not isinstance(types, Absent) else Answer.MAYBE
