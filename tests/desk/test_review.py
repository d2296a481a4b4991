"""The review in the desk: in which order reports come, how far it is, and which decisions are taken."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from allegedly.desk import Settings, create_app
from allegedly.desk.queue import Queue
from allegedly.ledger import open_ledger
from allegedly.views.tally import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Clock, Desk

    from allegedly.ledger import Ledger

KEY = "a-key-for-tests-only-0000"
TEXT = "Gunmen attacked the village of Kesh on Monday, police said. At least 4 people were killed. Hundreds marched."
RAID = {"type": "attack", "said": "Gunmen attacked the village of Kesh", "actor": "Gunmen", "place": "Kesh"}
DEAD = {"type": "violence_other", "said": "At least 4 people were killed", "killed": "At least 4"}
MARCH = {"kind": "event", "type": "protest", "evidence": [{"start": 91, "end": 107, "text": "Hundreds marched"}]}


@pytest.fixture
def told(tmp_path: Path, reports: Desk, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db"), clock=clock) as ledger:
        reports.add(ledger, reports.report(TEXT, RAID, DEAD, id="raid", publisher="The Courier"))
        for reading in reports.wire(3):
            reports.add(ledger, reading)
        yield ledger


@pytest.fixture
def client(told: Ledger) -> Iterator[TestClient]:
    app = create_app(told, Settings(key=KEY))
    app.state.bench.count()
    with TestClient(app, base_url="http://127.0.0.1") as opened:
        opened.headers.update({"Authorization": f"Bearer {KEY}", "X-Allegedly-By": "Ana", "Accept": "application/json"})
        yield opened


def first(client: TestClient) -> dict[str, Any]:
    """The first claim of the first report."""
    return report(client)["claims"][0]["held"]  # type: ignore[no-any-return]


def report(client: TestClient) -> dict[str, Any]:
    seq = client.get("/review.json").json()["reports"][0]["seq"]
    told: dict[str, Any] = client.get(f"/review/{seq}.json").json()
    return told


def decide(client: TestClient, held: dict[str, Any], verdict: str, **given: Any) -> Any:
    saw = {"saw": held["standing"]["version"]}
    return client.post(f"/claims/{held['id']}/decisions", json={**saw, "verdict": verdict, **given})


def queue(*claims: tuple[int, float, str]) -> Queue:
    """A queue over claims told as (report, score, status), recorded in this order."""
    status = {"proposed": 0, "accepted": 1}
    columns = {
        "claim": np.arange(len(claims)) + 100,
        "article": np.array([one for one, _, _ in claims], "int64"),
        "score": np.array([one for _, one, _ in claims], "float32"),
        "status": np.array([status[one] for _, _, one in claims], "int8"),
    }
    return Queue(Frame(999, {}, columns, {}), np.arange(len(claims)))


@pytest.mark.parametrize(
    ("claims", "order"),
    [
        # the score nearest to a half first, from either side
        ([(1, 0.9, "proposed"), (2, 0.45, "proposed"), (3, 0.6, "proposed")], [2, 3, 1]),
        # no score before all others
        ([(1, 0.5, "proposed"), (2, math.nan, "proposed")], [2, 1]),
        # of equals the one recorded first
        ([(4, 0.5, "proposed"), (2, 0.5, "proposed"), (3, 0.5, "proposed")], [4, 2, 3]),
        # a report stands where its least sure claim does, and has one place
        ([(1, 0.9, "proposed"), (2, 0.7, "proposed"), (1, 0.5, "proposed")], [1, 2]),
        # what is decided waits no longer
        ([(1, 0.5, "accepted"), (2, 0.9, "proposed"), (3, 0.5, "accepted")], [2]),
        ([], []),
    ],
)
def test_the_least_sure_report_comes_first(claims: list[tuple[int, float, str]], order: list[int]) -> None:
    waiting = queue(*claims)
    assert [one.report for one in waiting.first(99)] == order
    assert [one.report for one in waiting.first(1)] == order[:1]
    assert waiting.claims == len(claims)
    assert waiting.undecided == sum(status == "proposed" for _, _, status in claims)


def test_a_report_keeps_its_neighbours_while_it_is_decided() -> None:
    before = queue((1, 0.9, "proposed"), (2, 0.5, "proposed"), (3, 0.7, "proposed"))
    after = queue((1, 0.9, "proposed"), (2, 0.5, "proposed"), (3, 0.7, "accepted"))
    assert before.beside(3) == after.beside(3) == (2, 1)
    assert before.beside(2) == (None, 3)
    assert before.beside(1) == (3, None)


def test_the_queue_tells_how_far_it_is_and_how_long_it_will_take(client: TestClient, clock: Clock) -> None:
    assert client.get("/review.json").json()["progress"] == {
        "claims": 8, "decided": 0, "today": 0, "today_by_you": 0, "seconds_each": None, "seconds_left": None,
    }  # fmt: skip
    clock.step = dt.timedelta(seconds=12)
    for number in range(5):
        by = {"X-Allegedly-By": "Ben" if number == 4 else "Ana"}
        held = next(one["held"] for one in report(client)["claims"] if one["held"]["standing"]["status"] == "proposed")
        client.headers.update(by)
        assert decide(client, held, "accept").status_code == 201
    client.headers["X-Allegedly-By"] = "Ana"
    told = client.get("/review.json").json()["progress"]
    assert (8, 5, 5, 4) == (told["claims"], told["decided"], told["today"], told["today_by_you"])
    assert told["seconds_each"] is None

    held = next(one["held"] for one in report(client)["claims"] if one["held"]["standing"]["status"] == "proposed")
    assert decide(client, held, "accept").status_code == 201
    told = client.get("/review.json").json()["progress"]
    # the clock is asked by the page as well, so that decisions lie some twelves of seconds apart
    assert told["seconds_each"] > 0
    assert told["seconds_each"] % 12 == 0
    assert told["seconds_left"] == 2 * told["seconds_each"]

    clock.now += dt.timedelta(days=1)
    assert client.get("/review.json").json()["progress"]["today"] == 0


def test_filters_choose_what_is_reviewed_and_stay_in_every_link(client: TestClient) -> None:
    told = client.get("/review.json", params={"type": "attack", "words": "Kesh1"}).json()
    assert [(1, 1)] == [(told["progress"]["claims"], told["reports"][0]["undecided"])]
    page = client.get("/review", params={"type": "attack"}, headers={"Accept": "text/html"}).text
    assert f'href="/review/{told["reports"][0]["seq"]}?type=attack"' in page


def test_a_decision_is_an_entry_with_who_when_and_why(client: TestClient) -> None:
    held = first(client)
    assert decide(client, held, "reject", reason="the report does not say so").json()["status"] == "rejected"
    entered = report_of(client, held)["history"][-1]
    assert (entered["kind"], entered["words"], entered["by"]) == ("judgement", "reject", "Ana")
    assert entered["reason"] == "the report does not say so"
    assert entered["recorded_at"].startswith("2031-05-01")

    undone = decide(client, report_of(client, held)["held"], "undo").json()
    assert undone["status"] == "proposed"
    assert [line["words"] for line in report_of(client, held)["history"] if line["kind"] == "judgement"] == [
        "reject",
        "undo",
    ]


def report_of(client: TestClient, held: dict[str, Any]) -> dict[str, Any]:
    told: list[dict[str, Any]] = client.get(f"/review/{held['article_seq']}.json").json()["claims"]
    return next(one for one in told if one["held"]["id"] == held["id"])


def test_an_edit_keeps_what_is_known_of_names_that_stay_and_looks_up_new_ones(client: TestClient) -> None:
    held = first(client)
    claim = held["claim"]
    claim["actor"][0]["actor"] = {"id": "act:made-up", "name": "Made up"}
    claim["target"] = [{"text": "the village of Kesh", "name": "the village of Kesh", "start": 16, "end": 35}]
    assert decide(client, held, "edit", claim=claim, reason="it names its target").status_code == 201
    edited = report_of(client, held)["held"]["claim"]
    # what nobody looked up before is not taken from whoever sends it
    assert "actor" not in edited["actor"][0]
    assert "actor" in edited["target"][0]
    assert edited["id"] == held["id"]


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"verdict": "reject"}, 422, "found no reason"),
        ({"verdict": "edit", "reason": "so"}, 422, "carries the claim"),
        ({"verdict": "undo"}, 422, "nothing stands that could be undone"),
        ({"verdict": "maybe"}, 422, "verdict"),
        ({"verdict": "accept", "saw": None}, 422, "saw"),
        ({"verdict": "accept", "saw": 1}, 409, "changed by entry"),
        ({"verdict": "accept", "by": "Ben"}, 422, "unknown field"),
        ({"verdict": "edit", "reason": "so", "claim": {**MARCH, "evidence": []}}, 422, "at least one evidence"),
        ({"verdict": "edit", "reason": "so", "claim": {**MARCH, "evidence": [{"start": 0, "end": 3, "text": "Men"}]}}, 422, "keep to the report's words"),
        ({"verdict": "edit", "reason": "so", "claim": {**MARCH, "factuality": {"certainty": "unknown"}}}, 422, "at least one cue - at `$.claim.factuality`"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_taken_says_why_and_changes_nothing(
    client: TestClient, given: dict[str, Any], status: int, words: str
) -> None:
    held = first(client)
    answer = decide(client, held, **given)
    assert status == answer.status_code
    assert words in answer.json()["error"]
    assert report_of(client, held)["held"] == held


def test_a_decision_without_the_version_seen_is_not_taken(client: TestClient) -> None:
    answer = client.post(f"/claims/{first(client)['id']}/decisions", json={"verdict": "accept"})
    assert (answer.status_code, "saw" in answer.json()["error"]) == (422, True)


def test_who_gives_no_name_decides_nothing(client: TestClient, told: Ledger) -> None:
    held = first(client)
    client.headers.pop("X-Allegedly-By")
    assert decide(client, held, "accept").status_code == 403
    assert client.post("/review/2/claims", json={"claim": MARCH}).status_code == 403
    app = create_app(told, Settings(key=KEY))
    app.state.bench.count()
    with TestClient(app, base_url="http://127.0.0.1") as browser:
        browser.get("/sign-in", params={"key": KEY})
        page = browser.get(f"/review/{held['article_seq']}").text
        assert "Give your name to decide" in page
        assert 'value="accept"' not in page


def test_a_claim_that_a_person_found_stands_beside_the_coded_ones(client: TestClient) -> None:
    seq = first(client)["article_seq"]
    name = client.post(f"/review/{seq}/claims", json={"claim": MARCH, "reason": "the coder passed over it"}).json()[
        "id"
    ]
    one = report_of(client, {"article_seq": seq, "id": name})
    assert one["held"]["standing"]["status"] == "accepted"
    assert ("Ana", "the coder passed over it") in [(line["by"], line["reason"]) for line in one["history"]]
    # the same again is refused, and so are words of another report
    assert client.post(f"/review/{seq}/claims", json={"claim": MARCH}).status_code == 422
    other = {**MARCH, "evidence": [{"start": 0, "end": 8, "text": "Soldiers"}]}
    assert "report's words" in client.post(f"/review/{seq}/claims", json={"claim": other}).json()["error"]


def test_an_earlier_version_of_a_report_takes_no_claims(client: TestClient, told: Ledger, reports: Desk) -> None:
    seq = first(client)["article_seq"]
    reports.add(told, reports.report(f"{TEXT} Calm returned.", RAID, id="raid", publisher="The Courier"))
    answer = client.post(f"/review/{seq}/claims", json={"claim": MARCH})
    assert answer.status_code == 422
    assert f"entry {seq} is an earlier version" in answer.json()["error"]
    assert client.get(f"/review/{seq}.json").json()["latest"] > seq
    assert "The latest" in client.get(f"/review/{seq}", headers={"Accept": "text/html"}).text


def test_the_past_can_be_looked_at_and_not_decided(client: TestClient) -> None:
    held = first(client)
    decide(client, held, "accept")
    past = f"#{held['standing']['version']}"
    asked = {"as_of": past}
    then = client.get(f"/review/{held['article_seq']}.json", params=asked).json()["claims"][0]["held"]
    assert then["standing"]["status"] == "proposed"
    page = client.get(f"/review/{held['article_seq']}", params=asked, headers={"Accept": "text/html"}).text
    assert 'value="accept"' not in page
    assert client.get("/review.json", params=asked).json()["progress"]["decided"] == 0


def test_a_redacted_report_shows_no_word_and_takes_no_decision(client: TestClient, told: Ledger) -> None:
    held = first(client)
    told.redact("raid", by="Ana", reason="by order of a court")
    page = client.get(f"/review/{held['article_seq']}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Gunmen" not in page.text
    assert decide(client, held, "accept").status_code == 422
    assert client.post(f"/review/{held['article_seq']}/claims", json={"claim": MARCH}).status_code == 404


@pytest.mark.parametrize("seq", ["1", "9999", "9" * 40, "3"])
def test_what_is_no_report_is_not_found(client: TestClient, seq: str) -> None:
    # entry 1 founded the ledger, entry 3 is a claim of entry 2 or its coding
    assert client.get(f"/review/{seq}.json").status_code == 404
    assert client.post(f"/review/{seq}/claims", json={"claim": MARCH}).status_code == 404


@pytest.mark.parametrize(
    "to", ["//evil.example/", "https://evil.example/", "/claims", "/review/\\evil", "javascript:x"]
)
def test_a_form_goes_on_to_a_page_of_the_review_and_to_no_other(client: TestClient, to: str) -> None:
    held = first(client)
    answer = client.post(
        f"/claims/{held['id']}/decisions",
        data={"verdict": "accept", "saw": str(held["standing"]["version"]), "to": to},
        headers={"Accept": "text/html"},
        follow_redirects=False,
    )
    assert answer.headers["location"] == f"/review/{held['article_seq']}?claim={held['id']}"


def test_every_part_of_a_claim_can_be_sent_back_as_it_came(client: TestClient) -> None:
    """What the form is given is what it may send: an edit with only another type is taken."""
    held = first(client)
    sent = {**held["claim"], "type": "abuse"}
    assert decide(client, held, "edit", claim=sent, reason="no attack").status_code == 201
    assert report_of(client, held)["held"]["claim"] == sent
