"""Terraform configurations and plans."""

from __future__ import annotations

from apigw_lint.loaders.loaded import Loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.errors import Problem
    from apigw_lint.files import Files
    from apigw_lint.loaders.loaded import Options
    from apigw_lint.loaders.terraform.instance import Instances
    from apigw_lint.source import Source
    from apigw_lint.syntax.tree import Node


def load(directory: str, files: Files, options: Options) -> Loaded:
    """Returns what the configuration in a directory makes, with its local modules; no definition where no resource is API Gateway's."""
    from apigw_lint.loaders.terraform.modules import evaluate

    instances, problems = evaluate(directory, files, options)
    return _built(instances, directory, "terraform", problems, list(files.seen))


def recognise_plan(tree: Node) -> bool:
    """Returns whether a JSON document is what ``terraform show -json`` prints of a plan."""
    from apigw_lint.loaders.terraform.plan import recognise

    return recognise(tree)


def load_plan(tree: Node, source: Source) -> Loaded:
    """Returns what a plan makes."""
    from apigw_lint.loaders.terraform.plan import instances

    return _built(instances(tree), source.path, "plan", [], [source.path])


def _built(instances: Instances, path: str, format: str, problems: list[Problem], read: list[str]) -> Loaded:
    from apigw_lint.loaders.terraform.resources import build, is_ours

    if not any(is_ours(instance.type) and not instance.data for instance in instances.items):
        return Loaded(problems=problems, files=read)
    definition, more = build(instances, path, format)
    return Loaded(definitions=[definition], problems=[*problems, *more], files=read)
