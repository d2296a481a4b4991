"""What can go wrong, said so that a person knows what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "AllegedlyError",
    "DumpError",
    "GazetteerError",
    "QuarantineReason",
    "Quarantined",
    "RecordError",
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
