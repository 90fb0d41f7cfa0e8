"""Telephone numbers out of fields that hold one, two, an extension, letters or a sentence.

A country code is only ever understood, never added: `phonenumbers.parse("988", "US")` would make +1-988 of it, a wrong
number. Short codes are taken only where the library knows them in that country.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import get_args

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher, PhoneNumberType, shortnumberinfo

from directory.listing import Phone, PhoneKind, Use
from ingest.clean import Clean

PROSE = "a phone that is prose, without a number in it, was dropped"
PLACEHOLDER = "a made-up phone number was dropped"
PERSONAL = "a person's own number was dropped"
UNKNOWN = "a phone number that nobody can dial was dropped"
SHORTENED = "a second phone number was written too short to be taken"

RECENT = 4096
"""Fields remembered: a switchboard's number stands in every record of its body."""

_APART = re.compile(r"\s*(?:[/,;&|]|\b(?:or|and|o|y)\b)\s*")
_SHORT_ALONE = re.compile(r"\D{0,24}(\d(?:[ -]?\d){2,5})\D{0,24}")
_VANITY = re.compile(
    r"(?<![\w])(?:\+?1[ .-]*)?\(?([2-9]\d\d)\)?[ .-]*"
    r"(?=[0-9A-Z-]{0,9}[A-Z])"
    r"((?:[0-9A-Z]-?){6,9}[0-9A-Z]|\d{3} [A-Z]{4}|[A-Z]{3} \d{4}|[A-Z]{3} [A-Z]{4}|[A-Z]{4} \d{3})(?![a-z\w])"
    r"(\s*\([\d -]{3,16}\))?"
)
_TEXT_TO = re.compile(
    r"\b(?:text|txt|send|env[ií]e|manda|mande|texto)\s+(?:the word\s+|la palabra\s+)?"
    r"[\"“'«]?([A-Za-z0-9]{2,20})[\"”'»]?\s+(?:to|al?)\s+"
    r"(\d{3}[ -]?\d{3}|\d{5}|\d{3,4})(?![\d-])",
    re.IGNORECASE,
)
_OPTION = re.compile(r"^[\s,;:(]*(?:x|ext\.?)?\s*(?:opt(?:ion)?|press|opci[oó]n)\.?\s*#?\s*(\d{1,2})\b", re.IGNORECASE)
_DIALLED = re.compile(r"^\s*,+\s*(\d{3,14})#?")
_EXTENSION = re.compile(r"^[\s,;]*(?:x|ext|extension|#)\.?\s*:?\s*(\d{1,7})\b", re.IGNORECASE)
_PLAIN = re.compile(r"(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-]?)\d{3}[ .-]?\d{4}", re.ASCII)
_ONE_PLAN = frozenset({"US", "CA"})
"""Countries where ten digits are a number as a whole, with nothing to strip or put before it."""
_CUT_SECOND = re.compile(r"(?<=\d)\s*(?:/|\bor\b|&|,)\s*(\d{4})(?!\d)(?!\s*[-.]\s*\d)")
_MADE_UP = re.compile(
    r"1?\d{3}55501\d\d"  # NANP: 555-0100 … 555-0199 are set aside for fiction
    r"|1?555555\d{4}|(\d)\1+|1?(\d)\2{9}|1?\d{3}0000000|1?1234567890|1?0123456789"
    r"|44(?:7700900\d{3}|2079460\d{3}|1632960\d{3}|8081570\d{3})"  # Ofcom's numbers for drama
)
_OWN = r"(?:cell(?:ular)?(?: ?phone)?|celular|personal|private|mobile of)"
_OWN_BEFORE = re.compile(rf"\b{_OWN}(?: (?:no|number|#))?\W*$", re.IGNORECASE)
_OWN_BEHIND = re.compile(rf"^\s*\(?\s*{_OWN}\s*\)?\s*(?:[/;,|]|\bor\b|\band\b|$)", re.IGNORECASE)
_OWN_OF = re.compile(rf"\(\s*{_OWN}[^()\d]*$", re.IGNORECASE)
_USE = re.compile(r"\b(fax|text|sms|txt|tty|tdd|ttd)\W*$", re.IGNORECASE)
_TEXT = re.compile(r"\b(text|txt|sms)\b", re.IGNORECASE)
_CALL = re.compile(r"\b(call|dial|phone|llame)\b", re.IGNORECASE)
_FREE = {PhoneNumberType.TOLL_FREE}


@dataclass(frozen=True, slots=True)
class _Found:
    number: PhoneNumber
    start: int
    end: int
    display: str = ""


@lru_cache(RECENT)
def phones(text: str, country: str = "US", *, extension: str = "", use: str = "call") -> Clean[tuple[Phone, ...]]:
    """The numbers in a field, in its order, each once; notes say what was in it and could not be taken.

    `country` is ISO 3166-1 alpha-2 of the place; `extension` is the field's own and goes to the only number; `use` is what
    the field is for, unless the text beside a number says another.
    """
    raw = " ".join(unicodedata.normalize("NFKC", text).replace("\\n", " ").split())
    if not raw:
        return Clean(())
    if use == "call" and not extension and (alone := _alone(raw, country)) is not None:
        return Clean((alone,))
    notes: list[str] = []
    found = [*_texted(raw, country), *_long(raw, country, notes)]
    long = len(found)
    parts = (raw,) if _SHORT_ALONE.fullmatch(raw) else _APART.split(raw)
    found += [phone for part in parts for phone in _short(part, country, use)]
    if long == len(found) == 1 and extension.strip() and not found[0].extension:
        found = [_extended(found[0], extension)]
    if not found:
        notes = notes or [_why(raw)]
    kept: dict[tuple[str, ...], Phone] = {}
    for phone in found:
        phone = replace(phone, use=_use(use)) if phone.use == "call" else phone
        kept.setdefault((phone.number, phone.use, phone.extension, phone.instructions), phone)
    return Clean(tuple(kept.values()), tuple(notes))


def _alone(raw: str, country: str) -> Phone | None:
    """The number of a field that holds ten digits and nothing else, as nine in ten do: what the matcher would find, in a fifth
    of the time. None where there is more to it."""
    if country not in _ONE_PLAN or not _PLAIN.fullmatch(raw):
        return None
    digits = re.sub(r"\D", "", raw)
    number = PhoneNumber(country_code=1, national_number=int(digits))
    if made_up(digits) or made_up(f"1{digits}") or not phonenumbers.is_valid_number(number):
        return None
    return _phone(_Found(number, 0, len(raw)), country)


def _use(name: str) -> Use:
    return next((use for use in get_args(Use) if use == name), "call")


def _why(raw: str) -> str:
    digits = re.sub(r"\D", "", raw)
    if made_up(digits):
        return PLACEHOLDER
    return UNKNOWN if digits and len(digits) * 2 >= len(re.sub(r"\s", "", raw)) else PROSE


def made_up(digits: str) -> bool:
    """Whether a number, digits with or without its country code, is a placeholder: 555-0100, all the same digit, …"""
    return _MADE_UP.fullmatch(digits) is not None


def _texted(raw: str, country: str) -> Iterator[Phone]:
    for found in _TEXT_TO.finditer(raw):
        digits = re.sub(r"\D", "", found[2])
        if _is_short(digits, country):
            yield Phone(number=digits, kind="short_code", use="text", country=country, keyword=found[1].upper())


def _long(raw: str, country: str, notes: list[str]) -> Iterator[Phone]:
    matches = sorted((*_lettered(raw, country), *_numeric(raw, country, notes)), key=lambda match: match.start)
    free = 0
    for match in matches:
        if match.start < free:
            continue
        free = match.end
        e164 = f"{match.number.country_code}{phonenumbers.national_significant_number(match.number)}"
        if made_up(e164) or made_up(phonenumbers.national_significant_number(match.number)):
            notes.append(PLACEHOLDER)
            continue
        if _own(raw[: match.start], raw[match.end :]):
            notes.append(PERSONAL)
            continue
        phone = _tailed(_phone(match, country), raw[match.end : match.end + 40])
        yield replace(phone, use=_named(raw[max(0, match.start - 16) : match.start]))


def _own(before: str, behind: str) -> bool:
    """Whether the words beside a number say that it is somebody's own ("cell: …", "(cell of Ann Doe …)")."""
    return bool(_OWN_BEFORE.search(before) or _OWN_OF.search(before) or _OWN_BEHIND.search(behind))


def _named(before: str) -> Use:
    """What the words right before a number say it is for."""
    found = _USE.search(before)
    word = found[1].lower() if found else ""
    return "fax" if word == "fax" else "text" if word in {"text", "sms", "txt"} else "tty" if word else "call"


def _numeric(raw: str, country: str, notes: list[str]) -> Iterator[_Found]:
    # "305-123-4567/4568": the matcher may take neither number unless the shortened one is blanked out.
    text, cut = _CUT_SECOND.subn(lambda found: " " * len(found[0]), raw)
    notes.extend([SHORTENED] if cut else [])
    for match in PhoneNumberMatcher(text, country, leniency=Leniency.VALID):
        yield _Found(match.number, match.start, match.end)


def _lettered(raw: str, country: str) -> Iterator[_Found]:
    if country not in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]:
        return
    for found in _VANITY.finditer(raw):
        if not re.search(r"[A-Z]", found[2]) or re.fullmatch(r"\d+X\d+", found[2].replace("-", "")):
            continue
        letters = re.sub(r"[^0-9A-Z]", "", found[2])
        digits = phonenumbers.normalize_digits_only(phonenumbers.convert_alpha_characters_in_number(letters))
        number = PhoneNumber(country_code=1, national_number=int(found[1] + digits[:7]))
        if phonenumbers.is_valid_number(number):
            spelled = raw[found.start() : found.end(2)].strip()
            yield _Found(number, found.start(), found.end(), spelled)


def _phone(match: _Found, country: str) -> Phone:
    number = match.number
    region = phonenumbers.region_code_for_number(number) or country
    free = phonenumbers.number_type(number) in _FREE
    if free and number.country_code == phonenumbers.country_code_for_region(country):
        region = country  # +1-800 is the same number all over North America
    kind: PhoneKind = "toll_free" if free else "local" if region == country else "international"
    dialled = _dialled(number)
    return Phone(number=dialled, kind=kind, country=region, extension=number.extension or "", display=match.display)


def _dialled(number: PhoneNumber) -> str:
    """The digits as they are dialled in the country itself, with its trunk prefix where it has one."""
    if number.country_code == 1:
        return phonenumbers.national_significant_number(number)  # North America writes none
    return re.sub(r"\D", "", phonenumbers.format_number(_without_extension(number), PhoneNumberFormat.NATIONAL))


def _without_extension(number: PhoneNumber) -> PhoneNumber:
    plain = PhoneNumber()
    plain.merge_from(number)
    plain.extension = None
    return plain


def _tailed(phone: Phone, tail: str) -> Phone:
    if option := _OPTION.match(tail):
        return replace(phone, instructions=f"option {option[1]}")
    if dialled := _DIALLED.match(tail):
        return replace(phone, instructions=f"then {dialled[1]}#")
    if not phone.extension and (extension := _EXTENSION.match(tail)):
        return _extended(phone, extension[1])
    return phone


def _extended(phone: Phone, extension: str) -> Phone:
    raw = extension.strip()
    if option := _OPTION.match(raw):
        return replace(phone, instructions=f"option {option[1]}")
    digits = re.sub(r"^\D*(\d{1,7})\D*$", r"\1", raw)
    return replace(phone, extension=digits) if digits.isdigit() else replace(phone, instructions=raw[:80])


def _is_short(digits: str, country: str) -> bool:
    try:
        return shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(digits, country), country)
    except phonenumbers.NumberParseException:
        return False


def _short(raw: str, country: str, use: str) -> Iterator[Phone]:
    """A short code where it is all that is said, besides a word or two ("Dial 2-1-1").

    In North America three digits are called and five or six are texted; four alone are an extension or half a number.
    """
    alone = _SHORT_ALONE.fullmatch(raw)
    digits = re.sub(r"\D", "", alone[1]) if alone else ""
    if not digits or not _is_short(digits, country):
        return
    calls, texts = bool(_CALL.search(raw)), use == "text" or bool(_TEXT.search(raw))
    if country in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1] and len(digits) != 3:
        if len(digits) == 4 or not texts:
            return
        calls = False
    said: list[Use] = ["text"] if texts and not calls else ["call", "text"] if texts else ["tty" if digits == "711" else "call"]
    for one in said:
        yield Phone(number=digits, kind="short_code", use=one, country=country)
