"""How well reports were put together: MUC counts links, B-cubed reports, CEAF-e events; CoNLL F1 is their mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

Sets = list[frozenset[str]]


def figures(wanted: Mapping[str, Hashable], given: Mapping[str, Hashable]) -> dict[str, float]:
    """MUC, B-cubed, CEAF-e and their mean in percent; each mapping tells the event of every report.

    >>> figures({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "y"})["conll_f1"]
    100.0
    """
    gold, ours = _sets(wanted), _sets(given)
    parts = {
        "muc_f1": _f1(_links(ours, wanted), _links(gold, given)),
        "b3_f1": _f1(_reports(ours, wanted), _reports(gold, given)),
        "ceafe_f1": _events(gold, ours),
    }
    return {**parts, "conll_f1": sum(parts.values()) / len(parts)}


def _sets(events: Mapping[str, Hashable]) -> Sets:
    together = defaultdict(set)
    for report, event in events.items():
        together[event].add(report)
    return [frozenset(reports) for reports in together.values()]


def _f1(precision: float, recall: float) -> float:
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def _links(sets: Sets, other: Mapping[str, Hashable]) -> float:
    """The share of links inside the sets that hold in the other grouping (Vilain 1995)."""
    links = sum(len(one) - 1 for one in sets)
    return sum(len(one) - len({other[report] for report in one}) for one in sets) / links if links else 0.0


def _reports(sets: Sets, other: Mapping[str, Hashable]) -> float:
    """The mean over reports of the share of their set that the other grouping puts with them (Bagga 1998)."""
    total = sum(count**2 / len(one) for one in sets for count in Counter(other[report] for report in one).values())
    return total / len(other)


def _events(gold: Sets, ours: Sets) -> float:
    """Each event paired with at most one of ours so that the pairs' Dice shares add up to the most (Luo 2005)."""
    total = sum(_best(block) for block in _blocks(gold, ours))
    return 200 * total / (len(gold) + len(ours))


def _blocks(gold: Sets, ours: Sets) -> list[list[list[float]]]:
    """Tables of Dice shares, one for each part of the grouping that nothing connects to another."""
    holder = {report: at for at, one in enumerate(ours) for report in one}
    above = list(range(len(ours)))

    def root(at: int) -> int:
        while above[at] != at:
            at = above[at]
        return at

    for one in gold:
        first, *rest = sorted({holder[report] for report in one})
        for at in rest:
            above[root(at)] = root(first)
    rows = defaultdict(list)
    columns = defaultdict(list)
    for one in gold:
        rows[root(holder[min(one)])].append(one)
    for at, one in enumerate(ours):
        columns[root(at)].append(one)
    return [
        [[2 * len(a & b) / (len(a) + len(b)) for b in columns[key]] for a in together] for key, together in rows.items()
    ]


def _best(shares: list[list[float]]) -> float:
    """The largest sum of one-to-one pairs of a table (the Hungarian method with potentials)."""
    if len(shares) > len(shares[0]):
        shares = [list(column) for column in zip(*shares, strict=True)]
    height, width = len(shares), len(shares[0])
    up, across, taken = [0.0] * (height + 1), [0.0] * (width + 1), [0] * (width + 1)
    for row in range(1, height + 1):
        _place(row, shares, up, across, taken)
    return sum(shares[taken[column] - 1][column - 1] for column in range(1, width + 1) if taken[column])


def _place(row: int, shares: list[list[float]], up: list[float], across: list[float], taken: list[int]) -> None:
    """Gives one more row its column, moving others where that makes more of all."""
    width = len(across) - 1
    least, came, done = [float("inf")] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    taken[0], at = row, 0
    while taken[at]:
        done[at] = True
        for column in range(1, width + 1):
            if not done[column]:
                cost = -shares[taken[at] - 1][column - 1] - up[taken[at]] - across[column]
                if cost < least[column]:
                    least[column], came[column] = cost, at
        nearest = min((least[column], column) for column in range(1, width + 1) if not done[column])
        for column in range(width + 1):
            if done[column]:
                up[taken[column]] += nearest[0]
                across[column] -= nearest[0]
            else:
                least[column] -= nearest[0]
        at = nearest[1]
    while at:
        taken[at], at = taken[came[at]], came[at]
