"""One service as any dialect of Open Referral tells it (HSDS 2 and 3, Open Referral UK, Ohana), before anything is decided.

Texts are trimmed and otherwise as the source has them; what a dialect does not say is empty. No contact person is here.
"""

from __future__ import annotations

from dataclasses import dataclass

from directory.listing import Address
from ingest.draft import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language, by its name in prose or by its code."""

    name: str = ""
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    """A phone of a service, place or organization; `kind` is the source's word for its use."""

    number: str
    extension: str = ""
    kind: str = ""
    label: str = ""
    tongues: tuple[Tongue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """A rule of times in the parts of iCalendar, or a `weekday` by name; a `holiday` from `valid_from` to `valid_to`."""

    freq: str = ""
    byday: str = ""
    bymonthday: str = ""
    byyearday: str = ""
    byweekno: str = ""
    interval: str = ""
    count: str = ""
    until: str = ""
    valid_from: str = ""
    valid_to: str = ""
    dtstart: str = ""
    opens: str = ""
    closes: str = ""
    weekday: str = ""
    text: str = ""
    note: str = ""
    attending: str = ""
    holiday: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A subject of a service or place: a code or name of a vocabulary, `above` the name of the term it stands under."""

    vocabulary: str = ""
    code: str = ""
    name: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What it costs for whom, `until` when (ISO date, empty: no end)."""

    option: str = ""
    amount: str = ""
    currency: str = ""
    description: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The organization behind a service."""

    key: str = ""
    name: str = ""
    alternate_name: str = ""
    url: str = ""
    email: str = ""
    phones: tuple[Telephone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place; `hidden` where the source says that it is confidential."""

    key: str = ""
    kind: str = ""
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    transport: str = ""
    latitude: str = ""
    longitude: str = ""
    address: Address | None = None
    tongues: tuple[Tongue, ...] = ()
    access: tuple[str, ...] = ()
    phones: tuple[Telephone, ...] = ()
    times: tuple[Timetable, ...] = ()
    terms: tuple[Term, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The service at a place: what holds there only. `where` is its place in the source where it has one of its own."""

    key: str = ""
    description: str = ""
    spot: Spot | None = None
    phones: tuple[Telephone, ...] = ()
    times: tuple[Timetable, ...] = ()
    areas: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    where: Where | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service. `partial`: the source's list leaves out places and phones, so that none does not mean none."""

    where: Where
    key: str
    name: str
    status: str = ""
    alternate_names: tuple[str, ...] = ()
    description: str = ""
    url: str = ""
    email: str = ""
    interpretation: str = ""
    application: str = ""
    waiting: str = ""
    fees: str = ""
    eligibility: str = ""
    minimum_age: str = ""
    maximum_age: str = ""
    alert: str = ""
    documents: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    tongues: tuple[Tongue, ...] = ()
    phones: tuple[Telephone, ...] = ()
    times: tuple[Timetable, ...] = ()
    areas: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()
    terms: tuple[Term, ...] = ()
    attending: tuple[str, ...] = ()
    owner: Body | None = None
    sites: tuple[Site, ...] = ()
    checked_on: str = ""
    seen_on: str = ""
    withheld: tuple[str, ...] = ()  # numbers that are marked as private
    private: bool = False
    partial: bool = False
