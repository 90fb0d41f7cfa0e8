"""HSDS 1.1 packages: a small invented one with every quirk, broken ones, and the real one beside the repository."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.schedule import Session
from ingest.draft import Draft, RawPhone
from ingest.formats import formats, hsds1
from ingest.formats.hsds1 import OWN_ROW
from ingest.formats.hsds1_draft import TITLED
from ingest.formats.hsds1_kinds import NO_KIND
from ingest.formats.options import states
from ingest.report import Report
from tests.packages_world import FOOD, Rows, address, package, read, service, table


def test_the_format_is_found_by_its_name() -> None:
    assert formats()["hsds1"] is hsds1
    assert "\n" not in hsds1.SUMMARY


def test_a_service_at_a_location_becomes_a_draft(tmp_path: Path) -> None:
    one = service(
        "7", alternate_name="Pantry North", url="hands.example.com/food", application_process="Walk-ins welcome", fees="Free"
    )
    folder = package(
        tmp_path,
        [one],
        locations=[{"id": "7", "name": "North Hall", "latitude": "25.5", "longitude": "-80.5", "transportation": "Bus 3"}],
        regular_schedules_csv=[{"service_id": "7", "weekday": "Monday", "opens_at": "9:00am", "closes_at": "5:00pm",
                                "original_text": "9:00am-5:00pm, Mon"}],
        languages_csv=[{"service_id": "7", "location_id": "7", "language": text}
                       for text in ("English", "Creole", "Spanish (limited)")],
        accessibility_for_disabilities_csv=[{"location_id": "7", "accessibility": "Handicap accessible", "details": ""}],
        taxonomy_csv=[{"id": FOOD, "name": "Food Pantries"}],
    )  # fmt: skip
    found, report = read(folder, languages={"creole": "ht"})
    draft = found["7@7"]
    assert (draft.name, draft.alternate_names) == ("Food pantry", ["Pantry North"])
    assert (draft.organization, draft.organization_key, draft.organization_url) == ("Helping Hands", "o1", "hands.example.com")
    assert draft.facets == {
        "category": ["practical/food/pantries"], "mode": ["in-person"], "language": ["en", "ht", "interpreter"],
        "access": ["wheelchair"], "start": ["walk-in"], "cost": ["free"],
    }  # fmt: skip
    assert draft.address is not None
    assert (draft.address.lines, draft.address.region) == (("12 Palm Street",), "FL")
    assert (draft.place_name, draft.point, draft.transport) == ("North Hall", Point(25.5, -80.5), "Bus 3")
    assert draft.sessions == [Session(freq="weekly", days=(0,), start=540, end=1020)]
    assert draft.phones == [RawPhone(text="305-555-0123")]
    assert draft.keywords == []
    assert (report.refused, report.guesses) == (0, Counter())


@pytest.mark.parametrize("missing", ["organizations.csv", "services.csv", "locations.csv", "services_at_location.csv"])
def test_a_core_table_that_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    (package(tmp_path, [service("1")]) / missing).unlink()
    with pytest.raises(SourceError, match=missing):
        read(tmp_path)


def test_a_missing_column_is_named_with_its_file(tmp_path: Path) -> None:
    package(tmp_path, [service("1")])
    table(tmp_path, "services.csv", [{"id": "1", "name": "Food"}])
    with pytest.raises(SourceError, match=r"services\.csv has no column 'organization_id'"):
        read(tmp_path)


def test_an_extra_column_and_an_unknown_file_make_noise(tmp_path: Path) -> None:
    folder = package(tmp_path, [service("1", mood="sunny")], weather_csv=[{"id": "1"}])
    _, report = read(folder)
    assert set(report.leftovers) == {("services.csv", "mood"), ("weather.csv", "(whole file)")}


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "empty"), ("\n", "empty"), ("id,name,name\n", "twice"), ('id,organization_id,name\n1,o1,"cut', "to its end")],
)
def test_a_table_that_cannot_be_read_stops_the_source(tmp_path: Path, text: str, said: str) -> None:
    (package(tmp_path, [service("1")]) / "services.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        read(tmp_path)


def test_a_binary_table_is_not_text(tmp_path: Path) -> None:
    (package(tmp_path, [service("1")]) / "services.csv").write_bytes(b"id,name\x00")
    with pytest.raises(SourceError, match="not text"):
        read(tmp_path)


def test_a_folder_without_tables_or_a_file_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="none of the files"):
        read(tmp_path)
    with pytest.raises(SourceError, match="not a folder"):
        read(tmp_path / "feed.csv")


def test_an_old_encoding_is_read_and_told(tmp_path: Path) -> None:
    folder = package(tmp_path, [service("1", name="Café")])
    file = folder / "services.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1252"))
    found, report = read(folder)
    assert found["1@1"].name == "Café"
    assert report.guesses["the file is not UTF-8: what is not was read as Windows-1252"] == 1


def test_rows_of_another_length_are_refused_with_their_row(tmp_path: Path) -> None:
    folder = package(tmp_path, [service("1"), service("2")])
    with (folder / "services_at_location.csv").open("a", encoding="utf-8") as file:
        file.write("9,9\n")
    found, report = read(folder)
    assert len(found) == 2
    assert [(one.where.file, one.where.row) for many in report.examples.values() for one in many] == [
        ("services_at_location.csv", 3)
    ]


def test_keys_used_twice_are_refused_with_file_and_row(tmp_path: Path) -> None:
    at = [{"id": "1", "service_id": "1", "location_id": "1"}, {"id": "2", "service_id": "1", "location_id": "1"}]
    folder = package(tmp_path, [service("1"), service("1", name="Twin")], at=at, addresses=[address("1")])
    found, report = read(folder)
    assert [draft.name for draft in found.values()] == ["Food pantry"]
    twin, again = report.examples["its key is used by an earlier row"][0], report.examples[hsds1.TWICE][0]
    assert (twin.where.file, twin.where.row, twin.where.key) == ("services.csv", 2, "1")
    assert (again.where.file, again.where.row) == ("services_at_location.csv", 2)
    assert report.refused == 3  # the location's row stands twice as well


def test_foreign_keys_that_lead_nowhere_are_refused_with_their_rows_or_counted(tmp_path: Path) -> None:
    at = [{"id": "1", "service_id": "1", "location_id": "1"}, {"id": "2", "service_id": "9", "location_id": "1"},
          {"id": "3", "service_id": "1", "location_id": "8"}]  # fmt: skip
    folder = package(
        tmp_path,
        [service("1")],
        at=at,
        eligibility_csv=[{"id": "", "service_id": "", "eligibility": "Families"}],
        languages_csv=[{"service_id": "1", "location_id": "", "language": "English"},
                       {"service_id": "77", "location_id": "88", "language": "English"}],
    )  # fmt: skip
    found, report = read(folder)
    assert set(found) == {"1@1"}
    assert found["1@1"].eligibility == ""
    lost = "its service_id is not in services.csv"
    assert report.reasons == {hsds1.NO_SERVICE: 1, hsds1.NO_LOCATION: 1, lost: 1}
    assert [(one.where.file, one.where.row, one.where.key) for one in report.examples[lost]] == [("languages.csv", 2, "77")]
    assert report.left_out["eligibility.csv: rows that name nothing they belong to"] == 1


def test_an_organization_is_found_up_the_tree_of_services_and_never_made_up(tmp_path: Path) -> None:
    rows = [service("site"), service("1", organization_id="site"), service("2", organization_id="lost")]
    rows += [service("a", organization_id="b"), service("b", organization_id="a")]
    found, report = read(package(tmp_path, rows))
    assert found["1@1"].organization == "Helping Hands"
    assert [found[key].organization for key in ("2@2", "a@a", "b@b")] == ["", "", ""]
    assert report.guesses["its organization is that of the service it names"] == 1
    assert report.guesses["its organization is not there: listed without one"] == 3


def test_persons_never_reach_a_draft(tmp_path: Path) -> None:
    phones = [{"id": "1", "service_id": "1", "number": "305-555-0111", "contact_id": "c1"},
              {"id": "2", "service_id": "1", "number": "305-555-0123", "contact_id": ""}]  # fmt: skip
    people = [{"id": "c1", "service_id": "1", "name": "Pat Example", "email": "pat@example.org", "phone_number": "0111"}]
    found, report = read(package(tmp_path, [service("1")], phones=phones, contacts_csv=people))
    told = json.dumps(str(found["1@1"]))
    assert "Pat" not in told and "0111" not in told and "pat@" not in told
    assert report.left_out["contacts.csv: names, numbers and mailboxes of persons are private"] == 1


def test_a_service_without_a_location_is_listed_without_a_place(tmp_path: Path) -> None:
    folder = package(tmp_path, [service("1")], at=[], locations=[{"id": "9"}], addresses=[address("9")])
    found, report = read(folder)
    assert found["1@"].address is None
    assert found["1@"].facets["mode"] == ["phone"]
    assert report.left_out["locations.csv: places where no service is offered"] == 1


def test_nothing_to_file_it_under_is_a_reason_to_refuse(tmp_path: Path) -> None:
    codes = [{"id": "1", "service_id": "1", "taxonomy_id": "TB"}, {"id": "2", "service_id": "2", "taxonomy_id": "??"}]
    found, report = read(package(tmp_path, [service("1"), service("2")], codes))
    assert found == {}
    assert report.reasons["nothing says what kind of help it is"] == 2
    assert report.codes["211", "??"] == 1


def schedule(text: str, *rows: tuple[str, str, str]) -> Rows:
    return [{"service_id": "1", "weekday": day, "opens_at": opens, "closes_at": closes, "original_text": text}
            for day, opens, closes in rows]  # fmt: skip


def hours_of(folder: Path, rows: Rows, **tables: Rows) -> Draft:
    return read(package(folder, [service("1")], regular_schedules_csv=rows, **tables))[0]["1@1"]


def test_sub_schedules_that_the_rows_lost_leave_the_hours_unknown(tmp_path: Path) -> None:
    text = "After School:\\n2:00pm-6:00pm, Mon\\n\\nSummer Camp:\\n8:00am-6:00pm, Mon"
    draft = hours_of(tmp_path, schedule(text, ("Monday", "2:00pm", "6:00pm"), ("Monday", "8:00am", "6:00pm")))
    assert draft.sessions is None
    assert draft.hours_text.startswith("After School:")


def test_a_lunch_break_the_rows_lost_is_taken_from_the_text(tmp_path: Path) -> None:
    text = "9:00am-5:00pm, Mon\\n\\nClosed daily 12:00pm-1:00pm for lunch"
    draft = hours_of(tmp_path, schedule(text, ("Monday", "9:00am", "5:00pm")))
    assert draft.sessions is not None
    assert [(one.start, one.end) for one in draft.sessions] == [(540, 720), (780, 1020)]


@pytest.mark.parametrize("row", [("Tuesday", "", "5:00pm"), ("Tuesday", "25:00", "26:00"), ("Someday", "9am", "5pm")])
def test_one_row_nobody_can_read_makes_the_hours_unknown(tmp_path: Path, row: tuple[str, str, str]) -> None:
    draft = hours_of(tmp_path, schedule("", ("Monday", "9:00am", "5:00pm"), row))
    assert draft.sessions is None
    assert "Monday 9:00am-5:00pm" in draft.hours_text


def test_holidays_are_days_on_which_it_does_not_open(tmp_path: Path) -> None:
    closed = [
        {"service_id": "1", "closed": "true", "start_date": "2030-12-24", "end_date": "2030-12-25"},
        {"service_id": "1", "closed": "false", "start_date": "2030-12-31", "end_date": "", "opens_at": "9am"},
    ]
    draft = hours_of(tmp_path, schedule("", ("Monday", "9:00am", "5:00pm")), holiday_schedules_csv=closed)
    assert draft.sessions is not None
    assert [day.isoformat() for day in draft.sessions[0].except_dates] == ["2030-12-24", "2030-12-25"]
    assert "2030-12-31" in draft.hours_text


def test_options_are_checked(tmp_path: Path) -> None:
    folder = package(tmp_path, [service("1")], taxonomy_csv=[{"id": FOOD, "name": "Food Pantries"}])
    with pytest.raises(SourceError, match="creole"):
        read(folder, creole="ht")
    strange: tuple[object, ...] = ("nope", "", None, 2, [])
    for said in strange:
        with pytest.raises(SourceError, match=r"options\.titles: true or false"):
            read(folder, titles=said)
    assert len(read(folder, titles=" No", terms=1, home=["", " "])[0]) == 1
    assert states({"home": ["", " fl "]}) == {"FL"}


def test_a_line_for_the_publisher_alone_is_dropped_and_a_name_beside_a_desk_stays_behind(tmp_path: Path) -> None:
    rows = [
        {
            "id": "1",
            "service_id": "1",
            "location_id": "1",
            "number": "305-555-0123",
            "description": "Intake, Pat Roe",
            "contact_id": "",
        },
        {
            "id": "2",
            "service_id": "1",
            "location_id": "1",
            "number": "305-555-0124",
            "description": "Do not give out",
            "contact_id": "",
        },
    ]
    folder = package(tmp_path, [service("1")])
    table(folder, "phones.csv", rows)
    found, _ = read(folder)
    assert [(phone.text, phone.label) for phone in found["1@1"].phones] == [("305-555-0123", "Intake")]


def test_names_of_index_terms_are_no_words_to_be_found_unless_providers_wrote_them(tmp_path: Path) -> None:
    folder = package(tmp_path, [service("1")], taxonomy_csv=[{"id": FOOD, "name": "Food Pantries"}])
    assert read(folder)[0]["1@1"].keywords == []
    assert read(folder, terms="true")[0]["1@1"].keywords == ["Food Pantries"]


def test_a_private_service_at_a_lost_location_is_refused_without_its_name_and_key(tmp_path: Path) -> None:
    at = [{"id": "1", "service_id": "1", "location_id": "8"}]
    _, report = read(package(tmp_path, [service("1", IsPrivate="1.0")], at=at))
    (found,) = report.examples[hsds1.NO_LOCATION]
    assert (found.excerpt, found.where.key, found.where.row) == ("", "", 1)


# -------------------------------------------------------------- kinds without codes


def test_a_service_without_a_code_is_what_its_name_says_and_the_row_of_its_organization_is_left_out(tmp_path: Path) -> None:
    names = ("Food pantry", "HOPE SUPPORT GROUP", "Helping Hands", "Thanksgiving")
    services = [service(f"s{n}", name=name) for n, name in enumerate(names)]
    folder, report = package(tmp_path, services, [{"id": "s0", "service_id": "s0", "taxonomy_id": FOOD}]), Report()
    drafts = list(hsds1.read(folder, report, {}))
    assert [draft.facets["category"] for draft in drafts[1:]] == [["support-groups"]]
    assert (report.omissions, report.guesses[TITLED]) == (Counter({OWN_ROW: 1}), 1)
    assert [one.where.key for one in report.examples[NO_KIND]] == ["s3@s3"]
    assert len(list(hsds1.read(folder, Report(), {"titles": False}))) == 1


def test_an_organization_that_has_no_other_row_is_what_its_name_says(tmp_path: Path) -> None:
    told = [{"id": "o1", "name": "Hope Counseling", "url": ""}]
    folder = package(tmp_path, [service("s1", name="Hope Counseling")], [], organizations=told)
    assert [draft.facets["category"] for draft in hsds1.read(folder, Report(), {})] == [["mental-health/counseling"]]


@pytest.mark.parametrize(("other", "code"), [({}, "ZZ-9999"), ({"status": "defunct"}, FOOD), ({"IsPrivate": "1"}, FOOD)])
def test_the_row_of_an_organization_stays_where_none_of_its_services_is_listed(
    tmp_path: Path, other: dict[str, str], code: str
) -> None:
    told = [{"id": "o1", "name": "Hope Counseling", "url": ""}]
    services = [service("s1", name="Hope Counseling"), service("s2", name="Furniture", **other)]
    folder = package(tmp_path, services, [{"id": "x", "service_id": "s2", "taxonomy_id": code}], organizations=told)
    report = Report()
    assert [draft.name for draft in hsds1.read(folder, report, {}) if not draft.untold] == ["Hope Counseling"]
    assert report.omissions == Counter()
