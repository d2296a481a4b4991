"""An article becomes sentences: stretches of one zone that a coder reads one at a time."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib

from allegedly.model import Article, Record, Span, ZoneLabel

__all__ = ["UNREAD", "Sentence", "sentences", "split_sentences", "told_sentences"]

# an end mark, what may close after it (a footnote too), and the gap; a mark that lost its gap; a blank line; a line
_BREAK = re.compile(
    r"[.!?…]{1,3}[\"'”’)\]]{0,3}(?:\[\d{1,3}\]){0,4}(?=\s)|(?<=[a-z][a-z])[.!?](?=[A-Z][a-z])"
    r"|\n[ \t]{0,20}\r?\n|\r?\n(?=[ \t]{0,8}[•*–—-] )|\r?\n"
)
_LAST_WORD = re.compile(r"[^\s\"'“‘(\[]{1,12}$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){0,4}[^\W\d_]$")
_OPENING = " \t\r\n\"'“‘([•*–—-"
# wire copy is wrapped at 70 to 100 columns; a longer line was never wrapped, and each of its lines is a paragraph
_LONGEST_WRAPPED = 120
_SMALL_START = re.compile(r"[a-z]{2}[.!?]\s{1,3}[a-z]")
_LARGE_START = re.compile(r"[a-z]{2}[.!?]\s{1,3}[A-Z]")


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
    small = _is_small(text, start, end)
    for match in _BREAK.finditer(text, start, end):
        if match[0][0] in ".!?…":
            if not _ends_sentence(text, match.start(), match.end(), end, small=small):
                continue
        elif match[0] in ("\n", "\r\n") and not _parts_lines(text, match.start(), match.end(), start, end):
            continue
        found.append((at, match.end()))
        at = match.end()
    found.append((at, end))
    return tuple(span for first, last in found if (span := _without_blanks(text, first, last)))


def _parts_lines(text: str, before: int, after: int, start: int, end: int) -> bool:
    """Whether a line end parts two sentences: before a bullet, and beside a line too long to have been wrapped."""
    if text[after : after + 10].lstrip(" \t")[:2] in ("• ", "* ", "– ", "— ", "- "):
        return True
    if not text[after : after + 1].isupper() or text[max(start, before - 40) : before].isupper():
        return False
    first = max(text.rfind("\n", start, before) + 1, start)
    last = text.find("\n", after, end)
    return max(before - first, (last if last >= 0 else end) - after) > _LONGEST_WRAPPED


def _is_small(text: str, start: int, end: int) -> bool:
    """Whether a text lost its capitals, so that a small letter may open a sentence."""
    small = len(_SMALL_START.findall(text, start, end))
    return small > 1 and small > 2 * len(_LARGE_START.findall(text, start, end))


@functools.cache
def _words(table: str) -> frozenset[str]:
    """One list of sentence_ends.toml."""
    text = importlib.resources.files("allegedly").joinpath("data/sentence_ends.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[table])


def _without_blanks(text: str, start: int, end: int) -> Span | None:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return Span(start=start, end=end) if start < end else None


def _ends_sentence(text: str, mark: int, after: int, limit: int, *, small: bool) -> bool:
    """Whether an end mark ends a sentence: not after an abbreviation or initial, not before a small letter."""
    # enough to see past blanks, quotes and dashes to the whole next word
    following = text[after : min(limit, after + 24)].lstrip(_OPENING)
    if following and following[0].islower() and not small:
        return False
    if text[mark] != ".":
        return True
    word_match = _LAST_WORD.search(text, max(0, mark - 12), mark)
    word = word_match[0].rstrip(".") if word_match else ""
    lowered = word.casefold()
    if lowered in ("no", "nos"):
        return not following[:1].isdigit()
    if lowered in _words("either"):
        return not following or following.split(maxsplit=1)[0].strip(",.;:") in _words("openers")
    if lowered in _words("abbreviations") or (
        _INITIALS.fullmatch(word) and (word[0].isupper() or small or lowered == "a")
    ):
        return not following
    # "8." at the head of a line numbers it
    return not (word.isdigit() and text[max(0, mark - len(word) - 1) : mark - len(word)] in ("\n", ""))


# page furniture is nobody's report, and an outlet's own notices are read by grammar
UNREAD: frozenset[ZoneLabel] = frozenset(("furniture", "correction"))


def told_sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences in which a report tells: all but those of page furniture and of correction notices."""
    return tuple(sentence for sentence in sentences(article) if sentence.zone not in UNREAD)


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in reading order, each inside one zone; furniture is among them, labelled."""
    return tuple(
        Sentence(start=span.start, end=span.end, zone=zone.label)
        for zone in article.zones
        for span in split_sentences(article.text, zone.start, zone.end)
    )
