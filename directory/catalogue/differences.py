"""What a run changed, in numbers and first examples: which records are new, changed in which fields, missing, gone.

Records are told by their id alone: a report is kept longer than the words of a record that is withdrawn. Of a protected
place not even that is told.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

EXAMPLES = 8
"""Records named of each kind."""
APART = ("id", "ref", "revision", "provenance")


class Differences:
    """Collects the differences of one run; `plain` gives them as JSON values."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._fields: Counter[str] = Counter()
        self._examples: dict[str, list[dict[str, Any]]] = {}

    def came(self, kind: str, values: dict[str, Any]) -> None:
        """A record that was not known ("new"), or had been retired ("back")."""
        self._tell(kind, values)

    def changed(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """A record that says something else than before."""
        names = sorted(
            name for name in before.keys() | after.keys() if name not in APART and before.get(name) != after.get(name)
        ) or ["provenance"]
        self._fields.update(names)
        guarded = _guarded(before) or _guarded(after)
        self._tell("changed", {} if guarded else after, fields=names)

    def lost(self, values: dict[str, Any], *, gone: bool) -> None:
        """A record that the source does not have any more."""
        self._tell("gone" if gone else "missing", values)

    def count(self, kind: str, more: int) -> None:
        """So many more of a kind, not looked at one by one."""
        self._counts[kind] += more

    def wants(self, kind: str) -> int:
        """How many more examples of a kind are of use."""
        return EXAMPLES - len(self._examples.get(kind, ()))

    def _tell(self, kind: str, values: dict[str, Any], **more: Any) -> None:
        self._counts[kind] += 1
        if self.wants(kind) > 0:
            told = {} if not values or _guarded(values) else {"id": values["id"]}
            self._examples.setdefault(kind, []).append(told | more)

    def plain(self) -> dict[str, Any]:
        """The differences as JSON values, the most frequent field first."""
        counts = {kind: self._counts[kind] for kind in ("new", "changed", "back", "missing", "gone")}
        fields = [{"field": name, "count": count} for name, count in self._fields.most_common()]
        return {**counts, "fields": fields, "examples": self._examples}


def _guarded(values: dict[str, Any]) -> bool:
    return str((values.get("place") or {}).get("visibility", "public")) != "public"
