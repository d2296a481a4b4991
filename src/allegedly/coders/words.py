"""What is read from a report's words once, for every claim the coder makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allegedly.attribution import Voice
    from allegedly.model import TimeInterval, Zone
    from allegedly.quantities import FoundCount

__all__ = ["Settings", "Words", "likeliest", "overlap"]

Settings = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Words:
    """What was read from the report's words once, for every proposal: sentences, times, amounts, names by span."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    phrases: tuple[tuple[int, int], ...]
    times: tuple[TimeInterval, ...]
    amounts: tuple[FoundCount, ...]
    names: dict[tuple[int, int], str]
    posts: tuple[Zone, ...]
    voices: tuple[Voice, ...]

    def phrases_at(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The naming phrases that share words with a span."""
        return tuple(span for span in self.phrases if span[0] < end and span[1] > start)

    def name_of(self, start: int, end: int) -> str:
        """The fullest name the article gives for the thing named at a span, the words there when none was read."""
        return self.names.get((start, end), self.text[start:end])

    def sentence_at(self, at: int) -> tuple[int, int]:
        """The sentence that a place in the text belongs to; nothing at that place when it is in none."""
        return next((span for span in self.sentences if span[0] <= at < span[1]), (at, at))

    def post_at(self, at: int) -> Zone | None:
        """The embedded post that a place in the text belongs to."""
        return next((post for post in self.posts if post.start <= at < post.end), None)


def likeliest(chances: Mapping[str, float]) -> str:
    """The label with the best chance; the first of equals."""
    return max(chances, key=lambda label: chances[label])


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many code points two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
