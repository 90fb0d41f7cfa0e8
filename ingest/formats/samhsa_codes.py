"""What a facility says of its services: groups of wordings (the locator's JSON) or service codes (its directories)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingest.clean import crosswalk
from ingest.clean import languages as clean_languages
from ingest.clean.crosswalk import Match
from ingest.draft import Draft, Notes
from ingest.formats.drafting import add
from ingest.formats.rows import text_of

_SHOWN = "TC SET TAP OT OM PHR SG EXCL EMS AS EDU ASSES TRSRV RSS DETOX AUT OTHR FT AGE GN SN"
SHOWN = frozenset(_SHOWN.split())
"""Groups that a visitor reads; the others are about licences, funding and smoking rules."""
_MAIN = """
TC SET FT HOSP DETOX SA MH DT HH OP HI RES PHDT HID HIT OD ODT OIT ORT OMB RD RL RS CMHC CBHC MSMH OMH ORES PH PSY RTCA RTCC
IPSY SHP VAHC OTP"""
MAIN = frozenset(_MAIN.split())
"""Groups of wordings, and codes, that say what a facility is."""
TREATMENT = frozenset({"recovery", "mental-health", "crisis", "health"})
ANCILLARY = frozenset({"AS", "ASSES", "SCR", "TRSRV"})
"""Groups of what is done before, beside and after treatment."""
BESIDE = frozenset({"recovery/smoking"})
"""What most facilities screen for, and few are gone to for."""
_CODES = re.compile(r"[\s*;,|]+")
_KINDS = {"HRSA": (("category", "health/clinics"),), "BUPREN": (("category", "recovery/medication"), ("topic", "opioids"))}
"""Types of facility that are no service codes."""
_MEN, _WOMEN = frozenset({"male", "men"}), frozenset({"female", "women"})


def typed(draft: Draft, kind: str, notes: Notes) -> None:
    """Puts what the type of a facility says (SA, MH, OTP, HRSA) into the draft, where its services said no kind of help."""
    if draft.facets.get("category") or not kind:
        return
    code = kind.upper()
    match = Match(code, _KINDS[code]) if code in _KINDS else crosswalk.exact("samhsa", code)
    _said(draft, [(code, match)], "samhsa", notes)


def coded(draft: Draft, text: str, notes: Notes) -> None:
    """Puts what the service codes of a directory say into the draft ("SA * DT * OP")."""
    codes = [code for code in _CODES.split(text.strip().upper()) if code]
    _said(draft, ((code, crosswalk.exact("samhsa", code)) for code in dict.fromkeys(codes)), "samhsa", notes)
    _only(
        draft,
        {"male"} if "MALE" in codes and "FEM" not in codes else {"female"} if "FEM" in codes and "MALE" not in codes else set(),
    )


def worded(draft: Draft, services: Iterable[Mapping[str, Any]], notes: Notes) -> None:
    """Puts what groups of wordings say into the draft, and into its description those a visitor reads."""
    matches, told = [], []
    for group in services:
        code, text = text_of(group.get("f2")).upper(), text_of(group.get("f3"))
        values = [value.strip() for value in text.split(";") if value.strip()]
        matches += [(f"{code}:{value}", _match(code, value)) for value in values]
        if code == "OL":
            add(draft, "language", clean_languages.languages(", ".join(values)).values)
        if code in {"GN", "SN"}:
            _only(draft, {value.lower() for value in values} if len(values) == 1 else set())
        if code in SHOWN and values:
            told.append(f"{text_of(group.get('f1')).partition(' (')[0]}: {'; '.join(values)}")
    _said(draft, matches, "samhsa-text", notes)
    draft.description = "\n".join(told)


def _match(group: str, value: str) -> Match | None:
    return crosswalk.exact("samhsa-text", f"{group}:{value}") or crosswalk.exact("samhsa-group", group)


def _said(draft: Draft, matches: Iterable[tuple[str, Match | None]], vocabulary: str, notes: Notes) -> None:
    listed = list(_told(matches, vocabulary, notes))
    said = crosswalk.indexed(listed)
    for code in said.unknown:
        notes.unmapped(vocabulary, code)
    for facet, values in said.facets.items():
        add(draft, facet, _kinds(values, listed) if facet == "category" else values)


def _kinds(values: list[str], matches: list[tuple[str, Match | None]]) -> list[str]:
    """At most three kinds of help: those of the type of care, setting and facility, then other treatment. What goes with it
    (housing, transport, case management) is no listing of its own: nobody is housed there who is not treated there."""
    first = [
        value
        for code, match in matches
        if match is not None and (code.partition(":")[0] in MAIN or code in MAIN)
        for facet, value in match.pairs
        if facet == "category"
    ]
    own = {
        value
        for code, match in matches
        if match is not None and code.partition(":")[0] not in ANCILLARY
        for facet, value in match.pairs
        if facet == "category"
    }
    treatment = [one for one in values if one.partition("/")[0] in TREATMENT and one in own and not (first and one in BESIDE)]
    kept = [value for value in crosswalk.narrowest((*first, *treatment)) if value in values]
    return kept[:3] or values[:3]


def _told(matches: Iterable[tuple[str, Match | None]], vocabulary: str, notes: Notes) -> Iterator[tuple[str, Match | None]]:
    for code, match in matches:
        if match is not None and match.ignored:
            notes.ignored(f"{vocabulary} {match.code}: not a kind of help")
        yield code, match


def _only(draft: Draft, accepted: set[str]) -> None:
    """A facility that accepts one sex turns the other away."""
    value = "men" if accepted & _MEN else "women" if accepted & _WOMEN else ""
    if value and value not in draft.only:
        draft.only.append(value)
        add(draft, "audience", [value])
