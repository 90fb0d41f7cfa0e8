"""Any table by a column mapping: every field it can fill, its rules, and what is said of a mapping that is not right."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft, RawPhone
from ingest.formats.table import read
from ingest.formats.table_proposal import proposal
from ingest.formats.table_targets import TARGETS
from ingest.formats.table_transforms import TRANSFORMS, parsed
from ingest.report import Report
from ingest.sources import parse
from tests.told import Told


def drafts(tmp_path: Path, rows: list[dict[str, Any]], mapping: str, told: Told | None = None) -> list[Draft]:
    file = tmp_path / "feed.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    return list(read(file, told or Told(), {"mapping": tomllib.loads(mapping)}))


def one(tmp_path: Path, row: dict[str, Any], mapping: str, told: Told | None = None) -> Draft:
    base = 'name = "n"\nurl = "u"\ncategory = { value = "practical/food/pantries" }\n'
    (found,) = drafts(tmp_path, [{"n": "Pantry", "u": "https://elm.org", **row}], base + mapping, told)
    return found


def test_a_row_becomes_a_draft(tmp_path: Path) -> None:
    row = {
        "id": 7, "site": "Elm Centre", "program": "Meals", "agency": "Elm Inc", "street": "1 Elm St", "suite": "Suite 2",
        "town": "Albany", "st": "NY", "zip": "12207", "lat": "42.65", "lon": "-73.75", "tel": "518-555-1234",
        "tdd": "518-555-9999", "hours": "Mon-Fri 9am-5pm", "who": "16+", "fee": "No fee", "tongues": "English, Spanish",
        "seen": "5/31/24", "tags": ["warm", "lunch"],
    }  # fmt: skip
    mapping = """
    key = "id"
    name = ["site", "program"]
    organization = "agency"
    kinds = { from = "program", codes = "dycd" }
    category = { from = "program", map = { Meals = "practical/food/meals" } }
    street = ["street", "suite"]
    city = "town"
    region = "st"
    postal_code = "zip"
    latitude = "lat"
    longitude = "lon"
    phone = { from = "tel", label = "Front desk" }
    tty = "tdd"
    hours = "hours"
    ages = "who"
    fees = "fee"
    cost = { from = "fee", by = ["costs"] }
    language = { from = "tongues", by = ["languages"] }
    checked_on = { from = "seen", by = ["date %m/%d/%y"] }
    keywords = "tags"
    """
    told = Told()
    (found,) = drafts(tmp_path, [row], mapping, told)
    assert (found.key, found.where.key, found.name) == ("7", "7", "Elm Centre - Meals")
    assert found.address == Address(lines=("1 Elm St", "Suite 2"), city="Albany", region="NY", postal_code="12207")
    assert found.point == Point(42.65, -73.75)
    assert found.phones == [RawPhone(text="518-555-1234", label="Front desk"), RawPhone(text="518-555-9999", use="tty")]
    assert found.sessions is not None
    assert (found.minimum_age, found.maximum_age, found.checked_on) == (16, None, date(2024, 5, 31))
    assert found.facets == {
        "category": ["practical/food/meals"], "cost": ["free"], "language": ["en", "es"], "mode": ["in-person"],
    }  # fmt: skip
    assert found.keywords == ["warm", "lunch"]
    assert dict(told.unmapped_codes) == {("dycd", "Meals"): 1}
    assert not told.left_over


def test_a_column_nobody_mapped_is_left_over_and_an_ignored_one_is_counted(tmp_path: Path) -> None:
    told = Told()
    one(tmp_path, {"tract": "12", "new": "x", "empty": ""}, '[ignore]\ntract = "of use to statistics"', told)
    assert dict(told.left_over) == {"new": 1}
    assert dict(told.ignored_values) == {"tract: of use to statistics": 1}


@pytest.mark.parametrize("nothing", ["N/A", "unknown", "TBD", "Address not available", "http://", "-"])
def test_what_stands_for_nothing_is_nothing(nothing: str, tmp_path: Path) -> None:
    found = one(tmp_path, {"d": nothing, "s": nothing}, 'description = "d"\nstreet = "s"')
    assert (found.description, found.address) == ("", None)


def test_a_whole_address_with_a_point_is_taken_apart(tmp_path: Path) -> None:
    text = "7802 Bay Road11214\n(40.606424, -73.989192)"
    found = one(tmp_path, {"l": text}, 'address = "l"\npoint = "l"\nregion = { value = "NY" }')
    assert found.address == Address(lines=("7802 Bay Road",), region="NY", postal_code="11214", country="US")
    assert found.point == Point(40.606424, -73.989192)


def test_parts_of_their_own_win_over_a_whole_address(tmp_path: Path) -> None:
    found = one(tmp_path, {"l": "1 Elm St, Albany, NY 12207", "c": "Troy"}, 'city = "c"\naddress = "l"')
    assert found.address == Address(lines=("1 Elm St",), city="Troy", region="NY", postal_code="12207", country="US")


def test_keys_that_are_true_are_texts(tmp_path: Path) -> None:
    found = one(tmp_path, {"who": {"Women": True, "Men": False}}, 'eligibility = { from = "who", by = ["true-keys"] }')
    assert found.eligibility == "Women"


def test_a_dotted_path_leads_into_objects(tmp_path: Path) -> None:
    found = one(tmp_path, {"at": {"town": {"name": "Troy"}}}, 'city = "at.town.name"')
    assert found.address == Address(city="Troy")


def test_a_column_for_each_day_makes_the_hours_of_a_week(tmp_path: Path) -> None:
    days = {"Mon": "9am-5pm", "Tue": "9am-5pm", "Sat": "10am-1pm", "Sun": "Closed"}
    entries = ", ".join(f'{{ from = "{day}", label = "{day}" }}' for day in days)
    found = one(tmp_path, days, f"hours = [{entries}]")
    assert found.sessions is not None
    assert {(session.days, session.start) for session in found.sessions} == {((0, 1), 540), ((5,), 600)}


RULES = """
name = "n"
phone = "p"
category = { value = "crisis/abuse-violence" }
street = "s"
[[rule]]
from = "status"
is = ["Inactive"]
then = "omit"
why = "not active"
[[rule]]
from = "n"
missing = true
then = "quarantine"
why = "nameless"
[[rule]]
from = "private"
not = ["", "no"]
then = "hidden"
why = "its place is private"
[[rule]]
from = "status"
is = ["Register"]
then = "lead"
why = "only a register knows it"
"""


def test_rules_leave_rows_out_hide_places_and_make_leads(tmp_path: Path) -> None:
    rows = [
        {"n": "A", "p": "1", "status": "INACTIVE", "private": ""},
        {"n": "", "p": "1", "status": "", "private": ""},
        {"n": "C", "p": "1", "s": "1 Elm", "status": "Active", "private": "Yes"},
        {"n": "D", "p": "", "status": "Register", "private": "no"},
    ]
    told = Told()
    found = drafts(tmp_path, rows, RULES, told)
    assert [(one.name, one.visibility, one.lead) for one in found] == [
        ("C", "hidden", ""),
        ("D", "public", "only a register knows it"),
    ]
    assert dict(told.omissions) == {"not active": 1}
    assert told.reasons == ["nameless"]


def test_a_row_that_says_all_that_an_earlier_one_says_is_merged(tmp_path: Path) -> None:
    mapping = 'name = "n"\nphone = "p"\ncategory = { value = "practical/food" }\n[ignore]\nrow = "a number"'
    rows = [{"n": "A", "p": "1", "row": 1}, {"n": "A", "p": "1", "row": 2}, {"n": "A", "p": "2", "row": 3}]
    told = Told()
    assert len(drafts(tmp_path, rows, mapping, told)) == 2
    assert told.joined == 1


def test_a_refused_row_of_a_hidden_place_is_told_by_its_row_alone(tmp_path: Path) -> None:
    told = Told()
    mapping = 'key = "n"\nname = "n"\nphone = "p"\nstreet = "s"\n[[rule]]\nthen = "hidden"\nwhy = "private"'
    (found,) = drafts(tmp_path, [{"n": "Elm", "p": "1", "s": "1 Elm"}], mapping, told)
    assert (found.untold, found.visibility) == (True, "hidden")
    ((_, where),) = told.refused
    assert (where.key, where.row) == ("", 1)


def test_a_row_that_is_left_out_goes_on_only_to_keep_its_place_untold(tmp_path: Path) -> None:
    told = Told()
    mapping = 'key = "n"\nname = "n"\nstreet = "s"\n[[rule]]\nfrom = "old"\nis = ["yes"]\nthen = "omit"\nwhy = "an old row"'
    rows = [{"n": "Elm", "s": "1 Elm", "old": "yes"}, {"n": "Oak", "s": "Confidential", "old": "yes"}]
    assert [(one.key, one.untold, one.visibility) for one in drafts(tmp_path, rows, mapping, told)] == [("Oak", True, "hidden")]
    assert told.refused == []


def test_a_row_nobody_could_reach_or_without_a_kind_is_refused(tmp_path: Path) -> None:
    told = Told()
    found = drafts(tmp_path, [{"n": "A"}, {"n": "B", "k": "x"}], 'name = "n"\nkinds = { from = "k", codes = "dycd" }', told)
    assert found == []
    assert told.reasons == ["nothing says what kind of help it is"] * 2
    told = Told()
    drafts(tmp_path, [{"n": "A"}], 'name = "n"\ncategory = { value = "practical/food" }', told)
    assert told.reasons == ["no street, no phone and no web address: nobody could reach it"]


def test_a_mapped_column_that_is_gone_stops_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,town\nPantry,Troy\n")
    options = {"mapping": {"name": "name", "city": "town"}}
    with pytest.raises(SourceError, match=r"lacks what the mapping names: 'name'; it has 'title', 'town'"):
        list(read(tmp_path / "a.csv", Told(), options))


def test_a_mapped_key_that_no_record_has_is_told(tmp_path: Path) -> None:
    told = Told()
    one(tmp_path, {}, 'email = "mail"', told)
    assert told.guesses["the mapping names a key that no record has: mail"] == 1


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ('nmae = "n"', "no such field; do you mean 'name'"),
        ('name = { from = "n", by = ["shout"] }', "no transform 'shout'"),
        ('name = { from = "n", by = ["split"] }', "split needs a text"),
        ('name = { from = "n", by = ["first 2"] }', "first takes nothing"),
        ('name = { by = ["line"] }', "give from .columns. or value"),
        ('name = "n"\nkinds = "x"', "needs codes|from"),
        ('name = "n"\nkinds = { from = "x", codes = "nope" }', "no vocabulary 'nope'"),
        ('name = "n"\ncategory = { value = "food" }', "'food' is no value of category"),
        ('name = "n"\n[[rule]]\nfrom = "x"\nis = ["y"]\nthen = "delete"\nwhy = "z"', "then is one of"),
        ('name = "n"\n[[rule]]\nfrom = "x"\nthen = "omit"\nwhy = "z"', "from goes with is, not or missing"),
        ('name = "n"\n[[rule]]\nthen = "omit"', "why must be given"),
        ('city = "x"', "mapping.name: must be given"),
        ("", "needs a .mapping."),
    ],
)
def test_a_mapping_that_is_not_right_says_what_would_be(mapping: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=why):
        drafts(tmp_path, [{"n": "A"}], mapping)


def test_a_mapping_stands_in_a_table_of_its_own_in_the_source(tmp_path: Path) -> None:
    text = 'format = "table"\npath = "a.csv"\n[options]\nsheet = "One"\n[mapping]\nname = "n"'
    found = parse(tomllib.loads(text), tmp_path / "a.toml")
    assert found.options == {"sheet": "One", "mapping": {"name": "n"}}


@pytest.mark.parametrize(
    ("step", "texts", "made"),
    [
        ("split ,", ("a, b,,c",), ("a", "b", "c")),
        ("split lines", ("a\nb",), ("a", "b")),
        ("split spaces", ("a b",), ("a", "b")),
        ("title-case", ("ST. MARY'S CHURCH OF THE YMCA", "deMoya House"), ("St. Mary's Church of the YMCA", "deMoya House")),
        ("title-case", ("JOSÉ'S 2ND HELP CTR NW", "I AND II"), ("José's 2nd Help Ctr NW", "I and II")),
        ("first", ("a", "b"), ("a",)),
        ("join /", ("a", "b"), ("a/b",)),
        ("before (", ("Hall (rear)", "Yard"), ("Hall", "Yard")),
        ("after :", ("Tel: 5", "6"), ("5", "6")),
        ("prefix Ward", ("6",), ("Ward 6",)),
        ("unless none", ("None", "x"), ("x",)),
        ("missing", (), ("yes",)),
        ("missing", ("x",), ()),
        ("digits", ("16+", "Adults"), ("16+",)),
        ("letters", ("16+", "Adults"), ("Adults",)),
        ("lower", ("ABC",), ("abc",)),
        ("bracketed", ("42.6,-73.7",), ("(42.6,-73.7)",)),
        ("line", ("a\n b",), ("a b",)),
        ("date %m/%d/%y", ("5/31/24", "soon"), ("2024-05-31",)),
        ("languages", ("English and French",), ("en", "fr")),
        ("costs", ("Free of charge",), ("free",)),
        ("beginnings", ("Walk-ins welcome",), ("walk-in",)),
        ("access", ("Wheelchair accessible",), ("wheelchair",)),
        ("true-keys", ("x",), ("x",)),
    ],
)
def test_every_transform_does_what_its_name_says(step: str, texts: tuple[str, ...], made: tuple[str, ...]) -> None:
    found = parsed(step)
    assert not isinstance(found, str)
    transform, argument = found
    assert transform.make(texts, argument) == made


def test_every_transform_is_tested_and_every_field_has_a_draft_to_go_to() -> None:
    tested = {mark.split()[0] for mark in TESTED}
    assert set(TRANSFORMS) <= tested
    assert {"name", "kinds", "category", "phone", "hours", "ends_on", "only", "status"} <= set(TARGETS)


TESTED = [str(case[0]) for case in test_every_transform_does_what_its_name_says.pytestmark[0].args[1]]  # type: ignore[attr-defined]


def test_a_record_marked_private_is_quarantined_unless_the_mapping_says_what_of_it_is_told(tmp_path: Path) -> None:
    base = 'name = "n"\nstreet = "s"\nurl = "u"\ncategory = { value = "practical/food/pantries" }\n'
    row = {"n": "Haven", "s": "12 Palm St", "u": "https://haven.org"}
    told = Report()
    file = tmp_path / "marked.json"
    file.write_text(json.dumps([row | {"IsPrivate": "1.0"}, row | {"x": {"is_confidential": True}}]), encoding="utf-8")
    kept = list(read(file, told, {"mapping": tomllib.loads(base)}))
    assert [(one.untold, one.visibility) for one in kept] == [(True, "hidden"), (True, "hidden")]
    (reason,) = told.examples
    assert [(one.where.key, one.excerpt) for one in told.examples[reason]] == [("", ""), ("", "")]
    rule = '[[rule]]\nfrom = "IsPrivate"\nis = ["Yes"]\nthen = "hidden"\nwhy = "it says so"\n'
    phoned = 'phone = "p"\n'
    (found,) = drafts(tmp_path, [row | {"IsPrivate": "Yes", "p": "305-555-0142"}], base + phoned + rule)
    assert found.visibility == "hidden"
    assert len(drafts(tmp_path, [row | {"IsPrivate": "No"}], base)) == 1


def test_columns_of_what_is_a_persons_own_are_never_proposed() -> None:
    sample = [
        {"Program": f"Pantry {n}", "Contact Name": f"Ann Doe {n}", "Home Phone": f"305-573-42{n}",
         "Cell Phone": f"305-573-43{n}", "Director Email": f"ann{n}@gmail.com",
         "Contact Person Phone": f"305-573-44{n}", "Phone": f"305-573-45{n}"}
        for n in range(10, 20)
    ]  # fmt: skip
    assert proposal(sample).mapping == {"name": "Program", "phone": "Phone"}
    assert proposal([{"First Name": f"Ann {n}", "ContactName": f"Doe {n}"} for n in range(10)]).mapping == {}


HAVEN = {"name": "Haven House", "street": "44 Oak St", "city": "Lima", "phone": "419-222-3210"}


@pytest.mark.parametrize(
    "said",
    [{"name": "Haven House (confidential location)"}, {"Notes": "Do not publish address"}, {"street": "private"},
     {"office": "The location is confidential."}],
)  # fmt: skip
def test_a_row_that_says_anywhere_that_its_place_is_not_to_be_told_is_hidden(said: dict[str, str], tmp_path: Path) -> None:
    mapping = (
        'name = "name"\nstreet = "street"\ncity = "city"\nphone = "phone"\ncategory = { value = "practical/food/pantries" }\n'
    )
    mapping += '[ignore]\noffice = "of the office"\n'
    (found,) = drafts(tmp_path, [HAVEN | said], mapping)
    assert (found.visibility, found.facets["mode"]) == ("hidden", ["in-person", "phone"])
    (open_to_all,) = drafts(tmp_path, [HAVEN | {"Notes": "Free and confidential counseling"}], mapping)
    assert open_to_all.visibility == "public"


@pytest.mark.parametrize("column", ["Last Verified", "Last updated", "Verified on", "Date Verified", "last_checked"])
def test_the_day_on_which_a_row_was_last_checked_is_proposed(column: str) -> None:
    american = proposal([{"Program": f"Pantry {n}", column: f"3/{n}/2025"} for n in range(10, 20)])
    assert american.mapping["checked_on"] == {"from": column, "by": ["date %m/%d/%Y"]}
    assert proposal([{"Program": "A pantry", column: "2025-03-14T09:00"}] * 3).mapping["checked_on"] == column
    assert proposal([{"Program": "A pantry", column: "03/04/2025"}] * 3, "GB").mapping["checked_on"]["by"] == ["date %d/%m/%Y"]
    assert "checked_on" not in proposal([{"Program": "A pantry", column: "by phone"}] * 3).mapping


DOORS = """
key = "id"
name = "n"
organization = "agency"
phone = "tel"
street = "street"
city = "town"
category = { value = "practical/food/pantries" }
[[rule]]
from = "secret"
is = ["yes"]
then = "hidden"
why = "its source keeps it"
"""
ONE_OF_HAVEN = {
    "id": "1",
    "n": "Pantry",
    "agency": "Haven",
    "tel": "518-555-1234",
    "street": "12 Palm Street",
    "town": "Albany",
}


@pytest.mark.parametrize("kept", [{"secret": "yes"}, {"n": "Haven (confidential location)"}, {"is_private": "1"}])
@pytest.mark.parametrize("first", [True, False])
def test_no_row_tells_the_street_of_a_row_of_its_organization_that_is_hidden(
    tmp_path: Path, kept: dict[str, str], *, first: bool
) -> None:
    rows = [{"secret": "", **ONE_OF_HAVEN}, {"secret": "", **ONE_OF_HAVEN, "id": "2", **kept}]
    rows += [
        {"secret": "", **ONE_OF_HAVEN, "id": "3", "agency": "Elm"},
        {"secret": "", **ONE_OF_HAVEN, "id": "4", "town": "Troy"},
    ]
    found = {one.key: one for one in drafts(tmp_path, rows if first else rows[::-1], DOORS)}
    assert {key: one.visibility for key, one in found.items()} == {"1": "area", "2": "hidden", "3": "public", "4": "public"}
    assert found["1"].facets["mode"] == ["in-person", "phone"]
