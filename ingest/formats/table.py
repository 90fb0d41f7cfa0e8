"""Any table by a column mapping: CSV, TSV, sheets, JSON, NDJSON and GeoJSON. What its columns mean is said in the source's TOML
(`table_mapping`), by named transforms and without code; every column is mapped, left out with a reason, or told as left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from directory.errors import SourceError
from ingest.clean import discreet
from ingest.clean.addresses import secret_text
from ingest.draft import Draft, Notes, Refused, Where
from ingest.formats.drafting import NO_DOOR, Door, Quiet, account, door_of, guarded, kept_back, reached, told
from ingest.formats.flags import MARKED, marked
from ingest.formats.hsds1_draft import BESIDE
from ingest.formats.options import only_options
from ingest.formats.rows import Row, Rows, Wanted, files, kind_of, text_of
from ingest.formats.rows import read as rows
from ingest.formats.table_mapping import Plan, Rule, mapping
from ingest.formats.table_proposal import proposal
from ingest.formats.table_targets import TARGETS, Making, finish

FORMAT = "table"
SUMMARY = "Any CSV, TSV, XLSX, JSON, NDJSON or GeoJSON, by a [mapping] of its columns"

SAMPLE = 200
"""Records looked at to propose a mapping."""
TWICE = "it says all that an earlier row says"
UNSEEN = "the mapping names a key that no record has"
_KINDS = {"delimited": "a table of columns", "sheet": "a sheet (XLSX)", "json": "JSON", "lines": "JSON, a record a line"}


@dataclass(frozen=True, slots=True)
class _Account:
    """What of a record is read, by its first name, and what is left out on purpose."""

    plan: Plan
    taken: frozenset[str]


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """The draft of every record, in the order of the files.

    Options:
      mapping    the source's [mapping], see `table_mapping`
      records    where a JSON file has its records, a dotted path such as "data.items"; else its first array of objects
      sheet      the name of a sheet; else the first
      delimiter  between the fields of a text; else what the first line has most of
    Raises SourceError for a mapping or a file that is not right, and for a table that lacks a column of the mapping.
    """
    only_options(options, ("mapping", "records", "sheet", "delimiter"), FORMAT)
    plan = mapping(options.get("mapping"), TARGETS)
    wanted = Wanted(*(str(options.get(name, "")) for name in ("records", "sheet", "delimiter")))
    for file in files(path):
        hidden = hidden_doors(rows(file, Quiet(), wanted), plan)
        yield from drafts(rows(file, notes, wanted), plan, notes, hidden=hidden)


def hidden_doors(found: Rows, plan: Plan) -> frozenset[Door]:
    """The doors of a file that some row does not want to be told: no other row of the organization may tell them either."""
    if found.columns and not plan.columns <= set(found.columns):
        return frozenset()  # `drafts` says so
    taken = frozenset(plan.columns) | {name.partition(".")[0] for name in plan.columns}
    doors = set[Door]()
    for row in found.records:
        private = marked(row.values, taken | plan.ignored.keys())
        if private or _may_hide(row, plan):
            beside = account(row.values, taken, plan.ignored, (found.name, Quiet()))
            draft = _draft(row, found.where(row, ""), plan, Quiet(), beside=beside)
            doors.update((door_of(draft),) if private or draft.visibility == "hidden" else ())
    return frozenset(doors) - {NO_DOOR}


def _may_hide(row: Row, plan: Plan) -> bool:
    """Whether a rule or any of its texts may hide its place: of most rows none does, and no draft is made twice."""
    if any(one.then == "hidden" and one.holds(row.values) for one in plan.rules):
        return True
    texts = [text_of(value) for value in row.values.values()]
    return bool(discreet.telling(texts)) or any(map(secret_text, texts))


def drafts(found: Rows, plan: Plan, notes: Notes, *, hidden: frozenset[Door] = frozenset()) -> Iterator[Draft]:
    """The draft of every record of a file by a mapping; behind a hidden door it is told by its area. Raises SourceError for a
    table that lacks a column of the mapping."""
    if found.columns and (lost := sorted(plan.columns - set(found.columns))):
        has = ", ".join(repr(name) for name in found.columns)
        raise SourceError(f"{found.name} lacks what the mapping names: {', '.join(map(repr, lost))}; it has {has}.")
    heads = {name if name in found.columns else name.partition(".")[0] for name in plan.columns}
    counted = _Account(plan, frozenset(plan.columns | heads))
    unseen = set(counted.taken) if not found.columns else set()
    known = counted.taken | plan.ignored.keys()
    seen: set[int] = set()
    for row in found.records:
        unseen.difference_update(row.values)
        beside = account(row.values, counted.taken, plan.ignored, (found.name, notes))
        where = found.where(row, "")
        said = hash(tuple((name, text_of(value)) for name, value in row.values.items() if name not in plan.ignored))
        if said in seen:
            notes.folded(1)
            notes.guess(TWICE, where)
            continue
        seen.add(said)
        left = next((one for one in plan.rules if one.then in {"omit", "quarantine"} and one.holds(row.values)), None)
        omitted = left is not None and left.then == "omit"
        draft = _draft(row, where, plan, Quiet() if omitted else notes, beside=beside)
        if private := marked(row.values, known):
            draft.visibility = "hidden"
        _beside(draft, hidden, notes)
        if left is not None and omitted:
            notes.omitted(left.why)
            yield from kept_back(draft)
            continue
        try:
            if private:
                raise Refused(f"{MARKED}: a rule of the mapping may say what of it is told")
            yield _sound(draft, left)
        except Refused as refusal:
            notes.refuse(str(refusal), *told(draft))
            yield from kept_back(draft)
    for name in sorted(unseen & plan.columns):
        notes.guess(f"{UNSEEN}: {name}", Where(found.name, 0, ""))


def _beside(draft: Draft, hidden: frozenset[Door], notes: Notes) -> None:
    """Tells a place behind a hidden door by its area."""
    if draft.visibility == "public" and door_of(draft) in hidden:
        notes.guess(BESIDE, draft.where)
        draft.visibility = "area"


def _sound(draft: Draft, left: Rule | None) -> Draft:
    """The draft, if it is a lead or a listing. Raises Refused for what a rule quarantines or nobody could reach."""
    if left is not None:
        raise Refused(left.why)
    if not draft.lead:
        reached(draft)
    return draft


def _draft(row: Row, where: Where, plan: Plan, notes: Notes, *, beside: list[str]) -> Draft:
    making = Making(Draft(key="", where=where, name="", beside=beside), notes)
    for entry in plan.entries:
        if texts := entry.texts(row.values):
            TARGETS[entry.target](making, texts, entry)
    draft = finish(making)
    draft.where = Where(where.file, where.row, draft.key)
    for one in plan.rules:
        if one.holds(row.values):
            _marked(draft, one)
    guarded(draft)
    return draft


def _marked(draft: Draft, rule: Rule) -> None:
    if rule.then == "lead":
        draft.lead = draft.lead or rule.why
    elif rule.then == "hidden":
        draft.visibility = "hidden"
    elif rule.then == "area" and draft.visibility == "public":
        draft.visibility = "area"


def suggested(path: Path, options: Mapping[str, object]) -> tuple[dict[str, object], str]:
    """The mapping that the first records suggest, and why, for `add` to write down and show; none where there is one."""
    if options.get("mapping"):
        return {}, ""
    wanted = Wanted(*(str(options.get(name, "")) for name in ("records", "sheet", "delimiter")))
    found = rows(files(path)[0], Quiet(), wanted)
    made = proposal([row.values for row in islice(found.records, SAMPLE)], str(options.get("country", "US")))
    lines = [f"{column} is {field} ({why})" for column, field, why in made.taken]
    left = f"Not taken: {', '.join(made.left)}." if made.left else "Every column is taken."
    return {"mapping": made.mapping}, "\n".join((*(f"  {line}" for line in lines), f"  {left}"))


def recognises(name: str, head: bytes) -> str | None:
    """What a file is that can be read by a column mapping; None for what is no table. It is asked last."""
    del name  # a download has none that says anything
    kind = kind_of(head)
    first = head.split(b"\n", 1)[0]
    if not head.strip() or (
        kind == "delimited" and (b"\x00" in first or not any(mark in first for mark in (b",", b"\t", b";")))
    ):
        return None
    return f"{_KINDS[kind]} of no format that is known by name"
