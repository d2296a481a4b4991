"""Importing GeoNames' full dump: streamed, going on where it was stopped, and never at the old index's cost."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from allegedly.errors import DumpError
from allegedly.gazetteer import Gazetteer, dump, shipped_path
from allegedly.gazetteer.dump import import_dump
from allegedly.gazetteer.index import about

if TYPE_CHECKING:
    from pathlib import Path


def row(number: int, name: str, *, group: str = "P", code: str = "PPL", people: int = 0, lat: str = "3.5") -> str:
    """One line as GeoNames writes it, about an invented country."""
    fields = [str(number), name, name, f"{name}grad,Новый {name}", lat, "-7.25", group, code, "XA", ""]
    return "\t".join([*fields, "01", "77", "", "", str(people), "", "5", "Africa/Abidjan", "2026-01-01"]) + "\n"


LINES = [
    row(1, "Targo", people=40_000),
    row(2, "Targo", group="A", code="ADM2", people=90_000),
    row(3, "Northern", group="A", code="ADM1", people=900_000),
    row(4, "Alvania", group="A", code="PCLI", people=9_000_000),
    row(5, "Orum", people=12),
    row(6, "Targo", group="H", code="STM"),
]


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_dump_becomes_an_index_with_hamlets_and_rivers(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "places.db"
    heard: list[int] = []

    assert import_dump(write(tmp_path / "dump.txt", LINES), target, tell=heard.append) == 6

    found = Gazetteer(target)
    assert [(one.id, one.kind) for one in found.find("Targo")] == [(1, "P"), (2, "2"), (6, "H")]
    assert [one.id for one in found.find("новый orum")] == [5]
    # the district by its own number, where the dump gives its code
    assert found.find("orum")[0].admin2 == 2
    assert found.region_name("XA", "01") == "Northern"
    assert found.find("Alvania")[0].kind == "C"
    assert heard == [6]
    assert list(target.parent.iterdir()) == [target]


def test_what_the_dump_lacks_is_taken_over_from_the_shipped_index(tmp_path: Path) -> None:
    target = tmp_path / "places.db"
    # Chechnya under another name, with its own number
    lines = [*LINES, row(569665, "Chechenskaya", group="A", code="ADM1", people=900_000)]

    import_dump(write(tmp_path / "dump.txt", lines), target, lent=shipped_path())

    found = Gazetteer(target)
    assert found.find("Middle East")[0].name == "Middle East"
    assert found.find("Chechnya")[0].id == 569665
    assert found.find("Targo")[0].id == 1


# a line that is not GeoNames', what is said of it
DAMAGED = [
    (row(7, "Sele")[:-9], "cut"),
    ("\t".join(row(7, "Sele").split("\t")[:7]) + "\n", "19 columns"),
    (row(7, "Sele").replace("7\t", "seven\t", 1), "figures"),
    (row(7, "Sele", lat="95.1"), "a point on the globe"),
    (row(7, "Sele", lat="nan"), "figures"),
    ("\n", "19 columns"),
]


@pytest.mark.parametrize(("line", "told"), DAMAGED)
def test_a_damaged_line_is_named_and_the_old_index_stays(line: str, told: str, tmp_path: Path) -> None:
    target = tmp_path / "places.db"
    import_dump(write(tmp_path / "old.txt", LINES[:1]), target)
    before = target.read_bytes()

    with pytest.raises(DumpError, match=told) as problem:
        import_dump(write(tmp_path / "dump.txt", [*LINES, line]), target)

    assert problem.value.line == len(LINES) + 1
    assert f"line {len(LINES) + 1}:" in str(problem.value)
    assert target.read_bytes() == before


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_bytes("".join(LINES[:2]).encode() + b"7\tSe\xffle\n")

    with pytest.raises(DumpError, match="line 3: expected UTF-8, found byte 0xff"):
        import_dump(path, tmp_path / "places.db")


def test_an_empty_file_is_no_dump(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="an empty file"):
        import_dump(write(tmp_path / "dump.txt", []), tmp_path / "places.db")


@pytest.mark.parametrize("chunk", [1, 2, 4, 100])
def test_after_a_cut_the_whole_file_is_read_on_from_there(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "_CHUNK", chunk)
    path, target = tmp_path / "dump.txt", tmp_path / "places.db"
    cut = "".join(LINES)[: sum(map(len, LINES[:4])) + 10]
    path.write_text(cut, encoding="utf-8")
    with pytest.raises(DumpError):
        import_dump(path, target)
    read_again: list[int] = []
    reading = dump.row_of

    def counted(path: Path, line: int, raw: bytes) -> dump.Row:
        read_again.append(line)
        return reading(path, line, raw)

    monkeypatch.setattr(dump, "row_of", counted)

    assert import_dump(write(path, LINES), target) == 6

    assert read_again == [5, 6]
    write_whole = tmp_path / "whole.db"
    import_dump(path, write_whole)
    assert target.read_bytes() == write_whole.read_bytes()


def test_another_file_is_read_from_its_start(tmp_path: Path) -> None:
    path, target = tmp_path / "dump.txt", tmp_path / "places.db"
    with pytest.raises(DumpError):
        import_dump(write(path, [*LINES, "broken\n"]), target)

    assert import_dump(write(path, [row(50 + n, "Bora", people=n) for n in range(9)]), target) == 9
    assert Gazetteer(target).find("Targo") == ()


def test_the_command_makes_an_index_and_names_a_fault(tmp_path: Path) -> None:
    def run(path: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "allegedly", "gazetteer", "import", str(path)]
        env = {**os.environ, "ALLEGEDLY_GAZETTEER": str(tmp_path / "mine.db")}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=env)

    done = run(write(tmp_path / "dump.txt", LINES))
    assert done.returncode == 0
    assert str(tmp_path / "mine.db") in done.stderr
    assert about(tmp_path / "mine.db")["dump"] == "dump.txt"

    failed = run(write(tmp_path / "cut.txt", [*LINES, "9\tcut"]))
    assert failed.returncode == 1
    assert "cut.txt, line 7:" in failed.stderr
    assert about(tmp_path / "mine.db")["dump"] == "dump.txt"
