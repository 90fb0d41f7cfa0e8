"""What a text asks of a search: filters, what is raised and offered, the words that stay; and weaker ways to ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from directory.facets import AGES, FACETS, declared, group_of
from directory.language.crisis import HELP, SAYS
from directory.language.phrases import MOST_WORDS
from directory.language.sensitive import sensitive
from directory.language.stem import words as folded_words
from directory.language.understood import Pair, Reading, Understood
from directory.language.understood import Word as Typed
from directory.query import Requirement, Word
from directory.taxonomy import categories, lineage

Sides = tuple[tuple[str, tuple[str, ...]], ...]
NEEDS = frozenset({"category", "topic"})
ASKED = frozenset({"audience", "cost", "access", "start", "language"})
"""Facets of which listings often say nothing: of those that do not say all, what says more comes first."""
DROPPED = (
    "implied", "words", "said", "time", "format", "mode", "cost", "culture", "faith", "topic", "audience", "category", "close"
)  # fmt: skip
"""The order in which readings are taken back when all together find nothing. Never taken back: what the person ticked (the
caller's), the kind of help, language, access, ways to start, what is left out, age, place, and topics of harm (safety)."""
MILD = frozenset({"implied", "words", "said", "topic", "category"})
"""Steps that lose nothing: what is taken back is still raised, so that what fits all of it stays first."""
HARM = "harm"
SAFETY = "crisis/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`chosen` and `excluded` pair facets with values in FACETS order, as in a Query; `times` are values of the time facet.

    `raised` (facet, value) pairs go up in the order, `offered` ones are chips to add, likeliest first; `place` is a name for
    the gazetteer, `here` "near me", `anywhere` no place at all. `words` is the text that remains to be searched. `needs` is
    what a listing must meet instead, in the engines' terms: each of the words, and, where no kind of help and no topic is
    certain, one of the implied ones, said or stated ("my husband died"). Words of a sentence that tells its need besides
    are not needed. `hints` are all words that say something: worth more where they are said; `named` those that named the
    one kind of help or topic that was chosen. `dropped` are the steps already taken back.
    """

    chosen: Sides = ()
    excluded: Sides = ()
    times: tuple[str, ...] = ()
    age: int | None = None
    place: str = ""
    here: bool = False
    anywhere: bool = False
    raised: tuple[Pair, ...] = ()
    offered: tuple[Pair, ...] = ()
    words: str = ""
    needs: tuple[Requirement, ...] = ()
    hints: tuple[tuple[Word, ...], ...] = ()
    told: tuple[Word, ...] = ()
    urgent: tuple[Word, ...] = ()
    named: tuple[tuple[str, tuple[Word, ...]], ...] = ()
    dropped: tuple[str, ...] = ()
    fitted: bool = False

    @property
    def far(self) -> bool:
        """Whether what is asked now is no longer what was meant, and nothing fitted that: nothing close is to be found."""
        if self.fitted:
            return False
        return "close" in self.dropped or "category" in self.dropped or ("words" in self.dropped and not self.sure)

    @property
    def sure(self) -> bool:
        """Whether a narrow kind of help or a topic is certain, not only implied."""
        return any("/" in value for value in dict(self.chosen).get("category", ())) or "topic" in dict(self.chosen)


def asked(understood: Understood) -> Effect:
    """The effect of everything that was understood."""
    filters = [one for one in understood.readings if one.filters]
    raised = tuple(dict.fromkeys(_raised(understood.readings)))
    urgent = tuple(dict.fromkeys(("category", help_) for value in sorted(understood.crisis.exact) for help_ in HELP[value]))
    chosen = _sides(one for one in filters if not one.excluded)
    implied = [one for one in understood.readings if one.strength == "implied" and not one.excluded]
    offered = [*raised, *(pair for one in (*implied, *_apart(understood)) for pair in one.pairs if one.kind != "near")]
    said = {pair for one in filters for pair in one.pairs}
    told = (pair for one in filters if one.kind in ASKED and not one.excluded for pair in one.pairs if not sensitive(*pair))
    named = [one for one in understood.readings if one.kind == "near" and not one.offered]
    values = {value for one in filters if one.kind == "place" for value in one.values}
    ages = [int(one.values[0]) for one in filters if one.kind == "age"]
    return Effect(
        chosen=chosen,
        excluded=_sides(one for one in filters if one.excluded),
        times=_ordered("time", (value for one in filters if one.kind == "time" for value in one.values)),
        age=ages[0] if ages else None,
        place=named[0].values[0] if named else "",
        here="here" in values and not named,
        anywhere="anywhere" in values and not named,
        raised=tuple(dict.fromkeys((*(pair for pair in (*urgent, *raised, *_aged(ages)) if pair not in said), *told))),
        offered=tuple(pair for pair in dict.fromkeys(offered) if pair not in said and pair[0] in {*FACETS, "time"}),
        words=" ".join(word.text for word in understood.words),
        needs=tuple(_needs(understood, chosen, urgent)),
        hints=tuple(dict.fromkeys(tuple((said,) for said in word.meant) for word in understood.says)),
        told=tuple(dict.fromkeys((said,) for said in _told(understood))),
        urgent=tuple(dict.fromkeys((said,) for value in sorted(understood.crisis.exact) for said in SAYS[value])),
        named=tuple((facet, _naming(understood, facet)) for facet in ("category", "topic") if facet in dict(chosen)),
    )


def _told(understood: Understood) -> Iterator[str]:
    """Words of listings of which the readings are true."""
    for one in understood.readings:
        if (one.filters and one.kind != "category") or (one.raises and one.kind in NEEDS and understood.sentence):
            yield from one.told


def _naming(understood: Understood, facet: str) -> tuple[Word, ...]:
    """The words of the one phrase that named a facet's values, as listings say them; () where several did."""
    spans = {(one.start, one.end) for one in understood.readings if one.kind == facet and one.filters and not one.excluded}
    if len(spans) != 1:
        return ()
    start, end = spans.pop()
    return tuple(
        (word.meant[min(1, len(word.meant) - 1)],) for word in understood.says if start <= word.start and word.end <= end
    )


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
    for one in readings:
        if one.kind == "category" and not one.excluded and not one.offered:
            for value in one.values:
                yield from (pair for pair in categories()[value].implies if not sensitive(*pair))


def _sides(readings: Iterable[Reading]) -> Sides:
    sides: dict[str, set[str]] = {}
    for one in readings:
        if one.kind in FACETS:
            sides.setdefault(one.kind, set()).update(one.values)
    return tuple((name, _ordered(name, sides[name])) for name in FACETS if name in sides)


def _ordered(facet: str, picked: Iterable[str]) -> tuple[str, ...]:
    picked = set(picked)
    return tuple(value for value in declared(facet) if value in picked)


def _needs(understood: Understood, chosen: Sides, urgent: tuple[Pair, ...]) -> Iterator[Requirement]:
    implied = [one for one in understood.readings if one.raises and one.kind in NEEDS]
    pairs = dict.fromkeys((*urgent, *(pair for one in implied for pair in one.pairs)))
    certain = any(facet in NEEDS for facet, _ in chosen)
    if not urgent and not (understood.sentence and (pairs or certain)):
        yield from (_said(word) for word in understood.words)
    if pairs and not certain:
        if urgent:
            first = dict.fromkeys((SAYS[value][0],) for value in sorted(understood.crisis.exact))
            yield Requirement(tuple(first), tuple(pairs), any_word=True, any_value=True)
            return
        spans = [(one.start, one.end) for one in implied]
        words = (w for w in understood.says if any(start <= w.start and w.end <= end for start, end in spans))
        said = tuple(dict.fromkeys((word.meant[0],) for word in words))[:MOST_WORDS]
        yield Requirement(said or tuple(folded_words(understood.text)[:MOST_WORDS]), tuple(pairs), any_value=True)


def _said(word: Typed) -> Requirement:
    """That a word is said, or what listings say for it."""
    if len(word.meant) > 1:
        return Requirement(tuple((one,) for one in word.meant), any_word=True)
    return Requirement(tuple((one,) for one in word.meant))


def weaker(effect: Effect, *, mild: bool = False) -> Iterator[Effect]:
    """The effect without one more of the steps of DROPPED each time, as long as there is something to take back. `mild`: only
    such steps after which what fitted before still comes first."""
    for step in DROPPED:
        if step in effect.dropped or (mild and (step not in MILD or (step == "words" and not effect.sure))):
            continue
        less = _without(effect, step)
        if less != effect:
            effect = replace(less, dropped=(*effect.dropped, step))
            yield effect


def _without(effect: Effect, step: str) -> Effect:
    if step in STEPS:
        return STEPS[step](effect)
    gone = ((step, value) for value in dict(effect.chosen).get(step, ()) if not sensitive(step, value))
    kept = tuple((name, found) for name, found in effect.chosen if name != step)
    return replace(effect, chosen=kept, raised=_joined(effect.raised, gone))


def _joined(first: tuple[Pair, ...], more: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _looser(effect: Effect) -> Effect:
    """What is only implied is met by any of its words, too."""
    return replace(effect, needs=tuple(replace(one, any_word=True) if one.any_value else one for one in effect.needs))


def _wordless(effect: Effect) -> Effect:
    """The words are worth something, but nothing has to say them."""
    left = tuple(need for need in effect.needs if need.values)
    return replace(effect, words="", needs=left) if left or effect.chosen else effect


def _timeless(effect: Effect) -> Effect:
    return replace(effect, times=())


def _saying(effect: Effect) -> Effect:
    """Kinds of help and topics may be said in words instead of stated."""
    chosen, needs, stated = dict(effect.chosen), list(effect.needs), []
    for facet, said in effect.named:
        if said and facet in chosen:
            stated += [(facet, value) for value in chosen[facet]]
            needs.append(Requirement(said, tuple((facet, value) for value in chosen.pop(facet))))
    return replace(effect, chosen=tuple(chosen.items()), needs=tuple(needs), raised=_joined(effect.raised, stated))


def _topicless(effect: Effect) -> Effect:
    """What is implied beside a topic is enough instead of it; topics of harm stay."""
    beside = tuple(pair for pair in effect.raised if pair[0] in NEEDS)
    kinds = "category" in dict(effect.chosen) or any(need.values and need.values[0][0] == "category" for need in effect.needs)
    chosen, needs = dict(effect.chosen), []
    for need in effect.needs:
        loose = (
            need.values and {facet for facet, _ in need.values} == {"topic"} and not any(_harms(pair) for pair in need.values)
        )
        if not loose:
            needs.append(need)
        elif not kinds and beside:
            needs.append(replace(need, values=_joined(need.values, beside), any_value=True))
        elif not kinds:
            needs.append(need)
    if topics := chosen.pop("topic", ()):
        kept = tuple(value for value in topics if _harms(("topic", value)))
        chosen |= {"topic": kept} if kept else {}
        if not kinds:
            return effect
    raised = _joined(effect.raised, (("topic", value) for value in topics if not sensitive("topic", value)))
    return replace(effect, chosen=tuple(chosen.items()), needs=tuple(needs), raised=raised)


def _harms(pair: Pair) -> bool:
    return pair[0] == "topic" and group_of(*pair) == HARM


def _wider(effect: Effect) -> Effect:
    """The kinds of help above those that were meant."""
    needs = tuple(replace(need, values=tuple(dict.fromkeys(map(_above, need.values)))) for need in effect.needs)
    raised = [pair for need in effect.needs for pair in need.values if _above(pair) != pair]
    sides = dict(effect.chosen)
    if (kinds := sides.get("category")) and not any(value.startswith(SAFETY) for value in kinds):
        raised += [("category", value) for value in kinds if not sensitive("category", value)]
        sides["category"] = _ordered("category", (_above(("category", value))[1] for value in kinds))
    return replace(effect, chosen=tuple(sides.items()), needs=needs, raised=_joined(effect.raised, raised))


def _above(pair: Pair) -> Pair:
    facet, value = pair
    return (facet, lineage(value)[1]) if facet == "category" and "/" in value and not value.startswith(SAFETY) else pair


def _close(effect: Effect) -> Effect:
    """Whatever says any of the words; what they were read as is only raised."""
    hints = (*dict.fromkeys(word for words in effect.hints for word in words), *effect.urgent)
    if not hints:
        return effect
    meant = [pair for facet, found in effect.chosen if facet in NEEDS for pair in ((facet, value) for value in found)]
    meant += [pair for need in effect.needs for pair in need.values]
    sides = tuple((facet, found) for facet, found in effect.chosen if facet not in NEEDS)
    raised = _joined(effect.raised, (pair for pair in meant if not sensitive(*pair)))
    return replace(effect, chosen=sides, needs=(Requirement(hints, any_word=True),), raised=raised)


STEPS: Mapping[str, Callable[[Effect], Effect]] = {
    "implied": _looser,
    "words": _wordless,
    "said": _saying,
    "time": _timeless,
    "topic": _topicless,
    "category": _wider,
    "close": _close,
}
"""Steps that do more than leaving out a facet."""
