"""Invented objects of HSDS 3 for tests, and feeds of any length: services with organizations, places, hours and phones.

`services` is deterministic: the same number gives the same feed on every machine, byte for byte.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Raw = dict[str, Any]

TERMS = (
    ("BD-1800.2000", "Food Pantries"), ("RP-1400", "Counseling"), ("PN-8100", "Support Groups"), ("LN-1500", "Clinics"),
    ("BH-1800", "Shelter"), ("ND-2000", "Job Finding"), ("HH-0500", "Adult Education"), ("FT-3000", "Legal Aid"),
)  # fmt: skip
TOWNS = (
    ("Miami", "FL", "33101", 25.77, -80.19), ("Tampa", "FL", "33602", 27.95, -82.46), ("Austin", "TX", "78701", 30.27, -97.74),
    ("Chicago", "IL", "60601", 41.88, -87.62), ("Oakland", "CA", "94607", 37.80, -122.28),
    ("Boston", "MA", "02108", 42.36, -71.06),
)  # fmt: skip
STREETS = ("Palm Street", "Second Avenue", "Court Road", "Harbor Drive", "Mill Lane", "Elm Street", "King Boulevard")
PROSE = """This service gives help to people and families who live nearby. Staff listen, explain what is there and go along
where that is wanted. Nobody is asked for papers at the first visit. Groups meet in the evening, and tea and coffee are free."""
WORDS = PROSE.split()


def term(code: str, name: str = "", taxonomy: str = "AIRS") -> Raw:
    return {"id": f"a-{code}", "taxonomy_term": {"id": f"t-{code}", "code": code, "name": name, "taxonomy": taxonomy}}


def location(key: str = "l1", **more: Any) -> Raw:
    base = {
        "id": key, "location_type": "physical", "name": "North Hall", "latitude": 25.5, "longitude": -80.5,
        "transportation": "Bus 3",
        "addresses": [
            {"id": f"{key}-a", "address_1": "12 Palm Street", "city": "Miami", "state_province": "FL", "postal_code": "33101",
             "country": "US", "address_type": "physical"},
        ],
    }  # fmt: skip
    return {**base, **more}


def service(key: str = "s1", **more: Any) -> Raw:
    """A service with one place, one phone, one rule of hours and a subject, if not told else."""
    base: Raw = {
        "id": key,
        "name": "Pantry of the North",
        "description": "Bags of groceries.",
        "status": "active",
        "url": "https://hands.example.org/food",
        "organization": {"id": "o1", "name": "Helping Hands", "website": "https://hands.example.org"},
        "phones": [{"id": "p1", "number": "305-555-0123", "type": "voice", "description": "Front desk"}],
        "schedules": [{"id": "h1", "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "17:00"}],
        "attributes": [term("BD-1800.2000", "Food Pantries")],
        "service_at_locations": [{"id": "sl1", "location": location()}],
    }
    return {**base, **more}


def page(*contents: Raw, number: int = 1, of: int = 1) -> Raw:
    head = {"total_items": len(contents) * of, "total_pages": of, "page_number": number, "size": len(contents)}
    return {**head, "first_page": number == 1, "last_page": number == of, "empty": not contents, "contents": list(contents)}


def services(count: int, seed: int = 0) -> Iterator[Raw]:
    """So many full services, one after the other: each of an organization that has about five, at one or two places."""
    for number in range(count):
        yield _generated(number, random.Random(seed * 1_000_003 + number))


def _generated(number: int, chance: random.Random) -> Raw:
    code, subject = TERMS[chance.randrange(len(TERMS))]
    organization = number // 5
    places = [_place(number, n, chance) for n in range(1 + (number % 4 == 0))]
    opens = chance.choice(("08:00", "09:00", "09:30", "10:00"))
    return service(
        f"s{number:07}",
        name=f"{subject} of {chance.choice(STREETS)} No. {number}",
        description=" ".join(chance.choice(WORDS) for _ in range(60)),
        url=f"https://org{organization}.example.org/{number}",
        organization={
            "id": f"o{organization:07}",
            "name": f"Neighbors Association {organization}",
            "website": f"https://org{organization}.example.org",
        },
        phones=[
            {"id": f"p{number}", "number": f"305-{chance.randrange(200, 999)}-{chance.randrange(1000, 9999)}", "type": "voice"}
        ],
        schedules=[{"id": f"h{number}", "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": opens, "closes_at": "17:00"}],
        languages=[{"id": f"g{number}", "code": chance.choice(("en", "es", "ht"))}],
        cost_options=[{"id": f"c{number}", "amount": 0, "option": "Everybody"}] if chance.random() < 0.5 else [],
        eligibility_description=chance.choice(("", "Adults 18 and over", "Residents of the county")),
        attributes=[term(code, subject)],
        service_at_locations=[{"id": f"sl{number}-{n}", "location": one} for n, one in enumerate(places)],
    )


def _place(number: int, n: int, chance: random.Random) -> Raw:
    city, state, code, lat, lon = TOWNS[chance.randrange(len(TOWNS))]
    street = f"{chance.randrange(1, 9900)} {chance.choice(STREETS)}"
    return location(
        f"l{number:07}-{n}",
        name=f"Site {number}-{n}",
        latitude=round(lat + chance.uniform(-0.1, 0.1), 5),
        longitude=round(lon + chance.uniform(-0.1, 0.1), 5),
        addresses=[
            {"id": f"a{number}-{n}", "address_1": street, "city": city, "state_province": state, "postal_code": code,
             "country": "US", "address_type": "physical"},
        ],
    )  # fmt: skip


def written(file: Path, count: int, *, lines: bool = False) -> Path:
    """A feed of so many services in a file: one page of an API, or one service on each line."""
    with file.open("w", encoding="utf-8") as out:
        if not lines:
            head = page(number=1)
            del head["contents"]
            out.write(json.dumps(head)[:-1] + ', "contents": [')
        for number, one in enumerate(services(count)):
            out.write(("" if lines or not number else ",") + json.dumps(one) + ("\n" if lines else ""))
        out.write("" if lines else "]}")
    return file


if __name__ == "__main__":  # python -m tests.hsds_world 200000 feed.json: for benches and for looking at
    written(Path(sys.argv[2]), int(sys.argv[1]), lines=sys.argv[2].endswith(".ndjson"))
