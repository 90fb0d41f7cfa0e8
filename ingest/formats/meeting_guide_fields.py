"""The keys of a Meeting Guide record: which are read, which are left out and why, and what kinds of value they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

_KEYS = """name slug id day time end_time timezone types location location_notes formatted_address address city state
    postal_code country latitude longitude approximate region sub_region regions conference_url conference_phone notes
    group group_id group_notes district attendance_option url website last_contact"""
READ = frozenset(_KEYS.split())
IGNORED: Mapping[str, str] = {
    "updated": "the day of the last edit says nothing of a check",
    "time_formatted": "`time` says the same",
    "edit_url": "for the publisher",
    "feedback_emails": "for the publisher",
    "feedback_url": "for the publisher",
    "author": "a person",
    "image": "a picture nobody checked",
    "distance": "from a point nobody knows",
    "email": "a mailbox of members",
    "phone": "a number of members",
    "mailing_address": "an address for letters",
    "website_2": "one page is enough",
    "venmo": "a way to pay",
    "paypal": "a way to pay",
    "square": "a way to pay",
    "conference_url_notes": "numbers and pass codes of rooms",
    "conference_phone_notes": "numbers and pass codes of rooms",
    "homegroup_online": "a note for members",
    "sub_district": "how the fellowship is organised",
    "district_id": "how the fellowship is organised",
    "region_id": "a key of the publisher",
    "location_id": "a key of the publisher",
    "location_url": "the meeting's own page is linked",
}
PERSON = re.compile(r"contact_\d+_(?:name|email|phone)|entity\w*")


def text_of(value: object) -> str:
    """A field as text: numbers as written, what is no single value as nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def listed(value: object) -> list[str]:
    """A field that may hold one value or a list of them, as texts."""
    if isinstance(value, list):
        return [text_of(one) for one in value]
    return [part.strip() for part in text_of(value).split(",")]


def day_of(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
