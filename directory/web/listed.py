"""Where a public id leads, for ever: to its listing, to the one it was merged into, or to "no longer listed"."""

from __future__ import annotations

from directory.errors import Gone, NotFound, Withdrawn
from directory.listing import Listing
from directory.web.site import site


def listed(ref: str) -> Listing | str:
    """The listing with a public id, or the public id under which it is told since it was merged. Raises NotFound, Withdrawn.

    The index is asked first; what it does not list, the catalogue remembers.
    """
    try:
        return site().index.get(ref)
    except (Gone, NotFound) as error:
        trail = site().trail(ref)
        if trail.state == "merged":
            return trail.ref
        if trail.state == "gone" or isinstance(error, Gone):
            raise Withdrawn from None
        raise
