"""The catalogue, open: what sources said, which runs there were, what was decided, and what is published of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

import orjson
from sqlalchemy import Select, delete, func, insert, select, update

from directory.catalogue import backup, bodies, deciding, trails
from directory.catalogue.carried import carry
from directory.catalogue.database import connect, writing
from directory.catalogue.decisions import Decided, Decision, Signed, about
from directory.catalogue.folding import Origin
from directory.catalogue.inbox import Queue
from directory.catalogue.keeping import Opening
from directory.catalogue.publishing import GONE, LISTED, Publisher, batches
from directory.catalogue.runs import BROKEN_OFF, RUNNING, UNCHANGED, Changes, Fed, Lead, Run
from directory.catalogue.tables import FED, GENERATION, LEAD, LISTING, MARK, QUARANTINE, RECORD, RUN, SAID, SEQUENCE
from directory.catalogue.taking import Replacing
from directory.catalogue.trails import Trail
from directory.catalogue.unchanged import stand
from directory.listing import Listing

FILE = "catalogue.sqlite"
"""The catalogue's name in the data folder."""
OLD_STORE = "store.sqlite"


def utc_now() -> datetime:
    """The moment it is, UTC."""
    return datetime.now(UTC)


class Catalogue:
    """The catalogue in a file or at a database's URL; a context manager that lets go of it. Every method raises
    CatalogueUnavailable when the database cannot be used."""

    def __init__(self, where: Path | str) -> None:
        self._engine = connect(where)
        self.folder = where.parent if isinstance(where, Path) else None

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The catalogue of a data folder; a store of an earlier release there is carried over first."""
        file, old = folder / FILE, folder / OLD_STORE
        if old.exists() and not file.exists():
            _carry_over(old, file)
        return cls(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @property
    def queue(self) -> Queue:
        """What visitors suggested and reported."""
        return Queue(self._engine)

    # ---------------------------------------------------------------- runs

    @contextmanager
    def replacing(self, source: str, day: date, *, retire: int = 1) -> Iterator[Replacing]:
        """A run that replaces what a source says, whole or, when the block raises, not at all.

        What it does not say any more is retired after `retire` good runs without it.
        """
        opening = self._opened(source, day, retire)
        replacing = Replacing(self._engine, opening, self.folder)
        try:
            yield replacing
        except BaseException:
            with writing(self._engine) as connection:
                connection.execute(delete(RUN).where(RUN.c.number == opening.number))
            raise
        finally:
            replacing.close()

    def _opened(self, source: str, day: date, retire: int) -> Opening:
        with writing(self._engine) as connection:
            mine = (RUN.c.source == source, RUN.c.outcome == RUNNING)
            connection.execute(update(RUN).where(*mine).values(outcome=BROKEN_OFF))
            begun = {"source": source, "started": utc_now(), "day": day, "outcome": RUNNING, "seconds": 0.0, "report": b"{}"}
            (number,) = connection.execute(insert(RUN).returning(RUN.c.number), begun)
        return Opening(source, day, int(number[0]), retire)

    def unchanged(self, source: str, run: Run, *, retire: int = 1) -> Changes:
        """Keep a run that found the feed as it was: what was missing goes on to be missing."""
        opening = self._opened(source, run.day, retire)
        with writing(self._engine) as connection:
            return stand(connection, opening, run)

    def record(self, run: Run) -> None:
        """Keep a run that published nothing."""
        kept = {"source": run.source, "started": run.started or utc_now(), "ended": run.ended or utc_now(), "day": run.day}
        kept |= {"outcome": run.outcome, "seconds": run.seconds, "report": orjson.dumps(run.report)}
        with writing(self._engine) as connection:
            connection.execute(insert(RUN), kept)

    def fed(self, source: str) -> Fed | None:
        """What the last good run of a source was fed."""
        row = self._first(select(FED.c.digest, FED.c.read_on, FED.c.ran_on).where(FED.c.source == source))
        return Fed(*row) if row else None

    def runs(self, source: str, most: int = 20, *, read: bool = False) -> list[Run]:
        """The last runs of a source that came to an end, the newest first; also those that failed. With `read` without those
        that found the feed as it was."""
        passed = (RUNNING, BROKEN_OFF, *((UNCHANGED,) if read else ()))
        query = select(RUN).where(RUN.c.source == source, RUN.c.outcome.not_in(passed))
        rows = self._all(query.order_by(RUN.c.number.desc()).limit(most))
        return [
            Run(source, row.day, row.outcome, row.seconds, orjson.loads(row.report), row.started, row.ended) for row in rows
        ]

    def last_run(self, source: str) -> Run | None:
        """The last run of a source that came to an end, also one that failed."""
        return next(iter(self.runs(source, 1)), None)

    def last_report(self, source: str) -> Run | None:
        """The last run of a source that read its feed."""
        return next(iter(self.runs(source, 1, read=True)), None)

    def quarantined(self, source: str) -> list[tuple[str, int, str, str, str]]:
        """(file, row, key, reason, excerpt) of what the last good run of a source did not take."""
        columns = (QUARANTINE.c.file, QUARANTINE.c.row, QUARANTINE.c.key, QUARANTINE.c.reason, QUARANTINE.c.excerpt)
        rows = self._all(select(*columns).where(QUARANTINE.c.source == source).order_by(QUARANTINE.c.number))
        return [(file, row, key, reason, excerpt) for file, row, key, reason, excerpt in rows]

    def leads(self, source: str) -> Iterator[Lead]:
        """What the last good run of a source kept for stewards, in the order of the source."""
        for row in self._stream(select(LEAD).where(LEAD.c.source == source).order_by(LEAD.c.number)):
            kinds = tuple(row.categories.split())
            yield Lead(row.file, row.row, row.key, row.why, row.name, row.organization, row.town, kinds)

    # ---------------------------------------------------------------- what is published

    def listings(self, source: str = "") -> Iterator[Listing]:
        """Every published listing, of one source if named, in the order of ids."""
        query = _published(LISTING.c.state == LISTED, *((LISTING.c.source == source,) if source else ()))
        for row in self._stream(query.order_by(LISTING.c.id)):
            yield bodies.listing_of(row.body or row.said, row.revision)

    def changed_between(self, after: int, until: int) -> Iterator[Listing]:
        """The listings whose last change came after a revision and not after another, in the order of their changes."""
        query = _published(LISTING.c.revision > after, LISTING.c.revision <= until, LISTING.c.state == LISTED)
        for row in self._stream(query.order_by(LISTING.c.revision)):
            yield bodies.listing_of(row.body or row.said, row.revision)

    def gone_between(self, after: int, until: int) -> list[tuple[str, int]]:
        """The (id, revision) of what went after a revision and not after another."""
        query = select(LISTING.c.id, LISTING.c.revision).where(LISTING.c.revision > after, LISTING.c.revision <= until)
        rows = self._all(query.where(LISTING.c.state != LISTED).order_by(LISTING.c.revision))
        return [(identifier, number) for identifier, number in rows]

    def changed_since(self, revision: int) -> int:
        """How many listings changed or went after a revision."""
        return self._number(select(func.count()).select_from(LISTING).where(LISTING.c.revision > revision))

    def count(self, source: str = "") -> int:
        """Published listings, of one source if named."""
        query = select(func.count()).select_from(LISTING).where(LISTING.c.state == LISTED)
        return self._number(query.where(LISTING.c.source == source) if source else query)

    def revision(self) -> int:
        """The highest revision given so far."""
        return self._number(select(SEQUENCE.c.revision))

    def sample(self, size: int) -> Iterator[Listing]:
        """So many published listings, drawn by chance."""
        drawn = self._all(select(LISTING.c.number).where(LISTING.c.state == LISTED).order_by(func.random()).limit(size))
        for (number,) in drawn:
            for row in self._all(_published(LISTING.c.number == number, LISTING.c.state == LISTED)):
                yield bodies.listing_of(row.body or row.said, row.revision)

    def withdrawn(self, size: int) -> list[tuple[str, str]]:
        """The (id, ref) of so many listings that are no longer listed, drawn by chance."""
        query = select(LISTING.c.id, LISTING.c.ref).where(LISTING.c.state != LISTED).order_by(func.random()).limit(size)
        return [(identifier, ref) for identifier, ref in self._all(query)]

    def trail(self, ref: str) -> Trail:
        """Where a public id leads: to a listing, to the one it was merged into, or to "no longer listed", for ever."""
        with self._engine.connect() as connection:
            return trails.trail(connection, ref)

    def origins(self, ref: str) -> dict[str, Origin]:
        """Of each field that a published listing states: which source gave it and when, or which decision."""
        with self._engine.connect() as connection:
            return trails.origins(connection, ref)

    # ---------------------------------------------------------------- what sources say, and decisions

    def records(self, source: str = "") -> Iterator[Listing]:
        """Every record that sources still say, as the listing it alone would be, of one source if named."""
        query = select(SAID.c.body).join(RECORD, RECORD.c.number == SAID.c.number).where(RECORD.c.retired.is_(False))
        for row in self._stream((query.where(RECORD.c.source == source) if source else query).order_by(RECORD.c.number)):
            yield bodies.listing_of(row.body, 0)

    def said(self, ids: Iterable[str]) -> Iterator[Listing]:
        """The records with these ids, as far as sources still say them."""
        query = select(SAID.c.body).join(RECORD, RECORD.c.number == SAID.c.number).where(RECORD.c.retired.is_(False))
        for batch in batches(sorted(ids), 500):
            for row in self._all(query.where(RECORD.c.id.in_(batch))):
                yield bodies.listing_of(row.body, 0)

    def digests(self) -> Iterator[tuple[int, bytes]]:
        """The number and digest of every record that sources still say, in the order of numbers."""
        query = select(RECORD.c.number, RECORD.c.digest).where(RECORD.c.retired.is_(False)).order_by(RECORD.c.number)
        yield from self._stream(query)

    def numbered(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes, Listing]]:
        """Number, digest and listing of these records, as far as sources still say them."""
        query = select(RECORD.c.number, RECORD.c.digest, SAID.c.body).join(SAID, SAID.c.number == RECORD.c.number)
        for batch in batches(numbers, 500):
            for number, digest, body in self._all(query.where(RECORD.c.number.in_(batch), RECORD.c.retired.is_(False))):
                yield number, digest, bodies.listing_of(body, 0)

    def decide(self, decisions: Iterable[Decision], by: str, at: datetime | None = None) -> tuple[Decided, ...]:
        """Keep decisions and publish what follows from them, all or none. Raises NotFound, InvalidListing."""
        with writing(self._engine) as connection:
            made = deciding.written(connection, tuple(decisions), by, at or utc_now())
            publisher = Publisher(connection)
            publisher.refold(identifier for one in made for identifier in about(one.decision))
            publisher.close()
        return tuple(made)

    def undo(self, number: int, by: str, why: str = "", at: datetime | None = None) -> Decided:
        """Take a decision back and publish what follows. Raises NotFound when it does not count any more."""
        with writing(self._engine) as connection:
            one = deciding.undone(connection, number, Signed(by=by, at=at or utc_now(), why=why))
            publisher = Publisher(connection)
            publisher.refold(about(one.decision))
            publisher.close()
        return one

    def instead(self, number: int, decision: Decision, *, by: str, why: str) -> Decided:
        """Take a decision back and keep another in its place, as of who made the first: both or neither, so that nothing is
        published between the two. Raises NotFound, InvalidListing."""
        with writing(self._engine) as connection:
            old = deciding.undone(connection, number, Signed(by=by, at=utc_now(), why=why))
            (made,) = deciding.written(connection, (decision,), old.by, utc_now())
            publisher = Publisher(connection)
            publisher.refold((*about(old.decision), *about(made.decision)))
            publisher.close()
        return made

    def decisions(self, listing: str = "") -> Iterator[Decided]:
        """Every decision in its order, those undone too; those about one listing if its id is given."""
        with self._engine.connect() as connection:
            yield from deciding.read(connection, listing)

    def mark(self, name: str) -> str:
        """How far a follower of the catalogue has come, as it said itself; empty at first."""
        return str((self._first(select(MARK.c.value).where(MARK.c.name == name)) or ("",))[0])

    def set_mark(self, name: str, value: str) -> None:
        """Remember how far a follower of the catalogue has come."""
        with writing(self._engine) as connection:
            connection.execute(delete(MARK).where(MARK.c.name == name))
            connection.execute(insert(MARK), {"name": name, "value": value})

    def copy(self, into: Path) -> None:
        """Write a copy of one moment to a new file; runs may go on meanwhile."""
        backup.copy(self._engine, into)

    def told(self) -> tuple[int, int, str]:
        """Of one moment: the highest revision, how many listings are published, and a digest of them all."""
        return backup.told(self._engine)

    # ---------------------------------------------------------------- indices

    def built(self, generation: str) -> bool:
        """Whether a generation of an index was built from this catalogue: two may have come to the same revision."""
        return self._first(select(GENERATION.c.name).where(GENERATION.c.name == generation)) is not None

    def note_built(self, generation: str, refused: int = 0, told: str = "") -> None:
        """Remember that a generation of an index was built from this catalogue, and what the engine refused of it."""
        with writing(self._engine) as connection:
            known = connection.execute(select(GENERATION.c.name).where(GENERATION.c.name == generation)).first()
            if known is None:
                connection.execute(insert(GENERATION), {"name": generation, "refused": refused, "told": told})
            elif refused:
                connection.execute(update(GENERATION).where(GENERATION.c.name == generation).values(refused=refused, told=told))

    def refused(self, generation: str) -> tuple[int, str]:
        """How many listings an engine refused when a generation was built, and which by id and reason."""
        row = self._first(select(GENERATION.c.refused, GENERATION.c.told).where(GENERATION.c.name == generation))
        return (int(row[0]), str(row[1])) if row else (0, "")

    # ---------------------------------------------------------------- reading

    def _first(self, query: Select[Any]) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(query).first()

    def _all(self, query: Select[Any]) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.execute(query))

    def _number(self, query: Select[Any]) -> int:
        return int(self._first(query)[0])

    def _stream(self, query: Select[Any]) -> Iterator[Any]:
        with self._engine.connect() as connection:
            yield from connection.execute(query.execution_options(yield_per=1000))


def _published(*where: Any) -> Select[Any]:
    """Listings with their bodies: their own, or what their record says."""
    query = select(LISTING.c.id, LISTING.c.revision, LISTING.c.state, LISTING.c.body, SAID.c.body.label("said"))
    return query.join_from(LISTING, SAID, SAID.c.number == LISTING.c.number, isouter=True).where(*where)


def _carry_over(old: Path, file: Path) -> None:
    """Make the catalogue of a store beside it, under another name until it is whole; the store is kept, renamed."""
    part = file.with_name(f"{file.name}.part")
    for left in file.parent.glob(f"{part.name}*"):
        left.unlink()
    engine = connect(part)
    try:
        with writing(engine) as connection:
            carry(old, connection)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
    part.replace(file)
    old.rename(old.with_name(f"{old.name}.carried-over"))


__all__ = ["FILE", "GONE", "OLD_STORE", "Catalogue"]
