"""Numbers that a line had once: what is dialled now, by the vocabulary `former-number` of the crosswalks.

Directories copy each other, so numbers outlive their lines by years. Only what two sources confirm stands in the table; the
code is the country and the number as `clean.phones` stores it ("us-8002738255").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directory.listing import Phone
from ingest.clean import Clean
from ingest.clean.crosswalk import Match, exact

REPLACED = "a number that a line had once was replaced by the one it has now"
CLOSED = "a number of a line that is closed was dropped"


def present(phones: Iterable[Phone]) -> Clean[tuple[Phone, ...]]:
    """The numbers with those that were replaced as they are now, and without those of lines that are closed."""
    kept: list[Phone] = []
    notes: list[str] = []
    for phone in phones:
        match = _former(phone)
        if match is None:
            kept.append(phone)
            continue
        notes.append(CLOSED if match.ignored else REPLACED)
        now = Phone(number="", kind="short_code", use=phone.use, country=phone.country, label=phone.label)
        kept += [replace(now, number=number) for _, number in match.pairs]
    return Clean(tuple(kept), tuple(notes))


def only(phones: Sequence[Phone]) -> bool:
    """Whether all numbers to call or to write to are such numbers, or what became of them."""
    asked = [phone for phone in phones if phone.use in {"call", "text"}]
    known = [match for phone in asked if (match := _former(phone)) is not None]
    now = {number for match in known for _, number in match.pairs}
    return bool(known) and all(phone.number in now or _former(phone) is not None for phone in asked)


def _former(phone: Phone) -> Match | None:
    return exact("former-number", f"{phone.country.lower()}-{phone.number}")
