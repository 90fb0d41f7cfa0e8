"""Rows of tables of meetings as records of Meeting Guide JSON: the plugin's CSV template, and what Google Sheets gives.

Headings are the specification's keys in words ("End Time"); types stand as names. A type nobody knows stays as it is written
and is reported as unmapped.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from directory.errors import SourceError
from directory.listing import fold

_RENAMED = {"id": "slug", "full_address": "formatted_address", "start_time": "time", "meeting_name": "name", "meeting": "name"}
_NAMES = {
    "11": "11th step meditation|11th step", "12x12": "12 steps 12 traditions|12 steps and 12 traditions|12x12",
    "A": "secular|atheist agnostic", "ABSI": "as bill sees it", "AF": "afrikaans", "AL": "concurrent with alateen",
    "AL-AN": "concurrent with al anon", "AM": "amharic", "AR": "arabic",
    "ASL": "american sign language|sign language|asl", "B": "big book|libro grande", "BA": "babysitting available|babysitting",
    "BE": "newcomer|newcomers|beginner|beginners|principiantes", "BG": "bulgarian", "BI": "bisexual", "BRK": "breakfast",
    "BV-I": "blind visually impaired", "C": "closed|cerrada|fermee", "CAN": "candlelight", "CF": "child friendly",
    "D": "discussion|discusion", "D-HOH": "deaf hard of hearing", "DA": "danish", "DB": "digital basket",
    "DD": "dual diagnosis", "DE": "german", "DR": "daily reflections|reflexiones diarias", "EL": "greek",
    "EN": "english|ingles|anglais", "FA": "persian|farsi", "FF": "fragrance free", "FI": "finnish",
    "FR": "french|frances|francais",
    "G": "gay", "GR": "grapevine", "H": "birthday|anniversary", "HE": "hebrew", "HI": "hindi", "HR": "croatian",
    "HU": "hungarian", "IS": "icelandic", "ITA": "italian", "JA": "japanese", "KA": "georgian", "KOR": "korean", "L": "lesbian",
    "LGBTQ": "lgbtq|lgbtqia", "LIT": "literature", "LO-I": "loners isolationists", "LS": "living sober", "LT": "lithuanian",
    "M": "men|hombres|hommes", "MED": "meditation|meditacion", "ML": "malayalam", "MT": "maltese", "N": "native american",
    "NB": "non binary", "NDG": "indigenous", "NE": "nepali", "NL": "dutch", "NO": "norwegian", "O": "open|abierta|ouverte",
    "ONL": "online meeting|online|virtual", "OUT": "outdoor|outdoor meeting", "P": "professionals",
    "POA": "proof of attendance", "POC": "people of color", "POL": "polish", "POR": "portuguese", "PUN": "punjabi",
    "QSL": "quebec sign language", "RSL": "russian sign language", "RUS": "russian", "S": "spanish|espanol|espagnol",
    "SEN": "seniors", "SK": "slovak", "SL": "slovenian", "SM": "smoking permitted|smoking", "SP": "speaker|orador",
    "ST": "step study|step meeting|steps", "SV": "swedish", "T": "transgender",
    "TC": "location temporarily closed|temporary closure|temporarily closed", "TH": "thai", "TL": "tagalog",
    "TR": "tradition study|traditions", "TUR": "turkish", "UK": "ukrainian", "W": "women|mujeres|femmes",
    "X": "wheelchair access|wheelchair accessible|wheelchair", "XB": "wheelchair accessible bathroom",
    "XT": "cross talk permitted", "Y": "young people|jovenes",
}  # fmt: skip
"""Codes of the specification → folded names of types in English, and the commonest in Spanish and French."""
_CODES = {name: code for code, names in _NAMES.items() for name in names.split("|")}
_NEEDED = frozenset({"name", "day", "time"})


def table(text: str, file: str) -> list[dict[str, object]]:
    """The records of a CSV table; none where it is no table of meetings at all. Raises SourceError for one that breaks off."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise SourceError(f"{file} cannot be read as CSV to its end: {fault}") from None
    if not rows or len(rows[0]) < len(_NEEDED):
        return []
    return sheet(rows, file)


def sheet(rows: Iterable[object], file: str) -> list[dict[str, object]]:
    """The records of rows whose first are the headings; rows without anything are none. Raises SourceError without headings."""
    listed = list(rows)
    first = listed[0] if listed else []
    keys = [_key(cell) for cell in first] if isinstance(first, list) else []
    if "time" not in keys and "day" in keys and keys and "name" in keys:
        keys[0] = "time"  # the plugin's own template of 2020 has ":q" where "Time" should be
    if missing := sorted(_NEEDED - set(keys)):
        raise SourceError(f"{file} has no column {', '.join(map(repr, missing))}; it has {', '.join(filter(None, keys))}.")
    cells = ([str(cell).strip() for cell in row] for row in listed[1:] if isinstance(row, list))
    return [_record(keys, row) for row in cells if any(row)]


def _key(cell: object) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", str(cell).strip().lower()).strip("_")
    return _RENAMED.get(name, name)


def _record(keys: list[str], row: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in zip(keys, row, strict=False):
        if not key or not value:
            continue
        if key == "types":
            found[key] = list(_types(value))
        elif key == "regions":
            found[key] = [part.strip() for part in value.split(">") if part.strip()]
        else:
            found[key] = value
    return found


def _types(text: str) -> Iterator[str]:
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        yield _CODES.get(fold(part), part)
