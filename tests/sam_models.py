"""What SAM's templates and the templates that SAM makes of them say of APIs, as plain data to be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from loading import load
from models import plain

from apigw_lint.loaders.loaded import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MADE = "Deployment|Version|ApiKey|Key|Plan|Stage|DomainName|DomainNameV2|DomainNameAccessAssociation|RecordSetGroup"
_HASH = re.compile(rf"({_MADE})[0-9a-f]{{10}}\b|(?<=deployment id: )[0-9a-f]{{40}}")
"""The hashes in what SAM generates: of the document, of a domain's name, of functions as they are in Python."""
REGION = "ap-southeast-1"
"""The region for which SAM's tests, and this project's, make templates."""
_PRINCIPAL = "apigateway.amazonaws.com"


def models(path: Path) -> dict[str, Any]:
    """Returns the definition of each scenario of a template.

    The order of tags is nothing. Left out are places and generated hashes, roles of functions (what SAM's policy templates say is nothing
    about an API), and the permissions of other services than API Gateway.
    """
    found = {}
    for definition in load(path, options=Options(parameters={"AWS::Region": REGION})).definitions:
        definition.left_out = ()
        model = plain(definition, certain=True, addresses=True, references=True)
        model.pop("roles", None)
        model.pop("left_out", None)
        permissions = model.pop("permissions", {})
        kept = {name: one for name, one in permissions.items() if not isinstance(one, dict) or one.get("principal") == _PRINCIPAL}
        if kept or set(model) - {"scenario"}:
            found[definition.scenario] = _without_hashes({**model, "permissions": kept})
    return found


def _without_hashes(data: Any) -> Any:
    if isinstance(data, dict):
        tags = data.get("tags")
        data = {**data, "tags": sorted(tags, key=repr)} if isinstance(tags, list) else data
        return {_without_hashes(key): _without_hashes(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_hashes(item) for item in data]
    return _HASH.sub(lambda match: match[1] or "", data) if isinstance(data, str) else data


def differences(ours: Any, theirs: Any, at: str = "") -> Iterator[str]:
    """Yields where two models say different things; unknown is only equal to unknown."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in dict.fromkeys([*ours, *theirs]):
            if key not in ours or key not in theirs:
                side = "theirs" if key not in ours else "ours"
                yield f"{at}.{key} only in {side}: {str((ours if key in ours else theirs)[key])[:200]}"
            else:
                yield from differences(ours[key], theirs[key], f"{at}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(*pair, f"{at}[{index}]")
    elif ours != theirs or type(ours) is not type(theirs):
        yield f"{at}: {str(ours)[:200]} != {str(theirs)[:200]}"
