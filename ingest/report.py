"""What a run has to tell: counts, the first examples of every reason, codes that map to nothing, columns nobody read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.clean.text import line
from ingest.draft import Where

EXAMPLES = 5
"""Examples kept of each reason: enough to find the pattern in the source."""
EXCERPT = 80
"""Longest excerpt of a refused record, in characters: enough to recognise it."""
RECENT = 5000
"""Records whose repairs are remembered until they are quarantined or published: more than any format reads ahead."""
KINDS_KEPT = 2000
"""Different reasons, guesses or codes counted one by one; what comes after is counted together."""
MORE = "(others)"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that was not taken, why, and where it stands in the source."""

    reason: str
    where: Where
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A body known to exist with nothing a visitor could use: what stewards are told of it, and where it stands.

    Its street is left out: that of a small body is often somebody's home or a box.
    """

    why: str
    where: Where
    name: str
    organization: str = ""
    town: str = ""
    categories: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """The notes of one run of one source: formats and the pipeline write it, the catalogue keeps it, `report` shows it.

    read = listed + refused + joined + leads + left. `on_refused` and `on_lead` are told every such record at once, so that
    none needs to be held in memory.
    """

    read: int = 0
    listed: int = 0
    refused: int = 0
    joined: int = 0  # records that became part of another record's listing
    leads: int = 0  # records kept for stewards, never published
    left: int = 0  # records left out on purpose, counted by rule in `omissions`
    reasons: Counter[str] = field(default_factory=Counter)
    guesses: Counter[str] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    leftovers: Counter[tuple[str, str]] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    omissions: Counter[str] = field(default_factory=Counter)
    lead_reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Quarantined]] = field(default_factory=dict)
    in_vain: Counter[str] = field(default_factory=Counter, repr=False)  # what was repaired of quarantined records
    recent: dict[tuple[str, int], list[tuple[str, str]]] = field(default_factory=dict, repr=False)  # what was repaired, where
    on_refused: Callable[[Quarantined], None] | None = None
    on_lead: Callable[[Lead], None] | None = None
    hushed: Callable[[Where, tuple[str, ...]], bool] | None = None  # whether that record, and these words, must not be told

    def refuse(self, reason: str, where: Where, excerpt: str = "") -> None:
        """The record is quarantined; what was repaired of it helped nobody, and is not told."""
        self._unguess(where)
        if self.hushed is not None and self.hushed(where, (excerpt,)):
            where, excerpt = replace(where, key=""), ""
        found = Quarantined(reason, where, line(excerpt, EXCERPT))
        self.refused += 1
        _count(self.reasons, reason)
        self._example(reason, found)
        if self.on_refused is not None:
            self.on_refused(found)

    def unmapped(self, vocabulary: str, code: str) -> None:
        """A code that the crosswalks do not know."""
        _count(self.codes, (vocabulary, line(code, EXCERPT)))

    def leftover(self, file: str, column: str) -> None:
        """A column or key nobody read."""
        _count(self.leftovers, (file, line(column, EXCERPT)))

    def guess(self, what: str, where: Where) -> None:
        """Something was repaired or assumed. File and row find it; its key is not kept: formats repair before anybody knows
        that a place is protected."""
        _count(self.guesses, what)
        self._example(what, Quarantined(what, Where(where.file, where.row, "")))
        if where.row:
            self.recent.setdefault((where.file, where.row), []).append((where.key, what))
            if len(self.recent) > RECENT:
                del self.recent[next(iter(self.recent))]

    def _unguess(self, where: Where) -> None:
        told = self.recent.pop((where.file, where.row), ())
        for key, what in told:
            if key and where.key and key != where.key:  # of another record that stands in the same row
                self.recent.setdefault((where.file, where.row), []).append((key, what))
                continue
            counted = what if what in self.guesses else MORE
            self.guesses -= Counter([counted])
            self.in_vain[what] += 1
            kept = self.examples.get(what, [])
            self.examples[what] = [one for one in kept if (one.where.file, one.where.row) != (where.file, where.row)]

    def folded(self, count: int) -> None:
        """So many records became part of another record's draft."""
        self.joined += count
        self.read += count

    def omitted(self, what: str) -> None:
        """A whole record was left out on purpose."""
        self.left += 1
        self.read += 1
        _count(self.omissions, what)

    def lead(self, found: Lead) -> None:
        """The record is kept for stewards."""
        if self.hushed is not None and self.hushed(found.where, (found.name, found.organization)):
            found = replace(found, where=replace(found.where, key=""), name="", organization="", town="")
        self.leads += 1
        _count(self.lead_reasons, found.why)
        self._example(found.why, Quarantined(found.why, found.where, line(found.name, EXCERPT)))
        if self.on_lead is not None:
            self.on_lead(found)

    def ignored(self, what: str, count: int = 1) -> None:
        """So many values, or rows beside the records, were left out on purpose."""
        self.left_out[what if what in self.left_out or len(self.left_out) < KINDS_KEPT else MORE] += count

    def _example(self, reason: str, found: Quarantined) -> None:
        kept = self.examples.setdefault(reason, []) if len(self.examples) < KINDS_KEPT else None
        if kept is not None and len(kept) < EXAMPLES:
            kept.append(found)

    def plain(self) -> dict[str, Any]:
        """The report as JSON values, the most frequent first."""
        return {
            "read": self.read,
            "listed": self.listed,
            "quarantined": self.refused,
            "folded": self.joined,
            "leads": self.leads,
            "omitted": self.left,
            "reasons": [self._told(reason, count) for reason, count in self.reasons.most_common()],
            "lead_reasons": [self._told(why, count) for why, count in self.lead_reasons.most_common()],
            "omissions": [{"what": what, "count": count} for what, count in self.omissions.most_common()],
            "guesses": [self._told(what, count) for what, count in self.guesses.most_common()],
            "unmapped": [{"vocabulary": v, "code": code, "count": n} for (v, code), n in self.codes.most_common()],
            "left_out": [{"what": what, "count": count} for what, count in self.left_out.most_common()],
            "leftovers": [{"file": file, "column": name, "count": n} for (file, name), n in self.leftovers.most_common()],
        }

    def _told(self, reason: str, count: int) -> dict[str, Any]:
        examples = [
            {"file": one.where.file, "row": one.where.row, "key": one.where.key, "excerpt": one.excerpt}
            for one in self.examples.get(reason, ())
        ]
        return {"what": reason, "count": count, "examples": examples}


def _count(counter: Counter[Any], key: Any) -> None:
    if key not in counter and len(counter) >= KINDS_KEPT:
        key = (MORE, MORE) if isinstance(key, tuple) else MORE
    counter[key] += 1
