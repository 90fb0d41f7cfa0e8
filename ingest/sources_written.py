"""Writing a source's TOML: the few kinds of value that `add` needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


def toml(said: Mapping[str, object]) -> str:
    """A TOML document of texts, numbers, lists and tables; what is empty is left out. Tables in tables are written inline."""
    plain = [f"{name} = {_value(value)}" for name, value in said.items() if value and not isinstance(value, Mapping)]
    for name, value in said.items():
        if isinstance(value, Mapping) and value:
            plain += ["", f"[{name}]", *(f"{_key(key)} = {_value(one)}" for key, one in value.items())]
    return "\n".join((*plain, ""))


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_value(one)}' for key, one in value.items())} }}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(one) for one in value)}]"
    raise TypeError(f"{type(value).__name__} is not written to a source")
