"""What was compared, remembered in a file beside the catalogue, so that only what changed is compared again.

A record is compared anew when its digest in the catalogue is another than the one remembered; so is everything that may come
out otherwise because of it: the blocks it is or was in, and the listings that hang together with it. What comes out is what
comparing everything would give (tests/test_dedupe_remembered.py). The file is derived: without it, or with one of another
version of the program, everything is compared once. Of a protected place it has what a sketch has: its wider areas.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

from directory.catalogue.private_file import private
from ingest.dedupe.blocking import LARGEST, Once, Pair, within
from ingest.dedupe.deciding import Apart, Decisions, Question, Verdict, close, concluded, judge, likeliest
from ingest.dedupe.packing import unpacked
from ingest.dedupe.sketches import Sketch
from ingest.dedupe.sketching import Reopen, Row, Said, rows
from ingest.pipeline.program import program

FILE = "duplicates.sqlite"
"""Its name in the data folder."""
AT_HAND = 20_000
"""Sketches kept in memory, about 4 kB each."""
PATIENCE = 120.0
"""Seconds that a run waits for another one that compares."""
TABLES = """
CREATE TABLE meta (program BLOB NOT NULL);
CREATE TABLE sketch (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest BLOB NOT NULL, guard INTEGER NOT NULL,
    body BLOB NOT NULL, keys BLOB NOT NULL);
CREATE TABLE block (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE verdict (one INTEGER, other INTEGER, same INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX verdict_other ON verdict (other, one);
CREATE TABLE joined (number INTEGER PRIMARY KEY, first INTEGER NOT NULL);
CREATE TABLE refused (one INTEGER, other INTEGER, why TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX refused_other ON refused (other);
CREATE TABLE apart (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""
WAITING = """
CREATE TEMP TABLE IF NOT EXISTS fresh (number INTEGER PRIMARY KEY, id TEXT, digest BLOB, guard INTEGER, body BLOB, keys BLOB);
CREATE TEMP TABLE IF NOT EXISTS fresh_block (key INTEGER, number INTEGER);
CREATE TEMP TABLE IF NOT EXISTS touched (key INTEGER PRIMARY KEY);
DELETE FROM fresh;
DELETE FROM fresh_block;
DELETE FROM touched;
"""
BESIDE = """SELECT other FROM verdict WHERE one = :number AND same
    UNION ALL SELECT one FROM verdict WHERE other = :number AND same"""

Pairs = set[Pair]


class Records(Said, Protocol):
    """What is asked of a catalogue."""

    def digests(self) -> Iterator[tuple[int, bytes]]:
        """The number and digest of every record that sources still say, in the order of numbers."""


class At(NamedTuple):
    """A sketch and the keys of its blocks."""

    sketch: Sketch
    keys: frozenset[int]


class Remembered:
    """The file, open; a context manager that lets go of it. Without a file everything is compared, and nothing remembered."""

    def __init__(self, file: Path | None = None) -> None:
        self._db = _opened(file)
        self._renewed: Set[int] = frozenset()
        self._kept = lru_cache(AT_HAND)(self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def follow(self, records: Records, apart: Set[frozenset[str]] = frozenset(), reopen: Reopen | None = None) -> int:
        """Bring everything up to the records and to the pairs that persons keep apart; how many pairs were compared. With
        `reopen`, which opens the records, two processes make the sketches of many."""
        self._renewed = frozenset()
        self._kept.cache_clear()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            changed, left = self._moved(records)
            self._sketch(rows(records, changed, reopen))
            before = self._before(left)
            stirred = self._forget(left)
            self._db.execute("INSERT INTO sketch SELECT * FROM fresh")
            self._db.execute("INSERT INTO block SELECT key, number FROM fresh_block ORDER BY key, number")
            self._renewed = frozenset(changed)
            compared, more = self._compare(frozenset(changed), before)
            self._conclude(stirred | more | self._parted(apart), lambda one, other: frozenset((one, other)) in apart)
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()
        return compared

    def decisions(self, apart: Apart) -> Decisions:
        """What all listings come to."""
        first = dict(self._db.execute("SELECT number, first FROM joined"))
        groups: dict[int, list[str]] = {}
        for leader, identifier in self._db.execute("SELECT first, id FROM joined JOIN sketch USING (number)"):
            groups.setdefault(leader, []).append(identifier)
        asked = [
            Question(self._judged(one, other).comparison, (why,))
            for one, other, why in self._db.execute("SELECT one, other, why FROM refused")
        ]
        for one, other in self._db.execute("SELECT one, other FROM verdict WHERE NOT same"):
            if one in first and first[one] == first.get(other):
                continue
            verdict = self._judged(one, other)
            if not apart(verdict.comparison.one, verdict.comparison.other):
                asked.append(Question(verdict.comparison, verdict.why))
        told = tuple(sorted(tuple(sorted(group)) for group in groups.values()))
        return Decisions(told, tuple(sorted(asked, key=likeliest)))

    def guards(self) -> dict[str, int]:
        """How far the place of each listing is protected whose place is: 1 told by its area, 2 hidden."""
        return dict(self._db.execute("SELECT id, guard FROM sketch WHERE guard"))

    # ---------------------------------------------------------------- what changed

    def _moved(self, records: Records) -> tuple[list[int], list[int]]:
        """The numbers of what is new or says something else, and of what is remembered and has changed or is gone."""
        mine = self._db.execute("SELECT number, digest FROM sketch ORDER BY number")
        known: Any = mine.fetchone()
        changed, left = list[int](), list[int]()
        for number, digest in records.digests():  # both sides come in the order of numbers
            while known is not None and known[0] < number:
                left.append(known[0])
                known = mine.fetchone()
            if known is None or known[0] != number:
                changed.append(number)
                continue
            if known[1] != digest:
                changed.append(number)
                left.append(number)
            known = mine.fetchone()
        if known is not None:
            left += [known[0], *(number for number, _ in mine)]
        return changed, left

    def _sketch(self, made: Iterable[Row]) -> None:
        """Takes the sketches of what changed, which wait beside the remembered ones."""
        for statement in WAITING.split(";"):
            self._db.execute(statement)
        for row in made:
            self._db.execute("INSERT INTO fresh VALUES (?, ?, ?, ?, ?, ?)", row)
            keys = [(key, row.number) for key in array("Q", row.keys)]
            self._db.executemany("INSERT INTO fresh_block VALUES (?, ?)", keys)
        self._db.execute("INSERT OR IGNORE INTO touched SELECT key FROM fresh_block ORDER BY key")

    def _before(self, left: Collection[int]) -> dict[int, Pairs]:
        """Of each block that is or may become too large to compare all of it, and that something changes in: the pairs of
        what stays that were compared in it."""
        if self._db.execute("SELECT 1 FROM block LIMIT 1").fetchone() is None:
            return {}
        for number in left:
            keys = [(key,) for key in self._at(number).keys]
            self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", keys)
        query = """SELECT key FROM (SELECT key FROM block WHERE key IN (SELECT key FROM touched)
            UNION ALL SELECT key FROM fresh_block) GROUP BY key HAVING count(*) > ?"""
        going, found = set(left), dict[int, Pairs]()
        for (key,) in self._db.execute(query, (LARGEST,)).fetchall():
            found[key] = {pair for pair in within(self._members(key), self._of) if going.isdisjoint(pair)}
        return found

    def _forget(self, left: Iterable[int]) -> set[int]:
        """Takes out what was remembered of records that changed or are gone; those that were the same as one of them."""
        stirred: set[int] = set()
        for number in left:
            stirred.update(other for (other,) in self._db.execute(BESIDE, {"number": number}))
            self._db.executemany(
                "DELETE FROM block WHERE key = ? AND number = ?", [(key, number) for key in self._at(number).keys]
            )
            for table in ("verdict", "refused"):
                self._db.execute(f"DELETE FROM {table} WHERE one = :number OR other = :number", {"number": number})
            for table in ("joined", "sketch"):
                self._db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
        return stirred

    # ---------------------------------------------------------------- comparing

    def _compare(self, now: Set[int], before: Mapping[int, Pairs]) -> tuple[int, set[int]]:
        """Compares what changed with what shares a block with it, and what only now, or no more, is compared in a too large
        block; how many pairs, and the records that have another "same" than before."""
        large = {key for (key,) in self._db.execute("SELECT key FROM block GROUP BY key HAVING count(*) > ?", (LARGEST,))}
        once, compared, stirred = Once(large), 0, set[int]()
        come, gone = Pairs(), Pairs()
        blocks = """SELECT key, min(number) AS first FROM block WHERE key IN (SELECT key FROM touched)
            GROUP BY key HAVING count(*) > 1 ORDER BY first, key"""
        for key, _ in self._db.execute(blocks):
            told = list(within(self._members(key), self._of))
            for one, other in told:
                if (one in now or other in now) and once.now((one, other), key, self._at(one).keys & self._at(other).keys):
                    compared += 1
                    self._put(one, other, stirred)
            if (old := before.get(key)) is not None:
                come |= {pair for pair in told if pair not in old and now.isdisjoint(pair)}
                gone |= old.difference(told)
        for pair in come:
            if self._verdict(pair) is None:
                compared += 1
                self._put(*pair, stirred)
        for pair in gone:
            if (same := self._verdict(pair)) is not None and not self._still(pair):
                self._db.execute("DELETE FROM verdict WHERE one = ? AND other = ?", pair)
                stirred.update(pair if same else ())
        return compared, stirred

    def _put(self, one: int, other: int, stirred: set[int]) -> None:
        if (verdict := close(self._of(one), self._of(other))) is not None:
            same = verdict.outcome == "same"
            self._db.execute("INSERT INTO verdict VALUES (?, ?, ?)", (one, other, same))
            stirred.update((one, other) if same else ())

    def _verdict(self, pair: Pair) -> bool | None:
        row = self._db.execute("SELECT same FROM verdict WHERE one = ? AND other = ?", pair).fetchone()
        return None if row is None else bool(row[0])

    def _still(self, pair: Pair) -> bool:
        """Whether any block that two share has them compared."""
        common = self._at(pair[0]).keys & self._at(pair[1]).keys
        return any(pair in within(self._members(key), self._of) for key in common)

    def _judged(self, one: int, other: int) -> Verdict:
        return judge(self._of(one), self._of(other))

    # ---------------------------------------------------------------- what hangs together

    def _parted(self, apart: Set[frozenset[str]]) -> set[int]:
        """The numbers of those that persons keep apart since the last time, or no more."""
        known = {frozenset(pair) for pair in self._db.execute("SELECT one, other FROM apart")}
        moved = {identifier for pair in known ^ apart for identifier in pair}
        if moved:
            self._db.execute("DELETE FROM apart")
            self._db.executemany("INSERT INTO apart VALUES (?, ?)", [sorted(pair) for pair in apart])
        found = (self._db.execute("SELECT number FROM sketch WHERE id = ?", (one,)).fetchone() for one in moved)
        return {row[0] for row in found if row is not None}

    def _conclude(self, stirred: Iterable[int], apart: Apart) -> None:
        """Says anew of what hangs together with these which are one."""
        done: set[int] = set()
        for start in sorted(stirred):
            if start in done:
                continue
            numbers = self._together(start)
            done |= numbers
            for one in numbers:
                self._db.execute("DELETE FROM joined WHERE number = ?", (one,))
                self._db.execute("DELETE FROM refused WHERE one = :number OR other = :number", {"number": one})
            if len(numbers) > 1:
                self._join(numbers, apart)

    def _together(self, start: int) -> set[int]:
        found, ahead = {start}, [start]
        while ahead:
            for (other,) in self._db.execute(BESIDE, {"number": ahead.pop()}):
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        return found

    def _join(self, numbers: Iterable[int], apart: Apart) -> None:
        by_id = {self._of(number).id: self._of(number) for number in numbers}
        number_of = {self._of(number).id: number for number in numbers}
        pairs = [
            pair
            for one in numbers
            for pair in self._db.execute("SELECT one, other FROM verdict WHERE one = ? AND same", (one,))
        ]
        verdicts = (self._judged(*pair) for pair in pairs if not apart(self._of(pair[0]).id, self._of(pair[1]).id))
        decisions = concluded(by_id, verdicts, apart)
        for group in decisions.groups:
            first = min(number_of[identifier] for identifier in group)
            self._db.executemany("INSERT INTO joined VALUES (?, ?)", [(number_of[identifier], first) for identifier in group])
        for one in decisions.questions:
            pair = number_of[one.comparison.one], number_of[one.comparison.other]
            self._db.execute("INSERT INTO refused VALUES (?, ?, ?)", (*pair, one.why[0]))

    # ---------------------------------------------------------------- reading

    def _members(self, key: int) -> list[int]:
        return [number for (number,) in self._db.execute("SELECT number FROM block WHERE key = ? ORDER BY number", (key,))]

    def _of(self, number: int) -> Sketch:
        return self._at(number).sketch

    def _at(self, number: int) -> At:
        return self._kept(number, number in self._renewed)

    def _read(self, number: int, _renewed: bool) -> At:
        body, keys = self._db.execute("SELECT body, keys FROM sketch WHERE number = ?", (number,)).fetchone()
        return At(unpacked(body), frozenset(array("Q", keys)))


def _opened(file: Path | None) -> sqlite3.Connection:
    """The file in the layout of this program; one of another program, or that is none, is made anew."""
    try:
        db = _connected(file)
        if _is_current(db):
            return db
        db.close()
    except sqlite3.OperationalError:
        raise  # it is held by another run, or the disk cannot be written: a new file would not mend that
    except sqlite3.DatabaseError:
        pass
    for left in (file, file.with_name(f"{file.name}-journal")) if file is not None else ():
        left.unlink(missing_ok=True)
    db = _connected(file)
    for statement in ("BEGIN IMMEDIATE", *TABLES.split(";")):
        db.execute(statement)
    db.execute("INSERT INTO meta VALUES (?)", (program(),))
    db.commit()
    return db


def _connected(file: Path | None) -> sqlite3.Connection:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        private(file)
    db = sqlite3.connect(file or ":memory:", timeout=PATIENCE, isolation_level=None)
    # What a source takes back is not to be read from this file either.
    for said in ("secure_delete = ON", "synchronous = NORMAL", "cache_size = -65536", "temp_store = FILE"):
        db.execute(f"PRAGMA {said}")
    return db


def _is_current(db: sqlite3.Connection) -> bool:
    has = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
    return has is not None and db.execute("SELECT program FROM meta").fetchone() == (program(),)
