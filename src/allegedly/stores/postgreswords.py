"""The words of articles as PostgreSQL searches them: letters and digits, lowered, without accents.

A text becomes the words that SQLite's index makes of it too. They are numbered by hand instead of by the server's own
reader of text, which takes days, addresses and numbers with a sign for words of their own.
"""

from __future__ import annotations

__all__ = ["DIFFERING", "FIND", "FOLDINGS", "PHRASE", "word_functions"]

# what lowers letters beyond ASCII, the best first: ICU, the C.UTF-8 of version 17, what the database has
FOLDINGS = ("und-x-icu", "pg_c_utf8", "default")
# longer than any word of a report, short enough that a part of a text always fits into a tsvector
_LONGEST = 64
# a tsvector counts to 16,383 and keeps 256 places of one word, so a text is kept in parts of this many words; each goes
# on into the next by as many words as a phrase may have
_PART, _OVERLAP = 1000, 50

PHRASE = "SELECT ledger_phrase(?)::text"
# an article has a row for each part of its text
FIND = "SELECT DISTINCT seq FROM words WHERE tokens @@ ?::tsquery"
# articles whose words are not those of their text; text without words has no parts
DIFFERING = """
SELECT DISTINCT coalesce(made.seq, words.seq) FROM (
  SELECT article.seq, part, tokens FROM article JOIN body ON body.seq = article.seq
  CROSS JOIN LATERAL ledger_parts(ledger_json(body.body) ->> 'text')
) AS made FULL JOIN words ON words.seq = made.seq AND words.part = made.part
WHERE words.tokens IS DISTINCT FROM made.tokens ORDER BY 1 LIMIT 20
"""


def word_functions(folding: str) -> dict[str, tuple[str, str, str, str]]:
    """What each function takes and gives, its language and its text."""
    collation = f'COLLATE "{folding}"' if folding != "default" else ""
    # the first and the last may be empty; the place of the others tells their order all the same
    words = rf"""
unnest(regexp_split_to_array(
  lower(regexp_replace(normalize(told, NFD), '[\u0300-\u036f]+', '', 'g') {collation}), '[^[:alnum:]]+'
)) WITH ORDINALITY AS found(word, place)
"""
    parts = f"""
SELECT part::integer, string_agg(left(word, {_LONGEST}) || ':' || (place - part * {_PART}), ' ')::tsvector
FROM {words}
CROSS JOIN LATERAL generate_series(greatest(place - 1 - {_OVERLAP}, 0) / {_PART}, (place - 1) / {_PART}) AS part
WHERE word <> '' GROUP BY part
"""
    phrase = f"""
SELECT string_agg(left(word, {_LONGEST}), ' <-> ' ORDER BY place)::tsquery FROM {words} WHERE word <> ''
"""
    return {
        "ledger_parts": ("told text", "TABLE(part integer, tokens tsvector)", "sql STABLE STRICT", parts),
        "ledger_phrase": ("told text", "tsquery", "sql STABLE STRICT", phrase),
    }
