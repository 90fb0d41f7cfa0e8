"""Arguments to questions and back: what is understood, what is refused and with which words, and every link's address."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from directory.errors import AmbiguousPlace, BadRequest, UnknownPlace
from directory.facets import FACETS, declared
from directory.geo import MILE_KM, Point
from directory.params import Asked, read, strictly
from directory.params_fields import MOST_LISTED, NOT, PARAMETERS, tickable
from directory.params_links import (
    arguments,
    changed,
    chips,
    link,
    placed,
    relaxed,
    settled,
    turned,
    with_value,
    without,
)
from directory.places.gazetteer import Gazetteer
from directory.query import Relaxation, Results
from directory.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
NOW = 29_584_560
GAZETTEER = Gazetteer.open(ROOT / ".cache")


def ask(query: str = "", settings: Settings | None = None) -> Asked:
    """The question of a query string."""
    return read(parse_qs(query, keep_blank_values=True), settings or Settings(), GAZETTEER, NOW)


def told(asked: Asked) -> dict[str, str]:
    return {fault.name: fault.says for fault in asked.ignored}


class TestReading:
    def test_nothing_asked_asks_for_everything(self) -> None:
        asked = ask()
        assert asked.query == replace(asked.query, text="", near=None, chosen=(), excluded=(), times=(), page=1)
        assert (asked.ignored, arguments(asked)) == ((), [])
        assert (asked.query.moment, asked.query.zone, asked.query.size) == (NOW, "America/New_York", 20)

    def test_facets_are_deduplicated_and_stand_in_declared_order(self) -> None:
        asked = ask("topic=grief&category=faith&topic=anxiety&topic=grief&not_start=waiting-list&not_format=faith-based")
        assert asked.query.chosen == (("category", ("faith",)), ("topic", ("anxiety", "grief")))
        assert asked.query.excluded == (("start", ("waiting-list",)), ("format", ("faith-based",)))

    def test_empty_values_are_as_good_as_none(self) -> None:
        assert ask("q=&place=+&cost=&age=&within=&sort=&page=") == ask()

    def test_age_nought_is_an_age(self) -> None:
        assert ask("age=0").query.age == 0

    def test_a_zone_is_the_visitors_else_the_places_else_the_sites(self) -> None:
        site = Settings(zone="America/Chicago")
        assert ask("", site).query.zone == "America/Chicago"
        assert ask("place=94601", site).query.zone == "America/Los_Angeles"
        assert ask("place=94601&tz=Europe/Berlin", site).query.zone == "Europe/Berlin"

    def test_the_clock_is_carried_within_a_day_and_not_beyond(self) -> None:
        assert ask(f"t={NOW - 600}").query.moment == NOW - 600
        old = ask(f"t={NOW - 7 * 1440}")
        assert (old.query.moment, old.t) == (NOW, None)
        assert "t" in told(old)

    @pytest.mark.parametrize(
        ("within", "km"),
        [("10", 10 * MILE_KM), ("10mi", 10 * MILE_KM), ("16km", 16.0), ("0.5", 0.5 * MILE_KM), ("any", math.inf)],
    )
    def test_a_radius_is_in_the_sites_unit_or_its_own(self, within: str, km: float) -> None:
        assert ask(f"place=94601&within={within}").query.within_km == pytest.approx(km)

    @pytest.mark.parametrize("within", ["0", "0.0", "-5", "nan", "inf", "1e9", "1000000000", "10miles", "ten", "1001", "٣"])
    def test_a_radius_that_cannot_be_is_told(self, within: str) -> None:
        asked = ask(f"place=94601&within={within}")
        assert asked.query.within_km is None
        assert "up to 1000" in told(asked)["within"]

    def test_a_wide_place_sets_the_radius_aside_but_keeps_it_in_links(self) -> None:
        asked = ask("place=Texas&within=10")
        assert asked.query.within_km is None
        assert ("within", "10") in arguments(asked)

    def test_a_position_is_rounded_to_two_decimals(self) -> None:
        asked = ask("at=25.77427,-80.19366")
        assert asked.at == Point(25.77, -80.19)
        assert "at=25.77,-80.19" in link("/search", asked)
        assert asked.query.near is not None
        assert asked.query.near.point == Point(25.77, -80.19)

    def test_coordinates_typed_as_a_place_are_rounded_too(self) -> None:
        asked = ask("place=25.77427,+-80.19366")
        assert (asked.place, asked.at) == ("", Point(25.77, -80.19))

    @pytest.mark.parametrize("at", ["25.77", "95,10", "25.77,-190", "nan,nan", "a,b", "1,2,3"])
    def test_a_position_off_the_earth_is_told(self, at: str) -> None:
        assert "25.77,-80.19" in told(ask(f"at={at}"))["at"]

    def test_what_is_typed_goes_before_a_position(self) -> None:
        asked = ask("place=94601&at=25.77,-80.19")
        assert (asked.place, asked.at) == ("94601", None)

    def test_a_place_that_could_be_several_gives_choices(self) -> None:
        asked = ask("q=grief&place=Springfield")
        assert len(asked.choices) > 1
        assert asked.query.near is None
        again = placed(asked, asked.choices[0].label)
        read_again = read(as_mapping(again), Settings(), GAZETTEER, NOW)
        assert read_again.query.near == asked.choices[0]
        assert read_again.query.text == "grief"

    def test_a_place_nobody_knows_is_told_with_places_like_it(self) -> None:
        asked = ask("place=Oaklnd")
        assert asked.unknown_place
        assert any("Oakland" in label for label in asked.suggestions)
        assert asked.ignored == ()

    def test_nearest_needs_a_place(self) -> None:
        assert ask("place=94601&sort=near").query.order == "near"
        asked = ask("sort=near")
        assert (asked.query.order, told(asked)) == ("best", {"sort": "Nearest needs a place."})

    def test_long_text_is_cut_and_told(self) -> None:
        asked = ask("q=" + "grief+" * 2000)
        assert len(asked.query.text) <= 200
        assert "200" in told(asked)["q"]

    @pytest.mark.parametrize("text", ["\x00grief\x07", "grief\ud800", "  grief\n\t", "\u202egrief\u200b"])
    def test_marks_nobody_typed_are_taken_out(self, text: str) -> None:
        assert read({"q": [text]}, Settings(), GAZETTEER, NOW).query.text == "grief"

    @pytest.mark.parametrize("text", ['"', "* AND OR NOT", "'); DROP TABLE", "^", "(", "NEAR(", "-", "🕯️", "مجموعة", "哀伤"])
    def test_any_text_is_taken_as_it_is(self, text: str) -> None:
        assert read({"q": [text]}, Settings(), GAZETTEER, NOW).query.text == text

    @pytest.mark.parametrize("page", ["0", "-1", "501", "1000000000", "1.5", "two", "٢", "1_0"])
    def test_a_page_that_cannot_be_is_the_first(self, page: str) -> None:
        asked = ask(f"page={page}")
        assert asked.query.page == 1
        assert "page" in told(asked)

    def test_a_page_too_far_says_what_to_do(self) -> None:
        assert "Narrow your search" in told(ask("page=1000000000"))["page"]
        assert "200" in told(ask("view=table&page=201"))["page"]

    def test_compare_shows_fifty_and_is_what_a_client_is_asked_for(self) -> None:
        assert ask("view=table").query.size == ask("for=client").query.size == 50
        assert ask("for=client&view=cards").query.size == 20

    @pytest.mark.parametrize(
        ("query", "name", "nearest"),
        [
            ("langage=es", "langage", "language"),
            ("not_formt=open", "not_formt", "not_format"),
            ("cost=fre", "cost", "free"),
            ("language=spanish", "language", "es"),
            ("topic=greif", "topic", "grief"),
            ("category=support-groups/greif", "category", "support-groups/grief"),
            ("time=tuseday", "time", "tuesday"),
            ("time=banana", "time", ""),
            ("time=manana", "time", "tomorrow"),
            ("lat=37.8", "lat", "at"),
            ("lon=-122.2", "lon", "at"),
            ("sort=nearest", "sort", "near"),
            ("fit=al", "fit", "all"),
        ],
    )
    def test_a_wrong_name_is_told_with_the_nearest_right_one(self, query: str, name: str, nearest: str) -> None:
        (fault,) = ask(query).ignored
        assert (fault.name, fault.nearest) == (name, nearest)
        assert nearest in fault.says

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("sort=quickest", "'quickest' is not known; it can be best, near, soon, checked, name."),
            ("lang=fr", "'fr' is not known; it can be en, es, ar."),
            ("fit=some", "'some' is not known; it can be all."),
            ("time=nite", "'nite' is not known."),
            ("age=200", "Give an age from 0 to 120."),
        ],
    )
    def test_where_no_name_is_like_it_a_few_right_ones_are_all_told(self, query: str, says: str) -> None:
        assert list(told(ask(query)).values()) == [says]

    def test_a_need_can_only_be_left_out(self) -> None:
        asked = ask("start=referral-needed")
        assert asked.query.chosen == ()
        assert "not_start=referral-needed" in told(asked)["start"]

    def test_right_values_beside_a_wrong_one_are_kept(self) -> None:
        assert ask("cost=free&cost=gratis-total").query.chosen == (("cost", ("free",)),)

    def test_what_may_stand_once_is_used_once(self) -> None:
        asked = ask("q=grief&q=food")
        assert asked.query.text == "grief"
        assert "once" in told(asked)["q"]

    def test_a_flood_of_strange_names_is_cut_short(self) -> None:
        assert len(ask("&".join(f"x{n}=1" for n in range(500))).ignored) <= 12

    def test_a_list_keeps_its_order_and_its_size(self) -> None:
        assert ask("list=0123456789.abcdefghjk.0123456789").listed == ("0123456789", "abcdefghjk")
        many = ".".join(f"{n:010d}" for n in range(MOST_LISTED + 1))
        assert "list" in told(ask(f"list={many}"))
        assert "list" in told(ask("list=../../etc"))


class TestStrictness:
    def test_every_wrong_argument_is_named(self) -> None:
        with pytest.raises(BadRequest) as caught:
            strictly(ask("cost=fre&colour=red&within=nan"))
        assert set(caught.value.fields) == {"cost", "colour", "within"}

    def test_an_unknown_place_and_one_of_several_are_refused(self) -> None:
        with pytest.raises(UnknownPlace):
            strictly(ask("place=Xqzzyvw"))
        with pytest.raises(AmbiguousPlace) as caught:
            strictly(ask("place=Springfield"))
        assert len(caught.value.choices) > 1

    def test_a_right_request_is_given_back(self) -> None:
        asked = ask("q=grief&place=94601")
        assert strictly(asked) is asked


def as_mapping(asked: Asked) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, value in arguments(asked):
        found.setdefault(name, []).append(value)
    return found


def _values(name: str) -> st.SearchStrategy[list[str]]:
    if name in FACETS or name == "time":
        allowed = declared(name) if name == "time" else tickable(name)
        return st.lists(st.sampled_from((*allowed, "wrong")), max_size=3)
    if name.startswith(NOT):
        return st.lists(st.sampled_from(declared(name.removeprefix(NOT))), max_size=2)
    right = {
        "place": ["94601", "Oakland", "Texas", "Springfield", "nowhere at all"],
        "at": ["25.774,-80.19", "-0.001,0.001"],
        "tz": ["Europe/London"],
        "t": [str(NOW - 5), "12"],
        "within": ["10", "10mi", "16km", "any", "2.5", "0"],
        "age": ["0", "34", "121"],
        "fit": ["all"],
        "for": ["me", "client"],
        "sort": ["best", "near", "soon"],
        "view": ["cards", "table"],
        "page": ["1", "2", "500"],
        "after": ["abc_-="],
        "list": ["0123456789.abcdefghjk"],
        "lang": ["es"],
    }.get(name, ["1"])
    text = st.text(max_size=250) if name in {"q", "organization"} else st.nothing()
    return st.lists(st.sampled_from(right) | text, max_size=1)


ARGUMENTS = st.fixed_dictionaries({}, optional={name: _values(name) for name in PARAMETERS})


class TestLinks:
    @hypothesis_settings(max_examples=200, deadline=None)
    @given(ARGUMENTS)
    def test_a_question_written_and_read_again_is_the_same(self, args: dict[str, list[str]]) -> None:
        asked = read(args, Settings(), GAZETTEER, NOW)
        assert read(as_mapping(asked), Settings(), GAZETTEER, NOW) == replace(asked, ignored=())

    def test_addresses_have_one_order_and_no_empty_values(self) -> None:
        asked = ask("page=2&time=tuesday&cost=free&q=grief+group&category=support-groups/grief&not_format=faith-based")
        assert link("/search", asked) == (
            "/search?q=grief+group&category=support-groups/grief&cost=free&time=tuesday&not_format=faith-based&page=2"
        )

    def test_the_default_order_view_and_page_are_not_written(self) -> None:
        assert link("/search", ask("sort=best&page=1")) == "/search"

    def test_every_change_starts_at_the_first_page(self) -> None:
        asked = ask("q=grief&page=3")
        for other in (with_value(asked, "cost", "free"), changed(asked, order="soon"), changed(asked, text="food")):
            assert "page" not in dict(arguments(other))

    def test_values_are_added_in_order_and_taken_out(self) -> None:
        asked = with_value(with_value(ask(), "topic", "grief"), "topic", "anxiety")
        assert asked.query.chosen == (("topic", ("anxiety", "grief")),)
        assert without(asked, "topic", ["grief", "anxiety"]).query == ask().query
        assert with_value(ask(), "time", "evening").query.times == ("evening",)
        left_out = with_value(ask(), "start", "waiting-list", leave_out=True)
        assert left_out.query.excluded == (("start", ("waiting-list",)),)
        assert without(left_out, "start", ["waiting-list"], leave_out=True).query.excluded == ()

    def test_the_pager_carries_the_clock(self) -> None:
        assert dict(arguments(turned(ask("q=grief"), 2))) == {"q": "grief", "t": str(NOW), "page": "2"}

    def test_links_keep_the_circle_that_was_used(self) -> None:
        asked = ask("place=94601")
        kept = settled(asked, Results(total=0, hits=(), counts={}, within_km=25 * MILE_KM))
        assert dict(arguments(kept)) == {"place": "94601", "within": "25"}
        assert read(as_mapping(kept), Settings(), GAZETTEER, NOW).query.within_km == pytest.approx(25 * MILE_KM)

    def test_chips_are_units_and_each_can_be_taken_out(self) -> None:
        asked = ask("q=circle&cost=free&cost=medicaid&access=parking&access=wheelchair&age=34&time=now&not_format=open")
        found = {(chip.kind, chip.values): chip.rest for chip in chips(asked)}
        assert ("facet", ("free", "medicaid")) in found
        assert ("facet", ("wheelchair",)) in found
        assert {kind for kind, _ in found} == {"words", "facet", "age", "time", "not"}
        assert "cost" not in dict(arguments(found["facet", ("free", "medicaid")]))

    def test_relaxing_takes_exactly_that_back(self) -> None:
        asked = ask("q=circle&place=94601&within=5&cost=free&not_format=open&time=now&age=5")
        cases = {
            Relaxation(kind="words"): "q",
            Relaxation(kind="facet", facet="cost", values=("free",)): "cost",
            Relaxation(kind="not", facet="format", values=("open",)): "not_format",
            Relaxation(kind="time"): "time",
            Relaxation(kind="age"): "age",
        }
        before = dict(arguments(asked))
        for entry, gone in cases.items():
            assert dict(arguments(relaxed(asked, entry))) == {name: said for name, said in before.items() if name != gone}
        wider = relaxed(asked, Relaxation(kind="within", km=10 * MILE_KM))
        assert dict(arguments(wider)) == before | {"within": "10"}
