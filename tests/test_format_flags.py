"""Marks by which publishers say that a record is not for the public: what counts as yes when nobody agreed on the word."""

from __future__ import annotations

import pytest

from ingest.formats.flags import flagged, private_flag


@pytest.mark.parametrize("said", ["Yes", "1.0", "x", "Restricted", "sí", "-1", True, 1, 1.0])
def test_every_word_but_those_for_no_marks_a_record_as_private(said: object) -> None:
    assert flagged("IsPrivate", said)


@pytest.mark.parametrize("said", ["No", "0", "0.0", "", None, False, 0, "N/A", [], {}])
def test_no_and_nothing_do_not(said: object) -> None:
    assert not flagged("IsPrivate", said)


def test_a_mark_of_what_is_public_counts_when_it_says_no() -> None:
    assert private_flag("is_public")
    assert flagged("is_public", "0.0")
    assert not flagged("is_public", "")
