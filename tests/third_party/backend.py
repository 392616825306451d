"""The smallest build backend there is: a wheel of the package beside it, so that installing it needs no network and no other tool."""

import zipfile
from pathlib import Path

HERE = Path(__file__).parent
INFO = "apigw_lint_naming-1.0.dist-info"
METADATA = {
    "METADATA": "Metadata-Version: 2.1\nName: apigw-lint-naming\nVersion: 1.0\nRequires-Dist: apigw-lint\n",
    "WHEEL": "Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "entry_points.txt": "[apigw_lint.rules]\nnaming = naming_rules.nouns.verb_in_path:RULES\n",
}


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = "apigw_lint_naming-1.0-py3-none-any.whl"
    files = {str(path.relative_to(HERE)): path.read_text() for path in sorted((HERE / "naming_rules").rglob("*.py"))}
    files.update({f"{INFO}/{file}": text for file, text in METADATA.items()})
    files[f"{INFO}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{INFO}/RECORD"])
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
    return name
