"""The API's description as a person reads it: addresses with their arguments and answers, then the values they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

MANY = 12
"""Allowed values shown of a long list; all are at /api/categories."""


@dataclass(frozen=True, slots=True)
class Row:
    """A name, its type in words, what it means and which values it may have."""

    name: str
    type: str
    meaning: Markup
    needed: bool
    values: tuple[str, ...] = ()
    more: int = 0  # values that are not shown


@dataclass(frozen=True, slots=True)
class Address:
    """One address: what it does, takes and answers."""

    path: str
    anchor: str
    summary: str
    text: Markup
    takes: tuple[Row, ...]
    answers: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value and its fields."""

    name: str
    meaning: Markup
    fields: tuple[Row, ...]


def coded(text: str) -> Markup:
    """A description with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  # it was escaped


def addresses(spec: Mapping[str, Any]) -> tuple[Address, ...]:
    """Every address of the description, in its order."""
    return tuple(_address(path, said["get"], said.get("parameters", [])) for path, said in spec["paths"].items())


def kinds(spec: Mapping[str, Any]) -> tuple[Kind, ...]:
    """Every kind of value, by name."""
    return tuple(_kind(name, said) for name, said in sorted(spec["components"]["schemas"].items()))


def _address(path: str, said: Mapping[str, Any], shared: list[dict[str, Any]]) -> Address:
    takes = tuple(
        _row(one["name"], one["schema"], one.get("description", ""), one["required"])
        for one in [*shared, *said.get("parameters", [])]
    )
    answers = tuple(
        Row(status, _answers(one), coded(one["description"]), needed=False) for status, one in sorted(said["responses"].items())
    )
    return Address(path, said["operationId"], said["summary"], coded(said.get("description", "")), takes, answers)


def _answers(said: Mapping[str, Any]) -> str:
    return ", ".join(_type(content["schema"]) for content in said.get("content", {}).values())


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    needed = said.get("required", [])
    fields = (
        _row(field, one, one.get("description", ""), field in needed) for field, one in said.get("properties", {}).items()
    )
    return Kind(name, coded(said.get("description", "")), tuple(fields))


def _row(name: str, schema: Mapping[str, Any], meaning: str, needed: bool) -> Row:
    allowed = tuple(map(str, schema.get("enum") or schema.get("items", {}).get("enum") or ()))
    return Row(name, _type(schema), coded(meaning), needed, allowed[:MANY], max(0, len(allowed) - MANY))


def _type(schema: Mapping[str, Any]) -> str:
    return " or ".join(dict.fromkeys(_types(schema)))


def _types(schema: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        yield str(schema["$ref"]).rsplit("/", 1)[-1]
    for other in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _types(other)
    said = schema.get("type", [])
    for kind in [said] if isinstance(said, str) else said:
        yield (
            f"list of {_type(schema['items'])}"
            if kind == "array"
            else str(schema.get("format", kind))
            if kind == "string"
            else kind
        )
