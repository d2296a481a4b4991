"""Notices that an outlet prints under its own story: corrected, clarified, updated or withdrawn; what was wrong, what is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.contrasts import find_contrast
from allegedly.model import Evidence, Notice, NoticeKind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_notices", "tells_news"]

_FLAG = re.IGNORECASE
_STORY = r"(?:story|article|report|post|piece|page|headline|dispatch|entry|item|version|caption|column|feature|profile|editorial|obituary|review|live\s{1,4}blog|blog|graphic|map|video)"
# "the" is said of the outlet's own words only with a word that nothing but a page has
_PAGE = r"(?:story|article|headline|caption|post)"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WRONGLY = r"(?:incorrectly|mistakenly|wrongly|erroneously|inaccurately|falsely)"
_MISTOLD = r"(?:misstated|misidentified|misspell?ed|misspelt|misquoted|misnamed|mislabell?ed|misattributed|misreported|misdescribed|mischaracteri[sz]ed|misrepresented|transposed|omitted)"

# a notice opens a paragraph with its own name, then a mark or a date
_OPENING = re.compile(
    r"[\s*_\[(•‣·>–—\u0097-]{0,8}(?P<name>corrections?(?:\s{1,4}(?:appended|and\s{1,4}clarifications?))?|corrected|corrects|corrigend(?:um|a)|errat(?:um|a)|clarifications?(?:\s{1,4}appended)?|clarified"
    r"|updated?(?:\s{1,4}to\s{1,4}add)?|editor[’']?s?[’']?\s{1,4}note|retractions?|retracted)(?=[*_]{0,3}\s{0,3}(?:[:.,*(–—-]|\d|$|at\b|on\s{1,4}(?:\d|[A-Z][a-z]{2,8}\.?\s{1,4}\d)|from\b|name\b|spelling\b"
    rf"|{_MONTH}\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b))",
    _FLAG,
)
# a clock or a day alone after "Updated" is the page's stamp and tells of no change
_STAMP = re.compile(
    rf"\A\s{{0,3}}[:,(|–—-]{{0,2}}\s{{0,3}}(?:(?:on|at|{_MONTH}|(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?|[ap]\.?m|[a-z]{{1,3}}t|utc|\d{{1,2}}(?:st|nd|rd|th|[ap]m)|\d{{1,4}})\b[\s.,:/()|*@–—-]{{0,4}}){{1,12}}$",
    _FLAG,
)
# a bracketed line of an agency tells what it did to its story
_TRASHLINE = re.compile(
    r"\s{0,5}[(\[]\s{0,2}(?:this\s{1,4}(?:\w{1,9}\.?\s{1,4}\d{1,2}\s{1,4})?(?:story|version|item|dispatch)\s{1,4})?(?P<did>corrects?|correcting|refiles|clarifies|fixes|removes|deletes|recasts|adds|updates|updating|rewrites|repeats)\b(?!\.)",
    _FLAG,
)
# or a sentence speaks of the outlet's own story
_TELLING = re.compile(
    r"(?P<earlier>(?:earlier|previous|original|initial|prior|print|online)\s{1,3}(?:version|edition|headline|caption)s?)"
    rf"(?=,|\s{{1,4}}(?:of|on|to|for|with|in|accompanying)\s{{1,4}}(?:(?:this|our|a|an)\s{{1,4}}(?:\w{{1,20}}\s{{1,4}}){{0,3}}|the\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?){_STORY}\b|\s{{1,4}}(?:{_WRONGLY}|{_MISTOLD}|said|stated|reported)\b|[’']s\b|\.?$)"
    rf"|\b(?:this|our)\s{{1,4}}(?:\w{{1,20}}\.?\s{{1,4}}){{0,3}}{_STORY}(?:[’']s\s{{1,4}}headline)?\s{{1,4}}(?:has\s{{1,4}}been|have\s{{1,4}}been|has|was|is|were)\s{{1,4}}(?:since\s{{1,4}}|later\s{{1,4}}|now\s{{1,4}}|been\s{{1,4}}|being\s{{1,4}}|also\s{{1,4}}){{0,2}}(?:originally\s{{1,4}}published\s.{{1,40}}?)?"
    r"(?P<done>updated|corrected|amended|revised|clarified|edited|changed|modified|withdrawn|retracted|removed|deleted|taken\s{1,4}down)"
    rf"|(?:^[ \t]{{0,8}}|[.;:!?*(\[\"”]\s{{1,3}})the\s{{1,4}}{_PAGE}\s{{1,4}}has\s{{1,4}}(?:since\s{{1,4}}|now\s{{1,4}})?been\s{{1,4}}(?P<since>updated|corrected|amended|clarified|changed|retracted|withdrawn)"
    rf"|\bthis\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?{_STORY}\s{{1,4}}(?:(?:at\s{{1,4}}first|originally|previously|initially|earlier|also)\s{{1,4}})?(?P<wrongly>{_MISTOLD}|{_WRONGLY}|gave\s{{1,4}}(?:the\s{{1,4}}wrong|an\s{{1,4}}incorrect)|contained\s{{1,4}}(?:an\s{{1,4}}error|errors))"
    rf"|\bthis\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?{_STORY}\s{{1,4}}(?:originally|previously|initially|at\s{{1,4}}first|earlier)\s{{1,4}}(?P<first>said|stated|reported|gave|described|identified|named|wrote|referred|misstated|indicated|suggested)"
    rf"|(?:^[ \t]{{0,8}}|[.!?:]\s{{1,3}})(?:an?|our|the)\s{{1,4}}(?:(?:picture|photo|photograph|front-page|news|opinion)\s{{1,4}})?(?:article|story|headline|caption|graphic|map|column|report)s?\s(?:that\s|which\s)?(?:ran\s|appeared\s)?(?:on|in|about|with|for|published|accompanying)\b[^.]{{1,200}}?\b(?P<misdone>{_MISTOLD})"
    rf"|(?:^[ \t]{{0,8}}|[.!?:]\s{{1,3}})in\s{{1,4}}(?:an?|our)\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?(?:story|article|report)\b[^.]{{0,200}}?\b(?:{_WRONGLY}\s{{1,4}}(?P<agency>reported|said|stated|identified|gave)|(?P<agency2>reported|said|stated|identified|gave)\s{{1,4}}{_WRONGLY})"
    rf"|\b(?:because\s{{1,4}}of|due\s{{1,4}}to|owing\s{{1,4}}to|through|after)\s{{1,4}}an?\s{{1,4}}(?P<error>(?:editing|translation|reporting|production|typing|typographical|transcription|captioning)\s{{1,4}}error)"
    rf"|(?:^[ \t]{{0,8}}|[.!?:]\s{{1,3}})we\s{{1,4}}(?P<we>(?:originally|at\s{{1,4}}first|previously|initially|earlier|{_WRONGLY})\s{{1,4}}(?:said|stated|reported|gave|described|identified|named|wrote))"
    rf"|\b(?:we|(?-i:[A-Z])[\w’']{{1,20}}(?:\s(?-i:[A-Z])[\w’']{{1,20}}){{0,4}})\s{{1,4}}(?:have\s{{1,4}}|has\s{{1,4}})?(?P<withdrew>retracted|withdrawn)\s{{1,4}}(?:this|our)\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?{_STORY}\b"
    rf"|\bplease\s{{1,4}}(?P<kill>kill|disregard|withhold)\s{{1,4}}(?:this|the|our)\s{{1,4}}(?:\w{{1,20}}\s{{1,4}}){{0,2}}{_STORY}\b"
    rf"|\bthis\s{{1,4}}(?:is\s{{1,4}}an?\s{{1,4}}|(?:\w{{1,10}}\s{{1,4}})?story\s{{1,4}}is\s{{1,4}}(?:still\s{{1,4}})?)(?P<developing>developing|breaking)\b(?=[\w\s,]{{0,20}}\bstory\b|\s{{1,4}}and\b|[.;,]|$)"
    r"|(?:^[ \t]{0,8}|[.!?*(\[]\s{0,3})(?P<back>developing\s{1,4}story|(?:please\s{1,4})?check\s{1,4}back\b.{0,40}?\bupdates)"
    rf"|\bthis\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?(?:version|story|article)\s{{1,4}}(?P<corrects>corrects|clarifies)\b"
    rf"|(?:^[ \t]{{0,8}}|[.!?:]\s{{1,3}})the\s{{1,4}}{_PAGE}\s{{1,4}}(?:originally|previously|initially)\s{{1,4}}(?P<atfirst>said|stated|reported|gave|described|identified|named)"
    rf"|\bwe\s{{1,4}}have\s{{1,4}}(?P<wehave>corrected|amended|updated|clarified)\s{{1,4}}(?:this|our|the)\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?{_STORY}\b"
    rf"|\bhas\s{{1,4}}been\s{{1,4}}(?P<inthis>corrected|updated|amended|clarified)\s{{1,4}}in\s{{1,4}}this\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?{_STORY}\b"
    rf"|\bthis\s{{1,4}}(?:\w{{1,20}}\s{{1,4}})?{_STORY}\s{{1,4}}(?:will|may)\s{{1,4}}be\s{{1,4}}(?P<willbe>updated)"
    rf"|^[ \t(\[*]{{0,8}}{_STORY}\s{{1,4}}(?P<bare>updated|corrected|amended)\s{{1,4}}(?:with|to|on|at|by)\b"
    r"|\b(?:a|the\s{1,4}following)\s{1,4}(?P<made>correction)s?\s{1,4}(?:was|were|has\s{1,4}been|have\s{1,4}been)\s{1,4}(?:made|printed|published|appended)\b",
    _FLAG | re.MULTILINE,
)
# these tell only beside another sign: an opening, or a telling sentence
_BESIDE = re.compile(
    r"\b(?:it|this|the\s{1,4}original|we)\s{1,4}(?:(?:originally|at\s{1,4}first|previously|initially|earlier)\s{1,4})?(?P<said>said|stated|reported|gave|described|identified|named)\b"
    r"|\b(?P<should>should\s{1,4}(?:have\s{1,4})?(?:read|been))\b|(?P<updated>(?:was|been)\s{1,4}updated)|(?P<regret>we\s{1,4}(?:regret|apologi[sz]e))",
    _FLAG,
)
# a page's correction of its own wording, with the paper's words about it; brackets are the editor's
_SHOULD_READ = re.compile(
    r"\b(?:report|story|article|headline|paragraph|line|sentence|item|dispatch)\b[^.]{0,120}?\b(?P<should>should\s{1,4}(?:have\s{1,4})?(?:read|been))\b",
    _FLAG,
)
_FIRST_PUBLISHED = re.compile(
    rf"\bthis\s{{1,4}}{_STORY}\s{{1,4}}was\s{{1,4}}(?:first|originally)\s{{1,4}}published\b[^.]{{0,60}}\.\s{{1,4}}it\s{{1,4}}(?:was|has\s{{1,4}}been)\s{{1,4}}(?P<updated>updated|corrected)",
    _FLAG,
)
_WRONG = re.compile(
    rf"\b(?:{_MISTOLD}|{_WRONGLY}|incorrect|mistaken|wrong|erroneous|inaccurate|errors?|to\s{{1,4}}correct|to\s{{1,4}}fix|corrected|corrects?|ascribed|attributed|misspelling|spelling"
    r"|(?:version|edition|headline|caption|original|it|we|which)\s{1,4}(?:\w{1,12}\s{1,4})?(?:said|stated|gave|described|referred|reported|identified|named|suggested|contained|indicated|had|called)"
    r"|(?:because|which)\b[^.]{1,40}\b(?:said|stated)|was\s{1,4}given|were\s{1,4}given)\b",
    _FLAG,
)
_SAYING = re.compile(
    r"\b(?:said|stated|gave|given|described|referred|reported|identified|named|suggested|indicated|claimed|called|quoted)\b",
    _FLAG,
)
_WITHDRAWN = re.compile(
    rf"\b(?:retract(?:ed|ion)|unverified\s{{1,4}}claim|{_STORY}\s{{1,4}}(?:has|have|was|were)\s{{1,4}}(?:since\s{{1,4}})?(?:been\s{{1,4}})?(?:withdrawn|removed|deleted|taken\s{{1,4}}down)|(?:withdrawn|removed)\s{{1,4}}(?:this|our)\s{{1,4}}{_STORY})\b",
    _FLAG,
)
_CLEAR = re.compile(r"\b(?:clarif(?:ied|ies|ication|y)|make\s{1,4}(?:it\s{1,4})?clear)\b", _FLAG)
_GAP = re.compile(r"\n[ \t\u00a0]{0,20}\r?\n")
_LINE_END = re.compile(r"\r?\n")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’)\]*]{0,3}[\s\u00a0]{0,3}$")
_SENTENCE_START = re.compile(r"(?:(?<=[.!?])[\"”’)]{0,2}\s{1,5}|\n[\ufeff\s]{0,3})(?=[\ufeffA-Z0-9\"“(*\[])")
_SIGNED = re.compile(r"\(@\w{1,30}\)[^()\n]{0,30}$")
# a notice is short; a paragraph that opens "Update" and runs on past this is a story
_LONGEST = 900
# an opening with no more words than these after it is a heading, its notice the next paragraph
_FEWEST_WORDS = 2


def find_notices(text: str, *, start: int = 0, end: int | None = None) -> tuple[Notice, ...]:
    """The outlet's notices in a stretch of text, in order; `old` and `new` where a notice states them.

    A notice names itself ("Correction:") or speaks of the outlet's own story ("An earlier version of this article");
    what a ministry or a group corrects or withdraws is news. A page's stamp ("Updated 10:12") is no notice.

    >>> [notice.type for notice in find_notices("An earlier version of this story said he was 45.")]
    ['correction']
    """
    end = len(text) if end is None else end
    found: list[Notice] = []
    paragraphs = list(_paragraphs(text, start, end))
    for at, (first, last) in enumerate(paragraphs):
        if found and first < found[-1].evidence.end:
            continue
        if _is_heading(text, first, last):
            last = _under_heading(text, paragraphs[at + 1 : at + 3], last)  # noqa: PLW2901 - both are one notice
        if notice := _read(text, first, last):
            found.append(notice)
    return tuple(found)


def tells_news(notice: Notice) -> bool:
    """Whether a notice reports a new happening and not only that the story changed: "Update: the police named him".

    >>> [tells_news(notice) for notice in find_notices("Update: Police later named the man.")]
    [True]
    """
    words = notice.evidence.text
    opening = _OPENING.match(words)
    if notice.type != "update" or not opening or notice.trigger.text != opening["name"]:
        return False
    return bool(re.search(r"\w", words[opening.end() :]))


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for gap in _GAP.finditer(text, start, end):
        yield from _lines(text, at, gap.start())
        at = gap.end()
    yield from _lines(text, at, end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, or its lines where every line is a paragraph of its own: each ends as a sentence does."""
    edges = [start]
    for line_end in _LINE_END.finditer(text, start, end):
        edges += [line_end.start(), line_end.end()]
    edges.append(end)
    lines = [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
    lines = [it for it in lines if text[it[0] : it[1]].strip()]
    if all(_SENTENCE_END.search(text, max(first, last - 12), last) for first, last in lines[:-1]):
        yield from lines
    elif lines:
        yield lines[0][0], lines[-1][1]


def _is_heading(text: str, start: int, end: int) -> bool:
    opening = _OPENING.match(text, start, end)
    if not opening or opening["name"].casefold().startswith("updat"):
        return False
    rest = text[opening.end() : end]
    return "appended" not in opening[0].casefold() and (
        len(re.findall(r"\w+", rest)) <= _FEWEST_WORDS or bool(_STAMP.fullmatch(rest.rstrip(": \n")))
    )


def _under_heading(text: str, after: list[tuple[int, int]], end: int) -> int:
    """The end of the notice under a heading: the next paragraph, or the one after it where that speaks of the story."""
    telling = next((last for first, last in after if _TELLING.search(text, first, last)), None)
    return telling or (after[0][1] if after else end)


def _read(text: str, start: int, end: int) -> Notice | None:
    start, end = _trimmed(text, start, end)
    opening = _OPENING.match(text, start, end)
    if (
        opening
        and opening["name"].casefold().startswith("updat")
        and _STAMP.match(text[opening.end() : end].rstrip(" *"))
    ):
        return None
    if _SIGNED.search(text, max(start, end - 80), end):
        return None
    signs = _signs(text, start, end, opened=bool(opening))
    if not opening:
        if not signs:
            return None
        start = _sentence_start(text, start, signs[0].start(_name(signs[0])))
    if end - start > _LONGEST:
        return None
    kind = _kind(text[start:end], opening["name"] if opening else "", signs)
    if kind is None:
        return None
    first, last = _trigger(opening, signs)
    old, new = find_contrast(text, start, end) if kind != "update" else (None, None)
    return Notice(
        type=kind,
        evidence=Evidence(start=start, end=end, text=text[start:end]),
        trigger=Evidence(start=first, end=last, text=text[first:last]),
        old=_part(text, old),
        new=_part(text, new),
    )


def _signs(text: str, start: int, end: int, *, opened: bool) -> list[re.Match[str]]:
    """The words of a paragraph that speak of the outlet's own story, none of them inside somebody's quoted speech."""
    trashline = _TRASHLINE.match(text, start, end)
    signs = [trashline] if trashline else []
    for pattern in (_FIRST_PUBLISHED, _TELLING, _SHOULD_READ):
        signs += [it for it in pattern.finditer(text, start, end) if not _is_quoted(text, start, it.start())]
    if signs or opened:
        signs += _BESIDE.finditer(text, start, end)
    return signs


def _is_quoted(text: str, start: int, at: int) -> bool:
    before = text[start:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _name(sign: re.Match[str]) -> str:
    return next(key for key, value in sign.groupdict().items() if value)


def _sentence_start(text: str, start: int, at: int) -> int:
    """Where the sentence with the telling words begins."""
    breaks = [start, *(gap.end() for gap in _SENTENCE_START.finditer(text, start, at + 1))]
    first = breaks[-1]
    return first + (text[first] == "\ufeff")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


# which words name the notice, the most telling first
_TELLING_FIRST = (
    "earlier",
    "wrongly",
    "misdone",
    "agency",
    "agency2",
    "first",
    "atfirst",
    "we",
    "error",
    "corrects",
    "should",
)


def _trigger(opening: re.Match[str] | None, signs: list[re.Match[str]]) -> tuple[int, int]:
    named = {_name(sign): sign for sign in reversed(signs)}
    for name in _TELLING_FIRST:
        if name in named:
            return named[name].span(name)
    for sign in signs:
        if sign.re is not _BESIDE:
            return sign.span(_name(sign))
    return opening.span("name") if opening else signs[0].span()


def _kind(words: str, opening: str, signs: list[re.Match[str]]) -> NoticeKind | None:  # noqa: PLR0911 - one return for each kind of sign
    head = opening.casefold()
    told = {_name(sign): sign for sign in signs}
    if "retract" in head or {"withdrew", "kill"} & set(told) or (signs and _WITHDRAWN.search(words)):
        return "retraction"
    did = told["did"]["did"].casefold() if "did" in told else ""
    if (
        head.startswith("clarif")
        or did == "clarifies"
        or (signs and _CLEAR.search(words) and not head.startswith("corr"))
    ):
        return "clarification"
    if "corr" in head or "errat" in head or did[:4] in ("corr", "refi", "fixe", "remo", "dele"):
        return "correction"
    if {
        "wrongly",
        "misdone",
        "agency",
        "agency2",
        "error",
        "we",
        "first",
        "atfirst",
        "corrects",
        "made",
        "should",
    } & set(told):
        return "correction"
    if "earlier" in told and _SAYING.search(words):
        return "correction"
    if set(told) - {"developing", "back", "did"} and _WRONG.search(words):
        return "correction"
    if "note" in head and not told:
        return "correction" if re.search(r"\b(?:early|earlier|previous)\b.{1,40}\bedition\b", words) else None
    return "update" if head or set(told) - {"said", "should", "regret"} else None


def _part(text: str, span: tuple[int, int] | None) -> Part | None:
    if span is None:
        return None
    words = text[span[0] : span[1]]
    return Part(text=words, name=" ".join(words.split()), start=span[0], end=span[1])
