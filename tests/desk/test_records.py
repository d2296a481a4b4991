"""One claim, one report, the log and the names of a ledger, as the desk shows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.desk.visiting import rows_of, visiting

from allegedly.codec import encode
from allegedly.ledger import open_ledger
from allegedly.stores.batch import head
from allegedly.views import finding
from allegedly.views.claims import find_claims
from allegedly.views.filters import STATUSES, Filters
from allegedly.views.history import claim_view, report_view
from allegedly.views.log import log_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient
    from tests.conftest import Desk

    from allegedly.ledger import Ledger
    from allegedly.ledger.held import Held

FIRST = "Gunmen raided Harl on Friday, police said. Nobody was hurt, & <b>nothing</b> was taken."
THEN = "Gunmen raided Orven on Friday, police said. Nobody was hurt, & <b>nothing</b> was taken.\n\nCorrection: it was not Harl."


@pytest.fixture
def ledger(tmp_path: Path, reports: Desk) -> Iterator[Ledger]:
    """A page in two versions, the second with a notice that supersedes the first's claim; a claim accepted and edited."""
    known = {"publisher": "The Mail", "url": "https://mail.example/raid", "published_at": "2031-04-29"}
    raid = {"type": "attack", "actor": "Gunmen", "voice": "police"}
    notice = {"kind": "correction", "type": "correction", "said": "Correction: it was not Harl", "old": "Harl"}
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        reports.add(
            opened, reports.report(FIRST, {**raid, "said": "Gunmen raided Harl", "place": "Harl"}, id="v1", **known)
        )
        reports.add(opened, reports.report(
            THEN, {**raid, "said": "Gunmen raided Orven", "place": "Orven"}, notice, id="v2", **known,
        ))  # fmt: skip
        for reading in reports.wire(30):
            reports.add(opened, reading)
        last = claims(opened)[-1]
        assert last.claim is not None
        opened.judge(last.id, "accept", by="Ben")
        edited = msgspec.structs.replace(last.claim, type="shelling")
        opened.judge(last.id, "edit", by="Ana", reason="mortars", edited=edited)
        yield opened


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    with visiting(ledger) as opened:
        yield opened


def claims(ledger: Ledger) -> list[Held]:
    with ledger.engine.reading() as tx:
        return list(find_claims(ledger.engine, tx, Filters(status=STATUSES), head(tx).seq))


class TestAClaim:
    def test_is_told_as_the_view_tells_it(self, client: TestClient, ledger: Ledger) -> None:
        for held in (*claims(ledger)[:5], claims(ledger)[-1]):
            page = client.get(f"/claims/{held.id}.json").json()
            with ledger.engine.reading() as tx:
                view = claim_view(tx, held.id, head(tx).seq)
            assert json.loads(encode(view)) == page["view"]
            assert client.get(f"/claims/{held.id}").status_code == 200

    def test_each_part_stands_where_its_words_are(self, client: TestClient, ledger: Ledger) -> None:
        read = 0
        for held in claims(ledger):
            page = client.get(f"/claims/{held.id}.json").json()
            text = page["view"]["article"]["text"]
            for field in (*page["fields"], *page["as_coded"]):
                if field["start"] is not None:
                    assert text[field["start"] : field["end"]] == field["text"]
                    read += 1
        assert read > 100

    def test_says_what_ended_it_and_what_stands_in_its_place(self, client: TestClient, ledger: Ledger) -> None:
        old, new, notice = claims(ledger)[:3]
        page = client.get(f"/claims/{old.id}.json").json()

        assert (page["successor"]["id"], page["notice"]["id"]) == (new.id, notice.id)
        assert [one["id"] for one in client.get(f"/claims/{new.id}.json").json()["succeeds"]] == [old.id]
        text = client.get(f"/claims/{old.id}").text
        assert "corrected by the outlet" in text
        assert "Correction: it was not Harl" in text

    def test_tells_who_decided_what_and_keeps_what_was_coded(self, client: TestClient, ledger: Ledger) -> None:
        last = claims(ledger)[-1]
        page = client.get(f"/claims/{last.id}.json").json()
        history = [(line["kind"], line["by"], line["reason"]) for line in page["view"]["history"]]

        assert history == [("claim", None, None), ("judgement", "Ben", None), ("judgement", "Ana", "mortars")]
        assert page["fields"][0]["says"] == "shelling"
        assert page["as_coded"][0]["says"] == "violence other"
        before = client.get(f"/claims/{last.id}.json", params={"as_of": f"#{page['view']['history'][0]['seq']}"}).json()
        assert (before["view"]["held"]["standing"]["status"], before["as_coded"]) == ("proposed", [])

    def test_that_was_redacted_keeps_its_place_and_no_word(self, ledger: Ledger) -> None:
        last = claims(ledger)[-1]
        assert last.claim is not None
        ledger.redact(last.id, by="Ana", reason="asked for by the family")
        with visiting(ledger) as client:
            answer = client.get(f"/claims/{last.id}")
        assert answer.status_code == 200
        assert last.claim.evidence[0].text not in answer.text

    def test_that_is_none_is_told_so(self, client: TestClient) -> None:
        assert client.get("/claims/clm_0000000000000000").status_code == 404


class TestAReport:
    def test_is_told_as_the_view_tells_it(self, client: TestClient, ledger: Ledger) -> None:
        seq = claims(ledger)[1].article_seq
        page = client.get(f"/reports/{seq}.json").json()
        with ledger.engine.reading() as tx:
            assert json.loads(encode(report_view(tx, seq, head(tx).seq))) == page["view"]
        assert [row["id"] for row in rows_of(client, f"/reports/{seq}.csv")] == [
            one["id"] for one in page["view"]["claims"]
        ]

    def test_tells_what_changed_since_the_version_before(self, client: TestClient, ledger: Ledger) -> None:
        first, second = (held.article_seq for held in claims(ledger)[:2])
        page = client.get(f"/reports/{second}.json").json()

        assert (page["against"], [one["seq"] for one in page["versions"]]) == (first, [first, second])
        assert FIRST == "".join(one["text"] for one in page["changed"] if one["kind"] != "new")
        assert THEN == "".join(one["text"] for one in page["changed"] if one["kind"] != "gone")
        back = client.get(f"/reports/{first}.json?against={second}").json()
        assert back["changed"] == page["changed"]
        assert client.get(f"/reports/{second}?against=1").status_code == 404

    def test_is_shown_as_text_and_never_as_a_page(self, client: TestClient, ledger: Ledger) -> None:
        page = client.get(f"/reports/{claims(ledger)[1].article_seq}").text
        assert "<b>nothing</b>" not in page
        assert page.count("&lt;b&gt;nothing&lt;/b&gt;") == 2
        assert "<del>Harl</del><ins>Orven</ins>" in page

    def test_is_none_where_the_entry_is_another_kind(self, client: TestClient) -> None:
        assert client.get("/reports/1").status_code == 404
        assert client.get("/reports/9999").status_code == 404


class TestTheLog:
    def test_holds_every_entry_the_newest_first_page_by_page(self, client: TestClient, ledger: Ledger) -> None:
        found = []
        address: str | None = "/log.json"
        while address is not None:
            page = client.get(address).json()
            found += page["lines"]
            address = f"/log.json?before={page['goes_on']}" if page["goes_on"] else None
        with ledger.engine.reading() as tx:
            assert [json.loads(encode(line)) for line in log_lines(tx, head(tx).seq)][::-1] == found

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("by=ana", 1),
            ("by=Ben&kind=judgement", 1),
            ("kind=ledger", 1),
            ("subject=wire-3", 2),
            ("since=2099-01-01", 0),
        ],
    )
    def test_is_filtered_by_the_address(self, client: TestClient, asked: str, found: int) -> None:
        assert (
            len(client.get(f"/log.json?{asked}").json()["lines"]) == found == len(rows_of(client, f"/log.csv?{asked}"))
        )
        assert client.get(f"/log?{asked}").status_code == 200

    def test_leads_from_an_entry_to_what_it_speaks_of(self, client: TestClient, ledger: Ledger) -> None:
        last = claims(ledger)[-1]
        page = client.get("/log").text
        for link in (f"/claims/{last.id}", f"/reports/{last.article_seq}"):
            assert f'href="{link}"' in page
            assert client.get(link).status_code == 200

    def test_says_which_kinds_there_are(self, client: TestClient) -> None:
        answer = client.get("/log?kind=gossip")
        assert (answer.status_code, "expected ledger, article" in answer.text) == (404, True)


class TestNames:
    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("what=actor&like=gun", [{"name": "Gunmen", "claims": 2}]),
            ("what=place&like=ORV", [{"name": "Orven", "claims": 1}]),
            ("what=place&like=kesh29", [{"name": "Kesh29", "claims": 1}]),
            ("what=place&like=nowhere", []),
            ("what=actor&like=name", []),
        ],
    )  # fmt: skip
    def test_are_found_by_their_letters(self, client: TestClient, asked: str, names: list[dict[str, object]]) -> None:
        found = client.get(f"/names.json?{asked}").json()["names"]
        assert found == names

    def test_lead_to_their_claims(self, client: TestClient) -> None:
        for what in ("actor", "place"):
            for one in client.get(f"/names.json?what={what}").json()["names"]:
                assert (
                    client.get("/claims.json", params={what: one["name"], "status": "all"}).json()["number"]
                    == one["claims"]
                )

    def test_are_of_actors_or_places(self, client: TestClient) -> None:
        assert client.get("/names?what=mood").status_code == 404


def test_words_are_looked_for_in_so_many_claims_at_once_and_further_on_the_rest(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/claims.json?words=killed").json()
    assert (len(whole["claims"]), whole["number"]) == (20, None)
    monkeypatch.setattr(finding, "MOST_LOOKED_AT", 7)
    found, before = [], None
    while True:
        asked: dict[str, int] = {"before": before} if before else {}
        page = client.get("/claims.json", params={"words": "killed", **asked}).json()
        assert page["looked_at"] <= 7
        found += [one["id"] for one in page["claims"]]
        before = page["goes_on"]
        if before is None:
            break
    assert len(found) == len(set(found)) == 30
    assert "there are more to look at" in client.get("/claims?words=killed").text
