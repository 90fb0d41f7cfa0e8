"""The durable memory: what each source said and when, runs, what was refused, what was decided, and what is published of it.

`Catalogue` is all that the rest knows of the database; the values it takes and gives are here.
"""

from __future__ import annotations

from directory.catalogue.backup import put_back
from directory.catalogue.catalogue import FILE, Catalogue
from directory.catalogue.decisions import Correction, Decided, Decision, Hide, Merge, Signed, Split, Verification
from directory.catalogue.folding import Origin
from directory.catalogue.inbox import Inbox, Queue
from directory.catalogue.likeness import Likeness
from directory.catalogue.reports import Kept, Report, Sent
from directory.catalogue.runs import Changes, Fed, Lead, Refusal, Run
from directory.catalogue.trails import Trail, Trails

__all__ = [
    "FILE",
    "Catalogue",
    "Changes",
    "Correction",
    "Decided",
    "Decision",
    "Fed",
    "Hide",
    "Inbox",
    "Kept",
    "Lead",
    "Likeness",
    "Merge",
    "Origin",
    "Queue",
    "Refusal",
    "Report",
    "Run",
    "Sent",
    "Signed",
    "Split",
    "Trail",
    "Trails",
    "Verification",
    "put_back",
]
