"""How a reading is written in the table of cases: "category=practical/work", "!format=faith-based" (left out), "~topic=grief"
(implied), "near=oakland,+ca", "words=some+words"; several values of one reading joined by "|" in their order."""

from __future__ import annotations

from directory.language.understood import Understood


def written(understood: Understood) -> set[str]:
    """Everything that was understood but what is only offered, each reading once, and the words that stay."""
    said = {
        f"{'~' if one.strength == 'implied' else '!' if one.excluded else ''}{one.kind}={'|'.join(one.values)}".replace(
            " ", "+"
        )
        for one in understood.readings
        if not one.offered
    }
    if understood.words:
        said.add("words=" + "+".join(word.text for word in understood.words))
    return said
