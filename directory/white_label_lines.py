"""An operator's crisis lines: lines of their own, and which line answers in which situation of a country.

A line is written as the seed writes its listings, as `[[lines]]`; `[helplines.us]` names lines by their id, the shipped ones
too, the one to offer first in front. What it does not name stays as shipped. A wrong number can cost a life: a line
needs a source and the day on which a person checked it (pages §7), and every number is held to the plan of its country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Any

from directory.errors import InvalidListing
from directory.helplines import Helplines, Situation
from directory.listing import Listing, ref_of
from directory.schemas import load_listing
from directory.schemas_fields import nearest
from directory.white_label_file import Faults, Written

SOURCE = "site"
"""The name of the source that an operator's lines belong to: `site:county-line`."""
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STRIP = "strip"
Told = Callable[[str, str], None]
"""Takes where in the file a fault is, and what it is."""
DAY = 24 * 60
"""Minutes."""


def with_lines(shipped: Helplines, written: Written, faults: Faults) -> Helplines:
    """The help lines as shipped with what the file says of them."""
    told = partial(faults.at, written)
    known = _by_key(shipped) | _own(written.said, told)
    strip, situations = dict(shipped.strip), {one.key: one for one in shipped.situations}
    for country, said in _countries(written.said, told):
        for name, value in said.items():
            path = f"helplines.{country}.{name}"
            if name not in {STRIP, *situations}:
                told(path, f"{name!r} is no situation.{_near(name, [STRIP, *situations])}")
            elif name == STRIP:
                for line in _named([value], path, known, told):
                    strip[country.upper()] = line
                    if not _always(line):
                        told(path, "The strip says: free, day and night. Its line has sessions of all days, 00:00-24:00.")
            else:
                found = _named(value, path, known, told)
                situations[name] = _answered(situations[name], country.upper(), found)
    return replace(shipped, strip=strip, situations=tuple(situations.values()))


def _always(line: Listing) -> bool:
    """Whether somebody answers at every hour of every day."""
    return any(one.freq == "weekly" and len(one.days) == 7 and one.end - one.start == DAY for one in line.sessions or ())


def _answered(one: Situation, country: str, lines: tuple[Listing, ...]) -> Situation:
    """A situation with the lines of a country; without any it has none there."""
    rest = {code: found for code, found in one.lines.items() if code != country}
    return replace(one, lines=rest | ({country: lines} if lines else {}))


def _by_key(shipped: Helplines) -> dict[str, Listing]:
    found = [line for one in shipped.situations for lines in one.lines.values() for line in lines]
    return {line.id.partition(":")[2]: line for line in (*found, *shipped.strip.values())}


def _countries(file: Mapping[str, Any], told: Told) -> Iterable[tuple[str, Mapping[str, Any]]]:
    said = file.get("helplines", {})
    if not isinstance(said, dict):
        told("helplines", "Write the lines of a country under [helplines.us].")
        return
    for country, table in said.items():
        if isinstance(table, dict) and re.fullmatch("[a-z]{2}", country):
            yield country, table
        else:
            told(f"helplines.{country}", "Write the lines of a country under its two letters: [helplines.us].")


def _named(value: Any, path: str, known: Mapping[str, Listing], told: Told) -> tuple[Listing, ...]:
    """The lines that a list of ids names."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        told(path, "Give ids of lines in quotes.")
        return ()
    for one in value:
        if one not in known:
            told(path, f"There is no line {one!r}.{_near(one, known)}")
    return tuple(known[one] for one in value if one in known)


def _near(name: str, allowed: Iterable[str]) -> str:
    near = nearest(name, allowed)
    return f" Do you mean {near!r}?" if near else ""


def _own(file: Mapping[str, Any], told: Told) -> dict[str, Listing]:
    """The operator's own lines by id."""
    said = file.get("lines", [])
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        told("lines", "Write each line under [[lines]].")
        return {}
    found: dict[str, Listing] = {}
    for number, raw in enumerate(said):
        key = raw.get("id")
        if not isinstance(key, str) or not KEY.fullmatch(key) or key in found:
            told(f"lines.{number}.id", "Each line has an id of its own: lower-case words joined by hyphens.")
        elif (line := _line(number, key, raw, told)) is not None:
            found[key] = line
    return found


def _line(number: int, key: str, raw: Mapping[str, Any], told: Told) -> Listing | None:
    identifier, origin = f"{SOURCE}:{key}", raw.get("provenance")
    whole = {**raw, "id": identifier, "ref": ref_of(identifier), "revision": 0}
    whole["provenance"] = {**origin, "source": SOURCE} if isinstance(origin, dict) else origin
    try:
        line = load_listing(_plain(whole))
    except InvalidListing as error:
        for name, texts in error.fields.items():
            told(f"lines.{number}.{name}", f"{name}: {' '.join(texts)}")
        return None
    if line.provenance.checked_on is None or not (line.provenance.link or line.provenance.source_name):
        asked = "A crisis line needs checked_on, the day a person tried it, and link or source_name."
        told(f"lines.{number}.provenance", asked)
    if not line.phones and not line.chat_url:
        told(f"lines.{number}", "A crisis line needs a number or a chat.")
    return line


def _plain(value: Any) -> Any:
    """Values of TOML as JSON has them: days and times are text."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value
