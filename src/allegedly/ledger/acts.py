"""What is entered in a ledger beside articles and claims: who decided what of them, when and why.

An act never changes what it speaks of; it is a new entry that points back.
"""

from __future__ import annotations

from typing import Literal

from allegedly.errors import RecordError
from allegedly.events.numbers import Move
from allegedly.model import Claim, CoderStamp, CountWhat, Record

__all__ = [
    "Cause",
    "Coding",
    "Exported",
    "Founding",
    "Joining",
    "Judgement",
    "Parting",
    "Redaction",
    "Resolution",
    "SetAside",
    "Supersession",
    "Verdict",
]

Verdict = Literal["accept", "edit", "reject", "undo"]
Cause = Literal["correction", "clarification", "update", "retraction", "changed", "dropped", "repeats", "recoded"]


class Founding(Record, frozen=True, kw_only=True):
    """The first entry: the ledger's own id, which every checkpoint names."""

    ledger: str
    schema: int


class Coding(Record, frozen=True, kw_only=True):
    """One article read by one coder: which claims it found, those known before included.

    `source` is the hash of the input as it came.
    """

    article: str
    coder: CoderStamp
    source: str
    claims: tuple[str, ...]


class SetAside(Record, frozen=True, kw_only=True):
    """An input that could not be read, with its reason; `source` is None where there were no bytes to hash."""

    name: str
    reason: str
    message: str
    source: str | None = None


class Judgement(Record, frozen=True, kw_only=True):
    """What a person decided of a claim, having seen it as the entry `saw` left it.

    An edit carries the whole claim as it should be; an undo names the entry it takes back.
    """

    claim: str
    verdict: Verdict
    by: str
    saw: int
    reason: str | None = None
    edited: Claim | None = None
    undoes: int | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise RecordError("judgement: expected who decides, found nobody; give a name (--by WHO)")
        if self.verdict in ("reject", "edit") and not (self.reason or "").strip():
            raise RecordError(f"judgement: expected why to {self.verdict}, found no reason; give one (--reason WHY)")
        if (self.verdict == "edit") != (self.edited is not None):
            raise RecordError("judgement: an edit, and nothing else, carries the claim as it should be")
        if (self.verdict == "undo") != (self.undoes is not None):
            raise RecordError("judgement: an undo, and nothing else, names what it takes back")


class Supersession(Record, frozen=True, kw_only=True):
    """Why a claim no longer stands: a notice, a newer version of its page, or another reading of the same words.

    `successor` is the claim that stands in its place, `notice` the claim that holds the outlet's notice.
    """

    claim: str
    cause: Cause
    reason: str
    successor: str | None = None
    notice: str | None = None


class Joining(Record, frozen=True, kw_only=True):
    """A claim was taken into an event, by the program or by a person; claims of an event that was absorbed come along.

    `companion` is the claim it was found alike with, `reasons` say why; `moves` are the claims that change their event,
    by entry, each with the event's entry.
    """

    claim: str
    event: str
    moves: tuple[tuple[int, int], ...]
    score: float | None = None
    companion: str | None = None
    reasons: tuple[str, ...] = ()
    by: str | None = None
    reason: str | None = None
    lifted: tuple[tuple[int, int], ...] = ()


class Parting(Record, frozen=True, kw_only=True):
    """A person took a claim out of an event: it is not joined with what stays there again.

    `apart` are the pairs of claims, by entry; `moves` as in Joining.
    """

    claim: str
    event: str
    by: str
    reason: str
    moves: tuple[tuple[int, int], ...]
    apart: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise RecordError("parting: expected who parts them and why; give both (--by WHO --reason WHY)")


class Resolution(Record, frozen=True, kw_only=True):
    """What a person does about the numbers of an event: prefer one claim's, give the range, unconfirmed, or pending.

    `what` is the thing counted; the moves are those of casualty recorders (docs/events.md).
    """

    event: str
    what: CountWhat
    move: Move
    by: str
    reason: str | None = None
    prefers: str | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise RecordError("resolution: expected who decides, found nobody; give a name (--by WHO)")
        if (self.move == "prefer") != (self.prefers is not None):
            raise RecordError("resolution: to prefer, and nothing else, names the claim preferred (--claim ID)")


class Exported(Record, frozen=True, kw_only=True):
    """What left the ledger: so that it can be called back when something in it is redacted."""

    format: str
    as_of: int
    rows: int
    sha256: str
    by: str | None = None


class Redaction(Record, frozen=True, kw_only=True):
    """A tombstone: which entries were emptied, by whom and on what ground.

    `decided` keeps what the emptied entries decided, without a word of it: entry, verb, and the entry it undoes.
    """

    subject: str
    by: str
    reason: str
    entries: tuple[int, ...]
    recall: tuple[int, ...] = ()
    decided: tuple[tuple[int, str, int | None], ...] = ()

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise RecordError("redaction: expected who orders it and why; give both (--by WHO --reason WHY)")
