"""The parts of understanding: the vocabulary's files and their checks, spelling, completing."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import SettingsError, VocabularyError
from directory.language.completion import complete
from directory.language.crisis import heard
from directory.language.lexicon import load, merged, seed
from directory.language.phrases import key
from directory.language.rows import COLUMNS, FOLDER
from directory.language.spoken import spoken
from directory.language.stem import tokens
from directory.language.understanding import understand
from directory.language.understood import Around
from directory.settings import Settings
from directory.web import create_app


def operators(folder: Path, *rows: str) -> Path:
    """A file of an operator's own need words."""
    path = folder / "ours.csv"
    path.write_text("\n".join((",".join(COLUMNS), *rows, "")), encoding="utf-8")
    return path


def test_an_operator_adds_words_in_a_file(tmp_path: Path) -> None:
    ours = load((operators(tmp_path, "the hub,en,category,social/community-centers,exact,"),))
    assert understand("the hub", ours).readings[0].values == ("social/community-centers",)
    assert understand("the hub").readings == ()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("the hub,en,category,social/nowhere,exact,", "unknown category=social/nowhere"),
        ("the hub,en,colour,red,exact,", "unknown colour=red"),
        ("the hub,en,format,not:sideways,exact,", "unknown format=not:sideways"),
        ("the hub,en,category,social,certain,", "the strength is 'certain'"),
        ("!!!,en,category,social,exact,", "no letters or digits"),
        ("the hub,,category,social,exact,", "has no language"),
        ("the hub,en,category,social,exact,ambiguous; or: access=nowhere", "unknown other reading access=nowhere"),
        (
            "dentist,en,category,health/clinics,exact,",
            "'dentist' means category=health/clinics, but health/dental-vision-hearing",
        ),
        ("dentist,en,category,health/dental-vision-hearing,implied,", "already in en-es.csv"),
        ("i want to die,en,crisis,none,exact,", "is silenced, a crisis phrase in en-es.csv:"),
        ("cutting board,en,crisis,self-harm,exact,", "'cutting board' is silenced"),
    ],
)
def test_a_wrong_row_is_an_error_with_file_and_line(row: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(VocabularyError) as fault:
        load((operators(tmp_path, "the park,en,category,social,exact,", row),))
    assert says in str(fault.value)
    assert "ours.csv:3" in str(fault.value) or "cutting board" in row


def test_an_operators_words_are_a_file_or_a_folder_named_in_the_settings(tmp_path: Path) -> None:
    path = operators(
        tmp_path, "the hub,en,category,social/community-centers,exact,", "guagua,es,said,bus transportation,implied,"
    )
    for where in (path, tmp_path):
        ours = merged(str(where))
        assert understand("the hub", ours).readings[0].values == ("social/community-centers",)
        assert understand("guagua", ours).says[0].meant == ("guagua", "bus", "transportation")
    assert merged("") is seed()
    (tmp_path / "none").mkdir()
    with pytest.raises(VocabularyError, match=r"no \.csv"):
        merged(str(tmp_path / "none"))


def test_a_site_does_not_start_with_wrong_words(tmp_path: Path) -> None:
    path = operators(tmp_path, "the hub,en,category,social/nowhere,exact,")
    with pytest.raises(SettingsError, match=r"ours\.csv:2: unknown category=social/nowhere"):
        create_app(Settings(need_words=str(path), data=str(tmp_path), index_url=f"sqlite:///{tmp_path}/index.sqlite"))


def test_a_word_that_listings_say_otherwise_is_one_word(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"ours\.csv:2"):
        load((operators(tmp_path, "two words,en,said,bus,implied,"),))


def test_a_phrase_may_mean_more_where_a_row_says_so(tmp_path: Path) -> None:
    load((operators(tmp_path, "dentist,en,category,health/clinics,exact,also: our clinics have one"),))


def test_a_file_with_other_columns_or_cells_is_an_error(tmp_path: Path) -> None:
    bad = tmp_path / "ours.csv"
    bad.write_text("phrase,value\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"ours\.csv:1"):
        load((bad,))
    with pytest.raises(VocabularyError, match=r"ours\.csv:2: 3 cells"):
        load((operators(tmp_path, "one,two,three"),))
    with pytest.raises(VocabularyError, match="cannot be read"):
        load((tmp_path / "missing.csv",))


def test_creole_has_eighty_phrases_that_name_their_source() -> None:
    rows = [row for row in seed().rows if row.lang == "ht" and row.kind not in {"grammar", "filler"}]
    assert len({row.phrase for row in rows}) >= 80
    lines = (FOLDER / "ht.csv").read_text(encoding="utf-8").splitlines()[1:]
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    sources = {line.rpartition("from: ")[2] for line in lines}
    assert all(f"| `{source}` |" in readme for source in sources)


@pytest.mark.parametrize(
    "text",
    ["Alcohólicos Anónimos", "don’t have i.d.", "a_b c", "中文 and 日本語", "ﬁne ½ cup", "Straße", "AT&T", "ÅÄÖ’s", "  ", "é́"],
)
def test_tokens_are_the_same_as_elsewhere(text: str) -> None:
    assert [token.word for token in spoken(text)] == tokens(text.replace("&", " and "))
    assert tuple(token.key for token in spoken(text)) == key(text.replace("&", " and "))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("councelor", "counselor"), ("anixety", "anxiety"), ("depresssion group", ""), ("alzhiemers", "alzheimers"),
        ("homless shelter", "homeless"), ("immigraton help", "immigration"), ("diabetis", "diabetes"),
    ],
)  # fmt: skip
def test_a_misspelt_need_word_is_taken_for_the_right_one(typed: str, meant: str) -> None:
    found = understand(typed)
    assert [one.meant for one in found.spelled if one.applied] == ([meant] if meant else [])
    assert found.readings
    assert not found.words


@pytest.mark.parametrize("typed", ["methadose", "suboxine", "naltrexon", "lithiun", "insuline", "buprenorfine", "vivitroll"])
def test_no_word_becomes_a_medicine(typed: str) -> None:
    assert not [one for one in understand(typed).spelled if one.applied]


@pytest.mark.parametrize("typed", ["suicde", "suicidall", "overdosee"])
def test_no_correction_shows_a_word_of_crisis(typed: str) -> None:
    assert not understand(typed).spelled
    assert heard(typed).exact


@pytest.mark.parametrize("typed", ["teething", "quilting", "kettle", "batting", "moral", "grease"])
def test_a_real_word_is_no_misspelling(typed: str) -> None:
    assert not understand(typed).spelled


def test_a_word_of_the_index_or_a_place_is_no_misspelling() -> None:
    assert understand("denteist").spelled
    assert not understand("denteist", around=Around(known=lambda word: word == "denteist")).spelled
    assert not understand("denteist", around=Around(people=lambda name: 5000)).spelled


def test_a_misspelt_faith_is_only_asked_about() -> None:
    [one] = understand("budhist").spelled
    assert (one.meant, one.applied) == ("buddhist", False)
    assert all(reading.kind != "faith" for reading in understand("budhist").readings)


def test_words_run_together_are_taken_apart() -> None:
    assert understand("supportgroup").readings[0].values == ("support-groups",)


def test_completing_finds_any_word_and_the_language_first() -> None:
    labels = [one.label for one in complete("pantr")]
    assert {"Food pantries & low-cost food", "food pantry"} <= set(labels)
    assert complete("com", "es")[0].language == "es"
    first = complete("grief")[0]
    assert (first.kind, first.facet) in {("kind", "topic"), ("kind", "category")}


@pytest.mark.parametrize(("typed", "label"), [("greif", "grief"), ("councel", "counseling"), ("food pantyr", "food pantry")])
def test_completing_forgives_a_wrong_letter_from_the_fourth_on(typed: str, label: str) -> None:
    assert label in [one.label for one in complete(typed)]


def test_completing_never_shows_a_phrase_of_crisis() -> None:
    phrases = {row.phrase.casefold() for row in seed().rows if row.kind == "crisis"}
    for row in seed().rows:
        if row.kind == "crisis":
            for length in (3, 5, len(row.phrase)):
                for one in complete(row.phrase[:length], row.lang):
                    assert one.label.casefold() not in phrases
                    assert not heard(one.label).exact


def test_completing_shows_nothing_that_is_never_displayed() -> None:
    shown = {
        one.label for letters in ("addict", "felon", "homosex", "gyps", "councelling", "shrink") for one in complete(letters)
    }
    assert shown.isdisjoint({"addict", "felon", "homosexual", "gypsy", "councelling", "shrink"})


def test_completing_asks_for_places_and_keeps_its_limit() -> None:
    found = complete(
        "oak", places=lambda prefix, limit: ("Oakland, California", "Oak Park, Illinois", "Oakville")[:limit], limit=5
    )
    assert [one.label for one in found if one.kind == "place"] == ["Oakland, California", "Oak Park, Illinois"]
    assert len(complete("s", limit=3)) <= 3
    assert complete("  ") == complete("!?") == ()
