"""How readings of one text agree: what is meant when several phrases speak (taxonomy §4 and §5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from directory.facets import AGES, group_of
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
FAMILY = "family-caregivers"
RIDES = "practical/transport"
WORK = ("practical/work",)
LACKING = 2
"""Tokens between a kind of help and one it goes without: "counseling without medication"; "I have no lawyer" asks for one."""
WANTING = 3
"""Tokens that may stand between a word of wanting, or "for", and what it is about: "need to see a doctor"."""
WHOM = (
    "family-caregivers/",
    "social/youth",
    "social/seniors",
    "practical/childcare",
    "culture/",
    "mental-health/children-teens",
)
"""Kinds of help whose words say for whom another is: "day care for my baby"."""
SETTINGS = frozenset(
    {
        "health/clinics", "learning/school-support", "faith/congregations", "health/home-long-term-care", "practical/work",
        "mental-health/counseling", "mental-health/psychiatry", "mental-health/psychologists", "mental-health/social-work",
        "practical/housing/shelter", "practical/housing/affordable", "practical/legal/justice-reentry",
    }
)  # fmt: skip
"""Kinds of help whose words also name who told something, or where somebody is."""
IDENTITY = ("faith/", "culture/")
PURPOSES = frozenset(
    {
        "practical/work",
        "learning/school-support",
        "learning/adult-education",
        "health/clinics",
        "practical/legal/justice-reentry",
    }
)
"""Kinds of help whose words also say what another is for: "clothes for a job interview", "a bus pass to get to work"."""
GENERAL = frozenset({"health/clinics", "learning", "social/clubs", "support-groups"})
"""Kinds of help whose words another one beside them makes narrower."""
RELATIVE = "family-friends"
SAFETY = "crisis/"


def settled(found: Sequence[Said], context: Context) -> list[Said]:
    """The meanings as they are meant together."""
    steps = (
        _switched,
        _opposites,
        _needs,
        _relatives,
        _rides,
        _narrowed,
        _told,
        _yielding,
        _wanted,
        _pressed,
        _dated,
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
    trouble = [one for one in found if one.kind == "topic" and any(values()["topic"][v].group in SUFFERED for v in one.values)]
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


def _narrowed(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Of a kind of help and a narrower one the narrower: "recovery detox" is detox."""
    chosen = {value for one in found if one.kind == "category" and one.exact and not one.excluded for value in one.values}
    wide = {above for value in chosen for above in lineage(value)[1:]}
    for one in found:
        if one.kind != "category" or one.excluded or not one.exact:
            yield one
        elif kept := tuple(value for value in one.values if value not in wide):
            yield replace(one, values=kept)
        else:
            yield replace(one, exact=False)


def _told(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Who tells something, and where somebody is, is no help that is asked for: "our doctor says", "he is in the hospital"."""
    for one in found:
        by_the_way = one.last in context.telling or one.first in context.places
        if one.kind == "category" and one.exact and not one.excluded and by_the_way and set(one.values) & SETTINGS:
            yield replace(one, exact=False)
        else:
            yield one


def _yielding(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """The kind of help a phrase implies by the way gives way to one that is asked for ("no insurance dentist"), a general one
    to the one beside it ("dental clinic"), and one that is not had to all others ("counseling without medication")."""
    asked = [one for one in found if one.kind == "category" and one.exact and not one.mixed and not one.excluded]
    for one in found:
        others = [other for other in asked if not one.holds(other)] if one.kind == "category" and one.exact else []
        if not one.excluded and (_topical(one, found, context) or _identity(one, found)):
            yield replace(one, exact=False)
        elif one.excluded or not others:
            yield one
        elif one.lacked and any(0 < one.first - other.last <= LACKING for other in others):
            yield replace(one, excluded=True)
        elif one.mixed or _works(one) or (set(one.values) <= GENERAL and any(context.touch(one, other) for other in others)):
            yield replace(one, exact=False)
        else:
            yield one


def _topical(one: Said, found: Sequence[Said], context: Context) -> bool:
    """Whether a word for what is the matter names its kind of help only by the way, in a sentence: "my lupus is back"."""
    if not (context.long and one.mixed and one.kind == "category" and one.exact and one.last - one.first == 1):
        return False
    return any(other.kind == "topic" and other.exact and other.holds(one) and one.holds(other) for other in found)


def _identity(one: Said, found: Sequence[Said]) -> bool:
    """Whether a word says who somebody is beside what is needed: "atheist grief support" is for atheists, no community."""
    if not (one.mixed and one.kind == "category" and one.exact and all(value.startswith(IDENTITY) for value in one.values)):
        return False
    return any(
        other.kind in {"category", "topic"}
        and not other.excluded
        and other.values != one.values
        and not one.holds(other)
        and not other.holds(one)
        for other in found
    )


def _works(one: Said) -> bool:
    """Whether it is a word for work alone, which beside another need mostly says when somebody has no time."""
    return one.values == WORK and one.last - one.first == 1 and not one.lacked


def _wanted(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Of several kinds of help those that are asked for: "I work two jobs and can't afford day care"."""
    asked = [one for one in found if one.kind == "category" and one.exact and not one.excluded]
    wanted = [one for one in asked if _wants(one, asked, context)]
    for one in found:
        if one not in asked:
            yield one
        elif (wanted and one not in wanted) or _whom(one, asked, context):
            yield replace(one, exact=any(one.holds(other) or other.holds(one) for other in wanted))
        else:
            yield one


def _pressed(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """What a sentence of crisis mentions is no need unless it is wanted: "they took my passport"."""
    asked = [one for one in found if one.kind == "category" and one.exact and not one.excluded]
    for one in found:
        late = context.long and one.first > min(context.urgent, default=one.first)
        told = late and one in asked and not one.values[0].startswith(SAFETY)
        yield replace(one, exact=False) if told and not _wants(one, asked, context) else one


def _wants(one: Said, asked: Sequence[Said], context: Context) -> bool:
    """Whether it stands behind a word of wanting, nothing else that is asked for between."""
    starts = [start for start in context.wants if start <= one.first <= start + WANTING]
    return one.lacked or any(not any(start <= other.first < one.first for other in asked) for start in starts)


def _whom(one: Said, asked: Sequence[Said], context: Context) -> bool:
    """Whether it only says for whom, or for what, another kind of help is."""
    before = range(one.first - WANTING, one.first)
    whom = any(value.startswith(WHOM) for value in one.values) and any(position in context.whose for position in before)
    what = set(one.values) <= PURPOSES and any(position in context.whose | context.towards for position in before)
    return (whom or what) and any(other.last < one.first for other in asked)


def _dated(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """A time that says until when or since when something is so is no time to come."""
    for one in found:
        yield replace(one, exact=False) if one.kind == "time" and one.first in context.spans else one


def _rides(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Where a ride leads is not what is needed: "a ride to my doctor appointment"."""
    ride = next((one for one in found if one.kind == "category" and one.values == (RIDES,) and _leads(one, context)), None)
    for one in found:
        if ride is None or one.kind not in {"category", "start"} or one.first < ride.first:
            yield one
        else:
            yield replace(one, exact=one.first == ride.first)


def _leads(ride: Said, context: Context) -> bool:
    """Whether a ride is said to lead somewhere, by the words themselves or right behind them."""
    return any(position in context.towards for position in range(ride.first, ride.last + 1))


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
