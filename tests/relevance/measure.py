"""How good an order of refs is, against grades: nDCG@10, recall@50, MRR, empty answers, honesty; means by class."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DEPTH = 10
DEEP = 50
GOOD = 2
"""From this grade on a listing is a right answer (recall, first right answer)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an engine gave: refs in order, and whether it says clearly that nothing close was found."""

    refs: tuple[str, ...]
    nothing_close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The measures of one answer, or their means. `honest` only counts where no listing is a good answer, the others only
    where one is."""

    ndcg: float
    recall: float
    mrr: float
    zero: float
    honest: float
    count: int = 1


def gain(grade: int) -> int:
    """What a listing of a grade is worth: 0, 1, 3, 7."""
    return (1 << grade) - 1


def ndcg(refs: Sequence[str], grades: Mapping[str, int]) -> float:
    """Discounted gain of the first ten over the best possible, 0 to 1."""
    best = _discounted(sorted(grades.values(), reverse=True)[:DEPTH])
    return _discounted([grades.get(ref, 0) for ref in refs[:DEPTH]]) / best if best else 0.0


def _discounted(grades: Iterable[int]) -> float:
    return sum(gain(grade) / math.log2(place + 2) for place, grade in enumerate(grades))


def score(answer: Answer, grades: Mapping[str, int]) -> Score:
    """The measures of one answer; a query without any grade is one that honesty answers."""
    right = {ref for ref, grade in grades.items() if grade >= GOOD} or set(grades)
    found = [ref in right for ref in answer.refs[:DEEP]]
    return Score(
        ndcg=ndcg(answer.refs, grades),
        recall=sum(found) / min(DEEP, len(right)) if right else 0.0,
        mrr=1 / (found.index(True) + 1) if True in found else 0.0,
        zero=float(not answer.refs),
        honest=float(not answer.refs or answer.nothing_close),
    )


def mean(scores: Sequence[Score]) -> Score:
    """The mean of each measure."""
    count = len(scores)

    def of(name: str) -> float:
        return sum(getattr(one, name) for one in scores) / count if count else 0.0

    return Score(ndcg=of("ndcg"), recall=of("recall"), mrr=of("mrr"), zero=of("zero"), honest=of("honest"), count=count)
