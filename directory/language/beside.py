"""What phrases mean because of those beside them: what a group is about, what goes without God, when "at night" is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from directory.facets import group_of
from directory.language.sayings import Context, Said

GROUPS = ("support-groups",)
FAITH, STEPS, SECULAR = "faith-based", "twelve-step", "secular"
RECOVERY, TWELVE_STEP, OTHERS = "recovery", "recovery/twelve-step", "recovery/non-twelve-step"
PAYING, UNINSURED = ("health/paying-for-care",), "no-insurance"
NOW, PARTS = "now", frozenset({"morning", "afternoon", "evening", "overnight"})


def subjects(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Words that say for whom and about what a group is, and only imply the topic, ask for it: "grupo para mujeres
    maltratadas"."""
    asked = [one for one in found if one.kind == "category" and one.exact and not one.excluded]
    general = any(one.values == GROUPS for one in asked) and all(one.mixed or one.values == GROUPS for one in asked)
    for one in found:
        told = one.kind == "topic" and not one.exact and not one.excluded
        about = told and any(other.mixed and other.holds(one) and one.holds(other) for other in asked)
        yield replace(one, exact=True) if general and about else one


def godless(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Recovery without faith, of no certain kind, goes without the twelve steps, whose higher power many take for God; the
    other groups are raised."""
    yield from found
    narrow = any(
        one.kind == "category" and one.exact and any(v.startswith(f"{RECOVERY}/") for v in one.values) for one in found
    )
    if narrow or not any(map(_recovers, found)):
        return
    for one in filter(_faithless, found):
        if one.excluded:
            yield replace(one, kind="format", values=(STEPS,))
            yield replace(one, kind="category", values=(TWELVE_STEP,))
        yield Said("category", (OTHERS,), False, one.first, one.last)


def _faithless(one: Said) -> bool:
    return one.kind == "format" and one.exact and (one.values == (FAITH,) if one.excluded else one.values == (SECULAR,))


def _recovers(one: Said) -> bool:
    """Whether it speaks of recovery, or of what is drunk or taken."""
    if one.excluded or one.kind not in {"category", "topic"}:
        return False
    return any(value.partition("/")[0] == RECOVERY or group_of(one.kind, value) == "substance" for value in one.values)


def unpaid(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """Who has no insurance asks for help that needs none, and not to be insured."""
    without = {(one.first, one.last) for one in found if one.kind == "start" and UNINSURED in one.values and not one.excluded}
    for one in found:
        paying = one.kind == "category" and one.values == PAYING and not one.excluded and (one.first, one.last) in without
        yield replace(one, exact=False) if paying else one


def present(found: Sequence[Said], context: Context) -> Iterator[Said]:
    """A part of the day beside "now" is the one it is: "right now at night" asks for no evening."""
    now = any(one.kind == "time" and one.exact and NOW in one.values for one in found)
    for one in found:
        yield replace(one, exact=False) if now and one.kind == "time" and PARTS.issuperset(one.values) else one
