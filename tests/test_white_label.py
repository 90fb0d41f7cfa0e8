"""An operator's white label: read from one file, every fault told where it stands, nothing hostile let through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from directory.errors import SettingsError
from directory.helplines import helplines
from directory.settings import Settings
from directory.white_label import DOORS, WhiteLabel, white_label
from directory.white_label_colours import PAIRS, SHIPPED, contrast, luminance, measured, mixed, schemes, style
from directory.white_label_file import lines_of

ROOT = Path(__file__).resolve().parents[1]
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<path d="M4 29V14a10 10 0 0 1 20 0v15" fill="currentColor"/></svg>'
)
BLUE = """
[colours.light]
plum = "#1f4e79"
plum-deep = "#12324f"
tint = "#e3eef7"
bar = "#12324f"
[colours.dark]
plum = "#a9cff0"
plum-deep = "#d6e8f8"
tint = "#1f3347"
bar = "#0b1520"
"""
LINE = """
[[lines]]
id = "harbor-line"
name = "Harbor County Line"
categories = ["crisis/lifelines"]
modes = ["phone"]
coverage = ["us"]
[lines.organization]
key = "harbor"
name = "Harbor County"
[[lines.phones]]
number = "3055550142"
kind = "local"
[[lines.sessions]]
freq = "weekly"
days = ["mo", "tu", "we", "th", "fr", "sa", "su"]
start = "00:00"
end = "24:00"
zone = "America/New_York"
[lines.provenance]
source_name = "Harbor County"
checked_on = 2026-11-01
"""


def written(folder: Path, text: str, mark: str = MARK) -> Settings:
    """Settings whose white label says the text, with a mark beside it."""
    (folder / "site.toml").write_text(text, encoding="utf-8")
    (folder / "mark.svg").write_text(mark, encoding="utf-8")
    return Settings(white_label=str(folder / "site.toml"))


def read(folder: Path, text: str, mark: str = MARK) -> WhiteLabel:
    return white_label(written(folder, text, mark))


def faults(folder: Path, text: str, mark: str = MARK) -> list[str]:
    """What is told of a white label that is not right, a fault a line."""
    with pytest.raises(SettingsError) as caught:
        read(folder, text, mark)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_without_a_file_the_site_is_as_shipped_with_the_names_of_the_settings() -> None:
    found = white_label(Settings(site_name="Town Help", run_by="The Town"))
    assert found == WhiteLabel(name="Town Help", run_by="The Town", lines=helplines())
    assert style(found.colours) == ""


def test_what_the_file_says_goes_before_the_settings(tmp_path: Path) -> None:
    found = read(tmp_path, 'name = "Harbor  Help & Hope"\nrun_by = "Harbor Library"\ncontact = "help@library.example.org"\n')
    assert (found.name, found.run_by, found.contact) == (
        "Harbor Help & Hope",
        "Harbor Library",
        "mailto:help@library.example.org",
    )
    assert read(tmp_path, 'contact = "https://library.example.org/help"').contact == "https://library.example.org/help"
    assert read(tmp_path, 'run_by = "A"').name == "Nearhelp"


def test_a_file_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert faults(tmp_path, 'name = "Harbor"\nrun_by = Harbor\n')[0].startswith("site.toml:2: This is not TOML")
    assert faults(tmp_path, 'name = "Harbor"\n\nrun_by = """x\n')[0].startswith("site.toml:4: This is not TOML")


def test_all_faults_come_at_once_each_with_file_and_line(tmp_path: Path) -> None:
    text = 'name = ""\nnmae = "x"\ncontact = "javascript:alert(1)"\nmark = "other.svg"\n[home]\ncategories = ["food", "fod"]\n'
    told = faults(tmp_path, text)
    assert [one.split(": ")[0] for one in told] == [f"site.toml:{line}" for line in (1, 2, 3, 4, 6)]
    assert "'name'" in told[1]
    assert "'food'" in told[4]


@pytest.mark.parametrize("name", ["a\\nb", "a\\u202eb", "a\\u0000b", "a\\u200bb", "a\\u2028b", "x" * 41, " "])
def test_a_name_that_breaks_lines_turns_direction_or_hides_letters_is_refused(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, f'name = "{name}"')[0].startswith("site.toml:1: name ")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://",
        "help@",
        "https://example.org/\\u0022 onclick=x",
        "a@b.org?bcc=c@d.org",
    ],
)
def test_a_contact_is_a_plain_mail_or_https_address(tmp_path: Path, address: str) -> None:
    assert faults(tmp_path, f'contact = "{address}"')[0].startswith("site.toml:1: contact ")


class TestColours:
    def test_the_tokens_measured_are_those_of_the_style_sheet(self) -> None:
        css = (ROOT / "directory" / "web" / "static" / "site.css").read_text("utf-8")
        blocks = re.findall(r":root\{(?:color-scheme:light dark;)?\s*(--paper:[^}]*)\}", css)
        light, dark = (dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})\b", block)) for block in blocks)
        assert light == SHIPPED["light"]
        assert light | dark == SHIPPED["dark"]
        assert "background:var(--honey);color:#2a1c27" in css

    def test_every_pair_that_ships_can_be_read(self) -> None:
        told = list(measured(SHIPPED))
        assert len(told) == 2 * len(PAIRS)
        assert [str(one) for one in told if not one.passes] == []

    def test_contrast_is_that_of_wcag(self) -> None:
        assert contrast("#000000", "#ffffff") == 21
        assert contrast("#777777", "#777777") == 1
        assert round(contrast("#767676", "#ffffff"), 2) == 4.54
        assert round(contrast("#777777", "#ffffff"), 2) == 4.48
        assert luminance("#ff0000") == 0.2126
        assert mixed("#000000", "#ffffff", 0.5) == "#808080"

    def test_buttons_and_the_street_follow_the_plum_and_the_tint(self, tmp_path: Path) -> None:
        found = read(tmp_path, BLUE).colours
        assert found["light"]["btn"] == found["dark"]["btn"] == "#1f4e79"
        assert (found["light"]["btn-hover"], found["dark"]["btn-edge"]) == ("#12324f", "#a9cff0")
        assert found["light"]["door1"] == "#e3eef7"
        assert found["light"]["ink"] == SHIPPED["light"]["ink"]

    def test_a_button_that_is_given_does_not_follow(self) -> None:
        given = {"plum": "#1f4e79", "button": "#104010"}
        found = schemes({"light": given, "dark": given | {"plum": "#a9cff0"}})
        assert found["light"]["btn"] == found["dark"]["btn"] == "#104010"

    def test_a_pair_that_cannot_be_read_stops_the_start_and_is_told_with_its_line(self, tmp_path: Path) -> None:
        told = faults(tmp_path, BLUE.replace("#1f4e79", "#8fb8dd"))
        assert any("light: plum #8fb8dd on card #fffdf9 has 2.0" in one and one.startswith("site.toml:3:") for one in told)
        assert any("light: on-btn #fffdf9 on button #8fb8dd" in one for one in told)
        assert any(one.startswith("site.toml:6: light: on-bar") for one in faults(tmp_path, BLUE.replace("#12324f", "#aabbcc")))
        told = faults(tmp_path, BLUE.replace("#0b1520", "#f0b040"))
        assert any("dark: honey #f3b63f on bar #f0b040" in one for one in told)

    def test_a_colour_is_given_in_both_schemes(self, tmp_path: Path) -> None:
        (told,) = faults(tmp_path, '[colours.light]\nbar = "#12324f"\n')
        assert told == "site.toml:2: bar is missing in [colours.dark]: give it in both."

    @pytest.mark.parametrize(
        "colour",
        [
            '"red"',
            '"#12324"',
            '"#12324f;}body{display:none"',
            '"url(https://example.org/x)"',
            '"var(--ink)"',
            "12",
            '"#12324f\\n"',
            "[]",
        ],
    )
    def test_what_is_no_plain_colour_is_refused(self, tmp_path: Path, colour: str) -> None:
        (told,) = faults(tmp_path, f"[colours.light]\nbar = {colour}\n")
        assert told.startswith("site.toml:2: bar is not a colour")

    def test_colours_that_mean_something_cannot_be_set(self, tmp_path: Path) -> None:
        (told,) = faults(tmp_path, '[colours.dark]\nhoney = "#12324f"\n')
        assert told.startswith("site.toml:2: 'honey' cannot be set")
        assert faults(tmp_path, '[colours.sepia]\nbar = "#12324f"\n')[0].startswith("site.toml:1: Write colours under")

    def test_only_what_differs_comes_after_the_style_sheet_and_never_on_paper(self, tmp_path: Path) -> None:
        css = style(read(tmp_path, BLUE).colours)
        assert css.startswith("@media screen{:root{--plum:#1f4e79;")
        assert "@media screen and (prefers-color-scheme:dark){:root{--plum:#a9cff0;" in css
        assert "--ink:" not in css
        assert re.fullmatch(
            r"(@media screen( and \(prefers-color-scheme:dark\))?\{:root\{(--[\w-]+:#[0-9a-f]{6};?)+\}\})+", css
        )


class TestMark:
    def test_shapes_are_written_anew_for_the_bar_and_the_icon(self, tmp_path: Path) -> None:
        mark = read(tmp_path, 'mark = "mark.svg"', f'<?xml version="1.0"?><!-- made by a program -->{MARK}').mark
        assert mark is not None
        shapes = '<g><path d="M4 29V14a10 10 0 0 1 20 0v15" fill="currentColor"/></g>'
        assert mark.inline == f'<svg viewBox="0 0 32 32" aria-hidden="true">{shapes}</svg>'
        assert 'fill="#123456"/>' in mark.icon("#123456", "#ffffff")

    @pytest.mark.parametrize(
        ("inside", "says"),
        [
            ("<script>alert(1)</script>", "<script> may not be"),
            ('<path d="M0 0" onload="alert(1)"/>', "onload may not be"),
            ('<path d="M0 0" style="fill:url(https://example.org)"/>', "style may not be"),
            ('<path d="M0 0" fill="url(https://example.org/x)"/>', "which is not one of the values"),
            ("<style>@import 'https://example.org'</style>", "<style> may not be"),
            ('<image href="https://example.org/x.png"/>', "<image> may not be"),
            ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "<foreignObject> may not be"),
            ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', "<a> may not be"),
            ('<use href="#x"/>', "<use> may not be"),
            ('<animate attributeName="href"/>', "<animate> may not be"),
            ('<path d="M0 0&quot;/&gt;&lt;script&gt;"/>', "which is not one of the values"),
            ('<g id="main"><path d="M0 0"/></g>', "id may not be"),
            ("<text>Help</text>", "<text> may not be"),
            ("words", "There may be no words"),
            ("<title>only words</title>", "draws nothing"),
            ("<path d=", "not well-formed"),
        ],
    )
    def test_what_is_more_than_a_shape_is_refused_with_its_line(self, tmp_path: Path, inside: str, says: str) -> None:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"\n viewBox="0 0 9 9">\n{inside}\n</svg>'
        told = faults(tmp_path, 'mark = "mark.svg"', svg)
        assert any(says in one for one in told), told
        assert all(re.match(r"mark\.svg:[1345]: ", one) for one in told)

    def test_entities_are_not_read(self, tmp_path: Path) -> None:
        bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n' + MARK
        assert faults(tmp_path, 'mark = "mark.svg"', bomb) == ["mark.svg:1: A mark has no DOCTYPE."]
        styled = '<?xml-stylesheet href="https://example.org/x.css"?>\n' + MARK
        assert faults(tmp_path, 'mark = "mark.svg"', styled) == ["mark.svg:1: A mark has no processing instruction."]

    def test_a_mark_is_small_and_has_a_box(self, tmp_path: Path) -> None:
        assert "it may have 4,096" in faults(tmp_path, 'mark = "mark.svg"', MARK + " " * 5000)[0]
        assert "needs a viewBox" in faults(tmp_path, 'mark = "mark.svg"', MARK.replace("0 0 32 32", "0 0 32"))[0]
        assert faults(tmp_path, "mark = 7")[0].startswith("site.toml:1: mark names an .svg file")


class TestLines:
    def test_an_own_line_answers_where_it_is_named_and_the_rest_stays(self, tmp_path: Path) -> None:
        text = LINE + '[helplines.us]\nstrip = "harbor-line"\ncannot-cope = ["harbor-line", "us-988-lifeline"]\n'
        found = read(tmp_path, text).lines
        assert found.strip["US"].name == "Harbor County Line"
        assert found.strip["GB"] == helplines().strip["GB"]
        cope = next(one for one in found.situations if one.key == "cannot-cope")
        assert [line.id for line in cope.lines["US"]] == ["site:harbor-line", "seed:us-988-lifeline"]
        assert found.card(["suicide"]) == cope
        other = found.card(["someone-else"])
        assert other is not None
        assert (other.other, other.lines) == (True, cope.lines)
        assert [one.key for one in found.situations] == [one.key for one in helplines().situations]

    def test_a_situation_with_no_line_is_left_out_in_that_country(self, tmp_path: Path) -> None:
        found = read(tmp_path, "[helplines.us]\nalcohol-drugs = []\n").lines
        (one,) = (one for one in found.situations if one.key == "alcohol-drugs")
        assert "US" not in one.lines

    def test_unknown_lines_situations_and_countries_are_told_with_the_nearest(self, tmp_path: Path) -> None:
        told = faults(tmp_path, '[helplines.us]\nstrip = "us-988-lifelines"\ncannot-cop = []\n[helplines.usa]\nstrip = "x"\n')
        assert told[0] == "site.toml:2: There is no line 'us-988-lifelines'. Do you mean 'us-988-lifeline'?"
        assert told[1] == "site.toml:3: 'cannot-cop' is no situation. Do you mean 'cannot-cope'?"
        assert told[2].startswith("site.toml:4: Write the lines of a country")

    def test_a_number_that_cannot_be_is_told_with_its_line(self, tmp_path: Path) -> None:
        (told,) = faults(tmp_path, LINE.replace("3055550142", "30555501"))
        assert told.startswith("site.toml:12: phones.0.number: ")

    def test_a_line_says_who_checked_it_when(self, tmp_path: Path) -> None:
        (told,) = faults(tmp_path, LINE.replace("checked_on = 2026-11-01", ""))
        assert told.startswith("site.toml:20: A crisis line needs checked_on")

    def test_a_line_can_be_reached(self, tmp_path: Path) -> None:
        text = LINE.replace('[[lines.phones]]\nnumber = "3055550142"\nkind = "local"\n', "")
        assert faults(tmp_path, text) == ["site.toml:2: A crisis line needs a number or a chat."]

    def test_the_strip_promises_day_and_night(self, tmp_path: Path) -> None:
        weekdays = LINE.replace(', "sa", "su"', "") + "[helplines.us]\n"
        (told,) = faults(tmp_path, weekdays + 'strip = "harbor-line"\n')
        assert told.startswith("site.toml:24: The strip says: free, day and night.")
        assert read(tmp_path, weekdays + 'cannot-cope = ["harbor-line"]\n').lines.strip == helplines().strip

    def test_two_lines_have_two_ids(self, tmp_path: Path) -> None:
        assert "an id of its own" in faults(tmp_path, LINE + LINE)[0]


def test_the_file_that_the_readme_shows_is_right(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8").partition("<!-- white label -->")[2].partition("<!-- /white label -->")[0]
    found = read(tmp_path, readme.replace("```toml\n", "").replace("```\n", ""))
    assert found.name == "Harbor County Help"
    assert found.doors == ("talk", "food", "lines", "practical/legal")
    assert found.mark is not None
    cope = next(one for one in found.lines.situations if one.key == "cannot-cope")
    assert [line.name for line in cope.lines["US"]] == ["988 Suicide & Crisis Lifeline", "Harbor County Line"]


def test_the_home_page_has_the_doors_that_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, '[home]\ncategories = ["food", "practical/legal"]').doors == ("food", "practical/legal")
    assert read(tmp_path, "").doors == DOORS
    assert "once" in faults(tmp_path, '[home]\ncategories = ["food", "food"]')[0]
    assert "1 to 24" in faults(tmp_path, "[home]\ncategories = []")[0]
    assert "nothing else" in faults(tmp_path, '[home]\ntiles = ["food"]')[0]


def test_lines_of_a_file_are_found_by_dotted_paths() -> None:
    text = 'name = "x"\n[[lines]]\nid = "a"\n[lines.organization]\nkey = "k"\n[[lines.phones]]\nnumber = "1"\n[[lines]]\n'
    found = lines_of(text + '"id" = "b"\n')
    expected = {"name": 1, "lines.0.id": 3, "lines.0.organization.key": 5, "lines.0.phones.0.number": 7, "lines.1.id": 9}
    assert {path: found[path] for path in expected} == expected
