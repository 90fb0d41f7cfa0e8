"""Understanding what people type: a pure function from a text, the vocabulary and a gazetteer to readings (taxonomy §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from directory.language.bereaved import Death, deaths
from directory.language.crisis import listened
from directory.language.joined import parted
from directory.language.lexicon import Lexicon, seed
from directory.language.matching import Match, matches
from directory.language.negation import OPENERS
from directory.language.nesting import by_the_way, standing
from directory.language.numbers import Aged, aged, hours
from directory.language.phrases import singular
from directory.language.relatives import belonging, relatives
from directory.language.rows import NEEDS
from directory.language.sayings import Context, Said, meant
from directory.language.sensitive import sensitive
from directory.language.settling import settled
from directory.language.spelling import akin, mended, spelled
from directory.language.spoken import Token, said, spoken
from directory.language.stem import STOP, syllabic
from directory.language.understood import NOWHERE, Around, Reading, Spelled, Understood, Word
from directory.language.whereabouts import Named, named

GRIEF = (("category", "support-groups/grief"), ("topic", "grief"))
LOSS = ("grief", "bereavement", "bereaved")
"""How listings tell the help that somebody needs whose relative died."""
DATED = 2
"""Tokens behind a death in which a time says when it was: "she died on tuesday"."""
COUNTING = frozenset({1, 2, 4, 5, 6})
"""Digits of a number that only counts something ("12 weeks", "1200 for rent"); three are a line's name, more a telephone's."""
MOST_SAYING = 64
"""Words of a text that are looked at for what they say besides its readings."""
SENTENCE = 5
"""Words from which a text is a sentence, of which no listing need say the small words."""
SELF = frozenset(
    {"i", "im", "ive", "id", "me", "my", "we", "our", "us", "yo", "mi", "mis", "estoy", "tengo", "necesito", "mwen", "nou"}
)
"""Words by which somebody tells of themselves, as they are typed without an apostrophe."""
TELLERS = frozenset({"i", "im", "ive", "yo", "soy", "estoy", "tengo", "mwen"})
"""Words by which somebody begins to tell what is the matter with themselves."""
TO = frozenset({"to", "para", "a", "al"})
FOR = frozenset({"for", "para", "pou"})
SO = frozenset({"so"})
Known = tuple[Aged | None, Mapping[int, str], frozenset[int]]
OF = frozenset({"of", "de", "for", "pou"})


def understand(text: str, lexicon: Lexicon | None = None, *, around: Around = NOWHERE) -> Understood:
    """What a text means. It reads 10,000 characters of it, in time linear in them."""
    lexicon = lexicon or seed()
    raw = spoken(text)
    misspelt = spelled(raw, lexicon, around)
    tokens = parted(mended(raw, misspelt, lexicon, around), lexicon)
    like = akin(tokens, lexicon)
    tokens = [token._replace(key=like.get(position, token.key)) for position, token in enumerate(tokens)]
    age = aged(tokens, lexicon)
    taken = set(range(age.first, age.last)) if age else set()
    found = matches(tokens, lexicon, taken)
    place = named(text, tokens, lexicon, [match for match in found if like.keys().isdisjoint(match.span)], around)
    if place is not None and place.sure:
        taken |= set(range(place.first, place.last))
        found = matches(tokens, lexicon, taken)
    crisis, urgent = listened(raw, lexicon, around.known)
    sayings = _settled(tokens, lexicon, found, (age, like, urgent))
    meant_ = [*sayings, *(_voted(tokens, lexicon, taken) if _needless(tokens, sayings) else ())]
    readings = [replace(_reading(text, tokens, one), told=_told(one, lexicon)) for one in meant_] + _where(text, tokens, place)
    starts = {raw[position].start for position in urgent}
    pressing = {position for position, token in enumerate(tokens) if token.start in starts}
    used = taken | pressing
    used |= _said_already(sayings) | {p for m in found if m.sense.kind == "filler" for p in m.span}
    return Understood(
        text=text,
        readings=tuple(sorted(readings, key=lambda reading: (reading.start, reading.end))),
        words=tuple(_words(text, tokens, used if readings or urgent else set(), (lexicon, around))),
        says=tuple(_grieving(_says(text, tokens, taken | pressing, (lexicon, around)), readings, lexicon)),
        urgent=tuple((tokens[position].start, tokens[position].end) for position in sorted(pressing)),
        sentence=len(tokens) >= SENTENCE,
        telling=len(tokens) >= SENTENCE and (any(token.word in SELF for token in tokens) or any(map(_grieves, sayings))),
        spelled=tuple(_applied(misspelt, tokens, used)),
        crisis=crisis,
    )


def _settled(
    tokens: Sequence[Token],
    lexicon: Lexicon,
    found: Sequence[Match],
    known: tuple[Aged | None, Mapping[int, str], frozenset[int]],
) -> list[Said]:
    """What is meant together. `known`: the age, the words that are only like one of the vocabulary, and words of crisis."""
    age, like, urgent = known
    said_ = [
        one for match in standing(found) for one in _meant(match, lexicon, like, alone=match.last - match.first == len(tokens))
    ]
    said_ += (Said("time", (part,), True, first, last) for first, last, part in hours(tokens))
    if age is not None:
        said_.append(Said("age", (str(age.years),), True, age.first, age.last))
    own = relatives(tokens, lexicon, age)
    others = belonging(tokens, lexicon, "theirs")
    gone = deaths(tokens, lexicon, own + others, urgent)
    for death in gone:
        said_ = _bereaved(said_, death)
    lost = [death.whom for death in gone]
    context = _context(tokens, lexicon, own + others + lost, [one for one in own if one not in lost])
    context.urgent = urgent
    context.spans |= {at for death in gone for at in range(death.first, death.last + DATED)}
    agreed = settled(said_, context)
    if age is not None and age.child:
        agreed.append(Said("audience", ("parents",), False, age.first, age.last))
    return agreed


def _ends(tokens: Sequence[Token], lexicon: Lexicon, value: str, *, start: bool = False) -> frozenset[int]:
    """Where phrases of a kind of small words end, or (`start`) begin."""
    tree = lexicon.grammar[value]
    return frozenset(first if start else end for first in range(len(tokens)) for end, _ in tree.at(tokens, first))


def _context(tokens: Sequence[Token], lexicon: Lexicon, named: list[tuple[int, int]], living: list[tuple[int, int]]) -> Context:
    long = len(tokens) >= SENTENCE
    return Context(
        named, living, _at(tokens, TELLERS), _at(tokens, TO), _at(tokens, OF),
        wants=_ends(tokens, lexicon, "want") if long else frozenset(),
        whose=_at(tokens, FOR),
        so=_at(tokens, SO),
        spans=_ends(tokens, lexicon, "since"),
        telling=_ends(tokens, lexicon, "tells", start=True) if long else frozenset(),
        places=_ends(tokens, lexicon, "at") if long else frozenset(),
        long=long,
    )  # fmt: skip


def _meant(match: Match, lexicon: Lexicon, like: Mapping[int, str], *, alone: bool) -> Iterator[Said]:
    """What a match says; a filler says nothing, a word only like one of the vocabulary nothing for sure, nor does a name that
    was typed `alone`: its own listing comes before others of its kind."""
    named_ = alone and match.sense.named
    if match.sense.kind != "filler":
        mixed = match.sense.kind == "category" and by_the_way(match.phrase, lexicon)
        for one in meant(match.sense, match.first, match.last, match.denied):
            sure = one.exact and not named_ and like.keys().isdisjoint(match.span)
            yield replace(one, mixed=mixed, exact=sure, denied=match.phrase.key[0] in OPENERS, named=named_)


def _bereaved(found: Sequence[Said], death: Death) -> list[Said]:
    """The meanings with grief as the need of who tells of a death, each said once."""
    first, last, _, sure = death
    inside = {one for one in found if first <= one.first and one.last <= last}
    there = {(one.kind, value) for one in inside for value in one.values if one.exact or not sure}
    told = [Said(kind, (value,), sure, first, last) for kind, value in GRIEF if (kind, value) not in there]
    twice = {(one.kind, one.values) for one in told}
    return [*(one for one in found if one not in inside or (one.kind, one.values) not in twice), *told]


def _at(tokens: Sequence[Token], words: frozenset[str]) -> frozenset[int]:
    return frozenset(position for position, token in enumerate(tokens) if token.word in words)


def _reading(text: str, tokens: Sequence[Token], one: Said) -> Reading:
    span = tokens[one.first : one.last]
    return Reading(
        kind=one.kind,
        values=one.values,
        strength="exact" if one.exact else "implied",
        start=span[0].start,
        end=span[-1].end,
        said=said(text, span),
        excluded=one.excluded,
        offered=one.offered,
        alternatives=one.alternatives,
    )


def _grieves(one: Said) -> bool:
    return (one.kind, one.values) in {(kind, (value,)) for kind, value in GRIEF} and not one.exact


def _needless(tokens: Sequence[Token], sayings: Iterable[Said]) -> bool:
    """Whether a sentence names no need."""
    named = any(one.kind in NEEDS and not one.excluded and not one.offered for one in sayings)
    return len(tokens) >= SENTENCE and not named


def _voted(tokens: Sequence[Token], lexicon: Lexicon, taken: set[int]) -> Iterator[Said]:
    """Of a sentence that names no need, what its words stand for in most phrases of the vocabulary."""
    for position, token in enumerate(tokens[:MOST_SAYING]):
        alone = lexicon.phrases.find((token.key,))
        other = any(lexicon.grammar[value].has(token.key) for value in ("died", "death", "child", "person"))
        if position not in taken and not other and (alone is None or all(sense.kind in NEEDS for sense in alone.senses)):
            for kind, value in lexicon.votes.get(token.key, ()):
                quiet = sensitive(kind, value)
                yield Said(kind, (value,), False, position, position + 1, offered=quiet)


def _told(one: Said, lexicon: Lexicon) -> tuple[str, ...]:
    if one.excluded or one.offered:
        return ()
    return tuple(word for v in one.values if not sensitive(one.kind, v) for word in lexicon.telling.get((one.kind, v), ()))


def _where(text: str, tokens: Sequence[Token], place: Named | None) -> list[Reading]:
    if place is None:
        return []
    span, name = tokens[place.first : place.last], said(text, tokens[place.name : place.last])
    return [
        Reading(
            kind="near", values=(name,), strength="exact", start=span[0].start, end=span[-1].end, said=said(text, span),
            offered=not place.sure,
        )
    ]  # fmt: skip


def _said_already(sayings: Iterable[Said]) -> set[int]:
    """Tokens whose meaning a reading has: no listing must say them. What is only offered must still be said."""
    sayings = list(sayings)
    any_ = any(not one.offered for one in sayings)
    return {
        position
        for one in sayings
        if not one.named and (not one.offered or (one.excluded and any_))
        for position in range(one.first, one.last)
    }


def _words(text: str, tokens: Sequence[Token], used: set[int], asked: tuple[Lexicon, Around]) -> list[Word]:
    """The tokens that stay, small words left out; all of them when nothing else is left of the text."""
    lexicon, around = asked
    long = len(tokens) >= SENTENCE
    rest = [t for p, t in enumerate(tokens) if p not in used and not _says_little(t, lexicon, long)]
    if used:
        rest = [token for token in rest if not (token.word.isdigit() and len(token.word) in COUNTING)]
    if not rest and not used:
        rest = [token for token in tokens if token.key]
    return [_word(text, t, lexicon, around) for t in dict.fromkeys(rest)]


def _word(text: str, token: Token, lexicon: Lexicon, around: Around) -> Word:
    right = token.word if token.key == singular(token.word) else token.key
    meant = (right, *lexicon.said.get(token.key, ()))
    return Word(text[token.start : token.end], token.start, token.end, _known(token, lexicon, around), meant)


def _says(text: str, tokens: Sequence[Token], taken: set[int], asked: tuple[Lexicon, Around]) -> Iterator[Word]:
    """The words that say something, an age and the name of a place left out, each once."""
    lexicon, around = asked
    seen: set[str] = set()
    for position, token in enumerate(tokens[:MOST_SAYING]):
        if position in taken or not token.key or token.key in seen or syllabic(token.word[0]):
            continue
        counts = token.word.isdigit() and len(token.word) in COUNTING
        if counts and lexicon.phrases.find((token.key,)) is None:
            continue  # a short number only counts something, but "211" is a name
        if token.word not in STOP and not lexicon.small(token.key):
            seen.add(token.key)
            yield _word(text, token, lexicon, around)


def _grieving(says: Iterable[Word], readings: Sequence[Reading], lexicon: Lexicon) -> Iterator[Word]:
    """The words that say something, of a relative who died what is needed instead: no help for husbands is looked for."""
    spans = [(one.start, one.end) for one in readings if (one.kind, one.values) == (GRIEF[1][0], (GRIEF[1][1],))]
    for word in says:
        inside = any(start <= word.start and word.end <= end for start, end in spans)
        relative = inside and any(lexicon.grammar[value].has(word.meant[0]) for value in ("child", "person"))
        yield replace(word, meant=(word.meant[0], *LOSS)) if relative else word


def _says_little(token: Token, lexicon: Lexicon, sentence: bool) -> bool:
    """Whether no listing need say it: a small word, or somebody's relative."""
    if token.word in STOP or lexicon.small(token.key, sentence=sentence):
        return True
    return any(lexicon.grammar[value].has(token.key) for value in ("child", "person"))


def _known(token: Token, lexicon: Lexicon, around: Around) -> bool:
    return bool({token.word, token.key} & lexicon.words) or around.known(token.word) or bool(around.people(token.word))


def _applied(misspelt: Sequence[tuple[int, Spelled]], tokens: Sequence[Token], used: set[int]) -> list[Spelled]:
    """The misspelt words; one whose correction meant nothing here was not taken for it."""
    starts = {tokens[position].start for position in used}
    return [one for _, one in misspelt if not one.applied or one.start in starts]
