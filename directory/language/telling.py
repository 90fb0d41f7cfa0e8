"""The words that tell a value of a facet, learnt from its phrases: what listings say of themselves where they state nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from directory.language.rows import NEEDS, Pair, Row
from directory.taxonomy import lineage

FEWEST = 2
"""Phrases of a value that have a word before it tells the value."""
SHORTEST = 3
MOST = 3
LANGUAGE = "en"
APART = frozenset({"crisis", "grammar", "filler", "said", "place", "time"})


def tellings(rows: Iterable[Row], small: Callable[[str], bool]) -> Mapping[Pair, tuple[str, ...]]:
    """(kind, value) → at most three words, those first that its phrases have oftenest and others seldom."""
    uses: Counter[str] = Counter()
    told: dict[Pair, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.kind in APART or row.silent:
            continue
        said = {word for word in row.key if len(word) >= SHORTEST and not small(word)}
        uses.update(said)
        if row.lang == LANGUAGE and row.strength == "exact":
            told[row.kind, row.value].update(said)
    return {pair: _best(found, uses) for pair, found in told.items()}


def _best(found: Counter[str], uses: Counter[str]) -> tuple[str, ...]:
    worth = {word: count * count / uses[word] for word, count in found.items() if count >= FEWEST}
    return tuple(sorted(worth, key=lambda word: (-worth[word], word))[:MOST])


SHARE = 0.6
"""Share of a word's phrases that must speak for one value before the word alone does."""
WIDEST = ("category", "practical")
"""Says nothing: it has food, homes, money and rides below it."""


def votes(rows: Iterable[Row], small: Callable[[str], bool]) -> Mapping[str, tuple[Pair, ...]]:
    """Word → the kind of help or the topic that most phrases with it speak for, a wide kind where the narrow ones differ."""
    phrases: dict[str, dict[tuple[str, ...], set[Pair]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.kind in NEEDS and not row.whole and not row.silent:
            for word in {word for word in row.key if len(word) > SHORTEST and not small(word)}:
                pairs = {(row.kind, value) for value in (lineage(row.value) if row.kind == "category" else (row.value,))}
                phrases[word][row.key] |= pairs
    return {word: found for word, said in phrases.items() if (found := tuple(_elected(said.values())))}


def _elected(said: Iterable[set[Pair]]) -> Iterator[Pair]:
    said = list(said)
    count = Counter(pair for pairs in said for pair in pairs)
    for kind in sorted(NEEDS):
        enough = [
            pair for pair in count if pair[0] == kind and count[pair] >= max(FEWEST, SHARE * len(said)) and pair != WIDEST
        ]
        if enough:
            yield max(enough, key=lambda pair: (pair[1].count("/"), count[pair], pair[1]))
