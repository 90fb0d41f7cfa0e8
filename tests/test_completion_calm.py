"""What is offered while somebody types stays calm."""

from __future__ import annotations

import pytest

from directory.language.completion import GRIM, complete
from directory.language.crisis import heard
from directory.language.stem import tokens
from directory.taxonomy import label


@pytest.mark.parametrize("typed", ["kill", "my son", "suic", "dead", "over", "my husband", "rap", "mat", "mi mam", "miam"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_completion_puts_death_or_violence_into_somebodys_mouth(typed: str, language: str) -> None:
    said = [one.label for one in complete(typed, language, limit=20) if one.kind == "words"]
    assert not [label for label in said if GRIM & set(tokens(label))]


def test_other_completions_stay() -> None:
    assert complete("griev") and complete("duelo", "es")


def test_a_place_that_begins_so_goes_before_words_that_are_only_guessed() -> None:
    found = complete("miam", places=lambda prefix, limit: ("Miami, Florida",))
    assert found[0].label == "Miami, Florida"


def test_a_kind_is_there_once_in_the_language_of_the_interface() -> None:
    for language, said in (("en", "Depression"), ("es", "Depresión")):
        found = [one for one in complete("depresion", language) if one.value == "depression"]
        assert [one.label for one in found] == [said]


def test_needs_come_before_places_and_each_line_leads_somewhere_else() -> None:
    for typed in ("gri", "com", "house", "depr", "spanish", "councel"):
        found = complete(typed, places=lambda prefix, limit: ("Griffin, Georgia", "Griffith, Indiana")[:limit])
        kinds = [one.kind for one in found]
        near = kinds.index("place")
        assert "place" not in kinds[near + 2 :]
        assert kinds[:near] == sorted(kinds[:near])
        assert len({(one.facet, one.value or one.label) for one in found}) == len(found)


def test_kinds_are_completed_in_every_language_and_none_of_crisis_in_any() -> None:
    arabic = label("topic", "grief", "ar")
    assert arabic in [one.label for one in complete(arabic[:4], "ar")]
    for facet, value in (("topic", "suicidal-thoughts"), ("topic", "self-harm")):
        for language in ("en", "es", "ar"):
            said = label(facet, value, language)
            if any(heard(label(facet, value, other)).exact for other in ("en", "es")):
                assert said not in [one.label for one in complete(said, language, limit=20)]


@pytest.mark.parametrize("typed", ["suic", "kill", "overd"])
def test_nothing_is_guessed_in_the_place_of_a_word_that_is_never_offered(typed: str) -> None:
    assert not [one for one in complete(typed, limit=20) if one.guessed]


def test_other_languages_are_offered_only_where_the_readers_own_has_nothing_that_begins_so() -> None:
    assert {one.language for one in complete("comi", "es", limit=20) if one.kind != "place"} == {"es"}
    assert {one.language for one in complete("alc", "en", limit=20)} == {"en"}
    assert "en" in {one.language for one in complete("grief", "ar", limit=20)}
