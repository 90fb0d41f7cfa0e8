"""The names of listings and organizations as tables, and those offered while somebody types (see `index.names`).

A name stands once however many listings bear it. While a generation is built names are numbered in the order in which they are
offered, so that the first ones of a match are the best and no other is read; what updates bring comes behind and is sorted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from directory.index.base import Suggestion
from directory.index.names import FORGIVING, distinct, in_order, names, typed, words
from directory.index.sqlite.facts import Facts

SHARED = 3
"""Names read for each that is offered: a listing's and its provider's may be the same."""
MOST_LATE = 400
"""Names that updates brought, looked through at most."""
MOST_MEANT = 60
"""Beginnings that a misspelt word is taken for at most; 30 are many."""
INDEXED = 5
"""Letters of a beginning up to which FTS5 has its rows in order; a longer one it would gather and sort first, which takes 3 ms
for 24,000 rows, so that is asked for by its words, whose rows it merges as they are read."""
MOST_WORDS = 100
"""Words that a longer beginning is asked for by."""
TABLE = (
    "CREATE VIRTUAL TABLE {} USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii', prefix='1 2 3 4 5');"
)
TABLES = f"""
{TABLE.format("names")}
{TABLE.format("late")}
CREATE TABLE name (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL);
CREATE TABLE bearer (name INTEGER, value TEXT, row INTEGER, PRIMARY KEY (name, value, row)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE ending (row INTEGER PRIMARY KEY, day TEXT NOT NULL);
"""
"""`words` are tokens already, so the tokenizer only parts them at blanks. `names` are numbered in the order in which they are
offered, `late` are those that updates brought. `word` has each word once, `ending` the last day of what has one (ISO 8601)."""

STAGED = "CREATE TEMP TABLE naming (kind TEXT, owner TEXT, words TEXT, label TEXT, value TEXT, row INTEGER)"
RANKED = """
CREATE TEMP TABLE ranked (number INTEGER PRIMARY KEY, kind TEXT, owner TEXT, words TEXT, label TEXT, first TEXT);
INSERT INTO ranked (kind, owner, words, label, first)
    SELECT kind, owner, words, label, min(printf('%06d', length(label)) || value) FROM naming
    GROUP BY kind, owner, words ORDER BY length(label), label, value;
INSERT INTO name SELECT number, kind, label FROM ranked;
INSERT INTO names (rowid, words) SELECT number, words FROM ranked ORDER BY number;
CREATE INDEX temp.ranked_owner ON ranked (kind, owner, words);
INSERT INTO bearer SELECT number, value, row FROM naming JOIN ranked USING (kind, owner, words) ORDER BY 1, 2, 3;
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, names, row);
INSERT INTO word SELECT term FROM vocabulary;
DROP TABLE vocabulary;
DROP TABLE ranked;
DROP TABLE naming;
"""
"""A label is written as the shortest of those who bear it, then as the first: `min` says which row the others are of."""

BORN = """(SELECT value FROM bearer WHERE bearer.name = name.number AND row NOT IN (SELECT row FROM dead)
    AND row NOT IN (SELECT row FROM ending WHERE day < ?) LIMIT 1)"""
FOUND = f"""
SELECT kind, label, {BORN} AS found FROM {{table}} CROSS JOIN name ON name.number = {{table}}.rowid
WHERE {{table}} MATCH ? AND found IS NOT NULL ORDER BY {{table}}.rowid LIMIT ?
"""
EARLY, LATE = FOUND.format(table="names"), FOUND.format(table="late")
NEXT = "SELECT word FROM word WHERE word >= ? ORDER BY word LIMIT 1"
BEGINNING = "SELECT word FROM word WHERE word >= ? AND word < ? LIMIT ?"
PAST = "\U0010ffff"
"""Sorts after every word that begins the same."""

Staged = tuple[str, str, str, str, str, int]


def _named(rows: Iterable[tuple[int, Facts]]) -> Iterator[Staged]:
    """Kind, whose it is, its words, label, value and row of each name; organizations are told apart by their keys."""
    for row, one in rows:
        for name in names(one.listing):
            if said := words(name.label):
                yield name.kind, name.value if name.kind == "organization" else "", said, name.label, name.value, row


# ---------------------------------------------------------------- writing


def prepare(connection: sqlite3.Connection) -> None:
    """Make room for the names of a generation; they take about 100 bytes each, so they wait in a file."""
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(STAGED)


def stage(connection: sqlite3.Connection, rows: Iterable[tuple[int, Facts]]) -> None:
    """Note the names of some listings."""
    rows = list(rows)
    _note_ends(connection, rows)
    connection.executemany("INSERT INTO naming VALUES (?, ?, ?, ?, ?, ?)", _named(rows))


def finish(connection: sqlite3.Connection) -> None:
    """Write all names noted, each once, in the order in which they are offered."""
    for statement in RANKED.strip().split(";\n"):
        connection.execute(statement)


def add(connection: sqlite3.Connection, rows: Iterable[tuple[int, Facts]]) -> None:
    """Write the names of changed listings behind those that were built."""
    rows = list(rows)
    _note_ends(connection, rows)
    for kind, _, said, label, value, row in _named(rows):
        number = connection.execute("INSERT INTO name (kind, label) VALUES (?, ?)", (kind, label)).lastrowid
        connection.execute("INSERT INTO late (rowid, words) VALUES (?, ?)", (number, said))
        connection.execute("INSERT INTO bearer VALUES (?, ?, ?)", (number, value, row))
        connection.executemany("INSERT OR IGNORE INTO word VALUES (?)", ((word,) for word in said.split()))


def _note_ends(connection: sqlite3.Connection, rows: Iterable[tuple[int, Facts]]) -> None:
    ends = ((row, one.listing.ends_on.isoformat()) for row, one in rows if one.listing.ends_on is not None)
    connection.executemany("INSERT INTO ending VALUES (?, ?)", ends)


# ---------------------------------------------------------------- reading


def suggested(connection: sqlite3.Connection, prefix: str, limit: int, day: date) -> tuple[Suggestion, ...]:
    """The names offered for what was typed so far, of what did not end before a day."""
    *whole, last = typed(prefix) or [""]
    if not last:
        return ()
    asking = _Asking(connection, whole, limit, day.isoformat())
    found = distinct(_matching(asking, [last]))
    if len(found) < limit and len(last) >= FORGIVING and (meant := _meant(connection, last)):
        found = distinct((*found, *_matching(asking, meant)))
    return found[:limit]


@dataclass(frozen=True, slots=True)
class _Asking:
    connection: sqlite3.Connection
    whole: list[str]
    limit: int
    day: str


def _matching(asking: _Asking, begins: list[str]) -> list[Suggestion]:
    """The first names with all the whole words and one that begins in one of the ways, a provider's and its listings' both."""
    started = " OR ".join(dict.fromkeys(one for text in begins for one in _beginning(asking.connection, text)))
    if not started:
        return []
    match = " AND ".join([*(f'"{word}"' for word in asking.whole), f"({started})"])
    rows = asking.connection.execute(EARLY, (asking.day, match, asking.limit * SHARED)).fetchall()
    rows += asking.connection.execute(LATE, (asking.day, match, MOST_LATE)).fetchall()
    return in_order(Suggestion(*row) for row in rows)


def _beginning(connection: sqlite3.Connection, text: str) -> list[str]:
    """The expressions of FTS5 for words that begin so, any of which will do."""
    if len(text) > INDEXED:
        found = connection.execute(BEGINNING, (text, text + PAST, MOST_WORDS + 1)).fetchall()
        if len(found) <= MOST_WORDS:
            return [f'"{word}"' for (word,) in found]
    return [f'"{text}"*']


def _meant(connection: sqlite3.Connection, said: str) -> list[str]:
    """The beginnings of words that a misspelt beginning is one letter away from; its first letter is right.

    Walks the sorted words from each place in the word, some hundred look-ups however many words there are.
    """
    seek = connection.execute

    def begins(text: str) -> bool:
        found = seek(NEXT, (text,)).fetchone()
        return found is not None and found[0].startswith(text)

    tried: dict[str, None] = {}
    for place in range(1, len(said)):
        head, rest = said[:place], said[place:]
        if not begins(head):
            break
        tried[head + rest[1:]] = None
        if len(rest) > 1:  # at the last letter any other is a beginning of the same head
            tried[head + rest[1] + rest[0] + rest[2:]] = None
            for letter in _letters(connection, head):
                tried |= {head + letter + rest[1:]: None, head + letter + rest: None}
    return [text for text in tried if text != said and begins(text)][:MOST_MEANT]


def _letters(connection: sqlite3.Connection, head: str) -> Iterator[str]:
    """The letters that come next in words that begin so."""
    after = head
    while (found := connection.execute(NEXT, (after,)).fetchone()) is not None and found[0].startswith(head):
        if len(found[0]) > len(head):
            yield found[0][len(head)]
            after = head + _behind(found[0][len(head)])
        else:
            after = head + "\0"


def _behind(letter: str) -> str:
    """The character after a letter; surrogates are none."""
    code = ord(letter) + 1
    return chr(0xE000 if 0xD800 <= code <= 0xDFFF else code)
