"""A writer in a process of its own, which the reliability tests start, stop and kill.

What it has done it says on its standard output, one line an act, after the ledger said so first.
"""

from __future__ import annotations

import functools
import itertools
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from allegedly.errors import ConflictError
from allegedly.ledger import Ledger, open_ledger
from allegedly.ledger.copying import back_up
from allegedly.ledger.held import one_claim
from allegedly.model import CoderStamp, Outcome, Reading
from allegedly.stores.batch import head
from allegedly.stores.sqlite import SqliteEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allegedly.stores.batch import Head

HAND = CoderStamp(name="hand", version="1", model=None)


def tell(*words: object) -> None:
    """One line in one write, so that a reader never sees half of it."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def outcome_of(reading: Reading) -> Outcome:
    article = reading.article
    end = "coded" if reading.claims else "coded_no_claims"
    return Outcome(name=article.id, end=end, article_id=article.id, source=article.text_sha256)  # type: ignore[arg-type]


def head_of(ledger: Ledger) -> Head:
    with ledger.engine.reading() as tx:
        return head(tx)


def readings_in(path: str) -> list[Reading]:
    return msgspec.json.decode(Path(path).read_bytes(), type=list[Reading])


def add(ledger: Ledger, readings: Iterable[Reading], *, early: bool = False) -> None:
    """What `allegedly add` does with readings; begun again, it goes on where it stopped.

    `early` is the broken arm: it says that a reading is safe before the ledger does.
    """
    for reading in readings:
        if ledger.knows(reading.article.text_sha256, HAND):
            continue
        if early:
            tell(reading.article.id)
        ledger.add(outcome_of(reading), reading, HAND)
        if not early:
            tell(reading.article.id)


def add_again(ledger: Ledger, readings: list[Reading], seed: int) -> None:
    """Adds all readings in an order of its own, without asking what is known."""
    random.Random(seed).shuffle(readings)
    for reading in readings:
        ledger.add(outcome_of(reading), reading, HAND)
    tell("done")


def judge(ledger: Ledger, claims: list[str], seed: int, count: int, *, blind: bool) -> None:
    """Counts on: each judgement gives as its reason one more than the judgement its writer looked at.

    `blind` is the broken arm: it decides without saying what it saw.
    """
    dice, done, conflicts = random.Random(seed), 0, 0
    while done < count:
        claim = dice.choice(claims)
        with ledger.engine.reading() as tx:
            version = one_claim(tx, claim, head(tx).seq).standing.version
            told = tx.rows("SELECT body FROM body WHERE seq = ?", (version,))
        number = int(msgspec.json.decode(told[0][0]).get("reason") or 0) + 1
        try:
            ledger.judge(claim, "reject", by=f"writer {seed}", reason=str(number), saw=None if blind else version)
        except ConflictError:
            conflicts += 1
            continue
        done += 1
        tell(claim, number)
    tell("conflicts", conflicts)


def judge_side_by_side(path: str, claims: str, seed: str, count: str, writers: str, *, blind: bool) -> None:
    """As many writers as are asked for, each with the ledger open for itself."""

    def one(number: int) -> None:
        with open_ledger(path) as ledger:
            judge(ledger, claims.split(","), number, int(count), blind=blind)

    with ThreadPoolExecutor(int(writers)) as pool:
        list(pool.map(one, range(int(seed), int(seed) + int(writers))))


def storm(path: str, seconds: float) -> None:
    """Checkpoints of every kind, one after the other."""
    engine, until, number = SqliteEngine(path), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        kind = ("PASSIVE", "FULL", "RESTART", "TRUNCATE")[number % 4]
        engine._connection().execute(f"PRAGMA wal_checkpoint({kind})").fetchall()
        number += 1
    engine.close()
    tell("checkpoints", number)


def add_for(ledger: Ledger, readings: list[Reading], seconds: float) -> None:
    """Adds readings for some seconds, as fast as it can."""
    until = time.monotonic() + seconds
    for reading in readings:
        if time.monotonic() > until:
            break
        ledger.add(outcome_of(reading), reading, HAND)
        tell(reading.article.id)


def back_up_for_ever(path: str, folder: str) -> None:
    """One backup after the other, until it is killed."""
    engine = SqliteEngine(path)
    for number in itertools.count():
        back_up(engine, Path(folder, f"{number}.db"))
        tell(number)


def copy_for_ever(path: str, folder: str) -> None:
    """The broken arm: copies straight to where the backup is to be, as a slow disk does it."""
    content = Path(path).read_bytes()
    for number in itertools.count():
        with Path(folder, f"{number}.db").open("wb", buffering=0) as target:
            for at in range(0, len(content), 65_536):
                target.write(content[at : at + 65_536])
                time.sleep(0.002)
        tell(number)


def hold(path: str) -> None:
    """Takes the only writer's place and keeps it until it is killed."""
    with SqliteEngine(path).writing():
        tell("held")
        time.sleep(600)


ACTS: dict[str, Callable[..., None]] = {
    "add": lambda path, readings: add(open_ledger(path), readings_in(readings)),
    "add_early": lambda path, readings: add(open_ledger(path), readings_in(readings), early=True),
    "add_again": lambda path, readings, seed: add_again(open_ledger(path), readings_in(readings), int(seed)),
    "add_for": lambda path, readings, seconds: add_for(open_ledger(path), readings_in(readings), float(seconds)),
    "judge": functools.partial(judge_side_by_side, blind=False),
    "judge_blind": functools.partial(judge_side_by_side, blind=True),
    "storm": lambda path, seconds: storm(path, float(seconds)),
    "back_up": back_up_for_ever,
    "copy": copy_for_ever,
    "found": lambda path: tell(open_ledger(path).id),
    "hold": hold,
}

if __name__ == "__main__":
    ACTS[sys.argv[1]](*sys.argv[2:])
