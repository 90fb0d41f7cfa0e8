"""The formats that can be read: every module of this package that has a FORMAT name and a `read` function."""

from __future__ import annotations

import csv
import importlib
import pkgutil
from functools import cache
from types import ModuleType

LONGEST_FIELD = 1 << 24
"""Characters of one field of a table that are read. The reader's own limit, 131,072, is less than one description of a
council's feed has, and would refuse all the other records with it."""

csv.field_size_limit(LONGEST_FIELD)


@cache
def formats() -> dict[str, ModuleType]:
    """Format name → the module that reads it, by name. Modules without FORMAT are parts of other formats."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        name = getattr(loaded, "FORMAT", "")
        if name:
            found[name] = loaded
    return dict(sorted(found.items()))
