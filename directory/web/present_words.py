"""What the results page says of how words were read: spelling, what can be added, what was taken back, the words as typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from directory.params import Asked
from directory.params_links import as_typed, link, namesake, offers, switches
from directory.params_readings import Taken, asks_where, respelled, taken_back
from directory.web.present_cards import choice_text, times_text
from directory.web.present_filters import Chip
from directory.web.words import Voice

MOST_OFFERED = 4
"""Chips to add; the API tells all."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A line about a misspelt word: what it says, and the link at its end."""

    text: str
    link: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the words were read; `switches` lead to what words can also mean; `where`: a place is asked for; `typed` and
    `typed_href` lead to the words as typed, or back from there."""

    spelled: tuple[Spelling, ...]
    changed: str
    offered: tuple[Chip, ...]
    switches: tuple[Spelling, ...] = ()
    where: bool = False
    typed: str = ""
    typed_href: str = ""


def reading(asked: Asked, voice: Voice) -> Reading:
    """What there is to say of the words of a search."""
    other = as_typed(asked)
    return Reading(
        spelled=tuple(_spelled(asked, voice)),
        changed=_changed(asked, voice),
        offered=tuple(_offered(asked, voice)),
        switches=tuple(_switches(asked, voice)),
        where=asks_where(asked),
        typed=voice("read_words" if asked.exact else "exact_words") if other else "",
        typed_href=link("/search", other) if other else "",
    )


def _spelled(asked: Asked, voice: Voice) -> list[Spelling]:
    lines = []
    for one, text in respelled(asked):
        other = as_typed(asked)
        if one.applied and other is not None:
            shown, instead = voice("showing_for", meant=one.meant), voice("search_instead", typed=one.typed)
            lines.append(Spelling(shown, instead, link("/search", other)))
        elif not one.applied:
            lines.append(Spelling(voice("did_you_mean"), one.meant, link("/search", text)))
    return lines


def _changed(asked: Asked, voice: Voice) -> str:
    effect = asked.effect
    if effect is None or not (effect.dropped or effect.far):
        return ""
    steps = tuple(taken_back(asked))
    kinds = {namesake(one.values) for one in steps if one.step == "category"}
    told = (one for one in steps if one.step != "topic" or namesake(one.values) not in kinds)
    gone = voice.join(list(dict.fromkeys(text for one in told for text in _taken(one, voice))))
    if effect.far:
        return f"{voice('far_line')} {voice('searched_without', what=gone)}" if gone else voice("far_line")
    return voice("widened_line" if effect.fitted else "changed_line", what=gone) if gone else ""


def _taken(one: Taken, voice: Voice) -> Iterator[str]:
    if one.step == "implied":
        yield voice("only_hinted")
    elif one.step == "words":
        yield f"“{one.values[0]}”"
    elif one.step == "time":
        yield times_text(one.values, voice)
    elif one.values:
        yield voice.either(choice_text(one.step, value, voice) for value in one.values)


def _switches(asked: Asked, voice: Voice) -> Iterator[Spelling]:
    for one in switches(asked):
        other = voice.either(choice_text(one.facet, value, voice) for value in one.values)
        yield Spelling(voice("can_also_mean", what=one.reading.said), other, link("/search", one.rest))


def _offered(asked: Asked, voice: Voice) -> list[Chip]:
    shown = [(choice_text(facet, value, voice), rest) for facet, value, rest in offers(asked)][:MOST_OFFERED]
    return [Chip(text, voice("add", what=text), link("/search", rest)) for text, rest in shown]
