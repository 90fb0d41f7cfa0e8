"""One tree of errors; each class carries the HTTP status it becomes at the edge."""

from __future__ import annotations

from collections.abc import Mapping


class NearhelpError(Exception):
    """What every error of ours is; `status` is the HTTP status, `title` a phrase without the person's words."""

    status = 500
    title = "Something went wrong on our side"


class BadRequest(NearhelpError):
    """The request cannot be understood; `fields` names each faulty field with what would be right."""

    status = 422
    title = "Some of what was asked is not right"

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        super().__init__("; ".join(f"{name}: {' '.join(said)}" for name, said in fields.items()))
        self.fields = dict(fields)


class InvalidListing(BadRequest):
    """A listing breaks the schema; `fields` has dotted paths to the faulty parts."""

    title = "The listing is not right"


class UnknownPlace(NearhelpError):
    """No place has that name; `suggestions` are labels of places that look like it."""

    status = 422
    title = "We do not know that place"

    def __init__(self, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(self.title)
        self.suggestions = suggestions


class AmbiguousPlace(NearhelpError):
    """Several places have that name; `choices` are labels that each mean one of them."""

    status = 422
    title = "Several places have that name"

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__(self.title)
        self.choices = choices


class NotFound(NearhelpError):
    """No listing has that id."""

    status = 404
    title = "This page is not here"


class Gone(NearhelpError):
    """The listing existed and has been withdrawn, or a page token belongs to an older generation."""

    status = 410
    title = "This is no longer here"


class Withdrawn(Gone):
    """The listing existed and is no longer listed: its public id is never given to another."""

    title = "This is no longer listed"


class IndexUnavailable(NearhelpError):
    """The index cannot answer: missing, of another version, or its server does not reply."""

    status = 503
    title = "Search is not working right now"


class CatalogueUnavailable(NearhelpError):
    """The catalogue cannot be read or written: locked, damaged, of another version."""

    title = "The catalogue cannot be used right now"


class SourceError(NearhelpError):
    """A source cannot be read as a whole: missing, truncated, of another format."""


class Overtaken(SourceError):
    """Another run of the same source finished meanwhile: this one changes nothing."""


class RefTaken(NearhelpError):
    """The public id of a listing already belongs to another one."""


class SettingsError(NearhelpError):
    """The configuration is not right; the message names every faulty variable."""


class VocabularyError(SettingsError):
    """Files of need words are not right; the message names the file and line of every fault."""
