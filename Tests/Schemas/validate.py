"""Validates what readylint prints against the published schemas of its formats.

usage: validate.py READYLINT SCHEMAS FOLDER...

Each FOLDER is linted once for each format. Exits with 1 when a report breaks its schema.
"""

import json
import pathlib
import subprocess
import sys

import jsonschema
from lxml import etree

FORMATS = {
    "sarif": ("sarif-schema-2.1.0.json", None),
    "rdjson": ("rdjson-DiagnosticResult.schema.json", None),
    "gitlab": ("gitlab-codequality.schema.json", "each"),
    "junit": ("junit-windyroad.xsd", None),
}


def report(program, output_format, folder):
    command = [program, "check", "--show-undecided", "--output", output_format, "."]
    result = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if result.returncode not in (0, 1):
        sys.exit(f"{folder}: {' '.join(command)} ended with {result.returncode}: {result.stderr.decode()}")
    return result.stdout


def json_errors(schema, items):
    validator = jsonschema.validators.validator_for(schema)(schema)
    for item in items:
        for error in validator.iter_errors(item):
            yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def main(program, schemas, folders):
    program = str(pathlib.Path(program).resolve())
    own = json.loads((pathlib.Path(__file__).parents[2] / "Docs" / "readylint-report.schema.json").read_text())
    failures = checked = 0
    for folder in folders:
        for output_format in ["json", "checkstyle", *FORMATS]:
            text = report(program, output_format, folder)
            if output_format == "json":
                errors = list(json_errors(own, [json.loads(text)]))
            elif output_format == "checkstyle":
                # There is no schema of it; it has to be XML at least.
                etree.fromstring(text)
                errors = []
            else:
                name, mode = FORMATS[output_format]
                if name.endswith(".xsd"):
                    schema = etree.XMLSchema(etree.parse(str(schemas / name)))
                    schema.validate(etree.fromstring(text))
                    errors = [str(error) for error in schema.error_log]
                else:
                    value = json.loads(text)
                    items = value if mode == "each" else [value]
                    errors = list(json_errors(json.loads((schemas / name).read_text()), items))
            checked += 1
            failures += bool(errors)
            for error in errors[:10]:
                print(f"{folder}: {output_format}: {error}")
    print(f"schemas: {checked - failures} of {checked} reports are valid")
    return 1 if failures or not checked else 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]))
