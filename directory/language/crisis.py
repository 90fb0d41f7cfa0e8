"""Crisis phrases in what a person typed (taxonomy §5, rule 2); which card they raise says `directory.helplines`.

A layer of its own, on the raw text: every crisis phrase counts unless it lies inside a longer one, and only a longer phrase
of the value `none` ("suicide prevention training", "cutting board") silences it. A misspelt word counts as the crisis word it
is one change away from when it is no word at all: in no vocabulary, no dictionary, no index. Nothing of it is ever shown,
suggested or kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from directory.language.lexicon import MOST_MISSED, Lexicon, Node, Phrase, seed
from directory.language.likeness import Likeness
from directory.language.phrases import singular
from directory.language.spoken import Token, spoken

SHORTEST = 6
"""Letters of a crisis word from which a misspelling of it counts; shorter ones have too many neighbours."""
NONE = "none"
SOMEBODY = ("someone", "alguien")
"""What a relative is called in phrases of somebody else's crisis: "someone wants to die" is said of a brother, too."""
HELP: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("suicide", "self-harm", "someone-else", "psychosis", "harm-others"),
        ("crisis/lifelines", "crisis/crisis-care"),
    ),
    "panic": ("crisis/lifelines", "crisis/crisis-care", "mental-health"),
    **dict.fromkeys(("abuse-now", "sexual-assault", "trafficking"), ("crisis/abuse-violence",)),
    **dict.fromkeys(("child-safety", "elder-safety"), ("crisis/report-abuse",)),
    "overdose": ("crisis/topic-helplines", "recovery/harm-reduction"),
    "medical": ("crisis/crisis-care", "health/clinics"),
    "runaway": ("crisis/topic-helplines", "practical/housing/shelter"),
}
"""Kinds of help that a crisis phrase raises in the results below its card; they are no chips (taxonomy §5, rule 2)."""
SAYS: dict[str, tuple[str, ...]] = {
    "suicide": ("suicide", "crisis", "lifeline", "hotline"),
    "someone-else": ("suicide", "crisis", "lifeline", "hotline"),
    "self-harm": ("suicide", "crisis", "harm"),
    "psychosis": ("psychiatric", "crisis", "stabilization"),
    "harm-others": ("psychiatric", "crisis", "emergency"),
    "panic": ("anxiety", "panic", "crisis"),
    "abuse-now": ("domestic", "violence", "battered", "hotline"),
    "trafficking": ("trafficking", "exploited"),
    "sexual-assault": ("rape", "sexual", "assault"),
    "child-safety": ("abuse", "neglect", "report", "child", "protective"),
    "elder-safety": ("abuse", "neglect", "elder", "adult", "protective"),
    "overdose": ("poison", "overdose"),
    "medical": ("emergency", "hospital"),
    "runaway": ("runaway", "youth"),
}
"""What the help for a crisis says of itself, whatever words were typed; the first is as good as being filed there."""
Span = tuple[int, int, Phrase]


@dataclass(frozen=True, slots=True)
class Heard:
    """Crisis values in what was typed: `exact` ones raise a card, `implied` ones alone a soft line."""

    exact: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()


def heard(text: str, lexicon: Lexicon | None = None, *, known: Callable[[str], bool] | None = None) -> Heard:
    """The values of every crisis phrase in typed words, that no harmless longer phrase silences. `known`: words of the index
    and the gazetteer, which are no misspellings."""
    return heard_in(spoken(text), lexicon or seed(), known)


def heard_in(tokens: Sequence[Token], lexicon: Lexicon, known: Callable[[str], bool] | None = None) -> Heard:
    """The same of tokens."""
    return listened(tokens, lexicon, known)[0]


def listened(
    tokens: Sequence[Token], lexicon: Lexicon, known: Callable[[str], bool] | None = None
) -> tuple[Heard, frozenset[int]]:
    """What is heard in tokens, and the positions of those that say something exact: no listing is asked to say them."""
    meant = [_meant(token, lexicon, known) for token in tokens]
    found = [span for start in range(len(tokens)) for span in _spans(lexicon, tokens, meant, start)]
    pairs: list[tuple[str, str]] = []
    covered: set[int] = set()
    for start, end in _outermost(found):
        said = _said(found, start, end)
        pairs += said
        if any(strength == "exact" for _, strength in said):
            covered.update(range(start, end))
    exact = frozenset(value for value, strength in pairs if strength == "exact")
    return Heard(exact, frozenset(value for value, _ in pairs) - exact), frozenset(covered)


@lru_cache(maxsize=8)
def _crisis_words(lexicon: Lexicon) -> Likeness:
    rows = (row for row in lexicon.rows if row.kind == "crisis")
    return Likeness({token.word for row in rows for token in spoken(row.phrase) if len(token.word) >= SHORTEST})


def _meant(token: Token, lexicon: Lexicon, known: Callable[[str], bool] | None) -> tuple[str, ...]:
    """The words a token may stand for: itself, somebody, and what it is a misspelling of."""
    word = token.word
    if lexicon.grammar["person"].has(token.key) or lexicon.grammar["child"].has(token.key):
        return (token.key, *SOMEBODY)
    if len(word) < SHORTEST - 1 or word in lexicon.words or token.key in lexicon.words or word in lexicon.real:
        return (token.key,)
    alike = _crisis_words(lexicon).near(word, 1)
    if not alike or token.key in lexicon.real or (known is not None and known(word)):
        return (token.key,)
    return (token.key, *(singular(other) for other in alike))


def _spans(lexicon: Lexicon, tokens: Sequence[Token], meant: Sequence[tuple[str, ...]], start: int) -> Iterator[Span]:
    """Phrases that begin at a token."""
    nodes: list[Node] = [lexicon.crisis.root]
    missed = 0
    for position in range(start, len(tokens)):
        stays = position > start and tokens[position].key in lexicon.crisis.gaps and missed < MOST_MISSED
        missed = missed + 1 if stays else 0
        behind = [other for node in nodes for other in (node, *node.idle)]
        following = [node.next[word] for node in behind for word in meant[position] if word in node.next]
        nodes = list(dict.fromkeys([*following, *nodes] if stays else following))
        if not nodes:
            return
        for node in following:
            if node.phrase is not None and _counts(node.phrase, tokens, start):
                yield start, position + 1, node.phrase


def _counts(phrase: Phrase, tokens: Sequence[Token], start: int) -> bool:
    sense = phrase.senses[0]
    if sense.whole and len(phrase.key) != len(tokens):
        return False
    return sense.counted or start == 0 or not tokens[start - 1].word.isdigit()


def _outermost(found: Sequence[Span]) -> list[tuple[int, int]]:
    """The spans that do not lie inside a longer one."""
    reach: dict[int, int] = {}
    for start, end, _ in found:
        reach[start] = max(reach.get(start, 0), end)
    kept, farthest = [], 0
    for start in sorted(reach):
        if reach[start] > farthest:
            kept.append((start, reach[start]))
            farthest = reach[start]
    return kept


def _said(found: Sequence[Span], start: int, end: int) -> list[tuple[str, str]]:
    """(value, strength) of the phrases of a span; none when one of them is harmless."""
    senses = [phrase.senses[0] for first, last, phrase in found if (first, last) == (start, end)]
    if any(NONE in sense.values for sense in senses):
        return []
    exact = [(value, "exact") for sense in senses for value in sense.exact]
    return exact + [(value, "implied") for sense in senses for value in sense.implied]
