"""What a listing says in few words: kind, where, cost and languages, how fresh. Unknown is said as unknown."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from directory.facets import FACETS, Answers, declared
from directory.geo import KM
from directory.listing import Address, Listing, Place, Provenance, located
from directory.schedule import day_of, local_minute
from directory.taxonomy import label, lineage
from directory.web.kept import Memory
from directory.web.words import WORDS, Voice

YEAR = timedelta(days=365)
LISTED = 4
"""Languages named on a card before "and 3 more"."""
REMOTE = ("phone", "video", "text-chat", "app-web", "home-visit")
SAFETY_KINDS = frozenset({"crisis/abuse-violence", "crisis/report-abuse", "support-groups/trauma-abuse"})
SAFETY_TOPICS = frozenset(
    {"domestic-violence", "sexual-violence", "childhood-abuse", "elder-abuse", "trafficking", "self-harm", "suicidal-thoughts"}
)
GROUP_KINDS = frozenset(
    {
        "support-groups",
        "recovery/twelve-step",
        "recovery/non-twelve-step",
        "family-caregivers/family-groups",
        "family-caregivers/caregiver-groups",
        "faith/groups",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """For whom a page is made. `moment` is whole minutes since 1970 UTC; `area` names an area code, "" when unknown."""

    voice: Voice
    unit: Literal["mi", "km"] = "mi"
    zone: str = "UTC"
    zone_known: bool = False  # the visitor's own, not that of the place or the site
    moment: int = 0
    times: tuple[str, ...] = ()  # what was chosen of the time facet: next times are first of all those
    area: Callable[[str], str] = lambda code: ""
    memory: Memory = field(default_factory=Memory)  # the site's: what its pages worked out of listings lately
    clock: tuple[Hashable, ...] = field(init=False)  # all that what is said of hours depends on, besides the hours
    today: date = field(init=False)  # the day of the moment where the page is read

    def __post_init__(self) -> None:
        """Every card looks at both."""
        object.__setattr__(self, "clock", (self.moment, self.zone, self.times, self.voice.language))
        object.__setattr__(self, "today", _day_at(self.moment, self.zone))

    def dated(self, day: date) -> str:
        """A day of the catalogue in words. It was noted by the clock of another zone, so the reader's today stands for one
        that has not begun here: no page tells of a check to come."""
        return self.voice.day(min(day, self.today))


@lru_cache(maxsize=1000)
def _day_at(moment: int, zone: str) -> date:
    return day_of(local_minute(datetime.fromtimestamp(moment * 60, UTC), zone))


class Fact(NamedTuple):
    """One line with an icon: the bold words first, then the rest; `foreign` marks text in the words of the source."""

    icon: str
    strong: str = ""
    text: str = ""
    tone: Literal["", "open"] = ""
    foreign: bool = False
    joint: str = " · "  # what stands between the two


@dataclass(frozen=True, slots=True)
class Fresh:
    """The freshness badge: exactly one of four sentences, each with its icon and tone."""

    text: str
    icon: str
    tone: Literal["moss", "grey", "clay"]


def kind_of(listing: Listing, voice: Voice) -> str:
    """The kind of help in the words of the tree."""
    return label("category", listing.categories[0], voice.language) if listing.categories else ""


def is_group(listing: Listing) -> bool:
    """Whether people meet in it as peers: its badge says "Group", its page shows the signs of a good one."""
    return bool(listing.group) or any(GROUP_KINDS & set(lineage(slug)) for slug in listing.categories)


def is_hidden(listing: Listing) -> bool:
    """Whether its place is nobody's to know."""
    return listing.place is not None and listing.place.visibility == "hidden"


def is_safety(listing: Listing) -> bool:
    """Whether knowing that somebody looked at it could harm them: neutral title, note about shared phones."""
    hidden = listing.place is not None and listing.place.visibility == "hidden"
    return (
        hidden or bool(SAFETY_TOPICS & set(listing.topics)) or any(SAFETY_KINDS & set(lineage(c)) for c in listing.categories)
    )


def fresh(provenance: Provenance, group: bool, scene: Scene) -> Fresh:
    """How fresh the facts are. A check by a person older than a year counts no more, nor does a match older than a year."""
    voice, today = scene.voice, scene.today
    checked, confirmed = provenance.checked_on, provenance.confirmed_on
    human = max((day for day in (checked, confirmed) if day), default=None)
    if human and today - human <= YEAR:
        if human == confirmed:
            return Fresh(voice("group_confirmed" if group else "provider_confirmed", date=scene.dated(human)), "fits", "moss")
        return Fresh(voice("checked", date=scene.dated(human)), "fits", "moss")
    seen = provenance.seen_on
    if human is None and seen and today - seen <= YEAR:
        return Fresh(voice("matched", date=scene.dated(seen)), "paper", "grey")
    return Fresh(voice("unchecked"), "warn", "clay")


def distance_text(km: float, scene: Scene, about: bool = False) -> str:
    """The distance in the site's unit: one decimal under ten, whole above; whole and "about" where the point is not exact."""
    far = km / KM[scene.unit]
    number = f"{max(1, round(far))}" if about else f"{max(0.1, far):.1f}" if far < 9.95 else f"{far:.0f}"
    return _distance_words(number.removesuffix(".0"), scene.unit, scene.voice.language, about)


@lru_cache(maxsize=2000)
def _distance_words(number: str, unit: str, language: str, about: bool) -> str:
    voice = Voice(language)
    text = voice(f"{unit}_one" if number == "1" else f"{unit}_many", n=voice.number(number))
    return voice("about_distance", distance=text) if about else text


def where(listing: Listing, km: float | None, serves: bool, scene: Scene) -> Fact:
    """Where it is, in one of the forms the design allows: never a distance for what is hidden or only serves the area."""
    place, voice = listing.place, scene.voice
    if place is not None and place.visibility == "hidden" and located_modes(listing):
        return Fact("lock", voice("hidden_place"), area_text(listing, scene))
    if km is not None and place is not None:
        about = place.visibility == "area" or place.precision in ("zip", "city", "county")
        return Fact("pin", distance_text(km, scene, about), short_address(place, voice), foreign=place.visibility == "public")
    if place is not None and located(listing) is not None:
        return Fact("pin", voice("serves") if serves else "", short_address(place, voice), foreign=place.visibility == "public")
    if _only_online(listing):
        return Fact("video", voice("online"), area_text(listing, scene))
    if serves and listing.coverage:
        return Fact(_remote_icon(listing), voice("serves"), _covered(listing, scene))
    if place is not None and short_address(place, voice) and located_modes(listing):
        return Fact("pin", "", short_address(place, voice), foreign=True)
    return Fact(_remote_icon(listing), "", _sentence(_covered(listing, scene)))


def located_modes(listing: Listing) -> bool:
    """Whether one goes there: or nothing is said about how, and there is a place."""
    return not listing.modes or bool({"in-person", "mobile-unit"} & set(listing.modes))


def _only_online(listing: Listing) -> bool:
    """Whether one takes part online and nowhere else; a number to dial into the same room is no phone help."""
    ways = set(listing.modes)
    others = {"home-visit"} if listing.join_url else {"phone", "home-visit"}
    return bool({"video", "app-web"} & ways) and not others & ways and not located_modes(listing)


def _covered(listing: Listing, scene: Scene) -> str:
    ways = ("video", *REMOTE) if listing.join_url else REMOTE
    how = next((mode for mode in ways if mode in listing.modes), "")
    by = scene.voice(f"by_{how}") if how else ""
    return scene.voice.commas(part for part in (area_text(listing, scene), by) if part)


def _remote_icon(listing: Listing) -> str:
    if "phone" in listing.modes or not listing.modes:
        return "phone"
    if located_modes(listing) or "home-visit" in listing.modes:
        return "pin"
    return "text" if "text-chat" in listing.modes else "video"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def area_text(listing: Listing, scene: Scene) -> str:
    """The area served in words: "all of Florida", "Alameda County and Contra Costa County", "4 areas", "anywhere"."""
    return scene.memory.of("area").get(listing, scene.voice.language, _area_text, listing, scene)


def _area_text(listing: Listing, scene: Scene) -> str:
    codes = [code for code in listing.coverage if not any(_holds(wide, code) for wide in listing.coverage)]
    if "world" in codes:
        return scene.voice("anywhere")
    names = [name for name in (_area_name(code, scene) for code in codes[:12]) if name]
    if not names:
        return ""
    if len(codes) == 1:
        return scene.voice("all_of", area=names[0]) if "-zip-" not in codes[0] else names[0]
    if len(codes) <= 3:
        return scene.voice.join(names)
    return scene.voice("areas_more", area=names[0], n=len(codes) - 1)


COUNTIES = {"County": "area_county", "Parish": "area_parish"}
"""The words of the gazetteer for the counties of the United States, with how a language says them."""


def _area_name(code: str, scene: Scene) -> str:
    """The name of an area within a sentence: of countries ours, of others the gazetteer's without the state behind it."""
    key = f"area_{code}"
    if key in WORDS:
        return scene.voice(key)
    name = scene.area(code).partition(",")[0]
    own, _, kind = name.rpartition(" ")
    return scene.voice(COUNTIES[kind], name=own) if own and kind in COUNTIES else name


def _holds(wide: str, code: str) -> bool:
    return wide != code and (wide == "world" or code.startswith(wide + "-"))


def short_address(place: Place, voice: Voice) -> str:
    """Street and town of a public place; of an area only the town and that the rest is told on contact."""
    address = place.address
    if place.visibility == "area":
        return voice("area_place", town=address.city) if address.city else voice("hidden_place")
    return ", ".join(part for part in (address.lines[0] if address.lines else place.name, address.city) if part)


def address_lines(address: Address, joint: str = " ") -> tuple[str, ...]:
    """The address as it is written on a letter, without the country; `joint` stands between state and postal code."""
    last = joint.join(part for part in (address.region, address.postal_code) if part)
    town = ", ".join(part for part in (address.city, last) if part)
    return tuple(line for line in (*address.lines, town) if line)


def cost_and_languages(listing: Listing, said: Answers, scene: Scene) -> Fact:
    """Cost, then languages, on one line. An unknown cost is said as unknown, but nobody in a crisis is sent to ask for it."""
    cost, languages = cost_asked(listing, said, scene.voice), languages_text(said, scene.voice)
    return Fact("coin" if cost else "talk", "", " · ".join(part for part in (cost, languages) if part))


def cost_asked(listing: Listing, said: Answers, voice: Voice) -> str:
    """What it costs, or that one may ask; "" where the cost of help in a crisis is not stated."""
    unstated = not said.yes["cost"] and "crisis" in {slug.partition("/")[0] for slug in listing.categories}
    return "" if unstated else cost_text(said, voice)


def cost_text(said: Answers, voice: Voice) -> str:
    """What it costs in the words of the facet, price before insurance; "Ask about cost" when it is not stated."""
    return voice.commas(_labels("cost", said, voice)) or voice("ask_cost")


def languages_text(said: Answers, voice: Voice, most: int = LISTED) -> str:
    """The languages spoken; "" when none is stated."""
    names = _spoken(said, voice)
    shown = names if len(names) <= most + 1 else [*names[:most], voice("and_more", n=len(names) - most)]
    return voice.commas(shown)


def _spoken(said: Answers, voice: Voice) -> list[str]:
    """The languages in the facet's order; "another language" only where none is named, and lower case within a list where
    names of languages have it."""
    stated = tuple(said.yes["language"])
    named = labels("language", tuple(value for value in stated if value != "other"), voice)
    first, *rest = named or labels("language", stated, voice) or [""]
    return [one for one in (first, *(voice.inside(name) for name in rest)) if one]


def _labels(facet: str, said: Answers, voice: Voice) -> list[str]:
    stated = said.yes[FACETS[facet].name]
    return labels(facet, tuple(stated), voice)


def labels(facet: str, values: tuple[str, ...], voice: Voice) -> list[str]:
    """The labels of some values of a facet in the facet's order; `donation` says what `free` adds to it."""
    chosen = set(values)
    if facet == "cost" and "donation" in chosen:
        chosen.discard("free")
    return [label(facet, value, voice.language) for value in declared(facet) if value in chosen]
