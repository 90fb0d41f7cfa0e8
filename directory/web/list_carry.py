"""The list goes along: every link and form of a page carries it, so that no cookie and no storage is needed (pages §5).

Done once for a finished page: what pages keep of a listing stays the same for everybody.
"""

from __future__ import annotations

import re
from functools import cached_property

from flask import Response, redirect, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from directory.params_fields import MOST_LISTED
from directory.web.icons import Sprite
from directory.web.list_ids import OF_LISTS, Listed, current, list_address, listed, same_page
from directory.web.security import PRIVATE
from directory.web.tongues import prefix
from directory.web.words import Voice

LINK = re.compile(
    r'(<a\b[^>]*?\shref=")'
    r'(/(?!/|(?:[a-z]{2,3}/)?(?:exit\b|assets/|list\b|l/|sheet\b|api\b|listing/\w+\.))[^"#]*)'
    r'((?:#[^"]*)?")'
)
"""A link to another page of this site; pages of lists have their own `ids`, files and the way out carry nothing."""
FORM = re.compile(r'<form\b[^>]*\smethod="get"[^>]*>')
CARRIES = re.compile(r"[?;&]list=")


class Mine:
    """The list of the visitor as a page shows it: its link in the bar, and the control beside every listing."""

    def __init__(self, have: Listed, voice: Voice, sprite: Sprite) -> None:
        self.refs = have.refs
        self.href = list_address(have.refs)
        self.count = len(have.refs)
        self._voice, self._sprite = voice, sprite

    def view(self, name: str) -> str:
        """The address of this search in another view, from its first page; the usual one has no name."""
        before, behind = self._views
        view = name or ("cards" if request.args.get("for") == "client" else "")
        return f"{before}view={view}{behind}" if view else f"{before}{behind[1:]}" if behind else before[:-1]

    def plain(self, now: bool) -> str:
        """The address of this list in its plain version, or from there back."""
        return list_address(self.refs, plain="" if now else "1")

    @cached_property
    def _icons(self) -> tuple[Markup, Markup]:
        """Both, so that script can change one into the other."""
        return self._sprite.icon("plus"), self._sprite.icon("check")

    @cached_property
    def _views(self) -> tuple[str, str]:
        """What stands before and behind the view in the address of this search: worked out once for all views."""
        before, _, behind = same_page(("page", "after", "t"), view="~").partition("view=~")
        return before, behind

    @cached_property
    def _around(self) -> tuple[str, str]:
        """What stands before and behind the ids in the address of this page, escaped: worked out once for all controls."""
        before, mark, behind = escape(prefix() + same_page(list="~")).partition("list=~")
        return before + mark[:-1], behind

    @cached_property
    def _texts(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Text and beginning of the name of the control of what is not in the list, and of what is."""
        keys = ("add_to_list", "add_to_list"), ("in_list", "in_list_remove")
        first, second = ((str(escape(self._voice(one))), str(escape(self._voice(other)))) for one, other in keys)
        return first, second

    def control(self, ref: str, said: str) -> Markup:
        """The link that adds a listing to the list of this page, or takes it off again; `said` names it."""
        inside = ref in self.refs
        if not inside and self.count >= MOST_LISTED:
            return Markup('<a class="btn quiet" href="{}">{}</a>').format(prefix() + self.href, self._voice("list_full"))
        rest = ".".join(one for one in self.refs if one != ref) if inside else ".".join((*self.refs, ref))
        (before, behind), (text, name) = self._around, self._texts[inside]
        more = " in" if inside else ""
        return Markup(  # noqa: S704 - made of ids, escaped words and an escaped address
            f'<a class="btn quiet add{more}" data-ref="{ref}" href="{before}{rest}{behind}#r-{ref}" rel="nofollow" '
            f'aria-label="{name}: {escape(said)}">{self._icons[inside]}<span>{text}</span></a>'
        )


def add_ticked() -> AnyResponse | None:
    """A page asked with ticked listings is asked again with these in the list: the form needs no script."""
    ticked = listed(".".join(request.args.getlist("tick"))).refs
    if not ticked or request.path.startswith("/api/"):
        return None
    name = "ids" if OF_LISTS.fullmatch(request.path) else "list"
    refs = listed(".".join((*current().refs, *ticked))).refs
    return redirect(prefix() + same_page(("tick",), **{name: ".".join(refs)}), 303)


def carry(response: Response) -> Response:
    """The page with the list in its links and forms; such a page is never kept."""
    if response.mimetype != "text/html" or response.direct_passthrough or not (have := current()).refs:
        return response
    response.set_data(carried(response.get_data(as_text=True), have.text))
    response.headers["Cache-Control"] = PRIVATE
    return response


def carried(page: str, ids: str) -> str:
    """The text of a page whose links and forms carry a list."""

    def linked(found: re.Match[str]) -> str:
        before, address, behind = found.groups()
        if CARRIES.search(address):
            return found[0]
        return f"{before}{address}{'&amp;' if '?' in address else '?'}list={ids}{behind}"

    field = f'<input type="hidden" name="list" value="{ids}">'
    return FORM.sub(lambda found: found[0] + field, LINK.sub(linked, page.replace(field, "")))
