"""Where each fact of a listing comes from, for who asks: sources with licence and day, corrections; no way to what hides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.catalogue import Catalogue, Correction, Merge
from directory.index.sqlite.engine import SqliteIndex
from directory.listing import Listing, Place, Provenance, ref_of
from directory.settings import Settings
from ingest.pipeline.publish import publish
from tests.catalogue_world import put
from tests.pages_world import Outline, client_of, made

AT = datetime(2026, 7, 2, tzinfo=UTC)
COUNTY = Provenance(source="county", source_name="County list", licence="CC BY 4.0", link="https://county.example/1")
STATE = Provenance(source="state", source_name="State register", link="https://state.example/9", seen_on=date(2026, 5, 1))


def of(key: str, provenance: Provenance, **more: object) -> Listing:
    return replace(made(key), provenance=provenance, **more)  # type: ignore[arg-type]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A site where "one" of the county took in "two" of the state, with a corrected fee, and "shy" hides its place."""
    hidden = Place(visibility="hidden", codes=("us-fl",))
    with Catalogue.of(tmp_path) as catalogue:
        put(catalogue, of("one", COUNTY, fees="Free"), of("shy", COUNTY, place=hidden), source="county")
        put(catalogue, of("two", STATE, description="Circles of neighbors."), source="state")
        one, two = "world:one@1", "world:two@1"
        picks = {"description": (two,), "name": (one, two)}
        correction = Correction(listing=one, values={"fees": "Pay what you can"})
        catalogue.decide([Merge(listings=(one, two), into=one, picks=picks, why="one"), correction], "Ana", AT)
        with closing(SqliteIndex(tmp_path / "index.sqlite")) as index:
            publish(catalogue, index)
            yield client_of(Settings(data=str(tmp_path)), index)


def asked(client: FlaskClient, key: str, language: str = "") -> str:
    response = client.get(f"{language}/listing/{ref_of(f'world:{key}@1')}/sources")
    assert response.status_code == 200
    return response.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")


def test_each_fact_tells_its_source_with_licence_and_day(client: FlaskClient) -> None:
    text = asked(client, "one")
    rows = [row.partition("</dt><dd>") for row in text.split("<dt>")[2:]]
    told = {facts: said for facts, _, said in rows}
    assert "State register" in told["What it is"]
    assert "Seen there on 1 May 2026" in told["What it is"]
    assert "A person corrected this on 2 Jul 2026" in told["Cost"]
    assert any("County list (licence: CC BY 4.0)" in said and "where" in facts for facts, said in told.items())
    assert text.index("corrected this") < text.index("State register")


def test_the_listing_leads_there_and_it_leads_back(client: FlaskClient) -> None:
    ref = ref_of("world:one@1")
    assert (
        f"/listing/{ref}/sources"
        in Outline(client.get(f"/listing/{ref}").get_data(as_text=True)).links["Where each fact comes from"]
    )
    assert f"/listing/{ref}" in Outline(asked(client, "one")).links["Back to the listing"]


def test_of_a_hidden_place_nothing_leads_away(client: FlaskClient) -> None:
    assert "County list" in asked(client, "shy")
    assert "county.example" not in asked(client, "shy")


def test_a_merged_listing_leads_to_the_sources_of_the_one_that_goes_on(client: FlaskClient) -> None:
    answer = client.get(f"/listing/{ref_of('world:two@1')}/sources")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/listing/{ref_of('world:one@1')}/sources")
    assert client.get("/listing/0000000000/sources").status_code == 404


def test_without_the_catalogue_the_source_of_the_listing_is_told(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").unlink()
    text = asked(client, "one", "/es")
    assert "Todos los datos" in text
    assert "County list (licencia: CC BY 4.0)" in text
