"""A text's voices in order: its sentences read for reporting words, its quotations given to who speaks them."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

import msgspec

from allegedly.attribution.hearsay import read_hearsay
from allegedly.attribution.quotations import find_quotations
from allegedly.attribution.reporting import read_verbs
from allegedly.attribution.roles import role_of
from allegedly.attribution.speakers import Speakers
from allegedly.attribution.transcripts import read_transcripts
from allegedly.attribution.voices import Speaker, Voice
from allegedly.attribution.words import Token, read_words
from allegedly.model import Evidence
from allegedly.segment import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.attribution.drafts import Draft, Piece
    from allegedly.attribution.phrases import Named
    from allegedly.model import VoiceRole, Zone

__all__ = ["find_voices"]

Spot = tuple[int, int]
# wire copy is wrapped at 70 to 80 columns; a longer line is a paragraph
_LONGEST_WRAPPED = 160
# plain English has 3 capitals in 100 characters; below this share a text was laid down in small letters
_SMALL_LETTERS_SHARE = 0.015
# a statement printed after "The minister said:" runs on to the next such line or the end
_STATEMENT = re.compile(r"\s{0,4}\n\s{0,8}(\S(?:[^\n]|\n(?![^\n]{0,120}:[ \t]{0,4}\n)){0,6000})")
_STOP = re.compile(r"\w{3}[.?!][\"”']{0,2}(?= )")
# the longest sentence of the public sets has 1,900 characters
_LONGEST_SENTENCE = 2000
# shorter quotations are words picked out, no speech that goes on
_SHORTEST_SPEECH = 10


def find_voices(text: str, *, sentences: Sequence[Spot] | None = None, posts: Sequence[Zone] = ()) -> tuple[Voice, ...]:
    """Every reported stretch of a text, in order of the reporting words; embedded posts speak for their authors.

    `sentences` are half-open spans in order without overlap, found here when not given. A pronoun speaks for the
    last speaker it fits, and a quotation without a speaker goes on with the last one's words.

    >>> text = "Gunmen fled, police said."
    >>> [(voice.speaker.text, voice.cue.text, voice.content) for voice in find_voices(text)]
    [('police', 'said', ((0, 11),))]
    """
    if sentences is None:
        sentences = [(span.start, span.end) for span in split_sentences(text, 0, len(text))]
    sentences = _recut(text, sentences)
    quotes = find_quotations(text)
    outside = [span for span in sentences if not any(post.start <= span[0] < post.end for post in posts)]
    found: list[Voice] = []
    speakers = Speakers(text)
    for start, end in outside:
        said = list(_in_sentence(text, start, end, quotes, speakers))
        _go_on(text, start, quotes, found, said)
        found += said
    found += read_transcripts(text)
    found += [voice for post in posts if (voice := _post(text, post))]
    return tuple(sorted(found, key=lambda voice: (voice.cue.start, voice.cue.end)))


def _recut(text: str, sentences: Sequence[Spot]) -> Sequence[Spot]:
    """The sentences cut at ends of lines that are whole paragraphs, and at full stops where a text has no capitals."""
    if "\n" in text and max(map(len, text.split("\n"))) >= _LONGEST_WRAPPED:
        sentences = [span for start, end in sentences for span in _lines(text, start, end)]
    if sum(map(str.isupper, text)) <= _SMALL_LETTERS_SHARE * len(text):
        sentences = [span for start, end in sentences for span in _stops(text, start, end)]
    return [piece for span in sentences for piece in _bounded(text, *span)]


def _bounded(text: str, start: int, end: int) -> Iterator[Spot]:
    """A sentence in pieces that a reader could hold in mind; a page without full stops is none."""
    while end - start > _LONGEST_SENTENCE:
        cut = max(text.rfind(" ", start, start + _LONGEST_SENTENCE), start + 1)
        yield start, cut
        start = cut
    yield start, end


def _stops(text: str, start: int, end: int) -> Iterator[Spot]:
    for stop in _STOP.finditer(text, start, end):
        yield start, stop.end()
        start = stop.end() + 1
    if start < end:
        yield start, end


def _lines(text: str, start: int, end: int) -> Iterator[Spot]:
    while (cut := text.find("\n", start, end)) >= 0:
        if text[start:cut].strip():
            yield start, cut
        start = cut + 1
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _in_sentence(text: str, start: int, end: int, quotes: Sequence[Spot], speakers: Speakers) -> Iterator[Voice]:
    near = quotes[max(0, bisect.bisect_right(quotes, (start, 0)) - 1) : bisect.bisect_left(quotes, (end, 0))]
    words = read_words(text, start, end, near)
    hearsay = read_hearsay(words)
    # "citing", "as saying" pass on another's words, whoever the verb's subject is
    passed_on = {draft.last for draft in hearsay if draft.form.lemma == "cite"}
    verbs = [draft for draft in read_verbs(words) if draft.last not in passed_on]
    read = {draft.last for draft in verbs}
    drafts = sorted((*verbs, *(draft for draft in hearsay if draft.last not in read)), key=lambda draft: draft.first)
    for draft in drafts:
        pieces = draft.pieces
        if draft.cited:
            passed = [other for other in drafts if other.first < draft.first and other.pieces and not other.cited]
            pieces = passed[-1].pieces if passed else pieces
        content = tuple(_spot(words, piece, near) for piece in pieces)
        if draft.colon and not content:
            content = _announced(text, end, quotes)
        if content:
            yield _voice(text, words, draft, content, speakers)


def _voice(text: str, words: Sequence[Token], draft: Draft, content: tuple[Spot, ...], speakers: Speakers) -> Voice:
    start, end = words[draft.first].start, words[draft.last - 1].end
    relay = _named(text, words, draft.told, "media") if draft.told else None
    return Voice(
        speaker=_speaker(words, draft.speaker, speakers) if draft.speaker else None,
        cue=Evidence(start=start, end=end, text=text[start:end]),
        content=content,
        lemma=draft.form.lemma,
        manner=draft.form.manner,
        relay=relay if relay and _is_outlet(relay.text) else None,
        paper=_named(text, words, draft.paper, "document") if draft.paper else None,
        passive=draft.passive,
    )


def _spot(words: Sequence[Token], piece: tuple[int, int], quotes: Sequence[Spot]) -> Spot:
    """Where a range of words stands; a quotation that goes on past the sentence, or began before it, is taken whole."""
    first, last = words[piece[0]], words[piece[1] - 1]
    start, end = first.start, last.end
    if first.quote >= 0 and piece[0] == 0:
        start = min(start, quotes[first.quote][0])
    if last.quote >= 0 and last.quote != words[0].quote and piece[1] == len(words):
        end = max(end, quotes[last.quote][1])
    return start, end


def _speaker(words: Sequence[Token], named: Named, speakers: Speakers) -> Speaker:
    full = (words[named.full_first].start, words[named.full_last - 1].end)
    return speakers.speaker((words[named.first].start, words[named.last - 1].end), full)


def _named(text: str, words: Sequence[Token], piece: Piece, role: VoiceRole) -> Speaker:
    start, end = words[piece[0]].start, words[piece[1] - 1].end
    return Speaker(
        start=start, end=end, text=text[start:end], name=" ".join(text[start:end].split()), role=role, full=(start, end)
    )


def _is_outlet(words: str) -> bool:
    """Whether it was told to an outlet by name and not to "reporters"."""
    return role_of(words) == "media" and words.casefold() not in ("reporters", "journalists", "the press", "the media")


def _announced(text: str, at: int, quotes: Sequence[Spot]) -> tuple[Spot, ...]:
    """What a colon at the end of a line announces: the quotation right after, or the statement that follows."""
    number = bisect.bisect_left(quotes, (at, 0))
    if number < len(quotes) and not text[at : quotes[number][0]].strip():
        return (quotes[number],)
    following = _STATEMENT.match(text, at)
    return (following.span(1),) if following else ()


def _go_on(text: str, start: int, quotes: Sequence[Spot], found: list[Voice], said: Sequence[Voice]) -> None:
    """Give a quotation that opens a sentence, with no speaker of its own, to the last speaker."""
    number = bisect.bisect_left(quotes, (start, 0))
    if number >= len(quotes) or quotes[number][0] != start or quotes[number][1] - start < _SHORTEST_SPEECH:
        return
    at = next((at for at in range(len(found) - 1, -1, -1) if found[at].speaker and found[at].manner == "says"), None)
    if at is None or any(a <= start < b for voice in (found[at], *said) for a, b in voice.content):
        return
    # the words of the last speaker stand in front of the quotation, at most a paragraph away
    if start > found[at].cue.start and text.count("\n\n", found[at].content[-1][1], start) <= 1:
        found[at] = msgspec.structs.replace(found[at], content=(*found[at].content, quotes[number]))


def _post(text: str, post: Zone) -> Voice | None:
    at = text.find(post.author, post.start, post.end) if post.author else -1
    handle = text.find(post.handle, post.start, post.end) if post.handle else -1
    if at < 0 or not post.author or not post.handle or handle < 0:
        return None
    cue = Evidence(start=handle, end=handle + len(post.handle), text=post.handle)
    spot = (at, at + len(post.author))
    author = Speaker(start=at, end=spot[1], text=post.author, name=post.author, role="social_media", full=spot)
    return Voice(speaker=author, cue=cue, content=((post.start, at),), lemma="post", manner="says")
