"""The JSON API over the real engine and the real gazetteer: what it answers, refuses and keeps to itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.index.base import Index
from directory.listing import Listing, ref_of
from directory.places.gazetteer import Gazetteer
from directory.schemas import load_listing
from directory.settings import Settings
from directory.web import create_app
from directory.web.api_schemas import (
    CategoriesSchema,
    PlacesSchema,
    ProblemSchema,
    PublicListingSchema,
    SearchSchema,
    SuggestSchema,
)
from tests.pages_world import client_of, indexed

ROOT = Path(__file__).resolve().parents[1]
NOW = 29_757_600  # 2026-07-30 12:00 UTC, a Thursday
GAZETTEER = Gazetteer.open(ROOT / ".cache")
NIGHT_AND_DAY = {"freq": "weekly", "days": ["mo", "tu", "we", "th", "fr", "sa", "su"], "zone": "America/Los_Angeles"}


def made(key: str, **more: Any) -> Listing:
    """An invented listing in Oakland, with changes."""
    base: dict[str, Any] = {
        "id": f"world:{key}@1",
        "ref": ref_of(f"world:{key}@1"),
        "revision": 1,
        "name": f"Circle {key}",
        "organization": {"key": f"world:{key}", "name": f"Provider {key}"},
        "categories": ["support-groups/grief"],
        "modes": ["in-person"],
        "place": {
            "address": {"lines": ["1 Example Street"], "city": "Oakland", "region": "CA", "country": "US"},
            "point": {"lat": 37.78, "lon": -122.22},
            "precision": "rooftop",
            "codes": ["us-ca-001", "us-ca", "us"],
        },
        "coverage": ["us-ca-001"],
        "provenance": {"source": "world", "link": f"https://source.example.org/{key}", "seen_on": "2026-01-02"},
    }
    return load_listing(base | more)


HIDDEN = made(
    "refuge-key",
    name="Harbor house",
    categories=["crisis/abuse-violence"],
    place={"visibility": "hidden", "codes": ["us-ca-001", "us-ca", "us"]},
    group="world:refuge-key",
)
WORLD = (
    made("a", name="Evening grief circle", costs=["free"], sessions=[NIGHT_AND_DAY], keywords=["bereavement-code"]),
    made("b", name="Morning grief circle", languages=["es"]),
    made("c", name="Grief by appointment", costs=["fee"]),
    made("d", name="Food shelf", categories=["practical/food"]),
    made("line", name="Listening line", modes=["phone"], categories=["crisis/warmlines"], place=None, coverage=["us-ca"]),
    HIDDEN,
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("index"), WORLD) as found:
        yield found


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return client_of(Settings(), index, now=NOW)


def got(client: FlaskClient, path: str, **args: Any) -> Any:
    response = client.get(f"{path}?{urlencode(args, doseq=True)}" if args else path)
    assert response.status_code == 200, response.text
    return response.json


def problem(response: TestResponse) -> Any:
    assert response.content_type == "application/problem+json"
    said = json.loads(response.text)
    assert ProblemSchema().validate(said) == {}
    assert said["status"] == response.status_code
    return said


class TestSearch:
    def test_the_answer_is_as_described(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="grief", place="94601", cost="free", topic=["grief", "anxiety"], explain="1")
        assert SearchSchema().validate(said) == {}

    def test_a_place_a_kind_and_a_facet(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", place="94601", category="support-groups", cost="free")
        assert said["place"]["kind"] == "zip"
        assert said["within"]["unit"] == "mi"
        assert [(hit["name"], hit["tier"]) for hit in said["listings"]] == [
            ("Evening grief circle", 0),
            ("Morning grief circle", 1),
        ]
        assert said["listings"][0]["matches"][-1] == {"facet": "cost", "value": "free", "label": "Free"}
        assert said["listings"][1]["asks"] == [{"facet": "cost", "value": "free", "label": "Free"}]
        assert said["listings"][0]["distance"]["unit"] == "mi"
        assert said["left_out"] == 1

    def test_a_line_serves_the_place_without_a_distance(self, client: FlaskClient) -> None:
        (hit,) = got(client, "/api/search", place="94601", category="crisis/warmlines")["listings"]
        assert "distance" not in hit
        assert hit["serves"] == got(client, "/api/search", place="94601")["place"]["label"]

    def test_any_distance_is_no_circle(self, client: FlaskClient) -> None:
        response = client.get("/api/search?place=94601&within=any")
        assert response.json is not None
        assert response.json["within"] is None
        assert "Infinity" not in response.text
        assert response.json["total"] >= 5

    def test_what_was_understood_can_be_taken_out(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="circle", cost="free", not_language="es", time="now", age="34")
        found = {entry["kind"]: entry for entry in said["understood"]}
        assert set(found) == {"words", "facet", "not", "time", "age"}
        assert found["facet"]["label"] == "Free"
        assert found["not"]["label"] == "Not: Spanish"
        assert "cost" not in found["facet"]["query"]

    def test_each_reading_is_told_with_the_characters_it_came_from(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="free circle in oakland, my uncle passed")
        assert SearchSchema().validate(said) == {}
        found = {tuple(entry["values"]): entry for entry in said["understood"] if "strength" in entry}
        free = found["free",]
        assert (free["kind"], free["facet"], free["strength"], free["said"]) == ("facet", "cost", "exact", "free")
        assert (free["start"], free["end"]) == (0, 4)
        assert "free" not in free["query"]
        assert found["support-groups/grief",]["strength"] == "implied"
        assert found["Oakland, California",]["kind"] == "near"
        assert said["place"]["label"] == "Oakland, California"
        assert ("topic", "grief") in {(entry["facet"], entry["value"]) for entry in said["offered"]}
        assert all(f"{entry['facet']}=" in entry["query"] for entry in said["offered"])
        assert said["nothing_close"] is False

    def test_another_meaning_and_a_missing_place_are_told(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="ramp near me")
        assert SearchSchema().validate(said) == {}
        (other,) = said["ambiguous"]
        assert (other["said"], other["facet"], other["values"]) == ("ramp", "access", ["step-free"])
        assert client.get(f"/api/search?{other['query']}").status_code == 200
        assert said["asks_where"] is True
        assert got(client, "/api/search", q="grief")["asks_where"] is False

    def test_what_only_has_to_do_with_it_from_afar_is_told(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="circle for purple zebras")
        assert said["total"]
        assert said["nothing_close"] is True
        assert said["changed"][-1]["step"] == "close"

    def test_every_offer_and_every_reading_can_be_searched(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="free alcohol circle in oakland")
        for entry in (*said["offered"], *said["understood"]):
            assert client.get(f"/api/search?{entry['query']}").status_code == 200

    def test_a_corrected_word_is_told_with_the_way_back(self, client: FlaskClient) -> None:
        (entry,) = got(client, "/api/search", q="legal help eviktion")["spelling"]
        assert (entry["typed"], entry["meant"], entry["applied"]) == ("eviktion", "eviction", True)
        assert (entry["start"], entry["end"]) == (11, 19)
        assert entry["query"] == "q=legal+help+eviktion&exact=1"
        assert got(client, "/api/search", q="legal help eviktion", exact="1")["spelling"] == []

    def test_what_was_taken_back_is_told(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="grief xyzzy")
        assert said["total"]
        assert said["changed"] == [{"step": "words", "values": ["xyzzy"], "label": "xyzzy"}]
        assert got(client, "/api/search", q="grief")["changed"] == []

    @pytest.mark.parametrize("text", ["i want to die", "suicidal thoughts tonight"])
    def test_a_crisis_phrase_is_in_no_part_of_the_answer(self, client: FlaskClient, text: str) -> None:
        said = got(client, "/api/search", q=text)
        told = json.dumps([said["understood"], said["offered"], said["spelling"], said["changed"]])
        assert not re.search("die|suicid", said["understood"][0]["label"] if said["understood"] else "")
        assert "crisis/" not in told

    def test_words_of_crisis_tell_the_card_that_the_page_shows(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="i want to die")
        assert SearchSchema().validate(said) == {}
        (card,) = said["crisis"]
        assert (card["kind"], card["other"], said["crisis_soft"]) == ("cannot-cope", False, False)
        assert card["emergency"] == {"number": "911", "href": "tel:911", "first": False}
        phones = card["lines"][0]["phones"]
        assert next(phone["href"] for phone in phones if phone["use"] == "call") == "tel:988"
        assert any(phone["use"] == "text" and phone["href"] == "sms:988" for phone in phones)
        page = client.get("/search?q=i+want+to+die").text.partition('class="crisis"')[2].partition("</section>")[0]
        assert card["label"] in page.replace("&#39;", "'")
        assert card["lines"][0]["name"] in page.replace("&amp;", "&")

    def test_several_dangers_tell_several_cards_the_most_urgent_first(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="i took too many pills and my husband hits me")
        assert [card["kind"] for card in said["crisis"]] == ["overdose", "abuse-at-home"]
        assert said["crisis"][0]["emergency"]["first"]

    def test_a_card_is_of_the_language_and_of_who_is_in_danger(self, client: FlaskClient) -> None:
        (card,) = got(client, "/api/search", q="mi hija se quiere matar", lang="es")["crisis"]
        assert card["other"]
        assert card["label"].startswith("Si alguien cercano")

    def test_lines_are_those_of_the_country_of_the_place(self, client: FlaskClient) -> None:
        place = {"q": "i want to die", "at": "51.5074,-0.1278"}
        (card,) = got(client, "/api/search", **place)["crisis"]
        assert card["lines"][0]["name"].startswith("Samaritans")
        assert card["emergency"]["number"] == "999"
        page = client.get(f"/search?{urlencode(place)}").text.partition('class="crisis"')[2].partition("</section>")[0]
        assert "Samaritans" in page
        assert "988" not in page

    def test_a_place_without_lines_has_those_of_the_site(self, client: FlaskClient) -> None:
        (card,) = got(client, "/api/search", q="i want to die", at="35.68,139.69")["crisis"]
        assert card["lines"][0]["name"].startswith("988")

    def test_a_chosen_kind_tells_its_card_and_other_words_none(self, client: FlaskClient) -> None:
        assert got(client, "/api/search", category="crisis/abuse-violence")["crisis"][0]["kind"] == "abuse-at-home"
        assert got(client, "/api/search", q="grief")["crisis"] == []
        assert got(client, "/api/search", q="volunteer for a suicide hotline")["crisis"] == []
        assert got(client, "/api/search", q="suicide loss group")["crisis_soft"]

    def test_a_place_of_several_in_words_is_asked_back(self, client: FlaskClient) -> None:
        said = problem(client.get("/api/search?q=grief+in+springfield"))
        assert said["kind"] == "ambiguous-place"

    def test_relaxing_tells_the_search_that_does_it(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", q="circle", category="practical/food")
        assert said["total"] == 0
        assert {entry["kind"]: entry["total"] for entry in said["relax"]} == {"words": 1, "facet": 2}
        for entry in said["relax"]:
            again = client.get(f"/api/search?{entry['query']}").json
            assert again is not None
            assert again["total"] == entry["total"]

    def test_labels_come_in_spanish(self, client: FlaskClient) -> None:
        said = got(client, "/api/search", cost="free", lang="es")
        assert said["understood"][0]["label"] == "Gratis"

    def test_facets_tell_what_some_listing_says_or_what_was_chosen(self, client: FlaskClient) -> None:
        facets = got(client, "/api/search", cost="tribal-ihs")["facets"]
        assert {entry["value"]: entry["count"] for entry in facets["cost"]} == {"free": 1, "fee": 1, "tribal-ihs": 0}
        assert all(entry["count"] for name, found in facets.items() if name != "cost" for entry in found)

    def test_paging_by_token_and_by_number_reach_the_same(self, tmp_path: Path) -> None:
        with indexed(tmp_path, [made(f"n{number}") for number in range(45)]) as index:
            client = client_of(Settings(), index, now=NOW)
            pages = [got(client, "/api/search", q="circle", page=page) for page in (1, 2, 3)]
            by_number = [hit["id"] for page in pages for hit in page["listings"]]
            assert (pages[0]["total"], pages[0]["pages"], len(set(by_number))) == (45, 3, 45)
            by_token, after = [], None
            while after != "":
                said = got(client, "/api/search", q="circle", **({"after": after} if after else {}))
                by_token += [hit["id"] for hit in said["listings"]]
                after = said["after"]
            assert by_token == by_number
            index.rebuild([made("other")])
            old = client.get(f"/api/search?{urlencode({'q': 'circle', 'after': pages[0]['after']})}")
            assert (old.status_code, problem(old)["kind"]) == (410, "gone")

    def test_a_token_of_nobody_is_refused(self, client: FlaskClient) -> None:
        assert got(client, "/api/search")["after"] == ""
        assert client.get("/api/search?after=abc").status_code in {410, 422}

    @pytest.mark.parametrize("page", [0, -1, 501, 10**9])
    def test_a_page_too_far_is_refused_with_what_to_do(self, client: FlaskClient, page: int) -> None:
        assert "page" in problem(client.get(f"/api/search?page={page}"))["fields"]

    @pytest.mark.parametrize(
        ("query", "name", "says"),
        [
            ("langage=es", "langage", "language"),
            ("cost=fre", "cost", "free"),
            ("within=nan", "within", "up to 1000"),
            ("within=0", "within", "up to 1000"),
            ("within=-3", "within", "up to 1000"),
            ("age=121", "age", "120"),
            ("q=" + "x" * 10_000, "q", "200"),
            ("tz=Mars/Olympus", "tz", "time zone"),
            ("at=91,0", "at", "degrees"),
        ],
    )
    def test_a_wrong_argument_is_refused_with_what_would_be_right(
        self, client: FlaskClient, query: str, name: str, says: str
    ) -> None:
        response = client.get(f"/api/search?{query}")
        assert response.status_code == 422
        assert says in " ".join(problem(response)["fields"][name])

    def test_an_unknown_place_has_suggestions_and_an_unclear_one_choices(self, client: FlaskClient) -> None:
        said = problem(client.get("/api/search?place=Oaklnd"))
        assert said["kind"] == "unknown-place"
        assert any("Oakland" in label for label in said["suggestions"])
        said = problem(client.get("/api/search?q=grief&place=Springfield"))
        assert said["kind"] == "ambiguous-place"
        for label in said["choices"]:
            assert got(client, "/api/search", place=label)["place"]["label"] == label

    @pytest.mark.parametrize("text", ['"', "*", "AND", "NEAR(", "'; --", "^a", "🕯️", "مجموعة", "\x00", "a" * 200])
    def test_no_text_breaks_a_search(self, client: FlaskClient, text: str) -> None:
        assert client.get(f"/api/search?{urlencode({'q': text})}").status_code == 200

    def test_a_search_is_kept_by_nobody(self, client: FlaskClient) -> None:
        response = client.get("/api/search?q=grief")
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "ETag" not in response.headers


class TestListings:
    def test_a_listing_is_as_described(self, client: FlaskClient) -> None:
        said = got(client, f"/api/listings/{WORLD[0].ref}")
        assert PublicListingSchema().validate(said) == {}
        assert (said["id"], said["source_id"]) == (WORLD[0].ref, WORLD[0].id)
        assert "bereavement-code" not in json.dumps(said)

    def test_one_that_is_still_right_is_not_sent_again(self, client: FlaskClient) -> None:
        path = f"/api/listings/{WORLD[0].ref}"
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200

    def test_the_sources_id_leads_to_the_public_one(self, client: FlaskClient) -> None:
        response = client.get(f"/api/listings/{WORLD[0].id}")
        assert response.status_code == 308
        assert response.headers["Location"] == f"/api/listings/{WORLD[0].ref}"

    def test_nothing_leads_from_or_to_the_source_of_a_hidden_place(self, client: FlaskClient) -> None:
        assert client.get(f"/api/listings/{HIDDEN.id}").status_code == 404
        text = client.get(f"/api/listings/{HIDDEN.ref}").text + client.get("/api/search?q=harbor").text
        assert "Harbor house" in text
        assert HIDDEN.id not in text
        assert "source.example.org/refuge" not in text

    def test_an_unknown_one_is_not_found_and_a_withdrawn_one_gone(self, client: FlaskClient, index: Index) -> None:
        assert problem(client.get("/api/listings/0000000000"))["kind"] == "not-found"
        assert client.get("/api/listings/no-such-source:1").status_code == 404
        gone = made("gone")
        index.update([gone])
        assert client.get(f"/api/listings/{gone.ref}").status_code == 200
        index.update([], [(gone.id, 2)])
        response = client.get(f"/api/listings/{gone.ref}")
        assert (response.status_code, problem(response)["kind"]) == (410, "gone")


class TestTheRest:
    def test_kinds_of_help_have_labels_in_both_languages(self, client: FlaskClient) -> None:
        response = client.get("/api/categories")
        said = response.json
        assert said is not None
        assert CategoriesSchema().validate(said) == {}
        assert said["categories"][0]["label"]["es"]
        assert "max-age" in response.headers["Cache-Control"]
        again = client.get("/api/categories", headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304

    def test_places_are_looked_up_by_name(self, client: FlaskClient) -> None:
        said = got(client, "/api/places", q="Springfield")
        assert PlacesSchema().validate(said) == {}
        assert len(said["places"]) > 1
        assert got(client, "/api/places", q="Oaklnd")["places"] == []
        assert "q" in problem(client.get("/api/places"))["fields"]

    @pytest.mark.parametrize("typed", ["spr", "sprin", "springf", "Springf"])
    def test_of_places_that_begin_as_typed_the_most_peopled_are_suggested_first(self, client: FlaskClient, typed: str) -> None:
        suggestions = got(client, "/api/places", q=typed)["suggestions"]
        assert "Springfield, Missouri" in suggestions[:2]
        assert all(one.startswith("Spring") for one in suggestions)

    def test_suggestions_come_from_kinds_places_and_names(self, client: FlaskClient) -> None:
        said = got(client, "/api/suggest", q="grief")
        assert SuggestSchema().validate(said) == {}
        assert {"category", "topic"} <= {entry["kind"] for entry in said["suggestions"]}
        assert any(entry["kind"] == "place" for entry in got(client, "/api/suggest", q="oakl")["suggestions"])
        assert any(entry["kind"] == "listing" for entry in got(client, "/api/suggest", q="evening")["suggestions"])
        assert got(client, "/api/suggest", q="duelo", lang="es")["suggestions"][0]["label"].startswith("Duelo")
        assert got(client, "/api/suggest", q="!!")["suggestions"] == []

    def test_suggestions_have_need_words_too_and_each_line_once(self, client: FlaskClient) -> None:
        said = got(client, "/api/suggest", q="griev")["suggestions"]
        assert {"kind": "words", "value": "grieving", "label": "grieving", "query": "q=grieving"} in said
        for typed in ("comida", "gri", "conseling"):
            lines = [(entry["kind"], entry["value"]) for entry in got(client, "/api/suggest", q=typed)["suggestions"]]
            assert lines
            assert len(set(lines)) == len(lines)

    def test_no_phrase_of_crisis_is_suggested(self, client: FlaskClient) -> None:
        for typed in ("suic", "i want to d", "overdos"):
            labels = [entry["label"].lower() for entry in got(client, "/api/suggest", q=typed)["suggestions"]]
            assert not [label for label in labels if "suicid" in label or "to die" in label or "overdos" in label]

    def test_a_name_leads_to_a_search_for_it(self, client: FlaskClient) -> None:
        [line] = [one for one in got(client, "/api/suggest", q="evening gr")["suggestions"] if one["kind"] == "listing"]
        assert line["query"] == "q=Evening+grief+circle&exact=1"
        found = got(client, f"/api/search?{line['query']}")["listings"]
        assert [one["name"] for one in found] == ["Evening grief circle"]
        [owner] = [one for one in got(client, "/api/suggest", q="provider a")["suggestions"] if one["label"] == "Provider a"]
        assert owner["query"] == "organization=world%3Aa"

    def test_names_and_places_forgive_a_wrong_letter(self, client: FlaskClient) -> None:
        for typed, label in (("evenimg", "Evening grief circle"), ("oaklnd", "Oakland, California")):
            assert label in [one["label"] for one in got(client, "/api/suggest", q=typed)["suggestions"]]

    def test_nothing_is_guessed_where_enough_begins_as_typed(self, client: FlaskClient) -> None:
        for entry in got(client, "/api/suggest", q="food")["suggestions"]:
            assert any(word.startswith("food") for word in entry["label"].casefold().split()), entry

    def test_no_two_suggestions_have_one_label(self, client: FlaskClient) -> None:
        for typed in ("gri", "food", "listening", "depres", "oak", "a"):
            labels = [entry["label"].casefold() for entry in got(client, "/api/suggest", q=typed)["suggestions"]]
            assert len(set(labels)) == len(labels), typed

    def test_a_name_with_a_word_of_crisis_is_offered_only_to_who_types_the_name(self, index: Index) -> None:
        line = made("988", name="988 Suicide Lifeline", modes=["phone"], place=None, coverage=["us"])
        other = made("sos", name="Suicide bereavement call", modes=["phone"], place=None, coverage=["us"])
        index.update([line, other])
        client = client_of(Settings(), index, now=NOW)
        try:
            for typed, offered in (("suic", []), ("call", []), ("lifel", []), ("suicide b", []), ("988", [line.name])):
                lines = got(client, "/api/suggest", q=typed)["suggestions"]
                assert [entry["label"] for entry in lines if "uicide" in entry["label"]] == offered, typed
        finally:
            index.update([], [(line.id, 2), (other.id, 2)])

    def test_every_suggestion_can_be_searched(self, client: FlaskClient) -> None:
        for typed in ("gri", "oak", "provider a"):
            for entry in got(client, "/api/suggest", q=typed)["suggestions"]:
                assert client.get(f"/api/search?{entry['query']}").status_code == 200

    @pytest.mark.parametrize("path", ["search", "listings/0000000000", "places?q=a", "suggest?q=a", "categories", "nothing"])
    def test_any_site_may_read_and_nobody_may_write(self, client: FlaskClient, path: str) -> None:
        assert client.get(f"/api/{path}").headers["Access-Control-Allow-Origin"] == "*"
        asked = client.options(f"/api/{path}")
        assert "POST" not in asked.headers["Access-Control-Allow-Methods"]
        if path != "nothing":
            refused = client.post(f"/api/{path}")
            assert problem(refused)["kind"] == "method"
            assert "GET" in refused.headers["Allow"]

    def test_an_index_that_is_missing_answers_503_with_a_hint_when_to_ask_again(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        app = create_app(Settings(index_url=f"sqlite:///{tmp_path / 'none.sqlite'}"), gazetteer=GAZETTEER)
        response = app.test_client().get("/api/search?q=grief")
        assert (response.status_code, problem(response)["kind"]) == (503, "unavailable")
        assert response.headers["Retry-After"]
        assert app.test_client().get("/healthz").status_code == 200
        assert app.test_client().get("/readyz").status_code == 503
        assert "run `python -m ingest index --rebuild`" in caplog.text

    def test_the_description_is_openapi_3_1_and_has_every_address(self, client: FlaskClient) -> None:
        said = client.get("/api/openapi.json").json
        assert said is not None
        assert said["openapi"] == "3.1.0"
        rules = {rule.rule for rule in client.application.url_map.iter_rules() if rule.endpoint.startswith("api.")}
        assert {path.replace("{", "<").replace("}", ">") for path in said["paths"]} == rules
        assert all(kind["description"] for kind in said["components"]["schemas"].values())

    @pytest.mark.parametrize("path", ["/api", "/api/"])
    def test_the_shortest_address_leads_to_the_description(self, client: FlaskClient, path: str) -> None:
        assert client.get(path).headers["Location"] == "/api/docs"

    @pytest.mark.parametrize("language", ["", "/es", "/ar"])
    def test_the_page_about_the_site_leads_to_it(self, index: Index, language: str) -> None:
        site = create_app(Settings(languages=("en", "es", "ar")), index=index, gazetteer=GAZETTEER, clock=lambda: NOW)
        assert 'href="/api/docs"' in site.test_client().get(f"{language}/about").text

    def test_the_description_can_be_read_by_people(self, client: FlaskClient) -> None:
        page = client.get("/api/docs")
        assert page.status_code == 200
        for path in (
            "/api/search",
            "/api/listings/{id}",
            "/api/listings/{id}/similar",
            "/api/places",
            "/api/suggest",
            "/api/categories",
        ):
            assert path in page.text
        assert "<code>asks</code>" in page.text
        assert "`" not in page.text
