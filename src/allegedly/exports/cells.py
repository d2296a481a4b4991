"""Cells of a table: numbers as they are, days in ISO form, and text that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

from allegedly.codec import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Column", "Kind", "Value", "as_json", "cell", "filled", "guarded", "in_line", "read_csv", "unguarded"]

Kind = Literal["text", "integer", "number", "day", "moment", "truth"]
Value = str | int | float | bool | dt.date | dt.datetime | None
_Row = TypeVar("_Row")

# what a spreadsheet takes for the start of a formula, in both widths, and what makes it start a new cell
_LIVE = tuple("=+-@\t\r\0＝＋－＠")
# what a spreadsheet passes over before it looks
_PASSED = "\ufeff '\"\u00a0"
# text in JSON that an HTML page could take for its own
_IN_PAGES = {
    b"<": rb"\u003c",
    b">": rb"\u003e",
    b"&": rb"\u0026",
    "\u2028".encode(): rb"\u2028",
    "\u2029".encode(): rb"\u2029",
}


class Column(NamedTuple, Generic[_Row]):
    """One column of a table: its name, what kind of cells it has, what they hold in words, and how a row fills it."""

    name: str
    kind: Kind
    words: str
    take: Callable[[_Row], Value]


def guarded(text: str) -> str:
    """Text as a cell that no spreadsheet runs: what could be a formula gets a leading quote.

    >>> guarded("=HYPERLINK(1)"), guarded(" -2+3"), guarded("Grozny")
    ("'=HYPERLINK(1)", "' -2+3", 'Grozny')
    """
    return f"'{text}" if _is_live(text) else text


def unguarded(text: str) -> str:
    """A cell as it was before `guarded`, for every text.

    >>> unguarded("'=HYPERLINK(1)"), unguarded("'tis")
    ('=HYPERLINK(1)', "'tis")
    """
    return text[1:] if text.startswith("'") and _is_live(text[1:]) else text


def cell(value: Value, kind: Kind) -> str:
    """A value as a cell: empty for None, numbers without an exponent, times in UTC to the second.

    >>> cell(-5.2, "number"), cell("-5.2", "text"), cell(None, "integer"), cell(True, "truth")
    ('-5.2', "'-5.2", '', 'true')
    """
    if value is None:
        return ""
    if kind == "text":
        return guarded(str(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def in_line(cells: Iterable[str], between: str = ",") -> bytes:
    r"""Cells as one line of a table in UTF-8.

    >>> in_line(["a", "d,e", "two\nlines", ' f'])
    b'a,"d,e","two\nlines"," f"\n'
    """
    return between.join(_quoted(one, between) for one in cells).encode() + b"\n"


def read_csv(body: bytes, between: str = ",") -> list[dict[str, str]]:
    """A table written here, row by row, with every cell as it was before it was guarded."""
    rows = csv.DictReader(io.StringIO(body.decode(), newline=""), delimiter=between)
    return [{name: unguarded(text) for name, text in row.items()} for row in rows]


def as_json(record: object) -> bytes:
    r"""A record as JSON that can stand in an HTML page: no character of it opens or closes a tag.

    >>> as_json({"name": "</script>"})
    b'{"name":"\\u003c/script\\u003e"}'
    """
    line = encode(record)
    for mark, written in _IN_PAGES.items():
        line = line.replace(mark, written)
    return line


def filled(columns: Sequence[Column[_Row]], row: _Row) -> list[str]:
    """One row's cells."""
    return [cell(column.take(row), column.kind) for column in columns]


def _is_live(text: str) -> bool:
    return text.lstrip(_PASSED).startswith(_LIVE)


def _quoted(text: str, between: str) -> str:
    if any(mark in text for mark in (between, '"', "\n", "\r")) or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text
