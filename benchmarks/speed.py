"""Speed as a user meets it: a cold start on one page, a folder of reports, and the memory both take."""

from __future__ import annotations

import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

# enough for the start of two workers, about a second, not to count much
REPORTS = 400
# the length the speed aims are stated for
WORDS = 500
# names looked up; no two of them the same place
LOOKUPS = 10_000
# the median of this many starts is shown
STARTS = 5
_SEED = 7
# memory is looked at this often, in seconds; a peak shorter than that is not seen
_LOOK_EVERY = 0.05
_NUMBER = re.compile(r"\b\d{1,4}\b")


class Run(NamedTuple):
    """One run of the command: seconds, and the most memory all its processes held together, in MiB."""

    seconds: float
    peak_mib: float


class Speed(NamedTuple):
    """What the speed benchmark measures."""

    cold_start: float
    reports_per_second: float
    peak_mib_one: float
    peak_mib_folder: float
    lookup_microseconds: float
    places_milliseconds: float


def measure() -> Speed:
    """Starts the command on one sample several times and once on a folder of varied reports."""
    samples = sample_texts()
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.txt"
        one.write_text(samples[0], encoding="utf-8")
        starts = [_timed(one) for _ in range(STARTS)]
        many = Path(folder) / "many"
        many.mkdir()
        for number, text in enumerate(varied(samples, REPORTS)):
            (many / f"{number:03}.txt").write_text(text, encoding="utf-8")
        folder_run = _timed(many)
    return Speed(
        cold_start=statistics.median(run.seconds for run in starts),
        reports_per_second=REPORTS / folder_run.seconds,
        peak_mib_one=max(run.peak_mib for run in starts),
        peak_mib_folder=folder_run.peak_mib,
        lookup_microseconds=lookup_seconds() * 1e6,
        places_milliseconds=places_seconds(samples) * 1e3,
    )


def lookup_seconds() -> float:
    """The mean time to look up one name of the gazetteer that was not asked for before."""
    from allegedly.gazetteer import Gazetteer, shipped_path  # noqa: PLC0415 - the command's own start is timed alone

    with closing(sqlite3.connect(shipped_path())) as index:
        total = index.execute("SELECT max(rank) FROM place").fetchone()[0]
        ranks = random.Random(_SEED).sample(range(1, total), LOOKUPS)  # noqa: S311 - not for secrets
        names = [index.execute("SELECT name FROM place WHERE rank = ?", (rank,)).fetchone()[0] for rank in ranks]
    gazetteer = Gazetteer(shipped_path())
    began = time.process_time()
    for name in names:
        gazetteer.find(name)
    return (time.process_time() - began) / LOOKUPS


def places_seconds(samples: list[str]) -> float:
    """The mean time to find and settle the places of one report of about 500 words."""
    from benchmarks.places import report_of  # noqa: PLC0415 - the same

    reports = varied(samples, REPORTS)
    report_of({"text": reports[0]}, []).found()
    began = time.process_time()
    for text in reports:
        report_of({"text": text}, []).found()
    return (time.process_time() - began) / len(reports)


def sample_texts() -> list[str]:
    """The bundled sample reports, in the order of their names."""
    folder = files("allegedly").joinpath("data", "samples")
    samples = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".txt")), key=lambda entry: entry.name)
    return [entry.read_text(encoding="utf-8") for entry in samples]


def varied(samples: list[str], count: int) -> list[str]:
    """As many different reports of about 500 words, made of the samples' paragraphs with other numbers.

    >>> len(set(varied(["One killed 14.", "Two fled."], 3)))
    3
    """
    draw = random.Random(_SEED)  # noqa: S311 - not for secrets
    paragraphs = [block for text in samples for block in text.split("\n\n") if block.strip()]
    reports = []
    for number in range(count):
        blocks = [f"Report {number + 1}"]
        while sum(len(block.split()) for block in blocks) < WORDS:
            blocks.append(_NUMBER.sub(lambda _: str(draw.randint(2, 90)), draw.choice(paragraphs)))
        reports.append("\n\n".join(blocks) + "\n")
    return reports


def lines(speed: Speed) -> list[str]:
    """The figures as rows of a Markdown table."""
    return [
        "| what | measured | aim |",
        "|---|---|---|",
        f"| cold start of `allegedly read` on one page, median of {STARTS} | {speed.cold_start:.2f} s | 3 s |",
        (
            f"| a folder of {REPORTS} reports of {WORDS} words | {speed.reports_per_second:.1f} a second | "
            "20 a second, at least 12 |"
        ),
        f"| one name looked up in the gazetteer, CPU time | {speed.lookup_microseconds:.0f} µs | 20 µs |",
        f"| the places of one report of {WORDS} words, CPU time | {speed.places_milliseconds:.1f} ms | 10 ms |",
        f"| peak memory, one page | {speed.peak_mib_one:.0f} MiB | 1,024 MiB |",
        f"| peak memory, the folder, all processes together | {speed.peak_mib_folder:.0f} MiB | 1,024 MiB |",
    ]


def _timed(path: Path) -> Run:
    """Runs `allegedly read --json PATH` in a fresh process and watches its memory."""
    command = [sys.executable, "-m", "allegedly", "read", "--json", str(path)]
    began = time.perf_counter()
    # the command is this package's own, the path a file made above
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603
    peak = _Peak(process.pid)
    peak.start()
    _, told = process.communicate()
    seconds = time.perf_counter() - began
    peak.ended.set()
    peak.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {told.decode()}")
    return Run(seconds, peak.mib)


class _Peak(threading.Thread):
    """Looks at the memory of a process and its children until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.mib = 0.0
        self._pid = pid

    def run(self) -> None:
        while not self.ended.wait(_LOOK_EVERY):
            self.mib = max(self.mib, sum(_memory_kib(pid) for pid in _family(self._pid)) / 1024)


def _family(pid: int) -> list[int]:
    """A process and all it started, as far as they are still there."""
    try:
        started = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return [pid]
    return [pid, *(member for child in started for member in _family(int(child)))]


def _memory_kib(pid: int) -> int:
    """What a process holds, memory shared with others counted in proportion; 0 when it has ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    held = re.search(r"^Pss:\s*(\d+) kB", rollup, re.MULTILINE)
    return int(held[1]) if held else 0
