"""Twenty people decide of the same few claims at once: each decision is there or its writer is told of the other."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from tests.scribe import HAND, outcome_of
from tests.test_kill import finished, scribe, written_to

from allegedly.errors import RecordError, StorageError
from allegedly.ledger import Ledger, open_ledger
from allegedly.ledger.acts import Exported, Judgement
from allegedly.stores.sqlite import SqliteEngine
from allegedly.verifier import read_checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Clock, Desk

pytestmark = pytest.mark.reliability
slow, control = pytest.mark.slow, pytest.mark.control
WRITERS = 20


class Judged(NamedTuple):
    """What writers did: decisions acknowledged and stored, those made without having seen another, and conflicts."""

    acknowledged: int
    stored: int
    lost: int
    conflicts: int


def judged(act: str, folder: Path, desk: Desk, seed: int, *, claims: int, each: int, programs: int) -> Judged:
    """Each writer counts on from the decision it looked at, so that a decision nobody saw leaves the count too low."""
    path = folder / "ledger.db"
    with open_ledger(str(path)) as ledger:
        readings = desk.wire(claims)
        for reading in readings:
            ledger.add(outcome_of(reading), reading, HAND)
    names, beside = ",".join(reading.claims[0].id or "" for reading in readings), WRITERS // programs
    running = [scribe(act, path, names, seed + number * beside, each, beside) for number in range(programs)]
    told = [line.split() for lines in finished(*running) for line in lines]
    said = Counter((first, second) for first, second in told if first != "conflicts")
    with open_ledger(str(path)) as ledger:
        assert not ledger.verify().faults
        with ledger.engine.reading() as tx:
            bodies = tx.rows(
                "SELECT b.body FROM entry e JOIN body b ON b.seq = e.seq WHERE e.kind = 'judgement' ORDER BY e.seq"
            )
    acts = [msgspec.json.decode(body, type=Judgement) for (body,) in bodies]
    stored = Counter((act.claim, act.reason or "") for act in acts)
    assert not said - stored, f"seed {seed}: acknowledged, but not in the ledger"
    reached = {act.claim: int(act.reason or 0) for act in acts}
    conflicts = sum(int(second) for first, second in told if first == "conflicts")
    return Judged(said.total(), stored.total(), stored.total() - sum(reached.values()), conflicts)


class TestDecisions:
    @pytest.mark.parametrize(
        ("each", "programs"), [pytest.param(50, 2, id="quick"), pytest.param(1000, WRITERS, id="20,000", marks=slow)]
    )
    def test_every_decision_has_seen_the_one_before_it(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], each: int, programs: int
    ) -> None:
        found = judged("judge", tmp_path, desk, seed, claims=20, each=each, programs=programs)

        assert (found.acknowledged, found.stored, found.lost) == (WRITERS * each, WRITERS * each, 0), f"seed {seed}"
        assert found.conflicts > 0
        score("F9 decisions of 20 claims at once", writers=WRITERS, **found._asdict())

    @control
    def test_writers_who_do_not_say_what_they_saw_lose_decisions(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None]
    ) -> None:
        found = judged("judge_blind", tmp_path, desk, seed, claims=20, each=50, programs=2)

        assert found.lost > 0, f"seed {seed}"
        score("F9 control, without the version check", writers=WRITERS, **found._asdict())


class TestTime:
    @pytest.mark.parametrize("acts", [pytest.param(500, id="quick"), pytest.param(10_000, id="10,000", marks=slow)])
    def test_no_transaction_is_recorded_at_or_before_the_one_in_front_of_it(
        self, ledger: Ledger, clock: Clock, seed: int, score: Callable[..., None], acts: int
    ) -> None:
        dice = random.Random(seed)
        for number in range(acts):
            # back or ahead by up to a day, or standing still
            clock.step = dt.timedelta(seconds=dice.choice((0, 0, 1, dice.uniform(-86_400, 86_400))))
            ledger.exported(Exported(format="csv", as_of=1, rows=number, sha256=f"{number:064x}"))
        with ledger.engine.reading() as tx:
            times = [time for (time,) in tx.rows("SELECT recorded_at FROM entry ORDER BY seq")]
            walls = tx.rows("SELECT count(*) FROM entry WHERE wall_at IS NOT NULL")[0][0]

        inversions = sum(after < before for before, after in itertools.pairwise(times))
        assert (inversions, len(times) - len(set(times))) == (0, 0), f"seed {seed}"
        assert acts > walls > acts / 10
        score("B2 clock that jumps and stands", transactions=acts, inversions=0, equal=0, own_time_kept_beside=walls)

    @control
    def test_a_ledger_that_believes_its_clock_is_caught(
        self, ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch, score: Callable[..., None]
    ) -> None:
        monkeypatch.setattr("allegedly.stores.batch.next_time", lambda _, now: now)
        act = Exported(format="csv", as_of=1, rows=1, sha256="0" * 64)
        clock.step = dt.timedelta(0)
        ledger.exported(act)
        ledger.exported(act)
        with ledger.engine.reading() as tx:
            times = [time for (time,) in tx.rows("SELECT recorded_at FROM entry ORDER BY seq")]
        equal = len(times) - len(set(times))
        assert equal > 0
        clock.step = -dt.timedelta(days=1)
        with pytest.raises(StorageError, match="must follow the last one"):
            ledger.exported(act)
        score("B2 control, the clock believed", equal=equal, refused_by_the_file=1)


class TestPoison:
    @pytest.mark.parametrize("at", range(20))
    def test_a_reading_the_ledger_cannot_take_costs_itself_alone(self, ledger: Ledger, desk: Desk, at: int) -> None:
        readings = desk.wire(20)
        # its claims have the ids of another report's
        readings[at] = msgspec.structs.replace(
            desk.report("Shells hit the mill.", {"type": "attack", "said": "Shells hit the mill"}, id="poison")
        )
        stolen = readings[(at + 1) % 20].claims[0].id
        bad = msgspec.structs.replace(readings[at].claims[0], id=stolen)
        readings[at] = msgspec.structs.replace(readings[at], claims=(bad,))
        other = readings.pop((at + 1) % 20)
        ledger.add(outcome_of(other), other, HAND)

        refused = 0
        for reading in readings:
            try:
                ledger.add(outcome_of(reading), reading, HAND)
            except RecordError:
                refused += 1

        assert refused == 1
        assert not ledger.verify().faults
        with ledger.engine.reading() as tx:
            kept = {article for (article,) in tx.rows("SELECT id FROM article")}
            assert not tx.rows("SELECT 1 FROM entry WHERE subject = 'poison'")
        assert kept == {f"wire-{number}" for number in range(20) if number != at}

    @control
    def test_one_transaction_for_all_would_cost_them_all(self, ledger: Ledger, desk: Desk) -> None:
        from allegedly.ledger.recording import record

        readings = desk.wire(20)
        stolen = msgspec.structs.replace(readings[19].claims[0], id=readings[0].claims[0].id)
        readings[19] = msgspec.structs.replace(readings[19], claims=(stolen,))

        def all_at_once() -> None:
            with ledger._batch() as batch:
                for reading in readings:
                    record(batch, reading, source=reading.article.text_sha256, coder=HAND)
                    batch.write()

        with pytest.raises(RecordError):
            all_at_once()

        with ledger.engine.reading() as tx:
            assert tx.rows("SELECT count(*) FROM article") == [(0,)]


@pytest.mark.parametrize("copies", [pytest.param(5, id="quick"), pytest.param(50, id="50 backups", marks=slow)])
def test_a_copy_made_while_others_write_is_sound_and_ends_at_a_head_there_was(
    tmp_path: Path, desk: Desk, score: Callable[..., None], copies: int
) -> None:
    path, prepared = tmp_path / "ledger.db", written_to(tmp_path / "readings.json", desk.wire(copies * 300))
    engine = SqliteEngine(str(path))
    Ledger(engine)
    writer = scribe("add_for", path, prepared, copies / 20 + 1)
    assert writer.stdout is not None
    writer.stdout.readline()
    heads = []
    for number in range(copies):
        copy = tmp_path / f"{number}.copy"
        engine.copy_to(str(copy))
        with open_ledger(str(copy)) as backup:
            found = backup.verify()
        assert not found.faults
        heads.append(read_checkpoint(found.checkpoint))
    added = len(finished(writer)[0])
    with Ledger(engine) as ledger:
        assert not [head for head in heads if ledger.verify(head).faults]
    assert len(set(heads)) > copies / 5, "nobody wrote meanwhile"
    score("K2 copies while another program writes", copies=copies, added=added, unsound=0, of_no_past_head=0)
