"""Reports of one happening in world news: a few large ones among reports that stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import clusters, same, tasks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "bench/articles/restricted_text.jsonl"


class Tally(NamedTuple):
    """How many reports of how many happenings, and how well they were put together, in percent."""

    reports: int
    happenings: int
    conll: float


def measure(data: Path) -> Tally:
    """Reads every report of the list and puts those of one happening together."""
    return tally(tasks.lines(data / FILE))


def tally(records: Iterable[dict[str, Any]]) -> Tally:
    """Each record has its `event`, or none and stands alone; the reader sees neither that nor the address."""
    told = {f"{at:03}": record for at, record in enumerate(records)}
    wanted = {name: record.get("event") or name for name, record in told.items()}
    seen = (
        {"doc_id": name, **{field: record.get(field) for field in ("title", "date", "text")}}
        for name, record in told.items()
    )
    given = {answer["doc_id"]: answer["event"] for answer in same.read_all(seen)}
    return Tally(len(told), len(set(wanted.values()) - set(told)), clusters.figures(wanted, given)["conll_f1"])


def lines(found: Tally) -> list[str]:
    """The figure as a section of RESULTS.md."""
    told = f"{found.reports} reports, {found.happenings} happenings told by several of them"
    return [
        "### Reports of one happening in world news",
        "",
        f"`DATA/{FILE}`, {told}: CoNLL F1 {found.conll:.1f}.",
        "",
    ]
