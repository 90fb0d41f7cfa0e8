"""Streets as they are compared: house number, words in their short forms, and what is inside the building."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from directory.listing import Address, fold
from ingest.dedupe.words import COMPASS, KINDS_OF_STREET, STREET, UNITS

ALIKE = 84.0
"""Similarity of street words, 0 to 100, from which they are one street: "Hwy 304" and "Highway 306" stay apart, a letter lost
or doubled ("Supthin") does not matter."""
_GLUED = re.compile(r"(?<=[a-z])(?=\d{5}\b)|(?<=\d)(?=(?:st|nd|rd|th)\d)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_NUMBERED = frozenset({"hwy", "rt", "road", "rd", "county", "state", "us", "sr", "cr", "fm", "box", "interstate", "i", "md"})
"""Words that a road's number may follow."""
_ROADS = frozenset({"hwy", "rt", "state", "county", "us", "sr", "cr", "fm", "md", "road", "rd", "old"})
_NUMBER = re.compile(r"\d+[a-z]?")


@dataclass(frozen=True, slots=True)
class Street:
    """`house` is "" where there is no number; `unit` has the words and numbers inside the building, such as "204"."""

    house: str
    words: tuple[str, ...]
    unit: frozenset[str]


NOWHERE = Street("", (), frozenset())


def street(address: Address) -> Street:
    """The street of an address: that of its first line with a house number, else of the first. Units may stand in any line."""
    parts = [_split(line, address) for line in address.lines]
    chosen = next((part for part in parts if part.house), parts[0] if parts else NOWHERE)
    units = frozenset(word for part in parts for word in part.unit)
    return Street(chosen.house, chosen.words, units) if parts else NOWHERE


def _split(line: str, address: Address) -> Street:
    words = [STREET.get(word, word) for word in _GLUED.sub(" ", fold(line.split(",")[0] if _opens(line) else line)).split()]
    rest = [STREET.get(word, word) for word in fold(" ".join(line.split(",")[1:])).split()] if _opens(line) else []
    words = _without_tail(words, address)
    house, words = _house(words)
    words, rest = _trailing(_road(words), rest)
    for index, word in enumerate(words):
        floor = _ORDINAL.fullmatch(word) and words[index + 1 : index + 2] in (["fl"], ["floor"], ["flr"])
        if (word in UNITS and (index > 0 or not house)) or floor:
            rest = words[index:] + rest
            words = words[:index]
            break
    return Street(house, tuple(word[:-2] if _ORDINAL.fullmatch(word) else word for word in words), frozenset(_unit(rest)))


def _road(words: list[str]) -> list[str]:
    """A numbered road by its number alone: "MD-108", "Route 108" and "State Highway 108" are one."""
    for index, word in enumerate(words[:-1]):
        if word in _ROADS and words[index + 1].isdigit() and all(before in _ROADS | COMPASS for before in words[:index]):
            return ["rt", *words[index + 1 :]]
    return words


def _trailing(words: list[str], rest: list[str]) -> tuple[list[str], list[str]]:
    """The words without the room at their end ("Liberty Heights Ave 111-113"); a road's own number stays ("Highway 95")."""
    kept = len(words)
    while kept > 2 and _NUMBER.fullmatch(words[kept - 1]) and words[kept - 2] not in _NUMBERED:
        kept -= 1
    return words[:kept], words[kept:] + rest


def _opens(line: str) -> bool:
    """Whether the street ends at the first comma: what comes then is a unit, a quarter or a town."""
    return bool(re.match(r"\s*\d", line)) and "," in line and len(line.split(",")[0].split()) > 1


def _without_tail(words: list[str], address: Address) -> list[str]:
    """The words before the town, state and postal code that some feeds repeat in the street."""
    town = [STREET.get(word, word) for word in fold(address.city).split()]
    postal = fold(address.postal_code).split()[:1]
    for tail in (postal, fold(address.region).split(), town):
        if tail and len(words) > len(tail) + 1 and words[-len(tail) :] == tail:
            words = words[: -len(tail)]
    return words


def _house(words: list[str]) -> tuple[str, list[str]]:
    """House number and the other words: "90-25 161st" is house 90-25, "12501-12503 Willowbrook" is 12501."""
    numbers = 0
    while numbers < min(2, len(words)) and _NUMBER.fullmatch(words[numbers]):
        numbers += 1
    if not numbers or numbers == len(words):
        return ("", words) if not numbers else (words[0], words[1:])
    if numbers == 2 and words[2] in KINDS_OF_STREET:
        return words[0], words[1:]
    if numbers == 2 and len(words[0]) == len(words[1]) and len(words[0]) > 3:
        return words[0], words[2:]
    return "-".join(words[:numbers]), words[numbers:]


def _unit(words: list[str]) -> list[str]:
    """The numbers and single letters of a part inside a building; "5th floor" is none."""
    told = [word for word in words if not _ORDINAL.fullmatch(word)]
    return [word.lstrip("0") for word in told if len(word) == 1 or any(char.isdigit() for char in word)]


def alike(one: Street, other: Street) -> bool:
    """Whether the words are one street's. Two compass points that are both said must be equal."""
    if not one.words or not other.words:
        return False
    if one.words == other.words:
        return True
    here, there = COMPASS & set(one.words), COMPASS & set(other.words)
    if here and there and here.isdisjoint(there):
        return False
    mine, yours = _core(one), _core(other)
    if not mine or not yours:
        return mine == yours
    if {word for word in mine if _numeric(word)} != {word for word in yours if _numeric(word)}:
        return False
    return fuzz.ratio("".join(mine), "".join(yours)) >= ALIKE or set(mine) == set(yours)


def _core(one: Street) -> list[str]:
    return [word for word in one.words if word not in COMPASS and word not in KINDS_OF_STREET]


def _numeric(word: str) -> bool:
    return word[0].isdigit()


def mistyped(one: Street, other: Street) -> bool:
    """Whether the house numbers differ by one slip of a finger: a digit lost, doubled, changed or two of them swapped."""
    a, b = one.house, other.house
    return bool(a and b) and a != b and min(len(a), len(b)) > 2 and DamerauLevenshtein.distance(a, b) == 1
