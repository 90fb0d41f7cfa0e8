"""Typed words as they are looked for in phrases of crisis, and of whom they tell: of who types, or of somebody else.

People leave small words out, put an age behind a relative and say of a son what the vocabulary says of oneself. All of it is
grammar of the vocabulary: what a word may stand for (`same`, `partner`), and what it is of oneself (`third`: "himself" is
"myself").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from directory.language.lexicon import Lexicon
from directory.language.likeness import Likeness
from directory.language.numbers import JOINED, OLDEST
from directory.language.phrases import Key, singular
from directory.language.spoken import Token, spoken
from directory.language.stem import tokens as written

SHORTEST = 6
"""Letters of a crisis word from which a misspelling of it counts; shorter ones have too many neighbours."""
JOINING = ("\u0648", "\u0641")
"""Arabic "and" and "so", written as one with the word behind."""
ONWARD = frozenset({"and", "then", "but", "who", "y", "pero", "que", "quien"})
MOST_CARRIED = 10
"""Words behind a partner within which such a word speaks of them still."""
SOMEBODY = ("someone", "alguien", "li")
"""What a relative is called in phrases of somebody else's crisis: "someone wants to die" is said of a brother, too."""
PARTNER = ("he", "partner", "pareja")
"""What a partner is called in phrases of violence: "he will kill me" is said of a husband, "hide from my partner" of an ex."""
ONESELF = ("i", "im", "yo", "mwen")
"""Who types; in words of somebody else's crisis that person stands in their place."""
OTHERS = frozenset({"he", "she", "they", "hes", "shes", "theyre", "ella", "ellos", "ellas", "li", *SOMEBODY})
KIN = frozenset({"person", "child", "partner", "known"})
"""Small words of the vocabulary that are somebody one knows."""
AGED = frozenset({"de", "of", "age", "aged", "who", "is", "que", "tiene", "con"})
"""Words between a relative and an age: "mi hijo de 15", "my son who is 15"."""
BETWEEN = frozenset({"that", "who", "que", "going", "gonna", "trying", "might", "there", "theres"})
FURTHER = frozenset(
    {
        "and", "but", "so", "because", "since", "after", "anymore", "please", "help", "what", "how", "who", "now", "i", "im",
        "he", "she", "we", "they", "y", "pero", "porque", "desde", "ya", "más", "mas", "por", "qué", "que", "cómo",
        "como", "ayuda", "estoy", "again", "when", "lately", "too",
    }
)  # fmt: skip
"""Words before which a sentence is whole: "my dad won't go on and I don't know what to do"."""
MOST_BETWEEN = 6
"""Words between somebody and what is told of them: "my mom said that she has …"."""


@dataclass(frozen=True, slots=True)
class Step:
    """A word as it is looked for, tokens `first` up to, not including, `last` of the text.

    `own` is what it may stand for, `told` what of oneself when somebody else is told of ("my" for "his"), `mine` that it is
    only said of oneself. `slight`: a small word; `aside`: no part of what is told (an age, "ex" before "husband");
    `carried`: a word such as "and" behind which a partner that was named does the next thing, too.
    """

    own: Key
    first: int
    last: int
    told: Key = ()
    mine: bool = False
    slight: bool = False
    aside: bool = False
    carried: bool = False

    @property
    def somebody(self) -> bool:
        """Whether it is a relative, or "he" and the like."""
        return not self.carried and not OTHERS.isdisjoint(self.own)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The grammar of crisis: what stands for what, by the words as they are typed."""

    same: Mapping[Key, Key]
    longest: int
    third: Mapping[str, str]
    self_only: frozenset[str]
    relatives: frozenset[str]
    crisis: Likeness
    arabic: frozenset[str]


@lru_cache(maxsize=8)
def _grammar(lexicon: Lexicon) -> _Words:
    rows = [row for row in lexicon.rows if row.kind == "grammar" and row.stands]
    same: dict[Key, Key] = {}
    for row in rows:
        if row.value == "same":
            typed = tuple(written(row.phrase))
            same[typed] = (*same.get(typed, ()), *row.stands)
    third = [row for row in rows if row.value == "third"]
    rows_of_crisis = [row for row in lexicon.rows if row.kind == "crisis"]
    crisis = {token.word for row in (*third, *rows_of_crisis) for token in spoken(row.phrase)}
    return _Words(
        same,
        max(map(len, same), default=1),
        {written(row.phrase)[0]: row.stands[0] for row in third},
        frozenset({*ONESELF, *(row.stands[0] for row in third if row.strength == "exact")}),
        frozenset(row.key[0] for row in lexicon.rows if row.kind == "grammar" and row.value in KIN and len(row.key) == 1),
        Likeness({word for word in crisis if len(word) >= SHORTEST}),
        frozenset(token.word for row in rows_of_crisis if row.lang == "ar" for token in spoken(row.phrase)),
    )


def steps(tokens: Sequence[Token], lexicon: Lexicon, known: Callable[[str], bool] | None) -> list[Step]:
    """The tokens of a text as they are looked for. `known`: words of the index and the gazetteer, no misspellings."""
    ages = dict(_ages(tokens, lexicon))
    found: list[Step] = []
    position = 0
    while position < len(tokens):
        step = ages.get(position) or _merged(tokens, position, lexicon) or _step(tokens, position, lexicon, known)
        found.append(step)
        position = step.last
    return list(_carried(found, tokens))


def _carried(found: Sequence[Step], tokens: Sequence[Token]) -> Iterator[Step]:
    """The steps, with the partner of a sentence behind its "and": "my ex has my keys and follows me"."""
    farthest = -1
    for position, step in enumerate(found):
        if PARTNER[0] in step.own:
            farthest = position + MOST_CARRIED
        elif tokens[step.first].word in ONWARD and position <= farthest:
            yield replace(step, own=(*step.own, *PARTNER), carried=True)
            continue
        yield step


def _merged(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Step | None:
    """Several words that are as good as one: "does not"."""
    grammar = _grammar(lexicon)
    for end in range(min(start + grammar.longest, len(tokens)), start + 1, -1):
        stands = grammar.same.get(tuple(token.word for token in tokens[start:end]))
        if stands is not None:
            return _of(stands, (start, end), lexicon)
    return None


def _step(tokens: Sequence[Token], position: int, lexicon: Lexicon, known: Callable[[str], bool] | None) -> Step:
    token, grammar = tokens[position], _grammar(lexicon)
    own = (*_meant(token, lexicon, known), *(grammar.same.get((token.word,)) or grammar.same.get((token.key,), ())))
    aside = (
        position > 0
        and (token.key in grammar.relatives or lexicon.grammar["whose"].has(token.word))
        and relative(tokens[position - 1], lexicon)
    )
    told, mine = _whose(own, token.word, grammar)
    slight = token.key in lexicon.crisis.gaps or token.word.isdigit()
    return Step(own, position, position + 1, told, mine, slight, aside)


def _of(own: Key, span: tuple[int, int], lexicon: Lexicon) -> Step:
    """Several tokens that stand for words."""
    return Step(own, *span, *_whose(own, own[0], _grammar(lexicon)))


def _whose(own: Key, word: str, grammar: _Words) -> tuple[Key, bool]:
    """What words, typed as a `word`, are of oneself when told of somebody else, and whether they are only said of oneself."""
    if not grammar.self_only.isdisjoint(own):
        return (), True
    told = tuple(dict.fromkeys(grammar.third[one] for one in (word, *own) if one in grammar.third))
    return (told if told or OTHERS.isdisjoint(own) else ONESELF), False


def ends(tokens: Sequence[Token], last: int) -> bool:
    """Whether a sentence ends before a token, or another begins there: "won't go on" is meant, not "won't go on hikes"."""
    return last == len(tokens) or tokens[last].start - tokens[last - 1].end > 1 or tokens[last].word in FURTHER


def says_others(phrase: Key, lexicon: Lexicon) -> bool:
    """Whether a phrase is itself in words of others ("end his life"): then the vocabulary says what it means."""
    return not _grammar(lexicon).third.keys().isdisjoint(phrase)


def relative(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is a relative, a friend or somebody else one knows."""
    return token.key in _grammar(lexicon).relatives


def _meant(token: Token, lexicon: Lexicon, known: Callable[[str], bool] | None) -> Key:
    """The words a token may stand for: itself, somebody, and what it is a misspelling of."""
    word = token.word
    if relative(token, lexicon):
        return (token.key, *SOMEBODY, *(PARTNER if lexicon.grammar["partner"].has(token.key) else ()))
    grammar = _grammar(lexicon)
    if word[0] in JOINING and word[1:] in grammar.arabic:
        return (token.key, word[1:])
    if len(word) < SHORTEST - 1 or word in lexicon.words or token.key in lexicon.words or word in lexicon.real:
        return (token.key,)
    alike = grammar.crisis.near(word, 1)
    if not alike or token.key in lexicon.real or (known is not None and known(word)):
        return (token.key,)
    return (token.key, *(singular(other) for other in alike))


def _ages(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, Step]]:
    """Where an age behind a relative, or one that stands for a child ("my 15 year old"), begins, and the step it is."""
    for position, token in enumerate(tokens):
        joined = JOINED.fullmatch(token.word) is not None
        if not joined and not (token.word.isdigit() and len(token.word) <= 3 and int(token.word) <= OLDEST):
            continue
        last = max((end for end, _ in lexicon.grammar["years"].at(tokens, position + 1)), default=position + 1)
        last += joined and last < len(tokens) and tokens[last].word == "old"
        first = position
        while first > max(0, position - 2) and tokens[first - 1].word in AGED:
            first -= 1
        if first and relative(tokens[first - 1], lexicon):
            yield first, Step((), first, last, aside=True)
        elif position and lexicon.grammar["mine"].has(tokens[position - 1].key) and (joined or last > position + 1):
            yield position, _of(SOMEBODY, (position, last), lexicon)


def of_somebody(found: Sequence[Step], tokens: Sequence[Token], start: int, lexicon: Lexicon) -> bool:
    """Whether what begins at a step is told of somebody else: the words before it name a relative who is not missed."""
    for position in range(start - 1, max(-1, start - 1 - MOST_BETWEEN), -1):
        step, token = found[position], tokens[found[position].first]
        if step.somebody:
            before = tokens[max(0, step.first - 2) : step.first]
            return not any(lexicon.grammar["missed"].has(token.word) for token in before)
        between = token.word in BETWEEN or any(lexicon.grammar[value].has(token.key) for value in ("ails", "tells"))
        if not (step.aside or step.slight or between):
            return False
    return False
