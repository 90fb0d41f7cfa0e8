"""The results page over the real engine: order, folding, chips, places, the crisis card, nothing found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.index.base import Index
from directory.settings import Settings
from tests.pages_world import NOW, WORLD, Outline, client_of, indexed, listing, made, text_of


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("pages")) as found:
        yield found


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return client_of(Settings(), index)


@pytest.fixture(scope="module")
def down(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    missing = f"sqlite:///{tmp_path_factory.mktemp('none') / 'index.sqlite'}"
    return client_of(Settings(index_url=missing))


class TestResults:
    def test_the_heading_counts_and_names_the_place(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Miami")
        assert re.search(r"<h1>\d+ places can help near Miami, Florida</h1>", text)
        assert re.search(r"Within \d+ miles, plus phone and online help\.", text)

    @pytest.mark.parametrize("view", ["", "&view=table", "&view=booklet"])
    @pytest.mark.parametrize("q", ["", "&q=grief", "&q=nothing-like-this"])
    def test_every_distance_that_can_be_chosen_is_answered(self, client: FlaskClient, q: str, view: str) -> None:
        offered = re.search(r'<select[^>]*name="within".*?</select>', text_of(client, "/search?place=Miami&q=grief"), re.S)
        assert offered is not None
        chosen = re.findall(r'value="([^"]*)"', offered[0])
        assert len(chosen) > 5
        for value in chosen:
            text = text_of(client, f"/search?place=Miami&within={value}{q}{view}")
            if value == "any" and "nothing" not in q and "booklet" not in view:
                assert "At any distance, plus phone and online help." in text

    def test_the_title_never_says_what_was_looked_for(self, client: FlaskClient) -> None:
        title = re.search(r"<title>(.*?)</title>", text_of(client, "/search?q=grief&place=Miami"))
        assert title is not None
        assert title[1] == "Search results, page 1 of 1 – Nearhelp"

    def test_results_are_neither_kept_nor_indexed(self, client: FlaskClient) -> None:
        headers = client.get("/search?q=grief").headers
        assert "no-store" in headers["Cache-Control"]
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"

    def test_what_does_not_say_comes_under_its_heading_and_what_says_no_is_counted(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=support-groups&cost=free")
        assert text.index("Grief talks") < text.index("These do not say everything. Ask them.") < text.index(">Grief circle<")
        assert "Grief therapy" not in text
        assert "1 listing left out because it says it does not fit." in text
        assert "Grief therapy" in text_of(client, "/search?category=support-groups&cost=free&fit=all")

    def test_chips_take_back_one_thing_each(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=circle&place=Miami&within=10&cost=free")).links
        assert links["Remove “circle”"] == {"/search?place=Miami&within=10&cost=free"}
        assert links["Remove Free"] == {"/search?q=circle&place=Miami&within=10"}

    def test_what_words_were_read_as_are_chips_and_the_panel_ticks_only_what_was_ticked(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=free+grief+circle+in+miami&within=10")
        links = Outline(text).links
        assert links["Remove Free"] == {"/search?q=grief+circle+in+miami&within=10"}
        assert links["Remove Near Miami, Florida"] == {"/search?q=free+grief+circle"}
        assert "can help near Miami, Florida" in text
        assert 'name="cost" value="free" checked' not in text

    def test_the_chips_end_with_the_words_as_typed_and_from_there_lead_back(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=free+grief+circle")).links
        assert links["Use my exact words"] == {"/search?q=free+grief+circle&exact=1"}
        back = Outline(text_of(client, "/search?q=grief&exact=1")).links
        assert back["Read my words for what they mean"] == {"/search?q=grief"}
        assert "Use my exact words" not in Outline(text_of(client, "/search?q=circle")).links

    def test_what_words_imply_can_be_added(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=my+uncle+passed")).links
        assert links["Add Grief & loss"] == {"/search?q=my+uncle+passed&topic=grief"}

    def test_what_was_taken_back_is_said(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief+xyzzy")
        assert "Nothing fits all of this yet, so we searched without “xyzzy”." in text
        assert "Grief talks" in text

    def test_an_age_in_words_is_a_chip(self, client: FlaskClient) -> None:
        assert "Remove Age 80" in text_of(client, "/search?q=my+mother+is+80+grief")

    def test_a_kind_and_a_topic_of_one_name_are_one_chip(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief+free&place=Miami")
        chips = re.findall(r'<a class="chip" href="([^"]*)"[^>]*>(?:<bdi>)?([^<]*)', text)
        assert [said for _, said in chips] == ["Grief &amp; loss groups", "Free"]
        assert chips[0][0].startswith("/search?q=free&amp;place=Miami")

    def test_what_is_only_close_from_afar_is_said(self, client: FlaskClient) -> None:
        assert "<h1>Nothing close to this is listed yet</h1>" in text_of(client, "/search?q=circle+for+purple+zebras")
        assert "Nothing close" not in text_of(client, "/search?q=grief+circle")

    def test_words_that_nothing_has_to_say_beside_a_need_that_is_told_are_no_chip(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=my+mom+die+last+week+i+cant+stop+cry")).links
        assert {label for label in links if label.startswith("Remove ")} == {"Remove Grief & loss groups"}

    def test_what_was_given_up_for_what_is_only_close_is_named(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=food+stamps+tuesday")
        assert "<h1>Nothing close to this is listed yet</h1>" in text
        assert "We searched without SNAP, WIC &amp; food benefits and Tuesday." in text

    def test_another_meaning_and_a_missing_place_are_said(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=ramp+near+me")
        assert "“ramp” can also mean" in text
        assert "access=step-free" in text
        assert 'href="#place"' in text
        assert 'href="#place"' not in text_of(client, "/search?q=grief")

    def test_a_corrected_word_is_said_with_the_way_to_the_typed_one(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=eviktion")
        assert "Showing results for eviction." in text
        assert Outline(text).links["Search for eviktion instead."] == {"/search?q=eviktion&exact=1"}

    def test_a_chosen_filter_stays_ticked_when_it_counts_nothing(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?access=hearing-loop")
        assert 'name="access" value="hearing-loop" checked' in text

    @pytest.mark.parametrize(
        ("more", "count"), [("", ""), ("&within=5", ""), ("&cost=free", "(1)"), ("&cost=free&within=5", "(1)")]
    )
    def test_only_filters_that_somebody_chose_are_counted(self, client: FlaskClient, more: str, count: str) -> None:
        found = re.search(
            r"<b>Filters</b>(?: <span class=\"soft\">(\(\d+\))</span>)?", text_of(client, f"/search?q=grief&place=Miami{more}")
        )
        assert found is not None
        assert (found[1] or "") == count

    def test_a_distance_that_nobody_chose_stays_that_of_the_site_in_the_form_and_in_every_link(
        self, client: FlaskClient
    ) -> None:
        """Near first, farther where little is found: also after a tick, in the words as typed and on the next page."""
        for view in ("", "&view=table"):
            text = text_of(client, f"/search?q=free+grief+circle&place=Miami{view}")
            assert "Within" in text
            assert '<option value="" selected>' in text
            assert [href for hrefs in Outline(text).links.values() for href in hrefs if "within=" in href] == []

    def test_what_one_change_would_give_is_found_by_its_link(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=circle+xyzzy&place=Miami&exact=1&cost=free")
        section = text[text.index('aria-labelledby="change-one"') :].partition("</section>")[0]
        changes = re.findall(r'<a href="([^"]*)">.*?<span class="count">(\d+) listing', section)
        assert changes
        for href, count in changes:
            assert re.search(rf"<h1>{count} place", text_of(client, unescape(href))), href

    @pytest.mark.parametrize("view", ["", "&view=table"])
    def test_the_results_are_reached_over_search_and_filters_by_one_link(self, client: FlaskClient, view: str) -> None:
        text = text_of(client, f"/search?q=grief&place=Miami{view}")
        assert Outline(text).links["Skip to the results"] == {"#results-list"}
        assert text.count('id="results-list"') == 1
        assert text.index('<h2 class="vh">Filters</h2>') < text.index('aria-label="Filters"') < text.index('id="results-list"')
        assert "#results-list" not in text_of(client, "/search?q=xyzzy&exact=1")

    def test_the_filter_form_carries_the_rest_of_the_search(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Miami&category=support-groups&cost=free&sort=name")
        form = text[text.index('aria-label="Filters"') : text.index("Show results")]
        for name, value in (("q", "grief"), ("place", "Miami"), ("category", "support-groups"), ("sort", "name")):
            assert f'<input type="hidden" name="{name}" value="{value}">' in form
        assert 'type="hidden" name="cost"' not in form

    def test_more_than_three_of_one_organization_fold(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=practical/food")
        assert text.count('<article class="card">') == 3
        assert "5 more of Chain of Hope" in text
        assert text_of(client, "/search?category=practical/food&organization=world:chain").count('<article class="card">') == 8

    def test_meetings_of_one_group_are_one_card(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=harbor")
        assert text.count('<article class="card">') == 1
        assert "· 5 meetings" in text
        assert text.count("<div><dt>") == 3
        assert "and 2 more" in text

    def test_the_page_of_a_group_leads_to_its_other_meetings(self, client: FlaskClient) -> None:
        text = text_of(client, listing("meet0"))
        assert all(listing(f"meet{n}") in text for n in range(1, 5))

    def test_same_names_are_told_apart(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=same+name")).links
        assert {"Same name, Provider twin1", "Same name, Provider twin2"} <= links.keys()

    def test_every_result_offers_a_way_to_make_contact(self, client: FlaskClient) -> None:
        for card in re.findall(r'<article class="card">.*?</article>', text_of(client, "/search?sort=name"), re.DOTALL):
            assert re.search(r'<a class="btn" href="(tel:|sms:|https://|/helplines)', card)

    def test_the_words_of_a_source_are_text_never_markup(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=circle")
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text

    def test_a_name_in_another_language_says_so(self, client: FlaskClient) -> None:
        assert '<bdi lang="ar">جماعة الدعم</bdi>' in text_of(client, listing("arabic"))

    def test_a_wide_place_says_that_distance_is_not_used(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?place=Florida&within=5")
        assert "can help in Florida" in text
        assert "Distance is not used for an area this large." in text
        assert 'name="within"' not in text[text.index('aria-label="Filters"') : text.index("Show results")].replace(
            "hidden", ""
        )

    def test_the_pager_carries_the_clock(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?sort=name")
        assert f"/search?t={NOW}&amp;sort=name&amp;page=2" in text

    def test_a_page_behind_the_last_is_the_last(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?page=400")
        assert 'aria-current="page">2' in text

    def test_a_page_that_cannot_be_is_ignored_with_a_word(self, client: FlaskClient) -> None:
        assert "We did not understand" in text_of(client, "/search?page=1000000000")


class TestPlaces:
    def test_an_ambiguous_place_offers_a_choice_and_keeps_the_words(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Springfield")
        assert "Which Springfield?" in text
        links = Outline(text).links
        assert links["Springfield, Illinois"] == {"/search?q=grief&place=Springfield,+Illinois"}

    def test_an_ambiguous_place_in_words_is_asked_about(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief+in+springfield")
        assert "Which springfield?" in text
        links = Outline(text).links
        assert links["Springfield, Illinois"] == {"/search?q=grief+in+springfield&place=Springfield,+Illinois"}

    def test_a_place_in_the_words_beside_the_typed_one_is_offered(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=grief+in+chicago&place=Miami")).links
        assert links["chicago"] == {"/search?q=grief+in+chicago&place=chicago"}
        said = "Your words name another place"
        assert said not in text_of(client, "/search?q=grief+in+chicago&place=Chicago")
        assert said not in text_of(client, "/search?q=grief+in+chicago")

    def test_a_name_that_several_have_leads_to_the_others_too(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=grief&place=Miami")).links
        assert links["Miami, Oklahoma"] == {"/search?q=grief&place=Miami,+Oklahoma"}

    def test_an_unknown_place_is_said_and_help_from_everywhere_shown(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Qqqzzx")
        assert "We do not know the place “Qqqzzx”." in text
        assert "Grief talks" in text

    def test_lines_reached_from_anywhere_are_not_said_to_be_near(self, tmp_path: Path) -> None:
        lines = [
            made(name, name=name, modes=("phone",), place=None, coverage=("us",)) for name in ("First line", "Second line")
        ]
        with indexed(tmp_path, lines) as index:
            client = client_of(Settings(), index)
            assert "<h1>2 places can help by phone or online</h1>" in text_of(client, "/search?place=Miami")
            assert "<h1>2 lugares pueden ayudar por teléfono o en línea</h1>" in text_of(client, "/es/search?place=Miami")
            assert "<h1>2 places can help</h1>" in text_of(client, "/search")

    def test_a_position_is_near_you(self, client: FlaskClient) -> None:
        assert "places can help near you</h1>" in text_of(client, "/search?at=25.77,-80.19")


class TestCrisis:
    def test_exact_words_raise_the_card_between_heading_and_results(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=i+want+to+die")
        assert text.index("<h1>") < text.index('class="crisis"')
        assert 'class="strip slim"' in text
        assert "Call 988, 988 Suicide &amp; Crisis Lifeline" in text

    @pytest.mark.parametrize(
        ("path", "heading", "text"),
        [
            ("/search?q=my+son+wants+to+kill+himself", "If someone close to you may hurt themselves", "You can call for them"),
            ("/search?q=daughter+cutting+herself", "If someone close to you may hurt themselves", "Stay with them"),
            ("/es/search?q=mi+hija+se+quiere+matar", "Si alguien cercano puede hacerse daño", "Puede llamar por esa persona"),
            ("/ar/search?q=ابنتي+لا+تريد+أن+تعيش", "إذا كان شخص قريب منك", "يمكنك الاتصال من أجل هذا الشخص"),
        ],
    )
    def test_who_fears_for_somebody_else_has_a_card_of_their_own(
        self, client: FlaskClient, path: str, heading: str, text: str
    ) -> None:
        _, _, card = text_of(client, path).partition('class="crisis"')
        card = card.partition("</section>")[0]
        for part in (heading, text, 'href="tel:988"', 'href="tel:911"'):
            assert part in card

    def test_nothing_is_offered_below_a_card_and_no_heading_stands_without_a_chip(self, tmp_path: Path) -> None:
        night = made(
            "night", name="Night line", categories=("crisis/lifelines",), modes=("phone",), place=None, coverage=("us",)
        )
        with indexed(tmp_path, (*WORLD, night)) as index:
            text = text_of(client_of(Settings(), index), "/es/search?q=mi+hija+se+quiere+matar&place=Miami")
        assert text.index('class="crisis"') < text.index("Night line")
        assert 'id="add"' not in text
        assert 'id="looked"' not in text
        assert ">Usar mis palabras exactas</a></p>" in text

    def test_a_chosen_kind_raises_it_too_and_above_its_results(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=crisis/abuse-violence")
        assert text.index('class="crisis"') < text.index("Casa Alba")
        assert "1-800-799-SAFE" in text

    def test_who_may_be_watched_reads_how_to_leave_and_what_stays_behind(self, client: FlaskClient) -> None:
        for path, watched in (("/search?category=crisis/abuse-violence", True), ("/search?q=i+want+to+die", False)):
            _, _, card = text_of(client, path).partition('class="crisis"')
            assert ('<a href="/stay-safe">How to stay safe online</a>' in card.partition("</section>")[0]) is watched

    def test_crisis_words_are_never_chips(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=i+want+to+die")).links
        assert not [name for name in links if name.startswith(("Remove", "Add")) and "die" in name]

    def test_implied_words_give_a_soft_line_and_no_card(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=suicide+loss+group")
        assert 'class="soft-line"' in text
        assert 'class="crisis"' not in text

    def test_a_silenced_phrase_gives_neither(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=cutting+board")
        assert 'class="soft-line"' not in text
        assert 'class="crisis"' not in text


class TestNothingFound:
    def test_it_is_no_error_and_offers_ways_on(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=nothing-like-this&place=Miami&language=so")
        assert "<h1>Nothing fits all of this yet</h1>" in text
        for part in ("Search is working.", "Change one thing", "Help you can get from anywhere", "Try other words", "Call 211"):
            assert part in text
        assert "“nothing-like-this”" in text

    def test_words_of_crisis_are_not_repeated_nor_left_as_empty_quotes(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=i+want+to+die")
        assert "<h1>Nothing fits all of this yet</h1>" in text
        assert '<p class="lead">Search is working.' in text
        assert "“”" not in text

    def test_what_was_typed_stays_in_the_form(self, client: FlaskClient) -> None:
        assert 'name="q" value="nothing-like-this"' in text_of(client, "/search?q=nothing-like-this")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Two listings of what is looked for, and others of something near it."""
    others = (made(f"other{n}", categories=("support-groups/illness",)) for n in range(25))
    world = (made("first", topics=("grief",)), made("second", topics=("grief",)), *others)
    with indexed(tmp_path_factory.mktemp("few"), world) as index:
        yield client_of(Settings(), index)


class TestWhatDoesNotFitAll:
    def test_the_heading_counts_what_fits_and_the_rest_has_its_own(self, few: FlaskClient) -> None:
        before, heading, behind = text_of(few, "/search?q=grief&place=Miami").partition('<h2 class="ask">')
        assert heading
        assert "<h1>2 places can help near Miami, Florida</h1>" in before
        assert (before.count('<article class="card"'), behind.count('<article class="card"')) == (2, 18)
        assert behind.startswith("These do not say all that you look for</h2>")

    def test_a_later_page_has_that_heading_alone(self, few: FlaskClient) -> None:
        text = text_of(few, "/search?q=grief&place=Miami&page=2")
        assert "<h1>2 places can help near Miami, Florida</h1>" in text
        before, heading, behind = text.partition('<h2 class="ask">')
        assert (before.count('<article class="card"'), bool(heading)) == (0, True)
        assert behind.count('<article class="card"') == 7

    def test_the_api_tells_how_many_fit(self, few: FlaskClient) -> None:
        told = few.get("/api/search?q=grief&place=Miami").get_json()
        assert (told["fitted"], told["total"]) == (2, 27)
        assert [one["step"] for one in told["changed"]]

    def test_none_fit_where_nothing_did_before_something_was_taken_back(self, client: FlaskClient) -> None:
        told = client.get("/api/search?q=grief+xyzzy").get_json()
        assert (told["fitted"], told["total"] > 0) == (0, True)
        whole = client.get("/api/search?q=grief").get_json()
        assert whole["fitted"] == whole["total"]


class TestHolidays:
    THANKSGIVING = int(datetime(2026, 11, 26, 18, tzinfo=UTC).timestamp()) // 60

    def test_a_public_holiday_is_told_where_hours_are_read(self, tmp_path: Path) -> None:
        meets = next(one for one in WORLD if one.sessions and one.place is not None)
        told = "Today is a public holiday. Many places are closed: call before you go."
        with indexed(tmp_path, WORLD) as index:
            for moment, there in ((self.THANKSGIVING, True), (self.THANKSGIVING + 7 * 1440, False)):
                client = client_of(Settings(), index, now=moment)
                assert (told in text_of(client, "/search?q=grief&place=Miami")) is there
                assert (told in text_of(client, f"/listing/{meets.ref}")) is there
            assert told not in text_of(client_of(Settings(), index, now=self.THANKSGIVING), "/search?q=grief&place=Toronto")
