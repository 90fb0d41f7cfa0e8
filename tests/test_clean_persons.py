"""Persons in prose: nobody's mailbox or name as a contact is published, and no office is taken for a person."""

from __future__ import annotations

import pytest

from ingest.clean.persons import MAILBOX, NAME, without_persons


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("E-mail Ann Doe at: ann.doe@example.org to register.", "E-mail … at: … to register."),
        ("Text or email Ann Doe at: 305-377-8277 or ann.doe@example.org", "Text or email … at: 305-377-8277 or …"),
        ("Ask for Marta Casan.", "Ask for …."),
        ("Call to speak with Ann De Velasco for more", "Call to speak with … for more"),
        ("contact Executive Director, Jess Romano for an appointment", "contact Executive Director, … for an appointment"),
        ("Speak with Professor Yanes who can help", "Speak with … who can help"),
        ("Llame a María López al 305-377-8277", "Llame a … al 305-377-8277"),
        ("Send it to Ann Doe: ann.doe@example.org", "Send it to …: …"),
        ("Write to doe@gmail.com.", "Write to …."),
        ("Coordinator: Ann Doe 3053778277 Start: 07/07", "Coordinator: … 3053778277 Start: 07/07"),
        ("Contact Person, Ann Doe. 2) Shelter", "Contact Person, …. 2) Shelter"),
        ("Contact Person: Ann Doe 305-377-8277", "Contact Person: … 305-377-8277"),
        ("Director: Ann Doe, fax: 305-377-8277", "Director: …, fax: 305-377-8277"),
        ("For more information contact, Ann Doe at 305-377-8277", "For more information contact, … at 305-377-8277"),
        ("Contact Program Director,Ann Doe. Consent required.", "Contact Program Director,…. Consent required."),
        ("Contact: Ann O'Connor.", "Contact: …."),
        ("Call Ann McDoe at 305-377-8277", "Call … at 305-377-8277"),
        ("Contact Jo Ann Doe RN 305-377-8277", "Contact … RN 305-377-8277"),
        ("contact Regional Development Office Ann Doe-Roe.", "contact Regional Development Office …."),
        ("contact Instructor Miss Ann Doe: call", "contact Instructor …: call"),
    ],
)  # fmt: skip
def test_persons_to_ask_for_are_taken_out(text: str, kept: str) -> None:
    assert without_persons(text).value == kept


@pytest.mark.parametrize(
    "text",
    [
        "Call or e-mail info@example.org",
        "Contact Customer Service.",
        "Call South Florida Behavioral Health Network first",
        "Call Pembroke Pines YMCA at its main number",
        "Speak with the Admissions Department",
        "Call Monday Friday",
        "Call Lambda House to verify hours",
        "The house is named after Ann Doe.",
        "Ask for Hope Pantry at the door",
        "Call Coral Gables for a bus pass",
        "Email: hopepantry@gmail.com",
        "Please call for an appointment",
        "Re-engage (formerly Contact The Elderly) is a charity",
        "Ask for Director, Community Service",
        "Office of DHS Director, Safety Net agencies and others",
        "Chairperson: Rotates Daily",
        "Contact: Alcoholism Services, 5 N. Main Street",
        "Director: Office of Aging",
        "",
    ],
)
def test_desks_and_bodies_stay(text: str) -> None:
    assert without_persons(text, "Hope Pantry, Coral Gables").value == text
    assert without_persons(text, "Hope Pantry, Coral Gables").notes == ()


def test_what_was_taken_out_is_told() -> None:
    assert without_persons("Ask for Ann Doe or write to ann.doe@example.org").notes == (MAILBOX, NAME)
