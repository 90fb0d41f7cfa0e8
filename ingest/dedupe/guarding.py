"""What stays untold while nobody knows whether two records are one: hidden wins also in a question that is open.

A record whose place is told more freely than that of one it may be the same as is published without its address, or, where its
words repeat the address, not at all, until a person answers: `merge` makes it part of the protected one, `split` publishes it
as it was. And merges are made anew when a source came to keep a number or mailbox private that they tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from directory.catalogue import Catalogue, Correction, Decided, Hide, Merge
from directory.catalogue.folding import guard
from directory.listing import Listing, Place
from directory.schemas import dump_listing
from ingest.dedupe.deciding import Question
from ingest.dedupe.merging import NOTHING, Rules, given, merge
from ingest.pipeline.placing import county_and_wider
from ingest.pipeline.secrecy import given_away, repeats

WHY = "it may be the same as one whose place is protected: its address waits for a person's word (`duplicates`)"
TELLS = "it may be the same as one whose place is protected, and words tell the address: it waits for a person's word"
ANSWERED = "it is no longer asked whether it is one with a protected place, or what it says is another"
PRIVATE = "a source came to keep private what it told"

HIDDEN = 2
"""What `guard` gives of a hidden place."""

Groups = Iterable[tuple[str, ...]]


def shield(catalogue: Catalogue, questions: Iterable[Question], groups: Groups, guards: Mapping[str, int], *, by: str) -> int:
    """Keep the addresses untold that an open question may hide, and tell again those whose question is answered; gives how many
    listings wait. `groups` are ids that are one; `guards` how far each protected place is protected, by id."""
    decided = [one for one in catalogue.decisions() if one.undone is None]
    standing = [one for one in decided if one.by == by and isinstance(one.decision, Correction | Hide)]
    together = _together(groups)
    exposed = _exposed(questions, together, guards)
    persons = [one for one in decided if one.by != by]
    wanted = list(_wanted(catalogue, exposed, together, persons)) if exposed else []
    known = {_key(one.decision): one.number for one in standing if isinstance(one.decision, Correction | Hide)}
    keys = {_key(one) for one in wanted}
    for key, number in known.items():
        if key not in keys:
            catalogue.undo(number, by, ANSWERED)
    if fresh := [one for one in wanted if _key(one) not in known]:
        catalogue.decide(fresh, by)
    return len(wanted)


def waits(catalogue: Catalogue, listing: str, *, by: str) -> bool:
    """Whether a listing waits with its address for the answer to a question."""
    return any(
        one.undone is None and one.by == by and isinstance(one.decision, Correction | Hide)
        for one in catalogue.decisions(listing)
    )


def _together(groups: Groups) -> dict[str, frozenset[str]]:
    """Id → all that are one with it, of groups that may have members in common."""
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        whole = frozenset(group).union(*(found.get(one, frozenset()) for one in group))
        found |= dict.fromkeys(whole, whole)
    return found


def _key(decision: Correction | Hide) -> str:
    return repr((decision.listing, dict(decision.values) if isinstance(decision, Correction) else ""))


def _exposed(questions: Iterable[Question], together: Mapping[str, frozenset[str]], guards: Mapping[str, int]) -> set[str]:
    """The ids whose place is told more freely than that of one they may be the same as, each with all that are one with it."""

    def group(one: str) -> frozenset[str]:
        return together.get(one, frozenset({one}))

    def guard(one: str) -> int:
        return max(guards.get(other, 0) for other in group(one))

    pairs = [(one.comparison.one, one.comparison.other) for one in questions]
    freer = [min(pair, key=guard) for pair in pairs if guard(pair[0]) != guard(pair[1])]
    return {other for one in freer for other in group(one)}


def _wanted(
    catalogue: Catalogue, exposed: set[str], together: Mapping[str, frozenset[str]], decided: Sequence[Decided]
) -> Iterator[Correction | Hide]:
    """For each record with a place to keep untold: a place that tells none; or, where what is said repeats it, no listing.
    `decided` is what persons decided: all that they corrected counts, not the last of it alone."""
    records = {one.id: one for one in catalogue.said(exposed)}
    said = [(one.decision.listing, one.decision.values) for one in decided if isinstance(one.decision, Correction)]
    for identifier, one in sorted(records.items()):
        if one.place is None or one.place.visibility == "hidden":
            continue
        speaking = [records[other] for other in together.get(identifier, {identifier}) if other in records]
        ids = {other.id for other in speaking}
        corrected = [values for about, values in said if about in ids]
        if any(_tells(other, one.place) for other in speaking) or any(_repeats(values, one.place) for values in corrected):
            yield Hide(listing=identifier, why=TELLS)
        else:
            place = Place(visibility="hidden", codes=county_and_wider(one.place.codes))
            values = dump_listing(replace(one, place=place))
            yield Correction(listing=identifier, values={"place": values["place"]}, why=WHY)


def _tells(one: Listing, place: Place) -> bool:
    exact = place.precision in {"rooftop", "street"}
    return given_away(one, place.address, place.point if exact else None)


def _repeats(corrected: Mapping[str, Any], place: Place) -> bool:
    """Whether a person's words tell a place, or another that was told of it, which would speak after that which tells none."""
    moved = "place" in corrected and guard(corrected) < HIDDEN
    return moved or repeats((repr(dict(corrected)),), place.address)


def renew(catalogue: Catalogue, rules: Rules, *, by: str, joining: Groups = ()) -> Rules:
    """Make the merges anew, also those of a person, that tell what one of the records they join has come to keep private, or
    would once those of `joining` are one: before they are. Gives the rules by which those can then be merged."""
    standing = [(one, one.decision) for one in catalogue.decisions() if one.undone is None and isinstance(one.decision, Merge)]
    rules = shared(rules, (*(made.listings for _, made in standing), *joining))
    merges = [(one, made) for one, made in standing if not rules.private.keys().isdisjoint(made.listings)]
    wanted = {identifier for _, made in merges for identifier in made.listings}
    records = {one.id: one for one in catalogue.said(wanted)}
    for one, made in merges:
        present = [records[identifier] for identifier in made.listings if identifier in records]
        if len(present) > 1 and _leaks(made, given(present, rules)):
            again = merge(present, rules, into=made.into if made.into in records else "", why=made.why)
            catalogue.instead(one.number, again, by=by, why=PRIVATE)
    return rules


def shared(rules: Rules, groups: Groups) -> Rules:
    """The rules by which each record keeps private what any does that it is one with, also by merges that only hang together:
    they publish one listing."""
    private = dict(rules.private)
    for one, whole in _together(groups).items():
        if marks := NOTHING.union(*(rules.private.get(other, NOTHING) for other in whole)):
            private[one] = marks
    return replace(rules, private=private)


def _leaks(made: Merge, untold: set[tuple[str, str]]) -> bool:
    """Whether a merge takes a field from a record that must not speak there: by name, or for want of a pick."""
    return any(name not in made.picks or identifier in made.picks[name] for name, identifier in untold)
