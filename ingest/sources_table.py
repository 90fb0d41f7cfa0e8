"""Taking a TOML table apart: every fault is collected, so that one message can have them all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.schemas_fields import nearest


@dataclass(slots=True)
class Table:
    """A TOML table, taken apart key by key: each is what it must be, or a fault in words; so is what nobody took."""

    data: dict[str, Any]
    faults: list[str]
    prefix: str = ""

    def _take(self, name: str, kind: type | tuple[type, ...], words: str) -> Any:
        value = self.data.pop(name, None)
        if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        self.faults.append(f"{self.prefix}{name}: {words}.")
        return None

    def text(self, name: str, *, required: bool = False) -> str:
        """A trimmed text, empty if it is not there."""
        value = self._take(name, str, "a text")
        if required and not value:
            self.faults.append(f"{self.prefix}{name}: must be given.")
        return (value or "").strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self._take(name, (str, list), "a list of texts")
        listed = [value] if isinstance(value, str) else value or []
        if not all(isinstance(one, str) for one in listed):
            self.faults.append(f"{self.prefix}{name}: a list of texts.")
        return tuple(one for one in listed if isinstance(one, str))

    def day(self, name: str) -> date | None:
        """A date, as TOML has it or as a text."""
        value = self._take(name, (date, str), "a date such as 2024-05-31")
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            self.faults.append(f"{self.prefix}{name}: a date such as 2024-05-31.")
            return None

    def number(self, name: str, default: float | None) -> float | None:
        """A number that is not negative."""
        value = self._take(name, (int, float), "a number")
        if value is not None and value < 0:
            self.faults.append(f"{self.prefix}{name}: not less than 0.")
        return default if value is None else float(value)

    def table(self, name: str) -> dict[str, Any]:
        """A table as it is."""
        return dict(self._take(name, dict, "a table") or {})

    def tables(self, name: str) -> dict[str, dict[str, str]]:
        """A table of tables of texts."""
        found = self.table(name)
        for key, values in found.items():
            if not isinstance(values, dict) or not all(isinstance(one, str) for one in values.values()):
                self.faults.append(f"{self.prefix}{name}.{key}: a table of texts.")
        return {key: values for key, values in found.items() if isinstance(values, dict)}

    def nothing_left(self, known: tuple[str, ...]) -> None:
        """A fault for every key that nobody took, with the nearest of the known ones."""
        for name in self.data:
            near = nearest(name, known)
            self.faults.append(f"{self.prefix}{name}: there is no such key{f'; do you mean {near!r}?' if near else '.'}")
