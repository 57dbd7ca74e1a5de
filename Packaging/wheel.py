#!/usr/bin/env python3
"""Packs the release binary into a wheel, so that pip and pre-commit's `language: python` install it without Swift.

usage: wheel.py BINARY VERSION FOLDER

The wheel holds the program as a script and no Python at all (PEP 427, "The .data directory"). The binary is static, so one wheel serves
glibc and musl alike. The same input gives the same bytes.
"""
import base64
import hashlib
import pathlib
import platform
import re
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def version_of(text: str) -> str:
    """0.1.0-dev is 0.1.0.dev0 for Python (PEP 440)."""
    match = re.fullmatch(r"(\d+(?:\.\d+)*)(-dev)?", text)
    if not match:
        sys.exit(f"{text!r} is no version")
    return match[1] + (".dev0" if match[2] else "")


def platform_tag() -> str:
    machine = {"arm64": "aarch64"}.get(platform.machine(), platform.machine())
    if sys.platform == "darwin":
        return f"macosx_15_0_{'arm64' if machine == 'aarch64' else machine}"
    return f"manylinux2014_{machine}.musllinux_1_1_{machine}"


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    binary, version, folder = pathlib.Path(sys.argv[1]), version_of(sys.argv[2]), pathlib.Path(sys.argv[3])
    tag = f"py3-none-{platform_tag()}"
    info = f"readylint-{version}.dist-info"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    metadata = (
        "Metadata-Version: 2.4\nName: readylint\n"
        f"Version: {version}\n"
        "Summary: Says whether a repository's Dockerfiles and Kubernetes manifests are ready for production\n"
        "License-Expression: Apache-2.0\nLicense-File: LICENSE\nRequires-Python: >=3.8\n"
        "Description-Content-Type: text/markdown\n\n" + readme
    )
    wheel = "Wheel-Version: 1.0\nGenerator: readylint\nRoot-Is-Purelib: false\n" + "".join(
        f"Tag: py3-none-{one}\n" for one in platform_tag().split(".")
    )
    files = [
        (f"readylint-{version}.data/scripts/readylint", binary.read_bytes(), 0o755),
        (f"{info}/licenses/LICENSE", (ROOT / "LICENSE").read_bytes(), 0o644),
        (f"{info}/METADATA", metadata.encode(), 0o644),
        (f"{info}/WHEEL", wheel.encode(), 0o644),
    ]
    record = ""
    for name, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(content)}\n"
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode(), 0o644))

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"readylint-{version}-{tag}.whl"
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mode in files:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    part.replace(path)
    print(path)


if __name__ == "__main__":
    main()
