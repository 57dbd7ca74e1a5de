#!/usr/bin/env python3
"""Prints what PyYAML's C loader (libyaml) makes of YAML files, for `conformance` to compare with our own reader.

usage: yaml_nodes.py < list of files, one a line

For each file `file <path>`, then its documents up to the first error: `empty`, or `document` and one line for each node in the order of
the text: depth, kind, start and end as line:column:character, style, tag as the resolver gives it, and the value. An error is
`error <character> <message>`. Collections in block style end with their last element, and block scalars with their text: libyaml itself
ends them where the next token begins, comments and blank lines included.
"""
import re
import sys

import yaml

if not yaml.__with_libyaml__:
    sys.exit("PyYAML is without libyaml")

STYLES = {None: "plain", "": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}
BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
TAG = "tag:yaml.org,2002:"


class Printer:
    def __init__(self, data: bytes, write):
        self.text = (data[3:] if data.startswith(b"\xef\xbb\xbf") else data).decode("utf-8", "replace")
        self.write = write
        self.events = iter(())
        self.numbers = {}

    def document(self, node, events):
        self.numbers = {}
        self.events = events
        first = next(events)
        if isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style and isinstance(first, yaml.ScalarEvent):
            self.write("empty\n")
            return
        self.write("document\n")
        lines = []
        self.node(node, first, 0, lines)
        self.write("".join(lines))

    def node(self, node, event, depth, lines):
        """Appends the lines of a node; returns where it ends."""
        place = len(lines)
        if isinstance(event, yaml.AliasEvent):
            end = point(event.end_mark)
            lines.append(f"{depth} alias {show(point(event.start_mark))} {show(end)} - {self.numbers[id(node)]} \n")
            return end
        self.numbers[id(node)] = place
        lines.append("")
        start = point(event.start_mark)
        tag = node.tag.removeprefix(TAG) if node.tag.startswith(TAG) else "<" + node.tag + ">"
        if isinstance(event, yaml.ScalarEvent):
            end = point(event.end_mark)
            if event.style in ("|", ">"):
                end = self.trimmed(start, end)
            lines[place] = f"{depth} scalar {show(start)} {show(end)} {STYLES[event.style]} {tag} {escaped(node.value)}\n"
            return end
        end = point(event.end_mark)
        children = [child for pair in node.value for child in pair] if isinstance(node, yaml.MappingNode) else node.value
        for child in children:
            last = self.node(child, next(self.events), depth + 1, lines)
            end = max(start, last)
        closing = next(self.events)
        kind = "mapping" if isinstance(node, yaml.MappingNode) else "sequence"
        if event.flow_style:
            end = point(closing.end_mark)
        lines[place] = f"{depth} {kind} {show(start)} {show(end)} {'flow' if event.flow_style else 'block'} {tag} \n"
        return end

    def trimmed(self, start, end):
        index, line, column = end
        while index > start[0] + 1 and self.text[index - 1] in " \n\r\t":
            index -= 1
        if index == end[0]:
            return end
        before = BREAK.sub("\n", self.text[start[0]:index])
        line = start[1] + before.count("\n")
        column = len(before) - before.rfind("\n") - 1 if "\n" in before else start[2] + len(before)
        return (index, line, column)


def point(mark):
    return (mark.index, mark.line, mark.column)


def show(place):
    return f"{place[1] + 1}:{place[2] + 1}:{place[0]}"


def escaped(value):
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def events_of(stream):
    """The events of one document, without its start and end."""
    for event in stream:
        if isinstance(event, yaml.DocumentEndEvent):
            return
        if not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent)):
            yield event


def main():
    write = sys.stdout.write
    for path in sys.stdin.read().splitlines():
        with open(path, "rb") as file:
            data = file.read()
        write(f"file {path}\n")
        printer = Printer(data, write)
        stream = yaml.parse(data, Loader=yaml.CLoader)
        try:
            for node in yaml.compose_all(data, Loader=yaml.CLoader):
                events = events_of(stream)
                printer.document(node, events)
                for _ in events:  # its end
                    pass
        except yaml.reader.ReaderError as error:
            write(f"error byte:{error.position} {error.reason}\n")
        except yaml.MarkedYAMLError as error:
            write(f"error {error.problem_mark.index} {error.problem}\n")
    write("end\n")


sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="\n")
main()
