"""How to reach a record's help: its phones, web addresses and mailbox, cleaned."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from directory.listing import Phone
from directory.schemas_fields import phone_fault
from ingest.clean import addresses, former, links
from ingest.clean.persons import without_persons
from ingest.clean.phones import UNKNOWN
from ingest.clean.phones import phones as numbers
from ingest.clean.text import line, prose
from ingest.draft import Draft, RawPhone, Refused

LOCATED = frozenset({"in-person", "mobile-unit"})
Tell = Callable[[str], None]
FORMER = "a line by a number that it no longer has: its own listing tells how it is reached now"
_FAX = re.compile(r"^\W*fax\b(?! tone)|\bfax\W*(?:number|no|line)?\W*$", re.IGNORECASE)
_EXTENSION = re.compile(r"\W*(?:ext(?:ension)?\.?|x) *#? *(\d{1,6})\b(?! *(?:,|/|&|-|or\b|and\b) *\d)", re.IGNORECASE)
_TTY = re.compile(r"^\W*(?:tty|tdd|textphone)\b", re.IGNORECASE)
_VOICE = re.compile(r"\b(?:phone|telephone|voice|main|toll)\b", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def phones(draft: Draft, country: str, tell: Tell) -> tuple[Phone, ...]:
    """The draft's numbers, each once: those a person took apart first, as they are, then those found in its fields, as they are
    dialled now. Raises Refused for a line that is told by nothing but a number it had once: its own listing tells how it is
    reached."""
    found: list[Phone] = []
    for raw in map(_extended, draft.phones):
        cleaned = numbers(line(raw.text, 500), country, extension=raw.extension, use=_use(raw))
        for note in cleaned.notes:
            tell(note)
        found += [_told(phone, raw) for phone in cleaned.value]
    now = former.present(found)
    for note in now.notes:
        tell(note)
    if not draft.ready_phones and former.only(found) and not _otherwise(draft):
        raise Refused(FORMER)
    found = [*draft.ready_phones, *now.value]
    kept: dict[tuple[str, ...], Phone] = {}
    for phone in found:
        if phone_fault(phone.number, phone.kind, phone.country):
            tell(UNKNOWN)
        else:
            kept.setdefault((phone.country, phone.number, phone.use, phone.extension, phone.instructions, phone.keyword), phone)
    return tuple(kept.values())


def _extended(raw: RawPhone) -> RawPhone:
    """The phone with the extension that its label begins with."""
    found = _EXTENSION.match(raw.label) if not raw.extension else None
    return replace(raw, extension=found[1], label=raw.label[found.end() :].strip(" ,:;-")) if found else raw


def _use(raw: RawPhone) -> str:
    """What a number is for: as its source says, but for the fax and the text telephone that only its label tells."""
    if raw.use != "call" or _VOICE.search(raw.label):
        return raw.use
    return "fax" if _FAX.search(raw.label) else "tty" if _TTY.search(raw.label) else "call"


PROSE = ("description", "directions", "transport", "hours_text", "eligibility", "residence", "alert", "fees", "application")


def impersonal(draft: Draft, tell: Tell) -> Draft:
    """The draft whose prose, cleaned, tells no person to ask for and no person's mailbox."""
    city = draft.address.city if draft.address is not None else ""
    own = " ".join((draft.name, *draft.alternate_names, draft.organization, draft.place_name, city))

    def bare(text: str) -> str:
        if not text:
            return text
        cleaned = without_persons(prose(text), own)
        for note in cleaned.notes:
            tell(note)
        return cleaned.value

    texts = {name: bare(getattr(draft, name)) for name in PROSE}
    lists = {name: [bare(text) for text in getattr(draft, name)] for name in ("documents", "keywords")}
    sessions = draft.sessions and [replace(one, note=bare(one.note)) if one.note else one for one in draft.sessions]
    phones = [replace(one, label=bare(one.label)) if one.label else one for one in draft.phones]
    told = {"sessions": sessions, "phones": phones, **lists, **texts}
    changed = {name: value for name, value in told.items() if value != getattr(draft, name)}
    return replace(draft, **changed) if changed else draft  # type: ignore[arg-type]


def _otherwise(draft: Draft) -> bool:
    """Whether its help is reached in another way than by number: at a place, on the web, by mail."""
    if LOCATED & set(draft.facets.get("mode", ())) or (
        draft.address is not None and addresses.address(draft.address).value.lines
    ):
        return True
    pages = (draft.url, draft.join_url, draft.chat_url)
    return bool(any(links.url(page).value for page in pages) or links.email(draft.email, draft.name).value)


def _told(phone: Phone, raw: RawPhone) -> Phone:
    languages = tuple(dict.fromkeys(tag for tag in raw.languages if LANGUAGE.fullmatch(tag)))
    label = line(raw.label, 200)
    return replace(phone, label=label, languages=languages) if label or languages else phone


def web(text: str, tell: Tell) -> str:
    """A web address that may be published, or the empty string."""
    cleaned = links.url(text)
    for note in cleaned.notes:
        tell(note)
    return cleaned.value


def mailbox(draft: Draft, tell: Tell, *, public: bool) -> str:
    """The mailbox of a desk, or of a person where the source publishes them on purpose; else the empty string."""
    cleaned = links.email(draft.email, f"{draft.organization} {draft.name}", public=public)
    for note in cleaned.notes:
        tell(note)
    return cleaned.value
