"""Writes down which functions short runs call: order.py PROGRAM FILE

The linker puts them side by side, in that order. Else they are strewn over 18 MB, and a run of some milliseconds spends a tenth of its
time on having the kernel map the pages around each of them. Needs valgrind. A function that is renamed or new is merely not in its place.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

program, order = os.path.abspath(sys.argv[1]), sys.argv[2]
fixture = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "repositories", "shop")

names = {}
# Outside of any repository: within one, files that are named singly are judged with the whole of it read.
with tempfile.TemporaryDirectory() as work:
    shop = shutil.copytree(fixture, os.path.join(work, "shop"))
    profile = os.path.join(work, "profile")
    # What a pre-commit hook and a CI job run.
    for paths in [["api/Dockerfile"], ["deploy/api.yaml"], ["api/Dockerfile", "deploy/api.yaml"], ["."]]:
        run = subprocess.run(
            ["valgrind", "--quiet", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={profile}", program, "check", *paths],
            cwd=shop, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if run.returncode not in (0, 1):
            sys.exit(f"valgrind {program} check {' '.join(paths)}: exit status {run.returncode}\n{run.stderr}")
        # callgrind_annotate's format (callgrind manual, "Callgrind Format Specification"): a name stands behind its number when it comes
        # for the first time, and `'2` behind that of a function that calls itself.
        for line in open(profile):
            found = re.match(r"c?fn=\(\d+\) (\S+?)(?:'\d+)?$", line)
            if found and not found[1].startswith("0x"):
                names[found[1]] = None

temporary = order + ".new"
with open(temporary, "w") as file:
    file.write("".join(name + "\n" for name in names))
os.replace(temporary, order)
print(f"{len(names)} functions in {order}")
