"""What can go wrong, said so that a person knows what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "ActorListError",
    "AllegedlyError",
    "ConflictError",
    "DumpError",
    "ForbiddenError",
    "GazetteerError",
    "NotFoundError",
    "NotReadyError",
    "QuarantineReason",
    "Quarantined",
    "RecordError",
    "RefusedError",
    "StorageError",
    "TooLongError",
    "UnknownCoderError",
]

QuarantineReason = Literal[
    "empty", "binary", "encoding", "too_large", "too_deep", "timeout", "syntax", "language", "unreadable", "missing"
]
QUARANTINE_REASONS: tuple[str, ...] = get_args(QuarantineReason)


class AllegedlyError(Exception):
    """Any error this package raises on purpose."""


class RecordError(AllegedlyError, ValueError):
    """A record that contradicts itself or its article; nothing was built.

    A ValueError too, so that decoding JSON reports the path of the record that failed.
    """


class UnknownCoderError(AllegedlyError):
    """A coder was asked for by a name nobody registered."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"no coder is called {name!r}; known coders: {', '.join(known) or 'none'}. Use --coder NAME.")


class GazetteerError(AllegedlyError):
    """The gazetteer cannot be read; says where it was looked for and which command makes it."""

    def __init__(self, path: Path, found: str, remedy: str) -> None:
        self.path = path
        super().__init__(f"gazetteer {path}: {found}. {remedy}")


class DumpError(AllegedlyError):
    """A line of a GeoNames dump is not what GeoNames writes; the index that was there before still is."""

    def __init__(self, path: Path, line: int, expected: str, found: str) -> None:
        self.path = path
        self.line = line
        super().__init__(
            f"{path}, line {line}: expected {expected}, found {found}. The old index stays in place; "
            "get the whole file and run the command again, it goes on from there."
        )


class Quarantined(AllegedlyError):  # noqa: N818 - the word of the trade; it is an outcome as well as an error
    """One input could not be read; it is set aside with its reason, the inputs beside it go on.

    `reason` is one of QUARANTINE_REASONS, `where` names the input (and the line, for JSONL), `found` says in
    words what was expected and what stood there.
    """

    def __init__(self, reason: QuarantineReason, where: str, found: str, *, line: int | None = None) -> None:
        self.reason: QuarantineReason = reason
        self.where = where
        self.found = found
        self.line = line
        super().__init__(f"{where}: {self.label}: {found}" if found else f"{where}: {self.label}")

    @property
    def label(self) -> str:
        """The reason as a program reads it: `syntax(7)` names the line, the others stand alone."""
        return self.reason if self.line is None else f"{self.reason}({self.line})"


class ActorListError(AllegedlyError):
    """A list of actors contradicts itself or cannot be read; nothing of it was taken.

    `problems` holds one line each: where it stands, what is wrong, what was expected.
    """

    def __init__(self, where: str, problems: tuple[str, ...]) -> None:
        self.where = where
        self.problems = problems
        told = "\n".join(f"{where}: {problem}" for problem in problems)
        super().__init__(f"{told}\nNothing was taken from {where}; mend these lines and import it again.")


class StorageError(AllegedlyError):
    """The ledger's file or server could not be read or written; what was acknowledged before is still there."""


class TooLongError(AllegedlyError):
    """A question to the ledger took longer than it may; nothing was changed, and a narrower one may be answered."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"the ledger did not answer within {seconds:g} s; ask for less: fewer days, one type, one place"
        )


class NotFoundError(AllegedlyError):
    """Something was asked for by an id or name that the ledger does not have."""


class RefusedError(AllegedlyError):
    """A decision that the ledger does not take, such as an edit whose words are not the report's; nothing changed."""


class ConflictError(RefusedError):
    """Somebody else decided first: the claim is not as it was when this decision was made. Nothing changed.

    `expected` and `found` are versions of the claim: numbers of the ledger's entries.
    """

    def __init__(self, claim: str, expected: int, found: int) -> None:
        self.claim = claim
        self.expected = expected
        self.found = found
        super().__init__(
            f"{claim}: expected it as entry {expected} left it, found it changed by entry {found}; "
            f"look at it again (allegedly show {claim}), then decide"
        )


class NotReadyError(AllegedlyError):
    """The claims of a large ledger are still being counted; `share` of them are, from 0 to 1."""

    def __init__(self, share: float) -> None:
        self.share = share
        super().__init__(f"the claims are still being counted: {share:.0%} of the ledger read; ask again in a moment")


class ForbiddenError(AllegedlyError):
    """Somebody asks for what is not theirs to see or do; says who may."""
