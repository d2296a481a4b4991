"""What was wrong and what is right, where a notice states them: "said X. It is Y", "Y, not X", "incorrectly said X"."""

from __future__ import annotations

import re

__all__ = ["find_contrast"]

Spot = tuple[int, int]
_FLAG = re.IGNORECASE

# a quoted name, or a phrase without a break; a full stop inside a number or an address breaks nothing
_QUOTED = r"(?:''[^\"”]{1,80}?''|(?:[\"“‘]|(?<!\w)')[^\"“”]{1,80}?[\"”’'](?=[\s,.;:)\]]|$))"
_BARE = r"(?:[^,;:!?.()\"“”\[\]]|(?<=\w)[.,](?=\d)|\.(?=[a-z])){1,60}?"
_THING = rf"(?:{_QUOTED}|{_BARE})"
_STOP = r"(?=[.,](?!\d)|[;)\]*\"”]|\s[-–—]\s|\sand\s(?:ha[sd]|was|were|from)\s|\sin\s(?:the\s)?(?:\w{1,10}\s){0,2}(?:paragraph|headline|line|lead)\b|$)"
# "X should have read Y", "for X read Y", "to Y, sted X", "from X to Y": both are named, and which is which
_BOTH: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, _FLAG)
    for pattern in (
        rf"\b(?:given|printed|written|spelled)\s{{1,4}}as\s{{1,4}}(?P<old>{_THING})[;,]\s{{1,4}}(?:it|this|which)?\s{{0,3}}should\s{{1,4}}(?:have\s{{1,4}})?(?:read|been|be)\s{{1,4}}(?P<new>{_THING}){_STOP}",
        rf"\bfor\s{{1,4}}(?P<old>{_QUOTED}),?\s{{1,4}}(?:please\s{{1,4}})?read\s{{1,4}}(?P<new>{_QUOTED})",
        rf"\bto\s{{1,4}}(?P<new>{_THING}),?\s{{1,4}}(?:sted|instead\s{{1,4}}of|rather\s{{1,4}}than)\s{{1,4}}(?P<old>{_THING}){_STOP}",
        rf"\bsaid\s{{1,4}}(?:that\s{{1,4}})?(?:there\s{{1,4}}(?:was|were)\s{{1,4}})?(?P<old>{_THING}),?\s{{1,4}}when\s{{1,4}}(?:it|we|the\s{{1,4}}\w{{1,20}})\s{{1,4}}(?:meant|should\s{{1,4}}have\s{{1,4}}(?:said|been))\s{{1,4}}(?P<new>{_THING}){_STOP}",
        rf"\bnot\s{{1,4}}(?P<old>{_THING}),?\s{{1,4}}but\s{{1,4}}(?:rather\s{{1,4}})?(?P<new>{_THING}){_STOP}",
    )
)
# "corrects ... to Kasrel from Kasrell", after the word that tells of a change
_CHANGED = re.compile(
    r"\b(?:correct(?:s|ed)?|chang(?:es?|ed)|revis(?:es?|ed)|amend(?:s|ed)?|fix(?:es|ed)?|lower(?:s|ed)?|rais(?:es?|ed))\b",
    _FLAG,
)
_FROM_TO = re.compile(rf"\sfrom\s{{1,4}}(?P<old>{_THING})\s{{1,4}}to\s{{1,4}}(?P<new>{_THING}){_STOP}", _FLAG)
_TO_FROM = re.compile(
    rf"\sto\s{{1,4}}(?!make|show|reflect|say|clarify|correct|remove|include|add|note|fix)(?P<new>{_THING})\s{{1,4}}from\s{{1,4}}(?P<old>{_THING}){_STOP}",
    _FLAG,
)
# "X should read Y": X is what stands before it, back to the mark before that
_SHOULD = re.compile(
    rf",?\s{{1,4}}(?:it\s{{1,4}})?should\s{{1,4}}(?:have\s{{1,4}})?read\s{{1,4}}(?P<new>{_THING}){_STOP}", _FLAG
)
_LAST_THING = re.compile(rf"(?:{_QUOTED}|[^,;:!?]{{1,70}})$")
# "Y, not X"; without a comma only "and not" and a number before it deny a word and not the verb
_NOT = re.compile(
    rf"(?:[,;]|\s[-–—]{{1,2}}|\band|(?<=[\d,]\d)|(?<=[a-z]),?[\"”’'])[\"”’']{{0,2}}\s{{1,4}}(?:and\s{{1,4}})?not\s{{1,4}}(?P<old>{_THING})"
    rf"(?:,?\s{{1,4}}as\s{{1,4}}(?:we\s{{1,4}}|was\s{{1,4}})?(?:\w{{1,20}}\s{{1,4}}){{0,2}}(?:reported|stated|said|given|written|published))?{_STOP}",
    _FLAG,
)
_SAYING = r"(?:sa(?:id|ys?|ying)|stat(?:ed|es|ing)|report(?:ed|s)|claim(?:ed|s|(?=\s{1,4}that))|suggest(?:ed|s)|indicat(?:ed|es)|impli(?:ed|es)|wrote|asserted|noted)"
_WRONGLY = r"(?:incorrectly|mistakenly|wrongly|erroneously|inaccurately|falsely)"
# what was said in so many words, up to the end of its sentence
_AS = re.compile(
    rf"\b(?:gave|giv(?:en|ing)|describ(?:ed|ing)|referred\s{{1,4}}(?:{_WRONGLY}\s{{1,4}})?to|(?:mis)?identif(?:ied|ying)|listed|named|labell?ed|characteri[sz]ed|quoted|put)\b"
    rf"[^.;]{{0,110}}?\b(?:as|at)\s{{1,4}}(?:saying\s{{1,4}})?(?P<old>{_THING}){_STOP}",
    _FLAG,
)
_POST = re.compile(
    rf"\b(?:given|in)\s{{1,4}}the\s{{1,4}}(?:position|title|rank|role|post)\s{{1,4}}of\s{{1,4}}(?P<old>{_THING}){_STOP}",
    _FLAG,
)
_CALLED = re.compile(
    rf"\b(?:{_WRONGLY}\s{{1,4}}(?:called|termed)\s{{1,4}}[^.;,]{{1,60}}?\s|(?:attributed|ascribed|credited)\s{{1,4}}[^.;]{{1,80}}?\bto\s{{1,4}}|{_WRONGLY}\s{{1,4}}referred\s{{1,4}}to\s{{1,4}})(?P<old>{_THING}){_STOP}",
    _FLAG,
)
_SAID = re.compile(
    rf"\b(?P<wrongly>{_WRONGLY}\s{{1,4}})?{_SAYING}\s{{1,4}}(?:{_WRONGLY}\s{{1,4}})?(?P<that>that\s{{1,4}})?(?P<old>(?:[^.;]|(?<=\w)\.(?=\w)){{2,200}}?)(?=\.(?:\s|$|[\"”’*)\]])|;|$)",
    _FLAG,
)
_SHOWN = re.compile(rf"\bsaid\s{{1,4}}to\s{{1,4}}(?:show|be|depict)\s{{1,4}}(?P<old>{_THING}){_STOP}", _FLAG)
_FIGURE = re.compile(
    rf"\bthe\s{{1,4}}(?:figure|number|toll|total|age|date|name|rank|spelling)\s{{1,4}}of\s{{1,4}}(?P<old>{_THING})\s{{1,4}}in\s{{1,4}}(?:our|the|an)\s{{1,4}}(?:early|earlier|first|original|previous)\b",
    _FLAG,
)
# "has been corrected to show that X": what is right, and not what was wrong
_TO_SHOW = re.compile(
    r"\bto\s{1,4}(?:show|reflect|say|state|clarify|note|indicate|make\s{1,4}(?:it\s{1,4})?clear)\s{1,4}that\s{1,4}(?P<new>[^.;]{2,200})",
    _FLAG,
)
# a sentence about the story itself gives no right value
_HOUSEKEEPING = re.compile(
    r"[\"”*(\[\s]{0,3}(?:(?:the|this|that|our|those|these)\s{1,4}(?:\w{1,20}\s{1,4}){0,3}(?:story|article|report|post|page|version|headline|caption|errors?|mistakes?|points?|passage|text|item)\b"
    r"|we\s{1,4}(?:regret|apologi|have\s{1,4}(?:since\s{1,4})?(?:corrected|removed|updated))|it\s{1,4}has\s{1,4}(?:since\s{1,4})?been\s{1,4}(?:updated|corrected|amended|removed|changed))",
    _FLAG,
)
_EARLIER = re.compile(r"\b(?:earlier|previous|original)\s{1,4}(?:version|edition|headline|caption)\b", _FLAG)
_FINITE = re.compile(
    r"\b(?:was|were|is|are|had|has|have|would|will|could|did|does|took|held|left|fled|fell|\w{3,14}ed)\b|\d", _FLAG
)
_BE = re.compile(
    r"\b(?:is|was|are|were|be|been|being)\s{1,4}(?:titled\s{1,4}|called\s{1,4}|named\s{1,4}|(?:described|identified|known|listed)\s{1,4}as\s{1,4})?",
    _FLAG,
)
_DONE = re.compile(r"\b(?:was|were|been)\s{1,4}(?:\w{2,14}(?:ed|en)|shot|hit|held|found|taken)\s{1,4}", _FLAG)
_LEAD = re.compile(
    r"(?:(?:say|show)\s{1,4}that|in\s{1,4}fact|actually|currently|really|instead|rather|only|now|that|to\s{1,4}show|the\s{1,4}day\s{1,4}of|there\s{1,4}(?:was|were|are|is))[\s,]+",
    _FLAG,
)
_PREPOSITION = re.compile(r"(?:from|in|on|at|by|of|to|for|as|near|with|into|under)\s{1,4}", _FLAG)
_PARTICIPLE = re.compile(
    r"(?:been\s{1,4})?(?:\w{2,14}(?:ed|en)|shot|hit|hurt|held|put|cut|met|sent|lost|found|set|taken)$", _FLAG
)
_NUMBER = re.compile(
    r"(?:\d[\d,.]*\d|\d)(?:st|nd|rd|th|s|m|bn|%)?\b|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w{3,5})?|dozens?|hundreds?|thousands?)\b",
    _FLAG,
)
_WORD = re.compile(r"[\w’'%$€£]+(?:[-.,][\w’']+)*")
_SENTENCE = re.compile(r"[.!?][\"”’'*)\]]{0,3}\s{1,4}(?=[\"“‘'(\[*]{0,2}[A-Z0-9])|;\s{1,4}")
# a full stop after these, or after one capital letter, ends no sentence
_SHORTENED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Lt|Col|Gen|Maj|Capt|Sgt|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No)$"
)
_DONE_LEAD = re.compile(
    r"(?:had\s{1,4}been|have\s{1,4}been|has\s{1,4}been|was|were)\s{1,4}(?=\w{2,14}(?:ed|en)\b)", _FLAG
)
_EMPTY_RUN = re.compile(
    r"\A(?:that|it|they|he|she)?\s{0,3}(?:was|were|is|are|had|been|that|of)?\s{0,3}(?:the|a|an|been)?", _FLAG
)
_KEPT = re.compile(r"\b(?:the|a|an|[A-Z][\w’'-]{1,30})$")
_COUNTED = re.compile(
    r"\b(?P<noun>(?:\w{2,20}\s{1,4}){0,2}?\w{2,20}?)(?=\s{1,4}(?:was|were|had|have|has|died|fled|surrendered|\w{2,14}ed)\b)"
)
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their"))
_EDGES = "\"“”‘’'*,.;:()[]- –—\t\r\n\u00a0"
# a phrase is told by its last words; what stands further left is the sentence's, not the value's
_LONGEST_VALUE = 120


def find_contrast(text: str, start: int, end: int) -> tuple[Spot | None, Spot | None]:
    """The spans of what was wrong and of what is right in a notice; None for what it does not state.

    >>> notice = "The rate was 66 percent, not 63 percent."
    >>> old, new = find_contrast(notice, 0, len(notice))
    >>> notice[old[0] : old[1]], notice[new[0] : new[1]]
    ('63 percent', '66 percent')
    """
    if both := _both_named(text, start, end):
        return both
    if denied := _NOT.search(text, start, end):
        return _denied(text, denied, start)
    sentences = _sentences(text, start, end)
    said = _wrong_statement(text, start, end)
    if said is None:
        told = _TO_SHOW.search(text, start, end)
        named_wrong = re.search(r"\bmis\w{3,}|wrong|incorrect", text[start:end])
        return None, _cleaned(text, told.span("new")) if told else _told_right(
            text, sentences, start
        ) if named_wrong else None
    old, is_clause = said
    right = next((it for it in sentences if it[0] >= old[1] and not _is_housekeeping(text, it)), None)
    if right is None:
        return (_predicate(text, old) if is_clause else _cleaned(text, old)), None
    return _aligned(text, old, right, is_clause=is_clause)


def _both_named(text: str, start: int, end: int) -> tuple[Spot | None, Spot | None] | None:
    """Both values where the words say which is which."""
    found = next((match for pattern in _BOTH if (match := pattern.search(text, start, end))), None)
    if not found and (changed := _CHANGED.search(text, start, end)):
        found = _FROM_TO.search(text, changed.end(), end) or _TO_FROM.search(text, changed.end(), end)
    if found:
        return _cleaned(text, found.span("old")), _cleaned(text, found.span("new"))
    if should := _SHOULD.search(text, start, end):
        before = _LAST_THING.search(text, max(start, should.start() - _LONGEST_VALUE), should.start())
        return (_cleaned(text, before.span()) if before else None), _cleaned(text, should.span("new"))
    return None


def _sentences(text: str, start: int, end: int) -> list[Spot]:
    found, at = [], start
    for gap in _SENTENCE.finditer(text, start, end):
        if gap[0][0] != "." or not _SHORTENED.search(text, max(at, gap.start() - 6), gap.start()):
            found.append((at, gap.start()))
            at = gap.end()
    return [*found, (at, end)]


def _denied(text: str, denied: re.Match[str], start: int) -> tuple[Spot | None, Spot | None]:
    """Both values of "Y, not X"; what "incorrectly referred to Y, not X" puts first was wrong."""
    second = _cleaned(text, denied.span("old"))
    before = max((s for s, _ in _sentences(text, start, denied.start())), default=start)
    first = _parallel(text, max(before, denied.start() - _LONGEST_VALUE), denied.start(), second)
    if first and second:
        first, second = _without_shared_link(text, first, second)
    wrongly_said = re.compile(rf"\b{_WRONGLY}\s{{1,4}}\w+", _FLAG).search(text, before, denied.start())
    return (first, second) if wrongly_said else (second, first)


def _shape(words: str) -> str:
    """What kind of value a phrase begins with: a quoted name, a number, "the ...", a name, other words."""
    if words[:1] in "\"“‘'":
        return "quote"
    if _NUMBER.match(words):
        return "number"
    first = words.split(maxsplit=1)[0] if words.split() else ""
    if first.casefold() in _DETERMINERS:
        return "the"
    return "name" if first[:1].isupper() else "other"


def _parallel(text: str, start: int, end: int, other: Spot | None) -> Spot | None:
    """The phrase at the end of a clause that another phrase is set against: of its kind and about its length."""
    if other is None:
        return None
    if text[other[0] - 1 : other[0]] in tuple("\"“‘'") and (quoted := _last_quoted(text, start, end)):
        return quoted
    words = text[other[0] : other[1]]
    shape, length = _shape(words), len(words.split())
    numbers = list(_NUMBER.finditer(text, start, end))
    if shape == "number" and numbers:
        last = numbers[-1]
        if length == 1 and text[: last.start()].endswith("the "):
            return last.start() - 4, last.end()
        # a bare number is set against a bare number, "66 percent" against the whole of "63 percent"
        return _cleaned(text, (last.start(), end) if length > 1 else last.span())
    link = _PREPOSITION.match(words)
    if link and (same := list(re.finditer(rf"\b{link[0].strip()}\s", text[start:end], _FLAG))):
        return _cleaned(text, (start + same[-1].start(), end))
    best, best_score = (start, end), -1000.0
    for begin in _beginnings(text, start, end):
        phrase = text[begin:end]
        score = (10 if _shape(phrase) == shape else 0) - abs(len(phrase.split()) - length) + begin / (end * 10)
        if phrase.strip() and score > best_score:
            best, best_score = (begin, end), score
    return _cleaned(text, best)


def _beginnings(text: str, start: int, end: int) -> list[int]:
    """Where a value may begin in a clause: at its start, after a form of "be", after a preposition."""
    links = [
        *_BE.finditer(text, start, end),
        *_DONE.finditer(text, start, end),
        *re.finditer(rf"\b{_PREPOSITION.pattern}", text[start:end], _FLAG),
    ]
    return [start, *(it.end() if it.re in (_BE, _DONE) else start + it.end() for it in links)]


def _last_quoted(text: str, start: int, end: int) -> Spot | None:
    quoted = re.search(r"(?:''|[\"“‘]|(?<!\w)')([^\"“”]{1,80})$", text[start:end].rstrip(_EDGES))
    if not quoted:
        return None
    inner = quoted[1]
    # of two quoted names in one clause the last is meant
    shift = max(inner.rfind(mark) for mark in ("'' ", "' ''", "“", "‘")) + 1
    return _cleaned(text, (start + quoted.start(1) + max(0, shift), start + quoted.end(1)))


def _wrong_statement(text: str, start: int, end: int) -> tuple[Spot, bool] | None:
    """What the story had said: its span, and whether it is a clause (a sentence of its own) or a value."""
    for pattern in (_FIGURE, _POST, _SHOWN, _AS, _CALLED):
        if found := pattern.search(text, start, end):
            return found.span("old"), False
    for found in _SAID.finditer(text, start, end):
        old = found.span("old")
        # "incorrectly reported the toll" names what it was about, not what it said
        if found["that"] or _FINITE.search(text, *old):
            return old, True
    return None


def _told_right(text: str, sentences: list[Spot], start: int) -> Spot | None:
    """The right value alone: "misstated his age. He is 23." is 23."""
    for right in sentences:
        if right[0] > start and not _is_housekeeping(text, right):
            return _answer(text, right)
    return None


def _is_housekeeping(text: str, sentence: Spot) -> bool:
    return bool(_HOUSEKEEPING.match(text, *sentence) or _EARLIER.search(text, *sentence))


def _answer(text: str, right: Spot) -> Spot | None:
    """What a sentence puts in the place of a wrong value: after "is", or after the preposition of "took place on"."""
    right = right[0], _cut(text, *right)
    if copula := _BE.search(text, *right):
        return _cleaned(text, (copula.end(), right[1]))
    happened = re.compile(
        r"\b(?:took\s{1,4}place|happened|occurred|came|died|began|ended)\s{1,4}(?:in|on|at|from)\s{1,4}", _FLAG
    ).search(text, *right)
    if happened:
        return _cleaned(text, (happened.end(), right[1]))
    says = re.compile(rf"\b(?:He|She|They|It)\s{{1,4}}{_SAYING}\s{{1,4}}", _FLAG).match(text, *right)
    return _cleaned(text, (says.end(), right[1]) if says else right)


def _cut(text: str, start: int, end: int) -> int:
    """The end of a value before "and has been removed", which is told of the story."""
    tail = re.compile(r",?\s{1,4}and\s{1,4}(?:has|have|was|were)\s{1,4}(?:since\s{1,4})?been\b").search(
        text, start, end
    )
    return tail.start() if tail else end


def _aligned(text: str, old: Spot, right: Spot, *, is_clause: bool) -> tuple[Spot | None, Spot | None]:
    """The wrong and the right value cut to where the two sentences differ."""
    shared = _shared_run(text, old, right) if is_clause else None
    if shared:
        wrong, told = _around(text, old, right, shared)
        if wrong and told:
            return _without_links(text, wrong, told)
    new = _answer(text, right)
    if not is_clause:
        return _cleaned(text, old), _counted(text, old, right, new)
    if new and (number := _NUMBER.match(text, *new)) and (numbers := list(_NUMBER.finditer(text, *old))):
        bare = number.end() == new[1]
        return _cleaned(text, (numbers[0].start(), numbers[0].end() if bare else old[1])), new
    if new and _PARTICIPLE.match(text[new[0] : new[1]]):
        # what happened was another thing: one statement stands against the other
        return _cleaned(text, old), _cleaned(text, right)
    begins_as_subject = new and _shape(text[new[0] : new[1]]) in ("the", "name") and not _BE.search(text, *old)
    return (_cleaned(text, old) if begins_as_subject else _predicate(text, old)), new


def _counted(text: str, old: Spot, right: Spot, new: Spot | None) -> Spot | None:
    """The number in a right sentence where a number was wrong and the sentence has one: "The hospital says 31 died"."""
    numbers = list(_NUMBER.finditer(text, *right))
    if _NUMBER.fullmatch(text, *old) and len(numbers) == 1 and new and not _NUMBER.match(text, *new):
        return numbers[0].span()
    return new


def _shared_run(text: str, old: Spot, right: Spot) -> tuple[Spot, Spot] | None:
    """The longest run of the same words in both, as a span of each."""
    ours, theirs = list(_WORD.finditer(text, *old)), list(_WORD.finditer(text, *right))
    best: tuple[int, int, int] = (0, 0, 0)
    for i in range(len(ours)):
        for j in range(len(theirs)):
            length = 0
            while (
                i + length < len(ours)
                and j + length < len(theirs)
                and ours[i + length][0].casefold() == theirs[j + length][0].casefold()
            ):
                length += 1
            best = max(best, (length, i, j))
    length, i, j = best
    # one noun that both sentences happen to have ties nothing, unless the answer begins with it
    answer = _answer(text, right)
    if length == 0 or (length == 1 and _is_noun(ours[i][0]) and not (answer and answer[0] == theirs[j].start())):
        return None
    return (ours[i].start(), ours[i + length - 1].end()), (theirs[j].start(), theirs[j + length - 1].end())


def _is_noun(word: str) -> bool:
    return not (_PREPOSITION.match(f"{word} ") or _PARTICIPLE.match(word) or _BE.match(f"{word} "))


def _around(text: str, old: Spot, right: Spot, shared: tuple[Spot, Spot]) -> tuple[Spot | None, Spot | None]:
    """The words that differ: after the shared run where both go on, else before it."""
    run, other = shared
    if _EMPTY_RUN.fullmatch(text[run[0] : run[1]]):
        # "was" alone is shared by any two sentences; the value after it is found otherwise
        return None, None
    # a determiner or a name that both begin with is part of both values: "May this year", "May 2012"
    kept = _KEPT.search(text, *run)
    back = run[1] - kept.start() if kept and kept.end() == run[1] else 0
    wrong, told = _cleaned(text, (run[1], old[1])), _cleaned(text, (other[1], _cut(text, other[1], right[1])))
    if wrong and told and (done := (_DONE_LEAD.match(text, *wrong), _DONE_LEAD.match(text, *told))) and all(done):
        wrong, told = (done[0].end(), wrong[1]), (done[1].end(), told[1])  # type: ignore[union-attr]
    if wrong and told:
        return (run[1] - back if back else wrong[0], wrong[1]), (other[1] - back if back else told[0], told[1])
    return _subject(text, old[0], run), _subject(text, right[0], other)


def _subject(text: str, start: int, run: Spot) -> Spot | None:
    """The words before a shared run without "had" and "were"; a number takes what it counts from the run."""
    words = re.sub(r"(?:\s{0,3}\b(?:was|were|is|are|had|has|have|been))+\s*$", "", text[start : run[0]])
    subject = _cleaned(text, (start, start + len(words)))
    if subject and _NUMBER.fullmatch(text[subject[0] : subject[1]]) and (counted := _COUNTED.match(text, *run)):
        return subject[0], counted.end("noun")
    return subject


def _predicate(text: str, clause: Spot) -> Spot | None:
    """The value in a short statement: after its last "was" or "as", unless what follows is what was done."""
    copulas = list(_BE.finditer(text, *clause))
    if (
        copulas
        and not _PARTICIPLE.match(text[copulas[-1].end() : clause[1]])
        and not re.match(r"\w{2,14}ing\b", text[copulas[-1].end() : clause[1]])
    ):
        return _cleaned(text, (copulas[-1].end(), clause[1]))
    return _cleaned(text, clause)


def _without_links(text: str, first: Spot, second: Spot) -> tuple[Spot, Spot]:
    """Both values without the prepositions before them: "in April", "on 24 January" are two days."""
    ours, theirs = _PREPOSITION.match(text, *first), _PREPOSITION.match(text, *second)
    return ((ours.end(), first[1]), (theirs.end(), second[1])) if ours and theirs else (first, second)


def _without_shared_link(text: str, first: Spot, second: Spot) -> tuple[Spot, Spot]:
    """Both phrases without the preposition both begin with: "in Orrin, not in Velmara" sets two towns side by side."""
    ours, theirs = _PREPOSITION.match(text, *first), _PREPOSITION.match(text, *second)
    if ours and theirs and ours[0].casefold().split() == theirs[0].casefold().split():
        return (ours.end(), first[1]), (theirs.end(), second[1])
    return first, second


def _cleaned(text: str, span: Spot) -> Spot | None:
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    while lead := _LEAD.match(text, start, end):
        start = lead.end()
    return (start, end) if start < end else None
