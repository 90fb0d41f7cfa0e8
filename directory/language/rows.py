"""The rows of the vocabulary's files: what each says, and what its note asks of whoever matches it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from directory.errors import VocabularyError
from directory.language.phrases import Key, key
from directory.taxonomy import SEED

FOLDER = SEED / "need-words"
NEEDS = frozenset({"category", "topic"})
"""Facets that name a need: what help is of and about, not for whom or how."""
COLUMNS = ["phrase", "lang", "kind", "value", "strength", "note"]
Pair = tuple[str, str]
INFORMAL = "informal"
SILENT = (
    "map it",
    "dated",
    "misspelling",
    "slang",
    "offensive",
    INFORMAL,
    "older spelling",
    "variant",
    "whole-query",
    "weak",
)
"""Beginnings of a note, or of a part of it, whose phrase is understood but never suggested."""


class Row(NamedTuple):
    """One line of a file. `whole`: counts alone, or `beside` one of these words; never next to one of `unless`.

    `instead` are other readings of an ambiguous phrase; `also`: another file gives the phrase another meaning, on purpose.
    A tuple, because eighteen thousand of them are made at every start.
    """

    phrase: str
    key: Key
    lang: str
    kind: str
    value: str
    strength: str
    file: str
    line: int
    whole: bool = False
    beside: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    instead: tuple[Pair, ...] = ()
    ambiguous: bool = False
    both: bool = False  # both readings at once
    literal: bool = False  # not as the singular of its plural, or the other way round
    also: bool = False
    silent: bool = False
    named: bool = False  # the name of one organization: typed alone, listings have to say it
    counted: bool = True  # False: not after a number
    ends: bool = False  # only where a sentence ends, or a new one begins
    misspelt: bool = False
    noted: bool = False  # its note says something
    stands: Key = ()  # of grammar: the words it stands for

    @property
    def conditional(self) -> bool:
        """Whether more than its words decides what it means."""
        if not self.noted:
            return False
        told = (
            self.whole,
            self.beside,
            self.unless,
            self.instead,
            self.both,
            self.literal,
            self.named,
            not self.counted,
            self.ends,
        )
        return any(told)

    @property
    def place(self) -> str:
        """Where it stands, for a fault."""
        return f"{self.file}:{self.line}"


def files(more: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """The vocabulary's own files in their order, and an operator's."""
    return (*sorted(FOLDER.glob("*.csv"), key=lambda path: (path.stem not in {"en-es"}, path.stem)), *more)


def read(path: Path) -> Iterator[Row]:
    """The rows of a file. Raises VocabularyError when it cannot be read or has other columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            if next(lines, None) != COLUMNS:
                raise VocabularyError(f"{path.name}:1: the columns are not {', '.join(COLUMNS)}")
            for cells in lines:
                if len(cells) != len(COLUMNS):
                    raise VocabularyError(f"{path.name}:{lines.line_num}: {len(cells)} cells instead of {len(COLUMNS)}")
                for phrase in _family(*cells[:3:2]):
                    yield _row([phrase, *cells[1:]], path.name, lines.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise VocabularyError(f"{path.name}: cannot be read: {fault}") from fault


def _family(phrase: str, kind: str) -> Iterable[str]:
    """The phrases that a row of crisis stands for: one for each choice of "take/do", in which "go_on" is two words."""
    if kind != "crisis" or "/" not in phrase:
        return (phrase,)
    return (" ".join(chosen).replace("_", " ") for chosen in product(*(word.split("/") for word in phrase.split())))


def _row(cells: list[str], file: str, line: int) -> Row:
    phrase, lang, kind, value, strength, note = map(str.strip, cells)
    folded = key(phrase.replace("&", " and "))
    if not note or note == INFORMAL:
        return Row(phrase, folded, lang, kind, value, strength, file, line, silent=bool(note), noted=bool(note))
    parts = [part.strip() for part in note.split(";")]
    return Row(
        phrase, folded, lang, kind, value, strength, file, line,
        whole=parts[0] == "whole-query",
        beside=frozenset(_words(parts, "with:")),
        unless=frozenset(_words(parts, "unless:")),
        instead=tuple(_pair(pair) for part in parts if part.startswith("or:") for pair in part[3:].split()),
        ambiguous=any(part.startswith("ambiguous") for part in parts),
        literal="literal" in parts,
        both=any("show both" in part for part in parts),
        named="name" in parts,
        also=any(part.startswith("also") for part in parts),
        silent=any(part.startswith(SILENT) for part in parts),
        counted=not any(part.startswith("not after a number") for part in parts),
        ends=any(part.startswith("at the end") for part in parts),
        misspelt=any(part.startswith(("misspelling", "variant")) for part in parts),
        noted=True,
        stands=tuple(_words(parts, "as:")) if kind == "grammar" else (),
    )  # fmt: skip


def _words(parts: list[str], name: str) -> Iterator[str]:
    for part in parts:
        if part.startswith(name):
            yield from key(part.removeprefix(name))


def _pair(text: str) -> Pair:
    kind, _, value = text.partition("=")
    return kind, value
