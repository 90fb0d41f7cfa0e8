"""Runs of sources and what they did: the values that the catalogue takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

RUNNING = "running"
BROKEN_OFF = "broken off"
UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a source: `outcome` is "published", "unchanged", "failed", …; `report` has JSON values, times are UTC."""

    source: str
    day: date
    outcome: str
    seconds: float
    report: dict[str, Any]
    started: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run did to the listings of its source; `missing` are not there any more, but not yet for long enough."""

    listed: int = 0
    changed: int = 0
    gone: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not taken: where it stands in the source, why, and words to recognise it by, none of them private."""

    file: str
    row: int
    key: str
    reason: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A body known to exist with nothing a visitor could use: kept for stewards, never published."""

    file: str
    row: int
    key: str
    why: str
    name: str
    organization: str = ""
    town: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fed:
    """What a source's last good run was fed: a digest of the feed with its description and program, when it was last read to
    its end, and when it was last found to be as it was."""

    digest: str
    read_on: date
    ran_on: date
