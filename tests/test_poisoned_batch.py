"""One bad report among good ones costs only itself: in any place, of any kind, and in a tenth of a thousand."""

from __future__ import annotations

import faulthandler
import itertools
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from allegedly import markup, sandbox
from allegedly.cli import app
from allegedly.codec import decode_reading
from allegedly.errors import Quarantined
from allegedly.pipeline import read, tally
from allegedly.readers import iter_pages

if TYPE_CHECKING:
    from pathlib import Path

    from allegedly.model import Outcome

FEED = b"<rss><channel><item><title>Raid</title><description>Gunmen fled.</description></item></channel></rss>"
# how a report can be bad, one for each place of twenty
POISONS: tuple[tuple[str, bytes, str], ...] = (
    ("a.txt", b"", "empty"),
    ("a.txt", b" \n\t\r\n", "empty"),
    ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    ("a.txt", b"Gunmen\x00 fled from Oru", "binary"),
    ("a.txt", "Боевики напали на пост в городе".encode("koi8-r"), "encoding"),
    ("a.txt", "Боевики напали на пост полиции в городе Ору в воскресенье, сообщили власти.".encode(), "language"),
    ("a.txt", b"The whole of this report is in Russian, says the coder, and so it goes.", "language"),
    ("a.txt", b"The coder makes an impossible record of this report about the harbour.", "unreadable"),
    ("a.txt", b"Gunmen fled from Oru. " * 20_000, "too_large"),
    ("a.html", b"<div>" * 5000 + b"<p>Gunmen fled.</p>", "too_deep"),
    ("a.html", b"<i>a</i>" * 300_000, "too_large"),
    ("a.html", b"<html><body></body></html>", "empty"),
    ("a.json", b'{"id": "a", "text": ', "syntax"),
    ("a.json", b"[" * 5000 + b"]" * 5000, "too_deep"),
    ("a.json", b'{"id": NaN, "text": "Gunmen fled."}', "syntax"),
    ("a.jsonl", b'{"id": "a", "text": "\\ud800"}\n', "encoding"),
    ("a.jsonl", b"Gunmen fled from Oru.\n", "syntax"),
    ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]>' + FEED, "syntax"),
    ("a.xml", FEED[:-30], "syntax"),
    ("a.zip", b"PK\x03\x04 squeezed", "binary"),
)


def folder_of(top: Path, at: int) -> Path:
    """Twenty reports, the one in that place bad; the places are the order of the names."""
    for number in range(20):
        name, body, _ = POISONS[at]
        story = f"Report {number}\n\nGunmen attacked farmers near Oru on Sunday, killing {number + 2} people, police said.\n"
        path = top / (f"{number:02} {name}" if number == at else f"{number:02}.txt")
        path.write_bytes(body if number == at else story.encode())
    return top


@pytest.mark.parametrize("at", range(20), ids=[f"{at} {reason}" for at, (_, _, reason) in enumerate(POISONS)])
def test_one_bad_report_in_any_place_of_twenty_leaves_nineteen_and_exit_code_three(
    at: int, tmp_path: Path, stub_coder: str
) -> None:
    arguments = ["read", "--json", "--jobs", "1", "--coder", stub_coder, str(folder_of(tmp_path, at))]

    done = CliRunner().invoke(app, arguments)

    told = [decode_reading(line.encode()).article.title for line in done.stdout.splitlines()]
    bad, tallied = done.stderr.splitlines()
    assert told == [f"Report {number}" for number in range(20) if number != at]
    assert (done.exit_code, tallied) == (3, "20 inputs: 19 with claims, 1 set aside")
    assert f": {POISONS[at][2]}" in bad


def test_a_program_that_stops_at_the_first_bad_report_loses_the_rest(tmp_path: Path, stub_coder: str) -> None:
    """The control: one that does not take an outcome for an outcome."""
    found = iter_pages([folder_of(tmp_path, 3)])
    pages = list(itertools.takewhile(lambda it: not isinstance(it, Quarantined), found))

    assert len(pages) == 3
    assert len(list(read([tmp_path], coder=stub_coder))) == 20


def pages_in(folder: Path, numbers: range, *, dying: bool) -> Path:
    """A page a number; where `dying`, each tenth tells its reader how to end."""
    folder.mkdir()
    ends = ("SIGSEGV", "SIGKILL", "OOM")
    for number in numbers:
        if number % 10 == 5 and not dying:
            continue
        end = f"<!-- {ends[number % 3]} -->" if number % 10 == 5 else ""
        story = (
            f"<h1>Report {number}</h1><p>Gunmen attacked farmers near Oru, killing {number + 2} people.</p>"
            f"<p>The attackers fled into the hills before the army arrived, witnesses of the raid told reporters.</p>"
        )
        (folder / f"{number:04}.html").write_text(f"<html><body><article>{end}{story}</article></body></html>")
    return folder


real_parse = markup._parse


def dies_where_told(body: bytes) -> bytes:
    """The reader of pages, ended by the pages that say so."""
    # a dump of each death would hide the words of a test that fails
    faulthandler.disable()
    for name in (b"SIGSEGV", b"SIGKILL"):
        if name in body:
            os.kill(os.getpid(), getattr(signal, name.decode()))
    return bytes(3 << 30) if b"OOM" in body else real_parse(body)


def hangs_where_told(body: bytes) -> bytes:
    if b"<!--" in body:
        time.sleep(60)
    return real_parse(body)


def ends_of(folder: Path, coder: str) -> list[Outcome]:
    return [outcome for outcome, _ in read([folder], coder=coder)]


def test_three_pages_in_thirty_whose_reader_dies_cost_only_themselves(
    tmp_path: Path, stub_coder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markup, "_parse", dies_where_told)

    outcomes = ends_of(pages_in(tmp_path / "in", range(30), dying=True), stub_coder)

    assert tally(outcomes) == {"coded": 27, "coded_no_claims": 0, "duplicate": 0, "quarantined": 3}
    assert [outcomes[at].reason for at in (5, 15, 25)] == ["too_large", "timeout", "timeout"]


def test_without_a_child_the_first_of_them_ends_the_run(tmp_path: Path, plugin_folder: Path) -> None:
    """The control: the same pages read in the process itself."""
    program = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from test_poisoned_batch import dies_where_told\n"
        "from allegedly import markup, pipeline\n"
        "markup._parse = dies_where_told\n"
        "markup.run_limited = lambda work, body, where: work(body)\n"
        "for outcome, _ in pipeline.read([sys.argv[1]], coder='stub'): print(outcome.end, flush=True)"
    )
    folder = pages_in(tmp_path / "in", range(10, 20), dying=True)
    here = os.path.dirname(__file__)  # noqa: PTH120 - as the import path wants it

    done = subprocess.run(
        [sys.executable, "-c", program, folder, plugin_folder, here], capture_output=True, check=False
    )

    assert (done.returncode, done.stdout.split()) == (-signal.SIGSEGV, [b"coded"] * 5)


def loss(top: Path, coder: str, *, hundreds: int) -> float:
    """How much more slowly 90 pages of each hundred are read when the other ten end their readers.

    The two kinds of hundred are read in turn, so that a busy machine is as busy for both.
    """
    seconds = {True: 0.0, False: 0.0}
    for hundred in range(hundreds):
        for dying in (False, True):
            folder = pages_in(top / f"{hundred} {dying}", range(hundred * 100, hundred * 100 + 100), dying=dying)
            began = time.monotonic()
            outcomes = ends_of(folder, coder)
            seconds[dying] += time.monotonic() - began
            counted = tally(outcomes)
            assert (counted["coded"], counted["quarantined"]) == (90, 10 if dying else 0)
    return 1 - seconds[False] / seconds[True]


@pytest.mark.slow
def test_a_hundred_deaths_in_a_thousand_pages_cost_less_than_fifteen_in_a_hundred_of_the_speed(
    tmp_path: Path,
    stub_coder: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(markup, "_parse", dies_where_told)

    assert loss(tmp_path, stub_coder, hundreds=10) < 0.15


@pytest.mark.slow
def test_readers_that_hang_until_their_time_is_up_cost_more_and_are_caught(
    tmp_path: Path, stub_coder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same measure of a worse fault, with the bound set low so that the test itself ends."""
    monkeypatch.setattr(markup, "_parse", hangs_where_told)
    monkeypatch.setattr(sandbox, "_WALL_SECONDS", 1.0)

    assert loss(tmp_path, stub_coder, hundreds=1) > 0.15
