"""A column mapping proposed for a table nobody described: by the names of its columns, else by what stands in them.

A proposal is for a person to read: what is not certain is left out of it and told as left over when the source is checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from directory.listing import fold
from ingest.clean import crosswalk
from ingest.clean.coordinates import degrees
from ingest.clean.days import weekday
from ingest.clean.phones import phones
from ingest.clean.placeholders import placeholder
from ingest.clean.whole_address import point_in, whole_address
from ingest.formats.rows import text_of
from ingest.formats.table_transforms import TRANSFORMS

MOSTLY = 0.7
"""Share of a column's values that must look like something for the column to be taken for it."""

_HEADS: tuple[tuple[str, str], ...] = (
    ("latitude", r"(?:.* )?(?:lat|latitude)|y(?: coord\w*)?"),
    ("longitude", r"(?:.* )?(?:lon|lng|long|longitude)|x(?: coord\w*)?"),
    ("fax", r".*\bfax\b.*"),
    ("tty", r".*\b(?:tty|tdd)\b.*"),
    ("email", r".*\be ?mail\b.*"),
    ("url", r"(?:.* )?(?:website|web site|url|homepage|web ?address|website address)(?: url)?"),
    ("phone", r"(?:.* )?(?:phone|telephone|tel|hotline)(?: (?:no|number|num|1|2|3))?|(?:contact|main) number|phone ?\w*"),
    ("postal_code", r"(?:.* )?(?:zip|zip ?code|postcode|postal ?code|post code)"),
    ("region", r"(?:.* )?(?:state|st|province|state province|state abbr\w*|st abbr)"),
    ("country", r"country(?: code)?"),
    ("city", r"(?:.* )?(?:city|town|municipality|suburb|locality)"),
    ("street", r"(?:.* )?(?:street|address|street address|address ?\d|addr|address line ?\d|street ?\d|suite|unit)"),
    ("hours", r"(?:.* )?(?:hours|opening hours|open hours|hours of operation|times|schedule)"),
    ("ages", r"(?:.* )?(?:ages?|age groups?|age range|grade level age group)(?: served)?"),
    ("eligibility", r"(?:.* )?(?:eligibility|requirements|who can \w+|eligible)(?: .*)?"),
    ("fees", r"(?:.* )?(?:fees?|costs?|price|fee structure)"),
    ("language", r"(?:.* )?languages?(?: (?:spoken|offered))?"),
    ("checked_on", r"(?:date )?(?:last )?(?:verified|checked|updated|reviewed)(?: (?:on|at|date))?"
                   r"|(?:date of )?(?:last )?(?:verification|update|review|check)(?: date)?"),
    ("description", r"(?:.* )?(?:description|about|summary|services|services offered|details)"),
    ("organization", r"(?:organi[sz]ation|org|agency|provider|operator|sponsor|partner|parent|parent name|grantee)(?: name)?"),
    ("key", r"(?:.* )?(?:id|uid|guid|key|uuid|record ?id|organi[sz]ation ?code)"),
    ("name", r"(?:[a-z]+ )?(?:name|title)|program|programme|site|facility|name ?1"),
)  # fmt: skip
"""Field → what its column is called, folded; the first that fits and is free is taken."""

_PERSONS = re.compile(
    r"(?:.* )?(?:contact|first|last|middle|given|director|manager|coordinator|supervisor|staff) (?:person )?(?:name|title)\b.*"
    r"|(?:.* )?contact person(?: .*)?|(?:.* )?(?:director|manager|coordinator|supervisor)s? (?:e ?mail|phone|tel\w*)(?: .*)?"
    r"|(?:.* )?(?:home|cell|cellular|mobile|personal|private) (?:phone|telephone|tel|number|no|e ?mail)(?: .*)?"
)
"""Columns, folded, of what is a person's own: never proposed, whatever stands in them."""
MANY = frozenset({"street", "phone", "hours", "eligibility", "description", "fees"})
"""Fields that several columns may fill."""
WORDED = frozenset({"name", "organization", "description"})
NAMES = ("name", "public name", "program name", "service name", "site name", "facility name", "location name")
"""Columns of names, the best first."""
VOCABULARIES = ("dycd", "jordan", "211", "samhsa", "ntee", "open-eligibility", "osm")
_ANY = re.compile(r".+", re.DOTALL)
REGISTER = "ntee"
"""The vocabulary of the tax register of charities."""
SHAPES = {
    "211": (re.compile(r"[A-Z]{1,2}-\d{4}[\d.-]*"), crosswalk.longest),
    "ntee": (re.compile(r"[A-Z]\d\d\w?"), crosswalk.prefix),
}
"""Vocabularies that are read by prefixes, and what their codes look like whole."""
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|_")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%m-%d-%Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y")
"""How tables write a day, the month first; elsewhere than in the United States the day comes first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping as it stands in TOML, how each column was taken, and the columns that were not."""

    mapping: dict[str, Any]
    taken: tuple[tuple[str, str, str], ...]  # column, field, why
    left: tuple[str, ...]


def proposal(sample: Sequence[Mapping[str, Any]], country: str = "US") -> Proposal:
    """The mapping that the first records of a table suggest."""
    columns = {
        name: [text for row in sample if (text := text_of(row.get(name))) and not placeholder(text)]
        for name in dict.fromkeys(name for row in sample for name in row)
    }
    taken: dict[str, list[str]] = {}
    why: list[tuple[str, str, str]] = []
    for name, values in columns.items():
        field, reason = _field(name, values, country)
        if field == "name" and field in taken and _rank(name) < _rank(taken[field][0]):
            taken[field] = []  # a better name than the one before
            why = [one for one in why if one[1] != "name"]
        if field and (not taken.get(field) or field in MANY):
            taken.setdefault(field, []).append(name)
            why.append((name, field, reason))
    days = [name for name in columns if weekday(fold(name).removesuffix(" hours")) is not None]
    why += [(name, "hours", "it is called like a day") for name in days]
    _point(columns, taken, why)
    _call(columns, taken, why)
    mapping: dict[str, Any] = {field: _said(field, names, country) for field, names in taken.items()}
    if (shape := _shape(columns[taken["checked_on"][0]], country) if "checked_on" in taken else "") and shape != DAYS[0]:
        mapping["checked_on"] = {"from": mapping["checked_on"], "by": [f"date {shape}"]}
    if days:
        mapping["hours"] = [{"from": name, "label": name.split()[0]} for name in days]
    coded = ((name, found) for name in columns if (found := _vocabulary(columns[name])))
    if (code := next(coded, None)) is not None:
        mapping["kinds"] = {"from": code[0], "codes": code[1]}
        why.append((code[0], "kinds", f"its values are those of the vocabulary {code[1]}"))
        why = _register(code[1], mapping, why)
    used = {name for name, _, _ in why}
    ordered = {"name": mapping.pop("name")} | mapping if "name" in mapping else mapping
    return Proposal(ordered, tuple(why), tuple(name for name in columns if name not in used))


def _register(vocabulary: str, mapping: dict[str, Any], why: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Rows of a tax register are bodies, no help: leads, and without a street, which is often an officer's home."""
    if vocabulary != REGISTER:
        return why
    mapping.pop("street", None)
    mapping.pop("address", None)
    mapping["rule"] = [{"then": "lead", "why": "a tax register names bodies, not help"}]
    return [one for one in why if one[1] not in ("street", "address")]


def _rank(name: str) -> int:
    head = fold(_WORDS.sub(" ", name))
    return NAMES.index(head) if head in NAMES else len(NAMES)


def _call(columns: Mapping[str, Sequence[str]], taken: dict[str, list[str]], why: list[tuple[str, str, str]]) -> None:
    """Where no column is called a name, the organization is what a record is called, else the text that differs most."""
    if "name" in taken:
        return
    if "organization" in taken:
        taken["name"] = taken.pop("organization")
        why[:] = [(name, "name", reason) if field == "organization" else (name, field, reason) for name, field, reason in why]
    elif found := _named(columns, taken):
        taken["name"] = [found]
        why.append((found, "name", "nearly every record has another text there"))


def _field(name: str, values: Sequence[str], country: str) -> tuple[str, str]:
    head = fold(_WORDS.sub(" ", name))
    if _PERSONS.fullmatch(head):
        return "", ""
    field = next((field for field, pattern in _HEADS if re.fullmatch(pattern, head)), "")
    if field == "street" and _mostly(values, lambda text: _whole(text, country)):
        return "address", "whole addresses stand in it"
    if field == "checked_on" and not _shape(values, country):
        return "", ""
    if field in {"latitude", "longitude"} and not _mostly(values, lambda text: degrees(text) is not None):
        return "", ""
    if field and not (field in WORDED and not _mostly(values, _wordy, few=0)):
        return field, "by its name"
    if _mostly(values, lambda text: bool(_MAIL.fullmatch(text))):
        return "email", "mailboxes stand in it"
    if _mostly(values, lambda text: bool(_LINK.fullmatch(text))):
        return "url", "web addresses stand in it"
    if _mostly(values, lambda text: _numbers(text, country)):
        return "phone", "telephone numbers stand in it"
    if _mostly(values, lambda text: _whole(text, country)):
        return "address", "whole addresses stand in it"
    return "", ""


def _shape(values: Sequence[str], country: str) -> str:
    """How most of the values write a day; empty where they are none."""
    shapes = sorted(DAYS, key=lambda shape: shape.startswith("%m")) if country != "US" else DAYS
    read = {shape: sum(1 for text in values if _dated(text, shape)) for shape in shapes}
    best = max(read, key=lambda shape: read[shape])
    return best if values and read[best] >= MOSTLY * len(values) else ""


def _dated(text: str, shape: str) -> bool:
    return bool(TRANSFORMS["date"].make((text[:10] if shape == DAYS[0] else text,), shape))


def _mostly(values: Sequence[str], test: Any, few: int = 1) -> bool:
    return len(values) > few and sum(1 for text in values if test(text)) >= MOSTLY * len(values)


def _whole(text: str, country: str) -> bool:
    read = whole_address(text, country)
    return not read.notes and bool(read.value.postal_code and read.value.lines)


def _numbers(text: str, country: str) -> bool:
    return 7 <= len(re.sub(r"\D", "", text)) <= 15 and bool(re.search(r"\D", text)) and bool(phones(text, country).value)


def _point(columns: Mapping[str, Sequence[str]], taken: dict[str, list[str]], why: list[tuple[str, str, str]]) -> None:
    """A point in brackets beside an address gives both."""
    for name, values in columns.items():
        if _mostly(values, lambda text: point_in(text) is not None):
            taken["point"] = [name]
            why.append((name, "point", "points in brackets stand in it"))
            return


def _named(columns: Mapping[str, Sequence[str]], taken: Mapping[str, Sequence[str]]) -> str:
    used = {name for names in taken.values() for name in names}
    used |= {name for name in columns if _PERSONS.fullmatch(fold(_WORDS.sub(" ", name)))}
    free = {name: values for name, values in columns.items() if name not in used and _mostly(values, _wordy)}
    return max(free, key=lambda name: len(set(free[name])), default="")


def _wordy(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{3}", text)) and len(text) < 2000


def _vocabulary(values: Sequence[str]) -> str:
    """The vocabulary that most values of a column are codes of."""
    return next((name for name in VOCABULARIES if _mostly(values, partial(_is_code, name))), "")


def _is_code(vocabulary: str, text: str) -> bool:
    shape, match = SHAPES.get(vocabulary, (_ANY, crosswalk.exact))
    return bool(shape.fullmatch(text)) and match(vocabulary, text) is not None


def _said(field: str, names: list[str], country: str) -> Any:
    whole: str | list[str] = names[0] if len(names) == 1 else names
    if field == "language":
        return {"from": whole, "by": ["languages"]}
    if field == "address" and country != "US":
        return {"from": whole, "country": country}
    return whole
