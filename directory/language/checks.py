"""Whether the vocabulary can be used: every fault with its file and line, all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from directory.errors import VocabularyError
from directory.language.rows import Row
from directory.language.stem import tokens
from directory.taxonomy import categories, values

NOT = "not:"
SAID = "said"
"""The kind whose value is words that listings say for the phrase."""
OWN = {
    "place": frozenset({"here", "anywhere"}),
    "filler": frozenset({"strip"}),
    "grammar": frozenset(
        {
            "not", "lack", "near", "beyond", "mine", "child", "person", "years", "aged", "months", "unit", "skip", "small",
            "common", "medicine", "died", "death", "been", "feared", "of", "whoever", "want", "since", "tells", "at", "gap",
            "theirs", "ails", "partner", "same", "third", "slight", "whose", "missed", "thing",
            "known", "subject", "study",
        }
    ),
    "crisis": frozenset(
        {
            "suicide", "self-harm", "someone-else", "psychosis", "panic", "harm-others", "abuse-now", "trafficking",
            "elder-safety", "overdose", "medical", "sexual-assault", "child-safety", "runaway", "none",
        }
    ),
}  # fmt: skip
"""The values of the kinds that are no facets (taxonomy §5)."""
STRENGTHS = ("exact", "implied")
MOST_FAULTS = 20


def check(rows: Sequence[Row]) -> None:
    """Raises VocabularyError naming file and line of unknown values, double phrases with different meanings, and crisis
    phrases that a harmless row of the same words would silence."""
    faults = [*_wrong(rows), *_double(rows), *_contrary(rows), *_shadowed(rows)]
    if faults:
        more = f"\n… and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise VocabularyError("The need words are not right:\n" + "\n".join(faults[:MOST_FAULTS]) + more)


@cache
def known(kind: str, value: str) -> bool:
    """Whether a kind has that value."""
    if kind == "category":
        return value in categories()
    return value in OWN[kind] if kind in OWN else value in values().get(kind, {})


def _wrong(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if not row.key:
            yield f"{row.place}: {row.phrase!r} has no letters or digits"
        if row.kind == SAID:
            if len(row.key) != 1 or not tokens(row.value):
                yield f"{row.place}: {row.phrase!r} is not one word with the words listings say for it"
        elif not known(row.kind, row.value.removeprefix(NOT)):
            yield f"{row.place}: unknown {row.kind}={row.value}"
        if row.strength not in STRENGTHS:
            yield f"{row.place}: the strength is {row.strength!r}, not exact or implied"
        if not row.lang:
            yield f"{row.place}: {row.phrase!r} has no language"
        for kind, value in row.instead:
            if not known(kind, value):
                yield f"{row.place}: unknown other reading {kind}={value}"


def _double(rows: Iterable[Row]) -> Iterator[str]:
    """The same row twice, or twice with another strength."""
    seen: dict[tuple[str, str, str, str], Row] = {}
    for row in rows:
        first = seen.setdefault((row.phrase, row.lang, row.kind, row.value), row)
        if first is not row:
            other = "" if first.strength == row.strength else f" as {first.strength}"
            yield f"{row.place}: {row.phrase!r} is {row.kind}={row.value} already in {first.place}{other}"


def _contrary(rows: Iterable[Row]) -> Iterator[str]:
    """A phrase to which a later file gives other values of a kind than an earlier one; within a file several are any of."""
    meant: dict[tuple[tuple[str, ...], str], list[Row]] = {}
    for row in rows:
        if row.kind not in {"grammar", "filler", SAID}:
            meant.setdefault((row.key, row.kind), []).append(row)
    for found in meant.values():
        if found[0].file == found[-1].file:  # files come one after another
            continue
        by_file: dict[str, list[Row]] = defaultdict(list)
        for row in found:
            by_file[row.file].append(row)
        first, *later = by_file.values()
        said = {row.value for row in first}
        for others in later:
            if said != {row.value for row in others} and not any(row.also for row in others):
                row = others[0]
                yield f"{row.place}: {row.phrase!r} means {row.kind}={row.value}, but {first[0].value} in {first[0].place}"


def _shadowed(rows: Iterable[Row]) -> Iterator[str]:
    """Crisis phrases whose very words are harmless in another row: a longer phrase alone may silence them."""
    harmless = {row.key: row for row in rows if row.kind == "crisis" and row.value == "none"}
    for row in rows:
        if row.kind == "crisis" and row.value != "none" and row.key in harmless:
            yield f"{harmless[row.key].place}: {row.phrase!r} is silenced, a crisis phrase in {row.place}"
