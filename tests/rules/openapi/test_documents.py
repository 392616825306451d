"""The rules on what the importer makes of a document."""

from textwrap import indent

import pytest
from definitions import consequences, fixed, found, report

PROXY = 'x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}'
HTTP_PROXY = PROXY.replace("}", ', payloadFormatVersion: "1.0"}')


def document(operation=PROXY, more="", path="/pets", verb="get", version="openapi: 3.0.1"):
    """Returns a document with one operation."""
    lines = [version, 'info: {title: pets, version: "1"}', *more.strip().splitlines(), "paths:", f'  "{path}":', f"    {verb}:"]
    return "\n".join([*lines, indent(operation.strip(), " " * 6)]) + "\n"


def in_cloudformation(text, kind="AWS::ApiGateway::RestApi", properties="", more=""):
    """Returns a template whose API has a document as its body."""
    lines = ["Resources:", "  Api:", f"    Type: {kind}", "    Properties:", *(f"      {line}" for line in properties.splitlines())]
    return "\n".join([*lines, "      Body:", indent(text, " " * 8), indent(more, "  ")])


def in_terraform(text, arguments=""):
    """Returns a configuration whose API has a document as its body."""
    return f'resource "aws_api_gateway_rest_api" "api" {{\n  name = "pets"\n{arguments}\n  body = <<-EOT\n{indent(text, "    ")}  EOT\n}}\n'


HTTP_API = "AWS::ApiGatewayV2::Api"
SOURCE = "x-amazon-apigateway-api-key-source"
DEPLOYMENT = "Deployment:\n  Type: AWS::ApiGateway::Deployment\n  Properties: {RestApiId: !Ref Api, StageName: prod}\n"
UNKNOWN_BODY = 'resource "aws_api_gateway_rest_api" "api" {\n  name = "pets"\n  body = templatefile(var.path, {})\n}\nvariable "path" {}\n'


def quiet(rule, *texts):
    assert [[] for _ in texts] == [found(rule, text) for text in texts]


# unsupported-openapi-version


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (document(version="openapi: 3.1.0"), ["3.1.0"]),
        (document(version="openapi: 4.0"), ["4.0"]),
        (document(version="swagger: '1.2'"), ["'1.2'"]),
        (in_cloudformation(document(version="swagger: '2.0'"), HTTP_API), ["'2.0'"]),
        (in_terraform(document(version="openapi: 3.1.1")), ["3.1.1"]),
    ],
)
def test_a_version_that_is_not_imported(text, places):
    assert places == found("unsupported-openapi-version", text)
    assert ["rejected"] == consequences("unsupported-openapi-version", text)


def test_versions_that_are_imported():
    versions = ("openapi: 3.0.1", "openapi: '3.0.3'", "openapi: 3.0", "swagger: '2.0'", "swagger: 2.0")
    quiet("unsupported-openapi-version", *(document(version=version) for version in versions))
    quiet("unsupported-openapi-version", in_cloudformation(document(version="openapi: !Ref Version")), UNKNOWN_BODY)


# operation-without-integration


def test_an_operation_that_nothing_serves():
    text = document("responses: {}").replace("paths:\n", f"paths:\n  /cats:\n    get:\n      {PROXY}\n")

    assert ["get"] == found("operation-without-integration", text)
    assert ["get"] == found("operation-without-integration", in_cloudformation(text))
    assert ["get"] == found("operation-without-integration", in_cloudformation(text, HTTP_API))
    quiet("operation-without-integration", in_cloudformation(text, more=DEPLOYMENT), document())
    quiet("operation-without-integration", document("$ref: '#/x'").replace("paths:\n", f"paths:\n  /cats:\n    get:\n      {PROXY}\n"))


# several-security-requirements


def test_an_http_api_with_two_schemes():
    both = f"security: [{{a: []}}, {{b: []}}]\n{HTTP_PROXY}"

    assert ["b"] == found("several-security-requirements", in_cloudformation(document(both), HTTP_API))
    assert ["b"] == found("several-security-requirements", in_cloudformation(document(more="security: [{a: [], b: []}]"), HTTP_API))
    quiet("several-security-requirements", in_cloudformation(document(both)), document(both.replace(HTTP_PROXY, PROXY)))
    quiet("several-security-requirements", in_cloudformation(document(f"security: [{{a: []}}]\n{HTTP_PROXY}"), HTTP_API))
    quiet("several-security-requirements", in_cloudformation(document(f"security: !Ref S\n{HTTP_PROXY}"), HTTP_API))


# duplicate-operation-id


def test_two_operations_of_one_name():
    text = document(f"operationId: x\n{PROXY}").replace("paths:\n", f"paths:\n  /cats:\n    get:\n      operationId: x\n      {PROXY}\n")

    assert ["x"] == found("duplicate-operation-id", text)
    quiet("duplicate-operation-id", text.replace("operationId: x", "operationId: y", 1), document())


# base-path-surprise

BASE = "servers: [{url: 'https://pets.example.com/v1'}]"


def test_a_base_path_that_is_left_out():
    mapping = "Mapping:\n  Type: AWS::ApiGateway::BasePathMapping\n  Properties: {DomainName: x, RestApiId: !Ref Api, BasePath: v1}\n"
    swagger = document(more="basePath: /v1", version="swagger: '2.0'")

    assert ["/v1"] == found("base-path-surprise", in_cloudformation(document(more=BASE), more=DEPLOYMENT))
    assert ["/v1"] == found("base-path-surprise", in_cloudformation(swagger, more=DEPLOYMENT))
    assert ["/v1"] == found(
        "base-path-surprise", in_cloudformation(document(more=BASE), properties="Parameters: {basepath: ignore}", more=DEPLOYMENT)
    )
    quiet(
        "base-path-surprise",
        document(more=BASE),
        in_cloudformation(document(more=BASE)),
        in_cloudformation(document(more=BASE), more=DEPLOYMENT + mapping),
        in_cloudformation(document(more=BASE), more=DEPLOYMENT.replace("prod", "v1")),
        in_cloudformation(document(more=BASE), more=DEPLOYMENT.replace("prod", "!Ref Stage")),
        in_cloudformation(document(more=BASE), properties="Parameters: {basepath: split}", more=DEPLOYMENT),
        in_cloudformation(document(more=BASE), properties="Parameters: !Ref How", more=DEPLOYMENT),
        in_cloudformation(document(more=BASE.replace("pets.example.com", "a.execute-api.eu-west-1.amazonaws.com")), more=DEPLOYMENT),
        in_cloudformation(document(more=BASE.replace("/v1", "")), more=DEPLOYMENT),
    )


# unknown-extension


@pytest.mark.parametrize(
    ("text", "places", "written"),
    [
        (document(PROXY.replace("integration:", "Integration:")), ["x-amazon-apigateway-Integration"], "x-amazon-apigateway-integration:"),
        (
            document(PROXY.replace("integration:", "integrations:")),
            ["x-amazon-apigateway-integrations"],
            "x-amazon-apigateway-integration:",
        ),
        (
            document(PROXY.replace("x-amazon-", "x-aws-"), "x-amazon-apigateway-api-key-source: HEADER"),
            ["x-aws-apigateway-integration"],
            "x-amazon-apigateway-integration:",
        ),
        (document(more="x-amazon-api-gateway-policy: {}"), ["x-amazon-api-gateway-policy"], "x-amazon-apigateway-policy:"),
        (document(more="components: {x-amazon-apigateway-policy: {}}"), ["x-amazon-apigateway-policy"], None),
        (document(f"x-amazon-apigateway-policy: {{}}\n{PROXY}"), ["x-amazon-apigateway-policy"], None),
        (document(more="x-amazon-apigateway-endpoint-configuration: {}"), ["x-amazon-apigateway-endpoint-configuration"], None),
        (document(PROXY.replace("httpMethod", "HttpMethod")), ["HttpMethod"], "httpMethod: GET"),
        (document(PROXY.replace("}", ", timeoutInMilis: 5}")), ["timeoutInMilis"], "timeoutInMillis: 5"),
        (document(PROXY.replace("}", ", responses: {default: {status: '200'}}}")), ["status"], None),
        (document(verb="any"), ["any"], "x-amazon-apigateway-any-method:"),
        (in_cloudformation(document(HTTP_PROXY)), ["payloadFormatVersion"], None),
        (in_cloudformation(document(HTTP_PROXY, f"{SOURCE}: HEADER"), HTTP_API), [SOURCE], None),
        (in_cloudformation(document(more="x-amazon-apigateway-cors: {}")), ["x-amazon-apigateway-cors"], None),
    ],
)
def test_an_extension_that_is_dropped(text, places, written):
    assert places == found("unknown-extension", text)
    assert {"ignored"} == set(consequences("unknown-extension", text))
    assert written is None or written in fixed("unknown-extension", text)


def test_extensions_that_are_read():
    quiet(
        "unknown-extension",
        document(),
        document(HTTP_PROXY),
        document(HTTP_PROXY, "x-amazon-apigateway-cors: {allowOrigins: ['*']}"),
        document(more="x-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: true}", version="swagger: '2.0'"),
        document(more="servers: [{url: /, x-amazon-apigateway-endpoint-configuration: {vpcEndpointIds: [vpce-1]}}]"),
        document(verb="x-amazon-apigateway-any-method", more="x-other: 1\nx-amazon-name: 1"),
        document(PROXY.replace("}", ", requestTemplates: {application/json: '{}'}, requestParameters: {a.b: c}, x-own: 1}")),
        in_cloudformation(document(PROXY).replace("httpMethod", "Fn::Transform").replace("GET", "{Name: AWS::Include}")),
        UNKNOWN_BODY,
    )


# invalid-extension-value


@pytest.mark.parametrize(
    ("text", "places", "consequence"),
    [
        (document("x-amazon-apigateway-integration: mock"), ["mock"], "rejected"),
        (document(PROXY.replace("}", ", responses: []}")), ["[]"], "rejected"),
        (document(PROXY.replace("}", ", connectionType: vpc_link}")), ["vpc_link"], "rejected"),
        (document(PROXY.replace("}", ", tlsConfig: {insecureSkipVerification: maybe}}")), ["maybe"], "rejected"),
        (document(more="x-amazon-apigateway-api-key-source: header"), ["header"], "rejected"),
        (document(more="x-amazon-apigateway-binary-media-types: image/png"), ["image/png"], "ignored"),
        (document(more="x-amazon-apigateway-request-validators: {all: {validateRequestBody: yep}}"), ["yep"], "ignored"),
        (
            document(more="x-amazon-apigateway-documentation: {documentationParts: [{location: {type: API, path: /}}]}"),
            ["path"],
            "rejected",
        ),
        (document(more="x-amazon-apigateway-documentation: {documentationParts: [{location: {type: Method}}]}"), ["Method"], "rejected"),
    ],
)
def test_a_value_that_an_extension_cannot_have(text, places, consequence):
    assert places == found("invalid-extension-value", text)
    assert [consequence] == consequences("invalid-extension-value", text)
    assert places == found("invalid-extension-value", in_cloudformation(text))


def test_values_that_an_extension_may_have():
    quiet(
        "invalid-extension-value",
        document(PROXY.replace("}", ", responses: {default: {statusCode: 200}}, timeoutInMillis: '1000', cacheKeyParameters: [a]}")),
        document(PROXY.replace("}", ", connectionType: null}")),
        document(more="x-amazon-apigateway-request-validators: {all: {validateRequestBody: 'true'}}"),
        document(more="x-amazon-apigateway-documentation: {documentationParts: [{location: {type: RESOURCE, path: /}, properties: {}}]}"),
        in_cloudformation(document(PROXY.replace("}", ", connectionType: !Ref T}"))),
        in_cloudformation(document(PROXY.replace("}", ", connectionType: !If [X, !Ref 'AWS::NoValue', INTERNET]}"))),
        in_terraform(document(PROXY.replace("}", ', connectionType: "${var.type}"}'))) + 'variable "type" {}\n',
    )


# security-scheme-ignored


def secured(scheme, security="[{a: []}]", more="", version="openapi: 3.0.1"):
    schemes = (
        f"components: {{securitySchemes: {{a: {scheme}}}}}" if version.startswith("openapi") else f"securityDefinitions: {{a: {scheme}}}"
    )
    return document(f"security: {security}\n{PROXY}", f"{schemes}\n{more}", version=version)


@pytest.mark.parametrize("scheme", ["{type: http, scheme: basic}", "{type: oauth2, flows: {}}", "{type: apiKey, name: token, in: header}"])
@pytest.mark.parametrize("version", ["openapi: 3.0.1", "swagger: '2.0'"])
def test_a_scheme_that_nothing_stands_behind(scheme, version):
    assert ["a"] == found("security-scheme-ignored", secured(scheme, version=version))
    assert ["exposed"] == consequences("security-scheme-ignored", secured(scheme, version=version))


def test_a_scheme_that_is_not_defined():
    assert ["b"] == found("security-scheme-ignored", secured("{type: http}", "[{b: []}]"))
    assert ["b"] == found("security-scheme-ignored", document(more="security: [{b: []}]"))
    assert ["b"] == found("security-scheme-ignored", in_cloudformation(document(more="security: [{b: []}]")))


def test_schemes_that_do_something():
    authorizer = "{type: apiKey, name: x, in: header, x-amazon-apigateway-authorizer: {type: token, authorizerUri: x}}"
    quiet(
        "security-scheme-ignored",
        secured(authorizer),
        secured("{type: apiKey, name: x-api-key, in: header}"),
        secured("{type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}"),
        secured("{type: http}", "[]"),
        secured("{type: http}", "[{NONE: []}]"),
        secured(authorizer.replace("}}", "}}, b: {type: http}"), "[{a: []}, {b: []}]"),
        secured("{$ref: '#/components/securitySchemes/b'}"),
        in_cloudformation(secured("!Ref Scheme")),
        in_cloudformation(secured("{type: !Ref Kind}")),
        document(f"x-amazon-apigateway-auth: {{type: AWS_IAM}}\nsecurity: [{{b: []}}]\n{PROXY}"),
        document(),
    )


# reference-to-other-file


@pytest.mark.parametrize(
    ("text", "places", "consequence"),
    [
        (in_cloudformation(document(f"parameters: [{{$ref: 'other.yaml#/x'}}]\n{PROXY}")), ["'other.yaml#/x'"], "rejected"),
        (in_cloudformation(document(f"parameters: [{{$ref: 'https://example.com/x'}}]\n{PROXY}")), ["'https://example.com/x'"], "rejected"),
        (document(f"parameters: [{{$ref: '#/components/parameters/x'}}]\n{PROXY}"), ["'#/components/parameters/x'"], "ignored"),
        (
            document(
                f"responses: {{'200': {{$ref: '#/responses/ok'}}}}\n{PROXY}", "responses: {ok: {description: x}}", version="swagger: '2.0'"
            ),
            ["'#/responses/ok'"],
            "ignored",
        ),
    ],
)
def test_a_reference_that_is_not_followed(text, places, consequence):
    assert places == found("reference-to-other-file", text)
    assert [consequence] == consequences("reference-to-other-file", text)


def test_references_that_are_followed():
    quiet(
        "reference-to-other-file",
        document(f"parameters: [{{$ref: '#/components/parameters/x'}}]\n{PROXY}", "components: {parameters: {x: {name: x, in: query}}}"),
        document(f"parameters: [{{$ref: '#/paths/~1pets/get/x'}}]\nx: {{name: x, in: query}}\n{PROXY}"),
        document(more="components: {schemas: {a: {$ref: 'https://apigateway.amazonaws.com/restapis/x/models/y'}}}"),
        document(more="components: {schemas: {a: {example: {$ref: 'other.yaml'}}}}"),
        in_cloudformation(document(f"parameters: [{{$ref: !Ref P}}]\n{PROXY}")),
        in_cloudformation(document(f"parameters: [{{$ref: '#/components/parameters/x'}}]\n{PROXY}", "components: !Ref C")),
    )


# unresolved-placeholder


def test_a_placeholder_that_nothing_fills_in():
    text = document(PROXY.replace("pets.example.com", "${Backend}"))

    assert ["${Backend}"] == found("unresolved-placeholder", in_cloudformation(text))
    assert ["$${Backend}"] == found("unresolved-placeholder", in_terraform(text.replace("${", "$${")))
    quiet(
        "unresolved-placeholder",
        text,
        in_cloudformation(text.replace("uri: ", "uri: !Sub ")),
        in_cloudformation(text.replace("Backend", "stageVariables.host")),
        in_cloudformation(text.replace("Backend", "AWS::Region")),
        in_terraform(text.replace("Backend", "var.host")) + 'variable "host" {}\n',
    )


# unsupported-schema-feature


def modelled(schema, validator="{validateRequestBody: true}"):
    return document(
        f"requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}\n{PROXY}",
        f"components: {{schemas: {{Pet: {schema}}}}}\nx-amazon-apigateway-request-validators: {{all: {validator}}}",
    )


def test_features_that_models_do_not_have():
    inside = "{type: object, properties: {a: {type: string, %s}}}"

    assert ["nullable"] == found("unsupported-schema-feature", modelled(inside % "nullable: true"))
    assert ["readOnly"] == found("unsupported-schema-feature", modelled(inside % "readOnly: true"))
    assert ["discriminator"] == found("unsupported-schema-feature", modelled("{type: object, discriminator: {propertyName: a}}"))
    quiet(
        "unsupported-schema-feature",
        modelled(inside % "nullable: false"),
        modelled("{type: object, properties: {nullable: {type: boolean}}}"),
        modelled("{type: object, example: {nullable: true}}"),
        modelled(inside % "nullable: true", "{validateRequestParameters: true}"),
        in_cloudformation(modelled("!Ref Schema")),
    )


def test_messages_name_what_is_meant():
    assert ["x-amazon-apigateway-cors has no field allow_methods: it is dropped; it is written allowMethods"] == [
        finding.message for finding in report("unknown-extension", document(HTTP_PROXY, "x-amazon-apigateway-cors: {allow_methods: [GET]}"))
    ]
