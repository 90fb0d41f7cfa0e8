"""What every command of ingest works with: the bench, faults told in a sentence, a bar on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from directory.catalogue import Catalogue
from directory.errors import NearhelpError
from directory.index import open_configured
from directory.index.base import Index
from directory.settings import Settings
from ingest.dedupe.merging import Rules
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.run import Station
from ingest.sources import SHIPPED, precedences, sources
from ingest.withheld import private


@dataclass(frozen=True)
class Bench:
    """What every command works with: the settings, and what is opened only when a command needs it."""

    settings: Settings
    engine: str = ""  # another index than the configured one
    anew: bool = False  # read feeds that did not change, too

    @property
    def folder(self) -> Path:
        """Where everything is written."""
        return Path(self.settings.data)

    @property
    def own(self) -> Path:
        """Where the operator's sources are."""
        return self.folder / "sources"

    @cached_property
    def known(self) -> dict[str, Path]:
        """Every source's file by its name."""
        return sources(SHIPPED, self.own)

    @property
    def rules(self) -> Rules:
        """What decides between records of one help: the precedence of sources, and what each keeps private."""
        return Rules(precedences(self.known), private(self.folder, self.known))

    @cached_property
    def today(self) -> date:
        """The day it is, UTC."""
        return datetime.now(UTC).date()

    @cached_property
    def station(self) -> Station:
        """Where runs happen, today."""
        return Station(open_places(self.settings), self.folder, self.today, self.anew)

    def reading(self, anew: bool) -> Bench:
        """The bench of a run that reads what did not change as well, or does not."""
        return replace(self, anew=anew)

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process makes it of: the gazetteer and all else that is open stays behind."""
        return Bench, (self.settings, self.engine, self.anew)

    def catalogue(self) -> Catalogue:
        """The catalogue, open."""
        return Catalogue.of(self.folder)

    @contextmanager
    def index(self) -> Iterator[Index]:
        """The index, closed in the end."""
        with closing(open_configured(self.settings, self.engine)) as found:
            yield found


class Friendly(click.Group):
    """A group whose expected faults are a sentence on stderr and exit status 1, not a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except NearhelpError as error:
            raise click.ClickException(str(error) or error.title) from None


@contextmanager
def bar(label: str, length: int | None, *, total: bool = False) -> Iterator[Callable[[int], None] | None]:
    """A progress bar on a terminal, nothing elsewhere. It is told steps or, with `total`, how many there were in all.

    It shows the count, the time that remains where the length is known, and how many a second.
    """
    if not sys.stderr.isatty():
        yield None
        return
    nothing: tuple[int, ...] = ()  # the bar is told counts, it takes nothing
    begun, done = time.monotonic(), 0

    def rate() -> str | None:
        return f"{done / (time.monotonic() - begun):,.0f}/s" if done else None

    def update(count: int) -> None:
        nonlocal done
        step, done = (count - done, count) if total else (count, done + count)
        shown.update(step)

    with click.progressbar(
        nothing, length=length or None, label=label, file=sys.stderr, show_pos=True, item_show_func=lambda _: rate()
    ) as shown:
        yield update
