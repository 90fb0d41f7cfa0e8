"""What a need asks of a listing, as lines that grade published facts from 0 to 3.

3 category:practical/food/pantries & text:grocer|pantry    all conditions of a line must hold
2 category:practical/food & language:es|ht                 any value of a condition is enough
1 category:practical & !name:consulate                     ! turns a condition round
0 name:school board                                        a line of grade 0 outweighs every other line
3 is:1241|1302                                             named listings (source ids, or refs) outweigh all lines

Values of the facets are read as a visitor reads them (with parents and what follows). Regular expressions, each from the
beginning of a word of folded text: `name` is the name with its other names, `org` the organization's, `text` these and the
description, `terms` who may come, what it costs and how to apply, `any` all of them. `day` is a weekday of its hours (0 is
Monday); `area` a code of its place or of what it serves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from directory.facets import FACETS, Answers, answers, declared
from directory.geo import Point
from directory.listing import Listing, fold, located

HIGHEST = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """A listing as a judge reads it: folded texts, what it says to the facets."""

    listing: Listing
    said: Answers
    texts: Mapping[str, str]
    point: Point | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A key with its values, of which one must hold; `turned` when none may."""

    key: str
    values: tuple[str, ...]
    turned: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A grade for the listings that meet all conditions."""

    grade: int
    conditions: tuple[Condition, ...]

    @property
    def named(self) -> bool:
        """Whether it names listings one by one."""
        return self.conditions[0].key == "is"


TEXTS = ("name", "org", "text", "terms", "any")
PLAIN = ("is", "day", "area")
KEYS = frozenset({*FACETS, *TEXTS, *PLAIN})


def facts(listing: Listing) -> Facts:
    """What a judge reads of a listing: never the subject words of a professional index."""
    names = fold("\n".join((listing.name, *listing.alternate_names)))
    text = fold("\n".join((names, listing.organization.name, listing.description)))
    told = (listing.eligibility.text, listing.application, listing.fees, listing.hours_text, *listing.documents)
    terms = fold("\n".join(told))
    texts = {"name": names, "org": fold(listing.organization.name), "text": text, "terms": terms, "any": f"{text} {terms}"}
    return Facts(listing, answers(listing), texts, located(listing))


def parse(text: str) -> tuple[Line, ...]:
    """The lines of a query's judgement. Raises ValueError naming the line that is not right."""
    return tuple(_line(line) for line in text.splitlines() if line.strip())


def _line(text: str) -> Line:
    grade, _, rest = text.strip().partition(" ")
    if not grade.isdecimal() or int(grade) > HIGHEST:
        raise ValueError(f"a line begins with a grade from 0 to {HIGHEST}: {text}")
    return Line(int(grade), conditions(rest))


def conditions(text: str) -> tuple[Condition, ...]:
    """The conditions that " & " joins. Raises ValueError naming the one that is not right."""
    return tuple(_condition(part.strip()) for part in text.split(" & "))


def _condition(part: str) -> Condition:
    key, _, value = part.removeprefix("!").partition(":")
    if key not in KEYS or not value:
        raise ValueError(f"there is no condition {part!r}")
    values = (value,) if key in TEXTS else tuple(value.split("|"))
    if strange := {one for one in values if key in FACETS and one not in declared(key)}:
        raise ValueError(f"there is no {key} {', '.join(strange)}")
    return Condition(key, values, part.startswith("!"))


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})")


def grade(lines: Sequence[Line], one: Facts) -> int:
    """What a listing is worth to a need, from 0 to 3, wherever it is."""
    met = [line for line in lines if all(meets(condition, one) for condition in line.conditions)]
    named = [line.grade for line in met if line.named]
    if named:
        return named[-1]
    grades = [line.grade for line in met]
    return 0 if 0 in grades else max(grades, default=0)


def meets(condition: Condition, one: Facts) -> bool:
    """Whether a listing meets a condition."""
    return _says(condition, one) is not condition.turned


def _says(condition: Condition, one: Facts) -> bool:
    key, values = condition.key, condition.values
    if key in FACETS:
        return not one.said.yes[key].isdisjoint(values)
    if key in TEXTS:
        return _pattern(values[0]).search(one.texts[key]) is not None
    return any(_PLAIN[key](one.listing, value) for value in values)


def _is(listing: Listing, value: str) -> bool:
    return value in (listing.ref, listing.id, listing.id.partition(":")[2].partition("@")[0])


def _day(listing: Listing, value: str) -> bool:
    return any(int(value) in session.days for session in listing.sessions or ())


def _area(listing: Listing, value: str) -> bool:
    codes = (*listing.coverage, *(listing.place.codes if listing.place else ()))
    return any(code == value or code.startswith(f"{value}-") for code in codes)


_PLAIN: Mapping[str, Callable[[Listing, str], bool]] = {"is": _is, "day": _day, "area": _area}
