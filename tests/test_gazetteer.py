"""The gazetteer: names however they are spelled, regions before villages, and a missing file that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.errors import GazetteerError
from allegedly.gazetteer import ATTRIBUTION, Gazetteer, key_of, own_path, shipped_path, the_gazetteer, the_index
from allegedly.gazetteer.index import Draft, about, weight_of, write_index

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "Farmers attacked near Oru\n\nGunmen attacked farmers near Oru on Sunday, police said.\n"


# a name as a report may spell it, and the place that is meant when nothing else is known
@pytest.mark.parametrize(
    ("spelled", "number"),
    [
        ("Grozny", 558418),
        ("GROZNY", 558418),
        ("Groznyy", 558418),
        ("Грозный", 558418),
        ("Shalazhi", 495969),
        ("الرقة", 172955),
        ("Raqqa", 172955),
        ("Râqqa", 172955),
        ("Deir ez-Zor", 170792),
        # countries and regions go before villages of their names in Ukraine, Ohio and elsewhere
        ("Chechnya", 569665),
        ("Dagestan", 567293),
        ("Russia", 2017370),
        ("U.S.", 6252001),
        ("Georgia", 614540),
        ("Texas", 4736286),
        ("Middle East", None),
        ("Africa", 6255146),
    ],
)
def test_a_name_leads_to_the_place_that_is_meant_first(spelled: str, number: int | None) -> None:
    assert number == the_gazetteer().find(spelled)[0].id


@pytest.mark.parametrize("name", ["BBC", "FBI", "", "  ", "Qwertzuiopasdf"])
def test_what_is_no_place_has_none(name: str) -> None:
    assert the_gazetteer().find(name) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Louis", "Saint Louis"),
        ("Fort Worth", "Ft. Worth"),
        ("Ar-Raqqah", "ar raqqah"),
        ("Sana'a", "Sana’a"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Łódź", "Lodz"),
        ("İstanbul", "istanbul"),
    ],
)
def test_spellings_that_differ_only_in_form_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    # looking up what was filed finds it again
    assert key_of(key_of(name)) == key_of(name)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéüßøŁабвгд -'.", max_size=30))
def test_capitals_change_no_key(name: str) -> None:
    assert key_of(name.upper().lower()) == key_of(name.lower())


def test_the_shipped_index_holds_the_world_and_says_whose_it_is() -> None:
    said = the_index().about

    assert int(said["places"]) > 280_000
    assert said["attribution"] == ATTRIBUTION
    assert "GeoNames" in ATTRIBUTION
    assert "CC BY 4.0" in ATTRIBUTION


def test_every_known_region_stands_among_its_towns() -> None:
    grozny, chechnya = the_gazetteer().find("Grozny")[0], the_gazetteer().find("Chechnya")[0]

    assert the_gazetteer().region_name(grozny.country, grozny.admin1) == "Chechnya"
    assert abs(grozny.lat - chechnya.lat) < 1
    assert abs(grozny.lon - chechnya.lon) < 1


@given(st.lists(st.tuples(st.sampled_from("LC12P"), st.integers(0, 40_000_000)), min_size=2, max_size=6))
def test_more_people_never_weigh_less(sizes: list[tuple[str, int]]) -> None:
    for kind, people in sizes:
        assert weight_of(kind, people + 1000) >= weight_of(kind, people)
    assert weight_of("C", 0) > max(weight_of("P", people) for _, people in sizes)


def draft(number: int, kind: str, people: int, key: str = "targo") -> Draft:
    return Draft(
        id=number,
        name="Targo",
        lat=1.5,
        lon=-2.25,
        kind=kind,
        country="XA",
        admin1="01",
        admin2=None,
        population=people,
        keys=frozenset([key]),
    )


def test_an_index_ranks_a_country_then_a_region_then_towns_by_people(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    drafts = [draft(1, "P", 900), draft(2, "1", 50_000), draft(3, "P", 700_000), draft(4, "C", 1), draft(5, "2", 900)]

    assert write_index(path, drafts, made_from={"fingerprint": "x"}) == 5

    found = Gazetteer(path).find("TARGO")
    assert [one.id for one in found] == [4, 3, 2, 1, 5]
    assert (found[0].lat, found[0].lon) == (1.5, -2.25)
    assert about(path)["fingerprint"] == "x"
    assert sorted(tmp_path.iterdir()) == [path]


def test_the_same_places_in_another_order_are_the_same_bytes(tmp_path: Path) -> None:
    drafts = [draft(number, "P", 500 + number, f"targo {number}") for number in range(50)]

    for name, order in (("a", drafts), ("b", drafts[::-1])):
        write_index(tmp_path / name, order, made_from={})

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (None, "no index is there"),
        (b"", "it is no index"),
        (b"not a database at all, but 60 bytes of words" * 3, "no index"),
    ],
)
def test_a_missing_or_broken_index_says_which_command_makes_it(body: bytes | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    if body is not None:
        path.write_bytes(body)

    with pytest.raises(GazetteerError, match=told) as problem:
        Gazetteer(path)

    assert str(path) in str(problem.value)
    assert "uv sync --frozen --reinstall-package allegedly" in str(problem.value)


def test_an_index_of_another_form_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    write_index(path, [draft(1, "P", 900)], made_from={"format": "0"})

    with pytest.raises(GazetteerError, match="expected format 1, found 0"):
        Gazetteer(path)


def read(path: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "allegedly", "read", "--coder", "stub", "--json", *options, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **settings})


@pytest.mark.usefixtures("stub_coder")
def test_a_run_without_its_gazetteer_reads_nothing_and_says_so(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT)
    missing = str(tmp_path / "none.db")

    stopped, told_not_to = (
        read(report, ALLEGEDLY_GAZETTEER=missing),
        read(report, "--no-places", ALLEGEDLY_GAZETTEER=missing),
    )

    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert missing in stopped.stderr
    assert "--no-places" in stopped.stderr
    assert told_not_to.returncode == 0
    assert '"resolved"' not in told_not_to.stdout


def test_ones_own_index_stands_where_the_settings_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ALLEGEDLY_GAZETTEER", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert own_path() == tmp_path / "allegedly" / "places.db"

    monkeypatch.setenv("ALLEGEDLY_GAZETTEER", str(tmp_path / "mine.db"))
    assert own_path() == tmp_path / "mine.db"
    assert shipped_path().is_file()
