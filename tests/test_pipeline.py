"""Every input ends in exactly one of four ways, in order, and one bad input costs only itself."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.codec import claim_id, encode_reading
from allegedly.coders import load_coder
from allegedly.errors import UnknownCoderError
from allegedly.model import Outcome
from allegedly.pipeline import default_jobs, read, tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from allegedly.pipeline import Result

# how a report reads and how its reading ends
ENDS = {
    "Gunmen attacked farmers near Oru on Sunday, police said.": "coded",
    "The council met on Monday to talk about the new bridge over the river.": "coded_no_claims",
    "The whole of this report is in Russian, says the coder, and so it goes.": "quarantined",
    "The coder makes an impossible record of this report about the harbour.": "quarantined",
    "": "quarantined",
}


def report(number: int) -> str:
    return f"Report {number}\n\nGunmen attacked farmers near Oru on Sunday, killing {number + 2} people, police said.\n"


def folder_of(texts: Iterable[str], where: Path) -> Path:
    where.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (where / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return where


def told(results: Iterable[Result]) -> list[str]:
    """Results in words: how each ended, and the exact line of JSON where there is one."""
    return [
        f"{outcome.name} {outcome.end} {outcome.message or ''} {encode_reading(reading).decode() if reading else ''}"
        for outcome, reading in results
    ]


@pytest.mark.parametrize(("text", "end"), ENDS.items())
def test_every_input_ends_in_one_of_four_ways(text: str, end: str, stub_coder: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")

    [(outcome, reading)] = read([path], coder=stub_coder)

    assert outcome.end == end
    assert (reading is None) == (end == "quarantined")
    assert bool(outcome.reason) == (end == "quarantined")


def test_the_same_text_twice_is_a_duplicate_of_the_first(stub_coder: str, tmp_path: Path) -> None:
    folder = folder_of([report(1), report(2), report(1)], tmp_path / "in")

    results = list(read([folder], coder=stub_coder))

    assert [outcome.end for outcome, _ in results] == ["coded", "coded", "duplicate"]
    first = results[0][1]
    assert first is not None
    assert results[2][1] is None
    assert f"same text as {first.article.id}" in str(results[2][0].message)


@pytest.mark.parametrize("at", range(20))
def test_one_bad_input_in_any_place_costs_only_itself(at: int, stub_coder: str, tmp_path: Path) -> None:
    texts = [report(number) for number in range(20)]
    texts[at] = ""

    outcomes = [outcome for outcome, _ in read([folder_of(texts, tmp_path / "in")], coder=stub_coder)]

    assert tally(outcomes) == {"coded": 19, "coded_no_claims": 0, "duplicate": 0, "quarantined": 1}
    assert outcomes[at].reason == "empty"


@given(st.lists(st.sampled_from(["coded", "coded_no_claims", "duplicate", "quarantined"])))
def test_the_counts_add_up(ends: list[str]) -> None:
    counted = tally(Outcome(name="x", end=end) for end in ends)  # type: ignore[arg-type]

    assert sum(counted.values()) == len(ends)
    assert list(counted) == ["coded", "coded_no_claims", "duplicate", "quarantined"]


def test_any_number_of_jobs_gives_the_same_lines_in_the_same_order(stub_coder: str, tmp_path: Path) -> None:
    texts = [report(number) for number in range(25)] + [report(3), "", "It is in Russian, the coder says, all of it."]
    folder = folder_of(texts, tmp_path / "in")

    alone, two, three = (told(read([folder], coder=stub_coder, jobs=jobs)) for jobs in (1, 2, 3))

    assert alone == two == three
    assert len(alone) == len(texts)


def test_a_report_that_kills_its_reader_is_set_aside_and_the_others_are_read(stub_coder: str, tmp_path: Path) -> None:
    texts = [report(number) for number in range(12)]
    texts[4] = texts[9] = "This report kills its reader, and it is long enough to be a report."
    texts[9] += " It is another one."

    outcomes = [outcome for outcome, _ in read([folder_of(texts, tmp_path / "in")], coder=stub_coder, jobs=2)]

    assert [at for at, outcome in enumerate(outcomes) if outcome.end != "coded"] == [4, 9]
    assert outcomes[4].message is not None
    assert outcomes[4].message.endswith("unreadable: the process that read it died")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_in_a_coder_is_not_swallowed(jobs: int, stub_coder: str, tmp_path: Path) -> None:
    texts = [report(number) for number in range(9)]
    texts[5] = "The coder has a fault that shows when it reads this report of ours."

    results = read([folder_of(texts, tmp_path / "in")], coder=stub_coder, jobs=jobs)

    assert [next(results)[0].end for _ in range(5)] == ["coded"] * 5
    with pytest.raises(ZeroDivisionError, match="a fault in the coder"):
        list(results)


def test_what_a_coder_refuses_is_told_with_its_name_and_its_words(stub_coder: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("The coder makes an impossible record of this report about the harbour.")

    [(outcome, _)] = read([path], coder=stub_coder)

    assert outcome.message == f"{path}: unreadable: coder stub: low is over high"


def test_an_unknown_coder_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnknownCoderError):
        read([tmp_path / "never opened.txt"], coder="oracle")


def test_a_coder_may_be_handed_over_as_it_is(stub_coder: str, tmp_path: Path) -> None:
    folder = folder_of([report(number) for number in range(10)], tmp_path / "in")

    assert told(read([folder], coder=load_coder(stub_coder), jobs=2)) == told(read([folder], coder=stub_coder))


def test_every_claim_carries_its_id_and_who_coded_it(stub_coder: str, tmp_path: Path) -> None:
    [(_, reading)] = read([folder_of([report(1)], tmp_path / "in")], coder=stub_coder)

    assert reading is not None
    for claim in reading.claims:
        assert claim.id == claim_id(reading.article, claim)
        assert claim.coder == load_coder(stub_coder).stamp


def test_a_given_day_stands_in_for_a_report_without_one(stub_coder: str) -> None:
    stdin = io.BytesIO(report(1).encode())

    [(_, reading)] = read(["-"], coder=stub_coder, published_at=dt.date(2031, 5, 6), stdin=stdin)

    assert reading is not None
    assert reading.article.published_at == dt.date(2031, 5, 6)


def test_reading_is_streamed(stub_coder: str, tmp_path: Path) -> None:
    folder = folder_of([report(number) for number in range(3)], tmp_path / "in")

    results = read([folder], coder=stub_coder)
    next(results)
    (folder / "002.txt").write_text("")

    assert [outcome.end for outcome, _ in results] == ["coded", "quarantined"]


def test_at_most_two_processes_unless_told_otherwise() -> None:
    assert default_jobs() in (1, 2)


def test_a_single_report_needs_no_worker_machinery(stub_coder: str, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(report(1))
    program = (
        "import sys; from allegedly.pipeline import read; "
        f"list(read([{str(path)!r}], coder={stub_coder!r}, jobs=2)); print('allegedly.workers' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
