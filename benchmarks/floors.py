"""Floors: scores on the open gold that a change may raise but not lower, and a seal on the gold itself."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from benchmarks import claims, tasks

from allegedly import scoring

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOORS = Path(__file__).with_name("floors.toml")
ROOT = FLOORS.parent.parent
# int8 models round differently on different processors; a change in what is read moves more than this
NOISE = 0.005
HEADER = """\
# Scores on the open gold that no change may lower, and a seal on that gold: `python -m benchmarks floors` checks them,
# `python -m benchmarks floors --update` pins better ones, and only --allow-lower pins worse ones.
"""


class Floor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One gold file, its seal, and the least F1 by measure."""

    data: str
    sha256: str
    reports: int
    claims: int
    f1: dict[str, float]


def pinned(path: Path = FLOORS) -> dict[str, Floor]:
    """The floors as they stand in the file, by name."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), dict[str, Floor])


def measured(floor: Floor, root: Path = ROOT) -> Floor:
    """The same gold file as it is now and as the shipped coder reads it now."""
    path = root / floor.data
    records = tasks.lines(path)
    gold = scoring.load(path)
    given = {
        record["id"]: scoring.decode_article(msgspec.json.encode(claims.read(record)))
        for record in tasks.inputs("claims", records)
    }
    report = scoring.score(gold, given)
    return Floor(
        data=floor.data,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        reports=len(records),
        claims=sum(len(article.claims) for article in gold.values()),
        f1={measure: report[measure]["f1"] for measure in floor.f1},
    )


def broken(name: str, floor: Floor, now: Floor) -> list[str]:
    """What is below its floor or not the gold it was, each in one line; empty when all holds."""
    problems = []
    if now.sha256 != floor.sha256:
        problems.append(f"{name}: {floor.data} is not the gold that was pinned (sha256 {now.sha256})")
    problems += [
        f"{name}: {measure} is {now.f1[measure]:.4f}, its floor is {least:.4f}"
        for measure, least in floor.f1.items()
        if now.f1[measure] < least - NOISE
    ]
    return problems


def raised(name: str, floor: Floor, now: Floor, *, allow_lower: bool = False) -> Floor:
    """The floor to pin from now on; a lower one is refused with ValueError unless allowed."""
    if problems := broken(name, floor, now):
        if not allow_lower:
            raise ValueError("; ".join(problems) + ". To pin it all the same: --update --allow-lower")
        return now
    best = {measure: max(least, now.f1[measure]) for measure, least in floor.f1.items()}
    return msgspec.structs.replace(now, f1=best)


def write(floors: Mapping[str, Floor], path: Path = FLOORS) -> None:
    """Pins floors in the file."""
    blocks = [HEADER]
    for name, floor in floors.items():
        blocks.append(
            f'\n[{name}]\ndata = "{floor.data}"\nsha256 = "{floor.sha256}"\n'
            f"reports = {floor.reports}\nclaims = {floor.claims}\n\n[{name}.f1]\n"
            + "".join(f"{measure} = {least:.4f}\n" for measure, least in floor.f1.items())
        )
    path.write_text("".join(blocks), encoding="utf-8")
