"""Suggest and report: kept once by a form of ours, faults beside the questions, nothing lost, nothing told on."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.catalogue import FILE, Catalogue, Kept, inbox
from directory.index.base import Index
from directory.settings import Settings
from directory.web import form_token
from directory.web.form_fields import REPORT, SUGGEST, TRAP, clean, faults, typed
from directory.web.site import EXTENSION, Site
from tests.pages_world import NOW, Outline, indexed, listing, ref, site_of, text_of, with_catalogue

LISTING = f"{listing('talk')}/report"
REPORTED = {"wrong": "time", "text": "Meets at 7 pm now.", "know": "went", "email": "sam@example.org"}
SUGGESTED = {"name": "Blue House", "help": "Meals for everyone", "reach": "305-555-0143"}
ELSEWHERE = "203.0.113.9"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("forms")) as found:
        yield found


@dataclass
class Desk:
    """A site, its clock, and what its catalogue keeps."""

    client: FlaskClient
    folder: Path
    now: int = NOW * 60

    def token(self, path: str, **headers: str) -> str:
        """The token of a form that is opened now and filled in for a while."""
        found = re.search(r'name="token" value="([^"]+)"', text_of(self.client, path))
        assert found is not None
        self.now += 20
        return found[1]

    def send(self, path: str, said: dict[str, str], token: str = "", **more: Any) -> TestResponse:
        """The answer to a form."""
        return self.client.post(path, data=said | {"token": token or self.token(path)}, **more)

    def kept(self) -> list[Kept]:
        """The open reports."""
        from datetime import UTC, datetime

        with Catalogue.of(self.folder) as catalogue:
            return catalogue.queue.all(datetime.fromtimestamp(self.now, UTC))


def desk_of(index: Index, folder: Path, **settings: Any) -> Desk:
    app = site_of(Settings(data=str(folder), **settings), index)
    made = Desk(app.test_client(), folder)
    cast("Site", app.extensions[EXTENSION]).seconds = lambda: made.now
    return made


@pytest.fixture
def desk(index: Index, tmp_path: Path) -> Desk:
    with_catalogue(tmp_path)
    return desk_of(index, tmp_path)


class TestKept:
    def test_a_report_is_kept_with_its_listing_and_answered_with_a_number(self, desk: Desk) -> None:
        answer = desk.send(f"/es{LISTING}", REPORTED)
        (kept,) = desk.kept()
        assert answer.status_code == 200
        assert (kept.report.kind, kept.report.listing, kept.report.language) == ("time", ref("talk"), "es")
        assert kept.report.said == {"text": "Meets at 7 pm now.", "know": "went"}
        assert kept.answerable
        assert f"{kept.reference[:4]} {kept.reference[4:]}" in answer.text
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "private, no-store"

    def test_a_suggestion_needs_no_listing_and_no_address(self, desk: Desk) -> None:
        assert desk.send("/suggest", SUGGESTED).status_code == 200
        (kept,) = desk.kept()
        assert (kept.report.kind, kept.report.listing, kept.report.said, kept.answerable) == (
            "suggestion",
            "",
            SUGGESTED,
            False,
        )

    def test_a_form_sent_again_is_the_same_report(self, desk: Desk) -> None:
        token = desk.token(LISTING)
        first, again = (desk.send(LISTING, REPORTED, token) for _ in range(2))
        assert first.text == again.text
        assert len(desk.kept()) == 1

    @pytest.mark.parametrize("more", [{"wrong": "unsafe"}, {"text": "It has moved away."}, {"email": ""}])
    def test_another_report_from_the_same_page_is_another_one(self, desk: Desk, more: dict[str, str]) -> None:
        token = desk.token(LISTING)
        first, other = (desk.send(LISTING, REPORTED | said, token) for said in ({}, more))
        assert (first.status_code, other.status_code) == (200, 200)
        assert len(desk.kept()) == 2
        assert desk.send(LISTING, REPORTED, token).text == first.text
        assert len(desk.kept()) == 2

    def test_an_address_that_is_dangerous_comes_first_and_help_lines_are_shown(self, desk: Desk) -> None:
        desk.send(LISTING, REPORTED)
        answer = desk.send(f"{listing('house')}/report", REPORTED | {"wrong": "hide", "email": ""})
        assert [(one.report.kind, one.urgent) for one in desk.kept()] == [("hide", True), ("time", False)]
        assert "This is read before all others." in answer.text
        assert answer.text.count('<article class="card">') == 4
        assert "Ask about cost" not in answer.text

    def test_the_page_of_a_listing_leads_to_its_form_with_the_answer_chosen(self, desk: Desk) -> None:
        links = Outline(text_of(desk.client, listing("talk"))).links
        assert links["The time or place is wrong"] == {f"{LISTING}?about=time"}
        page = text_of(desk.client, f"{LISTING}?about=time")
        assert re.search(r'value="time" id="f-wrong-time" checked', page)
        assert "Grief talks" in page

    def test_who_writes_of_a_crisis_is_shown_who_answers_now(self, desk: Desk) -> None:
        answer = desk.send(LISTING, REPORTED | {"text": "I want to die"})
        assert 'class="crisis"' in answer.text
        assert "Nobody reads this at once." in answer.text
        assert 'href="tel:988"' in answer.text
        faulty = desk.send(LISTING, {"text": "I want to kill myself"})
        assert (faulty.status_code, 'class="crisis"' in faulty.text) == (422, True)

    @pytest.mark.parametrize("wrong", ["phone", "closed", "unsafe", "hide"])
    def test_what_says_it_all_by_being_chosen_needs_no_words(self, desk: Desk, wrong: str) -> None:
        page = text_of(desk.client, f"{LISTING}?about={wrong}")
        assert '<label for="f-text">What should we know?</label> <span class="soft">' in page
        assert "For example" not in page
        assert desk.send(LISTING, {"wrong": wrong}).status_code == 200
        assert [(one.report.kind, one.report.said) for one in desk.kept()] == [(wrong, {})]

    @pytest.mark.parametrize("wrong", ["time", "other"])
    def test_what_is_wrong_about_a_time_or_something_else_has_to_be_told(self, desk: Desk, wrong: str) -> None:
        page = text_of(desk.client, f"{LISTING}?about={wrong}")
        assert '<label for="f-text">What should we know?</label></div>' in page
        answer = desk.send(LISTING, {"wrong": wrong})
        assert (answer.status_code, "Tell us what is wrong, in a few words" in answer.text) == (422, True)
        assert desk.kept() == []

    @pytest.mark.parametrize(
        ("language", "listing_too", "without"),
        [
            ("", "what you write here, the listing and the time.", "what you write here and the time."),
            ("/es", "lo que escribe aquí, la ficha y la hora.", "lo que escribe aquí y la hora."),
            ("/ar", "بما تكتبه هنا وبالجهة وبالوقت.", "بما تكتبه هنا وبالوقت."),
        ],
    )
    def test_each_form_says_what_of_it_is_kept(self, desk: Desk, language: str, listing_too: str, without: str) -> None:
        assert listing_too in text_of(desk.client, f"{language}{LISTING}")
        assert without in text_of(desk.client, f"{language}/suggest")


class TestFaults:
    def test_every_fault_stands_in_the_summary_and_beside_its_question(self, desk: Desk) -> None:
        answer = desk.send(LISTING, {"email": "sam@"})
        assert answer.status_code == 422
        assert "<title>Error: Report a problem" in answer.text
        assert re.search(r'<section class="errors"[^>]* tabindex="-1" autofocus>', answer.text)
        links = Outline(answer.text).links
        for said, target in (
            ("Choose what is wrong", "#f-wrong-phone"),
            ("Tell us what is wrong, in a few words", "#f-text"),
            ("Enter an email like name@example.com, or leave it empty", "#f-email"),
        ):
            assert links[said] == {target}
            assert f'id="{target[1:]}"' in answer.text
            assert answer.text.count(said) == 2
        assert 'aria-describedby="f-email-hint f-email-error" aria-invalid="true"' in answer.text
        assert desk.kept() == []

    def test_what_was_typed_stays(self, desk: Desk) -> None:
        text = '"><script>x()</script>\n\nsecond  line'
        answer = desk.send("/suggest", SUGGESTED | {"help": text, "reach": "", "know": "seen"})
        assert answer.status_code == 422
        found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
        assert found is not None
        assert unescape(found[1]) == text
        assert 'value="Blue House"' in answer.text
        assert '<option value="seen" selected>' in answer.text
        assert "<script>x()" not in answer.text

    def test_a_text_that_is_too_long_is_counted_and_kept_whole(self, desk: Desk) -> None:
        answer = desk.send(LISTING, REPORTED | {"text": "x" * 1001})
        assert "Use at most 1000 letters. There are 1001 now." in answer.text
        assert "x" * 1001 in answer.text

    def test_whoever_fills_in_what_nobody_sees_is_not_kept(self, desk: Desk) -> None:
        answer = desk.send(LISTING, REPORTED | {TRAP: "https://spam.example"})
        assert answer.status_code == 422
        assert "Leave this field empty" in answer.text
        assert desk.kept() == []

    def test_what_comes_sooner_than_a_person_types_is_asked_again_and_then_kept(self, desk: Desk) -> None:
        token = desk.token(LISTING)
        desk.now -= 19
        early = desk.send(LISTING, REPORTED, token)
        assert (early.status_code, "very quick" in early.text, token in early.text) == (422, True, True)
        desk.now += 5
        assert desk.send(LISTING, REPORTED, token).status_code == 200

    @pytest.mark.parametrize("token", ["", "x", "WyJhIiwxXQ.bad"])
    def test_a_form_that_is_not_ours_is_given_back_to_be_sent_again(self, desk: Desk, token: str) -> None:
        answer = desk.client.post(LISTING, data=REPORTED | {"token": token})
        assert (answer.status_code, desk.kept()) == (422, [])
        assert "Meets at 7 pm now." in answer.text
        fresh = re.search(r'name="token" value="([^"]+)"', answer.text)
        assert fresh is not None
        assert desk.send(LISTING, REPORTED, fresh[1]).status_code == 200

    def test_a_token_is_for_one_form_one_listing_and_half_a_day(self, desk: Desk) -> None:
        token = desk.token(LISTING)
        assert desk.send(f"{listing('house')}/report", REPORTED, token).status_code == 422
        assert desk.send("/suggest", SUGGESTED, token).status_code == 422
        desk.now += form_token.LONGEST
        assert desk.send(LISTING, REPORTED, token).status_code == 422
        assert desk.kept() == []

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 422),
            ({"Sec-Fetch-Site": "same-site"}, 422),
            ({"Origin": "https://evil.example"}, 422),
            ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
            ({"Origin": "http://localhost"}, 200),
            ({}, 200),
        ],
    )
    def test_a_page_of_another_site_cannot_send_it(self, desk: Desk, headers: dict[str, str], status: int) -> None:
        assert desk.send(LISTING, REPORTED, headers=headers).status_code == status

    def test_who_sends_too_many_waits_and_loses_nothing(self, index: Index, tmp_path: Path) -> None:
        with_catalogue(tmp_path)
        desk = desk_of(index, tmp_path, limit_forms=2)
        base = {"REMOTE_ADDR": ELSEWHERE}
        answers = [desk.send(LISTING, REPORTED, environ_base=base) for _ in range(3)]
        assert [one.status_code for one in answers] == [200, 200, 429]
        assert re.search(r"Please wait \d+ minutes?, then send it again", answers[-1].text)
        assert "Meets at 7 pm now." in answers[-1].text
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 600
        assert len(desk.kept()) == 2

    def test_a_listing_that_never_was_has_no_form(self, desk: Desk) -> None:
        for path in ("/listing/0000000000/report", "/listing/zzz/report", "/listing/..%2fx/report"):
            assert desk.client.get(path).status_code == 404


class TestBadDays:
    @pytest.mark.parametrize(("contact", "way"), [("desk@example.org", "mailto:desk@example.org"), ("", "tel:211")])
    def test_without_a_catalogue_the_page_says_so_and_names_another_way(
        self, index: Index, tmp_path: Path, contact: str, way: str
    ) -> None:
        desk = desk_of(index, tmp_path / "none", contact=contact)
        page = text_of(desk.client, "/suggest", 503)
        assert "We cannot take reports or suggestions just now." in page
        assert f'href="{way}"' in page
        assert "<form class" not in page
        assert not (tmp_path / "none").exists()

    def test_while_a_run_writes_nothing_that_was_typed_is_lost(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inbox, "PATIENCE_MS", 1)
        token = desk.token(LISTING)
        with closing(sqlite3.connect(desk.folder / FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = desk.send(LISTING, REPORTED, token)
        assert answer.status_code == 503
        assert "Nothing you did went wrong, and what you typed is still here." in answer.text
        assert "Meets at 7 pm now." in answer.text
        assert desk.send(LISTING, REPORTED, token).status_code == 200

    def test_a_dangerous_address_can_be_told_while_search_is_down(self, index: Index, tmp_path: Path) -> None:
        with_catalogue(tmp_path)
        settings = Settings(data=str(tmp_path), index_url=f"sqlite:///{tmp_path / 'none.sqlite'}")
        app = site_of(settings)
        desk = Desk(app.test_client(), tmp_path)
        cast("Site", app.extensions[EXTENSION]).seconds = lambda: desk.now
        assert desk.send(LISTING, REPORTED | {"wrong": "hide"}).status_code == 200
        assert [one.report.listing for one in desk.kept()] == [ref("talk")]

    def test_nothing_that_is_sent_is_written_down(self, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
        canary = {"wrong": "other", "text": "zebrafinchword", "email": "zebrafinch@example.org"}
        with caplog.at_level(logging.DEBUG):
            assert desk.send(LISTING, canary).status_code == 200
            assert desk.send(LISTING, canary | {"wrong": "zebrafinch"}).status_code == 422
            desk.client.get(f"{LISTING}?about=zebrafinch")
        assert caplog.records
        assert "zebrafinch" not in caplog.text


class TestFields:
    def test_no_form_asks_more_than_six_questions(self) -> None:
        assert (len(REPORT), len(SUGGEST)) == (4, 6)

    def test_a_text_is_read_without_what_nobody_sees(self) -> None:
        assert clean("  a\u202eb\x00c\r\nd ") == "abc d"
        assert clean(" a\r\n\r\nb\x07 ", lines=True) == "a\n\nb"
        assert clean("e\u0301") == "\u00e9"

    @pytest.mark.parametrize("email", ["", "a@b.co", "first.last+tag@mail.example.org"])
    def test_an_address_may_be_left_out_or_be_one(self, email: str) -> None:
        assert faults(SUGGEST, typed(SUGGEST, SUGGESTED | {"email": email})) == ()

    @pytest.mark.parametrize("email", ["a", "a@", "@b.co", "a@b", "a b@c.de", "a@b.co, c@d.ef", "a@b.co\nBcc: c@d.ef"])
    def test_what_is_no_address_is_told(self, email: str) -> None:
        assert [one.name for one in faults(SUGGEST, typed(SUGGEST, SUGGESTED | {"email": email}))] == ["email"]
