"""The help strip, the crisis card and the page of help lines, from files alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from directory.errors import SettingsError
from directory.facets import FACETS, declared
from directory.helplines import Helplines, helplines
from directory.listing import ref_of
from directory.taxonomy import SEED, rows

DOCUMENT = Path(__file__).resolve().parents[1].parent / "shared" / "design" / "helplines-and-organisations.md"
HELP = helplines()


def copy(folder: Path, change: str = "", into: str = "") -> Helplines:
    """The help lines of a copy of the seed in which `change` became `into`."""
    (folder / "listings").mkdir()
    for file in (SEED / "listings").glob("*-us.json"):
        (folder / "listings" / file.name).write_bytes(file.read_bytes())
    (folder / "listings" / "helplines-world.json").write_bytes((SEED / "listings" / "helplines-world.json").read_bytes())
    text = (SEED / "helplines.json").read_text(encoding="utf-8")
    assert change in text
    (folder / "helplines.json").write_text(text.replace(change, into) if change else text, encoding="utf-8")
    return helplines(folder)


def test_the_strip_offers_a_line_that_is_called_in_the_country() -> None:
    for country, line in HELP.strip.items():
        assert line.coverage[0][:2] == country.lower(), line.id
        assert any(phone.use == "call" for phone in line.phones), line.id


def test_the_strip_of_the_united_states_calls_and_texts_988() -> None:
    uses = {(phone.number, phone.use, phone.keyword) for phone in HELP.strip["US"].phones}
    assert {("988", "call", ""), ("988", "text", ""), ("988", "text", "AYUDA")} <= uses


def test_a_line_links_to_the_page_of_its_listing() -> None:
    line = HELP.strip["US"]
    assert (line.id, line.ref) == ("seed:us-988-lifeline", ref_of("seed:us-988-lifeline"))


def test_every_line_serves_the_country_it_stands_under() -> None:
    for situation in HELP.situations:
        for country, lines in situation.lines.items():
            assert lines, (situation.key, country)
            assert {line.coverage[0][:2].upper() for line in lines} == {country}, situation.key
            assert len(set(lines)) == len(lines), situation.key


def test_every_line_of_the_seed_has_a_situation() -> None:
    shown = {line.id for situation in HELP.situations for lines in situation.lines.values() for line in lines}
    for name in ("helplines-us", "helplines-world"):
        for entry in json.loads((SEED / "listings" / f"{name}.json").read_text(encoding="utf-8")):
            assert f"seed:{entry['id']}" in shown, entry["id"]


def test_every_crisis_value_of_the_need_words_raises_one_card() -> None:
    values = {row["value"] for row in rows("need-words") if row["kind"] == "crisis"} - {"none"}
    raised = [value for situation in HELP.situations for value in situation.crisis]
    assert sorted(raised) == sorted(values)


@pytest.mark.parametrize(
    ("crisis", "filters", "key"),
    [
        (["suicide"], [], "cannot-cope"),
        (["panic"], [], "cannot-cope"),
        (["suicide", "overdose"], [], "overdose"),
        (["abuse-now", "suicide"], [], "cannot-cope"),
        (["child-safety", "trafficking"], [], "abuse-at-home"),
        (["sexual-assault", "runaway"], [], "child-at-risk"),
        ([], ["category:crisis/abuse-violence"], "abuse-at-home"),
        ([], ["topic:sexual-violence", "cost:free"], "sexual-violence"),
    ],
)
def test_the_most_urgent_card_is_shown(crisis: list[str], filters: list[str], key: str) -> None:
    card = HELP.card(crisis, filters)
    assert card is not None
    assert card.key == key


@pytest.mark.parametrize(
    ("crisis", "other"),
    [
        (["someone-else"], True),
        (["someone-else", "sexual-assault"], True),
        (["someone-else", "suicide"], False),
        (["someone-else", "panic"], False),
        (["suicide"], False),
    ],
)
def test_a_card_for_somebody_else_gives_way_to_ones_own_crisis(crisis: list[str], other: bool) -> None:
    card = HELP.card(crisis)
    assert card is not None
    assert (card.key, card.other) == ("cannot-cope", other)
    assert card.labels["en"].startswith("If someone close to you" if other else "If you can't cope")


def test_somebody_else_s_overdose_is_an_overdose() -> None:
    card = HELP.card(["someone-else", "overdose"])
    assert card is not None
    assert (card.key, card.other) == ("overdose", False)


def test_a_chosen_kind_is_one_s_own() -> None:
    card = HELP.card([], ["category:crisis/lifelines"])
    assert card is not None
    assert not card.other


def test_nothing_urgent_shows_no_card() -> None:
    assert HELP.card([]) is None
    assert HELP.card(["none"], ["category:practical/food", "topic:grief"]) is None


def test_an_overdose_and_a_body_in_danger_name_the_emergency_number_first() -> None:
    assert [one.key for one in HELP.situations if one.emergency_first] == ["overdose", "emergency"]
    assert [one.key for one in HELP.situations if "harm-others" in one.emergency_for] == ["cannot-cope"]


def test_cards_have_filters_that_exist() -> None:
    for situation in HELP.situations:
        for pair in situation.filters:
            facet, _, value = pair.partition(":")
            assert facet in FACETS, pair
            assert value in declared(facet), pair
        assert situation.card or not (situation.crisis or situation.filters), situation.key


def test_headings_are_there_in_every_language() -> None:
    for labels in [*(one.labels for one in HELP.situations), *(one.other_labels for one in HELP.situations if one.other_for)]:
        assert set(labels) == {"en", "es", "ar"}
        assert all(labels.values())


def test_the_page_shows_a_country_only_its_own_lines() -> None:
    assert [situation.key for situation, _ in HELP.page("FR")] == ["cannot-cope"]
    assert {line.coverage for _, lines in HELP.page("NZ") for line in lines} == {("nz",)}
    assert HELP.page("DE") == ()
    keys = [situation.key for situation, _ in HELP.page("US")]
    assert keys[:5] == ["overdose", "cannot-cope", "abuse-at-home", "child-at-risk", "sexual-violence"]


def test_emergency_numbers_are_those_of_each_country() -> None:
    told = {country: [one.number for one in numbers] for country, numbers in HELP.emergency.items()}
    assert told == {
        "US": ["911"],
        "CA": ["911"],
        "GB": ["999", "112"],
        "AU": ["000"],
        "NZ": ["111"],
        "FR": ["112", "15", "17"],
        "ES": ["112"],
        "IN": ["112"],
    }


@pytest.mark.shared
def test_emergency_numbers_are_shipped_by_the_document() -> None:
    if not DOCUMENT.exists():
        pytest.skip("the helplines document is not beside the repository")
    table = DOCUMENT.read_text(encoding="utf-8").split("## 3. ")[1].split("## 4. ")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")]
    ship = {
        cells[0]: set(re.findall(r"\d+", cells[1].split("†")[0])) - {"114"} for cells in lines if cells[-1].startswith("ship")
    }
    assert ship == {country: {one.number for one in numbers} for country, numbers in HELP.emergency.items()}


def test_a_copy_reads_the_same(tmp_path: Path) -> None:
    assert copy(tmp_path) == HELP


@pytest.mark.parametrize(
    ("change", "into"),
    [
        ('"us-988-lifeline"', '"us-989-lifeline"'),
        ('"strip"', '"stripe"'),
        ('"situations": [', '"situations": '),
        ('"key"', '"kee"'),
    ],
)
def test_a_faulty_table_is_refused_before_anybody_is_served(tmp_path: Path, change: str, into: str) -> None:
    with pytest.raises(SettingsError, match=r"helplines\.json"):
        copy(tmp_path, change, into)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"helplines\.json"):
        helplines(tmp_path)
