"""A report is read by its own dates: the machine's clock and zone change nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files

import pytest

# reads under a clock that stands still; loaded first under the true one, so that only reading meets the false
PROGRAM = """
import datetime, sys, time
from allegedly.codec import encode_reading
from allegedly.pipeline import read

path, seconds = sys.argv[1], float(sys.argv[2])
list(read([path]))
true_date, true_datetime = datetime.date, datetime.datetime

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
time.localtime = lambda at=seconds, true=time.localtime: true(at)
time.gmtime = lambda at=seconds, true=time.gmtime: true(at)
for module in list(sys.modules.values()):
    for name, value in list(getattr(module, "__dict__", {}).items()):
        if isinstance(value, type) and value in false and module.__name__ not in ("__main__", "_datetime"):
            setattr(module, name, false[value])
assert datetime.date.today() == true_date.fromtimestamp(seconds)
for outcome, reading in read([path]):
    sys.stdout.buffer.write(encode_reading(reading) + b"\\n")
"""
HTML = """<html><head><title>Gunmen attack police post in Oru</title></head><body><article>
<h1>Gunmen attack police post in Oru</h1>
<p>Gunmen attacked a police post in Oru on Sunday, killing three officers, the interior ministry said.</p>
<p>The attack was the second of its kind this month, and a third was foiled on December 4.</p>
</article></body></html>"""
# summer and winter, before and after the sample's own year, at hours when the zones disagree about the day
CLOCKS = {"2014": 1400000000, "2026": 1798761000, "2038": 2150000000}
ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")


def read_at(clock: int, zone: str, path: str) -> str:
    command = [sys.executable, "-c", PROGRAM, path, str(clock)]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "TZ": zone}, timeout=300
    ).stdout


@pytest.mark.parametrize("form", ["txt", "html"])
def test_the_same_report_gives_the_same_bytes_under_any_clock_and_in_any_zone(
    form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("clock") / f"report.{form}"
    sample = files("allegedly").joinpath("data", "samples", "highland.txt").read_text(encoding="utf-8")
    path.write_text(HTML if form == "html" else sample, encoding="utf-8")

    given = {read_at(clock, zone, str(path)) for clock, zone in zip(CLOCKS.values(), ZONES, strict=True)}

    assert len(given) == 1
    assert '"claims":[{' in given.pop()
