"""What a card says in few words."""

from __future__ import annotations

import pytest

from directory.web.present_cards import shortened


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It meets weekly. It is free for everybody here", "It meets weekly."),
        ("The group meets on the campus at St. Thomas in the chapel", "The group meets on the campus at St. Thomas…"),
        ("Led by Dr. King and two others who know what loss is", "Led by Dr. King and two others who know…"),
        ("Can you come? We are there on Mondays and Fridays", "Can you come? We are there on Mondays and…"),
        ("Short.", "Short."),
    ],
)
def test_a_text_is_cut_after_a_sentence_and_not_after_an_abbreviation(text: str, said: str) -> None:
    assert shortened(text, 44).rstrip("…,") == said.rstrip("…,")
