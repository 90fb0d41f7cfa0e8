"""The layers of the README's table, held against the imports; and one door for each third party."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

LAYERS: tuple[tuple[str, ...], ...] = (
    ("directory.errors", "directory.settings", "directory.geo", "directory.schedule", "directory.taxonomy"),
    ("directory.listing", "directory.facets", "directory.query"),
    ("directory.schemas", "directory.places", "directory.exchange"),
    ("directory.language", "directory.params", "directory.helplines", "directory.similar"),
    ("directory.index", "directory.catalogue", "directory.white_label"),
    ("directory.web",),
    ("ingest.draft",),
    ("ingest.clean",),
    ("ingest.formats",),
    ("ingest.sources", "ingest.fetch", "ingest.withheld", "ingest.report", "ingest.dedupe", "ingest.pipeline"),
    ("app", "ingest.__main__", "ingest.commands", "ingest.several", "ingest.bars"),
)
"""Each row may import rows above it; inside the last ingest row and inside row 0 and 1 modules may use each other."""

DOORS = {
    "flask": ("directory.web",),
    "flask_smorest": ("directory.web",),
    "werkzeug": ("directory.web",),
    "elasticsearch": ("directory.index.elastic",),
    "pycurl": ("directory.index.elastic",),
    "geopy": ("directory.places",),
    "opening_hours": ("ingest.clean", "directory.places"),
    "sqlalchemy": ("directory.catalogue",),
    "alembic": ("directory.catalogue",),
    "marshmallow": ("directory.schemas", "directory.params", "directory.web"),
    "webargs": ("directory.schemas", "directory.params", "directory.web"),
    "itsdangerous": ("directory.web",),
    "environs": ("directory.settings",),
    "requests": ("ingest.fetch", "directory.places"),
    "phonenumbers": ("ingest.clean", "directory.schemas", "directory.web"),
    "snowballstemmer": ("directory.language",),
    "segno": ("directory.web",),
    "icalendar": ("directory.web",),
    "weasyprint": ("directory.web",),
    "pmtiles": ("directory.web",),
}
"""Third party → the modules that may import it."""

STANDARD_ONLY = (
    "directory.errors",
    "directory.geo",
    "directory.schedule",
    "directory.taxonomy",
    "directory.listing",
    "directory.facets",
)


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((*ROOT.glob("directory/**/*.py"), *ROOT.glob("ingest/**/*.py"), ROOT / "app.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield name.removesuffix(".__init__"), path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def belongs(name: str, part: str) -> bool:
    """Whether a module is that part or inside it; `schemas_fields` is part of `schemas`."""
    return name == part or name.startswith((f"{part}.", f"{part}_"))


def row_of(name: str) -> int | None:
    return next((row for row, parts in enumerate(LAYERS) if any(belongs(name, part) for part in parts)), None)


def part_of(name: str) -> str:
    return next(part for parts in LAYERS for part in parts if belongs(name, part))


MODULES = dict(modules())
OURS = ("directory.", "ingest.", "app")


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("directory", "ingest")])
def test_a_module_imports_only_from_rows_above_its_own(name: str) -> None:
    row = row_of(name)
    assert row is not None, f"{name} stands in no row of the layers"
    for imported in imports(MODULES[name]):
        if not imported.startswith(OURS):
            continue
        target = row_of(imported)
        if target is None:
            assert imported.split(".")[:2] in (["directory", "index"], ["ingest", "formats"]) or imported in (
                "directory",
                "ingest",
            )
            continue
        same_part = part_of(imported) == part_of(name)
        inside_row = target == row and (row <= 1 or name.startswith("ingest.") or belongs(name, "directory.params"))
        assert target < row or same_part or inside_row, f"{name} (row {row}) imports {imported} (row {target})"
        assert not (name.startswith("directory") and imported.startswith("ingest")), f"{name} imports {imported}"


@pytest.mark.parametrize("party", DOORS)
def test_a_third_party_has_one_door(party: str) -> None:
    for name, path in MODULES.items():
        if any(imported == party or imported.startswith(f"{party}.") for imported in imports(path)):
            assert any(belongs(name, door) for door in DOORS[party]), f"{name} imports {party}"


@pytest.mark.parametrize("part", STANDARD_ONLY)
def test_values_need_the_standard_library_only(part: str) -> None:
    import sys

    for name, path in MODULES.items():
        if belongs(name, part):
            for imported in imports(path):
                top = imported.split(".")[0]
                assert top in sys.stdlib_module_names or top == "directory", f"{name} imports {imported}"


def test_the_layers_of_the_readme_are_these() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for parts in LAYERS:
        row = " · ".join(f"`{part}`" for part in parts)
        assert row in readme, f"the README's layers lack the row {row}"
