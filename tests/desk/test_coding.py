"""Reports are picked and coded blind in the desk: what is wanted, how far one is, and what a coding takes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from tests.coded import BOMBED, DEAD, RAID, TAKEN, TEXT
from tests.conftest import Desk
from tests.desk.coders import Room, code, done, room, told
from tests.desk.conftest import KEY

from allegedly.views.claims import find_claims
from allegedly.views.filters import STATUSES, Filters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from allegedly.model import Claim


@pytest.fixture
def open_room(tmp_path: Path, reports: Desk) -> Iterator[Room]:
    """A desk on four reports: one in which the coder found the raid, and three of the wire."""
    first = reports.report(TEXT, RAID, id="raid", publisher="The Harl Courier")
    with room(tmp_path / "ledger.db", first, *reports.wire(3)) as opened:
        yield opened


@pytest.fixture
def claims(reports: Desk) -> dict[str, Claim]:
    made = reports.report(TEXT, RAID, BOMBED, DEAD, TAKEN, id="raid").claims
    return dict(zip(("raid", "bombed", "dead", "taken"), made, strict=True))


def states(page: dict[str, Any]) -> dict[int, str]:
    return {one["seq"]: one["state"] for one in page["reports"]}


def test_what_is_wanted_is_listed_with_ones_own_state_of_it(open_room: Room, claims: dict[str, Claim]) -> None:
    ada, kim, lee = (open_room.client(name) for name in ("Ada", "Kim", "Lee"))
    raid, *wire = open_room.seqs.values()
    done(ada.post("/coding/wanted", json={"reports": [raid, wire[0], wire[1]]}))
    code(kim, raid, claims["raid"])
    code(kim, wire[0], submit=False)

    assert states(kim.get("/coding.json").json()) == {wire[0]: "not begun", wire[1]: "not begun", raid: "submitted"}
    # what Kim did with them is nothing to Lee
    assert states(lee.get("/coding.json").json()) == {raid: "not begun", wire[0]: "not begun", wire[1]: "not begun"}
    code(lee, wire[1], Desk().wire(2)[1].claims[0], submit=False)
    page = lee.get("/coding.json").json()
    assert next(iter(states(page).items())) == (wire[1], "begun")
    assert (page["number"], page["submitted"]) == (3, 0)
    rows = list(csv.DictReader(io.StringIO(lee.get("/coding.csv").text)))
    assert [(row["report"], row["state"]) for row in rows] == [(str(seq), state) for seq, state in states(page).items()]


def test_a_report_nobody_asked_for_can_be_coded_and_is_listed_for_who_does(open_room: Room) -> None:
    raid = open_room.seqs["raid"]
    code(open_room.client("Kim"), raid, Desk().report(TEXT, DEAD, id="raid").claims[0], submit=False)

    (one,) = open_room.client("Kim").get("/coding.json").json()["reports"]
    assert (one["seq"], one["wanted"], one["state"]) == (raid, False, "begun")
    assert open_room.client("Lee").get("/coding.json").json()["reports"] == []


@pytest.mark.parametrize(
    ("asked", "picked"),
    [
        ({"number": 2}, ["raid", "wire-0"]),
        ({"number": 9, "filters": {"words": "Kesh2"}}, ["wire-2"]),
        ({"number": 1, "filters": {"type": "violence_other"}}, ["wire-0"]),
        (
            {"number": 9, "filters": {"outlet": "The Harl Courier", "type": "attack"}},
            ["raid", "wire-0", "wire-1", "wire-2"],
        ),
    ],
)
def test_the_next_reports_that_fit_are_wanted(open_room: Room, asked: dict[str, Any], picked: list[str]) -> None:
    names = {seq: name for name, seq in open_room.seqs.items()}
    answer = done(open_room.client("Ada").post("/coding/wanted", json=asked))
    assert [names[seq] for seq in answer["reports"]] == picked


def test_those_wanted_already_are_passed_over_and_can_be_wanted_no_longer(open_room: Room) -> None:
    ada = open_room.client("Ada")
    first = done(ada.post("/coding/wanted", json={"number": 3}))["reports"]
    assert done(ada.post("/coding/wanted", json={"number": 3}))["reports"] == [open_room.seqs["wire-2"]]
    answer = ada.post("/coding/wanted", json={"number": 1})
    assert (answer.status_code, "not wanted yet" in answer.json()["error"]) == (404, True)
    done(ada.post("/coding/wanted", json={"reports": first, "wanted": False}))
    assert list(states(ada.get("/coding.json").json())) == [open_room.seqs["wire-2"]]


def test_by_lot_the_same_ledger_draws_the_same_reports(tmp_path: Path, reports: Desk) -> None:
    with room(tmp_path / "lots.db", *reports.wire(30)) as opened:
        ada = opened.client("Ada")
        drawn = done(ada.post("/coding/wanted", json={"number": 5, "order": "lot"}))["reports"]
        done(ada.post("/coding/wanted", json={"reports": drawn, "wanted": False}))
        again = done(ada.post("/coding/wanted", json={"number": 5, "order": "lot"}))["reports"]
        assert drawn == again
        # five of thirty in the order of the ledger by chance: once in 140,000
        assert drawn != sorted(opened.seqs.values())[:5]


def test_the_page_to_pick_from_shows_no_claims(open_room: Room) -> None:
    page = open_room.client("Ada").get("/coding/pick.json", params={"type": "attack", "after": 2}).json()
    assert [one["seq"] for one in page["reports"]] == [seq for seq in open_room.seqs.values() if seq > 2]
    assert {name for one in page["reports"] for name in one} == {"seq", "title", "outlet", "published_at", "wanted"}


def test_a_report_is_shown_without_any_claim_of_the_ledger(open_room: Room) -> None:
    page = open_room.client("Kim").get(f"/coding/{open_room.seqs['raid']}.json").json()
    assert (page["article"]["text"], page["claims"]) == (TEXT, [])
    shown = open_room.client("Kim").get(f"/coding/{open_room.seqs['raid']}", headers={"Accept": "text/html"}).text
    # not even the words that its claims rest on are marked
    assert "<mark" not in shown
    assert (
        "<mark"
        in open_room.client("Kim").get(f"/review/{open_room.seqs['raid']}", headers={"Accept": "text/html"}).text
    )


def test_claims_are_laid_down_replaced_and_taken_back_each_at_once(open_room: Room, claims: dict[str, Claim]) -> None:
    kim, seq = open_room.client("Kim"), open_room.seqs["raid"]
    first = done(kim.post(f"/coding/{seq}/claims", json={"claim": told(claims["raid"])}))
    second = done(kim.post(f"/coding/{seq}/claims", json={"claim": told(claims["dead"])}))
    done(kim.post(f"/coding/{seq}/claims", json={"claim": told(claims["bombed"]), "number": first["number"]}))
    done(kim.post(f"/coding/{seq}/withdrawals", json={"number": second["number"]}))

    page = kim.get(f"/coding/{seq}.json").json()
    assert [(one["number"], one["claim"]["type"]) for one in page["claims"]] == [(1, "bombing")]
    # the place is known as `read` would know it, or said not to be
    assert "resolved" in page["claims"][0]["claim"]["place"]
    with open_room.ledger.engine.reading() as tx:
        found = list(find_claims(open_room.ledger.engine, tx, Filters(status=STATUSES), 2**40))
    assert not any(one.claim and one.claim.type == "bombing" for one in found)
    assert open_room.ledger.verify().faults == ()


def test_a_submitted_coding_is_closed_until_it_is_opened_with_a_reason(
    open_room: Room, claims: dict[str, Claim]
) -> None:
    kim, seq = open_room.client("Kim"), open_room.seqs["raid"]
    code(kim, seq, claims["raid"])

    refused = kim.post(f"/coding/{seq}/claims", json={"claim": told(claims["dead"])})
    assert (refused.status_code, "was submitted" in refused.json()["error"]) == (422, True)
    assert kim.post(f"/coding/{seq}/reopening", json={"reason": " "}).status_code == 422
    done(kim.post(f"/coding/{seq}/reopening", json={"reason": "a page was missing"}))
    page = kim.get(f"/coding/{seq}.json").json()
    assert (page["submitted_at"], page["reopened"]) == (None, 1)
    done(kim.post(f"/coding/{seq}/claims", json={"claim": told(claims["dead"])}))


def test_what_another_window_changed_is_not_submitted_unseen(open_room: Room, claims: dict[str, Claim]) -> None:
    kim, seq = open_room.client("Kim"), open_room.seqs["raid"]
    code(kim, seq, claims["raid"], claims["dead"], submit=False)
    answer = kim.post(f"/coding/{seq}/submission", json={"claims": 1})
    assert (answer.status_code, "expected 1 claims in your coding, found 2" in answer.json()["error"]) == (422, True)
    assert kim.get(f"/coding/{seq}.json").json()["submitted_at"] is None


def test_without_scripts_a_claim_is_taken_back_and_a_coding_submitted(
    open_room: Room, claims: dict[str, Claim]
) -> None:
    seq = open_room.seqs["raid"]
    code(open_room.client("Kim"), seq, claims["raid"], claims["dead"], submit=False)
    with TestClient(open_room.app, base_url="http://127.0.0.1", follow_redirects=False) as browser:
        browser.post("/sign-in", data={"key": KEY, "name": "Kim"})
        page = browser.get(f"/coding/{seq}").text
        token = page.partition('name="token" content="')[2].partition('"')[0]
        there = browser.post(f"/coding/{seq}/withdrawals", data={"token": token, "number": "2"})
        assert (there.status_code, there.headers["location"]) == (303, f"/coding/{seq}")
        browser.post(f"/coding/{seq}/submission", data={"token": token, "claims": "1"})
        assert "It is closed." in browser.get(f"/coding/{seq}").text


def test_nobody_codes_without_a_name(open_room: Room, claims: dict[str, Claim]) -> None:
    nobody, seq = open_room.client(), open_room.seqs["raid"]
    assert nobody.get(f"/coding/{seq}.json").json()["by"] is None
    answer = nobody.post(f"/coding/{seq}/claims", json={"claim": told(claims["raid"])})
    assert (answer.status_code, "give your name" in answer.json()["error"]) == (403, True)


def test_words_that_are_not_the_reports_are_refused(open_room: Room, claims: dict[str, Claim]) -> None:
    kim, seq = open_room.client("Kim"), open_room.seqs["wire-0"]
    answer = kim.post(f"/coding/{seq}/claims", json={"claim": told(claims["raid"])})
    assert (answer.status_code, "must keep to the report's words" in answer.json()["error"]) == (422, True)


def test_only_the_latest_version_of_a_report_is_coded(open_room: Room, reports: Desk) -> None:
    old = open_room.seqs["raid"]
    reports.add(open_room.ledger, reports.report(TEXT + " More follows.", id="raid"))
    page = open_room.client("Kim").get(f"/coding/{old}.json").json()
    assert page["latest"] > old
    answer = open_room.client("Kim").post(f"/coding/{old}/submission", json={})
    assert (answer.status_code, "an earlier version" in answer.json()["error"]) == (422, True)


def test_a_coding_can_be_looked_at_as_it_was(open_room: Room, claims: dict[str, Claim]) -> None:
    kim, seq = open_room.client("Kim"), open_room.seqs["raid"]
    code(kim, seq, claims["raid"], submit=False)
    with open_room.ledger.engine.reading() as tx:
        then = tx.rows("SELECT max(seq) FROM entry")[0][0]
    code(kim, seq, claims["dead"])

    before = kim.get(f"/coding/{seq}.json", params={"as_of": f"#{then}"}).json()
    assert ([one["claim"]["type"] for one in before["claims"]], before["submitted_at"]) == (["attack"], None)
    assert states(kim.get("/coding.json", params={"as_of": f"#{then}"}).json()) == {seq: "begun"}
    assert (
        'data-codes="no"'
        in kim.get(f"/coding/{seq}", params={"as_of": f"#{then}"}, headers={"Accept": "text/html"}).text
    )


@pytest.mark.parametrize("address", ["/coding/99999", "/coding/1", "/curation/99999"])
def test_what_is_no_report_is_told_so(open_room: Room, address: str) -> None:
    answer = open_room.client("Kim").get(f"{address}.json")
    assert (answer.status_code, "is no report" in answer.json()["error"]) == (404, True)
