"""Public holidays: days on which weekly hours do not tell who is open."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from opening_hours import OpeningHours, UnknownCountryError  # type: ignore[attr-defined]  # its stub leaves it out


@lru_cache(maxsize=64)
def is_holiday(day: date, country: str) -> bool:
    """Whether a day is a public holiday in all of a country (ISO 3166-1 alpha-2, in any case); not for a country unknown to
    opening-hours-py, whose calendars these are. Holidays of a single state are not among them."""
    try:
        return bool(OpeningHours("PH", country=country.upper()).is_open(datetime.combine(day, time(12))))
    except UnknownCountryError:
        return False
