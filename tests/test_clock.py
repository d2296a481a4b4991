"""A report is read by its own dates: the machine's clock and zone change nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# reads under clocks that stand still; loaded first under the true one, so that only reading meets the false
PROGRAM = """
import datetime, sys, time
from allegedly.codec import encode_reading
from allegedly.pipeline import read

folder, warm, *clocks = sys.argv[1:]
list(read([warm]))
true_date, true_datetime = datetime.date, datetime.datetime
seconds = 0.0

class Kind(type):
    def __instancecheck__(cls, thing):
        return isinstance(thing, cls.true)
    def __call__(cls, *parts, **named):
        return cls.true(*parts, **named)

class Day(true_date, metaclass=Kind):
    true = true_date
    @classmethod
    def today(cls):
        return true_date.fromtimestamp(seconds)

class Moment(true_datetime, metaclass=Kind):
    true = true_datetime
    @classmethod
    def now(cls, tz=None):
        return true_datetime.fromtimestamp(seconds, tz)
    @classmethod
    def utcnow(cls):
        return true_datetime.fromtimestamp(seconds, datetime.timezone.utc).replace(tzinfo=None)
    today = now

false = {true_date: Day, true_datetime: Moment}
time.time = lambda: seconds
time.localtime = lambda at=None, true=time.localtime: true(seconds if at is None else at)
time.gmtime = lambda at=None, true=time.gmtime: true(seconds if at is None else at)
for module in list(sys.modules.values()):
    for name, value in list(getattr(module, "__dict__", {}).items()):
        if isinstance(value, type) and value in false and module.__name__ not in ("__main__", "_datetime"):
            setattr(module, name, false[value])
def told(paths, default=None):
    for outcome, reading in read(paths, published_at=default):
        sys.stdout.buffer.write(encode_reading(reading) + b"\\n")
    sys.stdout.buffer.write(b"\\x1e")

for clock in clocks:
    seconds = float(clock)
    assert datetime.date.today() == true_date.fromtimestamp(seconds)
    told([folder])
    # a careless program takes today for the day of a report that tells none
    told([folder + "/text.txt"], datetime.date.today())
"""
HTML = """<html><head><title>Gunmen attack police post in Oru</title></head><body><article>
<h1>Gunmen attack police post in Oru</h1>
<p>Gunmen attacked a police post in Oru on Sunday, killing three officers, the interior ministry said.</p>
<p>The attack was the second of its kind this month, and a third was foiled on December 4.</p>
</article></body></html>"""
# as the html page, in words that tell no day
TEXT = """Gunmen attack police post in Oru

Gunmen attacked a police post in Oru on Sunday, killing three officers, the interior ministry said.
The attack was the second of its kind this month, and a third was foiled on December 4, 10 minutes before midnight.
"""
# summer and winter, before and after the sample's own year, at hours when the zones disagree about the day
CLOCKS = {"2014": 1400000000, "2026": 1798761000, "2038": 2150000000}
ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that tells its day, and a page and a text that do not."""
    folder = tmp_path_factory.mktemp("clock")
    sample = files("allegedly").joinpath("data", "samples", "highland.txt").read_text(encoding="utf-8")
    (folder / "dated.txt").write_text(sample, encoding="utf-8")
    (folder / "page.html").write_text(HTML, encoding="utf-8")
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def given(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """Readings under each clock in each zone, as shipped and by a careless program.

    There is a process for each zone, set to the clocks in turn, each beginning with another: so nothing that a process
    might remember can hide a difference.
    """
    warm = tmp_path_factory.mktemp("warm") / "other.html"
    warm.write_text("<p>Troops shelled the valley of Lume on Monday, two witnesses told reporters.</p>")
    clocks = [str(clock) for clock in CLOCKS.values()]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder), str(warm), *clocks[number:], *clocks[:number]],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TZ": zone},
        )
        for number, zone in enumerate(ZONES)
    ]
    told = [part for process in running for part in process.communicate(timeout=300)[0].split("\x1e")[:-1]]
    assert [process.returncode for process in running] == [0] * len(ZONES)
    return told[::2], told[1::2]


def test_the_same_reports_give_the_same_bytes_under_any_clock_and_in_any_zone(
    given: tuple[list[str], list[str]],
) -> None:
    as_shipped, _ = given

    assert len(as_shipped) == len(CLOCKS) * len(ZONES)
    assert len(set(as_shipped)) == 1
    assert as_shipped[0].count('"claims":[{') == 3


def test_a_program_that_takes_today_for_the_day_of_a_report_is_caught(given: tuple[list[str], list[str]]) -> None:
    """The control: it differs by clock, and by zone where the zones disagree about the day."""
    _, careless = given

    assert len(set(careless)) > len(CLOCKS)
