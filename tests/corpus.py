"""What is seen and found in the corpus, folder by folder.

python tests/corpus.py               # files, APIs, methods, integrations and findings of each folder
python tests/corpus.py --findings    # and every finding, to be read
"""

import sys
import time
from collections import Counter
from pathlib import Path

from loading import load
from support import CORPUS

from apigw_lint.lint import Report, Settings, lint_paths

FOLDERS = ("cloudformation", "sam", "sam-translated", "sam-refused", "terraform", "terraform-refused")
ACCEPTED = ("cloudformation", "sam", "sam-translated", "terraform")


def count(folder: str) -> dict[str, int]:
    """Returns how many files of a folder were read, and how many APIs, methods and integrations were seen in them."""
    seen: Counter[str] = Counter()
    loaded = load(CORPUS / folder)
    seen["files"] = len(set(loaded.files))
    seen["problems"] = len(loaded.problems)
    for definition in loaded.definitions:
        for api in definition.apis:
            seen["apis"] += 1
            seen["methods"] += len(api.methods)
            seen["integrations"] += sum(method.integration is not None for method in api.methods)
    return {name: seen[name] for name in ("files", "problems", "apis", "methods", "integrations")}


def lint(folder: str) -> Report:
    """Returns the report on a folder, with every rule there is."""
    return lint_paths([str(CORPUS / folder)], Settings(isolated=True, extend_select=("posture",)))


def main() -> None:
    """Prints the tables."""
    rules: Counter[tuple[str, str]] = Counter()
    for folder in FOLDERS:
        counts = count(folder)
        started = time.perf_counter()
        report = lint(folder)
        seconds = time.perf_counter() - started
        shown = ", ".join(f"{number} {name}" for name, number in counts.items())
        print(f"{folder:18} {shown}, {len(report.findings)} findings, {len(report.checked) / seconds:.0f} files/s")
        rules.update((finding.rule, finding.consequence.value) for finding in report.findings)
        if "--findings" in sys.argv[1:]:
            for finding in report.findings:
                place = f"{finding.span.source.path}:{finding.span.first.line}"
                print(f"  {place}: {finding.rule}: {finding.message}  [{finding.span.text[:60]!r}]")
    print()
    for (rule, consequence), number in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        print(f"{number:6} {consequence:11} {rule}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
