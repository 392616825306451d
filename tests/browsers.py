"""OpenAPI documents with methods that answer browsers."""

from definitions import INVOKE

HEAD = 'openapi: 3.0.1\ninfo: {title: pets, version: "1"}\npaths:\n'
PROXY = f"x-amazon-apigateway-integration: {{type: aws_proxy, httpMethod: POST, uri: '{INVOKE}'}}"
ALLOWED = {
    "Origin": "'*'",
    "Methods": "'OPTIONS,PUT'",
    "Headers": "'Content-Type'",
}


def answering(headers=ALLOWED, status="200", declared=None, template='{"statusCode": 200}'):
    """Returns an operation with a mock that answers CORS headers."""
    declared = ALLOWED if declared is None else declared
    names = ", ".join(f"Access-Control-Allow-{name}: {{}}" for name in declared)
    mapped = ", ".join(f'method.response.header.Access-Control-Allow-{name}: "{value}"' for name, value in headers.items())
    return (
        f"{{responses: {{'{status}': {{description: ok, headers: {{{names}}}}}}}, x-amazon-apigateway-integration: {{type: mock, "
        f"requestTemplates: {{application/json: '{template}'}}, "
        f"responses: {{default: {{statusCode: '{status}', responseParameters: {{{mapped}}}}}}}}}}}"
    )


def paths(**operations):
    """Returns a document; names are ``verb_path`` with ``_`` for ``/`` and ``id`` for a variable."""
    by_path = {}
    for name, operation in operations.items():
        verb, *segments = name.split("_")
        path = "/" + "/".join("{id}" if segment == "id" else "{proxy+}" if segment == "proxy" else segment for segment in segments)
        verb = "x-amazon-apigateway-any-method" if verb == "any" else verb
        by_path.setdefault(path, []).append(f"    {verb}: {operation}\n")
    return HEAD + "".join(f"  '{path}':\n{''.join(lines)}" for path, lines in by_path.items())


BACKEND = f"{{{PROXY}}}"
ORIGIN = answering({"Origin": "'*'"})
PREFLIGHT = answering()
