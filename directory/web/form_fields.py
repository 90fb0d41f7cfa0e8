"""What the forms ask, and whether what was typed can be used. Values and pure functions: no request, no page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

TRAP = "website2"
"""A field that no person sees: what fills in everything gives itself away. No browser fills in a field of that name."""
EMAIL = "email"
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_KNOW = ("there", "went", "seen", "told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question: its words are `ask_<name>`, its options' `<name>_<option>`, its fault's `error_<name>`."""

    name: str
    kind: Literal["radio", "text", "area", "select", "email"] = "text"
    longest: int = 200
    required: bool = False
    options: tuple[str, ...] = ()
    hint: bool = False


KNOW = Field(name="know", kind="select", options=_KNOW)
WHO = Field(name=EMAIL, kind="email", longest=254, hint=True)
REPORT = (
    Field(name="wrong", kind="radio", required=True, options=("phone", "time", "closed", "unsafe", "hide", "other")),
    Field(name="text", kind="area", longest=1000, required=True, hint=True),
    KNOW,
    WHO,
)
ENOUGH = frozenset({"phone", "closed", "unsafe", "hide"})
"""What says all of it by being chosen: to tell more is left to who tells."""
SUGGEST = (
    Field(name="name", required=True),
    Field(name="help", kind="area", longest=1000, required=True, hint=True),
    Field(name="place", longest=100, hint=True),
    Field(name="reach", longest=300, required=True, hint=True),
    KNOW,
    WHO,
)
"""At most six questions, and only what is needed to find the thing is required (pages §4.10)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field: the key of the sentence, and how long it may be and is where that is it."""

    name: str
    key: str
    most: int = 0
    count: int = 0


def asked(fields: tuple[Field, ...], said: Mapping[str, str]) -> tuple[Field, ...]:
    """The questions as they are for what was chosen: where that is enough, words are optional and no example is given."""
    if said.get("wrong") not in ENOUGH:
        return fields
    return tuple(replace(one, required=False, hint=False) if one.name == "text" else one for one in fields)


def typed(fields: tuple[Field, ...], given: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the fields: without control characters, lines kept where there are lines; never cut."""
    return {one.name: clean(given.get(one.name, ""), lines=one.kind == "area") for one in fields}


def clean(text: str, *, lines: bool = False) -> str:
    """A text as a person reads it: composed, without control characters and without space around it."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        plain = plain.replace("\n", " ")
    return "".join(letter for letter in plain if letter == "\n" or unicodedata.category(letter)[0] != "C").strip()


def faults(fields: tuple[Field, ...], said: Mapping[str, str]) -> tuple[Fault, ...]:
    """What keeps the answers from being used, in the order of the questions."""
    found = (_fault(one, said[one.name]) for one in asked(fields, said))
    return tuple(one for one in found if one is not None)


def _fault(field: Field, text: str) -> Fault | None:
    if not text:
        return Fault(field.name, f"error_{field.name}") if field.required else None
    if len(text) > field.longest:
        return Fault(field.name, "error_long", field.longest, len(text))
    if field.options and text not in field.options:
        return Fault(field.name, f"error_{field.name}")
    if field.kind == "email" and not _ADDRESS.fullmatch(text):
        return Fault(field.name, f"error_{field.name}")
    return None
