"""The crisis cards of a search as the API tells them: the same lines that the page shows, so that a client can show them."""

from __future__ import annotations

from typing import Any

from directory.helplines import Helplines, Situation
from directory.listing import Listing, Phone
from directory.web.present_contact import phone_href, phone_text, web_address
from directory.web.present_helplines import crisis_card
from directory.web.urgent import Urgent
from directory.web.words import Voice

DIALLED = ("call", "text")


def cards(said: Urgent, table: Helplines, language: str) -> list[dict[str, Any]]:
    """The cards, the most urgent first; the page shows the first of them, and of its lines the first."""
    voice = Voice(language)
    return [card for one in said.situations if (card := _card(one, table, said.country, voice)) is not None]


def _card(one: Situation, table: Helplines, country: str, voice: Voice) -> dict[str, Any] | None:
    shown = crisis_card(one, table, country, voice)
    if shown is None:
        return None
    first = table.strip.get(country)
    lines = one.lines.get(country, () if first is None else (first,))
    return {
        "kind": one.key,
        "label": shown.heading,
        "text": shown.text,
        "other": one.other,
        "emergency": {"number": shown.emergency, "href": shown.emergency_href, "first": one.emergency_first}
        if shown.emergency
        else None,
        "lines": [_line(line) for line in lines],
    }


def _line(line: Listing) -> dict[str, Any]:
    links = (("url", line.url or line.organization.url), ("chat_url", line.chat_url))
    phones = [_phone(phone) for phone in line.phones if phone.use in DIALLED]
    return {"name": line.name, "phones": phones} | {name: link for name, link in links if web_address(link)}


def _phone(phone: Phone) -> dict[str, Any]:
    told = {"use": phone.use, "number": phone_text(phone), "href": phone_href(phone)}
    more = {"keyword": phone.keyword, "instructions": phone.instructions}
    languages = {"languages": list(phone.languages)} if phone.languages else {}
    return told | {name: value for name, value in more.items() if value} | languages
