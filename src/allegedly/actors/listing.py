"""Lists of actors as text: one actor a line, tab-separated, for people to read and edit.

Columns: id, name, kind, country, sector, active, aliases, ties, offices, refs, source. `name` is needed, the others may
be missing or empty. Several values are parted by ` | `; days stand behind in square brackets, `[2013-04-08..]`. A tie
is its type, then the other actor by id or name: `part_of Black River Front [2014..2016]`. Lines that begin with # and
empty lines are left out.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from allegedly.actors.records import KINDS, TIE_TYPES, Alias, Bond, ListedActor, Office
from allegedly.actors.spelling import slug
from allegedly.errors import ActorListError, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["COLUMNS", "Row", "parse", "records_of", "rows_of", "split_values", "text_of"]

COLUMNS = ("id", "name", "kind", "country", "sector", "active", "aliases", "ties", "offices", "refs", "source")
_DAY = re.compile(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")


class Row(NamedTuple):
    """One actor with the line it stands on, for telling errors."""

    line: int
    actor: ListedActor


def parse(text: str, where: str) -> tuple[Row, ...]:
    r"""The actors of a list as text; everything wrong with it is told at once, by line, as ActorListError.

    >>> parse("name\tcountry\nBlack River Front\tML\n", "own.tsv")[0].actor.id
    'act:black-river-front'
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if _counts(line)]
    if not lines:
        raise ActorListError(where, ("line 1: empty: expected a header with at least the column name",))
    header = [column.strip() for column in lines[0][1].lstrip("\ufeff").split("\t")]
    unknown = [column for column in header if column not in COLUMNS]
    if "name" not in header or unknown:
        found = f"found {', '.join(header)}"
        raise ActorListError(where, (f"line {lines[0][0]}: columns: expected among {', '.join(COLUMNS)}; {found}",))
    return records_of(_fields(header, lines[1:]), where)


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _fields(header: Sequence[str], lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in lines:
        yield number, dict(zip(header, (cell.strip() for cell in line.split("\t")), strict=False))


def records_of(fields: Iterable[tuple[int, Mapping[str, str]]], where: str) -> tuple[Row, ...]:
    """Actors from named columns of text, whatever file they came from; ties by name are led to ids."""
    rows: list[Row] = []
    problems: list[str] = []
    for number, row in fields:
        try:
            rows.append(Row(number, _actor(row)))
        except RecordError as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        raise ActorListError(where, tuple(problems))
    return tuple(rows)


def _actor(row: Mapping[str, str]) -> ListedActor:
    name = row.get("name", "")
    if not name:
        raise RecordError("name: expected one, found none")
    kind = row.get("kind") or None
    if kind is not None and kind not in KINDS:
        raise RecordError(f"kind: expected one of {', '.join(KINDS)}, found {kind!r}")
    countries = tuple(part.strip() for part in row.get("country", "").split(",") if part.strip())
    for country in countries:
        if not _COUNTRY.match(country):
            raise RecordError(f"country: expected two capital letters (ISO 3166), found {country!r}")
    since, until = _days(row.get("active", ""))
    return ListedActor(
        id=row.get("id") or f"act:{slug(name)}",
        name=name,
        kind=kind,  # type: ignore[arg-type]
        countries=countries,
        sectors=tuple(row.get("sector", "").split()),
        since=since,
        until=until,
        aliases=tuple(Alias(name=what, since=a, until=b) for what, a, b in _dated(row.get("aliases", ""))),
        ties=tuple(_bond(*tie) for tie in _dated(row.get("ties", ""))),
        offices=tuple(Office(title=what, since=a, until=b) for what, a, b in _dated(row.get("offices", ""))),
        refs=split_values(row.get("refs", "")),
        source=row.get("source", ""),
    )


def split_values(cell: str) -> tuple[str, ...]:
    """The values of one cell.

    >>> split_values("ISIL [2013..] | Daesh")
    ('ISIL [2013..]', 'Daesh')
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _dated(cell: str) -> Iterator[tuple[str, dt.date | None, dt.date | None]]:
    for value in split_values(cell):
        what, opened, days = value.removesuffix("]").rpartition("[")
        if opened and value.endswith("]") and not days.strip("0123456789.-"):
            yield (what.strip(), *_days(days))
        else:
            yield value, None, None


def _bond(what: str, since: dt.date | None, until: dt.date | None) -> Bond:
    kind, _, other = what.partition(" ")
    if kind not in TIE_TYPES or not other.strip():
        raise RecordError(f"tie: expected one of {', '.join(TIE_TYPES)} and an actor, found {what!r}")
    return Bond(type=kind, to=other.strip(), since=since, until=until)


def _days(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The days of `2013-04-08..2014`, of `2014` (all of it), of `2013..` (open)."""
    if not text:
        return None, None
    first, apart, last = text.partition("..")
    return _day(first, last=False), _day(last if apart else first, last=True)


def _day(text: str, *, last: bool) -> dt.date | None:
    """The first or last day that a year, a month or a day covers."""
    if not text:
        return None
    found = _DAY.match(text)
    if found is None:
        raise RecordError(f"day: expected 2014, 2014-12 or 2014-12-19, found {text!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day is not None:
            return dt.date(year or 1, month or 1, day)
        months = month or (12 if last else 1)
        return dt.date(year or 1, months, calendar.monthrange(year or 1, months)[1] if last else 1)
    except (ValueError, IndexError) as problem:
        raise RecordError(f"day: expected a day of the calendar, found {text!r}") from problem


def text_of(actors: Iterable[ListedActor]) -> str:
    """A list as text, in the order given; what `parse` reads back is the same.

    >>> actor = ListedActor(id="act:brf", name="Black River Front", aliases=(Alias(name="BRF"),))
    >>> parse(text_of([actor]), "own.tsv")[0].actor == actor
    True
    """
    lines = ["\t".join(COLUMNS)]
    for actor in actors:
        cells = (
            actor.id,
            actor.name,
            actor.kind or "",
            ",".join(actor.countries),
            " ".join(actor.sectors),
            _days_text(actor.since, actor.until).strip("[] "),
            " | ".join(alias.name + _days_text(alias.since, alias.until) for alias in actor.aliases),
            " | ".join(f"{bond.type} {bond.to}" + _days_text(bond.since, bond.until) for bond in actor.ties),
            " | ".join(office.title + _days_text(office.since, office.until) for office in actor.offices),
            " | ".join(actor.refs),
            actor.source,
        )
        lines.append("\t".join(cells).rstrip("\t"))
    return "\n".join(lines) + "\n"


def _days_text(since: dt.date | None, until: dt.date | None) -> str:
    if since is None and until is None:
        return ""
    first = since.isoformat().removesuffix("-01-01") if since else ""
    last = until.isoformat().removesuffix("-12-31") if until else ""
    return f" [{first}..{last}]"


def rows_of(actors: Iterable[ListedActor]) -> tuple[Row, ...]:
    """Actors that stand on no line, numbered as they come."""
    return tuple(Row(number, actor) for number, actor in enumerate(actors, start=1))
