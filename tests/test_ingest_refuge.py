"""A shelter from violence is told by its town whatever its codes say: its words are enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from directory.listing import Listing, Place
from ingest.draft import RawPhone
from ingest.formats import hsds1
from ingest.pipeline.settling import REFUGE, settled
from ingest.report import Report
from tests.packages_world import package, service
from tests.test_ingest_pipeline import draft, guesses, intake

SHELTERS = {"mode": ["in-person"], "category": ["practical/housing/shelter"]}
CLINICS = {"mode": ["in-person"], "category": ["health/clinics"]}


def one(**said: Any) -> Listing:
    """The listing of a draft with a street and a phone."""
    (found,) = settled([draft(phones=[RawPhone(text="305-573-4200")], **said)], intake())
    return found[0]


def place(**said: Any) -> Place:
    """The place of such a listing."""
    found = one(**said).place
    assert found is not None
    return found


@pytest.mark.parametrize(
    "name",
    [
        "Battered Women's Shelter",
        "Confidential Women\u2019s Shelter",
        "Emergency Shelter for Domestic Violence Victims",
        "Women's Emergency Shelter (DV)",
        "Casa de refugio para mujeres",
    ],
)
@pytest.mark.parametrize("facets", [SHELTERS, CLINICS], ids=["shelter", "clinic"])
def test_a_name_that_says_it_is_enough(name: str, facets: dict[str, list[str]]) -> None:
    found = one(name=name, facets=facets)
    assert found.place is not None
    assert (found.place.visibility, found.place.address.lines, found.place.address.postal_code) == ("area", (), "")
    assert found.modes == ("in-person", "phone")


@pytest.mark.parametrize(
    "description",
    ["A confidential shelter for those who had to leave.", "For women who flee an abusive home or violence."],
)
def test_the_description_of_a_shelter_is_enough(description: str) -> None:
    assert place(name="Harbor", description=description, facets=SHELTERS).visibility == "area"
    assert place(name="Harbor", description=description, facets=CLINICS).visibility == "public"


@pytest.mark.parametrize(
    "name",
    ["Community for Creative Non-Violence Shelter", "Night Shelter", "Bus Shelter Cleaning", "Refuge Recovery for Women"],
)
def test_other_shelters_keep_their_street(name: str) -> None:
    assert place(name=name, facets=SHELTERS if "Recovery" not in name else CLINICS).visibility == "public"


def test_the_report_says_so_without_its_key() -> None:
    taking = intake()
    list(settled([draft(name="Battered Women's Shelter")], taking))
    assert REFUGE in guesses(taking)
    assert isinstance(taking.notes, Report)
    assert "7@9" not in repr(taking.notes.plain())


@pytest.mark.parametrize(("options", "visibility"), [({}, "area"), ({"public_shelters": ["1"]}, "public")])
def test_a_titled_shelter_of_a_package_is_guarded_unless_its_operator_tells_it(
    tmp_path: Path, options: dict[str, object], visibility: str
) -> None:
    folder = package(tmp_path, [service("1", name="Women's Emergency Shelter (DV)")], [])
    (found,) = settled(hsds1.read(folder, Report(), options), intake())
    assert found[0].place is not None
    assert found[0].place.visibility == visibility
