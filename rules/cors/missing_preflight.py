"""The rule missing-preflight."""

from __future__ import annotations

from apigw_lint.languages.backend import templates
from apigw_lint.languages.cors import origin_mapping
from apigw_lint.languages.routing import parent, plant, reaches, segments
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import entries, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

_PREFLIGHTED = ("DELETE", "PATCH", "PUT")


class MissingPreflight(Rule):
    """
    Path that browsers are to call, without an OPTIONS method.

    ## What it does
    Finds paths without an OPTIONS or ANY method, of their own or of a `{proxy+}` that serves them, whose calls browsers ask leave for:
    PUT, PATCH, DELETE, calls with JSON, an Authorization header or an API key. It speaks of paths whose own answers map
    `Access-Control-Allow-Origin`, and of paths whose parent, child or sibling has a preflight.

    ## Why is this bad?
    The browser's preflight is answered with 403 `Missing Authentication Token`, and the call is never made. CORS on one path does not
    cover the paths below it.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        put:
          responses:
            "200":
              description: ok
              headers:
                Access-Control-Allow-Origin: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        put:
          responses:
            "200":
              description: ok
              headers:
                Access-Control-Allow-Origin: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
        options:
          responses:
            "204":
              description: ok
              headers:
                Access-Control-Allow-Origin: {schema: {type: string}}
                Access-Control-Allow-Methods: {schema: {type: string}}
                Access-Control-Allow-Headers: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Methods: "'OPTIONS,PUT'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    - https://fetch.spec.whatwg.org/#cors-preflight-fetch
    """

    consequence = Consequence.BROKEN
    needs = ("integration_response.response_parameters=METHOD.RESPONSE.HEADER.ACCESS-CONTROL-ALLOW-ORIGIN",)
    stage = "method request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the paths of an API that is seen whole."""
        if not api.declared or not api.methods.complete:
            return
        paths = _by_path(api)
        if paths is None:
            return
        served: dict[str, Any] = {}
        for path, methods in paths.items():
            if any(known(method.http_method, str) in ("ANY", "OPTIONS", None) for method in methods):
                plant(served, path)
        families = _families(paths)
        for path, methods in paths.items():
            if not reaches(served, segments(path)):
                yield from self._path(path, methods, families)

    def _path(self, path: str, methods: list[Method], families: dict[str, Span]) -> Iterator[Finding]:
        relative = families.get(path) or families.get(parent(path)) or families.get(f"{parent(path)}/*")
        for method in methods:
            if not method.certain:
                continue
            own = origin_mapping(method)
            what = _preflighted(method, own is not None)
            if what is not None and (own is not None or relative is not None):
                place, words = (own.span, "is there for browsers") if own is not None else (relative, "the preflight of a path beside it")
                yield self.finding(
                    method.name_span,
                    f"a browser that sends {what} is refused: no OPTIONS method answers its preflight",
                    related=[(place, words)] if place is not None else (),
                    about=method,
                )
                return


def _by_path(api: Api) -> dict[str, list[Method]] | None:
    """Returns the methods of each path; ``None`` where a preflight may stand on a path that is not known."""
    found: dict[str, list[Method]] = {}
    for method in api.methods:
        path = known(method.path, str)
        if path is not None:
            found.setdefault(path, []).append(method)
        elif known(method.http_method, str) in ("ANY", "OPTIONS", None):
            return None
    return found


def _families(paths: dict[str, list[Method]]) -> dict[str, Span]:
    """Returns a preflight for each path that has one or whose child has one, and for siblings as ``parent/*``; the root is no family."""
    found: dict[str, Span] = {}
    for path, methods in paths.items():
        for method in methods:
            if known(method.http_method, str) == "OPTIONS" and origin_mapping(method) is not None:
                above = parent(path)
                if path != "/":
                    found[path] = method.name_span
                if above != "/":
                    found.setdefault(above, method.name_span)
                    found.setdefault(f"{above}/*", method.name_span)
    return found


def _preflighted(method: Method, answers_browsers: bool) -> str | None:
    """Returns for what a browser certainly asks leave before a call of this method."""
    verb, kind = known(method.http_method, str), (known(method.authorization_type, str) or "").upper()
    if kind == "AWS_IAM" and not answers_browsers:
        return None
    token = kind == "CUSTOM" and method.authorizer is not None and known(method.authorizer.type, str) == "TOKEN"
    if kind in ("AWS_IAM", "COGNITO_USER_POOLS") or token:
        return f"Authorization to {method_label(method)}"
    if known(method.api_key_required, bool) is True and known(method.api.api_key_source, str) != "AUTHORIZER":
        return f"x-api-key to {method_label(method)}"
    if verb in _PREFLIGHTED:
        return method_label(method)
    return f"JSON to {method_label(method)}" if verb == "POST" and (answers_browsers or _wants_json(method)) else None


def _wants_json(method: Method) -> bool:
    models = [key.value for key, _ in entries(method.request_models)]
    mapped = [key.value for key, _ in templates(method.integration.request_templates)] if method.integration is not None else []
    return "application/json" in (*models, *mapped)
