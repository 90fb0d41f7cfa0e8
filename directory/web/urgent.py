"""What is urgent in a search: the cards that its words and chosen kinds raise, and the country whose lines stand on them."""

from __future__ import annotations

from dataclasses import dataclass

from directory.helplines import Situation
from directory.language.crisis import Heard, heard
from directory.language.lexicon import merged
from directory.params import Asked
from directory.params_words import around
from directory.web.site import site


@dataclass(frozen=True, slots=True)
class Urgent:
    """The situations with a card, the most urgent first; `soft`: none has one, but a line saying where to call is kind."""

    situations: tuple[Situation, ...]
    soft: bool
    country: str


def urgent(asked: Asked) -> Urgent:
    """What is urgent in what was asked. Lines are those of the place's country where it has any, else of the site's."""
    here = site()
    said, text = Heard(), asked.query.text
    if text:
        said = heard(text, merged(here.settings.need_words), known=around(here.settings, here.gazetteer).known)
    chosen = [f"{facet}:{value}" for facet, values in asked.query.chosen for value in values]
    raised = here.label.lines.cards(said.exact, chosen)
    codes = asked.search.near.codes if asked.search.near is not None else ()
    country = here.label.lines.country(codes, here.settings.country.upper())
    return Urgent(raised, not raised and bool(said.implied), country)
