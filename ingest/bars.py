"""Progress of several sources at once on a terminal: a line for each."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TextIO

WIDTH = 24
"""Characters of a bar."""
PAUSE_S = 0.1
"""Least time between two drawings."""


@dataclass(slots=True)
class Bar:
    """One source: how many records there were the last time, how many now, since when, and whether it is done."""

    name: str
    length: int
    count: int = 0
    started: float | None = None
    seconds: float = 0.0
    said: str = ""

    def line(self, label: int) -> str:
        """The bar as a line: waiting, going on with its rate and what remains, or done."""
        head = f"{self.name:<{label}}"
        if self.started is None:
            return f"{head}  waits"
        share = min(1.0, self.count / self.length) if self.length else 0.0
        full = WIDTH if self.said else int(WIDTH * share)
        rate = self.count / self.seconds if self.seconds > 0 else 0.0
        left = f"  {(self.length - self.count) / rate:,.0f} s left" if rate and self.length > self.count else ""
        known = f"/{self.length:,}" if self.length else ""
        told = f"  {self.said}" if self.said else left
        return f"{head}  [{'#' * full}{'-' * (WIDTH - full)}]  {self.count:,}{known}  {rate:,.0f}/s{told}"


@dataclass(slots=True)
class Bars:
    """The lines of all sources, drawn in place; `clock` counts seconds."""

    out: TextIO
    bars: dict[str, Bar]
    drawn: bool = False
    last: float = field(default=float("-inf"))

    def tell(self, name: str, count: int, said: str = "") -> None:
        """A source began (0), has come to a count in all, or is done and says how."""
        now, bar = time.monotonic(), self.bars[name]
        bar.started = now if bar.started is None else bar.started
        bar.count, bar.seconds, bar.said = max(count, bar.count), now - bar.started, said
        if said or now - self.last >= PAUSE_S:
            self.draw(now)

    def draw(self, now: float) -> None:
        """Draw every line over the last drawing."""
        label = max(map(len, self.bars))
        up = f"\x1b[{len(self.bars)}F" if self.drawn else ""
        self.out.write(up + "".join(f"\x1b[2K{bar.line(label)}\n" for bar in self.bars.values()))
        self.out.flush()
        self.drawn, self.last = True, now


def bars_of(out: TextIO, lengths: dict[str, int]) -> Bars | None:
    """The lines of sources with how many records each had, None where nobody watches."""
    return Bars(out, {name: Bar(name, length) for name, length in lengths.items()}) if out.isatty() else None
