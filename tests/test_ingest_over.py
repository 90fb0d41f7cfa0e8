"""What is over is not listed; a point in a country the gazetteer has nothing of is believed, one in no known place is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft, RawPhone, Refused, Where
from ingest.pipeline.secrecy import TELLS_PRIVATE
from ingest.pipeline.settling import OVER, Intake, settle, settled
from ingest.report import Report
from ingest.sources import Source
from tests.test_ingest_leads import Nowhere

DAY = date(2026, 3, 2)


def offer(country: str = "JO", **said: object) -> Draft:
    found = Draft(key="1", where=Where("a.json", 1, "1"), name="Elm Aid", phones=[RawPhone(text="+962 6 550 2000")])
    found.address, found.point = Address(country=country), Point(31.95, 35.93)
    found.facets = {"category": ["practical/food/pantries"], "mode": ["in-person"]}
    for name, value in said.items():
        setattr(found, name, value)
    return found


def intake(report: Report, country: str = "JO") -> Intake:
    source = Source(name="aid", title="Aid", format="table", country=country, coverage=("jo",))
    return Intake(source, Nowhere(), report, DAY, today=DAY)


@pytest.mark.parametrize(("last", "over"), [(date(2026, 3, 1), True), (DAY, False), (None, False)])
def test_an_offer_is_listed_until_its_last_day(last: date | None, over: bool) -> None:
    if over:
        with pytest.raises(Refused, match=OVER):
            settle(offer(ends_on=last), intake(Report()))
    else:
        assert settle(offer(ends_on=last), intake(Report())).name == "Elm Aid"


def test_a_point_in_a_country_the_gazetteer_has_nothing_of_is_believed() -> None:
    report = Report()
    place = settle(offer(), intake(report)).place
    assert place is not None
    assert place.point == Point(31.95, 35.93)
    assert not report.guesses


def test_a_point_in_no_place_of_a_country_it_knows_is_dropped() -> None:
    report = Report()
    place = settle(offer("US"), intake(report, "US")).place
    assert place is None or place.point is None
    assert report.guesses["coordinates outside of the stated country were dropped"] == 1


def test_a_number_that_the_source_keeps_private_is_in_no_field_and_the_help_is_listed() -> None:
    kept: dict[str, frozenset[str]] = {}
    said = offer("US", private=["(305) 272-0177"], description="Food. Staff: 305-272-0177, all: 305-272-0111.")
    said.phones = [RawPhone(text="305-272-0177"), RawPhone(text="305-272-0111")]
    said.facets["mode"] = ["phone"]
    taking = replace(intake(Report(), "US"), keep_private=kept.__setitem__)
    ((listing, _),) = settled([said], taking)
    assert kept == {"aid:1": frozenset({"3052720177"})}
    assert [phone.number for phone in listing.phones] == ["3052720111"]
    assert "0177" not in repr(listing)
    assert "305-272-0111" in listing.description


def test_one_whose_name_tells_it_is_refused() -> None:
    report = Report()
    assert list(settled([offer(private=["305-272-0177"], name="Call 305-272-0177")], intake(report))) == []
    assert report.reasons[TELLS_PRIVATE] == 1
