from collections import Counter

from openapi_reading import body_into
from support import CORPUS, needs_corpus

from apigw_lint.loaders.literal import value_of
from apigw_lint.source import Source
from apigw_lint.syntax.reading import parse
from apigw_lint.value import List, Table


def bodies(value):
    """Yields each OpenAPI document in a template, as it is written: intrinsic functions are plain mappings here."""
    if isinstance(value, Table):
        for key, found in value.known():
            if key.value in ("Body", "DefinitionBody") and isinstance(found, Table):
                yield found
            else:
                yield from bodies(found)
    elif isinstance(value, List):
        for item in value.items:
            yield from bodies(item)


@needs_corpus
def test_every_body_of_the_corpus_is_read():
    counts = Counter()
    for path in sorted(CORPUS.glob("*/**/*")):
        if path.suffix not in (".json", ".yaml"):
            continue
        tree, _ = parse(Source(str(path), path.read_text()))
        for body in bodies(value_of(tree)) if tree is not None else ():
            api = body_into(body)
            counts["bodies"] += 1
            counts["methods"] += len(api.methods)
            counts["integrations"] += len(api.integrations)
            counts["authorizers"] += len(api.authorizers)

    assert {"bodies": 285, "methods": 363, "integrations": 347, "authorizers": 80} == counts
