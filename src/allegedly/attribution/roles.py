"""What kind of voice a phrase names: official, security force, witness, document and so on, by its telling words."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from typing import TYPE_CHECKING

import msgspec

from allegedly.model import VoiceRole

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["role_of"]

_FLAG = re.IGNORECASE
# one who speaks for a body that is not named speaks for a public one
_SPOKESMAN = re.compile(r"\bspokes(?:man|woman|person|men)\b", _FLAG)


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


@functools.lru_cache(maxsize=4096)
def role_of(words: str) -> VoiceRole | None:
    """What kind of voice a phrase names, by the last telling word in it; None when no word tells.

    >>> role_of("a Malian security source"), role_of("the mayor of Velmara"), role_of("Ada Lorne")
    ('anonymous', 'official', None)
    """
    found = [(match.end(), role) for role, pattern in _roles() for match in pattern.finditer(words)]
    # "spokesman for the Harbour Front" speaks for the last named; "police source" is a source
    if found:
        return max(found)[1]
    return "official" if _SPOKESMAN.search(words) else None
