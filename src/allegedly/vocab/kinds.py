"""The kinds of actor in other vocabularies: ACLED's inter codes and PLOVER's sectors."""

from __future__ import annotations

import functools

import msgspec

from allegedly.errors import RecordError
from allegedly.model import Record
from allegedly.vocab.tables import table

__all__ = ["KindCodes", "kind_codes"]


class KindCodes(Record, frozen=True, kw_only=True):
    """What ACLED and PLOVER call one kind of actor; None where the kind does not tell, and `loses` says why."""

    inter: int | None = None
    plover: str | None = None
    loses: dict[str, str] = msgspec.field(default_factory=dict)


def kind_codes(kind: str) -> KindCodes:
    """ACLED's inter code and PLOVER's sector of a kind of actor; a kind nobody has raises RecordError.

    >>> kind_codes("rebel").inter, kind_codes("police").plover, kind_codes("person").inter
    (2, 'COP', None)
    """
    known = _kinds()
    if kind not in known:
        raise RecordError(f"expected a kind of actor among {', '.join(known)}, found {kind!r}")
    return known[kind]


@functools.cache
def _kinds() -> dict[str, KindCodes]:
    return table("actor_kinds", dict[str, KindCodes])
