"""The forms as their page shows them: questions with hints, faults beside them and at the top, what was typed kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.web.form_fields import REPORT, SUGGEST, TRAP, Fault, Field, asked
from directory.web.words import Voice

FORMS: Mapping[str, tuple[Field, ...]] = {"report": REPORT, "suggest": SUGGEST}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    id: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `id` is what the summary leads to, `described` joins its hint and its fault."""

    name: str
    kind: str
    id: str
    label: str
    hint: str
    error: str
    value: str
    required: bool
    longest: int
    described: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it came: what was typed and what is wrong with it; `notice` says what else stands against keeping it."""

    form: str
    said: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    notice: str = ""
    trapped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """The page: `questions` are empty while nothing can be kept at all."""

    title: str
    heading: str
    intro: str
    send: str
    keep: str
    notice: str
    questions: tuple[Question, ...]
    trap: Question

    @property
    def wrong(self) -> tuple[Question, ...]:
        """The questions whose answers cannot be used, for the summary."""
        return tuple(one for one in (*self.questions, self.trap) if one.error)


def form_page(filled: Filled, voice: Voice, *, shut: bool = False) -> FormPage:
    """The page of a form; `shut`: nothing can be kept now, so nothing is asked."""
    heading = voice(f"{filled.form}_title")
    broken = bool(filled.faults or filled.trapped)
    trap = Field(name=TRAP)
    caught = (Fault(TRAP, f"error_{TRAP}"),) if filled.trapped else ()
    fields = asked(FORMS[filled.form], filled.said)
    return FormPage(
        title=voice("error_title", heading=heading) if broken else heading,
        heading=heading,
        intro="" if shut else voice(f"{filled.form}_intro"),
        send=voice(f"{filled.form}_send"),
        keep=voice(f"{filled.form}_keep"),
        notice=filled.notice,
        questions=() if shut else tuple(_question(one, filled.said, filled.faults, voice) for one in fields),
        trap=_question(trap, {TRAP: filled.trapped}, caught, voice),
    )


def _question(field: Field, said: Mapping[str, str], faults: tuple[Fault, ...], voice: Voice) -> Question:
    fault, value = next((one for one in faults if one.name == field.name), None), said.get(field.name, "")
    options = tuple(Option(one, voice(f"{field.name}_{one}"), f"f-{field.name}-{one}", one == value) for one in field.options)
    name = f"f-{field.name}"
    described = (f"{name}-hint" if field.hint else "", f"{name}-error" if fault else "")
    return Question(
        name=field.name,
        kind=field.kind,
        id=options[0].id if field.kind == "radio" else name,
        label=voice(f"ask_{field.name}"),
        hint=voice(f"ask_{field.name}_hint") if field.hint else "",
        error=_told(fault, voice) if fault else "",
        value=value,
        required=field.required,
        longest=field.longest,
        described=" ".join(part for part in described if part),
        options=options,
    )


def _told(fault: Fault, voice: Voice) -> str:
    return voice(fault.key, most=fault.most, count=fault.count) if fault.most else voice(fault.key)
