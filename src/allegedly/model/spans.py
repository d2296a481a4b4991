"""Where words stand: half-open code points of an article's text, always with the words themselves."""

from __future__ import annotations

import msgspec

from allegedly.errors import RecordError

__all__ = ["Cue", "Evidence", "Record", "Span", "check_order", "check_quote"]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every record shares: frozen, fields by name, unknown fields refused."""


def check_order(start: int, end: int, what: str) -> None:
    """A span runs forward from the first code point on."""
    if not 0 <= start < end:
        raise RecordError(f"{what}: expected 0 <= start < end, got {start}, {end}")


def check_quote(start: int | None, end: int | None, text: str, what: str) -> None:
    """A quoted span is as long as its words; a part without a span has neither end."""
    if (start is None) != (end is None):
        raise RecordError(f"{what}: start and end stand together or not at all, got {start}, {end}")
    if start is None or end is None:
        return
    check_order(start, end, what)
    if end - start != len(text):
        raise RecordError(f"{what}: {text!r} has {len(text)} code points, its span {start}-{end} has {end - start}")


class Span(Record, frozen=True, kw_only=True):
    """Where words stand: half-open code points of `Article.text`.

    >>> Span(start=3, end=7).end
    7
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        check_order(self.start, self.end, "span")


class Evidence(Record, frozen=True, kw_only=True):
    """The exact words a claim rests on and where they stand.

    >>> Evidence(start=0, end=6, text="gunmen").text
    'gunmen'
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        check_quote(self.start, self.end, self.text, "evidence")


class Cue(Evidence, frozen=True, kw_only=True):
    """A word that makes a claim less than plainly asserted, or denies it."""
