"""The floor: start Python, import the least, read one file, build a positioned tree, and nothing else.

    python benchmarks/floor.py FILE

What a linter in Python that keeps places cannot go below. It builds the simplest tree that has the place of every node.
"""

import gc
import sys

gc.disable()


def yaml_tree(text):
    import yaml

    stack = [[]]
    for event in yaml.parse(text, yaml.CSafeLoader):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            stack[-1].append((event.value, event.start_mark.index, event.end_mark.index))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            node = []
            stack[-1].append(node)
            stack.append(node)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
    return stack[0]


def json_tree(text):
    import json

    return json.loads(text)


def hcl_tree(text):
    import tree_sitter
    import tree_sitter_hcl

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))
    cursor = parser.parse(text.encode()).walk()
    nodes = []
    while True:
        node = cursor.node
        nodes.append((node.type, node.start_byte, node.end_byte))
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return nodes


if __name__ == "__main__":
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    {"yaml": yaml_tree, "json": json_tree, "tf": hcl_tree}[path.rsplit(".", 1)[1]](text)
