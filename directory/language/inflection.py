"""One form for the forms of a word that people write in different ways: "leaks" and "leaking", "perdí" and "perdieron"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

SHORTEST = 4
"""Letters of a word that has other forms; shorter ones are like too many others."""
ROOT = {"en": 3, "es": 3}
"""Letters that stay of it."""
_IRREGULAR = """
ate eat, eaten eat, beaten beat, bought buy, broke break, broken break, brought bring, caught catch, chose choose, cried cry,
drank drink, drunk drink, drove drive, fallen fall, fell fall, felt feel, fought fight, froze freeze, frozen freeze, gave give,
given give, gone go, went go, grew grow, heard hear, held hold, kept keep, left leave, lent lend, lost lose, made make,
met meet, paid pay, said say, says say, slept sleep, sold sell, spent spend, spoke speak, stole steal, stolen steal,
stood stand, stuck stick, taken take, taught teach, thought think, threw throw, thrown throw, told tell, took take, tried try,
understood understand, woke wake, worn wear, wrote write, does do, done do, children child, wives wife, wive wife,
feet foot, teeth tooth, men man, women woman
"""
IRREGULAR = dict(pair.split() for pair in _IRREGULAR.split(","))
_ENGLISH = ("ing", "ed", "es", "s")
_SPANISH = (
    "ieron", "iendo", "iamos", "abamos", "aron", "ando", "amos", "emos", "imos", "aban", "arse", "erse", "irse", "arme", "arte",
    "ados", "adas", "idos", "idas", "ado", "ada", "ido", "ida", "aba", "ian", "aste", "iste", "ia", "io", "ar", "er", "ir",
    "an", "en", "as", "es", "os", "a", "e", "i", "o",
)  # fmt: skip
_VOWELS = frozenset("aeiou")
Kin = Mapping[tuple[str, str], tuple[str, ...]]


@lru_cache(maxsize=100_000)
def root(word: str, lang: str) -> str:
    """What the forms of a folded word have in common in English or Spanish; "" when it has no other forms."""
    if (len(word) < SHORTEST and word not in IRREGULAR) or not word.isascii() or not word.isalpha():
        return ""
    found = _english(word) if lang == "en" else _cut(word, _SPANISH, ROOT["es"])
    return found if len(found) >= ROOT[lang] else ""


def _english(word: str) -> str:
    word = _cut(IRREGULAR.get(word, word), _ENGLISH, ROOT["en"])
    word = word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")
    return word[:-1] if len(word) > 2 and word[-1] == word[-2] and word[-1] not in _VOWELS else word


def _cut(word: str, endings: Iterable[str], least: int) -> str:
    return next((word[: -len(end)] for end in endings if word.endswith(end) and len(word) - len(end) >= least), word)


def related(words: Iterable[tuple[str, str]]) -> Kin:
    """(language, root) → the words that have it, of (word, language) pairs."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for word, lang in words:
        if lang in ROOT and (stem := root(word, lang)):
            found[lang, stem][word] = None
    return {stem: tuple(group) for stem, group in found.items()}


def kin(word: str, known: Kin) -> tuple[str, ...]:
    """The known words of which a word is another form, itself left out."""
    same = (other for lang in ROOT if (stem := root(word, lang)) for other in known.get((lang, stem), ()))
    return tuple(other for other in dict.fromkeys(same) if other != word)
