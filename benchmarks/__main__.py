"""`python -m benchmarks`: public gold in, predictions out; the table, the floors, the speed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import tasks

if TYPE_CHECKING:
    from collections.abc import Callable

FAILED = 1
TASK_LIST = ", ".join(tasks.TASKS)


def main(arguments: list[str]) -> int:
    """Runs one benchmark command; 0 done, 1 below a floor, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        metavar=f"{{{TASK_LIST}, table, floors, speed, million, desk-speed, actor-speed}}",
    )
    for task in tasks.TASKS:
        one = commands.add_parser(task, help=f"read every line of IN as the task {task} does")
        one.add_argument(
            "source", type=Path, metavar="IN.jsonl", help="lines to read, .gz too; gold fields are ignored"
        )
        one.add_argument("target", type=Path, metavar="OUT.jsonl", help="what was read, joined on the same id")
    table = commands.add_parser("table", help="run every task on the development files and write RESULTS.md")
    table.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder that holds gold/ and bench/")
    floors = commands.add_parser("floors", help="check the scores on the open gold against their floors")
    floors.add_argument("--update", action="store_true", help="pin what is measured now")
    floors.add_argument("--allow-lower", action="store_true", help="pin it even where it is lower")
    commands.add_parser("speed", help="cold start, reports a second and memory of `allegedly read`")
    million = commands.add_parser("million", help="fill, check and ask a ledger of invented claims")
    million.add_argument("--claims", type=int, default=1_000_000, metavar="N", help="how many; a million by default")
    million.add_argument("--ledger", type=Path, required=True, metavar="FILE", help="a new file; 3 GB for a million")
    million.add_argument("--join", type=int, default=50_000, metavar="N", help="how many are joined into events")
    desk = commands.add_parser("desk-speed", help="how long each page of the desk takes on a large ledger")
    desk.add_argument("--ledger", type=Path, required=True, metavar="FILE", help="as `million` makes one")
    commands.add_parser("actor-speed", help="how long a name, and the names of one report, take to look up")
    chosen = parser.parse_args(arguments)
    measures: dict[str, Callable[[], int]] = {
        "table": lambda: _table(parser, chosen.data),
        "floors": lambda: _floors(update=chosen.update, allow_lower=chosen.allow_lower),
        "speed": _speed,
        "million": lambda: _million(parser, chosen.claims, chosen.ledger, join=chosen.join),
        "desk-speed": lambda: _desk_speed(chosen.ledger),
        "actor-speed": _actor_speed,
    }
    if chosen.command in measures:
        return measures[chosen.command]()
    if not chosen.source.is_file():
        parser.error(f"{chosen.source}: expected a JSONL file, found none")
    written = tasks.run(chosen.command, chosen.source, chosen.target)
    print(f"{written:,} lines to {chosen.target}", file=sys.stderr)
    return 0


def _desk_speed(ledger: Path) -> int:
    from benchmarks import deskspeed, machine  # noqa: PLC0415

    print(machine.described())
    for line in (*deskspeed.measure(ledger), *deskspeed.painted(ledger)):
        print(line, flush=True)
    return 0


def _table(parser: argparse.ArgumentParser, data: Path) -> int:
    from benchmarks import table  # noqa: PLC0415 - tasks start without what only the table needs

    if not (data / table.CLAIMS).is_file():
        parser.error(f"{data}: expected a folder with {table.CLAIMS} and bench/")
    table.make(data)
    print(f"wrote {table.RESULTS}", file=sys.stderr)
    return 0


def _floors(*, update: bool, allow_lower: bool) -> int:
    from benchmarks import floors  # noqa: PLC0415 - the same

    pinned = floors.pinned()
    now = {name: floors.measured(floor) for name, floor in pinned.items()}
    for name, floor in now.items():
        told = ", ".join(
            f"{measure} {got:.4f}, floor {pinned[name].f1[measure]:.4f}" for measure, got in floor.f1.items()
        )
        print(f"{name}: {told}")
    if not update:
        problems = [line for name in pinned for line in floors.broken(name, pinned[name], now[name])]
        print(*problems, sep="\n", file=sys.stderr, end="\n" * bool(problems))
        return FAILED if problems else 0
    try:
        floors.write({name: floors.raised(name, pinned[name], now[name], allow_lower=allow_lower) for name in pinned})
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return FAILED
    return 0


def _speed() -> int:
    from benchmarks import machine, speed  # noqa: PLC0415 - the same

    print(machine.described())
    print(*speed.lines(speed.measure()), sep="\n")
    return 0


def _million(parser: argparse.ArgumentParser, claims: int, path: Path, *, join: int) -> int:
    from benchmarks import machine, million  # noqa: PLC0415 - the same

    if path.exists():
        parser.error(f"{path}: expected a new file, found one there")
    print(machine.described())
    figures = million.measure(claims, path, join=join)
    print(*million.lines(figures), sep="\n")
    return FAILED if figures.faults else 0


def _actor_speed() -> int:
    from benchmarks import actorspeed, machine  # noqa: PLC0415 - the same

    print(machine.described())
    print(*actorspeed.lines(actorspeed.measure()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
