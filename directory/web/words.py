"""Every string of the interface, in each language: key → (English, Spanish). The long texts are in `words_…`; a further
language is one file like `words_ar` and one line in ELSEWHERE and NAMES.

Spanish uses usted. A language without a string falls back to English. Numbers and times never break from their unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone, get_timezone_location, get_timezone_name

from directory.schedule.tongue import tongue_of
from directory.web.words_ar import ARABIC
from directory.web.words_forms import FORMS
from directory.web.words_list import LIST
from directory.web.words_pages import PAGES
from directory.web.words_search import SEARCH
from directory.web.words_site import SITE

ELSEWHERE: Mapping[str, Mapping[str, str]] = {"ar": ARABIC}
"""Languages with a file of their own: key → text, with the plural forms that CLDR gives the language (`key.few`)."""
LANGUAGES = ("en", "es", *ELSEWHERE)
NAMES = {"en": "English", "es": "Español", "ar": "العربية"}
"""What a language calls itself."""
DIRECTIONS = {"ar": "rtl"}
"""Languages that are not written from left to right."""
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "ar": tongue_of("ar").months,
}

FRAME: Mapping[str, tuple[str, str]] = {
    # frame
    "skip": ("Skip to main content", "Ir al contenido principal"),
    "skip_results": ("Skip to the results", "Ir a los resultados"),
    "exit": ("Quick exit", "Salir rápido"),
    "exit_pressed": ("{n} of 3. Press Shift again to leave.", "{n} de 3. Pulse Mayús otra vez para salir."),
    "help_now": ("Help now", "Ayuda ahora"),
    "need_to_talk": ("Need to talk to someone now?", "¿Necesita hablar con alguien ahora?"),
    "day_and_night": ("Free, day and night.", "Gratis, de día y de noche."),
    "in_danger": ("In danger?", "¿En peligro?"),
    "in_danger_now": ("In danger now?", "¿En peligro ahora?"),
    "call_to": ("Call {number}", "Llamar al {number}"),
    "text_to": ("Text {number}", "Enviar texto al {number}"),
    "text_keyword": ("Text {keyword} to {number}", "Enviar {keyword} al {number}"),
    "use_tty": ("{number} (TTY)", "{number} (TTY)"),
    "use_video": ("{number} (video)", "{number} (video)"),
    "more_helplines": ("More helplines", "Más líneas de ayuda"),
    "foot": ("Free to use. No sign-up. No tracking.", "Uso gratuito. Sin registro. Sin rastreo."),
    "run_by": ("Run by {name}.", "A cargo de {name}."),
    "contact_us": ("Write to us", "Escríbanos"),
    "site_links": ("About this site", "Sobre este sitio"),
    "stay_safe": ("Stay safe online", "Navegar con seguridad"),
    "about": ("About {name}", "Sobre {name}"),
    "accessibility": ("Accessibility", "Accesibilidad"),
    "privacy": ("Privacy", "Privacidad"),
    # search form
    "search": ("Search", "Buscar"),
    "change_search": ("Change search", "Cambiar la búsqueda"),
    "what_need": ("What do you need?", "¿Qué necesita?"),
    "what_hint": (
        "Use your own words, such as “panic attacks” or “food for this week”.",
        "Use sus propias palabras, como «ataques de pánico» o «comida para esta semana».",
    ),
    "suggestions": ("Suggestions", "Sugerencias"),
    "suggestions_n": (
        "Suggestions: {n}. Use the up and down arrows.",
        "Sugerencias: {n}. Use las flechas arriba y abajo.",
    ),
    "where": ("Where?", "¿Dónde?"),
    "where_hint": (
        "Town or ZIP code. Leave empty for phone and online help.",
        "Ciudad o código postal. Déjelo vacío para ayuda por teléfono o en línea.",
    ),
    "use_location": ("Use my location", "Usar mi ubicación"),
    "location_hint": (
        "We round it to about a mile and do not keep it.",
        "La redondeamos a una milla, más o menos, y no la guardamos.",
    ),
    "location_failed": (
        "We could not get your location. Type a town or ZIP code.",
        "No pudimos obtener su ubicación. Escriba una ciudad o código postal.",
    ),
}
WORDS: Mapping[str, tuple[str, str]] = {**FRAME, **SEARCH, **PAGES, **SITE, **LIST, **FORMS}


class Voice:
    """What the interface says in one language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language if language in LANGUAGES else "en"
        self.own = NAMES[self.language]
        self.direction = DIRECTIONS.get(self.language, "ltr")
        self._column = LANGUAGES.index(self.language)
        self._texts = ELSEWHERE.get(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The string with its blanks filled in; `n` chooses the plural form where there is one, a `number` to call stays in
        its order. Raises KeyError."""
        if "n" in values:
            key = self._counted(key, values["n"])
        if self.direction == "rtl" and not str(values.get("number", "0")).isdigit():
            values["number"] = self.apart(str(values["number"]))
        text = self._texts.get(key) if self._texts is not None else WORDS[key][self._column]
        text = text or WORDS[key][0]
        return text.format(**values) if values else text

    def _counted(self, key: str, number: object) -> str:
        form = plural(self.language, str(number))
        known: Mapping[str, object] = WORDS if self._texts is None else self._texts
        return f"{key}.{form}" if form != "other" and f"{key}.{form}" in known else key

    def day(self, day: date) -> str:
        """A date in words, "12 Sep 2026", in one piece."""
        return f"{day.day}\u00a0{MONTHS[self.language][day.month - 1]}\u00a0{day.year}"

    def number(self, text: str) -> str:
        """A number as written in the language: both write 1.4 where this site is used."""
        return text

    def join(self, parts: Iterable[str]) -> str:
        """A list in a sentence: "a, b and c"."""
        return self._list(tuple(parts), self("and"))

    def commas(self, parts: Iterable[str]) -> str:
        """A list that ends no sentence: "a, b"."""
        return ("، " if self.language == "ar" else ", ").join(parts)

    def semicolons(self, parts: Iterable[str]) -> str:
        """Phrases in a row: "a; b"."""
        return ("؛ " if self.language == "ar" else "; ").join(parts)

    def inside(self, name: str) -> str:
        """The name of a language within a list: only English writes it with a capital."""
        return name if self.language == "en" else name[:1].lower() + name[1:]

    def apart(self, name: str) -> str:
        """A name within a sentence: in one that runs from the right, "33125, Miami" keeps its own direction."""
        return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if self.direction == "rtl" else name

    def country(self, code: str) -> str:
        """The name of a country by its two letters; the letters where nobody knows it."""
        name: str = Locale(self.language).territories.get(code, code)
        return name

    def city(self, zone: str) -> str:
        """The city a time zone is named after, as the language calls it: "Nueva York"."""
        return get_timezone_location(get_timezone(zone), locale=self.language, return_city=True).rpartition("/")[2]

    def clock(self, zone: str) -> str:
        """The clocks of a time zone by the name they share, "Eastern Time"; "" where its own never change."""
        known = ZoneInfo(zone)
        summer, winter = (datetime(2026, month, 1, tzinfo=known).utcoffset() for month in (7, 1))
        if summer == winter:  # CLDR calls the time of Phoenix that of Denver
            return ""
        return get_timezone_name(known, width="long", zone_variant="generic", locale=self.language)

    def either(self, parts: Iterable[str]) -> str:
        """A choice in a sentence: "a, b or c"."""
        return self._list(tuple(parts), self("or"))

    def _list(self, parts: tuple[str, ...], word: str) -> str:
        """As CLDR has it, but in English without a comma before the last. In Arabic every part is joined, "and" to its word."""
        if self.language == "ar":
            return (f" {word}" if word == self("and") else f" {word} ").join(parts)
        *most, last = parts or ("",)
        return f"{self.commas(most)} {word} {last}" if most else last


@lru_cache(maxsize=2000)
def plural(language: str, number: str) -> str:
    """The CLDR form of a number as it is written, "1,234" or "1.4": zero, one, two, few, many or other."""
    try:
        known = Decimal(number.replace(",", ""))
    except InvalidOperation:
        return "other"
    return Locale(language).plural_form(known)
