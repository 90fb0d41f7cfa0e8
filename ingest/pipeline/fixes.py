"""Known bad values of a source, corrected by its TOML: no branch in the code knows a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from directory.listing import Address
from ingest.draft import Draft, Notes, RawPhone, Refused
from ingest.sources import PLACES, TEXTS, Fixes

_LISTS = ("alternate_names", "documents", "keywords")


def fixed(draft: Draft, fixes: Fixes, notes: Notes) -> Draft:
    """The draft with the source's corrections, each counted. Raises Refused for a record the source gives up."""
    own = fixes.records.get(draft.key, {})
    if "refuse" in own:
        raise Refused(own["refuse"])
    if fixes.remove:
        draft = _each_text(draft, lambda text: _without(text, fixes.remove))
    for name, values in fixes.replace.items():
        if (right := values.get(_get(draft, name).strip())) is not None:
            draft = _put(draft, name, right)
            notes.guess(f"{name}: a known bad value was replaced", draft.where)
    for name, right in own.items():
        draft = _put(draft, name, right)
        notes.guess(f"{name}: corrected for this record", draft.where)
    return draft


def _without(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        text = pattern.sub("", text)
    return text


def _each_text(draft: Draft, change: Callable[[str], str]) -> Draft:
    changed: Mapping[str, str] = {name: change(getattr(draft, name)) for name in TEXTS}
    lists = {name: [kept for text in getattr(draft, name) if (kept := change(text)).strip()] for name in _LISTS}
    phones = [replace(phone, text=change(phone.text), label=change(phone.label)) for phone in draft.phones]
    address = draft.address
    if address is not None:
        parts = {name: change(getattr(address, name)) for name in PLACES}
        address = replace(address, lines=tuple(change(text) for text in address.lines), **parts)
    return replace(draft, phones=phones, address=address, **changed, **lists)  # type: ignore[arg-type]


def _get(draft: Draft, name: str) -> str:
    address = draft.address or Address()
    if name == "street":
        return ", ".join(address.lines)
    if name == "phone":
        return draft.phones[0].text if draft.phones else ""
    return str(getattr(address if name in PLACES else draft, name))


def _put(draft: Draft, name: str, value: str) -> Draft:
    if name == "street":
        return replace(draft, address=replace(draft.address or Address(), lines=(value,) if value else ()))
    if name == "phone":
        first = [replace(draft.phones[0], text=value) if draft.phones else RawPhone(text=value)] if value else []
        return replace(draft, phones=[*first, *draft.phones[1:]])
    if name in PLACES:
        return replace(draft, address=_with(draft.address or Address(), name, value))
    changed = replace(draft)
    setattr(changed, name, value)
    return changed


def _with(address: Address, name: str, value: str) -> Address:
    city, region = (value if name == part else getattr(address, part) for part in ("city", "region"))
    postal, country = (value if name == part else getattr(address, part) for part in ("postal_code", "country"))
    return Address(lines=address.lines, city=city, region=region, postal_code=postal, country=country)
