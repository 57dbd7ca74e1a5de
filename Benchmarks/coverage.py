#!/usr/bin/env python3
"""Lines that the tests run, by module: coverage.py CODECOV.json [LEAST] [MODULE...]. Ends with 1 when a named module has less."""
import collections
import json
import pathlib
import sys

data = json.loads(pathlib.Path(sys.argv[1]).read_text())
least = float(sys.argv[2]) if len(sys.argv) > 2 else 0
wanted = set(sys.argv[3:])
lines: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
for file in data["data"][0]["files"]:
    parts = pathlib.Path(file["filename"]).parts
    if "Sources" not in parts or ".build" in parts:
        continue
    summary = file["summary"]["lines"]
    module = lines[parts[parts.index("Sources") + 1]]
    module[0] += summary["covered"]
    module[1] += summary["count"]
low = []
for name, (covered, count) in sorted(lines.items()):
    share = 100 * covered / count if count else 100
    print(f"{name:18} {share:5.1f} %  {covered} of {count}")
    if name in wanted and share < least:
        low.append(name)
if low:
    sys.exit(f"below {least} %: {', '.join(low)}")
