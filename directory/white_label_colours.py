"""The colours of the pages, which of them an operator sets, and whether every text can be read on what it stands on.

A scheme is a table of tokens as `site.css` has them (pages §2). Contrast is that of WCAG 2.2: 4.5 for text (1.4.3), 3 for
what one must see to use a control (1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

Scheme = Mapping[str, str]
"""Token → `#rrggbb`."""

LIGHT: Scheme = {
    "paper": "#faf6ef", "card": "#fffdf9", "sunk": "#f3ebe1", "ink": "#2a1c27", "ink2": "#5b4a56", "line": "#e0d4c8",
    "edge": "#86727f", "plum": "#6b2c5b", "deep": "#471a3c", "tint": "#f3e6ee", "btn": "#6b2c5b", "btn-edge": "#6b2c5b",
    "btn-hover": "#471a3c", "on-btn": "#fffdf9", "honey": "#f3b63f", "lamp": "#fff1d0", "lamp-line": "#dba53a",
    "moss": "#285f3b", "moss-tint": "#e4f0e2", "clay": "#94351a", "clay-tint": "#fbe8e0", "bar": "#41183a",
    "on-bar": "#fff6ea", "door1": "#efe0e6", "door2": "#e3ccd8", "door3": "#d3b1c4", "pill": "#fffdf9",
}  # fmt: skip
DARK: Scheme = {
    **LIGHT,
    "paper": "#1b1419", "card": "#251c23", "sunk": "#2f242c", "ink": "#f4ebe6", "ink2": "#cbbac5", "line": "#43363f",
    "edge": "#a08d99", "plum": "#e9b9da", "deep": "#f7d9ee", "tint": "#3a2735", "btn": "#84407a", "btn-edge": "#c384b6",
    "btn-hover": "#9a5190", "lamp": "#382a10", "lamp-line": "#8a6516", "moss": "#9fd6aa", "moss-tint": "#1f3526",
    "clay": "#f6ac93", "clay-tint": "#43241a", "bar": "#120c11", "on-bar": "#fbeedd", "door1": "#2b2029",
    "door2": "#3a2b37", "door3": "#4d3948", "pill": "#251c23",
}  # fmt: skip
SHIPPED: Mapping[str, Scheme] = {"light": LIGHT, "dark": DARK}
NAMES: Mapping[str, str] = {
    "plum": "plum",
    "plum-deep": "deep",
    "tint": "tint",
    "bar": "bar",
    "on-bar": "on-bar",
    "button": "btn",
    "button-edge": "btn-edge",
    "button-hover": "btn-hover",
}
"""What an operator may set → its token. All others have a meaning of their own (honey: help now) and stay."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
"""The one way to write a colour: nothing else ever reaches the style sheet."""
TEXT, CONTROL = 4.5, 3.0
ON_HONEY = "#2a1c27"
"""The count of the list: dark on honey in both schemes, written as it is in the style sheet."""
GROUNDS = ("paper", "card", "sunk", "lamp", "tint")
"""What text stands on: page, card, panel, help strip and crisis card, plates and selected rows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour and what it stands on, by token, and the least contrast between them."""

    front: str
    ground: str
    least: float


PAIRS = (
    *(Pair(front, ground, TEXT) for front, ground in product(("ink", "ink2", "plum", "deep"), GROUNDS)),
    *(Pair("ink", ground, TEXT) for ground in ("pill", "moss-tint", "clay-tint")),
    Pair("paper", "ink", TEXT),  # a pill under the pointer
    *(Pair("on-btn", ground, TEXT) for ground in ("btn", "btn-hover")),
    *(Pair(front, ground, TEXT) for front in ("moss", "clay") for ground in ("paper", "card", f"{front}-tint")),
    Pair("clay", "sunk", TEXT),
    Pair("on-bar", "bar", TEXT),
    Pair("on-honey", "honey", TEXT),
    *(Pair("edge", ground, CONTROL) for ground in ("paper", "card", "sunk")),
    *(Pair("btn-edge", ground, CONTROL) for ground in ("paper", "card", "sunk")),
    Pair("honey", "bar", CONTROL),  # the person in the mark, the count of the list
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A pair in one scheme with its contrast."""

    scheme: str
    pair: Pair
    front: str
    ground: str
    contrast: float

    @property
    def passes(self) -> bool:
        """Whether it is enough: measured, never rounded up (WCAG's own note to 1.4.3)."""
        return self.contrast >= self.pair.least

    def __str__(self) -> str:
        name = {token: name for name, token in NAMES.items()}
        said = f"{name.get(self.pair.front, self.pair.front)} {self.front} on "
        said += f"{name.get(self.pair.ground, self.pair.ground)} {self.ground}"
        return f"{self.scheme}: {said} has {int(self.contrast * 100) / 100:.2f}, needs {self.pair.least}"


def luminance(colour: str) -> float:
    """How light a colour is, 0 to 1 (WCAG 2.2, relative luminance, with the corrected threshold of sRGB)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def measured(schemes: Mapping[str, Scheme]) -> Iterator[Measured]:
    """Every pair of every scheme."""
    for name, scheme in schemes.items():
        known = {**scheme, "on-honey": ON_HONEY}
        for pair in PAIRS:
            front, ground = known[pair.front], known[pair.ground]
            yield Measured(name, pair, front, ground, contrast(front, ground))


def schemes(given: Mapping[str, Mapping[str, str]]) -> dict[str, Scheme]:
    """The whole of each scheme with what an operator gives by scheme and name; buttons and the street follow the rest."""
    light = _whole(LIGHT, {NAMES[name]: colour for name, colour in given.get("light", {}).items()})
    dark = _whole(DARK, {NAMES[name]: colour for name, colour in given.get("dark", {}).items()}, light)
    return {"light": light, "dark": dark}


def _whole(shipped: Scheme, given: Scheme, light: Scheme | None = None) -> Scheme:
    """A scheme with what is given and what follows from it. Light words on a button ask for a dark one, so in the dark
    scheme it is filled as in the light one and edged in its own plum."""
    found = {**shipped, **given}
    filled = light or found
    if "plum" in given:
        found |= {"btn": filled["plum"], "btn-edge": found["plum"], "btn-hover": filled["deep"], **given}
    if "plum" in given or "tint" in given:
        found |= {f"door{n}": mixed(found["tint"], found["plum"], (n - 1) * 0.13) for n in (1, 2, 3)}
    return found


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: all of the first at 0, all of the second at 1."""
    pairs = ((int(one[place : place + 2], 16), int(other[place : place + 2], 16)) for place in (1, 3, 5))
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def style(whole: Mapping[str, Scheme]) -> str:
    """The rules that come after the shipped style sheet: only what differs from it, only on screens; "" when nothing does."""
    light, dark = (_rules(whole[name], SHIPPED[name]) for name in ("light", "dark"))
    said = f"@media screen{{:root{{{light}}}}}" if light else ""
    return said + (f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}" if dark else "")


def _rules(scheme: Scheme, shipped: Scheme) -> str:
    return ";".join(f"--{token}:{colour}" for token, colour in scheme.items() if colour != shipped[token])
