"""Merges by the rule, kept in the catalogue: made, renewed and taken back as its records change; a person's word stands.

What a person split, or a merge by the rule that a person took back, is apart for ever; what a person merged is one. Nothing is
compared again while no source was read, nothing was decided and this program is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import combinations

from directory.catalogue import Catalogue, Decided, Merge, Split
from directory.listing import Listing
from ingest.dedupe.deciding import Decisions, Question
from ingest.dedupe.guarding import renew, shared, shield
from ingest.dedupe.merging import PLAIN, Rules, merge
from ingest.dedupe.remembered import FILE, Remembered
from ingest.pipeline.program import program

RULE = "rule: one help, one listing"
"""Who makes the merges that nobody was asked about."""
MARK = "duplicates"


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping the merges came to: how many were made and taken back, how many listings are one with another by the rule,
    how many questions are open, how many pairs were compared, how many listings wait with their address for the answer."""

    made: int = 0
    undone: int = 0
    joined: int = 0
    questions: int = 0
    compared: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Word:
    """What decisions say of pairs: `apart` may never be merged, `together` are one by a person, `rule` the merges by the rule
    that count, by their number."""

    apart: set[frozenset[str]] = field(default_factory=set)
    together: set[frozenset[str]] = field(default_factory=set)
    rule: dict[int, Merge] = field(default_factory=dict)

    def is_apart(self, one: str, other: str) -> bool:
        """Whether a person said that two are not one."""
        return frozenset((one, other)) in self.apart


def word(decided: Iterable[Decided]) -> Word:
    """What the decisions of a catalogue, in their order, say of pairs."""
    found = Word()
    for one in decided:
        decision = one.decision
        if isinstance(decision, Split) and one.undone is None:
            pairs = _pairs(decision.listings)
            found.apart |= pairs
            found.together -= pairs
        elif isinstance(decision, Merge):
            pairs = _pairs(decision.listings)
            if one.by != RULE and one.undone is None:
                found.together |= pairs
                found.apart -= pairs
            elif one.by == RULE and one.undone is None:
                found.rule[one.number] = decision
            elif one.by == RULE and one.undone is not None and one.undone.by != RULE:
                found.apart |= pairs
    return found


def _pairs(listings: Iterable[str]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in combinations(dict.fromkeys(listings), 2)}


def found(catalogue: Catalogue) -> Decisions:
    """What the records of a catalogue come to: groups that are one help, and the questions that are open."""
    said = word(catalogue.decisions())
    decisions, _, _ = _decisions(catalogue, said)
    return Decisions(decisions.groups, tuple(open_(decisions.questions, said)))


def open_(questions: Iterable[Question], said: Word) -> Iterator[Question]:
    """The questions that no person has answered."""
    for one in questions:
        if frozenset((one.comparison.one, one.comparison.other)) not in said.together:
            yield one


def keep(catalogue: Catalogue, rules: Rules = PLAIN, *, read: Iterable[str] = (), beside: bool = False) -> Kept:
    """Bring the merges by the rule up to date.

    `read` are the names of all sources: where none of them was read since the last time, nothing is decided otherwise and this
    program is the same, nothing is done. Without names everything is compared. With `beside` a second process helps where much
    changed.
    """
    decided = list(catalogue.decisions())
    stamp = _stamp(catalogue, read, decided)
    if stamp and catalogue.mark(MARK) == stamp:
        return Kept()
    renew(catalogue, rules, by=RULE)
    said = word(catalogue.decisions())
    decisions, guards, compared = _decisions(catalogue, said, beside=beside)
    groups = [group for group in decisions.groups if not _by_person(group, said)]
    standing = {frozenset(one.listings): number for number, one in said.rule.items()}
    wanted = {frozenset(group) for group in groups}
    gone = [number for members, number in standing.items() if members not in wanted]
    fresh = [group for group in groups if frozenset(group) not in standing]
    intos = {one: old.into for number in gone for old in (said.rule[number],) for one in old.listings}
    together = (*decisions.groups, *_by_persons(said))
    made = tuple(_merges(catalogue, fresh, intos, shared(rules, together)))
    for number in gone:
        catalogue.undo(number, RULE, "its records changed")
    if made:
        renew(catalogue, rules, by=RULE, joining=together)  # those of persons will hang together with others
        catalogue.decide(made, RULE)
    asked = tuple(open_(decisions.questions, said))
    waiting = shield(catalogue, asked, together, guards, by=RULE)
    catalogue.set_mark(MARK, _stamp(catalogue, read, list(catalogue.decisions())))
    joined = sum(map(len, groups))
    return Kept(len(made), len(gone), joined, len(asked), compared, waiting)


def _by_persons(said: Word) -> list[tuple[str, ...]]:
    """The pairs that persons made one, joined with what they hang together with."""
    return [tuple(pair) for pair in said.together]


def _stamp(catalogue: Catalogue, read: Iterable[str], decided: Sequence[Decided]) -> str:
    """What the merges were made of: when each source was last read, what was decided, and the program."""
    runs = [(name, run.started) for name in sorted(read) if (run := catalogue.last_report(name)) is not None]
    undone = [one.number for one in decided if one.undone is not None]
    return sha256(repr((runs, len(decided), undone, program())).encode()).hexdigest() if runs else ""


def _by_person(group: tuple[str, ...], said: Word) -> bool:
    """Whether a person has already made one of all of a group."""
    return all(pair in said.together for pair in _pairs(group))


def _decisions(catalogue: Catalogue, said: Word, *, beside: bool = False) -> tuple[Decisions, dict[str, int], int]:
    """What the records come to, how far each protected place is protected, and how many pairs were compared: those of what
    changed since the last time."""
    reopen = partial(Catalogue.of, catalogue.folder) if beside and catalogue.folder else None
    with Remembered(catalogue.folder and catalogue.folder / FILE) as remembered:
        compared = remembered.follow(catalogue, said.apart, reopen)
        return remembered.decisions(said.is_apart), remembered.guards(), compared


def _merges(catalogue: Catalogue, groups: Iterable[tuple[str, ...]], intos: Mapping[str, str], rules: Rules) -> Iterator[Merge]:
    """The merges of new groups; an id that went on before goes on, as long as it is among them."""
    chosen = list(groups)
    wanted = {identifier for group in chosen for identifier in group}
    records: dict[str, Listing] = {one.id: one for one in catalogue.said(wanted)}
    for group in chosen:
        into = next((intos[one] for one in group if intos.get(one) in group), "")
        yield merge([records[one] for one in group], rules, into=into)
