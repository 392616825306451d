"""The OpenAPI document of a REST API while SAM adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_lint.loaders.sam.nodes import Grown, mapping, tree

if TYPE_CHECKING:
    from apigw_lint.source import Span
    from apigw_lint.syntax.tree import Node, Scalar

ANY = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"


def skeleton(place: Node | Span) -> Grown:
    """Returns the document that SAM starts from where the author wrote none."""
    document = Grown(place)
    document.put("swagger", "2.0")
    document.put("info", {"version": "1.0", "title": {"Ref": "AWS::StackName"}})
    document.put("paths", {})
    return document


def verb_key(verb: str) -> str:
    """Returns the key of an operation in a document."""
    return ANY if verb.lower() == "any" else verb.lower()


class RestDocument:
    """A document that grows: ``body`` is its root, ``managed`` whether SAM made it."""

    def __init__(self, body: Grown, managed: bool) -> None:
        self.body = body
        self.managed = managed

    @property
    def paths(self) -> Grown:
        """Returns the paths."""
        return self.body.grow("paths")

    def operation(self, path: str, verb: str, path_place: Scalar | Node, verb_place: Scalar | Node) -> Grown:
        """Returns the operation of a path and verb, made where it is not there."""
        item = self.paths.grow(path, path_place)
        return item.grow(verb_key(verb), verb_place)

    def integration(self, path: str, verb: str) -> Node | None:
        """Returns the integration of an operation."""
        item = mapping(self.paths.get(path))
        operation = mapping(item.get(verb_key(verb))) if item is not None else None
        return operation.get(INTEGRATION) if operation is not None else None


def lambda_uri(function: str, place: Node | Span) -> Node:
    """Returns the URI that invokes a function of the template."""
    text = f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{function}.Arn}}/invocations"
    return tree({"Fn::Sub": text}, place)
