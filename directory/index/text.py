"""What of a listing is searched by words, by field: both engines index exactly this."""

from __future__ import annotations

from dataclasses import dataclass

from directory.facets import Answers
from directory.listing import Listing
from directory.taxonomy import label

LABELLED = ("category", "topic")


@dataclass(frozen=True, slots=True)
class Text:
    """Raw texts by field; a match in an earlier field weighs more (see `weights.FIELDS`)."""

    name: str
    label: str
    organization: str
    body: str


def text(listing: Listing, answers: Answers) -> Text:
    """The searched texts: `label` has the English and Spanish labels of its kinds of help and topics."""
    labels = dict.fromkeys(
        label(facet, value, language) for facet in LABELLED for value in sorted(answers.yes[facet]) for language in ("en", "es")
    )
    place = listing.place
    body = (listing.description, *listing.keywords, listing.eligibility.text, listing.application)
    if place is not None:
        body = (*body, place.name, place.address.city)
    return Text(
        name="\n".join((listing.name, *listing.alternate_names)),
        label="\n".join(labels),
        organization=listing.organization.name,
        body="\n".join(filter(None, body)),
    )
