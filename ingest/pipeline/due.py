"""Which sources are due: by their `every`, counted from when the last good run began."""

from __future__ import annotations

from datetime import datetime, timedelta

from directory.catalogue import Catalogue, Run
from ingest.pipeline.run import FAILED
from ingest.sources import Source

AGAIN = timedelta(hours=1)
"""A source that failed is tried again so soon, if it is not due sooner: a server that is down is not asked every minute."""
SLACK, MOST_SLACK = 0.1, timedelta(minutes=15)
"""What is nearly due is due: a nightly timer does not fire to the second."""


def due_at(source: Source, catalogue: Catalogue) -> datetime | None:
    """When a source is due; None when it never ran."""
    last: Run | None = catalogue.last_run(source.name)
    if last is None or last.started is None:
        return None
    wait = min(source.every, AGAIN) if last.outcome == FAILED else source.every
    return last.started + wait - min(wait * SLACK, MOST_SLACK)


def due(source: Source, catalogue: Catalogue, now: datetime) -> bool:
    """Whether it is time to run a source."""
    at = due_at(source, catalogue)
    return at is None or at <= now
