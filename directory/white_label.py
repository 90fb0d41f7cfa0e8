"""Whose site it is: name, mark, colours, crisis lines and home page of an operator, from one TOML file (pages §1).

Read once at the start and checked whole: every fault is told with its file and line, a colour that cannot be read on what it
stands on among them. Without a file the site is as shipped, with the name of the settings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from directory.helplines import Helplines, helplines
from directory.schemas_fields import nearest
from directory.settings import Settings
from directory.taxonomy import categories
from directory.white_label_colours import COLOUR, NAMES, SHIPPED, Measured, Scheme, measured, schemes
from directory.white_label_file import Faults, Written, read_file
from directory.white_label_lines import with_lines
from directory.white_label_mark import MOST_BYTES, Mark, read_mark

DOORS = ("talk", "groups", "lines", "recovery", "grief", "safety", "food", "stay", "money", "family", "health", "faith")
"""The doors of the home page that have words of their own, in their order; any kind of help may be one as well."""
MOST_DOORS = 24
LONGEST_NAME, LONGEST_TEXT = 40, 120
"""Letters of a name: at 320 px it still fits beside the mark, on two lines; of the other texts."""
KEYS = ("name", "run_by", "contact", "mark", "colours", "home", "lines", "helplines")
MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiteLabel:
    """What makes a site an operator's own. `contact` is an address, `https:` or `mailto:`; `doors` those of the home page."""

    name: str
    run_by: str = ""
    contact: str = ""
    mark: Mark | None = None
    colours: Mapping[str, Scheme] = field(default_factory=lambda: SHIPPED)
    lines: Helplines
    doors: tuple[str, ...] = DOORS


def white_label(settings: Settings) -> WhiteLabel:
    """The white label of a site; what its file says goes before the settings. Raises SettingsError with every fault."""
    if not settings.white_label:
        return WhiteLabel(name=settings.site_name, run_by=settings.run_by, contact=_reached(settings), lines=helplines())
    faults = Faults()
    found = read_white_label(Path(settings.white_label), settings, faults)
    faults.tell()
    return found


def read_white_label(file: Path, settings: Settings, faults: Faults) -> WhiteLabel:
    """The white label that a file describes, colours that cannot be read as well; faults are added to those there are.

    Raises SettingsError where the file is not TOML.
    """
    written = read_file(file)
    for name in sorted(set(written.said) - set(KEYS)):
        near = nearest(name, KEYS)
        faults.at(written, name, f"There is no {name!r} in a white label.{f' Do you mean {near!r}?' if near else ''}")
    return WhiteLabel(
        name=_text(written, "name", LONGEST_NAME, faults) or settings.site_name,
        run_by=_text(written, "run_by", LONGEST_TEXT, faults) or settings.run_by,
        contact=_contact(written, faults) or _reached(settings),
        mark=_mark(written, faults),
        colours=_colours(written, faults),
        lines=with_lines(helplines(), written, faults),
        doors=_doors(written, faults),
    )


def _text(written: Written, key: str, longest: int, faults: Faults) -> str:
    """A line of words; characters that break a line, turn its direction or are not seen could make it read as another."""
    value = written.said.get(key, "")
    if not isinstance(value, str):
        faults.at(written, key, f"{key} is text in quotes.")
    elif any(unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in value):
        faults.at(written, key, f"{key} holds a character that is not seen or breaks the line.")
    elif len(value) > longest or (key in written.said and not value.strip()):
        faults.at(written, key, f"{key} has 1 to {longest} letters.")
    else:
        return " ".join(value.split())
    return ""


def _contact(written: Written, faults: Faults) -> str:
    """The address to write to: of an e-mail address its `mailto:`."""
    value = _text(written, "contact", LONGEST_TEXT, faults)
    if MAIL.fullmatch(value):
        return f"mailto:{value}"
    parts = urlsplit(value)
    if value and (parts.scheme != "https" or not parts.hostname or re.search(r"[\s\"'<>]", value)):
        faults.at(written, "contact", "contact is an e-mail address or an https:// address.")
        return ""
    return value


def _reached(settings: Settings) -> str:
    """The address of the operator in the settings, an e-mail address as its `mailto:`."""
    return f"mailto:{settings.contact}" if MAIL.fullmatch(settings.contact) else settings.contact


def _mark(written: Written, faults: Faults) -> Mark | None:
    """The mark in the SVG file beside this one that is named."""
    name = written.said.get("mark")
    if name is None:
        return None
    file = written.file.parent / name if isinstance(name, str) else None
    if file is None or not name.endswith(".svg") or not file.is_file():
        faults.at(written, "mark", "mark names an .svg file, by its path from this one; there is none there.")
        return None
    with file.open("rb") as opened:
        body = opened.read(MOST_BYTES + 1)
    return read_mark(body, lambda line, text: faults.add(file, line, text))


def _colours(written: Written, faults: Faults) -> Mapping[str, Scheme]:
    """The schemes with what is given, each given colour in both."""
    said = written.said.get("colours", {})
    tables = said if isinstance(said, dict) else {"": None}
    given: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for scheme, table in tables.items():
        if scheme not in given or not isinstance(table, dict):
            faults.at(written, f"colours.{scheme}", "Write colours under [colours.light] and [colours.dark].")
            continue
        for name, colour in table.items():
            if fault := _not_colour(name, colour):
                faults.at(written, f"colours.{scheme}.{name}", fault)
            else:
                given[scheme][name] = colour.lower()
    for scheme, other in (("light", "dark"), ("dark", "light")):
        for name in sorted(set(given[other]) - set(given[scheme])):
            faults.at(written, f"colours.{other}.{name}", f"{name} is missing in [colours.{scheme}]: give it in both.")
    found = schemes(given)
    for one in measured(found):
        if not one.passes:
            faults.at(written, _told(one, given[one.scheme]), f"{one}.")
    return found


def _told(one: Measured, given: Mapping[str, str]) -> str:
    """Where in the file a pair that fails was set."""
    tokens = (one.pair.front, one.pair.ground)
    return next((f"colours.{one.scheme}.{name}" for name in given if NAMES[name] in tokens), f"colours.{one.scheme}")


def _not_colour(name: str, colour: Any) -> str:
    """What is wrong with a colour; "" when nothing is."""
    if name not in NAMES:
        near = nearest(name, NAMES)
        return f"{name!r} cannot be set; {f'do you mean {near!r}? ' if near else ''}One can set {', '.join(NAMES)}."
    if not isinstance(colour, str) or not COLOUR.fullmatch(colour):
        return f'{name} is not a colour such as "#6b2c5b": six digits.'
    return ""


def _doors(written: Written, faults: Faults) -> tuple[str, ...]:
    """The doors of the home page."""
    said = written.said.get("home", {})
    value = said.get("categories", list(DOORS)) if isinstance(said, dict) and set(said) <= {"categories"} else None
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_DOORS or not all(isinstance(one, str) for one in value):
        faults.at(
            written, "home.categories", f"[home] has categories, a list of 1 to {MOST_DOORS} in quotes, and nothing else."
        )
        return DOORS
    known = (*DOORS, *categories())
    for one in value:
        if one not in known:
            near = nearest(one, known)
            faults.at(written, "home.categories", f"{one!r} is no kind of help.{f' Do you mean {near!r}?' if near else ''}")
    if len(set(value)) < len(value):
        faults.at(written, "home.categories", "Each kind of help stands on the home page once.")
    return tuple(value)
