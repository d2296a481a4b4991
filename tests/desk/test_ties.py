"""The net of ties at the server: the same ties as are found claim by claim, told as surely as they are claimed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import KEY

from allegedly.actors.records import TIE_TYPES
from allegedly.desk import Settings, create_app
from allegedly.ledger import open_ledger
from allegedly.ledger.facets import actor_keys
from allegedly.model import TYPES, Claim, Part, RelationClaim, ResolvedActor
from allegedly.views.claims import find_claims
from allegedly.views.filters import Filters
from allegedly.views.tienet import MARKS, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.ledger import Ledger

# subject, type, object, and what else is told
Row = tuple[str, str, str, dict[str, Any]]
TIES: tuple[Row, ...] = (
    ("Lake Front", "pledges_allegiance_to", "Islamic State", {"day": "2019-03-01"}),
    ("Lake Front", "pledges_allegiance_to", "Islamic State", {"day": "2019-03-05"}),
    ("Lake Front", "pledges_allegiance_to", "Islamic State", {"day": "2019-03-09", "hedge": "allegedly"}),
    ("River Column", "splits_from", "Lake Front", {"day": "2019-04-02"}),
    ("River Column", "splits_from", "Lake Front", {"factuality": {"polarity": "-"}}),
    ("River Column", "merges_with", "Hill Brigade", {"day": "2019-05-01"}),
    ("Hill Brigade", "rival_of", "Lake Front", {}),
    ("Hill Brigade", "allied_with", "River Column", {"day": "2019-05-02"}),
    ("Dorn Velk", "leads", "Lake Front", {"day": "2018-01-01"}),
    ("Lake Front", "accused_of", "the bombing", {"day": "2019-03-03"}),
    ("Hill Brigade", "accused_of", "the bombing", {"day": "2019-03-04"}),
    ("Dorn Velk", "accused_of", "the bombing", {"day": "2019-03-04"}),
    ("Lake Front", "based_in", "Velm", {}),
)
KNOWN = {"Islamic State": ResolvedActor(id="act:islamic-state", name="Islamic State", kind="rebel")}


def with_actor(claim: Claim) -> Claim:
    def known(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(msgspec.structs.replace(one, actor=KNOWN.get(one.name)) for one in parts)

    assert isinstance(claim, RelationClaim)
    return msgspec.structs.replace(claim, subject=known(claim.subject), object=known(claim.object))


def tell(reports: Desk, ledger: Ledger, rows: tuple[Row, ...]) -> None:
    """A report for each tie; one without a day is of print on 1 June 2019."""
    for number, (subject, kind, other, more) in enumerate(rows):
        said = f"{subject} {more.get('hedge', 'surely')} {kind} {other}"
        told = {"kind": "relation", "type": kind, "said": said, "subject": subject, "object": other, **more}
        reading = reports.report(f"{said}, in report {number}.", told, id=f"r{number}", published_at="2019-06-01")
        reports.add(ledger, msgspec.structs.replace(reading, claims=tuple(map(with_actor, reading.claims))))


@pytest.fixture
def tied(tmp_path: Path, reports: Desk) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        tell(reports, ledger, TIES)
        yield ledger


@pytest.fixture
def client(tied: Ledger) -> Iterator[TestClient]:
    app = create_app(tied, Settings(key=KEY))
    app.state.bench.count()
    with TestClient(app, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {KEY}"}) as opened:
        yield opened


def drawn(net: dict[str, Any]) -> dict[tuple[str, str, str, str], int]:
    names = {end["id"]: end["name"] for end in net["ends"]}
    found: Counter[tuple[str, str, str, str]] = Counter()
    for tie in net["ties"]:
        found[names[tie["source"]], tie["type"], names[tie["target"]], tie["how"]] += tie["claims"]
    return dict(found)


def one_by_one(ledger: Ledger) -> dict[tuple[str, str, str, str], int]:
    found: Counter[tuple[str, str, str, str]] = Counter()
    with ledger.engine.reading() as tx:
        for held in find_claims(ledger.engine, tx, Filters(), 2**31):
            claim = held.claim
            assert isinstance(claim, RelationClaim)
            sure = claim.factuality
            how = "denied" if sure.polarity == "-" else "plain" if sure.certainty == "certain" else "doubtful"
            found[claim.subject[0].name, claim.type, claim.object[0].name, how] += 1
    return dict(found)


def test_ties_are_those_found_claim_by_claim(tied: Ledger, client: TestClient) -> None:
    expected = one_by_one(tied)
    # a place is no end, and a person is drawn under no accusation
    left_out = {("Lake Front", "based_in", "Velm", "plain"), ("Dorn Velk", "accused_of", "the bombing", "plain")}
    net = client.get("/ties.json").json()
    assert {tie: number for tie, number in expected.items() if tie not in left_out} == drawn(net)
    assert 1 == net["ties_withheld"]
    assert left_out < set(expected)


def test_every_tie_between_actors_has_a_mark_and_ties_to_places_have_none() -> None:
    told = [name for names in MARKS.values() for name in names]
    assert len(told) == len(set(told))
    assert set(TYPES["relation"]) - set(told) == {"based_in", "designated_as"}
    assert all(mark_of(name) for name in TIE_TYPES)


def test_a_claimed_tie_holds_from_its_day_or_the_day_of_print(client: TestClient) -> None:
    net = client.get("/ties.json", params={"valid_at": "2019-04-10"}).json()
    names = {end["id"]: end["name"] for end in net["ends"]}
    holding = {(names[tie["source"]], tie["type"], tie["how"]) for tie in net["ties"] if tie["holds"]}
    assert ("River Column", "splits_from", "plain") in holding
    assert ("River Column", "splits_from", "denied") not in holding
    assert ("River Column", "merges_with", "plain") not in holding
    began = {(tie["type"], tie["how"]): tie["began"] for tie in net["ties"]}
    # the first day of two claims; the day of print where none is told
    assert "2019-03-01" == began["pledges_allegiance_to", "plain"]
    assert "2019-03-09" == began["pledges_allegiance_to", "doubtful"]
    assert "2019-06-01" == began["splits_from", "denied"]
    # the day takes nothing away, so that a slider finds each end where it was
    assert len(net["ties"]) == len(client.get("/ties.json").json()["ties"])
    assert ("2018-01-01", "2019-06-01") == (net["first"], net["last"])


def test_a_page_without_scripts_hides_what_does_not_hold(client: TestClient) -> None:
    page = client.get("/ties", params={"valid_at": "2018-06-01"}).text
    rows = [line for line in page.splitlines() if "data-tie=" in line and "<tr" in line]
    assert 1 == len([line for line in rows if "hidden" not in line])
    assert len(rows) == len(client.get("/ties.json").json()["ties"])


def test_the_bombing_of_one_report_is_not_that_of_another(client: TestClient) -> None:
    ends = client.get("/ties.json").json()["ends"]
    happenings = [end for end in ends if end["sort"] == "happening"]
    assert ["the bombing", "the bombing"] == [end["name"] for end in happenings]
    assert {"Dorn Velk": "named", "Lake Front": "actor", "Islamic State": "actor"}.items() <= {
        end["name"]: end["sort"] for end in ends
    }.items()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"actor": "Islamic State"}, {"Islamic State", "Lake Front"}),
        ({"actor": "id:act:islamic-state", "mark": "pledge"}, {"Islamic State", "Lake Front"}),
        (
            {"actor": "Islamic State", "steps": "2"},
            {"Islamic State", "Lake Front", "River Column", "Hill Brigade", "Dorn Velk", "the bombing"},
        ),
        ({"mark": "merger"}, {"River Column", "Hill Brigade"}),
        ({"type": "leads"}, {"Dorn Velk", "Lake Front"}),
        ({"certainty": "unknown"}, {"Islamic State", "Lake Front"}),
        ({"actor": "nobody"}, set()),
        # a person of whom no page is made has no net either, though the ties are drawn where the group is
        ({"actor": "Dorn Velk"}, set()),
        ({"actor": "Dorn Velk", "steps": "2"}, set()),
    ],
)
def test_the_net_is_cut_by_actor_kind_and_sureness(client: TestClient, asked: dict[str, str], found: set[str]) -> None:
    assert found == {end["name"] for end in client.get("/ties.json", params=asked).json()["ends"]}


def test_each_tie_leads_to_its_claims(client: TestClient) -> None:
    net = client.get("/ties.json").json()
    for tie in net["ties"]:
        page = client.get(tie["link"].replace("/tie?", "/tie.json?")).json()
        assert (tie["claims"], tie["type"]) == (page["number"], page["type"])
        polarity = "-" if tie["how"] == "denied" else "+"
        for held in page["claims"]:
            assert (tie["type"], polarity) == (held["claim"]["type"], held["claim"]["factuality"].get("polarity", "+"))
    assert client.get("/tie?subject=x").status_code == 404
    assert client.get("/tie?subject=x&object=y&type=leads&how=maybe").status_code == 404


def test_the_table_holds_what_is_drawn(client: TestClient) -> None:
    net = client.get("/ties.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/ties.csv").text)))
    told = Counter((row["subject"], row["type"], row["object"], row["how"]) for row in rows for _ in range(int(row["claims"])))  # fmt: skip
    assert drawn(net) == dict(told)


def test_the_list_of_actors_has_ties_of_its_own(tmp_path: Path, reports: Desk) -> None:
    rows: tuple[Row, ...] = (("Vilayat Dagestan", "rival_of", "Caucasus Emirate", {"day": "2014-12-20"}),)
    known = {"Vilayat Dagestan": "act:vilayat-dagestan", "Caucasus Emirate": "act:caucasus-emirate"}
    KNOWN.update({name: ResolvedActor(id=id_, name=name, kind="rebel") for name, id_ in known.items()})
    with open_ledger(str(tmp_path / "listed.db")) as ledger:
        tell(reports, ledger, rows)
        app = create_app(ledger, Settings(key=KEY))
        app.state.bench.count()
        with TestClient(app, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {KEY}"}) as opened:
            net = opened.get("/ties.json", params={"valid_at": "2015-01-01"}).json()
    listed = {(tie["type"], tie["holds"]) for tie in net["listed"]}
    assert ("splits_from", True) in listed
    assert ("part_of", False) in listed
    assert ["rival_of"] == [tie["type"] for tie in net["ties"]]


def test_no_more_is_drawn_than_can_be_told_apart(tmp_path: Path, reports: Desk) -> None:
    rows: tuple[Row, ...] = tuple((f"Front {at}", "allied_with", f"Brigade {at % 7}", {}) for at in range(95))
    with open_ledger(str(tmp_path / "many.db")) as ledger:
        tell(reports, ledger, rows)
        app = create_app(ledger, Settings(key=KEY))
        app.state.bench.count()
        with TestClient(app, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {KEY}"}) as opened:
            net = opened.get("/ties.json").json()
    assert (80, 22) == (len(net["ends"]), net["ends_left_out"])
    assert {f"Brigade {at}" for at in range(7)} < {end["name"] for end in net["ends"]}


def test_as_of_a_moment_there_are_the_ties_known_then(client: TestClient) -> None:
    assert [] == client.get("/ties.json", params={"as_of": "#1"}).json()["ties"]
    some = client.get("/ties.json", params={"as_of": "#8"}).json()["ties"]
    assert 0 < len(some) < len(client.get("/ties.json").json()["ties"])
    assert all(dt.date.fromisoformat(tie["began"]) for tie in some)
    # ends are named by their keys
    assert next(actor_keys(Part(text="Lake Front", name="Lake Front"))) == "name:lake front"
