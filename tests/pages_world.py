"""An invented world that the tests of the pages share: its listings, the outline of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from directory.catalogue import Catalogue
from directory.geo import Point
from directory.index import open_index
from directory.index.base import Index
from directory.listing import Address, Listing, Organization, Phone, Place, Provenance, ref_of
from directory.places import Gazetteer
from directory.schedule import Session
from directory.settings import Settings
from directory.web import create_app

ROOT = Path(__file__).resolve().parents[1]
GAZETTEER = Gazetteer.open(ROOT / ".cache")
NOW = 29_755_680  # 2026-07-29 04:00 UTC
THURSDAYS = Session(freq="weekly", days=(3,), start=19 * 60, end=20 * 60, zone="America/New_York")


def made(key: str, **more: Any) -> Listing:
    """An invented listing in Miami, with changes."""
    said: dict[str, Any] = {
        "name": f"Circle {key}",
        "organization": Organization(key=f"world:{key}", name=f"Provider {key}"),
        "categories": ("support-groups/grief",),
        "modes": ("in-person",),
        "place": Place(
            address=Address(lines=("20 Example Street",), city="Miami", region="FL", postal_code="33131", country="US"),
            point=Point(25.77, -80.2),
            precision="rooftop",
            codes=("us-fl-086", "us-fl", "us"),
        ),
        "coverage": ("us-fl-086",),
        "phones": (Phone(number="3055550142", kind="local"),),
        "provenance": Provenance(source="world", source_name="World", seen_on=None),
    }
    identifier = f"world:{key}@1"
    return Listing(id=identifier, ref=ref_of(identifier), revision=1, **(said | more))


CHAIN = Organization(key="world:chain", name="Chain of Hope")
GROUP = Organization(key="world:harbor", name="Harbor Network")
LONG = "Long words about hours that nobody wants to read on paper but a source wrote down anyway. " * 40
FULL = tuple(
    made(
        f"full{n}",
        name=f"A counseling and family support center of the north {n}",
        categories=("practical/essentials/pets",),
        hours_text=LONG,
        documents=(LONG,),
        fees=LONG,
        alert="Moved for the winter",
        place=Place(
            address=Address(lines=(LONG[:90],), city="Miami"), directions=LONG, transport=LONG, point=Point(25.8, -80.2)
        ),
    )
    for n in range(6)
)
"""Listings that say as much as they can, for what is printed."""
WORLD = (
    made("talk", name="Grief talks", costs=("free",), languages=("es",), description="Talk with us. " * 40),
    made("ask", name="Grief circle", description="<script>alert(1)</script> & more"),
    made("fee", name="Grief therapy", costs=("fee",)),
    made("twin1", name="Same name"),
    made("twin2", name="Same name"),
    *(
        made(f"chain{n}", name=f"Chain place {n}", organization=CHAIN, categories=("practical/food/pantries",))
        for n in range(8)
    ),
    *(
        made(
            f"meet{n}",
            name="Harbor Grief Circle",
            organization=GROUP,
            group="harbor",
            sessions=(replace(THURSDAYS, days=(n,)),),
        )
        for n in range(5)
    ),
    made("house", name="Casa Alba", categories=("crisis/abuse-violence",), place=Place(visibility="hidden", codes=("us-fl",))),
    made("line", name="Florida line", modes=("phone",), place=None, coverage=("us-fl",), categories=("crisis/warmlines",)),
    made("nolink", name="Listing without contact", phones=(), coverage=("us",), modes=("phone",), place=None),
    made("arabic", name="جماعة الدعم", language_of_text="ar", phones=(), url="https://circle.example.org"),
    *FULL,
    made(
        "long",
        name="Q" * 300,
        organization=Organization(key="world:long", name="W" * 300),
        categories=("practical/money/budget-tax",),
        documents=("X" * 300,),
        url="https://example.org/" + "z" * 300,
        phones=(),
    ),
)


def with_catalogue(folder: Path) -> str:
    """A data folder with an empty catalogue, as settings name it: forms can be kept there."""
    Catalogue.of(folder).close()
    return str(folder)


@contextmanager
def indexed(folder: Path, listings: Iterable[Listing] = WORLD) -> Iterator[Index]:
    """An embedded index of these listings, in a file of its own there."""
    with closing(open_index(f"sqlite:///{folder / 'index.sqlite'}")) as found:
        found.rebuild(listings)
        yield found


def site_of(settings: Settings, index: Index | None = None, *, now: int = NOW) -> Flask:
    """The site over an index, or over the one its settings name, at one moment and with the gazetteer of the tests."""
    return create_app(settings, index=index, gazetteer=GAZETTEER, clock=lambda: now)


def client_of(settings: Settings, index: Index | None = None, *, now: int = NOW) -> FlaskClient:
    """Who visits that site."""
    return site_of(settings, index, now=now).test_client()


def first(pattern: str, text: str) -> str:
    """The first group of a pattern where it is first found in a text."""
    found = re.search(pattern, text)
    assert found is not None, f"{pattern} is not in {text[:500]}"
    return found[1]


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """The page at a path, with the status it must have."""
    response = client.get(path)
    assert response.status_code == status, response.text[:500]
    return response.text


def ref(key: str) -> str:
    """The public id of an invented listing."""
    return ref_of(f"world:{key}@1")


def listing(key: str) -> str:
    """The path of the page of an invented listing."""
    return f"/listing/{ref(key)}"


FOUR = ".".join(map(ref, ("talk", "house", "meet0", "arabic")))
"""A list of four, one of them a safety listing."""
NEVER = "0000000000"
"""An id that no listing has."""


PAGES = (
    "/",
    "/search",
    "/search?q=grief&place=Miami&cost=free",
    "/search?q=nothing-like-this&language=so",
    "/search?q=nothing-like-this&category=support-groups/grief&place=Miami",
    "/search?place=Springfield",
    "/search?place=Springfild",
    "/search?q=i+want+to+die",
    listing("talk"),
    listing("house"),
    listing("meet0"),
    listing("arabic"),
    f"/search?q=grief&list={FOUR}",
    f"/search?q=grief&place=Miami&view=table&list={ref('talk')}",
    "/search?category=support-groups&view=booklet",
    "/list",
    f"/list?ids={FOUR}.{NEVER}",
    f"/list?ids={FOUR}&plain=1",
    f"/list?ids={FOUR}&view=table",
    f"/sheet?ids={FOUR}",
    f"/sheet?ids={FOUR}&lang=es&large=1",
    f"{listing('ask')}?list={ref('ask')}",
    listing("long"),
    f"/list?ids={ref('long')}.{ref('full0')}",
    f"/list?ids={ref('long')}.{ref('full0')}&view=table",
    f"/sheet?ids={ref('long')}.{ref('full0')}",
    "/search?category=practical/money/budget-tax&view=booklet",
    "/suggest",
    f"{listing('talk')}/report?about=time",
    f"{listing('house')}/report",
    "/helplines",
    "/helplines?country=gb",
    "/kinds",
    "/kinds?place=Miami",
    "/kinds?place=Springfield",
    "/kinds?place=Springfild&within=25",
    "/about",
    "/stay-safe",
    "/privacy",
    "/accessibility",
    "/embed",
    f"{listing('talk')}/sources",
)


class Outline(HTMLParser):
    """Headings, landmarks, ids and links of a page, as assistive technology meets them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: dict[str, set[str]] = {}
        self.inline: list[str] = []
        self._link: tuple[str, str] | None = None
        self._text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        said = dict(attrs)
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if said.get("id"):
            self.ids.append(said["id"] or "")
        self.inline += [name for name in said if name == "style" or name.startswith("on")]
        if tag == "a":
            self._link, self._text = (said.get("href") or "", said.get("aria-label") or ""), ""

    def handle_data(self, data: str) -> None:
        """Gather the words of a link."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Keep a link under its accessible name."""
        if tag == "a" and self._link is not None:
            href, name = self._link
            self.links.setdefault(name or " ".join(self._text.split()), set()).add(href)
            self._link = None
