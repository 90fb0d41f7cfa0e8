"""What words must find and must not find, whatever the engine's own analyzer is: a table made by hand.

Required: accents, case and apostrophes make no difference; English plurals, possessives and -ing/-ed, Spanish plurals and
genders meet each other; a hyphen is a space; exact phrases of the vocabulary also find what states their meaning; small words
of both languages are not asked for unless nothing else was typed; signs of search languages are punctuation; scripts other
than Latin are found as written, Chinese also inside a longer run; telephone numbers
are found as people type them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from directory.index.base import Index
from directory.listing import Address, Eligibility, Listing, Organization, Phone, Place, ref_of
from directory.query import Query
from tests.engines import MARKED, Engine, built


@dataclass(frozen=True)
class Row:
    """A query, and whether it finds a listing that says and states this."""

    query: str
    found: bool
    listing: Listing


PLAIN = Listing(
    id="t:0@0",
    ref="",
    revision=1,
    name="",
    organization=Organization(key="o", name=""),
    categories=("social/volunteering",),
    modes=("phone",),
    coverage=("world",),
)


def finds(query: str, name: str = "", **said: Any) -> Row:
    """A query that must find the listing."""
    return Row(query, True, replace(PLAIN, name=name, **said))


def misses(query: str, name: str = "", **said: Any) -> Row:
    """A query that must not."""
    return Row(query, False, replace(PLAIN, name=name, **said))


OAKLAND = Place(visibility="area", address=Address(city="Oakland"))

FOLDING = (
    finds("jose", "Centro José"),
    finds("JOSÉ", "centro jose"),
    finds("nino", "El niño"),
    finds("strasse", "Straße"),
    finds("brian", "O’Brian’s house, Brian"),
    finds("obrien", "O'Brien"),
    misses("jose", "Josefina"),
    misses("cat", "Catalogue"),
)
STEMS = (
    finds("quilt", "Quilts"),
    finds("quilts", "Quilt"),
    finds("quilting", "Quilt"),
    finds("quilted", "Quilting"),
    finds("stories", "Story"),
    finds("churches", "Church"),
    finds("boxes", "Box"),
    finds("hermano", "Hermanos"),
    finds("hermana", "Hermanas"),
    finds("hermanas", "Hermanos"),
    finds("adultos", "Adults"),
    finds("ciega", "Personas ciegas"),
    finds("flores", "Flor"),
    finds("canciones", "Canción"),
    misses("carpet", "Carpenter"),
)
POSSESSIVES = (
    finds("women", "Women's circle"),
    finds("womens", "Women's circle"),
    finds("women's", "Womens circle"),
    finds("women’s", "Circle of women"),
    finds("neighbor's", "Neighbors"),
)
HYPHENS = (
    finds("12-step", "A 12 step circle"),
    finds("12 step", "12-step circle"),
    finds("drop-in", "Drop in on Mondays"),
    finds("self-help", "Self help"),
    finds("co-op", "Co-op"),
)
FIELDS = (
    finds("quilting oakland", "Quilting", place=OAKLAND),
    finds("harbor quilting", "Quilting", organization=Organization(key="h", name="Harbor House")),
    finds("dawn", "", alternate_names=("Dawn",)),
    finds("dawn", "", description="From dawn on"),
    finds("dawn", "", keywords=("dawn",)),
    finds("dawn", "", eligibility=Eligibility(text="Dawn residents")),
    finds("dawn", "", application="Call at dawn"),
    finds("dawn", "", place=Place(name="Dawn Hall")),
    finds("volunteering", "Quilting"),
    finds("voluntariado", "Quilting"),
    misses("quilting dawn", "Quilting"),
    misses("dawn", "", hours_text="dawn", fees="dawn", alert="dawn", url="https://dawn.example", email="a@dawn.example"),
    misses("dawn", "", place=Place(address=Address(lines=("1 Dawn Street",)))),
)
MEANING = (
    finds("detox", "Harbor House", categories=("recovery/detox-residential",)),
    finds("detox", "Detox at home"),
    misses("detox", "Harbor House"),
    finds("grupo de duelo", "Tuesday circle", categories=("support-groups/grief",)),
    finds("grupo de duelo", "Un grupo para el duelo"),
    misses("grupo de duelo", "Un grupo"),
    finds("spanish", "Quilting", languages=("es",)),
    finds("hablo español", "Quilting", languages=("es",)),
    misses("spanish", "Quilting", languages=("en",)),
    misses("spanish", "Quilting", languages=("interpreter",)),
    finds("food pantry", "Harbor House", categories=("practical/food/pantries",)),
    finds("food pantries", "Harbor House", categories=("practical/food/pantries",)),
    finds("despensa", "Harbor House", categories=("practical/food/pantries",)),
    finds("depression", "Tuesday circle", topics=("depression",)),
    finds("spanish food pantry", "Harbor House", categories=("practical/food/pantries",), languages=("es",)),
    misses("spanish food pantry", "Harbor House", categories=("practical/food/pantries",), languages=("en",)),
    finds("aa", "Tuesday circle", categories=("recovery/twelve-step",), topics=("alcohol",)),
    finds("aa", "AA Tuesday circle"),
    misses("aa", "Tuesday circle", categories=("recovery/twelve-step",), topics=("gambling",)),
    finds("counselor", "Tuesday circle", categories=("mental-health/counseling",)),
    finds("counselors", "Counselor"),
)
CALLED = {"phones": (Phone(number="3055550142", kind="local"),)}
SHORT = {"phones": (Phone(number="988", kind="short_code"), Phone(number="741741", kind="short_code", use="text"))}
NUMBERS = (
    *(
        finds(dress, "Harbor House", **CALLED)
        for dress in (
            "3055550142",
            "305-555-0142",
            "(305) 555-0142",
            "305.555.0142",
            "1-305-555-0142",
            "+1 305 555 0142",
            "13055550142",
        )
    ),
    misses("305-555-0143", "Harbor House", **CALLED),
    misses("0142", "Harbor House", **CALLED),
    finds("305-555-0142", "", description="Call (305) 555 0142 or come in"),
    finds("988", "Harbor line", **SHORT),
    finds("9-8-8", "Harbor line", **SHORT),
    finds("741-741", "Harbor line", **SHORT),
    finds("741741", "Harbor line", **SHORT),
    misses("988", "Harbor House", **CALLED),
    finds("211", "2-1-1 Harbor"),
    finds("12 18", "Ages 12 to 18"),
    finds("harbor 2026", "Harbor, January 12, 2026"),
)
SMALL_WORDS = (
    finds("help with rent in oakland", "Harbor House", categories=("practical/housing/rent-mortgage",), place=OAKLAND),
    misses("help with rent in oakland", "Harbor House", categories=("practical/housing/rent-mortgage",)),
    finds("ayuda para el alquiler", "Harbor House", categories=("practical/housing/rent-mortgage",)),
    finds("quilting with the harbor", "Harbor quilting"),
    finds("canciones de la flor", "Flor y canción"),
    finds("the", "The harbor"),
    misses("the", "Harbor"),
    finds("de la", "Flor de la mar"),
    misses("quilting no harbor", "Quilting harbor"),
)
SIGNS = (
    finds("harbor AND quilting", "Quilting harbor"),
    misses("harbor OR quilting", "Harbor"),
    misses("harbor NOT quilting", "Harbor"),
    finds("harbor NOT quilting", "Harbor, not quilting"),
    finds("NEAR(harbor quilting, 5)", "Quilting 5 harbor"),
    finds('"harbor', "Harbor"),
    finds('"quilting harbor"', "Harbor quilting"),
    finds("harb*", "Harb"),
    misses("harb*", "Harbor"),
    finds("^harbor", "The harbor"),
    finds("-harbor", "Harbor"),
    misses("name:dawn", "Dawn"),
    finds("name:dawn", "Name of the dawn"),
    finds("harbor'; DROP TABLE words; --", "Harbor drop table words"),
    finds("harbor\\", "Harbor"),
    finds("(harbor", "Harbor"),
    finds("{harbor} [quilting]", "Harbor quilting"),
    finds("a/b", "a/b"),
)
WORDLESS = ("", " ", "\t\n", "🙂", "🧑\u200d🧑\u200d🧒", '"', "'", "*", "***", "()", "…", "\u200f", "\x00", "- -")
NOTHING = tuple(finds(text, "Harbor") for text in WORDLESS)
SCRIPTS = (
    finds("مساعدة", "خط مساعدة"),
    misses("مساعد", "مساعدة"),
    finds("помощь", "Срочная Помощь"),
    misses("помощь", "мощь"),
    finds("互助", "互助小组"),
    finds("小组", "互助小组 circle"),
    finds("互助小组", "我们的互助小组"),
    misses("组小", "互助小组"),
    misses("互组", "互助小组"),
    misses("互助", "互 — helps others, 助"),
    finds("悲伤 互助", "互助小组: 悲伤"),
    finds("circle 互助", "互助circle"),
    finds("도움", "도움 circle"),
)
LONG = (
    finds("harbor " * 1400, "Harbor"),
    finds("x" * 10_000, "x" * 10_000),
    misses("y" * 10_000, "Harbor"),
    finds("harbor", "", description="dawn " * 2000 + "harbor"),
)
ROWS = (*FOLDING, *STEMS, *POSSESSIVES, *HYPHENS, *FIELDS, *MEANING, *NUMBERS, *SMALL_WORDS, *SIGNS, *NOTHING, *SCRIPTS, *LONG)
LISTINGS = [replace(row.listing, id=f"t:{number}@0", ref=ref_of(f"t:{number}@0")) for number, row in enumerate(ROWS)]


@pytest.fixture(scope="module", params=MARKED)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the listings of all rows."""
    engine: Engine = request.param
    engine.require()
    with built(engine, tmp_path_factory.mktemp("text"), LISTINGS) as found:
        yield found


def named(row: Row) -> str:
    """What a row says, short."""
    return f"{row.query[:30]!a} {'finds' if row.found else 'misses'} {row.listing.name[:30]!a}"


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{number} {named(row)}" for number, row in enumerate(ROWS)])
def test_words_find_what_says_or_means_them_and_nothing_else(index: Index, number: int) -> None:
    row = ROWS[number]
    for order in ("name", "best"):
        answer = index.search(Query(text=row.query, size=len(ROWS), order=order))
        assert (LISTINGS[number].ref in {hit.listing.ref for hit in answer.hits}) is row.found
        assert answer.total == len(answer.hits)


@pytest.mark.parametrize("text", WORDLESS, ids=ascii)
def test_a_text_without_a_word_finds_everything(index: Index, text: str) -> None:
    assert index.search(Query(text=text)).total == len(ROWS)
