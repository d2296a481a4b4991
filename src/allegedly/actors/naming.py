"""Whether a mention names somebody, and what: a person, a group that no list has, the branch of a listed one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly.actors.candidates import Scored
from allegedly.actors.identities import Identity
from allegedly.actors.spelling import key, local_id
from allegedly.names import lexicons

if TYPE_CHECKING:
    from allegedly.actors.phrases import Phrase
    from allegedly.actors.records import ListedActor
    from allegedly.actors.roster import Roster
    from allegedly.model import ActorKind

__all__ = ["GroupNamed", "branch_of", "is_branch", "names_a_group", "names_a_person"]

_FORMS = (
    *("branch", "wing", "faction", "province", "affiliate", "chapter", "offshoot", "arm", "cell", "sector", "front"),
    *("vilayat", "vilayyat", "wilayat", "wilayah", "wilaya", "jamaat"),
    *("brigade", "battalion", "unit", "division", "regiment"),
)
_BRANCH = frozenset(_FORMS)
# words that share this many first letters are forms of one name: Dagestan, Dagestani
_STEM = 5
_STATE = (
    "government",
    "police",
    "state_forces",
    "civilians",
    "protesters",
    "rioters",
    "media",
    "business",
    "ngo",
    "igo",
)


class GroupNamed(NamedTuple):
    """What the words of an unlisted group's name tell of it."""

    kind: ActorKind | None
    sectors: tuple[str, ...]


def names_a_person(phrase: Phrase) -> bool:
    """Whether the mention names a person: a given name, or a title before a name.

    >>> from allegedly.actors.phrases import read_phrase
    >>> [names_a_person(read_phrase(text)) for text in ("Ruben Zelada", "Senator Dorn Velk", "Black River Front")]
    [True, True, False]
    """
    named = _named(phrase)
    if not named or phrase.owners & set(named):
        return False
    words = [phrase.low[at] for at in named]
    if any(word in lexicons.listed("group_head") or word in lexicons.listed("insurgent") for word in words):
        return False
    role = phrase.role()
    titled = role is not None and role.sort == "person" and bool(phrase.roles) and phrase.roles[0].first < named[0]
    given = words[0] in lexicons.given_names() and (len(words) > 1 or len(phrase.words) == 1)
    return titled or given


def names_a_group(phrase: Phrase) -> GroupNamed | None:
    """What an unlisted group is that the mention names, None where it names none.

    >>> from allegedly.actors.phrases import read_phrase
    >>> names_a_group(read_phrase("Black River Front")).kind, names_a_group(read_phrase("armed men")) is None
    ('rebel', True)
    """
    named = _named(phrase)
    role = phrase.role()
    if not named or (role is not None and role.kind in _STATE and phrase.words[0].islower()):
        return None
    if not _reads_as_group(phrase, named):
        return None
    capitals = sum(word[0].isupper() or word.casefold() in lexicons.listed("connector") for word in phrase.words)
    if capitals * 2 <= len(phrase.words):
        return None
    words = set(phrase.low)
    if words & lexicons.listed("insurgent"):
        return GroupNamed("rebel", ("REB",))
    strong = role if role is not None and role.sort in ("member", "body") and role.kind is not None else None
    return GroupNamed(strong.kind, strong.sectors) if strong else GroupNamed(None, ())


def _reads_as_group(phrase: Phrase, named: list[int]) -> bool:
    """Whether a name is built as groups' names are: a word of groups in it, an abbreviation, or "the" and a plural.

    Any other name may be a person's, and people whom no list has get no id.
    """
    lists = (lexicons.listed("group_head"), lexicons.listed("insurgent"), lexicons.listed("group_noun"))
    if any(word in one for word in phrase.low for one in lists):
        return True
    word = phrase.words[named[-1]]
    plural = phrase.definite and word.endswith("s") and len(named) == len(phrase.words)
    return plural or (len(phrase.words) == 1 and word.isupper() and len(word) > 1)


def _named(phrase: Phrase) -> list[int]:
    """The places of words in the head that are written as names and mean nothing else."""
    covered = phrase.covered()
    common, days = lexicons.common_words(), lexicons.listed("calendar")
    first = [at for at in range(phrase.head) if at not in covered and phrase.words[at][0].isupper()]
    # a word that opens a sentence has a capital for that alone
    alone = len(first) == 1
    return [at for at in first if phrase.low[at] not in days and not (alone and phrase.low[at] in common)]


def is_branch(phrase: Phrase, at: int) -> bool:
    """Whether a word of a mention is one for the branch of a group."""
    return phrase.low[at] in _BRANCH


def branch_of(roster: Roster, phrase: Phrase, first: int, past: int, whole: ListedActor) -> Identity | None:
    """The branch of a listed group that a mention names: the listed one, or a new local actor; None where it is none.

    "The Caucasus Emirate's Dagestani vilayat" is not the Caucasus Emirate.
    """
    outside = [at for at in range(len(phrase.low)) if not first <= at < past]
    if not any(phrase.low[at] in _BRANCH for at in outside):
        return None
    telling = [phrase.low[at] for at in outside if phrase.words[at][0].isupper() and phrase.low[at] not in _BRANCH]
    if not telling:
        return Identity(kind=whole.kind, country=whole.country)
    parts = [roster.actors[part] for part, bond in roster.bonds_to.get(whole.id, ()) if bond.type == "part_of"]
    fits = [part for part in parts if all(_shares(part, word) for word in telling)]
    if len(fits) == 1:
        return Identity(actor=Scored(fits[0], 0.9))
    name = " ".join(phrase.words)
    return Identity(local=local_id(name), name=name, kind=whole.kind, country=whole.country)


def _shares(part: ListedActor, word: str) -> bool:
    """Whether one of an actor's names has a form of the word."""
    stem = key(word)[:_STEM]
    return any(own.startswith(stem) for alias in part.named() for own in key(alias.name).split())
