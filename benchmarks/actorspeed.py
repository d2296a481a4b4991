"""Speed of looking actors up: a name, and all the names of one report."""

from __future__ import annotations

import statistics
import time
from importlib.resources import files
from typing import NamedTuple

from benchmarks.claims import the_coder
from benchmarks.speed import sample_texts, varied

from allegedly.actors import candidates, resolve_claims, shipped
from allegedly.actors.phrases import read_phrase
from allegedly.actors.spelling import key
from allegedly.model import Page
from allegedly.page import lay_down

# varied reports of the length the speed aims are stated for
REPORTS = 40


class ActorSpeed(NamedTuple):
    """Processor time for a name, for a report (median, 95 of 100) and for reading the list; the list's size."""

    lookup_us: float
    report_ms: float
    report_ms_95: float
    load_ms: float
    megabytes: float


def measure() -> ActorSpeed:
    """Looks up every name of the shipped list once, none kept from before, and resolves varied sample reports."""
    start = time.process_time()
    roster = shipped()
    load = time.process_time() - start
    names = [alias.name for actor in roster.actors.values() for alias in actor.named()]
    key.cache_clear()
    start = time.process_time()
    for name in names:
        candidates(roster, name)
    lookup = (time.process_time() - start) / len(names)
    coder = the_coder()
    coded = []
    for number, text in enumerate(varied(sample_texts(), REPORTS)):
        page = Page(name=f"{number}.txt", media_type="text/plain", body=text.encode())
        article = lay_down(page)
        coded.append((coder.code(article), article))
    key.cache_clear()
    read_phrase.cache_clear()
    times = []
    for claims, article in coded:
        start = time.process_time()
        resolve_claims(claims, article, roster)
        times.append(time.process_time() - start)
    size = files("allegedly").joinpath("data", "actors", "list.msgpack.z").read_bytes()
    ordered = sorted(times)
    return ActorSpeed(
        lookup_us=lookup * 1e6,
        report_ms=statistics.median(times) * 1e3,
        report_ms_95=ordered[int(0.95 * len(ordered))] * 1e3,
        load_ms=load * 1e3,
        megabytes=len(size) / 1e6,
    )


def lines(speed: ActorSpeed) -> list[str]:
    """The figures as a table."""
    return [
        "| what | measured | aim |",
        "|---|---|---|",
        f"| looking up one name, mean over the list's own names | {speed.lookup_us:.0f} µs | 20 to 100 µs |",
        f"| the names of one report of 500 words, median | {speed.report_ms:.1f} ms | 10 to 30 ms |",
        f"| the same, slowest 5 of 100 | {speed.report_ms_95:.1f} ms | 30 ms |",
        f"| reading the list, once a process | {speed.load_ms:.0f} ms | |",
        f"| size of the shipped list | {speed.megabytes:.2f} MB | |",
    ]
