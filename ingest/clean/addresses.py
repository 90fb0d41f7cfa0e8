"""Postal addresses as they may be printed, and what an address says that is not an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from directory.listing import Address, fold
from ingest.clean import Clean, discreet
from ingest.clean.persons import desk
from ingest.clean.text import line

COUNTRIES = {
    "us": "US", "usa": "US", "u s": "US", "u s a": "US", "united states": "US", "united states of america": "US",
    "estados unidos": "US", "ca": "CA", "can": "CA", "canada": "CA", "gb": "GB", "uk": "GB", "gbr": "GB",
    "united kingdom": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "ie": "IE", "irl": "IE", "ireland": "IE", "au": "AU", "aus": "AU", "australia": "AU",
    "nz": "NZ", "nzl": "NZ", "new zealand": "NZ", "mx": "MX", "mexico": "MX", "puerto rico": "US",
}  # fmt: skip
"""Folded names and codes of countries → ISO 3166-1 alpha-2."""

RECENT = 4096
"""Addresses remembered: each is asked for several times while its record is read and placed."""
_SECRET = re.compile(
    r"\b(^private$|^privad[oa]$|confidential\w*|undisclosed|not disclosed|unpublished|non[- ]?published|withheld|secret|"
    r"private address|address (?:is )?(?:private|protected|not (?:published|listed|available))|"
    r"(?:call|phone|contact|telephone)\b.{0,40}\bfor (?:the )?(?:exact )?(?:location|address|directions)|"
    r"location (?:is )?(?:provided|given|disclosed)|(?:location|address) upon request|confidencial\w*|"
    r"(?:direcci[oó]n|ubicaci[oó]n|domicilio) (?:privad|reservad|secret)[oa]|no publicar|"
    r"(?:do not|don['’]?t) (?:publish|list|share|disclose|give out|post)(?: (?:the )?(?:street )?(?:address|location))?)\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:private|personal|member'?s'?) (?:home|house|residence|dwelling)\b|^(?:a )?(?:home|residence)$"
    r"|\b(?:residencia|casa|domicilio) (?:privad[oa]|particular)\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\d|\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|terrace|highway|hwy|calle|avenida)\b",
    re.IGNORECASE,
)
"""What is left beside words of secrecy is a street where it has a number or such a word; "location" alone is none."""
_NOTHING = re.compile(
    r"^(?:n/?a|none|null|unknown|no (?:physical )?address|-+|\.+|x+|tbd|tba|same|various|multiple.*|virtual|online)$", re.I
)
_PO_BOX = re.compile(
    r"^(?:p\.?\s*o\.?|post(?:al)?\s+office|post)\s*\.?\s*(?:box|bx|drawer)\b.*$|^(?:box|drawer|lock ?box)\s+#?\d+$", re.I
)
_CARE_OF = re.compile(r"^(?:attn|attention|c/o|care of)\b[.:]? *(?P<who>[^,;\d]+)[,;]? *", re.IGNORECASE)
PERSON = "a person to write to was taken out of an address"
_PO_TAIL = re.compile(r"[,;]?\s*\bP\.?\s*O\.?\s*Box\s+#?\w+\s*$", re.I)
_ZIP = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?")
_FLOAT = re.compile(r"^(\d+)\.0+$")
_LOST = re.compile(r"\d{3,4}|\d{7,8}")
_SHAPES = {
    "CA": re.compile(r"([A-Z]\d[A-Z])\s*(\d[A-Z]\d)"),
    "GB": re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})"),
    "IE": re.compile(r"([A-Z]\d[\dW])\s*([A-Z\d]{4})"),
    "AU": re.compile(r"(\d{4})()"),
    "NZ": re.compile(r"(\d{4})()"),
}
_ZEROED = {
    "CT": ("06",), "MA": ("010", "011", "012", "013", "014", "015", "016", "017", "018", "019", "02", "055"),
    "ME": ("039", "04"), "NH": ("030", "031", "032", "033", "034", "035", "036", "037", "038"), "NJ": ("07", "08"),
    "NY": ("005", "06390"), "PR": ("006", "007", "009"), "RI": ("028", "029"), "VI": ("008",), "VT": ("05",),
}  # fmt: skip
"""States whose ZIP codes begin with zero → those beginnings (USPS three-digit prefixes, Labeling List L002)."""


def secret(address: Address) -> bool:
    """Whether the address says, in words where a street should be, that it is not to be told."""
    return any(secret_text(part) for part in (*address.lines, address.city, address.postal_code))


@lru_cache(RECENT)
def secret_text(text: str) -> bool:
    """Whether a single field, such as a place's name, says that the address is not to be told."""
    return bool(_SECRET.search(text) or discreet.aside(text))


def private_home(*texts: str) -> bool:
    """Whether a place's name or a line of its address says that somebody lives there ("Private Residence")."""
    return any(_HOME.search(text) for text in texts)


@lru_cache(RECENT)
def told_lines(raw: Address) -> tuple[str, ...]:
    """The streets an address tells, also those beside words that say it must not be told ("12 Palm St (confidential)")."""
    found = []
    for text in (line(part).strip(" ,;") for part in raw.lines):
        kept = _PO_TAIL.sub("", text).strip(" ,;") if not _PO_BOX.match(text) else ""
        bare = " ".join(_SECRET.sub(" ", kept).split()).strip(" ,;:-()[]")
        if bare and not _NOTHING.match(bare) and (bare == kept or _STREET.search(bare)):
            found.append(bare)
    return tuple(found)


@lru_cache(RECENT)
def address(raw: Address, country: str = "US") -> Clean[Address]:
    """The address with trimmed parts, region codes in capitals, the source's country where it has none, a ZIP code of five
    digits or more; PO boxes and words that are no street are taken out of its lines, with notes."""
    notes: list[str] = []
    nation = country_code(raw.country) or country
    region = line(raw.region).strip(" .,")
    region = region.upper() if len(region) <= 3 else region
    lines = []
    for text in (line(part).strip(" ,;") for part in raw.lines):
        kept = _PO_TAIL.sub("", text).strip(" ,;") if not _PO_BOX.match(text) else ""
        if kept != text:
            notes.append("a PO box was taken out: nobody can go there")
        if (who := _CARE_OF.match(kept)) and not desk(who["who"]):
            kept = kept[who.end() :]
            notes.append(PERSON)
        if kept and not _NOTHING.match(kept) and not _SECRET.search(kept):
            lines.append(kept)
    city = line(raw.city).strip(" ,;")
    city = "" if _SECRET.search(city) or _NOTHING.match(city) else city
    postal = postal_code(raw.postal_code, nation, region)
    cleaned = replace(raw, lines=_distinct(lines, city), city=city, region=region, postal_code=postal.value, country=nation)
    return Clean(cleaned, (*notes, *postal.notes))


def _distinct(lines: list[str], city: str) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(text for text in lines if fold(text) != fold(city)))
    return tuple(text for n, text in enumerate(kept) if not n or not _repeated(text, kept[n - 1]))


def _repeated(text: str, before: str) -> bool:
    """Whether a line says once more which unit the line before ends with: "Suite 305" below "301 Bay St #305"."""
    one, other = _UNIT.search(text), _UNIT.search(before)
    if one is None or other is None or text[: one.start()].strip(" ,"):
        return False
    return fold(one[1] or "") == fold(other[1] or "") and fold(one[2] or "") == fold(other[2] or "")


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a country's name or code, empty when it is not known."""
    name = fold(text)
    return COUNTRIES.get(name) or (name.upper() if len(name) == 2 and name.isalpha() else "")


def postal_code(text: str, country: str, region: str = "") -> Clean[str]:
    """The code in its country's form. Zeros a spreadsheet took are put back only where the state has such ZIP codes."""
    raw = " ".join(str(text).upper().split())
    raw = _FLOAT.sub(r"\1", raw)
    if not raw or _NOTHING.match(raw) or _SECRET.search(raw):
        return Clean("")
    if country == "US":
        return _zip_code(raw, region)
    shape = _SHAPES.get(country)
    if shape is None:
        return Clean(raw[:12])
    found = shape.fullmatch(raw)
    return Clean(f"{found[1]} {found[2]}".strip()) if found else Clean("", ("a postal code of the wrong form was dropped",))


def _zip_code(raw: str, region: str) -> Clean[str]:
    if found := _ZIP.fullmatch(raw):
        if set(found[1]) <= {"0"} or found[1] == "99999":
            return Clean("", ("a made-up ZIP code was dropped",))
        return Clean(f"{found[1]}-{found[2]}" if found[2] and found[2] != "0000" else found[1])
    digits = raw.replace("-", "")
    if _LOST.fullmatch(digits):
        whole = digits.zfill(5) if len(digits) < 5 else digits.zfill(9)
        if any(whole.startswith(prefix) for prefix in _ZEROED.get(region.upper(), ())):
            return Clean(whole[:5], ("a ZIP code had lost its zeros",))
    return Clean("", ("a ZIP code of the wrong form was dropped",))


def street_words(address: Address) -> tuple[tuple[str, ...], ...]:
    """What would give a hidden address away in free text, as folded word sequences: house numbers and street names.

    A house number of one digit counts only with its street; types and directions ("Street", "NW", "Apt 4") do not count alone.
    """
    found: set[tuple[str, ...]] = set()
    for text in address.lines:
        parts = _PARTED.split(text)
        for part in (text, *(parts if len(parts) > 1 else ())):
            words = fold(part).split()
            housed = len(words) > 1 and _HOUSE.fullmatch(words[0]) and words[1] not in _UNITS
            found.update(_telling(words) if part is text or housed else ())
            if start := _street_in(words):
                found.update(_telling(words[start:], ranged=bool(_RANGE.search(part))))
            elif part is not text and not _TYPED.isdisjoint(words[1:]):
                found.update(_telling([word for word in words if word not in _CORNER]))
        if _RANGE.match(text):
            found.update(_telling(fold(text).split(), ranged=True))
    return tuple(sorted(found))


def _street_in(words: list[str]) -> int:
    """Where in a line a house number with its street begins, behind a building's name or a room; 0 where there is none."""
    for n in range(1, len(words) - 1):
        if _HOUSE.fullmatch(words[n]) and words[n - 1] not in _UNITS and not words[n - 1][0].isdigit():
            return n if _until_unit(words[n + 1 :]) and not _TYPED.isdisjoint(words[n + 2 :]) else 0
    return 0


def _telling(words: list[str], *, ranged: bool = False) -> Iterator[tuple[str, ...]]:
    numbers = [word for word in words[: 1 + ranged] if word[0].isdigit()]
    yield from ((number,) for number in numbers if len(number) > 1)
    name = tuple(word for word in _until_unit(words[len(numbers) :]) if word not in _TYPES)
    whole = tuple(words[len(numbers) :])
    if name and len(" ".join(name)) > 2:
        yield name
    elif len(whole) > 1:
        yield whole


def _until_unit(words: list[str]) -> list[str]:
    cut = next((n for n, word in enumerate(words) if n and word in _UNITS), len(words))
    return words[:cut]


_UNIT_WORDS = "apt apartment suite ste unit floor fl rm room bldg building lot trlr no"
_TYPE_WORDS = """
street st avenue ave av road rd drive dr lane ln court ct place pl boulevard blvd terrace ter way circle cir highway hwy
    parkway pkwy square sq trail trl plaza plz route rte n s e w ne nw se sw north south east west northeast northwest southeast
    southwest calle avenida close crescent the"""
_UNITS = frozenset(_UNIT_WORDS.split())
_TYPES = frozenset(_TYPE_WORDS.split())
_DIRECTION_WORDS = "n s e w ne nw se sw north south east west northeast northwest southeast southwest the"
_TYPED = _TYPES - frozenset(_DIRECTION_WORDS.split())
_UNIT = re.compile(r"(?:#|\b(?:ste|suite|unit|apt|room|rm)\b)\W*([\w-]+)$|\b(\w+) (?:floor|fl)\.?$", re.IGNORECASE)
_CORNER = frozenset({"corner", "of", "near", "intersection"})
_PARTED = re.compile(r"[,;()]|\s[-–]\s|\s(?:&|and|at|@)\s", re.IGNORECASE)
_RANGE = re.compile(r"\b\d+[a-z]?\s*[-–/]\s*\d+\b", re.IGNORECASE)
_HOUSE = re.compile(r"\d+[a-z]?")
