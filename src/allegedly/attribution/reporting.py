"""Reporting verbs in a sentence: which words are one, and who stands with each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from allegedly.attribution.drafts import Draft
from allegedly.attribution.lexicon import Form, may_be_noun, reporting_forms
from allegedly.attribution.phrases import Named, phrase_after
from allegedly.attribution.said import past_relative, told_apart, trimmed, with_words
from allegedly.attribution.subjects import clause_subject, subject_before
from allegedly.attribution.words import is_flat, listed, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution.words import Token

__all__ = ["past_dateline", "read_verbs"]

# a dateline with place, day and agency has at most so many words and marks
_LONGEST_DATELINE = 18
# "would not have been" before a verb
_LONGEST_HELP = 5
# words picked out in quotation marks, marks included: the "Black Hand" group
_PICKED_OUT = 5
# "put the toll at 12": the number stands this near
_PUT_AT = 12
# after these a form in -ed tells of the noun before it: "a raid reported by", "men suspected of"
_PARTICIPLE = {
    "says": frozenset(["by"]),
    "shows": frozenset(["by"]),
    "holds": frozenset(["by", "of", "to", "as"]),
    "calls": frozenset(["by", "of", "as", "in", "to", "for", "on"]),
    "wants": frozenset(["by"]),
}
# the subject of a relative clause is this long at most, in words
_SUBJECT = 4
_NAMING = frozenset(["call", "describe"])
_ONESELF = frozenset(["itself", "themselves", "himself", "herself", "ourselves", "myself"])
_WENT = frozenset(["went", "goes", "gone", "going"])


def read_verbs(words: Sequence[Token]) -> list[Draft]:
    """Every reporting verb of a sentence with its speaker and what is said, in order."""
    forms = reporting_forms()
    drafts: list[Draft] = []
    for at, word in enumerate(words):
        form = forms.get(word.low)
        # "now calling themselves the True Column" names them and says nothing of anybody
        if form and form.lemma in _NAMING and at + 1 < len(words) and words[at + 1].low in _ONESELF:
            continue
        if form and (draft := _read_verb(words, at, form)):
            drafts.append(_with_earlier(words, draft, drafts))
    return told_apart(words, drafts)


def _with_earlier(words: Sequence[Token], draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """A shared subject is that of the verb before: "..., he said, adding that"."""
    last = next((other for other in reversed(drafts) if other.speaker and not other.passive), None)
    if not draft.shared or last is None or words[last.first].quote != words[draft.first].quote:
        return draft
    return replace(draft, speaker=last.speaker)


def past_dateline(words: Sequence[Token]) -> int:
    """Past "KELMAR, 3 May (Agency) --" that opens a report."""
    depth = 0
    for at, word in enumerate(words[:_LONGEST_DATELINE]):
        depth += (word.low in ("(", "[")) - (word.low in (")", "]"))
        if word.can("dash") and not depth:
            return at + 1 if at and words[at - 1].end < word.start else 0
        if word.can("verb") or not (depth or word.capital or word.can("mark", "number")):
            return 0
    return 0


def _bounds(words: Sequence[Token], at: int) -> tuple[int, int]:
    """First and past-last word of the quotation that the verb stands in, or of the sentence."""
    quote = words[at].quote
    if quote < 0:
        return past_dateline(words), len(words)
    first = last = at
    while first > 0 and words[first - 1].quote == quote:
        first -= 1
    while last < len(words) and words[last].quote == quote:
        last += 1
    return first, last


def _read_verb(words: Sequence[Token], at: int, form: Form) -> Draft | None:
    low, high = _bounds(words, at)
    past = at + 1 + (" " in form.lemma)
    if past > high or (past > at + 1 and words[at + 1].low != form.lemma.split()[1]):
        return None
    first = _with_help(words, at, low)
    before = words[first - 1] if first is not None and first > low else None
    if first is None or _is_otherwise(words, at, form, words[first:at]):
        return None
    if _is_no_verb(words, at, form, words[first:at], before):
        return None
    if form.shape == "past" and _is_passive(words[first:at]):
        return _read_passive(words, first, past, form, (low, high))
    draft = _with_speaker(words, Draft(first, past, form), low, high)
    return with_words(words, draft, low, high) if draft and not _is_according(words, draft) else None


def _with_help(words: Sequence[Token], at: int, low: int) -> int | None:
    """The first word of a verb with its helpers; None after a "to" that says of no saying ("wants to say")."""
    first = at
    while first > low and at - first < _LONGEST_HELP and words[first - 1].can("helper"):
        first -= 1
    if first == low or words[first - 1].low != "to":
        return first
    went_on = first - 3 >= low and words[first - 2].low == "on" and words[first - 3].low in _WENT
    return first - 3 if went_on else None


def _is_according(words: Sequence[Token], draft: Draft) -> bool:
    """Whether the speaker is rather the source of an "according to"."""
    named = draft.speaker
    return named is not None and any(word.low == "according" for word in words[named.first : named.last])


def _is_passive(helpers: Sequence[Token]) -> bool:
    last = next((word for word in reversed(helpers) if word.can("be", "have", "modal")), None)
    return last is not None and last.can("be")


def _is_no_verb(words: Sequence[Token], at: int, form: Form, helpers: Sequence[Token], before: Token | None) -> bool:
    """Whether the word is rather a noun ("the report"), or an adjective ("the alleged raid")."""
    word = words[at]
    if before is None or within(helpers, 0, len(helpers), "be", "have", "modal"):
        return form.shape != "ing" if not helpers else form.shape == "s"
    if form.shape == "ing":
        return before.can("determiner") or before.low.endswith("'s")
    if (
        before.can("preposition")
        or before.low.endswith(("'s", "s'"))
        or (before.can("determiner") and not _stands_alone(before))
    ):
        return True
    if not may_be_noun(word.low) or before.low == ",":
        return False
    if before.low == "united" or (word.capital and not is_flat(words)):
        return True
    return not before.can("subject_pronoun") and not _is_followed(words, at, form)


def _is_otherwise(words: Sequence[Token], at: int, form: Form, helpers: Sequence[Token]) -> bool:
    """Whether the words after show another use: "put on a coat", "a raid reported by"."""
    if form.lemma == "put":
        return not any(ahead.low == "at" for ahead in words[at : at + _PUT_AT])
    helped = within(helpers, 0, len(helpers), "be", "have", "modal")
    ahead = words[at + 1].low if at + 1 < len(words) else "."
    # "which police blamed on rebels" is told by police, "a raid blamed on rebels" by nobody
    told_by = ahead == "on" and any(word.low in ("which", "that") for word in words[max(0, at - _SUBJECT) : at])
    return form.shape == "past" and not helped and ahead in _PARTICIPLE[form.manner] and not told_by


def _stands_alone(word: Token) -> bool:
    return word.low in ("who", "others", "many", "all", "some", "both")


def _is_followed(words: Sequence[Token], at: int, form: Form) -> bool:
    """Whether what comes after a noun-like form shows that it is a verb: "reports that", "claims the"."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.can("mark"):
        return form.shape == "s" or (after is not None and (after.can("quote") or after.low in (":", ",")))
    capital = after.capital and not is_flat(words)
    return capital or after.low == "that" or after.can("determiner", "subject_pronoun", "time")


def _with_speaker(words: Sequence[Token], draft: Draft, low: int, high: int) -> Draft | None:
    """The draft with who speaks: before the verb, after it, or the subject shared with an earlier verb."""
    first, form = draft.first, draft.form
    before = words[first - 1] if first > low else None
    floor = low if words[draft.last - 1].quote >= 0 else _past_quote(words, first, low)
    shared: Named | None = None
    if form.shape == "ing" and not within(words, first, draft.last, "be"):
        named = subject_before(words, first, floor=floor) if before and before.can("paper") else None
        if named is None or within(words, low, named.first, "verb"):
            named, shared = None, clause_subject(words, first, floor=low)
    else:
        follows = _inverted(words, draft, high) if _may_invert(words, draft, before) else None
        named = None if follows and before and before.low != "," else subject_before(words, first, floor=floor)
        # "..., the mayor, said rebels" has its speaker before; "..., said the mayor." after
        if follows and (named is None or follows.full_last >= high or words[follows.full_last].low == "."):
            return _made(draft, follows, trailing=True)
        if named is None and before and before.low in ("and", "but", "then", "or"):
            shared = clause_subject(words, first - 1, floor=floor)
        if (
            named
            and form.shape == "plain"
            and words[named.first].low in ("he", "she", "it")
            and first == draft.last - 1
        ):
            return None
    if named is None and (shared is None or form.shape == "plain"):
        return None
    relative = before is not None and before.low in ("who", "which") and words[first - 2].low == ","
    return _made(draft, named or shared, shared=named is None, relative=relative)


def _made(
    draft: Draft, speaker: Named | None, *, trailing: bool = False, shared: bool = False, relative: bool = False
) -> Draft:
    return Draft(draft.first, draft.last, draft.form, speaker, trailing=trailing, shared=shared, relative=relative)


def _past_quote(words: Sequence[Token], at: int, low: int) -> int:
    """Past the last quotation before `at`; a speaker is not named across one, save a word or two in quotes."""
    last = at
    for number in range(at - 1, low - 1, -1):
        if words[number].quote >= 0 and words[number].can("quote"):
            if last < at and last - number <= _PICKED_OUT and words[number].quote == words[last].quote:
                last = at
            elif last < at:
                return last + 1
            else:
                last = number
    return last + 1 if last < at else low


# what these are followed by is a deed or a charge, hardly ever who speaks
_OF_DEEDS = ("deny", "reject")


def _may_invert(words: Sequence[Token], draft: Draft, before: Token | None) -> bool:
    """Whether the speaker may follow the verb: after a comma or quotation, or "... on 3 May reports Kelmar Daily"."""
    alone = not within(words, draft.first, draft.last, "helper")
    if draft.form.manner not in ("says", "shows") or draft.form.lemma == "tell" or not alone:
        return False
    # "the spokesman, Emeka Lode, denied the assault": what follows is denied and does not speak
    if before is not None and before.low == "," and draft.form.lemma in _OF_DEEDS:
        return False
    if before is None or before.low == "," or before.can("quote"):
        return True
    named = draft.last < len(words) and words[draft.last].capital and not before.capital
    return draft.form.lemma == "report" and named and not is_flat(words)


def _inverted(words: Sequence[Token], draft: Draft, high: int) -> Named | None:
    """The speaker after the verb, as in "..., said the mayor of Velmara"."""
    named = phrase_after(words[:high], draft.last, commas=True)
    if named is None or named.full_last >= high:
        return named
    ahead = words[named.full_last]
    ends = (ahead.can("mark") and not ahead.can("quote")) or ahead.can("preposition", "time", "link")
    ends = ends or ahead.low in ("who", "which", "whose")
    return named if ends else None


def _past_agent(words: Sequence[Token], past: int, high: int, form: Form) -> int:
    """Where the agent ends at the latest: "accused by the army | of raiding"."""
    if form.lemma != "accuse":
        return high
    ofs = [number for number in range(past + 2, high) if words[number].low == "of"]
    doing = [number for number in ofs if number + 1 < high and words[number + 1].low.endswith("ing")]
    return next(iter(doing or ofs), high)


def _read_passive(words: Sequence[Token], first: int, past: int, form: Form, bounds: tuple[int, int]) -> Draft | None:
    """A passive such as "it was reported that" or "was quoted as saying"; its speaker, if any, stands after "by"."""
    low, high = bounds
    subject = subject_before(words, first, floor=low)
    ahead = words[past].low if past < high else "."
    if form.lemma == "quote" and ahead == "as" and past + 1 < high:
        draft = Draft(first, past + 2, Form("say", "says", "past"), subject, passive=True)
        return with_words(words, draft, low, high) if subject else None
    speaker = phrase_after(words[: _past_agent(words, past, high, form)], past + 1) if ahead == "by" else None
    right = speaker.last if speaker else past
    left = subject.first if subject else low
    if form.lemma in listed("telling"):
        left, high = first, high if ahead == "that" else right
    elif subject and words[subject.last - 1].low in ("it", "there"):
        left = first
    elif first > low and words[first - 1].low in ("who", "which"):
        left, high = first, past_relative(words, right, high)
    pieces = tuple(cut for side in ((left, first), (right, high)) if (cut := trimmed(words, *side)))
    return Draft(first, past, form, speaker, pieces, passive=True) if pieces else None
