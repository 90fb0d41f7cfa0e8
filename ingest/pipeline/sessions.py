"""The sessions of a record in their zone. A zone is never guessed: without one the hours are unknown and stay as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from directory.schedule import DAY, Session
from directory.schemas_fields import zones
from directory.schemas_trusted import clock

NO_ZONE = "hours without a time zone were kept as text only"
Tell = Callable[[str], None]
Sessions = tuple[Session, ...] | None
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def timed(sessions: list[Session] | None, zone: str, tell: Tell) -> tuple[Sessions, str]:
    """The sessions in their own zone or `zone`, and, where there is neither, None and their text.

    A session that no clock has (it ends before it starts, lasts longer than a day) makes the hours unknown.
    """
    if sessions is None:
        return None, ""
    kept = []
    for session in sessions:
        if session.freq != "appointment" and not session.zone:
            if not zone:
                tell(NO_ZONE)
                return None, "; ".join(_words(one) for one in sessions)
            session = replace(session, zone=zone)
        if not _sound(session):
            tell("hours that no clock has were kept as text only")
            return None, "; ".join(_words(one) for one in sessions)
        kept.append(session)
    return tuple(dict.fromkeys(kept)), ""


def _sound(session: Session) -> bool:
    if session.freq == "appointment":
        return True
    days = all(0 <= day <= 6 for day in session.days)
    ruled = bool(session.days or session.month_days or (session.freq == "once" and session.valid_from))
    return (
        days
        and ruled
        and session.zone in zones()
        and 0 <= session.start < DAY
        and session.start < session.end <= session.start + DAY
    )


def _words(session: Session) -> str:
    days = ", ".join(_DAYS[day] for day in session.days if 0 <= day <= 6)
    hours = "by appointment" if session.freq == "appointment" else f"{clock(session.start)}-{clock(session.end)}"
    return f"{days} {hours}".strip()
