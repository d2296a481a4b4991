"""Two codings become one in the desk: who may look, what is side by side, and what enters the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from tests.coded import BOMBED, DEAD, RAID, TAKEN, TEXT
from tests.desk.coders import Room, code, done, room, told
from tests.desk.conftest import KEY

from allegedly.views.claims import find_claims
from allegedly.views.filters import STATUSES, Filters
from allegedly.views.log import log_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.model import Claim

WEAPON = {**RAID, "said": "attacked the town of Orven"}


@pytest.fixture
def open_room(tmp_path: Path, reports: Desk) -> Iterator[Room]:
    """One report, in which the coder found the raid."""
    with room(tmp_path / "ledger.db", reports.report(TEXT, RAID, id="raid", publisher="The Harl Courier")) as opened:
        yield opened


@pytest.fixture
def claims(reports: Desk) -> dict[str, Claim]:
    made = reports.report(TEXT, RAID, BOMBED, DEAD, TAKEN, WEAPON, id="raid").claims
    return dict(zip(("raid", "bombed", "dead", "taken", "shorter"), made, strict=True))


@pytest.fixture
def coded(open_room: Room, claims: dict[str, Claim]) -> int:
    """Kim: a bombing, nine dead. Lee: an attack, nine dead, the mayor taken. The ledger: an attack."""
    seq = open_room.seqs["raid"]
    code(open_room.client("Kim"), seq, claims["bombed"], claims["dead"])
    code(open_room.client("Lee"), seq, claims["raid"], claims["dead"], claims["taken"])
    return seq


def begun(room: Room, seq: int, name: str = "Ada") -> TestClient:
    """Somebody who curates a report."""
    ada = room.client(name)
    done(ada.post(f"/curation/{seq}/begin", json={}))
    return ada


def choice(row: dict[str, Any], take: str, **more: Any) -> dict[str, Any]:
    """A decision of a row as the page's script sends it."""
    held = row["held"]
    return {
        "take": take,
        "one": row["one"] and row["one"]["number"],
        "other": row["other"] and row["other"]["number"],
        "claim": held and held["id"],
        "saw": held and held["standing"]["version"],
        **more,
    }


def standing(room: Room) -> dict[str, str]:
    with room.ledger.engine.reading() as tx:
        held = list(find_claims(room.ledger.engine, tx, Filters(status=STATUSES), 2**40))
    return {one.claim.type: one.standing.status for one in held if one.claim}


def decide(ada: TestClient, seq: int, decisions: list[dict[str, Any]], **more: Any) -> Any:
    sent = {"one": "Kim", "other": "Lee", "reason": "double coding of May", "decisions": decisions, **more}
    return ada.post(f"/curation/{seq}/decisions", json=sent)


def test_pairs_are_laid_side_by_side_with_the_fields_that_differ(open_room: Room, coded: int) -> None:
    page = begun(open_room, coded).get(f"/curation/{coded}.json").json()
    rows = [
        (*(row[side] and row[side]["claim"]["type"] for side in ("one", "other", "held")), row["differs"])
        for row in page["rows"]
    ]
    assert rows == [
        ("bombing", "attack", "attack", ["type"]),
        ("violence_other", "violence_other", None, []),
        (None, "abduction", None, []),
    ]


def test_a_difference_is_said_in_words_and_by_a_sign(open_room: Room, coded: int) -> None:
    shown = begun(open_room, coded).get(f"/curation/{coded}", headers={"Accept": "text/html"}).text
    assert "differ: type" in shown
    assert 'type<span class="unseen">, differs</span>' in shown
    assert "only Lee" in shown
    assert 'class="verdict agrees"' in shown


def test_nobody_looks_before_it_is_entered_that_they_curate(
    open_room: Room, coded: int, claims: dict[str, Claim]
) -> None:
    ada = open_room.client("Ada")
    page = ada.get(f"/curation/{coded}.json").json()
    assert (page["may_look"], page["rows"]) == ("begin", [])
    assert ada.get(f"/curation/{coded}/decisions").status_code in (404, 405)
    refused = decide(ada, coded, [])
    assert (refused.status_code, "has not begun to curate" in refused.json()["error"]) == (403, True)

    begun(open_room, coded)
    assert ada.get(f"/curation/{coded}.json").json()["may_look"] == "yes"
    answer = ada.post(f"/coding/{coded}/claims", json={"claim": told(claims["dead"])})
    assert (answer.status_code, "can code it blind no longer" in answer.json()["error"]) == (422, True)
    assert ada.get(f"/coding/{coded}.json").json()["curates"] is True
    with open_room.ledger.engine.reading() as tx:
        (line,) = log_lines(tx, 2**40, kinds=["curation_begun"])
    assert (line.by, line.words) == ("Ada", "curation begun")


def test_beginning_twice_is_entered_once(open_room: Room, coded: int) -> None:
    begun(open_room, coded)
    begun(open_room, coded)
    with open_room.ledger.engine.reading() as tx:
        assert len(list(log_lines(tx, 2**40, kinds=["curation_begun"]))) == 1


def test_who_is_still_coding_does_not_look(open_room: Room, coded: int, claims: dict[str, Claim]) -> None:
    code(open_room.client("Eve"), coded, claims["taken"], submit=False)
    eve = open_room.client("Eve")
    assert eve.get(f"/curation/{coded}.json").json()["may_look"] == "coding"
    assert eve.get("/curation.json").json()["reports"][0]["curable"] is False
    answer = eve.post(f"/curation/{coded}/begin", json={})
    assert (answer.status_code, "is still coding it" in answer.json()["error"]) == (422, True)


def test_what_is_taken_enters_the_ledger_at_once_with_who_and_why(open_room: Room, coded: int) -> None:
    ada = begun(open_room, coded)
    raid, dead, taken = ada.get(f"/curation/{coded}.json").json()["rows"]
    before = open_room.ledger.verify().entries

    answer = done(
        decide(
            ada,
            coded,
            [choice(raid, "one", reason="a car full of it"), choice(dead, "other"), choice(taken, "neither")],
        )
    )

    assert [one["take"] for one in answer["taken"]] == ["one", "other", "neither"]
    assert standing(open_room) == {"bombing": "edited", "violence_other": "accepted"}
    with open_room.ledger.engine.reading() as tx:
        lines = [line for line in log_lines(tx, 2**40, after=before) if line.by]
    assert {line.by for line in lines} == {"Ada"}
    assert {line.reason for line in lines} == {"a car full of it", "double coding of May"}
    assert len({line.recorded_at for line in lines}) == 1
    assert open_room.ledger.verify().faults == ()
    (one,) = ada.get("/curation.json").json()["reports"]
    assert one["curated_by"] == "Ada"


def test_an_edited_claim_is_checked_and_taken(open_room: Room, coded: int, claims: dict[str, Claim]) -> None:
    ada = begun(open_room, coded)
    raid, dead, taken = ada.get(f"/curation/{coded}.json").json()["rows"]
    shelled = {**told(claims["raid"]), "type": "shelling"}
    checked = done(ada.post(f"/curation/{coded}/checks", json={"claim": shelled}), 200)["claim"]
    wrong = ada.post(
        f"/curation/{coded}/checks", json={"claim": {**shelled, "evidence": [{"start": 0, "end": 4, "text": "Rain"}]}}
    )
    assert (wrong.status_code, "must keep to the report's words" in wrong.json()["error"]) == (422, True)

    done(decide(ada, coded, [choice(raid, "edited", edited=checked), choice(dead, "one"), choice(taken, "other")]))

    assert standing(open_room) == {"shelling": "edited", "violence_other": "accepted", "abduction": "accepted"}


def test_every_pair_is_decided_of_or_nothing_is_entered(open_room: Room, coded: int) -> None:
    ada = begun(open_room, coded)
    raid, dead, taken = ada.get(f"/curation/{coded}.json").json()["rows"]
    before = open_room.ledger.verify().entries
    for some in ([choice(raid, "one")], [choice(raid, "one"), choice(dead, "one"), choice(dead, "one")]):
        answer = decide(ada, coded, some)
        assert (answer.status_code, "expected a decision of each of the 3 pairs" in answer.json()["error"]) == (
            422,
            True,
        )
    stale = choice(raid, "one") | {"saw": 1}
    assert decide(ada, coded, [stale, choice(dead, "one"), choice(taken, "other")]).status_code == 409
    assert open_room.ledger.verify().entries == before


def test_one_coding_is_laid_beside_a_reviewed_ledger(open_room: Room, claims: dict[str, Claim]) -> None:
    seq, ada = open_room.seqs["raid"], open_room.client("Ada")
    code(open_room.client("Kim"), seq, claims["bombed"], claims["dead"])
    begun(open_room, seq)
    answer = ada.get(f"/curation/{seq}.json")
    # the ledger's claim is proposed: a program's word is no second coder's
    assert (answer.status_code, "all reviewed" in answer.json()["error"]) == (422, True)

    open_room.ledger.judge(claims["raid"].id or "", "accept", by="Sam")
    page = ada.get(f"/curation/{seq}.json").json()
    raid, dead = page["rows"]
    assert (page["other"], raid["differs"], raid["held"]["claim"]["type"], dead["held"]) == (
        "ledger",
        ["type"],
        "attack",
        None,
    )
    done(decide(ada, seq, [choice(raid, "ledger"), choice(dead, "one")], other="ledger"))
    assert standing(open_room) == {"attack": "accepted", "violence_other": "accepted"}


def test_others_who_still_code_are_not_passed_over_in_silence(
    open_room: Room, coded: int, claims: dict[str, Claim]
) -> None:
    code(open_room.client("Eve"), coded, claims["taken"], submit=False)
    ada = begun(open_room, coded)
    raid, dead, taken = ada.get(f"/curation/{coded}.json").json()["rows"]
    all_of_it = [choice(raid, "one"), choice(dead, "one"), choice(taken, "other")]
    answer = decide(ada, coded, all_of_it)
    assert (answer.status_code, "Eve is still coding it" in answer.json()["error"]) == (422, True)
    done(decide(ada, coded, all_of_it, despite=True))


def test_without_scripts_pairs_are_decided_by_a_form(open_room: Room, coded: int) -> None:
    with TestClient(open_room.app, base_url="http://127.0.0.1", follow_redirects=False) as browser:
        browser.post("/sign-in", data={"key": KEY, "name": "Ada"})
        token = browser.get("/coding").text.partition('name="token" content="')[2].partition('"')[0]
        browser.post(f"/curation/{coded}/begin", data={"token": token})
        page = browser.get(f"/curation/{coded}").text
        fields = {"token": token, "one": "Kim", "other": "Lee", "reason": "May"}
        for part in page.split('<input type="hidden" name="decisions.')[1:]:
            name, _, rest = part.partition('"')
            fields[f"decisions.{name}"] = rest.partition('value="')[2].partition('"')[0]
        takes = {f"decisions.{number}.take": "other" for number in range(3)}
        answer = browser.post(f"/curation/{coded}/decisions", data={**fields, **takes})
    assert (answer.status_code, answer.headers["location"]) == (303, "/curation")
    assert standing(open_room) == {"attack": "accepted", "violence_other": "accepted", "abduction": "accepted"}


def test_other_words_for_the_same_are_shown_and_still_agree(open_room: Room, claims: dict[str, Claim]) -> None:
    seq = open_room.seqs["raid"]
    code(open_room.client("Kim"), seq, claims["raid"])
    code(open_room.client("Lee"), seq, claims["shorter"])
    shown = begun(open_room, seq).get(f"/curation/{seq}", headers={"Accept": "text/html"}).text
    assert 'data-agrees="yes"' in shown
    assert "differ: words" in shown
