"""What a text asks of a search: filters, what is raised and offered, the words that stay; and weaker ways to ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from directory.facets import FACETS, declared, group_of
from directory.language.crisis import HELP
from directory.language.phrases import MOST_WORDS
from directory.language.sensitive import sensitive
from directory.language.stem import words as folded_words
from directory.language.understood import Pair, Reading, Understood
from directory.language.understood import Word as Typed
from directory.query import Requirement, Word
from directory.taxonomy import categories

Sides = tuple[tuple[str, tuple[str, ...]], ...]
NEEDS = frozenset({"category", "topic"})
DROPPED = ("implied", "words", "time", "format", "mode", "cost", "culture", "faith", "topic", "audience")
"""The order in which readings are taken back when all together find nothing. Never taken back: what the person ticked (the
caller's), the kind of help, language, access, ways to start, what is left out, age, place, and topics of harm (safety)."""
HARM = "harm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`chosen` and `excluded` pair facets with values in FACETS order, as in a Query; `times` are values of the time facet.

    `raised` (facet, value) pairs go up in the order, `offered` ones are chips to add, likeliest first; `place` is a name for
    the gazetteer, `here` "near me", `anywhere` no place at all. `words` is the text that remains to be searched. `needs` is
    what a listing must meet instead, in the engines' terms: each of the words, and, where no kind of help and no topic is
    certain, one of the implied ones, said or stated ("my husband died"). Words of a sentence that tells its need besides
    are not needed. `hints` are all words that say something: worth more where they are said. `dropped` are the steps already
    taken back.
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
    hints: tuple[Word, ...] = ()
    dropped: tuple[str, ...] = ()


def asked(understood: Understood) -> Effect:
    """The effect of everything that was understood."""
    filters = [one for one in understood.readings if one.filters]
    raised = tuple(dict.fromkeys(_raised(understood.readings)))
    urgent = tuple(dict.fromkeys(("category", help_) for value in sorted(understood.crisis.exact) for help_ in HELP[value]))
    chosen = _sides(one for one in filters if not one.excluded)
    implied = [one for one in understood.readings if one.strength == "implied" and not one.excluded]
    offered = [*raised, *(pair for one in (*implied, *_apart(understood)) for pair in one.pairs if one.kind != "near")]
    said = {pair for one in filters for pair in one.pairs}
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
        raised=tuple(pair for pair in dict.fromkeys((*urgent, *raised)) if pair not in said),
        offered=tuple(pair for pair in dict.fromkeys(offered) if pair not in said and pair[0] in {*FACETS, "time"}),
        words=" ".join(word.text for word in understood.words),
        needs=tuple(_needs(understood, chosen, urgent)),
        hints=tuple(dict.fromkeys((said,) for word in understood.says for said in word.meant)),
    )


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
        spans = [(one.start, one.end) for one in implied] or [(0, len(understood.text))]
        words = (w for w in understood.says if any(start <= w.start and w.end <= end for start, end in spans))
        said = tuple(dict.fromkeys((word.meant[0],) for word in words))[:MOST_WORDS]
        yield Requirement(said or tuple(folded_words(understood.text)[:MOST_WORDS]), tuple(pairs))


def _said(word: Typed) -> Requirement:
    """That a word is said, or what listings say for it."""
    if len(word.meant) > 1:
        return Requirement(tuple((one,) for one in word.meant), any_word=True)
    return Requirement(tuple((one,) for one in word.meant))


def weaker(effect: Effect) -> Iterator[Effect]:
    """The effect without one more of the steps of DROPPED each time, as long as there is something to take back."""
    for step in DROPPED:
        less = _without(effect, step)
        if less != effect:
            effect = replace(less, dropped=(*effect.dropped, step))
            yield effect


def _without(effect: Effect, step: str) -> Effect:
    if step == "implied":
        return replace(effect, raised=(), needs=tuple(need for need in effect.needs if not need.values))
    if step == "words":
        return replace(effect, words="", needs=tuple(need for need in effect.needs if need.values))
    if step == "time":
        return replace(effect, times=())
    kept: Callable[[str], bool] = (lambda value: group_of("topic", value) == HARM) if step == "topic" else (lambda value: False)
    sides = ((name, tuple(v for v in found if name != step or kept(v))) for name, found in effect.chosen)
    return replace(effect, chosen=tuple((name, found) for name, found in sides if found))
