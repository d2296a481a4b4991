"""Events in the desk: the list, one event with who says what, what a person decides of it, and its past."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.visiting import rows_of, visiting
from tests.test_ledger_events import telling

from allegedly.codec import encode
from allegedly.desk import eventlist
from allegedly.ledger import open_ledger
from allegedly.stores.batch import head
from allegedly.views import finding
from allegedly.views.events import event_view, find_events
from allegedly.views.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient
    from tests.conftest import Desk

    from allegedly.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path, reports: Desk) -> Iterator[Ledger]:
    """One raid told by three outlets in three numbers, one of them later; another raid; a denial."""
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        for number, (dead, outlet) in enumerate([("9", "The Mail"), ("11", "The Post"), ("14", "The Herald")]):
            reports.add(opened, telling(reports, number, dead, outlet))
        reports.add(opened, telling(reports, 3, "5", "The Mail", place="Harl", day="2031-04-20"))
        reports.add(opened, _denial(reports))
        yield opened


def _denial(reports: Desk) -> Any:
    said = "The Ash Column did not raid Orven"
    denied = {"type": "attack", "said": said, "actor": "The Ash Column", "place": "Orven", "day": "2031-04-28",
              "factuality": {"polarity": "-", "cues": [{"text": "did not", "start": 15, "end": 22}]}}  # fmt: skip
    return reports.report(
        f"{said}, its spokesman wrote.", denied, id="no", publisher="The Post", published_at="2031-05-02"
    )


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    with visiting(ledger) as opened:
        yield opened


@pytest.fixture
def raid(client: TestClient) -> str:
    return str(client.get("/events.json").json()["events"][0]["id"])


def write(client: TestClient, address: str, **told: str) -> Any:
    return client.post(address, json=told, headers={"Accept": "application/json"})


def test_the_list_holds_the_events_of_the_ledger_the_newest_first(client: TestClient, ledger: Ledger) -> None:
    page = client.get("/events.json").json()
    with ledger.engine.reading() as tx:
        views = list(find_events(ledger.engine, tx, Filters(), head(tx).seq))

    assert page["number"] == len(views) == 2
    assert [one["earliest"] for one in page["events"]] == ["2031-04-28", "2031-04-20"]
    assert {view.id: json.loads(encode(view)) for view in views} == {one["id"]: one for one in page["events"]}
    assert [one["id"] for one in page["events"]] == [row["id"] for row in rows_of(client, "/events.csv")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"place": "harl"}, 1),
        ({"words": "raided Harl"}, 1),
        ({"words": "raided"}, 2),
        ({"words": "nobody wrote this"}, 0),
        ({"actor": "the ash column"}, 2),
        ({"since": "2031-04-21"}, 1),
        ({"type": "riot"}, 0),
        ({"as_of": "#1"}, 0),
        ({"order": "recorded"}, 2),
    ],
)
def test_the_list_is_filtered_by_the_address(client: TestClient, asked: dict[str, str], found: int) -> None:
    assert found == len(client.get("/events.json", params=asked).json()["events"])


def test_the_list_flags_doubt_and_what_is_not_agreed_on(client: TestClient) -> None:
    page = client.get("/events").text
    assert "1 of 4 voices denies it" in page
    assert "killed: 9 to 14" in page
    assert "some say it happened, some deny it" in page


def test_one_event_is_told_as_the_view_tells_it(client: TestClient, ledger: Ledger, raid: str) -> None:
    page = client.get(f"/events/{raid}.json").json()
    with ledger.engine.reading() as tx:
        view = event_view(tx, raid, head(tx).seq)
    assert json.loads(encode(view)) == page["event"]
    assert page["step"] == len(page["steps"]) - 1 == 3


def test_voices_stand_in_the_order_of_print_and_each_leads_to_its_report(client: TestClient, raid: str) -> None:
    table = rows_of(client, f"/events/{raid}.csv")
    page = client.get(f"/events/{raid}").text

    assert [row["outlet"] for row in table] == ["The Mail", "The Post", "The Herald", "The Post"]
    assert [row["killed"] for row in table] == ["9", "11", "14", ""]
    assert [row["polarity"] for row in table] == ["'+", "'+", "'+", "'-"]
    places = [page.index(f'<tr id="{row["claim"]}"') for row in table]
    assert places == sorted(places)
    assert page.count(">report</a>") == len(table)


def test_each_figure_is_drawn_where_it_stands_on_the_ruler(client: TestClient, raid: str) -> None:
    page = client.get(f"/events/{raid}").text
    # 14 is the largest and stands at 920 of 1,000
    assert [page.count(f'class="best" x="{round(920 * n / 14)}"') for n in (9, 11, 14)] == [2, 1, 1]
    assert "style=" not in page


def test_an_event_is_shown_as_it_was_known(client: TestClient, raid: str) -> None:
    now = client.get(f"/events/{raid}.json").json()
    first = client.get(f"/events/{raid}.json", params={"as_of": f"#{now['steps'][0]['seq']}"}).json()

    assert [one["high"] for one in first["event"]["ranges"]] == [9]
    assert (first["step"], first["steps"]) == (0, now["steps"])
    assert first["changes"] == ["came in: The Mail, the mayor (official, “said”): the Ash Column → farmers, 9 killed"]
    assert "Nothing was known of it then" in client.get(f"/events/{raid}?as_of=%231").text


def test_only_what_holds_on_a_day_is_shown(client: TestClient, raid: str) -> None:
    assert client.get(f"/events/{raid}.json?valid_at=2031-04-28").json()["event"]["id"] == raid
    assert client.get(f"/events/{raid}.json?valid_at=2031-05-01").json()["event"] is None
    assert "is said to hold on 1 May 2031" in client.get(f"/events/{raid}?valid_at=2031-05-01").text


class TestDeciding:
    @pytest.mark.parametrize("move", ["prefer", "range", "unconfirmed", "pending"])
    def test_each_move_is_entered_and_told(self, client: TestClient, raid: str, move: str) -> None:
        claim = client.get(f"/events/{raid}.json").json()["event"]["voices"][1]["claim"]
        answer = write(
            client, f"/events/{raid}/resolve", what="killed", move=move, prefers=claim, reason="they counted"
        )
        decided = client.get(f"/events/{raid}.json").json()["event"]["resolutions"]

        assert answer.status_code == 201
        assert [(one["move"], one["by"], one["prefers"]) for one in decided] == [
            (move, "Ana", claim if move == "prefer" else None)
        ]
        assert "they counted" in client.get(f"/events/{raid}").text
        assert client.get("/log.json?kind=resolution").json()["lines"][0]["seq"] == answer.json()["entry"]

    def test_a_claim_is_taken_out_and_put_back(self, client: TestClient, raid: str) -> None:
        claim = client.get(f"/events/{raid}.json").json()["event"]["voices"][1]["claim"]
        out = write(client, f"/events/{raid}/part", claim=claim, reason="another night").json()["event"]
        apart = client.get(f"/events/{out}.json").json()["event"]
        back = write(client, f"/events/{out}/join", claim=claim, into=raid, reason="the same night after all")

        assert [one["claim"] for one in apart["voices"]] == [claim]
        assert back.json()["event"] == raid
        gone = client.get(f"/events/{out}").text
        assert f'are in <a href="/events/{raid}">' in gone
        assert client.get(f"/events/{out}.json").json()["absorbed_by"] == raid

    @pytest.mark.parametrize(
        ("address", "told", "status"),
        [
            ("resolve", {"what": "killed", "move": "guess"}, 422),
            ("resolve", {"what": "killed", "move": "prefer"}, 422),
            ("part", {"claim": "clm_00", "reason": "none"}, 404),
            ("join", {"claim": "clm_00", "into": "evt_00", "reason": "none"}, 404),
        ],
    )
    def test_what_cannot_be_entered_changes_nothing(
        self, client: TestClient, raid: str, address: str, told: dict[str, str], status: int
    ) -> None:
        before = client.get("/log.json").json()["last"]
        assert write(client, f"/events/{raid}/{address}", **told).status_code == status
        assert client.get("/log.json").json()["last"] == before

    def test_a_claim_that_somebody_moved_since_is_not_moved_again(self, client: TestClient, raid: str) -> None:
        claim = client.get(f"/events/{raid}.json").json()["event"]["voices"][1]["claim"]
        write(client, f"/events/{raid}/part", claim=claim, reason="another night")
        again = write(client, f"/events/{raid}/part", claim=claim, reason="another night")
        assert (again.status_code, "expected it in" in again.text) == (422, True)

    def test_nobody_decides_without_a_name(self, ledger: Ledger, raid: str) -> None:
        with visiting(ledger, reviewer=None) as client:
            answer = write(client, f"/events/{raid}/resolve", what="killed", move="range")
        assert (answer.status_code, "give your name" in answer.text) == (403, True)


def test_a_search_for_words_goes_on_until_all_its_events_were_shown(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (finding, eventlist):
        monkeypatch.setattr(module, "MOST_LOOKED_AT", 2)
    found: list[str] = []
    before: int | None = None
    pages = 0
    while pages == 0 or before is not None:
        asked: dict[str, str | int] = {"words": "farmers", **({"before": before} if before else {})}
        page = client.get("/events.json", params=asked).json()
        assert page["looked_at"] <= 2
        found += [one["id"] for one in page["events"]]
        before, pages = page["goes_on"], pages + 1
    assert set(found) == {one["id"] for one in client.get("/events.json").json()["events"]}
    assert pages > 1
