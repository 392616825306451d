"""The rule base-path-surprise."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of, is_version_2
from apigw_lint.languages.serverless import is_of_sam
from apigw_lint.languages.stages import is_extra
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, List, Table, cut, known, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class BasePathSurprise(Rule):
    """
    Base path that the import leaves out.

    ## What it does
    Finds documents with a `basePath`, or with a path in the url of their first server, that an API is made of without the import parameter
    `basepath`, where neither a stage nor a base path mapping of the same files is called so.

    ## Why is this bad?
    By default the importer ignores the base path: `/v1/pets` of the document is served at `/{stage}/pets`, and nothing answers at `/v1`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Body:
            openapi: 3.0.1
            info: {title: pets, version: "1"}
            servers: [{url: "https://pets.example.com/v1"}]
            paths:
              /pets:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://backend.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        Properties: {RestApiId: !Ref Api, StageName: prod}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Parameters: {basepath: prepend}
          Body:
            openapi: 3.0.1
            info: {title: pets, version: "1"}
            servers: [{url: "https://pets.example.com/v1"}]
            paths:
              /pets:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://backend.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        Properties: {RestApiId: !Ref Api, StageName: prod}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
    """

    consequence = Consequence.MISLEADING
    kinds = ("REST", "HTTP")
    needs = ("api.body",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the base path of a document whose import is seen."""
        document = document_of(api)
        if document is None or api.format == "openapi" or not _ignores_base_path(api):
            return
        written = _base_path(document)
        path = written.value.strip("/") if written is not None else ""
        if written is not None and path and not _is_served(api, path):
            stages = [stage for stage in api.stages if not is_extra(stage)]
            stage = next((name for stage in stages if (name := known(stage.name, str))), "the stage")
            words = f"the import ignores the base path /{path}: its paths are served below /{stage}"
            advice = "SAM has no import parameters: write it in front of the paths, or have it as BasePath of the Domain"
            wanted = "the import parameter basepath is ignore by default; it can be prepend or split"
            yield self.finding(written.span, words, help=advice if is_of_sam(api) else wanted)


def _ignores_base_path(api: Api) -> bool:
    parameters = api.parameters
    if isinstance(parameters, Table):
        mode = parameters.get("basepath")
        return isinstance(mode, Absent) or (isinstance(mode, Known) and mode.value == "ignore")
    return isinstance(parameters, Absent)


def _is_served(api: Api, path: str) -> bool:
    """Returns whether a stage or a base path mapping may be called like a base path; also where no stage is seen."""
    mappings = api.definition.base_path_mappings if api.definition is not None else ()
    names: list[Value] = [stage.name for stage in api.stages] + [mapping.base_path for mapping in mappings]
    if not len(api.stages) or not all(isinstance(name, (Known, Absent)) for name in names):
        return True
    texts = {scalar_text(name.value).strip("/") for name in names if isinstance(name, Known)}
    return path in texts or path.split("/")[0] in texts


def _base_path(document: Table) -> Known[str] | None:
    """Returns the base path that a document says; none where it is the url of an API that was exported, or one with variables."""
    if is_version_2(document):
        written = document.get("basePath")
        host = known(document.get("host"), str) or ""
        return written if isinstance(written, Known) and isinstance(written.value, str) and "execute-api" not in host else None
    servers = document.get("servers")
    server = servers.items[0] if isinstance(servers, List) and servers.items else None
    url = server.get("url") if isinstance(server, Table) else None
    if not isinstance(url, Known) or not isinstance(url.value, str) or "execute-api" in url.value or "{" in url.value:
        return None
    start = url.value.find("/", url.value.find("://") + 3) if "://" in url.value else 0
    return cut(url, start, len(url.value)) if start >= 0 else None
