"""Words of crisis as a subject of work or study: who volunteers on a suicide line or writes about suicide is in no crisis.

Only phrases that are nothing but names of a subject ("suicide hotline", "self harm") can be one: "thinking about suicide" and
"kill myself" stay what they are, whatever stands beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from directory.language.lexicon import Lexicon
from directory.language.spoken import Token

_LINKS = "about on at for with in of to is a an the de del en sobre para una un la el"
LINKS = frozenset(_LINKS.split())
"""Words between somebody's work and its subject."""
FARTHEST = 4
"""Words between the two that are looked through."""


def worked_on(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether the tokens from `first` up to, not including, `last` name what somebody works on, studies or gives to."""
    subject, study = lexicon.grammar["subject"], lexicon.grammar["study"]
    if not all(subject.has(token.key) or token.word in LINKS for token in tokens[first:last]):
        return False
    behind = _past(tokens, range(last, min(last + FARTHEST, len(tokens))), lexicon)
    if behind is not None and study.has(tokens[behind].key):
        return True
    before = _past(tokens, range(first - 1, max(-1, first - 1 - FARTHEST), -1), lexicon)
    if before is None:
        return False
    found = study.find((tokens[before].key,))
    return found is not None and (bool(found.senses[0].exact) or tokens[before + 1].word in LINKS)


def _past(tokens: Sequence[Token], positions: range, lexicon: Lexicon) -> int | None:
    """The first position whose word is neither a subject nor, walking back, a link."""
    studied = lexicon.grammar["study"]
    for at in positions:
        link = positions.step < 0 and tokens[at].word in LINKS
        if studied.has(tokens[at].key) or not (link or lexicon.grammar["subject"].has(tokens[at].key)):
            return at
    return None
