"""The timeline shows events by the days told for them, one by one while they are few, and counts them when they are not."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from starlette.testclient import TestClient
from tests.desk.atlas import KEY, TOLD, fill

from allegedly.desk import Settings, create_app
from allegedly.desk.happenings import one_of_each
from allegedly.ledger import open_ledger
from allegedly.views.events import find_events
from allegedly.views.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Desk

    from allegedly.ledger import Ledger

MANY = 130


@pytest.fixture
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Ledger], None]], Any]:
    def make(add: Callable[[Ledger], None]) -> Iterator[tuple[Ledger, TestClient]]:
        with open_ledger(str(tmp_path_factory.mktemp("line") / "ledger.db")) as ledger:
            add(ledger)
            with TestClient(create_app(ledger, Settings(key=KEY)), base_url="http://127.0.0.1") as client:
                client.get("/sign-in", params={"key": KEY})
                yield ledger, client

    import contextlib

    return contextlib.contextmanager(make)


Opened = "Callable[[Callable[[Ledger], None]], AbstractContextManager[tuple[Ledger, TestClient]]]"


def asked(client: TestClient, **query: str) -> dict[str, Any]:
    answer = client.get("/timeline.json", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def raids(reports: Desk, ledger: Ledger) -> None:
    """Raids on many days, three a day at most, by one of two bands."""
    for number in range(MANY):
        day = dt.date(2014, 1, 1) + dt.timedelta(days=number // 2 * 3)
        said = f"The {'Ash' if number % 3 else 'Oak'} Column raided the village of Kesh{number}"
        claim = {"type": "attack", "said": said, "actor": said.partition(" raided")[0], "day": day.isoformat()}
        claim |= {"place": f"Kesh{number}"}
        reports.add(ledger, reports.report(f"{said} in week {number}, hour {number}.", claim, id=f"raid-{number}"))


def test_each_event_that_tells_a_day_has_a_bar_with_its_days(opened: Any, reports: Desk) -> None:
    with opened(lambda ledger: fill(ledger, reports)) as (ledger, client):
        page = asked(client)
        with ledger.engine.reading() as tx:
            known = {f"/events/{one.id}": one for one in find_events(ledger.engine, tx, Filters(), 10**6)}

    dated = {address: one for address, one in known.items() if one.earliest}
    assert {bar["address"] for bar in page["bars"]} == set(dated)
    for bar in page["bars"]:
        event = dated[bar["address"]]
        assert (bar["start"], bar["end"]) == (str(event.earliest), str(event.latest))
        assert bar["doubtful"] == all(voice.certainty != "certain" for voice in event.voices)
    assert page["events"] == len(page["bars"]) == len(dated)
    assert page["undated"] == sum(day is None for _, day, _ in TOLD)
    assert 0 < sum(bar["doubtful"] for bar in page["bars"]) < len(dated)
    assert [bar["start"] for bar in page["bars"]] == sorted(bar["start"] for bar in page["bars"])


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("type", ["attack"]),
        ("place", ["no place", "Dagestan, Russia", "Chechnya, Russia", "Syria", "Toluve, Orvenia"]),
    ],
)
def test_events_are_grouped_by_type_or_place_the_largest_group_first(
    opened: Any, reports: Desk, by: str, names: list[str]
) -> None:
    with opened(lambda ledger: fill(ledger, reports)) as (_, client):
        page = asked(client, by=by)

    sizes = [sum(bar["group"] == number for bar in page["bars"]) for number in range(len(page["groups"]))]
    assert set(page["groups"]) == set(names)
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == page["events"]


def test_an_event_without_an_end_or_a_beginning_stays_open(opened: Any, reports: Desk) -> None:
    def add(ledger: Ledger) -> None:
        for number, (earliest, latest) in enumerate([("2014-03-01", None), (None, "2014-05-01"), (None, None)]):
            said = f"The Ash Column held hill {number}"
            time = {"earliest": earliest, "latest": latest, "precision": "day", "basis": "stated", "text": "then"}
            claim = {"type": "seizure", "said": said, "actor": "The Ash Column", "time": time}
            reports.add(ledger, reports.report(f"{said}, it was said in {number}.", claim, id=f"hill-{number}"))

    with opened(add) as (_, client):
        page = asked(client)
        html = client.get("/timeline").text
    assert [(bar["start"], bar["end"]) for bar in page["bars"]] == [("2014-03-01", None), (None, "2014-05-01")]
    assert page["undated"] == 1
    assert "since 1 March 2014" in html
    assert "until 1 May 2014" in html


def test_many_events_are_counted_and_every_count_leads_to_what_it_counts(opened: Any, reports: Desk) -> None:
    with opened(lambda ledger: raids(reports, ledger)) as (ledger, client):
        page = asked(client, by="actor")
        assert page["step"] == "week"
        assert page["groups"] == ["The Ash Column", "The Oak Column"]
        assert sum(bar["events"] for bar in page["bars"]) == page["events"] == MANY
        by_group = [sum(bar["events"] for bar in page["bars"] if bar["group"] == one) for one in (0, 1)]
        assert by_group == [86, 44]
        starts = {(bar["start"], bar["end"]): 0 for bar in page["bars"]}
        for bar in page["bars"]:
            starts[bar["start"], bar["end"]] += bar["events"]
        for (start, end), events in list(starts.items())[:5]:
            narrowed = client.get(
                next(bar["address"] for bar in page["bars"] if bar["start"] == start).replace("?", ".json?")
            )
            assert narrowed.json()["events"] == events, (start, end)
            assert narrowed.json()["by"] == "actor"
        html = client.get("/timeline", params={"by": "actor"}).text
        assert f"{MANY} events and ties by the days told, counted by week" in html
        rows = list(csv.DictReader(io.StringIO(client.get("/timeline.csv").text)))
        assert sum(int(row["events"]) for row in rows) == MANY
        # a moment at which few were known shows those one by one
        with ledger.engine.reading() as tx:
            [(tenth,)] = tx.rows("SELECT seq FROM entry WHERE kind = 'claim' ORDER BY seq LIMIT 1 OFFSET 9")
        assert (asked(client, as_of=f"#{tenth}")["events"], asked(client, as_of=f"#{tenth}")["step"]) == (10, None)


def test_a_lone_old_event_does_not_make_all_others_one_step(opened: Any, reports: Desk) -> None:
    def add(ledger: Ledger) -> None:
        raids(reports, ledger)
        old = {"type": "attack", "said": "The Elm Column burned a mill", "actor": "The Elm Column", "day": "1917-04-05"}
        reports.add(ledger, reports.report("The Elm Column burned a mill once.", old, id="old"))

    with opened(add) as (_, client):
        page = asked(client)
        assert page["step"] == "week"
        assert page["first"] == "2014-01-01"
        assert (page["bars"][0]["start"], page["bars"][0]["events"]) == ("1917-04-05", 1)
        assert sum(bar["events"] for bar in page["bars"]) == MANY + 1


def test_the_list_below_says_what_the_picture_shows(opened: Any, reports: Desk) -> None:
    with opened(lambda ledger: fill(ledger, reports)) as (_, client):
        html = client.get("/timeline", params={"outlet": "Paper 1"}).text
        page = asked(client, outlet="Paper 1")
    for bar in page["bars"]:
        assert f"{bar['address']}?outlet=Paper+1" in html
    assert html.count('class="day"') == len(page["bars"])


def test_a_grouping_nobody_knows_is_told_so(opened: Any, reports: Desk) -> None:
    with opened(lambda ledger: fill(ledger, reports)) as (_, client):
        answer = client.get("/timeline.json", params={"by": "outlet"})
        assert answer.status_code == 404
        assert "expected type, actor, place" in answer.json()["error"]


def test_one_row_stands_for_each_event_whichever_claims_fit() -> None:
    class Columns(dict[str, Any]):
        def __len__(self) -> int:
            return len(self["claim"])

    dice = np.random.default_rng(4)
    for _ in range(200):
        claims = np.sort(dice.choice(500, 60, replace=False))
        # some joined others' events, of which the founder may not be among the rows
        event = np.where(dice.random(60) < 0.5, claims, dice.choice(claims, 60))
        frame: Any = Columns(claim=claims, event=event)
        rows = np.flatnonzero(dice.random(60) < 0.6)
        chosen = one_of_each(frame, rows)

        assert sorted(event[chosen]) == sorted(set(event[rows]))
        assert set(chosen) <= set(rows)
