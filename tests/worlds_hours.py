"""Random hours: of every rule, at the edges of days, weeks, months, seasons and changes of clocks."""

from __future__ import annotations

import random
from datetime import date, timedelta

from directory.schedule import Session

STARTS = (
    0,
    1,
    59,
    60,
    90,
    119,
    120,
    150,
    179,
    299,
    300,
    301,
    540,
    690,
    719,
    720,
    989,
    990,
    991,
    1019,
    1020,
    1319,
    1320,
    1410,
    1439,
)
LENGTHS = (1, 29, 30, 31, 60, 61, 90, 120, 480, 720, 1439, 1440)
LONG = (1441, 2880, 4320, 10080)
ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)


def hours(rng: random.Random, zones: list[str], today: date) -> tuple[Session, ...] | None:
    """The sessions of a listing: unknown, none, by appointment, always open, or some."""
    kind = rng.random()
    if kind < 0.12:
        return None
    if kind < 0.16:
        return ()
    zone = rng.choice(zones)
    if kind < 0.2:
        return (Session(freq="weekly", days=ALL_WEEK, start=0, end=1440, zone=zone),)
    found = tuple(session(rng, rng.choice((zone, zone, zone, rng.choice(zones))), today) for _ in range(rng.randint(1, 3)))
    return (*found, Session(freq="appointment")) if kind < 0.35 else found


def session(rng: random.Random, zone: str, today: date) -> Session:
    """One session."""
    return rng.choice((plain, plain, plain, bounded, monthly, by_day_of_month, once))(rng, zone, today)


def clock(rng: random.Random, *, long: bool = False) -> tuple[int, int]:
    """Start and end in minutes after midnight."""
    start = rng.choice(STARTS) if rng.random() < 0.7 else rng.randrange(1440)
    length = rng.choice(LENGTHS) if rng.random() < 0.7 else rng.randint(1, 1440)
    if rng.random() < 0.08:
        length = rng.choice(LONG if long else LONG[:2])
    return start, start + length


def some_days(rng: random.Random) -> tuple[int, ...]:
    """Days of the week; Sundays, when clocks change, are likely."""
    return tuple(sorted({*rng.sample(ALL_WEEK, k=rng.choice((1, 1, 2, 5))), *rng.choice(((), (6,)))}))


def plain(rng: random.Random, zone: str, today: date) -> Session:
    """The same every week."""
    start, end = clock(rng, long=True)
    return Session(freq="weekly", days=some_days(rng), start=start, end=end, zone=zone, online=rng.random() < 0.3)


def bounded(rng: random.Random, zone: str, today: date) -> Session:
    """Every other week, in a season, or with days left out."""
    start, end = clock(rng)
    since = today + timedelta(days=rng.randint(-200, 200)) if rng.random() < 0.8 else None
    return Session(
        freq="weekly",
        days=some_days(rng),
        interval=rng.choice((1, 2, 2, 3)) if since else 1,
        start=start,
        end=end,
        zone=zone,
        valid_from=since,
        valid_to=(since or today) + timedelta(days=rng.choice((0, 6, 30, 100, 300))) if rng.random() < 0.6 else None,
        except_dates=days_out(rng, today),
        online=rng.random() < 0.3,
    )


def monthly(rng: random.Random, zone: str, today: date) -> Session:
    """The second Tuesday, the last Friday."""
    start, end = clock(rng)
    since = today - timedelta(days=rng.randint(0, 90)) if rng.random() < 0.4 else None
    return Session(
        freq="monthly",
        days=some_days(rng)[:2],
        ordinals=tuple(rng.sample((1, 2, 3, 4, 5, -1), k=rng.choice((1, 1, 2)))),
        interval=rng.choice((1, 2)) if since else 1,
        start=start,
        end=end,
        zone=zone,
        valid_from=since,
        valid_to=today + timedelta(days=rng.randint(0, 200)) if rng.random() < 0.2 else None,
        except_dates=days_out(rng, today),
        online=rng.random() < 0.2,
    )


def by_day_of_month(rng: random.Random, zone: str, today: date) -> Session:
    """The fifteenth, the thirty-first where there is one, the last."""
    start, end = clock(rng)
    numbers = tuple(rng.sample((1, 15, 28, 29, 30, 31, -1, -2), k=rng.choice((1, 2))))
    return Session(freq="monthly", month_days=numbers, start=start, end=end, zone=zone)


def once(rng: random.Random, zone: str, today: date) -> Session:
    """On one day."""
    start, end = clock(rng)
    day = today + timedelta(days=rng.randint(5, 390))
    return Session(freq="once", start=start, end=end, zone=zone, valid_from=day, online=rng.random() < 0.2)


def days_out(rng: random.Random, today: date) -> tuple[date, ...]:
    """Days without help; enough of them that some would have been days of help."""
    return tuple(today + timedelta(days=rng.randint(0, 390)) for _ in range(rng.choice((0, 0, 1, 40))))
