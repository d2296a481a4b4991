"""What a description such as "the group" or "the interior minister" refers back to: one antecedent or none."""

from __future__ import annotations

import re
from typing import NamedTuple

from allegedly.names import lexicons
from allegedly.names.antecedents import Referent, Referents, Resolution, head_noun, only_name

__all__ = ["described"]

_DEFINITE = re.compile(r"^(?:the|this|that|these|those)\s+(?:same\s+)?", re.IGNORECASE)
_PHRASE = re.compile(r"^(?:the|this|that|these|those|an?|one|no|every)\s|^\d", re.IGNORECASE)
_WORDS = re.compile(r"[\w'’-]+")
# adjectives that do not tell one group from another
# so general that a longer phrase with the same noun is mostly another body
# nouns for the bearer of any rank
_OFFICERS = frozenset(["officer", "soldier"])


class _Description(NamedTuple):
    start: int
    noun: str
    one: str
    modifiers: frozenset[str]


def described(referents: Referents, start: int, text: str) -> Resolution | None:
    """The name of what a definite description refers back to, or None when no or more than one candidate fits.

    `text` is the span's words on one line.
    """
    opens = _DEFINITE.match(text)
    noun = head_noun(text)
    words = [word.casefold() for word in _WORDS.findall(text[opens.end() :])] if opens else []
    if not words or words[-1] != noun:
        return None
    what = _Description(
        start, noun, lexicons.singular(noun), frozenset(words[:-1]) - lexicons.listed("loose_adjective")
    )
    before = referents.before(start)
    for rule in (_same_head, _by_title, _rebels, _generic_group, _country, _settlement):
        name, final = rule(referents, what, before)
        if name:
            return Resolution(name, rule.__name__.strip("_"))
        if final:
            return None
    return None


def _same_head(_: Referents, what: _Description, before: list[Referent]) -> tuple[str | None, bool]:
    """An earlier, fuller name with the same noun ("the party": "Harvest Party")."""
    if what.one in lexicons.listed("vague_noun"):
        return None, False
    fuller = [
        referent
        for referent in before
        if referent.words[-1] == what.noun
        and len(referent.words) > 1 + len(what.modifiers)
        and what.modifiers <= set(referent.words)
        and referent.kind != "people"
        and not _PHRASE.match(referent.name)
        and (what.noun not in lexicons.listed("institution") or _of_a_state(referent))
    ]
    return only_name(fuller), len(fuller) > 0


def _of_a_state(referent: Referent) -> bool:
    """Whether a name tells its state: "the army" is the "Salvadoran Army", and not the "Nine Stars Army"."""
    return any(lexicons.country_of(word) or lexicons.is_country(word) for word in referent.words)


def _by_title(_: Referents, what: _Description, before: list[Referent]) -> tuple[str | None, bool]:
    """The one person whose title or office has these words ("the minister", "the Lutheran bishop")."""
    if not lexicons.is_title(what.one) or what.noun != what.one or what.one in lexicons.listed("collective"):
        return None, False
    wanted = {what.one} | what.modifiers
    titled = [r for r in before if r.kind == "person" and wanted <= set(r.title)]
    if what.one in _OFFICERS:
        titled = [r for r in before if r.kind == "person" and set(r.title[-1:]) & lexicons.kept_titles()]
    return only_name(titled), bool(titled)


def _rebels(referents: Referents, what: _Description, before: list[Referent]) -> tuple[str | None, bool]:
    """The one armed group of the article, for "the rebels", "the guerrillas"."""
    if what.one not in lexicons.listed("rebel_noun") or what.modifiers or what.noun == what.one:
        return None, False
    return only_name(r for r in before if _is_insurgent(referents, r)), True


def _generic_group(referents: Referents, what: _Description, before: list[Referent]) -> tuple[str | None, bool]:
    """The group named nearest before "the group", "the militant organisation"."""
    if what.one not in lexicons.listed("generic_group") or what.modifiers or what.noun != what.one:
        return None, False
    groups = [r for r in before if r.coded and _may_be_a_group(r)]
    return referents.nearest(groups, what.start) or only_name(g for g in groups if _is_insurgent(referents, g)), True


def _country(referents: Referents, what: _Description, before: list[Referent]) -> tuple[str | None, bool]:
    if what.one not in lexicons.listed("state_noun") or what.modifiers:
        return None, False
    return referents.nearest((r for r in before if lexicons.is_country(r.name)), what.start), True


def _settlement(referents: Referents, what: _Description, before: list[Referent]) -> tuple[str | None, bool]:
    """The town or building named nearest before "the town", "the prison"."""
    if what.modifiers or what.one == "capital":
        return None, False
    if what.one in lexicons.listed("settlement"):
        towns = (r for r in before if r.kind == "place" and not lexicons.is_country(r.name))
        return referents.nearest(towns, what.start), True
    if what.one in lexicons.listed("place_noun"):
        return only_name(r for r in before if r.kind == "place" and r.coded and what.one in r.words), True
    return None, False


def _may_be_a_group(referent: Referent) -> bool:
    """Whether a name can be what "the group" means: no state body, no person, no phrase."""
    if referent.kind == "group":
        return not set(referent.words) & lexicons.listed("institution") and not _PHRASE.match(referent.name)
    first = referent.name.split()[0].casefold()
    return referent.kind == "thing" and " " in referent.name and first not in lexicons.given_names()


def _is_insurgent(referents: Referents, referent: Referent) -> bool:
    """Whether a name is an armed group's: by its own words, or by the noun beside it ("Ashen Dawn guerrillas")."""
    if referent.kind not in ("group", "thing") or not referent.coded or _PHRASE.match(referent.name):
        return False
    if len(referent.words) == 1 and (
        referent.words[0] in lexicons.listed("loose_adjective") or lexicons.country_of(referent.words[0])
    ):
        return False
    name = [word.casefold().strip("()[]") for word in referent.name.split()]
    if set(name) & lexicons.listed("insurgent"):
        return True
    if set(name) & lexicons.listed("institution"):
        return False
    _, past = referents.article.words_in(referent.start, referent.end)
    words = referents.article.words
    return past < len(words) and lexicons.singular(words[past].folded) in lexicons.listed("rebel_noun")
