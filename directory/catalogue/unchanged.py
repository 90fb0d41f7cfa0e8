"""A run that found the feed as it was: nothing is read, nothing written but what was missing already."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from directory.catalogue.differences import Differences
from directory.catalogue.keeping import Known, Opening, close_run, retire
from directory.catalogue.publishing import Publisher
from directory.catalogue.runs import Changes, Run
from directory.catalogue.tables import RECORD


def stand(connection: Connection, opening: Opening, run: Run) -> Changes:
    """Keep the run; one more good run passes without the records that were missing."""
    columns = RECORD.c
    mine = (columns.source == opening.source, columns.retired.is_(False))
    query = select(
        columns.id, columns.number, columns.digest, columns.seen_on, columns.file, columns.row, columns.missed, columns.retired
    ).where(*mine, columns.missed > 0)
    left = {row[0]: Known(*row[1:]) for row in connection.execute(query)}
    listed = len(connection.execute(select(columns.number).where(*mine, columns.missed == 0)).all())
    differences = Differences()
    gone, missing = retire(connection, opening, left, differences)
    publisher = Publisher(connection)
    publisher.take(gone)
    publisher.close()
    run = replace(run, report=run.report | {"changes": differences.plain()})
    close_run(connection, opening, run, "", whole=False)
    return Changes(listed=listed, gone=len(gone), missing=missing)
