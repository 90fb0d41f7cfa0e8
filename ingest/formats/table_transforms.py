"""The named transforms of a column mapping: each takes the texts of a field and gives texts; there is no code in a mapping."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ingest.clean import languages as clean_languages
from ingest.clean import words
from ingest.clean.text import line

Texts = tuple[str, ...]
SMALL = frozenset({"and", "of", "the", "for", "in", "at", "de", "la", "el", "y", "del", "los", "las"})

SHORTENED = frozenset({"st", "mt", "ft", "dr", "mr", "mrs", "ms", "jr", "sr", "ctr", "corp", "ltd"})

INITIALS = frozenset({"ymca", "ywca", "usa", "va", "aa", "ame", "ymha", "naacp", "elca", "nami", "pta", "pto", "aarp", "ii"})
"""What is said letter by letter although it has vowels."""


@dataclass(frozen=True, slots=True)
class Transform:
    """What a transform does; `argument` says what stands behind its name, empty where nothing does."""

    make: Callable[[Texts, str], Texts]
    argument: str = ""


def split(texts: Texts, separator: str) -> Texts:
    """The parts between a separator; "lines" and "spaces" are words for those."""
    mark = {"lines": "\n", "spaces": " "}.get(separator, separator)
    return tuple(part.strip() for text in texts for part in text.split(mark) if part.strip())


def title(texts: Texts, _: str) -> Texts:
    """Words written in capitals only, in small letters with a capital first; names with any small letter stay."""
    return tuple(_titled(text) if text.isupper() else text for text in texts)


def _titled(text: str) -> str:
    found = [_word(word, first=n == 0) for n, word in enumerate(text.split())]
    return " ".join(found)


def _word(word: str, *, first: bool) -> str:
    low = word.lower()
    if low in SMALL and not first:
        return low
    if low.strip(".,") in SHORTENED:
        return low.capitalize()
    if low.strip(".,") in INITIALS:
        return word
    if re.fullmatch(r"[A-Z]\.?(?:[A-Z]\.)*|[IVX]+|[NS][EW]|P\.?O\.?|[B-DF-HJ-NP-TV-XZ]{2,4}|\W*\d\S*", word):
        return low if re.fullmatch(r"\d+(?:st|nd|rd|th)", low) else word  # initials, numerals, consonants alone: "YMCA", "CSA"
    return re.sub(r"(?<![a-zà-ÿ'’])[a-zà-ÿ]", lambda found: found[0].upper(), low)


def _date(texts: Texts, shape: str) -> Texts:
    return tuple(found for text in texts if (found := _dated(text, shape)))


def _dated(text: str, shape: str) -> str:
    try:
        return datetime.strptime(text.strip(), shape).date().isoformat()  # noqa: DTZ007  # a day, not an instant
    except ValueError:
        return ""


def _lettered(texts: Texts, _: str) -> Texts:
    return tuple(text for text in texts if any(c.isalpha() for c in text))


def _numbered(texts: Texts, _: str) -> Texts:
    return tuple(text for text in texts if any(c.isdigit() for c in text))


def _unless(texts: Texts, unwanted: str) -> Texts:
    return tuple(text for text in texts if text.casefold() != unwanted.casefold())


def _spoken(texts: Texts, _: str) -> Texts:
    return tuple(dict.fromkeys(value for text in texts for value in clean_languages.languages(text).values))


TRANSFORMS: dict[str, Transform] = {
    "access": Transform(lambda texts, _: tuple(dict.fromkeys(v for text in texts for v in words.access(text).values))),
    "after": Transform(lambda texts, mark: tuple(text.partition(mark)[2].strip() or text for text in texts), "a text"),
    "before": Transform(lambda texts, mark: tuple(text.partition(mark)[0].strip() for text in texts), "a text"),
    "beginnings": Transform(lambda texts, _: tuple(dict.fromkeys(v for text in texts for v in words.beginnings(text)[0]))),
    "bracketed": Transform(lambda texts, _: tuple(f"({text.strip('()')})" for text in texts)),
    "costs": Transform(lambda texts, _: words.costs("\n".join(texts))),
    "date": Transform(_date, "a form such as %m/%d/%Y"),
    "digits": Transform(_numbered),
    "first": Transform(lambda texts, _: texts[:1]),
    "join": Transform(lambda texts, mark: (mark.join(texts),) if texts else (), "a text"),
    "languages": Transform(_spoken),
    "letters": Transform(_lettered),
    "line": Transform(lambda texts, _: tuple(line(text) for text in texts)),
    "lower": Transform(lambda texts, _: tuple(text.lower() for text in texts)),
    "missing": Transform(lambda texts, _: () if texts else ("yes",)),
    "prefix": Transform(lambda texts, mark: tuple(f"{mark} {text}" for text in texts), "a text"),
    "split": Transform(split, "a text, or lines, or spaces"),
    "title-case": Transform(title),
    "true-keys": Transform(lambda texts, _: texts),  # of an object: `table_mapping` gives its keys that are true
    "unless": Transform(_unless, "a text"),
}
"""Name → transform. `README` lists them."""


def parsed(text: str) -> tuple[Transform, str] | str:
    """The transform of "name argument" and its argument, or what is wrong with it."""
    name, _, argument = text.partition(" ")
    found = TRANSFORMS.get(name)
    if found is None:
        return f"there is no transform {name!r}; there are {', '.join(TRANSFORMS)}"
    if bool(found.argument) != bool(argument):
        return f"{name} needs {found.argument} behind it" if found.argument else f"{name} takes nothing behind it"
    return found, argument
