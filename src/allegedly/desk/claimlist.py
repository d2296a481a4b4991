"""The list of claims: found by words, actor, place, type, days, outlet and certainty, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.desk.choices import choices
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.exports.cells import Column
from allegedly.ledger.held import Held
from allegedly.model import Record
from allegedly.views.finding import fitting_rows, rows_to_claims, worded_part
from allegedly.wording import voice, who

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.views.filters import Filters

__all__ = ["PAGES"]

# what a reader scrolls through before asking for more
_A_PAGE = 20


class ClaimList(Record, frozen=True, kw_only=True):
    """Some claims that fit, the newest first; `goes_on` is the entry to give as `before` for the next ones.

    `number` is how many fit, None where words had to be looked for claim by claim; then `looked_at` is how many claims
    were read for it, which is bounded, so that a page may hold few of them and others come further on.
    """

    number: int | None
    claims: tuple[Held, ...]
    goes_on: int | None = None
    looked_at: int | None = None


def claim_list(asked: Asked) -> Shown:
    """The page of claims."""
    record = _found(asked, asked.filters)
    return Shown(record, "Claims", Table(COLUMNS, record.claims), choices(asked.frame))


def _found(asked: Asked, filters: Filters) -> ClaimList:
    """The claims of one page, and how many there are in all."""
    tx, frame = asked.tx, asked.frame
    rows = fitting_rows(asked.engine, tx, asked.bench.tally, frame, filters)
    number = len(rows)
    if before := asked.number("before", 0, low=0, high=2**31):
        rows = rows[frame["claim"][rows] < before]
    rows = rows[::-1]
    if not filters.words:
        found = rows_to_claims(tx, frame, rows[:_A_PAGE])
        more = len(rows) > _A_PAGE
        return ClaimList(number=number, claims=tuple(found), goes_on=found[-1].seq if more else None)
    part = worded_part(tx, frame, rows, filters, most=_A_PAGE)
    last = int(frame["claim"][rows[part.looked_at - 1]]) if part.goes_on else None
    claims = tuple(held for _, held in part.found)
    return ClaimList(number=None, claims=claims, goes_on=last, looked_at=part.looked_at)


COLUMNS: tuple[Column[Held], ...] = (
    Column("id", "text", "the claim", lambda one: one.id),
    Column("type", "text", "type of the code book", lambda one: one.claim.type if one.claim else None),
    Column("who", "text", "who did it to whom", lambda one: who(one.claim) if one.claim else None),
    Column("says_so", "text", "the innermost voice first", lambda one: voice(one.claim) if one.claim else None),
    Column("certainty", "text", "how sure", lambda one: one.claim.factuality.certainty if one.claim else None),
    Column("polarity", "text", "- is denied", lambda one: one.claim.factuality.polarity if one.claim else None),
    Column("status", "text", "how it stands", lambda one: one.standing.status),
    Column("words", "text", "the first evidence", lambda one: one.claim.evidence[0].text if one.claim else None),
    Column("outlet", "text", "who published it", lambda one: one.outlet),
    Column("published_at", "day", "when", lambda one: one.published_at),
    Column("event", "text", "the event it belongs to", lambda one: one.event),
)

PAGES = (PageRoute("/claims", "claims.html", claim_list),)
