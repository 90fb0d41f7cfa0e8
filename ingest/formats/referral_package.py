"""A data package of HSDS 2 or 3 read from its tables to drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.draft import Draft, Notes
from ingest.formats.hsds1_package import opened
from ingest.formats.hsds1_tables import Contract
from ingest.formats.referral_draft import Context, drafts, hidden_streets
from ingest.formats.referral_files import SECRETS
from ingest.formats.referral_kinds import rules
from ingest.formats.referral_rows import hinting, offers


def drafts_of(folder: Path, contract: Contract, notes: Notes, *, options: Mapping[str, object], form: str) -> Iterator[Draft]:
    """The drafts of a package's services, those of hidden places found first: others at their street must not tell it."""
    said = rules(options, form)
    with opened(folder, notes, contract) as package:
        guarded = frozenset(key for offer in hinting(package, SECRETS) for key in hidden_streets(offer))
        context = Context(said, guarded, notes)
        for offer in offers(package, notes):
            yield from drafts(offer, context)
