"""A snapshot being made longer: what a rebuild fills and what a worker catches up with."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from directory.index.sqlite.columns import NOWHERE, Columns, Dated, bits_of, unit_vector
from directory.index.sqlite.facts import Facts, Rule


class Builder:
    """Columns being made longer: rows are appended in order behind those of `old`, then `finish` gives the new snapshot."""

    def __init__(self, old: Columns) -> None:
        self.old = old
        self.x, self.y, self.z = (array("d", column) for column in (old.x, old.y, old.z))
        self.leaf, self.fresh, self.checked = array("d", old.leaf), array("d", old.fresh), array("q", old.checked)
        self.names = list(old.names)
        self.values, self.values_from = array("H", old.values), array("I", old.values_from)
        self.terms: dict[str, array[int]] = {}
        self.rules: dict[Rule, array[int]] = {rule: array("I") for rule in old.rules}
        self.dated: dict[tuple[str, bool], list[tuple[int, int, int]]] = {}

    @property
    def size(self) -> int:
        """The row the next listing gets."""
        return len(self.names)

    def append(self, facts: Facts) -> int:
        """Take in a listing; gives its row."""
        row = self.size
        vector = NOWHERE if facts.point is None else unit_vector(facts.point)
        for column, value in zip((self.x, self.y, self.z), vector, strict=True):
            column.append(value)
        for column, value in zip((self.leaf, self.fresh), facts.static, strict=True):
            column.append(value)
        self.checked.append(facts.checked)
        self.names.append(facts.order)
        self.values.extend(facts.values)
        self.values_from.append(len(self.values))
        for term in (*facts.terms, *(("located",) if facts.point is not None else ())):
            self.terms.setdefault(term, array("I")).append(row)
        for rule in facts.rules:
            self.rules.setdefault(rule, array("I")).append(row)
        for span in facts.dated:
            self.dated.setdefault((span.zone, span.online), []).append((span.start, span.end, row))
        return row

    def finish(self, sequence: int, dead: Iterable[int] = ()) -> Columns:
        """The snapshot with all that was appended and without the `dead` rows."""
        old, size = self.old, self.size
        terms = old.terms.grown(self.terms, size)
        before = dict(zip(old.rules, old.rule_bits, strict=True))
        return Columns(
            generation=old.generation,
            sequence=sequence,
            size=size,
            live=(old.live | bits_of(range(old.size, size), size)) & ~bits_of(dead, size),
            terms=terms,
            x=self.x,
            y=self.y,
            z=self.z,
            located=terms.bits("located"),
            leaf=self.leaf,
            fresh=self.fresh,
            checked=self.checked,
            names=self.names,
            values=self.values,
            values_from=self.values_from,
            rules=list(self.rules),
            rule_bits=[before.get(rule, 0) | (bits_of(rows, size) if rows else 0) for rule, rows in self.rules.items()],
            listings=old.listings,
            packed=old.packed,
            dated={**old.dated, **{key: _merged(old.dated.get(key), more) for key, more in self.dated.items()}},
        )


def _merged(old: Dated | None, more: list[tuple[int, int, int]]) -> Dated:
    spans = sorted([*(zip(old.start, old.end, old.row, strict=True) if old else ()), *more])
    start, end, row = (array("q", [span[n] for span in spans]) for n in range(3))
    return Dated(start, end, row, max((span[1] - span[0] for span in spans), default=0))
