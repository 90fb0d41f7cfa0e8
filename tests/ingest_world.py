"""The command line of ingest, each command in a process of its own as a person starts it, and what a made-up feed says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Ran = Callable[..., subprocess.CompletedProcess[str]]


def environment(folder: Path, url: str = "", *, data: str = "data") -> dict[str, str]:
    """The variables of a command that works in a folder; the index is an embedded one there unless a URL names another."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("NEARHELP_")}
    index = url or f"sqlite:///{folder}/index-{data}.sqlite"
    return plain | {"NEARHELP_DATA": str(folder / data), "NEARHELP_INDEX_URL": index}


def commanded(arguments: tuple[str, ...], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What a command came to, when it has ended."""
    command = [sys.executable, "-m", "ingest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=180)


def pantry(number: int, **said: Any) -> dict[str, Any]:
    """A made-up pantry in the words of the seed format."""
    first: dict[str, Any] = {
        "id": f"pantry-{number}",
        "name": f"Pantry {number}",
        "organization": {"key": "pantries", "name": "Pantries"},
        "categories": ["practical/food/pantries"],
        "modes": ["in-person"],
        "place": {"address": {"lines": [f"{number} Elm St"], "city": "Oakland", "region": "CA", "country": "US"}},
        "provenance": {"source_name": "A list"},
    }
    return first | said
