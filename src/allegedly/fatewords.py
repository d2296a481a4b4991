"""The words of fates.toml as patterns: what befell those counted, what they did, what governs them, what names it."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.model import CountWhat

__all__ = ["LINK", "Lexicon", "fate_of", "lexicon"]

_FLAG = re.IGNORECASE
Place = Literal["suffered", "did", "governs", "named"]
# a fate of its own list in the words, though the codebook counts them as other
_AS_OTHER = "released"
# what a number and the word that governs it may have between them: "killing [at least] [another] 14"
LINK = (
    r"\s{1,3}(?:(?:at|as|the|a|an|another|all|those|these|its|their|his|her|of|least|up|to|some|about|estimated"
    r"|total|further|other|also|possibly|reportedly|in)\s{1,3}){0,4}$"
)
# how a passive or a state begins: "were", "have been reported", "who had been", "lay", "left"
_AUX = (
    r"(?:(?>\s{0,3}[,(–—-]{1,2}\s{0,3}|\s{0,6})(?:(?:that|who|which|of|whom|was|were|is|are|be|been|being|has|have|had|also"
    r"|reportedly|reported|believed|thought|feared|said|confirmed|found|lying|lay|left|got|"
    r"seriously|critically|badly|severely|slightly|gravely|fatally|still|now|already|more|others?|people"
    r"|persons?|may|might|could|to|so|far|later|then|immediately|since|either|both|all|allegedly|apparently"
    r"|currently|mostly|lightly|remain(?:s|ed)?|went|suffer(?:ed|ing)?|sustain(?:ed|ing)?|receiv(?:ed|ing)"
    r"|listed|admitted|taken|instantly|themselves|minor|serious|non-life-threatening|life-threatening"
    r"|gunshot|bullet|burn|in|a|the)\s{1,3}){0,7})"
)


class Lexicon(NamedTuple):
    """The compiled lists: one pattern for each way a word can stand to a number, and each list by itself."""

    suffered: re.Pattern[str]
    did: re.Pattern[str]
    governs: re.Pattern[str]
    named: re.Pattern[str]
    anywhere: re.Pattern[str]
    later: re.Pattern[str]
    what: tuple[tuple[str, str, re.Pattern[str]], ...]


def _form(words: Sequence[str]) -> str:
    forms = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}").replace(r"\*", r"\w{0,6}") for form in forms)


@functools.cache
def lexicon() -> Lexicon:
    """The words of fates.toml, compiled once.

    >>> lexicon().suffered.match(" were seriously hurt")["word"]
    'hurt'
    """
    text = importlib.resources.files("allegedly").joinpath("data/fates.toml").read_text(encoding="utf-8")
    lists: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    every = {place: [word for fate in lists.values() for word in fate.get(place, [])] for place in get_args(Place)}
    return Lexicon(
        suffered=re.compile(rf"{_AUX}(?P<word>{_form(every['suffered'])})\b", _FLAG),
        did=re.compile(
            rf"\s{{1,3}}+(?:(?:who|have|had|has|that|also|later|then|were|are|was|is|been|peacefully|reportedly"
            rf"|allegedly|masked|unidentified|armed)\s{{1,3}}){{0,4}}(?P<word>{_form(every['did'])})\b",
            _FLAG,
        ),
        governs=re.compile(rf"\b(?P<word>{_form(every['governs'])}){LINK}", _FLAG),
        named=re.compile(rf"(?<![\w-])(?P<word>{_form(every['named'])})$", _FLAG),
        anywhere=re.compile(rf"\b(?P<word>{_form([*every['suffered'], *every['named']])})\b", _FLAG),
        later=re.compile(
            rf"\b(?:(?:was|were|are|been|being|have|had|has|reported)\s{{1,3}}(?:\w{{4,12}}ly\s{{1,3}}"
            rf"|all\s{{1,3}}|also\s{{1,3}}|later\s{{1,3}}){{0,2}}(?P<word>{_form(every['suffered'])})"
            rf"|(?P<died>died))\b",
            _FLAG,
        ),
        what=tuple(
            (fate, place, re.compile(rf"(?:{_form(words)})$", _FLAG))
            for fate, places in lists.items()
            for place, words in places.items()
        ),
    )


# the lists hold some 600 forms
@functools.lru_cache(maxsize=1024)
def _listed(place: str, word: str) -> CountWhat | None:
    for fate, listed, pattern in lexicon().what:
        if listed == place and pattern.fullmatch(word):
            return "other" if fate == _AS_OTHER else fate  # type: ignore[return-value]
    return None


def fate_of(place: str, word: str) -> CountWhat | None:
    """The list that holds a word, however its blanks and capitals stand in the text."""
    return _listed(place, " ".join(word.casefold().split()))
