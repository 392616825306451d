"""The rules on what an integration calls."""

import pytest
from definitions import INVOKE, QUEUE, ROLE, cloudformation, consequences, fixed, found, openapi, terraform

LAMBDA = "\nPets:\n  Type: AWS::Lambda::Function\n  Properties: {Role: x, Code: {ZipFile: x}, Handler: a.b, Runtime: python3.13}\n"
CONDITION = "Parameters: {P: {Type: String}, Verb: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:pets"


def lambda_template(uri, head=""):
    """Returns a template whose proxy integration has a URI, with a function ``Fn`` beside it."""
    return cloudformation(f"Type: AWS_PROXY\nIntegrationHttpMethod: POST\nUri: {uri}", more=LAMBDA.replace("Pets:", "Fn:"), head=head)


# lambda-integration-not-post


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        (openapi(f"type: aws\nhttpMethod: PUT\nuri: {INVOKE}"), "PUT"),
        (cloudformation(f"Type: AWS_PROXY\nIntegrationHttpMethod: GET\nUri: {INVOKE}"), "GET"),
        (
            lambda_template("!Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations").replace(
                "POST", "ANY"
            ),
            "ANY",
        ),
        (
            terraform(
                'type = "AWS_PROXY"\nintegration_http_method = "GET"\nuri = aws_lambda_function.f.invoke_arn',
                more='resource "aws_lambda_function" "f" {\n  function_name = "f"\n}',
            ),
            '"GET"',
        ),
    ],
)
def test_a_function_is_invoked_with_post(text, verb):
    assert [verb] == found("lambda-integration-not-post", text)
    assert [] == found("lambda-integration-not-post", fixed("lambda-integration-not-post", text))


@pytest.mark.parametrize(
    "text",
    [
        openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE}"),
        openapi(f"type: aws\nhttpMethod: GET\nuri: {QUEUE}\ncredentials: {ROLE}"),
        openapi("type: aws\nhttpMethod: GET\nuri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions"),
        openapi("type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/"),
        cloudformation(f"Type: AWS_PROXY\nIntegrationHttpMethod: !Ref Verb\nUri: {INVOKE}", head="Parameters: {Verb: {Type: String}}"),
        cloudformation("Type: AWS_PROXY\nIntegrationHttpMethod: GET\nUri: !Ref Uri", head="Parameters: {Uri: {Type: String}}"),
        cloudformation(f"Type: !Ref Kind\nIntegrationHttpMethod: GET\nUri: {INVOKE}", head="Parameters: {Kind: {Type: String}}"),
        terraform(f'type = "AWS_PROXY"\nintegration_http_method = var.verb\nuri = "{INVOKE}"', more='variable "verb" {}'),
    ],
)
def test_other_backends_have_their_own_verbs(text):
    assert [] == found("lambda-integration-not-post", text)


# integration-without-http-method, integration-without-uri


@pytest.mark.parametrize("kind", ["aws", "http", "http_proxy"])
def test_a_backend_is_called_with_a_verb(kind):
    text = openapi(f"type: {kind}\nuri: {QUEUE if kind == 'aws' else 'https://pets.example.com/'}\ncredentials: {ROLE}")

    assert ["x-amazon-apigateway-integration"] == found("integration-without-http-method", text)


@pytest.mark.parametrize(
    "text",
    [
        openapi("type: mock"),
        openapi(f"type: aws_proxy\nuri: {INVOKE}"),
        openapi("uri: https://pets.example.com/"),
        cloudformation("Type: HTTP\nUri: https://a\nIntegrationHttpMethod: !If [C, GET, !Ref Verb]", head=CONDITION),
        cloudformation("Type: !Ref Kind\nUri: https://a", head="Parameters: {Kind: {Type: String}}"),
        cloudformation("Type: HTTP\nUri: https://a\nFn::Transform: {Name: Other}"),
        terraform('type = var.kind\nuri = "https://a"', more='variable "kind" {}'),
        terraform('type = "HTTP"\nuri = "https://a"\nintegration_http_method = var.verb', more='variable "verb" {}'),
    ],
)
def test_a_verb_is_not_missing_where_none_is_needed_or_one_may_come(text):
    assert [] == found("integration-without-http-method", text)


@pytest.mark.parametrize("kind", ["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY"])
def test_there_is_something_to_call(kind):
    missing = cloudformation(f"Type: {kind}\nIntegrationHttpMethod: POST")
    empty = cloudformation(f"Type: {kind}\nIntegrationHttpMethod: POST\nUri: ''")

    assert 1 == len(found("integration-without-uri", missing))
    assert ["''"] == found("integration-without-uri", empty)


@pytest.mark.parametrize(
    "text",
    [
        openapi("type: mock"),
        openapi("httpMethod: GET"),
        cloudformation("Type: HTTP\nIntegrationHttpMethod: GET\nUri: !Ref Uri", head="Parameters: {Uri: {Type: String}}"),
        terraform('type = "HTTP"\nintegration_http_method = "GET"\nuri = var.uri', more='variable "uri" {}'),
    ],
)
def test_a_uri_that_is_not_needed_or_not_known(text):
    assert [] == found("integration-without-uri", text)


def test_a_subtype_of_an_http_api_needs_no_uri():
    text = """\
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: pets, ProtocolType: HTTP}}
  Queue:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      PayloadFormatVersion: "1.0"
      IntegrationSubtype: SQS-SendMessage
      CredentialsArn: arn:aws:iam::123456789012:role/pets
      RequestParameters: {QueueUrl: $request.header.queue, MessageBody: $request.body}
"""

    assert [] == found("integration-without-uri", text)
    assert [] == found("invalid-integration-uri", text)
    assert [] == found("invalid-mapping-expression", text)
    assert ["Queue"] == found("integration-without-uri", text.replace("      IntegrationSubtype: SQS-SendMessage\n", ""))


# invalid-http-uri


@pytest.mark.parametrize(
    ("uri", "place", "consequence"),
    [
        ("pets.example.com", "pets.example.com", "rejected"),
        ("ftp://pets.example.com", "ftp://pets.example.com", "rejected"),
        ("${stageVariables.url}/pets", "${stageVariables.url}", "rejected"),
        ("http://pets.example.com:81/", "81", "broken"),
        (FUNCTION, FUNCTION, "rejected"),
    ],
)
def test_an_http_backend_has_a_url(uri, place, consequence):
    for text in (
        openapi(f"type: http_proxy\nhttpMethod: GET\nuri: {uri}"),
        cloudformation(f"Type: HTTP\nIntegrationHttpMethod: GET\nUri: '{uri}'"),
    ):
        assert [place] == [t.strip("'") for t in found("invalid-http-uri", text)]
        assert [consequence] == consequences("invalid-http-uri", text)


@pytest.mark.parametrize(
    "text",
    [
        openapi("type: http\nhttpMethod: GET\nuri: https://${stageVariables.host}/pets"),
        openapi("type: http\nhttpMethod: GET\nuri: ${backend}/pets"),
        openapi("type: http\nhttpMethod: GET\nuri: '{{ backend }}/pets'"),
        cloudformation("Type: HTTP\nIntegrationHttpMethod: GET\nUri: !Sub ${Backend}/pets", head="Parameters: {Backend: {Type: String}}"),
        cloudformation("Type: HTTP\nIntegrationHttpMethod: GET\nUri: !Join ['', [!ImportValue backend, /pets]]"),
        cloudformation("Type: !Ref Kind\nIntegrationHttpMethod: GET\nUri: pets", head="Parameters: {Kind: {Type: String}}"),
        terraform('type = "HTTP"\nintegration_http_method = "GET"\nuri = "${var.backend}/pets"', more='variable "backend" {}'),
        terraform('type = "HTTP"\nintegration_http_method = "GET"\nuri = "https://$${stageVariables.host}/pets"'),
    ],
)
def test_a_url_that_is_right_or_not_known(text):
    assert [] == found("invalid-http-uri", text)


def test_a_default_that_is_no_url_is_judged_as_it_is():
    wrong = cloudformation("Type: HTTP\nIntegrationHttpMethod: GET\nUri: !Ref Uri", head="Parameters: {Uri: {Type: String, Default: pets}}")

    assert ["rejected"] == consequences("invalid-http-uri", wrong)
    assert [] == found("invalid-http-uri", wrong.replace("Default: pets", "Default: https://pets"))


def test_a_private_integration_of_an_http_api_names_a_listener():
    text = """\
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: pets, ProtocolType: HTTP}}
  Private:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP_PROXY
      IntegrationMethod: ANY
      ConnectionType: VPC_LINK
      ConnectionId: abcdef
      PayloadFormatVersion: "1.0"
      IntegrationUri: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c
"""

    assert [] == found("invalid-http-uri", text)
    assert 1 == len(found("invalid-http-uri", text.replace("VPC_LINK", "INTERNET")))


# invalid-integration-uri


@pytest.mark.parametrize(
    ("uri", "place"),
    [
        (FUNCTION, FUNCTION),
        ("arn:aws:sqs:eu-west-1:123456789012:pets", "arn:aws:sqs:eu-west-1:123456789012:pets"),
        ("https://pets.example.com/", "https://pets.example.com/"),
        ("arn:aws:apigateway:{region}:lambda:path/x", "{region}"),
        ("arn:aws:apigateway:eu-west-1:sqs:SendMessage", "SendMessage"),
        (INVOKE.removesuffix("/invocations"), f"2015-03-31/functions/{FUNCTION}"),
        (INVOKE.replace("functions/", ""), f"2015-03-31/{FUNCTION}/invocations"),
    ],
)
def test_an_aws_backend_has_a_uri_of_api_gateway(uri, place):
    for text in (
        openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: '{uri}'"),
        cloudformation(f"Type: AWS_PROXY\nIntegrationHttpMethod: POST\nUri: '{uri}'"),
    ):
        assert [place] == [t.strip("'") for t in found("invalid-integration-uri", text)]
        assert ["rejected"] == consequences("invalid-integration-uri", text)


@pytest.mark.parametrize("uri", [FUNCTION, INVOKE.removesuffix("/invocations")])
def test_the_uri_is_written_right(uri):
    text = openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: {uri}")

    assert text.replace(uri, INVOKE) == fixed("invalid-integration-uri", text)


@pytest.mark.parametrize(
    ("uri", "right"),
    [
        ("!GetAtt Fn.Arn", "!Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations"),
        (
            "!Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}",
            "!Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations",
        ),
    ],
)
def test_the_arn_of_a_function_of_the_template_becomes_its_invocation(uri, right):
    assert lambda_template(right) == fixed("invalid-integration-uri", lambda_template(uri))
    assert [] == found("invalid-integration-uri", lambda_template(right))


def test_the_arn_of_a_function_of_the_configuration_becomes_its_invocation():
    more = 'resource "aws_lambda_function" "f" {\n  function_name = "f"\n}'
    text = terraform('type = "AWS_PROXY"\nintegration_http_method = "POST"\nuri = aws_lambda_function.f.arn', more=more)

    assert text.replace("f.arn", "f.invoke_arn") == fixed("invalid-integration-uri", text)
    assert [] == found("invalid-integration-uri", text.replace("f.arn", "f.invoke_arn"))


@pytest.mark.parametrize(("reference", "number"), [("aws_sqs_queue.q.arn", 1), ("aws_sqs_queue.q.id", 0), ("aws_s3_object.q.arn", 0)])
def test_the_arn_of_another_resource_is_no_uri(reference, number):
    more = f'resource "{reference.split(".")[0]}" "q" {{\n}}'
    text = terraform(f'type = "AWS"\nintegration_http_method = "POST"\ncredentials = "{ROLE}"\nuri = {reference}', more=more)

    assert number == len(found("invalid-integration-uri", text))


def test_the_end_of_a_uri_is_written_behind_an_interpolation():
    path = "arn:aws:apigateway:${var.region}:lambda:path/2015-03-31/functions/${aws_lambda_function.f.arn}"
    more = 'resource "aws_lambda_function" "f" {\n  function_name = "f"\n}\nvariable "region" {}'
    text = terraform(f'type = "AWS_PROXY"\nintegration_http_method = "POST"\nuri = "{path}"', more=more)

    assert text.replace(path, f"{path}/invocations") == fixed("invalid-integration-uri", text)


def test_an_invoke_arn_is_no_function():
    path = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${aws_lambda_function.f.invoke_arn}/invocations"
    more = 'resource "aws_lambda_function" "f" {\n  function_name = "f"\n}'
    text = terraform(f'type = "AWS_PROXY"\nintegration_http_method = "POST"\nuri = "{path}"', more=more)

    assert ["aws_lambda_function.f.invoke_arn"] == found("invalid-integration-uri", text)


@pytest.mark.parametrize(
    "text",
    [
        openapi(f"type: aws\nhttpMethod: POST\nuri: {QUEUE}\ncredentials: {ROLE}"),
        openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE.replace('eu-west-1:lambda', '${AWS::Region}:lambda')}"),
        openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE.replace('path/', 'path//')}"),
        openapi("type: aws_proxy\nhttpMethod: POST\nuri: ${function_uri}"),
        openapi("type: aws\nhttpMethod: GET\nuri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/pets"),
        lambda_template("!Ref Uri", head="Parameters: {Uri: {Type: String}}"),
        lambda_template("!GetAtt Other.Arn", head="Parameters: {Uri: {Type: String}}"),
        lambda_template("!ImportValue pets-arn"),
        lambda_template(
            "!Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Path}", head="Parameters: {Path: {Type: String}}"
        ),
        lambda_template(
            "!Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}:${!stageVariables.alias}/invocations"
        ),
        terraform('type = "AWS_PROXY"\nintegration_http_method = "POST"\nuri = var.uri', more='variable "uri" {}'),
        terraform('type = "AWS_PROXY"\nintegration_http_method = "POST"\nuri = "${var.uri}"', more='variable "uri" {}'),
        terraform(
            'type = "AWS_PROXY"\nuri = "arn:aws:apigateway:${data.aws_region.now.name}:lambda:path/${var.rest}"',
            more='variable "rest" {}\ndata "aws_region" "now" {}',
        ),
    ],
)
def test_a_uri_that_is_right_or_not_known(text):
    assert [] == found("invalid-integration-uri", text)


def test_an_http_api_takes_the_arn_of_a_function():
    text = f"""\
Resources:
  Api: {{Type: AWS::ApiGatewayV2::Api, Properties: {{Name: pets, ProtocolType: HTTP}}}}
  Fn:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {{ApiId: !Ref Api, IntegrationType: AWS_PROXY, PayloadFormatVersion: "2.0", IntegrationUri: '{FUNCTION}'}}
"""

    assert [] == found("invalid-integration-uri", text)
    assert ["arn:aws:sqs:eu-west-1:123456789012:pets"] == found(
        "invalid-integration-uri", text.replace(FUNCTION, "arn:aws:sqs:eu-west-1:123456789012:pets")
    )


def test_a_path_of_lambda_that_post_does_not_know_is_broken_only():
    text = openapi(f"type: aws\nhttpMethod: POST\nuri: {INVOKE.removesuffix('/invocations')}")

    assert ["broken"] == consequences("invalid-integration-uri", text)


# proxy-integration-of-other-service, service-integration-without-credentials


def test_only_lambda_has_a_proxy():
    text = openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: {QUEUE}\ncredentials: {ROLE}")

    assert ["aws_proxy"] == found("proxy-integration-of-other-service", text)
    assert [] == found("proxy-integration-of-other-service", text.replace("aws_proxy", "aws"))
    assert [] == found("proxy-integration-of-other-service", text.replace(":sqs:", ":firehose:"))
    assert [] == found("proxy-integration-of-other-service", text.replace(":sqs:", ":${service}:"))


def test_a_service_is_called_with_a_role():
    text = openapi(f"type: aws\nhttpMethod: POST\nuri: {QUEUE}\ncredentials: {ROLE}")
    without = text.replace(f"\n        credentials: {ROLE}", "")

    assert [] == found("service-integration-without-credentials", text)
    assert [QUEUE] == found("service-integration-without-credentials", without)
    assert [] == found("service-integration-without-credentials", without.replace(QUEUE, INVOKE))
    assert [] == found("service-integration-without-credentials", without.replace(QUEUE, "${uri}"))


def test_a_role_that_may_come():
    text = cloudformation(
        f"Type: AWS\nIntegrationHttpMethod: POST\nUri: {QUEUE}\nCredentials: !Ref Role", head="Parameters: {Role: {Type: String}}"
    )

    assert [] == found("service-integration-without-credentials", text)
