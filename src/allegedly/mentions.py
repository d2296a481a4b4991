"""Places, actors and weapons where an article names them, as candidates for a coder to choose from."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from allegedly.model import Mention
from allegedly.names import lexicons
from allegedly.names.naming import ArticleNames, article_names, squeezed
from allegedly.names.propers import BLANK_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.model import MentionKind
    from allegedly.names.propers import Proper
    from allegedly.names.words import Word

__all__ = ["find_mentions", "weapon_spans"]

# more words than this before its noun are hardly one phrase
_LONGEST_PHRASE = 7
_BLANK = re.compile(r"\s{1,8}")
_ADJECTIVE_GAP = re.compile(r"\s{1,8}|\s?-\s?|\s?\"\s?")
_BRACKET = re.compile(r"\s{0,3}[(\[][A-Za-z][A-Za-z0-9& -]{1,11}[)\]]")
_PLACE_OF = re.compile(r"\s{1,8}of(?:\s{1,8}the)?\s{1,8}", re.IGNORECASE)
# verbs and adverbs by their endings; participles that describe people are listed
_ARTICLES = frozenset(["the", "a", "an", "this", "these", "those", "his", "her", "its", "their", "our", "my"])
_VERBAL = re.compile(r"(?:ed|ing|ly)$")


class _Found(NamedTuple):
    start: int
    end: int
    kind: MentionKind


def find_mentions(text: str, *, sentences: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """Every place, actor and weapon named in the text, with the words around its noun and its fullest name.

    Candidates, in text order: proper names with title and bracketed abbreviation, nouns for people and bodies with
    number and adjectives ("14 policemen"), places with their kind ("the village of Shalvaz"), weapons. A name that
    may be a place or a body stands as both; a titled person stands with and without the title.

    >>> found = find_mentions("Two gunmen with a rifle died in Targo.", sentences=[(0, 38)])
    >>> [(mention.text, mention.kind) for mention in found]
    [('Two gunmen', 'actor'), ('a rifle', 'weapon'), ('Targo', 'place')]
    """
    article = article_names(text, sentences)
    found = {*_proper_mentions(article), *_longest([*_noun_mentions(article)])}
    found |= {_Found(start, end, "weapon") for start, end in _weapons(article)}
    return tuple(
        Mention(start=start, end=end, text=text[start:end], kind=kind, name=_name(article, start, end))
        for start, end, kind in sorted(found)
        # no phrase goes on past the end of a paragraph
        if not BLANK_LINE.search(text, start, end)
    )


def weapon_spans(text: str, *, sentences: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans of the weapons a text names, with article, number and adjectives.

    >>> line = "They threw two hand grenades."
    >>> [line[start:end] for start, end in weapon_spans(line, sentences=[(0, 29)])]
    ['two hand grenades']
    """
    return tuple(_weapons(article_names(text, sentences)))


def _name(article: ArticleNames, start: int, end: int) -> str:
    first, past = article.words_in(start, end)
    return article.full(first, past - 1) or squeezed(article.text[start:end])


def _longest(found: Sequence[_Found]) -> list[_Found]:
    """Of candidates of one kind that overlap, the longest."""
    kept: dict[MentionKind, list[tuple[int, int]]] = {}
    for one in sorted(set(found), key=lambda one: (one.start - one.end, one.start, one.kind)):
        spans = kept.setdefault(one.kind, [])
        at = bisect.bisect_left(spans, (one.start, one.end))
        clear = (at == 0 or spans[at - 1][1] <= one.start) and (at == len(spans) or one.end <= spans[at][0])
        if clear:
            spans.insert(at, (one.start, one.end))
    return [_Found(*span, kind) for kind, spans in kept.items() for span in spans]


def _proper_mentions(article: ArticleNames) -> Iterator[_Found]:
    """Every proper name: whole, and without the title before it."""
    kinds: dict[tuple[str, ...], set[str]] = {}
    for proper in article.propers:
        kinds.setdefault(proper.words, set()).add(proper.kind)
    for number, proper in enumerate(article.propers):
        start, end = _proper_extent(article, proper)
        seen = kinds[proper.words]
        unknown = seen == {"name"} and proper.words[0] not in lexicons.given_names()
        if "place" in seen or unknown or (lexicons.listed("place_noun") & set(proper.words)):
            start_place, end_place = _place_extent(article, proper, start, end)
            yield _Found(start_place, end_place, "place")
            whole = _with_its_region(article, number, end_place)
            if whole:
                yield _Found(start_place, whole, "place")
        if seen != {"place"} or lexicons.is_country(" ".join(proper.words)):
            yield _Found(start, end, "actor")
            if proper.title:
                yield _Found(article.words[proper.first].start, end, "actor")


def _proper_extent(article: ArticleNames, proper: Proper) -> tuple[int, int]:
    """A name with its title, the number and article before it and the abbreviation behind it."""
    words, text = article.words, article.text
    first = proper.first - len(proper.title)
    for fits in (_is_number, _is_article):
        if first > 0 and fits(words[first - 1]) and _BLANK.fullmatch(text[words[first - 1].end : words[first].start]):
            first -= 1
    end = words[proper.last].end
    bracket = _BRACKET.match(text, end)
    return words[first].start, bracket.end() if bracket else end


def _is_number(word: Word) -> bool:
    return word.folded[0].isdigit() and not word.folded.isdigit()


def _is_article(word: Word) -> bool:
    return word.folded == "the"


def _with_its_region(article: ArticleNames, number: int, end: int) -> int | None:
    """The end of "Targo, Alvania", where a place's name is followed by the region it lies in."""
    if number + 1 >= len(article.propers):
        return None
    region = article.propers[number + 1]
    start, past = article.words[region.first].start, article.words[region.last].end
    if article.text[end:start].strip() != "," or region.kind in ("person", "group"):
        return None
    return past


def _place_extent(article: ArticleNames, proper: Proper, start: int, end: int) -> tuple[int, int]:
    """A place's name with its kind before or behind it ("the village of Targo", "Targo province")."""
    words, text, places = article.words, article.text, lexicons.listed("place_noun")
    after = proper.last + 1
    if after < len(words) and words[after].folded in places and _BLANK.fullmatch(text[end : words[after].start]):
        end = words[after].end
    before = article.words_in(start, start + 1)[0] - 1
    if before >= 0 and words[before].folded == "of":
        before -= 1
    if before >= 0 and words[before].folded in places and _PLACE_OF.fullmatch(text[words[before].end : start]):
        start = words[_opening(article, before)].start
    return start, end


def _noun_mentions(article: ArticleNames) -> Iterator[_Found]:
    words, places = article.words, lexicons.listed("place_noun")
    proper_at = {at: proper for proper in article.propers for at in range(proper.first, proper.last + 1)}
    for at, word in enumerate(words):
        kind = _noun_kind(article, at, proper_at)
        if kind:
            first = _opening(article, at)
            yield _Found(words[first].start, _closing(article, at, proper_at), "actor")
        if word.folded in places or lexicons.singular(word.folded) in places:
            first = _opening(article, at)
            if first < at or word.flat:
                yield _Found(words[first].start, word.end, "place")


def _noun_kind(article: ArticleNames, at: int, proper_at: dict[int, Proper]) -> str | None:
    """The kind of actor named by the noun at a word, when the phrase ends there; None inside a longer phrase."""
    words, word = article.words, article.words[at]
    kind = lexicons.actor_kind(word.folded)
    if kind is None or (at in proper_at and not word.flat and proper_at[at].last != at):
        return None
    if at + 1 == len(words) or word.possessive or not _BLANK.fullmatch(article.text[word.end : words[at + 1].start]):
        return kind
    after = words[at + 1].folded
    goes_on = lexicons.actor_kind(after) is not None or at + 1 in proper_at
    return None if goes_on and after not in lexicons.listed("not_inside") else kind


def _opening(article: ArticleNames, noun: int) -> int:
    """The first word of the phrase whose noun stands at `noun`: adjectives, numbers and article before it.

    A word that looks like a verb stands inside only when an article or number opens the phrase before it.
    """
    words, first, sure = article.words, noun, noun
    while first > 0 and noun - first < _LONGEST_PHRASE and _joined(article, first):
        before = words[first - 1]
        if before.folded in lexicons.listed("opening") or before.folded[0].isdigit():
            return _measured(article, first - 1)
        if before.folded == "of":
            whole = _measured(article, first)
            return whole if whole < first else sure
        role = _inside(before)
        if role == "never" or (role == "verbal" and sure > first):
            return sure
        if role == "plural":
            return sure if not before.possessive else first - 1
        first -= 1
        if role == "plain" and sure == first + 1:
            sure = first
    return sure


def _joined(article: ArticleNames, at: int) -> bool:
    """Whether a word and the one before it stand in one phrase: blanks, a hyphen or a quotation mark between them."""
    before, word = article.words[at - 1], article.words[at]
    if before.sentence != word.sentence:
        return False
    return before.possessive or _ADJECTIVE_GAP.fullmatch(article.text[before.end : word.start]) is not None


def _inside(word: Word) -> Literal["never", "plural", "verbal", "plain"]:
    """What a word before a noun can be: outside the phrase, a noun of its own, perhaps a verb, or an adjective."""
    if word.folded in lexicons.listed("not_inside"):
        return "never"
    if word.folded in lexicons.listed("participle") or word.folded in lexicons.listed("ordinal"):
        return "plain"
    if word.folded in lexicons.listed("function"):
        return "never"
    if lexicons.singular(word.folded) != word.folded and lexicons.actor_kind(word.folded):
        return "plural"
    return "verbal" if _VERBAL.search(word.folded) else "plain"


def _measured(article: ArticleNames, first: int) -> int:
    """A number or article with the words that bound it ("at least", "a group of", "the two")."""
    words, measures = article.words, lexicons.listed("measure")
    for length in (4, 3, 2, 1):
        start = first - length
        spoken = " ".join(word.folded for word in words[max(start, 0) : first])
        if start >= 0 and words[start].sentence == words[first].sentence and spoken in measures:
            return start
    number = words[first].folded[0].isdigit() or words[first].folded not in _ARTICLES
    if first > 0 and number and words[first - 1].folded in lexicons.listed("opening"):
        return first - 1
    return first


def _closing(article: ArticleNames, noun: int, proper_at: dict[int, Proper]) -> int:
    """The end of the phrase: its noun, or the name that "of" adds to it ("members of the Red Mesa Front")."""
    words, text = article.words, article.text
    end = words[noun].end
    bracket = _BRACKET.match(text, end)
    if bracket:
        return bracket.end()
    if lexicons.singular(words[noun].folded) not in lexicons.listed("of_noun") or words[noun].possessive:
        return end
    tail = _PLACE_OF.match(text, end)
    if not tail:
        return end
    at = article.words_in(tail.end(), tail.end() + 1)[0]
    if at not in proper_at or words[at].sentence != words[noun].sentence:
        return end
    return _proper_extent(article, proper_at[at])[1]


def _weapons(article: ArticleNames) -> Iterator[tuple[int, int]]:
    """The longest run of words that names a weapon at each place, with what stands before it in the phrase."""
    words, past, openers, known = article.words, 0, lexicons.weapon_openers(), lexicons.weapon_words()
    for at, word in enumerate(words):
        longest = openers.get(word.folded, 0) if at >= past else 0
        for last in range(min(len(words), at + longest) - 1, at - 1, -1):
            if " ".join(inner.folded for inner in words[at : last + 1]) in known and _unbroken(article, at, last):
                first = max(past, _opening(article, at))
                bracket = _BRACKET.match(article.text, words[last].end)
                end = bracket.end() if bracket else words[last].end
                yield words[first].start, end
                past = article.words_in(end, end)[0]
                break


def _unbroken(article: ArticleNames, first: int, last: int) -> bool:
    words, text = article.words, article.text
    return all(_BLANK.fullmatch(text[words[at].end : words[at + 1].start]) for at in range(first, last))
