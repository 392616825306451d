"""Errors of paths, methods, authorizers and models."""

from definitions import INVOKE, cloudformation, terraform

from aws_errors.foretold import DROPPED_BY_IMPORT, Cannot, Foretold, authorizer, configuration, document, model, paths, template

PATHS = (
    Foretold(
        "RS-01",
        "Resource's path part only allow a-zA-Z0-9._-:",
        "path-part-with-illegal-characters",
        **paths("/pets@home"),
    ),
    Foretold(
        "RS-04",
        "A sibling ({id}) of this resource already has a variable path part -- only one is allowed",
        "sibling-path-variables",
        **paths("/pets/{id}", "/pets/{name}"),
    ),
    Foretold(
        "RS-05",
        "Another resource with the same parent already has this name",
        "duplicate-path",
        **{**paths("/pets", "/pets"), "openapi": Cannot("a path is a key, and keys stand once")},
    ),
    Foretold(
        "RS-06",
        "Cannot create a child of a resource with a greedy path variable",
        "child-of-greedy-path",
        **paths("/{proxy+}/pets"),
    ),
    Foretold(
        "RS-13",
        "Resources cannot be cyclical.",
        "cyclic-resources",
        cloudformation=template(
            """
            Pets:
              Type: AWS::ApiGateway::Resource
              Properties: {RestApiId: !Ref Api, ParentId: !Ref Pet, PathPart: pets}
            Pet:
              Type: AWS::ApiGateway::Resource
              Properties: {RestApiId: !Ref Api, ParentId: !Ref Pets, PathPart: "{id}"}
            """
        ),
        terraform=configuration(
            """
            resource "aws_api_gateway_resource" "pets" {
              rest_api_id = aws_api_gateway_rest_api.api.id
              parent_id   = aws_api_gateway_resource.pet.id
              path_part   = "pets"
            }
            resource "aws_api_gateway_resource" "pet" {
              rest_api_id = aws_api_gateway_rest_api.api.id
              parent_id   = aws_api_gateway_resource.pets.id
              path_part   = "{id}"
            }
            """
        ),
        openapi=Cannot("a path is written out, and has no parent"),
    ),
)

METHODS = (
    Foretold(
        "MR-09",
        "Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type",
        "scopes-without-scoped-authorizer",
        cloudformation=cloudformation("Type: MOCK", "AuthorizationScopes: [pets/read]"),
        terraform=terraform('type = "MOCK"', 'authorization_scopes = ["pets/read"]'),
        openapi=Cannot(
            "scopes stand in a requirement of a security scheme: without a user pool it is no authorizer that they are dropped for"
        ),
    ),
    Foretold(
        "MR-19",
        "Invalid model identifier specified",
        "request-model-not-found",
        cloudformation=cloudformation("Type: MOCK", "RequestModels: {application/json: Pet}"),
        terraform=terraform('type = "MOCK"', 'request_models = { "application/json" = "Pet" }'),
        openapi=Cannot(DROPPED_BY_IMPORT),
    ),
    Foretold(
        "MR-25",
        "Invalid Request Validator identifier specified",
        "request-validator-not-found",
        cloudformation=cloudformation("Type: MOCK", "RequestValidatorId: abc123"),
        terraform=terraform('type = "MOCK"', 'request_validator_id = "abc123"'),
        openapi=Cannot(DROPPED_BY_IMPORT),
    ),
)

AUTHORIZERS = (
    Foretold(
        "AU-02",
        "IdentitySource cannot be empty",
        "invalid-identity-source",
        **authorizer(
            f"Type: TOKEN\nAuthorizerUri: {INVOKE}",
            f'type = "TOKEN"\nauthorizer_uri = "{INVOKE}"\nidentity_source = ""',
            Cannot("the header of the security scheme is the source"),
        ),
    ),
    Foretold(
        "AU-04",
        "ProviderARNs cannot be empty",
        "invalid-authorizer",
        **authorizer(
            "Type: COGNITO_USER_POOLS\nIdentitySource: method.request.header.Authorization\nProviderARNs: []",
            'type = "COGNITO_USER_POOLS"\nprovider_arns = []',
            "x-amazon-apigateway-authtype: cognito_user_pools\n"
            "x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: []}",
        ),
    ),
    Foretold(
        "AU-08",
        "Authorizer URI should be a valid API Gateway ARN",
        "invalid-authorizer-uri",
        **authorizer(
            "Type: TOKEN\nIdentitySource: method.request.header.Authorization\n"
            "AuthorizerUri: arn:aws:lambda:eu-west-1:123456789012:function:callers",
            'type = "TOKEN"\nauthorizer_uri = "arn:aws:lambda:eu-west-1:123456789012:function:callers"',
            "x-amazon-apigateway-authtype: custom\n"
            "x-amazon-apigateway-authorizer: {type: token, authorizerUri: 'arn:aws:lambda:eu-west-1:123456789012:function:callers'}",
        ),
    ),
    Foretold(
        "AU-10",
        "Invalid request identity source expression",
        "invalid-identity-source",
        **authorizer(
            f"Type: REQUEST\nIdentitySource: $request.header.Authorization\nAuthorizerUri: {INVOKE}",
            f'type = "REQUEST"\nauthorizer_uri = "{INVOKE}"\nidentity_source = "$request.header.Authorization"',
            f"x-amazon-apigateway-authtype: custom\n"
            f"x-amazon-apigateway-authorizer: {{type: request, authorizerUri: '{INVOKE}', identitySource: $request.header.Authorization}}",
        ),
    ),
)

OBJECT = "type: object, properties: {name: {type: string}}"
MODELS = (
    Foretold(
        "MO-01",
        "Model name must be alphanumeric",
        "invalid-model-name",
        **model(
            f"Name: pet-model\nContentType: application/json\nSchema: {{{OBJECT}}}",
            'name = "pet-model"\ncontent_type = "application/json"\n'
            'schema = jsonencode({ type = "object", properties = { name = { type = "string" } } })',
            f"pet-model: {{{OBJECT}}}",
        ),
    ),
    Foretold(
        "MO-02",
        "Model name already exists for this REST API",
        "invalid-model-name",
        cloudformation=template(
            f"""
            Pet:
              Type: AWS::ApiGateway::Model
              Properties: {{RestApiId: !Ref Api, Name: Pet, ContentType: application/json, Schema: {{{OBJECT}}}}}
            NewPet:
              Type: AWS::ApiGateway::Model
              Properties: {{RestApiId: !Ref Api, Name: Pet, ContentType: application/json, Schema: {{{OBJECT}}}}}
            """
        ),
        terraform=configuration(
            """
            resource "aws_api_gateway_model" "pet" {
              rest_api_id  = aws_api_gateway_rest_api.api.id
              name         = "Pet"
              content_type = "application/json"
              schema       = jsonencode({ type = "object" })
            }
            resource "aws_api_gateway_model" "new_pet" {
              rest_api_id  = aws_api_gateway_rest_api.api.id
              name         = "Pet"
              content_type = "application/json"
              schema       = jsonencode({ type = "object" })
            }
            """
        ),
        openapi=Cannot("a model's name is a key, and keys stand once"),
    ),
    Foretold(
        "MO-03",
        "Invalid content type specified",
        "invalid-model-schema",
        **model(
            f"Name: Pet\nContentType: json\nSchema: {{{OBJECT}}}",
            'name = "Pet"\ncontent_type = "json"\nschema = jsonencode({ type = "object" })',
            Cannot("the importer gives every model application/json"),
        ),
    ),
    Foretold(
        "MO-04",
        "Model schema must have at least 1 property or array items defined",
        "invalid-model-schema",
        **model(
            "Name: Pet\nContentType: application/json",
            'name = "Pet"\ncontent_type = "application/json"\nschema = ""',
            Cannot("a schema without keywords is one, and the importer takes it"),
        ),
    ),
    Foretold(
        "MO-06",
        "Invalid model schema specified",
        "invalid-model-schema",
        **model(
            "Name: Pet\nContentType: application/json\nSchema: {type: Object, properties: {name: {type: string}}}",
            'name = "Pet"\ncontent_type = "application/json"\nschema = jsonencode({ type = "Object" })',
            Cannot("the importer validates less than is written (invalid-model-schema says ignored)"),
        ),
    ),
    Foretold(
        "MO-07",
        'Invalid model schema specified. Unsupported keyword(s): ["example"]',
        "invalid-model-schema",
        **model(
            "Name: Pet\nContentType: application/json\nSchema: {type: object, properties: {name: {type: string, example: Rex}}}",
            'name = "Pet"\ncontent_type = "application/json"\n'
            'schema = jsonencode({ type = "object", properties = { name = { type = "string", example = "Rex" } } })',
            Cannot("the importer knows the keywords of OpenAPI, and drops this one"),
        ),
    ),
    Foretold(
        "MO-16",
        "Model reference must be in canonical form",
        "model-reference-not-found",
        **model(
            "Name: Pet\nContentType: application/json\nSchema: {type: object, properties: {owner: {$ref: Owner}}}",
            'name = "Pet"\ncontent_type = "application/json"\n'
            'schema = jsonencode({ type = "object", properties = { owner = { "$ref" = "Owner" } } })',
            Cannot("the importer rewrites references between schemas; one to nothing is a warning (OA-12)"),
        ),
    ),
)

IMPORTED = (
    Foretold(
        "OA-12",
        "Reference to model 'X' not found. Ignoring.",
        "reference-to-other-file",
        cloudformation=Cannot("methods name models, they do not refer to schemas"),
        terraform=Cannot("methods name models, they do not refer to schemas"),
        openapi=document(
            """
            paths:
              /pets:
                post:
                  requestBody:
                    content:
                      application/json:
                        schema: {$ref: "#/components/schemas/Pet"}
                  x-amazon-apigateway-integration: {type: mock}
            """
        ),
        consequence="ignored",
    ),
)

ERRORS = (*PATHS, *METHODS, *AUTHORIZERS, *MODELS, *IMPORTED)
