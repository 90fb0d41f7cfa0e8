"""Everything compared at once: the plain meaning that `ingest.dedupe.remembered`, which compares what changed, is held to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.dedupe.blocking import LARGEST, Once, Pair, hashed, within
from ingest.dedupe.deciding import Apart, Decisions, close, concluded
from ingest.dedupe.sketches import Sketch


def pairs(sketches: Sequence[Sketch]) -> Iterator[Pair]:
    """The pairs to compare, each once, as numbers of the sequence."""
    keys = [hashed(one) for one in sketches]
    shared = defaultdict[int, list[int]](list)
    for number, mine in enumerate(keys):
        for key in mine:
            shared[key].append(number)
    once = Once({key for key, block in shared.items() if len(block) > LARGEST})
    for key, block in shared.items():
        for here, there in within(block, sketches.__getitem__):
            if once.now((here, there), key, keys[here] & keys[there]):
                yield here, there


def decide(sketches: Sequence[Sketch], apart: Apart = lambda one, other: False) -> Decisions:
    """Which of the listings are one help. Two that are `apart` are not compared."""
    compared = ((sketches[here], sketches[there]) for here, there in pairs(sketches))
    verdicts = [close(one, other) for one, other in compared if not apart(one.id, other.id)]
    return concluded({one.id: one for one in sketches}, filter(None, verdicts), apart)
