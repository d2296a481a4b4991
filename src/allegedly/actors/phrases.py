"""The words of a mention: what is named in it, which role and which country it tells, and who belongs to whom."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from allegedly.actors.countries import country_word, longest_word, peoples
from allegedly.actors.roles import Role, RoleFound, find_roles, nearest_role
from allegedly.names import lexicons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.actors.countries import CountryWord

__all__ = ["CountryFound", "Phrase", "read_phrase"]

_WORD = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*\.?")
_OWNER = re.compile(r"['’]s?$|(?<=s)['’]$")
# what begins a phrase behind the head: of it the head is told, "to" and the rest tell somebody else
_BEHIND = (
    *("of", "from", "in", "at", "across", "inside", "within", "on", "near", "with", "for", "to", "against", "who"),
    *("that", "which", "linked", "loyal", "wearing", "backed", "around", "outside", "under", "by", "and", "including"),
)
_PREPOSITIONS = frozenset(_BEHIND)
_OWNING = frozenset(["of", "from", "in", "at", "across", "inside", "within", "for"])
_OPENERS = frozenset(["the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "our", "some"])
_FORMER = frozenset(
    ["former", "ex", "retired", "ousted", "deposed", "late", "then", "erstwhile", "onetime", "fugitive"]
)
_PRESIDES = frozenset(["president", "secretary", "speaker", "governor"])
# weak words that name one person who leads or speaks
_SPEAKERS = (
    *(
        "leader",
        "chief",
        "head",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "chairman",
        "chairwoman",
        "chair",
        "founder",
    ),
    *(
        "co-founder",
        "ideologue",
        "boss",
        "mastermind",
        "director",
        "coordinator",
        "representative",
        "secretary-general",
    ),
    *("adviser", "advisor", "aide", "deputy", "figure"),
)
_LEADERS = frozenset(_SPEAKERS)
# a country's forces are its soldiers
_ARMED_BODIES = frozenset(["forces", "force", "personnel"])
# a people's name one slip away; shorter ones are other names
_SLIP_FROM = 6


class CountryFound(NamedTuple):
    """A country's word at its place among the words of a phrase."""

    first: int
    past: int
    word: CountryWord


class Phrase(NamedTuple):
    """A mention taken apart.

    `words` are its words as written without the article before it (`definite` where that is "the"), `low` the same in
    lower case without "'s"; `head` is the place of the first preposition; `owners` the places of words with "'s".
    """

    words: tuple[str, ...]
    low: tuple[str, ...]
    definite: bool
    head: int
    owners: frozenset[int]
    countries: tuple[CountryFound, ...]
    roles: tuple[RoleFound, ...]

    @property
    def former(self) -> bool:
        """Whether somebody held the role and no longer does."""
        return any(word in _FORMER for word in self.low[: self.head]) or (bool(self.low) and "ex-" in self.low[0][:3])

    def role(self) -> Role | None:
        """The role the phrase's head tells; a weak one takes kind and sectors from the words about it.

        >>> read_phrase("the rebel leader").role().sectors, read_phrase("members of parliament").role().sectors
        (('REB',), ('LEG',))
        """
        inside = [found for found in self.roles if found.first < self.head]
        strong = [found for found in inside if found.role.sort != "weak"]
        weak = [found for found in inside if found.role.sort == "weak"]
        if strong and (not weak or strong[-1].first > weak[-1].first):
            return self._presided(strong[-1]) or strong[-1].role
        lent = self._lent()
        if weak:
            if lent is None and self.low[weak[-1].first] in _ARMED_BODIES and self.country() is not None:
                return Role("state_forces", ("MIL",), "member")
            sort = "person" if _leads(self.low[weak[-1].first]) else "member"
            return Role(lent.kind, lent.sectors, sort) if lent else Role(None, (), sort)  # type: ignore[arg-type]
        return lent or self._near()

    def _presided(self, found: RoleFound) -> Role | None:
        """The body behind "president of", where it is no country: who presides over a league is of the league."""
        if self.low[found.past - 1] not in _PRESIDES or self.low[self.head : self.head + 1] != ("of",):
            return None
        bodies = [one.role for one in self.roles if one.first > self.head and one.role.sort == "body"]
        return Role(bodies[0].kind, bodies[0].sectors, "person") if bodies else None

    def _lent(self) -> Role | None:
        """What the words about a weak one give it: those before it in the head, else those behind "of"."""
        before = [one.role for one in find_roles(self.low[: self.head], adjectives=True)]
        strong = [found.role for found in self.roles if found.role.sort not in ("weak", "time")]
        inside = [found.role for found in self.roles if found.first < self.head and found.role in strong]
        owned = self.head < len(self.low) and self.low[self.head] in _OWNING
        behind = [found.role for found in self.roles if found.first >= self.head and found.role in strong]
        return next(iter([*reversed(inside), *reversed(before), *(behind if owned and self._weak() else ())]), None)

    def _weak(self) -> bool:
        return any(found.role.sort == "weak" and found.first < self.head for found in self.roles)

    def _near(self) -> Role | None:
        """The role of the head's last word with a slip of the pen."""
        return nearest_role(self.low[self.head - 1]) if self.head and self.words[self.head - 1].islower() else None

    def country(self) -> CountryFound | None:
        """The country the head belongs to: told in the head itself, else behind a preposition of belonging.

        >>> read_phrase("Russia's ambassador to Poland").country().word.country.iso2
        'RU'
        """
        meant = [found for found in self.countries if not self._in_a_name(found)]
        inside = [found for found in meant if found.first < self.head]
        if inside:
            return inside[0]
        for found in meant:
            before = [word for word in self.low[: found.first] if word in _PREPOSITIONS]
            if before and before[-1] in _OWNING and "to" not in before and "against" not in before:
                return found
        return None

    def owns(self, at: int) -> bool:
        """Whether a word stands in the head or behind a preposition of belonging: "to Poland" does not."""
        return at < self.head or not {"to", "against", "with", "near", "by"} & set(self.low[:at])

    def _in_a_name(self, found: CountryFound) -> bool:
        """Whether a place's word is the last of a person's name: "Feliciano Valencia"."""
        before = found.first - 1
        if found.word.sort in ("name", "people", "de_facto") or before < 0 or before in self.owners:
            return False
        known = any(one.first <= before < one.past for one in self.roles)
        known = known or any(one.first <= before < one.past for one in self.countries)
        return self.words[before][0].isupper() and not known

    def alone(self) -> CountryFound | None:
        """The country's word where the whole mention is nothing else."""
        whole = len(self.words)
        found = next((found for found in self.countries if (found.first, found.past) == (0, whole)), None)
        if found is None and whole == 1 and not self.roles:
            slip = _near_people(self.low[0])
            return CountryFound(0, 1, slip) if slip else None
        return found

    def covered(self) -> frozenset[int]:
        """The places of words that a country or a role accounts for, or that are small words and numbers."""
        there = {at for found in self.countries for at in range(found.first, found.past)}
        there |= {at for found in self.roles for at in range(found.first, found.past)}
        lists = (lexicons.listed("function"), lexicons.listed("quantity"), _FORMER, _PREPOSITIONS)
        there |= {at for at, word in enumerate(self.low) if word[:1].isdigit() or any(word in one for one in lists)}
        return frozenset(there)


def _leads(word: str) -> bool:
    return lexicons.singular(word) in _LEADERS


# the names of a report come again and again
@functools.lru_cache(maxsize=2048)
def read_phrase(text: str) -> Phrase:
    """A mention taken apart.

    >>> phrase = read_phrase("the Syrian army")
    >>> phrase.role().kind, phrase.country().word.country.iso2
    ('state_forces', 'SY')
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    definite = bool(words) and words[0].casefold() == "the"
    while len(words) > 1 and words[0].casefold() in _OPENERS:
        words = words[1:]
    if len(words) > 3 and words[0].casefold() in lexicons.listed("vague_quantity") and words[1:3] == ["of", "the"]:
        words = words[3:]
    low = tuple(_OWNER.sub("", word.casefold().replace("’", "'")).rstrip(".'") for word in words)
    owners = frozenset(at for at, word in enumerate(words) if _OWNER.search(word) and "'" in word.replace("’", "'"))
    head = next((at for at, word in enumerate(low) if at and word in _PREPOSITIONS), len(low))
    roles = find_roles(low)
    spanning = next((found for found in roles if found.first < head < found.past), None)
    if spanning:
        head = next((at for at in range(spanning.past, len(low)) if low[at] in _PREPOSITIONS), len(low))
    return Phrase(tuple(words), low, definite, head, owners, _countries(words, low), roles)


def _countries(words: Sequence[str], low: Sequence[str]) -> tuple[CountryFound, ...]:
    """The countries' words, the longest first at every place."""
    found: list[CountryFound] = []
    at = 0
    while at < len(low):
        for past in range(min(len(low), at + longest_word(low[at])), at, -1):
            told = country_word(" ".join(low[at:past]))
            if told is not None and _is_meant(words[at:past], told):
                found.append(CountryFound(at, past, told))
                at = past - 1
                break
        at += 1
    compounds = [(at, word.partition("-")[0]) for at, word in enumerate(low) if "-" in word]
    for place, opening in compounds:
        told = country_word(opening)
        if told is not None and not any(one.first <= place < one.past for one in found):
            found.append(CountryFound(place, place + 1, told))
    return tuple(sorted(found, key=lambda one: one.first))


def _is_meant(written: Sequence[str], word: CountryWord) -> bool:
    """Whether the words are written as a country's are: "us", "turkey" and "male" in lower case are not."""
    short = len(written) == 1 and len(written[0].replace(".", "")) <= 3
    if short:
        return written[0].replace(".", "").isupper()
    return any(part[0].isupper() or not part.isascii() for part in written) or word.sort == "people"


@functools.lru_cache(maxsize=1024)
def _near_people(word: str) -> CountryWord | None:
    """The people whose name a word is with one slip of the pen, where it is one people's alone."""
    if len(word) < _SLIP_FROM or word in lexicons.given_names() or word in lexicons.common_words():
        return None
    near = {known: found for known, found in peoples().items() if OSA.distance(word, known, score_cutoff=1) <= 1}
    return next(iter(near.values())) if len({found.country for found in near.values()}) == 1 else None
