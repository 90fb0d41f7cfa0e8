"""An operator's own mark: flat shapes of an SVG file, read strictly and written anew, so that nothing else reaches a page.

It stands inline in the bar, where `currentColor` is the bar's own text colour in every scheme; a picture could not follow it.
A stranger's SVG is a program. Only the shapes and the attributes named here pass; whatever else is in the file is refused
with its line, never left out silently: a mark that lost a part would be another mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import quoteattr

SVG = "http://www.w3.org/2000/svg"
MOST_BYTES = 4096
"""Largest file: the mark is in every page."""
SHAPES = ("g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon")
NUMBERS = re.compile(r"[-+0-9.eE,\s]+")
PAINT = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|none|currentColor")
VALUES: Mapping[str, re.Pattern[str]] = {
    "d": re.compile(r"[MmZzLlHhVvCcSsQqTtAa0-9eE.,+\-\s]+"),
    "points": NUMBERS,
    "transform": re.compile(r"(?:\s*(?:matrix|translate|scale|rotate|skewX|skewY)\([-+0-9.eE,\s]+\)[\s,]*)+"),
    "fill": PAINT,
    "stroke": PAINT,
    "fill-rule": re.compile("nonzero|evenodd"),
    "stroke-linecap": re.compile("butt|round|square"),
    "stroke-linejoin": re.compile("miter|round|bevel"),
    **dict.fromkeys(
        ("cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "stroke-width",
         "stroke-miterlimit", "opacity", "fill-opacity", "stroke-opacity"),
        re.compile(r"[-+]?[0-9]*\.?[0-9]+"),
    ),
}  # fmt: skip
"""Attribute → all of what it may say: numbers, commands of a path, three ways to say a colour; no address, no style."""
OF_ROOT = frozenset({"viewBox", "width", "height", "fill", "stroke"})
"""Attributes of `<svg>` that are read; `version` and the like say nothing."""
SILENT = frozenset({"version", "role", "aria-label", "aria-hidden", "aria-labelledby", "focusable"})
WORDS = frozenset({"title", "desc"})
"""Elements that only describe: the name of the site stands beside the mark, so they are left out."""

Fault = Callable[[int, str], None]
"""Takes a line and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as pages write it: its `viewBox` and its shapes."""

    box: str
    shapes: str

    @property
    def inline(self) -> str:
        """The element in the bar; hidden from assistive technology, the name stands beside it."""
        return f'<svg viewBox="{self.box}" aria-hidden="true">{self.shapes}</svg>'

    def icon(self, ground: str, colour: str) -> str:
        """The site's icon: the mark on a rounded square."""
        return (
            f'<svg xmlns="{SVG}" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="{ground}"/>'
            f'<svg x="4" y="4" width="24" height="24" viewBox="{self.box}" color="{colour}">{self.shapes}</svg></svg>'
        )


def read_mark(body: bytes, fault: Fault) -> Mark | None:
    """The mark that a file draws; None after its faults were told to `fault`."""
    if len(body) > MOST_BYTES:
        fault(1, f"The mark has {len(body):,} bytes; it may have {MOST_BYTES:,}. It is in every page: simplify its paths.")
        return None
    drawn = _Drawing(fault)
    try:
        drawn.read(body)
    except ExpatError as error:
        fault(error.lineno, "This is not well-formed XML.")
        return None
    return None if drawn.faulty else Mark(drawn.box, "".join(drawn.written))


class _Stopped(Exception):
    """The rest of the file is not read."""


@dataclass(slots=True)
class _Drawing:
    """What was read of a file as yet. `path` are the open elements, `quiet` counts those that are left out."""

    fault: Fault
    box: str = ""
    written: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    quiet: int = 0
    faulty: bool = False
    line: int = 1

    def read(self, body: bytes) -> None:
        """Read the whole file. Raises ExpatError."""
        parser = ParserCreate(namespace_separator=" ")

        def at(told: Callable[..., None]) -> Callable[..., None]:
            def handler(*given: object) -> None:
                self.line = parser.CurrentLineNumber
                told(*given)

            return handler

        parser.StartElementHandler = at(self.begin)
        parser.EndElementHandler = at(self.end)
        parser.CharacterDataHandler = at(self.text)
        parser.StartDoctypeDeclHandler = at(self.stop)
        parser.ProcessingInstructionHandler = at(lambda *_: self.refuse("A mark has no processing instruction."))
        try:
            parser.Parse(body, True)
        except _Stopped:
            return
        if not self.faulty and len(self.written) < 3:  # the group around all shapes opens and closes
            self.refuse("The mark draws nothing: give it at least one shape.")

    def stop(self, *_: object) -> None:
        """A DOCTYPE may define entities that grow without end: nothing behind it is read. Raises _Stopped."""
        self.refuse("A mark has no DOCTYPE.")
        raise _Stopped

    def refuse(self, text: str) -> None:
        """Note a fault at the present line."""
        self.faulty = True
        self.fault(self.line, text)

    def begin(self, name: str, given: dict[str, str]) -> None:
        """An element opens."""
        space, _, tag = name.rpartition(" ")
        self.path.append(tag)
        if len(self.path) == 1:
            self.root(space, tag, given)
        elif self.quiet or tag in WORDS:
            self.quiet += 1
        elif space != SVG or tag not in SHAPES:
            self.refuse(f"<{tag[:30]}> may not be in a mark; it may have {', '.join(SHAPES)}.")
        else:
            self.written.append(f"<{tag}{self.attributes(tag, given)}{'>' if tag == 'g' else '/>'}")

    def root(self, space: str, tag: str, given: dict[str, str]) -> None:
        """The outermost element: its box, and the colours that all shapes begin with."""
        if space != SVG or tag != "svg":
            self.refuse(f'A mark is an <svg xmlns="{SVG}">.')
            return
        self.box = " ".join(given.get("viewBox", "").replace(",", " ").split())
        if not re.fullmatch(r"(?:-?[0-9]*\.?[0-9]+ ){3}-?[0-9]*\.?[0-9]+", self.box):
            self.refuse('The mark needs a viewBox of four numbers, such as viewBox="0 0 32 32".')
        for one in sorted(set(given) - OF_ROOT - SILENT):
            self.refuse(f"{one.rpartition(' ')[2][:30]} may not be on <svg>.")
        colours = {one: value for one, value in given.items() if one in {"fill", "stroke"}}
        self.written.append(f"<g{self.attributes('svg', colours)}>")

    def attributes(self, tag: str, given: dict[str, str]) -> str:
        """The attributes of a shape as they are written anew."""
        said = []
        for name, value in given.items():
            rule = VALUES.get(name)
            if rule is None:
                self.refuse(f"{name.rpartition(' ')[2][:30]} may not be on <{tag}>; give colours as fill and stroke.")
            elif not rule.fullmatch(value.strip()):
                self.refuse(f"{name} of <{tag}> says {value.strip()[:40]!r}, which is not one of the values a mark may have.")
            else:
                said.append(f" {name}={quoteattr(' '.join(value.split()))}")
        return "".join(said)

    def end(self, name: str) -> None:
        """An element closes."""
        tag = self.path.pop()
        if self.quiet:
            self.quiet -= 1
        elif not self.path or tag == "g":
            self.written.append("</g>")

    def text(self, said: str) -> None:
        """Words between elements: none are drawn."""
        if said.strip() and not self.quiet:
            self.refuse("There may be no words in a mark; draw letters as paths.")
