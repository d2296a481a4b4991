"""Which claims of a frame fit some filters, found in columns; the same claims as `find_claims` finds one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from allegedly.ledger.facets import name_key
from allegedly.ledger.held import Held, held_claims
from allegedly.model import TYPES, Record
from allegedly.model.words import CERTAINTIES
from allegedly.views.filters import LASTING, STATUSES, actor_keys_of, fits, geoname_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import numpy.typing as npt

    from allegedly.stores.engine import Engine, Transaction
    from allegedly.views.filters import Filters
    from allegedly.views.tally import Frame, Tally

    Rows = npt.NDArray[np.int64]

__all__ = [
    "EVENT_TYPES",
    "MOST_LOOKED_AT",
    "RELATION_TYPES",
    "Worded",
    "fitting_rows",
    "rows_to_claims",
    "timely",
    "worded",
    "worded_part",
]

# a page of a list is read at once; more would make the first lines wait
_AT_ONCE = 100
# claims whose words are read for one page: the word index knows reports, and a word of a report is in few of its claims
MOST_LOOKED_AT = 400
EVENT_TYPES, RELATION_TYPES = TYPES["event"], TYPES["relation"]


def fitting_rows(engine: Engine, tx: Transaction, tally: Tally, frame: Frame, filters: Filters) -> Rows:
    """The rows of a frame that fit, in the order recorded. Of `words` only what the word index knows of their report is
    asked here; `worded` asks the claims themselves.
    """
    fit = np.isin(frame["status"], [STATUSES.index(status) for status in filters.status])
    for name, asked in (("type", filters.type), ("country", filters.country and filters.country.upper())):
        if asked:
            fit &= frame[name] == _number(frame, name, asked)
    if filters.certainty is not None:
        fit &= frame["certainty"] == CERTAINTIES.index(filters.certainty)
    if filters.outlet is not None:
        wanted = filters.outlet.casefold()
        outlets = [number for number, word in enumerate(frame.labels["outlet"].words) if word.casefold() == wanted]
        fit &= np.isin(frame["outlet"], outlets)
    if filters.place:
        fit &= _placed(frame, filters.place)
    fit &= timely(frame, filters)
    if filters.article is not None:
        seqs = [seq for (seq,) in tx.rows("SELECT seq FROM article WHERE id = ?", (filters.article,))]
        fit &= np.isin(frame["article"], seqs)
    if filters.actor:
        keys = frame.labels["key"]
        wanted_keys = [number for key in actor_keys_of(filters.actor) if (number := keys.known(key)) is not None]
        named = np.zeros(len(frame), bool)
        named[tally.parties(frame, wanted_keys)["row"]] = True
        fit &= named
    if filters.words:
        fit &= np.isin(frame["article"], np.array(engine.found(tx, filters.words), "int64"))
    return np.flatnonzero(fit)


def rows_to_claims(tx: Transaction, frame: Frame, rows: Rows) -> list[Held]:
    """The claims of some rows, in their order."""
    return held_claims(tx, [int(seq) for seq in frame["claim"][rows]], frame.upto)


class Worded(Record, frozen=True, kw_only=True):
    """The claims of some rows that hold the words asked for, each with its row; `goes_on` is whether rows are left."""

    found: tuple[tuple[int, Held], ...]
    looked_at: int
    goes_on: bool


def worded_part(tx: Transaction, frame: Frame, rows: Rows, filters: Filters, *, most: int) -> Worded:
    """At most `most` claims of some rows that hold the words, of so many rows as are looked at for one page."""
    found: list[tuple[int, Held]] = []
    looked_at = 0
    for start in range(0, min(len(rows), MOST_LOOKED_AT), _AT_ONCE):
        some = rows[start : min(start + _AT_ONCE, MOST_LOOKED_AT)]
        for row, held in zip(some, rows_to_claims(tx, frame, some), strict=True):
            looked_at += 1
            if fits(held, filters):
                found.append((int(row), held))
            if len(found) == most:
                return Worded(found=tuple(found), looked_at=looked_at, goes_on=looked_at < len(rows))
    return Worded(found=tuple(found), looked_at=looked_at, goes_on=looked_at < len(rows))


def worded(tx: Transaction, frame: Frame, rows: Rows, filters: Filters) -> Iterator[tuple[int, Held]]:
    """The claims of some rows that hold the words asked for, each with its row, read as they are taken."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        for row, held in zip(some, rows_to_claims(tx, frame, some), strict=True):
            if fits(held, filters):
                yield int(row), held


def _placed(frame: Frame, asked: str) -> npt.NDArray[np.bool_]:
    """Rows at a place, by the name that the report or the gazetteer gives it, or by its GeoNames number."""
    if (number := geoname_of(asked)) is not None:
        return np.asarray(frame["geonameid"] == number)
    wanted = name_key(asked).partition(":")[2]
    called = [at for at, name in enumerate(frame.labels["place"].folded) if at and name == wanted]
    return np.isin(frame["place"], called) | np.isin(frame["place_known"], called)


def _number(frame: Frame, name: str, word: str) -> int:
    """The number of a word in a column; one that no claim has is -1, which no row holds."""
    known = frame.labels[name].known(word)
    return -1 if known is None else known


def timely(frame: Frame, filters: Filters) -> npt.NDArray[np.bool_]:
    """Rows whose days lie within the asked ones; a claim without any day does not."""
    earliest, latest = frame["earliest"], frame["latest"]
    fit = np.ones(len(frame), bool)
    if filters.since is not None:
        # "since 2014" without an end may still go on
        fit &= np.where(np.isnat(latest), ~np.isnat(earliest), latest >= np.datetime64(filters.since))
    if filters.until is not None:
        first = np.where(np.isnat(earliest), latest, earliest)
        fit &= first <= np.datetime64(filters.until)
    return fit if filters.valid_at is None else fit & _holding(frame, filters.valid_at)


def _holding(frame: Frame, day: dt.date) -> npt.NDArray[np.bool_]:
    """Rows that are said to hold on a day: as `holds_on` tells it."""
    asked = np.datetime64(day)
    earliest, latest = frame["earliest"], frame["latest"]
    first = np.where(np.isnat(earliest), latest, earliest)
    last = np.where(np.isnat(latest), earliest, latest)
    types = frame.labels["type"]
    lasting = np.isin(frame["type"], [number for name in LASTING if (number := types.known(name)) is not None])
    began = np.where(np.isnat(first), frame["published"], first)
    return np.where(lasting, began <= asked, (first <= asked) & (asked <= last))
