"""The names of one report as questions to settle together: one question a name, however often it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.gazetteer import key_of
from allegedly.places.surroundings import beside
from allegedly.places.weighing import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.gazetteer import Place
    from allegedly.places.scan import Known
    from allegedly.places.surroundings import Beside

__all__ = ["questions"]


def questions(text: str, known: Sequence[Known]) -> tuple[tuple[Asked, ...], tuple[int, ...], tuple[Beside, ...]]:
    """The questions, for each name which of them is its own, and what stands beside each name.

    A name told to lie in two different places ("Targo, Alvania" and "Targo, Bora") is two questions; where it stands
    without either it goes with the only one that is told.
    """
    told = tuple(beside(text, known, at) for at in range(len(known)))
    held: dict[tuple[str, str], set[frozenset[int]]] = {}
    for one, said in zip(known, told, strict=True):
        if said.holders:
            held.setdefault(_name(one), set()).add(_holding(known, said))
    numbers: dict[tuple[object, ...], int] = {}
    drafts: list[list[tuple[Known, Beside, tuple[tuple[Place, ...], ...]]]] = []
    own = []
    for one, said in zip(known, told, strict=True):
        others = held.get(_name(one), set())
        holding = _holding(known, said) if said.holders else next(iter(others)) if len(others) == 1 else frozenset()
        number = numbers.setdefault((*_name(one), said.hint in ("region", "district"), holding), len(drafts))
        if number == len(drafts):
            drafts.append([])
        drafts[number].append((one, said, tuple(known[at].places for at in said.holders)))
        own.append(number)
    return tuple(map(_asked, drafts)), tuple(own), told


def _name(one: Known) -> tuple[str, str]:
    return key_of(one.text), one.how


def _holding(known: Sequence[Known], said: Beside) -> frozenset[int]:
    """What holds a name, by the likeliest places of the names that do, so that "Va." and "Virginia" are one."""
    return frozenset(known[at].places[0].rank for at in said.holders)


def _asked(draft: Sequence[tuple[Known, Beside, tuple[tuple[Place, ...], ...]]]) -> Asked:
    one = draft[0][0]
    hint = next((said.hint for _, said, _ in draft if said.hint), None)
    holders = tuple({places[0].rank: places for _, _, held in draft for places in held}.values())
    key = key_of(one.text) if one.how == "name" else key_of(one.places[0].name)
    return Asked(key=key, places=one.places, hint=hint, holders=holders, times=len(draft))
