"""What kind of voice a phrase names: official, security force, witness, document and so on, by its telling words."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from typing import TYPE_CHECKING

import msgspec

from allegedly.model import VoiceRole
from allegedly.names.lexicons import is_country

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["role_of"]

_FLAG = re.IGNORECASE
# the noun a phrase is about stands before these: "the report | by the council", "spokesman | for the rebels"
_HEAD_ENDS = re.compile(r"\s(?:of|by|from|for|in|on|at|with|to|near|who|that|which)\b|,", _FLAG)
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+){0,4}")
# the longest phrase in the file has so many words
_LONGEST = 5
# a star stands for an ending of at most so many letters
_LONGEST_END = 6
_SPOKESMAN = re.compile(r"\bspokes(?:man|woman|person|men)\b", _FLAG)


@functools.cache
def _roles() -> tuple[dict[str, VoiceRole], dict[str, VoiceRole]]:
    """Roles by whole phrases, and by the beginnings of words (a star in the file)."""
    table = tomllib.loads(
        importlib.resources.files("allegedly").joinpath("data/voices.toml").read_text(encoding="utf-8")
    )
    whole: dict[str, VoiceRole] = {}
    begun: dict[str, VoiceRole] = {}
    for name, entry in table.items():
        role = msgspec.convert(name, VoiceRole)
        whole |= {word: role for word in entry["words"] if not word.endswith("*")}
        begun |= {word[:-1]: role for word in entry["words"] if word.endswith("*")}
    return whole, begun


@functools.lru_cache(maxsize=4096)
def role_of(words: str) -> VoiceRole | None:
    """What kind of voice a phrase names, by the last telling word in it; None when no word tells.

    >>> role_of("a Malian security source"), role_of("the mayor of Velmara"), role_of("Ada Lorne")
    ('anonymous', 'official', None)
    """
    ends = _HEAD_ENDS.search(words, 1)
    head = _told(words[: ends.start()] if ends else words)
    if head is None and ends:
        head = _told(words[ends.start() :])
    # one who speaks for a body that is not named speaks for a public one, and a country speaks by its officials
    if head is None and (_SPOKESMAN.search(words) or is_country(words.casefold().removeprefix("the "))):
        return "official"
    return head


def _told(words: str) -> VoiceRole | None:
    found = [role for role in _found(_WORD.findall(words.casefold())) if role]
    # "police sources" are of the police, "a source" is nobody's
    named = [role for role in found if role != "anonymous"]
    return named[-1] if named else "anonymous" if found else None


def _found(words: list[str]) -> Iterator[VoiceRole | None]:
    """The roles told, in the order in which their words end; a longer phrase counts before its parts."""
    whole, begun = _roles()
    for end in range(1, len(words) + 1):
        phrases = (" ".join(words[first:end]) for first in range(max(0, end - _LONGEST), end))
        word = words[end - 1]
        stems = (word[:length] for length in range(len(word), max(2, len(word) - _LONGEST_END), -1))
        yield next((whole[it] for it in phrases if it in whole), None) or next(
            (begun[it] for it in stems if it in begun), None
        )
