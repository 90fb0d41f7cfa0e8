"""What a source's TOML tells a format: each option in the type it has, or a SourceError that says what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from directory.errors import SourceError
from directory.listing import fold

Options = Mapping[str, object]
YES, NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


def only_options(options: Options, known: Iterable[str], form: str) -> None:
    """Raises SourceError for an option the format does not know."""
    names = sorted(known)
    if strange := sorted(set(options) - set(names)):
        told = f"it knows {', '.join(names)}" if names else "it has none"
        raise SourceError(f"options: {form} does not know {', '.join(strange)}; {told}.")


def texts(options: Options, name: str) -> list[str]:
    """An option that is a list of texts, or one text with commas, empty ones left out. Raises SourceError for anything else."""
    value = options.get(name, [])
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, list):
        return [text for part in value if (text := str(part).strip())]
    raise SourceError(f"options.{name}: a list of texts.")


def states(options: Options) -> frozenset[str]:
    """The option `home`: state codes of the area that a directory is for. Raises SourceError for anything else."""
    return frozenset(code.upper() for code in texts(options, "home"))


def languages(options: Options) -> dict[str, str]:
    """The option `languages`: the source's names of languages, folded → codes. Raises SourceError for anything else."""
    names = options.get("languages", {})
    if not isinstance(names, Mapping):
        raise SourceError('options.languages: a table such as {creole = "ht"}.')
    return {fold(str(name)): str(code) for name, code in names.items()}


def flag(options: Options, name: str, default: bool) -> bool:
    """An option that is yes or no. Raises SourceError for anything else."""
    said = str(options.get(name, default)).strip().lower()
    if said not in YES | NO:
        raise SourceError(f"options.{name}: true or false.")
    return said in YES
