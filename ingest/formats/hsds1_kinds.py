"""What kind of help an HSDS record is, how it reaches people, and whether its place may be told.

Modes: what the codes say; then, in this order,
  1. a line (nothing but crisis/lifelines, crisis/warmlines or crisis/topic-helplines, or "line" in the name and one of them or
     crisis/abuse-violence first) is reached by phone: its office address does not make it local;
  2. an address outside of the option `home` is an office far away: the help is reached by phone;
  3. a street one can go to: in person (and by phone where it is one of those lines as well);
  4. a protected place: in person and by phone, since one has to call first;
  5. else by phone, else on the web, else the record is refused: nobody could reach it.

Protected places (architecture §4). Hidden: an address that says it is confidential; and help with domestic violence or
trafficking (a shelter or crisis/abuse-violence) that gives no street, unless it is a line or far away: then it has no place at
all. Area: a shelter from domestic violence or trafficking with a street in the feed, unless the operator lists it in
`public_shelters`; and other services of the same organization at the street of a hidden one, which would give it away.
A shelter that only its words tell of, such as one whose kind is taken from its name, is guarded later (`ingest.clean.refuge`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from directory.listing import Address, Visibility, fold
from ingest.clean import addresses, crosswalk
from ingest.draft import Refused

if TYPE_CHECKING:
    from ingest.formats.hsds1_draft import Record

LINES = frozenset({"crisis/lifelines", "crisis/warmlines", "crisis/topic-helplines"})
VIOLENCE = frozenset({"domestic-violence", "trafficking"})
SHELTER = "practical/housing/shelter"
SAFETY = frozenset({SHELTER, "crisis/abuse-violence"})
NO_KIND = "nothing says what kind of help it is"
NO_WAY = "no street, no phone and no web address: nobody could reach it"

_LINE_NAME = re.compile(r"\b(?:\w*line|lifeline|hot ?line|help ?line|warm ?line)s?\b", re.IGNORECASE)
SAFE_HOUSE = re.compile(
    r"\b(?:battered|safe ?(?:house|home|haven|space)s?|(?:domestic|family) violence (?:\w+ )?shelters?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The options of a source, read."""

    vocabulary: str = "211"
    languages: Mapping[str, str] = field(default_factory=dict)
    home: frozenset[str] = frozenset()
    public_shelters: frozenset[str] = frozenset()
    terms: bool = False
    titles: bool = True


@dataclass(frozen=True, slots=True)
class Kinds:
    """The values of a service's codes, the codes nobody knows, the names of the terms that mean something, and whether its kind
    is taken from its name alone."""

    facets: Mapping[str, list[str]]
    unknown: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    assumed: bool = False


def kinds(record: Record, rules: Rules) -> Kinds:
    """What the taxonomy codes of the record's service say, through the crosswalk of the option `vocabulary`; where it has none,
    phrases of the crosswalk `title` in its name."""
    codes = list(dict.fromkeys(row["taxonomy_id"] for row in record.rows("codes") if row["taxonomy_id"]))
    match = crosswalk.longest if rules.vocabulary == "211" else crosswalk.exact
    matches = [(code, match(rules.vocabulary, code)) for code in codes]
    said = crosswalk.indexed(matches)
    meant = [code for code, found in matches if found is not None and not found.ignored] if rules.terms else []
    if not codes and rules.titles:
        titled = crosswalk.indexed((one.code, one) for one in crosswalk.named("title", record.service["name"])[:1])
        return Kinds(titled.facets, assumed=bool(titled.facets))
    names = (record.package.one("taxonomy", code) for code in meant)
    return Kinds(said.facets, said.unknown, tuple(dict.fromkeys(row["name"] for row in names if row is not None)))


def own_row(record: Record) -> bool:
    """Whether a record without a code is the row of an organization itself, beside services of it that have theirs."""
    package, service, organization = record.package, record.service, record.organization
    if organization is None or fold(service["name"]) != fold(organization["name"]):
        return False
    if package.named("codes", "service_id", service["id"]):
        return False
    services = package.rows("services", "organization_id", organization["id"])
    return any(package.named("codes", "service_id", one["id"]) for one in services)


def address(record: Record) -> Address | None:
    """The address of the record's location, as it stands there; None without one."""
    rows = record.rows("addresses")
    if not rows:
        return None
    row = rows[0]
    lines = tuple(row[name] for name in ("attention", "address_1", "address_2", "address_3", "address_4") if row[name])
    found = Address(
        lines=lines, city=row["city"], region=row["state_province"], postal_code=row["postal_code"], country=row["country"]
    )
    return found if found != Address() else None


def streets(told: Address | None) -> tuple[str, ...]:
    """The lines one can go to: PO boxes and words such as "Confidential" are none."""
    return addresses.address(told).value.lines if told is not None else ()


def visibility(record: Record, said: Kinds, rules: Rules) -> Visibility:
    """How far the record's own place may be told; see the module."""
    told = address(record)
    if marked(record) or (told is not None and addresses.secret(told)):
        return "hidden"
    categories, topics = set(said.facets.get("category", ())), set(said.facets.get("topic", ()))
    if not (VIOLENCE & topics and SAFETY & categories):
        return "public"
    if not streets(told):
        return "public" if remote(record, said, rules) else "hidden"
    shelter = SHELTER in categories or SAFE_HOUSE.search(record.service["name"])
    return "area" if shelter and record.service["id"] not in rules.public_shelters else "public"


def hidden_street(record: Record) -> tuple[str, str] | None:
    """Organization and street of a record that is hidden although its street stands in the feed; None for the others."""
    told = address(record)
    return street_key(record) if told is not None and (marked(record) or addresses.secret(told)) else None


def marked(record: Record) -> bool:
    """Whether the feed marks the record's place or its address as not for the public."""
    rows = [row for row in (record.location, record.at, *record.rows("addresses")) if row is not None]
    return any(row["flagged"] for row in rows)


def street_key(record: Record) -> tuple[str, str] | None:
    """Organization and street of a record, alike for all services there; None without a street."""
    told = address(record)
    lines = addresses.told_lines(told) if told is not None else ()
    if not lines:
        return None
    owner = record.organization["id"] if record.organization is not None else record.service["organization_id"]
    return owner, fold(lines[0])


def remote(record: Record, said: Kinds, rules: Rules) -> bool:
    """Whether the help is reached by phone wherever its office is: a line, or an address outside of the directory's area."""
    if not any(row["number"] for row in record.phones()):
        return False
    told = address(record)
    region = told.region.upper() if told is not None else ""
    return line_like(said.facets.get("category", ()), record.service["name"]) or bool(
        rules.home and region and region not in rules.home
    )


def modes(record: Record, said: Kinds, shown: Visibility, rules: Rules) -> list[str]:
    """How the help reaches people; see the module. Raises Refused when it cannot."""
    found = said.facets.get("mode", [])
    phone = any(row["number"] for row in record.phones())
    web = bool(record.service["url"] or record.service["email"])
    if remote(record, said, rules):
        return _with(found, "phone")
    if shown != "public" and (phone or web):
        return _with(found, "in-person", *(("phone",) if phone else ()))
    if shown != "hidden" and streets(address(record)):
        return _with(found, "in-person", *(("phone",) if phone and LINES & set(said.facets.get("category", ())) else ()))
    if phone:
        return _with(found, "phone")
    if record.service["url"]:
        return _with(found, "app-web")
    raise Refused(NO_WAY)


def _with(found: list[str], *more: str) -> list[str]:
    return list(dict.fromkeys((*more, *found)))


def line_like(categories: Iterable[str], name: str) -> bool:
    """Whether help of these kinds and this name is a line one calls, wherever its office is."""
    listed, called = list(categories), bool(_LINE_NAME.search(name))
    if not listed:
        return False
    return LINES.issuperset(listed) or (called and (listed[0] in LINES or listed == ["crisis/abuse-violence"]))
