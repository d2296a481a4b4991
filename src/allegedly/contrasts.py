"""What was wrong and what is right, where a notice states them: "said X. It is Y", "Y, not X", "incorrectly said X"."""

from __future__ import annotations

import re

__all__ = ["find_contrast"]

Spot = tuple[int, int]
_FLAG = re.IGNORECASE | re.DOTALL

# a quoted name, or a short phrase without a break
_THING = r"(?:[\"“‘][^\"”’]{1,80}[\"”’]|[^,;.:!?\"“”]{1,60}?(?:\.\d{1,4})?)"
# what was wrong stands before these words, within this many characters
_SHOULD = re.compile(
    rf",?\s{{1,3}}(?:it\s{{1,3}})?should\s{{1,3}}(?:have\s{{1,3}})?read\s{{1,3}}(?P<new>{_THING})(?=[.,;\]]|$)", _FLAG
)
_BACK = 70
_LAST_THING = re.compile(r"[^,;:!?]{1,70}$")
_SHOULD_GIVEN = re.compile(
    rf"\bgiven\s{{1,3}}as\s{{1,3}}(?P<old>{_THING});\s{{1,3}}(?:it\s{{1,3}})?should\s{{1,3}}have\s{{1,3}}read\s{{1,3}}(?P<new>{_THING})(?=[.,;\]]|$)",
    _FLAG,
)
_NOT = re.compile(
    rf"\s(?:and\s{{1,3}})?(?<!did )(?<!does )(?<!were )(?<!was )(?<!is )not\s{{1,3}}(?P<old>{_THING})(?=[.,;\]]|$)",
    _FLAG,
)
_STED = re.compile(
    rf"\bto\s{{1,3}}(?P<new>{_THING}),\s{{1,3}}(?:sted|instead\s{{1,3}}of|from)\s{{1,3}}(?P<old>{_THING})(?=[.,;\]]|$)",
    _FLAG,
)
_SAID = re.compile(
    r"\b(?:said|stated|reported|(?:gave|given)\b[^.]{0,60}?\bas|described\b[^.]{1,80}?\bas|referred\s{1,3}to\b[^.]{1,80}?\bas"
    r"|identified\b[^.]{1,60}?\bas|claimed|claim\s{1,3}that)\s{1,3}(?:that\s{1,3})?(?P<old>[^.]{2,160}?(?:\.\w{2,3}\b[^.]{0,80})?)(?=\.(?:\s|$|[\"”*\]])|$)",
    _FLAG,
)
_WRONG_SAYING = re.compile(
    r"\b(?:incorrectly|mistakenly|wrongly|erroneously)\s{1,3}(?P<verb>\w{3,12})\s{1,3}(?:that\s{1,3})?(?P<old>[^.]{2,160}?)(?=\.(?:\s|$|[\"”*\]])|$)",
    _FLAG,
)
_RIGHT = re.compile(
    r"(?:^|[.!?][\"”’]?\s{1,5})(?P<clause>(?:It|They|He|She|That|The\s{1,3}\w{1,20}(?:\s{1,3}\w{1,20})?|In\s{1,3}fact,?)\s{1,3}"
    r"(?:(?:is|was|are|were|will|has|had|did|should)\b\s{0,3}|(?:actually|in\s{1,3}fact|currently|really)\s{0,3}){1,3}(?:be\s{1,3})?"
    r"(?!\s{0,3}been\s{1,3}(?:updated|corrected|amended|removed))(?P<new>[^.]{2,120}?(?:\.\w{2,3}\b[^.]{0,60})?))(?=\.(?:\s|$|[\"”*\]])|$)",
    re.DOTALL,
)
_LAST_LINK = re.compile(
    r"\b(?:to|in|on|at|was|is|were|are|of|by|from|as|read|been|titled|called|be|became)\s{1,3}", _FLAG
)
_LEADING = re.compile(r"(?:actually|currently|in\s{1,3}fact|really|that|the\s{1,3}day\s{1,3}of)\s{1,3}", _FLAG)
_QUOTES = '"“”‘’*,.;'


def find_contrast(  # noqa: PLR0911 - one return for each way a notice puts it
    text: str, start: int, end: int
) -> tuple[Spot | None, Spot | None]:
    """The spans of what was wrong and of what is right in a notice; None for what it does not state.

    >>> notice = "The rate was 66 percent, not 63 percent."
    >>> old, new = find_contrast(notice, 0, len(notice))
    >>> notice[old[0] : old[1]], notice[new[0] : new[1]]
    ('63 percent', '66 percent')
    """
    for pattern in (_SHOULD_GIVEN, _STED):
        if found := pattern.search(text, start, end):
            return _clean(text, found.span("old")), _clean(text, found.span("new"))
    if found := _SHOULD.search(text, start, end):
        return _before(text, start, found.start()), _clean(text, found.span("new"))
    said = _WRONG_SAYING.search(text, start, end) or _SAID.search(text, start, end)
    denied = _NOT.search(text, start, end)
    if denied and said and "verb" in said.re.groupindex and said.start("old") <= denied.start() < said.end("old"):
        # 'incorrectly referred to "gargoyles", not "spires"': what stands first was wrong
        return _before(text, start, denied.start()), _clean(text, denied.span("old"))
    if denied:
        return _after_link(text, denied.span("old")), _before(text, start, denied.start())
    if not said:
        return None, None
    right = _RIGHT.search(text, said.end("old"), end)
    old = said.span("old")
    if right is None and (told_anew := _told_anew(text, old, end)):
        return told_anew
    if right is None:
        return _told_wrong(text, old), None
    new = _clean(text, right.span("new"))
    return _aligned(text, old, new, right.span("clause"))


def _before(text: str, start: int, at: int) -> Spot:
    """The phrase that ends where some words begin, back to the mark before it, without what leads up to it."""
    while at > start and text[at - 1] in _QUOTES + " ":
        at -= 1
    thing = _LAST_THING.search(text, max(start, at - _BACK), at)
    return _after_link(text, (thing.start() if thing else at, at))


def _aligned(text: str, old: Spot, new: Spot, clause: Spot) -> tuple[Spot, Spot]:
    """The wrong words cut to the part that the right ones replace: from the word both begin with, or after the verb."""
    first = re.match(r"[\"“]?[\w’']{1,30}", text[new[0] : new[1]])
    if first and (same := re.search(rf"\b{re.escape(first[0])}\b", text[old[0] : old[1]], re.IGNORECASE)):
        return _clean(text, (old[0] + same.start(), old[1])), new
    verb = re.search(r"\b(?:was|were|is|are|had\s+been)\s+", text[old[0] : old[1]])
    short = new[1] - new[0]
    # a short right value replaces a short wrong one; a longer answer answers the whole statement
    if verb and short < 40:
        return _clean(text, (old[0] + verb.end(), old[1])), new
    if old[1] - old[0] < 30:
        return _clean(text, old), new
    return _clean(text, old), _clean(text, clause) if verb else new


_VERB = re.compile(r"\s(?:was|were|is|are|had|has|have)\s\w{2,20}", _FLAG)


def _told_anew(text: str, old: Spot, end: int) -> tuple[Spot, Spot] | None:
    """Both subjects where the next sentence says the same of another: "19 soldiers were killed. Nine soldiers were killed"."""
    verb = _VERB.search(text, old[0], old[1])
    again = text.find(verb[0], old[1], end) if verb else -1
    if not verb or again < 0:
        return None
    start = max(text.rfind(mark, old[1], again) for mark in (". ", ".\n", "! "))
    return _clean(text, (old[0], verb.start())), _clean(text, (start + 2 if start >= 0 else old[1], again))


def _told_wrong(text: str, old: Spot) -> Spot:
    """The wrong words alone: what follows the last "as" or "was" of a short statement."""
    verbs = list(re.finditer(r"\b(?:was|were|is|are|as)\s{1,3}", text[old[0] : old[1]]))
    verb = verbs[-1] if verbs else None
    return _clean(text, (old[0] + verb.end(), old[1]) if verb else old)


def _after_link(text: str, span: Spot) -> Spot:
    """A phrase without the words that lead up to it: "brings the total to nine" is nine."""
    start, end = span
    inner = text[start:end]
    quoted = re.search(r"[\"“‘][^\"”’]{1,80}$|[\"“‘][^\"”’]{1,80}[\"”’]?$", inner)
    if quoted:
        return _clean(text, (start + quoted.start(), end))
    links = list(_LAST_LINK.finditer(inner))
    return _clean(text, (start + links[-1].end() if links else start, end))


def _clean(text: str, span: Spot) -> Spot:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in _QUOTES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _QUOTES):
        end -= 1
    if lead := _LEADING.match(text, start, end):
        start = lead.end()
    return start, end
