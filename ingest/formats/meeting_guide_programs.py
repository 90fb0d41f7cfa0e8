"""Fellowships and programs of Meeting Guide feeds: what their meetings are (taxonomy filing rules F6 and F7).

The feed does not say which fellowship it is of; the option `program` does, by the short names of the 12 Step Meeting List
plugin (`includes/variables.php`) and a few more. What is filed where follows the vocabulary of `data/seed/need-words`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

DONATION = ("donation",)
"""Twelve-step groups have no dues or fees and live on what members put in the hat (their Seventh Tradition)."""
STEPS = ("twelve-step", "peer-led")
OTHER = ("not-twelve-step", "peer-led")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What every meeting of a program is. `numbered`: names begin with the group's registration number."""

    name: str
    short: str = ""
    categories: tuple[str, ...] = ("recovery/twelve-step",)
    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = STEPS
    audiences: tuple[str, ...] = ()
    faiths: tuple[str, ...] = ()
    costs: tuple[str, ...] = DONATION
    numbered: bool = False


_FAMILY = ("family-caregivers/family-groups",)
_EATING = ("support-groups/eating-body",)
_RELATING = ("support-groups/relationships",)
_TRAUMA = ("support-groups/trauma-abuse",)
_NOT_STEPS = ("recovery/non-twelve-step",)

PROGRAMS: Mapping[str, Program] = MappingProxyType(
    {
        "aa": Program(name="Alcoholics Anonymous", short="AA", topics=("alcohol",)),
        "aca": Program(
            name="Adult Children of Alcoholics & Dysfunctional Families",
            short="ACA",
            categories=_TRAUMA,
            topics=("codependency",),
        ),
        "al-anon": Program(
            name="Al-Anon Family Groups", short="Al-Anon", categories=_FAMILY, topics=("alcohol",), numbered=True
        ),
        "alateen": Program(name="Alateen", categories=_FAMILY, topics=("alcohol",), audiences=("teens",), numbered=True),
        "ca": Program(name="Cocaine Anonymous", short="CA", topics=("stimulants",)),
        "cea-how": Program(name="Compulsive Eaters Anonymous-HOW", short="CEA-HOW", categories=_EATING, topics=("eating",)),
        "celebrate-recovery": Program(
            name="Celebrate Recovery", formats=("twelve-step", "peer-led", "faith-based"), faiths=("christian",)
        ),
        "cma": Program(name="Crystal Meth Anonymous", short="CMA", topics=("stimulants",)),
        "coda": Program(name="Co-Dependents Anonymous", short="CoDA", categories=_RELATING, topics=("codependency",)),
        "da": Program(name="Debtors Anonymous", short="DA", topics=("debt-spending",)),
        "daa": Program(name="Drug Addicts Anonymous", short="DAA", topics=("other-drugs",)),
        "dra": Program(name="Dual Recovery Anonymous", short="DRA", topics=("dual-diagnosis",)),
        "ea": Program(name="Emotions Anonymous", short="EA", categories=("support-groups/mental-health",)),
        "eda": Program(name="Eating Disorders Anonymous", short="EDA", categories=_EATING, topics=("eating",)),
        "families-anonymous": Program(name="Families Anonymous", short="FA", categories=_FAMILY, topics=("other-drugs",)),
        "ga": Program(name="Gamblers Anonymous", short="GA", topics=("gambling",)),
        "gam-anon": Program(name="Gam-Anon", categories=_FAMILY, topics=("gambling",)),
        "ha": Program(name="Heroin Anonymous", short="HA", topics=("opioids",)),
        "ma": Program(name="Marijuana Anonymous", short="MA", topics=("cannabis",)),
        "na": Program(name="Narcotics Anonymous", short="NA", topics=("other-drugs",)),
        "nar-anon": Program(name="Nar-Anon Family Groups", short="Nar-Anon", categories=_FAMILY, topics=("other-drugs",)),
        "nica": Program(name="Nicotine Anonymous", short="NicA", topics=("tobacco",)),
        "oa": Program(name="Overeaters Anonymous", short="OA", categories=_EATING, topics=("eating",)),
        "pa": Program(name="Pills Anonymous", short="PA", topics=("opioids",)),
        "pal": Program(
            name="Parents of Addicted Loved Ones",
            short="PAL",
            categories=_FAMILY,
            topics=("other-drugs",),
            formats=OTHER,
            audiences=("parents",),
            costs=(),
        ),
        "rca": Program(name="Recovering Couples Anonymous", short="RCA", audiences=("couples",), topics=("relationships",)),
        "rd": Program(
            name="Recovery Dharma", short="RD", categories=_NOT_STEPS, formats=(*OTHER, "mindfulness"), faiths=("buddhist",)
        ),
        "rr": Program(
            name="Refuge Recovery", short="RR", categories=_NOT_STEPS, formats=(*OTHER, "mindfulness"), faiths=("buddhist",)
        ),
        "sa": Program(name="Sexaholics Anonymous", short="SA", topics=("sex-love",)),
        "saa": Program(name="Sex Addicts Anonymous", short="SAA", topics=("sex-love",)),
        "sca": Program(name="Sexual Compulsives Anonymous", short="SCA", topics=("sex-love",)),
        "sia": Program(
            name="Survivors of Incest Anonymous",
            short="SIA",
            categories=_TRAUMA,
            topics=("childhood-abuse", "sexual-violence"),
            audiences=("survivors",),
        ),
        "slaa": Program(name="Sex and Love Addicts Anonymous", short="SLAA", categories=_RELATING, topics=("sex-love",)),
        "smart": Program(
            name="SMART Recovery", categories=_NOT_STEPS, formats=("not-twelve-step", "secular", "skills-based"), costs=()
        ),
        "ua": Program(name="Underearners Anonymous", short="UA", topics=("debt-spending",)),
        "va": Program(name="Violence Anonymous", short="VA", topics=("anger",)),
        "wa": Program(name="Workaholics Anonymous", short="WA"),
    }
)

SPECIFIED = "aa"
"""Whose meetings a feed has that names no fellowship: the specification is "to help sync information about AA meetings"
(code4recovery/spec); others that use it say who they are."""
_SHORT = {"aa": r"\bAA\b|\bA\.A\.", "al-anon": r"\bAFG\b|\bAl-?Anon\b"}
_NAMES = {
    key: re.compile("|".join(filter(None, (rf"(?i:\b{re.escape(program.name)}\b)", _SHORT.get(key)))))
    for key, program in PROGRAMS.items()
}


def program_named(texts: Iterable[str]) -> tuple[str, int]:
    """The program that most of the texts name, and how many do; `SPECIFIED` and 0 where none is named."""
    counted = Counter(key for text in texts for key, names in _NAMES.items() if names.search(text))
    return counted.most_common(1)[0] if counted else (SPECIFIED, 0)
