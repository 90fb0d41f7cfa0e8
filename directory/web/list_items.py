"""What a listing says on My list, on the printed sheet and in files: everything short, whole sentences, unknown as unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from directory.errors import Gone, NotFound
from directory.facets import answers
from directory.index.base import Index
from directory.listing import Listing
from directory.schedule import Session, always_open, rule_words
from directory.web.present_cards import shortened, told_apart
from directory.web.present_contact import Action, actions
from directory.web.present_facts import (
    Fact,
    Fresh,
    Scene,
    cost_and_languages,
    cost_asked,
    fresh,
    is_group,
    is_hidden,
    is_safety,
    kind_of,
    languages_text,
    located_modes,
    where,
)
from directory.web.present_listing import cost_pairs, fits_texts, where_facts
from directory.web.present_times import by_week, hours_text, in_week, keeps_hours, rules

MOST_WHEN = 140
"""Letters of hours in the words of their source: as many as four full places leave room for on a page."""
MOST_RULES = 600
"""Letters of rules: a year of single dates ends here, never the week of a place that is open every day."""
MOST_WHERE = 100
MOST_TEXT = 80
MOST_ADDRESS = 60
"""Letters of a web address that somebody types from paper; of a longer one the site alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One place of a list. `said` tells it from the others of the list; `call` is the way of contact to print large.

    `safety`: knowing that somebody looked at it could harm them, so that short messages leave out what it is.
    """

    ref: str
    href: str
    name: str
    said: str
    language: str
    provider: str
    kind: str
    fits: str  # the kind and whom it is for, as one line; empty of a safety listing, which paper must not tell
    safety: bool
    alert: str
    actions: tuple[Action, ...]
    call: str
    when: str
    where: str
    getting: str
    facts: tuple[Fact, ...]
    cost: str
    languages: str
    fee: str  # the cost, "" where nobody is to be sent to ask
    spoken: str  # the languages, "" where none is stated
    price: str  # both on one line
    bring: str
    carry: str  # what to bring, "" where nobody goes anywhere and nothing is said of it
    ask_for: str
    fresh: Fresh
    listing: Listing

    @property
    def facts_said(self) -> tuple[tuple[str, str], ...]:
        """The facts as pairs of a key of the words and a text; empty ones are not known and not said."""
        there = (("when", self.when), ("place_where", self.where), ("getting_there", self.getting))
        return (*there, ("cost", self.fee), ("languages", self.spoken), ("bring", self.carry))


@dataclass(frozen=True, slots=True)
class Missing:
    """A place of a list that is not there: `gone` when it was listed once, else nobody knows whether it ever was."""

    ref: str
    gone: bool


Entry = Item | Missing
Group = Callable[[Listing], Iterable[Listing]]


def fetched(refs: Iterable[str], index: Index) -> tuple[Listing | Missing, ...]:
    """The listings of a list in its order. Raises IndexUnavailable."""
    found: list[Listing | Missing] = []
    for ref in refs:
        try:
            found.append(index.get(ref))
        except Gone:
            found.append(Missing(ref, gone=True))
        except NotFound:
            found.append(Missing(ref, gone=False))
    return tuple(found)


def alone(_: Listing) -> tuple[Listing, ...]:
    """No other meetings: for who does not ask for them."""
    return ()


def items(found: Iterable[Listing | Missing], scene: Scene, group: Group = alone) -> tuple[Entry, ...]:
    """What the places of a list say; `group` tells the other meetings of the group of a listing."""
    known = tuple(found)
    names = iter(told_apart([one for one in known if isinstance(one, Listing)]))
    return tuple(one if isinstance(one, Missing) else item(one, next(names), scene, group=group) for one in known)


def item(listing: Listing, said: str, scene: Scene, *, group: Group = alone) -> Item:
    """What one place says."""
    voice, stated = scene.voice, answers(listing)
    ways = actions(listing, said, voice)
    provider = listing.organization.name if listing.organization.name != listing.name else ""
    when = when_text(listing, group(listing), scene)
    (_, cost), (_, languages), (_, bring) = cost_pairs(listing, stated, voice)
    carry = bring if located_modes(listing) or bring != voice("not_known_ask") else ""
    return Item(
        ref=listing.ref,
        href=f"/listing/{listing.ref}",
        name=listing.name,
        said=said,
        language=listing.language_of_text if listing.language_of_text != voice.language else "",
        provider=provider,
        kind=kind_of(listing, voice),
        fits="" if is_safety(listing) else fits_line(listing, scene),
        safety=is_safety(listing),
        alert=voice("closed_for_now") if listing.status == "temporarily-closed" else listing.alert,
        actions=ways,
        call=contact_text(ways[0]),
        when=when,
        where=where_text(listing, scene),
        getting=getting_there(listing),
        facts=_facts(listing, when, carry, scene),
        cost=shortened(cost, MOST_TEXT),
        languages=languages,
        fee=shortened(" · ".join(part for part in (cost_asked(listing, stated, voice), listing.fees) if part), MOST_TEXT),
        spoken=languages_text(stated, voice),
        price=price_text(listing, scene),
        bring=shortened(bring, MOST_TEXT),
        carry=shortened(carry, MOST_TEXT),
        ask_for=voice("ask_for", name=voice.apart(shortened(listing.name, 60))) if provider else "",
        fresh=fresh(listing.provenance, is_group(listing), scene),
        listing=listing,
    )


def fits_line(listing: Listing, scene: Scene) -> str:
    """What it is and whom it says it is for: "Grief & loss groups · Ages 18 to 25; Veterans"."""
    whom = scene.voice.semicolons(fits_texts(listing, answers(listing), scene.voice))
    return " · ".join(part for part in (kind_of(listing, scene.voice), shortened(whom, MOST_TEXT)) if part)


def contact_text(action: Action) -> str:
    """A way of contact as paper has it: the number with what to press, or the address without its scheme."""
    if action.kind in ("web", "join", "chat") and "://" in action.href:
        address = action.href.partition("://")[2].removeprefix("www.").rstrip("/")
        return address if len(address) <= MOST_ADDRESS else address.partition("/")[0]
    if action.kind == "mail":
        return action.href.removeprefix("mailto:")
    return f"{action.text} ({action.detail})" if action.detail and len(action.detail) <= 30 else action.text


def when_text(listing: Listing, others: Iterable[Listing], scene: Scene) -> str:
    """The hours by their rules, as paper has them: all, for paper does not unfold, and true on another day too, so never
    "open now".

    Other meetings of its group at the same place are told with their rules; how many there are elsewhere is said.
    """
    rows = rules(listing, (), scene)
    if always_open(listing.sessions) and rows:
        return rows[0].where
    if keeps_hours(listing):
        week = by_week(listing)  # "Saturday closed", as within a sentence; anything else may be a name
        ends = (one.where[:1].lower() + one.where[1:] if week else one.where for one in rows)
        said = [" ".join(part for part in (one.rule, end) if part) for one, end in zip(rows, ends, strict=True)]
        return _as_many(said, scene) or _in_words(hours_text(listing, scene))
    known, there = tuple(others), where_text(listing, scene)
    here = [listing, *(one for one in known if where_text(one, scene) == there)]
    times = (session for one in here for session in one.sessions or () if session.freq != "appointment")
    said = [rule_words(one, scene.voice.language, on=scene.today) for one in _joined(times)]
    away = len(known) + 1 - len(here)
    more = f" ({scene.voice('meets_elsewhere', n=away)})" if away else ""
    return (_as_many(said, scene) or _in_words(hours_text(listing, scene))) + more


def _in_words(said: Iterable[str]) -> str:
    """Hours that no rule tells; what is cut ends with an ellipsis, also behind a whole sentence: the next may say "closed"."""
    line = " ".join(" ".join(said).split())
    head = line[:MOST_WHEN]
    return line if line == head else f"{head.rpartition(' ')[0] or head}…"


def _as_many(rules_said: Iterable[str], scene: Scene) -> str:
    """As many whole rules as a sheet has room for, and how many are left; a rule is never cut where others stand before it."""
    said = tuple(dict.fromkeys(rules_said))
    shown = next((n for n in range(len(said), 1, -1) if len(scene.voice.semicolons(said[:n])) <= MOST_RULES), 1)
    text = shortened(scene.voice.semicolons(said[:shown]), MOST_RULES)
    return f"{text} {scene.voice('and_more', n=len(said) - shown)}" if shown < len(said) else text


def _joined(times: Iterable[Session]) -> tuple[Session, ...]:
    """The sessions in the order of the week, an order that paper keeps whatever the day; those that differ in their weekday
    alone are one."""
    found: dict[Session, list[int]] = {}
    for one in sorted(times, key=in_week):
        found.setdefault(replace(one, days=(), note="") if one.freq == "weekly" else one, []).extend(one.days)
    return tuple(replace(one, days=tuple(sorted({*days}))) if one.freq == "weekly" else one for one, days in found.items())


def where_text(listing: Listing, scene: Scene) -> str:
    """The address as far as it may be told, else how one takes part and what area is served."""
    place = where_facts(listing, answers(listing), scene)
    if place.lines:
        there = shortened(", ".join(place.lines), MOST_WHERE)
        if listing.place is not None and listing.place.visibility == "area":
            return f"{scene.voice.apart(there)}. {scene.voice('area_text')}"
        return there
    fact = where(listing, None, False, scene)
    return " · ".join(part for part in (fact.strong, shortened(fact.text, MOST_WHERE)) if part)


def price_text(listing: Listing, scene: Scene) -> str:
    """Cost and languages on one line; a language that is not stated is not said."""
    text = cost_and_languages(listing, answers(listing), scene).text
    return shortened(" · ".join(part for part in (text, listing.fees) if part), MOST_TEXT) if listing.fees else text


def getting_there(listing: Listing) -> str:
    """Directions and transport of a public place; empty where nothing is known or nothing may be told."""
    place = listing.place
    if place is None or place.visibility != "public":
        return ""
    return shortened(" ".join(part for part in (place.directions, place.transport) if part), MOST_TEXT)


def _facts(listing: Listing, when: str, carry: str, scene: Scene) -> tuple[Fact, ...]:
    there, getting = where_text(listing, scene), getting_there(listing)
    icon = "lock" if is_hidden(listing) else where(listing, None, False, scene).icon
    told = listing.place is not None and listing.place.visibility == "public"  # else where it is are words of ours
    shown = (
        Fact("clock", "", when, foreign=True),
        Fact(icon, "", " · ".join(part for part in (there, getting) if part), foreign=told),
        Fact(cost_and_languages(listing, answers(listing), scene).icon, "", price_text(listing, scene), foreign=True),
        Fact("paper", f"{scene.voice('bring')}:", shortened(carry, MOST_TEXT), foreign=True, joint=" "),
    )
    return tuple(one for one in shown if one.text)
