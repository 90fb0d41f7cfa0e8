"""Same, maybe or different; and which listings are one help together, so that no merge joins two that are apart.

SAME and MAYBE were measured on the judged pairs (tests/dedupe/pairs.csv): the tuning half set them; the other half, which
nobody looked at while tuning, and the floors of tests/test_dedupe_pairs.py say what they are worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.dedupe.comparing import Comparison, compare
from ingest.dedupe.doubting import barred, doubts
from ingest.dedupe.placing import placing
from ingest.dedupe.sketches import Sketch

SAME, MAYBE = 5.0, 3.5
"""Points from which a pair is merged by rule, and from which a person is asked."""
CLEARER = 1.0
"""Points by which a pair must be better than its rival to be taken although the source has two that fit."""
AMBIGUOUS = "a source has several that fit, which are not one"
JOINS = "it would join listings that are apart"

Outcome = Literal["same", "maybe", "different"]
Apart = Callable[[str, str], bool]
"""Whether a person said of two ids that they are not one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A pair that a person is asked about, and why the rule did not decide it."""

    comparison: Comparison
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the listings come to: groups of ids that are one help, and the questions, most likely first."""

    groups: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair is by itself, and why not the same; a group may still turn a same into a maybe."""

    outcome: Outcome
    comparison: Comparison
    why: tuple[str, ...] = ()


def judge(one: Sketch, other: Sketch) -> Verdict:
    """What two listings are to each other."""
    found = compare(one, other)
    if found.score < MAYBE:
        return Verdict("different", found, ("not enough agrees",))
    if bar := barred(found, one, other):
        return Verdict("different", found, (bar,))
    if why := tuple(doubts(found, one, other)):
        return Verdict("maybe", found, why)
    return Verdict("same", found) if found.score >= SAME else Verdict("maybe", found, ("not enough agrees",))


def close(one: Sketch, other: Sketch) -> Verdict | None:
    """The verdict on a pair that is the same or maybe so, None for a different one.

    Another place makes two different whatever else agrees (`doubting.barred`). That is so of nine pairs in ten, and told by a
    tenth of the work.
    """
    if placing(one, other) == "other":
        return None
    verdict = judge(one, other)
    return None if verdict.outcome == "different" else verdict


def concluded(by_id: Mapping[str, Sketch], verdicts: Iterable[Verdict], apart: Apart) -> Decisions:
    """What verdicts on pairs, each once and none on a pair that is apart, come to together.

    Listings that hang together by no "same" have nothing to do with each other: each such part may be concluded by itself.
    """
    same: list[Comparison] = []
    questions: list[Question] = []
    for verdict in verdicts:
        if verdict.outcome == "same":
            same.append(verdict.comparison)
        else:
            questions.append(Question(verdict.comparison, verdict.why))
    joining = _Joining(by_id, apart, _known(same))
    for comparison in sorted(_clear(same, joining), key=lambda one: (-one.score, one.one, one.other)):
        joining.join(comparison)
    asked = [one for one in (*joining.refused, *questions) if not joining.together(one.comparison)]
    return Decisions(joining.groups(), tuple(sorted(asked, key=likeliest)))


def likeliest(one: Question) -> tuple[float, str, str]:
    """What orders questions: the likeliest first."""
    return -one.comparison.score, one.comparison.one, one.comparison.other


def _known(same: Iterable[Comparison]) -> set[frozenset[str]]:
    return {frozenset((one.one, one.other)) for one in same}


def _clear(same: Sequence[Comparison], joining: _Joining) -> Iterator[Comparison]:
    """The pairs that have no rival: of a listing and two of one source that fit it but are not one, none is taken, unless one
    is clearly better. Those left out become questions."""
    near: dict[str, list[Comparison]] = {}
    for one in same:
        near.setdefault(one.one, []).append(one)
        near.setdefault(one.other, []).append(one)
    for one in same:
        if any(_rival(one, identifier, near[identifier], joining) for identifier in (one.one, one.other)):
            joining.refused.append(Question(one, (AMBIGUOUS,)))
        else:
            yield one


def _rival(one: Comparison, identifier: str, others: Iterable[Comparison], joining: _Joining) -> bool:
    partner = one.other if identifier == one.one else one.one
    source = joining.by_id[partner].source
    for rival in others:
        third = rival.other if identifier == rival.one else rival.one
        if third == partner or joining.by_id[third].source != source or one.score >= rival.score + CLEARER:
            continue
        if not joining.same(partner, third):
            return True
    return False


class _Joining:
    """Groups that grow by one pair at a time; a pair is refused where it would bring two together that are different."""

    def __init__(self, by_id: Mapping[str, Sketch], apart: Apart, known: set[frozenset[str]]) -> None:
        self.by_id, self.refused = by_id, list[Question]()
        self._apart, self._known = apart, known
        self._group: dict[str, list[str]] = {}

    def same(self, one: str, other: str) -> bool:
        """Whether two are one help by themselves."""
        pair = frozenset((one, other))
        if pair in self._known:
            return True
        if self._apart(one, other):
            return False
        return judge(self.by_id[one], self.by_id[other]).outcome == "same"

    def join(self, comparison: Comparison) -> None:
        """Bring two together with all that is one with either, or keep the question."""
        mine = self._group.get(comparison.one, [comparison.one])
        yours = self._group.get(comparison.other, [comparison.other])
        if mine is yours:
            return
        if any(self._clash(one, other) for one in mine for other in yours):
            self.refused.append(Question(comparison, (JOINS,)))
            return
        group = [*mine, *yours]
        for identifier in group:
            self._group[identifier] = group

    def _clash(self, one: str, other: str) -> bool:
        """Whether two that come together by others are different: what only lacks points does not speak against it."""
        if frozenset((one, other)) in self._known:
            return False
        if self._apart(one, other):
            return True
        mine, yours = self.by_id[one], self.by_id[other]
        found = judge(mine, yours)
        return bool(barred(found.comparison, mine, yours)) or (found.outcome != "same" and mine.source == yours.source)

    def together(self, comparison: Comparison) -> bool:
        """Whether both are in one group."""
        group = self._group.get(comparison.one)
        return group is not None and group is self._group.get(comparison.other)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Every group of two or more, its ids in order, the groups by their first."""
        found = {id(group): tuple(sorted(group)) for group in self._group.values()}
        return tuple(sorted(found.values()))
