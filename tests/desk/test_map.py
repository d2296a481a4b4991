"""The map draws what claims tell as finely as they tell it, counts all the rest in words, and links to every claim."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.desk.atlas import KEY, TOLD, fill

from allegedly.desk import Settings, create_app
from allegedly.desk.dayscale import step_starts
from allegedly.desk.mapmarks import View, marks_of
from allegedly.ledger import open_ledger
from allegedly.views.spots import EXACT, NO_SPOTS, Spot, grown

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    from tests.conftest import Desk

    with open_ledger(str(tmp_path_factory.mktemp("map") / "ledger.db")) as ledger:
        fill(ledger, Desk())
        with TestClient(create_app(ledger, Settings(key=KEY)), base_url="http://127.0.0.1") as opened:
            opened.get("/sign-in", params={"key": KEY})
            yield opened


def asked(client: TestClient, address: str, **query: str) -> dict[str, Any]:
    answer = client.get(address, params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_every_claim_is_on_the_map_or_counted_beside_it(client: TestClient) -> None:
    page = asked(client, "/map.json")

    assert page["told"] == "9 claims at 3 points, 3 areas"
    apart = {one["why"]: one["claims"] for one in page["apart"]}
    assert apart == {"unnamed": 1, "nothing": 1, "unknown": 1, "several": 1, "unlooked": 1, "wide": 1}
    assert page["claims"] == len(TOLD) == page["placed"] + sum(apart.values())
    assert sum(mark["claims"] for mark in page["marks"]) == page["placed"]


def test_a_region_is_an_area_a_country_an_outline_and_near_a_circle_of_a_stated_radius(client: TestClient) -> None:
    marks = asked(client, "/map.json", zoom="6", box="40,38,52,48")["marks"]
    areas = {mark["name"]: mark for mark in marks if mark["kind"] == "area"}

    assert areas["Dagestan"]["claims"] == 3
    assert areas["Dagestan"]["doubtful"] == 1
    assert len(areas["Dagestan"]["ring"]) > 8
    assert areas["Syria"]["outline"] == "760"
    assert areas["Khasavyurt"]["reach_km"] == 25
    assert {(mark["name"], mark["claims"]) for mark in marks if mark["kind"] == "point"} == {
        ("Grozny", 2),
        ("Makhachkala", 1),
    }


def test_behind_every_mark_and_every_number_stand_its_claims(client: TestClient) -> None:
    page = asked(client, "/map.json", zoom="9", box="-180,-85,180,85")
    for mark in page["marks"]:
        if mark["kind"] == "cluster":
            continue
        at = f"{mark['lat']:.5f},{mark['lon']:.5f},{mark['ucdp']}"
        behind = asked(client, "/map/claims.json", at=at)
        assert (behind["number"], len(behind["claims"])) == (mark["claims"], mark["claims"]), mark["name"]
        assert mark["name"] in behind["where"]
    for one in page["apart"]:
        assert asked(client, "/map/claims.json", why=one["why"])["number"] == one["claims"], one["why"]
    for one in page["regions"]:
        land = {"land": one["country"] or "", "region": one["region"] or ""}
        assert asked(client, "/map/claims.json", **land)["number"] == one["claims"], one
    assert asked(client, "/map/claims.json", why="undated")["number"] == page["days"]["undated"] == 2
    everywhere = asked(client, "/map/claims.json", box="-180,-90,180,90")
    assert everywhere["number"] == sum(place in ("Grozny", "Makhachkala", "Harsk") for place, _, _ in TOLD)


def test_the_page_says_the_same_as_its_json_and_links_to_it(client: TestClient) -> None:
    page = client.get("/map", params={"outlet": "Paper 1"}).text
    record = asked(client, "/map.json", outlet="Paper 1")

    assert f"{record['told']}." in page
    for one in record["apart"]:
        assert f"/map/claims?outlet=Paper+1&amp;why={one['why']}" in page
    assert "invented" not in page
    assert "invented" in client.get("/map").text
    assert "drawing them is no judgement" in page.casefold()
    rows = list(csv.DictReader(io.StringIO(client.get("/map.csv").text)))
    assert sum(int(row["claims"]) for row in rows) == 10
    assert {row["place"]: row["where_prec"] for row in rows}["Dagestan"] == "4"


def test_days_and_moments_change_what_is_shown(client: TestClient) -> None:
    assert asked(client, "/map.json", until="2014-12-05")["told"] == "2 claims at 1 point"
    assert asked(client, "/map.json", since="2014-12-20")["placed"] == 2
    # what was recorded of the first report alone
    first = asked(client, "/map.json", as_of="#3")
    assert (first["told"], first["claims"]) == ("1 claim at 1 point", 1)
    assert asked(client, "/map.json", words="market")["placed"] == 0
    assert asked(client, "/map.json", country="SY")["told"] == "1 claim at 1 area"


def test_the_scale_of_days_holds_every_claim_whatever_days_are_shown(client: TestClient) -> None:
    days, narrowed = asked(client, "/map.json")["days"], asked(client, "/map.json", since="2014-12-10")["days"]

    assert days == narrowed
    assert (days["step"], days["starts"][0], days["ends"]) == ("day", "2014-12-04", "2014-12-26")
    assert sum(days["counts"]) + days["undated"] + days["earlier"] + days["later"] == len(TOLD)
    assert days["counts"][:7] == [1, 1, 0, 0, 0, 0, 2]


@pytest.mark.parametrize(
    "query",
    ["box=1,2,3", "box=1,2,3,nan", "box=a,b,c,d", "box=1e999,0,0,0", "since=soon"],
)
def test_a_view_nobody_can_show_is_told_so(client: TestClient, query: str) -> None:
    answer = client.get(f"/map.json?{query}")
    assert answer.status_code == 404
    assert "expected" in answer.json()["error"]


@pytest.mark.parametrize("query", ["at=1,2", "at=0,0,1", "why=because", "box=,,,"])
def test_a_mark_that_is_not_there_is_told_so(client: TestClient, query: str) -> None:
    answer = client.get(f"/map/claims.json?{query}")
    assert answer.status_code == 404
    assert "expected" in answer.json()["error"]


# marks, for any claims at any places

points = st.tuples(
    st.floats(-84, 84).map(lambda one: round(one, 3)),
    st.floats(-180, 180).map(lambda one: round(one, 3)),
    st.sampled_from([1, 1, 1, 2, 5]),
)


# the first to ask for an area reads the towns of its country
@settings(deadline=None)
@given(st.lists(points, min_size=1, max_size=60, unique=True), st.integers(0, 15), st.data())
def test_all_claims_are_counted_once_and_only_a_point_is_a_point(
    places: list[tuple[float, float, int]], zoom: int, data: st.DataObject
) -> None:
    spots = table(places)
    counts = np.array([0, *(data.draw(st.integers(0, 9)) for _ in places)])
    marks = marks_of(counts, counts, spots, View(float(zoom)))

    assert sum(mark.claims for mark in marks) == counts.sum()
    assert all(mark.doubtful == mark.claims for mark in marks)
    exact = {(lat, lon) for (lat, lon, ucdp), count in zip(places, counts[1:], strict=True) if ucdp == EXACT and count}
    for mark in marks:
        west, south, east, north = mark.box
        if mark.kind == "point":
            assert mark.ucdp == EXACT
            assert any(abs(lat - mark.lat) < 1e-4 and abs(lon - mark.lon) < 1e-4 for lat, lon in exact)
        if mark.kind == "cluster":
            assert west <= mark.lon + 1e-4
            assert mark.lon - 1e-4 <= east
            assert south - 1e-4 <= mark.lat <= north + 1e-4


def test_a_map_that_drew_areas_as_points_would_be_found_out() -> None:
    spots = table([(10.0, 20.0, 4)])
    false = spots._replace(ucdp=np.array([0, 1], "int8"))
    [wrong] = marks_of(np.array([0, 3]), np.array([0, 0]), false, View(5.0))
    [right] = marks_of(np.array([0, 3]), np.array([0, 0]), spots, View(5.0))

    assert wrong.kind == "point"
    assert (right.kind, right.reach_km) == ("area", 50)


def test_close_points_are_one_count_from_afar_and_themselves_from_near() -> None:
    spots = table([(10.0, 20.0, 1), (10.01, 20.01, 1), (-40.0, 100.0, 1)])
    counts, none = np.array([0, 3, 1, 5]), np.zeros(4, "int64")

    far, near = marks_of(counts, none, spots, View(1.0)), marks_of(counts, none, spots, View(13.0))

    assert Counter((mark.kind, mark.claims) for mark in far) == {("cluster", 4): 1, ("point", 5): 1}
    assert Counter((mark.kind, mark.claims) for mark in near) == {("point", 3): 1, ("point", 1): 1, ("point", 5): 1}


def test_a_map_is_never_sent_more_marks_than_a_screen_can_hold() -> None:
    grid = [(lat / 4, lon / 2, 1) for lat, lon in itertools.product(range(-160, 161), range(-340, 340, 2))]
    spots = table([(lat, lon, ucdp) for lat, lon, ucdp in grid])
    counts = np.array([0, *[1] * len(grid)])

    marks = marks_of(counts, np.zeros_like(counts), spots, View(9.0))

    assert len(marks) <= 400
    assert sum(mark.claims for mark in marks) == len(grid)


def table(places: list[tuple[float, float, int]]) -> Any:
    import msgspec

    told = [
        Spot(lat=lat, lon=lon, ucdp=ucdp, country="XA", admin1=None, name=f"Place {number}", geonameid=None)
        for number, (lat, lon, ucdp) in enumerate(places)
    ]
    return grown(NO_SPOTS, ["", *(msgspec.json.encode(one).decode() for one in told)])


@given(st.integers(-20_000, 30_000), st.integers(0, 60_000), st.integers(2, 200))
def test_steps_of_days_are_few_follow_each_other_and_begin_on_the_first(first: int, length: int, most: int) -> None:
    day = np.datetime64(0, "D") + first
    step, starts = step_starts(day, day + length, most)

    assert starts[0] == day
    assert (np.diff(starts).astype("int64") > 0).all()
    assert starts[-1] <= day + length
    # a step cut at the front is one more
    assert len(starts) <= most + 1 or step == "year"
