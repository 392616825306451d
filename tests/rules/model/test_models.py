"""The rules on models."""

import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, report, terraform

PROXY = "type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/"
CFN = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
TF = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
HEAD = "Parameters: {P: {Type: String}, N: {Type: Number}}\nConditions: {C: !Equals [!Ref P, a]}"


def model(schema, name="Pet", content_type="application/json", logical_id="Pet", api="!Ref Api"):
    """Returns the resource of a model."""
    properties = {"RestApiId": api, "Name": name, "ContentType": content_type, "Schema": schema}
    lines = [f"    {key}: {value}" for key, value in properties.items() if value is not None]
    return "\n".join([f"{logical_id}:", "  Type: AWS::ApiGateway::Model", "  Properties:", *lines])


def template(*models, method=""):
    return cloudformation(CFN, method, more="\n".join(models), head=HEAD)


def configuration(schema, more=""):
    own = f"""
resource "aws_api_gateway_model" "pet" {{
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pet"
  content_type = "application/json"
  schema       = {schema}
}}
"""
    return terraform(TF, more=own + more)


SECOND = """
resource "aws_api_gateway_model" "second" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pet"
  content_type = "application/json"
  schema       = "{}"
}
"""


def document(schemas):
    return openapi(PROXY, more=f"components:\n  schemas: {schemas}")


# invalid-model-name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pet", []),
        ("new-pet", ["-"]),
        ("new pet", [" "]),
        ("''", ["''"]),
        (None, []),
        ("!Ref P", []),
        ("!Sub '${P}-pet'", []),
        ("!If [C, a_b, ab]", ["_"]),
    ],
)
def test_names(name, expected):
    assert expected == found("invalid-model-name", template(model("{}", name)))


def test_names_in_other_formats():
    assert ["_"] == found("invalid-model-name", document("{new_pet: {type: object}, Pet: {type: object}}"))
    assert ['"Pet"'] == found("invalid-model-name", configuration('"{}"', SECOND))
    counted = SECOND.replace('"second" {', '"second" {\n  count = var.n') + 'variable "n" {}'
    assert [] == found("invalid-model-name", configuration('"{}"', counted))


def test_two_models_with_one_name():
    twice = (model("{}"), model("{}", logical_id="Second"))

    assert ["Pet"] == found("invalid-model-name", template(*twice))
    assert [] == found("invalid-model-name", template(twice[0], twice[1].replace("!Ref Api", "!ImportValue api")))


# invalid-model-schema


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{}", []),
        ("{type: object}", []),
        ("{type: [string, 'null'], enum: [a, null]}", []),
        ('\'{"type": "object"}\'', []),
        ("{$schema: 'http://json-schema.org/draft-04/schema#', title: pet, type: array, items: {type: integer}}", []),
        ("{x-own: 1}", []),
        ("{properties: {example: {type: string}, type: {type: string}}}", []),
        ("{type: text}", ["text"]),
        ("{properties: {a: {type: String}}}", ["String"]),
        ("{required: []}", ["[]"]),
        ("{properties: {a: {required: true}}}", ["true"]),
        ("{properties: {a: {minLength: '1'}}}", ["'1'"]),
        ("{properties: {a: {exclusiveMinimum: 1}}}", ["1"]),
        ("{properties: {a: {exclusiveMinimum: true}}}", ["exclusiveMinimum"]),
        ("{items: {example: 1}}", ["example"]),
        ("{propertes: {}}", ["propertes"]),
        ("{allOf: [{type: text}]}", ["text"]),
        ("pets", ["pets"]),
        ("'{\"type\": '", ["'{\"type\": '"]),
        ("''", ["''"]),
        (None, ["Pet"]),
        ("[]", ["[]"]),
        ("!Ref P", []),
        ("{type: !Ref P}", []),
        ("{maxLength: !Ref N}", []),
        ("{required: !Ref P, minimum: !If [C, 1, 2]}", []),
        ('!Sub \'{"type": "${P}"}\'', []),
        ('!Sub \'{"type": "object", ${P}}\'', []),
        ("{Fn::Transform: {Name: M}}", []),
    ],
)
def test_schemas(schema, expected):
    text = template(model(schema))

    assert expected == found("invalid-model-schema", text)
    assert [] == found("invalid-model-schema", template(model(schema, content_type="application/xml")))
    assert [] == found("invalid-model-schema", template(model(schema, content_type="!Ref P")))


def test_a_string_in_which_a_schema_stands_has_places():
    text = template(model('\'{"properties": {"a": {"type": "text"}}}\''))

    assert ['"text"'] == found("invalid-model-schema", text)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ('jsonencode({ type = "object", required = [] })', ["[]"]),
        ('jsonencode({ type = "text" })', ['"text"']),
        ("jsonencode({ type = var.t })", []),
        ("jsonencode(var.t)", []),
        ('<<EOF\n{"type": "text"}\nEOF', ['"text"']),
        ('<<EOF\n{"type": "${var.t}"}\nEOF', []),
        ('file("${path.module}/schema.json")', []),
    ],
)
def test_schemas_in_terraform(schema, expected):
    assert expected == found("invalid-model-schema", configuration(schema, 'variable "t" {}'))


def test_a_misspelt_type_is_cured():
    text = template(model("{type: strng}"))

    assert text.replace("strng", "string") == fixed("invalid-model-schema", text)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: Object}", ["ignored"]),
        ("{properties: {a: {type: string, required: true}}}", ["ignored"]),
        ("{example: 1, nullable: true, exclusiveMinimum: 1, minLength: '1', type: file}", []),
    ],
)
def test_schemas_that_the_importer_reads(schema, expected):
    assert expected == consequences("invalid-model-schema", document(f"{{Pet: {schema}}}"))


@pytest.mark.parametrize(
    ("content_type", "expected"), [("json", ["json"]), ("''", ["''"]), ("text/plain; charset=utf-8", []), ("!Ref P", [])]
)
def test_content_types(content_type, expected):
    assert expected == found("invalid-model-schema", template(model("{}", content_type=content_type)))


# ignored-schema-keyword


@pytest.mark.parametrize(
    ("schema", "own", "imported"),
    [
        ("{properties: {a: {const: 1}}}", ["const"], ["const"]),
        ("{if: {}, then: {}}", ["if", "then"], ["if", "then"]),
        ("{properties: {a: {nullable: true}}}", ["nullable"], []),
        ("{properties: {a: {type: integer, format: int32}}}", ["int32"], []),
        ("{properties: {a: {type: string, format: date-time}, const: {type: string}}}", [], []),
        ("{examples: [1]}", ["examples"], []),
        ("{enum: [{const: 1}], default: {const: 1}}", [], []),
    ],
)
def test_keywords_that_validate_nothing(schema, own, imported):
    assert own == found("ignored-schema-keyword", template(model(schema)))
    assert imported == found("ignored-schema-keyword", document(f"{{Pet: {schema}}}"))
    assert [] == found("ignored-schema-keyword", template(model(schema, content_type="application/xml")))


# model-reference-not-found

URL = "https://apigateway.amazonaws.com/restapis"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("'#/definitions/Name'", []),
        ("'#/definitions/Nam'", ["'#/definitions/Nam'"]),
        ("'#/components/schemas/Pet'", ["'#/components/schemas/Pet'"]),
        ("Pet", ["Pet"]),
        ("other.json", ["other.json"]),
        ("'#'", []),
        (f"{URL}/abc/models/Owner", []),
        (f"!Sub '{URL}/${{Api}}/models/Owner'", []),
        (f"!Sub '{URL}/${{Api}}/models/Empty'", []),
        (f"!Sub '{URL}/${{Api}}/models/Own'", [f"'{URL}/${{Api}}/models/Own'"]),
        (f"!Join ['/', ['{URL}', !Ref Api, models, !Ref Owner]]", []),
        (f"!Sub '{URL}/${{Other}}/models/Owner'", [f"'{URL}/${{Other}}/models/Owner'"]),
        (f"!Sub '{URL}/${{Api}}/models/${{P}}'", []),
        ("!Sub '${P}/models/Own'", []),
        ("!Ref P", []),
    ],
)
def test_references(reference, expected):
    other = "Other:\n  Type: AWS::ApiGateway::RestApi\n  Properties: {Name: other}"
    own = model(f"{{definitions: {{Name: {{type: string}}}}, properties: {{owner: {{$ref: {reference}}}}}}}")
    text = template(own, model("{}", "Owner", logical_id="Owner"), other)

    assert expected == [place.removeprefix("!Sub ") for place in found("model-reference-not-found", text)]


def test_references_in_other_formats():
    wrong = configuration(
        'jsonencode({ "$ref" = "https://apigateway.amazonaws.com/restapis/${aws_api_gateway_rest_api.api.id}/models/Own" })'
    )

    assert 1 == len(report("model-reference-not-found", wrong))
    assert [] == found("model-reference-not-found", wrong.replace("models/Own", "models/Pet"))
    assert [] == found("model-reference-not-found", document("{Pet: {$ref: '#/components/schemas/Nobody'}}"))


def test_a_misspelt_definition_is_cured():
    text = template(model("{definitions: {Name: {}}, items: {$ref: '#/definitions/Nmae'}}"))

    assert text.replace("Nmae", "Name") == fixed("model-reference-not-found", text)


# unused-model, open-model


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("", ["Pet"]),
        ("RequestModels: {application/json: Pet}", []),
        ("RequestModels: {application/json: !Ref Pet}", []),
        ("RequestModels: {application/json: Empty}", ["Pet"]),
        ("RequestModels: {application/json: Pat}", []),
        ("RequestModels: {application/json: !Ref P}", []),
        ("RequestModels: !Ref P", []),
        ("MethodResponses: [{StatusCode: 200, ResponseModels: {application/json: Pet}}]", []),
        ("MethodResponses: !Ref P", []),
    ],
)
def test_models_that_nothing_names(method, expected):
    assert expected == found("unused-model", template(model("{}"), method=method))


def test_models_that_models_name():
    owner = model("{}", "Owner", logical_id="Owner")
    method = "RequestModels: {application/json: Pet}"

    assert [] == found("unused-model", template(model(f"{{$ref: !Sub '{URL}/${{Api}}/models/Owner'}}"), owner, method=method))
    assert [] == found("unused-model", template(model(f"{{$ref: !Sub '{URL}/${{Api}}/models/${{Owner}}'}}"), owner, method=method))
    assert ["Owner"] == found("unused-model", template(model("{}"), owner, method=method))


def test_models_of_a_document_that_it_refers_to():
    text = document("{Pet: {properties: {owner: {$ref: '#/components/schemas/Owner'}}}, Owner: {type: object}, Nobody: {type: object}}")

    assert ["Pet", "Nobody"] == found("unused-model", text)


VALIDATOR = "Validator:\n  Type: AWS::ApiGateway::RequestValidator\n  Properties: {RestApiId: !Ref Api, ValidateRequestBody: ON}"


@pytest.mark.parametrize(
    ("schema", "on", "expected"),
    [
        ("{type: object, properties: {a: {type: string}}}", "true", ["Pet"]),
        ("{type: object, properties: {a: {type: string}}}", "false", []),
        ("{type: object, properties: {a: {type: string}}}", "!Ref P", []),
        ("{type: object, additionalProperties: false}", "true", []),
        ("{type: object, additionalProperties: true}", "true", []),
        ("{type: object, additionalProperties: !Ref P}", "true", []),
        ("{type: object, allOf: [{}]}", "true", []),
        ("{type: array}", "true", []),
        ("!Ref P", "true", []),
    ],
)
def test_open_models(schema, on, expected):
    method = "RequestValidatorId: !Ref Validator\nRequestModels: {application/json: !Ref Pet}"

    assert expected == found("open-model", template(model(schema), VALIDATOR.replace("ON", on), method=method))
