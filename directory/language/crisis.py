"""Crisis phrases in what a person typed (taxonomy §5, rule 2); which card they raise says `directory.helplines`.

A layer of its own, on the raw text: every crisis phrase counts unless it lies inside a longer one, and only a longer phrase
of the value `none` ("suicide prevention training", "cutting board") silences it. A misspelt word counts as the crisis word it
is one change away from when it is no word at all: in no vocabulary, no dictionary, no index. Small words may be missing ("want
die"), and what is said of oneself may be told of somebody else ("my son of 15 doesn't want to live"). Nothing of it is ever
shown, suggested or kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from directory.language.crisis_steps import Step, ends, of_somebody, says_others, steps
from directory.language.crisis_study import worked_on
from directory.language.lexicon import MOST_MISSED, Lexicon, Node, Phrase, seed
from directory.language.spoken import Token, spoken

NONE = "none"
OTHERS = "someone-else"
TURNED = frozenset({"suicide", "self-harm"})
"""Values of one's own crisis that, told of somebody else, are that person's."""
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
Path = tuple[Node, bool, bool]
"""How far a phrase is said, whether to the letter, and whether in words that are only said of others."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase from a step up to, not including, another; `plain`: to the letter, `other`: told of somebody else."""

    start: int
    end: int
    phrase: Phrase
    plain: bool
    other: bool


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
    said = steps(tokens, lexicon, known)
    found = [
        span for start in range(len(said)) for span in _spans(lexicon, said, start) if _counts(span, said, tokens, lexicon)
    ]
    pairs: list[tuple[str, str]] = []
    covered: set[int] = set()
    for start, end in _outermost(found):
        spans = [span for span in found if (span.start, span.end) == (start, end)]
        told = not any(step.mine for step in said[start:end]) and of_somebody(said, tokens, start, lexicon)
        stated = any(span.plain and not span.other and says_others(span.phrase.key, lexicon) for span in spans)
        meant = _meant(spans, told=told or (not stated and any(span.other for span in spans)))
        pairs += meant
        if any(strength == "exact" for _, strength in meant):
            covered.update(range(said[start].first, said[end - 1].last))
    exact = frozenset(value for value, strength in pairs if strength == "exact")
    return Heard(exact, frozenset(value for value, _ in pairs) - exact), frozenset(covered)


def _spans(lexicon: Lexicon, said: Sequence[Step], start: int) -> Iterator[Span]:
    """Phrases that begin at a step, as they stand and as they are told of somebody else."""
    if lexicon.crisis.root.next.keys().isdisjoint((*said[start].own, *said[start].told)):
        return
    for other in (False, True):
        paths: list[Path] = [(lexicon.crisis.root, True, False)]
        missed = 0
        for position in range(start, len(said)):
            step = said[position]
            turns = said[start].somebody and step.mine  # "my kids, i want to die"
            stays = position > start and (step.aside or (step.slight and missed < MOST_MISSED and not turns))
            missed = missed + step.slight if stays else 0
            following = list(dict.fromkeys(_following(paths, step, other=other)))
            paths = list(dict.fromkeys([*following, *paths] if stays else following))
            if not paths:
                break
            for node, plain, told in following:
                if node.phrase is not None and (plain or node.loose) and told >= other:
                    words = sum(not one.aside for one in said[start : position + 1])
                    yield Span(start, position + 1, node.phrase, plain and len(node.phrase.key) >= words, other)


def _following(paths: Sequence[Path], step: Step, *, other: bool) -> Iterator[Path]:
    for node, plain, told in paths:
        behind = [(node, plain)]
        for before, _ in behind:  # grows: several small words in a row may be missing
            behind += ((idle, False) for idle in before.idle)
        for before, exact in behind:
            for word in (*step.told, *step.own) if other and not step.mine else () if other else step.own:
                if word in before.next:
                    yield before.next[word], exact, told or word in step.told


def _counts(span: Span, said: Sequence[Step], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the phrase counts here: a harmless one never beyond the end of a sentence, another's only as TURNED, a subject
    of work or study not."""
    sense, first, last = span.phrase.senses[0], said[span.start].first, said[span.end - 1].last
    if worked_on(tokens, first, last, lexicon):
        return False
    if NONE in sense.values:
        return all(tokens[at + 1].start - tokens[at].end <= 1 for at in range(first, last - 1))
    if span.other and TURNED.isdisjoint(sense.exact):
        return False
    if sense.whole and len(span.phrase.key) != len(tokens):
        return False
    if sense.ends and not ends(tokens, last):
        return False
    return sense.counted or first == 0 or not tokens[first - 1].word.isdigit()


def _outermost(found: Sequence[Span]) -> list[tuple[int, int]]:
    """The spans that do not lie inside a longer one."""
    reach: dict[int, int] = {}
    for span in found:
        reach[span.start] = max(reach.get(span.start, 0), span.end)
    kept, farthest = [], 0
    for start in sorted(reach):
        if reach[start] > farthest:
            kept.append((start, reach[start]))
            farthest = reach[start]
    return kept


def _meant(spans: Sequence[Span], *, told: bool) -> list[tuple[str, str]]:
    """(value, strength) of the phrases of one place, those to the letter before others; none when a harmless one counts.
    `told`: of somebody else, whatever the words."""
    said = [span for span in spans if span.plain] or spans
    senses = [span.phrase.senses[0] for span in said]
    harmless = [NONE in sense.values for sense in senses]
    if any(harmless) and (said[0].plain or all(harmless)):
        return []
    exact = [
        (OTHERS if value in TURNED and (told or span.other) else value, "exact")
        for span, sense in zip(said, senses, strict=True)
        for value in sense.exact
        if value != NONE
    ]
    return exact + [(value, "implied") for sense in senses for value in sense.implied]
