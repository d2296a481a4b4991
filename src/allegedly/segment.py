"""An article becomes sentences: stretches of one zone that a coder reads one at a time."""

from __future__ import annotations

import re

from allegedly.model import Article, Record, Span, ZoneLabel

__all__ = ["Sentence", "sentences", "split_sentences"]

# words whose full stop ends no sentence; titles, ranks, months and the agencies' own short forms
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "rev",
        "hon",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "cpl",
        "brig",
        "adm",
        "cmdr",
        "gov",
        "sen",
        "rep",
        "pres",
        "st",
        "no",
        "vs",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "approx",
        "dept",
        "est",
        "al",
        "jr",
        "sr",
        "fr",
        "messrs",
        "e.g",
        "i.e",
        "u.s",
        "u.n",
        "u.k",
        "u.a.e",
        "d.c",
        "a.m",
        "p.m",
        "ph.d",
    ]
)
# an end mark, what may close after it, and the gap; or a blank line; or a bullet on a new line
_BREAK = re.compile(r"[.!?…]{1,3}[\"'”’)\]]{0,3}(?=\s)|\n[ \t]{0,20}\r?\n|\r?\n(?=[ \t]{0,8}[•*–—-] )")
_LAST_WORD = re.compile(r"[^\s\"'“‘(\[]{1,12}$")
_OPENING = " \t\r\n\"'“‘([•*–—-"


class Sentence(Record, frozen=True, kw_only=True):
    """One sentence in code points of the article's text, with the label of the zone it stands in."""

    start: int
    end: int
    zone: ZoneLabel


def split_sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences between two points of a text, without the blanks around them.

    Lines broken in mid-sentence stay together; a blank line ends a sentence.

    >>> text = "Lt. Col. Ruiz was hurt. Two men fled."
    >>> [text[span.start : span.end] for span in split_sentences(text, 0, len(text))]
    ['Lt. Col. Ruiz was hurt.', 'Two men fled.']
    """
    found, at = [], start
    for match in _BREAK.finditer(text, start, end):
        if match[0][0] in ".!?…" and not _ends_sentence(text, match.start(), match.end(), end):
            continue
        found.append((at, match.end()))
        at = match.end()
    found.append((at, end))
    return tuple(span for first, last in found if (span := _without_blanks(text, first, last)))


def _without_blanks(text: str, start: int, end: int) -> Span | None:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return Span(start=start, end=end) if start < end else None


def _ends_sentence(text: str, mark: int, after: int, limit: int) -> bool:
    """Whether an end mark ends a sentence: not after an abbreviation or initial, not before a small letter."""
    # enough to see past blanks, quotes and dashes to the next word
    following = text[after : min(limit, after + 12)].lstrip(_OPENING)
    if following and following[0].islower():
        return False
    if text[mark] != ".":
        return True
    word_match = _LAST_WORD.search(text, max(0, mark - 12), mark)
    word = word_match[0].rstrip(".") if word_match else ""
    if word.casefold() in _ABBREVIATIONS:
        return not following or (word.casefold() in ("u.s", "u.n", "u.k", "p.m", "a.m") and _starts_afresh(following))
    return not (len(word) == 1 and word.isupper())


def _starts_afresh(following: str) -> bool:
    """Whether the next word opens a sentence even after "U.S.": an article, pronoun or connective."""
    return following.split(maxsplit=1)[0] in {
        "The",
        "A",
        "An",
        "In",
        "On",
        "He",
        "She",
        "It",
        "They",
        "But",
        "And",
        "At",
    }


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in reading order, each inside one zone; furniture is among them, labelled."""
    return tuple(
        Sentence(start=span.start, end=span.end, zone=zone.label)
        for zone in article.zones
        for span in split_sentences(article.text, zone.start, zone.end)
    )
