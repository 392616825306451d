"""Resource instances made by hand, as the evaluator and the plan reader give them."""

from apigw_lint.loaders.terraform.instance import Instance, Instances
from apigw_lint.loaders.terraform.resources import build
from apigw_lint.source import Source, Span
from apigw_lint.value import Entry, Known, List, Reference, Table, Unknown, Value

SOURCE = Source("main.tf", "var.api_id var.other_id var.resource_id var.verb aws_x.y aws_z\n")
SPAN = Span(SOURCE, 56, 61)


def value(thing, span=SPAN) -> Value:
    """Returns plain data as a value. ``"-> aws_x.y.id"`` is a reference, ``"? var.x"`` an unknown written so."""
    if isinstance(thing, Value):
        return thing
    if isinstance(thing, dict):
        return Table([Entry(Known(key, span), value(one)) for key, one in thing.items()], span)
    if isinstance(thing, list):
        return List([value(one) for one in thing], span)
    if isinstance(thing, str) and thing.startswith("-> "):
        target, _, attribute = thing[3:].rpartition(".")
        return Reference(target, attribute, span)
    if isinstance(thing, str) and thing.startswith("? "):
        at = SOURCE.text.index(thing[2:])
        return Unknown(Span(SOURCE, at, at + len(thing) - 2), why=thing[2:])
    return Known(thing, span)


def made(address, certain=True, references=(), **arguments) -> Instance:
    """Returns an instance from its address, such as ``data.aws_x.y["a"]``, and its arguments."""
    words = address.split("[")[0].split(".")
    return Instance(
        type=words[-2],
        name=words[-1],
        address=address,
        values=value(arguments),
        span=SPAN,
        name_span=SPAN,
        data=words[0] == "data",
        certain=certain,
        references=tuple(references),
    )


def definition(*instances, complete=True):
    """Returns the definition that instances make."""
    found, problems = build(Instances(items=list(instances), complete=complete), "main.tf")
    assert problems == []
    return found


API = made("aws_api_gateway_rest_api.a", name="pets")
PETS = made(
    "aws_api_gateway_resource.pets",
    rest_api_id="-> aws_api_gateway_rest_api.a.id",
    parent_id="-> aws_api_gateway_rest_api.a.root_resource_id",
    path_part="pets",
)
AT_PETS = {"rest_api_id": "-> aws_api_gateway_rest_api.a.id", "resource_id": "-> aws_api_gateway_resource.pets.id"}
