"""Who says so: reporting words, whose they are, and what they report; a chain from the outlet inward."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from typing import TYPE_CHECKING

import msgspec

from allegedly.model import Attribution, Record, VoiceRole, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Voice", "find_voices", "role_of", "trace_attribution"]

Spot = tuple[int, int]
_FLAG = re.IGNORECASE

_SAYING = (
    r"(?:said|says|say|told|tells|added|adds|claimed|claims|claim|stated|states|reported|reports|report|announced|announces|confirmed|confirms"
    r"|warned|warns|wrote|writes|noted|notes|noting|argued|argues|insisted|insists|alleged|alleges|acknowledged|admitted|admits|explained|explains|declared"
    r"|denied|denies|believe|believes|believed|estimates?|estimated|suggested|suggests|indicated|indicates|revealed|reveals|tweeted|testified|recalled"
    r"|saying|telling|claiming|adding|promised|vowed|predicted|asserted|maintained|contended|stressed|pointed\s+out|emphasi[sz]ed|charged|complained|concluded|quoted)"
)
# a reporting verb with its helpers: "has also said", "told reporters", "said in a statement"
_CUE = re.compile(
    rf"(?<![\w-])(?:(?:has|have|had|was|were|is|are|also|later|would|will|further|did)\s+){{0,2}}(?P<verb>{_SAYING})(?![\w-])"
    r"(?:\s+(?:reporters|journalists|lawmakers|a\s+news\s+conference|a\s+press\s+conference|parliament|the\s+(?:court|BBC|press|agency|newspaper|nation)))?",
    _FLAG,
)
_ACCORDING = re.compile(r"\b(?P<cue>according\s+to|in\s+the\s+words\s+of)\s+(?P<source>[^,.;\n]{2,90})", _FLAG)
_NOBODY = re.compile(
    r"\b(?:reportedly|it\s+(?:is|was|has\s+been)\s+(?:said|reported|alleged)(?:\s+that)?|allegedly|is\s+said\s+to|was\s+said\s+to|are\s+said\s+to)\b",
    _FLAG,
)
# what may stand between a source and its verb
_BETWEEN = re.compile(r"\s*(?:,[^,]{1,80},)?\s*(?:who\s+)?$")
_SOURCE_START = re.compile(r"(?:^|[,;:“”\"]|\b(?:but|and|while|as|because|that|when|although)\b|\)\s*--?)\s*", _FLAG)
_MARKS = " \t\r\n,;:\"“”'‘’`()[]-–—"
# a source is a name with its office; longer stretches are clauses
_LONGEST_SOURCE = 140
# words after the verb that are not what is said: "said on Monday", "said in a statement"
_ASIDE = re.compile(
    r"\s{0,4}(?:,|\b(?:on\s{1,3}(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|in\s{1,3}an?\s{1,3}(?:statement|interview|report|video|message|post)|at\s{1,3}a\s{1,3}\w{1,30})\b)\s{0,4}",
    _FLAG,
)


class Voice(Record, frozen=True, kw_only=True):
    """One reported stretch: whose words (None = nobody named), the reporting words, and where what is said stands."""

    source: Spot | None
    cue: Spot
    content: tuple[Spot, ...]
    role: VoiceRole


@functools.cache
def _roles() -> tuple[tuple[VoiceRole, re.Pattern[str]], ...]:
    table = tomllib.loads(
        importlib.resources.files("allegedly").joinpath("data/voices.toml").read_text(encoding="utf-8")
    )
    return tuple((msgspec.convert(role, VoiceRole), _any_of(entry["words"])) for role, entry in table.items())


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """One pattern for a list of words; a star lets a word end as it likes."""
    forms = (re.escape(word).replace(r"\*", r"\w{0,6}") for word in words)
    return re.compile(r"(?<!\w)(?:" + "|".join(forms) + r")(?!\w)", _FLAG)


def role_of(words: str) -> VoiceRole | None:
    """What kind of voice a phrase names, by the last telling word in it; None when no word tells.

    >>> role_of("a Malian security source"), role_of("the mayor of Velmara"), role_of("Ada Lorne")
    ('anonymous', 'official', None)
    """
    found = [(match.end(), role) for role, pattern in _roles() for match in pattern.finditer(words)]
    # "spokesman for the Harbour Front" speaks for the last named; "police source" is a source
    return max(found)[1] if found else None


def find_voices(text: str, *, sentences: Sequence[Spot], posts: Sequence[Zone] = ()) -> tuple[Voice, ...]:
    """Every reported stretch in the sentences of a text, in order; posts speak for their authors.

    >>> text = "Gunmen fled, police said."
    >>> [text[slice(*voice.source)] for voice in find_voices(text, sentences=[(0, 25)])]
    ['police']
    """
    found: list[Voice] = []
    for start, end in sentences:
        found += _in_sentence(text, start, end)
    for post in posts:
        at = text.find(post.author, post.start, post.end) if post.author else -1
        handle = text.find(post.handle, post.start, post.end) if post.handle else -1
        if at >= 0 and post.author and post.handle and handle >= 0:
            cue = (handle, handle + len(post.handle))
            source = (at, at + len(post.author))
            found.append(Voice(source=source, cue=cue, content=((post.start, at),), role="social_media"))
    return tuple(sorted(found, key=lambda voice: (voice.cue, voice.content)))


def _in_sentence(text: str, start: int, end: int) -> Iterator[Voice]:
    for match in _ACCORDING.finditer(text, start, end):
        source = _trimmed(text, *match.span("source"))
        content = _rest(text, start, end, match.start(), match.end())
        if content:
            yield _voice(text, source, match.span("cue"), content)
    for match in _NOBODY.finditer(text, start, end):
        yield Voice(source=None, cue=match.span(), content=(_trimmed(text, start, end),), role="unspecified")
    for match in _CUE.finditer(text, start, end):
        voice = _spoken(text, start, end, match)
        if voice:
            yield voice


def _spoken(text: str, start: int, end: int, match: re.Match[str]) -> Voice | None:
    """A reporting verb's voice: what stands before it speaks; what is said follows, or leads when the verb comes last."""
    before = _source_before(text, start, match.start())
    after = _after(text, match.end(), end)
    cue = match.span()
    tail = text[after:end].strip(_MARKS + ".")
    if before and len(tail.split()) > 1:
        return _voice(text, before, cue, (_trimmed(text, after, end),))
    if before:
        content = _trimmed(text, start, before[0])
        return _voice(text, before, cue, (content,)) if content[1] - content[0] > 8 else None
    # "..., said the mayor": the source follows the verb
    follows = re.match(r"\s*([^,.;\n]{2,90})", text[match.end() : end])
    lead = _trimmed(text, start, match.start())
    if follows and lead[1] - lead[0] > 8 and text[: match.start()].rstrip()[-1:] in (",", '"', "”", "'"):
        return _voice(text, _trimmed(text, match.end() + follows.start(1), match.end() + follows.end(1)), cue, (lead,))
    return None


def _source_before(text: str, start: int, at: int) -> Spot | None:
    """The phrase that ends where the verb begins: back to the last mark or connective."""
    stretch = text[max(start, at - _LONGEST_SOURCE) : at]
    base = at - len(stretch)
    between = _BETWEEN.search(stretch)
    limit = between.start() if between and between.start() > 0 else len(stretch)
    begins = [match.end() for match in _SOURCE_START.finditer(stretch, 0, limit)]
    source = _trimmed(text, base + (begins[-1] if begins else 0), base + limit)
    words = text[source[0] : source[1]]
    return source if source[1] - source[0] > 1 and re.search(r"[A-Za-z]", words) else None


def _after(text: str, at: int, end: int) -> int:
    """Past asides and "that" to where what is said begins."""
    while aside := _ASIDE.match(text, at, end):
        if aside.end() == at:
            break
        at = aside.end()
    that = re.compile(r"\s*that\s+", _FLAG).match(text, at, end)
    return that.end() if that else at


def _rest(text: str, start: int, end: int, first: int, last: int) -> tuple[Spot, ...]:
    pieces = [_trimmed(text, start, first), _trimmed(text, last, end)]
    return tuple(piece for piece in pieces if piece[1] - piece[0] > 8)


def _voice(text: str, source: Spot, cue: Spot, content: tuple[Spot, ...]) -> Voice:
    return Voice(source=source, cue=cue, content=content, role=role_of(text[slice(*source)]) or "person")


def _trimmed(text: str, start: int, end: int) -> Spot:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS + ".":
        end -= 1
    return start, end


def trace_attribution(
    text: str, voices: Sequence[Voice], *, trigger: Spot, claim_type: str | None = None
) -> tuple[Attribution, ...]:
    """Who says what stands at `trigger`, from the outlet inward; empty when it is the outlet's own voice.

    The widest stretch is the outermost voice. A claim of responsibility is its subject's own word, so only a voice
    that relays it remains.
    """
    around = [voice for voice in voices if any(a <= trigger[0] and trigger[1] <= b for a, b in voice.content)]
    around.sort(key=lambda voice: -sum(b - a for a, b in voice.content))
    if claim_type in ("claims_responsibility_for", "denies_responsibility_for"):
        around = [voice for voice in around if voice.role in ("media", "document", "social_media")]
    return tuple(_link(text, voice) for voice in around)


def _link(text: str, voice: Voice) -> Attribution:
    cue = text[slice(*voice.cue)]
    if voice.source is None:
        return Attribution(who="unspecified", name="unspecified", role="unspecified", cue=cue)
    start, end = voice.source
    who = text[start:end]
    return Attribution(who=who, name=" ".join(who.split()), role=voice.role, cue=cue, start=start, end=end)
