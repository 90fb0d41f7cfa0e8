"""What was compared is remembered: only what changed is compared, and what comes out is what comparing everything gives."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.listing import Address, Listing, Organization, Phone, Place, Provenance, ref_of
from ingest.dedupe.blocking import LARGEST
from ingest.dedupe.deciding import AMBIGUOUS, Decisions, close, judge
from ingest.dedupe.packing import packed, unpacked
from ingest.dedupe.remembered import FILE, Remembered
from ingest.dedupe.sketches import sketch
from tests.bench.world import World
from tests.dedupe.whole import decide

NAMES = ("Brendan House", "Brendan Center", "Waterway Pantry", "Cedar Clinic", "Cedar Health Clinic", "Palm Shelter")
STREETS = ("12 Palm Street", "14 Palm Street", "900 Cedar Road")
PHONES = ("3055550111", "3055550199", "")


class Said:
    """Records as a catalogue has them, in memory: their numbers never change, and what is retired may come back."""

    def __init__(self) -> None:
        self.listings: dict[int, Listing] = {}

    def digests(self) -> Iterator[tuple[int, bytes]]:
        return ((number, self._digest(number)) for number in sorted(self.listings))

    def numbered(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes, Listing]]:
        return ((number, self._digest(number), self.listings[number]) for number in numbers)

    def _digest(self, number: int) -> bytes:
        return sha256(repr(self.listings[number]).encode()).digest()[:16]


def listing(number: int, name: str, street: str, phone: str, **said: Any) -> Listing:
    identifier = f"{'abc'[number % 3]}:{number}"
    place = Place(
        address=Address(lines=(street,), city="Miami", region="FL", postal_code="33133", country="US"),
        codes=("us-fl-086", "us-fl", "us"),
    )
    return Listing(
        id=identifier, ref=ref_of(identifier), revision=0, name=name, organization=Organization(key=identifier, name=name),
        categories=(), modes=("in-person",), place=place, provenance=Provenance(source=identifier[0]),
        phones=tuple(Phone(number=one, kind="local") for one in (phone,) if one), **said,
    )  # fmt: skip


def drawn(number: int, chance: random.Random, switchboard: str) -> Listing:
    name = f"{chance.choice(NAMES)}{chance.choice(('', '', ' North', ' 2'))}"
    return listing(number, name, chance.choice(STREETS), switchboard or chance.choice(PHONES))


def edit(records: Said, chance: random.Random, switchboard: str) -> None:
    """A few records come, change, go or come back."""
    for _ in range(chance.randint(1, 4)):
        number = chance.choice([*records.listings, len(records.listings) + 1, chance.randint(1, 60)])
        if number in records.listings and chance.random() < 0.4:
            del records.listings[number]
        else:
            records.listings[number] = drawn(number, chance, switchboard)


def whole(records: Said, apart: set[frozenset[str]]) -> Decisions:
    sketches = [sketch(one) for _, one in sorted(records.listings.items())]
    return decide(sketches, apart=lambda one, other: frozenset((one, other)) in apart)


def remembered_of(records: Said, apart: set[frozenset[str]], memory: Remembered) -> Decisions:
    memory.follow(records, apart)
    return memory.decisions(lambda one, other: frozenset((one, other)) in apart)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0, LARGEST - 2, LARGEST + 2]))
def test_after_any_edits_it_comes_to_what_comparing_everything_comes_to(seed: int, crowd: int) -> None:
    chance, records, apart = random.Random(seed), Said(), set[frozenset[str]]()
    switchboard = "3055550100" if crowd else ""
    for number in range(1, max(crowd, 12) + 1):
        records.listings[number] = drawn(number, chance, switchboard)
    with Remembered() as memory:
        assert remembered_of(records, apart, memory) == whole(records, apart)
        for _ in range(6):
            edit(records, chance, switchboard)
            pair = frozenset(one.id for one in chance.sample([*records.listings.values()], min(2, len(records.listings))))
            if len(pair) == 2 and chance.random() < 0.5:
                apart ^= {pair}
            assert remembered_of(records, apart, memory) == whole(records, apart)


def test_the_worlds_drawn_have_groups_and_questions_of_every_kind() -> None:
    found = []
    for seed in range(12):
        chance, records = random.Random(seed), Said()
        records.listings = {number: drawn(number, chance, "") for number in range(1, 25)}
        found.append(whole(records, set()))
    assert any(len(group) > 2 for one in found for group in one.groups)
    assert any(AMBIGUOUS in question.why for one in found for question in one.questions)
    assert any(AMBIGUOUS not in question.why for one in found for question in one.questions)


def test_another_place_and_nothing_else_is_told_before_names_are_compared() -> None:
    chance = random.Random(4)
    sketches = [sketch(drawn(number, chance, "")) for number in range(40)]
    verdicts = [(close(one, other), judge(one, other)) for one, other in combinations(sketches, 2)]
    assert all((told is None) == (whole.outcome == "different") for told, whole in verdicts)
    assert all(told in (None, whole) for told, whole in verdicts)


def test_nothing_is_compared_again_where_nothing_changed(tmp_path: Path) -> None:
    chance, records = random.Random(1), Said()
    records.listings = {number: drawn(number, chance, "") for number in range(1, 25)}
    with Remembered(tmp_path / FILE) as memory:
        assert memory.follow(records) > 20
        first = memory.decisions(lambda one, other: False)
    with Remembered(tmp_path / FILE) as memory:
        assert memory.follow(records) == 0
        assert memory.decisions(lambda one, other: False) == first


def test_one_change_among_many_compares_only_what_is_near_it() -> None:
    records = Said()
    for number in range(400):
        phone = f"305{2000000 + number // 4}"
        records.listings[number] = listing(
            number, f"Helper{number // 4} House", f"{number // 4 + 1} Street{number // 4} Road", phone
        )
    with Remembered() as memory:
        everything = memory.follow(records)
        records.listings[77] = replace(records.listings[77], description="Bags of groceries for everybody who comes by.")
        assert 0 < memory.follow(records) <= 20  # its three siblings, and neighbours by name where many share a word
        assert everything > 1000


def test_a_file_that_is_none_or_of_another_program_is_made_anew(tmp_path: Path) -> None:
    chance, records = random.Random(2), Said()
    records.listings = {number: drawn(number, chance, "") for number in range(1, 20)}
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    for _ in range(2):
        with Remembered(tmp_path / FILE) as memory:
            assert remembered_of(records, set(), memory) == whole(records, set())


def test_a_run_that_fails_on_the_way_leaves_what_was_remembered(tmp_path: Path) -> None:
    chance, records = random.Random(3), Said()
    records.listings = {number: drawn(number, chance, "") for number in range(1, 20)}

    class Broken(Said):
        def numbered(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes, Listing]]:
            yield from super().numbered([next(iter(numbers))])
            raise OSError("the disk is gone")

    broken = Broken()
    broken.listings = {number: drawn(number, chance, "") for number in range(1, 20)}
    with Remembered(tmp_path / FILE) as memory:
        memory.follow(records)
        with pytest.raises(OSError, match="disk"):
            memory.follow(broken)
        assert memory.follow(records) == 0
        assert memory.decisions(lambda one, other: False) == whole(records, set())


def test_a_sketch_comes_back_from_its_bytes_as_it_was() -> None:
    for one in World().listings(200):
        made = sketch(one)
        assert unpacked(packed(made)) == made
