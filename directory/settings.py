"""What an operator may set: read once from the environment, checked whole, frozen.

Each setting is a field below with its help; its variable is `NEARHELP_` and the field's name in capitals. A variable left
empty is as good as unset. The table in the README is held against `Settings.rows`.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from environs import Env, EnvValidationError, ValidationError

from directory.errors import SettingsError

PREFIX = "NEARHELP_"
COUNTRIES = ("us", "ca", "gb", "ie", "au", "nz")
"""Countries whose places the gazetteer knows."""
ENGINES: Mapping[str, str] = {
    "sqlite": "sqlite:///path/to/index.sqlite, the embedded engine (four slashes for an absolute path)",
    "http": "http://host:9200/name, a directory in an Elasticsearch cluster",
    "https": "https://host:9200,other:9200/name, the same, several of its nodes, over TLS",
}
"""Scheme of an index URL → what it means."""
GEOCODERS = ("census", "nominatim", "pelias", "photon")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

Check = Callable[[Any], None]


class Row(NamedTuple):
    """One setting as a person reads it: variable, default as it would be typed, help."""

    name: str
    default: str
    help: str


def _among(*allowed: str) -> Check:
    def check(value: str) -> None:
        if value not in allowed:
            raise ValidationError(f"{value!r} is not one of {', '.join(allowed)}.")

    return check


def _between(low: int, high: int) -> Check:
    def check(value: int) -> None:
        if not low <= value <= high:
            raise ValidationError(f"{value} is not between {low} and {high}.")

    return check


def _index_url(value: str) -> None:
    scheme, _, rest = value.partition("://")
    if scheme not in ENGINES or not rest.strip("/"):
        raise ValidationError(f"An index URL looks like one of: {'; '.join(ENGINES.values())}.")


def _zone(value: str) -> None:
    known = available_timezones()
    if value not in known:
        near = difflib.get_close_matches(value, known, 1)
        raise ValidationError(f"{value!r} is not an IANA time zone{f'; {near[0]!r} is' if near else ''}.")


def _languages(value: list[str]) -> None:
    for tag in value:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
            raise ValidationError(f"{tag!r} is not a language tag such as en, es or zh-Hant.")
    if not value or len(set(value)) < len(value):
        raise ValidationError("Give at least one language, each once; the first is the default.")


def _web_address(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname:
        raise ValidationError(f"{value!r} is not an https:// address.")


def _origin(value: str) -> None:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}"):
        raise ValidationError(
            f"{value!r} is not an address like https://help.example.org, without a path or a slash at its end."
        )


def _framers(value: list[str]) -> None:
    for origin in value:  # it goes into a header as it is
        if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?", origin):
            raise ValidationError(
                f"{origin!r} is not an address like https://library.example.org or https://*.example.org, without a path."
            )


def _contact(value: str) -> None:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        _web_address(value)


def _hosts(value: list[str]) -> None:
    for host in value:
        if not re.fullmatch(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\]", host):
            raise ValidationError(f"{host!r} is not a host name; give names without scheme, port or path.")


def _geocoder(value: str) -> None:
    name, _, address = value.partition(":")
    if name not in GEOCODERS or (address and urlsplit(address).scheme not in {"http", "https"}):
        raise ValidationError(
            f"Give one of {', '.join(GEOCODERS)}, followed by : and its address where it is not the public one."
        )


def _file(value: str) -> None:
    if not Path(value).is_file() or not os.access(value, os.R_OK):
        raise ValidationError("There is no file there that can be read.")


def _file_or_folder(value: str) -> None:
    if not Path(value).exists() or not os.access(value, os.R_OK):
        raise ValidationError("There is no file or folder there that can be read.")


def _bind(value: str) -> None:
    if not re.fullmatch(r"(\S+:\d{1,5})|(unix:/\S+)", value):
        raise ValidationError(f"{value!r} is not host:port or unix:/path.")


def _set(default: Any, text: str, kind: str = "str", check: Check | None = None) -> Any:
    return field(default=default, metadata={"help": text, "kind": kind, "check": check})


def _secret(text: str, default: str = "", check: Check | None = None) -> Any:
    """A setting that no repr shows; its check never repeats the value."""
    return field(default=default, repr=False, metadata={"help": text, "kind": "str", "check": check})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration of one process. `hsts` is seconds; `proxies` counts trusted reverse proxies in front."""

    index_url: str = _secret(  # may hold user:password@, though the settings below are the better place
        "Which engine searches, and where: sqlite:///path, or https://host:9200,other:9200/name for Elasticsearch; not set: "
        "index.sqlite in NEARHELP_DATA",
        "sqlite:///.nearhelp/index.sqlite",
        _index_url,
    )
    search_ca: str = _set("", "File of the CA that signed the certificates of Elasticsearch; empty: the system's", check=_file)
    search_api_key: str = _secret("API key for Elasticsearch, as the server gave it (encoded)")
    search_api_key_file: str = _set("", "File that holds the API key, instead of the variable", check=_file)
    search_user: str = _set("", "User of Elasticsearch, where there is no API key")
    search_password: str = _secret("Password of that user")
    search_password_file: str = _set("", "File that holds the password, instead of the variable", check=_file)
    data: str = _set(".nearhelp", "Folder of everything written while running: catalogue, index, fetched feeds")
    unit: Literal["mi", "km"] = _set("mi", "Unit of distances: mi or km", check=_among("mi", "km"))
    country: str = _set("us", "Country preferred for a place name that several have", check=_among(*COUNTRIES))
    zone: str = _set("America/New_York", "Time zone of a visitor whose own and whose place's are unknown", check=_zone)
    languages: tuple[str, ...] = _set(
        ("en", "es", "ar"), "Languages of the pages, comma-separated; the first has no prefix: /es/search", "list", _languages
    )
    site_name: str = _set("Nearhelp", "Name shown on every page")
    run_by: str = _set("", "Who runs this site, shown at the foot of every page")
    white_label: str = _set(
        "", "TOML file of name, mark, colours, crisis lines and home page; empty: as shipped", check=_file
    )  # fmt: skip
    contact: str = _set(
        "", "Where the operator can be reached, shown on About and where a form cannot be kept: an e-mail or https address",
        check=_contact,
    )  # fmt: skip
    exit_url: str = _set(
        "https://www.weather.gov/",
        "Neutral https page to which Quick exit leads",
        check=_web_address,
    )
    address: str = _set(
        "", "Public address of the site, https://help.example.org: for the site map, canonical and shared links", check=_origin
    )
    embed_in: tuple[str, ...] = _set(
        (), "Sites that may show /embed in a frame, comma-separated, https://library.example.org; empty: none", "list", _framers
    )
    hosts: tuple[str, ...] = _set(
        (), "Host names answered to, comma-separated, .example.org with its subdomains; empty answers to any", "list", _hosts
    )
    proxies: int = _set(0, "How many reverse proxies in front set X-Forwarded-For and X-Forwarded-Proto", "int", _between(0, 9))
    hsts: int = _set(0, "Seconds of Strict-Transport-Security, 31536000 for a year; 0: not sent", "int", _between(0, 63072000))
    bind: str = _set("127.0.0.1:8000", "Address the web server listens on: host:port or unix:/path", check=_bind)
    workers: int = _set(2, "Processes of the web server", "int", _between(1, 64))
    threads: int = _set(4, "Threads of each process", "int", _between(1, 64))
    limit_search: int = _set(
        120, "Searches and listings a minute for one address in a process; 0: no limit", "int", _between(0, 100_000)
    )
    limit_suggest: int = _set(
        300, "Suggestions and places looked up a minute for one address in a process; 0: no limit", "int", _between(0, 100_000)
    )
    limit_forms: int = _set(
        6, "Suggestions and reports in ten minutes from one address to a process; 0: no limit", "int", _between(0, 100_000)
    )
    geocoder: str = _set(
        "", "Remote geocoder of ingested addresses: census, nominatim, pelias or photon, then : and its address; empty: none",
        check=_geocoder,
    )  # fmt: skip
    need_words: str = _set(
        "", "Your own need words: a CSV file, or a folder of them, merged with the shipped ones; empty: none",
        check=_file_or_folder,
    )  # fmt: skip
    tiles: str = _set(
        "", "Map tiles: a folder of z/x/y images, or a PMTiles file of images; empty: no map", check=_file_or_folder
    )
    tiles_credit: str = _set(
        "", "Who made the map tiles, as their licence asks; an https:// address at its end becomes the link of it"
    )
    log_level: str = _set("INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR", check=_among(*LEVELS))

    @classmethod
    def from_environ(cls) -> Self:
        """The settings of this process. Raises SettingsError naming every faulty or unknown variable."""
        env = Env(eager=False)
        read: dict[str, Any] = {}
        for row in fields(cls):
            variable = variable_of(row.name)
            if os.environ.get(variable, "").strip():
                more = {"subcast": str.strip} if row.metadata["kind"] == "list" else {}
                value = getattr(env, row.metadata["kind"])(variable, validate=row.metadata["check"], **more)
                read[row.name] = tuple(value) if isinstance(value, list) else value
        faults = _strangers(cls)
        try:
            env.seal()
        except EnvValidationError as error:
            said = error.error_messages
            faults |= {n: " ".join(said[n]) for n in said} if isinstance(said, Mapping) else {PREFIX: " ".join(said)}
        if faults:
            lines = (f"  {name}: {fault}" for name, fault in sorted(faults.items()))
            raise SettingsError("\n".join(("The configuration is not right.", *lines)))
        if "data" in read:
            read.setdefault("index_url", f"sqlite:///{read['data']}/index.sqlite")
        return cls(**read)

    @classmethod
    def rows(cls) -> tuple[Row, ...]:
        """Every setting with its default as typed and its help, in order."""
        return tuple(Row(variable_of(row.name), _typed(row.default), row.metadata["help"]) for row in fields(cls))


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _typed(default: Any) -> str:
    if default is MISSING:
        return ""
    return ",".join(default) if isinstance(default, tuple) else str(default)


def _strangers(cls: type[Settings]) -> dict[str, str]:
    known = [variable_of(row.name) for row in fields(cls)]
    faults = {}
    for name in os.environ:
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            faults[name] = f"There is no such setting{f'; do you mean {near[0]}?' if near else '.'}"
    return faults
