"""Whether a listing that this program made keeps the rules of its schema: the same rules, held against the values themselves.

`load_listing(dump_listing(one))` says the same and names what is wrong, ten times slower: it writes JSON, reads it and makes
every part again. Ingest asks this first, of every record, and that only of those few that fail.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import MISSING
from dataclasses import fields as columns
from datetime import date
from operator import attrgetter
from typing import Any

from marshmallow import Schema, ValidationError, fields
from marshmallow.decorators import VALIDATES_SCHEMA

from directory.listing import Listing
from directory.schemas import ListingSchema
from directory.schemas_fields import WEEKDAYS, Clock, Several, Text, Weekday

Test = Callable[[Any], bool]
"""Whether a value keeps a rule; it may raise ValidationError instead."""
LATEST = 60_000
"""Minutes from which a clock would need four digits for its hours."""


def sound(listing: Listing) -> bool:
    """Whether `load_listing` takes what `dump_listing` gives of the listing."""
    try:
        return _LISTING(listing)
    except ValidationError:
        return False


def _schema(schema: Schema) -> Test:
    """The test of a kind of value: every field that is not at its default, and the rules that join fields."""
    made: type[Any] = schema.makes  # type: ignore[attr-defined]
    tests = {field.attribute or name: _field(field) for name, field in schema.fields.items()}
    names = tuple(one.name for one in columns(made))
    row = tuple((one.name, one.default, tests[one.name]) for one in columns(made))
    get = attrgetter(*names)
    joint = [getattr(schema, name) for name, _, _ in schema._hooks[VALIDATES_SCHEMA]]

    def test(value: Any) -> bool:
        if type(value) is not made:
            return False
        told = {}
        for (name, default, right), said in zip(row, get(value), strict=True):
            if said is default or (default is not MISSING and said == default):
                continue  # most are the very default
            if not right(said):
                return False
            told[name] = said
        for rule in joint:
            rule(told)
        return True

    return test


def _field(field: fields.Field[Any]) -> Test:
    """The test of a field: its type, what its schema says of it, and whether it may be None."""
    plain = _kind(field)
    rules = tuple(field.validators)
    if not rules:
        return (lambda value: value is None or plain(value)) if field.allow_none else plain

    def test(value: Any) -> bool:
        if value is None:
            return bool(field.allow_none)
        if not plain(value):
            return False
        for rule in rules:
            rule(value)
        return True

    return test


def _kind(field: fields.Field[Any]) -> Test:
    if isinstance(field, fields.Nested):
        return _schema(field.schema)
    if isinstance(field, Several):
        return _several(_field(field.inner), once=field.once)
    if isinstance(field, Text):
        unfit = field.pattern.search
        return lambda value: type(value) is str and unfit(value) is None
    for kind, test in _KINDS.items():
        if type(field) is kind:
            return test
    raise TypeError(f"no test for a field of {type(field).__name__}")


def _several(inner: Test, *, once: bool) -> Test:
    def test(values: Any) -> bool:
        if type(values) is not tuple:
            return False
        return all(map(inner, values)) and not (once and len(set(values)) < len(values))

    return test


_KINDS: dict[type[fields.Field[Any]], Test] = {
    fields.String: lambda value: type(value) is str,
    fields.Integer: lambda value: type(value) is int,
    fields.Float: lambda value: type(value) in {float, int} and math.isfinite(value),
    fields.Boolean: lambda value: type(value) is bool,
    fields.Date: lambda value: type(value) is date,
    Clock: lambda value: type(value) is int and 0 <= value < LATEST,
    Weekday: lambda value: type(value) is int and 0 <= value < len(WEEKDAYS),
}
_LISTING = _schema(ListingSchema())
