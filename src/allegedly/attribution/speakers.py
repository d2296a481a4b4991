"""Speakers of one article: the fullest name for each, whom a pronoun means, what kind of voice each is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.attribution.roles import role_of
from allegedly.attribution.voices import Speaker
from allegedly.attribution.words import listed

if TYPE_CHECKING:
    from allegedly.model import VoiceRole

__all__ = ["Speakers"]

_PERSON = frozenset(["he", "she"])
_MANY = frozenset(["they", "we"])
_THING = frozenset(["it"])
_CAPITALISED = re.compile(r"(?:[A-Z][\w'’-]{0,30}\.?[ \n]){0,4}$")
_ABBREVIATION = re.compile(r"\s?\(([A-Z][A-Za-z-]{1,9})\)")


# a body that only its letters name is in this genre most often an armed group: "the BRF", "M-19"
_ACRONYM = re.compile(r"[A-Z]{2,4}[A-Z0-9-]{0,6}")
# an office stands at most so many letters, and words, from the name
_TITLE, _TITLE_WORDS = 80, 5
_PRONOUNS = _PERSON | _MANY | _THING | {"i", "you", "who"}
# a pronoun means one of the last speakers
_LOOK_BACK = 12
# a report tells who somebody is at the first or second mention
_FIRST_MENTIONS = 2


# a name goes on over these: "the police of Velmara"
_INNER = frozenset(["of", "in", "the", "for", "from", "at", "and", "by", "with", "on"])


class Speakers:
    """Remembers who spoke so far, in text order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._named: list[Speaker] = []
        self._by_last: dict[str, list[Speaker]] = {}
        self._flat = sum(map(str.isupper, text)) > sum(map(str.islower, text))
        self._roles: dict[str, VoiceRole | None] = {}

    def speaker(self, span: tuple[int, int], full: tuple[int, int]) -> Speaker:
        """The speaker named at a span, under the fullest name so far; a pronoun takes the last speaker it fits."""
        start, end = span
        words = self._text[start:end]
        low = words.casefold()
        known = self._meant(low) if low in _PERSON | _MANY | _THING else self._longer(words)
        told = role_of(self._text[full[0] : full[1]]) if full != span else None
        name = known.name if known else self._in_full(start, _bare(words))
        inherited = known.role if known else self._titled(name)
        unknown: VoiceRole = "armed_group" if self._is_acronym(words) else "person"
        role = role_of(words) or told or inherited or unknown
        made = Speaker(
            start=start,
            end=end,
            text=words,
            name=name,
            role=known.role if known and role == "person" else role,
            full=full,
        )
        if low not in _PRONOUNS:
            self._named.append(made)
            alike = self._by_last.setdefault(name.split()[-1] if name.strip() else "", [])
            # the first few mentions have the full name
            if len(alike) < _FIRST_MENTIONS:
                alike.append(made)
        return made

    def _meant(self, pronoun: str) -> Speaker | None:
        """The last speaker a pronoun can mean: "he" is no body, "it" no person."""
        for before in self._named[: -_LOOK_BACK - 1 : -1]:
            words = before.name.casefold().split()
            if not words:
                continue
            body = _is_body(words)
            if pronoun in _PERSON and not body:
                return before
            if pronoun not in _PERSON and (body or before.role not in ("person", "official", "victim", "analyst")):
                return before
        return None

    def _longer(self, words: str) -> Speaker | None:
        """An earlier speaker of whose name these words are the end: "Lorne" after "Ada Lorne"."""
        bare = (
            words.removeprefix("Mr. ")
            .removeprefix("Ms. ")
            .removeprefix("Mrs. ")
            .removeprefix("Mr ")
            .removeprefix("Ms ")
            .removeprefix("Mrs ")
        )
        if not bare[:1].isupper():
            return None
        for before in self._by_last.get(bare.split()[-1], []):
            if before.name.endswith(bare) and before.name != bare and before.name[-len(bare) - 1] == " ":
                return before
        return None

    def _titled(self, name: str) -> VoiceRole | None:
        """The role told by words around the first mentions of a name: "President Ada Lorne", "Lorne, a baker,"."""
        last = name.rsplit(maxsplit=1)[-1] if name else ""
        if last not in self._roles:
            self._roles[last] = self._told_of(last) if last[:1].isupper() else None
        return self._roles[last]

    def _told_of(self, last: str) -> VoiceRole | None:
        at = -1
        for _ in range(_FIRST_MENTIONS):
            at = self._text.find(last, at + 1)
            if at < 0:
                return None
            # "the Press Committee (KPC)": the letters stand for the words before the bracket
            at_name = at - 1 if self._text[at - 1 : at] in ("(", "[") else at
            before = re.split(r"[,.;:\"“”()]", self._text[max(0, at - _TITLE) : at_name].rstrip())[-1]
            after = self._text[at + len(last) : at + len(last) + _TITLE]
            title = role_of(" ".join(before.split()[-_TITLE_WORDS:]))
            apposed = role_of(after[1:].split(",")[0]) if after.startswith(",") else None
            if title or apposed:
                return title or apposed
        return None

    def _is_acronym(self, words: str) -> bool:
        """Whether a body is named by letters; in wire copy, all of it in capitals, only brackets tell."""
        last = words.rsplit(maxsplit=1)[-1].strip("()[]") if words.split() else ""
        if not _ACRONYM.fullmatch(last):
            return False
        return not self._flat or f"({last})" in self._text or f"[{last}]" in self._text or "-" in last

    def _in_full(self, start: int, words: str) -> str:
        """The name as the text first spells it in full: more capitals before the same last name."""
        name = " ".join(words.split())
        if " " in name or not name[:1].isupper():
            return name
        at = self._text.find(words)
        if at < 0 or at >= start:
            return name
        lead = _CAPITALISED.search(self._text, max(0, at - 80), at)
        longer = f"{lead[0] if lead else ''}{words}".split()
        return (
            " ".join(longer)
            if len(longer) > 1 and longer[0] not in ("The", "In", "But", "And", "Mr", "Mr.", "Ms", "Ms.")
            else name
        )


def _is_body(words: list[str]) -> bool:
    """Whether a name is of a body or of many people: its last word before "of" or "in" says so."""
    ends = next(
        (at for at, word in enumerate(words) if at and word in ("of", "in", "for", "from", "at", "on")), len(words)
    )
    return words[ends - 1] in listed("body")


def _bare(words: str) -> str:
    """The name without the description before it: "Ada Lorne" of "police spokeswoman Ada Lorne"."""
    parts = words.split()
    # "faizabad commissioner a k gupta", "DEFENSE MINISTER GENERAL RUIZ ALVA": after the last word that is an office
    office = next((at for at in range(len(parts) - 1, -1, -1) if role_of(parts[at])), None)
    if office is not None and len(parts) - office > 2 and not _INNER & set(parts[office:]):
        return " ".join(parts[office + 1 :])
    start = len(parts)
    while start > 0 and parts[start - 1][:1].isupper():
        start -= 1
    if start in (0, len(parts)) or parts[start - 1] in _INNER:
        return " ".join(parts)
    # one capital alone may be a nationality or a place: "the Velmara police"
    return " ".join(parts[start:] if len(parts) - start > 1 else parts)
