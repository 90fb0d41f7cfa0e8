"""Which listings are one, by the merges and splits that count: pure functions over decisions in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from directory.catalogue.decisions import Decided, Merge, Split

NEEDED = frozenset({"name", "organization", "categories", "coverage", "place"})
"""Fields that no listing goes without. Of a place also what protects it would be lost."""
NOBODY: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """Listings that are one: `survivor` goes on, it is the first of `members`; `picks` are of the latest merge that has any,
    without those whom another passed over. `silent` are the (field, id) that a merge passes over: they speak in no case."""

    survivor: str
    members: tuple[str, ...]
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silent: frozenset[tuple[str, str]] = NOBODY


@dataclass(slots=True)
class _Edges:
    """Who was merged into whom, and by which merge of those that still count, with its number."""

    into: dict[str, dict[str, Decided]] = field(default_factory=dict)
    around: dict[str, set[str]] = field(default_factory=dict)

    def add(self, decided: Decided, merge: Merge) -> None:
        for one in merge.listings:
            if one != merge.into:
                self.into.setdefault(one, {})[merge.into] = decided
                self.around.setdefault(one, set()).add(merge.into)
                self.around.setdefault(merge.into, set()).add(one)

    def remove(self, one: str, other: str) -> None:
        self.into.get(one, {}).pop(other, None)
        self.into.get(other, {}).pop(one, None)
        self.around.get(one, set()).discard(other)
        self.around.get(other, set()).discard(one)

    def component(self, start: str) -> set[str]:
        found, ahead = {start}, [start]
        while ahead:
            for other in self.around.get(ahead.pop(), ()):
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        return found


def grouped(decided: Iterable[Decided], order: Mapping[str, int]) -> dict[str, Group]:
    """Id → its group, of every id that is one with another. `order` tells which of several survivors is the older.

    A split takes out the edges of its members to each other and, where they still hang together through a third, those of
    all but its first: what remains of a larger merge stays with the first.
    """
    edges = _Edges()
    for one in decided:
        if one.undone is not None:
            continue
        if isinstance(one.decision, Merge):
            edges.add(one, one.decision)
        elif isinstance(one.decision, Split):
            _split(edges, one.decision)
    groups: dict[str, Group] = {}
    for start in edges.around:
        if start not in groups and edges.around[start]:
            members = edges.component(start)
            group = _group(edges, members, order)
            groups.update(dict.fromkeys(members, group))
    return groups


def _split(edges: _Edges, split: Split) -> None:
    for number, one in enumerate(split.listings):
        for other in split.listings[number + 1 :]:
            edges.remove(one, other)
    for one in split.listings[1:]:
        together = edges.component(one)
        if together & (set(split.listings) - {one}):
            for other in tuple(edges.around.get(one, ())):
                edges.remove(one, other)


def _group(edges: _Edges, members: set[str], order: Mapping[str, int]) -> Group:
    def age(one: str) -> tuple[int, str]:
        return (order.get(one, len(order) + 1), one)

    roots = [one for one in members if not edges.into.get(one)] or list(members)
    survivor = min(roots, key=age)
    numbered = {made.number: made.decision for one in members for made in edges.into.get(one, {}).values()}
    merges = [made for _, made in sorted(numbered.items()) if isinstance(made, Merge)]
    wanted = [one for merge in merges for one in merge.listings if one in members]
    rest = dict.fromkeys((*wanted, *sorted(members, key=age)))
    silent = frozenset(
        (name, one) for merge in merges for name, ids in merge.picks.items() for one in merge.listings if one not in ids
    )
    return Group(survivor, (survivor, *(one for one in rest if one != survivor)), _picks(merges, silent), silent)


def _picks(merges: Iterable[Merge], silent: frozenset[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Field → who speaks. Of none stays of none, and who was passed over stays so, whatever another merge with others says:
    each knew only what its own records keep private. Of what no listing goes without, an earlier merge speaks before none."""
    picks: dict[str, tuple[str, ...]] = {}
    for merge in merges:
        for name, ids in merge.picks.items():
            speaking = tuple(one for one in ids if (name, one) not in silent)
            if name in NEEDED:
                picks[name] = speaking or picks.get(name, ())
            elif picks.get(name) != ():
                picks[name] = speaking
    return picks
