"""What the index is: fields, analyzers, settings, and a fingerprint of them."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from directory.facets import FACETS
from directory.index.declared import fingerprint

Plain = dict[str, Any]

DEEPEST_WINDOW = 20_000
"""Results that `from` reaches; paging by number ends earlier (query.DEEPEST), walks go on by token."""
GRAM = 20
"""Letters of a word's beginning that are indexed for autocomplete; more typed letters are cut there."""

KEYWORD: Plain = {"type": "keyword"}
FILTERED: Plain = {"type": "keyword", "doc_values": False}
COUNTED: Plain = {"type": "keyword", "index": False}
LONG: Plain = {"type": "long"}
SPANS: Plain = {"type": "long_range", "doc_values": False}
SPANISH: Plain = {"type": "text", "analyzer": "spanish_words", "norms": False}
SEARCHED: Plain = {"type": "text", "analyzer": "english_words", "norms": False, "fields": {"spanish": SPANISH}}
TYPED: Plain = {
    "type": "text",
    "analyzer": "beginnings",
    "search_analyzer": "typed",
    "norms": False,
    "fields": {"word": {"type": "text", "analyzer": "plain_words", "norms": False, "index_options": "docs"}},
}
FIELDS: Plain = {
    "revision": {"type": "long", "index": False},
    "flags": FILTERED,
    "yes": KEYWORD,
    "no": FILTERED,
    "organization_key": KEYWORD,
    "serves": FILTERED,
    "serves_exactly": FILTERED,
    "areas": FILTERED,
    "point": {"type": "geo_point"},
    "ages": {"type": "integer_range", "doc_values": False},
    "order": {"type": "keyword", "index": False},
    "checked": {"type": "long", "index": False},
    "static": {"type": "double", "index": False},
    "source": {"type": "keyword", "index": False},
    "seen": {"type": "integer", "index": False},
    "name": {**SEARCHED, "copy_to": ["own", "all"]},
    "own": {**SEARCHED, "copy_to": "all"},
    "label": {"type": "text", "index": False, "copy_to": "all"},
    "all": SEARCHED,
    "first": FILTERED,
    "says": FILTERED,
    "listing_name": TYPED,
    "organization_name": TYPED,
    "name_length": LONG,
    "organization_length": LONG,
    "organization_order": COUNTED,
    "hours": FILTERED,
    "open": SPANS,
    "room": SPANS,
    "start": LONG,
    "dated": SPANS,
    "dated_room": SPANS,
    "dated_start": LONG,
    "ends": {"type": "integer", "doc_values": False},
    "expanded": {"type": "integer", "doc_values": False},
    "season": {"type": "nested", "properties": {"until": LONG, "hours": FILTERED, "room": SPANS}},
    "clock": {"type": "keyword", "index": False},
    "facets": {"properties": dict.fromkeys(FACETS, COUNTED)},
    "body": {"type": "keyword", "index": False, "doc_values": False, "store": True},
    "state": {"type": "object", "enabled": False},
}
"""`hours.py` says what the fields of time hold, `document.py` the rest. Range fields without doc values are never read a
document at a time, which costs more than their trees as soon as some hundred documents are found. The lengths of names are
indexed though they are only sorted by: so the server passes over what is too long for the first names (four times faster
where 54,000 of 200,000 begin so).
`body` is the listing as JSON text, stored apart from the source: to fetch it alone takes a tenth of a search less than to parse
the source for it on both sides."""

ANALYSIS: Plain = {
    # Texts come folded (`listing.fold`): the tokenizer only parts them, and Han signs from each other.
    "filter": {
        "english_stems": {"type": "stemmer", "language": "porter2"},
        "spanish_stems": {"type": "snowball", "language": "Spanish"},
        "beginnings_only": {"type": "edge_ngram", "min_gram": 1, "max_gram": GRAM},
        "cut": {"type": "truncate", "length": GRAM},
    },
    "analyzer": {
        "plain_words": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
        "english_words": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "english_stems"],
        },
        "spanish_words": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "spanish_stems"],
        },
        "beginnings": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "beginnings_only"],
        },
        "typed": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding", "cut"]},
    },
}

SETTINGS: Plain = {
    "number_of_shards": 1,
    "max_result_window": DEEPEST_WINDOW,
    "mapping.nested_objects.limit": 10_000,
    "gc_deletes": "1h",
    "analysis": ANALYSIS,
}
LOADING: Plain = {
    "number_of_replicas": 0,
    "refresh_interval": "-1",
    "translog": {"durability": "async"},
    "merge.policy.segments_per_tier": 100,  # all of it is merged once, at the end
}
"""While a generation is built: nobody reads it, and what a crash loses is built again."""
SERVING: Plain = {
    "auto_expand_replicas": "0-1",  # one copy more as soon as there is a second node
    "refresh_interval": "1s",
    "translog": {"durability": "request"},
    "merge.policy.segments_per_tier": None,
}


@cache
def mapping_fingerprint() -> str:
    """Sixteen hexadecimal digits that change with the declarations, the mapping or the settings."""
    told = json.dumps([fingerprint(), FIELDS, SETTINGS], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def index_body(generation: str, first: str, alias: str) -> Plain:
    """The body that creates a generation, written to as `alias`; `first` is the ISO day from which sessions are expanded."""
    meta = {"fingerprint": mapping_fingerprint(), "generation": generation, "first": first}
    return {
        "settings": {"index": SETTINGS | LOADING},
        "mappings": {"dynamic": "strict", "_meta": meta, "properties": FIELDS},
        "aliases": {alias: {}},
    }
