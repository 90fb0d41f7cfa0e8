"""How to make contact: the buttons of a listing or a helpline, from its stored numbers and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import phonenumbers

from directory.listing import Listing, Phone
from directory.web.present_facts import is_group
from directory.web.words import Voice

NANP = frozenset({"US", "CA"})
NANP_NUMBER = re.compile(r"[2-9][0-9]{9}")
"""A whole number of that plan, without the 1 in front: no area code begins with 0 or 1."""
TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
"""Area codes of free numbers of the North American plan; people know these numbers with their leading 1."""
ORDER = ("call", "text", "video", "tty")


@dataclass(frozen=True, slots=True)
class Action:
    """One way to make contact. `text` is read on the button, `name` by assistive technology and holds `text`."""

    kind: str  # call, text, join, chat, web or mail
    icon: str
    text: str
    name: str
    href: str
    detail: str = ""  # "press 2", "Intake", shown beside or under the button


def phone_text(phone: Phone) -> str:
    """The number as people read it: "988", "305-555-0142", "1-800-799-7233", "0800 068 4141"; the known form where given."""
    plain = _plain(phone)
    if phone.display:
        plain = phone.display if _digits(phone.display).endswith(phone.number) else f"{phone.display} ({plain})"
    return f"{plain} ext. {phone.extension}" if phone.extension else plain


def _plain(phone: Phone) -> str:
    digits = phone.number
    if phone.kind == "short_code":
        return digits if len(digits) != 6 or phone.country != "GB" else f"{digits[:3]} {digits[3:]}"
    if phone.country in NANP and len(digits) == 10:
        text = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
        return f"1-{text}" if digits[:3] in TOLL_FREE else text
    parsed = _parsed(phone)
    if parsed is None:
        return digits
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.INTERNATIONAL if phone.kind == "international" else form.NATIONAL)


def phone_href(phone: Phone) -> str:
    """The address that dials or texts it. A short code never gains a country code; what is only for texts is never `tel:`."""
    number = _dialled(phone)
    if phone.use == "text":
        return f"sms:{number}" + (f"?&body={quote(phone.keyword)}" if phone.keyword else "")
    return f"tel:{number}" + (f";ext={quote(phone.extension)}" if phone.extension else "")


def _dialled(phone: Phone) -> str:
    if phone.kind == "short_code":
        return phone.number
    if phone.kind != "international" and phone.country in NANP and NANP_NUMBER.fullmatch(phone.number):
        return f"+1{phone.number}"  # the library says the same, and takes a third of what a card takes for it
    parsed = _parsed(phone)
    return phone.number if parsed is None else phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _parsed(phone: Phone) -> phonenumbers.PhoneNumber | None:
    """The number with its country's code; None where the plan of the country does not know such a number.

    A number abroad is what is dialled inside its country, as every other; some were written down with the code in front.
    """
    abroad = phone.kind == "international"
    for typed in (phone.number, *((f"+{phone.number}",) if abroad else ())):
        try:
            parsed = phonenumbers.parse(typed, phone.country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed) if abroad else phonenumbers.is_possible_number(parsed):
            return parsed
    return None


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def phone_actions(phones: Iterable[Phone], whose: str, voice: Voice) -> tuple[Action, ...]:
    """A button for each number one can call or text, calls first; a fax is none."""
    usable = sorted((phone for phone in phones if phone.use in ORDER), key=lambda phone: ORDER.index(phone.use))
    return tuple(_phone_action(phone, whose, voice) for phone in usable)


def _phone_action(phone: Phone, whose: str, voice: Voice) -> Action:
    number = phone_text(phone)
    detail = " · ".join(part for part in (phone.label, phone.instructions) if part)
    if phone.use == "text":
        text = voice("text_keyword", keyword=phone.keyword, number=number) if phone.keyword else voice("text_to", number=number)
        return Action("text", "text", text, f"{text}, {whose}", phone_href(phone), detail)
    shown = number if phone.use == "call" else voice(f"use_{phone.use}", number=number)
    return Action("call", "phone", shown, f"{voice('call_to', number=shown)}, {whose}", phone_href(phone), detail)


def actions(listing: Listing, whose: str, voice: Voice) -> tuple[Action, ...]:
    """Every way to make contact with a listing, the quickest to a human first; `whose` tells its links from others'.

    A room to join comes before the number that only dials into it: that one asks for the room's number, nobody answers it.
    """
    online = (
        ("join", "video", "join", listing.join_url),
        ("chat", "talk", "chat", listing.chat_url),
        ("web", "web", "website", listing.url or listing.organization.url),
    )
    links = tuple(
        Action(kind, icon, voice(key), f"{voice(key)}: {whose}", href) for kind, icon, key, href in online if web_address(href)
    )
    mail = Action("mail", "mail", voice("email"), f"{voice('email')}: {whose}", f"mailto:{quote(listing.email, safe='@')}")
    calls = phone_actions(listing.phones, whose, voice)
    ways = (*links[:1], *calls, *links[1:]) if links and links[0].kind == "join" and _dials_in(listing) else (*calls, *links)
    found = (*ways, *((mail,) if "@" in listing.email else ()))
    return found or _last_resort(listing, whose, voice)


def _dials_in(listing: Listing) -> bool:
    """Whether its number is one of the ways to take part in a meeting, not that of somebody who answers."""
    return is_group(listing) and "phone" in listing.modes


def _last_resort(listing: Listing, whose: str, voice: Voice) -> tuple[Action, ...]:
    """The last resort, so that no result is a dead end: the page at the source, else 211, outside the US the helplines."""
    link, place = listing.provenance.link, listing.place
    if web_address(link) and (place is None or place.visibility != "hidden"):
        return (Action("web", "web", voice("source_page"), f"{voice('source_page')}: {whose}", link),)
    if any(code == "us" or code.startswith("us-") for code in listing.coverage):
        return (Action("call", "phone", voice("ask_211"), f"{voice('ask_211')}: {whose}", "tel:211"),)
    return (Action("web", "phone", voice("more_helplines"), f"{voice('more_helplines')}: {whose}", "/helplines"),)


def web_address(text: str) -> bool:
    """Whether it is an address a browser may be sent to: http or https with a host."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
