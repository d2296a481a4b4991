"""What is said: the words after a reporting verb, or those before it, without what only tells when and where."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from allegedly.attribution.lexicon import needs_clause
from allegedly.attribution.phrases import past_addressee
from allegedly.attribution.words import listed, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution.drafts import Draft, Piece
    from allegedly.attribution.words import Token

__all__ = ["past_relative", "told_apart", "trimmed", "with_words"]

# what stands between the verb and the words said ends within this many words
_LONGEST_ASIDE = 12
_LONGEST_TIME = 5
_BREAKS_OFF = frozenset(["and", "but", "or", "while", "though", "whereas", "when", "yet", "nor"])
_LEADS_ON = frozenset(["that", "if", "whether", "how", "why"])
_OPEN_MARKS = frozenset(["$", "#", "[", "(", "€", "£"])
_CLOSE_MARKS = frozenset([")", "]", "%", "?", "!"])
_ENDS_ASIDE = frozenset([",", ":", ".", '"', "“", "``", ";"])


def with_words(words: Sequence[Token], draft: Draft, low: int, high: int) -> Draft | None:
    """The draft with what is said between two words; None when nothing is."""
    at = draft.speaker.full_last if draft.trailing and draft.speaker else draft.last
    told = None
    if draft.form.lemma in listed("telling") and not draft.trailing:
        to = past_addressee(words[:high], at)
        told = (at, to) if to > at else None
        at = next((number for number in range(to, min(high, at + _LONGEST_ASIDE)) if words[number].low == "that"), to)
    verb_end, at = at, _past_asides(words, at, high)
    colon = at < high and words[at].low == ":"
    left, right = _sides(words, draft, at + colon, low, high, colon=colon)
    if (
        right
        and draft.form.lemma == "claim"
        and {"responsibility", "credit"} & {word.low for word in words[right[0] : right[0] + 2]}
    ):
        draft = replace(draft, form=draft.form._replace(lemma="claim responsibility"))
    if right and draft.form.manner == "calls" and words[right[0]].low == "that":
        draft = replace(draft, form=draft.form._replace(manner="says"))
    if right:
        end = past_relative(words, right[0], right[1]) if draft.relative else right[1]
        right = right[0], _before_setting(words, right[0], end)
    if needs_clause(draft.form.lemma) and not _plainly_said(words, left, right, colon=colon):
        return None
    if draft.form.manner == "calls" and left and not right:
        # "..., prosecutors charge." says what stands before
        draft = replace(draft, form=draft.form._replace(manner="says"))
    elif draft.form.manner in ("calls", "wants"):
        left = None
    pieces = tuple(piece for side in (left, right) if side and (piece := trimmed(words, *side)))
    paper = _paper(words, verb_end, at) or _paper(words, low, draft.first)
    if right and draft.form.lemma.startswith("claim"):
        # "claimed the raid | in a leaflet"
        paper = paper or _paper(words, *right)
    return replace(draft, pieces=pieces, told=told, paper=paper, colon=colon) if pieces or colon else None


def _sides(
    words: Sequence[Token], draft: Draft, at: int, low: int, high: int, *, colon: bool
) -> tuple[Piece | None, Piece | None]:
    """What is said before speaker and verb, and after them."""
    right = None if draft.trailing and not colon else _right(words, at, high, colon=colon)
    amid = right is None and _interrupts(words, draft, at, high)
    listed_after = colon and draft.begins > low and words[draft.begins - 1].low == ","
    left = _left(words, draft, low) if right is None or amid or listed_after else None
    if amid and left:
        # what is interrupted began after the last colon or semicolon
        left = next((n + 1 for n in range(left[1] - 1, low, -1) if words[n].low in (":", ";")), low), left[1]
    comma = at + 1 < high and words[at].low == ","
    if right is None and comma and (amid or left is None or (draft.trailing and words[at + 1].can("quote"))):
        that = next((n for n in range(at + 1, min(high, at + _LONGEST_ASIDE)) if words[n].low == "that"), at + 1)
        right = (that if words[that - 1].low == "," else at + 1, high)
        right = (
            None if draft.shared or words[right[0]].can("link") or words[right[0]].low in ("who", "which") else right
        )
    return left, right


def _right(words: Sequence[Token], at: int, high: int, *, colon: bool) -> Piece | None:
    """What is said after the verb; None when the verb ends its clause."""
    if at >= high:
        return None
    word = words[at]
    if word.low == "," and at + 1 < high and words[at + 1].can("quote") and words[at + 1].quote != word.quote:
        return at + 1, high
    if word.can("quote"):
        return (at, high) if word.quote >= 0 or word.low in ("'", "‘") else None
    if word.can("mark") and word.low not in _OPEN_MARKS:
        return None
    if word.low in _BREAKS_OFF and not colon:
        return None
    return at, high


def _left(words: Sequence[Token], draft: Draft, low: int) -> Piece | None:
    """What is said before a speaker who ends the clause."""
    begins = draft.begins
    if draft.shared or begins <= low:
        return None
    lead = words[begins - 1]
    ends = (
        lead.low in (",", "?", "!", "…", ":") or lead.can("quote", "dash") or (draft.trailing and not lead.can("mark"))
    )
    return (low, begins) if ends else None


def _interrupts(words: Sequence[Token], draft: Draft, at: int, high: int) -> bool:
    """Whether speaker and verb stand between commas in the midst of what is said."""
    begins = draft.begins
    if begins == 0 or draft.shared or at + 1 >= high or words[at].low != ",":
        return False
    lead, ahead = words[begins - 1], words[at + 1]
    if lead.quote >= 0:
        return ahead.quote >= 0
    if lead.low != "," or ahead.can("link") or ahead.low in ("who", "which") or ahead.low.endswith("ing"):
        return False
    return not within(words, begins - _LONGEST_ASIDE, begins, "verb")


def _plainly_said(words: Sequence[Token], left: Piece | None, right: Piece | None, *, colon: bool) -> bool:
    """Whether "that", a quotation or a colon makes it speech."""
    if colon or (right and (words[right[0]].low in _LEADS_ON or words[right[0]].can("quote"))):
        return True
    return left is not None and (words[left[1] - 1].can("quote") or words[left[1] - 1].low == ",")


def past_relative(words: Sequence[Token], at: int, high: int) -> int:
    """Where a clause with "who" ends: the comma after which the main verb goes on."""
    for number in range(at, high - 1):
        if words[number].low == "," and words[number].quote < 0 and words[number + 1].can("verb"):
            return number
    return high


def _before_setting(words: Sequence[Token], at: int, high: int) -> int:
    """Before ", two days after ..." by which the outlet sets what is said in time."""
    plain = words[at].quote < 0 and words[at].low not in _LEADS_ON
    for number in range(at, high - 2):
        if plain and words[number].low == ";" and words[number].quote < 0:
            return number
        if words[number].low == "," and words[number].quote < 0 and not words[number + 1].can("mark", "verb"):
            near = words[number + 2 : number + 5]
            if any(
                a.can("period") and b.low in ("after", "before")
                for a, b in itertools.pairwise((words[number + 1], *near))
            ):
                return number
    return high


def _past_asides(words: Sequence[Token], at: int, high: int) -> int:
    """Past "on Monday", "in a statement", "late Tuesday" between the verb and what is said."""
    while at < high and (to := _past_aside(words, at, high)) > at:
        at = to
    return at


def _past_aside(words: Sequence[Token], at: int, high: int) -> int:
    """Past one of them; `at` itself when none begins there."""
    word = words[at]
    if word.can("time") or word.low in ("earlier", "this"):
        return _past_time(words, at, high)
    ahead = words[at + 1] if at + 1 < high else None
    if word.low in ("here", "there") and ahead and ahead.can("mark", "preposition"):
        return at + 1
    if not word.can("asiding") or (ahead and ahead.low in ("least", "most", "all")):
        return at
    return _setting_end(words, at, high)


def _setting_end(words: Sequence[Token], at: int, high: int) -> int:
    """Where an aside ends that opens with a preposition; `at` itself when it is too long for one."""
    for to in range(at + 1, min(high, at + _LONGEST_ASIDE)):
        word = words[to]
        ahead = words[to + 1] if to + 1 < high else None
        if word.low == "that":
            return to
        if word.can("mark"):
            return to if word.low in _ENDS_ASIDE and not within(words, at, to, "verb") else at
        if word.can("paper", "setting", "time") and not (
            ahead and ahead.can("preposition", "time", "paper", "setting")
        ):
            return to + 1
    return high if high - at < _LONGEST_ASIDE and not within(words, at, high, "verb") else at


def _past_time(words: Sequence[Token], at: int, high: int) -> int:
    to = at
    while to < min(high, at + _LONGEST_TIME) and (
        words[to].can("time") or words[to].low in ("earlier", "this", "in", "the")
    ):
        to += 1
    if words[at].can("number") or not words[to - 1].can("time"):
        return at
    return to if to - at > 1 or words[at].can("day") else at


def _paper(words: Sequence[Token], first: int, last: int) -> Piece | None:
    """The statement or recording in an aside: "said | in a video released Friday"."""
    for at in range(first, last):
        if words[at].low in ("in", "on", "via", "through", "by") and at + 1 < last:
            end = at + 1
            while end < last and not words[end].can("mark", "verb", "preposition", "relative"):
                end += 1
            if words[end - 1].can("paper"):
                return at + 1, end
    return None


def trimmed(words: Sequence[Token], first: int, last: int) -> Piece | None:
    """Without the marks around: a comma or full stop goes, a mark of quotation stays with its words."""
    while first < last and _loose(words[first], _OPEN_MARKS):
        first += 1
    while last > first and _loose(words[last - 1], _CLOSE_MARKS):
        last -= 1
    return (first, last) if first < last else None


def _loose(word: Token, kept: frozenset[str]) -> bool:
    return word.can("mark") and word.quote < 0 and word.low not in kept


def told_apart(words: Sequence[Token], drafts: Sequence[Draft]) -> list[Draft]:
    """Each draft's words cut where another voice of the sentence takes over."""
    out = []
    for draft in drafts:
        edges = [
            edge for other in drafts if other.first > draft.first and (edge := _takes_over(words, other)) is not None
        ]
        pieces = draft.pieces
        for edge in edges:
            pieces = tuple((first, min(last, edge)) for first, last in pieces if first < edge)
        pieces = tuple(cut for piece in pieces if (cut := trimmed(words, *piece)))
        if pieces or draft.colon:
            out.append(replace(draft, pieces=pieces))
    return out


def _takes_over(words: Sequence[Token], other: Draft) -> int | None:
    """The word at which a later voice ends what an earlier one says; None when it is told within the earlier."""
    begins = other.begins
    if begins == 0 or words[other.first].quote >= 0 or other.form.manner not in ("says", "shows"):
        return None
    if other.pieces and other.pieces[0][0] < other.first and not other.passive:
        return begins if words[begins - 1].low == "," else None
    back = begins
    while back > 0 and (words[back - 1].can("link", "helper") or (other.shared and words[back - 1].can("preposition"))):
        back -= 1
    parted = back > 0 and words[back - 1].low in (",", ";")
    if parted and (back < begins or other.shared):
        return back - 1
    return begins if words[begins - 1].low == ";" else None
