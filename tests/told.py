"""What a format told while it read, kept for tests: an `ingest.draft.Notes` that forgets nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.draft import Where


@dataclass
class Told:
    """Refusals with their places; the rest counted."""

    refused: list[tuple[str, Where]] = field(default_factory=list)
    unmapped_codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    left_over: Counter[str] = field(default_factory=Counter)
    guesses: Counter[str] = field(default_factory=Counter)
    ignored_values: Counter[str] = field(default_factory=Counter)
    omissions: Counter[str] = field(default_factory=Counter)
    joined: int = 0

    def refuse(self, reason: str, where: Where, excerpt: str = "") -> None:
        self.refused.append((reason, where))

    def unmapped(self, vocabulary: str, code: str) -> None:
        self.unmapped_codes[vocabulary, code] += 1

    def leftover(self, file: str, column: str) -> None:
        self.left_over[column] += 1

    def guess(self, what: str, where: Where) -> None:
        self.guesses[what] += 1

    def folded(self, count: int) -> None:
        self.joined += count

    def omitted(self, what: str) -> None:
        self.omissions[what] += 1

    def ignored(self, what: str, count: int = 1) -> None:
        self.ignored_values[what] += count

    @property
    def reasons(self) -> list[str]:
        """Why records were refused, in order."""
        return [reason for reason, _ in self.refused]
