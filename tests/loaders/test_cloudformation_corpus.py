"""Templates that were really deployed, as SAM's translator and CDK write them, load whole."""

from collections import Counter
from functools import cache

import pytest
from support import CORPUS, needs_corpus

from apigw_lint.files import Files
from apigw_lint.loaders import cloudformation
from apigw_lint.loaders.loaded import Loaded, Options
from apigw_lint.model import Api
from apigw_lint.syntax.reading import parse
from apigw_lint.value import Absent, Known

pytestmark = needs_corpus


@cache
def loaded(folder: str) -> list[Loaded]:
    found = []
    for path in sorted((CORPUS / folder).rglob("*")):
        if path.suffix in (".json", ".yaml", ".yml"):
            files = Files(str(CORPUS))
            source = files.read(str(path))
            tree, _ = parse(source)
            if tree is not None and cloudformation.recognise(tree):
                found.append(cloudformation.load(tree, source, files, Options()))
    return found


def apis(folder: str) -> list[Api]:
    return [api for one in loaded(folder) for definition in one.definitions for api in definition.apis]


@pytest.mark.parametrize(
    ("folder", "templates", "kinds", "methods", "integrations", "stages"),
    [
        ("cloudformation", 63, {"REST": 48, "HTTP": 16, "WEBSOCKET": 7}, 119, 116, 69),
        ("sam", 60, {"REST": 43, "HTTP": 11, "WEBSOCKET": 11}, 79, 79, 99),
        ("sam-translated", 351, {"REST": 363, "HTTP": 82, "WEBSOCKET": 38, "UNKNOWN": 2}, 676, 676, 778),
    ],
)
def test_counts(folder: str, templates: int, kinds: dict[str, int], methods: int, integrations: int, stages: int) -> None:
    found = apis(folder)

    assert templates == len(loaded(folder))
    assert [] == [problem for one in loaded(folder) for problem in one.problems]
    assert kinds == Counter(api.kind for api in found)
    assert (methods, integrations, stages) == tuple(
        sum(len(parts) for parts in kind) for kind in zip(*((api.methods, api.integrations, api.stages) for api in found), strict=True)
    )


@pytest.mark.parametrize("folder", ["cloudformation", "sam-translated"])
def test_every_method_of_a_declared_api_has_its_integration_and_its_path(folder: str) -> None:
    methods = [method for api in apis(folder) if api.declared for method in api.methods]

    assert [] == [method for method in methods if method.integration is None and method.integration_complete]
    assert [] == [method for method in methods if not isinstance(method.path, (Known, Absent))]
    assert all(isinstance(method.http_method, Known) for method in methods if isinstance(method.path, Known))


def test_every_stage_of_a_declared_api_names_a_deployment_of_it() -> None:
    stages = [stage for api in apis("cloudformation") if api.declared and api.kind == "REST" for stage in api.stages]
    unlinked = [
        stage for stage in stages if getattr(stage.deployment_id, "target", None) not in {one.address for one in stage.api.deployments}
    ]

    assert [] == unlinked


def test_every_authorizer_that_is_named_is_found() -> None:
    methods = [method for api in apis("cloudformation") if api.declared for method in api.methods]

    assert [] == [method for method in methods if method.authorizer is None and not isinstance(method.authorizer_id, Absent)]
    assert 8 == sum(method.authorizer is not None for method in methods)
