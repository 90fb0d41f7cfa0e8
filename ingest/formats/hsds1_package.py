"""A data package of CSV tables loaded into a private database on disk, so that a nation's tables join in bounded memory."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from directory.errors import SourceError
from ingest.clean import discreet
from ingest.clean.encodings import OLD, OLD_NOTE, encoding_at
from ingest.draft import Notes, Where
from ingest.formats.flags import flagged, private_flag
from ingest.formats.hsds1_tables import HSDS1, Contract, Table

FLAGGED = "flagged"
"""The column of every table that says whether its publisher marked a row as not for the public (`private_flag`)."""


@dataclass(slots=True)
class Package:
    """The tables of a package, joined by their keys. Rows are dictionaries of trimmed texts with their `row` in the file."""

    db: sqlite3.Connection
    tables: Mapping[str, Table] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # table → file name

    def each(self, table: str) -> Iterator[sqlite3.Row]:
        """Every row of a table in the order of its file."""
        yield from self.db.execute(f'SELECT * FROM "{self.tables[table].name}" ORDER BY "row"')

    def one(self, table: str, key: str) -> sqlite3.Row | None:
        """The row whose `id` is `key`, the first of several; None when there is none or the key is empty."""
        if not key:
            return None
        found: sqlite3.Row | None = self.db.execute(
            f'SELECT * FROM "{self.tables[table].name}" WHERE "id" = ? ORDER BY "row" LIMIT 1', (key,)
        ).fetchone()
        return found

    def of(self, table: str, **keys: str) -> list[sqlite3.Row]:
        """The rows that belong to a service at a location: those that name it, its service (here or anywhere) or its place.

        A row belongs to the narrowest thing it names: a phone of the service at this location is not one of the whole place.
        """
        links = self.tables[table].links
        wheres, values = [], []
        for n, link in enumerate(links):
            if not keys.get(link):
                continue
            terms = [f'"{link}" = ?', *(f"\"{narrower}\" = ''" for narrower in links[:n])]
            values.append(keys[link])
            if link == "service_id" and "location_id" in links and keys.get("location_id"):
                terms.append("\"location_id\" IN ('', ?)")
                values.append(keys["location_id"])
            wheres.append(f"({' AND '.join(terms)})")
        if not wheres:
            return []
        return self.db.execute(
            f'SELECT * FROM "{self.tables[table].name}" WHERE {" OR ".join(wheres)} ORDER BY "row"', values
        ).fetchall()

    def of_organization(self, key: str) -> list[sqlite3.Row]:
        """The phones of a whole organization: those that name it and nothing narrower, and no person."""
        rest = " AND ".join(f"\"{name}\" = ''" for name in (*self.tables["phones"].links, "contact_id"))
        return self.db.execute(
            f'SELECT * FROM "phones" WHERE "organization_id" = ? AND "{FLAGGED}" = 0 AND {rest} ORDER BY "row"', (key,)
        ).fetchall()

    def rows(self, table: str, column: str, key: str) -> list[sqlite3.Row]:
        """The rows of a table that have `key` in a column; none for an empty key."""
        if not key:
            return []
        query = f'SELECT * FROM "{self.tables[table].name}" WHERE "{column}" = ? ORDER BY "row"'
        return self.db.execute(query, (key,)).fetchall()

    def named(self, table: str, column: str, key: str) -> bool:
        """Whether any row of a table has `key` in a column."""
        found = self.db.execute(f'SELECT 1 FROM "{self.tables[table].name}" WHERE "{column}" = ? LIMIT 1', (key,)).fetchone()
        return found is not None

    def unnamed(self, table: str, by: str, column: str) -> int:
        """How many rows of a table no row of another one names in a column."""
        names = f'SELECT "{column}" FROM "{self.tables[by].name}"'
        query = f'SELECT count(*) FROM "{self.tables[table].name}" WHERE "id" NOT IN ({names})'
        count: int = self.db.execute(query).fetchone()[0]
        return count

    def where(self, table: str, row: int, key: str) -> Where:
        """The place of a row in the source."""
        return Where(self.files.get(table, self.tables[table].files[0]), row, key)


@contextmanager
def opened(folder: Path, notes: Notes, contract: Contract = HSDS1) -> Iterator[Package]:
    """The package of a folder while it is read. Raises SourceError naming the file and, for a broken contract, the column.

    What breaks a table's own rules (a row cut short, a key used twice) is refused with its file and row.
    """
    found, others = _files(folder, contract)
    for name in others:
        notes.leftover(name, "(whole file)")
    with closing(sqlite3.connect("")) as db:  # an empty name: on disk, private, gone with the connection
        db.row_factory = sqlite3.Row
        package = Package(db, {table.name: table for table in contract.tables})
        for table in contract.tables:
            path = found.get(table.name)
            if table.whole:
                if path is not None:
                    notes.ignored(f"{path.name}: {table.whole}", _length(path, notes))
                continue
            _create(db, table)
            if path is not None:
                package.files[table.name] = path.name
                _load(package, table, path, notes)
            elif table.needed:
                raise SourceError(f"{table.files[0]} is missing: {contract.a_package} cannot be read without it.")
        _orphans(package, notes)
        yield package


def _files(folder: Path, contract: Contract) -> tuple[dict[str, Path], list[str]]:
    """Table → file, by datapackage.json where it names files that are there, else by name; and CSV files that are no table."""
    if not folder.is_dir():
        raise SourceError(f"{folder.name} is not a folder: {contract.a_package} is a folder or a zip of CSV files.")
    listed = sorted(path for path in folder.rglob("*.csv") if path.is_file())
    by_name = {path.name.lower(): path for path in reversed(listed)}
    described = _described(folder, contract)
    found: dict[str, Path] = {}
    for table in contract.tables:
        for name in (*(described.get(file, "") for file in table.files), *table.files):
            if name.lower() in by_name:
                found.setdefault(table.name, by_name[name.lower()])
    if not found:
        raise SourceError(f"{folder.name} has none of the files of {contract.a_package}, such as services.csv.")
    used = set(found.values())
    return found, [path.relative_to(folder).as_posix() for path in listed if path not in used]


def _described(folder: Path, contract: Contract) -> dict[str, str]:
    """Usual file name → the base name datapackage.json gives the same resource ("service" → "services.csv")."""
    for path in sorted(folder.rglob("datapackage.json")):
        whole = path.read_text(encoding="utf-8-sig", errors="replace")
        if whole.strip().endswith("datapackage.json"):
            continue  # what is left of a link where there are none: the path it led to
        try:
            resources = json.loads(whole)["resources"]
            pairs = [(str(one["name"]).lower(), Path(str(one["path"])).name) for one in resources]
        except (OSError, ValueError, KeyError, TypeError):
            raise SourceError("datapackage.json is not the description of a data package.") from None
        usual = {file: file.removesuffix(".csv") for table in contract.tables for file in table.files}
        return {file: path for name, path in pairs for file, stem in usual.items() if stem in {name, f"{name}s"}}
    return {}


def _create(db: sqlite3.Connection, table: Table) -> None:
    columns = ", ".join(f"\"{name}\" TEXT NOT NULL DEFAULT ''" for name in table.columns)
    db.execute(f'CREATE TABLE "{table.name}" ("row" INTEGER PRIMARY KEY, "{FLAGGED}" INTEGER NOT NULL DEFAULT 0, {columns})')


def _load(package: Package, table: Table, path: Path, notes: Notes) -> None:
    header, records = _records(path, notes)
    header = [table.renamed.get(name, name) for name in header]
    flags = [at for at, name in enumerate(header) if private_flag(name)]
    unread = [at for at, name in enumerate(header) if name not in table.columns and at not in flags]
    missing = [name for name in table.required if name not in header]
    if missing:
        raise SourceError(f"{path.name} has no column {', '.join(map(repr, missing))}; it has {', '.join(header)}.")
    for name in header:
        if name not in table.columns and name not in table.ignored and not private_flag(name):
            notes.leftover(path.name, name)
    kept = [(name, header.index(name)) for name in table.columns if name in header]
    marks = ", ".join("?" * (len(kept) + 2))
    names = ", ".join(f'"{name}"' for name, _ in kept)
    package.db.executemany(
        f'INSERT INTO "{table.name}" ("row", "{FLAGGED}", {names}) VALUES ({marks})',
        (
            (
                row,
                any(flagged(header[at], record[at]) for at in flags) or any(discreet.aside(record[at]) for at in unread),
                *(record[at].strip() for _, at in kept),
            )
            for row, record in records
        ),
    )
    for name in table.columns:
        if name == "id" or name.endswith("_id"):
            package.db.execute(f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")')
    if table.unique:
        _refuse_twins(package, table, notes)


def _length(path: Path, notes: Notes) -> int:
    """The rows of a table of which nothing is read, whatever its columns are."""
    try:
        return max(0, sum(1 for row in csv.reader(_lines(path, notes)) if row) - 1)
    except csv.Error as fault:
        raise SourceError(f"{path.name} cannot be read as CSV to its end: {fault}") from None


def _records(path: Path, notes: Notes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The columns of a CSV file and its rows with their numbers; rows of another length are refused. Raises SourceError."""
    lines = _lines(path, notes)
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except (csv.Error, UnicodeDecodeError) as fault:
        raise SourceError(f"{path.name} is not a CSV file: {fault}") from None
    if not any(header):
        raise SourceError(f"{path.name} is empty: it has no row of column names.")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise SourceError(f"{path.name} has the column {twice[0]!r} twice.")
    return header, _rows(path, reader, len(header), notes)


def _rows(path: Path, reader: Iterator[list[str]], width: int, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    try:
        for row, record in enumerate(reader, start=1):
            if len(record) == width or (len(record) > width and not any(record[width:])):
                yield row, record
            elif record:
                notes.refuse(f"the row has {len(record)} fields where the file has {width} columns", Where(path.name, row, ""))
    except csv.Error as fault:
        raise SourceError(f"{path.name} cannot be read as CSV to its end: {fault}") from None


def _lines(path: Path, notes: Notes) -> Iterator[str]:
    encoding, errors = encoding_at(path)
    if errors == OLD:
        notes.guess(OLD_NOTE, Where(path.name, 0, ""))
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        first = next(file, "")
        yield from chain([first], file)


def _refuse_twins(package: Package, table: Table, notes: Notes) -> None:
    first = f'(SELECT min("row") FROM "{table.name}" AS other WHERE other."id" = "{table.name}"."id")'
    doomed = f'"id" = \'\' OR "row" > {first}'
    for row in package.db.execute(f'SELECT "row", "id" FROM "{table.name}" WHERE {doomed}').fetchall():
        reason = "its key is used by an earlier row" if row["id"] else "it has no key"
        notes.refuse(reason, package.where(table.name, row["row"], row["id"]))
    package.db.execute(f'DELETE FROM "{table.name}" WHERE {doomed}')


_TARGETS = {"service_id": "services", "location_id": "locations", "service_at_location_id": "services_at_location"}


def _orphans(package: Package, notes: Notes) -> None:
    """Refuses the rows that name what is not there, each with its place; those that name nothing at all are counted."""
    for table in package.tables.values():
        if not table.links or table.name not in package.files:
            continue
        nothing = " AND ".join(f"\"{link}\" = ''" for link in table.links)
        extra = " AND \"organization_id\" = '' AND \"contact_id\" = ''" if table.name == "phones" else ""
        found: int = package.db.execute(f'SELECT count(*) FROM "{table.name}" WHERE {nothing}{extra}').fetchone()[0]
        if found:
            notes.ignored(f"{package.files[table.name]}: rows that name nothing they belong to", found)
        _refuse_lost(package, table, notes)


def _refuse_lost(package: Package, table: Table, notes: Notes) -> None:
    told: set[int] = set()
    for link in table.links:
        target = _TARGETS[link]
        lost = f'"{link}" != \'\' AND "{link}" NOT IN (SELECT "id" FROM "{target}")'
        for row in package.db.execute(f'SELECT "row", "{link}" FROM "{table.name}" WHERE {lost} ORDER BY "row"').fetchall():
            if row["row"] not in told:
                told.add(row["row"])
                file = package.files.get(target, package.tables[target].files[0])
                notes.refuse(f"its {link} is not in {file}", package.where(table.name, row["row"], row[link]))
