"""Fields and rules that the schemas share: each says what was wrong and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, validate
from rapidfuzz import fuzz, process, utils

from directory.facets import FACETS, declared
from directory.taxonomy import label

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
"""Monday first, as iCalendar's BYDAY has them, in lower case."""
LIKENESS = 60
"""Of 100; a name less alike is no help: "fre" and "free" are 86 alike, "zzz" and "tz" 40."""
PARTLY = 85
"""The same for a part of a name: "greif" in "support-groups/grief"; only for four letters and more."""
FEW = 8
"""So many allowed names or fewer are all told where none is alike."""
CODE = re.compile(r"world|us(-[a-z]{2}(-\d{3})?)?|us-zip-\d{5}|(?!us)[a-z]{2}(-[a-z0-9]{1,8}){0,3}")
TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
"""Toll-free area codes in service in the North American plan."""


LABEL_LIKENESS = 80
"""The same for a word of any language that stands for a name: "ingles" and "inglés" are 83 alike, "banana" and "mañana" 67."""


def nearest(value: str, allowed: Iterable[str], least: int = LIKENESS) -> str:
    """The allowed name most like `value`, or else most like to contain it; the empty string when none is alike."""
    names, said = list(allowed), utils.default_process(value)
    found = process.extractOne(said, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=least)
    if found is None and len(said) >= 4:
        longer = [name for name in names if len(name) >= len(said)]
        found = process.extractOne(
            said, longer, scorer=fuzz.partial_ratio, processor=utils.default_process, score_cutoff=PARTLY
        )
    return str(found[0]) if found else ""


class Declared(validate.OneOf):
    """One of the allowed names; the message names the nearest one. `labels` are words for names, such as Spanish for es."""

    def __init__(self, choices: Iterable[str], labels: Mapping[str, str] | None = None) -> None:
        self.names = tuple(choices)
        super().__init__(self.names)
        self.words = dict(labels or {})

    def __call__(self, value: Any) -> Any:
        if value not in self.choices:
            raise ValidationError(f"{str(value)[:80]!r} is not known{self._instead(str(value))}")
        return value

    def _instead(self, value: str) -> str:
        """How the sentence goes on: with the nearest name, else with all where they are few."""
        if near := self.near(value):
            return f"; do you mean {near!r}?"
        return f"; it can be {', '.join(self.names)}." if len(self.names) <= FEW else "."

    def near(self, value: str) -> str:
        """The allowed name that was most likely meant, or the empty string."""
        return nearest(value[:80], self.choices) or self.words.get(nearest(value[:80], self.words, LABEL_LIKENESS), "")


@cache
def declared_values(facet: str, allowed: tuple[str, ...] | None = None) -> Declared:
    """The values of a facet, all or those allowed, with their labels in every language."""
    names = declared(facet) if allowed is None else allowed
    return Declared(names, {label(facet, name, language): name for name in names for language in ("en", "es")})


class Text(fields.String):
    """A line of text: no control characters, no half of a surrogate pair, at most `longest` characters."""

    pattern = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

    def __init__(self, *, longest: int = 500, **more: Any) -> None:
        super().__init__(validate=[validate.Length(max=longest), *more.pop("rules", ())], **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        if text is not None and (found := self.pattern.search(text)):
            raise ValidationError(f"The character U+{ord(found[0]):04X} does not belong in text.")
        return text


class Paragraphs(Text):
    """Text that may have line breaks and tabs."""

    pattern = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Several(fields.List[Any]):
    """A list that becomes a tuple; with `once` each member may stand in it one time only."""

    def __init__(self, inner: fields.Field[Any], *, once: bool = False, **more: Any) -> None:
        super().__init__(inner, **more)
        self.once = once

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        found = tuple(super()._deserialize(value, attr, data, **more))
        if self.once and len(set(found)) < len(found):
            raise ValidationError("Each member may stand here only once.")
        return found


class Clock(fields.Field[int]):
    """Minutes after midnight as "HH:MM"; hours may pass 24, as in GTFS: "26:00" is two in the night that follows."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:
        found = re.fullmatch(r"(\d{2,3}):([0-5]\d)", value) if isinstance(value, str) else None
        if found is None:
            raise ValidationError('A time looks like "09:30"; "26:00" is two in the night that follows.')
        return int(found[1]) * 60 + int(found[2])


class Weekday(fields.Field[int]):
    """A day of the week, Monday 0, as "mo" … "su"."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:
        if value not in WEEKDAYS:
            raise ValidationError(f"A weekday is one of {', '.join(WEEKDAYS)}.")
        return WEEKDAYS.index(value)


def facet_values(facet: str, **more: Any) -> Several:
    """A list of declared values of a facet, each once."""
    return Several(Text(rules=[declared_values(facet)]), once=True, **more)


def web_address(value: str) -> None:
    """Accepts absolute http and https addresses alone: a feed must not make a page link to `javascript:`."""
    try:
        parts = urlsplit(value)
        right = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        right = False
    if not right or re.search(r'[\s<>"\\]', value):
        raise ValidationError("An address starts with http:// or https:// and has a host, no password and no spaces.")


@cache
def zones() -> frozenset[str]:
    """The IANA names of the installed time zone data; finding them walks its folders, 3 ms."""
    return frozenset(available_timezones())


def zone_name(value: str) -> None:
    """Accepts IANA names of time zones."""
    if value not in zones():
        near = nearest(value, zones())
        raise ValidationError(f"{value!r} is not an IANA time zone{f'; do you mean {near!r}?' if near else '.'}")


def area_code(value: str) -> None:
    """Accepts codes of the shapes `directory.geo` names."""
    if not CODE.fullmatch(value):
        raise ValidationError(f"{value!r} is not an area code such as world, us, us-ca, us-ca-001, us-zip-94601 or gb-eng.")


def denial(value: str) -> None:
    """Accepts `facet:value` of a declared value of a facet that can say no."""
    facet, _, name = value.partition(":")
    able = [found.name for found in FACETS.values() if found.three_valued]
    if facet not in able:
        raise ValidationError(f"{value!r} does not start with a facet that can say no ({', '.join(able)}) and a colon.")
    declared_values(facet)(name)


def phone_fault(number: str, kind: str, country: str) -> str:
    """What is wrong with a phone's digits, or the empty string.

    `number` is what is dialled inside `country`; a short code never gains a country code. North American numbers have ten
    digits, neither their area nor their exchange code starting with 0 or 1 (NANPA numbering rules).
    """
    if not re.fullmatch(r"\d{3,15}", number):
        return "A number is 3 to 15 digits and nothing else."
    if kind == "short_code":
        return "" if len(number) <= 6 else "A short code has at most 6 digits."
    if kind == "international":
        return ""
    if country not in {"US", "CA"}:
        return "" if len(number) >= 5 else "A number this short is a short code."
    if len(number) == 11 and number[0] == "1":
        return "Leave out the leading 1: ten digits."
    if not re.fullmatch(r"[2-9]\d\d[2-9]\d{6}", number):
        return "A US or Canadian number has ten digits; area and exchange code do not start with 0 or 1."
    if (kind == "toll_free") != number.startswith(TOLL_FREE):
        return "Toll-free numbers, and no others, start with 800, 833, 844, 855, 866, 877 or 888."
    return ""
