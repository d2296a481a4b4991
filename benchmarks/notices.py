"""Notices of correction: which are found as what, on the maintainers' list of real and invented ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmarks import tasks

from allegedly.corrections import find_notices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "bench/articles/correction_notices.jsonl"


class Tally(NamedTuple):
    """How many notices were told rightly of how many, in three kinds; `missed` are the ids of the others."""

    corrections: tuple[int, int]
    updates: tuple[int, int]
    others: tuple[int, int]
    missed: tuple[str, ...]


def measure(data: Path) -> Tally:
    """Reads every notice of the list as a text of its own."""
    return tally(tasks.lines(data / FILE))


def tally(records: Iterable[tasks.Record]) -> Tally:
    """Corrections must be found and not as updates, updates as updates, and what is neither not at all.

    >>> tally([{"id": "a", "text": "Correction: It is Targo, not Dorran.", "is_correction": True, "kind": "place"}])
    Tally(corrections=(1, 1), updates=(0, 0), others=(0, 0), missed=())
    """
    seen: dict[str, list[tuple[str, bool]]] = {"correction": [], "update": [], "": []}
    for record in records:
        wanted = "correction" if record["is_correction"] else "update" if "update" in record["kind"] else ""
        found = {notice.type for notice in find_notices(record["text"])}
        right = not found if not wanted else found == {"update"} if wanted == "update" else bool(found - {"update"})
        seen[wanted].append((record["id"], right))
    corrections, updates, others = ((sum(right for _, right in kind), len(kind)) for kind in seen.values())
    missed = tuple(name for kind in seen.values() for name, right in kind if not right)
    return Tally(corrections, updates, others, missed)


def lines(found: Tally) -> list[str]:
    """The figures as a section of RESULTS.md."""
    told = "; ".join(
        f"{right} of {of} {name}"
        for name, (right, of) in zip(
            ("corrections found", "updates told as updates", "left alone that are neither"), found[:3], strict=True
        )
    )
    missed = f" Not: {', '.join(found.missed)}." if found.missed else ""
    return ["### Correction notices", "", f"`DATA/{FILE}`, each read alone: {told}.{missed}", ""]
