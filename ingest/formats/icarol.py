"""An iCarol export: agencies, programmes and sites of a 211 in one flat table, with flags for what must not be told.

What decides where the data does not:

- **Who is shown.** Only rows whose status is exactly active, and that are not excluded from the web site.
- **An agency** is a listing where it has taxonomy codes of its own; without any it only holds its programmes together.
- **Flags.** A column `…IsPrivate` empties what it is about before anything else looks at the row; that of the address hides the
  place, which the pipeline takes out of the record. So do the words "Confidential" (`ingest.clean.addresses`) and shelters from
  violence (`drafting.guarded`).
- **Persons** (senior worker, main contact, verifier) are never read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from directory.errors import SourceError
from directory.listing import Address, fold
from ingest.clean import coordinates, crosswalk, lines, words
from ingest.clean import languages as clean_languages
from ingest.clean.age_fields import ages_in
from ingest.clean.persons import GONE
from ingest.clean.placeholders import placeholder
from ingest.draft import Draft, Notes, RawPhone, Refused, Where
from ingest.formats.drafting import Quiet, account, add, guarded, kept_back, reached, timed, told
from ingest.formats.flags import MARKED, flagged, private_flag
from ingest.formats.icarol_fields import (
    EMPTY,
    IGNORED,
    NEEDED,
    NUMBERED,
    PERSON,
    PERSONS,
    PHONES,
    PRIVATE,
    READ,
    STARTS,
    USES,
    YES,
)  # fmt: skip
from ingest.formats.options import only_options, states
from ingest.formats.rows import Row, Rows, files
from ingest.formats.rows import read as rows

FORMAT = "icarol"
SUMMARY = "iCarol export: a flat table of agencies, programmes and sites of a 211"

_BETWEEN = r"[^\d\n]{0,3}"
_TYPED = re.compile(r"(?:TDD|TTY|TTD|TDY)(?: (?:compliant|available))?", re.IGNORECASE)
NOT_ACTIVE = "the source says that it is not active"
EXCLUDED = "the source excludes it from its web site"
NO_REFERRALS = "the source says not to refer to it"
HOLDER = "an agency without codes of its own: its programmes are listed"
ON_PURPOSE = frozenset({NOT_ACTIVE, EXCLUDED, NO_REFERRALS, HOLDER})
NO_STATUS = "nothing says whether it is active"


SHORTEST = 7
"""Digits of a number that is looked for in other fields; short codes are everybody's."""
CENTRE = 4
"""Streets at one point from which on it is taken for the middle of a ZIP code or town."""
Spot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Feed:
    parents: frozenset[str]  # keys that other rows name as their agency
    centres: frozenset[Spot]  # points that stand for an area
    home: frozenset[str]  # state codes of the area the directory is for
    notes: Notes


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each programme, site or agency that is shown.

    Options:
      home  state codes of the area the directory is for: what lies elsewhere is listed for its phone, not its door
    Raises SourceError for another table.
    """
    only_options(options, ("home",), FORMAT)
    home = states(options)
    for file in files(path):
        parents, centres = _first_look(_table(file, Quiet()))
        yield from _records(_table(file, notes), _Feed(parents, centres, home, notes))


def _first_look(found: Rows) -> tuple[frozenset[str], frozenset[Spot]]:
    """The keys that are some row's agency, and the points at which many different streets are said to be."""
    parents: set[str] = set()
    streets_at: dict[Spot, set[str]] = {}
    for row in found.records:
        parents.add(row.values["ParentAgencyNum"])
        spot = (row.values.get("Latitude", ""), row.values.get("Longitude", ""))
        streets_at.setdefault(spot, set()).add(fold(row.values.get("PhysicalAddress1", "")))
    return frozenset(parents), frozenset(spot for spot, streets in streets_at.items() if len(streets) >= CENTRE)


def _table(file: Path, notes: Notes) -> Rows:
    found = rows(file, notes)
    if lost := [name for name in NEEDED if name not in found.columns]:
        raise SourceError(f"{found.name} is no iCarol export: it lacks {', '.join(map(repr, lost))}.")
    return found


def _records(found: Rows, feed: _Feed) -> Iterator[Draft]:
    flags = [(column, shown) for column in found.columns if (shown := _flagged(column, found.columns))]
    taken = READ | {column for column, _ in flags}
    ignored = IGNORED | {name: PERSON for name in found.columns if PERSONS.fullmatch(name) and name not in READ}
    marks = [name for name in found.columns if name not in taken and name not in ignored and private_flag(name)]
    for row in found.records:
        beside = account(row.values, taken, ignored, (found.name, feed.notes))
        values, private, numbers = _without_private(row, flags)
        marked = any(flagged(name, row.values[name]) for name in marks)
        where = found.where(row, "" if private or marked else values["ResourceAgencyNum"])
        left = MARKED if marked else _left_out(values, feed)
        draft = _draft(values, where, Quiet() if left else feed.notes, private=private or marked)
        draft.private += numbers
        draft.beside += beside
        _far(draft, values, feed)
        try:
            if left:
                raise Refused(left)
            reached(draft)
        except Refused as refusal:
            if left in ON_PURPOSE:
                feed.notes.omitted(left)
            else:
                feed.notes.refuse(str(refusal), *told(draft))
            yield from kept_back(draft)
            continue
        yield draft


def _far(draft: Draft, values: Mapping[str, str], feed: _Feed) -> None:
    """Marks a point that stands for an area, and what lies outside of the directory's area, which is called and not visited."""
    draft.approximate = (values.get("Latitude", ""), values.get("Longitude", "")) in feed.centres
    region = values.get("PhysicalStateProvince", "").strip().upper()
    if feed.home and region and region not in feed.home and draft.phones and not draft.facets.get("mode"):
        add(draft, "mode", ["phone"])


def _flagged(column: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns a flag is about: the one it names, or those that begin like it ("PhysicalAddress", "Phone1")."""
    found = PRIVATE.fullmatch(column)
    if not found:
        return ()
    stem = found["of"]
    wide = {"PhysicalAddress": "Physical", "MailingAddress": "Mailing", "OtherAddress": "Other"}.get(stem, stem)
    about = tuple(name for name in columns if name.startswith(wide) and name != column)
    return about or (() if private_flag(column) else (column,))


def _without_private(row: Row, flags: list[tuple[str, tuple[str, ...]]]) -> tuple[dict[str, str], bool, list[str]]:
    """The row without what its flags say is private, whether its place is, and the numbers and mailboxes among it. Placeholders
    are taken out as well."""
    values = {name: "" if text in EMPTY or placeholder(text) else str(text) for name, text in row.values.items()}
    values["ParentAgencyNum"] = str(row.values["ParentAgencyNum"])
    hidden, numbers, kept = False, set[str](), set[str]()
    for column, about in flags:
        if flagged(column, row.values[column]):
            found = {digits for name in about if len(digits := re.sub(r"\D", "", values.get(name, ""))) >= SHORTEST}
            numbers |= found
            if not column.startswith(("Physical", "Mailing", "Other")):  # the digits of an address are those of its code
                kept |= found | {values[name] for name in about if "@" in values.get(name, "")}
            # The address of a hidden place goes on to the pipeline, which looks for it in the record's words and drops it.
            place = column.startswith("Physical")
            hidden = hidden or place
            values |= dict.fromkeys(("Latitude", "Longitude") if place else about, "")
    return _without(values, numbers), hidden, sorted(kept)


def _without(values: dict[str, str], numbers: Iterable[str]) -> dict[str, str]:
    """The values without numbers that must not be told, which stand in other columns and in prose as well."""
    for digits in numbers:
        number = re.compile(rf"(?<!\d)\(?{_BETWEEN.join(digits[-10:])}(?!\d)")
        values = {name: number.sub(GONE, text) if digits[-2:] in text else text for name, text in values.items()}
    return values


def _left_out(values: Mapping[str, str], feed: _Feed) -> str:
    """Why a row is no listing; empty for one that is. NO_STATUS alone is a fault, the others are on purpose."""
    status = fold(values["AgencyStatus"])
    if status and status != "active":
        return NO_REFERRALS if status.startswith("active") else NOT_ACTIVE
    if values.get("ExcludeFromWebsite", "").lower() in YES:
        return EXCLUDED
    if not status:
        return NO_STATUS
    agency = values["TaxonomyLevelName"].lower() == "agency"
    if agency and not values["TaxonomyCodes"] and values["ResourceAgencyNum"] in feed.parents:
        return HOLDER
    return ""


def _draft(values: Mapping[str, str], where: Where, notes: Notes, *, private: bool) -> Draft:
    text = _Fields(values).text
    agency = values["TaxonomyLevelName"].lower() == "agency"
    draft = Draft(
        key=values["ResourceAgencyNum"],
        where=where,
        name=text("PublicName") or text("OfficialName"),
        organization=text("PublicName") if agency else text("ParentAgency"),
        organization_key=values["ResourceAgencyNum"] if agency else values["ParentAgencyNum"],
        description=text("AgencyDescription"),
        eligibility=text("Eligibility"),
        residence="\n".join(part for part in (text("CoverageArea"), text("CoverageAreaText")) if part),
        fees=text("FeeStructureSource"),
        application=text("ApplicationProcess"),
        url=text("WebsiteAddress"),
        email=text("EmailAddressMain"),
        directions=text("PhysicalLocationDescription"),
        transport=_transport(text),
    )
    draft.alternate_names = [name for name in re.split(r"[,;]", text("AlternateName")) if name.strip()]
    draft.documents = [text("DocumentsRequired")] if text("DocumentsRequired") else []
    _kinds(draft, values, notes)
    _place(draft, text, notes, private=private)
    _phones(draft, values, notes)
    _terms(draft, text, notes)
    draft.checked_on = _day(text("LastVerifiedOn"))
    timed(draft, text("HoursOfOperation") or _weekly(text("Hours")), notes)
    guarded(draft)
    return draft


@dataclass(frozen=True, slots=True)
class _Fields:
    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """A column on one line, runs of blanks closed; empty where the table has none of that name."""
        return "\n".join(" ".join(line.split()) for line in self.values.get(name, "").split("\n")).strip()


def _kinds(draft: Draft, values: Mapping[str, str], notes: Notes) -> None:
    codes = [code.strip() for code in values["TaxonomyCodes"].split(";") if code.strip()]
    parts = dict.fromkeys(part.strip() for code in codes for part in code.split("*"))
    said = crosswalk.indexed((code, crosswalk.longest("211", code)) for code in parts if code)
    for code in said.unknown:
        notes.unmapped("211", code)
    for facet, found in said.facets.items():
        add(draft, facet, found)


def _place(draft: Draft, text: Callable[[str], str], notes: Notes, *, private: bool) -> None:
    street = tuple(line for name in ("PhysicalAddress1", "PhysicalAddress2") if (line := text(name)))
    draft.address = Address(
        lines=street,
        city=text("PhysicalCity"),
        region=text("PhysicalStateProvince"),
        postal_code=text("PhysicalPostalCode"),
        country=text("PhysicalCountry"),
    )
    draft.visibility = "hidden" if private else "public"
    if street and not private:
        written = coordinates.pair(text("Latitude"), text("Longitude"))
        draft.point = written.value
        for note in written.notes:
            notes.guess(note, draft.where)


def _phones(draft: Draft, values: Mapping[str, str], notes: Notes) -> None:
    """Its numbers by their labels; a line that is somebody's own, or for the publisher's use, is dropped in every column."""
    seen: set[tuple[str, str]] = set()
    named = [
        (values.get(number, ""), ", ".join(text for name in names if (text := values.get(name, ""))))
        for number, names, _ in NUMBERED
    ]
    listed = [(number, _use(label), label) for number, label in named]
    listed += [(values.get(name, ""), use, label) for name, (use, label) in PHONES.items()]
    own = {re.sub(r"\D", "", number): why for number, label in named if number and (why := lines.withheld(label))}
    for number, why in own.items():
        notes.guess(why, draft.where)
        draft.private.append(number)
    for number, use, label in listed:
        if number and number != GONE and (number, use) not in seen and re.sub(r"\D", "", number) not in own:
            seen.add((number, use))
            draft.phones.append(RawPhone(text=number, use=use, label=lines.told(label)))


def _use(label: str) -> str:
    found = USES.search(label)
    return str(found.lastgroup) if found else "call"


def _terms(draft: Draft, text: Callable[[str], str], notes: Notes) -> None:
    said = clean_languages.languages(text("LanguagesOffered"))
    add(draft, "language", said.values)
    for unread in said.unread:
        if _TYPED.fullmatch(unread):
            add(draft, "access", ["hearing-loop"])  # the facet's value for text telephones
        else:
            notes.unmapped("language", unread)
    access = words.access(text("DisabilitiesAccess"))
    add(draft, "access", access.values)
    for unread in access.unread:
        notes.unmapped("access", unread)
    add(draft, "cost", words.costs(draft.fees, draft.application))
    begin, denied = words.beginnings(draft.application)
    answers = [STARTS[word] for part in re.split(r"[,;]", draft.application) if (word := fold(part)) in STARTS]
    add(draft, "start", [value for value in (*answers, *begin) if value not in denied])
    draft.denied += [f"start:{value}" for value in denied]
    if (ages := ages_in(draft.eligibility)) is not None:
        draft.minimum_age, draft.maximum_age = ages.least, ages.most


def _transport(text: Callable[[str], str]) -> str:
    """How to get there; "Transportation Available: 6" without a word is the number of a ward."""
    told = (
        re.sub(r"^Transportation Available:\s*", "", text(name)) for name in ("BusServiceAccess", "PublicAccessTransportation")
    )
    return "\n".join(dict.fromkeys(one for one in told if len(one) > 3))


def _weekly(text: str) -> str:
    """A list of days that have hours ("Mon 9:00 am - 5:00 pm; Tue; …") as the lines of a text; days alone say nothing."""
    return "; ".join(part.strip() for part in text.split(";") if re.search(r"\d", part))


def _day(text: str) -> date | None:
    found = re.match(r"(\d{1,2}/\d{1,2}/\d{2,4})\b", text)
    if not found:
        return None
    shape = "%m/%d/%Y" if len(found[1].split("/")[2]) == 4 else "%m/%d/%y"
    try:
        return datetime.strptime(found[1], shape).date()  # noqa: DTZ007  # a day, not an instant
    except ValueError:
        return None


def recognises(name: str, head: bytes) -> str | None:
    """What an iCarol export is seen to be, None for another file."""
    del name
    first = head.split(b"\n", 1)[0]
    if b"ResourceAgencyNum" in first and b"TaxonomyLevelName" in first:
        return "an iCarol export (ResourceAgencyNum, TaxonomyLevelName, AgencyStatus …)"
    return None
