"""One help, one listing: which listings say the same thing, and what becomes of them.

within     the same key twice in one source
sketches   what a listing is compared by, small enough to keep for every one
sketching  sketches of many records, on two cores
blocking   which pairs are worth comparing: near linear, whatever the feed
comparing  a pair field by field: what agrees, what differs, what nobody knows
doubting   what speaks against a merge however much agrees
deciding   same (merged by the rule), maybe (asked of a person), different; no merge joins what is apart
remembered what was compared, so that only what changed is compared again; `packing` makes bytes of sketches
merging    a merge as a decision: which id goes on, whose value each field takes, in sentences
keeping    merges by the rule in the catalogue: made, renewed, taken back
explaining questions as people read them
"""

from ingest.dedupe.within import SAME_CONTENT, SAME_KEY, distinct

__all__ = ["SAME_CONTENT", "SAME_KEY", "distinct"]
