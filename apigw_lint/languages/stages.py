"""Which stage of which API something means: usage plans, mappings of domain names."""

from __future__ import annotations

from apigw_lint.languages.serverless import is_of_sam
from apigw_lint.value import Answer, Known, Reference, equals, known, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.model import Api, Definition, Stage
    from apigw_lint.value import Value


def api_of(value: Value, definition: Definition) -> Api | None:
    """Returns the API of these files whose id a value is."""
    if isinstance(value, Reference):
        return next((api for api in definition.apis if api.declared and api.address == value.target), None)
    return None


def stage_of(value: Value, api: Api) -> Stage | None:
    """Returns the stage of an API that a name or a reference certainly means."""
    if isinstance(value, Reference):
        return next((stage for stage in api.stages if stage.address == value.target and not stage.made_by_deployment), None)
    name = known(value, str)
    return next((stage for stage in api.stages if name is not None and known(stage.name, str) == name), None)


def lacks_stage(value: Value, api: Api) -> bool:
    """Returns whether an API of these files certainly has no stage of a name that is written out."""
    if not isinstance(value, Known) or not isinstance(value.value, str) or not value.value:
        return False
    return api.declared and api.stages.complete and all(equals(stage.name, value.value) is Answer.NO for stage in api.stages)


def is_set_elsewhere(stage: Stage) -> bool:
    """Returns whether a deployment only goes to a stage that something else of these files makes, or may, and gives its settings.

    What SAM calls ``Stage`` has none, and none can be given.
    """
    others = [one for one in stage.api.stages if one is not stage]
    elsewhere = stage.made_by_deployment and any(same(one.name, stage.name) is not Answer.NO for one in others)
    return elsewhere or is_extra(stage)


def is_extra(stage: Stage) -> bool:
    """Returns whether a stage is the one that SAM makes beside the one which is written, and calls ``Stage``."""
    return stage.made_by_deployment and is_of_sam(stage.api)
