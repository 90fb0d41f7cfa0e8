"""What is over is not listed; a point in a country the gazetteer has nothing of is believed, one in no known place is not."""

from __future__ import annotations

from datetime import date

import pytest

from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft, RawPhone, Refused, Where
from ingest.pipeline.settling import OVER, Intake, settle
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
