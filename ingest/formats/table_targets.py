"""The fields a column mapping can fill, each with what becomes of its texts in the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args

from directory.facets import FACETS, declared
from directory.listing import Address, Status, fold
from ingest.clean import coordinates, crosswalk
from ingest.clean.age_fields import ages
from ingest.clean.coordinates import degrees
from ingest.clean.whole_address import point_in, whole_address
from ingest.draft import Draft, Notes, RawPhone
from ingest.formats.drafting import add, timed
from ingest.formats.table_mapping import Entry
from ingest.formats.table_transforms import Texts

UNREAD_DATE = "a date that cannot be read was left out"
UNREAD_AGES = "ages that cannot be read were kept as text only"


@dataclass(slots=True)
class Making:
    """A draft while a record's fields are put into it. What has two columns (a point) waits in `lat` and `lon`."""

    draft: Draft
    notes: Notes
    lat: str = ""
    lon: str = ""
    hours: list[str] = field(default_factory=list)

    def guess(self, what: str) -> None:
        """Tells the notes where something was repaired or assumed."""
        self.notes.guess(what, self.draft.where)


Put = Callable[[Making, Texts, Entry], None]

NAMES = ("name", "organization", "place_name")
TEXTS = ("organization_key", "organization_url", "description", "directions", "transport", "eligibility", "residence", "fees",
         "application", "alert", "url", "join_url", "chat_url", "email", "link", "group", "source_name", "licence",
         "language_of_text")  # fmt: skip
LISTS = ("alternate_names", "documents", "keywords", "coverage")
ONE = frozenset({"url", "join_url", "chat_url", "email", "link", "organization_url", "organization_key", "group", "licence"})
PARTS = ("city", "region", "postal_code", "country")
PHONES = {"phone": "call", "text": "text", "tty": "tty", "fax": "fax", "video": "video"}
DAYS = ("seen_on", "checked_on", "confirmed_on", "ends_on")


def _name(making: Making, texts: Texts, entry: Entry) -> None:
    before = getattr(making.draft, entry.target)
    setattr(making.draft, entry.target, " - ".join(dict.fromkeys(text for text in (before, *texts) if text)))


def _text(making: Making, texts: Texts, entry: Entry) -> None:
    told = [f"{entry.label}: {text}" if entry.label else text for text in texts]
    if entry.target in ONE:
        setattr(making.draft, entry.target, getattr(making.draft, entry.target) or told[0])
        return
    gap = "\n\n" if entry.target == "description" else "\n"
    before = getattr(making.draft, entry.target) if entry.target != "language_of_text" else ""
    setattr(making.draft, entry.target, gap.join(dict.fromkeys(text for text in (before, *told) if text)))


def _list(making: Making, texts: Texts, entry: Entry) -> None:
    kept: list[str] = getattr(making.draft, entry.target)
    kept += [text for text in texts if text not in kept and fold(text) != fold(making.draft.name)]


def _facet(making: Making, texts: Texts, entry: Entry) -> None:
    if not entry.table:
        add(making.draft, entry.target, [value for value in texts if value in declared(entry.target)])
        for value in texts:
            if value not in declared(entry.target):
                making.notes.unmapped(entry.target, value)
        return
    for text in texts:
        if text.casefold() in entry.table:
            add(making.draft, entry.target, entry.table[text.casefold()])
        else:
            making.notes.unmapped(f"{entry.target} of {' + '.join(entry.columns)}", text)


def _kinds(making: Making, texts: Texts, entry: Entry) -> None:
    match = {"211": crosswalk.longest, "ntee": crosswalk.prefix}.get(entry.codes, crosswalk.exact)
    said = crosswalk.indexed((text, match(entry.codes, text)) for text in texts)
    for code in said.unknown:
        making.notes.unmapped(entry.codes, code)
    for facet, values in said.facets.items():
        add(making.draft, facet, values)


def _only(making: Making, texts: Texts, entry: Entry) -> None:
    values = [value for text in texts for value in (entry.table.get(text.casefold(), ()) if entry.table else (text,))]
    making.draft.only += [value for value in values if value in declared("audience") and value not in making.draft.only]
    add(making.draft, "audience", [value for value in values if value in declared("audience")])


def _street(making: Making, texts: Texts, _: Entry) -> None:
    address = making.draft.address or Address()
    making.draft.address = replace(address, lines=(*address.lines, *texts))


def _part(making: Making, texts: Texts, entry: Entry) -> None:
    address = making.draft.address or Address()
    changed = {part: getattr(address, part) for part in PARTS} | {entry.target: texts[0]}
    making.draft.address = Address(lines=address.lines, **changed)


def _address(making: Making, texts: Texts, entry: Entry) -> None:
    """A whole address in one field; parts that other columns give stay as those have them."""
    read = whole_address("\n".join(texts), entry.country)
    for note in read.notes:
        making.guess(note)
    was, found = making.draft.address or Address(), read.value
    parts = {part: getattr(was, part) or getattr(found, part) for part in PARTS}
    making.draft.address = Address(lines=was.lines or found.lines, **parts)


def _point(making: Making, texts: Texts, _: Entry) -> None:
    spot = point_in("\n".join(texts))
    if spot is not None and not making.lat:
        making.lat, making.lon = str(spot[0]), str(spot[1])


def _degrees(making: Making, texts: Texts, entry: Entry) -> None:
    # Columns before others win: a feed with two pairs has the better one named first in the mapping.
    name = "lat" if entry.target == "latitude" else "lon"
    if not getattr(making, name):
        setattr(making, name, texts[0])


def _phone(making: Making, texts: Texts, entry: Entry) -> None:
    known = {phone.text for phone in making.draft.phones}
    use = PHONES[entry.target]
    making.draft.phones += [RawPhone(text=text, use=use, label=entry.label) for text in texts if text not in known]


def _ages(making: Making, texts: Texts, _: Entry) -> None:
    text = ", ".join(texts)
    read = ages(text)
    if read is None:
        making.draft.eligibility = "\n".join(part for part in (making.draft.eligibility, text) if part)
        making.guess(UNREAD_AGES)
        return
    making.draft.minimum_age, making.draft.maximum_age = read.least, read.most


def _age(making: Making, texts: Texts, entry: Entry) -> None:
    if texts[0].isdigit():
        setattr(making.draft, entry.target, int(texts[0]))
    else:
        making.guess(UNREAD_AGES)


def _day(making: Making, texts: Texts, entry: Entry) -> None:
    try:
        setattr(making.draft, entry.target, date.fromisoformat(texts[0][:10]))
    except ValueError:
        making.guess(UNREAD_DATE)


def _status(making: Making, texts: Texts, entry: Entry) -> None:
    told = entry.table.get(texts[0].casefold(), texts)[0]
    known: tuple[Status, ...] = get_args(Status)
    making.draft.status = next((one for one in known if one == told), making.draft.status)
    if told not in known:
        making.notes.unmapped("status", texts[0])


def _approximate(making: Making, texts: Texts, _: Entry) -> None:
    making.draft.approximate = bool(texts)


def _key(making: Making, texts: Texts, _: Entry) -> None:
    making.draft.key = "/".join(texts)


def _hours(making: Making, texts: Texts, entry: Entry) -> None:
    """A text about hours; with a label, what stands in the column of that day."""
    for text in texts:
        shut = entry.label and text.casefold() in {"closed", "close"}
        making.hours.append(f"closed {entry.label}" if shut else f"{entry.label}: {text}" if entry.label else text)


TARGETS: Mapping[str, Put] = {
    **dict.fromkeys(NAMES, _name),
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(LISTS, _list),
    **dict.fromkeys(FACETS, _facet),
    **dict.fromkeys(PARTS, _part),
    **dict.fromkeys(PHONES, _phone),
    **dict.fromkeys(DAYS, _day),
    **dict.fromkeys(("minimum_age", "maximum_age"), _age),
    **dict.fromkeys(("latitude", "longitude"), _degrees),
    "address": _address,
    "ages": _ages,
    "approximate": _approximate,
    "hours": _hours,
    "key": _key,
    "kinds": _kinds,
    "only": _only,
    "point": _point,
    "status": _status,
    "street": _street,
}
"""Field → what puts it into a draft. Texts are never empty."""


def finish(making: Making) -> Draft:
    """The draft, with what waited for all its columns."""
    draft = making.draft
    written = coordinates.pair(making.lat, making.lon)
    for note in written.notes:
        making.guess(note)
    if written.value is not None and degrees(making.lat) is not None:
        draft.point = written.value
    timed(draft, "\n".join(making.hours), making.notes)
    return draft
