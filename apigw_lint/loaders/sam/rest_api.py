"""REST APIs of SAM: the API, its deployment and its stage, with the document that events and settings make up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_lint.loaders.sam import rest_events
from apigw_lint.loaders.sam.events import events_of
from apigw_lint.loaders.sam.nodes import Grown, mapping
from apigw_lint.loaders.sam.rest_document import RestDocument, skeleton

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource


def expand(macro: Macro) -> None:
    """Makes the REST APIs of a template."""
    documents = {api.id: _document(api) for api in macro.of_type("Api")}
    for event in events_of(macro, "Api"):
        if event.api in documents:
            rest_events.add(macro, macro.resources[event.api], documents[event.api], event)
    for api in macro.of_type("Api"):
        _make(macro, api, documents[api.id])


def _document(api: Resource) -> RestDocument:
    written = api.get("DefinitionBody")
    if written is None and api.get("DefinitionUri") is None:
        return RestDocument(skeleton(api.key), True)
    body = mapping(written)
    return RestDocument(Grown(body or api.key, body), False)


def _make(macro: Macro, api: Resource, document: RestDocument) -> None:
    macro.make(api.id, "AWS::ApiGateway::RestApi", {"Body": document.body}, api.key, api)
    stage = macro.text(api.get("StageName")) or "Stage"
    stage_id, deployment_id = f"{api.id}{stage}Stage", f"{api.id}Deployment"
    macro.make(deployment_id, "AWS::ApiGateway::Deployment", {"RestApiId": {"Ref": api.id}, "StageName": "Stage"}, api.key, api)
    macro.make(
        stage_id,
        "AWS::ApiGateway::Stage",
        {"RestApiId": {"Ref": api.id}, "DeploymentId": {"Ref": deployment_id}, "StageName": api.get("StageName") or "Stage"},
        api.key,
        api,
    )
    macro.references[f"{api.id}.Stage"] = stage_id
    macro.references[f"{api.id}.Deployment"] = deployment_id
