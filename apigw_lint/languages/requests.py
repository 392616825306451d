"""What rules ask of the requests of a method: what is declared, and what of it a request validator checks."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.value import Absent, Answer, Entry, Known, Reference, Table, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method, Model
    from apigw_lint.value import Value

BUILT_IN_MODELS = ("Empty", "Error")
"""The models that every REST API has."""

_PATH_VARIABLE = regexp(r"\{([^{}/]+?)\+?\}")


def validates_body(method: Method) -> Answer:
    """Returns whether the bodies of a method's requests are held against its models."""
    return _validates(method, "validate_request_body")


def validates_parameters(method: Method) -> Answer:
    """Returns whether required parameters are looked for in a method's requests."""
    return _validates(method, "validate_request_parameters")


def _validates(method: Method, flag: str) -> Answer:
    validator, written = method.request_validator, method.request_validator_id
    if validator is not None:
        return is_on(getattr(validator, flag)) if validator.certain else Answer.MAYBE
    nothing = isinstance(written, Absent) or (isinstance(written, Known) and written.value in (None, ""))
    return Answer.NO if nothing else Answer.MAYBE


def is_on(flag: Value) -> Answer:
    """Returns whether a switch is on that is off where it is not written."""
    if isinstance(flag, Known):
        return Answer.of(flag.value is True)
    return Answer.NO if isinstance(flag, Absent) else Answer.MAYBE


def declared(method: Method) -> dict[str, Entry] | None:
    """Returns the declared parameters of a method by key; ``None`` where there may be others."""
    written = method.request_parameters
    if isinstance(written, Absent) or (isinstance(written, Known) and written.value is None):
        return {}
    if not isinstance(written, Table) or not written.complete:
        return None
    return {entry.name: entry for entry in written.entries if entry.name is not None and not isinstance(entry.value, Absent)}


def is_declared(key: str, parameters: dict[str, Entry]) -> bool:
    """Returns whether a parameter is declared. Whether the case of a header's name counts is recorded nowhere."""
    return key in parameters or (key.startswith("method.request.header.") and key.lower() in (other.lower() for other in parameters))


def path_variables(path: str) -> list[str]:
    """Returns the names of a path's variables, greedy ones without the plus."""
    return [match[1] for match in _PATH_VARIABLE.finditer(path)]


def body_models(method: Method) -> Iterator[tuple[Known[str], Value]]:
    """Yields the content types of a method with their models, those aside that take everything (``Empty``)."""
    written = method.request_models
    for content_type, model in written.known() if isinstance(written, Table) else ():
        if not (isinstance(model, Known) and model.value in (None, "", "Empty")):
            yield content_type, model


def model_of(api: Api, value: Value) -> Model | None:
    """Returns the model of an API that a name or reference means, or that an OpenAPI document has at its place."""
    name = known(value, str)
    if name is not None:
        return _models(api).get(name)
    if isinstance(value, Reference):
        return _models(api).get((value.target,))
    return _models(api).get(value.span) if isinstance(value, Unknown) else None


def _models(api: Api) -> dict[object, Model]:
    """Returns the models of an API by name, by address (in a tuple) and by the place of their schema; made once for each API."""
    found: dict[object, Model] | None = api.__dict__.get("_models")
    if found is None:
        found = api.__dict__["_models"] = {}
        for model in api.models:
            keys = [(model.address,), *([model.schema.span] if isinstance(model.schema, Table) else ())]
            for key in (*keys, *([model.name.value] if isinstance(model.name, Known) else ())):
                found.setdefault(key, model)
    return found


def model_names(api: Api) -> dict[str, Known[str]] | None:
    """Returns the models of an API by name; ``None`` where a name is not known. CloudFormation makes up the names that are not written."""
    if "_model_names" not in api.__dict__:
        api.__dict__["_model_names"] = _model_names(api)
    names: dict[str, Known[str]] | None = api.__dict__["_model_names"]
    return names


def _model_names(api: Api) -> dict[str, Known[str]] | None:
    names = {}
    for model in api.models:
        if isinstance(model.name, Known) and isinstance(model.name.value, str):
            names[model.name.value] = model.name
        elif not isinstance(model.name, Absent):
            return None
    return names
