"""How a claim stands: what all decisions of it, undone ones left out, come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["VERSION_VERBS", "Decision", "Standing", "stand", "to_undo"]

Status = Literal["proposed", "accepted", "edited", "rejected", "superseded"]
_STATUS: dict[str, Status] = {"accept": "accepted", "edit": "edited", "reject": "rejected"}
# the verbs that decide of a claim itself; those of events lie in the same table
VERSION_VERBS = ("accept", "edit", "reject", "undo", "supersede")


class Decision(Record, frozen=True, kw_only=True):
    """One decision of a claim by its entry's number; an undo names the one it takes back."""

    seq: int
    verb: str
    undoes: int | None = None


class Standing(Record, frozen=True, kw_only=True):
    """A claim's status, the version a decision must have seen, and the entries that hold its words and its end.

    `content` is the entry of the standing edit, None where the claim stands as coded; `superseded_by` is the entry
    that superseded it.
    """

    status: Status
    version: int
    content: int | None = None
    superseded_by: int | None = None


def stand(claim_seq: int, decisions: Iterable[Decision]) -> Standing:
    """How a claim stands after its decisions, given in the order of the ledger.

    >>> stand(7, [Decision(seq=9, verb="accept"), Decision(seq=12, verb="undo", undoes=9)]).status
    'proposed'
    """
    version = claim_seq
    standing: list[Decision] = []
    for decision in decisions:
        version = decision.seq
        if decision.verb == "undo":
            standing = [one for one in standing if one.seq != decision.undoes]
        else:
            standing.append(decision)
    ends = [one.seq for one in standing if one.verb == "supersede"]
    edits = [one.seq for one in standing if one.verb == "edit"]
    verdicts = [one.verb for one in standing if one.verb in _STATUS]
    status: Status = "superseded" if ends else _STATUS[verdicts[-1]] if verdicts else "proposed"
    return Standing(
        status=status,
        version=version,
        content=edits[-1] if edits else None,
        superseded_by=ends[-1] if ends else None,
    )


def to_undo(decisions: Iterable[Decision]) -> int | None:
    """The decision an undo takes back: the last that still stands.

    >>> to_undo([Decision(seq=9, verb="accept"), Decision(seq=12, verb="reject")])
    12
    """
    standing: list[int] = []
    for decision in decisions:
        if decision.verb == "undo":
            standing = [seq for seq in standing if seq != decision.undoes]
        else:
            standing.append(decision.seq)
    return standing[-1] if standing else None
