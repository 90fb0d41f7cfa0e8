"""Prose out of feeds: mojibake, HTML, escapes and control characters away, paragraphs kept, lengths bounded."""

from __future__ import annotations

import html
import re
import unicodedata

import ftfy
import nh3

LINE = 300
"""Longest name, address line or other single line kept, in characters."""
PROSE = 10_000
"""Longest description kept, in characters; the longest of the Miami feed has 3,400."""
CUT = " …"

_PLAIN = re.compile(r"[!-%'-;=?-\[\]-~]+(?: [!-%'-;=?-\[\]-~]+)*")
"""Nothing to clean: ASCII without <, & and backslash, single spaces. Two thirds of all fields."""
_ESCAPES = re.compile(r"\\r\\n|\\n|\\r|\\t|_x000[dDaA]_")
_BLOCKS = re.compile(r"<\s*/?\s*(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|section|article)\b[^>]*>", re.IGNORECASE)
_BREAKS = re.compile(r"<\s*br\s*/?\s*>", re.IGNORECASE)
_ITEMS = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_ITEM = re.compile(r"(?:<|&lt;)\s*li\b", re.IGNORECASE)
_TAG = re.compile(r"<[/!a-zA-Z]")
"""Where markup begins for a browser (HTML standard, tag open state): "a < b" is none."""
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_DOS = re.compile("[GΓ]Ç([ÖÿÜÇôöæ£¥ªóëêûñ])")
_MARKS = re.compile(r"\s*#{3}[A-Z]{2,10}#{3}")
"""What a publisher's software wrote for itself into its texts: "###MON###" stands 1,466 times in the Miami feed."""
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,8})(?=[^\s*])([^*\n]{1,400}?)(?<=\S)\1(?![\w*])")
"""Words between asterisks, as people stress them in plain text: "*Group meets in the hall*"."""
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_PARAGRAPHS = re.compile(r"\n{3,}")
_EMPTY_ITEM = re.compile(r"^-\n+(?=-|\Z)|\n-\Z", re.MULTILINE)
_BROKEN_ITEM = re.compile(r"^-\n+(?=[^\n-])", re.MULTILINE)
"""The dash of a list's item whose words stand in a paragraph of their own."""
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width joiners carry meaning in Persian, the scripts of India and emoji."""


def prose(text: str, limit: int = PROSE) -> str:
    """Plain text with paragraph breaks: no markup, no control characters, no mojibake, at most `limit` characters."""
    if not text:
        return ""
    if "*" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if "###" in text:
        text = _MARKS.sub("", text).strip()
    if not text:
        return ""
    if _PLAIN.fullmatch(text):
        return shortened(text, limit)
    listed = _ITEM.search(text) is not None
    text = _SPACES.sub(" ", _visible(_plain(_repaired(text))))
    text = _LINES.sub("\n", text).strip()
    if listed:
        text = _BROKEN_ITEM.sub("- ", _EMPTY_ITEM.sub("", text))
    return shortened(_PARAGRAPHS.sub("\n\n", text).strip(), limit)


def line(text: str, limit: int = LINE) -> str:
    """The same on one line, for names and parts of addresses."""
    return " ".join(prose(text, limit).split())


def shortened(text: str, limit: int) -> str:
    """The text, cut at a word where it is longer than `limit`, with an ellipsis that says so."""
    if len(text) <= limit:
        return text
    head = text[: limit - len(CUT)]
    return (head.rsplit(None, 1)[0] if " " in head else head) + CUT


def _repaired(text: str) -> str:
    text = _ESCAPES.sub("\n", text).replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    # UTF-8 punctuation read as DOS text, whose Γ a later step wrote as G ("AttorneyGÇÖs"): ftfy does not dare to guess it.
    text = _DOS.sub(lambda found: (b"\xe2\x80" + found[1].encode("cp437")).decode(errors="replace"), text)
    fixed = ftfy.fix_text(text, unescape_html=False, uncurl_quotes=False, fix_character_width=False)
    return unicodedata.normalize("NFC", fixed)


def _plain(text: str) -> str:
    # Escaped markup ("&lt;p&gt;") turns into markup when unescaped, so twice is as far as feeds go.
    for _ in range(2):
        if _TAG.search(text):
            text = _BLOCKS.sub("\n\n", _ITEMS.sub("\n- ", _BREAKS.sub("\n", text)))
            text = html.unescape(nh3.clean(text, tags=set()))
        elif _ENTITY.search(text):
            text = html.unescape(text)
        else:
            break
    return nh3_residue(text)


def nh3_residue(text: str) -> str:
    """The text without what still looks like a tag, so that unescaping can never bring markup back."""
    return re.sub(r"<[/!a-zA-Z][^<>]*>", "", text) if _TAG.search(text) else text


def _visible(text: str) -> str:
    if text.isascii():
        return _CONTROLS.sub("", text.replace("\t", " ").replace("\x0b", "\n").replace("\x0c", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\t", " ").replace("\x0b", "\n").replace("\x0c", "\n")
    return "".join(c for c in text if c == "\n" or c in _JOINERS or unicodedata.category(c) not in _UNSEEN)
