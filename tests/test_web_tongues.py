"""Every page in every language of the site by a prefix of its path; links keep the language and the search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory.helplines import helplines
from directory.index.base import Index
from directory.schedule import phrases
from directory.schedule.tongue import ARABIC, ENGLISH
from directory.settings import Settings
from directory.taxonomy import categories, children, values
from directory.web import tongues
from directory.web.templates import environments
from directory.web.words import ELSEWHERE, LANGUAGES, WORDS, Voice
from tests.pages_world import client_of, indexed, listing, ref, text_of

PATHS = ("/", "/search?q=grief&place=Miami", "/search?q=zzzz", "/kinds", "/helplines", "/stay-safe", "/about", listing("talk"))
OPEN = ("/assets/", "/api/")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("tongues")) as found:
        yield found


def site(index: Index, **settings: Any) -> FlaskClient:
    return client_of(Settings(**settings), index)


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return site(index, languages=("en", "es"))


def addresses(text: str) -> list[str]:
    """The addresses of a page that are pages here, but for the links that change the language."""
    without = re.sub(r"<a [^>]*hreflang=.*?</a>", "", text)
    found = re.findall(r'(?:href|action)="(/[^"]*)"', without)
    return [path for path in found if not path.startswith(OPEN)]


def test_templates_of_a_language_hold_its_words_and_the_beginnings_of_its_addresses(index: Index) -> None:
    spoken = environments(site(index, languages=("en", "es", "ar")).application)
    source = '<a href="/about" title="{{ say(\'what_need\') }}">{{ say("found", n=2) }}</a> <a href="{{ one.href }}">'
    rest = '{{ say("found", n=2) }}</a> <a href="'
    assert {tag: environment.preprocess(source) for tag, environment in spoken.items()} == {
        "en": f'<a href="/about" title="What do you need?">{rest}{{{{ one.href }}}}">',
        "es": f'<a href="/es/about" title="¿Qué necesita?">{rest}{{{{ at(one.href) }}}}">',
        "ar": f'<a href="/ar/about" title="{Voice("ar")("what_need")}">{rest}{{{{ at(one.href) }}}}">',
    }


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_a_language_leads_to_pages_of_that_language(client: FlaskClient, path: str) -> None:
    text = text_of(client, f"/es{path}")
    assert '<html lang="es" dir="ltr">' in text
    assert addresses(text)
    assert not [found for found in addresses(text) if not re.match(r"/es(/|$)", found)]


@pytest.mark.parametrize("path", PATHS)
def test_pages_of_the_default_language_have_no_prefix(client: FlaskClient, path: str) -> None:
    text = text_of(client, path)
    assert '<html lang="en" dir="ltr">' in text
    assert not [found for found in addresses(text) if found.startswith("/es")]


def test_changing_the_language_keeps_the_search(client: FlaskClient) -> None:
    here = text_of(client, "/search?q=grief&place=Miami&cost=free")
    there = text_of(client, "/es/search?q=grief&place=Miami&cost=free")
    assert '<a href="/es/search?q=grief&amp;place=Miami&amp;cost=free" lang="es"' in here
    assert '<a href="/search?q=grief&amp;place=Miami&amp;cost=free" lang="en"' in there


def test_the_same_is_found_in_every_language(client: FlaskClient) -> None:
    refs = [re.findall(r'id="r-(\w+)"', text_of(client, f"{before}/search?q=grief&place=Miami")) for before in ("", "/es")]
    assert refs[0] == refs[1] != []


def test_a_page_says_in_its_language_what_went_wrong(client: FlaskClient) -> None:
    text = client.get("/es/nothing-here").text
    assert '<html lang="es"' in text
    assert "Esta página no está" in text


def test_what_programs_read_has_no_language(client: FlaskClient) -> None:
    for path in ("/es/api/categories", "/es/healthz"):
        assert client.get(path).status_code == 404


def test_a_site_of_one_language_offers_no_other(index: Index) -> None:
    alone = site(index, languages=("es",))
    text = text_of(alone, "/")
    assert '<html lang="es"' in text
    assert "hreflang" not in text
    assert alone.get("/es/").status_code == 404


def test_a_hostile_address_stays_text(client: FlaskClient) -> None:
    text = client.get('/search?q="><script>x()</script>').text
    assert "<script>x()" not in text
    assert '"><script' not in text


def test_the_way_out_works_in_every_language(client: FlaskClient) -> None:
    assert client.get("/es/exit").status_code == 303


def test_every_language_says_everything_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for texts in ELSEWHERE.values():
        assert set(WORDS) <= set(texts)
        for key, text in texts.items():
            english = WORDS.get(key) or WORDS[key.rpartition(".")[0]]
            assert blanks(text) <= blanks(english[0]), key
            assert blanks(english[0]) - blanks(text) <= {"n"}, key
    for key, (first, second) in WORDS.items():
        assert second, key
        assert blanks(second) == blanks(first), key


def test_every_value_has_a_label_in_every_language() -> None:
    for language in LANGUAGES:
        assert [slug for slug, one in categories().items() if not one.labels.get(language)] == []
        assert [slug for slug in children("") if not categories()[slug].descriptions.get(language)] == []
        assert Voice(language).country("US") in {"United States", "Estados Unidos", "الولايات المتحدة"}
        for facet, found in values().items():
            assert [name for name, one in found.items() if not one.labels.get(language)] == [], facet


def test_every_situation_of_the_helplines_has_a_name_in_every_language() -> None:
    for one in helplines().situations:
        assert set(LANGUAGES) <= set(one.labels)


@pytest.mark.parametrize(
    ("n", "said"),
    [("1", "جهة واحدة يمكنها المساعدة"), (2, "جهتان يمكنهما المساعدة"), (7, "7 جهات يمكنها المساعدة"),
     (11, "11 جهة يمكنها المساعدة"), ("1,203", "1,203 جهات يمكنها المساعدة"), (100, "100 جهة يمكنها المساعدة")],
)  # fmt: skip
def test_arabic_counts_as_cldr_says(n: int | str, said: str) -> None:
    assert Voice("ar")("found", n=n) == said


def test_arabic_is_written_from_right_to_left_and_keeps_numbers_and_names_apart(index: Index) -> None:
    client = site(index, languages=("en", "es", "ar"))
    text = text_of(client, "/ar/search?q=grief&place=Miami")
    assert '<html lang="ar" dir="rtl">' in text
    assert re.search(r"<h1>\d+ (جهة|جهات) يمكنها المساعدة قرب \u2068Miami, Florida\u2069</h1>", text)
    assert '<bdi lang="en">' in text
    assert "<bdi>305-555-0142</bdi>" in text


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("6087 NW 17th Avenue, Miami, FL 33142", "ltr"),
        ("305-555-0142", "ltr"),
        ("", "ltr"),
        ("12 شارع النيل", "rtl"),
        ("3 חדרים", "rtl"),
    ],
)
def test_a_text_is_read_in_the_way_of_its_first_letter(text: str, way: str) -> None:
    assert tongues.way(text) == way


def test_addresses_and_numbers_on_an_arabic_sheet_and_list_keep_their_order(index: Index) -> None:
    client = site(index, languages=("en", "es", "ar"))
    sheet = text_of(client, f"/sheet?ids={ref('talk')}&lang=ar")
    assert '<bdi dir="ltr">305-555-0142</bdi>' in sheet
    assert re.search(r'<bdi dir="ltr">\d+ [A-Z][^<]*Miami[^<]*</bdi>', sheet)
    own = text_of(client, f"/ar/list?ids={ref('talk')}")
    assert re.search(r"<bdi>\d+ [A-Z][^<]*Miami[^<]*</bdi>", own)
    assert 'id="link" dir="ltr"' in own
    assert 'id="message" dir="auto"' in own


def test_counties_and_cities_of_zones_are_said_as_each_language_says_them() -> None:
    said = {
        tag: (
            voice("all_of", area=voice("area_county", name="Alameda")),
            voice("times_in", zone=voice.city("America/New_York")),
        )
        for tag in ("en", "es", "ar")
        for voice in (Voice(tag),)
    }
    assert said["en"] == ("all of Alameda County", "Times are New York time.")
    assert said["es"] == ("todo el condado de Alameda", "Las horas son de Nueva York.")
    assert said["ar"] == ("كل مقاطعة Alameda", "الأوقات بتوقيت نيويورك.")


def test_a_zone_is_named_as_people_name_it_and_by_its_city_where_its_clocks_differ() -> None:
    zone = "America/New_York"
    assert [Voice(tag)("times_of", zone=Voice(tag).clock(zone)) for tag in ("en", "es", "ar")] == [
        "Times are Eastern Time.",
        "Las horas están en hora oriental.",
        "الأوقات حسب التوقيت الشرقي لأمريكا الشمالية.",
    ]
    assert [Voice("en").clock(city) for city in ("America/Phoenix", "America/Puerto_Rico", "Pacific/Honolulu")] == [""] * 3


def test_arabic_joins_days_as_it_is_written() -> None:
    assert phrases.days([5, 6], ARABIC, plural=False) == "السبت والأحد"
    assert phrases.days([0, 2, 4], ARABIC, plural=False) == "الاثنين والأربعاء والجمعة"
    assert phrases.days([0, 2, 4], ENGLISH, plural=False) == "Monday, Wednesday and Friday"
    assert Voice("ar").semicolons(("أ", "ب")) == "أ؛ ب"
