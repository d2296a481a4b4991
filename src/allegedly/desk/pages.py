"""What a page and a write are: where they stand, what they tell, and in which forms they can be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from allegedly.desk.asked import Asked
    from allegedly.desk.charts import Drawing
    from allegedly.exports.cells import Column

__all__ = ["Done", "PageRoute", "Problem", "Shown", "Table", "WriteRoute", "Writing"]


class Table(NamedTuple):
    """A page's rows for a spreadsheet, with the columns that each row fills."""

    columns: Sequence[Column[Any]]
    rows: Iterable[Any]


class Shown(NamedTuple):
    """What a page shows: a record, which is its JSON, its title, and its rows where it is a table.

    `aids` is what the template needs beside the record and no reader of the JSON does: labels, links, choices.
    `drawing` is what is to be seen at the same address with `.svg`, where that is one picture.
    """

    record: Record
    title: str
    table: Table | None = None
    aids: dict[str, Any] | None = None
    drawing: Drawing | None = None


class PageRoute(NamedTuple):
    """A page: its address, its template and the function that tells what it shows.

    The record stands at the same address with `.json` after it, the rows with `.csv`, the picture with `.svg`.
    """

    path: str
    template: str
    tell: Callable[[Asked], Shown]
    # whoever may see it: reader, coder or adjudicator
    needs: str = "reader"


class Writing(Record, frozen=True, kw_only=True):
    """What a form or a program sends to be entered; each kind of write has its own fields."""


class Problem(Record, frozen=True, kw_only=True):
    """What a program is told when nothing was done: what was expected, what was found, and what to do next.

    `share` says how much of a large ledger is counted so far, while it is.
    """

    error: str
    share: float | None = None


class Done(NamedTuple):
    """What came of a write: what a program is told, and where a browser goes on."""

    record: Record
    goes_on: str
    status: int = 201


class WriteRoute(NamedTuple):
    """A write: its address, the fields it takes, the function that enters it and what that tells.

    The function is given who asks in `Asked`, whose view of the ledger is closed before it writes.
    """

    path: str
    takes: type[Writing]
    tells: type[Record]
    enter: Callable[[Asked, Any], Done]
    summary: str
    # whoever may do it: coder or adjudicator
    needs: str = "coder"
