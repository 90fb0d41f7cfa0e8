"""What the page of a listing offers besides its facts: the list, calendar, ways to share it, and data for search engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from directory.facets import answers
from directory.listing import Listing, Place
from directory.web.list_calendar import has_sessions
from directory.web.list_items import Item, item
from directory.web.list_pages import base, signed
from directory.web.list_share import Message, mail_href, plain_text, qr, sms_href, text_message
from directory.web.present_contact import Action
from directory.web.present_facts import Scene, address_lines, area_text, labels
from directory.web.present_listing import Page
from directory.web.words import Voice

EXACT = frozenset({"rooftop", "street"})
"""Precisions whose point is where one goes in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """`said` is its name for assistive technology; `data` is the schema.org description, None for safety listings."""

    ref: str
    said: str
    calendar: str
    directions: str
    link: str
    sms: str
    mail: str
    code: Markup
    data: dict[str, Any] | None


def more(listing: Listing, shown: Page, here: Scene) -> More:
    """What else its page offers; `shown` is what the page says."""
    voice, link = here.voice, f"{base()}/listing/{listing.ref}"
    one = item(listing, listing.name, here)
    return More(
        ref=listing.ref,
        said=listing.name,
        calendar=f"/listing/{listing.ref}.ics" if has_sessions(listing, here) else "",
        directions=directions(listing.place),
        link=link,
        sms=sms_href(_message(one, link)),
        mail=mail_href(voice("email_subject_one"), *_texts(one, link, voice)),
        code=here.memory.of("qr").get(listing, (link, voice.language), qr, link, voice("qr_code", address=link)),
        data=None if shown.safety else described(listing, shown, here, link),
    )


def _message(one: Item, link: str) -> Message:
    return text_message((one,), link)


def _texts(one: Item, link: str, voice: Voice) -> tuple[str, str]:
    """The long text without the number of a list, and the short one."""
    long, short = (plain_text((one,), signed(link), voice, plain=plain) for plain in (False, True))
    return long.removeprefix("1. "), short.removeprefix("1. ")


def directions(place: Place | None) -> str:
    """A plain link to the way there, where the door is known and public."""
    if place is None or place.visibility != "public" or place.point is None or place.precision not in EXACT:
        return ""
    return f"https://www.openstreetmap.org/directions?to={place.point.lat:.5f}%2C{place.point.lon:.5f}"


def described(listing: Listing, shown: Page, here: Scene, link: str) -> dict[str, Any]:
    """The listing in the words of schema.org: nothing that its page does not say (pages §4.5)."""
    return _kept(
        {
            "@context": "https://schema.org",
            "@type": "Service",
            "name": listing.name,
            "url": link,
            "description": "\n\n".join(shown.description),
            "serviceType": shown.kind,
            "provider": {"@type": "Organization", "name": listing.organization.name},
            "areaServed": area_text(listing, here),
            "isAccessibleForFree": True if listing.costs == ("free",) and not listing.fees else None,
            "availableChannel": _kept(
                {
                    "@type": "ServiceChannel",
                    "servicePhone": [_phone(one) for one in shown.actions if one.kind == "call"],
                    "serviceUrl": next((one.href for one in shown.actions if one.kind == "web"), ""),
                    "availableLanguage": labels("language", tuple(answers(listing).yes["language"]), here.voice),
                    "serviceLocation": _location(listing.place),
                }
            ),
        }
    )


def _phone(one: Action) -> dict[str, str]:
    return {"@type": "ContactPoint", "telephone": one.text}


def _location(place: Place | None) -> dict[str, Any] | None:
    """A public address as it is shown; no point: the page shows none."""
    if place is None or place.visibility != "public" or not address_lines(place.address):
        return None
    address = place.address
    shown = {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(address.lines),
        "addressLocality": address.city,
        "addressRegion": address.region,
        "postalCode": address.postal_code,
    }
    return _kept({"@type": "Place", "name": place.name, "address": _kept(shown)})


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in data.items() if not (value is None or value in ("", [], {}))}
