"""`Seen` against a set of Python's, over its growth and with numbers that fall on each other's places."""

from __future__ import annotations

import random

from directory.catalogue.seen import FIRST, Seen


def test_it_tells_what_a_set_would_tell_over_several_growths() -> None:
    chance = random.Random(7)
    seen, before = Seen(), set[int]()
    for _ in range(FIRST * 5):
        number = chance.choice((chance.randrange(1, FIRST), chance.getrandbits(63) + 1, chance.randrange(1, 9) << 32))
        assert seen.add(number) == (number not in before)
        before.add(number)


def test_pairs_of_neighbours_and_negative_hashes_are_numbers_like_others() -> None:
    seen = Seen()
    pairs = [one << 32 | other for one in range(60) for other in range(one + 1, 60)]
    assert all(seen.add(pair) for pair in pairs)
    assert all(pair in seen for pair in pairs) and 3 << 33 not in seen
    assert not any(seen.add(pair) for pair in pairs)
    assert [seen.add(number) for number in (-1, 0, -5, -5)] == [True, False, True, False]
