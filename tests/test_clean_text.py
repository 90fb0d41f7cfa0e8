"""Cleaning of prose: what feeds do to text, and what comes out of it."""

from __future__ import annotations

import pytest

from directory.errors import SourceError
from ingest.clean.encodings import decode
from ingest.clean.text import CUT, line, prose, shortened


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("AttorneyGÇÖs office", "Attorney’s office"),
        ("AttorneyΓÇÖs office", "Attorney’s office"),
        ("familyâ€™s cafÃ©", "family’s café"),
        ("Niños y niñas – ¿dónde?", "Niños y niñas – ¿dónde?"),
        (r"first\n\nsecond\nthird", "first\n\nsecond\nthird"),
        ("first\r\n\r\n\r\n\r\nsecond", "first\n\nsecond"),
        ("<p>One &amp; two</p><p>three</p>", "One & two\n\nthree"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>food</li><li>beds</li></ul>", "- food\n\n- beds"),
        ("<ul><li><p>food</p></li><li><p>beds</p></li></ul>", "- food\n\n- beds"),
        ("<ul><li><ul><li>food</li><li></li></ul></li></ul>", "- food"),
        ("above\n-\nbelow", "above\n-\nbelow"),
        ("&lt;p&gt;escaped&lt;/p&gt;", "escaped"),
        ("<script>alert(1)</script>kept<style>p{}</style>", "kept"),
        ('<a href="javascript:x">link</a>', "link"),
        ("Emergency food relief. ###COL###", "Emergency food relief."),
        ("Food ###MON### &amp; beds", "Food & beds"),
        ("###COL###", ""),
        ("ages < 18 and > 60", "ages < 18 and > 60"),
        ("<p>if a < b and c > d</p>", "if a < b and c > d"),
        ("R&D & co; AT&T", "R&D & co; AT&T"),
        ("zero\x00 bell\x07 tab\tend", "zero bell tab end"),
        ("soft\u00adhyphen \u200bzero", "softhyphen zero"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("  many   spaces  \n  and lines ", "many spaces\nand lines"),
        ("ﬁnancial", "financial"),
        ("", ""),
    ],
)
def test_prose_comes_out_readable(raw: str, clean: str) -> None:
    assert prose(raw) == clean


@pytest.mark.parametrize(
    "raw", ["&amp;lt;b&amp;gt;x", "<<b>script>x</script>", "&lt;&lt;b>img src=x onerror=y>", "<b", "a <b c"]
)
def test_no_markup_survives_however_it_is_wrapped(raw: str) -> None:
    from re import search

    assert not search(r"<\s*/?[a-zA-Z!][^<>]*>", prose(raw))


def test_cleaning_twice_changes_nothing() -> None:
    for raw in ("<p>One &amp; two</p>", "AttorneyGÇÖs", r"a\nb", "x  y", "naïve – “quoted”"):
        assert prose(prose(raw)) == prose(raw)


def test_a_line_has_no_breaks() -> None:
    assert line("Food\nBank\r\n of <b>Miami</b>") == "Food Bank of Miami"


def test_long_text_is_cut_at_a_word_and_says_so() -> None:
    cut = shortened("word " * 100, 52)
    assert len(cut) <= 52
    assert cut.endswith("word" + CUT)


def test_utf8_is_read_without_a_note() -> None:
    assert decode("ñandú".encode()).notes == ()
    assert decode(b"\xef\xbb\xbfid,name").value == "id,name"


def test_a_declared_encoding_comes_first() -> None:
    assert decode("Ł".encode("iso-8859-2"), "iso-8859-2").value == "Ł"


def test_windows_text_is_read_with_a_note() -> None:
    read = decode("Niños “citados”".encode("cp1252"))
    assert read.value == "Niños “citados”"
    assert read.notes == ("the file is not UTF-8: what is not was read as Windows-1252",)


def test_old_rows_among_new_ones_spoil_neither() -> None:
    mixed = "Español – “citado”\n".encode() + "Niño “viejo”".encode("cp1252")
    assert decode(mixed).value == "Español – “citado”\nNiño “viejo”"


def test_a_wrong_declaration_is_noted() -> None:
    read = decode("Niños".encode(), "ascii")
    assert read.value == "Niños"
    assert "not in ascii" in read.notes[0]


def test_utf16_is_read_by_its_mark() -> None:
    assert decode("ñ".encode("utf-16")).value == "ñ"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(SourceError, match="not text"):
        decode(b"\x89PNG\r\n\x00\x00\xff\x81")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("*Group meets in the hall*", "Group meets in the hall"),
        ("Shelter. ****MUST BE REFERRED**** Bring ID.", "Shelter. MUST BE REFERRED Bring ID."),
        ("***Please arrive early***, or call.", "Please arrive early, or call."),
        ("Open **daily** and *late*", "Open daily and late"),
        ("* bread\n* milk", "* bread\n* milk"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("5*9*7", "5*9*7"),
        ("Press *67 first, then *82", "Press *67 first, then *82"),
        ("***", "***"),
        ("*one\ntwo*", "*one\ntwo*"),
    ],
)
def test_asterisks_that_stress_words_go_and_others_stay(text: str, clean: str) -> None:
    assert prose(text) == clean
