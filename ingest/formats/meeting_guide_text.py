"""Texts of Meeting Guide records: what they say of a meeting, without pass codes, persons and payment.

Notes hold what nobody meant for a directory: pass codes of video rooms, mailboxes and numbers of members. A piece of text that
holds any of it is left out whole: what stands beside a pass code is worth less than the pass code costs.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from ingest.clean.text import line

_LINES = re.compile(r"[\r\n]+|<br\s*/?>", re.IGNORECASE)
_PIECES = re.compile(r"[\t|]+|\s{2,}|\s/\s|(?<=[.!?;])\s+")
_CODE_WORDS = r"pass\s?-?(?:word|code|phrase|wd)|pwd?|pw|p/w|passcode|contrase\w+|clave|mot de passe|pin|codes?|host key"
_CODE = re.compile(
    rf"\b(?:{_CODE_WORDS})\b|\b(?:meeting|zoom|webinar|conference|room|personal|dial-?in|skype)\s*(?:meeting\s*)?(?:id|number|no\.?|#)"
    r"|\bid\s*[:#=]|\bid\b\W{0,3}\d|\bpmi\b|\bone tap\b|\bconference call\b|\bredacted\b",
    re.IGNORECASE,
)
_CODE_FOLLOWS = re.compile(rf"\b(?:{_CODE_WORDS}|id)\s*(?:is|:|=|#|-)*\s*$", re.IGNORECASE)
_ROOM = re.compile(
    r"\S*(?:zoom\.?us|zoom\.com|zoomgov|gotomeet|meet\.google|teams\.(?:microsoft|live)|webex|freeconference|join\.skype|pwd=)\S*",
    re.I,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\bat gmail\b|\(at\)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d[\s().,#*+-]*){7,}")
_PHONE = re.compile(r"\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)")
_PERSON = re.compile(
    r"\b(?:[Cc]ontact|[Cc]all|[Tt]ext|[Ee]-?mail|[Pp]hone|[Aa]sk for|[Ss]ee|[Rr]each)\b\W+(?:\[\w+\]|[A-Z][a-z]+ [A-Z]\b)"
    r"|\b(?:[Cc]ontact|[Aa]sk for)\W+[A-Z][a-z]+\b|\b(?:[Vv]enmo|[Zz]elle|[Pp]ay[Pp]al|[Cc]ash ?[Aa]pp)\b"
)
_IN_NAMES = (_ROOM, _MAIL, _PHONE, re.compile(rf"\b(?:{_CODE_WORDS}|id)\s*(?:is\s*)?[:=#]?\s*\d", re.IGNORECASE))
"""What must not stand in names; a mere word such as "code" may."""
_SECRET_KEYS = frozenset(
    {"pwd", "pass", "password", "passcode", "pw", "pin", "code", "tk", "token", "p", "auth", "authkey", "hs"}
)
_TRACKERS = re.compile(r"utm_\w+|fbclid|gclid|sa|sntz|usg|ust|ved|mc_[ce]id|source", re.IGNORECASE)
_ZOOM = re.compile(r"(?:^|\.)zoom(?:gov)?\.(?:us|com)$")
_DIALLED = re.compile(r"^\D{0,30}?(\+?1?[\s.-]*\(?[2-9]\d{2}\)?[\s.-]*\d{3}[\s.-]*\d{4}|\+\d{9,15})(?!\d)")
_AGAIN = re.compile(
    r"\d\W*(?:/|\bor\b|\band\b)\W*(?:\+?1[\s.-]*)?\(?[2-9]\d{2}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)", re.IGNORECASE
)
_ROOM_NUMBER = re.compile(r",+\s*(\d[\d -]{4,14}\d)\s*#?")

_CLOSED = re.compile(
    r"\(\s*(?:temporarily\s+)?(?:suspended|cancell?ed|inactive|closed)\s*\)"
    r"|^SUSPENDED\b[\s:-]*"
    r"|[\s,(-]*\b(?:temporarily\s+(?:suspended|cancell?ed|closed)|(?:closed|cancell?ed|suspended)(?:\s+temporarily)?)\)?\s*$",
    re.IGNORECASE,
)
_ONLINE_MARK = re.compile(
    r"\s*(?:-+\s*)?(?:active\s*(?:and|&)?\s*)?(?:online\s*)?\(\s*online\s*\)|\s+-+\s*active\s+(?:and|&)\s*$", re.IGNORECASE
)
ONLINE = re.compile(r"\b(?:on-?line|zoom|virtual|virtually|remote only)\b", re.IGNORECASE)
HYBRID = re.compile(r"\bhybrid\b|\bactive\s*(?:and|&)|\bin[- ]person\s*(?:and|&|/)|(?:and|&|/)\s*in[- ]person\b", re.IGNORECASE)
BUSINESS = re.compile(r"\b(?:business|steering committee|intergroup|service committee) meeting\b", re.IGNORECASE)
_DISTRICT = re.compile(r"(?:d|dist\.?|district|distrito|area|zone)\s*#?\s*(?:\d{1,3}[a-z]?|tbd)?", re.IGNORECASE)
_REGISTERED = re.compile(r"\(?\s*(?:D\d+\s*/?\s*)?\bGSO\s*#?\s*(\d+)\s*\)?", re.IGNORECASE)
_OFFICE = re.compile(r"\s*\((?:D\d+)?\s*/?\s*(?:GSO\s*#?\d+)?\)\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{3,9})\s+(?=\D)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name without the marks in it, and what the marks say."""

    text: str
    closed: bool = False
    number: str = ""  # the registration number it began with


def name(text: str, *, numbered: bool = False) -> Name:
    """A meeting's or group's name: "(SUSPENDED)", "Cancelled" and "(ONLINE)" are marks, not names."""
    plain = line(text)
    number = _NUMBERED.match(plain) if numbered else None
    plain = public(plain[number.end() :] if number else plain)
    bare = _CLOSED.sub(" ", plain)
    closed = bare != plain
    bare = " ".join(_ONLINE_MARK.sub("", bare).split()).strip(" -,:")
    return Name(bare or plain, closed=closed, number=number[1] if number else "")


def public(text: str) -> str:
    """A name without the parts that hold a number, a mailbox, a room or its code ("Noon Group - call 978 … code 968 770")."""
    if not any(pattern.search(text) for pattern in _IN_NAMES):
        return text
    parts = [part for part in re.split(r"\s+[-|/]+\s+|[()\[\]]", text) if not any(one.search(part) for one in _IN_NAMES)]
    return " - ".join(part.strip() for part in parts if part.strip())


def closed_notes(pieces: list[str]) -> bool:
    """Whether a piece of the notes says nothing but that the meeting is closed ("Temporarily Cancelled")."""
    return any(_CLOSED.sub("", piece).strip(" .*!") == "" for piece in pieces if piece.strip(" .*!"))


def district(text: str, other: str = "") -> bool:
    """Whether a label names a district ("D60", "District 07", or the same as the record's district) and not a group."""
    return bool(_DISTRICT.fullmatch(text.strip())) or (bool(text.strip()) and text.strip() == other.strip())


def registered(text: str) -> str:
    """The number of a group in its service office's books, out of a label such as "D22 / GSO #137687"."""
    found = _REGISTERED.search(text)
    return found[1] if found else ""


def venue(text: str) -> str:
    """A place's name without the office's numbers behind it; empty for a district or the word for no place at all."""
    bare = _OFFICE.sub("", public(line(text))).strip(" ,")
    return "" if district(bare) else bare


def pieces(*texts: str) -> list[str]:
    """The lines of notes that may be told, in order: of each line the pieces without a pass code, a room's address or number, a
    mailbox, a phone number, a person to ask for, a way to pay, or the fellowship's own business."""
    kept: list[str] = []
    for text in texts:
        skip = False
        for raw in _LINES.split(html.unescape(text)):
            told = ""
            for part in _PIECES.split(raw):
                piece = line(part).strip(" /*").rstrip(" -")
                if not piece:
                    continue
                if not skip and not _private(piece) and not piece.endswith(":"):
                    told += f"{' ' if told[-1:] in set('.!?;:') else ' / ' if told else ''}{piece}"
                skip = bool(_CODE_FOLLOWS.search(piece))  # "Passcode:" on one line, the code on the next
            kept += [told] if told else []
    return list(dict.fromkeys(kept))


def _private(piece: str) -> bool:
    return any(pattern.search(piece) for pattern in (_ROOM, _CODE, _MAIL, _NUMBER, _PERSON, BUSINESS))


def room(text: str) -> str:
    """The address of an online room without pass code, token or tracker; empty for an address that leads to no room."""
    raw = html.unescape(html.unescape(text)).strip().replace("\u00a0", "")
    try:
        parts = urlsplit(raw)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if "safelinks" in host or host.startswith("gcc") or (host.endswith("google.com") and parts.path == "/url"):
        inner = parse_qs(parts.query)
        return room(next(iter(inner.get("url", inner.get("q", [""])))))
    path = parts.path.split("&")[0].rstrip("/")
    if _ZOOM.search(host):
        return urlunsplit((parts.scheme, parts.netloc, path, "", "")) if path else ""
    pairs = [
        (key, value)
        for key, value in parse_qsl(parts.query)
        if key.lower() not in _SECRET_KEYS and not _TRACKERS.fullmatch(key)
    ]
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(pairs), "")) if host else ""


def dialled_again(text: str) -> bool:
    """Whether a second number to dial stands beside the first ("408-377-8277 or 408-377-8278")."""
    return bool(_AGAIN.search(text))


def dialled(text: str) -> tuple[str, str]:
    """The number to dial and that of the room, out of "+16465588656,,503536771#,,#,,000000#"; pass codes stay behind.

    Both are empty where the text has no number to dial ("ID: 974 678 486"); the room's where it is not told apart by commas.
    """
    if re.match(r"\W*(?:meeting\s*)?(?:id|pin|password|for)\b", text, re.IGNORECASE):
        return "", ""
    found = _DIALLED.match(text.strip())
    if not found:
        return "", ""
    number = _ROOM_NUMBER.match(text.strip(), found.end())
    return found[1].strip(), re.sub(r"\D", "", number[1]) if number else ""
