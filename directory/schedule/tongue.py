"""How a language says hours: one table for each. Another language is one more table in TONGUES."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """Words and patterns of one language, in lower case where a sentence would have it so.

    Pairs of patterns with {time} are for one o'clock (1:00 to 1:59) and for every other hour, where languages bend the article.
    """

    weekdays: tuple[str, ...]  # Monday first
    plurals: tuple[str, ...]  # "Mondays"
    shorts: tuple[str, ...]
    months: tuple[str, ...]  # short
    comma: str  # joins the parts of a rule, and stretches of hours
    between: str  # joins several but the last two, spaces and all
    both: str  # joins the last two of several
    run: str  # consecutive days, {first} {last}
    every_day: str
    halves: tuple[str, str] | None  # before and after noon; None: 24 hours
    noon: str
    midnight: str
    same_half: str  # {start} {end}, the half said once
    hours: str  # {start} {end}
    all_day: str
    day_and_night: str
    next_day: str  # {hours}
    days_later: str  # {hours} {n}
    other_days: str  # {day} or {days} every other week, at most two
    other_weeks: str  # {days}, more of them
    weeks: str  # {n} {days}
    ordinals: Mapping[int, str]
    month_days: Mapping[int, str]  # 1 … 31, -1 … -31
    of_month: str  # {which}
    of_months: str  # {which} {n}
    nth_day: str  # {nth} {day}
    year: str  # {date} {year}
    date: str  # {day} {month}
    weekday_date: str  # {weekday} {date}
    since: str
    until_day: str
    season: str  # {first} {last}
    exceptions: str  # {dates}
    appointment: str
    unknown: str
    closed_day: str
    today: str
    tomorrow: str
    at: str  # {day} {time}, standing alone
    next_day_at: str  # {when}, of today and tomorrow
    next_at: str  # {when}
    on_weekday: str  # {weekday} within a sentence
    on_date: str  # {date} within a sentence
    day_at: tuple[str, str]  # {day} {time} within a sentence
    date_at: tuple[str, str]  # the same with a date
    open_until: tuple[str, str]  # {time}
    open_until_day: str  # {when}
    open_always: str
    closed: str
    closed_until: str  # {when}


def _nth(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


ENGLISH = Tongue(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    plurals=("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
    shorts=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    comma=", ",
    between=", ",
    both=" and ",
    run="{first} to {last}",
    every_day="every day",
    halves=("am", "pm"),
    noon="noon",
    midnight="midnight",
    same_half="{start}–{end}",
    hours="{start} – {end}",
    all_day="all day",
    day_and_night="day and night",
    next_day="{hours} the next day",
    days_later="{hours}, {n} days later",
    other_days="every other {day}",
    other_weeks="{days}, every other week",
    weeks="{days}, every {n} weeks",
    ordinals={1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"},
    month_days={n: _nth(n) for n in range(1, 32)} | {-1: "last day"} | {-n: f"{_nth(n)} to last day" for n in range(2, 32)},
    of_month="{which} of the month",
    of_months="{which}, every {n} months",
    nth_day="{nth} {day}",
    year="{date} {year}",
    date="{day} {month}",
    weekday_date="{weekday} {date}",
    since="from {first}",
    until_day="until {last}",
    season="from {first} to {last}",
    exceptions="Not {dates}",
    appointment="By appointment",
    unknown="Hours not known. Call first.",
    closed_day="closed",
    today="today",
    tomorrow="tomorrow",
    at="{day}, {time}",
    next_day_at="Next: {when}",
    next_at="Next {when}",
    on_weekday="{weekday}",
    on_date="{date}",
    day_at=("{day} {time}", "{day} {time}"),
    date_at=("{day}, {time}", "{day}, {time}"),
    open_until=("Open now until {time}", "Open now until {time}"),
    open_until_day="Open now until {when}",
    open_always="Open now, day and night",
    closed="Closed now",
    closed_until="Closed now · opens {when}",
)

SPANISH = Tongue(
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    plurals=("lunes", "martes", "miércoles", "jueves", "viernes", "sábados", "domingos"),
    shorts=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    comma=", ",
    between=", ",
    both=" y ",
    run="de {first} a {last}",
    every_day="todos los días",
    halves=(f"a.{NBSP}m.", f"p.{NBSP}m."),
    noon=f"12{NBSP}del mediodía",
    midnight=f"12{NBSP}de la noche",
    same_half="de {start} a {end}",
    hours="de {start} a {end}",
    all_day="todo el día",
    day_and_night="de día y de noche",
    next_day="{hours} del día siguiente",
    days_later="{hours}, {n} días después",
    other_days="{days}, cada dos semanas",
    other_weeks="{days}, cada dos semanas",
    weeks="{days}, cada {n} semanas",
    ordinals={1: "primer", 2: "segundo", 3: "tercer", 4: "cuarto", 5: "quinto", -1: "último"},
    month_days={n: f"día {n}" for n in range(1, 32)}
    | {-n: f"día {n} contando desde el final" for n in range(3, 32)}
    | {-1: "último día", -2: "penúltimo día"},
    of_month="{which} del mes",
    of_months="{which}, cada {n} meses",
    nth_day="{nth} {day}",
    year="{date} {year}",
    date="{day} {month}",
    weekday_date="{weekday} {date}",
    since="desde el {first}",
    until_day="hasta el {last}",
    season="del {first} al {last}",
    exceptions="Excepto {dates}",
    appointment="Con cita previa",
    unknown="No sabemos el horario. Llame antes.",
    closed_day="cerrado",
    today="hoy",
    tomorrow="mañana",
    at="{day}, {time}",
    next_day_at="Próxima vez: {when}",
    next_at="Próxima vez: {when}",
    on_weekday="el {weekday}",
    on_date="el {date}",
    day_at=("{day} a la {time}", "{day} a las {time}"),
    date_at=("{day} a la {time}", "{day} a las {time}"),
    open_until=("Abierto ahora hasta la {time}", "Abierto ahora hasta las {time}"),
    open_until_day="Abierto ahora hasta {when}",
    open_always="Abierto ahora, de día y de noche",
    closed="Cerrado ahora",
    closed_until="Cerrado ahora · abre {when}",
)

ARABIC = Tongue(
    weekdays=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    plurals=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    shorts=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    months=(
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
    comma="، ",
    between=" و",
    both=" و",
    run="من {first} إلى {last}",
    every_day="كل يوم",
    halves=("صباحًا", "مساءً"),
    noon=f"12{NBSP}ظهرًا",
    midnight="منتصف الليل",
    same_half="من {start} إلى {end}",
    hours="من {start} إلى {end}",
    all_day="طوال اليوم",
    day_and_night="ليلًا ونهارًا",
    next_day="{hours} في اليوم التالي",
    days_later="{hours}، بعد {n} أيام",
    other_days="{days}، كل أسبوعين",
    other_weeks="{days}، كل أسبوعين",
    weeks="{days}، كل {n} أسابيع",
    ordinals={1: "أول", 2: "ثاني", 3: "ثالث", 4: "رابع", 5: "خامس", -1: "آخر"},
    month_days={n: f"يوم {n}" for n in range(1, 32)}
    | {-n: f"اليوم {n} من آخر الشهر" for n in range(3, 32)}
    | {-1: "آخر يوم", -2: "اليوم قبل الأخير"},
    of_month="{which} من كل شهر",
    of_months="{which}، كل {n} أشهر",
    nth_day="{nth} {day}",
    year="{date} {year}",
    date="{day} {month}",
    weekday_date="{weekday} {date}",
    since="ابتداءً من {first}",
    until_day="حتى {last}",
    season="من {first} إلى {last}",
    exceptions="ما عدا {dates}",
    appointment="بموعد",
    unknown="الأوقات غير معروفة. الاتصال أولًا.",
    closed_day="مغلق",
    today="اليوم",
    tomorrow="غدًا",
    at="{day}، {time}",
    next_day_at="الموعد التالي: {when}",
    next_at="الموعد التالي: {when}",
    on_weekday="{weekday}",
    on_date="{date}",
    day_at=("{day} {time}", "{day} {time}"),
    date_at=("{day}، {time}", "{day}، {time}"),
    open_until=("مفتوح الآن حتى {time}", "مفتوح الآن حتى {time}"),
    open_until_day="مفتوح الآن حتى {when}",
    open_always="مفتوح الآن، ليلًا ونهارًا",
    closed="مغلق الآن",
    closed_until="مغلق الآن · يفتح {when}",
)  # fmt: skip

TONGUES: Mapping[str, Tongue] = {"en": ENGLISH, "es": SPANISH, "ar": ARABIC}


def tongue_of(language: str) -> Tongue:
    """The table of a language; English for a language that has none, as everywhere on the pages."""
    return TONGUES.get(language, ENGLISH)
