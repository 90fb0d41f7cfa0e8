"""The two collections that queries are judged over: the seed, and Miami's 211 where the real data sets are."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from directory.catalogue import Catalogue
from directory.listing import Listing
from directory.settings import Settings
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.run import Station, run
from ingest.sources import SHIPPED, Fixes, Source, named, sources

ROOT = Path(__file__).resolve().parents[2]
MIAMI = ROOT.parent / "shared" / "data" / "real" / "hsds1-miami-211"
TODAY = date(2026, 3, 4)
"""A Wednesday: the day of every search here."""
MOMENT = 29_544_060
"""Its noon in New York, in minutes since 1970 (UTC)."""
SETTINGS = Settings(data=str(ROOT / ".cache"))


def listings(source: Source) -> tuple[Listing, ...]:
    """The published listings of a source, as our own ingest makes them. Raises RuntimeError when it publishes nothing.

    The subject words of a professional index are taken out: they judge here, so they must not be found.
    """
    with tempfile.TemporaryDirectory() as folder, Catalogue(Path(folder) / "catalogue.sqlite") as catalogue:
        outcome = run(source, catalogue, Station(open_places(SETTINGS), Path(folder), TODAY))
        if outcome.fault:
            raise RuntimeError(outcome.fault)
        return tuple(replace(listing, keywords=()) for listing in catalogue.listings())


@cache
def seed() -> tuple[Listing, ...]:
    """The project's own listings."""
    return listings(named("seed", sources(SHIPPED)))


@cache
def miami() -> tuple[Listing, ...]:
    """The 211 of Miami in 2019, with the options that `ingest add` proposes for it; about 20 seconds."""
    return listings(
        Source(
            name="miami",
            title="Open211 Miami",
            format="hsds1",
            path=MIAMI,
            coverage=("us-fl",),
            zone="America/New_York",
            fixes=Fixes(remove=(re.compile("#+[A-Z]{3}#*|[A-Z]{3}#+"),)),
            options={"home": ["FL"], "languages": {"creole": "ht"}},
            seen_on=date(2019, 8, 19),
        )
    )


WORLDS: Mapping[str, Callable[[], tuple[Listing, ...]]] = {"seed": seed, "miami": miami}


def missing(name: str) -> str:
    """Why a collection cannot be had; empty where it can."""
    return "the real data sets (../shared/data/real) are not on this machine" if name == "miami" and not MIAMI.is_dir() else ""
