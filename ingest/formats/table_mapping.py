"""A column mapping out of a source's TOML: which columns become which field, by which transforms; and rules for rows.

[mapping]
name = "SITE NAME"                                              # a column
street = ["Address 1", "Address 2"]                             # several
mode = { value = "in-person" }                                  # what holds for every record
kinds = { from = "PROGRAM", by = ["split ,"], codes = "dycd" }  # through a vocabulary of the crosswalks
cost = { from = "Fee", map = { "No fee" = "free" } }            # through a table of its own
[[mapping.rule]]                                                # rows that are no listings
from = "Status"
is = ["Inactive"]                                               # or not = […], or missing = true; none: every row
then = "omit"                                                   # omit, quarantine, lead, hidden (its place) or area
why = "the source says that it is not active"
[mapping.ignore]                                                # columns left out on purpose, and why
"Census Tract" = "of use to statistics"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.errors import SourceError
from directory.facets import FACETS, declared
from directory.schemas_fields import nearest
from ingest.clean import crosswalk
from ingest.clean.placeholders import placeholder, template
from ingest.formats.rows import text_of
from ingest.formats.table_transforms import TRANSFORMS, Texts, Transform, parsed

OUTCOMES = ("omit", "quarantine", "lead", "hidden", "area")
TRUE_KEYS = TRANSFORMS["true-keys"]
PLACED = frozenset({"address", "street", "city", "region", "postal_code"})
TRUE = frozenset({"true", "yes", "1", "y", "t"})


@dataclass(frozen=True, slots=True)
class Entry:
    """How one field is filled: from columns or a constant value, by transforms, through codes or a table."""

    target: str
    columns: tuple[str, ...] = ()
    value: Texts = ()
    by: tuple[tuple[Transform, str], ...] = ()
    codes: str = ""
    table: Mapping[str, Texts] = field(default_factory=dict)
    label: str = ""
    country: str = "US"

    def texts(self, values: Mapping[str, Any]) -> Texts:
        """The texts of the field in a record; what stands for nothing is left out before the transforms."""
        if self.value:
            return self.value
        keyed = any(step is TRUE_KEYS for step, _ in self.by)
        found: Texts = tuple(text for name in self.columns for text in _raw(at(values, name), keyed=keyed))
        found = tuple(text for text in found if text.casefold() in self.table or not placeholder(text))
        if self.target in PLACED:
            found = tuple(text for text in found if not template(text))
        for step, argument in self.by:
            found = step.make(found, argument)
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of the rows that a column's value picks out; without a column of every row."""

    then: str
    why: str
    column: str = ""
    values: frozenset[str] = frozenset()
    unlike: bool = False
    missing: bool = False

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether the rule is about this record."""
        if not self.column:
            return True
        text = text_of(at(values, self.column)).casefold()
        if self.missing:
            return placeholder(text)
        return (text in self.values) != self.unlike


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole mapping: its entries, its rules, and the columns left out on purpose with the reason."""

    entries: tuple[Entry, ...]
    rules: tuple[Rule, ...]
    ignored: Mapping[str, str]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that an entry or a rule reads."""
        used = {name for entry in self.entries for name in entry.columns}
        return frozenset(used | {rule.column for rule in self.rules if rule.column})


def at(values: Mapping[str, Any], name: str) -> Any:
    """The value of a column, or of a dotted path into objects ("address.city"); None where it is not there."""
    if name in values:
        return values[name]
    head, dot, rest = name.partition(".")
    inner = values.get(head)
    return at(inner, rest) if dot and isinstance(inner, Mapping) else None


def _raw(value: Any, *, keyed: bool) -> Texts:
    if keyed and isinstance(value, Mapping):
        return tuple(str(key) for key, said in value.items() if text_of(said).lower() in TRUE)
    listed = value if isinstance(value, list) else [value]
    return tuple(text for one in listed if (text := text_of(one)))


def mapping(data: object, targets: Iterable[str]) -> Plan:
    """The mapping of a TOML table. Raises SourceError with every fault at once."""
    faults: list[str] = []
    if not isinstance(data, Mapping) or not data:
        raise SourceError('A table needs a [mapping], such as name = "Name of column". `python -m ingest add` proposes one.')
    known = tuple(targets)
    entries = []
    for name, said in data.items():
        if name in {"rule", "ignore"}:
            continue
        if name not in known:
            near = nearest(name, known)
            faults.append(f"mapping.{name}: there is no such field{f'; do you mean {near!r}?' if near else ''}.")
            continue
        for one in said if _listed(said) else [said]:
            entries.append(_entry(name, one, faults))
    rules = [_rule(one, faults) for one in data.get("rule", ())]
    ignored = data.get("ignore", {})
    if not isinstance(ignored, Mapping):
        faults.append('mapping.ignore: a table of columns and why, such as "Census Tract" = "of use to statistics".')
        ignored = {}
    if "name" not in data:
        faults.append("mapping.name: must be given: which column has the name?")
    if faults:
        raise SourceError("\n".join(("The mapping is not right:", *(f"  {fault}" for fault in faults))))
    return Plan(tuple(entries), tuple(rules), {str(key): str(why) for key, why in ignored.items()})


def _listed(said: object) -> bool:
    return isinstance(said, list) and bool(said) and isinstance(said[0], Mapping)


def _texts(value: object) -> Texts:
    return tuple(str(one) for one in value) if isinstance(value, list) else () if value is None else (str(value),)


def _entry(target: str, said: object, faults: list[str]) -> Entry:
    if not isinstance(said, Mapping):
        _vocabulary(target, "", faults)
        return Entry(target, columns=_texts(said))
    if strange := sorted(set(said) - {"from", "value", "by", "codes", "map", "label", "country"}):
        faults.append(
            f"mapping.{target}: there is no {', '.join(strange)}; there are from, value, by, codes, map, label, country."
        )
    if ("from" in said) == ("value" in said):
        faults.append(f"mapping.{target}: give from (columns) or value (a constant).")
    steps = []
    for text in _texts(said.get("by")):
        step = parsed(text)
        if isinstance(step, str):
            faults.append(f"mapping.{target}.by: {step}.")
        else:
            steps.append(step)
    codes, value = str(said.get("codes", "")), _texts(said.get("value"))
    _vocabulary(target, codes, faults)
    table = {str(key).casefold(): _texts(one) for key, one in dict(said.get("map", {})).items()}
    for one in (*value, *(value for texts in table.values() for value in texts)):
        if target in FACETS and one not in declared(target):
            faults.append(f"mapping.{target}: {one!r} is no value of {target}.")
    return Entry(
        target, _texts(said.get("from")), value, tuple(steps), codes, table, str(said.get("label", "")),
        str(said.get("country", "US")),
    )  # fmt: skip


def _vocabulary(target: str, codes: str, faults: list[str]) -> None:
    if (target == "kinds") != bool(codes):
        faults.append('mapping.kinds: needs codes, a vocabulary of the crosswalks such as "dycd"; other fields have none.')
        return
    try:
        crosswalk.exact(codes, "") if codes else None
    except KeyError:
        faults.append(f"mapping.{target}.codes: there is no vocabulary {codes!r}.")


def _rule(said: object, faults: list[str]) -> Rule:
    data = dict(said) if isinstance(said, Mapping) else {}
    then, why = str(data.get("then", "")), str(data.get("why", ""))
    if then not in OUTCOMES:
        faults.append(f"mapping.rule: then is one of {', '.join(OUTCOMES)}.")
    if not why:
        faults.append("mapping.rule: why must be given: it stands in every report.")
    if strange := sorted(set(data) - {"from", "is", "not", "missing", "then", "why"}):
        faults.append(f"mapping.rule: there is no {', '.join(strange)}.")
    picked = data.get("is", data.get("not"))
    if bool(data.get("from")) != (picked is not None or bool(data.get("missing"))):
        faults.append("mapping.rule: from goes with is, not or missing.")
    values = frozenset(text.casefold() for text in _texts(picked))
    return Rule(then, why, str(data.get("from", "")), values, "not" in data, bool(data.get("missing")))
