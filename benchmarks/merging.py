"""Counting over reports: whether an event's merged toll is right more often than a single report's."""

from __future__ import annotations

import datetime as dt
import statistics
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import counts, tasks

from allegedly.events.copies import copy_groups, signature
from allegedly.events.numbers import Figure, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from allegedly.model import CountWhat

FILE = "bench/gva_counts/dev.jsonl.gz"
_WHAT: tuple[tuple[str, CountWhat], ...] = (("killed", "killed"), ("injured", "wounded"))


class Tally(NamedTuple):
    """Over incidents with several reports, in percent: killed and injured both right.

    `single` is the mean over incidents of the share of reports that are right, `event` the share of incidents whose
    merged numbers are; `copies` is how many reports were copies of another of their incident.
    """

    incidents: int
    reports: int
    copies: int
    single: float
    event: float


def measure(data: Path) -> Tally:
    """Reads every report of the incidents that have several, and merges each incident's figures."""
    return tally(tasks.lines(data / FILE))


def tally(incidents: Iterable[dict[str, Any]]) -> Tally:
    """The two shares over the incidents with more than one report."""
    single, event, reports, copies = [], [], 0, 0
    for incident in incidents:
        if len(incident["docs"]) < 2:
            continue
        told = {report["doc_id"]: counts.read(report) for report in incident["docs"]}
        groups = copy_groups({report["doc_id"]: signature(report["text"] or "") for report in incident["docs"]})
        figures = [one for report in incident["docs"] for one in figures_of(report, told, groups)]
        reports += len(told)
        copies += len(told) - len(set(groups.values()))
        single.append(statistics.fmean(all(one[name] == incident[name] for name, _ in _WHAT) for one in told.values()))
        event.append(all((merged(figures, what).best or 0) == incident[name] for name, what in _WHAT))
    return Tally(
        incidents=len(event),
        reports=reports,
        copies=copies,
        single=100 * statistics.fmean(single) if single else 0.0,
        event=100 * statistics.fmean(event) if event else 0.0,
    )


def figures_of(report: dict[str, Any], told: dict[str, dict[str, Any]], groups: dict[str, str]) -> Sequence[Figure]:
    """What the task `counts` reads in one report, as figures of an outlet of its own: the set names no publishers."""
    name = report["doc_id"]
    return [
        Figure(
            claim_id=f"{name} {what}",
            article_id=name,
            what=what,
            low=told[name][field],
            best=told[name][field],
            high=told[name][field],
            outlet=name,
            published_at=dt.date.fromisoformat(report["date"]) if report.get("date") else None,
            copy_group=groups[name],
        )
        for field, what in _WHAT
    ]


def lines(found: Tally) -> list[str]:
    """The figures as a section of RESULTS.md."""
    told = (
        f"{found.incidents} incidents with several reports ({found.reports} reports, {found.copies} of them copies): "
        f"killed and injured both right in {found.single:.1f} % of an incident's reports on average, and for "
        f"{found.event:.1f} % of the incidents after merging by `allegedly.events.merged`."
    )
    return ["### Counting over reports", "", f"`DATA/{FILE}`: {told}", ""]
