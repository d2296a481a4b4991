"""PLOVER's codes read one way: where its papers contradict each other, a table says what holds and why."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from allegedly.errors import RecordError
from allegedly.model import Record
from allegedly.vocab.books import plover
from allegedly.vocab.tables import table

__all__ = [
    "PloverCode",
    "Ruling",
    "plover_rulings",
    "read_plover",
    "read_plover_context",
]


class PloverCode(Record, frozen=True, kw_only=True):
    """A PLOVER type with one of its modes, or without."""

    type: str
    mode: str | None = None

    @property
    def score(self) -> float:
        """The score of the type; PLOVER's papers give none for every mode."""
        return plover().types[self.type].score


class Ruling(Record, frozen=True, kw_only=True):
    """Where PLOVER's papers contradict each other: what they say, what holds here, and why.

    `reads` maps a type or "TYPE mode" of those papers to the one that holds ("" for none), `modes` a mode of any
    type, `contexts` a context.
    """

    id: str
    issue: str
    decision: str
    reason: str
    reads: dict[str, str] = msgspec.field(default_factory=dict)
    modes: dict[str, str] = msgspec.field(default_factory=dict)
    contexts: dict[str, str] = msgspec.field(default_factory=dict)


def read_plover(code: str) -> PloverCode | None:
    """A PLOVER type, or type and mode, as any of PLOVER's papers writes it; None where it is no type at all.

    What the papers contradict each other on is read as `plover_rulings` says; a type nobody has raises RecordError.

    >>> read_plover("FIGHT"), read_plover("ASSAULT assassinate").mode, read_plover("CRIME")
    (PloverCode(type='ASSAULT', mode=None), 'targeted', None)
    """
    if _ruled("reads").get(code) == "":
        return None
    words = _ruled("reads").get(code, code).split() or [""]
    name, mode = words[0], " ".join(words[1:]) or None
    if mode and name in _ruled("reads"):
        return read_plover(_ruled("reads")[name])
    known = plover().types
    if name not in known:
        raise RecordError(f"expected one of PLOVER's types {', '.join(known)}, found {name!r}")
    if mode in known[name].modes:
        return PloverCode(type=name, mode=mode)
    if mode is not None and mode not in _ruled("modes"):
        raise RecordError(f"expected one of {name}'s modes {', '.join(known[name].modes) or '(none)'}, found {mode!r}")
    read_as = _ruled("modes")[mode] if mode else None
    return PloverCode(type=name, mode=read_as if read_as in known[name].modes else None)


def read_plover_context(name: str) -> str:
    """A PLOVER context as any of PLOVER's papers writes it.

    >>> read_plover_context("democracy")
    'pro_democracy'
    """
    context = _ruled("contexts").get(name, name)
    if context not in plover().contexts:
        raise RecordError(f"expected one of PLOVER's contexts {', '.join(plover().contexts)}, found {name!r}")
    return context


@functools.cache
def plover_rulings() -> tuple[Ruling, ...]:
    """Every contradiction in PLOVER's papers, with what holds here.

    >>> plover_rulings()[0].decision
    'ACCUSE is scored -3.'
    """
    return tuple(table("plover_rulings", dict[str, list[Ruling]])["rulings"])


@functools.cache
def _ruled(what: Literal["reads", "modes", "contexts"]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for ruling in plover_rulings():
        merged |= getattr(ruling, what)
    return merged
