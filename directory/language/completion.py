"""What somebody may be about to type: kinds of help, need words and places, by the beginning of any of their words.

The result is a link to a search, never a guess about a person; no phrase of crisis is ever among it. Names of listings are the
engines' (`Index.suggest`); whoever shows one list puts them in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from directory.facets import FACETS, declared, group_of
from directory.language.crisis import heard
from directory.language.lexicon import Lexicon, seed
from directory.language.phrases import key
from directory.language.rows import Row
from directory.language.stem import tokens
from directory.taxonomy import label

SHORT = 2
"""Letters up to which a beginning has so many completions that the best are kept."""
FORGIVING = 4
"""Letters from which one of them may be wrong."""
MOST_KINDS = 3
MOST_PLACES = 2
MOST_WORDS = 3
PAST = "\U0010ffff"
LANGUAGES = ("en", "es", "ar")
LABELLED = ("category", "topic", "audience", "faith", "culture")
"""Facets whose labels are offered as a search of their own."""
NAMED = frozenset(FACETS)
BRIEF = 3
"""Letters up to which a word is an abbreviation ("SDA"), offered behind the others until it is typed in full."""
Places = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Completion:
    """One line of the list. `kind` "kind": a search for `facet`=`value`; "words": for the label as words; "place": near it."""

    kind: Literal["kind", "words", "place"]
    label: str
    language: str = ""
    facet: str = ""
    value: str = ""
    guessed: bool = False  # nothing in it begins as typed, but for one letter


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    tails: tuple[str, ...]  # sorted: each entry from each of its words on
    owners: tuple[tuple[int, int], ...]  # entry, which word of it
    entries: tuple[Completion, ...]
    words: dict[str, tuple[str, ...]]  # by first letter
    uses: Counter[str]


_GRIM = """
kill killed killing suicide suicidal suicidio suicidarse mato mate matar muerto muerte dead dying hang hanged hung overdose
overdosed sobredosis rape raped violo violada murder murdered asesinado beat beaten tiye died morir murio murieron fallecio
"""
GRIM = frozenset(_GRIM.split())
"""Words that nobody finds put into their mouth: phrases with one are understood when typed, and never offered."""


def nowhere(prefix: str, limit: int) -> Iterable[str]:
    """No gazetteer: no places."""
    return ()


def complete(
    typed: str, language: str = "en", *, lexicon: Lexicon | None = None, places: Places = nowhere, limit: int = 8
) -> tuple[Completion, ...]:
    """The completions of what was typed so far, at most `limit`: kinds of help, need words, places that begin so, then what
    begins so but for one letter. Within each the language first, what begins so itself, the shortest."""
    said = " ".join(tokens(typed)[: MOST_WORDS * 2])
    if not said:
        return ()
    table = _table(lexicon or seed())
    begun = _spoken(_ranked(table, said, language), language)
    guessing = len(begun) < limit and not grim(said)
    meant = [one for other in _likely(table, said) for one in _ranked(table, other, language)] if guessing else []
    lines = _distinct((*begun, *(_spoken(meant, language) if not begun or begun[0].language == language else meant)), language)
    sure = set(map(_what, begun))
    near = [Completion("place", place) for place in places(typed, MOST_PLACES)][:MOST_PLACES]
    found = _needs((one for what, one in lines.items() if what in sure), limit - len(near))
    guesses = (replace(one, guessed=True) for what, one in lines.items() if what not in sure)
    return (*found, *near, *_needs(guesses, limit - len(near) - len(found)))[:limit]


def grim(typed: str) -> bool:
    """Whether the last word typed is, or may become, one that is never offered: nothing else is guessed in its place."""
    last = (tokens(typed) or [""])[-1]
    return len(last) > SHORT and any(word.startswith(last) for word in GRIM)


def _spoken(found: Iterable[Completion], language: str) -> list[Completion]:
    """Those of the language where some are, else all: "comi" is "comida" to who reads Spanish, and not "Coming out"."""
    lines = list(found)
    return [one for one in lines if one.language == language] or lines


def _needs(found: Iterable[Completion], limit: int) -> list[Completion]:
    """Kinds of help before need words, a few of the kinds."""
    lines = list(found)
    kinds = [one for one in lines if one.kind == "kind"][:MOST_KINDS]
    return [*kinds, *(one for one in lines if one.kind == "words")][: max(0, limit)]


def _what(one: Completion) -> tuple[str, str]:
    """What a line leads to: two of one value, or of words that differ in capitals only, are one."""
    return (one.facet, one.value) if one.kind == "kind" else ("", one.label.casefold())


def _distinct(found: Iterable[Completion], language: str) -> dict[tuple[str, str], Completion]:
    """Each line once, at the place of the first, in the words of the language where they are among those found; need words
    that are also the label of a kind are not there twice."""
    first: dict[tuple[str, str], Completion] = {}
    labels: set[str] = set()
    for one in found:
        known = first.get(_what(one))
        if known is None and one.label.casefold() not in labels:
            first[_what(one)] = one
            labels.add(one.label.casefold())
        elif known is not None and known.language != language == one.language:
            first[_what(one)] = one
    return first


def _ranked(table: _Table, said: str, language: str) -> Iterator[Completion]:
    return iter(_short(table, said, language) if len(said) <= SHORT else _best(table, said, language))


@lru_cache(maxsize=4096)
def _short(table: _Table, said: str, language: str) -> tuple[Completion, ...]:
    return tuple(_best(table, said, language)[:40])


def _best(table: _Table, said: str, language: str) -> list[Completion]:
    """The entries with a word from which on they begin so: the language first, those that begin so themselves, the shortest."""
    best: dict[int, int] = {}
    for at in range(bisect_left(table.tails, said), bisect_right(table.tails, said + PAST)):
        entry, word = table.owners[at]
        best[entry] = min(word, best.get(entry, word))
    entries = table.entries

    def rank(number: int) -> tuple[bool, bool, bool, int, str]:
        entry = entries[number]
        brief = len(entry.label) <= BRIEF and entry.label.casefold() != said
        return entry.language != language, brief, best[number] > 0, len(entry.label), entry.label

    order = sorted(best, key=rank)
    return [entries[entry] for entry in order]


def _likely(table: _Table, said: str) -> Iterator[str]:
    """The same with its last word as it may be meant: a word that begins with all but one of its letters."""
    head, _, last = said.rpartition(" ")
    if len(last) < FORGIVING:
        return
    scored = []
    for word in table.words.get(last[0], ()):
        away = min(OSA.distance(last, word[:length], score_cutoff=1) for length in (len(last) - 1, len(last), len(last) + 1))
        if away == 1:
            scored.append((-table.uses[word], word))
    for _, word in sorted(scored)[:MOST_WORDS]:
        yield f"{head} {word}".strip()


@lru_cache(maxsize=4)
def _table(lexicon: Lexicon) -> _Table:
    entries = tuple(_entries(lexicon))
    tails: list[tuple[str, int, int]] = []
    uses: Counter[str] = Counter()
    for number, entry in enumerate(entries):
        said = tokens(entry.label)
        uses.update(said)
        tails += ((" ".join(said[word:]), number, word) for word in range(len(said)))
    tails.sort()
    letters: dict[str, list[str]] = defaultdict(list)
    for word in uses:
        letters[word[0]].append(word)
    words = {first: tuple(found) for first, found in letters.items()}
    return _Table(tuple(t[0] for t in tails), tuple((t[1], t[2]) for t in tails), entries, words, uses)


def _entries(lexicon: Lexicon) -> Iterator[Completion]:
    for facet in LABELLED:
        for value in declared(facet):
            labels = {language: label(facet, value, language) for language in LANGUAGES}
            grim = any(heard(said, lexicon).exact or lexicon.crisis.find(key(said)) is not None for said in labels.values())
            if not grim and group_of(facet, value) not in FACETS[facet].unticked:
                yield from (Completion("kind", said, language, facet, value) for language, said in labels.items())
    seen = set()
    for row in lexicon.rows:
        named = row.kind in NAMED and row.strength == "exact" and not row.silent
        if named and (row.phrase, row.lang) not in seen and not _urgent(row, lexicon):
            seen.add((row.phrase, row.lang))
            yield Completion("words", row.phrase, row.lang)


def _urgent(row: Row, lexicon: Lexicon) -> bool:
    """Whether a phrase, or a part of it, is one of crisis, a harmless one among them."""
    if not GRIM.isdisjoint(row.key):
        return True
    said = heard(row.phrase, lexicon)
    return bool(said.exact or said.implied) or lexicon.crisis.find(row.key) is not None
