"""The pure parts of the Elasticsearch engine, without a server: addresses, errors, requests, answers, hours."""

from __future__ import annotations

import inspect
import random
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import elastic_transport
import elasticsearch
import pytest

from directory.errors import IndexUnavailable, SettingsError
from directory.geo import Point
from directory.index.elastic import answer, hours, query, steps
from directory.index.elastic.client import Address, Busy, Conflict, Missing, address, meaning, path, told
from directory.index.elastic.document import UNCLOCKED, document
from directory.index.elastic.patience import at_most, left
from directory.index.elastic.state import Pinned
from directory.index.elastic.times import Clock
from directory.query import Near, Query
from directory.schedule import DAY, WEEK, Span, local_minute
from directory.schedule.windows import OVERLAP
from tests.worlds import TODAY, World

CLOCK = Clock(29_512_080, "UTC", frozenset())

# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost", Address(("http://localhost:9200",), "nearhelp")),
        ("http://localhost/", Address(("http://localhost:9200",), "nearhelp")),
        ("https://a:9201,b,c:9203/town", Address(("https://a:9201", "https://b:9200", "https://c:9203"), "town")),
        ("https://me:s%40c%2Fret%3A@a/town-1.x_y/", Address(("https://a:9200",), "town-1.x_y", "me", "s@c/ret:")),
        ("https://me:p@ss@a/x", Address(("https://a:9200",), "x", "me", "p@ss")),
        ("http://[::1]:9201,[::1]/x", Address(("http://[::1]:9201", "http://[::1]:9200"), "x")),
        ("http://a,,b/x", Address(("http://a:9200", "http://b:9200"), "x")),
    ],
)
def test_an_address_names_hosts_directory_and_user(url: str, expected: Address) -> None:
    assert address(url) == expected


@pytest.mark.parametrize(
    "url",
    ["ftp://a/x", "http:///x", "http://", "http://a:port/x", "http://a:99999/x", "http://a/UPPER", "http://a/x/y", "http://a/x*",
     "http://a/_all", "http://a/-x", "http://a/x,y", "http://a/x+y", "http://a/" + "x" * 200],
)  # fmt: skip
def test_what_names_no_directory_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        address(url)


def test_parts_of_a_path_are_quoted() -> None:
    assert path("x@g1.2", "_doc", "~state") == "/x@g1.2/_doc/~state"
    assert path("a/b?c", "ü", "x+y") == "/a%2Fb%3Fc/%C3%BC/x%2By"


# ---------------------------------------------------------------- errors

WHERE = Address(("https://a:9200", "https://b:9200"), "town", "me", "zebrafinchsecret")
META = elastic_transport.ApiResponseMeta(
    status=500,
    http_version="1.1",
    headers=elastic_transport.HttpHeaders({"x-elastic-product": "Elasticsearch"}),
    duration=0.0,
    node=elastic_transport.NodeConfig("http", "a", 9200),
)


def every_error_of_the_client() -> list[Exception]:
    """One of each kind of error that the client and its transport declare."""
    found: dict[str, Exception] = {}
    for module in (elastic_transport, elasticsearch):
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if not issubclass(kind, Exception) or issubclass(kind, Warning):
                continue
            if issubclass(kind, elastic_transport.ApiError):
                found[name] = kind("zebrafinchword", META, {"error": {"type": "x", "reason": "zebrafinchword"}})
            elif issubclass(kind, elastic_transport.TransportError):
                found[name] = kind("zebrafinchword")
    return list(found.values())


@pytest.mark.parametrize("error", every_error_of_the_client(), ids=lambda error: type(error).__name__)
def test_every_error_of_the_client_becomes_ours_and_repeats_nothing(error: Exception) -> None:
    with pytest.raises(IndexUnavailable) as caught, told(WHERE):
        raise error
    assert "zebrafinch" not in str(caught.value)
    assert caught.value.__cause__ is error


def test_the_client_has_the_errors_that_are_known() -> None:
    names = {type(error).__name__ for error in every_error_of_the_client()}
    assert {
        "ApiError",
        "ConnectionTimeout",
        "TlsError",
        "SerializationError",
        "UnsupportedProductError",
        "SniffingError",
    } <= names


def test_our_own_errors_pass_as_they_are() -> None:
    with pytest.raises(ZeroDivisionError), told(WHERE):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("status", "kind", "reason", "words", "error"),
    [
        (404, "index_not_found_exception", "no such index", "there is no index town yet: run `python -m", Missing),
        (409, "version_conflict_engine_exception", "", "somebody else wrote to town at the same time", Conflict),
        (429, "es_rejected_execution_exception", "", "has too much to do", Busy),
        (429, "circuit_breaking_exception", "Data too large", "has too much to do; add a node or memory", Busy),
        (429, "cluster_block_exception", "index has read-only-allow-delete block", "a disk of the cluster is full", None),
        (403, "cluster_block_exception", "FORBIDDEN/5/index read-only (api)", "town is blocked: GET town-*/_settings", None),
        (403, "security_exception", "", "refuses this user", None),
        (400, "index_closed_exception", "closed", "town is closed: POST town-*/_open", None),
        (400, "validation_exception", "has [1000]/[1000] maximum normal shards open", "cluster.max_shards_per_node", None),
        (400, "mapper_parsing_exception", "", "does not fit this version of the program (mapper_parsing_exception): run", None),
        (400, "search_phase_execution_exception query_shard_exception", "", "does not fit this version", None),
        (400, "invalid_alias_name_exception", "", "town is an index of somebody else's", None),
        (503, "no_shard_available_action_exception", "", "GET _cluster/allocation/explain", None),
        (408, "", "", "a part of the index cannot be reached", None),
        (500, "search_phase_execution_exception", "", "a part of the index cannot be read", None),
        (418, "teapot", "zebrafinchword", "the server answers with 418 teapot; its log says why", None),
    ],
)
def test_what_a_server_says_becomes_the_next_step(
    status: int, kind: str, reason: str, words: str, error: type[IndexUnavailable] | None
) -> None:
    found = meaning(status, {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind}]}}, "town")
    assert type(found) is (error or IndexUnavailable)
    assert words in str(found)
    assert "zebrafinch" not in str(found)


@pytest.mark.parametrize(
    "body", [None, "", b"", "<html>", [], {}, {"error": "text"}, {"error": {}}, {"error": {"root_cause": None}}]
)
def test_any_body_of_an_error_can_be_read(body: Any) -> None:
    assert "500" in str(meaning(500, body, "town"))


def test_every_step_can_be_the_one_and_the_last_always_fits() -> None:
    assert steps.STEPS[-1].fits(steps.Said(999, "", ""))
    for step in steps.STEPS:
        said = steps.Said((*step.status, 400)[0], (*step.kind, "x")[0], step.reason)
        assert next(one for one in steps.STEPS if one.fits(said)) is step


def test_limits_of_time_hold_the_earlier_one() -> None:
    assert left() == float("inf")
    with at_most(50):
        with at_most(500):
            assert 49 < left() <= 50
        with at_most(5):
            assert 4 < left() <= 5
        assert 49 < left() <= 50
    assert left() == float("inf")


# ---------------------------------------------------------------- bodies and answers


def test_the_body_of_a_plain_search_is_as_small_as_this() -> None:
    search = query.search_of(Query(order="name", size=2), CLOCK)
    clocks = {"terms": {"field": "clock", "size": query.MOST_CLOCKS, "order": {"_key": "asc"}}}
    counted: dict[str, Any] = {"all yes": {"terms": {"field": "yes", "size": 1000}}, "all clocks": clocks}
    counted["all unclocked"] = {"filter": {"term": {"flags": UNCLOCKED}}}
    assert query.body(search) == {
        "size": 3,
        "track_total_hits": True,
        "timeout": "8s",
        "stored_fields": ["body"],
        "version": True,
        "query": {"bool": {"filter": [{"term": {"flags": "alive"}}]}},
        "sort": [{"order": "asc"}],
        "aggs": counted,
    }


def test_what_is_chosen_is_counted_under_everything_but_itself() -> None:
    asked = Query(order="name", chosen=(("category", ("food",)), ("cost", ("free",))), age=30, size=2)
    body = query.body(query.search_of(asked, CLOCK))
    assert body["post_filter"]["bool"]["filter"][0] == {"term": {"yes": "category:food"}}
    assert {"all", "unit 0", "unit 1", "best", "refused"} == set(body["aggs"])
    aside = body["aggs"]["unit 0"]["filter"]
    assert {"term": {"yes": "category:food"}} not in aside["bool"]["filter"]
    assert body["sort"] == [{"_score": "desc"}, {"order": "asc"}]


def test_pages_reach_as_far_as_the_window_and_walks_further() -> None:
    deep = query.search_of(Query(page=5, size=20), CLOCK)
    assert (query.body(deep)["from"], query.body(deep)["size"]) == (80, 21)
    assert query.body(query.search_of(Query(page=10**9), CLOCK))["size"] == 0
    walked = query.body(deep, ["a"])
    assert (walked["search_after"], walked["size"]) == (["a"], 21)
    assert "from" not in walked


def test_the_ladder_counts_in_one_request_what_is_within_each_rung() -> None:
    near = Near(label="here", kind="point", point=Point(1.0, 2.0), codes=("world",))
    search = query.search_of(Query(near=near, chosen=(("category", ("food",)), ("cost", ("free",)))), CLOCK)
    body = query.ladder(search)
    assert body["size"] == 0
    assert {"term": {"yes": "category:food"}} in body["query"]["bool"]["filter"]
    assert {"term": {"yes": "cost:free"}} not in body["query"]["bool"]["filter"]
    ranges = body["aggs"]["rungs"]["geo_distance"]["ranges"]
    assert [one["to"] for one in ranges] == pytest.approx([mile * 1609.344 for mile in (5, 10, 25, 50, 100)])
    counted = {str(place): {"doc_count": count} for place, count in enumerate((1, 9, 10, 50, 90))}
    assert answer.rung(search, {"aggregations": {"rungs": {"buckets": counted}}}) == pytest.approx(25 * 1.609344)
    few = {place: {"doc_count": 3} for place in counted}
    assert answer.rung(search, {"aggregations": {"rungs": {"buckets": few}}}) == pytest.approx(100 * 1.609344)


def test_an_answer_is_read_whole() -> None:
    search = query.search_of(Query(order="name", size=1), CLOCK)
    listing = World(5, 1).listings[0]
    made = document(listing, TODAY)
    counts = {"buckets": [{"key": one, "doc_count": 1} for one in made.source["yes"]]}
    clocks = {"buckets": [], "sum_other_doc_count": 0}
    shared = {"yes": counts, "clocks": clocks, "unclocked": {"doc_count": 0}}
    hit = {
        "_index": "x",
        "_id": made.ref,
        "_version": made.revision,
        "fields": {"body": [made.source["body"]]},
        "sort": [made.source["order"]],
        "_score": None,
    }
    told = {"hits": {"total": {"value": 7}, "hits": [hit, hit]}, "aggregations": {"all": shared}}
    pinned = Pinned("g1", "x@g1.1", frozenset(), TODAY, TODAY, "")
    found = answer.results(search, told, pinned, answer.Kept())
    assert (found.total, found.tiers, found.left_out, found.within_km, found.generation) == (7, (7, 0, 0), 0, None, "g1")
    assert [one.listing for one in found.hits] == [listing]
    assert sum(found.counts["category"].values()) == sum(one.startswith("category:") for one in made.source["yes"])
    assert answer.read_token(found.after, query.sort_keys(search)) == ("g1", [made.source["order"]])
    last = answer.results(search, told | {"hits": {"total": {"value": 1}, "hits": [hit]}}, pinned, answer.Kept())
    assert last.after == ""


def test_of_relaxations_those_that_gain_are_told_the_most_first_and_one_rung() -> None:
    near = Near(label="here", kind="point", point=Point(1.0, 2.0), codes=("world",))
    asked = Query(near=near, within_km=8.0, chosen=(("cost", ("free",)),), text="zorvak", unit="km")
    entries = [entry for entry, _ in query.relaxations(query.search_of(asked, CLOCK))]
    assert [(entry.kind, entry.km) for entry in entries] == [
        ("facet", None), ("words", None), ("within", 10.0), ("within", 25.0), ("within", 50.0), ("within", 100.0)
    ]  # fmt: skip
    counts = [{"hits": {"total": {"value": count}}} for count in (2, 9, 2, 4, 5, 6)]
    found = answer.relaxed(entries, counts, 2)
    assert [(entry.kind, entry.km, entry.total) for entry in found] == [("words", None, 9), ("within", 25.0, 4)]


# ---------------------------------------------------------------- hours


def test_no_two_zones_have_the_same_number() -> None:
    zones = available_timezones()
    assert len({hours.number(zone) for zone in zones}) == len(zones) > 400
    assert all(0 <= hours.number(zone) < 2**31 for zone in zones)


def test_numbers_of_zones_and_blocks_never_overlap_and_fit_a_long() -> None:
    low, high = hours.weekly_number("UTC", 1, -WEEK), hours.weekly_number("UTC", 1, 2 * WEEK)
    assert hours.weekly_number("UTC", 0, 2 * WEEK) < low < high < hours.weekly_number("UTC", 2, -WEEK)
    assert 0 <= hours.dated_number("UTC", True, -5) < 2**63
    for zone in available_timezones():
        assert hours.weekly_number(zone, 3, 2 * WEEK) < 2**63
        assert hours.dated_number(zone, True, 2**28 - 1) < 2**63


def meets(start: int, end: int, a: int, b: int) -> bool:
    """Whether hours start in a window or share half an hour with it: the plain meaning."""
    return a <= start < b or min(end, b) - max(start, a) >= OVERLAP


def test_a_room_is_touched_by_a_window_exactly_when_the_hours_meet_it() -> None:
    for start, long, a, wide in product(range(0, 120, 7), (1, 29, 30, 31, 60, 100), range(-60, 200, 3), (30, 31, 60, 90)):
        low, high = hours.room(start, start + long)
        assert (low <= a + wide - 1 and high >= a) == meets(start, start + long, a, a + wide), (start, long, a, wide)


def test_weekly_hours_that_pass_the_end_of_the_week_meet_windows_on_both_sides() -> None:
    rng = random.Random(3)
    for _ in range(4000):
        start, long = rng.randrange(WEEK), rng.choice((10, 30, 45, 600, 2000))
        a, wide = rng.randrange(WEEK), rng.choice((30, 300, 1440))
        rooms = list(hours.week_rooms(start, start + long))
        asked = list(hours.touching((a, a + wide), WEEK))
        found = any(low <= to and high >= at for low, high in rooms for at, to in asked)
        right = any(meets(start + turn, start + long + turn, a, a + wide) for turn in (-WEEK, 0, WEEK))
        assert found == right, (start, long, a, wide)


def test_weekly_hours_are_open_at_exactly_their_minutes() -> None:
    for start, long in ((0, 1), (WEEK - 1, 1), (WEEK - 30, 60), (500, 9000)):
        pieces = list(hours.week_pieces(start, start + long))
        minutes = {minute for low, high in pieces for minute in range(low, high + 1)}
        assert minutes == {(start + more) % WEEK for more in range(long)}


def test_a_days_hours_are_met_by_the_part_of_the_day_wherever_the_turn_is() -> None:
    rng = random.Random(4)
    for _ in range(4000):
        start, long = rng.randrange(WEEK), rng.choice((10, 30, 45, 600, 1439))
        a, wide = rng.randrange(DAY), rng.choice((30, 300, 420))
        found = any(
            low <= to and high >= at for low, high in hours.day_rooms(start, start + long)
            for at, to in hours.touching((a, a + wide), DAY)
        )  # fmt: skip
        day = start % DAY
        right = any(meets(day + turn, day + long + turn, a, a + wide) for turn in (-DAY, 0, DAY))
        assert found == right, (start, long, a, wide)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", date(2026, 3, 8)),
        ("America/New_York", date(2026, 11, 1)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
        ("Europe/London", date(2026, 3, 29)),
        ("Asia/Kathmandu", date(2026, 5, 1)),
        ("Pacific/Chatham", date(2026, 9, 27)),
    ],
)
def test_moments_are_exactly_those_at_which_the_zones_clock_shows_the_span(zone: str, day: date) -> None:
    midnight = (day - date(1970, 1, 1)).days * DAY
    place = ZoneInfo(zone)
    first = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // 60 - DAY
    for a, b in ((0, DAY), (60, 90), (90, 150), (120, 121), (125, 185)):
        span = Span(zone=zone, online=False, start=midnight + a, end=midnight + b)
        found = {minute for low, high in hours.moments(span, TODAY) for minute in range(low, high + 1)}
        right = {
            minute for minute in range(first, first + 4 * DAY)
            if span.start <= local_minute(datetime.fromtimestamp(minute * 60, UTC), zone) < span.end
        }  # fmt: skip
        assert found == right, (a, b, place)


def test_a_zones_day_is_over_when_the_next_begins_there() -> None:
    for zone in ("America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"):
        over = hours.over_at(zone, TODAY)
        shown = datetime.fromtimestamp(over * 60, UTC).astimezone(ZoneInfo(zone))
        assert (shown.date(), shown.hour, shown.minute) == (TODAY + timedelta(days=1), 0, 0)
