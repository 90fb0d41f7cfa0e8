"""My list, Compare, the sheet and the booklet over the real engine; what the page of a listing offers besides its facts."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory.geo import Point
from directory.index.base import Index
from directory.listing import Address, Phone, Place, Provenance, ref_of
from directory.schedule import Session
from directory.settings import Settings
from directory.web import sheet_pdf
from tests.pages_world import FOUR, NEVER, NOW, THURSDAYS, WORLD, Outline, client_of, indexed, listing, made, ref, text_of

HOSTILE = made("hostile", name="</script><b>x", description='"</script><img src=x onerror=alert(1)>', sessions=(THURSDAYS,))
MANY = [made(f"many{n}", name=f"Many {n:03d}", categories=("faith/groups",)) for n in range(320)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("pages"), [*WORLD, HOSTILE, *MANY, made("gone")]) as found:
        found.update((), [("world:gone@1", 2)])
        yield found


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return client_of(Settings(), index)


@pytest.fixture(scope="module")
def evening(index: Index) -> FlaskClient:
    """The site at eight in the evening of 28 July in New York, when it is the 29th in UTC."""
    zoned = Settings(zone="America/New_York")
    return client_of(zoned, index, now=NOW - 960)


@pytest.fixture(scope="module")
def down(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    missing = f"sqlite:///{tmp_path_factory.mktemp('none') / 'index.sqlite'}"
    return client_of(Settings(index_url=missing))


def visible(page: str) -> str:
    """The words of a page without its marks."""
    body = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def unpacked(pdf: bytes) -> bytes:
    """A PDF with its compressed parts laid open."""
    found = [pdf]
    for part in re.findall(rb"stream\r?\n(.*?)endstream", pdf, flags=re.S):
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(part))
    return b"\n".join(found)


class TestAdding:
    def test_a_card_adds_its_listing_to_the_address_of_the_same_page(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=talks&place=Miami")).links
        assert links["Add to list: Grief talks"] == {f"/search?q=talks&place=Miami&list={ref('talk')}#r-{ref('talk')}"}

    def test_what_is_listed_says_so_and_can_be_taken_off_there(self, client: FlaskClient) -> None:
        text = text_of(client, f"/search?q=talks&list={ref('talk')}")
        links = Outline(text).links
        assert links["In my list. Press to remove: Grief talks"] == {f"/search?q=talks&list=#r-{ref('talk')}"}
        assert links["My list 1"] == {f"/list?ids={ref('talk')}"}
        assert f'id="r-{ref("talk")}"' in text

    def test_every_link_and_form_carries_the_list(self, client: FlaskClient) -> None:
        text = text_of(client, f"/search?q=grief&list={ref('talk')}")
        inner = [href for href in re.findall(r'<a[^>]+href="(/[^"]*)"', text) if not re.match(r"/(exit|list\?)", href)]
        assert [
            href for href in inner if f"list={ref('talk')}" not in href and "Grief talks" not in text[: text.index(href)]
        ] == []
        assert len(re.findall(r"<form", text)) == text.count(f'<input type="hidden" name="list" value="{ref("talk")}">')

    @pytest.mark.parametrize("path", ["/", "/kinds", "/helplines", listing("ask"), "/listing/0000000000", "/nowhere"])
    def test_every_page_knows_the_list_it_carries(self, client: FlaskClient, path: str) -> None:
        text = client.get(f"{path}?list={FOUR}").text
        assert Outline(text).links["My list 4"] == {f"/list?ids={FOUR}"}

    def test_a_page_that_carries_a_list_is_never_kept(self, client: FlaskClient) -> None:
        assert client.get("/helplines").headers["Cache-Control"].startswith("public")
        assert client.get(f"/helplines?list={ref('talk')}").headers["Cache-Control"] == "private, no-store"

    def test_a_full_list_leads_to_itself(self, client: FlaskClient) -> None:
        full = ".".join(f"{n:010d}" for n in range(50))
        assert Outline(text_of(client, f"/search?q=talks&list={full}")).links["My list is full"] == {f"/list?ids={full}"}

    def test_ticked_listings_go_into_the_list_without_script(self, client: FlaskClient) -> None:
        one, two = ref("talk"), ref("ask")
        response = client.get(f"/search?q=grief&view=table&list={one}&tick={two}&tick={one}&tick=nonsense")
        assert response.status_code == 303
        assert response.headers["Location"] == f"/search?q=grief&view=table&list={one}.{two}"

    def test_an_address_made_up_as_a_tick_leads_nowhere_else(self, client: FlaskClient) -> None:
        response = client.get(f"/search?tick={ref('talk')}&q=https://evil.example")
        assert response.headers["Location"].startswith("/search?q=https")


class TestMyList:
    def test_the_address_is_the_list_in_its_order(self, client: FlaskClient) -> None:
        for path in (f"/list?ids={FOUR}", f"/l/{FOUR}"):
            text = text_of(client, path)
            assert "4 places. No account needed" in text
            order = [text.index(f'id="r-{one}"') for one in FOUR.split(".")]
            assert order == sorted(order)

    def test_places_move_and_go_by_links(self, client: FlaskClient) -> None:
        a, b, c, d = FOUR.split(".")
        links = Outline(text_of(client, f"/list?ids={FOUR}")).links
        assert links["Move up: Casa Alba"] == {f"/list?ids={b}.{a}.{c}.{d}#r-{b}"}
        assert links["Move down: Casa Alba"] == {f"/list?ids={a}.{c}.{b}.{d}#r-{b}"}
        assert links["Remove: Casa Alba"] == {f"/list?ids={a}.{c}.{d}"}
        assert "Move up: Grief talks" not in links

    def test_it_is_neither_kept_nor_indexed_nor_told_to_others(self, client: FlaskClient) -> None:
        headers = client.get(f"/l/{FOUR}").headers
        assert headers["Cache-Control"] == "private, no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"

    def test_what_has_closed_and_what_never_was_are_shown_as_such(self, client: FlaskClient) -> None:
        ids = f"{ref('gone')}.{ref('talk')}.{NEVER}"
        text = text_of(client, f"/list?ids={ids}")
        assert text.count("No longer listed") == 2
        assert Outline(text).links["Look for similar help instead of number 1"] == {f"/listing/{ref('gone')}?list={ids}"}
        assert "Grief talks" in text

    def test_a_list_of_nothing_but_what_is_gone_still_stands(self, client: FlaskClient) -> None:
        assert "No longer listed" in text_of(client, f"/list?ids={NEVER}")
        assert "No longer listed" in text_of(client, f"/list?ids={NEVER}&view=table")
        assert "No longer listed" in text_of(client, f"/sheet?ids={NEVER}")

    def test_five_hundred_ids_and_parts_that_are_none_are_told(self, client: FlaskClient) -> None:
        text = text_of(client, "/list?ids=" + ".".join(f"{n:010d}" for n in range(500)) + ".<b>")
        assert "This address has 450 places more. A list holds 50, so we show the first 50." in text
        assert "We could not read 1 part of this address." in text
        assert "50 places. " in text

    def test_a_long_list_is_shown_twenty_at_once_and_places_move_over_the_edge(self, client: FlaskClient) -> None:
        refs = [ref(f"many{n}") for n in range(41)]
        ids = ".".join(refs)
        shown = []
        for page in ("", "&page=2", "&page=3"):
            text = text_of(client, f"/list?ids={ids}{page}")
            shown += re.findall(r'<li id="r-(\w+)">', text)
            assert f'<ol class="cards" start="{20 * (int(page[-1:] or 1) - 1) + 1}">' in text
            assert f"Page {page[-1:] or 1} of 3" in text
        assert shown == refs
        links = Outline(text).links  # of the last page, which has one place
        assert links["Previous"] == {f"/list?ids={ids}&page=2"}
        assert links["Page 1"] == {f"/list?ids={ids}"}
        higher = ".".join([*refs[:39], refs[40], refs[39]])
        assert links["Move up: Many 040"] == {f"/list?ids={higher}&page=2#r-{refs[40]}"}
        assert links["Remove: Many 040"] == {f"/list?ids={'.'.join(refs[:40])}&page=2"}
        first = Outline(text_of(client, f"/list?ids={ids}")).links
        lower = ".".join([*refs[:19], refs[20], refs[19], *refs[21:]])
        assert first["Move down: Many 019"] == {f"/list?ids={lower}&page=2#r-{refs[19]}"}
        assert first["Remove: Many 000"] == {f"/list?ids={'.'.join(refs[1:])}"}

    @pytest.mark.parametrize("page", ["0", "-1", "4", "999", "1e3", "٢", "x" * 300])
    def test_a_page_that_a_list_does_not_have_is_its_first_or_last(self, client: FlaskClient, page: str) -> None:
        refs = [ref(f"many{n}") for n in range(41)]
        shown = re.findall(r'<li id="r-(\w+)">', text_of(client, f"/list?ids={'.'.join(refs)}&page={page}"))
        assert shown in (refs[:20], refs[40:])

    def test_an_empty_list_offers_a_search(self, client: FlaskClient) -> None:
        for path in ("/list", "/list?ids=", "/l/nonsense"):
            text = text_of(client, path)
            assert "<h1>Your list is empty</h1>" in text
            assert 'role="search"' in text

    def test_the_plain_version_has_names_and_numbers_only(self, client: FlaskClient) -> None:
        text = text_of(client, f"/list?ids={FOUR}&plain=1")
        assert "Provider talk" not in text
        assert "Example Street" not in text
        assert "305-555-0142" in text

    def test_nothing_leads_to_a_hidden_place(self, client: FlaskClient) -> None:
        house = ref("house")
        for path in ("/list", "/sheet", "/list.csv", "/list.txt", "/list.json"):
            text = text_of(client, f"{path}?ids={house}")
            assert "Example Street" not in text
            assert "25.77" not in text

    def test_it_is_still_there_when_search_is_down(self, down: FlaskClient) -> None:
        text = text_of(down, f"/l/{FOUR}", 503)
        assert "Your list is safe" in text
        assert text.count("Not shown right now") == 4
        assert f'value="http://localhost/l/{FOUR}"' in text
        assert "Call 988" in text

    def test_the_message_says_its_length_and_sends_to_nobody(self, client: FlaskClient) -> None:
        text = text_of(client, f"/list?ids={ref('talk')}")
        assert re.search(r"\d+ letters: 1 message", text)
        assert re.search(r'href="sms:\?&amp;body=Grief%20talks%20305-555-0142%0A', text)
        assert 'href="mailto:?subject=The%20list%20you%20asked%20for&amp;body=' in text


class TestFiles:
    def test_each_comes_with_its_type(self, client: FlaskClient) -> None:
        kinds = {"csv": "text/csv", "txt": "text/plain", "ics": "text/calendar", "json": "application/json"}
        for ending, kind in kinds.items():
            response = client.get(f"/list.{ending}?ids={FOUR}")
            assert (response.status_code, response.mimetype) == (200, kind)
            assert response.headers["Cache-Control"] == "private, no-store"

    def test_they_speak_the_language_asked_for(self, client: FlaskClient) -> None:
        assert "Número,Nombre" in text_of(client, f"/list.csv?ids={FOUR}&lang=es")
        assert "Number,Name" in text_of(client, f"/list.csv?ids={FOUR}&lang=xx")

    def test_a_group_stands_for_all_its_meetings(self, client: FlaskClient) -> None:
        ids = f"{ref('meet0')}.{ref('meet1')}"
        assert text_of(client, f"/list.ics?ids={ids}").count("BEGIN:VEVENT") == 5
        for path in ("/list", "/sheet", "/list.txt"):
            assert "Monday to Friday, 7–8 pm" in text_of(client, f"{path}?ids={ref('meet0')}")

    def test_an_empty_list_has_no_files(self, client: FlaskClient) -> None:
        for ending in ("csv", "txt", "ics", "json"):
            text_of(client, f"/list.{ending}", 404)
        text_of(client, "/sheet", 404)

    def test_one_listing_has_a_calendar_where_it_has_sessions(self, client: FlaskClient) -> None:
        assert text_of(client, f"{listing('meet0')}.ics").count("SUMMARY:Harbor Grief Circle") == 5
        text_of(client, f"{listing('talk')}.ics", 404)
        text_of(client, f"/listing/{ref('gone')}.ics", 410)


class TestCompare:
    @pytest.mark.parametrize("path", ["/search?q=grief&place=Miami&view=table", "/search?q=grief&place=Miami&for=client"])
    def test_it_shows_what_decides_and_no_cell_is_empty(self, client: FlaskClient, path: str) -> None:
        text = text_of(client, path)
        heads = re.findall(r'<th scope="col"[^>]*>(?:<span[^>]*>)?([^<]+)', text)
        assert heads[1:] == ["Name and provider", "Where", "Open or next", "Cost", "Languages", "Who for", "Needs", "Phone",
                             "Last check"]  # fmt: skip
        cells = re.findall(r"<td[^>]*>(.*?)</td>", text, flags=re.S)
        assert len(cells) > 20
        assert [cell for cell in cells if not visible(cell).strip(" -–") and "check" not in cell] == []

    @pytest.mark.parametrize(
        ("asked", "cards", "table"),
        [
            ("", "", "?view=table"),
            ("?view=table", "", "?view=table"),
            ("?q=grief&view=table&t=29755680&page=1", "?q=grief", "?q=grief&view=table"),
            ("?for=client&sort=name", "?for=client&sort=name&view=cards", "?for=client&sort=name&view=table"),
            ("?q=grief&lang=en", "?q=grief&lang=en", "?q=grief&view=table&lang=en"),
            ("?lang=en", "?lang=en", "?view=table&lang=en"),
        ],
    )
    def test_each_view_leads_to_the_others_from_their_first_page(
        self, client: FlaskClient, asked: str, cards: str, table: str
    ) -> None:
        links = Outline(text_of(client, f"/search{asked}")).links
        assert links["Cards"] == {f"/search{cards}"}
        assert links["Compare"] == {f"/search{table}"}
        assert links["Booklet"] == {f"/search{table.replace('table', 'booklet')}"}

    def test_it_has_fifty_on_a_page_and_pages_on(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=faith&view=table")
        assert text.count('<th scope="row">') == 50
        assert "Page 1 of 7." in text
        assert "Page 7 of 7." in text_of(client, "/search?category=faith&view=table&page=99")

    def test_it_sorts_and_stays_a_table(self, client: FlaskClient) -> None:
        form = text_of(client, "/search?q=grief&place=Miami&view=table&sort=name")
        form = form[form.index('<form class="sort"') : form.index("</form>", form.index('<form class="sort"'))]
        assert '<input type="hidden" name="view" value="table">' in form
        assert '<option value="name" selected>' in form

    def test_the_crisis_card_stays(self, client: FlaskClient) -> None:
        assert 'class="crisis"' in text_of(client, "/search?q=i+want+to+die&view=table")

    def test_a_list_is_compared_without_what_is_gone(self, client: FlaskClient) -> None:
        text = text_of(client, f"/list?ids={FOUR}.{NEVER}&view=table")
        assert text.count('<th scope="row">') == 4
        assert Outline(text).links["Back to my list"] == {f"/list?ids={FOUR}.{NEVER}"}

    def test_what_is_listed_is_marked_and_not_ticked_again(self, client: FlaskClient) -> None:
        text = text_of(client, f"/search?q=grief&view=table&list={ref('talk')}")
        assert f'name="tick" value="{ref("talk")}"' not in text
        assert f'name="tick" value="{ref("ask")}"' in text


class TestSheet:
    def test_four_places_stand_on_a_page_and_two_in_large_type(self, client: FlaskClient) -> None:
        five = f"{FOUR}.{ref('ask')}"
        assert text_of(client, f"/sheet?ids={five}").count('<ol class="leaf"') == 2
        assert text_of(client, f"/sheet?ids={five}&large=1").count('<ol class="leaf"') == 3

    def test_it_speaks_the_clients_language_within_the_workers_page(self, client: FlaskClient) -> None:
        text = text_of(client, f"/sheet?ids={FOUR}&lang=es")
        assert '<html lang="en"' in text
        sheet = text[text.index('<article class="sheet') :]
        assert 'lang="es" dir="ltr"' in sheet
        assert "Por teléfono puede decir" in sheet
        assert "Facts can change" not in sheet
        assert "Print this sheet" in text

    def test_it_says_whom_to_call(self, client: FlaskClient) -> None:
        sheet = visible(text_of(client, f"/sheet?ids={FOUR}"))
        assert "Call or text 988, free, day and night. In danger, call 911. To ask about other services, call 211." in sheet

    def test_it_has_lines_for_notes_and_none_of_them_in_a_form(self, client: FlaskClient) -> None:
        for path in ("/list", "/sheet"):
            text = text_of(client, f"{path}?ids={FOUR}")
            assert text.count('data-kept="note-') == 4
            for form in re.findall(r"<form.*?</form>", text, flags=re.S):
                assert "data-kept" not in form
            assert not re.search(r"<(input|textarea)[^>]*data-kept[^>]* name=", text)

    def test_a_listing_of_thirty_thousand_letters_stays_short_on_it(self, client: FlaskClient) -> None:
        text = text_of(client, f"/sheet?ids={ref('full0')}")
        assert len(visible(text[text.index("<article") : text.index("</article>")])) < 1500

    @pytest.mark.parametrize(
        "path", ["/sheet?", "/sheet?lang=ar&", "/list?", "/ar/list?", "/list.txt?", "/ar/list.txt?", "/list.csv?"]
    )
    def test_all_hours_are_on_paper_with_the_days_that_are_closed(self, tmp_path: Path, path: str) -> None:
        zone = "America/New_York"
        spans = (((0,), 540, 1020), ((1,), 600, 1140), ((2,), 540, 720), ((2,), 780, 1020), ((3,), 510, 960), ((4,), 560, 870))
        hours = tuple(Session(freq="weekly", days=days, start=start, end=end, zone=zone) for days, start, end in spans)
        pantry = made("pantry", categories=("practical/food/pantries",), sessions=hours)
        with indexed(tmp_path, [pantry]) as found:
            said = visible(text_of(client_of(Settings(languages=("en", "ar")), found), f"{path}ids={pantry.ref}"))
        assert "9:20" in said
        assert ("السبت والأحد مغلق" if "ar" in path else "Saturday and Sunday closed") in said

    @pytest.mark.parametrize("path", ["/sheet?lang=ar&", "/ar/list?"])
    def test_in_arabic_the_town_of_an_approximate_place_stands_before_the_sentence(self, tmp_path: Path, path: str) -> None:
        there = Place(
            address=Address(city="Miami", region="FL"), visibility="area", point=Point(25.77, -80.2), codes=("us-fl",)
        )
        about = made("about", place=there)
        with indexed(tmp_path, [about]) as found:
            text = text_of(client_of(Settings(languages=("en", "ar")), found), f"{path}ids={about.ref}")
        assert "\u2068Miami, FL\u2069. يُعطى المكان بدقة عند التواصل." in text
        assert not re.search(r'<bdi(?: dir="ltr")?>\u2068Miami', text)

    def test_it_says_what_a_place_is_and_for_whom_but_not_of_a_safety_listing(self, tmp_path: Path) -> None:
        vets = made("vets", audiences=("veterans-military",))
        shelter = made("shelter", categories=("crisis/abuse-violence",))
        with indexed(tmp_path, [vets, shelter]) as found:
            site = client_of(Settings(), found)
            both, said = f"{vets.ref}.{shelter.ref}", "Grief &amp; loss groups · Veterans, service members &amp; families"
            assert re.findall(r'<p class="kind">(.*?)</p>', text_of(site, f"/list?ids={both}")) == [said]
            assert re.findall(r'<p class="by"><b>(.*?)</b> · ', text_of(site, f"/sheet?ids={both}")) == [said]
            arabic = text_of(site, f"/sheet?ids={vets.ref}&lang=ar")
            assert '<p class="by"><b>مجموعات الحزن والفقد · ' in arabic
            assert '<span dir="auto" data-kept="note-' in arabic
            assert 'class="kind"' not in text_of(site, f"/list?ids={vets.ref}&plain=1")

    def test_it_is_dated_with_the_day_of_the_site_when_london_has_the_next(self, evening: FlaskClient) -> None:
        assert "Printed 28\u00a0Jul\u00a02026" in text_of(evening, f"/sheet?ids={FOUR}")
        assert "طُبعت في 28\u00a0يوليو\u00a02026" in text_of(evening, f"/sheet?ids={FOUR}&lang=ar")
        assert "Printed 28\u00a0Jul\u00a02026" in text_of(evening, "/search?category=faith&view=booklet")

    def test_no_check_is_dated_after_the_day_of_who_reads_it(self, tmp_path: Path) -> None:
        """A source that was matched this minute bears the next day where the site's zone is behind that of the catalogue."""
        seen = made("seen", provenance=Provenance(source="world", source_name="World", seen_on=date(2026, 7, 29)))
        with indexed(tmp_path, [seen]) as found:
            site = client_of(Settings(zone="America/New_York"), found, now=NOW - 960)
            for path in (f"/sheet?ids={seen.ref}", f"/list?ids={seen.ref}", f"/listing/{seen.ref}", "/search?q=circle",
                         "/search?q=circle&view=table", "/search?q=circle&view=booklet", "/about"):  # fmt: skip
                text = text_of(site, path)
                assert "28\u00a0Jul\u00a02026" in text, path
                assert "29\u00a0Jul" not in text, path
            away = text_of(site, "/search?q=circle&tz=Europe/London")
            assert "29\u00a0Jul\u00a02026" in away

    @pytest.mark.skipif(not sheet_pdf.available(), reason="WeasyPrint or its system libraries are not installed (optional)")
    def test_the_pdf_is_tagged_and_in_the_clients_language(self, client: FlaskClient) -> None:
        assert f"/sheet.pdf?ids={FOUR}&amp;lang=es" in text_of(client, f"/sheet?ids={FOUR}&lang=es")
        response = client.get(f"/sheet.pdf?ids={FOUR}&lang=es")
        assert response.mimetype == "application/pdf"
        assert response.data.startswith(b"%PDF")
        inside = unpacked(response.data)
        assert b"/Marked true" in inside
        assert b"pdfuaid:part" in inside
        assert b"/Lang (es)" in inside
        assert b"/MediaBox [0 0 612 792]" in inside
        assert inside.count(b"/S /H2") == 4

    def test_without_the_library_no_pdf_is_offered(self, index: Index) -> None:
        # the page asks `available`, which asks the interpreter: here for a library that is not there
        assert sheet_pdf.found("no_such_library_here") is None


class TestBooklet:
    def test_the_first_three_hundred_are_numbered_under_their_kinds(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=faith&view=booklet&page=3")
        assert len(re.findall(r'<li id="n\d+">', text)) == 300
        assert "The first 300 of 320." in text
        assert 'href="#c-faith"' in text

    def test_every_number_of_the_index_is_in_the_booklet(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?view=booklet")
        inside = set(re.findall(r'id="(n\d+)"', text))
        named = set(re.findall(r'href="#(n\d+)"', text))
        assert named == inside
        assert len(inside) > 100

    def test_meetings_of_one_group_are_one_entry(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=harbor&view=booklet")
        assert len(re.findall(r'<li id="n\d+">', text)) == 1
        assert "Monday to Friday, 7–8 pm" in text

    def test_its_way_back_is_the_search(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=grief&place=Miami&view=booklet")).links
        assert links["Back to the results"] == {"/search?q=grief&place=Miami"}


def data_of(client: FlaskClient, key: str) -> tuple[str, dict[str, Any]]:
    """The page of a listing and what it tells search engines."""
    text = text_of(client, listing(key))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, flags=re.S)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return text, told


def strings(data: Any) -> Iterator[str]:
    """Every text in the data but the words of schema.org and addresses."""
    if isinstance(data, dict):
        for name, value in data.items():
            if not name.startswith("@") and name not in ("url", "serviceUrl"):
                yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)
    elif isinstance(data, str):
        yield data


class TestListingPage:
    @pytest.mark.parametrize("key", ["talk", "ask", "meet0", "arabic", "line", "nolink", "full0"])
    def test_data_for_search_engines_says_nothing_that_the_page_does_not(self, client: FlaskClient, key: str) -> None:
        text, told = data_of(client, key)
        shown = visible(text).casefold()
        for said in strings(told):
            for line in said.split("\n\n"):
                assert " ".join(line.split()).casefold() in shown, line

    def test_a_safety_listing_tells_search_engines_nothing(self, client: FlaskClient) -> None:
        assert "ld+json" not in text_of(client, listing("house"))

    def test_hostile_text_stays_text(self, client: FlaskClient) -> None:
        text, told = data_of(client, "hostile")
        assert told["name"] == "</script><b>x"
        assert "<b>x" not in text
        assert "<img src=x" not in text
        for path in ("/list", "/sheet", "/list?view=table"):
            page = text_of(client, f"{path}{'&' if '?' in path else '?'}ids={ref('hostile')}")
            assert "<b>x" not in page

    def test_the_hours_of_a_groups_office_are_offered_to_no_calendar(self, tmp_path: Path) -> None:
        office = replace(THURSDAYS, days=(0, 1, 2, 3, 4), start=8 * 60, end=17 * 60)
        of_group = {"categories": ("support-groups/grief",)}
        shown = (made("office", sessions=(office,), **of_group), made("both", sessions=(office, THURSDAYS), **of_group))
        with indexed(tmp_path, shown) as found:
            site = client_of(Settings(), found)
            page = text_of(site, f"/listing/{ref('office')}")
            assert "Open now" in page
            assert "Add to calendar" not in page
            text_of(site, f"/listing/{ref('office')}.ics", 404)
            assert "/list.ics" not in text_of(site, f"/list?ids={ref('office')}")
            told = text_of(site, f"/list.ics?ids={ref('office')}.{ref('both')}")
            assert (told.count("BEGIN:VEVENT"), told.count("T190000")) == (1, 1)

    def test_it_offers_list_calendar_sharing_and_directions(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, listing("meet0"))).links
        one = ref("meet0")
        assert links["Add to list: Harbor Grief Circle"] == {f"/listing/{one}?list={one}#r-{one}"}
        assert links["Add to calendar"] == {f"/listing/{one}.ics"}
        assert any("openstreetmap.org/directions" in href for found in links.values() for href in found)
        assert f'value="http://localhost/listing/{one}"' in text_of(client, listing("meet0"))
        assert 'role="img" aria-label="QR code of the address' in text_of(client, listing("meet0"))

    def test_there_are_no_directions_to_what_is_not_public(self, client: FlaskClient) -> None:
        assert "directions?to" not in text_of(client, listing("house"))


def test_short_codes_stay_short_wherever_a_list_is_handed_on(tmp_path: Path) -> None:
    line = made("crisis", phones=(Phone(number="988", kind="short_code"),), place=None, modes=("phone",), coverage=("us",))
    with indexed(tmp_path, [replace(line, id="world:crisis@1", ref=ref_of("world:crisis@1"))]) as found:
        client = client_of(Settings(), found)
        for path in ("/list", "/sheet", "/list.csv", "/list.txt", "/list?view=table"):
            text = text_of(client, f"{path}{'&' if '?' in path else '?'}ids={ref('crisis')}")
            assert "988" in text
            assert "+1988" not in text
            assert "1-988" not in text


@pytest.fixture(scope="module")
def both(index: Index) -> FlaskClient:
    settings = Settings(languages=("en", "es"), address="https://near.example.org")
    return client_of(settings, index)


class TestLanguages:
    def test_the_list_goes_along_under_the_prefix_of_a_language(self, both: FlaskClient) -> None:
        text = text_of(both, f"/es/search?q=talks&list={ref('ask')}")
        links = Outline(text).links
        assert links["Añadir a la lista: Grief talks"] == {
            f"/es/search?q=talks&list={ref('ask')}.{ref('talk')}#r-{ref('talk')}"
        }
        assert links["Mi lista 1"] == {f"/es/list?ids={ref('ask')}"}
        assert links["Salir rápido"] == {"/es/exit"}
        assert links["English"] == {f"/search?q=talks&list={ref('ask')}"}

    def test_ticks_stay_in_the_language(self, both: FlaskClient) -> None:
        response = both.get(f"/es/search?view=table&tick={ref('ask')}")
        assert response.headers["Location"] == f"/es/search?view=table&list={ref('ask')}"

    def test_what_is_handed_on_leads_to_the_public_address_in_the_language_of_who_gets_it(self, both: FlaskClient) -> None:
        assert f'value="https://near.example.org/es/l/{FOUR}"' in text_of(both, f"/es/list?ids={FOUR}")
        sheet = text_of(both, f"/sheet?ids={FOUR}&lang=es")
        assert f'aria-label="Código QR de la dirección near.example.org/es/l/{FOUR}"' in sheet
        assert "Print this sheet" in sheet
        assert f"https://near.example.org/l/{FOUR}" in text_of(both, f"/list.txt?ids={FOUR}")

    def test_the_sheet_may_be_in_the_first_language_from_a_page_in_another(self, both: FlaskClient) -> None:
        sheet = text_of(both, f"/es/sheet?ids={FOUR}&lang=en")
        assert 'lang="en" dir="ltr"' in sheet
        assert f"near.example.org/l/{FOUR.split('.')[0]}" in sheet
        assert Outline(sheet).links["Hoja en Español"] == {f"/es/sheet?ids={FOUR}"}


def test_crawlers_may_read_listings_and_no_lists(client: FlaskClient) -> None:
    closed = [line.removeprefix("Disallow: ") for line in text_of(client, "/robots.txt").splitlines() if "Disallow" in line]
    assert not any(listing("talk").startswith(path) for path in closed)
    for path in (f"/list?ids={FOUR}", f"/l/{FOUR}", f"/sheet?ids={FOUR}", f"/list.csv?ids={FOUR}"):
        assert any(path.startswith(one) for one in closed)
