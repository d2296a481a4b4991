"""The list of claims in the desk: what it finds, in which forms it can be had, and who may see it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import KEY

from allegedly.desk import Settings, create_app
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Desk


@pytest.fixture
def client(tmp_path: Path, reports: Desk) -> Iterator[TestClient]:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        for reading in reports.wire(15):
            reports.add(ledger, reading)
        app = create_app(ledger, Settings(key=KEY, reviewer="Ana"))
        with TestClient(app, base_url="http://127.0.0.1") as opened:
            opened.get("/sign-in", params={"key": KEY})
            yield opened


def test_the_newest_claims_come_first_and_the_next_page_goes_on(client: TestClient) -> None:
    first = client.get("/claims.json").json()
    then = client.get("/claims.json", params={"before": first["goes_on"]}).json()
    seqs = [one["seq"] for one in (*first["claims"], *then["claims"])]

    assert (30, 20, 10) == (first["number"], len(first["claims"]), len(then["claims"]))
    assert seqs == sorted(seqs, reverse=True)
    assert then["goes_on"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"type": "attack"}, 15),
        ({"words": "Kesh7"}, 1),
        ({"words": "Kesh7", "type": "riot"}, 0),
        ({"outlet": "the harl courier"}, 30),
        ({"certainty": "unknown"}, 0),
        ({"status": "rejected"}, 0),
        ({"as_of": "#1"}, 0),
    ],
)
def test_the_address_filters(client: TestClient, asked: dict[str, str], found: int) -> None:
    page = client.get("/claims.json", params=asked).json()
    assert found == (page["number"] if page["number"] is not None else len(page["claims"]))


def test_a_table_holds_what_the_page_shows(client: TestClient) -> None:
    shown = client.get("/claims.json").json()["claims"]
    rows = list(csv.DictReader(io.StringIO(client.get("/claims.csv").text)))
    assert [(one["id"], one["claim"]["type"]) for one in shown] == [(row["id"], row["type"]) for row in rows]


@pytest.mark.parametrize("asked", ["type=war", "since=yesterday", "as_of=soon", "status=maybe", "as_of=%239999"])
def test_a_question_nobody_can_answer_is_told_so(client: TestClient, asked: str) -> None:
    answer = client.get(f"/claims?{asked}")
    assert answer.status_code == 404
    assert "expected" in answer.text or "no " in answer.text


def test_nobody_sees_a_claim_without_the_key(client: TestClient) -> None:
    client.cookies.clear()
    assert client.get("/claims", follow_redirects=False).headers["location"] == "/sign-in?to=/claims"
    assert client.get("/claims.json").status_code == 401
    assert client.get("/sign-in", params={"key": "another-key-altogether-00"}).status_code == 403
    assert client.get("/claims.json", headers={"Authorization": f"Bearer {KEY}"}).status_code == 200
