#!/usr/bin/env python3
"""Feeds the program mutated files until the time is over, and keeps what makes it crash or hang.

usage: mutate.py BINARY SECONDS FOLDER CORPUS...

Black-box: files of the corpora are cut, joined, repeated, and their bytes replaced by ones that parsers care about, many files a run;
a run that ends by a signal or takes longer than 20 s is halved until the file is found, which is then kept in FOLDER. Every second batch
also runs --fix in memory (--diff --unsafe-fixes), the checklist and the graph.
"""
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

BATCH = 60
TOKENS = [
    b"\n", b"\r\n", b"\t", b"\0", b"\xff", b"\xc3\x28", b"\xef\xbb\xbf", b"'", b'"', b"\\", b"`", b"$", b"${", b"}", b"{", b"[", b"]", b"(", b")", b"|", b">",
    b"&", b"*", b"!", b"%", b"@", b"#", b":", b": ", b"- ", b"---\n", b"...\n", b"<<EOF", b"<<: *a", b"&a ", b"*a", b"? ", b"{{ .Values.x }}",
    b"9223372036854775808", b"-1", b"1e999", b"0x", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"e\xcc\x81", b"FROM ", b"RUN ", b"ONBUILD ", b"CMD [", b"--from=",
    b"ARG ", b"$(", b"&&", b"||", b";", b"exec ", b"import ", b"def ", b"    ", b"lambda", b"[[", b"]]", b"server {", b"location ", b"apiVersion: v1\nkind: List\nitems:\n",
]
NAMES = {".yaml": "m{}.yaml", ".yml": "m{}.yaml", ".py": "gunicorn{}.conf.py", ".conf": "nginx{}.conf", ".toml": "p{}/pyproject.toml", ".json": "p{}/package.json"}


def name_of(path: pathlib.Path, number: int) -> str:
    if "compose" in path.name:
        return f"c{number}/compose.prod.yaml"
    if path.name == ".readylint.yaml":
        return f"r{number}/.readylint.yaml"
    if "ockerfile" in path.name:
        return f"d{number}/Dockerfile"
    return NAMES.get(path.suffix, "m{}.yaml").format(number)


def mutate(data: bytes, other: bytes, rng: random.Random) -> bytes:
    data = bytearray(data[:20000])
    for _ in range(rng.choice((1, 1, 2, 3, 8, 30))):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(7):
            case 0: data[at:at] = rng.choice(TOKENS)
            case 1: del data[at:at + rng.choice((1, 1, 4, 40, 400))]
            case 2: data[at:at] = data[at:at + rng.randrange(80)] * rng.choice((1, 2, 60))
            case 3: data[at:at + 1] = bytes([rng.randrange(256)])
            case 4: data[at:at + rng.randrange(20)] = rng.choice(TOKENS)
            case 5:
                start = rng.randrange(len(other) + 1)
                data[at:at] = other[start:start + rng.randrange(400)]
            case 6: del data[at:]
    return bytes(data[:60000])


def run(binary: str, folder: str, commands: list[list[str]]) -> str:
    for command in commands:
        try:
            done = subprocess.run([binary, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)
        except subprocess.TimeoutExpired:
            return "hang " + " ".join(command)
        if done.returncode not in (0, 1, 2):
            return f"{done.returncode} " + " ".join(command)
    return ""


def write(folder: pathlib.Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def main() -> None:
    binary, seconds, keep = str(pathlib.Path(sys.argv[1]).resolve()), float(sys.argv[2]), pathlib.Path(sys.argv[3])
    seeds = [p for root in sys.argv[4:] for p in pathlib.Path(root).rglob("*") if p.is_file() and p.stat().st_size < 200_000]
    texts = [(p, p.read_bytes()) for p in seeds if p.suffix in NAMES or "ockerfile" in p.name]
    rng = random.Random(int(time.time()))
    keep.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp()) / "repository"
    end, batches, found = time.time() + seconds, 0, 0
    while time.time() < end:
        batches += 1
        chosen = [rng.choice(texts) for _ in range(BATCH)]
        files = {name_of(p, i): mutate(data, rng.choice(texts)[1], rng) for i, (p, data) in enumerate(chosen)}
        commands = [["check", "--output", "json", "--show-undecided"]]
        if batches % 2 == 0:
            commands += [["check", "--diff", "--unsafe-fixes"], ["checklist"], ["graph"], ["check", "--diff", "--add-ignores", "--reason", "because"]]
        write(folder, files)
        verdict = run(binary, str(folder), commands)
        if not verdict:
            continue
        while len(files) > 1:
            half = dict(list(files.items())[: len(files) // 2])
            rest = dict(list(files.items())[len(files) // 2:])
            for part in (half, rest):
                write(folder, part)
                if run(binary, str(folder), commands):
                    files = part
                    break
            else:
                break
        found += 1
        target = keep / f"{int(time.time())}-{found}"
        write(target, files)
        print(f"{verdict}: {target} ({len(files)} file{'s' if len(files) > 1 else ''})", flush=True)
    print(f"{batches} batches of {BATCH} files, {found} found")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
