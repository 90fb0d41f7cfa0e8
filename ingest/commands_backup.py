"""`python -m ingest backup` and `restore`: the catalogue with its decisions, and the operator's sources."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from directory.catalogue import FILE, Catalogue, put_back
from directory.errors import NearhelpError
from ingest.commands import Bench

MANIFEST = "manifest.json"
SOURCES = "sources"
KEPT = ".before-restore"


class BackupFault(NearhelpError):
    """A backup is not whole, or not as it was written; the message says what."""


@click.command("backup", epilog="Example: python -m ingest backup /backups/$(date +%F)")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def backup(bench: Bench, folder: Path) -> None:
    """Copy the catalogue and the sources to a new folder; runs and searches go on meanwhile.

    The index, the gazetteer and fetched feeds are left out: they are made again from these. So is the private part of the
    quarantine, which the next runs make again.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty: give a new folder.")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / SOURCES).mkdir(parents=True, mode=0o700)
    with bench.catalogue() as catalogue:
        catalogue.copy(part / FILE)
    for file in sorted(bench.own.glob("*.toml")):
        shutil.copy2(file, part / SOURCES / file.name)
    with Catalogue(part / FILE) as copied:
        revision, count, listings = copied.told()
    told = {"made": datetime.now(UTC).isoformat(timespec="seconds"), "revision": revision, "count": count, "listings": listings}
    told["files"] = {name: _digest(part / name) for name in _files(part)}
    (part / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
    if folder.exists():
        folder.rmdir()
    part.rename(folder)
    click.echo(f"Wrote {folder}: {count:,} listings and {len(list((folder / SOURCES).iterdir())):,} sources.")


@click.command("restore", epilog="Example: python -m ingest restore /backups/2026-05-31 && python -m ingest index")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also where there is a catalogue; it is kept under another name.")
@click.pass_obj
def restore(bench: Bench, folder: Path, replace: bool) -> None:
    """Put a backup in the place of the catalogue and the sources. Visitors see it once `index` has run.

    Nothing is changed unless the backup is whole. No run may be going on.
    """
    told = _whole(folder)
    file = bench.folder / FILE
    if file.exists() and not replace:
        with bench.catalogue() as catalogue:
            count = catalogue.count()
        if count or any(bench.own.glob("*.toml")):
            raise click.ClickException(f"There is a catalogue with {count:,} listings; --replace puts it aside.")
    part = file.with_name(f"{FILE}.restored")
    bench.folder.mkdir(parents=True, exist_ok=True)
    for left in bench.folder.glob(f"{part.name}*"):
        left.unlink()
    shutil.copyfile(folder / FILE, part)
    with Catalogue(part) as restored:
        if restored.told() != (told["revision"], told["count"], told["listings"]):
            raise BackupFault("The listings of the backup are not those that were backed up: nothing was changed.")
    put_back(part, file)
    _sources(folder / SOURCES, bench.own)
    click.echo(f"Restored {told['count']:,} listings as of {told['made']}. Next: `python -m ingest index`.")


def _sources(given: Path, own: Path) -> None:
    fresh, kept = own.with_name(f"{own.name}.restored"), own.with_name(own.name + KEPT)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(given, fresh)
    if own.exists():
        shutil.rmtree(kept, ignore_errors=True)
        own.rename(kept)
    fresh.rename(own)


def _whole(folder: Path) -> dict[str, Any]:
    """What the manifest of a backup tells. Raises BackupFault unless every file is there as it was written."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = dict(told["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupFault(f"{folder} holds no whole backup: its {MANIFEST} is missing or cannot be read.") from None
    for name, digest in files.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise BackupFault(f"{name} of the backup is missing or not as it was written: nothing was changed.")
    return told


def _files(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
