"""What a text asks of a search: filters, what is raised and offered, the words that stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from directory.facets import AGES, FACETS, declared
from directory.language.crisis import HELP, SAYS
from directory.language.kindred import kindred
from directory.language.phrases import MOST_WORDS
from directory.language.rows import NEEDS
from directory.language.sensitive import sensitive
from directory.language.stem import STOP
from directory.language.stem import words as folded_words
from directory.language.understood import Pair, Reading, Understood
from directory.language.understood import Word as Typed
from directory.query import Requirement, Word
from directory.taxonomy import categories

Sides = tuple[tuple[str, tuple[str, ...]], ...]
Span = tuple[int, int]
SAYABLE = ("category", "topic", "faith", "culture")
"""Facets whose values listings may say in the words that were typed, where none states them."""
WHOM = frozenset({"audience", "culture"})
"""Facets that say for whom help is: of a sentence that names no need it is all that is known."""
UNINSURED, CHEAP = ("audience", "uninsured"), (("cost", "sliding-scale"), ("cost", "free"))
"""Who has no insurance is helped where care costs little, which more listings say than whom it is for."""
LINES = "crisis/lifelines"
ASKED = frozenset({"audience", "cost", "access", "start", "language"})
"""Facets of which listings often say nothing: of those that do not say all, what says more comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`chosen` and `excluded` pair facets with values in FACETS order, as in a Query; `times` are values of the time facet.

    `meant` are the kinds of help and topics that were named in a sentence that tells of a trouble besides: help with any of
    them all is enough, and what was named counts as if it were chosen. `raised` (facet, value) pairs go up in the order,
    `offered` ones are chips to add, likeliest first; `place` is a name for the gazetteer, `here` "near me", `anywhere` no
    place at all. `words` is the text that remains to be searched. `needs` is what a listing must meet instead, in the
    engines' terms: each of the words, and, where no kind of help and no topic is certain, one of the implied ones, said or
    stated ("my husband died"). Words of a sentence that tells its need besides are not needed.
    `hints` are all words that say something, each as it is meant and as listings say it: worth more where they are said, like
    what listings say of the readings (`told`) and help for a crisis says of itself (`urgent`); `named` those that named the
    one kind of help, topic, faith or culture that was chosen; `close` those of which one must be said at the very least.
    `dropped` are the steps already taken back (`weakening`); `fitted` tells how many were found before them, and `fitting`
    which, by their public ids; `proper`: the name of one organization was typed; `guessed`: what is implied comes from words
    that certainly mean something else ("seniors": older people, and perhaps a senior center); `chance`: the few that say all
    the words say them here and there, and are about something else; `aside`: words that only tell how a need came.
    """

    chosen: Sides = ()
    excluded: Sides = ()
    times: tuple[str, ...] = ()
    age: int | None = None
    place: str = ""
    here: bool = False
    anywhere: bool = False
    raised: tuple[Pair, ...] = ()
    meant: tuple[Pair, ...] = ()
    offered: tuple[Pair, ...] = ()
    words: str = ""
    needs: tuple[Requirement, ...] = ()
    hints: tuple[tuple[Word, ...], ...] = ()
    told: tuple[Word, ...] = ()
    aside: tuple[Word, ...] = ()
    urgent: tuple[Word, ...] = ()
    named: tuple[tuple[str, tuple[Word, ...]], ...] = ()
    close: tuple[Word, ...] = ()
    dropped: tuple[str, ...] = ()
    fitted: int = 0
    fitting: frozenset[str] = frozenset()
    proper: bool = False
    guessed: bool = False
    chance: bool = False

    @property
    def far(self) -> bool:
        """Whether what is asked now is no longer what was meant, and nothing fitted that: nothing close is to be found."""
        if self.chance:
            return True
        if self.fitted:
            return False
        return "close" in self.dropped or "category" in self.dropped or ("words" in self.dropped and not self.sure)

    @property
    def chosen_needs(self) -> tuple[Pair, ...]:
        """The kinds of help and topics that were named."""
        return (*((facet, value) for facet, found in self.chosen if facet in NEEDS for value in found), *self.meant)

    @property
    def sure(self) -> bool:
        """Whether a narrow kind of help or a topic is certain, not only implied."""
        return any("/" in value for value in dict(self.chosen).get("category", ())) or "topic" in dict(self.chosen)


def asked(understood: Understood) -> Effect:
    """The effect of everything that was understood."""
    filters = [one for one in understood.readings if one.filters]
    raised = tuple(dict.fromkeys((*kindred(understood.readings), *_raised(understood.readings))))
    urgent = tuple(dict.fromkeys(("category", help_) for value in _pressing(understood) for help_ in HELP[value]))
    several: tuple[Reading, ...] = () if urgent else tuple(_several(understood))
    chosen = _sides(one for one in filters if not one.excluded and not (several and one.kind in NEEDS))
    implied = [one for one in understood.readings if one.strength == "implied" and not one.excluded]
    offered = [*raised, *(pair for one in (*implied, *_apart(understood)) for pair in one.pairs if one.kind != "near")]
    said = {pair for one in filters for pair in one.pairs}
    told = (pair for one in filters if one.kind in ASKED and not one.excluded for pair in one.pairs if not sensitive(*pair))
    named = [one for one in understood.readings if one.kind == "near" and not one.offered]
    values = {value for one in filters if one.kind == "place" for value in one.values}
    ages = [] if _ageless(understood) else [int(one.values[0]) for one in filters if one.kind == "age"]
    return Effect(
        chosen=chosen,
        excluded=_sides(one for one in filters if one.excluded),
        times=ordered("time", (value for one in filters if one.kind == "time" for value in one.values)),
        age=ages[0] if ages else None,
        place=named[0].values[0] if named else "",
        here="here" in values and not named,
        anywhere="anywhere" in values and not named,
        raised=tuple(dict.fromkeys((*(pair for pair in (*urgent, *raised, *_aged(ages)) if pair not in said), *told))),
        offered=tuple(pair for pair in dict.fromkeys(offered) if pair not in said and pair[0] in {*FACETS, "time"}),
        words=" ".join(word.text for word in understood.words),
        meant=tuple(dict.fromkeys(pair for one in several for pair in one.pairs)),
        needs=tuple(_needs(understood, chosen, urgent)),
        hints=tuple(
            dict.fromkeys(
                (*(tuple((said,) for said in one.meant) for one in _wanted(understood, several)), *_foreign(understood))
            )
        ),
        told=tuple(dict.fromkeys((said,) for said in _told(understood))),
        aside=tuple(dict.fromkeys((said,) for word in _aside(understood, several) for said in word.meant)),
        urgent=tuple(dict.fromkeys((said,) for value in _pressing(understood) for said in SAYS[value])),
        close=tuple(dict.fromkeys((said,) for word in _needed(understood) for said in word.meant)),
        proper=_proper(understood),
        guessed=_guessed(understood),
        named=tuple((facet, _naming(understood, facet)) for facet in SAYABLE if facet in dict(chosen)),
    )


def _several(understood: Understood) -> Iterator[Reading]:
    """The readings that name needs where somebody tells of a trouble besides: "I was robbed and have medical bills"."""
    named = [one for one in understood.readings if one.filters and not one.excluded and one.kind in NEEDS]
    if understood.telling and named:
        said = {position for one in named for position in range(one.start, one.end)}
        others = (one for one in understood.readings if one.raises and one.kind == "topic")
        if any(said.isdisjoint(range(one.start, one.end)) for one in others):
            yield from named


def _proper(understood: Understood) -> bool:
    """Whether words must be said although a kind of help was read from them: they are a name."""
    kinds = [one for one in understood.readings if one.kind == "category" and one.raises]
    return any(one.start <= word.start and word.end <= one.end for one in kinds for word in understood.words)


def _guessed(understood: Understood) -> bool:
    """Whether all that is implied was read from words that were read as a filter, too; never in a crisis."""
    certain = {(one.start, one.end) for one in understood.readings if one.filters and not one.excluded}
    implied = {(one.start, one.end) for one in understood.readings if one.kind in NEEDS and one.raises}
    return bool(implied) and implied <= certain and not _pressing(understood)


def _foreign(understood: Understood) -> Iterator[tuple[Word, ...]]:
    """What listings say of the readings of words in other letters than theirs, which none of them says."""
    for one in understood.readings:
        if one.filters and not one.excluded and one.told and not any(sign.isascii() and sign.isalnum() for sign in one.said):
            yield ((one.told[0],),)


def _told(understood: Understood) -> Iterator[str]:
    """Words of listings of which the readings are true."""
    for one in understood.readings:
        if (one.filters and one.kind != "category") or (one.raises and one.kind in NEEDS and understood.sentence):
            yield from one.told


def _needed(understood: Understood) -> Iterator[Typed]:
    """The words that say what is needed: those of a kind of help or a topic, and those that mean nothing else."""
    spans = [(one.start, one.end) for one in understood.readings if one.kind in NEEDS and not one.excluded]
    spans += [(word.start, word.end) for word in understood.words]
    return (word for word in understood.says if _inside(word, spans))


def _wanted(understood: Understood, several: Sequence[Reading]) -> Iterator[Typed]:
    """The words that say something, without those of what is left out ("not religious" looks for nothing that says so) and
    those that are only told besides."""
    out = [(one.start, one.end) for one in understood.readings if one.excluded and one.filters]
    aside = set(_aside(understood, several))
    return (word for word in understood.says if word not in aside and not _inside(word, out))


def _aside(understood: Understood, several: Sequence[Reading]) -> Iterator[Typed]:
    """Where somebody tells of themselves and names one need, the words beside it: they tell how it came ("lost my wallet and
    need an ID"), and who says "lost" is hardly meant."""
    named = any(one.filters and one.kind in NEEDS and not one.excluded for one in understood.readings)
    if understood.telling and named and not several:
        meant = [(one.start, one.end) for one in understood.readings if one.filters or one.kind in NEEDS]
        yield from (word for word in understood.says if not _inside(word, meant))


def _inside(word: Typed, spans: Iterable[Span]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in spans)


def _naming(understood: Understood, facet: str) -> tuple[Word, ...]:
    """The words of the one phrase that named a facet's values, as listings say them, small ones too: "our baby died" is not
    said by who says "baby". () where several phrases did."""
    spans = {(one.start, one.end) for one in understood.readings if one.kind == facet and one.filters and not one.excluded}
    if len(spans) != 1:
        return ()
    start, end = spans.pop()
    says = [word for word in understood.says if start <= word.start and word.end <= end]
    edges = [start, *(edge for word in says for edge in (word.start, word.end)), end]
    small = (
        word
        for left, right in zip(edges[::2], edges[1::2], strict=True)
        for word in folded_words(understood.text[left:right])
        if word[0] not in STOP
    )
    return (*((word.meant[min(1, len(word.meant) - 1)],) for word in says), *small)


def _pressing(understood: Understood) -> list[str]:
    """The values of crisis for which help is looked for: those of a card, or of a soft line where no other need is told."""
    told = any(one.kind in NEEDS and not one.excluded and not one.offered for one in understood.readings)
    return sorted(understood.crisis.exact or (() if told else understood.crisis.implied))


def _ageless(understood: Understood) -> bool:
    """Whether an age that was typed asks for nothing: lines of crisis answer at any age, and hardly one says so."""
    return any(LINES in HELP[value] for value in understood.crisis.exact)


def _aged(ages: Iterable[int]) -> Iterator[Pair]:
    """The audiences of an age."""
    for years in ages:
        yield from (("audience", name) for name, (low, high) in AGES.items() if low <= years <= high and name != "adults")


def _apart(understood: Understood) -> Iterable[Reading]:
    return (one for one in understood.readings if one.offered and not one.excluded)


def _raised(readings: Iterable[Reading]) -> Iterator[Pair]:
    """Implied values, then what the chosen kinds of help imply (taxonomy §5, rule 4)."""
    readings = list(readings)
    for one in readings:
        if one.raises and one.kind in FACETS:
            yield from one.pairs
    if any(UNINSURED in one.pairs and one.filters and not one.excluded for one in readings):
        yield from CHEAP
    for one in readings:
        if one.kind == "category" and not one.excluded and not one.offered:
            for value in one.values:
                yield from (pair for pair in categories()[value].implies if not sensitive(*pair))


def _sides(readings: Iterable[Reading]) -> Sides:
    sides: dict[str, set[str]] = {}
    for one in readings:
        if one.kind in FACETS:
            sides.setdefault(one.kind, set()).update(one.values)
    return tuple((name, ordered(name, sides[name])) for name in FACETS if name in sides)


def ordered(facet: str, picked: Iterable[str]) -> tuple[str, ...]:
    picked = set(picked)
    return tuple(value for value in declared(facet) if value in picked)


def _needs(understood: Understood, chosen: Sides, urgent: tuple[Pair, ...]) -> Iterator[Requirement]:
    implied = [one for one in understood.readings if one.kind in NEEDS and (one.raises or (one.filters and not one.excluded))]
    pairs = dict.fromkeys((*urgent, *(pair for one in implied for pair in one.pairs)))
    pairs |= dict.fromkeys(kindred(understood.readings) if pairs else ())
    certain = any(facet in NEEDS for facet, _ in chosen)
    whom = [one for one in understood.readings if one.kind in WHOM and one.filters and not one.excluded]
    if understood.telling and whom and not (pairs or certain):
        said = tuple(dict.fromkeys(word for one in whom for word in folded_words(one.said) if word[0] not in STOP))
        yield Requirement(said[:MOST_WORDS], tuple(pair for one in whom for pair in one.pairs), any_word=True, any_value=True)
        return
    if not urgent and not (understood.sentence and (pairs or certain)):
        yield from (_said(word) for word in understood.words)
    if pairs and not certain:
        if urgent:
            first = dict.fromkeys((SAYS[value][0],) for value in _pressing(understood))
            yield Requirement(tuple(first), tuple(pairs), any_word=True, any_value=True)
            return
        said = tuple(dict.fromkeys(word for word in folded_words(implied[0].said) if word[0] not in STOP))
        yield Requirement(said[:MOST_WORDS] or tuple(folded_words(implied[0].said)), tuple(pairs), any_value=True)


def _said(word: Typed) -> Requirement:
    """That a word is said, or what listings say for it."""
    if len(word.meant) > 1:
        return Requirement(tuple((one,) for one in word.meant), any_word=True)
    return Requirement(tuple((one,) for one in word.meant))
