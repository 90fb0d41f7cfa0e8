"""That help is free is taken from prose only where a sentence says it of the help and nothing else speaks of money."""

from __future__ import annotations

import pytest

from ingest.clean.free import free


@pytest.mark.parametrize(
    "prose",
    [
        "All services are free and confidential.",
        "Offers counseling. Services are free of charge.",
        "Year-round training for adults at no cost to the athlete.",
        "Support groups are offered at no charge.",
        "The program is free; call for times.",
        "Todos los servicios son gratis.",
        "Consejería sin costo alguno.",
        "Apoyo gratuito y confidencial.",
    ],
)
def test_a_sentence_that_says_it_of_the_help_is_believed(prose: str) -> None:
    assert free(prose)


@pytest.mark.parametrize(
    "prose",
    [
        "",
        "A drug-free and alcohol-free home.",
        "Call our toll-free number. Free parking.",
        "Interpreters are provided free of charge.",
        "The first consultation is free of charge.",
        "Free of charge for members.",
        "Free meals.",
        "Services are free of charge to eligible veterans.",
        "All services are free and confidential. Classes: $20 a month.",
        "Counseling is free of charge. A sliding scale is used for other services.",
        "No cost estimates are given by phone.",
        "Lives free of violence.",
        "Pick-up can be arranged at no charge.",
    ],
)
def test_nothing_else_that_is_free_is_a_price(prose: str) -> None:
    assert not free(prose)
