"""What the words of a search are understood to ask, and how that joins what was given explicitly: ticks go before words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from directory.facets import FACETS, declared
from directory.language.asked import Effect
from directory.language.asked import asked as effect_of
from directory.language.lexicon import merged
from directory.language.phrases import MOST_WORDS, requirements
from directory.language.rows import NEEDS
from directory.language.stem import words as folded_words
from directory.language.understanding import understand
from directory.language.understood import Around, Understood
from directory.places.gazetteer import Gazetteer
from directory.query import Near, Query, Requirement
from directory.settings import Settings

FOR_WHOM = frozenset({"audience", "faith", "culture"})
Sides = tuple[tuple[str, tuple[str, ...]], ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What words mean: `effect` is None when nothing was understood; `near` is the place they name, `choices` those of which
    none is clearly meant, `others` of the same name as the one that was taken."""

    understood: Understood
    effect: Effect | None = None
    near: Near | None = None
    choices: tuple[Near, ...] = ()
    others: tuple[Near, ...] = ()


def around(settings: Settings, places: Gazetteer) -> Around:
    """What understanding asks of the gazetteer, of the site's country."""
    people = places.peopled(settings.country)
    return Around(people=people, known=lambda word: people(word) > 0)


def meaning(text: str, settings: Settings, places: Gazetteer, *, placed: bool) -> Meaning:
    """What a text means. `placed`: a place was given beside it, so that none in the text is looked up."""
    understood = _calm(understand(text, merged(settings.need_words), around=around(settings, places)))
    if not understood.readings and not understood.crisis.exact and not understood.crisis.implied:
        return Meaning(understood=understood, effect=_unread(understood))
    effect = effect_of(understood)
    if placed or not effect.place:
        return Meaning(understood=understood, effect=effect)
    found = places.find(effect.place, country=settings.country)
    if not found.places:
        return Meaning(understood=understood, effect=_said(effect))
    if found.ambiguous:
        return Meaning(understood=understood, effect=effect, choices=found.places)
    near, *others = found.places
    return Meaning(understood=understood, effect=effect, near=near, others=tuple(others))


def _calm(understood: Understood) -> Understood:
    """Without readings of crisis phrases: those raise a card and kinds of help, and are never shown as something to change."""
    if not understood.crisis.exact:
        return understood
    urgent = {position for start, end in understood.urgent for position in range(start, end)}
    spans = ((one, (p for p in range(one.start, one.end) if not understood.text[p].isspace())) for one in understood.readings)
    return replace(understood, readings=tuple(one for one, span in spans if not urgent.issuperset(span)))


def _said(effect: Effect) -> Effect:
    """The effect with the name of its place as words to be searched."""
    needs = (*effect.needs, *literal(effect.place))
    return replace(effect, place="", words=f"{effect.words} {effect.place}".strip(), needs=needs)


def _unread(understood: Understood) -> Effect | None:
    """The effect of words of which nothing was understood: every one of them is said, or what listings say for it. None
    without words that say something."""
    if not understood.says:
        return None
    other = {word.meant[0]: word.meant for word in understood.says}
    needs = (
        replace(need, words=tuple((said,) for said in other[need.words[0][0]]), any_word=True)
        if not need.values and len(need.words) == 1 and len(other.get(need.words[0][0], ())) > 1
        else need
        for need in requirements(understood.text)
    )
    return replace(effect_of(understood), needs=tuple(needs))


def literal(text: str) -> tuple[Requirement, ...]:
    """That every word of a text is said."""
    return tuple(Requirement((word,)) for word in dict.fromkeys(folded_words(text)[:MOST_WORDS]))


def joined(query: Query, effect: Effect, near: Near | None) -> Query:
    """What was given explicitly, and what words add to it: other facets, what to leave out, times, age and place."""
    chosen, excluded = dict(query.chosen), dict(query.excluded)
    for facet, values in effect.chosen:
        kept = tuple(value for value in values if value not in excluded.get(facet, ()))
        if facet not in chosen and kept:
            chosen[facet] = kept
    left_out = dict(excluded)
    for facet, values in effect.excluded:
        added = {value for value in values if value not in dict(query.chosen).get(facet, ())}
        left_out[facet] = tuple(value for value in declared(facet) if value in added.union(excluded.get(facet, ())))
    return replace(
        query,
        near=query.near or near,
        chosen=_ordered(chosen),
        excluded=_ordered(left_out),
        times=query.times or effect.times,
        age=effect.age if query.age is None else query.age,
        needs=effect.needs,
        hints=effect.hints,
        told=effect.told,
        aside=effect.aside,
        urgent=effect.urgent,
        heard=tuple(facet for facet, _ in effect.chosen if facet in NEEDS and facet not in dict(query.chosen)),
        raised=effect.raised,
        meant=effect.meant,
    )


def _ordered(sides: dict[str, tuple[str, ...]]) -> Sides:
    return tuple((name, sides[name]) for name in FACETS if sides.get(name))


def asks_for_help(query: Query) -> bool:
    """Whether it still says what is needed: a kind of help, a topic or words, or for whom."""
    return bool(query.needs) or any(facet in NEEDS | FOR_WHOM for facet, _ in query.chosen)


def cut(text: str, spans: Iterable[Span]) -> str:
    """The text without some of its characters, white space tidied."""
    gone = {position for start, end in spans for position in range(start, end)}
    return " ".join("".join(" " if position in gone else sign for position, sign in enumerate(text)).split())
