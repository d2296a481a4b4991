"""Notices that an outlet prints under its own story: corrected, clarified, updated or withdrawn; what was wrong, what is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.contrasts import find_contrast
from allegedly.model import Evidence, Notice, NoticeKind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_notices"]

_STORY = r"(?:story|article|report|post|piece|page|headline|dispatch|entry|item|version|caption|column)"
_FLAG = re.IGNORECASE

# a notice opens a paragraph with its own name
_OPENING = re.compile(
    r"[\s*_\[(•–—-]{0,6}(?P<name>corrections?(?: appended)?|corrected|corrects|corrigendum|erratum|clarifications?|clarified"
    r"|updated?|editor[’']?s[’']? note|retractions?|retracted)(?=\s{0,3}(?:[:.,*(—–-]|\d|at\b|from\b|spelling\b|appended\b"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b))",
    _FLAG,
)
# or speaks of an earlier form of the story
_TELLING = re.compile(
    rf"(?P<earlier>(?:earlier|previous|original|initial|prior)\s{{1,3}}(?:version|edition|headline|caption)s?)"
    rf"|\b(?:this|the|our)\s{{1,3}}(?:\w{{1,20}}\s{{1,3}}){{0,2}}{_STORY}\s{{1,3}}(?:has\s{{1,3}}been|have\s{{1,3}}been|was)\s{{1,3}}(?:since\s{{1,3}}|later\s{{1,3}})?"
    r"(?P<done>updated|corrected|amended|revised|clarified|edited|withdrawn|retracted|removed)"
    rf"|\bthis\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?{_STORY}\s{{1,3}}(?:at\s{{1,3}}first\s{{1,3}})?(?P<wrongly>misstated|misidentified|misspelled|misspelt|incorrectly|mistakenly|wrongly|erroneously)"
    r"|\b(?:it|this\s{1,3}\w{4,9}|we)\s{1,3}(?:originally|at\s{1,3}first|previously|initially)\s{1,3}(?P<first>said|stated|reported|gave|described|identified|named|wrote)"
    r"|(?P<error>(?:editing|translation|reporting|production)\s{1,3}error|incorrect\s{1,3}information)"
    r"|\bwe\s{1,3}(?:have\s{1,3})?(?P<withdrew>retracted|withdrawn)\s{1,3}(?:this|the|our)"
    rf"|\bthis\s{{1,3}}is\s{{1,3}}a\s{{1,3}}(?P<developing>developing|breaking)\s{{1,3}}(?:news\s{{1,3}})?story|(?P<back>check\s{{1,3}}back\s{{1,3}}for\s{{1,3}}updates)"
    r"|\b(?P<should>should\s{1,3}(?:have\s{1,3})?read)\b",
    _FLAG,
)
_WRONG = re.compile(
    r"\b(?:misstated|misidentified|misspell?ed|misspelt|misquoted|mischaracteri[sz]ed|ascribed|incorrect(?:ly)?|mistaken(?:ly)?|wrong(?:ly)?|erroneous(?:ly)?"
    r"|inaccurate(?:ly)?|errors?|said|stated|gave|given|described|referred|reported|identified|corrected|corrects?)\b",
    _FLAG,
)
_WITHDRAWN = re.compile(r"\b(?:retract(?:ed|ion)|withdrawn|unverified\s{1,3}claim)\b", _FLAG)
_CLEAR = re.compile(r"\b(?:clarif(?:ied|ication|y)|make\s{1,3}clear)\b", _FLAG)
_PARAGRAPH_GAP = re.compile(r"\n[ \t]{0,20}\r?\n")
_SENTENCE_START = re.compile(r"(?<=[.!?])[\"”’)]{0,2}\s{1,5}(?=[A-Z\"“(*])")
# a notice is short; a paragraph that opens "Update" and runs on past this is a story
_LONGEST = 900


def find_notices(text: str, *, start: int = 0, end: int | None = None) -> tuple[Notice, ...]:
    """The outlet's notices in a stretch of text, in order; `old` and `new` where a notice states them.

    >>> [notice.type for notice in find_notices("An earlier version of this story said he was 45.")]
    ['correction']
    """
    end = len(text) if end is None else end
    return tuple(notice for first, last in _paragraphs(text, start, end) if (notice := _read(text, first, last)))


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for gap in _PARAGRAPH_GAP.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


def _read(text: str, start: int, end: int) -> Notice | None:
    opening = _OPENING.match(text, start, end)
    tellings = list(_TELLING.finditer(text, start, end))
    if not opening and not tellings:
        return None
    if not opening:
        start = _sentence_start(text, start, tellings[0].start())
    # "has been updated" is said of any change; what is said of the earlier version tells which
    telling = next((it for it in tellings if it["earlier"] or it["wrongly"] or it["first"]), next(iter(tellings), None))
    start, end = _trimmed(text, start, end)
    if end - start > _LONGEST:
        return None
    kind = _kind(text[start:end], opening[0] if opening else "", telling)
    if kind is None:
        return None
    first, last = _trigger(opening, telling)
    old, new = find_contrast(text, start, end) if kind != "update" else (None, None)
    return Notice(
        type=kind,
        evidence=Evidence(start=start, end=end, text=text[start:end]),
        trigger=Evidence(start=first, end=last, text=text[first:last]),
        old=_part(text, old),
        new=_part(text, new),
    )


def _sentence_start(text: str, start: int, at: int) -> int:
    """Where the sentence with the telling words begins; a sentence "has been updated" before it belongs along."""
    breaks = [start, *(gap.end() for gap in _SENTENCE_START.finditer(text, start, at + 1))]
    return breaks[-1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _trigger(opening: re.Match[str] | None, telling: re.Match[str] | None) -> tuple[int, int]:
    if telling:
        name = next(key for key, value in telling.groupdict().items() if value)
        return telling.span(name)
    if opening:
        return opening.span("name")
    raise AssertionError


def _kind(words: str, opening: str, telling: re.Match[str] | None) -> NoticeKind | None:
    head = opening.casefold()
    told = telling.groupdict() if telling else {}
    if "retract" in head or told.get("withdrew") or (telling and _WITHDRAWN.search(words)):
        return "retraction"
    if "clarif" in head or (telling and _CLEAR.search(words)):
        return "clarification"
    if "corr" in head or "errat" in head or told.get("should") or told.get("error") or told.get("wrongly"):
        return "correction"
    if told.get("earlier") or told.get("first") or told.get("done") == "corrected":
        return "correction" if _WRONG.search(words) else "update"
    if "note" in head:
        return "correction" if telling or re.search(r"\bearly\b.{1,40}\bedition\b", words) else None
    return "update" if head or told else None


def _part(text: str, span: tuple[int, int] | None) -> Part | None:
    if span is None:
        return None
    words = text[span[0] : span[1]]
    return Part(text=words, name=" ".join(words.split()), start=span[0], end=span[1])
