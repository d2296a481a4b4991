"""An actor's page: its names, what it is said to have done and suffered, its ties as claimed, and its claims.

Whoever may be a private person has no such page (`allegedly.views.profiles` holds the rule), only a list of claims.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from allegedly.actors.records import TIE_TYPES
from allegedly.desk.charts import Bar, Chart, Drawing, bars, columns
from allegedly.desk.claimlist import COLUMNS
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.ledger.facets import name_key, parties
from allegedly.ledger.held import Held
from allegedly.model import Record
from allegedly.views.actors import Listed, Tie, claimed_ties, listed_ties
from allegedly.views.counting import SAID, by_month, by_type
from allegedly.views.filters import actor_keys_of
from allegedly.views.finding import fitting_rows, rows_to_claims
from allegedly.views.partyrows import ACTOR, OBJECT, SUBJECT, TARGET, lines_of, names_used
from allegedly.views.profiles import Profile, profile_in
from allegedly.wording import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.desk.asked import Asked
    from allegedly.views.finding import Rows
    from allegedly.views.partyrows import Parties
    from allegedly.views.tally import Frame

__all__ = ["PAGES"]

# what a reader scrolls through, and what is read at a glance
_A_PAGE, _TIES, _NAMES = 20, 20, 8
_WIDE, _NARROW = 1140, 340
_ROLES = {"did": (ACTOR,), "suffered": (TARGET,), "tied": (SUBJECT, OBJECT)}


class CalledSo(Record, frozen=True, kw_only=True):
    """One way reports call an actor, as the first of its claims writes it, and how many claims do.

    `is_name` is false for words that stand for it ("the group") where the report gives its name elsewhere.
    """

    name: str
    claims: int
    is_name: bool


class ActorPage(Record, frozen=True, kw_only=True):
    """An actor out of its claims. `profile` is None for whoever may be a private person; then there are claims alone.

    `ties` are the newest claimed ties of `number_of_ties`; `listed` those the list of actors has; `goes_on` is the
    entry to give as `before` for older claims.
    """

    key: str
    name: str
    number: int
    profile: Profile | None
    called: tuple[CalledSo, ...]
    earliest: dt.date | None
    latest: dt.date | None
    charts: tuple[Chart, ...]
    ties: tuple[Tie, ...]
    number_of_ties: int
    listed: tuple[Listed, ...]
    claims: tuple[Held, ...]
    goes_on: int | None


def actor_page(asked: Asked) -> Shown:
    """The page of one actor, by a key of the list or by a name."""
    key = _key(asked)
    frame = asked.frame
    number = frame.labels["key"].known(key)
    rows = fitting_rows(asked.engine, asked.tx, asked.bench.tally, frame, asked.filters)
    own = lines_of(asked.bench.tally, frame, [] if number is None else [number], rows)
    rows = _in_role(np.unique(own.row), own, asked.query.get("role"))
    claims, goes_on = _claims(asked, rows)
    profile, parts = profile_in(asked.tx, asked.bench.tally, frame, key)
    if profile is None and not parts:
        raise NotFoundError(f"{key}: no claim in this ledger names that actor; /actors lists them")
    name = profile.name if profile else clean(parts[0].name)
    tied = rows[np.isin(frame["type"][rows], _numbers(frame, TIE_TYPES))] if profile else rows[:0]
    days = frame["earliest"][rows], frame["latest"][rows]
    record = ActorPage(
        key=key,
        name=name,
        number=len(rows),
        profile=profile,
        called=tuple(_called(asked, own)) if profile else (),
        earliest=_end(np.fmin(*days), first=True) if profile else None,
        latest=_end(np.fmax(*days), first=False) if profile else None,
        charts=_charts(asked, own, rows) if profile else (),
        ties=tuple(claimed_ties(rows_to_claims(asked.tx, frame, tied[::-1][:_TIES]), (key,))),
        number_of_ties=len(tied),
        listed=listed_ties((key,), asked.filters.valid_at) if profile else (),
        claims=tuple(claims),
        goes_on=goes_on,
    )
    drawn = {one.name: _drawn(one) for one in record.charts}
    months = next((drawn[one.name][0] for one in record.charts if one.name == "months"), None)
    return Shown(record, name, Table(COLUMNS, record.claims), {"drawn": drawn}, months)


def _key(asked: Asked) -> str:
    """The key asked for; of a name the id of whom the list knows by it."""
    told = asked.query.get("key", "").strip()
    if not told:
        raise NotFoundError("actor: expected a key or a name (/actor?key=NAME), found none; /actors lists them")
    if told.startswith("name:"):
        return name_key(told.removeprefix("name:"))
    return actor_keys_of(told)[-1]


def _in_role(rows: Rows, own: Parties, role: str | None) -> Rows:
    if not role:
        return rows
    if role not in _ROLES:
        raise NotFoundError(f"role: expected {', '.join(_ROLES)}, found {role!r}")
    return np.unique(own.row[np.isin(own.role, _ROLES[role])])


def _claims(asked: Asked, rows: Rows) -> tuple[list[Held], int | None]:
    frame = asked.frame
    if before := asked.number("before", 0, low=0, high=2**31):
        rows = rows[frame["claim"][rows] < before]
    claims = rows_to_claims(asked.tx, frame, rows[::-1][:_A_PAGE])
    return claims, claims[-1].seq if claims and len(rows) > _A_PAGE else None


def _called(asked: Asked, own: Parties) -> list[CalledSo]:
    frame, words = asked.frame, asked.frame.labels["key"].words
    used = names_used(asked.bench.tally, frame, own)[:_NAMES]
    held = rows_to_claims(asked.tx, frame, np.array([one.first for one in used], "int64"))
    found = [
        CalledSo(name=told[0], claims=one.claims, is_name=told[1])
        for one, claim in zip(used, held, strict=True)
        if (told := _written(words[one.key], claim)) is not None
    ]
    return sorted(found, key=lambda one: (not one.is_name, -one.claims))


def _written(key: str, held: Held) -> tuple[str, bool] | None:
    """A name as a claim writes it, and whether it is the fullest one of its report."""
    for _, part in parties(held.claim) if held.claim is not None else ():
        if name_key(part.name) == key:
            return clean(part.name), True
        if name_key(part.text) == key:
            return clean(part.text), False
    return None


def _charts(asked: Asked, own: Parties, rows: Rows) -> tuple[Chart, ...]:
    frame = asked.frame
    inside = np.zeros(len(frame), bool)
    inside[rows] = True
    found = []
    for name, title, says in (
        ("did", "Said to have done", "claims by type that name it as who acts"),
        ("suffered", "Said to have suffered", "claims by type that name it as whom it is done to"),
        ("tied", "Ties and numbers", "claims by type of a tie of it, or of how many it has"),
    ):
        some = np.unique(own.row[np.isin(own.role, _ROLES[name])])
        told = tuple(
            Bar(
                label=(one.label or "").replace("_", " "),
                claims=one.claims,
                parts=one.said,
                link=asked.here(type=one.label, role=name, before=None) + "#claims",
            )
            for one in by_type(frame, some[inside[some]])
        )
        found.append(Chart(name=name, title=title, says=says, parts=SAID, bars=told))
    months = tuple(
        Bar(label=f"{one.month:%Y-%m}", claims=one.claims, parts=one.said)
        for one in by_month(frame, rows)
        if one.month is not None
    )
    says = "claims that name it, by the month of the first day told"
    return (*found, Chart(name="months", title="By month", says=says, parts=SAID, bars=months))


def _drawn(chart: Chart) -> tuple[Drawing, ...]:
    if chart.name == "months":
        return (columns(chart, width=_WIDE), columns(chart, width=_NARROW))
    return (bars(chart, most=_NAMES),)


def _numbers(frame: Frame, names: Sequence[str]) -> list[int]:
    return [known for name in names if (known := frame.labels["type"].known(name)) is not None]


def _end(days: np.ndarray[tuple[int], np.dtype[np.datetime64]], *, first: bool) -> dt.date | None:
    told = days[~np.isnat(days)]
    if not len(told):
        return None
    found: dt.date = (told.min() if first else told.max()).item()
    return found


PAGES = (PageRoute("/actor", "actor.html", actor_page),)
