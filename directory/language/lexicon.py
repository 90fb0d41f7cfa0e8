"""The vocabulary in memory: phrases in a tree of words, what each means by kind, and the crisis phrases apart."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directory.errors import VocabularyError
from directory.language.checks import check
from directory.language.inflection import Kin, kin, related
from directory.language.labels import labelled
from directory.language.phrases import Key
from directory.language.rows import FOLDER, Pair, Row, files, read
from directory.language.spoken import Token
from directory.language.stem import STOP, tokens
from directory.language.telling import tellings, votes

REAL_WORDS = FOLDER / "real-words.txt"
WEAKER = {"exact": 1, "implied": 0}
LISTED = 3
"""Words of a phrase that may go on beyond a comma."""
MOST_MISSED = 3
"""Small words in a row that may stand inside a phrase."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase means in one kind: `exact` and `implied` values, any of them; the conditions of its rows (see `Row`)."""

    kind: str
    exact: tuple[str, ...]
    implied: tuple[str, ...]
    whole: bool = False
    beside: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    instead: tuple[Pair, ...] = ()
    both: bool = False
    literal: tuple[str, ...] = ()
    counted: bool = True
    ends: bool = False
    named: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """All of its values."""
        return (*self.exact, *self.implied)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean something, in each kind something else."""

    key: Key
    senses: tuple[Sense, ...]

    def sense(self, kind: str) -> Sense | None:
        """What it means in a kind."""
        return next((sense for sense in self.senses if sense.kind == kind), None)


class Node:
    """A word of the tree: the words that may follow, the phrase that ends here, and the small words ("my") among those that
    may follow, which a text need not say."""

    __slots__ = ("idle", "loose", "next", "phrase")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.phrase: Phrase | None = None
        self.idle: tuple[Node, ...] = ()
        self.loose = False  # enough words of its phrase say something that it need not be said to the letter


class Tree:
    """Phrases by their words. `gaps` are the small words that a text may have besides inside a phrase (of them only `idle` ones
    may also be missing), `kin` its words by their roots."""

    def __init__(
        self,
        phrases: Iterable[Phrase] = (),
        *,
        gaps: frozenset[str] = frozenset(),
        idle: frozenset[str] = frozenset(),
        kin: Kin | None = None,
    ) -> None:
        self.root = Node()
        self.longest = 1
        self.gaps = gaps
        self.kin = kin or {}
        for phrase in phrases:
            node = self.root
            for word in phrase.key:
                if word not in node.next:
                    following = node.next[word] = Node()
                    if word in idle and node is not self.root:
                        node.idle = (*node.idle, following)
                node = node.next[word]
            node.phrase = phrase
            node.loose = len(phrase.key) > 1 and sum(word not in STOP and word not in gaps for word in phrase.key) > 1
            self.longest = max(self.longest, len(phrase.key))

    def at(self, said: Sequence[Token], start: int) -> Iterator[tuple[int, Phrase]]:
        """The phrases that begin at a token, each with the position behind it, shortest first."""
        node = self.root
        for position in range(start, len(said)):
            following = node.next.get(said[position].key)
            if following is None:
                return
            node = following
            if node.phrase is not None:
                yield position + 1, node.phrase

    def loosely(self, said: Sequence[Token], start: int) -> Iterator[tuple[int, Phrase, bool]]:
        """The same, and phrases of several words with a few small words more or less in between ("shut off our water") or
        another form of their words ("leaking"), each with whether it is said to the letter: those before others. None goes
        on beyond a comma ("gay teen, parents don't know") but what is said to the letter in more words than two ("Heart,
        lung & kidney")."""
        nodes: dict[Node, bool] = {self.root: True}
        missed, least = 0, 1
        for position in range(start, len(said)):
            if said[position].anew and position > start:
                nodes, least = {node: plain for node, plain in nodes.items() if plain}, LISTED
            key = said[position].key
            stays = position > start and key in self.gaps and missed < MOST_MISSED
            missed = missed + 1 if stays else 0
            following = self._following(nodes, key)
            ends = [node for node, plain in following.items() if node.phrase is not None and (plain or node.loose)]
            for node in sorted(ends, key=lambda node: not following[node]):
                if node.phrase is not None and position + 1 - start >= least and (following[node] or least < LISTED):
                    yield position + 1, node.phrase, following[node]
            nodes = following | {node: False for node in nodes if node not in following} if stays else following
            if not nodes:
                return

    def _following(self, nodes: Mapping[Node, bool], key: str) -> dict[Node, bool]:
        """The nodes that a word leads to, each with whether it and all before were said to the letter."""
        found: dict[Node, bool] = {}
        for before, plain in nodes.items():
            for node in (before, *before.idle):
                exact = plain and node is before
                if key in node.next:
                    found[node.next[key]] = exact or found.get(node.next[key], False)
                elif key:
                    for other in kin(key, self.kin):
                        if other in node.next:
                            found.setdefault(node.next[other], False)
        return found

    def has(self, word: str) -> bool:
        """Whether the word alone is a phrase."""
        node = self.root.next.get(word)
        return node is not None and node.phrase is not None

    def find(self, words: Sequence[str]) -> Phrase | None:
        """The phrase of exactly these words."""
        node = self.root
        for word in words:
            if word not in node.next:
                return None
            node = node.next[word]
        return node.phrase


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The whole vocabulary. `grammar` has the small words by their value; `words` every word of any phrase, as looked up and as
    written; `real` words that are no misspelling of one; `said` what listings say for a word, `telling` for a value; `votes`
    what a word stands for; `rows` is what suggestions are made from."""

    phrases: Tree
    crisis: Tree
    grammar: dict[str, Tree]
    words: frozenset[str]
    real: frozenset[str]
    said: dict[str, tuple[str, ...]]
    telling: Mapping[Pair, tuple[str, ...]]
    votes: Mapping[str, tuple[Pair, ...]]
    rows: tuple[Row, ...]

    def small(self, word: str, *, sentence: bool = True) -> bool:
        """Whether a listing need not say the word: some ("has") never, others ("new") when a whole sentence was typed."""
        node = self.grammar["small"].root.next.get(word)
        if node is None or node.phrase is None:
            return False
        return sentence or bool(node.phrase.senses[0].exact)


def load(more: tuple[Path, ...] = ()) -> Lexicon:
    """The vocabulary with an operator's further files, checked. Raises VocabularyError."""
    collecting = gc.isenabled()
    gc.disable()  # nothing of what is built is garbage; looking for some takes a fifth of the time
    try:
        return _loaded(more)
    finally:
        if collecting:
            gc.enable()


def _loaded(more: tuple[Path, ...]) -> Lexicon:
    rows = tuple(row for path in files(more) for row in read(path))
    check(rows)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.kind if row.kind in {"crisis", "grammar", "said"} else ""].append(row)
    groups[""] += labelled(rows)
    grammar: dict[str, list[Row]] = defaultdict(list)
    for row in groups["grammar"]:
        grammar[row.value].append(row)
    trees = defaultdict(Tree, {value: Tree(_phrases(found)) for value, found in grammar.items()})
    gaps = {strength: frozenset(row.key[0] for row in grammar["gap"] if row.strength == strength) for strength in WEAKER}
    slight = frozenset(row.key[0] for row in grammar["slight"])
    several = related({(word, row.lang): None for row in groups[""] if len(row.key) > 1 for word in row.key})
    return Lexicon(
        phrases=Tree(_phrases(groups[""]), gaps=gaps["exact"] | gaps["implied"], idle=gaps["exact"], kin=several),
        crisis=Tree(_phrases(groups["crisis"]), gaps=gaps["exact"] | slight, idle=gaps["exact"] | slight),
        grammar=trees,
        words=frozenset(word for row in (*rows, *groups[""]) for word in (*row.key, *row.phrase.split())),
        real=frozenset(REAL_WORDS.read_text(encoding="utf-8").split()) if REAL_WORDS.exists() else frozenset(),
        said=_said(groups["said"]),
        telling=tellings(rows, lambda word: word in STOP or trees["small"].has(word)),
        votes=votes(rows, lambda word: word in STOP or trees["small"].has(word)),
        rows=rows,
    )


def _said(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Word → what listings say for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row.key[0]] += tokens(row.value)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


@cache
def seed() -> Lexicon:
    """The project's own vocabulary."""
    return load()


@cache
def merged(where: str) -> Lexicon:
    """The vocabulary with an operator's file, or every .csv of a folder, checked together; without one the project's own.
    Raises VocabularyError naming file and line of every fault."""
    if not where:
        return seed()
    path = Path(where)
    more = tuple(sorted(path.glob("*.csv"))) if path.is_dir() else (path,)
    if not more:
        raise VocabularyError(f"{path.name}: the folder has no .csv file of need words.")
    return load(more)


def _phrases(rows: Iterable[Row]) -> Iterator[Phrase]:
    said: dict[Key, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        said[row.key][row.kind].append(row)
    for words, kinds in said.items():
        yield Phrase(words, tuple(_sense(kind, found) for kind, found in kinds.items()))


@cache
def _plain(kind: str, value: str, strength: str) -> Sense:
    return Sense(kind, (value,), ()) if strength == "exact" else Sense(kind, (), (value,))


def _sense(kind: str, rows: list[Row]) -> Sense:
    """Its values in their order; one that a row states and another only implies is implied: never guess more than is sure."""
    if len(rows) == 1 and not rows[0].conditional:
        return _plain(kind, rows[0].value, rows[0].strength)
    weakest: dict[str, int] = {}
    for row in rows:
        weakest[row.value] = min(weakest.get(row.value, 1), WEAKER[row.strength])
    first = rows[0]
    return Sense(
        kind,
        tuple(value for value, strength in weakest.items() if strength),
        tuple(value for value, strength in weakest.items() if not strength),
        whole=any(row.whole for row in rows),
        beside=frozenset().union(*(row.beside for row in rows)),
        unless=frozenset().union(*(row.unless for row in rows)),
        instead=next((row.instead for row in rows if row.instead), first.instead),
        both=any(row.both for row in rows),
        literal=tuple(tokens(first.phrase)) if first.literal else (),
        counted=all(row.counted for row in rows),
        ends=any(row.ends for row in rows),
        named=any(row.named for row in rows),
    )
