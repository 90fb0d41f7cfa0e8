"""Ways to hand a list on: a text message that fits, an e-mail, plain text, a QR code. Only made up here, never sent or kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import segno
from markupsafe import Markup

from directory.web.list_items import Entry, Item
from directory.web.words import Voice

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The characters of which 160 fit in a message (GSM 03.38); any other makes it 70."""
EXTRA = frozenset("^{}\\[~]|€")
"""Characters of that alphabet that count twice."""
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})
SHORTEST, LONGEST = 12, 40
"""Letters that a name is cut to in a text message."""
MOST_MAIL = 1800
"""Letters of a `mailto:` address that mail programs take."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text message: how many letters it has, how many messages it is sent as."""

    text: str
    letters: int
    parts: int


def text_message(entries: Iterable[Entry], address: str) -> Message:
    """Names and numbers, then the address of the list: no kind, no provider (pages §4.6).

    Names are cut so that it is sent as few messages, and no shorter than that needs.
    """
    known = [one for one in entries if isinstance(one, Item)]
    fewest = _message(known, address, SHORTEST)
    tried = (_message(known, address, length) for length in range(LONGEST, SHORTEST, -1))
    return next((one for one in tried if one.parts <= fewest.parts), fewest)


def _message(known: Sequence[Item], address: str, length: int) -> Message:
    lines = [f"{cut(one.name, length)} {_in_order(one)}" for one in known]
    text = simple("\n".join([*lines, address]))
    return Message(text, letters(text), parts(text))


def _in_order(one: Item) -> str:
    """A way of contact behind its name: a number after Arabic letters would be read group by group from its end."""
    arabic = any(unicodedata.bidirectional(char) == "AL" for char in one.name)
    return f"\N{LEFT-TO-RIGHT MARK}{one.call}" if arabic else one.call


def cut(name: str, length: int) -> str:
    """A name cut at a word where that leaves most of it, without an ellipsis: each letter counts."""
    if len(name) <= length:
        return name
    head = name[:length]
    words = head if name[length] == " " else head.rpartition(" ")[0]
    return (words if len(words) > length * 0.6 else head).rstrip(" ,;:-–—&/(")


def simple(text: str) -> str:
    """The text in the alphabet of text messages where letters have a plain form there: "María" is sent as "Maria"."""
    return "".join(_simple(char) for char in text.translate(PLAIN))


def _simple(char: str) -> str:
    if char in GSM or char in EXTRA:
        return char
    base = unicodedata.normalize("NFD", char)[0]
    return base if base in GSM else char


def letters(text: str) -> int:
    """How many letters a message counts; one outside the alphabet of text messages makes all of them count by 16 bits."""
    if all(char in GSM or char in EXTRA for char in text):
        return sum(2 if char in EXTRA else 1 for char in text)
    return len(text.encode("utf-16-le")) // 2


def parts(text: str) -> int:
    """How many messages it is sent as: 160 letters fit in one, 153 in each of several; 70 and 67 in other scripts."""
    alone, each = (160, 153) if all(char in GSM or char in EXTRA for char in text) else (70, 67)
    count = letters(text)
    return 1 if count <= alone else -(-count // each)


def plain_text(entries: Iterable[Entry], address: str, voice: Voice, *, plain: bool = False) -> str:
    """The list as text: number, name, contact, hours, place, cost, what to bring; `plain` and safety: name and contact."""
    blocks = []
    for number, one in enumerate(entries, 1):
        if not isinstance(one, Item):
            blocks.append(f"{number}. {voice('gone_name')}")
            continue
        lines = [f"{number}. {one.name}", one.call]
        if not (plain or one.safety):
            lines[1:1] = [one.provider] if one.provider else []
            lines += [f"{voice(key)}: {text}" for key, text in one.facts_said if text]
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, f"{voice('call_first')}\n{address}"]) + "\n"


def sms_href(message: Message) -> str:
    """The address that opens a text message with the text and no number."""
    return f"sms:?&body={quote(message.text, safe='')}"


def mail_href(subject: str, text: str, short: str) -> str:
    """The address that opens an e-mail to nobody; where the text is too long for one, `short` stands instead."""
    start = f"mailto:?subject={quote(subject, safe='')}&body="
    for body in (text, short):
        whole = start + quote(body.replace("\n", "\r\n"), safe="")
        if len(whole) <= MOST_MAIL:
            return whole
    return start + quote(short.rstrip("\n").rpartition("\n")[2], safe="")


def qr(address: str, name: str) -> Markup:
    """The QR code of an address as an inline picture with a name."""
    code = segno.make(address, error="l", micro=False)
    picture = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(picture.replace("<svg ", Markup('<svg role="img" aria-label="{}" ').format(name), 1))  # noqa: S704 - drawn by us
