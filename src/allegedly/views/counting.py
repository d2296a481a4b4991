"""Claims of a frame counted by month, type, certainty, outlet and how they stand, split by how surely they are said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from allegedly.model import TYPES, Record
from allegedly.model.words import CERTAINTIES
from allegedly.views.filters import STATUSES

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.views.finding import Rows
    from allegedly.views.tally import Frame

__all__ = ["SAID", "Amount", "MonthAmount", "by_certainty", "by_month", "by_outlet", "by_status", "by_type"]

# how a claim is said: affirmed with one of the code book's certainties, or denied with any of them
SAID = (*CERTAINTIES, "denied")
_DENIED = len(CERTAINTIES)


class Amount(Record, frozen=True, kw_only=True):
    """How many claims have one label; `said` splits them in the order of `SAID`.

    `label` is None where the report tells none (an outlet that is not named).
    """

    label: str | None
    claims: int
    said: tuple[int, ...]


class MonthAmount(Record, frozen=True, kw_only=True):
    """How many claims have their first day told in one month; `month` is its first day, None where no day is told."""

    month: dt.date | None
    claims: int
    said: tuple[int, ...]


def by_month(frame: Frame, rows: Rows) -> tuple[MonthAmount, ...]:
    """Every month from the first to the last, empty ones too; at the end, where there are any, those without a day."""
    earliest = frame["earliest"][rows]
    first = np.where(np.isnat(earliest), frame["latest"][rows], earliest)
    told = ~np.isnat(first)
    months = first[told].astype("datetime64[M]").astype("int64")
    said = _said(frame, rows)
    found: list[MonthAmount] = []
    if len(months):
        origin = int(months.min())
        table = _table(months - origin, said[told], int(months.max()) - origin + 1)
        for at, row in enumerate(table):
            month = np.datetime64(origin + at, "M").astype("datetime64[D]").item()
            found.append(MonthAmount(month=month, claims=sum(row), said=row))
    if len(undated := said[~told]):
        row = tuple(np.bincount(undated, minlength=len(SAID)).tolist())
        found.append(MonthAmount(month=None, claims=len(undated), said=row))
    return tuple(found)


def by_type(frame: Frame, rows: Rows) -> tuple[Amount, ...]:
    """The types there are, those with most claims first; of two with as many, in the order of the code book."""
    order = {name: at for at, name in enumerate(name for names in TYPES.values() for name in names)}
    found = _labelled(frame, rows, "type")
    return tuple(sorted(found, key=lambda one: (-one.claims, order[one.label or ""])))


def by_outlet(frame: Frame, rows: Rows) -> tuple[Amount, ...]:
    """Outlets by name, whoever is not named last: this is no ranking."""
    found = _labelled(frame, rows, "outlet")
    return tuple(sorted(found, key=lambda one: (one.label is None, (one.label or "").casefold(), one.label or "")))


def by_certainty(frame: Frame, rows: Rows) -> tuple[Amount, ...]:
    """All four certainties in the order of the code book."""
    table = _table(frame["certainty"][rows], _said(frame, rows), len(CERTAINTIES))
    return tuple(Amount(label=name, claims=sum(row), said=row) for name, row in zip(CERTAINTIES, table, strict=True))


def by_status(frame: Frame, rows: Rows) -> tuple[Amount, ...]:
    """All ways to stand, in the order of a claim's life."""
    table = _table(frame["status"][rows], _said(frame, rows), len(STATUSES))
    return tuple(Amount(label=name, claims=sum(row), said=row) for name, row in zip(STATUSES, table, strict=True))


def _said(frame: Frame, rows: Rows) -> npt.NDArray[np.int64]:
    """How each row is said, as a number into `SAID`."""
    return np.where(frame["polarity"][rows] == 1, _DENIED, frame["certainty"][rows])


def _labelled(frame: Frame, rows: Rows, column: str) -> list[Amount]:
    words = frame.labels[column].words
    table = _table(frame[column][rows], _said(frame, rows), len(words))
    return [Amount(label=words[at] or None, claims=sum(row), said=row) for at, row in enumerate(table) if any(row)]


def _table(labels: npt.NDArray[np.int64], said: npt.NDArray[np.int64], size: int) -> list[tuple[int, ...]]:
    """How many there are of each label and way to be said."""
    cells = labels.astype("int64") * len(SAID) + said
    counted = np.bincount(cells, minlength=size * len(SAID)).reshape(size, len(SAID))
    return [tuple(row) for row in counted.tolist()]
