"""A pair of claims side by side, field by field, with which fields differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly import wording
from allegedly.model import BombingMode, Correction, EventClaim, Quantity, RelationClaim
from allegedly.when import time_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allegedly.model import Claim
    from allegedly.views.sidebyside import Row

__all__ = ["Cell", "Pair", "Side", "pair_of"]

# how much of the evidence is told in a cell; the report above shows all of it
_LONGEST_WORDS = 280


class Side(NamedTuple):
    """One claim of a pair: the name it has in the marks of the report, whose it is, and the claim."""

    mark: str
    whose: str
    claim: Claim


class Cell(NamedTuple):
    """A row of the comparison: its label, the part of the report it is coloured as, what each side says there, and
    whether the two differ in it. A side that has no claim has None, one that says nothing of it an empty text.
    """

    label: str
    part: str
    told: tuple[str | None, ...]
    differs: bool


class Pair(NamedTuple):
    """What two coders, or one and the ledger, have of one thing: the sides that are compared, what stands in the ledger
    beside them, and the rows of the comparison.

    `agrees` is whether both have it and differ in nothing that is compared; other words as evidence are no difference.
    """

    key: str
    row: Row
    sides: tuple[Side | None, ...]
    cells: tuple[Cell, ...]
    agrees: bool
    differs: tuple[str, ...]


def pair_of(row: Row, both: tuple[str, str], *, with_ledger: bool) -> Pair:
    """A row for a curator. `with_ledger` is for one coding beside the ledger, whose claim is then the second side."""
    held = Side(f"held-{row.held.seq}", "ledger", row.held.claim) if row.held and row.held.claim else None
    one = Side(f"one-{row.one.number}", both[0], row.one.claim) if row.one else None
    other = Side(f"other-{row.other.number}", both[1], row.other.claim) if row.other else None
    sides = (one, held) if with_ledger else (one, other, held)
    cells = tuple(_cells(sides, row.differs))
    differing = tuple(cell.label for cell in cells if cell.differs)
    return Pair(
        key=f"{one.mark if one else ''}.{other.mark if other else ''}.{held.mark if held else ''}",
        row=row,
        sides=sides,
        cells=cells,
        agrees=sides[0] is not None and sides[1] is not None and not set(differing) - {_WORDS},
        differs=differing,
    )


def _cells(sides: tuple[Side | None, ...], differs: tuple[str, ...]) -> Iterator[Cell]:
    claims = [side.claim if side else None for side in sides]
    both = claims[0] is not None and claims[1] is not None
    for label, part, fields, tell in _ROWS:
        told = tuple(None if claim is None else tell(claim) for claim in claims)
        if not any(told):
            continue
        # the scorer's fields differ where it says so; of what it does not compare, the words do
        is_apart = bool(set(fields) & set(differs)) if fields else told[0] != told[1]
        yield Cell(label, part, told, both and is_apart)


def _type(claim: Claim) -> str:
    mode: BombingMode | None = getattr(claim, "mode", None)
    return claim.type.replace("_", " ") + (f" ({mode.replace('_', ' ')})" if mode else "")


def _who(claim: Claim) -> str:
    if isinstance(claim, Correction):
        return wording.name(claim.old) if claim.old else ""
    return wording.names(claim.subject if isinstance(claim, RelationClaim | Quantity) else claim.actor)


def _whom(claim: Claim) -> str:
    if isinstance(claim, Correction):
        return wording.name(claim.new) if claim.new else ""
    if isinstance(claim, Quantity):
        return ""
    return wording.names(claim.object if isinstance(claim, RelationClaim) else claim.target)


def _where(claim: Claim) -> str:
    return wording.where(claim.place) if not isinstance(claim, Correction) and claim.place else ""


def _when(claim: Claim) -> str:
    return time_in_words(claim.time) if not isinstance(claim, Correction) and claim.time else ""


def _many(claim: Claim) -> str:
    return "" if isinstance(claim, Correction) else "; ".join(map(wording.number, claim.counts))


def _weapon(claim: Claim) -> str:
    return wording.names(claim.weapon) if isinstance(claim, EventClaim) else ""


def _sure(claim: Claim) -> str:
    return wording.sureness(claim.factuality)


def _words(claim: Claim) -> str:
    told = " … ".join(wording.clean(span.text) for span in claim.evidence)
    return told if len(told) <= _LONGEST_WORDS else told[:_LONGEST_WORDS].rsplit(" ", 1)[0] + " …"


_WORDS = "words"
# label, the part's colour, the scorer's fields, and how it is told
_ROWS: tuple[tuple[str, str, tuple[str, ...], Callable[[Claim], str]], ...] = (
    ("type", "trigger", ("type",), _type),
    ("who", "actor", ("actor",), _who),
    ("to whom", "target", ("target",), _whom),
    ("where", "place", ("place",), _where),
    ("when", "time", ("time",), _when),
    ("how many", "counts", ("counts",), _many),
    ("weapon", "weapon", (), _weapon),
    ("says so", "voice", ("voice",), wording.voice),
    ("how sure", "cue", ("polarity", "certainty", "tense"), _sure),
    (_WORDS, "evidence", (), _words),
)
