"""How readings of one text agree: what is meant when several phrases speak (taxonomy §4 and §5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from directory.facets import AGES, group_of
from directory.language.asking import advised, formed, mentioned, narrowed, pressed, rides, told, wanted, yielding
from directory.language.beside import godless, present, subjects, unpaid
from directory.language.rows import NEEDS
from directory.language.sayings import Context, Said
from directory.language.sensitive import sensitive
from directory.taxonomy import categories, lineage, values

OPPOSITE = {("format", "not-twelve-step"): ("format", "twelve-step"), ("start", "self-referral"): ("start", "referral-needed")}
"""What is better left out than asked for: hardly a listing says that it is *not* twelve-step (taxonomy §4)."""
ALONG = {("format", "faith-based"): ("category", "faith"), ("format", "twelve-step"): ("category", "recovery/twelve-step")}
"""What is left out with it (pages §5)."""
LEANING = {"faith-based": frozenset({("format", "secular")})}
"""What leaving out a value only raises, although the vocabulary states it."""
SUFFERED = frozenset({"mood", "mind", "substance", "behavior", "health"})
"""Groups of topics that somebody's relative has: "my son has schizophrenia"."""
GROUP = "support-groups/"
TREATED = dict.fromkeys(("depression", "anxiety", "bipolar", "trauma", "stress", "eating"), ("mental-health/counseling",)) | {
    "perinatal": ("mental-health/counseling", "family-caregivers/new-parents"),
}
"""Troubles with the kinds of help that treat them or stand by those who have them."""
FAMILY = "family-caregivers"
RELATIVE = "family-friends"
GRIEVING = ("support-groups/grief",)
GRIEF = frozenset({("category", GRIEVING), ("topic", ("grief",))})
SOON = frozenset({"now", "today", "tonight", "tomorrow"})
NIGHT = ("overnight",)
ELSEWHERE = ("practical/", "learning", "health/")
"""Kinds of help that are seldom there for those who grieve alone: who needs one tells of a death besides."""

MONEY = "practical/money/"
"""Kinds of help that are money."""
GIVEN = ("practical/food/benefits", "practical/legal/legal-aid", "crisis/")
"""Kinds of help that cost nobody anything."""
CHILDREN, GROWING = "children", frozenset({"teens", "young-adults"})
SAID_OF = frozenset({"disability", "service", "situation", "identity"})
"""Groups of audiences that say something of a relative ("my disabled child"); others only name one."""
SHELTER, WOMEN, ABUSE = "practical/housing/shelter", "women", "crisis/abuse-violence"


def settled(found: Sequence[Said], context: Context) -> list[Said]:
    """The meanings as they are meant together."""
    steps = (
        _switched,
        _opposites,
        godless,
        _needs,
        _relatives,
        _treated,
        rides,
        formed,
        narrowed,
        told,
        unpaid,
        subjects,
        yielding,
        advised,
        mentioned,
        wanted,
        pressed,
        _mourned,
        _dated,
        present,
        _grown,
        _paid,
        _sheltered,
        _consistent,
        _quiet,
    )
    for step in steps:
        found = list(step(found, context))
    return list(found)


def _switched(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Of an ambiguous phrase the reading that the rest of the text speaks for ("immigration sponsor")."""
    elsewhere = {(one.kind, value, one.first) for one in found for value in one.values if not one.alternatives}
    named = {(kind, value) for one in found for kind, many in one.alternatives for value in many if one.kind != kind}
    for one in found:
        other = next(
            (a for a in one.alternatives if any((a[0], v) == (k, w) and p != one.first for v in a[1] for k, w, p in elsewhere)),
            None,
        )
        if other is not None:
            yield replace(one, kind=other[0], values=other[1], mixed=False, alternatives=())
        elif one.alternatives or not any((one.kind, value) in named for value in one.values) or not _twin(one, found):
            yield one


def _twin(one: Said, found: Sequence[Said]) -> bool:
    """Whether the same words have a likelier reading whose alternative this is."""
    return any(
        other is not one
        and other.first == one.first
        and any(kind == one.kind and set(one.values) <= set(many) for kind, many in other.alternatives)
        for other in found
    )


def _opposites(found: Sequence[Said], context: Context) -> Iterator[Said]:
    for one in found:
        twins = {(one.kind, value): OPPOSITE[one.kind, value] for value in one.values if (one.kind, value) in OPPOSITE}
        if not one.exact or one.excluded:
            twins = {}
        for (kind, _), (_, value) in twins.items():
            yield from _left_out(replace(one, kind=kind, values=(value,), excluded=True))
        if one.excluded:
            yield from _left_out(one)
        elif leaning := {value for value in one.values if _leans(one, value, found)} | {value for _, value in twins}:
            yield replace(one, values=tuple(value for value in one.values if value in leaning), exact=False)
            if kept := tuple(value for value in one.values if value not in leaning):
                yield replace(one, values=kept)
        else:
            yield one


def _leans(one: Said, value: str, found: Sequence[Said]) -> bool:
    out = {denied for other in found if other.excluded and other.holds(one) for denied in other.values}
    return any((one.kind, value) in LEANING.get(denied, ()) for denied in out)


def _left_out(one: Said) -> Iterator[Said]:
    yield one
    for value in one.values:
        if (one.kind, value) in ALONG:
            kind, other = ALONG[one.kind, value]
            yield replace(one, kind=kind, values=(other,))


def _needs(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """What a listing may demand cannot be asked for, only left out ("waiting list"); it is offered as that."""
    for one in found:
        needs = (
            tuple(v for v in one.values if one.kind == "start" and group_of("start", v) == "need") if not one.excluded else ()
        )
        if not needs:
            yield one
            continue
        yield replace(one, values=needs, exact=one.denied, excluded=True, offered=not one.denied)
        if rest := tuple(v for v in one.values if v not in needs):
            yield replace(one, values=rest)


def _relatives(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Help for those around somebody comes first when somebody else's trouble is told and no kind of help is named."""
    found = [named for one in found for named in _named(one, context)]
    trouble = [one for one in found if _suffers(one, context)]
    named = any(one.kind == "category" and one.exact and not one.mixed and not one.excluded for one in found)
    if not context.suffering or not trouble or named:
        yield from found
        return
    first, last = context.suffering[0]
    yield Said("category", (FAMILY,), False, first, last)
    yield Said("audience", (RELATIVE,), False, first, last)
    for one in found:
        own = one.kind == "category" and one.mixed and not any(v == FAMILY or v.startswith(FAMILY + "/") for v in one.values)
        yield replace(one, exact=False) if own else one


def _treated(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """A trouble that is only told, and by its words asks for nothing but groups, is helped by those who treat it, too: of many
    a trouble there is no group."""
    yield from found
    kinds = [one for one in found if one.kind == "category" and not one.excluded and not one.offered]
    if not context.long or any(one.exact or not all(value.startswith(GROUP) for value in one.values) for one in kinds):
        return
    for one in found:
        if one.kind == "topic" and not one.exact and not one.excluded and one.values[0] in TREATED:
            yield replace(one, kind="category", values=TREATED[one.values[0]])


def _suffers(one: Said, context: Context) -> bool:
    """Whether it is a trouble that a relative has: of those who are named before it the relative is nearer than "I" ("since my
    baby came I cry" tells of nobody else's)."""
    if one.kind != "topic" or one.excluded or all(values()["topic"][value].group not in SUFFERED for value in one.values):
        return False
    mine = max((at for at in context.selves if at <= one.first), default=-1)
    theirs = max((first for first, _ in context.suffering if first <= one.first), default=-1)
    return theirs >= mine if theirs >= 0 else not context.selves


def _named(one: Said, context: Context) -> Iterator[Said]:
    """What only names whom the text is about: "my mother" looks for no parents' help, "mi hija" may be grown, "my roommate"
    is there already."""
    inside = any(first <= one.first and one.last <= last for first, last in context.relatives)
    if not inside or one.kind not in {"audience", "category"}:
        yield one
    elif one.kind == "category" and one.exact:
        yield replace(one, exact=one.last - one.first > 1)
    elif AGES.keys() >= set(one.values):
        yield replace(one, exact=False)
    elif one.kind == "audience" and any(group_of(one.kind, value) in SAID_OF for value in one.values):
        yield one


def _mourned(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """A death that is told beside a practical need only raises: "my husband died and I can't pay rent" looks for rent help."""
    asked = [one for one in found if one.kind == "category" and not one.excluded and not one.offered]
    for one in found:
        grieves = (one.kind, one.values) in GRIEF and one.exact and not one.excluded
        besides = grieves and any(value.startswith(ELSEWHERE) for need in asked if not one.holds(need) for value in need.values)
        yield replace(one, exact=False) if besides else one


def _dated(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """A time that says until when or since when something is so is no time to come, nor is one that is part of a need's name
    ("no place to sleep tonight" asks for a bed, whose hours hardly anybody tells) or of what happens ("wandering off at night",
    "lights get cut off friday"), nor an hour of the night at which somebody grieves ("mama passed away, I'm alone at 2am")."""
    kinds = [one for one in found if one.kind == "category" and one.exact and not one.excluded]
    grieving = context.long and bool(kinds) and all(_deceased(one, context) for one in kinds)
    needs = [one for one in found if one.kind == "category" and one.exact and not one.excluded and one.last - one.first > 1]
    inside = {position for need in needs for position in range(need.first, need.last)}
    told = (one for one in found if one.kind in NEEDS and not one.exact and one.last - one.first > 1)
    troubles = {one.last for one in told} if context.long else set()
    for one in found:
        no_time = one.first in context.spans or (one.first in inside and one.last - 1 in inside)
        no_time = no_time or (one.first in troubles and SOON.isdisjoint(one.values)) or (grieving and one.values == NIGHT)
        yield replace(one, exact=False) if one.kind == "time" and no_time else one


def _deceased(one: Said, context: Context) -> bool:
    """Whether it is grief that nobody named: somebody's death is told."""
    return one.values == GRIEVING and any(one.first <= first and last <= one.last for first, last in context.relatives)


def _grown(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """An age that is said, or a time of life, goes before that of the word for whose it is: "mi hijo de 15 años" and "mi hijo
    adolescente" are no children."""
    older = [one for one in found if one.kind == "age" and int(one.values[0]) > AGES[CHILDREN][1]]
    older += (one for one in found if one.kind == "audience" and not one.excluded and GROWING.intersection(one.values))
    for one in found:
        whose = any(one.first < last and first < one.last for first, last in context.relatives)
        whose = whose or (not one.exact and any(context.touch(one, other) for other in older))
        if not (older and whose and one.kind == "audience" and one.values == (CHILDREN,) and not one.excluded):
            yield one


def _paid(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Who has no money for something asks for some: that the money is free need nobody say, nor of what is free anyway ("free
    legal aid")."""
    kinds = [one for one in found if one.kind == "category" and one.exact]
    money = any(all(value.startswith(MONEY) for value in one.values) for one in kinds)
    given = [one for one in kinds if all(value.startswith(GIVEN) for value in one.values)]
    for one in found:
        free = one.kind == "cost" and one.values == ("free",) and not one.excluded
        anyway = free and (money or any(one.last == other.first for other in given))
        yield replace(one, exact=False) if anyway else one


def _sheltered(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """A shelter for women, in whatever words: help with violence at home is offered besides."""
    yield from found
    kinds = [one for one in found if one.kind == "category" and one.exact and not one.excluded]
    for_women = any(one.kind == "audience" and one.exact and not one.excluded and WOMEN in one.values for one in found)
    if for_women and not any(ABUSE in one.values for one in kinds):
        for one in kinds:
            if SHELTER in one.values:
                yield replace(one, values=(ABUSE,), exact=False, offered=True, alternatives=())


def _consistent(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Nothing is asked for or raised that is left out."""
    out = {(one.kind, value) for one in found if one.excluded and one.exact for value in one.values}
    seen = set()
    for one in found:
        if not one.excluded:
            kept = tuple(value for value in one.values if not _out(one.kind, value, out))
            if not kept:
                continue
            one = replace(one, values=kept)
        if (mark := (one.kind, one.values, one.exact, one.excluded, one.first)) not in seen:
            seen.add(mark)
            yield one


def _out(kind: str, value: str, out: set[tuple[str, str]]) -> bool:
    chain = lineage(value) if kind == "category" and value in categories() else (value,)
    return any((kind, above) in out for above in chain)


def _quiet(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """What is sensitive and only implied is offered apart; it never raises."""
    for one in found:
        if one.exact or one.excluded:
            yield one
            continue
        quiet = tuple(value for value in one.values if sensitive(one.kind, value))
        if loud := tuple(value for value in one.values if value not in quiet):
            yield replace(one, values=loud)
        if quiet:
            yield replace(one, values=quiet, offered=True)
