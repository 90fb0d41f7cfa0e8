"""What is offered while somebody types stays calm."""

from __future__ import annotations

import pytest

from directory.language.completion import GRIM, complete
from directory.language.stem import tokens


@pytest.mark.parametrize("typed", ["kill", "my son", "suic", "dead", "over", "my husband", "rap", "mat"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_completion_puts_death_or_violence_into_somebodys_mouth(typed: str, language: str) -> None:
    said = [one.label for one in complete(typed, language, limit=20) if one.kind == "words"]
    assert not [label for label in said if GRIM & set(tokens(label))]


def test_other_completions_stay() -> None:
    assert complete("griev") and complete("duelo", "es")
