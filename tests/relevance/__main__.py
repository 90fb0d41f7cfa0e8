"""`make relevance`: how well what people type finds what helps them. `--record` keeps the figures that the tests hold.

Options: collections (seed, miami), --record, --queries to see each query that is not frozen.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.engines import ENGINES
from tests.relevance.measure import Score
from tests.relevance.queries import CLASSES, read_queries
from tests.relevance.run import RECORDED, ByClass, Measured, by_class, every, figures
from tests.relevance.worlds import WORLDS, missing

COLUMNS = ("nDCG@10", "rec@50", "MRR", "zero")
PARTS = (("all queries", None), ("open two thirds", False), ("frozen third", True))


def main(arguments: Sequence[str]) -> int:
    """Print, and record when asked."""
    names = [name for name in WORLDS if name in arguments] or list(WORLDS)
    kept = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    for name in names:
        if reason := missing(name):
            print(f"{name}: left out: {reason}")
            continue
        found = _measured(name)
        for title, frozen in PARTS:
            _table(f"{name}, {title}", {one.name: by_class(name, one.scores, frozen=frozen) for one in found})
        if "--queries" in arguments:
            _each(name, found)
        ours = {which.name for which in ENGINES}
        kept[name] = kept.get(name, {}) | {one.name: figures(name, one.scores) for one in found if one.name in ours}
    if "--record" in arguments:
        RECORDED.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


def _measured(name: str) -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for one in every(name, Path(folder)):
            print(f"{name}: {one.name} answered {len(one.scores)} queries", file=sys.stderr)
            found.append(one)
    for which in ENGINES:
        if reason := which.missing():
            print(f"{name}: {which.name} left out: {reason}")
    return found


def _table(title: str, found: dict[str, ByClass]) -> None:
    count = next(iter(found.values()))
    print(f"\n{title}\n{'':16}" + "".join(f"{who:>34}" for who in found))
    print(f"{'class':12}{'n':>4}" + "".join(f"{'':2}" + "".join(f"{column:>8}" for column in COLUMNS) for _ in found))
    for kind in (*CLASSES[:-1], "all", "none"):
        cells = "".join("  " + _cells(kind, classes[kind]) for classes in found.values())
        print(f"{kind:12}{count[kind].count:4}{cells}")


def _cells(kind: str, one: Score) -> str:
    if kind == "none":
        return f"{'honest ' + format(one.honest, '.2f'):>32}"
    return f"{one.ndcg:8.3f}{one.recall:8.3f}{one.mrr:8.3f}{one.zero:8.2f}"


def _each(name: str, found: Sequence[Measured]) -> None:
    print(f"\n{name}, nDCG@10 (of none: honest) of each open query: {', '.join(one.name for one in found)}")
    for query in read_queries(name):
        if not query.frozen:
            scores = [one.scores[query.id] for one in found]
            told = "  ".join(f"{one.honest if query.kind == 'none' else one.ndcg:.2f}" for one in scores)
            print(f"  {told}  {query.kind:12}{query.id:28}{query.text}{f' [{query.place}]' if query.place else ''}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
