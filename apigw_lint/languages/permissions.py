"""Who may invoke a Lambda function: whether one of the permissions of the same files lets API Gateway in."""

from __future__ import annotations

from apigw_lint.languages import arn
from apigw_lint.languages.uri import FIELD
from apigw_lint.record import Row
from apigw_lint.value import HOLE, Absent, Answer, Known, Reference, Text, Unknown, known, masked, same, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.languages.arn import Names
    from apigw_lint.model import Api, Authorizer, Definition, Function, Method, Permission
    from apigw_lint.value import Value

_IDS = frozenset({"Ref", "id", "ApiId", "RestApiId", "AuthorizerId", "rest_api_id", "api_id"})
_FUNCTION_ATTRIBUTES = frozenset({"Ref", "Arn", "arn", "id", "function_name", "FunctionArn", "AliasArn"})
_INVOKE_ATTRIBUTES = frozenset({"invoke_arn"})
VERBS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Target(Row):
    """A function that a value names: one of these files, or by a name that is written out; and the alias or version behind it.

    ``qualifier`` is ``None`` for the function as such, and :data:`HOLE` where it is not known.
    """

    function: Function | None
    name: str | None
    qualifier: str | None


def names(api: Api, authorizer: Authorizer | None = None) -> Names:
    """Returns what references to parts of an API and to other APIs are in the alphabet of ARNs."""
    table = _parts(api)

    def name(reference: Reference) -> str | None:
        attribute = reference.attribute
        if reference.target == api.address:
            return _api_text(attribute, arn.API)
        if authorizer is not None and reference.target == authorizer.address:
            return arn.AUTHORIZER if attribute in _IDS else None
        part = table.get(reference.target)
        return _part_text(part, attribute) if part is not None else None

    return name


def _parts(api: Api) -> dict[str, object]:
    """Returns the parts that ARNs are made of by address; made once for each API."""
    found: dict[str, object] | None = api.__dict__.get("_named_parts")
    if found is None:
        found = api.__dict__["_named_parts"] = {}
        for other in api.definition.apis if api.definition is not None else ():
            if other is not api and other.declared:
                found[other.address] = other
        for parts in (api.stages, api.deployments, api.resources, api.methods, api.authorizers):
            for part in parts:
                found.setdefault(part.address, part)
    return found


def _api_text(attribute: str, id: str) -> str | None:
    if attribute in _IDS:
        return id
    if attribute == "execution_arn":
        return f"arn:{FIELD}:execute-api:{FIELD}:{FIELD}:{id}"
    return f"arn:{FIELD}:apigateway:{FIELD}::/restapis/{id}" if attribute == "arn" else None


def _part_text(part: object, attribute: str) -> str | None:
    kind = type(part).__name__
    if kind == "Api":
        return _api_text(attribute, arn.OTHER)
    if kind == "Authorizer":
        return arn.OTHER if attribute in _IDS else None
    if kind in ("Stage", "Deployment") and attribute == "execution_arn":
        return _api_text(attribute, f"{arn.API}/{masked(getattr(part, 'name' if kind == 'Stage' else 'stage_name')) or HOLE}")
    fields = {"Stage": {"Ref": "name", "stage_name": "name", "name": "name"}, "Resource": {"path": "path", "path_part": "path_part"}}
    fields["Method"] = {"http_method": "http_method", "route_key": "route_key"}
    field = fields.get(kind, {}).get(attribute)
    return masked(getattr(part, field)) if field else None


def stage_names(api: Api) -> list[str]:
    """Returns the names of an API's stages, those made by deployments last; one that is not known where there may be others."""
    stages = sorted(api.stages, key=lambda stage: stage.made_by_deployment)
    found = [known(stage.name, str) or arn.SEGMENT for stage in stages if stage.certain]
    return found if found and api.stages.complete and len(found) == len(api.stages) else [arn.SEGMENT]


def calls(method: Method, stage: str, verb: str | None = None) -> str | None:
    """Returns the subject that the calls of a method are at a stage, those with one verb where one is given.

    Of an HTTP API, permissions for the path of the route as it is written work as well as those with ``*`` for its variables.
    """
    kind, key = method.api.kind, known(method.route_key, str)
    if kind == "WEBSOCKET" or key == "$default":
        return arn.route(arn.API, stage, key) if key is not None else None
    path, own = masked(method.path), known(method.http_method, str)
    if path is None or own is None:
        return None
    path = path if path.startswith(("/", HOLE)) else f"/{path}"
    if kind == "HTTP":
        return arn.route(arn.API, stage, f"{arn.SEGMENT if own.upper() == 'ANY' else own}{path}")
    return arn.call(arn.API, stage, verb or own, path)


def quick_calls(api: Api) -> str | None:
    """Returns the subject that the calls of the route are which an HTTP API makes by itself, at its one stage."""
    key = "$default" if isinstance(api.route_key, Absent) else known(api.route_key, str)
    if key is None or key == "$default":
        return arn.route(arn.API, "$default", key) if key is not None else None
    verb, _, path = key.partition(" ")
    return arn.route(arn.API, "$default", f"{arn.SEGMENT if verb.upper() == 'ANY' else verb}{path}")


def authorizer_calls() -> str:
    """Returns the subject that the calls of the authorizer in question are."""
    return arn.authorizer_call(arn.API)


def verbs(method: Method) -> list[str]:
    """Returns the verbs that a method answers: of ``ANY`` those that no other method of its path has."""
    own, path = known(method.http_method, str), known(method.path, str)
    if own is None or own.upper() != "ANY" or method.api.kind != "REST":
        return [own] if own is not None else []
    others = {str(known(other.http_method, str)) for other in method.api.methods if known(other.path, str) == path}
    return [verb for verb in VERBS if verb not in others]


def target(value: Value, definition: Definition) -> Target | None:
    """Returns the function that a name, an ARN or a URI names; ``None`` where that is not known."""
    functions = _functions(definition)
    if isinstance(value, Reference):
        function = functions.get(value.target)
        if function is None or value.attribute not in _FUNCTION_ATTRIBUTES | _INVOKE_ATTRIBUTES:
            return Target(function, None, HOLE) if function is not None else None
        return Target(function, None, None)
    if isinstance(value, Text):
        return _target_in_text(value, functions) or _literal_target(value.masked, definition)
    text = known(value, str)
    return _literal_target(text, definition) if text else None


def _functions(definition: Definition) -> dict[str, Function]:
    found: dict[str, Function] | None = definition.__dict__.get("_functions_by_address")
    if found is None:
        found = definition.__dict__["_functions_by_address"] = {function.address: function for function in definition.functions}
    return found


def _target_in_text(value: Text, functions: dict[str, Function]) -> Target | None:
    """Returns the one function that a text refers to, with what is written behind it."""
    named = [
        (number, part)
        for number, part in enumerate(value.parts)
        if isinstance(part, Reference) and part.target in functions and part.attribute in _FUNCTION_ATTRIBUTES | _INVOKE_ATTRIBUTES
    ]
    if len(named) != 1:
        return None
    number, reference = named[0]
    behind = "".join(part.value if isinstance(part, Known) else HOLE for part in value.parts[number + 1 :])
    tail = behind.split("/", 1)[0]
    if tail and not tail.startswith((":", HOLE)):
        return None
    qualifier = HOLE if HOLE in tail or "${" in tail else tail[1:] or None
    return Target(functions[reference.target], None, qualifier)


def _literal_target(text: str, definition: Definition) -> Target | None:
    """Returns the function of ``name``, ``name:alias`` or ``arn:...:function:name:alias``, alone or in an integration URI."""
    if "/functions/" in text:
        text = text.partition("/functions/")[2].split("/", 1)[0]
    if "function:" in text:
        text = text.partition("function:")[2]
    name, _, qualifier = text.partition(":")
    if not name or any(mark in text for mark in ("$", "{", "/", HOLE)):
        return None
    # A function stands before its aliases, which have its name too.
    function = next((one for one in definition.functions if known(one.name, str) == name), None)
    return Target(function, name, qualifier or None)


class Permissions:
    """The permissions of a definition, as far as they are, or may be, for one API."""

    def __init__(self, api: Api) -> None:
        self._api = api
        definition = api.definition
        found = [one for one in definition.permissions if _is_for_api_gateway(one)]
        self._targets = [(permission, target(permission.function_name, definition)) for permission in found]
        self._by_name: dict[str | int | None, list[int]] = {}
        for number, (_, own) in enumerate(self._targets):
            self._by_name.setdefault(_name(own.function if own is not None else None), []).append(number)
        self._for_function: dict[tuple[int, str | None, str | None], list[Permission]] = {}
        self._patterns: dict[tuple[int, str], list[str | None]] = {}

    def of(self, called: Target) -> list[Permission]:
        """Returns those that are, or may be, for a function."""
        key = (id(called.function), called.name, called.qualifier)
        if key not in self._for_function:
            self._for_function[key] = [
                permission
                for permission, own in self._near(called)
                if own is None or _same_function(own, called, permission) is not Answer.NO
            ]
        return self._for_function[key]

    def _near(self, called: Target) -> list[tuple[Permission, Target | None]]:
        """Returns the permissions without those for functions that certainly have another name."""
        name = _name(called.function)
        if name is None:
            return self._targets
        return [self._targets[number] for number in sorted([*self._by_name.get(name, ()), *self._by_name.get(None, ())])]

    def refuse(self, called: Target, subjects: list[str], authorizer: Authorizer | None = None) -> bool:
        """Returns whether certainly none of those for a function covers one of the subjects."""
        return not any(self._may_cover(permission, subjects, authorizer) for permission in self.of(called))

    def _may_cover(self, permission: Permission, subjects: list[str], authorizer: Authorizer | None) -> bool:
        key = (id(permission), authorizer.address if authorizer is not None else "")
        patterns = self._patterns.get(key)
        if patterns is None:
            patterns = self._patterns[key] = _patterns(permission.source_arn, names(self._api, authorizer))
        return any(text is None or arn.may_cover(text, subject) for text in patterns for subject in subjects)


def _name(function: Function | None) -> str | int | None:
    """Returns what two functions certainly differ in where it differs: the name, or of one without a name itself; ``None`` for no such."""
    if function is None or not isinstance(function.name, (Absent, Known)):
        return None
    return scalar_text(function.name.value) if isinstance(function.name, Known) else id(function)


def _is_for_api_gateway(permission: Permission) -> bool:
    """Returns whether a permission is, or may be, one for API Gateway to invoke a function."""
    principal, action = known(permission.principal, str), known(permission.action, str)
    if principal is not None and not principal.startswith("apigateway.") and principal != "*":
        return False
    return action is None or action.lower() in ("lambda:invokefunction", "lambda:*", "*", "lambda:invoke*")


def _patterns(source: Value, named: Names) -> list[str | None]:
    """Returns the patterns that a source ARN is or may be, ``None`` for what is not known; without one everything is covered."""
    if isinstance(source, Absent) or (isinstance(source, Known) and source.value in (None, "")):
        return ["*"]
    if isinstance(source, Unknown) and not isinstance(source, Reference) and source.candidates:
        return [text for candidate in source.candidates for text in _patterns(candidate, named)]
    return [arn.pattern(source, named)]


def _same_function(own: Target, called: Target, permission: Permission) -> Answer:
    """Returns whether a permission's function is the one that is called, of the same alias or version."""
    qualifier = own.qualifier if isinstance(permission.qualifier, Absent) else known(permission.qualifier, str) or HOLE
    qualifiers = {qualifier, called.qualifier}
    if own.function is None or called.function is None:
        found = own.function or called.function
        return Answer.NO if found is not None and isinstance(found.name, Known) else Answer.MAYBE
    if own.function is not called.function:
        # An alias is a function of its own that has the name of the other: with a qualifier the other may be the alias.
        first, second = own.function.name, called.function.name
        shared = first is second or (not isinstance(first, Absent) and same(first, second) is not Answer.NO)
        return Answer.MAYBE if shared and qualifiers != {None} else Answer.NO
    if HOLE in qualifiers or "$LATEST" in qualifiers:
        return Answer.MAYBE
    return Answer.of(len(qualifiers) == 1)


def written(subject: str) -> str:
    """Returns the resource of a subject as people write it in a source ARN: ``<api id>/*/GET/pets/*``."""
    resource = subject.split(":", 5)[5].replace(arn.API, "<api id>").replace(arn.AUTHORIZER, "<authorizer id>")
    for unknown in (arn.ANY, arn.SEGMENT, HOLE, FIELD):
        resource = resource.replace(unknown, "*")
    return resource
