"""Two coders and a curator at one desk, each with a client of their own; and what they code."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from starlette.testclient import TestClient
from tests.conftest import Desk
from tests.desk.conftest import KEY

from allegedly.desk import Settings, create_app
from allegedly.ledger import Ledger, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.applications import Starlette

    from allegedly.model import Claim, Reading


class Room(NamedTuple):
    """A ledger with its desk open, and the entries of its reports by their ids."""

    ledger: Ledger
    app: Starlette
    seqs: dict[str, int]

    def client(self, name: str = "") -> TestClient:
        """The desk as somebody of that name sees it, as a program; without a name, as nobody knows whom."""
        headers = {"Authorization": f"Bearer {KEY}", "X-Allegedly-By": name, "Accept": "application/json"}
        return TestClient(self.app, base_url="http://127.0.0.1", headers=headers)


@contextmanager
def room(path: Path, *readings: Reading) -> Iterator[Room]:
    """Opens a desk on a new ledger with these reports."""
    with open_ledger(str(path)) as ledger:
        for reading in readings:
            Desk().add(ledger, reading)
        with ledger.engine.reading() as tx:
            seqs = {name: seq for name, seq in tx.rows("SELECT id, seq FROM article ORDER BY seq")}  # noqa: C416
        app = create_app(ledger, Settings(key=KEY))
        with TestClient(app, base_url="http://127.0.0.1") as opened:
            deadline = time.monotonic() + 20
            while not app.state.bench.ready:
                assert time.monotonic() < deadline, "the claims were not counted"
                time.sleep(0.01)
            opened.get("/claims", headers={"Authorization": f"Bearer {KEY}"})
            yield Room(ledger, app, seqs)


def told(claim: Claim) -> dict[str, Any]:
    """A claim as a page's script sends it."""
    sent: dict[str, Any] = msgspec.to_builtins(claim)
    return {name: value for name, value in sent.items() if name not in ("id", "coder", "score")}


def code(client: TestClient, seq: int, *claims: Claim, submit: bool = True) -> None:
    """Somebody codes a report through the desk."""
    for claim in claims:
        done(client.post(f"/coding/{seq}/claims", json={"claim": told(claim)}))
    if submit:
        done(client.post(f"/coding/{seq}/submission", json={}))


def done(answer: Any, status: int = 201) -> Any:
    """What a write told."""
    assert answer.status_code == status, answer.text
    return answer.json()
