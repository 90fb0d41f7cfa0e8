"""What the flat formats share when they make a draft: facets, hours, modes by what is there, keys accounted for."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from directory.listing import Address, fold
from ingest.clean import addresses, discreet
from ingest.clean.hours import BY_APPOINTMENT
from ingest.clean.hours import hours as clean_hours
from ingest.draft import Draft, Notes, Refused, Where

NO_KIND = "nothing says what kind of help it is"
NO_WAY = "no street, no phone and no web address: nobody could reach it"
UNREAD_HOURS = "hours that cannot be read whole were kept as text only"

Door = tuple[str, str, str]
"""Organization, town and street, folded."""
NO_DOOR: Door = ("", "", "")

VIOLENCE = frozenset({"domestic-violence", "trafficking"})
SHELTER = "practical/housing/shelter"
SAFETY = frozenset({SHELTER, "crisis/abuse-violence"})
_SAFE_HOUSE = re.compile(
    r"\b(?:battered|safe ?(?:house|home|haven|space)s?|(?:domestic|family) violence (?:\w+ )?shelters?)\b", re.IGNORECASE
)


def add(draft: Draft, facet: str, values: Iterable[str]) -> None:
    """Adds values to a facet of the draft, each once."""
    kept = list(dict.fromkeys((*draft.facets.get(facet, ()), *values)))
    if kept:
        draft.facets[facet] = kept


def streets(address: Address | None) -> tuple[str, ...]:
    """The lines of an address one can go to: PO boxes and words such as "Confidential" are none."""
    return addresses.address(address).value.lines if address is not None else ()


def door_of(draft: Draft) -> Door:
    """What is one for all records of an organization at one street of a town, also where that must not be told; NO_DOOR without
    a street."""
    if draft.address is None or not (told := addresses.told_lines(draft.address)):
        return NO_DOOR
    return fold(draft.organization), fold(draft.address.city), fold(told[0])


def timed(draft: Draft, text: str, notes: Notes) -> None:
    """Puts the sessions that a text about hours says into the draft; what is not understood whole stays as text."""
    if not text.strip():
        return
    read = clean_hours(text)
    draft.hours_text = read.text
    if read.sessions is None:
        notes.guess(UNREAD_HOURS, draft.where)
        return
    draft.sessions = list(read.sessions)
    if any(one.freq == "appointment" or one.note == BY_APPOINTMENT for one in read.sessions):
        add(draft, "start", ["appointment"])


def guarded(draft: Draft) -> None:
    """Protects a place that its record says is not to be told, and one of help with domestic violence or trafficking: a shelter
    is told by its area, what has no street is hidden (architecture §4). What is hidden already stays so."""
    if discreet.said(draft) or (draft.address is not None and addresses.secret(draft.address)):
        draft.visibility = "hidden"
    categories, topics = set(draft.facets.get("category", ())), set(draft.facets.get("topic", ()))
    if draft.visibility == "hidden" or not (VIOLENCE & topics and SAFETY & categories):
        return
    if not streets(draft.address):
        draft.visibility = "hidden"
    elif SHELTER in categories or _SAFE_HOUSE.search(draft.name):
        draft.visibility = "area"


def kept_back(draft: Draft) -> Iterator[Draft]:
    """The draft of a record that is left out or refused, where it keeps something private: none with its key tells it."""
    if draft.private or draft.beside or draft.visibility != "public":
        draft.untold = True
        yield draft


def kept_back_by(where: Where, values: Iterable[object]) -> Iterator[Draft]:
    """The same for a record that no draft was made of, by its key and whatever of its values says that something of it is not
    to be told."""
    yield from kept_back(Draft(key=where.key, where=where, name="", beside=discreet.telling(values))) if where.key else ()


def told(draft: Draft) -> tuple[Where, str]:
    """Where a refused draft stands and its name; of what keeps its place or a number private the file and row alone."""
    if draft.visibility == "public" and not draft.private:
        return draft.where, draft.name
    return replace(draft.where, key=""), ""


def reached(draft: Draft) -> None:
    """Gives the draft the mode that what it holds allows, unless it states one: a street or a spot to go to, a phone, a web
    address. Raises Refused for a draft that says no kind of help or that nobody could reach."""
    if not draft.facets.get("category"):
        raise Refused(NO_KIND)
    if draft.facets.get("mode"):
        return
    if draft.visibility != "public" and draft.phones:
        add(draft, "mode", ["in-person", "phone"])  # one has to call first to be told where
    elif streets(draft.address) or (draft.point is not None and not draft.approximate):
        add(draft, "mode", ["in-person"])
    elif draft.point is not None and draft.phones:
        add(draft, "mode", ["in-person", "phone"])  # somewhere in that town: where is told on the phone
    elif draft.phones or draft.ready_phones:
        add(draft, "mode", ["phone"])
    elif draft.url:
        add(draft, "mode", ["app-web"])
    elif draft.point is not None:
        add(draft, "mode", ["in-person"])
    else:
        raise Refused(NO_WAY)


def account(values: Mapping[str, Any], taken: Container[str], ignored: Mapping[str, str], said: tuple[str, Notes]) -> list[str]:
    """Tells of every key that holds something and is not read; `ignored` has why some are left out. `said`: file and notes.

    Gives what those values say of what is not to be told, for the draft's `beside`.
    """
    file, notes = said
    unread = []
    for key, value in values.items():
        if key in taken or value in ("", None, [], {}):
            continue
        unread.append(value)
        if key in ignored:
            notes.ignored(f"{key}: {ignored[key]}")
        else:
            notes.leftover(file, key or "(no name)")
    return discreet.telling(unread)


class Quiet:
    """Notes that keep nothing, for a first look at a file: what it finds is told when the file is read."""

    def refuse(self, reason: str, where: Where, excerpt: str = "") -> None: ...
    def unmapped(self, vocabulary: str, code: str) -> None: ...
    def leftover(self, file: str, column: str) -> None: ...
    def guess(self, what: str, where: Where) -> None: ...
    def folded(self, count: int) -> None: ...
    def omitted(self, what: str) -> None: ...
    def ignored(self, what: str, count: int = 1) -> None: ...
