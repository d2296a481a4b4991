"""The timeline: events by the days told for them, one by one while they are few, counted by month or week when not."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from allegedly.desk.choices import choices
from allegedly.desk.dayscale import DayScale, Step, day_scale, step_starts
from allegedly.desk.happenings import By, Groups, groups_of, one_of_each
from allegedly.desk.mapchoice import chosen
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.model import TYPES, EventClaim, Record
from allegedly.views.finding import rows_to_claims
from allegedly.when import days_in_words
from allegedly.wording import clean, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.ledger.held import Held
    from allegedly.views.tally import Frame

    Rows = npt.NDArray[np.int64]

__all__ = ["PAGES"]

# bars that can still be told apart and read one by one; each is a claim read from the ledger
_MOST_ONE_BY_ONE = 120
# steps across a screen, each wide enough for its number
_MOST_STEPS = 40
GROUPINGS: tuple[By, ...] = get_args(By)


class Bar(Record, frozen=True, kw_only=True):
    """One bar: an event or tie, or how many events begin in one step of time.

    `start` is None for an event of which only the last day is told, `end` for one that began and of whose end nothing
    is told. `doubtful` is an event of which no claim is plainly said. `address` is where more of it stands: of a count,
    the timeline of those days alone.
    """

    group: int
    words: str
    start: dt.date | None
    end: dt.date | None
    events: int = 1
    claims: int | None = None
    doubtful: bool = False
    address: str


class Timeline(Record, frozen=True, kw_only=True):
    """The events and ties that fit and tell a day. `step` is what they are counted by, None where each has its own bar.

    `first` and `last` are the days most of them lie in, `undated` is how many claims tell no day.
    """

    told: str
    by: By
    events: int
    step: Step | None
    groups: tuple[str, ...]
    bars: tuple[Bar, ...]
    first: dt.date | None
    last: dt.date | None
    undated: int
    by_report: bool = False


def timeline(asked: Asked) -> Shown:
    """The page of the timeline, grouped `by` type, actor or place."""
    frame, by = asked.frame, _by(asked)
    choice = chosen(asked, frame)
    rows = choice.rows[_happens(frame)[choice.rows]]
    dated = rows[~np.isnat(frame["first_day"][rows])]
    each = one_of_each(frame, dated)
    groups = groups_of(asked, frame, each, by)
    scale = day_scale(frame, each)
    if len(each) <= _MOST_ONE_BY_ONE:
        step, bars = None, _one_by_one(asked, frame, dated, each, groups)
    else:
        step, bars = _counted(asked, frame, each, groups, scale)
    record = Timeline(
        told=_told(len(each), step),
        by=by,
        events=len(each),
        step=step,
        groups=tuple(groups.names),
        bars=tuple(bars),
        first=scale.starts[0] if scale.starts else None,
        last=scale.ends,
        undated=int(np.isnat(frame["first_day"][choice.undated]).sum()),
        by_report=choice.by_report,
    )
    aids: dict[str, Any] = {**choices(frame), "groupings": GROUPINGS, "months": _by_month(record.bars)}
    return Shown(record, "Timeline", Table(COLUMNS, record.bars), {**aids, "days_in_words": days_in_words})


def _by(asked: Asked) -> By:
    told = asked.query.get("by") or "type"
    for one in GROUPINGS:
        if one == told:
            return one
    raise NotFoundError(f"by: expected {', '.join(GROUPINGS)}, found {told[:60]!r}")


def _happens(frame: Frame) -> npt.NDArray[np.bool_]:
    """The claims of happenings and of ties; a number or a correction has no place in time of its own."""
    types = frame.labels["type"]
    wanted = [number for name in (*TYPES["event"], *TYPES["relation"]) if (number := types.known(name)) is not None]
    known = np.zeros(len(types.words), bool)
    known[wanted] = True
    found: npt.NDArray[np.bool_] = known[frame["type"]]
    return found


def _told(events: int, step: Step | None) -> str:
    if not events:
        return "No event tells its day"
    told = (
        f"{events:,} event{'s' * (events != 1)} and ties by the days told"
        if events > 1
        else "One event by the day told"
    )
    return told if step is None else f"{told}, counted by {step}: too many to show one by one"


def _one_by_one(asked: Asked, frame: Frame, dated: Rows, each: Rows, groups: Groups) -> list[Bar]:
    """A bar for each event, the earliest first."""
    order = np.argsort(frame["event"][dated], kind="stable")
    events = frame["event"][dated[order]]
    bars = []
    for held, row, group in zip(rows_to_claims(asked.tx, frame, each), each.tolist(), groups.own.tolist(), strict=True):
        first, past = np.searchsorted(events, [held.event_seq, held.event_seq + 1])
        bars.append(_bar(frame, held, int(row), dated[order[first:past]], int(group)))
    return sorted(bars, key=lambda bar: (bar.start or bar.end or dt.date.max, bar.address))


def _bar(frame: Frame, held: Held, row: int, rows: Rows, group: int) -> Bar:
    """An event by its claims: the days most of them tell, of days told equally often those recorded first."""
    told = [*zip(frame["earliest"][rows].tolist(), frame["latest"][rows].tolist(), strict=True)]
    start, end = Counter(told).most_common(1)[0][0]
    type_ = frame.labels["type"].words[frame["type"][row]].replace("_", " ")
    names = who(held.claim) if held.claim is not None else ""
    return Bar(
        group=group,
        words=clean(f"{type_}: {names}" if names else type_),
        start=start,
        end=end,
        claims=len(rows),
        doubtful=bool(frame["doubtful"][rows].all()),
        address=f"/events/{held.event}" if isinstance(held.claim, EventClaim) else f"/claims/{held.id}",
    )


def _counted(asked: Asked, frame: Frame, each: Rows, groups: Groups, scale: DayScale) -> tuple[Step, list[Bar]]:
    """How many events begin in each step, by group; steps without any have no bar."""
    days = frame["first_day"][each]
    step, starts = step_starts(np.datetime64(scale.starts[0]), np.datetime64(scale.ends), _MOST_STEPS)
    # what lies before and after the days of most is one step each
    beyond = np.array([scale.ends] * (scale.later > 0), "datetime64[D]") + 1
    starts = np.unique(np.concatenate([days.min(keepdims=True), starts, beyond]))
    own = np.searchsorted(starts, days, side="right") - 1
    many = len(groups.names)
    counts = np.bincount(own * many + groups.own, minlength=len(starts) * many).reshape(len(starts), many)
    ends = [*(starts[1:] - 1).tolist(), days.max().item()]
    elsewhen = asked.here(since=None, until=None)
    mark = "&" if "?" in elsewhen else "?"
    bars = [
        Bar(
            group=group,
            words=f"{count:,}",
            start=first,
            end=last,
            events=count,
            address=f"{elsewhen}{mark}since={first}&until={last}",
        )
        for first, last, row in zip(starts.tolist(), ends, counts.tolist(), strict=True)
        for group, count in enumerate(row)
        if count
    ]
    return step, bars


def _by_month(bars: tuple[Bar, ...]) -> Iterator[tuple[str, list[Bar]]]:
    """The bars in parts of a list: by the month they begin in, or by their step where they are counted."""
    ordered = sorted(bars, key=lambda bar: (_part(bar), bar.start or bar.end or dt.date.max, bar.group))
    for (first, last), some in groupby(ordered, key=_part):
        yield days_in_words(first, last), list(some)


def _part(bar: Bar) -> tuple[dt.date, dt.date]:
    """The first and last day of the part of the list that a bar stands in."""
    day = bar.start or bar.end or dt.date.max
    if bar.claims is None:
        return day, bar.end or day
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


COLUMNS: tuple[Column[Bar], ...] = (
    Column("address", "text", "where more of it stands in the desk", lambda bar: bar.address),
    Column("first_day", "day", "the first day told, or of the step", lambda bar: bar.start),
    Column("last_day", "day", "the last day told, or of the step", lambda bar: bar.end),
    Column("words", "text", "type and who did it to whom, or the count", lambda bar: bar.words),
    Column("events", "integer", "how many events", lambda bar: bar.events),
    Column("claims", "integer", "how many claims that fit; empty for a count", lambda bar: bar.claims),
    Column("doubtful", "truth", "no claim of it is plainly said", lambda bar: bar.doubtful),
)

PAGES = (PageRoute("/timeline", "timeline.html", timeline),)
