"""How far two coders agree, field by field, over the reports both coded, and where they differ most."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from allegedly.desk.codinglist import own_name, report_title
from allegedly.desk.figures import COLUMNS, Measure, measures, reading
from allegedly.desk.measured import Apart
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.intercoder import PairAgreement
from allegedly.ledger.coderacts import LEDGER
from allegedly.model import Record
from allegedly.stores.batch import head
from allegedly.views.codings import has_open_coding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from allegedly.desk.asked import Asked
    from allegedly.desk.measured import Compared
    from allegedly.views.codingstates import ArticleCodings

__all__ = ["PAGES"]

# what a curator looks at before going on with the next
_MOST_APART = 25


class Coder(Record, frozen=True, kw_only=True):
    """Somebody who submitted codings, and of how many reports."""

    name: str
    reports: int


class ReportApart(Record, frozen=True, kw_only=True):
    """A report in which two coders differ: its entry, what it is called, and how far apart they are."""

    seq: int
    title: str | None
    differences: int
    apart: Apart


class AgreementPage(Record, frozen=True, kw_only=True):
    """Two coders and their figures, which are None where there is nothing to compare.

    `hidden` is how many reports are left out because whoever asks is still coding them; `alone` how many only one of
    the two submitted. `apart` lists the reports in which they differ, most first: as many of `differing` as fit.
    """

    coders: tuple[Coder, ...]
    one: str | None
    other: str | None
    pair: PairAgreement | None
    figures: tuple[Measure, ...]
    hidden: int
    alone: int
    differing: int
    apart: tuple[ReportApart, ...]


def agreement(asked: Asked) -> Shown:
    """The page of figures."""
    viewer = own_name(asked)
    states = asked.bench.codings.at(asked.tx, asked.upto)
    seen = _seen(asked, states, viewer)
    coders = _coders(seen)
    one, other = _pair(asked, coders, seen)
    found = _compared(asked, one, other, seen) if one and other else None
    record = AgreementPage(
        coders=coders,
        one=one,
        other=other,
        pair=found.pair if found else None,
        figures=tuple(measures(found.pair)) if found else (),
        hidden=0 if viewer is None else sum(bool(it.submitted) for it in states.values()) - len(seen),
        alone=found.left_out if found else 0,
        differing=len(found.apart) if found else 0,
        apart=tuple(_report(asked, seen, one) for one in found.apart[:_MOST_APART]) if found else (),
    )
    return Shown(record, "Agreement", Table(COLUMNS, record.figures), {"named": viewer is not None, "reading": reading})


def _seen(asked: Asked, states: Mapping[str, ArticleCodings], viewer: str | None) -> dict[str, ArticleCodings]:
    """The submitted reports of which figures may be shown: none to nobody, none that the reader is still coding.

    Who asks for an earlier moment is asked about now too.
    """
    if viewer is None:
        return {}
    now = asked.bench.codings.at(asked.tx, head(asked.tx).seq)
    return {
        name: one
        for name, one in states.items()
        if one.submitted
        and not has_open_coding(one.codings, viewer)
        and not (name in now and has_open_coding(now[name].codings, viewer))
    }


def _coders(seen: Mapping[str, ArticleCodings]) -> tuple[Coder, ...]:
    counts = Counter(who for one in seen.values() for who in one.submitted)
    return tuple(Coder(name=name, reports=counts[name]) for name in sorted(counts, key=str.casefold))


def _pair(asked: Asked, coders: tuple[Coder, ...], seen: Mapping[str, ArticleCodings]) -> tuple[str | None, str | None]:
    """The two that the address asks for; else the two with the most reports in common, or one and the ledger."""
    names = [one.name for one in coders]
    told = [asked.query.get(name) or None for name in ("one", "other")]
    for name in told:
        if name is not None and name not in (*names, LEDGER):
            raise NotFoundError(f"{name}: has submitted no blind coding that may be shown to you; {_those(names)} has")
    if told[0] is not None and told[0] == told[1]:
        raise NotFoundError(f"expected two different coders, found {told[0]} twice")
    common = Counter(pair for one in seen.values() for pair in itertools.combinations(sorted(one.submitted), 2))
    if told[0] is None and told[1] is None and common:
        return max(sorted(common), key=lambda pair: common[pair])
    one = told[0] or next((name for name in names if name != told[1]), None)
    other = told[1] or next((name for name in (*names, LEDGER) if name != one), None)
    return (one, other) if one and names else (None, None)


def _those(names: list[str]) -> str:
    return ", ".join(names) or "nobody"


def _compared(asked: Asked, one: str, other: str, seen: Mapping[str, ArticleCodings]) -> Compared:
    among = {state.article: state for state in _asked_for(asked, seen) if {one, other} & {*state.submitted}}
    return asked.bench.measured.of(asked.tx, (one, other), among, asked.upto)


def _asked_for(asked: Asked, seen: Mapping[str, ArticleCodings]) -> Iterator[ArticleCodings]:
    """The reports that the address asks for: by outlet, and by the day they were published."""
    outlet, since, until = asked.query.get("outlet"), asked.day("since"), asked.day("until")
    for one in seen.values():
        if outlet and (one.outlet or "").casefold() != outlet.casefold():
            continue
        if (since or until) and one.published_at is None:
            continue
        if (since and one.published_at and one.published_at < since) or (
            until and one.published_at and one.published_at > until
        ):
            continue
        yield one


def _report(asked: Asked, seen: Mapping[str, ArticleCodings], apart: Apart) -> ReportApart:
    seq = seen[apart.article].seq
    title = report_title(asked.tx, seq)
    return ReportApart(seq=seq, title=title, differences=apart.differences, apart=apart)


PAGES = (PageRoute("/agreement", "agreement.html", agreement),)
