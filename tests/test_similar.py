"""Help like a listing and close to a question: of the same kind, about the same, near it; the same on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory.geo import Point, distance
from directory.index.base import Index
from directory.index.sqlite import SqliteIndex
from directory.listing import Listing, Organization, Place, located, ref_of
from directory.query import Near, Query, Results
from directory.settings import Settings
from directory.similar import ENOUGH, LOOKED_THROUGH, MOST, close, closer, questions, shared, similar, whereabouts
from directory.taxonomy import lineage
from directory.web.api_schemas import SimilarSchema
from directory.web.present_similar import SHOWN
from tests.compare import wrong
from tests.engines import MARKED, Engine, built
from tests.oracle import Oracle
from tests.pages_world import GAZETTEER, NOW, Outline, client_of, made, text_of
from tests.worlds import TODAY, World

MIAMI, SEED = Point(25.77, -80.2), 20261125


def at(key: str, km: float, **more: Any) -> Listing:
    """A grief group so far north of the middle of Miami."""
    place = made(key).place
    assert place is not None
    there = Point(MIAMI.lat + km / 111.195, MIAMI.lon).rounded()
    return made(key, place=replace(place, point=there), **more)


def line(key: str, *coverage: str, **more: Any) -> Listing:
    """A warmline for some areas."""
    return made(key, **{"modes": ("phone",), "place": None, "coverage": coverage, "categories": ("crisis/warmlines",)} | more)


def house(key: str, *coverage: str, **more: Any) -> Listing:
    """A shelter whose place is hidden."""
    hidden = Place(visibility="hidden", codes=("us-fl-086", "us-fl", "us"))
    return made(key, **{"categories": ("crisis/abuse-violence",), "place": hidden, "coverage": coverage} | more)


CHAIN = Organization(key="world:chain", name="Chain of Hope")
PANTRY, HOUSING = ("practical/food/pantries",), ("practical/housing/shelter",)
LISTINGS = (
    at("one", 0),
    at("next", 2, audiences=("lgbtq",)),
    at("same audience", 4, audiences=("men",), languages=("es",)),
    *(at(f"chain{n}", 1 + n / 10, organization=CHAIN) for n in range(3)),
    at("far", 120),
    at("women only", 0.5, only=("women",)),
    at("for men", 0, audiences=("men",)),
    at("russian", 0.4, languages=("ru",)),
    at("english", 0, languages=("en",)),
    at("pantry", 0.1, categories=PANTRY),
    at("therapy", 3, categories=("mental-health/counseling",), topics=("anxiety",)),
    at("anxious", 3, categories=("mental-health/psychiatry",), topics=("anxiety",)),
    line("line us", "us"),
    line("line us too", "us"),
    line("line florida", "us-fl"),
    line("line miami", "us-fl-086"),
    line("line texas", "us-tx"),
    house("house", "us-fl-086"),
    house("other house", "us-fl"),
    house("far house", "us-tx"),
    at("open house", 1, categories=("crisis/abuse-violence",)),
)
BY_KEY = {one.id.removeprefix("world:").removesuffix("@1"): one for one in LISTINGS}


@pytest.fixture(scope="module", params=MARKED)
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    chosen.require()
    return chosen


@pytest.fixture(scope="module")
def index(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with built(engine, tmp_path_factory.mktemp("similar"), LISTINGS) as found:
        yield found


class Counting:
    """Searches that are counted."""

    def __init__(self, index: Index) -> None:
        self.index, self.asked = index, list[Query]()

    def __call__(self, query: Query) -> Results:
        self.asked.append(query)
        return self.index.search(query)


def like(listing: Listing, search: Any) -> list[str]:
    """The keys of what is like a listing."""
    found = similar(listing, Query(near=whereabouts(listing, GAZETTEER), moment=NOW), search)
    return [hit.listing.id.removeprefix("world:").removesuffix("@1") for hit in found]


class TestLikeness:
    def test_it_is_of_the_same_kind_nearest_first_and_never_itself_or_what_is_far(self, index: Index) -> None:
        found = like(BY_KEY["one"], index.search)
        assert len(found) == MOST
        assert set(found) <= {"next", "same audience", "chain0", "women only", "for men", "russian", "english"}
        assert not {"one", "far", "pantry"} & set(found)

    def test_an_organization_is_there_once(self, index: Index) -> None:
        found = like(BY_KEY["one"], index.search)
        assert sum(key.startswith("chain") for key in found) <= 1
        assert sum(key.startswith("chain") for key in like(BY_KEY["chain0"], index.search)) <= 1

    def test_the_audience_raises_what_is_for_the_same_people(self, index: Index) -> None:
        assert like(BY_KEY["for men"], index.search)[0] == "same audience"

    def test_what_turns_away_whom_this_one_is_for_is_not_like_it(self, index: Index) -> None:
        assert "women only" not in like(BY_KEY["for men"], index.search)
        assert "russian" not in like(BY_KEY["english"], index.search)
        assert "russian" in like(BY_KEY["one"], index.search)

    def test_one_search_is_enough_where_three_are_found_and_two_are_the_most(self, index: Index) -> None:
        for key, most in (("one", 1), ("pantry", 2), ("anxious", 2), ("line us", 2), ("house", 2)):
            search = Counting(index)
            like(BY_KEY[key], search)
            assert len(search.asked) <= most, key
            assert all(query.size == LOOKED_THROUGH for query in search.asked)

    def test_a_topic_leads_to_other_kinds_where_its_own_kind_has_too_few(self, index: Index) -> None:
        assert like(BY_KEY["anxious"], index.search) == ["therapy"]

    def test_a_whole_trunk_of_the_tree_is_no_likeness(self, index: Index) -> None:
        shelter = at("shelter", 0, categories=HOUSING)
        assert "pantry" not in like(shelter, index.search)


class TestPlaces:
    def test_what_serves_an_area_is_like_what_serves_all_of_it(self, index: Index) -> None:
        assert set(like(BY_KEY["line us"], index.search)) == {"line us too"}
        assert set(like(BY_KEY["line florida"], index.search)) == {"line us", "line us too"}
        assert set(like(BY_KEY["line miami"], index.search)) == {"line us", "line us too", "line florida"}

    def test_a_hidden_place_is_matched_by_the_areas_it_declares_and_tells_no_distance(self, index: Index) -> None:
        hits = similar(BY_KEY["house"], Query(near=whereabouts(BY_KEY["house"], GAZETTEER), moment=NOW), index.search)
        keys = {hit.listing.id.removeprefix("world:").removesuffix("@1") for hit in hits}
        assert keys == {"other house", "open house"}
        assert [hit.km for hit in hits] == [None, None]

    def test_nothing_about_a_hidden_place_is_asked_but_what_it_declares(self) -> None:
        one = house("a", "us-fl")
        elsewhere = replace(one, place=Place(visibility="hidden", codes=("us-fl-011", "us-fl", "us")))
        assert whereabouts(one, GAZETTEER) == whereabouts(elsewhere, GAZETTEER)
        assert not {"us-fl-011", "us-fl-086"} & set(whereabouts(one, GAZETTEER).codes)

    def test_an_office_does_not_make_a_phone_line_local(self) -> None:
        office = replace(at("office", 0, modes=("phone",)), coverage=("us-fl",))
        assert whereabouts(office, GAZETTEER).kind == "county"
        assert set(whereabouts(office, GAZETTEER).codes) == {"us-fl", "us", "world"}

    def test_distances_are_from_its_own_point(self, index: Index) -> None:
        one = BY_KEY["one"]
        for hit in similar(one, Query(near=whereabouts(one, GAZETTEER), moment=NOW), index.search):
            there, here = located(hit.listing), located(one)
            assert hit.km is not None
            assert there is not None
            assert here is not None
            assert hit.km == pytest.approx(distance(here, there), abs=0.001)


def test_words_play_no_part_in_likeness() -> None:
    one = at("a", 0, description="Call us. All our programs are free and confidential.", keywords=("boilerplate",))
    other = replace(one, name="Other", description="", keywords=())
    base = Query(moment=NOW)
    assert questions(one, base) == questions(other, base)
    assert all(not query.text for query in questions(one, base))


def test_what_is_shared_is_told_by_facet() -> None:
    one, other = at("a", 0, audiences=("men", "lgbtq"), topics=("anxiety",)), at("b", 0, audiences=("lgbtq",))
    assert shared(one, other) == (("category", "support-groups/grief"), ("topic", "grief"), ("audience", "lgbtq"))


@pytest.mark.parametrize("size", [60, 200])
def test_an_engine_answers_these_questions_as_the_oracle_does(engine: Engine, size: int, tmp_path: Path) -> None:
    world, oracle = World(SEED, size), Oracle()
    oracle.rebuild(world.listings)
    with built(engine, tmp_path, world.listings) as index:
        for listing in world.listings[:60]:
            base = Query(near=whereabouts(listing, GAZETTEER), size=LOOKED_THROUGH, moment=NOW)
            for query in questions(listing, base):
                assert wrong(index, oracle, query) == []
            found = similar(listing, base, index.search)
            assert located(listing) is not None or all(hit.km is None for hit in found)
            keys = [hit.listing.organization.key for hit in found]
            assert len(set(keys)) == len(keys)
            assert listing.ref not in [hit.listing.ref for hit in found]


NEAR_MIAMI = Near(label="Miami, Florida", kind="point", point=MIAMI, codes=("us-fl-086", "us-fl", "us", "world"))


class TestClose:
    def test_the_need_the_language_and_what_is_left_out_stay_and_the_rest_only_raises(self) -> None:
        query = Query(
            text="zorvak",
            near=NEAR_MIAMI,
            within_km=1.6,
            chosen=(("category", ("support-groups/grief",)), ("language", ("es",)), ("cost", ("free",))),
            excluded=(("format", ("faith-based",)),),
            times=("tonight",),
            age=34,
            say=True,
        )
        first, wider = closer(query)
        assert first.chosen == query.chosen[:2]
        assert (first.excluded, first.age) == (query.excluded, 34)
        assert (first.text, first.times, first.within_km, first.say) == ("", (), None, False)
        assert ("cost", "free") in first.raised
        assert wider.chosen == (("category", ("support-groups",)), ("language", ("es",)))

    def test_without_a_need_there_is_nothing_close(self) -> None:
        assert closer(Query(text="zorvak", near=NEAR_MIAMI)) == ()
        assert closer(Query(chosen=(("language", ("so",)),))) == ()

    def test_what_is_found_is_near_and_of_each_organization_once(self, index: Index) -> None:
        query = Query(
            text="zorvak", near=NEAR_MIAMI, chosen=(("category", ("support-groups/grief",)),), moment=NOW, within_km=0.1
        )
        assert index.search(query).total == 0
        search = Counting(index)
        found = close(query, search)
        assert len(search.asked) == 1
        assert ENOUGH <= len(found) <= MOST
        assert len({hit.listing.organization.key for hit in found}) == len(found)
        assert all("support-groups/grief" in lineage(hit.listing.categories[0]) for hit in found)


class TestPages:
    @pytest.fixture
    def client(self, index: Index) -> FlaskClient:
        return client_of(Settings(), index)

    def test_a_listing_shows_three_with_distance_number_and_hours(self, client: FlaskClient) -> None:
        text = text_of(client, f"/listing/{BY_KEY['one'].ref}")
        part = text[text.index('id="similar"') :]
        assert part.count('<article class="card">') == SHOWN
        assert part.count('href="tel:+13055550142"') == SHOWN
        assert "miles" in part
        assert "Hours not known. Call first." in part
        assert "Distances are from the place on this page." in part

    def test_a_hidden_place_shows_no_distance_of_its_neighbours(self, client: FlaskClient) -> None:
        text = text_of(client, f"/listing/{BY_KEY['house'].ref}")
        part = text[text.index('id="similar"') :]
        assert "mile" not in part
        assert "Distances" not in part

    def test_a_page_that_finds_nothing_shows_what_is_close(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=zorvak&place=Miami&category=support-groups/grief&within=1")
        assert "Help close to what you asked" in text
        assert text.count('<article class="card">') == MOST
        assert "These do not fit everything you asked for." in text
        assert all(len(targets) == 1 for name, targets in Outline(text).links.items() if name)

    def test_in_spanish_too(self, index: Index) -> None:
        client = client_of(Settings(languages=("es",)), index)
        assert "Ayuda parecida a lo que pidió" in text_of(client, "/search?q=zorvak&place=Miami&category=support-groups/grief")
        assert "Ayuda parecida" in text_of(client, f"/listing/{BY_KEY['one'].ref}")


class Counted(SqliteIndex):
    """An index that counts its searches."""

    searches = 0

    def search(self, query: Query) -> Results:
        """The answer, counted."""
        self.searches += 1
        return super().search(query)


def test_likeness_costs_a_listing_page_one_search(tmp_path: Path) -> None:
    with closing(Counted(tmp_path / "index.sqlite", lambda: TODAY)) as index:
        index.rebuild([at(f"n{n}", n / 10) for n in range(20)])
        client = client_of(Settings(), index)
        text_of(client, f"/listing/{ref_of('world:n0@1')}")
        assert index.searches == 1


class TestApi:
    @pytest.fixture
    def client(self, index: Index) -> FlaskClient:
        return client_of(Settings(), index)

    def test_it_tells_what_is_like_a_listing_and_what_they_share(self, client: FlaskClient) -> None:
        said = client.get(f"/api/listings/{BY_KEY['for men'].ref}/similar").json
        assert said is not None
        assert SimilarSchema().validate(said) == {}
        first = said["listings"][0]
        assert first["id"] == BY_KEY["same audience"].ref
        assert first["distance"]["unit"] == "mi"
        assert {"facet": "audience", "value": "men", "label": "Men & boys"} in first["shares"]

    def test_labels_come_in_the_language_asked_for(self, client: FlaskClient) -> None:
        said = client.get(f"/api/listings/{BY_KEY['for men'].ref}/similar?lang=es").json
        assert said is not None
        assert "Hombres y niños" in [pair["label"] for pair in said["listings"][0]["shares"]]

    def test_nothing_near_a_hidden_place_has_a_distance(self, client: FlaskClient) -> None:
        said = client.get(f"/api/listings/{BY_KEY['house'].ref}/similar").json
        assert said is not None
        assert len(said["listings"]) == 2
        assert not [one for one in said["listings"] if "distance" in one]

    def test_the_ids_of_a_source_lead_to_the_public_one_and_those_of_a_hidden_place_nowhere(self, client: FlaskClient) -> None:
        moved = client.get("/api/listings/world:one@1/similar")
        assert (moved.status_code, moved.headers["Location"]) == (308, f"/api/listings/{BY_KEY['one'].ref}/similar")
        assert client.get("/api/listings/world:house@1/similar").status_code == 404
        assert client.get("/api/listings/0000000000/similar").status_code == 404
        assert client.get(f"/api/listings/{BY_KEY['one'].ref}/similar?page=2").status_code == 422
