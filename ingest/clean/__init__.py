"""Cleaning: pure functions from what a source wrote to what may be published, with notes of what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Clean(Generic[T]):
    """A cleaned value, and what was repaired, assumed or dropped on the way, in words that quote nothing of the source."""

    value: T
    notes: tuple[str, ...] = ()
