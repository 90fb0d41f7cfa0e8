"""Questions and merges as people read them, in text and as plain values for JSON. Of a protected place nothing is told but that
it is protected: names, sources and what agrees or differs, never an
address, a phone or a key: such a listing is named by its public id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from directory.listing import Listing
from ingest.dedupe.deciding import Question


def plain(question: Question, records: Mapping[str, Listing]) -> dict[str, Any]:
    """A question as JSON values."""
    found = question.comparison
    return {
        "listings": [_shown(records[one]) for one in (found.one, found.other)],
        "score": round(found.score, 1),
        "why": list(question.why),
        "fields": {one.name: {"says": one.says, "points": one.points, "how": one.how} for one in found.fields},
    }


def lines(question: Question, records: Mapping[str, Listing]) -> Iterator[str]:
    """A question in lines of text: the two, what agrees, what differs, why the rule did not decide."""
    found = question.comparison
    for one in (records[found.one], records[found.other]):
        shown = _shown(one)
        body = "" if shown["organization"] in shown["name"] else shown["organization"]
        told = ", ".join(filter(None, (shown["name"], body, shown["place"])))
        yield f"  {shown['id']}  {told}"
    for says in ("agrees", "differs"):
        said = [f"{one.name}: {one.how}" for one in found.fields if one.says == says and one.points]
        if said:
            yield f"    {says}: {'; '.join(said)}"
    yield f"    asked because: {'; '.join(question.why)} ({found.score:.1f} points)"


def _shown(one: Listing) -> dict[str, str]:
    place = one.place
    guarded = place is not None and place.visibility != "public"
    address = "" if place is None or guarded else ", ".join(filter(None, (*place.address.lines[:1], place.address.city)))
    where = "its place is protected" if guarded else address
    return {"id": one.ref if guarded else one.id, "name": one.name, "organization": one.organization.name, "place": where}
