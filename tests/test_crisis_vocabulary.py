"""Every crisis phrase of the vocabulary is heard: alone, in a sentence, in capitals, misspelt; everyday phrases are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from directory.helplines import helplines
from directory.language.crisis import HELP, heard
from directory.language.crisis_steps import SHORTEST
from directory.language.lexicon import seed
from directory.language.rows import Row
from directory.language.spoken import spoken

EXACT = [row for row in seed().rows if row.kind == "crisis" and row.strength == "exact" and row.value != "none"]
KINDS = sorted({(row.lang, row.value) for row in EXACT})
HARMLESS = [row for row in seed().rows if row.kind == "crisis" and row.value == "none"]
SENTENCES = {
    "en": "hello, {} and i do not know where to go in the morning",
    "es": "hola, {} y no sé adónde ir mañana",
    "ht": "bonjou, {} tanpri",
    "ar": "مرحبا، {} ولا أعرف أين أذهب غدا",
    "fr": "bonjour, {} et je ne sais pas où aller demain",
    "pt": "olá, {} e não sei para onde ir amanhã",
    "de": "hallo, {} und ich weiß nicht, wohin",
    "ru": "здравствуйте, {}, помогите пожалуйста",
    "uk": "добрий день, {}, допоможіть",
    "zh": "你好，{}，请帮帮我",
    "ja": "こんにちは、{}。助けてください",
    "ko": "안녕하세요, {}. 도와주세요",
    "vi": "xin chào, {}, giúp tôi với",
    "tl": "kumusta, {}, tulong po",
    "pl": "dzień dobry, {}, proszę o pomoc",
    "it": "ciao, {} e non so dove andare",
    "nl": "hallo, {} en ik weet niet waarheen",
    "hi": "नमस्ते, {}, मदद चाहिए",
}
NOT_CRISIS = (
    "suicide prevention training", "suicide loss group", "cutting board", "emergency food", "crisis nursery",
    "end of life planning", "dying to meet new people", "overdose prevention training", "where will i find food",
    "kill time with friends", "volunteer on a crisis line", "prevención del suicidio", "midlife crisis group",
    "in danger of eviction", "i dont want to live with my parents", "heart attack support group", "suicide prevention",
    "5 kms from my house", "within 10 kms", "homeless shelter", "i am homeless", "wood cutting class", "cost cutting",
    "cutting edge therapy", "i love living here", "sitting with my mother", "putting food on the table", "bleacher seats",
    "knitting group", "quilting", "heating bill", "i am picked on at school", "loving kindness meditation", "tire of waiting",
    "fishing trip", "stretching class", "kitting", "homeles", "grief counselling", "sewing", "swimming lessons",
)  # fmt: skip


OTHERS = (
    "my friend wants to kill himself", "my son says he wants to die", "MY SISTER WANTS TO END HER LIFE",
    "i think my roommate is going to kill herself", "mi hija se quiere matar", "mi hermano dice que ya no quiere vivir",
    "mi amiga se está cortando", "pitit mwen vle mouri", "zanmi mwen vle touye tèt li", "ابني يريد أن يموت",
    "صديقتي تريد أن تقتل نفسها", "ابنتي لا تريد أن تعيش",
)  # fmt: skip
"""Somebody else's crisis, in every language whose vocabulary has words of it."""


def of_kind(lang: str, value: str) -> list[Row]:
    """The exact phrases of a language for one kind of crisis."""
    return [row for row in EXACT if (row.lang, row.value) == (lang, value)]


def misspellings(row: Row) -> Iterator[str]:
    """The phrase with one word of six letters or more one change away: a letter left out, doubled, swapped or wrong; only
    where that makes no word."""
    words = row.phrase.split()
    for place, word in enumerate(words):
        if len(word) < SHORTEST or not word.isalpha() or len(spoken(word)) > 1:
            continue
        at = len(word) // 2
        wrong = (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + "x" + word[at + 1 :],
            word[:-1],
            word + "q",
        )
        for typed in wrong:
            [token] = spoken(typed)
            if typed != word and not {token.word, token.key} & (seed().words | seed().real):
                yield " ".join((*words[:place], typed, *words[place + 1 :]))


@pytest.mark.parametrize(("lang", "value"), KINDS)
def test_an_exact_phrase_is_heard_however_it_is_said(lang: str, value: str) -> None:
    for row in of_kind(lang, value):
        sentence = SENTENCES[lang].format(row.phrase)
        for said in (row.phrase, row.phrase.upper(), sentence, sentence.upper()):
            assert value in heard(said).exact, said


@pytest.mark.parametrize(("lang", "value"), KINDS)
def test_an_exact_phrase_is_heard_with_a_misspelt_word(lang: str, value: str) -> None:
    for row in of_kind(lang, value):
        for said in misspellings(row):
            assert value in heard(said).exact, said
            assert value in heard(SENTENCES[lang].format(said)).exact, said


@pytest.mark.parametrize("said", OTHERS)
def test_words_for_somebody_else_in_danger_are_heard_as_that(said: str) -> None:
    found = heard(said).exact
    assert "someone-else" in found
    card = helplines().card(found)
    assert card is not None
    assert (card.key, card.other) == ("cannot-cope", True)


@pytest.mark.parametrize(
    "said",
    ["lost my husband to suicide", "my brother died by suicide", "mi hijo se suicidó", "we lost our daughter to an overdose",
     "i want my husband to die at home with hospice", "my son is dying to meet you", "the crowd hit the streets"],
)  # fmt: skip
def test_loss_and_everyday_words_raise_no_card(said: str) -> None:
    assert not heard(said).exact


def test_misspellings_of_most_phrases_with_a_long_word_are_tried() -> None:
    tried = [row for row in EXACT if any(len(word) >= SHORTEST for word in row.phrase.split())]
    assert sum(any(misspellings(row)) for row in tried) > 0.95 * len(tried) > 150


@pytest.mark.parametrize("said", NOT_CRISIS)
def test_everyday_words_raise_no_card(said: str) -> None:
    assert not heard(said).exact


@pytest.mark.parametrize("row", HARMLESS, ids=lambda row: row.phrase)
def test_a_harmless_phrase_raises_no_card_but_silences_nothing_beside_it(row: Row) -> None:
    assert not heard(row.phrase).exact
    assert "suicide" in heard(f"{row.phrase}, i want to die").exact


def test_every_crisis_value_has_a_card_and_raises_a_kind_of_help() -> None:
    for row in EXACT:
        assert helplines().card([row.value]) is not None
        assert HELP[row.value]


def test_a_word_that_the_index_knows_is_no_misspelling() -> None:
    assert heard("suicde hotline").exact == {"suicide"}
    assert heard("the overdoze band").exact == {"overdose"}
    assert not heard("the overdoze band", known=lambda word: word == "overdoze").exact


def test_hearing_is_linear_in_the_text() -> None:
    """A long text of nothing but crisis words is heard, its end beyond what is read is not."""
    long = "i want to die " * 700
    assert heard(long).exact == {"suicide"}
    assert not heard(" " * 10_000 + "i want to die").exact
