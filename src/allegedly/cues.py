"""The words that hedge or deny, and how far each reaches: over its clause, over the next phrase, or back."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.model import Certainty

__all__ = ["CueFound", "Group", "Reach", "find_cues", "hedge_of"]

Group = Literal["unknown", "probable", "possible", "negation"]
Reach = Literal["clause", "phrase", "subject", "behind"]


class CueFound(NamedTuple):
    """A cue where it stands (code points), the group it belongs to and how far it reaches."""

    start: int
    end: int
    group: Group
    reach: Reach


_LETTERS = re.compile(r"[^\W_]+")


class _List(NamedTuple):
    """One list of cues as a pattern; `openers` are the first words of its cues, without which none is there."""

    group: Group
    reach: Reach
    pattern: re.Pattern[str]
    openers: frozenset[str]


@functools.cache
def _lists() -> tuple[_List, ...]:
    text = importlib.resources.files("allegedly").joinpath("data/cues.toml").read_text(encoding="utf-8")
    lists: dict[Group, dict[Reach, dict[str, list[str]]]] = tomllib.loads(text)  # type: ignore[assignment]
    return tuple(
        _List(group, reach, _pattern(entry["words"]), frozenset(map(_opener, entry["words"])))
        for group, reaches in lists.items()
        for reach, entry in reaches.items()
    )


def _opener(cue: str) -> str:
    return str(_LETTERS.findall(cue.casefold())[0])


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    # longest first; a blank is any white space
    forms = sorted(words, key=len, reverse=True)
    joined = "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.IGNORECASE)


def find_cues(text: str, start: int, end: int) -> tuple[CueFound, ...]:
    """The cue words in a stretch of text, in order.

    >>> [cue.group for cue in find_cues("They allegedly did not fire.", 0, 28)]
    ['unknown', 'unknown', 'negation']
    """
    return tuple(sorted(_found(text, start, end)))


# a cue may be told by its first word alone, "charged" of "charged with": so far behind it the rest may stand
_REST = 12


def hedge_of(text: str, start: int, end: int) -> Certainty | None:
    """How sure the words between two code points leave what they hedge, None when they hedge nothing.

    >>> hedge_of("He was charged with carrying it out.", 7, 14), hedge_of("The May riot ended.", 4, 7)
    ('unknown', None)
    """
    for cue in find_cues(text, start, min(len(text), end + _REST)):
        # "May" with a capital is the month
        if cue.start < end and cue.group != "negation" and text[cue.start : cue.end] != "May":
            return cue.group
    return None


def _found(text: str, start: int, end: int) -> Iterator[CueFound]:
    words = frozenset(_LETTERS.findall(text[start:end].casefold()))
    for one in _lists():
        # most sentences hedge nothing, and to look for every cue takes long
        if not one.openers.isdisjoint(words):
            for match in one.pattern.finditer(text, start, end):
                yield CueFound(match.start(), match.end(), one.group, one.reach)
