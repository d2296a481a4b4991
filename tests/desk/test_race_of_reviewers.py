"""Twenty reviewers edit the same claims through the desk at once: what was acknowledged is there, and built on what came before."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.desk.conftest import KEY

from allegedly.ledger import Ledger, open_ledger
from allegedly.model import EventClaim
from allegedly.views.history import article_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Desk
    from tests.desk.conftest import OpenDesk

    from allegedly.ledger.held import Held

WRITERS, EDITS, CLAIMS = 20, 25, 4
TEXT = " ".join(f"Gunmen attacked the village of Kesh{number}." for number in range(CLAIMS))


class Race:
    """Writers who each add one to a number that a claim carries, as often as they are let."""

    def __init__(self, address: str, seq: int, seed: int) -> None:
        self.address, self.seq, self.seed = address, seq, seed

    def run(self) -> tuple[int, int]:
        """How many edits were acknowledged, and how many told that somebody was first."""
        with ThreadPoolExecutor(WRITERS) as writers:
            ends = list(writers.map(self._write, range(WRITERS)))
        return sum(done for done, _ in ends), sum(refused for _, refused in ends)

    def _write(self, writer: int) -> tuple[int, int]:
        dice = random.Random(self.seed + writer)
        headers = {"Authorization": f"Bearer {KEY}", "X-Allegedly-By": f"writer {writer}", "Accept": "application/json"}
        done = refused = 0
        with httpx.Client(base_url=self.address, headers=headers, timeout=60) as desk:
            for _ in range(EDITS):
                held = dice.choice(desk.get(f"/review/{self.seq}.json").raise_for_status().json()["claims"])["held"]
                claim = counted(held["claim"])
                sent = {"verdict": "edit", "saw": held["standing"]["version"], "claim": claim, "reason": "one more"}
                answer = desk.post(f"/claims/{held['id']}/decisions", json=sent)
                assert answer.status_code in (201, 409), answer.text
                done, refused = done + (answer.status_code == 201), refused + (answer.status_code == 409)
        return done, refused


def counted(claim: dict[str, Any]) -> dict[str, Any]:
    """The claim with its number, which is its actor's name, one higher."""
    actor = claim["actor"][0]
    before = int(actor["name"]) if actor["name"].isdigit() else 0
    return {**claim, "actor": [{**actor, "name": str(before + 1)}]}


def number_of(held: Held) -> int:
    assert isinstance(held.claim, EventClaim)
    name = held.claim.actor[0].name
    return int(name) if name.isdigit() else 0


def raced(desk: OpenDesk, ledger_file: Path, reports: Desk, seed: int) -> tuple[int, int, int]:
    """Runs the race on a new ledger; gives edits acknowledged, edits refused, and what the numbers come to."""
    claims = [
        {"type": "attack", "said": f"Gunmen attacked the village of Kesh{one}.", "actor": "Gunmen"}
        for one in range(CLAIMS)
    ]
    with open_ledger(str(ledger_file)) as ledger:
        reports.add(ledger, reports.report(TEXT, *claims, id="raids"))
        with ledger.engine.reading() as tx:
            seq = article_view(tx, "raids", 2**40).seq
    done, refused = Race(desk(ledger_file), seq, seed).run()
    with open_ledger(str(ledger_file)) as ledger:
        assert not ledger.verify().faults
        with ledger.engine.reading() as tx:
            ends = article_view(tx, "raids", 2**40).claims
            assert done == tx.rows("SELECT count(*) FROM decision")[0][0]
        return done, refused, sum(number_of(one) for one in ends)


@pytest.mark.reliability
def test_no_edit_that_was_acknowledged_is_lost(
    desk: OpenDesk, ledger_file: Path, reports: Desk, seed: int, score: Callable[..., None]
) -> None:
    done, refused, kept = raced(desk, ledger_file, reports, seed)
    score("20 reviewers at the desk", edits=WRITERS * EDITS, acknowledged=done, refused=refused, lost=done - kept)
    assert WRITERS * EDITS == done + refused
    assert refused > 0, "nobody met anybody: the race proves nothing"
    assert done == kept, f"seed {seed}"


@pytest.mark.reliability
@pytest.mark.control
def test_without_the_version_seen_edits_are_lost(
    desk: OpenDesk,
    ledger_file: Path,
    reports: Desk,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
    score: Callable[..., None],
) -> None:
    judge = Ledger.judge

    def blind(ledger: Ledger, *given: Any, **more: Any) -> int:
        return judge(ledger, *given, **{**more, "saw": None})

    monkeypatch.setattr(Ledger, "judge", blind)
    done, _, kept = raced(desk, ledger_file, reports, seed)
    score("20 reviewers at the desk, versions not compared", edits=WRITERS * EDITS, acknowledged=done, lost=done - kept)
    assert kept < done
