"""The operator's file: TOML read with the line of everything in it, so that each fault is told where it stands."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from directory.errors import SettingsError

NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
DOTTED = rf"{NAME}(?:\s*\.\s*{NAME})*"
TABLE = re.compile(rf"\s*(\[\[?)\s*({DOTTED})\s*\]\]?")
KEY = re.compile(rf"\s*({DOTTED})\s*=")
AT_LINE = re.compile(r"(.*?)\s*\((?:at line (\d+), column \d+|at end of document)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was read. `lines`: dotted path of a table or key → its line; those of `[[lines]]` have a number in them."""

    file: Path
    said: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, path: str) -> int:
        """The line of the nearest part of a dotted path that the file names; 1 where it names none."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a file and those it names, told all at once in the end."""

    found: list[tuple[str, int, str]] = field(default_factory=list)

    def add(self, file: Path, line: int, text: str) -> None:
        """Note a fault."""
        self.found.append((file.name, line, text))

    def at(self, written: Written, path: str, text: str) -> None:
        """Note a fault of what stands at a dotted path."""
        self.add(written.file, written.line(path), text)

    def tell(self) -> None:
        """Raises SettingsError with every fault, when there is one."""
        if self.found:
            lines = (f"  {file}:{line}: {text}" for file, line, text in sorted(set(self.found)))
            raise SettingsError("\n".join(("The white label is not right.", *lines)))


def read_file(file: Path) -> Written:
    """A TOML file. Raises SettingsError that names file and line."""
    faults = Faults()
    text, said = "", {}
    try:
        text = file.read_text(encoding="utf-8")
        said = tomllib.loads(text)
    except (OSError, UnicodeDecodeError):
        faults.add(file, 1, "There is no file here that can be read as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        where = AT_LINE.fullmatch(str(error))
        line = int(where[2]) if where and where[2] else text.count("\n") + 1
        faults.add(file, line, f"This is not TOML: {where[1] if where else error}.")
    faults.tell()
    return Written(file, said, lines_of(text))


def lines_of(text: str) -> dict[str, int]:
    """Dotted path → line of what a TOML text defines; what repeats is told where it first stands."""
    found: dict[str, int] = {}
    tables: Counter[str] = Counter()
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if table := TABLE.match(line):
            here = _numbered(_plain(table[2]), tables, fresh=table[1] == "[[")
            found.setdefault(here, number)
        elif key := KEY.match(line):
            found.setdefault(".".join(part for part in (here, _plain(key[1])) if part), number)
    return found


def _plain(dotted: str) -> str:
    return ".".join(part.strip("\"'") for part in re.findall(NAME, dotted))


def _numbered(path: str, tables: Counter[str], *, fresh: bool) -> str:
    """The path of a table with the number of the present one after each table that repeats."""
    here = ""
    *before, last = path.split(".")
    for part in before:
        here = f"{here}.{part}" if here else part
        if tables[here]:
            here = f"{here}.{tables[here] - 1}"
    here = f"{here}.{last}" if here else last
    if fresh:
        tables[here] += 1
    return f"{here}.{tables[here] - 1}" if tables[here] else here
