"""Whether prose says that help is free: only where a sentence says it of the help, and no other speaks of money.

"Drug-free", "toll-free" and "free parking" are no price; what is free for some, at first, or beside the help ("interpreters at
no charge") says nothing of what it costs, and neither does a sentence that says no before it ("Groups are not free of charge").
"""

from __future__ import annotations

import re

_FREE = re.compile(
    r"\b(?:free of (?:all )?(?:charge|cost)|(?:at|with|for) no (?:cost|charge|fee)|no (?:cost|charge|fee) to (?:the )?(?:you"
    r"|clients?|participants?|patients?|families|victims?|survivors?|students?|residents?|consumers?|individuals|public|attend|join|participate|enroll)"
    r"|(?:there (?:is|are) )?no (?:cost|charge|fee)s?(?= *(?:[.;!]|$))"
    r"|(?:services?|programs?|programmes?|classes|meetings?|groups?|help|support|membership|sessions|everything) (?:is|are)"
    r" (?:all |always |completely |entirely |totally )?free"
    r"(?= *(?:[.;!]|$| and (?:confidential|open|anonymous)| to (?:all|every)))"
    r"|free and confidential|es gratis|son gratis|gratuit[oa]s?(?= *(?:[.;!]|$| y confidencial)|\b.{0,30}\bconfidencial)"
    r"|sin (?:ning[uú]n )?costo(?: alguno)?|sin cargo)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$£€]|\bfees?\b|\bsliding\b|\bco-?pay|\binsurance\b|\bmedicaid\b|\bmedicare\b|\bcharg(?:e[sd]?|ing)\b|\bcosts?\b"
    r"|\bpay(?:s|ment|ments)?\b|\btuition\b|\bdonations?\b|\bdeposit\b|\blow[- ]cost\b|\breduced\b"
    r"|\bdollars?\b|\beuros?\b|\bbilled\b|\bcuotas?\b|\bseguro\b|\bpag[oa]\b|\bd[oó]lares\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:interpret\w*|translat\w*|parking|transport\w*|shuttle|rides?|initial|first|consultations?|assessments?|screenings?"
    r"|members?|trial|materials?|refreshments?|coffee|child ?care|wi-?fi|internet|except|unless|some|certain|many|most|other"
    r"|if|may|eligible|qualif\w*|under \d+|over \d+|tests?|testing|kits?|condoms?|drug|tobacco|smoke|alcohol|lunch|meals?"
    r"|breakfast|supplies|pick-?ups?|deliver\w*)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not(?![- ]for[- ]profit)|no|none|never|nor|neither|nunca|ning[uú]n[oa]?|tampoco|sin embargo)\b|n['’]t\b",
    re.IGNORECASE,
)
_FOR_SOME = re.compile(
    r",? *\b(?:to|for|para)\b(?! +(?:"
    r"(?:all|everyone|everybody|anyone|anybody|you|them|todos|todas)(?= *(?:[.,;!]|$|who\b|in need))"
    r"|(?:(?:the|our|all|any|el|la|los|las|todos los|todas las) +)?(?:public|community|clients?|participants?|patients?"
    r"|famil\w+|victims?|survivors?|students?|residents?|consumers?|individuals?|people|persons?|callers?|athletes?|services?"
    r"|attend|join|participate|enroll|p[uú]blico|comunidad|participantes|pacientes|clientes|personas)\b))",
    re.IGNORECASE,
)
"""Whom it is free for, where that is not whoever gets the help."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


def free(prose: str) -> bool:
    """Whether a sentence of the prose says that the help is free, and nothing in it says that anything costs something."""
    if not _FREE.search(prose):
        return False
    return any(map(_says, _SENTENCE.split(prose))) and not _MONEY.search(_FREE.sub(" ", prose))


def _says(sentence: str) -> bool:
    """Whether a sentence says it of the help, for whoever gets it."""
    found = _FREE.search(sentence)
    if found is None or _BESIDE.search(sentence):
        return False
    return not _DENIED.search(sentence, 0, found.start()) and not _FOR_SOME.match(sentence, found.end())
