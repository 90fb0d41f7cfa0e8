"""The Nu HTML checker over saved pages: one Java process for all of them.

It runs where its file is: `make checkers` puts it into `.cache/vnu` (git-ignored); it needs a Java 17 or newer.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

CHECKER = Path(__file__).resolve().parents[1] / ".cache" / "vnu" / "package" / "build" / "dist" / "vnu.jar"


def faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Errors and warnings in pages, each with the name of its page; `folder` holds them meanwhile. Skips without checker."""
    java = shutil.which("java") or pytest.skip("Java is not installed")
    if not CHECKER.exists():
        pytest.skip("the Nu HTML checker is not in .cache/vnu (make checkers)")
    names = {f"{number}.html": name for number, name in enumerate(pages)}
    for file, name in names.items():
        (folder / file).write_text(pages[name], "utf-8")
    told = subprocess.run(
        [java, "-Xss4m", "-jar", CHECKER, "--format", "json", "--stdout", "--exit-zero-always", "--no-langdetect", folder],
        capture_output=True,
        check=True,
        text=True,
    )
    found = [one for one in json.loads(told.stdout)["messages"] if one["type"] != "info" or one.get("subType") == "warning"]
    return [f"{names[_file(one)]}: {one['message']} {one.get('extract', '')[:160]}" for one in found]


def _file(message: Mapping[str, str]) -> str:
    """The file a message is about; one that is about none is a fault of the checker and raises KeyError."""
    return message["url"].rpartition("/")[2]
