"""The rules on declared parameters, models and request validators."""

import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, report, terraform

PROXY = "type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/"
CFN = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
TF = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
VALIDATOR = "Validator:\n  Type: AWS::ApiGateway::RequestValidator\n  Properties: {RestApiId: !Ref Api, SWITCHES}\n"
PET = (
    "Pet:\n  Type: AWS::ApiGateway::Model\n  Properties:\n    RestApiId: !Ref Api\n    Name: Pet\n    ContentType: application/json\n"
    "    Schema: {type: object, required: [name]}\n"
)
TF_VALIDATOR = """
resource "aws_api_gateway_request_validator" "own" {
  rest_api_id           = aws_api_gateway_rest_api.api.id
  name                  = "own"
  validate_request_body = SWITCH
}
"""


def with_validator(switches, method="", verb="POST", more=PET, head=""):
    """Returns a template whose method has a validator."""
    own = f"RequestValidatorId: !Ref Validator\n{method}"
    return cloudformation(CFN, own, verb=verb, more=VALIDATOR.replace("SWITCHES", switches) + more, head=head)


# invalid-request-parameter


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("method.request.query.kind: true", ["query"]),
        ("request.querystring.kind: true", ["request.querystring.kind"]),
        ("method.request.querystring.filter[kind]: true", ["["]),
        ("method.request.header.X-Kind: required", ["required"]),
        ("method.request.header.X-Kind: 'true'", []),
        ("method.request.header.X-Kind: !Ref P", []),
        ("method.request.multivaluequerystring.kind: true", []),
        ("method.request.path.proxy: true", []),
    ],
)
def test_declarations(entry, expected):
    text = cloudformation(CFN, f"RequestParameters:\n  {entry}", head="Parameters: {P: {Type: String}}")

    assert expected == found("invalid-request-parameter", text)


def test_declarations_in_other_formats():
    block = 'request_parameters = {\n  "method.request.query.kind" = true\n  "method.request.header.${var.h}" = true\n}'
    names = "parameters:\n  - {name: 'kind[]', in: query}\n  - {name: 'proxy+', in: path, required: true}"

    assert ["query"] == found("invalid-request-parameter", terraform(TF, block, more='variable "h" {}'))
    assert ["'kind[]'"] == found("invalid-request-parameter", openapi(PROXY, names, path="/{proxy+}"))


def test_a_misspelt_location_is_cured():
    text = cloudformation(CFN, "RequestParameters: {method.request.headers.X: true}")

    assert text.replace("headers", "header") == fixed("invalid-request-parameter", text)


# request-parameter-in-two-locations


@pytest.mark.parametrize(
    ("second", "expected"),
    [("header.id", 1), ("querystring.ID", 0), ("querystring.other", 0), ("querystring.id", 1)],
)
def test_one_name_in_two_locations(second, expected):
    text = cloudformation(CFN, f"RequestParameters: {{method.request.path.id: true, method.request.{second}: false}}")

    assert expected == len(found("request-parameter-in-two-locations", text))


def test_a_name_that_may_be_left_out():
    text = terraform(
        TF, 'request_parameters = merge({ "method.request.path.id" = true }, var.more)', more='variable "more" {\n  default = {}\n}'
    )

    assert [] == found("request-parameter-in-two-locations", text)


# undeclared-path-variable-required


@pytest.mark.parametrize(
    ("switches", "required", "expected"),
    [
        ("ValidateRequestParameters: true", "true", ["method.request.path.id"]),
        ("ValidateRequestParameters: 'true'", "true", ["method.request.path.id"]),
        ("ValidateRequestParameters: true", "false", []),
        ("ValidateRequestParameters: false", "true", []),
        ("ValidateRequestParameters: !Ref P", "true", []),
        ("ValidateRequestParameters: true", "!Ref P", []),
    ],
)
def test_a_path_variable_that_the_path_has_not(switches, required, expected):
    text = with_validator(switches, f"RequestParameters: {{method.request.path.id: {required}}}", head="Parameters: {P: {Type: String}}")

    assert expected == found("undeclared-path-variable-required", text)


# request-model-not-found, request-validator-not-found


@pytest.mark.parametrize(
    ("model", "expected"),
    [("Pets", ["Pets"]), ("Pet", []), ("Empty", []), ("!Ref Pet", []), ("!Ref P", []), ("''", []), ("!If [C, Pets, Pet]", ["Pets"])],
)
def test_models_of_requests(model, expected):
    head = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}"
    text = cloudformation(CFN, f"RequestModels: {{application/json: {model}}}", verb="POST", more=PET, head=head)

    assert expected == found("request-model-not-found", text)
    assert [] == found("request-model-not-found", text.replace("RestApiId: !Ref Api", "RestApiId: !ImportValue api"))


def test_a_model_of_another_api():
    other = "Other:\n  Type: AWS::ApiGateway::RestApi\n  Properties: {Name: other}\n" + PET.replace("!Ref Api", "!Ref Other")
    text = cloudformation(CFN, "RequestModels: {application/json: !Ref Pet}", verb="POST", more=other)

    assert ["!Ref Pet"] == found("request-model-not-found", text)


@pytest.mark.parametrize(
    ("validator", "expected"),
    [("own", ["own"]), ("abc123", ["abc123"]), ("!Ref Pet", ["!Ref Pet"]), ("!Ref Validator", []), ("!Ref P", []), ("!ImportValue v", [])],
)
def test_validators_of_methods(validator, expected):
    more = VALIDATOR.replace("SWITCHES", "Name: own, ValidateRequestBody: true") + PET
    text = cloudformation(CFN, f"RequestValidatorId: {validator}", more=more, head="Parameters: {P: {Type: String}}")

    assert expected == found("request-validator-not-found", text)
    assert [] == found("request-validator-not-found", text.replace("RestApiId: !Ref Api", "RestApiId: !ImportValue api"))


def test_a_validator_that_a_document_has_not():
    head = "x-amazon-apigateway-request-validators:\n  body: {validateRequestBody: true}\n"
    text = openapi(PROXY, "x-amazon-apigateway-request-validator: bodies", more=head)

    assert ["ignored"] == consequences("request-validator-not-found", text)
    assert text.replace("bodies", "body") == fixed("request-validator-not-found", text)


# unenforced-*, idle-request-validator


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ("ValidateRequestBody: true", 0),
        ("ValidateRequestBody: false", 1),
        ("ValidateRequestParameters: true", 1),
        ("ValidateRequestBody: !Ref P", 0),
    ],
)
def test_models_that_nothing_is_held_against(switches, expected):
    text = with_validator(switches, "RequestModels: {application/json: !Ref Pet}", head="Parameters: {P: {Type: String}}")

    assert expected == len(found("unenforced-request-model", text))


@pytest.mark.parametrize(
    ("switch", "expected"),
    [("true", []), ("false", ['"application/json"']), ("var.on", [])],
)
def test_models_that_nothing_is_held_against_in_terraform(switch, expected):
    own = 'request_models = { "application/json" = "Pet" }\nrequest_validator_id = aws_api_gateway_request_validator.own.id'
    text = terraform(TF, own, verb="POST", more=TF_VALIDATOR.replace("SWITCH", switch) + 'variable "on" {}')

    assert expected == found("unenforced-request-model", text)
    assert [] == found("unenforced-request-model", text.replace("aws_api_gateway_request_validator.own.id", "var.on"))


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("method.request.querystring.kind: true", ["method.request.querystring.kind"]),
        ("method.request.header.X-Kind: true", ["method.request.header.X-Kind"]),
        ("method.request.path.id: true", []),
        ("method.request.querystring.kind: false", []),
        ("method.request.querystring.kind: !Ref P", []),
    ],
)
def test_required_parameters_that_nothing_looks_for(parameters, expected):
    text = cloudformation(CFN, f"RequestParameters:\n  {parameters}", head="Parameters: {P: {Type: String}}")

    assert expected == found("unenforced-required-parameter", text)
    assert [] == found(
        "unenforced-required-parameter", text.replace("RequestParameters", "RequestValidatorId: !Ref P\n      RequestParameters")
    )


@pytest.mark.parametrize(
    ("switches", "method", "expected"),
    [
        ("Name: none", "RequestModels: {application/json: !Ref Pet}", ["Validator"]),
        ("ValidateRequestBody: true", "", ["!Ref Validator"]),
        ("ValidateRequestBody: true", "RequestModels: {application/json: Empty}", ["!Ref Validator"]),
        ("ValidateRequestBody: true", "RequestModels: {application/json: !Ref Pet}", []),
        ("ValidateRequestBody: true", "RequestModels: !Ref P", []),
        ("ValidateRequestParameters: true", "RequestParameters: {method.request.querystring.kind: false}", ["!Ref Validator"]),
        ("ValidateRequestParameters: true", "RequestParameters: {method.request.querystring.kind: true}", []),
        ("ValidateRequestParameters: true, ValidateRequestBody: true", "RequestModels: {application/json: !Ref Pet}", []),
        ("ValidateRequestParameters: !Ref P", "", []),
    ],
)
def test_validators_that_validate_nothing(switches, method, expected):
    assert expected == found("idle-request-validator", with_validator(switches, method, head="Parameters: {P: {Type: String}}"))


def test_a_validator_that_no_method_uses():
    text = cloudformation(CFN, more=VALIDATOR.replace("SWITCHES", "ValidateRequestBody: true"), head="Parameters: {P: {Type: String}}")

    assert ["Validator"] == found("idle-request-validator", text)
    assert [] == found("idle-request-validator", text.replace("AuthorizationType", "RequestValidatorId: !Ref P\n      AuthorizationType"))
    assert [] == found("idle-request-validator", text.replace("RestApiId: !Ref Api", "RestApiId: !ImportValue api"))


def test_a_validator_for_all_methods_may_have_nothing_to_do_on_some():
    head = "x-amazon-apigateway-request-validators:\n  body: {validateRequestBody: true}\nx-amazon-apigateway-request-validator: body\n"

    assert [] == found("idle-request-validator", openapi(PROXY, more=head))


# body-validation-on-bodiless-method, request-model-bypassed


@pytest.mark.parametrize(
    ("verb", "model", "expected"),
    [
        ("GET", "!Ref Pet", 1),
        ("DELETE", "Pet", 1),
        ("POST", "!Ref Pet", 0),
        ("ANY", "!Ref Pet", 0),
        ("GET", "Empty", 0),
        ("GET", "!Ref P", 0),
    ],
)
def test_bodies_that_are_not_sent(verb, model, expected):
    text = with_validator(
        "ValidateRequestBody: true", f"RequestModels: {{application/json: {model}}}", verb, head="Parameters: {P: {Type: String}}"
    )

    assert expected == len(found("body-validation-on-bodiless-method", text))
    assert [] == found("body-validation-on-bodiless-method", text.replace("required: [name]", "required: !Ref P"))
    assert [] == found("body-validation-on-bodiless-method", text.replace("ValidateRequestBody: true", "ValidateRequestBody: false"))


@pytest.mark.parametrize(
    ("integration", "expected"),
    [
        ("type: http", 1),
        ("type: http\npassthroughBehavior: when_no_match", 1),
        ("type: http\npassthroughBehavior: when_no_templates", 1),
        ("type: http\npassthroughBehavior: never", 0),
        ("type: http\npassthroughBehavior: ${P}", 0),
        ("type: http_proxy", 0),
        ("type: http\nrequestTemplates: {application/json: $input.body}", 0),
        ("type: ${Type}", 0),
    ],
)
def test_bodies_of_other_types(integration, expected):
    head = "x-amazon-apigateway-request-validators:\n  body: {validateRequestBody: true}\nx-amazon-apigateway-request-validator: body\n"
    body = "requestBody: {content: {application/json: {schema: {type: object}}}}\nresponses: {'200': {description: ok}}"
    text = openapi(f"{integration}\nhttpMethod: POST\nuri: https://pets.example.com/", body, verb="post", more=head)

    assert expected == len(found("request-model-bypassed", text))


# unsupported-parameter-constraint


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("{name: kind, in: query, schema: {type: string, pattern: '[a-z]+'}}", ["pattern: '[a-z]+'"]),
        ("{name: size, in: query, schema: {type: integer, minimum: 1, maximum: 9}}", ["minimum: 1"]),
        ("{name: kind, in: cookie, schema: {type: string}}", ["cookie"]),
        ("{name: kind, in: query, schema: {type: integer, format: int32}}", []),
        ("{name: kind, in: query, required: true, description: a kind, schema: {type: string}}", []),
        ("{name: kind, in: '${Where}', schema: {enum: [a]}}", []),
    ],
)
def test_constraints_that_are_dropped(parameter, expected):
    text = openapi(PROXY, f"parameters:\n  - {parameter}")

    assert expected == found("unsupported-parameter-constraint", text)


def test_constraints_are_listed_in_one_finding():
    (finding,) = report(
        "unsupported-parameter-constraint", openapi(PROXY, "parameters:\n  - {name: n, in: query, schema: {minimum: 1, enum: [1, 2]}}")
    )

    assert "minimum 1, enum 1, 2 of the query parameter n have no effect: any value is let through" == finding.message
    assert ["enum"] == [related.span.text for related in finding.related]


def test_constraints_of_swagger_2():
    text = openapi(
        PROXY, "parameters:\n  - {name: n, in: query, type: string, enum: [a]}\n  - {name: f, in: formData, type: string}"
    ).replace("openapi: 3.0.1", 'swagger: "2.0"')

    assert ["enum: [a]", "formData"] == found("unsupported-parameter-constraint", text)
