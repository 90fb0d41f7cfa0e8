"""Names that shout are calmed, acronyms are left; names that only tell a site are told behind whose site it is."""

from __future__ import annotations

import pytest

from ingest.clean.names import calm, whole


@pytest.mark.parametrize(
    ("name", "calmed"),
    [
        ("THE CHILDREN'S BEREAVEMENT CENTER, INC.", "The Children's Bereavement Center, Inc."),
        ("MIAMI-DADE COUNTY OFFICE OF COMMUNITY ADVOCACY", "Miami-Dade County Office of Community Advocacy"),
        ("NAMI OF MIAMI, INC.", "NAMI of Miami, Inc."),
        ("YMCA OF SOUTH FLORIDA", "YMCA of South Florida"),
        ("COMMUNITY PARENT RESOURCE CENTER (CPRC)", "Community Parent Resource Center (CPRC)"),
        ("ST. PAUL'S 12TH STREET PANTRY", "St. Paul's 12th Street Pantry"),
        ("DR. ROBERT B. INGRAM ELEMENTARY", "Dr. Robert B. Ingram Elementary"),
        ("U.S. IMMIGRATION AND CUSTOMS", "U.S. Immigration and Customs"),
        ("ABC'S FOR SUCCESS, LLC", "ABC's for Success, LLC"),
        ("O'BRIEN AND MCDONALD HOUSE", "O'Brien and McDonald House"),
        ("CENTRO DE AYUDA DEL NIÑO", "Centro de Ayuda del Niño"),
        ("HIALEAH", "Hialeah"),
        ("LIHEAP", "LIHEAP"),
        ("COPE", "COPE"),
        ("P.S. 31", "P.S. 31"),
        ("CHCR", "CHCR"),
        ("AA", "AA"),
        ("AA Hotline", "AA Hotline"),
        ("Hope HOUSE", "Hope HOUSE"),
        ("", ""),
    ],
)
def test_a_name_all_in_capitals_is_written_as_people_do(name: str, calmed: str) -> None:
    assert calm(name) == calmed


def test_how_the_records_own_prose_writes_a_word_counts_before_all_rules() -> None:
    assert calm("HAND PROGRAM", "HAND helps to prevent homelessness in the county of Dade.") == "HAND Program"
    assert calm("ECLI VIBES CENTER", "The Ecli Vibes are a band.") == "Ecli Vibes Center"
    assert calm("HAND PROGRAM", "HAND HELPS EVERYBODY") == "Hand Program"


@pytest.mark.parametrize(
    ("name", "organization", "town", "told"),
    [
        ("Hialeah", "NAMI of Miami, Inc.", "Hialeah", "NAMI of Miami: Hialeah"),
        ("Main Office", "Legal Aid", "Miami", "Legal Aid: Main Office"),
        ("North II", "Legal Aid, LLC", "Miami", "Legal Aid: North II"),
        ("Hope Clinic", "Legal Aid", "Hope", "Hope Clinic"),
        ("Hialeah", "Hialeah", "Hialeah", "Hialeah"),
        ("Hialeah", "City of Hialeah", "Hialeah", "City of Hialeah"),
        ("Miami", "Poison Center - Miami", "Miami", "Poison Center - Miami"),
        ("South", "Goodwill of South Florida, Inc.", "Miami", "Goodwill of South Florida: South"),
        ("Intake Unit", "Eleventh Circuit Court", "Miami", "Eleventh Circuit Court: Intake Unit"),
        ("District 12", "Board of Commissioners", "Miami", "Board of Commissioners: District 12"),
        ("After School Program", "Kingdom Academy", "Miami", "Kingdom Academy: After School Program"),
        ("Kingdom Academy Camp", "Kingdom Academy, Inc.", "Miami", "Kingdom Academy Camp"),
        ("Haven House", "County Services", "Miami", "Haven House"),
        ("Main Office", "", "Miami", "Main Office"),
    ],
)
def test_a_name_that_only_tells_a_site_is_told_behind_whose_it_is(name: str, organization: str, town: str, told: str) -> None:
    assert whole(name, organization, town) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Felony", "State Attorney: Felony"),
        ("Upton Hospital", "Upton Hospital"),
        ("State Helpline", "State Helpline"),
        ("Miami Shores Police Department", "Miami Shores Police Department"),
        ("Little Havana", "State Attorney: Little Havana"),
        ("Victims of Crime Compensation", "Victims of Crime Compensation"),
        ("Creditreport.com", "Creditreport.com"),
    ],
)
def test_a_brief_name_within_a_body_of_its_own_is_told_behind_it(name: str, told: str) -> None:
    assert whole(name, "State Attorney", "Miami", bodies=True) == told


def test_a_body_that_would_make_a_name_too_long_is_not_told_before_it() -> None:
    body = "Association " * 25
    assert whole("Main Office", body.strip(), "Miami") == "Main Office"
    assert whole("Association", f"{body}{body}Association", "Miami") == "Association"
    assert whole("Main Office", "A" * 287, "Miami") == f"{'A' * 287}: Main Office"


def test_a_body_of_nothing_but_commas_and_spaces_is_read_in_one_go() -> None:
    assert whole("Main Office", f"Hope{', ' * 20_000}Inc", "Miami") == "Hope: Main Office"
    assert whole("Main Office", f"Hope{', ' * 200_000}x", "Miami") == "Main Office"
