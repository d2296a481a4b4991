"""What can go wrong, said so that a person knows what to do next."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["AllegedlyError", "QuarantineReason", "Quarantined", "RecordError", "UnknownCoderError"]

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
