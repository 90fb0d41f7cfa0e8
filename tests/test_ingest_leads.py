"""Leads, which are kept for stewards and never published, and records left out on purpose: both are part of the account."""

from __future__ import annotations

from datetime import date
from math import inf
from pathlib import Path

import pytest

from directory.catalogue import Catalogue, Run
from directory.catalogue import Lead as KeptLead
from directory.geo import Point
from directory.listing import Address, Precision
from ingest.draft import Draft, Where
from ingest.pipeline.placing import Spot
from ingest.pipeline.settling import Intake, settled
from ingest.report import Lead, Report
from ingest.report_shown import report as shown
from ingest.sources import Source

TODAY = date(2026, 3, 2)
WHY = "a tax register names bodies, not help"


class Nowhere:
    """A gazetteer that knows nothing."""

    def postal(self, code: str, country: str) -> Spot | None:
        return None

    def town(self, name: str, region: str, country: str) -> Spot | None:
        return None

    def around(self, point: Point) -> Spot | None:
        return None

    def away(self, point: Point) -> float:
        return inf

    def region(self, name: str, country: str) -> str:
        return ""

    def geocode(self, address: Address) -> tuple[Point, Precision] | None:
        return None


def lead(**said: object) -> Draft:
    body = Address(lines=("1 Elm St",), city="PROVIDENCE", region="RI", country="US")
    found = Draft(key="1", where=Where("a.csv", 1, "1"), name="A Body", address=body, lead=WHY)
    found.facets = {"category": ["faith/congregations"]}
    for name, value in said.items():
        setattr(found, name, value)
    return found


def intake(report: Report) -> Intake:
    return Intake(Source(name="register", title="Register", format="table"), Nowhere(), report, TODAY, report.lead)


def test_a_lead_is_counted_and_told_but_not_listed() -> None:
    report = Report()
    kept: list[Lead] = []
    report.on_lead = kept.append
    assert list(settled([lead()], intake(report))) == []
    assert (report.leads, report.refused) == (1, 0)
    assert kept == [Lead(WHY, Where("a.csv", 1, "1"), "A Body", "", "PROVIDENCE, RI, US", ("faith/congregations",))]


def test_a_lead_never_tells_a_street() -> None:
    report = Report()
    list(settled([lead()], intake(report)))
    assert "Elm" not in str(report.plain())


def test_a_lead_of_a_protected_place_has_neither_name_nor_key() -> None:
    report = Report()
    kept: list[Lead] = []
    report.on_lead = kept.append
    list(settled([lead(visibility="hidden")], intake(report)))
    assert (kept[0].name, kept[0].where.key) == ("", "")


def test_a_record_left_out_on_purpose_is_counted_by_its_rule() -> None:
    report = Report()
    report.omitted("not active")
    report.omitted("not active")
    assert (report.read, report.left, report.plain()["omissions"]) == (2, 2, [{"what": "not active", "count": 2}])


def test_a_report_says_how_many_leads_and_left_out_records_there_are() -> None:
    report = Report(read=3, listed=1)
    report.lead(Lead(WHY, Where("a.csv", 1, "1"), "A Body"))
    report.omitted("not active")
    text = shown("register", report.plain())
    assert "1 kept as leads, 1 left out on purpose" in text
    assert WHY in text


@pytest.mark.parametrize("again", [0, 1])
def test_the_catalogue_keeps_the_leads_of_the_last_run(again: int, tmp_path: Path) -> None:
    kinds = ("faith/congregations", "social/clubs")
    found = KeptLead("a.csv", 1, "1", WHY, "A Body", "An Owner", "PROVIDENCE, RI", kinds)
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        for _ in range(1 + again):
            with catalogue.replacing("register", TODAY) as replacing:
                replacing.lead(found)
                replacing.finish(Run("register", TODAY, "published", 0.1, {}))
        assert list(catalogue.leads("register")) == [found]
