"""What is read from a report's words once, for every claim the coder makes of it."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution import Voice
    from allegedly.coders.encoder import Proposal, Stretch
    from allegedly.model import TimeInterval, Zone
    from allegedly.quantities import FoundCount

__all__ = ["Settings", "Words", "likeliest", "overlap"]

Settings = Mapping[str, float]
Spot = tuple[int, int]


class Placed(Protocol):
    """Anything that begins at a place of the text."""

    @property
    def start(self) -> int | None:
        """Where it begins, in code points."""


@dataclass(frozen=True)
class Words:
    """What was read from the report's words once, for every proposal: sentences, times, amounts, names by span.

    `hours` tell an hour of a day that is told elsewhere; `picked` keeps what fills a role of a proposal once it was
    asked for, since names, voices and parts all ask. Everything stands in text order, so that a proposal looks only
    at what lies near it and a long report takes as long for each of its claims as a short one.
    """

    text: str
    sentences: tuple[Spot, ...]
    phrases: tuple[Spot, ...]
    times: tuple[TimeInterval, ...]
    hours: tuple[TimeInterval, ...]
    amounts: tuple[FoundCount, ...]
    names: dict[Spot, str]
    posts: tuple[Zone, ...]
    voices: tuple[Voice, ...]
    picked: dict[tuple[Proposal, str], tuple[Stretch, ...]] = field(default_factory=dict)

    def phrases_at(self, start: int, end: int) -> tuple[Spot, ...]:
        """The naming phrases that share words with a span."""
        first = bisect.bisect_left(self.phrases, (start - self._longest_phrase,))
        last = bisect.bisect_left(self.phrases, (end,))
        return tuple(span for span in self.phrases[first:last] if span[1] > start)

    def amounts_in(self, start: int, end: int) -> tuple[FoundCount, ...]:
        """The amounts that begin between two places of the text."""
        return self.amounts[_from(self.amounts, start) : _from(self.amounts, end)]

    def times_in(self, start: int, end: int) -> tuple[TimeInterval, ...]:
        """The expressions of time that begin between two places of the text."""
        return self._timed[_from(self._timed, start) : _from(self._timed, end)]

    def voices_at(self, at: int) -> tuple[Voice, ...]:
        """The voices whose reporting words stand near enough to reach a place of the text."""
        first = bisect.bisect_left(self.voices, at - self._farthest_voice, key=_cue_start)
        last = bisect.bisect_right(self.voices, at + self._farthest_voice, key=_cue_start)
        return self.voices[first:last]

    def name_of(self, start: int, end: int) -> str:
        """The fullest name the article gives for the thing named at a span, the words there when none was read."""
        return self.names.get((start, end), self.text[start:end])

    def sentence_at(self, at: int) -> Spot:
        """The sentence that a place in the text belongs to; nothing at that place when it is in none."""
        index = bisect.bisect_right(self.sentences, (at, len(self.text))) - 1
        found = self.sentences[index] if index >= 0 else (at, at)
        return found if found[0] <= at < found[1] else (at, at)

    def post_at(self, at: int) -> Zone | None:
        """The embedded post that a place in the text belongs to."""
        return next((post for post in self.posts if post.start <= at < post.end), None)

    @functools.cached_property
    def _timed(self) -> tuple[TimeInterval, ...]:
        return tuple(time for time in self.times if time.start is not None)

    @functools.cached_property
    def _longest_phrase(self) -> int:
        return max((end - start for start, end in self.phrases), default=0)

    @functools.cached_property
    def _farthest_voice(self) -> int:
        """How far from its reporting words the farthest stretch of any voice ends."""
        return max(
            (
                max(abs(voice.cue.start - place), abs(voice.cue.end - place))
                for voice in self.voices
                for span in (*voice.content, (voice.cue.start, voice.cue.end))
                for place in span
            ),
            default=0,
        )


def _from(found: Sequence[Placed], at: int) -> int:
    return bisect.bisect_left(found, at, key=lambda it: it.start or 0)


def _cue_start(voice: Voice) -> int:
    return voice.cue.start


def likeliest(chances: Mapping[str, float]) -> str:
    """The label with the best chance; the first of equals."""
    return max(chances, key=lambda label: chances[label])


def overlap(one: Spot, other: Spot) -> int:
    """How many code points two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
