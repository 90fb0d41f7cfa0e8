"""Weaker ways to ask what was understood, in a declared order, for when all of it finds nothing or hardly anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from directory.facets import group_of
from directory.language.asked import Effect, ordered
from directory.language.rows import NEEDS
from directory.language.sensitive import sensitive
from directory.language.understood import Pair
from directory.query import Requirement
from directory.taxonomy import lineage

DROPPED = (
    "implied", "words", "said", "time", "format", "mode", "cost", "culture", "faith", "topic", "audience", "category", "close"
)  # fmt: skip
"""The order in which readings are taken back when all together find nothing or hardly anything.

implied    what is only implied is met by any of its words, or need not be met where these certainly mean something else
words      nothing has to say the words
said       a kind of help, a topic, a faith or a culture that only one phrase named may be said instead of stated
time …     the facets, whole; topics of harm stay, a topic gives way to the kinds of help implied beside it, and one of the same
           words as a kind of help is enough instead of it
category   the kinds of help above those that were meant, but for those of safety
close      whatever says any word of the need: clearly nothing close

Never taken back: what the person ticked (the caller's), language, access, ways to start, what is left out, age and place.
"""
MILD = frozenset({"words", "said", "culture", "faith", "topic", "category"})
"""Steps that lose nothing: what is taken back is still raised, so that what fits all of it stays first."""
HARM = "harm"
SAFETY = "crisis/"


def weaker(effect: Effect, *, mild: bool = False) -> Iterator[Effect]:
    """The effect without one more of the steps of DROPPED each time, as long as there is something to take back. `mild`: only
    such steps after which what fitted before still comes first."""
    for step in DROPPED:
        if (
            step in effect.dropped
            or (mild and step not in MILD)
            or (step == "words" and not (effect.sure or (effect.proper and not mild)))
        ):
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
    needs = tuple(need for need in effect.needs if not need.values or {facet for facet, _ in need.values} != {step})
    return replace(effect, chosen=kept, needs=needs, raised=_joined(effect.raised, gone))


def _joined(first: tuple[Pair, ...], more: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _looser(effect: Effect) -> Effect:
    """What is only implied is met by any of its words, too, or need not be met where these certainly mean something else."""
    if effect.guessed:
        return replace(effect, needs=tuple(one for one in effect.needs if not one.any_value))
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
            stated += [(facet, value) for value in chosen[facet] if not sensitive(facet, value)]
            needs.append(Requirement(said, tuple((facet, value) for value in chosen.pop(facet))))
    return replace(effect, chosen=tuple(chosen.items()), needs=tuple(needs), raised=_joined(effect.raised, stated))


def _topicless(effect: Effect) -> Effect:
    """What is implied beside a topic is enough instead of it; topics of harm stay."""
    beside = tuple(pair for pair in effect.raised if pair[0] in NEEDS)
    kinds = "category" in dict(effect.chosen) or any(need.values and need.values[0][0] == "category" for need in effect.needs)
    chosen, needs = dict(effect.chosen), []
    loose = [
        need for need in effect.needs if {facet for facet, _ in need.values} == {"topic"} and not any(map(_harms, need.values))
    ]
    for need in effect.needs:
        if need not in loose:
            needs.append(_or(need, loose))
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


def _or(need: Requirement, topics: Iterable[Requirement]) -> Requirement:
    """A kind of help that is met by the topic of the same words, too: "cancer support" is also a ride to its treatment."""
    same = tuple(pair for topic in topics if topic.words == need.words for pair in topic.values)
    if not same or {facet for facet, _ in need.values} != {"category"}:
        return need
    return replace(need, values=_joined(need.values, same), any_value=True)


def _harms(pair: Pair) -> bool:
    return pair[0] == "topic" and group_of(*pair) == HARM


def _wider(effect: Effect) -> Effect:
    """The kinds of help above those that were meant."""
    needs = tuple(replace(need, values=tuple(dict.fromkeys(map(_above, need.values)))) for need in effect.needs)
    raised = [pair for need in effect.needs for pair in need.values if _above(pair) != pair]
    sides = dict(effect.chosen)
    if (kinds := sides.get("category")) and not any(value.startswith(SAFETY) for value in kinds):
        raised += [("category", value) for value in kinds if not sensitive("category", value)]
        sides["category"] = ordered("category", (_above(("category", value))[1] for value in kinds))
    return replace(effect, chosen=tuple(sides.items()), needs=needs, raised=_joined(effect.raised, raised))


def _above(pair: Pair) -> Pair:
    facet, value = pair
    return (facet, lineage(value)[1]) if facet == "category" and "/" in value and not value.startswith(SAFETY) else pair


def _close(effect: Effect) -> Effect:
    """Whatever says any of the words; what they were read as is only raised."""
    if not effect.close:
        return effect
    meant = [pair for facet, found in effect.chosen if facet in NEEDS for pair in ((facet, value) for value in found)]
    meant += [pair for need in effect.needs for pair in need.values]
    sides = tuple((facet, found) for facet, found in effect.chosen if facet not in NEEDS)
    raised = _joined(effect.raised, (pair for pair in meant if not sensitive(*pair)))
    return replace(effect, chosen=sides, needs=(Requirement(effect.close, any_word=True),), raised=raised)


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
