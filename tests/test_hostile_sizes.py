"""Squeezed bombs, pages of 20 MB, endless heads and lines: within time and memory, and the report beside them is read."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from allegedly.readers import LARGEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STORY = b"Gunmen attacked farmers near Oru on Sunday, killing 3 people, police said. "
PAGE = b"<article><p>" + STORY + b"</p><p>They fled into the hills before the army arrived.</p></article>"
OBJECT = json.dumps({"id": "b", "text": STORY.decode()}).encode()
MEGABYTE = 1_000_000
MOST_MEMORY_MB = 600
# the aim is 10 s; a busy build server with two cores can be three times slower than a quiet one
LONGEST_SECONDS = 30


def zipped(levels: int) -> bytes:
    """An archive in an archive; the innermost file is 50 MB of one letter."""
    body = b"a" * 50 * MEGABYTE
    for _ in range(levels):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", body)
        body = held.getvalue()
    return body


def filled(before: bytes, unit: bytes, after: bytes, size: int = LARGEST_PAGE - 1000) -> bytes:
    return before + unit * ((size - len(before) - len(after)) // len(unit)) + after


# a name, what is in it, and how its inputs may end; what is squeezed is not opened, so it cannot burst
BOMBS: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "a squeezed page": ("a.html.gz", lambda: gzip.compress(b"a" * 100 * MEGABYTE), {"binary"}),
    "a squeezed page under another name": ("a.html", lambda: gzip.compress(PAGE * 300_000), {"binary"}),
    "a squeezed page squeezed again": (
        "a.jsonl",
        lambda: gzip.compress(gzip.compress(b"a" * 100 * MEGABYTE)),
        {"binary"},
    ),
    "an archive in an archive in an archive": ("a.zip", lambda: zipped(3), {"binary"}),
    "a bare stream": ("a.txt", lambda: zlib.compress(b"a" * 50 * MEGABYTE), {"binary", "encoding"}),
    "a line of 25 MB before a good one": (
        "a.jsonl",
        lambda: b'{"id": "a", "text": "' + b"x" * 25 * MEGABYTE + b'"}\n' + OBJECT,
        {"too_large", "coded"},
    ),
    "a key of 19 MB before a good line": (
        "a.jsonl",
        lambda: filled(b'{"', b"k", b'": 1, "text": "It rained."}\n') + OBJECT,
        {"coded_no_claims", "coded"},
    ),
    "an array of six million objects": ("a.json", lambda: filled(b"[", b"{},", b"{}]"), {"too_large"}),
    "an array of nine million numbers": ("a.json", lambda: filled(b"[", b"1,", b"1]"), {"too_large"}),
    "a text of 20 MB": ("a.txt", lambda: filled(b"", STORY, b""), {"too_large"}),
    "a page of more than 20 MB": ("a.html", lambda: PAGE * 150_000, {"too_large"}),
    "a page of 20 MB in one paragraph": ("a.html", lambda: filled(b"<p>", STORY, b"</p>"), {"too_large"}),
    "a page of 20 MB in many": ("a.html", lambda: filled(b"", PAGE, b""), {"too_large"}),
    "a head of 19 MB": (
        "a.html",
        lambda: filled(b"<html><head><meta name='a' content='", b"b", b"'></head>" + PAGE),
        {"coded"},
    ),
    "a head of 150,000 lines": (
        "a.html",
        lambda: filled(b"<html><head>", b"<meta name='a' content='b'>\n", b"</head>" + PAGE, 4 * MEGABYTE),
        {"coded", "timeout"},
    ),
    "a title of 19 MB": ("a.html", lambda: filled(b"<title>", b"b ", b"</title>" + PAGE), {"too_large", "timeout"}),
    "a comment of 19 MB": ("a.html", lambda: filled(b"<!--", b"b ", b"-->" + PAGE), {"coded"}),
    "a feed whose name is 19 MB": (
        "a.xml",
        lambda: filled(
            b"<rss><channel><title>",
            b"x",
            b"</title><item><description>" + STORY + b"</description></item></channel></rss>",
        ),
        {"coded"},
    ),
    "a feed of 280,000 entries": (
        "a.xml",
        lambda: filled(
            b"<rss><channel>", b"<item><title>a</title><description>b</description></item>", b"</channel></rss>"
        ),
        {"timeout"},
    ),
}
QUICK = {
    "a squeezed page",
    "an archive in an archive in an archive",
    "a line of 25 MB before a good one",
    "an array of six million objects",
    "a text of 20 MB",
    "a page of 20 MB in many",
}
CASES = [pytest.param(*it, id=what, marks=[] if what in QUICK else [pytest.mark.slow]) for what, it in BOMBS.items()]

PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from allegedly.coders import load_coder
from allegedly.pipeline import read

def largest():
    # the parent's own high water mark would be told as this process's, but for the kernel's own figure
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

coder = load_coder("stub")
began = time.monotonic()
ends = [outcome.reason or outcome.end for outcome, _ in read(sys.argv[1:], coder=coder)]
print(json.dumps({"ends": ends, "seconds": time.monotonic() - began, "largest": [n / 1024 for n in largest()]}))
"""


def measured(program: str, *paths: Path) -> tuple[list[str], float, list[float]]:
    """How inputs ended, the seconds it took, and the most memory (MiB) of the process and of its largest child."""
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, check=True, timeout=300)
    told = json.loads(done.stdout)
    return told["ends"], told["seconds"], told["largest"]


@pytest.mark.usefixtures("stub_coder")
@pytest.mark.parametrize(("name", "made", "expected"), CASES)
def test_a_bomb_ends_within_time_and_memory_and_the_report_beside_it_is_read(
    name: str,
    made: Callable[[], bytes],
    expected: set[str],
    tmp_path: Path,
) -> None:
    (tmp_path / name).write_bytes(made())
    (tmp_path / "z.txt").write_bytes(b"Report\n\n" + STORY)

    ends, seconds, largest = measured(PROGRAM, tmp_path / name, tmp_path / "z.txt")

    assert set(ends[:-1]) <= expected
    assert len(ends) == 3 if name == "a.jsonl" and "coded" in expected else len(ends) == 2
    assert ends[-1] == "coded"
    assert seconds < LONGEST_SECONDS
    assert max(largest) < MOST_MEMORY_MB


@pytest.mark.slow
def test_a_reader_that_opens_what_is_squeezed_would_take_the_memory(tmp_path: Path) -> None:
    """The control: a megabyte or less becomes more than a page's reader may take."""
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(bytes(700 * MEGABYTE), 1))
    stub = 'load_coder("stub")'
    careless = (
        PROGRAM.replace(stub, "None")
        .replace("read(sys.argv[1:], coder=coder)", "[]")
        .replace("ends =", "body = __import__('gzip').open(sys.argv[1]).read()\nends =")
    )

    _, _, largest = measured(careless, tmp_path / "a.html.gz")

    assert (tmp_path / "a.html.gz").stat().st_size < 5 * MEGABYTE
    assert max(largest) > MOST_MEMORY_MB
