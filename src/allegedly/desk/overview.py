"""The first page of the desk: how many claims by month, type, certainty, outlet and review, what came in and what was
corrected lately; and each of its charts alone, as a page, a picture and a table.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from allegedly.desk.charts import Bar, Chart, Drawing, bars, columns, table_of
from allegedly.desk.choices import choices
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.ledger.held import Held
from allegedly.model import Record
from allegedly.views.counting import SAID, by_certainty, by_month, by_outlet, by_status, by_type
from allegedly.views.filters import STATUSES
from allegedly.views.finding import fitting_rows
from allegedly.views.lately import Arrival, Changed, arrivals, changes, notices

if TYPE_CHECKING:
    from collections.abc import Callable

    from allegedly.desk.asked import Asked
    from allegedly.views.counting import Amount
    from allegedly.views.finding import Rows

__all__ = ["CHARTS", "PAGES"]

# what stands on one screen; the page of each chart has all
_LATELY, _TYPES, _OUTLETS = 6, 10, 30
# wide enough for a page of 1,280 pixels, and for one of 390
_WIDE, _NARROW, _ALONE = 860, 340, 720


class Overview(Record, frozen=True, kw_only=True):
    """How many claims fit, counted in five ways; the newest reports, the outlets' newest notices, and the claims that
    were superseded last.
    """

    claims: int
    charts: tuple[Chart, ...]
    arrivals: tuple[Arrival, ...]
    notices: tuple[Held, ...]
    changes: tuple[Changed, ...]


def overview(asked: Asked) -> Shown:
    """The page of all charts."""
    fitting = _fitting(asked)
    rows = fitting.standing
    told = tuple(make(asked, fitting) for make in CHARTS.values())
    record = Overview(
        claims=len(rows),
        charts=told,
        arrivals=tuple(arrivals(asked.tx, asked.frame, rows, _LATELY)),
        notices=tuple(notices(asked.tx, asked.frame, rows, _LATELY)),
        changes=tuple(changes(asked.tx, asked.frame, fitting.whatever_became, _LATELY)),
    )
    drawn = {chart.name: _drawn(chart) for chart in told}
    aids = {"drawn": drawn, "is_empty": not asked.tx.rows("SELECT 1 FROM coding LIMIT 1"), **choices(asked.frame)}
    lines = [(chart, bar) for chart in told for bar in chart.bars]
    return Shown(record, "Overview", Table(COLUMNS, lines), aids)


def one_chart(asked: Asked) -> Shown:
    """One chart with all its figures."""
    name = asked.path["chart"]
    if name not in CHARTS:
        raise NotFoundError(f"no chart is called {name!r}; expected {', '.join(CHARTS)}")
    chart = CHARTS[name](asked, _fitting(asked))
    drawing = columns(chart, width=_ALONE) if name == "months" else bars(chart, width=_ALONE)
    return Shown(chart, chart.title, table_of(chart), {"drawing": drawing}, drawing)


def _drawn(chart: Chart) -> tuple[Drawing, ...]:
    if chart.name == "months":
        return (columns(chart, width=_WIDE), columns(chart, width=_NARROW))
    return (bars(chart, most={"types": _TYPES, "outlets": _OUTLETS}.get(chart.name)),)


class _Fitting(NamedTuple):
    """The rows that fit as they were asked for, and those that fit but for how they stand."""

    standing: Rows
    whatever_became: Rows


def _fitting(asked: Asked) -> _Fitting:
    """The rows that fit. Of words only the index of reports is asked: all claims of a report that has them count."""
    filters, frame = asked.filters, asked.frame
    anyhow = msgspec.structs.replace(filters, status=STATUSES)
    rows = fitting_rows(asked.engine, asked.tx, asked.bench.tally, frame, anyhow)
    stands = np.array([status in filters.status for status in STATUSES])
    return _Fitting(rows[stands[frame["status"][rows]]], rows)


def _months(asked: Asked, fitting: _Fitting) -> Chart:
    found = by_month(asked.frame, fitting.standing)
    told = tuple(
        Bar(label=f"{one.month:%Y-%m}", claims=one.claims, parts=one.said, link=_month_link(asked, one.month))
        for one in found
        if one.month is not None
    )
    undated = sum(one.claims for one in found if one.month is None)
    says = "claims by the month of the first day told for them"
    if undated:
        says += f"; of {undated:,} more no day is told"
    return Chart(name="months", title="By month", says=says, parts=SAID, bars=told)


def _month_link(asked: Asked, month: dt.date) -> str:
    last = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return asked.link("/claims", since=month.isoformat(), until=last.isoformat())


def _types(asked: Asked, fitting: _Fitting) -> Chart:
    told = _bars(asked, by_type(asked.frame, fitting.standing), "type")
    return Chart(name="types", title="By type", says="claims by type, most first", parts=SAID, bars=told)


def _certainty(asked: Asked, fitting: _Fitting) -> Chart:
    told = _bars(asked, by_certainty(asked.frame, fitting.standing), "certainty")
    says = "claims by how sure the voice is that makes them"
    return Chart(name="certainty", title="How sure", says=says, parts=SAID, bars=told)


def _outlets(asked: Asked, fitting: _Fitting) -> Chart:
    told = _bars(asked, by_outlet(asked.frame, fitting.standing), "outlet")
    says = "claims by outlet, in the order of their names"
    return Chart(name="outlets", title="By outlet", says=says, parts=SAID, bars=told)


def _status(asked: Asked, fitting: _Fitting) -> Chart:
    # whoever asks for one way to stand has chosen
    rows = fitting.standing if asked.query.get("status") else fitting.whatever_became
    told = _bars(asked, by_status(asked.frame, rows), "status")
    says = "claims by what became of them in review; rejected and superseded ones are in no other chart"
    return Chart(name="review", title="Review", says=says, parts=SAID, bars=told)


def _bars(asked: Asked, amounts: tuple[Amount, ...], name: str) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=(one.label or "not named").replace("_", " ") if name == "type" else one.label or "not named",
            claims=one.claims,
            parts=one.said,
            link=asked.link("/claims", **{name: one.label}) if one.label else None,
        )
        for one in amounts
    )


# each chart by the name in its address
CHARTS: dict[str, Callable[[Asked, _Fitting], Chart]] = {
    "months": _months,
    "types": _types,
    "certainty": _certainty,
    "outlets": _outlets,
    "review": _status,
}


def _part(at: int, name: str) -> Column[tuple[Chart, Bar]]:
    return Column(name, "integer", f"of them {name}", lambda one: one[1].parts[at])


COLUMNS: tuple[Column[tuple[Chart, Bar]], ...] = (
    Column("chart", "text", "which of the charts", lambda one: one[0].name),
    Column("label", "text", "of what", lambda one: one[1].label),
    Column("claims", "integer", "how many claims", lambda one: one[1].claims),
    *(_part(at, name) for at, name in enumerate(SAID)),
)

PAGES = (
    PageRoute("/overview", "overview.html", overview),
    PageRoute("/overview/{chart}", "chart.html", one_chart),
)
