"""`python -m tests.bench.elastic [sizes]`: Elasticsearch against raw requests to the same server, as ratios in one run.

Of every size: a rebuild against raw bulk requests of the same documents; the product's own bodies against the best hand-written
ones; a whole HTTP request (JSON and page, through gunicorn) against the raw search; pages a second. Waits for nothing but the
server: a machine that does something else at the same time makes every number worse, and the ratios somewhat.

Variants tried, as ratios of a search by place and kind of help, one client, 100,000 listings. Each row compares two bodies or
indices in turn in one run, but those marked *, which compare two runs; rows come from different states of the product.

| variant | ratio to what it stands against |
|---|---|
| times counted by a filter for each value and every zone, against the hours of what was found told one by one | x9 * |
| the place again in the filters of counts, though the query filters by it, against once | x1.22 * |
| `{"filter": {"match_all": {}}}` around counts that nothing narrows, against none | x1.05 |
| `execution_hint: map` for the values of all facets; for the hours | x1.40; x1.11 |
| hours ordered by count, against by name | x1.07 |
| `_source: ["body"]`, against the whole source; no source at all | x1.07 to 1.10; x0.97 |
| "alive" asked for where the place says it already, against not | x1.04 |
| five segments, as loaded, against one | x1.15 * |
| index sorted by area, so that neighbours lie together: searches; the rebuild takes | x0.97; x1.18 *: no |
| counts without hits out of the request cache, against the whole search: only for equal questions | x0.26: no |
| the hand-written body | x0.95 |
| loading up to a hundred segments and one merge at the end, against the usual merges: 60,000 documents, all merged | x0.99 * |
| loading without `_source`: 60,000 documents, merge included | x1.01 *: no |
| counted fields with eager global ordinals, searches beside updates: the slowest of a hundred | x1.08 *: no |
| a whole page written from kept pieces of cards and filters, against the template alone: processor time | x0.86 * |
| words and addresses in the templates of a language, the question joined once, against both for a page: the same | x0.92 |
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple
from urllib.parse import urlencode

import orjson
import urllib3

from directory.index.elastic import ElasticIndex
from directory.index.elastic.document import document
from directory.index.elastic.lifecycle import first_day
from directory.index.elastic.mapping import SERVING, index_body
from directory.index.elastic.query import body, search_of
from directory.index.elastic.times import Clock
from directory.params import read
from directory.places.gazetteer import Gazetteer
from directory.query import Query
from directory.schemas import dump_json, read_json
from directory.settings import Settings
from tests.bench.__main__ import questions, suggesting, tell, timed
from tests.bench.world import World
from tests.engines import SERVER, no_server

RAW_CHUNK = 1000
ONCE_FROM = 200_000
"""Above so many listings the raw load is done once, before the rebuild: it takes minutes."""
SETS = ("place + category, nearest", "two words + place + facets", "two words, best", "everything near a place")
WARM = 3000
"""Searches before anything is timed: a cold server answers at half its rate (performance.md §7)."""
PORT = 8137
STARTS, SECONDS, CONNECTIONS = 3, 8, 8
JSON = {"content-type": "application/json"}
NDJSON = {"content-type": "application/x-ndjson"}


class Raw:
    """Bare requests to the server."""

    def __init__(self) -> None:
        self.http = urllib3.PoolManager(maxsize=4)

    def ask(self, method: str, path: str, sent: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        """The bytes of an answer, read to the last one."""
        answer = self.http.request(method, f"{SERVER}{path}", body=sent, headers=headers or JSON, timeout=1800)
        if answer.status >= 400 and method != "DELETE":
            raise SystemExit(f"{method} {path}: {answer.status} {answer.data[:300]!r}")
        return answer.data


# ---------------------------------------------------------------- loading


def written(world: World, count: int, folder: Path) -> Path:
    """The store of a bench: a file with a listing a line, as the real store keeps them."""
    file = folder / f"{count}.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(dump_json(listing) + "\n" for listing in world.listings(count))
    return file


class Bulk(NamedTuple):
    """A raw load: documents a second until they can be searched, and until they are one segment, as a rebuild leaves them."""

    searched: float
    merged: float


def raw_load(raw: Raw, index: ElasticIndex, file: Path, count: int) -> Bulk:
    """Raw bulk requests of all the documents, one client; the documents are made beforehand."""
    first, name = first_day(index.today()), "bench-raw"
    with tempfile.TemporaryFile() as chunks, file.open(encoding="utf-8") as lines:
        sizes = []
        while chunk := list(islice(lines, RAW_CHUNK)):
            sent = b"".join(_operation(read_json(line), first) for line in chunk)
            sizes.append(len(sent))
            chunks.write(sent)
        raw.ask("DELETE", f"/{name}")
        raw.ask("PUT", f"/{name}", orjson.dumps(index_body("raw", first.isoformat(), f"{name}+raw")))
        chunks.seek(0)
        started = time.perf_counter()
        for size in sizes:
            raw.ask("POST", f"/{name}/_bulk?filter_path=errors", chunks.read(size), NDJSON)
        raw.ask("PUT", f"/{name}/_settings", orjson.dumps({"index": SERVING}))
        raw.ask("POST", f"/{name}/_refresh")
        searched = time.perf_counter() - started
        raw.ask("POST", f"/{name}/_forcemerge?max_num_segments=1")
        merged = time.perf_counter() - started
    raw.ask("DELETE", f"/{name}")
    return Bulk(count / searched, count / merged)


def _operation(listing: Any, first: Any) -> bytes:
    one = document(listing, first)
    told = {"index": {"_id": one.ref, "version": one.revision, "version_type": "external"}}
    return orjson.dumps(told) + b"\n" + orjson.dumps(one.source) + b"\n"


def load(raw: Raw, index: ElasticIndex, file: Path, count: int) -> None:
    """A raw load and a rebuild of the same documents, and the ratio of their rates; small ones between two raw loads."""
    bulks = [raw_load(raw, index, file, count)]
    with file.open(encoding="utf-8") as lines:
        built = index.rebuild(map(read_json, lines))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if count <= ONCE_FROM:
        bulks.append(raw_load(raw, index, file, count))
    own, searched, merged = built.count / built.seconds, *(mean(rates) for rates in zip(*bulks, strict=True))
    size = orjson.loads(raw.ask("GET", f"/{index.server.where.name}/_stats/store"))["_all"]["total"]["store"]["size_in_bytes"]
    told = ", ".join(f"{bulk.searched:,.0f} ({bulk.merged:,.0f} merged)" for bulk in bulks)
    print(f"{count:,} listings: rebuilt in {built.seconds:.0f} s, {own:,.0f}/s; raw bulk {told}/s")
    print(f"  rebuild x{own / searched:.2f} of raw bulk, x{own / merged:.2f} of raw bulk merged to one segment, as ours is")
    print(f"  client memory at most {memory:.0f} MB; {size / 1e6:.0f} MB on disk")


# ---------------------------------------------------------------- bodies


def best_body(query: Query, made: dict[str, Any]) -> dict[str, Any]:
    """The hand-written body for a question of the sets (performance.md §2): what narrows in `filter`, choices in `post_filter`,
    one filter aggregation for all unchosen facets, one for the chosen one, the same hits, the same counts."""
    near = query.near
    filters: list[Any] = [{"term": {"flags": "alive"}}]
    if near is not None and query.within_km is not None:
        point = [near.point.lon, near.point.lat]
        circle = {"geo_distance": {"distance": f"{query.within_km}km", "point": point}}
        filters.append({"bool": {"should": [circle, {"terms": {"serves_exactly": list(near.codes)}}]}})
    asked: dict[str, Any] = {"bool": {"filter": filters}}
    if query.text:
        words = made["query"]["function_score"]["query"]["bool"]
        filters.append(next(clause for clause in words["filter"] if clause not in filters))
        asked["bool"]["should"] = words["should"]
    if query.order == "best":
        static = {"field": "static", "missing": 0.0}
        if not query.text:
            asked["bool"]["should"] = made["query"]["function_score"]["query"]["bool"]["should"]
        asked = {"function_score": {"query": asked, "field_value_factor": static, "boost_mode": "sum"}}
    counted = {
        "yes": {"terms": {"field": "yes", "size": 1000}},
        "clocks": {"terms": {"field": "clock", "size": 5000, "order": {"_key": "asc"}}},
    }
    best = {
        "size": 20,
        "track_total_hits": True,
        "stored_fields": ["body"],
        "version": True,
        "query": asked,
        "sort": made["sort"],
        "aggs": counted,
    }
    if query.chosen:
        ((facet, picked),) = query.chosen
        chosen: dict[str, Any] = {"terms": {"yes": [f"{facet}:{value}" for value in picked]}}
        if facet == "language":  # three-valued: what does not say no stays, what says yes comes first
            refused = {"bool": {"filter": [{"term": {"no": f"{facet}:{value}"}} for value in picked]}}
            asked = best["query"]["function_score"]["query"]["bool"]
            asked["should"] = [{"constant_score": {"filter": chosen, "boost": 16.0}}, *asked["should"]]
            best["aggs"] = {"best": {"filter": chosen}, "refused": {"filter": refused}}
            chosen = {"bool": {"must_not": [refused]}}
        else:
            best["aggs"] = {}
        best["post_filter"] = chosen
        aside = {"yes": {"terms": {"field": f"facets.{facet}", "size": 1000}}}
        best["aggs"] |= {"all": {"filter": chosen, "aggs": counted}, "unit": aside["yes"]}
    return best


def bodies(raw: Raw, index: ElasticIndex, world: World) -> None:
    """The product's bodies against the hand-written ones, and the whole `search` against its own body sent raw."""
    pinned = index._pinned()
    sets = questions(world, lambda query: index.search(query).total)
    at = f"/{pinned.asked}/_search?allow_partial_search_results=false&request_cache=false"
    made: dict[Query, tuple[bytes, bytes]] = {}
    for name in SETS:
        for query in sets[name]:
            ours = body(search_of(query, Clock(query.moment, query.zone, pinned.kinds)))
            made[query] = orjson.dumps(ours), orjson.dumps(best_body(query, ours))
    for query in islice(iter(lambda: random.choice(list(made)), None), WARM // 10):
        raw.ask("POST", at, made[query][0])
    print(f"  {'ms':28} {'p50':>7} {'p95':>7}   {'raw':>7} {'p95':>7}   ratio of p50")
    for name in SETS:
        queries = sets[name]
        whole, own, hand = timed((index.search, *(_sender(raw, at, made, place) for place in (0, 1))), queries)
        tell(f"{name}: search", whole, own)
        tell("  own body / hand-written", own, hand)
    _agree(raw, at, made)


def _sender(raw: Raw, at: str, made: dict[Query, tuple[bytes, bytes]], place: int) -> Callable[[Query], object]:
    return lambda query: raw.ask("POST", at, made[query][place])


def _agree(raw: Raw, at: str, made: dict[Query, tuple[bytes, bytes]]) -> None:
    """The two bodies must answer the same question, or the comparison says nothing."""
    for own, best in islice(made.values(), 0, None, 25):
        one, other = (orjson.loads(raw.ask("POST", at, sent))["hits"]["total"] for sent in (own, best))
        if one != other:
            raise SystemExit(f"the hand-written body answers another question: {one} and {other}")


# ---------------------------------------------------------------- whole requests


@contextmanager
def web(url: str, folder: Path, app: str = "app:app") -> Iterator[str]:
    """The product's own web server on two workers, with the product or another application."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("NEARHELP_")}
    environ |= {"NEARHELP_INDEX_URL": url, "NEARHELP_DATA": str(folder), "NEARHELP_BIND": f"127.0.0.1:{PORT}"}
    environ |= {"BARE_SERVER": SERVER, "BARE_QUESTIONS": str(folder / "questions")}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:directory.web.gunicorn", app]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            address, until = f"http://127.0.0.1:{PORT}", time.monotonic() + 60
            while time.monotonic() < until:
                try:
                    if urllib3.request("GET", f"{address}/readyz", retries=False).status == 200:
                        break
                except urllib3.exceptions.HTTPError:
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()


def addresses(world: World, count: int) -> list[dict[str, str]]:
    """The arguments of requests: place and kind of help, nearest first, as a person's browser sends them. Kinds are the top
    ones of the tree, so that pages are full ones."""
    draw = random.Random(11)
    found = []
    for _ in range(count):
        town, slug = world.town(draw), draw.choice(world.leaves).split("/")[0]
        state = town.codes[1].rpartition("-")[2].upper()
        found.append({"place": f"{town.name}, {state}", "within": "10", "category": slug, "sort": "near"})
    return found


def requests(raw: Raw, index: ElasticIndex, world: World, folder: Path) -> None:
    """JSON and page of the same question against its raw search, one client; then pages a second."""
    settings, pinned = Settings(index_url="-"), index._pinned()
    gazetteer = Gazetteer.open(folder)
    asked = [
        (args, read({name: [value] for name, value in args.items()}, settings, gazetteer, int(time.time()) // 60).query)
        for args in addresses(world, 200)
    ]
    asked = list({urlencode(args): (args, query) for args, query in asked if query.near is not None}.values())
    at = f"/{pinned.asked}/_search?allow_partial_search_results=false&request_cache=false"
    sent = {
        urlencode(args): orjson.dumps(body(search_of(query, Clock(query.moment, query.zone, pinned.kinds))))
        for args, query in asked
    }
    http = urllib3.PoolManager(maxsize=4)
    with web(f"{SERVER}/{index.server.where.name}", folder) as address:

        def ask(path: str) -> Callable[[str], object]:
            return lambda query: answered(http.request("GET", f"{address}{path}?{query}"))

        for query in list(sent)[:50] * 4:
            ask("/search")(query)
        ways = (ask("/search"), ask("/api/search"), lambda query: raw.ask("POST", at, sent[query]))
        page, told, bare = timed(ways, list(sent))
        tell("whole request: JSON / raw", told, bare)
        tell("whole request: page / raw", page, bare)
    asked_barely = [(at, best_body(query, orjson.loads(own))) for (_, query), own in zip(asked, sent.values(), strict=True)]
    (folder / "questions").write_bytes(b"\n".join(map(orjson.dumps, asked_barely)))
    rates, bare_rates = list[float](), list[float]()
    for _ in range(STARTS):  # in turn: a machine that slows down slows both
        with web(f"{SERVER}/{index.server.where.name}", folder) as address:
            rates.append(throughput(address, [f"/search?{query}" for query in sent], folder))
        with web(f"{SERVER}/{index.server.where.name}", folder, "tests.bench.bare:create_app()") as address:
            bare_rates.append(throughput(address, [f"/search?n={place}" for place in range(len(asked))], folder))
    for name, found in (("result pages", rates), ("bare pages", bare_rates)):
        print(f"  {name} a second, {CONNECTIONS} connections, {STARTS} starts: {', '.join(f'{rate:.0f}' for rate in found)}")
        print(f"  median {median(found):.0f}, {median(found) / 2:.0f} a core")
    print(f"  result pages / bare pages: x{median(rates) / median(bare_rates):.2f}")


def answered(answer: urllib3.BaseHTTPResponse) -> bytes:
    """The bytes of a good answer: a refusal is quick, and would measure nothing."""
    if answer.status != 200:
        raise SystemExit(f"the web server answers {answer.status}: {answer.data[:200]!r}")
    return answer.data


WRK = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local turn = math.random(#paths)
request = function() turn = turn %% #paths + 1; return wrk.format("GET", paths[turn]) end
"""


def throughput(address: str, paths: list[str], folder: Path) -> float:
    """Pages a second; by wrk where it is installed, whose own work hardly counts, else by threads of this process."""
    _by_threads(address, paths, 3.0)
    if shutil.which("wrk") is None:
        return _by_threads(address, paths, SECONDS)
    (folder / "paths").write_text("\n".join(paths))
    (folder / "paths.lua").write_text(WRK % (folder / "paths"))
    told = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(folder / "paths.lua"), address],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return float(told.partition("Requests/sec:")[2].split()[0])


def _by_threads(address: str, paths: list[str], seconds: float) -> float:
    until, counts = time.monotonic() + seconds, [0] * CONNECTIONS

    def ask(place: int) -> None:
        pool, draw = urllib3.HTTPConnectionPool(address.partition("://")[2], maxsize=1), random.Random(place)
        while time.monotonic() < until:
            counts[place] += pool.request("GET", draw.choice(paths)).status == 200

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def main() -> None:
    """Measure the sizes named, 100,000 by default."""
    if why := no_server():
        print(f"left out: {why}")
        return
    sizes = [int(word) for word in sys.argv[1:]] or [100_000]
    world, raw = World(), Raw()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in sizes:
            index = ElasticIndex(f"{SERVER}/bench-{count}")
            load(raw, index, written(world, count, folder), count)
            bodies(raw, index, world)
            requests(raw, index, world, folder)
            suggesting(index, world)
            index.close()


if __name__ == "__main__":
    main()
