"""Web addresses and mailboxes that may be published."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from directory.listing import fold
from ingest.clean import Clean

RECENT = 4096
"""Addresses and hosts remembered: that of an organization stands in each of its records, and several times in one."""
LONGEST = 2000
"""Characters of a web address; browsers and servers take at least so many (RFC 9110 §4.1 asks for 8000)."""

_DESKS = """admin administration admissions adoptions advocacy advocate appointment appointments apply ask assist assistance
    booking care center centre chapter church clinic community connect contact contactus counseling counselling crisis
    customerservice desk donate director education email enquiries enquiry events feedback foodbank foundation
    frontdesk general group groups hello help helpdesk helpline home hotline housing hr info infoline information inquiries
    inquiry intake intergroup kontakt legal library line mail mailbox main media meetings membership news
    office outreach pantry parish president program programs programme public reception referral referrals registration
    relations request resource resources schedule scheduling secretary service services staff support team training
    volunteer volunteers warmline web webmaster website welcome youth ayuda contacto correo informacion oficina servicios
    recepcion iglesia"""
ROLES = frozenset(_DESKS.split())
"""Words of mailboxes that belong to a desk and not to a person (RFC 2142 has the oldest of them)."""

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_SPLIT_SCHEME = re.compile(r"^(https?)(?:\s*:\s*/*\s*|//)", re.IGNORECASE)
_LIKELY = re.compile(r"(https?://|www\.)\S", re.IGNORECASE)
_HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$")
_MAIL = re.compile(r"^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*@[A-Za-z0-9.-]+\.[A-Za-z]{2,63}$")
_LOCAL_NAMES = (".local", ".localhost", ".internal", ".lan", ".test", ".invalid", ".example", ".home.arpa")


@lru_cache(RECENT)
def url(text: str) -> Clean[str]:
    """An http(s) address of a public host, or nothing and a note why; credentials in it are taken out."""
    words = text.split()
    if not words:
        return Clean("")
    if len(words) > 1:
        several = [word for word in words if _LIKELY.match(word)]
        if len(several) < 2:
            return Clean("", ("a web address that is prose was dropped",))
        return Clean(url(several[0]).value, ("of several web addresses the first was taken",))
    (raw,) = words
    raw = _SPLIT_SCHEME.sub(lambda found: f"{found[1].lower()}://", raw)
    if not raw.lower().startswith(("http://", "https://")):
        if _SCHEME.match(raw) and not re.match(r"^[\w.-]+\.[a-z]{2,}:\d+(/|$)", raw, re.IGNORECASE):
            return Clean("", ("a web address that is not http was dropped",))
        # http: browsers try https first by themselves and go back to http where a site has nothing else.
        raw = f"http://{raw.lstrip('/')}" if _bare(raw) else raw
    return _checked(raw)


def _bare(raw: str) -> bool:
    return "." in raw.split("/")[0] and "@" not in raw


def _checked(raw: str) -> Clean[str]:
    try:
        parts = urlsplit(raw)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if host.isascii() else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        return Clean("", ("a web address that cannot be read was dropped",))
    if not host:
        return Clean("", ("a web address without a host was dropped",))
    if private(host):
        return Clean("", ("a web address of a private host was dropped",))
    if len(raw) > LONGEST or not (_HOST.match(host) or ":" in host or host.replace(".", "").isdigit()):
        return Clean("", ("a web address that cannot be read was dropped",))
    shown = f"[{host}]" if ":" in host else host
    where = shown if port in {None, 80, 443} else f"{shown}:{port}"
    value = urlunsplit((parts.scheme, where, _encoded(parts.path), _encoded(parts.query), _encoded(parts.fragment)))
    return Clean(value, ("credentials were taken out of a web address",) if "@" in parts.netloc else ())


def _encoded(text: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in '"<>\\^`{|}' or ord(c) < 33 else c for c in text)


@lru_cache(RECENT)
def private(host: str) -> bool:
    """Whether a host name or address is of this machine or a private network, judged by its text alone."""
    name = host.lower().strip("[]").rstrip(".")
    if name == "localhost" or name.endswith(_LOCAL_NAMES):
        return True
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return "." not in name


def email(text: str, owner: str = "", *, public: bool = False) -> Clean[str]:
    """A mailbox of a desk, or nothing and a note why.

    Kept: a word of ROLES in front of the @; or letters in front that are in the domain, or for which the owner's name has
    a word of five letters or its initials (friendsplace@gmail.com of "Friends Place"). Everything else looks
    like a person's mailbox and is kept only if the source says that its addresses are `public`.
    """
    raw = text.strip().removeprefix("mailto:").split("?")[0].strip(" <>;,.")
    if not raw:
        return Clean("")
    if not _MAIL.match(raw) or len(raw) > 254:
        return Clean("", ("an e-mail address that cannot be read was dropped",))
    local, _, domain = raw.rpartition("@")
    kept = f"{local}@{domain.lower()}"
    return Clean(kept) if public or _desk(local, domain, owner) else Clean("", ("a person's e-mail address was dropped",))


def _desk(local: str, domain: str, owner: str) -> bool:
    tokens = [token for token in re.split(r"[^a-z]+", local.lower()) if token]
    letters = "".join(tokens)
    if not ROLES.isdisjoint(tokens):
        return True
    if len(tokens) == 1 and any(letters.endswith(role) or letters.startswith(role) for role in ROLES if len(role) > 4):
        return True
    if len(tokens) == 1 and len(letters) > 3 and letters in re.sub(r"[^a-z]", "", domain.lower()):
        return True
    words = fold(owner).split()
    initials = "".join(word[0] for word in words)
    return any(len(word) > 4 and word in letters for word in words) or (len(initials) > 2 and letters == initials)
