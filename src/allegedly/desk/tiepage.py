"""One tie as it is told: the claims of it, with their words, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from allegedly.desk.claimlist import COLUMNS
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.ledger.facets import actor_keys, name_key, parties
from allegedly.ledger.held import Held
from allegedly.model import Record
from allegedly.views.finding import fitting_rows, rows_to_claims
from allegedly.views.partyrows import OBJECT, SUBJECT, lines_of
from allegedly.views.tienet import HOW, how_told
from allegedly.wording import clean

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.views.finding import Rows

__all__ = ["PAGES"]

_A_PAGE = 20


class TieClaims(Record, frozen=True, kw_only=True):
    """The claims of one tie: between whom, of what type, told how; `number` is how many there are."""

    subject: str
    object: str
    type: str
    how: str | None
    number: int
    claims: tuple[Held, ...]
    goes_on: int | None = None


def tie_page(asked: Asked) -> Shown:
    """The page of one tie."""
    type_ = asked.filters.type
    if type_ is None or not asked.query.get("subject") or not asked.query.get("object"):
        raise NotFoundError("tie: expected subject, object and type in the address; /ties lists ties with theirs")
    how = asked.query.get("how") or None
    if how not in (None, *HOW):
        raise NotFoundError(f"how: expected {', '.join(HOW)}, found {how!r}")
    rows = _rows(asked, how)
    number = len(rows)
    if before := asked.number("before", 0, low=0, high=2**31):
        rows = rows[asked.frame["claim"][rows] < before]
    claims = rows_to_claims(asked.tx, asked.frame, rows[::-1][:_A_PAGE])
    record = TieClaims(
        subject=_called(_key(asked, "subject"), claims),
        object=_called(_key(asked, "object"), claims),
        type=type_,
        how=how,
        number=number,
        claims=tuple(claims),
        goes_on=claims[-1].seq if len(rows) > _A_PAGE else None,
    )
    title = f"{record.subject} {type_.replace('_', ' ')} {record.object}"
    return Shown(record, title, Table(COLUMNS, claims))


def _rows(asked: Asked, how: str | None) -> Rows:
    frame, tally = asked.frame, asked.bench.tally
    # a tie is looked at over all days; whom it is of is in the address by itself
    filters = msgspec.structs.replace(asked.filters, actor=None, valid_at=None)
    rows = fitting_rows(asked.engine, asked.tx, tally, frame, filters)
    for end, role in (("subject", SUBJECT), ("object", OBJECT)):
        number = frame.labels["key"].known(_key(asked, end))
        lines = lines_of(tally, frame, [] if number is None else [number], rows, happenings=True)
        rows = np.unique(lines.row[lines.role == role])
    if report := asked.number("report", 0, low=0, high=2**31):
        rows = rows[frame["article"][rows] == report]
    return rows if how is None else rows[how_told(frame, rows) == HOW.index(how)]


def _key(asked: Asked, end: str) -> str:
    told = asked.query[end]
    return told if told.startswith("id:") else name_key(told.removeprefix("name:"))


def _called(key: str, claims: list[Held]) -> str:
    """An end of the tie as the newest of its claims names it."""
    for held in claims:
        for _, part in parties(held.claim) if held.claim is not None else ():
            if key in actor_keys(part):
                return clean(part.name)
    return key.partition(":")[2]


PAGES = (PageRoute("/tie", "tie.html", tie_page),)
