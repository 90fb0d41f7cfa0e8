"""Names offered while somebody types: both engines offer what a plain scan does, in one order, each name once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

from directory.index.base import Index, Suggestion
from directory.listing import Listing, Organization, ref_of
from tests.engines import MARKED, Engine, built
from tests.test_text_contract import PLAIN

SYLLABLES = ("ha", "har", "bor", "gri", "ef", "lan", "tern", "mo", "ros", "ca", "sa", "lu", "mi", "nar")
NAMES = (
    "Harbor Grief Circle",
    "Grief Circle of Harbor",
    "Casa Alba",
    "Niño Jesús",
    "St. Mary's House",
    "Mary House",
    "梅竹 松柏",
    "Горизонт",
    "🙂",
    "",
    'Quotes "AND" OR NOT * stars',
)


def bearer(number: int, name: str, owner: Organization) -> Listing:
    """An invented listing of a name and a provider."""
    identifier = f"t:{number}@0"
    return replace(PLAIN, id=identifier, ref=ref_of(identifier), name=name, organization=owner)


def crowd(seed: int, count: int) -> list[Listing]:
    """Listings whose names share words, some the same name, some their provider's."""
    draw = random.Random(seed)

    def word() -> str:
        return "".join(draw.choices(SYLLABLES, k=draw.choice((1, 2, 3)))).capitalize()

    made = [" ".join(word() for _ in range(draw.choice((1, 2, 2, 3)))) for _ in range(count // 3)] + list(NAMES)
    owners = [Organization(key=f"o{n}", name=draw.choice(made)) for n in range(count // 4)]
    return [bearer(n, draw.choice(made), draw.choice(owners)) for n in range(count)]


def offered(listings: Sequence[Listing], typed: str, limit: int) -> list[tuple[str, str]]:
    """The plain meaning: kind and label of what is offered, by looking at every name."""
    *whole, last = folded(typed) or [""]
    if not last:
        return []
    exact, forgiving = dict[tuple[str, ...], tuple[int, str, bool]](), dict[tuple[str, ...], tuple[int, str, bool]]()
    for listing in listings:
        for label, own in ((listing.name, True), (listing.organization.name, False)):
            said = folded(label)
            if set(whole) <= set(said):
                for found, fits in ((exact, begins), (forgiving, nearly)):
                    if any(fits(word, last) for word in said):
                        line = (len(label), label, own)
                        known = found.get(tuple(said), line)
                        found[tuple(said)] = min(known, line, key=lambda one: (one[2], one[0], one[1]))
    lines = sorted(exact.values())
    if len(lines) < limit and len(last) >= 4:
        lines += sorted(line for said, line in forgiving.items() if said not in exact)
    return [("listing" if own else "organization", label) for _, label, own in lines[:limit]]


def folded(text: str) -> list[str]:
    """Words as the tests' names have them: the accents of Spanish away, Han signs each a word."""
    plain = text.lower().translate(str.maketrans("áéíóúñ", "aeioun", "'"))
    spaced = "".join(f" {char} " if "\u4e00" <= char <= "\u9fff" else char if char.isalnum() else " " for char in plain)
    return spaced.split()


def begins(word: str, typed: str) -> bool:
    """Whether a word begins so."""
    return word.startswith(typed)


def nearly(word: str, typed: str) -> bool:
    """Whether a beginning of the word with the same first letter is one letter away."""
    starts = (word[:length] for length in range(1, len(word) + 1))
    return word[0] == typed[0] and any(OSA.distance(start, typed) <= 1 for start in starts)


@pytest.fixture(scope="module", params=MARKED)
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    chosen.require()
    return chosen


CROWD = crowd(11, 240)


@pytest.fixture(scope="module")
def index(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with built(engine, tmp_path_factory.mktemp("names"), CROWD) as found:
        yield found


def lines(found: tuple[Suggestion, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.label) for one in found]


def prefixes() -> Iterator[str]:
    """Beginnings of names, whole ones, misspelt ones, several words."""
    draw = random.Random(3)
    for listing in draw.sample(CROWD, 60):
        name = listing.name
        yield name[: draw.randint(1, 8)]
        said = name.split()
        if len(said) > 1:
            yield f"{said[-1]} {said[0][:3]}"
        place = draw.randrange(1, 5)
        for wrong in ("x", "", name[place : place + 1] * 2):
            yield name[:place] + wrong + name[place + 1 : 7]
        yield name[:place] + name[place + 1 : place + 2] + name[place : place + 1] + name[place + 2 : 6]


def test_an_engine_offers_what_a_plain_scan_does(index: Index) -> None:
    asked = list(dict.fromkeys(prefixes()))
    assert len(asked) > 200
    for limit in (4, 60):
        for typed in asked:
            assert lines(index.suggest(typed, limit)) == offered(CROWD, typed, limit), typed


@pytest.mark.parametrize("typed", ["", " ", "!!", "🙂", '"', "* AND", "a OR b NOT", "x" * 300, "\0", "ﷺ", "a\u0301"])
def test_odd_texts_are_no_error(index: Index, typed: str) -> None:
    assert len(index.suggest(typed)) <= 8


def test_a_name_stands_once_however_many_bear_it(engine: Engine, tmp_path: Path) -> None:
    shared = [bearer(n, "Food pantry", Organization(key=f"o{n}", name=f"Provider {n}")) for n in range(90)]
    other = bearer(100, "Food pantry annexes", Organization(key="a", name="Annex"))
    with built(engine, tmp_path, [*shared, other]) as index:
        assert lines(index.suggest("food")) == [("listing", "Food pantry"), ("listing", "Food pantry annexes")]
        assert len(index.suggest("provider")) == 8


def test_providers_of_one_name_are_one_line_that_names_none_of_them(engine: Engine, tmp_path: Path) -> None:
    churches = [bearer(n, f"Meal {n}", Organization(key=f"o{n}", name="First Baptist Church")) for n in range(3)]
    alone = bearer(9, "First light", Organization(key="light", name="First Light"))
    with built(engine, tmp_path, [*churches, alone]) as index:
        assert index.suggest("first") == (
            Suggestion("organization", "First Light", "light"),
            Suggestion("organization", "First Baptist Church", ""),
        )


def test_what_begins_so_goes_before_what_is_forgiven(engine: Engine, tmp_path: Path) -> None:
    owner = Organization(key="o", name="")
    with built(engine, tmp_path, [bearer(0, "Hope", owner), bearer(1, "The home of many", owner)]) as index:
        assert lines(index.suggest("home")) == [("listing", "The home of many"), ("listing", "Hope")]
        assert lines(index.suggest("home", 1)) == [("listing", "The home of many")]
        assert index.suggest("hom") == index.suggest("home", 1)


def test_a_name_goes_with_its_last_bearer_and_comes_with_a_new_one(engine: Engine, tmp_path: Path) -> None:
    owner = Organization(key="o", name="Lantern Trust")
    one, two = bearer(1, "Lantern", owner), bearer(2, "Lantern", owner)
    with built(engine, tmp_path, [one, two]) as index:
        index.update([], [(one.id, 5)])
        assert lines(index.suggest("lan")) == [("listing", "Lantern"), ("organization", "Lantern Trust")]
        index.update([replace(two, revision=6, name="Beacon")])
        assert lines(index.suggest("lan")) == [("organization", "Lantern Trust")]
        assert lines(index.suggest("beacn")) == [("listing", "Beacon")]
        index.update([], [(two.id, 7)])
        assert index.suggest("lan") == index.suggest("beac") == ()


def test_a_long_beginning_of_very_many_words_finds_the_shortest_too(engine: Engine, tmp_path: Path) -> None:
    owner = Organization(key="o", name="")
    crowded = [bearer(n, f"zorvaklim{n:03}", owner) for n in range(130)]
    with built(engine, tmp_path, [*crowded, bearer(200, "zorvakli", owner)]) as index:
        for typed in ("zorvakl", "zorvxkl", "zorvkl"):
            found = [label for _, label in lines(index.suggest(typed, 3))]
            assert found == ["zorvakli", "zorvaklim000", "zorvaklim001"], typed


def test_large_providers_do_not_hide_each_other(engine: Engine, tmp_path: Path) -> None:
    owners = [Organization(key=f"o{n}", name=f"Shelter network {'abcdef'[n]}") for n in range(6)]
    sites = [bearer(100 * n + site, f"Site {site}", owner) for n, owner in enumerate(owners) for site in range(40)]
    with built(engine, tmp_path, sites) as index:
        assert lines(index.suggest("shel")) == [("organization", owner.name) for owner in owners]
