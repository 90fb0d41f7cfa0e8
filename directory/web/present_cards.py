"""Result cards: a hit, or several meetings of one group, as what the template writes; and how cards fold on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from directory.facets import answers
from directory.listing import Listing
from directory.params import Asked
from directory.params_links import changed, link
from directory.query import Hit
from directory.taxonomy import label
from directory.web.present_contact import Action, actions
from directory.web.present_facts import Fact, Fresh, Scene, cost_and_languages, fresh, is_group, kind_of, where
from directory.web.present_times import Meeting, meetings, when
from directory.web.words import Voice

BUTTONS = 2
"""Ways of contact on a card; the listing page has all."""
SUMMARY = 180
"""Letters of a description on a card, cut at a word."""
SHOWN_MEETINGS = 3
PARTS = frozenset({"morning", "afternoon", "evening", "overnight"})
"""Times that are a part of a day: they go together with the days chosen beside them."""
MOST_OF_ONE = 3
"""Listings of one organization on a page before the rest folds into "5 more of X"."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """What a card shows of a listing on a day, whatever was asked.

    `said` is the name that tells its links from every other's on the page; `language` is that of its own text.
    """

    ref: str
    href: str
    kind: str
    name: str
    said: str
    language: str
    provider: str
    summary: str
    alert: str
    cost: Fact
    actions: tuple[Action, ...]
    fresh: Fresh
    group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One result: the face of its listing, and what depends on the question, the place and the minute."""

    face: Face
    kind: str  # with how many meetings it stands for
    facts: tuple[Fact, ...]
    meetings: tuple[Meeting, ...] = ()
    more_meetings: str = ""
    matches: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class More:
    """The rest of one organization's listings on this page, folded into a link."""

    text: str
    href: str


Entry = Card | More


def entries(hits: Iterable[Hit], asked: Asked, scene: Scene) -> tuple[Entry, ...]:
    """The cards of hits in their order, meetings of one group in one, and what is too much of one organization folded."""
    groups = by_group(hits)
    whose = told_apart([group[0].listing for group in groups])
    shown: list[Entry] = []
    seen: Counter[str] = Counter()
    folded = {} if asked.query.organization else _folded(groups)
    for group, said in zip(groups, whose, strict=True):
        key = group[0].listing.organization.key
        seen[key] += 1
        if key not in folded or seen[key] <= MOST_OF_ONE:
            shown.append(card(group, said, scene))
        if key in folded and seen[key] == MOST_OF_ONE:
            listing = group[0].listing
            text = scene.voice("more_of", n=folded[key] - MOST_OF_ONE, name=listing.organization.name)
            shown.append(More(text, link("/search", changed(asked, organization=key))))
    return tuple(shown)


def by_group(hits: Iterable[Hit]) -> list[tuple[Hit, ...]]:
    """Hits with the same group of the same organization together, at the place of the first."""
    found: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        one = hit.listing
        found.setdefault((one.organization.key, one.group) if one.group else ("", one.id), []).append(hit)
    return [tuple(group) for group in found.values()]


def _folded(groups: list[tuple[Hit, ...]]) -> dict[str, int]:
    """Organizations with more cards than a page shows of one, and how many."""
    count = Counter(group[0].listing.organization.key for group in groups)
    return {key: n for key, n in count.items() if key and n > MOST_OF_ONE}


def told_apart(listings: list[Listing]) -> list[str]:
    """A name for each that no other on the page has: with the provider, the town, at last a number, where names repeat."""
    names = [one.name for one in listings]
    for more in (_provider, _town):
        repeated = {name for name, n in Counter(names).items() if n > 1}
        names = [
            f"{name}, {more(one)}" if name in repeated and more(one) else name
            for name, one in zip(names, listings, strict=True)
        ]
    taken: Counter[str] = Counter()
    for position, name in enumerate(names):
        taken[name] += 1
        if taken[name] > 1:
            names[position] = f"{name}, {taken[name]}"
    return names


def _provider(listing: Listing) -> str:
    return listing.organization.name if listing.organization.name != listing.name else ""


def _town(listing: Listing) -> str:
    place = listing.place
    return "" if place is None or place.visibility == "hidden" else place.address.city


def card(group: tuple[Hit, ...], said: str, scene: Scene) -> Card:
    """The card of one hit, or of the meetings of a group: then the first hit gives what they share."""
    hit, voice, hours = group[0], scene.voice, scene.memory.of("when")
    listing = hit.listing
    shown = scene.memory.of("face").get(listing, (said, voice.language, scene.today), face, listing, said, scene)
    rows = meetings(tuple((one.listing, one.km) for one in group), scene) if shown.group else ()
    count = len(rows) if len(rows) > 1 else 0
    gathers = sum([not row.office for row in rows])
    there = () if count else (where(listing, hit.km, hit.serves, scene), hours.get(listing, scene.clock, when, listing, scene))
    return Card(
        face=shown,
        kind=" · ".join(part for part in (shown.kind, voice("meetings", n=gathers)) if part) if gathers > 1 else shown.kind,
        facts=tuple([fact for fact in (*there, shown.cost) if fact.strong or fact.text]),
        meetings=rows[:SHOWN_MEETINGS] if count else (),
        more_meetings=voice("and_more", n=count - SHOWN_MEETINGS) if count > SHOWN_MEETINGS else "",
        matches=chosen_words(hit.matches, voice),
        asks=chosen_words(hit.asks, voice, asked=True),
    )


def face(listing: Listing, said: str, scene: Scene) -> Face:
    """What the listing's card always shows; `said` tells it from the others of the page."""
    voice, group = scene.voice, is_group(listing)
    return Face(
        ref=listing.ref,
        href=f"/listing/{listing.ref}",
        kind=kind_of(listing, voice),
        name=listing.name,
        said=said,
        language=listing.language_of_text if listing.language_of_text != voice.language else "",
        provider=_provider(listing),
        summary=shortened(listing.description, SUMMARY),
        alert=voice("closed_for_now") if listing.status == "temporarily-closed" else listing.alert,
        cost=cost_and_languages(listing, answers(listing), scene),
        actions=card_actions(actions(listing, said, voice)),
        fresh=fresh(listing.provenance, group, scene),
        group=group,
    )


def card_actions(found: tuple[Action, ...]) -> tuple[Action, ...]:
    """The first way of contact and the next of another kind, without the details that have no room."""
    first = found[0]
    other = next((one for one in found[1:] if one.kind != first.kind), None)
    return tuple(replace(one, detail="") for one in (first, other) if one is not None)[:BUTTONS]


def chosen_words(pairs: tuple[tuple[str, str], ...], voice: Voice, asked: bool = False) -> tuple[str, ...]:
    """What was chosen in words; `asked`: as something to ask about."""
    return _chosen_words(pairs, voice.language, asked) if pairs else ()


@lru_cache(maxsize=5000)
def _chosen_words(pairs: tuple[tuple[str, str], ...], language: str, asked: bool) -> tuple[str, ...]:
    voice = Voice(language)
    if asked:
        return tuple(voice("ask_free") if pair == ("cost", "free") else choice_text(*pair, voice) for pair in pairs)
    return tuple(choice_text(facet, value, voice) for facet, value in pairs)


def choice_text(facet: str, value: str, voice: Voice) -> str:
    """One chosen value in words: "Grief & loss", "Age 34", "Not Referral needed"."""
    if facet == "age":
        return voice("age_is", n=value)
    if facet.startswith("not_"):
        return voice("not_what", what=choice_text(facet.removeprefix("not_"), value, voice))
    return label(facet, value, voice.language)


def times_text(times: Iterable[str], voice: Voice) -> str:
    """Chosen times as they combine: "Open now", "Tuesday or Friday, evening": now, or a day and a part of it."""
    known = tuple(times)
    parts = [value for value in known if value in PARTS]
    days = [value for value in known if value not in PARTS and value != "now"]
    said = [voice.either(choice_text("time", value, voice) for value in group) for group in (days, parts) if group]
    when_said = voice.commas((*said[:1], *(text[:1].lower() + text[1:] for text in said[1:])))
    now = choice_text("time", "now", voice) if "now" in known else ""
    return voice.either(text for text in (now, when_said) if text)


_STOP = re.compile(r"[.!?](?= )")
_ABBREVIATED = re.compile(r"\b[A-Z][a-z]{0,3}\.$")
"""A short word with a capital and a dot is no end of a sentence: "St. Thomas", "Dr. King", "Blvd. 5"."""


def shortened(text: str, most: int) -> str:
    """The beginning of a text, whole sentences where they fit, cut at a word with an ellipsis where not."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[:most]
    stop = max((found.end() for found in _STOP.finditer(head) if not _ABBREVIATED.search(head, 0, found.end())), default=0)
    if stop > most // 3:
        return head[:stop]
    return head[: head.rfind(" ")].rstrip(",;:-–— ") + "…"
