"""What serves held against the catalogue: how many listings, and a sample of them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from directory.catalogue import Catalogue
from directory.errors import Gone, NotFound
from directory.index.base import Index
from directory.listing import Listing


@dataclass(frozen=True, slots=True)
class Verified:
    """How many listings the index and the catalogue have, how many were compared, and what differs: (listing id, how)."""

    index: int
    catalogue: int
    compared: int
    differences: tuple[tuple[str, str], ...]

    @property
    def agree(self) -> bool:
        """Whether nothing was found that differs."""
        return self.index == self.catalogue and not self.differences


def verify(catalogue: Catalogue, index: Index, sample: int) -> Verified:
    """Compare counts and so many listings, published and withdrawn ones, drawn by chance. Raises IndexUnavailable."""
    compared, found = 0, list[tuple[str, str]]()
    for listing in catalogue.sample(sample):
        compared += 1
        if how := _differs(index, listing):
            found.append((listing.id, how))
    for identifier, ref in catalogue.withdrawn(sample):
        compared += 1
        if _got(index, ref) is not None:
            found.append((identifier, "is withdrawn, but the index still has it"))
    return Verified(index.status().count, catalogue.count(), compared, tuple(sorted(found)))


def _got(index: Index, ref: str) -> Listing | None:
    try:
        return index.get(ref)
    except (Gone, NotFound):
        return None


def _differs(index: Index, listing: Listing) -> str:
    """How the index has a listing otherwise: the names of fields, never what they say; empty when it does not."""
    got = _got(index, listing.ref)
    if got is None:
        return "is not in the index"
    if got.revision != listing.revision:
        return f"the index has revision {got.revision}, the catalogue {listing.revision}"
    return ", ".join(_fields(got, listing))


def _fields(got: Listing, listing: Listing) -> Iterator[str]:
    for field in fields(Listing):
        if getattr(got, field.name) != getattr(listing, field.name):
            yield f"{field.name} differs"
