"""What pages keep from one another: the same page again, and never what has changed since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from directory.index.base import Index
from directory.settings import Settings
from directory.web import create_app
from directory.web.kept import Kept, Memory
from tests.pages_world import GAZETTEER, NOW, THURSDAYS, WORLD, indexed, made, text_of

SEARCHES = ("/search", "/search?q=grief&place=Miami&cost=free", "/search?category=support-groups&fit=all", "/search?q=circle")
OPEN = made("open", name="Open on Thursdays", sessions=(THURSDAYS,))
THURSDAY_EVENING = NOW + 1440 + 7 * 60 + 45  # 19:45 in New York, where it was Wednesday noon


@pytest.fixture
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("kept"), (*WORLD, OPEN)) as found:
        yield found


def client_of(index: Index, *languages: str, minutes: list[int]) -> FlaskClient:
    settings = Settings(languages=languages or ("en",))
    return create_app(settings, index=index, gazetteer=GAZETTEER, clock=lambda: minutes[-1]).test_client()


class TestKept:
    def test_what_was_worked_out_is_there_the_next_time(self) -> None:
        asked: list[str] = []
        kept, one = Kept(), object()
        for also in ("a", "b", "a"):
            kept.get(one, also, asked.append, also)
        assert asked == ["a", "b"]

    def test_an_equal_object_is_another_one(self) -> None:
        kept, one = Kept(), WORLD[0]
        assert kept.get(one, "", str, 1) == "1"
        assert kept.get(replace(one), "", str, 2) == "2"

    def test_it_holds_what_it_keeps_so_that_no_other_object_takes_its_place(self) -> None:
        kept = Kept()
        assert [kept.get(object(), "", str, number) for number in range(50)] == [str(number) for number in range(50)]

    def test_all_is_forgotten_when_it_is_full(self) -> None:
        kept, ones = Kept(2), [object() for _ in range(3)]
        assert [kept.get(one, "", str, 1) for one in ones] == ["1", "1", "1"]
        assert kept.get(ones[0], "", str, 2) == "2"
        assert kept.get(ones[2], "", str, 2) == "1"

    def test_kinds_do_not_push_each_other_out(self) -> None:
        memory = Memory()
        assert memory.of("face") is memory.of("face")
        assert memory.of("face") is not memory.of("when")


class TestPages:
    @pytest.mark.parametrize("path", SEARCHES)
    def test_a_page_is_the_same_the_next_time(self, index: Index, path: str) -> None:
        client = client_of(index, minutes=[NOW])
        first = text_of(client, path)
        assert [text_of(client, path) for _ in range(2)] == [first, first]

    @pytest.mark.parametrize("path", SEARCHES)
    def test_a_page_carries_every_icon_that_it_shows(self, index: Index, path: str) -> None:
        client = client_of(index, minutes=[NOW])
        for text in (text_of(client, path), text_of(client, path)):
            shown, carried = (set(re.findall(one, text)) for one in (r'href="#i-(\w+)"', r'<symbol id="i-(\w+)"'))
            assert shown <= carried
            assert carried - shown <= {"plus", "check"}  # script changes one into the other

    def test_a_changed_listing_is_shown_as_it_is_now(self, index: Index) -> None:
        client = client_of(index, minutes=[NOW])
        assert "Open on Thursdays" in text_of(client, "/search?q=thursdays&exact=1")
        index.update([replace(OPEN, revision=2, name="Moved to Thursdays", alert="Ring the bell")])
        text = text_of(client, "/search?q=thursdays&exact=1")
        assert "Moved to Thursdays" in text
        assert "Ring the bell" in text
        assert "Open on Thursdays" not in text

    def test_hours_follow_the_clock(self, index: Index) -> None:
        minutes = [NOW]
        client = client_of(index, minutes=minutes)
        said = []
        for minute in (NOW, THURSDAY_EVENING, THURSDAY_EVENING + 15, THURSDAY_EVENING):
            minutes[-1] = minute
            text = text_of(client, "/search?q=thursdays&exact=1")
            said.append("Open now" in text[text.index('id="r-') :])
        assert said == [False, True, False, True]

    def test_how_old_a_check_is_follows_the_day(self, index: Index) -> None:
        minutes = [NOW]
        client = client_of(index, minutes=minutes)
        index.update([replace(OPEN, revision=2, provenance=replace(OPEN.provenance, seen_on=date(2026, 7, 28)))])
        assert "Matched to source on" in text_of(client, "/search?q=thursdays&exact=1")
        minutes[-1] = NOW + 366 * 1440
        assert "No one has checked this for over a year" in text_of(client, "/search?q=thursdays&exact=1")

    def test_languages_do_not_mix(self, index: Index) -> None:
        english, spanish = client_of(index, minutes=[NOW]), client_of(index, "es", minutes=[NOW])
        for path in SEARCHES:
            pages = [text_of(client, path) for client in (english, spanish, english, spanish)]
            assert pages[:2] == pages[2:]
            assert "Ask about cost" in pages[0]
            assert "Ask about cost" not in pages[1]


class TestAnswers:
    def test_what_one_search_adds_to_a_listing_is_in_no_other_s_answer(self, index: Index) -> None:
        client = client_of(index, minutes=[NOW])
        plain = client.get("/api/search?category=support-groups").get_json()
        asked = client.get("/api/search?category=support-groups&place=Miami&cost=free&explain=1").get_json()
        assert any("distance" in one and "score" in one for one in asked["listings"])
        assert client.get("/api/search?category=support-groups").get_json() == plain
        assert not any("distance" in one or "score" in one for one in plain["listings"])

    def test_a_changed_listing_is_told_as_it_is_now(self, index: Index) -> None:
        client = client_of(index, minutes=[NOW])
        client.get("/api/search?q=thursdays&exact=1")
        index.update([replace(OPEN, revision=2, alert="Ring the bell")])
        (told,) = client.get("/api/search?q=thursdays&exact=1").get_json()["listings"]
        assert told["alert"] == "Ring the bell"
