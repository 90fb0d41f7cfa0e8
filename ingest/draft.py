"""The seam between formats and the pipeline: what a format reads out of a record, before it is trusted.

A format module turns bytes into Drafts and never decides what may be published: `ingest.pipeline` cleans, places, checks and
either settles a Draft into a Listing or quarantines it with its reason and its place in the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from directory.geo import Point
from directory.listing import Address, Phone, Status, Visibility
from directory.schedule import Session


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a source: file (relative name), row (1 = first record; 0 unknown) and the record's own key."""

    file: str
    row: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPhone:
    """A phone as the source has it: prose allowed; the pipeline finds the numbers in it."""

    text: str
    extension: str = ""
    use: str = "call"  # call, text, tty, fax, video
    label: str = ""
    languages: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Draft:
    """What a record says. Facet lists hold declared values (already through the crosswalks); text is raw.

    `ready_phones` need no number found in prose and must not be touched: a short code ("988", "741741") has no country code
    to gain, and "HOME" to 741741 is a keyword, not a label. `source_name` and `licence` go into the provenance when given.
    """

    key: str  # "<service>@<location>" in the source's own keys; "" where the source has none
    where: Where
    name: str
    whole_name: bool = False  # a person chose its name for all who read it: it stays as it is
    organization: str = ""
    organization_key: str = ""  # the source's own key of it
    organization_url: str = ""
    description: str = ""
    language_of_text: str = "en"
    alternate_names: list[str] = field(default_factory=list)
    facets: dict[str, list[str]] = field(default_factory=dict)  # facet name -> values stated
    denied: list[str] = field(default_factory=list)  # "facet:value"
    only: list[str] = field(default_factory=list)
    minimum_age: int | None = None
    maximum_age: int | None = None
    residence: str = ""
    eligibility: str = ""
    visibility: Visibility = "public"
    street_told: bool = False  # its operator says that it may be told, although it is a shelter from violence
    place_name: str = ""
    address: Address | None = None
    point: Point | None = None
    approximate: bool = False  # the point is a town's, not a venue's
    directions: str = ""
    transport: str = ""
    coverage: list[str] = field(default_factory=list)
    sessions: list[Session] | None = None
    hours_text: str = ""
    group: str = ""  # the source's own key of the group; the pipeline prefixes the source
    phones: list[RawPhone] = field(default_factory=list)
    ready_phones: list[Phone] = field(default_factory=list)  # already taken apart by a person: published as they are, first
    beside: list[str] = field(default_factory=list)  # what columns nobody reads say of what is not to be told; never published
    private: list[str] = field(default_factory=list)  # numbers and mailboxes its source keeps to itself: no merge tells them
    url: str = ""
    join_url: str = ""
    chat_url: str = ""
    email: str = ""
    alert: str = ""
    status: Status = "active"
    documents: list[str] = field(default_factory=list)
    fees: str = ""
    application: str = ""
    keywords: list[str] = field(default_factory=list)
    link: str = ""  # the record's own page at the source
    source_name: str = ""  # whose facts these are, where it is not the source's own name; "": the source's
    licence: str = ""  # "": the source's
    seen_on: date | None = None  # None: the source's own date
    checked_on: date | None = None
    checked_by: str = ""
    confirmed_on: date | None = None
    ends_on: date | None = None  # the last day it is offered; a record of one that is over is quarantined
    untold: bool = False  # left out or refused, and told so, by its format: only what it keeps private is heeded
    lead: str = ""  # why nothing of it is published: a body known to exist, with nothing a visitor could use; "": none


class Refused(Exception):
    """A record that cannot be trusted; the message is the reason, in words for the operator, without private fields."""


class Notes(Protocol):
    """Where a format tells what it could not take. Every call is counted, the first of each kind are kept as examples."""

    def refuse(self, reason: str, where: Where, excerpt: str = "") -> None:
        """The record is quarantined."""

    def unmapped(self, vocabulary: str, code: str) -> None:
        """A code that the crosswalks do not know."""

    def leftover(self, file: str, column: str) -> None:
        """A column or key nobody read."""

    def guess(self, what: str, where: Where) -> None:
        """Something was repaired or assumed ("ZIP code had lost its zeros")."""

    def folded(self, count: int) -> None:
        """So many records became part of another record's draft: drafts + refused + folded + omitted = records read."""

    def omitted(self, what: str) -> None:
        """A whole record was left out on purpose; `what` names the rule of the format or the source that says so."""

    def ignored(self, what: str, count: int = 1) -> None:
        """So many values, or rows beside the records, were left out on purpose; `what` names them and says why."""


class Format(Protocol):
    """A module in `ingest.formats`; its name is the format's (`hsds1`, `meeting-guide`, `seed`)."""

    def read(self, path: Path, notes: Notes, options: dict[str, object]) -> Iterable[Draft] | Iterator[Draft]:
        """Every record of the file or folder as a Draft, in the source's order. Raises SourceError for the whole."""
