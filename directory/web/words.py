"""Every string of the interface, in each language: key → (English, Spanish). The long texts of pages are in `words_pages`.

Spanish uses usted. A language without a string falls back to English. Numbers and times never break from their unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from directory.web.words_pages import PAGES
from directory.web.words_search import SEARCH
from directory.web.words_site import SITE

LANGUAGES = ("en", "es")
NAMES = {"en": "English", "es": "Español"}
"""What a language calls itself."""
DIRECTIONS = {"ar": "rtl"}
"""Languages that are not written from left to right."""
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}

FRAME: Mapping[str, tuple[str, str]] = {
    # frame
    "skip": ("Skip to main content", "Ir al contenido principal"),
    "exit": ("Quick exit", "Salir rápido"),
    "exit_pressed": ("{n} of 3. Press Shift again to leave.", "{n} de 3. Pulse Mayús otra vez para salir."),
    "help_now": ("Help now", "Ayuda ahora"),
    "need_to_talk": ("Need to talk to someone now?", "¿Necesita hablar con alguien ahora?"),
    "day_and_night": ("Free, day and night.", "Gratis, de día y de noche."),
    "in_danger": ("In danger?", "¿En peligro?"),
    "in_danger_now": ("In danger now?", "¿En peligro ahora?"),
    "call_to": ("Call {number}", "Llamar al {number}"),
    "text_to": ("Text {number}", "Texto al {number}"),
    "text_keyword": ("Text {keyword} to {number}", "Texto {keyword} al {number}"),
    "call_or_text": ("Call or text {number}", "Llame o envíe un texto al {number}"),
    "use_tty": ("{number} (TTY)", "{number} (TTY)"),
    "use_video": ("{number} (video)", "{number} (video)"),
    "more_helplines": ("More helplines", "Más líneas de ayuda"),
    "foot": ("Free to use. No sign-up. No tracking.", "Uso gratuito. Sin registro. Sin rastreo."),
    "run_by": ("Run by {name}.", "A cargo de {name}."),
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
    "my_location": ("My location", "Mi ubicación"),
}
WORDS: Mapping[str, tuple[str, str]] = {**FRAME, **SEARCH, **PAGES, **SITE}


class Voice:
    """What the interface says in one language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language if language in LANGUAGES else "en"
        self.own = NAMES[self.language]
        self.direction = DIRECTIONS.get(self.language, "ltr")
        self._column = LANGUAGES.index(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The string with its blanks filled in; with `n` = 1 its singular where there is one. Raises KeyError."""
        one = values.get("n") in (1, "1") and f"{key}.one" in WORDS
        pair = WORDS[f"{key}.one" if one else key]
        text = pair[self._column] or pair[0]
        return text.format(**values) if values else text

    def day(self, day: date) -> str:
        """A date in words, "12 Sep 2026", in one piece."""
        return f"{day.day}\u00a0{MONTHS[self.language][day.month - 1]}\u00a0{day.year}"

    def number(self, text: str) -> str:
        """A number as written in the language: both write 1.4 where this site is used."""
        return text

    def join(self, parts: Iterable[str]) -> str:
        """A list in a sentence: "a, b and c"."""
        *most, last = tuple(parts) or ("",)
        return f"{', '.join(most)} {self('and')} {last}" if most else last

    def either(self, parts: Iterable[str]) -> str:
        """A choice in a sentence: "a, b or c"."""
        *most, last = tuple(parts) or ("",)
        return f"{', '.join(most)} {self('or')} {last}" if most else last
