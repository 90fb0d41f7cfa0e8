"""Offers out of JSON objects of HSDS 3 and Open Referral UK: untrusted becomes trusted in `offer` and `offer_at`.

A contact with a person's name, and whatever hangs on it, is never read; the phones of one without a name, or that is a desk,
are the service's. An address for letters is no place to go to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from directory.listing import Address
from ingest.clean import addresses
from ingest.clean.persons import desk
from ingest.draft import Notes, Where
from ingest.formats.flags import flagged, private_flag
from ingest.formats.referral_keys import account
from ingest.formats.referral_offer import Body, Offer, Price, Site, Spot, Telephone, Term, Timetable, Tongue
from ingest.formats.referral_rows import told_secret

Raw = Mapping[str, object]
_FULL = ("service_at_locations", "locations", "phones", "schedules", "contacts")


@dataclass(frozen=True, slots=True)
class Edge:
    """Where objects come in: their file, who is told, and terms and organizations that stand in files of their own."""

    file: str
    notes: Notes
    terms: Mapping[str, Term] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)


def text(value: object) -> str:
    """A field as trimmed text: numbers as written, whole ones without a point; what is no single value as nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(int(value)) if value == int(value) else str(value)


def objects(raw: Raw, name: str) -> Iterator[Raw]:
    """The objects of a field that holds one or a list of them."""
    value = raw.get(name)
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one


def _of(raw: Raw, *names: str) -> dict[str, str]:
    return {name: text(raw.get(name)) for name in names}


def offer(raw: Raw, edge: Edge, where: Where, owner: Body | None = None) -> Offer:
    """The offer of a service object, with its places where it tells them."""
    private = account("service", raw, edge.notes, edge.file)
    program = next(objects(raw, "program"), None)
    if program is not None:
        account("program", program, edge.notes, edge.file)
    named = _terms(raw, edge)
    sites = tuple(_site(one, edge) for one in objects(raw, "service_at_locations"))
    sites = sites or tuple(Site(spot=_spot(one, edge)) for one in objects(raw, "locations"))
    if told_secret(named):
        sites = tuple(_hidden(one) for one in sites)
    body = owner or next((_body(one, edge) for one in objects(raw, "organization")), None)
    names = (raw.get("alternate_name"), *((program.get("name"), program.get("alternate_name")) if program else ()))
    said = _of(raw, "name", "status", "description", "url", "email", "minimum_age", "maximum_age", "alert")
    return Offer(
        where=where,
        key=text(raw.get("id")),
        alternate_names=tuple(filter(None, map(text, names))),
        interpretation=text(raw.get("interpretation_services")),
        application=text(raw.get("application_process")),
        waiting=text(raw.get("wait_time")),
        fees=_lines(raw.get("fees_description"), raw.get("fees")),
        eligibility=text(raw.get("eligibility_description")),
        name=said["name"],
        status=said["status"],
        description=said["description"],
        url=said["url"],
        email=said["email"],
        minimum_age=said["minimum_age"],
        maximum_age=said["maximum_age"],
        alert=said["alert"],
        documents=tuple(_document(one, edge) for one in objects(raw, "required_documents")),
        tongues=_tongues(raw, edge),
        phones=(*_phones(raw, edge), *_contacts(raw, edge, body)),
        times=_times(raw, edge),
        areas=_areas(raw, edge),
        prices=tuple(_price(one, edge) for one in objects(raw, "cost_options")),
        terms=named,
        owner=body or edge.bodies.get(text(raw.get("organization_id"))),
        sites=sites,
        checked_on=text(raw.get("assured_date")),
        withheld=tuple(_withheld(raw)),
        private=private,
        partial=not any(name in raw for name in _FULL),
    )


def offer_at(raw: Raw, edge: Edge, where: Where) -> Offer | None:
    """The offer of a service_at_location object, with that place; None where it has no service."""
    service = next(objects(raw, "service"), None)
    if service is None:
        return None
    here = _site(raw, edge)
    found = offer(service, edge, where)
    told = here.spot is None or here.spot.address is not None or bool(here.spot.phones)
    hidden = told_secret(found.terms)
    return replace(found, sites=(_hidden(here) if hidden else here,), partial=found.partial and not told)


def _hidden(site: Site) -> Site:
    return replace(site, spot=replace(site.spot, hidden=True)) if site.spot is not None else site


def _lines(*values: object) -> str:
    return "\n".join(dict.fromkeys(filter(None, map(text, values))))


def _body(raw: Raw, edge: Edge) -> Body:
    account("organization", raw, edge.notes, edge.file)
    return Body(
        key=text(raw.get("id")),
        name=text(raw.get("name")),
        alternate_name=text(raw.get("alternate_name")),
        url=text(raw.get("website")) or text(raw.get("url")),
        email=text(raw.get("email")),
        phones=_phones(raw, edge),
    )


body_of = _body


def _site(raw: Raw, edge: Edge) -> Site:
    private = account("service_at_location", raw, edge.notes, edge.file)
    location = next(objects(raw, "location"), None)
    spot = _spot(location, edge) if location is not None else None
    found = Site(
        key=text(raw.get("id")) or text(raw.get("location_id")),
        description=text(raw.get("description")),
        spot=spot,
        phones=(*_phones(raw, edge), *_contacts(raw, edge, None)),
        times=_times(raw, edge),
        areas=_areas(raw, edge),
        terms=_terms(raw, edge),
    )
    return _hidden(found) if private or told_secret(found.terms) else found


def _spot(raw: Raw, edge: Edge) -> Spot:
    private = account("location", raw, edge.notes, edge.file)
    found = [(one, account("address", one, edge.notes, edge.file)) for one in objects(raw, "addresses")]
    named = _terms(raw, edge)
    doors = [one for one, _ in found if text(one.get("address_type")).lower() in {"", "physical"}]
    letters = bool(found) and not doors  # only an address for letters is told: the spot is not meant to be
    return Spot(
        key=text(raw.get("id")),
        kind=text(raw.get("location_type")).lower(),
        transport=text(raw.get("transportation")),
        **_of(raw, "name", "alternate_name", "description"),
        latitude="" if letters else text(raw.get("latitude")),
        longitude="" if letters else text(raw.get("longitude")),
        address=_address(doors[0]) if doors else None,
        tongues=_tongues(raw, edge),
        access=tuple(_access(one, edge) for one in objects(raw, "accessibility")),
        phones=(*_phones(raw, edge), *_contacts(raw, edge, None)),
        times=_times(raw, edge),
        terms=named,
        hidden=private or any(mark for _, mark in found) or told_secret(named),
    )


def _address(raw: Raw) -> Address:
    said = _of(raw, "attention", "address_1", "address_2", "city", "state_province", "postal_code", "country")
    who = said["attention"]
    told = (who,) if desk(who) or addresses.secret_text(who) else ()
    return Address(
        lines=(*told, *(said[name] for name in ("address_1", "address_2") if said[name])),
        city=said["city"],
        region=said["state_province"],
        postal_code=said["postal_code"],
        country=said["country"],
    )


def _phones(raw: Raw, edge: Edge) -> tuple[Telephone, ...]:
    return tuple(found for one in objects(raw, "phones") if (found := _phone(one, edge)) is not None)


def _phone(raw: Raw, edge: Edge, label: str = "") -> Telephone | None:
    if account("phone", raw, edge.notes, edge.file) or not text(raw.get("number")):
        return None
    return Telephone(
        number=text(raw.get("number")),
        extension=text(raw.get("extension")),
        kind=text(raw.get("type")),
        label=text(raw.get("description")) or label,
        tongues=_tongues(raw, edge),
    )


def _withheld(value: object) -> Iterator[str]:
    """The numbers, anywhere in an object, that are marked as private."""
    if isinstance(value, list):
        for one in value:
            yield from _withheld(one)
    elif isinstance(value, dict):
        if number := text(value.get("number")):
            yield from (number for key, said in value.items() if private_flag(key) and flagged(key, said))
        for one in value.values():
            yield from _withheld(one)


def _contacts(raw: Raw, edge: Edge, owner: Body | None) -> Iterator[Telephone]:
    """The phones of contacts that are no person's."""
    for contact in objects(raw, "contacts"):
        private = account("contact", contact, edge.notes, edge.file)
        said = _of(contact, "name", "title", "department")
        if private or (said["name"] and not desk(said["name"], owner.name if owner else "")):
            edge.notes.ignored("contacts: names, numbers and mailboxes of persons are private")
            continue
        label = said["name"] or said["department"] or said["title"]
        yield from filter(None, (_phone(one, edge, label) for one in objects(contact, "phones")))


def _tongues(raw: Raw, edge: Edge) -> tuple[Tongue, ...]:
    found = []
    for one in objects(raw, "languages"):
        account("language", one, edge.notes, edge.file)
        found.append(Tongue(**_of(one, "name", "code", "note")))
    return tuple(found)


def _times(raw: Raw, edge: Edge) -> tuple[Timetable, ...]:
    return tuple(_rule(one, edge) for one in objects(raw, "schedules"))


def _rule(raw: Raw, edge: Edge) -> Timetable:
    account("schedule", raw, edge.notes, edge.file)
    same = ("valid_from", "valid_to", "dtstart", "until", "count", "freq", "interval", "byday", "byweekno", "bymonthday")
    return Timetable(
        **_of(raw, *same, "byyearday", "weekday"),
        opens=text(raw.get("opens_at")),
        closes=text(raw.get("closes_at")),
        text=text(raw.get("description")),
        note=text(raw.get("notes")),
        attending=text(raw.get("attending_type")),
        holiday=raw.get("holiday") is True,
        closed=raw.get("closed") is True or text(raw.get("closed")).lower() in {"true", "1", "yes"},
    )


def _areas(raw: Raw, edge: Edge) -> tuple[str, ...]:
    found = []
    for one in objects(raw, "service_areas"):
        account("service_area", one, edge.notes, edge.file)
        found.append(_lines(one.get("name"), one.get("description")))
    return tuple(dict.fromkeys(filter(None, found)))


def _price(raw: Raw, edge: Edge) -> Price:
    account("cost_option", raw, edge.notes, edge.file)
    said = _of(raw, "option", "amount", "currency", "amount_description", "valid_to")
    return Price(
        option=said["option"],
        amount=said["amount"],
        currency=said["currency"],
        description=said["amount_description"],
        until=said["valid_to"],
    )


def _document(raw: Raw, edge: Edge) -> str:
    account("required_document", raw, edge.notes, edge.file)
    return text(raw.get("document"))


def _access(raw: Raw, edge: Edge) -> str:
    account("accessibility", raw, edge.notes, edge.file)
    return _lines(raw.get("description"), raw.get("details"))


def _terms(raw: Raw, edge: Edge) -> tuple[Term, ...]:
    found = []
    for one in objects(raw, "attributes"):
        account("attribute", one, edge.notes, edge.file)
        term = next(objects(one, "taxonomy_term"), None)
        known = term_of(term, edge) if term is not None else edge.terms.get(text(one.get("taxonomy_term_id")))
        label = text(one.get("label")) or text(one.get("value"))
        found.append(known or Term(code=text(one.get("taxonomy_term_id")), name=label))
    return tuple(term for term in found if term.code or term.name)


def term_of(raw: Raw, edge: Edge) -> Term:
    """The term of a taxonomy_term object."""
    account("taxonomy_term", raw, edge.notes, edge.file)
    taxonomy = next(objects(raw, "taxonomy_detail"), None)
    if taxonomy is not None:
        account("taxonomy", taxonomy, edge.notes, edge.file)
    above = edge.terms.get(text(raw.get("parent_id")))
    return Term(
        vocabulary=text(raw.get("taxonomy")) or (text(taxonomy.get("name")) if taxonomy is not None else ""),
        code=text(raw.get("code")) or text(raw.get("id")),
        name=text(raw.get("name")),
        above=above.name if above is not None else "",
    )
