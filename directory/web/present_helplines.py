"""Help lines: the strip on every page, the crisis card, the page of help lines. They need files alone, never the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from directory.facets import answers
from directory.helplines import Helplines, Situation
from directory.listing import Listing
from directory.web.present_contact import Action, actions, phone_actions
from directory.web.present_facts import Fact, Scene, cost_text, languages_text
from directory.web.present_times import when
from directory.web.words import Voice

ON_ERROR = ("cannot-cope", "food-local-help", "abuse-at-home", "alcohol-drugs")
"""The four situations shown when search is down."""
LOCAL = "food-local-help"
"""The situation whose first line knows the help of a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """The help strip: the emergency number, and the first call and text of the country's line, whose number is `line`.

    `local` calls the people who know the help of a place (211 in the US); None where there is no such number.
    """

    emergency: str
    emergency_href: str
    line: str
    actions: tuple[Action, ...]
    local: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisCard:
    """The card above results: who answers, how to reach them; `first`: the emergency number goes before them."""

    heading: str
    text: str
    who: str
    emergency: str
    emergency_href: str
    emergency_name: str
    actions: tuple[Action, ...]
    watched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One help line as a card; `situation` heads it where cards stand alone, `seen` is the day of its facts."""

    situation: str
    name: str
    what: str
    facts: tuple[Fact, ...]
    actions: tuple[Action, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Situated:
    """The lines for one situation."""

    key: str
    heading: str
    lines: tuple[Line, ...]


def help_strip(table: Helplines, country: str, voice: Voice) -> Help:
    """What the strip offers in a country; where it has no line, that of the US is not shown, only the emergency number."""
    number = table.emergency[country][0].number if country in table.emergency else ""
    line = table.strip.get(country)
    offered = () if line is None else _call_and_text(line, voice)
    pills = tuple(_pill(action, voice) for action in offered)
    first = offered[0].text if offered else ""
    local = _local(table, country, voice)
    return Help(emergency=number, emergency_href=f"tel:{number}", line=first, actions=pills, local=local)


def _local(table: Helplines, country: str, voice: Voice) -> Action | None:
    lines = next((one.lines.get(country, ()) for one in table.situations if one.key == LOCAL), ())
    found = (_pill(action, voice) for line in lines for action in _call_and_text(line, voice) if action.kind == "call")
    return next(found, None)


def _call_and_text(line: Listing, voice: Voice) -> tuple[Action, ...]:
    """The first number to call and the first to text, in the reader's language where one is given for it."""
    first: dict[str, Action] = {}
    for phone in sorted(line.phones, key=lambda phone: bool(phone.languages) and voice.language not in phone.languages):
        for action in phone_actions((phone,), line.name, voice):
            first.setdefault(action.kind, action)
    return tuple(first[kind] for kind in ("call", "text") if kind in first)


def _pill(action: Action, voice: Voice) -> Action:
    text = voice("call_to", number=action.text) if action.kind == "call" else action.text
    return Action(action.kind, action.icon, text, text, action.href)


def crisis_card(situation: Situation, table: Helplines, country: str, voice: Voice) -> CrisisCard | None:
    """The card of a situation with the country's first line for it; None where it has neither line nor emergency number."""
    number = table.emergency[country][0].number if country in table.emergency else ""
    lines = situation.lines.get(country, ())
    line = lines[0] if lines else table.strip.get(country)
    if line is None:
        return None
    pills = tuple(_on_card(action, line, voice) for action in _call_and_text(line, voice))
    name = f"{voice('call_to', number=number)}, {voice('emergency')}"
    urgent = Action("call", "phone", voice("call_to", number=number), name, f"tel:{number}")
    return CrisisCard(
        heading=situation.labels.get(voice.language) or situation.labels["en"],
        text=voice(_first_words(situation)),
        who=line.name,
        emergency=number,
        emergency_href=f"tel:{number}",
        emergency_name=name,
        actions=((urgent, *pills) if situation.emergency_first and number else pills),
        watched=situation.watched,
    )


def _first_words(situation: Situation) -> str:
    """The key of what the card says before who answers."""
    if situation.other:
        return "crisis_other"
    return "crisis_first" if situation.emergency_first else "crisis_text"


def _on_card(action: Action, line: Listing, voice: Voice) -> Action:
    pill = _pill(action, voice)
    return Action(pill.kind, pill.icon, pill.text, f"{pill.text}, {line.name}", pill.href)


def helplines_page(table: Helplines, country: str, scene: Scene) -> tuple[Situated, ...]:
    """The country's lines by situation, each with number, text, chat, hours, languages and what it is."""
    language = scene.voice.language
    return tuple(
        Situated(
            one.key, one.labels.get(language) or one.labels["en"], tuple(_line(line, "", one.key, scene) for line in lines)
        )
        for one, lines in table.page(country)
    )


def four_lines(table: Helplines, country: str, scene: Scene) -> tuple[Line, ...]:
    """One line for each of four situations, for the page that says search is down."""
    language = scene.voice.language
    known = {one.key: one for one in table.situations if country in one.lines}
    picked = [known[key] for key in ON_ERROR if key in known]
    return tuple(_line(one.lines[country][0], one.labels.get(language) or one.labels["en"], one.key, scene) for one in picked)


def line_for(table: Helplines, key: str, country: str, scene: Scene) -> Line | None:
    """The first line of one situation; None where the country has none."""
    lines: Iterable[Listing] = next((one.lines.get(country, ()) for one in table.situations if one.key == key), ())
    return next((_line(line, "", key, scene) for line in lines), None)


def _line(line: Listing, situation: str, key: str, scene: Scene) -> Line:
    voice, said = scene.voice, answers(line)
    spoken = languages_text(said, voice, most=8)
    cost = cost_text(said, voice) if said.yes["cost"] else ""  # "ask about cost" would keep somebody from calling
    known = tuple(Fact(icon, "", text) for icon, text in (("coin", cost), ("talk", spoken)) if text)
    extra = tuple(
        Fact(one.icon, "", f"{one.text}: {one.detail}", foreign=True)
        for one in phone_actions(line.phones, line.name, voice)
        if one.detail
    )
    seen = line.provenance.checked_on or line.provenance.seen_on
    text = voice("checked" if line.provenance.checked_on else "matched", date=scene.dated(seen)) if seen else voice("unchecked")
    whose = f"{line.name} ({situation})" if situation else line.name
    return Line(
        situation=situation,
        name=line.name,
        what=line.description,
        facts=(when(line, scene), *known, *extra),
        actions=_once(actions(line, whose, voice)),
        seen=text,
    )


def _once(found: tuple[Action, ...]) -> tuple[Action, ...]:
    """Ways of contact without a second one to the same address."""
    return tuple({action.href: action for action in reversed(found)}.values())[::-1]
