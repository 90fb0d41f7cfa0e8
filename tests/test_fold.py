"""Folding has fast ways for common text; every way gives what the definition says."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from directory.listing import fold


def defined(text: str) -> str:
    """The definition, a character at a time."""
    kept = []
    for char in unicodedata.normalize("NFKD", text.casefold()).casefold():
        if unicodedata.combining(char) or char in "'’ʻʼ`´":
            continue
        kept.append(char if char.isalnum() else " ")
    return " ".join("".join(kept).split())


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aZ 'éñÑß’—–-_½İıـ́中אГ\x00\x1c\x85\xa0")), max_size=60))
@example("Centro de Rehabilitación – “Ñandú”, l’Été")
@example("𝐀𝐁 Ⅻ")  # letters of mathematics become capitals only when they are taken apart
@example("Straße İstanbul ½ ﬁn")
@example("مركز الدعم والمساندة A–B")
@example("A\x1cB\x85C\xa0D")
def test_every_text_folds_as_defined(text: str) -> None:
    assert fold(text) == defined(text)
