"""Places of one's own stand before the world's; the demo's lie where there is no land; areas reach as far as their towns."""

from __future__ import annotations

import itertools
import math
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import allegedly
from allegedly.errors import DumpError, GazetteerError
from allegedly.gazetteer import (
    Gazetteer,
    Outlines,
    around,
    demo_places,
    own_places,
    shipped_path,
    the_gazetteer,
    the_index,
    with_own,
)
from allegedly.gazetteer.index import PER_DEGREE
from allegedly.gazetteer.outlines import hull
from allegedly.model import Correction
from allegedly.pipeline import read
from allegedly.places.scan import known_as

DEMO = Path(allegedly.__file__).parent / "data/demo"


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    return Outlines(Gazetteer(shipped_path()))


def line(name: str, *, lat: str = "10.5", lon: str = "20.5", code: str = "PPL", country: str = "XA") -> str:
    group = "P" if code.startswith("PPL") else "A"
    fields = ["0", name, name, "", lat, lon, group, code, country, "", "01", "", "", "", "5000", "", "", "", ""]
    return "\t".join(fields) + "\n"


def test_a_place_of_ones_own_comes_first_of_its_name_and_only_as_long_as_it_is_asked_for(tmp_path: Path) -> None:
    own = tmp_path / "places.tsv"
    own.write_text(line("Grozny") + line("Targo", code="ADM1"), encoding="utf-8")

    before = the_gazetteer().find("Grozny")
    with with_own(own):
        found = the_gazetteer().find("GROZNY")
        assert [one.country for one in found] == ["XA", *(one.country for one in before)]
        assert (found[0].id, found[0].rank < 1) == (None, True)
        assert the_gazetteer().region_name("XA", "01") == "Targo"
        assert the_gazetteer().region_name("RU", "12") == the_index().region_name("RU", "12")
        assert known_as("Grozny")[0][0].country == "XA"
    assert the_gazetteer().find("Grozny") == before
    assert known_as("Grozny")[0][0].country == "RU"


def test_a_list_that_is_none_is_told_with_its_line_before_anything_is_read(tmp_path: Path) -> None:
    own = tmp_path / "places.tsv"
    own.write_text(line("Targo") + "Orum\t10.5\t20.5\n", encoding="utf-8")

    with pytest.raises(DumpError, match="line 2: expected 19 columns"):
        read([DEMO], places=own)
    with pytest.raises(GazetteerError, match="nowhere"):
        read([DEMO], places=tmp_path / "nowhere.tsv")


def test_the_demos_reports_are_placed_by_its_list_and_by_nothing_else() -> None:
    report = DEMO / "08-convoy-ambush.json"

    assert "Brenic" in placed(report, places=demo_places())
    assert placed(report, places=True) == {None}


def placed(report: Path, *, places: bool | Path) -> set[str | None]:
    """The places that the claims of a report are put at; None for those that are put at none."""
    [(_, reading)] = read([report], places=places)
    assert reading is not None
    parts = [claim.place for claim in reading.claims if not isinstance(claim, Correction)]
    return {part.known_place.name for part in parts if part and part.known_place}


def test_no_place_of_the_demo_is_near_any_land_or_called_as_a_place_of_the_world() -> None:
    # the nearest town of the gazetteer is on Tristan da Cunha, about a thousand kilometres off
    index = Gazetteer(shipped_path())
    with closing(sqlite3.connect(f"{shipped_path().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        towns = db.execute("SELECT lat, lon FROM place WHERE kind = 'P'").fetchall()
    for place, _ in own_places(demo_places()):
        assert place.country == "XO"
        assert index.find(place.name) == (), place.name
        nearest = min(kilometres(place.lat, place.lon, lat / PER_DEGREE, lon / PER_DEGREE) for lat, lon in towns)
        assert nearest > 800, place.name


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    one, other, turn = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(turn)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


@pytest.mark.parametrize(
    ("name", "country", "number", "inside", "outside"),
    [
        # Makhachkala and Derbent; Nazran and Baku
        ("Dagestan", "RU", 567293, [(47.50, 42.98), (48.29, 42.07)], [(44.77, 43.23), (49.89, 40.38)]),
        # Grozny and Gudermes; Makhachkala
        ("Chechnya", "RU", 569665, [(45.69, 43.31), (46.10, 43.35)], [(47.50, 42.98)]),
        # the demo's Sindrel and Kesvoy; its capital
        ("Toluve", "XO", None, [(-18.05, -28.62), (-17.70, -28.24)], [(-18.45, -29.70)]),
    ],
)
def test_a_region_reaches_around_its_towns_and_not_to_its_neighbours(
    outlines: Outlines,
    name: str,
    country: str,
    number: int | None,
    inside: list[tuple[float, float]],
    outside: list[tuple[float, float]],
) -> None:
    ring = outlines.of(name, country, number)

    assert ring is not None
    assert ring[0] == ring[-1]
    assert all(holds(ring, point) for point in inside)
    assert not any(holds(ring, point) for point in outside)


def holds(ring: tuple[tuple[float, float], ...], point: tuple[float, float]) -> bool:
    """Whether a point lies within a ring: a ray to the east crosses it an odd number of times."""
    x, y = point
    crossed = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed += 1
    return crossed % 2 == 1


def test_a_town_a_part_of_the_world_and_an_unknown_name_have_no_area(outlines: Outlines) -> None:
    assert outlines.of("Grozny", "RU", 558418) is None
    assert outlines.of("Africa", None, 6255146) is None
    assert outlines.of("Nowhere at all", "XA") is None


def test_a_region_on_both_sides_of_the_date_line_does_not_go_round_the_world() -> None:
    ring = hull([(179.0, -17.0), (-179.0, -17.0), (180.0, -16.0)], 10)

    assert max(x for x, _ in ring) - min(x for x, _ in ring) < 4


def test_the_ring_of_one_town_is_a_circle_of_the_margin() -> None:
    assert len(hull([(20.0, 50.0)], 10)) == 9
    assert all(abs(kilometres(50, 20, lat, lon) - 25) < 0.5 for lon, lat in around(20.0, 50.0, 25))
