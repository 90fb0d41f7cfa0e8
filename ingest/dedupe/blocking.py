"""Which pairs are worth comparing: those that share a phone, a page, a mailbox, an address, a name in a town, or a spot.

Keys are hashed to 44 bits: a chance collision costs one comparison. A block of more than LARGEST listings (the switchboard of a
211, the page of a city) is split by narrower keys, and what is still too large is sorted by name and compared in a window: the
number of pairs grows with the number of listings, not with its square.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations

from directory.catalogue.seen import Seen
from ingest.dedupe.sketches import Sketch

LARGEST = 24
"""Listings of a block that are all compared with each other: 276 pairs at most."""
WINDOW = 6
"""Neighbours by name that each listing of a too large block is compared with."""
CELLS = 400
"""Cells to a degree: about 280 m of latitude; each point is in four overlapping ones."""

Pair = tuple[int, int]
Sketches = Callable[[int], Sketch]


def keys(one: Sketch) -> Iterator[str]:
    """What a listing shares with those it may be one with. A protected place gives none of its own."""
    for number, _ in one.phones.numbers:
        yield f"p{number}"
    for number in one.phones.short:
        yield f"s{one.country}{number}"
    if one.host:
        yield f"u{one.host}{one.path}"
    if one.email:
        yield f"e{one.email}"
    town = one.postal or one.city
    if one.street.house and one.street.words:
        yield f"a{town}|{one.street.house}|{one.street.words[-1] if len(one.street.words) == 1 else one.street.words[0]}"
        yield f"b{one.city}|{one.street.house}|{max(one.street.words, key=len)}"
    for word in one.proper:
        if town:
            yield f"n{town}|{word}"
        for area in one.areas:
            if area.count("-") == 2:
                yield f"c{area}|{word}"
    if not one.street.words and one.name:
        yield f"w{''.join(sorted(one.name))}"
    if one.point is not None:
        for half in (0.0, 0.5):
            for other in (0.0, 0.5):
                cell = (int(one.point.lat * CELLS + half), int(one.point.lon * CELLS + other))
                yield f"g{half}{other}{cell}{one.street.house or ''.join(one.proper[:1])}"


def hashed(one: Sketch) -> frozenset[int]:
    """The keys of a listing in 44 bits each."""
    return frozenset(int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "big") >> 4 for key in keys(one))


class Once:
    """Says in which of the blocks that two share they are compared, so that a pair of several is compared once: the first of
    those in which all are. Only pairs that share nothing but too large blocks, which may leave them out, are remembered."""

    def __init__(self, large: Collection[int]) -> None:
        self._large, self._seen = large, Seen()

    def now(self, pair: Pair, block: int, common: Collection[int]) -> bool:
        """Whether the pair is compared in this one of the blocks it has in common."""
        if len(common) == 1:
            return True
        if small := [one for one in common if one not in self._large]:
            return block == min(small)
        return self._seen.add(pair[0] << 32 | pair[1])


def within(block: Sequence[int], sketch: Sketches) -> Iterator[Pair]:
    """The pairs of a block, whose numbers are in rising order: all of a small one, of a large one those alike in more."""
    if len(block) <= LARGEST:
        yield from combinations(block, 2)
        return
    seen: set[Pair] = set()
    for narrower in (_address, _words):
        parts: dict[str, list[int]] = {}
        for number in block:
            for key in narrower(sketch(number)):
                parts.setdefault(key, []).append(number)
        for part in parts.values():
            for pair in combinations(part, 2) if len(part) <= LARGEST else _window(part, sketch):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _address(one: Sketch) -> Iterator[str]:
    yield f"{one.postal or one.city}|{one.street.house}|{' '.join(one.street.words[:1])}"


def _words(one: Sketch) -> Iterator[str]:
    yield from one.proper


def _window(part: Sequence[int], sketch: Sketches) -> Iterator[Pair]:
    def named(number: int) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        one = sketch(number)
        return one.name, one.body, one.street.house

    ordered = sorted(part, key=named)
    for place, number in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + WINDOW]:
            yield min(number, other), max(number, other)
