"""What says that a place is not to be told, wherever it stands; and what only speaks of confidence."""

from __future__ import annotations

import pytest

from ingest.clean.discreet import aside, discretion, said, telling
from ingest.draft import Draft, RawPhone, Where


@pytest.mark.parametrize(
    "text",
    [
        "Haven House (confidential location)", "Do not publish address", "Location is confidential", "Address withheld",
        "An undisclosed location", "At a confidential, safe location", "Confidential shelter location", "Address: confidential",
        "Please do not give out the address", "Don't list street address", "Location not disclosed", "Location (undisclosed)",
        "The location of the shelter is kept confidential.", "Address must not be published", "LOCATION CONFIDENTIAL",
        "Do not share the shelter location", "Private location", "Not for publication: address", "A secret location",
        "The address should be kept private", "Safe and confidential location", "The addresses are never disclosed",
        "The shelter is in an undisclosed, secure location", "The address is not listed for safety", "Address upon request",
        "A confidentially located crisis shelter", "Location provided at intake", "Dirección confidencial",
        "Dirección privada", "No publicar la dirección", "La ubicación es confidencial", "Domicilio reservado",
        "La ubicación no se divulga",
    ],
)  # fmt: skip
def test_a_word_of_secrecy_said_of_the_place_hides_it(text: str) -> None:
    assert discretion(text) == "place"
    assert discretion(f"Beds for all. {text}. Call first.") == "place"


@pytest.mark.parametrize(
    "text", ["Call for location", "Please call the office for the address", "CONFIDENTIAL", "Haven (confidential)"]
)
def test_what_stands_where_a_place_should_be_hides_it_and_in_prose_does_not(text: str) -> None:
    assert aside(text) == "place"
    assert discretion(f"{text} and time of classes") == ""


@pytest.mark.parametrize(
    "text",
    [
        "Free and confidential counseling", "Confidential HIV testing at all locations",
        "Services at this location are confidential",
        "We do not share your address", "Private rooms at each location",
        "All calls are confidential; call for locations near you",
        "Call for directions", "A private foundation located on Main Street", "Confidential services. Address: 12 Main St",
        "Private school; location: Miami", "Newspapers that do not publish", "We do not list needles",
        "Location: The Secret Café",
        "Location: Secret Café, Bristol", "Administers the Address Confidentiality Program",
        "Street outreach, private and public",
        "Never share needles. Free exchange.", "Do not share information with strangers online: a class",
        "Consejería confidencial",
    ],
)  # fmt: skip
def test_what_is_confidential_or_private_is_not_always_the_place(text: str) -> None:
    assert (discretion(text), aside(text)) == ("", "")


@pytest.mark.parametrize(
    "text",
    ["DO NOT PUBLISH", "no publicar", "Notes: do not list in directory.", "Not for publication",
     "Please do not publish phone number.",
     "419-222-3210 do not give out"],
)  # fmt: skip
def test_what_is_not_to_be_published_without_a_word_of_what_is_left_to_its_source(text: str) -> None:
    assert discretion(text) == "record"


@pytest.mark.parametrize(
    "told",
    [{"name": "Haven (confidential)"}, {"organization": "Haven, address withheld"}, {"directions": "Call for location"},
     {"description": "Its location is confidential."}, {"alert": "Location not disclosed"}, {"beside": ["Confidential"]},
     {"phones": [RawPhone(text="419-222-3210", label="call, address is confidential")]}],
)  # fmt: skip
def test_a_record_keeps_its_place_to_itself_in_whatever_field_it_says_so(told: dict[str, object]) -> None:
    record: dict[str, object] = {"key": "", "where": Where("a.csv", 1, ""), "name": "Haven", **told}
    assert said(Draft(**record)) == "place"  # type: ignore[arg-type]
    record["application"] = "Do not publish."
    assert said(Draft(**record)) == "record"  # type: ignore[arg-type]


def test_only_what_says_so_is_kept_of_columns_nobody_reads() -> None:
    assert telling(["lunch", "", None, 3, "Do not publish address", ["x", "Confidential"]]) == [
        "Do not publish address",
        "Confidential",
    ]
