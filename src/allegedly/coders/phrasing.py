"""From likely words to the phrases that name somebody or something: who, where, with what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from allegedly.coders.encoder import Stretch
from allegedly.coders.halves import each_name, side_by_side, with_what_is_counted
from allegedly.coders.words import overlap
from allegedly.model import Article, Part
from allegedly.names import same_thing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.coders.encoder import Proposal
    from allegedly.coders.words import Settings, Words

__all__ = ["chosen", "part_at", "parts_of", "place_name", "place_of", "trimmed", "who_of"]

# trailing marks the encoder sometimes takes along with a name
_EDGE_MARKS = " \t\r\n,;:.\"'“”‘’()[]-–—"


def who_of(proposal: Proposal, words: Words, settings: Settings) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Actors and targets (subjects and objects); what was pointed at for both is what it more likely is."""
    actors, targets = (chosen(proposal, role, words, settings) for role in ("actor", "target"))

    def wins(one: Stretch, others: Sequence[Stretch]) -> bool:
        rivals = [other for other in others if overlap((one.start, one.end), (other.start, other.end))]
        return all(one.score >= rival.score for rival in rivals)

    return tuple(it for it in actors if wins(it, targets)), tuple(it for it in targets if wins(it, actors))


def chosen(proposal: Proposal, role: str, words: Words, settings: Settings) -> tuple[Stretch, ...]:
    """What fills a role: the runs of likely words, each as the phrase that names the thing."""
    key = (proposal, role)
    if key not in words.picked:
        words.picked[key] = _chosen(proposal, role, words, settings[role])
    return words.picked[key]


def _chosen(proposal: Proposal, role: str, words: Words, threshold: float) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for run in proposal.roles.runs(role, threshold):
        phrase = _phrase(proposal, role, run, words)
        if phrase and all(not overlap((phrase.start, phrase.end), (other.start, other.end)) for other in found):
            found.append(phrase)
    if role not in ("actor", "target"):
        return tuple(found)
    return tuple(one for it in side_by_side(words.text, found) for one in each_name(words.text, it))


# what a word must be worth to be taken along into a phrase; below half, so that a noun follows its adjective
_PRICE = 0.25

# a phrase that the words tell is worth a little more than a run that ends anywhere
_WHOLE = 0.2

# words that name nobody by themselves
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "more",
        "other",
        "others",
        "another",
        "some",
        "their",
        "his",
        "her",
        "its",
        "this",
        "that",
        "these",
        "those",
        "who",
        "which",
        "also",
        "had",
        "has",
        "have",
        "was",
        "were",
        "is",
        "are",
        "been",
        "being",
        "up",
        "out",
        "off",
        "over",
        "after",
        "before",
        "during",
        "near",
        "against",
        "into",
        "as",
    ]
)


# "In 2007, the government" read from the year on
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d,\s{1,3}(?=\D)")
# "more than 7,000 people" read from "than" on, "as many as 900" from "many"
_THAN = re.compile(r"(?:than|(?:many|much|few)\s{1,3}as)\s{1,3}", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|less|fewer|no\s{1,3}fewer|rather|as)\s{1,3}$", re.IGNORECASE)
# as long as its longest, "no fewer" with blanks
_MORE_REACH = 14


def _phrase(proposal: Proposal, role: str, run: Stretch, words: Words) -> Stretch | None:
    """The naming phrase that a run of words is part of, or the run with its article or number when none gains by it.

    None when what remains names nobody: a lone article or preposition, a letter, a broken line.
    """
    start, end = _one_line(words.text, run.start, run.end)
    if year := _YEAR_FIRST.match(words.text, start, end):
        start = year.end()
    if than := _THAN.match(words.text, start, end):
        more = _MORE.search(words.text, max(0, start - _MORE_REACH), start)
        start = more.start() if more else than.end()
    best, gain = None, proposal.roles.worth(role, start, end, _PRICE)
    for phrase in words.phrases_at(start, end):
        worth = proposal.roles.worth(role, *phrase, _PRICE) + _WHOLE
        if worth > gain:
            best, gain = phrase, worth
    if best is None:
        before = _LEADING.search(words.text, max(0, start - 30), start)
        best = (before.start() if before else start, end)
    best = _without_links(words.text, *best)
    best = with_what_is_counted(words.text, words.amounts_in(max(0, best[0] - _MORE_REACH), best[1]), *best)
    inner = [
        word for word in re.findall(r"\w[\w.’'-]*", words.text[best[0] : best[1]]) if word.casefold() not in _EMPTY
    ]
    if not any(len(word) > 1 for word in inner):
        return None
    return Stretch(start=best[0], end=best[1], score=run.score)


_LINKS = re.compile(
    r"\s{1,3}(?:and|or|of|in|on|at|to|by|for|from|with|near|the|a|an|that|who|which|was|were|is|are)$", re.IGNORECASE
)

# "at least four houses" and "at most ten" begin with their bound, not with a preposition
_LINK_FIRST = re.compile(
    r"(?:and|or|of|in|on|at(?!\s+(?:least|most)\b)|to|by|for|from|with|that|who|which|was|were)\s+", re.IGNORECASE
)


def _without_links(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the conjunctions and prepositions at its edges."""
    while tail := _LINKS.search(text[start:end]):
        end = start + tail.start()
    while lead := _LINK_FIRST.match(text, start, end):
        start = lead.end()
    return start, end


def _one_line(text: str, start: int, end: int) -> tuple[int, int]:
    """A span cut to the side of a blank line that holds more of it."""
    gap = text.find("\n\n", start, end)
    if gap < 0:
        return start, end
    return (start, gap) if gap - start > end - gap - 2 else _one_line(text, gap + 2, end)


# a blank or a broken line; an empty line ends what belongs together
_BLANK = r"(?:[ \t]{1,3}\n?|\n)[ \t]{0,3}"
# an article or number that the run left outside; a year is no number of anybody
_LEADING = re.compile(
    rf"(?:\b(?:the|an?|his|her|its|their|at{_BLANK}(?:least|most)|(?:more|fewer|less){_BLANK}than"
    rf"|as{_BLANK}many{_BLANK}as|about|some|nearly){_BLANK}"
    rf"|\b(?:(?!(?:19|20)\d\d\b)\d[\d,]{{0,12}}|two|three|four|five|six|seven|eight|nine|ten|several|dozens{_BLANK}of){_BLANK}){{1,2}}$",
    re.IGNORECASE,
)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks and marks at its edges; a bracket that closes one inside stays.

    >>> line = "(men of the Orun Front (OF)), police said"
    >>> line[slice(*trimmed(line, 0, 29))]
    'men of the Orun Front (OF)'
    """
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in _EDGE_MARKS and not _closes(text, start, end):
        end -= 1
    return start, end


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a span ends with a bracket that was opened in it."""
    opened = {")": "(", "]": "["}.get(text[end - 1])
    return opened is not None and text.count(opened, start, end) >= text.count(text[end - 1], start, end)


def part_at(article: Article, start: int, end: int, words: Words) -> Part | None:
    """The words of a span as a part of a claim, with the fullest name the article gives; None when nothing remains."""
    start, end = trimmed(article.text, start, end)
    if start >= end:
        return None
    text = article.text[start:end]
    return Part(text=text, name=" ".join(words.name_of(start, end).split()) or text, start=start, end=end)


def parts_of(article: Article, stretches: Sequence[Stretch], words: Words) -> tuple[Part, ...]:
    """The parts that stretches name, each thing once."""
    parts = [part for it in stretches if (part := part_at(article, it.start, it.end, words))]
    kept: list[Part] = []
    for part in parts:
        if not any(same_thing(part.name, other.name) for other in kept):
            kept.append(part)
    return tuple(kept)


def place_of(article: Article, proposal: Proposal, words: Words, settings: Settings) -> Part | None:
    """The place that most likely belongs to a happening; of equals the one nearest to its trigger."""
    found = chosen(proposal, "place", words, settings)
    # a tenth of probability is within the noise of the heads, so nearness decides there
    best = max(found, key=lambda it: (round(it.score, 1), -abs(it.start - proposal.trigger.start)), default=None)
    part = part_at(article, best.start, best.end, words) if best else None
    return msgspec.structs.replace(part, name=place_name(part.name)) if part else None


_KINDS_OF_PLACE = (
    r"(?:town|city|village|district|province|region|state|area|suburb|neighbou?rhood|municipality|department|governorate|island|port|county|outskirts"
    r"|territory|capital|hamlet|settlement)"
)

_BEFORE_NAME = re.compile(
    rf"(?:\b(?:the|nearby|near|central|downtown|\w{{1,8}}ern)\s{{1,3}}){{0,3}}(?:\b{_KINDS_OF_PLACE}\s{{1,3}}of\s{{1,3}}|\b[A-Z][\w’'-]{{0,30}}[’']s\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?{_KINDS_OF_PLACE},?\s{{1,3}}|\b{_KINDS_OF_PLACE}\s{{1,3}}(?=[A-Z]))"
    rf"|\bthe\s{{1,3}}\w{{1,30}}[’']s\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?{_KINDS_OF_PLACE},?\s{{1,3}}(?=[A-Z])|\bnearby\s{{1,3}}"
)

_AFTER_NAME = re.compile(r"^([A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}),\s+[A-Z][\w’' .-]{2,40}$")


def place_name(name: str) -> str:
    """The name itself of a place that the words lead up to or go on from.

    >>> place_name("the town of Pandeglang"), place_name("Kenosha, Wisconsin"), place_name("Tessine district")
    ('Pandeglang', 'Kenosha', 'Tessine district')
    """
    lead = _BEFORE_NAME.match(name)
    inner = name[lead.end() :] if lead and name[lead.end() : lead.end() + 1].isupper() else name
    tail = _AFTER_NAME.match(inner)
    return tail[1] if tail else inner
