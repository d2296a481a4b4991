"""How far coders agree, as the desk tells it: the command's own figures, with why there are none."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.coded import BOMBED, DEAD, RAID, TAKEN, TEXT
from tests.desk.coders import Room, code, room
from typer.testing import CliRunner

from allegedly.cli import app as program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient
    from tests.conftest import Desk

# the least reports that an interval takes, and one more
REPORTS = 11


@pytest.fixture
def open_room(tmp_path: Path, reports: Desk) -> Iterator[Room]:
    """Kim and Lee code eleven reports; Lee calls every third raid a bombing, and passes over every fourth."""
    texts = [f"Report {number}. {TEXT}" for number in range(REPORTS)]
    readings = [
        reports.report(text, RAID, id=f"raid-{number}", publisher=("The Harl Courier", "Radio Velm")[number % 2],
                       published_at=f"2031-05-{number + 1:02}")
        for number, text in enumerate(texts)
    ]  # fmt: skip
    with room(tmp_path / "ledger.db", *readings) as opened:
        for number, text in enumerate(texts):
            seq = opened.seqs[f"raid-{number}"]
            code(opened.client("Kim"), seq, *reports.report(text, RAID, DEAD).claims)
            lees = [BOMBED if number % 3 == 0 else RAID, *([DEAD] if number % 4 else []), TAKEN]
            code(opened.client("Lee"), seq, *reports.report(text, *lees).claims)
        yield opened


def shown(client: TestClient, **asked: str) -> Any:
    return client.get("/agreement.json", params=asked).json()


def test_the_figures_are_those_of_the_command(open_room: Room, tmp_path: Path) -> None:
    for coders in (("Kim", "Lee"), ("Kim", "ledger")):
        printed = CliRunner().invoke(program, ["agree", *coders, "--ledger", str(tmp_path / "ledger.db"), "--json"])
        page = shown(open_room.client("Ada"), one=coders[0], other=coders[1])
        assert page["pair"] == msgspec.json.decode(printed.stdout)["pairs"][0]
    assert page["pair"]["articles"] == REPORTS


def test_without_being_asked_it_shows_the_pair_with_the_most_reports_in_common(open_room: Room) -> None:
    page = shown(open_room.client("Ada"))
    assert (page["one"], page["other"], page["alone"], page["hidden"]) == ("Kim", "Lee", 0, 0)
    assert [(one["name"], one["reports"]) for one in page["coders"]] == [("Kim", REPORTS), ("Lee", REPORTS)]


def test_the_table_holds_every_figure_with_its_interval(open_room: Room) -> None:
    page = shown(open_room.client("Ada"))
    rows = list(csv.DictReader(io.StringIO(open_room.client("Ada").get("/agreement.csv").text)))
    alphas = {row["of"]: row["value"] for row in rows if row["measure"] == "alpha"}
    (typed,) = [field for field in page["pair"]["fields"] if field["field"] == "type"]
    assert float(alphas["type"]) == typed["alpha"]["value"]
    assert {row["measure"] for row in rows} == {"F1", "alpha", "same", "letters F1", "Jaccard", "exact", "touching"}
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows if row["low"])


def test_what_cannot_be_computed_says_why(open_room: Room) -> None:
    page = shown(open_room.client("Ada"))
    told = {(one["of"], one["measure"]): one for one in page["figures"]}
    polarity = told["polarity", "alpha"]
    assert (polarity["value"], told["polarity", "same"]["value"]) == (None, 1.0)
    assert "may not tell two values apart" in polarity["why"]
    html = open_room.client("Ada").get("/agreement", headers={"Accept": "text/html"}).text
    assert "cannot be computed: both gave everything one and the same value" in html
    few = shown(open_room.client("Ada"), until="2031-05-03")
    typed = next(one for one in few["figures"] if (one["of"], one["measure"]) == ("type", "alpha"))
    assert typed["why_no_interval"] == "an interval takes 10 reports at least; there are 3"
    assert shown(open_room.client("Ada"), since="2040-01-01")["figures"][0]["why"] == "no report was coded by both"


@pytest.mark.parametrize(
    ("asked", "articles"),
    [({"outlet": "radio velm"}, 5), ({"since": "2031-05-04"}, 8), ({"since": "2031-05-04", "until": "2031-05-05"}, 2)],
)
def test_the_address_says_which_reports_count(open_room: Room, asked: dict[str, str], articles: int) -> None:
    assert shown(open_room.client("Ada"), **asked)["pair"]["articles"] == articles


def test_the_reports_in_which_they_differ_most_come_first(open_room: Room) -> None:
    page = shown(open_room.client("Ada"))
    numbers = [one["differences"] for one in page["apart"]]
    names = {seq: name for name, seq in open_room.seqs.items()}
    # in the first Lee calls it a bombing and passes over the dead; the mayor is Lee's alone in all of them
    assert (names[page["apart"][0]["seq"]], numbers[0], page["apart"][0]["apart"]["fields"]) == (
        "raid-0",
        3,
        {"type": 1},
    )
    assert numbers == sorted(numbers, reverse=True)
    html = open_room.client("Ada").get("/agreement", headers={"Accept": "text/html"}).text
    assert f"/curation/{page['apart'][0]['seq']}?one=Kim&amp;other=Lee" in html


def test_it_is_measured_anew_when_a_coding_is_opened_again(open_room: Room) -> None:
    seq = open_room.seqs["raid-0"]
    before = shown(open_room.client("Ada"))["pair"]
    open_room.client("Lee").post(f"/coding/{seq}/reopening", json={"reason": "a page was missing"})
    after = shown(open_room.client("Ada"))
    assert (before["articles"], after["pair"]["articles"], after["alone"]) == (REPORTS, REPORTS - 1, 1)
    # as of then it is as it was, but not for Lee, who is coding again
    then = f"#{_last(open_room) - 1}"
    assert shown(open_room.client("Ada"), as_of=then)["pair"] == before
    lees = shown(open_room.client("Lee"), as_of=then)
    assert (lees["pair"]["articles"], lees["hidden"]) == (REPORTS - 1, 1)


@pytest.mark.parametrize("asked", ["one=Eve", "one=Kim&other=Kim", "since=soon"])
def test_who_has_coded_nothing_is_told_so(open_room: Room, asked: str) -> None:
    answer = open_room.client("Ada").get(f"/agreement.json?{asked}")
    assert (answer.status_code, "error" in answer.json()) == (404, True)


def test_nobody_without_a_name_is_shown_figures(open_room: Room) -> None:
    assert shown(open_room.client())["pair"] is None


def _last(open_room: Room) -> int:
    with open_room.ledger.engine.reading() as tx:
        return int(tx.rows("SELECT max(seq) FROM entry")[0][0])
