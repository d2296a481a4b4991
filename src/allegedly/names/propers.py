"""Proper names of an article: people, groups and places as they are named, with abbreviations in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from allegedly.names import lexicons
from allegedly.names.words import Word, is_proper_case

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BLANK_LINE", "Proper", "ProperKind", "proper_names"]

ProperKind = Literal["person", "group", "place", "name"]

# "Targo-based", "53-year-old": a capital that is no name
_COMPOUND = re.compile(
    r"-(?:old|based|allied|linked|backed|led|run|held|controlled|born|style|era|wide|affiliated|aligned)$"
)
_DEEP = frozenset(["of", "for", "and", "the"])
_BRIDGE = re.compile(r"^\s+$|^\s?[.]\s+$|^\.?\s+[\"“'‘]$|^[\"”'’]\s+$")
# what a rare English word in capitals ends in, and a name hardly ever
_ENGLISH_END = re.compile(r"(?:ing|ings|ed|ly|tion|tions|ment|ments|ness|ism|able|ible|ative|ility|less|ful)$")
_AGE = re.compile(r"^, \d\d,")
# "Colonel", "Lt", "Sen": a point after these, or after an initial, ends no name
_POINTED = re.compile(r"^(?:[A-Za-z]|[A-Z][a-z]{1,3}|[A-Z]{2,4})$")
# a title of office may run to seven words ("deputy chief of staff of the army General X")
_TITLE_WORDS = 7


class Proper(NamedTuple):
    """A name where it stands, without title and article: indices of its words, folded words, title words before it."""

    first: int
    last: int
    words: tuple[str, ...]
    title: tuple[str, ...]
    kind: ProperKind


def proper_names(text: str, words: Sequence[Word]) -> tuple[Proper, ...]:
    """Every run of words that is written or built like a name, in text order.

    >>> from allegedly.names.words import words_of
    >>> line = "Colonel Ruben Zelada of the Black River Front spoke in Targo."
    >>> [(" ".join(name.words), name.kind) for name in proper_names(line, words_of(line, [(0, len(line))]))]
    [('ruben zelada', 'person'), ('black river front', 'group'), ('targo', 'place')]
    """
    flags = _flags(words)
    found, at = [], 0
    while at < len(words):
        if not flags[at]:
            at += 1
            continue
        last = _run_end(text, words, flags, at)
        found += _names_of_run(text, words, flags, at, last)
        at = last + 1
    return tuple(found)


def _flags(words: Sequence[Word]) -> list[int]:
    """For each word: 2 a name's word, 1 a word that may stand inside one (National, Front), 0 none."""
    common, heads, group = lexicons.common_words(), lexicons.listed("group_head"), lexicons.listed("group_word")
    function = lexicons.listed("function")
    inner = heads | group | lexicons.listed("place_noun") | lexicons.listed("compass")
    sure = {word.folded for word in words if not word.flat and is_proper_case(word.raw)} - common
    flags, before = [], -2
    for at, word in enumerate(words):
        opens, before = word.sentence != before, word.sentence
        folded = word.folded
        shouted = word.raw.isupper() and not word.flat and len(word.raw) > 1 and folded not in ("pm", "am", "gmt")
        if shouted or (not opens and _is_named_number(words, at)):
            flags.append(2)
        elif folded in function or not any(map(str.isalpha, folded)) or _COMPOUND.search(folded):
            flags.append(0)
        elif word.flat:
            flags.append(_flat_flag(folded, common, inner, sure))
        elif not is_proper_case(word.raw):
            flags.append(0)
        elif opens and (folded in common or _ENGLISH_END.search(folded)):
            named = folded in inner or folded in lexicons.given_names() or _opens_a_body(words, at, heads)
            flags.append(1 if named else 0)
        else:
            flags.append(2)
    return flags


def _is_named_number(words: Sequence[Word], at: int) -> bool:
    """Whether a number word is part of a name ("the Nine Stars Army"), by its capital and the next word's."""
    word = words[at]
    if word.flat or word.folded not in lexicons.listed("quantity") or not is_proper_case(word.raw):
        return False
    after = words[at + 1] if at + 1 < len(words) else None
    return bool(after and after.sentence == word.sentence and after.start - word.end == 1 and is_proper_case(after.raw))


def _opens_a_body(words: Sequence[Word], at: int, heads: frozenset[str]) -> bool:
    """Whether a common word at the start of a sentence opens a body's name ("Red Mesa Brigades"), by what follows."""
    last = at
    while (
        last + 1 < len(words) and words[last + 1].start - words[last].end == 1 and is_proper_case(words[last + 1].raw)
    ):
        last += 1
    return last > at and words[last].folded in heads and words[last].sentence == words[at].sentence


def _flat_flag(folded: str, common: frozenset[str], inner: frozenset[str], sure: set[str]) -> int:
    """Where case tells nothing, a word no report writes small is a name's, one that builds group names may be."""
    if folded in inner:
        return 1
    if folded in sure:
        return 2
    if folded in common or lexicons.singular(folded) in common or _ENGLISH_END.search(folded) or len(folded) == 1:
        return 0
    return 1 if lexicons.country_of(folded) else 2


# a paragraph ends here, and with it every name
BLANK_LINE = re.compile(r"\n[ \t\r]{0,80}\n")


def _run_end(text: str, words: Sequence[Word], flags: Sequence[int], first: int) -> int:
    """The last word of the run that starts at `first`: name words, bridged by at most two connectors."""
    last = at = first
    quoted = False
    while at + 1 < len(words) and at - last < 3 and words[at + 1].sentence == words[first].sentence:
        gap = text[words[at].end : words[at + 1].start]
        if "\n" in gap and BLANK_LINE.search(gap):
            break
        if words[at].possessive or not _BRIDGE.match(gap) or ("." in gap and not _POINTED.match(words[at].raw)):
            break
        quoted = quoted != any(mark in gap for mark in '"“”')
        at += 1
        if flags[at]:
            last = at if not quoted or flags[at] else last
        elif words[at].folded not in lexicons.listed("connector"):
            break
    return last


def _names_of_run(text: str, words: Sequence[Word], flags: Sequence[int], first: int, last: int) -> list[Proper]:
    """A run as names: split at "of" and "and" where they join two names, and without its title."""
    found = []
    start = first
    for at in range(first, last + 1):
        if (
            not flags[at]
            and words[at].folded in _DEEP
            and words[at].folded != "the"
            and not _joins(words, flags, start, at, last)
        ):
            found += _name(text, words, flags, start, at - 1)
            start = at + 1
    return found + _name(text, words, flags, start, last)


def _joins(words: Sequence[Word], flags: Sequence[int], first: int, at: int, last: int) -> bool:
    """Whether "of", "for" or "and" stands inside one name: after a word that builds names of bodies or places."""
    before, heads = words[at - 1].folded, lexicons.listed("group_head")
    if words[at].folded == "and":
        return at - first == 1 and words[last].folded in heads and last - at <= 2 and flags[at + 1] > 0
    return (
        before in heads or before in lexicons.listed("place_noun") or (first < at - 1 and words[first].folded in heads)
    )


def _name(text: str, words: Sequence[Word], flags: Sequence[int], first: int, last: int) -> list[Proper]:
    heads = lexicons.listed("group_head")
    while first <= last and not flags[first]:
        first += 1
    while last >= first and not flags[last]:
        last -= 1
    if first > last:
        return []
    core = _after_title(words, first, last)
    title = tuple(word.folded for word in words[first:core])
    if core == first:
        title = _title_before(text, words, first)
    if words[first].flat and not any(flags[at] == 2 for at in range(core, last + 1)):
        inner = [at for at in range(core, last + 1) if flags[at]]
        if len(inner) < 2 or words[last].folded not in heads or words[core].folded in heads:
            return []
    folded = tuple(word.folded for word in words[core : last + 1])
    return [Proper(core, last, folded, title, _kind(text, words, core, last, title))]


def _after_title(words: Sequence[Word], first: int, last: int) -> int:
    """Where the name begins after title words inside the run ("Army General Ruben Zelada" -> "Ruben")."""
    core, heads = first, lexicons.listed("group_head")
    for at in range(first, min(last, first + _TITLE_WORDS)):
        if lexicons.is_title(words[at].folded):
            core = at + 1
    if words[last].folded in heads or (core <= last and words[core].folded in lexicons.listed("connector")):
        return first
    given = next((at for at in range(core, last) if words[at].folded in lexicons.given_names()), core)
    common = lexicons.common_words()
    plain = (w.folded in common or w.folded in heads or lexicons.country_of(w.folded) for w in words[core:given])
    return given if given > core and all(plain) else core


def _title_before(text: str, words: Sequence[Word], first: int) -> tuple[str, ...]:
    """The title words right before a name, written small or in flat text ("police chief X")."""
    at = first - 1
    if at < 0 or not lexicons.is_title(words[at].folded) or words[at].possessive:
        return ()
    while at >= max(0, first - _TITLE_WORDS) and lexicons.is_title(words[at].folded, modifiers=True):
        gap = text[words[at].end : words[at + 1].start]
        if gap.strip(" \n\t.") or words[at].sentence != words[first].sentence:
            break
        at -= 1
    return tuple(word.folded for word in words[at + 1 : first])


def _kind(text: str, words: Sequence[Word], first: int, last: int, title: tuple[str, ...]) -> ProperKind:
    folded = [word.folded for word in words[first : last + 1]]
    heads, places = lexicons.listed("group_head"), lexicons.listed("place_noun")
    given = first < last and folded[0] in lexicons.given_names() and folded[-1] not in places
    if lexicons.is_country(" ".join(folded)):
        return "place"
    if (title or given) and folded[-1] not in heads:
        return "person"
    if folded[-1] in heads or folded[0] in heads or folded[0].split("-")[0] in heads:
        return "group"
    if folded[-1] in places:
        return "place"
    return _kind_by_company(text, words, first, last)


def _kind_by_company(text: str, words: Sequence[Word], first: int, last: int) -> ProperKind:
    """What the words around a name tell: who speaks or has an age is a person, what stands after "in" is a place."""
    raw = words[first].raw
    if first == last and not words[first].flat and raw.isupper() and len(raw) > 1:
        return "group"
    before = words[first - 1].folded if first else ""
    after = words[last + 1].folded if last + 1 < len(words) else ""
    aged = first < last and _AGE.match(text[words[last].end : words[last].end + 5])
    if (after in lexicons.listed("saying") or aged) and before != "the":
        return "person"
    if before in lexicons.listed("place_preposition") or after in lexicons.listed("place_noun"):
        return "place"
    return "name"
