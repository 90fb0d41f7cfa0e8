"""That help is free is taken from prose only where a sentence says it of the help and nothing else speaks of money."""

from __future__ import annotations

import pytest

from ingest.clean.free import free


@pytest.mark.parametrize(
    "prose",
    [
        "All services are free and confidential.",
        "Offers counseling. Services are free of charge.",
        "There is no cost to participate. Participants must register.",
        "Year-round training for adults at no cost to the athlete.",
        "Support groups are offered at no charge.",
        "The program is free; call for times.",
        "Todos los servicios son gratis.",
        "Consejería sin costo alguno.",
        "Apoyo gratuito y confidencial.",
        "A not-for-profit agency that offers counseling at no cost to all.",
        "Support is free of charge to anyone who grieves, and nobody is turned away.",
        "Los grupos son gratis para todos.",
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
        "Groups are not free of charge.",
        "Groups aren't free of charge.",
        "Not all services are free.",
        "None of our services are free.",
        "We do not offer services free of charge.",
        "This is no free of charge service.",
        "Apoyo no es gratis.",
        "Los servicios no son gratuitos.",
        "Ningún grupo es gratis.",
        "Legal help is provided free of charge to veterans.",
        "Tax help free of charge for households below the poverty line.",
        "Apoyo sin costo para veteranos.",
        "Funded by the state at no cost to taxpayers.",
        "Counseling is 50 euros. Information at no cost.",
        "Meetings are free; therapy 20 dollars an hour.",
        "Sessions are free of charge during the week, weekends are billed.",
    ],
)
def test_nothing_else_that_is_free_is_a_price(prose: str) -> None:
    assert not free(prose)
