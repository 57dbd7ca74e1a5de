#!/usr/bin/env python3
"""Draws what a program printed with colours as an SVG picture: terminal-picture.py TITLE < OUTPUT > PICTURE.

Knows the colours that readylint uses (ECMA-48 SGR: bold, the eight colours, reset), and nothing that moves the cursor.
"""
import html
import re
import sys

COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "90": "#8b949e"}
WIDTH, HEIGHT = 8.43, 18


def spans(line: str):
    style: list[str] = []
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            for code in part[2:-1].split(";"):
                style = [] if code in ("", "0") else style + [code]
        elif part:
            colour = next((COLOURS[code] for code in reversed(style) if code in COLOURS), "#e6edf3")
            weight = ' font-weight="bold"' if "1" in style else ""
            yield f'<tspan fill="{colour}"{weight}>{html.escape(part)}</tspan>'


def main() -> None:
    lines = sys.stdin.read().rstrip("\n").split("\n")
    columns = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines)
    width, height = round(columns * WIDTH) + 32, len(lines) * HEIGHT + 60
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">')
    print(f"<title>{html.escape(sys.argv[1])}</title>")
    print(f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>')
    for index, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        print(f'<circle cx="{20 + index * 18}" cy="18" r="5.5" fill="{colour}"/>')
    print('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">')
    for index, line in enumerate(lines):
        print(f'<text x="16" y="{50 + index * HEIGHT}" xml:space="preserve">{"".join(spans(line))}</text>')
    print("</g>\n</svg>")


if __name__ == "__main__":
    main()
