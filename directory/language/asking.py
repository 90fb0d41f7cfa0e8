"""Which of the kinds of help that a text names are asked for: the others raise what fits, and filter nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from directory.language.rows import NEEDS
from directory.language.sayings import Context, Said
from directory.taxonomy import lineage

RIDES = "practical/transport"
WORK = ("practical/work",)
TALK = ("crisis/warmlines",)
LEGAL, LAWYER = "practical/legal/", ("practical/legal/legal-aid",)
ADVICE = ("guidance/information",)
"""Whom to ask is what everybody looks for who tells a need: "my teenager is out of control and I don't know who to call"."""
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
        "health/clinics", "learning/school-support", "learning/adult-education", "faith/congregations",
        "health/home-long-term-care", "practical/work", "mental-health/counseling", "mental-health/psychiatry",
        "mental-health/psychologists", "mental-health/social-work", "practical/housing/shelter",
        "practical/housing/affordable", "practical/legal/justice-reentry",
    }
)  # fmt: skip
"""Kinds of help whose words also name who told something, or where somebody is."""
MENTIONED = frozenset({"social/youth", "learning/school-support", "practical/work"})
"""Kinds of help that one word for children, school or work implies."""
AILING, FAMILY = frozenset({"recovery", "mental-health"}), "family-caregivers/"
IDENTITY = ("faith/humanist", "culture/")
PURPOSES = frozenset(
    {
        "practical/work",
        "learning/school-support",
        "learning/adult-education",
        "health/clinics",
        "practical/legal/justice-reentry",
        "practical/housing/affordable",
    }
)
"""Kinds of help whose words also say what another is for: "clothes for a job interview", "furniture for an apartment"."""
GENERAL = frozenset({"health/clinics", "learning", "social/clubs", "support-groups"})
"""Kinds of help whose words another one beside them makes narrower."""
SAFETY = "crisis/"
GROUPS = ("support-groups",)
FORMS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("support-groups", "mental-health"): ("support-groups/mental-health",),
    ("support-groups", "recovery"): ("recovery/twelve-step", "recovery/non-twelve-step"),
    ("support-groups", "family-caregivers"): ("family-caregivers/caregiver-groups", "family-caregivers/family-groups"),
}
"""What help comes as, with a whole field of help: "peer support group for mental health"."""
LINE, LINES = ("crisis/lifelines",), ("crisis/lifelines", "crisis/warmlines", "crisis/topic-helplines")
"""A line, and all of them, one of which is for somebody or with something: "lgbt helpline", "anorexia hotline"."""
YOUNG = frozenset({"children", "teens"})
TALKING = ("mental-health/counseling",)
DAYTIME, AGEING = ("mental-health/day-residential",), frozenset({"dementia", "brain-injury"})
DAYTIME_AGEING = ("family-caregivers/respite", "health/home-long-term-care")
"""A day program, for whom it is no treatment."""
YOUNG_TALKING = ("mental-health/counseling", "mental-health/children-teens")


def narrowed(found: Sequence[Said], context: Context) -> Iterator[Said]:
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


def formed(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Groups for a whole field of help are its groups, talking for the young is help for the young, too, and a line for
    somebody or with something is any line."""
    groups = [one for one in found if one.values == GROUPS and one.exact and not one.excluded]
    young = any(one.kind == "audience" and not one.excluded and YOUNG.issuperset(one.values) for one in found)
    for one in found:
        asked = one.kind == "category" and one.exact and not one.excluded
        forms = [FORMS[GROUPS[0], value] for value in one.values if (GROUPS[0], value) in FORMS] if asked else []
        if forms and any(context.touch(group, one) for group in groups):
            yield replace(one, values=tuple(value for form in forms for value in form), mixed=False)
        elif asked and one.values == DAYTIME and any(other.kind == "topic" and AGEING & {*other.values} for other in found):
            yield replace(one, values=DAYTIME_AGEING)
        elif asked and one.values == TALKING and young:
            yield replace(one, values=YOUNG_TALKING)
        elif asked and one.values == LINE and any(_meets(one, other, context) for other in found):
            yield replace(one, values=LINES)
        else:
            yield one


def _meets(one: Said, other: Said, context: Context) -> bool:
    """Whether another beside it says for whom, or with what, it is."""
    return other.kind in {"audience", "topic"} and not other.excluded and context.touch(one, other)


def told(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Who tells something, and where somebody is, is no help that is asked for: "our doctor says", "he is in the hospital"."""
    for one in found:
        by_the_way = one.last in context.telling or one.first in context.places
        if one.kind == "category" and one.exact and not one.excluded and by_the_way and set(one.values) & SETTINGS:
            yield replace(one, exact=False)
        else:
            yield one


def yielding(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """The kind of help a phrase implies by the way gives way to one that is asked for ("no insurance dentist"), a general one
    to the one beside it ("dental clinic"), and one that is not had to all others ("counseling without medication")."""
    asked = [one for one in found if one.kind == "category" and one.exact and not one.mixed and not one.excluded]
    asked = [one for one in asked if not _talks(one, found, context)]
    for one in found:
        others = [other for other in asked if not one.holds(other)] if one.kind == "category" and one.exact else []
        if not one.excluded and any(says(one, found, context) for says in (_topical, _identity, _ails, _talks)):
            yield replace(one, exact=False)
        elif one.excluded or not others:
            yield one
        elif one.lacked and any(0 < one.first - other.last <= LACKING for other in others):
            yield replace(one, excluded=True)
        elif one.mixed or _works(one) or _talks(one, others, context) or _general(one, others, context):
            yield replace(one, exact=False)
        else:
            yield one


def _topical(one: Said, found: Sequence[Said], context: Context) -> bool:
    """Whether a word for what is the matter names its kind of help only by the way, in a sentence: "my lupus is back"."""
    if not (context.long and one.mixed and one.kind == "category" and one.exact and one.last - one.first == 1):
        return False
    return any(other.kind == "topic" and other.exact and other.holds(one) and one.holds(other) for other in found)


def _identity(one: Said, found: Sequence[Said], context: Context) -> bool:
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


def _ails(one: Said, found: Sequence[Said], context: Context) -> bool:
    """Whether a word says who is ill, where help for their family is asked for: "mother of an addict"."""
    if one.kind != "category" or not one.exact or one.last - one.first > 1 or not AILING.issuperset(one.values):
        return False
    return any(
        other.kind == "category" and other.exact and not other.excluded and all(v.startswith(FAMILY) for v in other.values)
        for other in found
    )


def _general(one: Said, others: Sequence[Said], context: Context) -> bool:
    """Whether another kind of help makes it narrower: the one beside it, or of the law any ("asylum hearing … no lawyer")."""
    if set(one.values) <= GENERAL:
        return any(context.touch(one, other) for other in others)
    return one.values == LAWYER and any(all(value.startswith(LEGAL) for value in other.values) for other in others)


def _talks(one: Said, found: Sequence[Said], context: Context) -> bool:
    """Whether it says with whom somebody wants to talk: "I need to talk to a rabbi"."""
    if one.kind != "category" or one.values != TALK or one.last not in context.towards:
        return False
    whom = (other for other in found if other.kind == "category" and other.exact and not other.excluded)
    return any(one.last < other.first <= one.last + WANTING for other in whom)


def _works(one: Said) -> bool:
    """Whether it is a word for work alone, which beside another need mostly says when somebody has no time."""
    return one.values == WORK and one.last - one.first == 1 and not one.lacked


def wanted(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Of several kinds of help those that are asked for: "I work two jobs and can't afford day care". Where none is certain,
    what is implied right behind a word of wanting is asked for: "want to find a meeting"."""
    if not any(one.kind == "category" and one.exact and not one.excluded for one in found):
        found = [replace(one, exact=True) if _sought(one, context) else one for one in found]
    asked = [one for one in found if one.kind == "category" and one.exact and not one.excluded]
    wanted = [one for one in asked if _wants(one, asked, context)]
    for one in found:
        if one not in asked:
            yield one
        elif (wanted and one not in wanted) or _whom(one, asked, context):
            yield replace(one, exact=any(_one(one, other) for other in wanted))
        else:
            yield one


def _sought(one: Said, context: Context) -> bool:
    implied = one.kind == "category" and not (one.exact or one.excluded or one.offered or one.mixed)
    return implied and (one.first in context.wants or (one.first - 1 in context.wants and one.first - 1 in context.towards))


def advised(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Whom to ask gives way, in a sentence, to any need that is told."""
    needs = [one for one in found if one.kind in NEEDS and not one.excluded and not one.offered and one.values != ADVICE]
    for one in found:
        asks = context.long and one.kind == "category" and one.values == ADVICE and not one.excluded
        yield replace(one, exact=False) if asks and any(not other.holds(one) for other in needs) else one


def mentioned(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """A word for whom somebody lives with or where they are all day implies no kind of help in a sentence that says what is
    needed, or for whom ("kids at school are cruel to my gay daughter")."""
    aside = [one for one in found if context.long and _mentions(one)]
    needs = any(one.kind in NEEDS and not one.excluded and not one.offered and one not in aside for one in found)
    whom = any(one.kind == "audience" and one.exact and not one.excluded for one in found)
    yield from (one for one in found if one not in aside or not (needs or whom))


def _mentions(one: Said) -> bool:
    implied = one.kind == "category" and not one.exact and not one.excluded and not one.offered
    return implied and one.last - one.first == 1 and MENTIONED.issuperset(one.values)


def _one(one: Said, other: Said) -> bool:
    """Whether two say one need: in the same words, or a lawyer and what he is for ("my asylum hearing … no lawyer")."""
    legal = all(value.startswith(LEGAL) for value in (*one.values, *other.values))
    return legal or one.holds(other) or other.holds(one)


def pressed(found: Sequence[Said], context: Context) -> Iterator[Said]:
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
    what = set(one.values) <= PURPOSES and any(position in context.whose | context.towards | context.so for position in before)
    return (whom or what) and any(other.last < one.first for other in asked)


def rides(found: Sequence[Said], context: Context) -> Iterator[Said]:
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
