"""Descriptions of sources: read whole or refused with every fault at once."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from ingest.sources import SHIPPED, SourceFault, UnknownSource, named, read_source, sources
from ingest.sources_written import toml


def written(folder: Path, text: str, name: str = "my-city") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_whole_description_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        title = "My city"
        format = "seed"
        path = "../feeds/my-city"
        licence = "CC0"
        link = "https://example.com"
        country = "Canada"
        coverage = ["ca-on"]
        zone = "America/Toronto"
        seen_on = 2024-05-31
        emails = "public"
        [options]
        program = "aa"
        [expect]
        min = 10
        max = 90
        largest_drop = 0.25
        [fixes]
        remove = ["###[A-Z]+###"]
        [fixes.replace.city]
        Trono = "Toronto"
        [fixes.records."1@1"]
        refuse = "closed"
        """,
    )
    source = read_source(file)
    assert source.path == (tmp_path.parent / "feeds" / "my-city").resolve()
    assert (source.name, source.title, source.country, source.coverage) == ("my-city", "My city", "CA", ("ca-on",))
    assert (source.seen_on, source.emails, source.options) == (date(2024, 5, 31), "public", {"program": "aa"})
    assert (source.expect.min, source.expect.max, source.expect.largest_drop) == (10, 90, 0.25)
    assert source.fixes.remove == (re.compile("###[A-Z]+###"),)
    assert source.fixes.replace == {"city": {"Trono": "Toronto"}}
    assert source.fixes.records == {"1@1": {"refuse": "closed"}}


def test_every_fault_is_in_one_message_with_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        format = "hsds9"
        path = "x"
        url = "gopher://x"
        link = "example"
        country = "Narnia"
        coverage = ["Florida"]
        zone = "America/Miami"
        titel = "x"
        emails = "all"
        seen_on = "yesterday"
        [expect]
        min = 5
        max = 2
        largest_drop = 7
        least = 1
        [fixes]
        remove = ["("]
        [fixes.replace.town]
        a = "b"
        """,
    )
    with pytest.raises(SourceFault) as caught:
        read_source(file)
    message = str(caught.value)
    assert message.startswith("my-city.toml is not right:")
    for fault in ("format:", "path, url:", "url:", "link:", "country:", "coverage:", "zone:", "titel:", "'title'", "emails:",
                  "seen_on:", "expect: max", "largest_drop", "expect.least", "fixes.remove", "'town'"):  # fmt: skip
        assert fault in message, fault


@pytest.mark.parametrize("text", ["format = ", "\x00", "[a\n"])
def test_what_is_no_toml_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceFault, match=r"my-city\.toml cannot be read"):
        read_source(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceFault, match="no such file"):
        read_source(tmp_path / "nothing.toml")


def test_a_name_must_be_that_of_its_file(tmp_path: Path) -> None:
    with pytest.raises(SourceFault, match="must be the same"):
        read_source(written(tmp_path, 'name = "other"\nformat = "seed"\npath = "x"'))


def test_an_operators_source_replaces_a_shipped_one(tmp_path: Path) -> None:
    own = written(tmp_path, "", "seed")
    assert sources(SHIPPED, tmp_path)["seed"] == own
    assert sources(SHIPPED)["seed"] == SHIPPED / "seed.toml"


def test_an_unknown_name_hears_the_nearest() -> None:
    with pytest.raises(UnknownSource, match="'seed'"):
        named("sead", sources(SHIPPED))
    with pytest.raises(UnknownSource, match="list"):
        named("zzzzzzzz", sources(SHIPPED))


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: str(file.stem))
def test_every_shipped_source_is_right(file: Path) -> None:
    source = read_source(file)
    assert source.path is not None
    assert source.path.exists()


def test_what_add_writes_is_read_back() -> None:
    said = {
        "format": "seed", "url": "https://example.com/?a=\"b\"\\", "title": "Ñandú — “x”\n", "coverage": ("us-fl", "us-ga"),
        "zone": None, "options": {"program": "aa", "odd key": "1"},
    }  # fmt: skip
    read = tomllib.loads(toml(said))
    assert read == {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}
