"""`python -m tests.bench.ingest [real] [feed] [sizes]`: what a night of ingest costs, by the commands an operator types.

`real`: every data set beside the repository into one catalogue and one index; again with nothing changed; again with one
record in a hundred changed. `feed`: generated HSDS 3 feeds of growing length, read, cleaned, kept, compared and indexed, on the
embedded engine and in a server where one runs (ELASTICSEARCH_URL), there beside raw bulk requests of the same documents. Memory
is that of the process and of those it started together, at its most.

What it was made of, in µs of a core for each listing of a generated feed, before and after (5,000 services, noisy):

| stage | before | after |
|---|---|---|
| reading, by its format | 430 | 440 |
| cleaning, placing, checking | 1,240 | 750 |
| kept in the catalogue | 290 | 200 |
| compared with all others, the first time | 870 | 470 |
| compared again, nothing changed | 870 | 4 |
| compared again, one in a hundred changed (six towns only: its blocks are all large) | 870 | 160 |
| embedded index | 400 | 400 |
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from directory.catalogue import FILE, Catalogue
from directory.index.elastic import ElasticIndex
from directory.places.gazetteer import Gazetteer
from directory.schemas import dump_json
from ingest.sources_written import toml
from tests.bench.elastic import Raw, raw_load
from tests.engines import SERVER, no_server
from tests.hsds_world import written
from tests.test_ingest_shared import FEEDS

ROOT = Path(__file__).resolve().parents[2]
REAL, SHARED = ROOT / "tests" / "real", ROOT.parent / "shared" / "data" / "real"
SIZES = (10_000, 50_000, 200_000)
PACKAGES: Mapping[str, dict[str, Any]] = {
    "hsds1-miami-211": {"format": "hsds1", "coverage": ["us-fl-086"], "zone": "America/New_York"},
    "oruk-bristol": {"format": "oruk", "coverage": ["gb"], "country": "GB", "zone": "Europe/London"},
    "ohana-csv-baltimore": {
        "format": "ohana", "coverage": ["us-md"], "zone": "America/New_York", "options": {"without": ["PX"]}
    },
    "ohana-csv-sample": {"format": "ohana", "coverage": ["us-ca"], "zone": "America/Los_Angeles"},
    "bmlt-json": {"format": "bmlt", "coverage": ["us-ny"], "zone": "America/New_York"},
}  # fmt: skip
LOOK_EVERY = 0.2
"""Seconds between two looks at the memory of a command's processes."""
CHANGED = "samhsa-mental-health"
"""The source of which a hundredth changes: a plain table of 11,375 rows."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command cost: seconds, and MB at most in all its processes together (0 where the system does not tell)."""

    seconds: float
    megabytes: float
    said: str = field(repr=False, default="")


def ingest(data: Path, *words: str, index: str = "") -> Spent:
    """Run a command of ingest. Ends the bench when it fails."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("NEARHELP_")}
    environ |= {"NEARHELP_DATA": str(data)} | ({"NEARHELP_INDEX_URL": index} if index else {})
    started, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "ingest", *words]
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=said, stderr=subprocess.STDOUT, text=True) as done:
            while done.poll() is None:
                peak = max(peak, sum(map(_kilobytes, _family(done.pid))))
                time.sleep(LOOK_EVERY)
        seconds = time.perf_counter() - started
        said.seek(0)
        told = said.read()
    if done.returncode:
        raise SystemExit(f"ingest {' '.join(words)} failed:\n{told[-6000:]}")
    return Spent(seconds, peak / 1024, told)


def _family(pid: int) -> list[int]:
    """A process and those it started, and theirs."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *(one for child in children.read_text().split() for one in _family(int(child)))]
    except OSError:  # it has ended, or this system tells otherwise
        return [pid]


def _kilobytes(pid: int) -> int:
    """What a process holds of memory; of what several share, its part."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0
    return int(found[1]) if found else 0


# ---------------------------------------------------------------- the real feeds


def real_sources(folder: Path) -> Iterator[str]:
    """Write a source for every data set, and tell its name."""
    folder.mkdir(parents=True)
    for file in sorted(REAL.glob("*.toml")):
        text = file.read_text(encoding="utf-8").replace('"../../../shared/', f'"{ROOT.parent}/shared/')
        (folder / file.name).write_text(text, encoding="utf-8")
        yield file.stem
    for name, said in PACKAGES.items():
        yield _source(folder, name, {**said, "path": str(SHARED / name)})
    for version in ("3.0", "3.1-dev"):
        for kind in ("service_full.json", "organization_full.json", "csv"):
            path = SHARED / "hsds3-spec-examples" / version / kind
            name = f"hsds3-{version.partition('-')[0].replace('.', '-')}-{kind.partition('_')[0]}"
            yield _source(folder, name, {"format": "hsds3", "path": str(path), "coverage": ["us"]})
    for name, (_, program, coverage, zone, country) in FEEDS.items():
        path = SHARED / "meeting-guide" / f"{name}.json"
        said = {"format": "meeting-guide", "path": str(path), "coverage": list(coverage), "zone": zone, "country": country}
        yield _source(folder, f"meetings-{name}", {**said, "options": {"program": program}})


def _source(folder: Path, name: str, said: dict[str, Any]) -> str:
    (folder / f"{name}.toml").write_text(toml({"title": name, "licence": "none stated", **said}), encoding="utf-8")
    return name


def real(folder: Path) -> None:
    """All the real data: the first run, one with nothing changed, one with a hundredth changed."""
    if not SHARED.is_dir():
        print("left out: the real data sets are not beside the repository")
        return
    data = folder / "real"
    names = list(real_sources(data / "sources"))
    first = ingest(data, "run", *names)
    again = ingest(data, "run", *names)
    _change(data / "sources" / f"{CHANGED}.toml", folder)
    changed = ingest(data, "run", *names)
    print(f"all {len(names)} real sources: {first.seconds:.0f} s, {first.megabytes:.0f} MB at most in all processes")
    if "Index unchanged" not in again.said:
        raise SystemExit(f"nothing changed, but the index was written:\n{again.said[-1500:]}")
    print(f"  again with nothing changed: {again.seconds:.0f} s; with 1 % of one changed: {changed.seconds:.0f} s")
    print(first.said[-6000:])
    print(again.said[-1500:])
    print(changed.said[-1500:])


def _change(source: Path, folder: Path) -> None:
    """Let one record in a hundred of a table say something else."""
    text = source.read_text(encoding="utf-8")
    path = re.search(r'^path = "(.*)"', text, re.M)
    assert path is not None
    lines = Path(path[1]).read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    for number in range(100, len(lines), 100):
        lines[number] = re.sub(r"([A-Z])(\w+)", r"\1\2 Renewed", lines[number], count=1)
    changed = folder / "changed.csv"
    changed.write_text("\n".join(lines), encoding="utf-8", errors="surrogateescape")
    source.write_text(text.replace(path[1], str(changed)), encoding="utf-8")


# ---------------------------------------------------------------- feeds of any length


def feeds(folder: Path, sizes: tuple[int, ...]) -> None:
    """Generated HSDS 3 feeds end to end on the embedded engine, and on a server where one runs."""
    slope: list[tuple[int, float]] = []
    Gazetteer.open(folder).close()
    for size in sizes:
        feed = written(folder / f"{size}.ndjson", size, lines=True)
        urls = [("embedded", "")] + ([] if no_server() else [("Elasticsearch", f"{SERVER}/bench-feed-{size}")])
        for engine, url in urls:
            data = folder / f"feed-{size}-{engine.lower()}"
            _sources(data, feed)
            for file in folder.glob("gazetteer-*.sqlite"):
                shutil.copy(file, data)  # the first command of an installation builds it; no feed does
            spent = ingest(data, "run", "feed", index=url)
            with Catalogue(data / FILE) as catalogue:
                count = catalogue.count()
            rate = count / spent.seconds
            told = f"{spent.seconds:.0f} s, {rate:,.0f} listings/s, {spent.megabytes:.0f} MB"
            print(f"{size:,} services, {count:,} listings, {engine}: {told}", flush=True)
            if url:
                print(f"  x{rate / _raw(data, folder):.2f} of raw bulk", flush=True)
            else:
                slope.append((size, spent.seconds))
    for (a, before), (b, after) in pairwise(slope):
        print(f"  from {a:,} to {b:,}: {(after - before) / (b - a) * 1e6:.0f} µs for each service more")
    if len(slope) > 1:
        (a, before), (b, after) = slope[0], slope[-1]
        million = after + (after - before) / (b - a) * (1_000_000 - b)
        print(f"  1,000,000 extrapolated: {million / 60:.0f} minutes")


def _raw(data: Path, folder: Path) -> float:
    """Documents a second of raw bulk requests of the same listings, one client, until they can be searched."""
    file = folder / "listings.jsonl"
    with Catalogue(data / FILE) as catalogue, file.open("w", encoding="utf-8") as lines:
        count = catalogue.count()
        lines.writelines(dump_json(listing) + "\n" for listing in catalogue.listings())
    with closing(ElasticIndex(f"{SERVER}/bench-feed-raw")) as index:
        return raw_load(Raw(), index, file, count).searched


def _sources(data: Path, feed: Path) -> None:
    (data / "sources").mkdir(parents=True)
    _source(data / "sources", "feed", {"format": "hsds3", "path": str(feed), "coverage": ["us"]})


def main() -> None:
    """Measure what is named, all by default."""
    words = [word for word in sys.argv[1:] if not word.isdigit()] or ["real", "feed"]
    sizes = tuple(int(word) for word in sys.argv[1:] if word.isdigit()) or SIZES
    with tempfile.TemporaryDirectory() as name:
        if "real" in words:
            real(Path(name))
        if "feed" in words:
            feeds(Path(name), sizes)
    print(json.dumps({"python": sys.version.split()[0]}))


if __name__ == "__main__":
    main()
