"""The tags of OpenStreetMap that are read, and those that are left out on purpose."""

from __future__ import annotations

import re

KINDS = (
    "amenity", "social_facility", "social_facility:for", "community_centre", "community_centre:for", "healthcare", "office",
    "shop", "club", "religion", "denomination", "wheelchair",
)  # fmt: skip
"""Tags that the crosswalk `osm` has values of, as key=value."""
MAIN = frozenset({"amenity", "social_facility", "community_centre", "healthcare", "office", "shop", "club"})
"""Tags that say what something is; the others say more of it."""

PHONES = {"phone": "call", "contact:phone": "call", "fax": "fax", "contact:fax": "fax", "contact:tty": "tty"}
WEB = ("website", "contact:website", "url")
MAIL = ("email", "contact:email")
NAMES = ("alt_name", "official_name", "short_name", "loc_name", "old_name", "int_name")
STREET = ("addr:housename", "addr:unit", "addr:housenumber", "addr:street", "addr:place")
PLACE = ("addr:city", "addr:suburb", "addr:state", "addr:postcode", "postal_code", "addr:country")
OTHERS = (
    "name", "operator", "description", "opening_hours", "service_times", "fee", "min_age", "max_age", "access", "disused",
    "abandoned", "check_date", "survey:date", "toilets:wheelchair", "hearing_loop", "wheelchair:description", "capacity",
)  # fmt: skip
READ = frozenset((*KINDS, *PHONES, *WEB, *MAIL, *NAMES, *STREET, *PLACE, *OTHERS)) - {"capacity"}
LANGUAGE = re.compile(r"language:(?P<tag>[a-z]{2,3})")
NAMED = re.compile(r"name:[a-z]{2,3}(?:[-_]\w+)?")

_MAKERS = "for map makers"
_BUILDING = "about the building"
_IGNORED = (
    (re.compile(r"(?:source|note|fixme|FIXME|created_by|attribution|import|layer|import_uuid|survey|todo)(?::.*)?"), _MAKERS),
    (re.compile(r"(?:ref|wikidata|wikipedia|gnis|tiger|LINZ|linz|brand|operator|old|was|disused|abandoned|heritage)(?:[:_].*)?"),
     "a number, a register or a former state"),
    (re.compile(r"(?:building|roof|height|levels|architect|start_date|year|landuse|historic|tourism|material|colour|barrier|area"
                r"|leisure|indoor|level|entrance|cemetery)(?:[:_].*)?"), _BUILDING),
    (re.compile(r"addr:.*|is_in.*"), "a part of the address that its place tells"),
    (re.compile(r"contact:(?:facebook|instagram|twitter|youtube|mobile|whatsapp|linkedin)|facebook|image|mapillary|internet_access"
                r"(?::.*)?"), "not a way that is shown"),
    (re.compile(r"dispensing|drive_through|smoking|parking|capacity|drinking_water|kitchen|stars|toilets|electricity(?::.*)?"),
     "not told of listings"),
    (re.compile(r"confidence|country_code|type|osm_id|osm_type|id|@id|lat|lng|lon|tags_raw|timestamp|version|changeset|user|uid"),
     "of the file, not of the place"),
)  # fmt: skip


def ignored(tag: str) -> str:
    """Why a tag is left out on purpose, empty for one nobody knows."""
    return next((why for pattern, why in _IGNORED if pattern.fullmatch(tag)), "")
