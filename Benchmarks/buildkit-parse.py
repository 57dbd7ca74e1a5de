"""Parses the Dockerfiles whose paths come on standard input with BuildKit's own parser (`dockerfile` of PyPI), and prints how many there were."""

import sys

import dockerfile

parsed = refused = 0
for path in sys.stdin.read().split("\n"):
    if path:
        try:
            dockerfile.parse_file(path)
            parsed += 1
        except dockerfile.GoParseError:
            refused += 1
print(parsed, "parsed,", refused, "refused")
