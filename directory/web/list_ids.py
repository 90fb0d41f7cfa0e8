"""My list as an address has it: public ids joined by dots, at most fifty, each once. Nothing is stored (pages §4.6).

An address may be typed from paper, cut by a mail program or made up: what is an id is taken, the rest is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import has_request_context, request

from directory.params_fields import MOST_LISTED, PARAMETERS, REF

MISREAD = str.maketrans("oil", "011")
"""Letters that no id has, read as the digits they look like on paper."""
LONGEST = 8000
"""Characters of an address that are looked at: some 700 ids."""
OF_LISTS = re.compile(r"/(list(\.\w+)?|l/.*|sheet(\.\w+)?)")
"""Paths whose `ids` are the list itself; on every other page it is `list`."""
ORDER = {name: place for place, name in enumerate(PARAMETERS)}


@dataclass(frozen=True, slots=True)
class Listed:
    """The list in an address: its ids, how many parts were none, how many ids were too many."""

    refs: tuple[str, ...] = ()
    unread: int = 0
    over: int = 0

    @property
    def text(self) -> str:
        """The ids as an address has them."""
        return ".".join(self.refs)


def listed(text: str) -> Listed:
    """What a part of an address lists."""
    if not text:
        return Listed()
    parts = [part for part in re.split(r"[^0-9a-zA-Z]+", text[:LONGEST]) if part]
    plain = [part.lower().translate(MISREAD) for part in parts]
    refs = tuple(dict.fromkeys(part for part in plain if re.fullmatch(REF, part)))
    unread = sum(not re.fullmatch(REF, part) for part in plain)
    return Listed(refs[:MOST_LISTED], unread, max(0, len(refs) - MOST_LISTED))


def list_address(refs: Iterable[str], path: str = "/list", **more: str) -> str:
    """The address of a list at a path, with what else it is to show; of an empty one the path alone."""
    given = {"ids": ".".join(refs), **more}
    said = urlencode([(name, value) for name, value in given.items() if value], safe=".")
    return f"{path}?{said}" if said else path


def current() -> Listed:
    """The list of the request that is being answered."""
    if not has_request_context() or request.path == "/embed":  # in other sites' frames there is no list
        return Listed()
    if OF_LISTS.fullmatch(request.path):
        of_path = (request.view_args or {}).get("ids", "")
        return listed(str(of_path) or request.args.get("ids", ""))
    return listed(request.args.get("list", ""))


def others(*without: str) -> list[tuple[str, str]]:
    """The arguments of this request but for some, in the order of addresses; what is no argument of ours comes last."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if value and name not in without]
    return sorted(kept, key=lambda pair: ORDER.get(pair[0], len(ORDER)))


def same_page(without: Iterable[str] = (), **changes: str) -> str:
    """The address of this page with some arguments left out or changed."""
    kept = others(*without, *changes)
    kept += [(name, value) for name, value in changes.items() if value]
    ordered = sorted(kept, key=lambda pair: ORDER.get(pair[0], len(ORDER)))
    said = urlencode(ordered, safe="/,.")
    return f"{request.path}?{said}" if said else request.path
