"""Names made to lead elsewhere, of files, objects and entries: nothing is written anywhere, and no line is forged."""

from __future__ import annotations

import itertools
import json
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from allegedly.cli import app
from allegedly.codec import decode_reading
from allegedly.readers import iter_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Touch

STORY = "Gunmen attacked farmers near Oru on Sunday, killing {} people, police said."

# what a file in a folder may be called; each is read as a report
FILE_NAMES: tuple[bytes, ...] = (
    *(b"..txt", b"...", b"-", b"--json", b"-rf", b" .txt", b"~", b"~root", b".hidden", b"a b  c.txt", b"x.txt."),
    *(b"CON", b"NUL.txt", b"aux.txt", b"COM1", b"$HOME", b"`id`", b"$(touch pwned)", b";touch pwned", b"|", b"*", b"?"),
    *(
        b"a\nb.txt",
        b"a\rb.txt",
        b"a\tb.txt",
        b"\x1b[2J.txt",
        b"\x1b]0;title\x07",
        b"\x7f.txt",
        b"\x9b31m",
        b"\xff\xfe.txt",
    ),
    *(
        "\u202egpj.txt".encode(),
        "\u2066x".encode(),
        "\u200b.txt".encode(),
        "\ufeff.txt".encode(),
        "\u2028.txt".encode(),
    ),
    *(
        "caf\u00e9".encode(),
        "cafe\u0301".encode(),
        "\ufb01.txt".encode(),
        "\U0001f4a5".encode(),
        b"..\\..\\escaped.txt",
    ),
    *(
        b"C:\\escaped",
        b"file:",
        b"http:",
        b"%2e%2e%2fescaped",
        b"%00.txt",
        b"x" * 255,
        b"<img src=x>.txt",
        b"[red]x",
    ),
)
# what an object, an entry or a command line may call a report
IDS: tuple[str, ...] = (
    *("../escaped", "../../escaped", "/tmp/escaped", "//tmp/escaped", "a/../../escaped", "./escaped", "..", ".", "/"),
    *(
        "..\\escaped",
        "C:\\escaped",
        "\\\\host\\escaped",
        "~/escaped",
        "%2e%2e%2fescaped",
        "..%00/escaped",
        "file:///escaped",
    ),
    *("\x00", "a\x00b", "CON", "NUL", "-rf", "$(touch escaped)", "`touch escaped`", "; touch escaped", "| tee escaped"),
    *(
        "x" * 4096,
        "../" * 1000 + "escaped",
        "\u202eescaped",
        "\u2066x",
        "\x1b[2J",
        "a\nb: coded",
        "\ufeffx",
        "\u2028",
        "'\"<>&",
    ),
)
assert len(FILE_NAMES) + len(IDS) >= 80

PROGRAM = """
import sys
from pathlib import Path
from allegedly.codec import encode_reading
from allegedly.coders import load_coder
from allegedly.pipeline import read

folder, ids = sys.argv[1:]
coder = load_coder("stub")
# libraries look for a place for temporary files when they are loaded
list(read([Path(folder, "objects.jsonl"), Path(folder, "out of it.html")], coder=coder))
listen()
results = list(read([folder, *Path(ids).read_text().split("\\x1e")], coder=coder))
# and then what a careless program does with what it has read
Path("out").mkdir()
for outcome, reading in results:
    if reading is not None and reading.article.id in ("../escaped", "./escaped"):
        Path("out", reading.article.id).write_bytes(encode_reading(reading))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports under all the names, and links that lead out of the folder and round in it."""
    folder = tmp_path / "work" / "in"
    folder.mkdir(parents=True)
    for number, name in enumerate(FILE_NAMES):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(STORY.format(number + 2))
    told = [{"id": id_, "url": id_, "title": id_, "text": STORY.format(n + 100)} for n, id_ in enumerate(IDS)]
    (folder / "objects.jsonl").write_text("".join(json.dumps(it) + "\n" for it in told))
    entries = "".join(
        f"<item><guid>{name}</guid><link>{name}</link><title>{name}</title><description>{STORY.format(n + 200)}"
        "</description></item>"
        for n, name in enumerate(escape(it) for it in IDS if it.isprintable())
    )
    (folder / "feed.xml").write_text(f"<rss><channel>{entries}</channel></rss>", encoding="utf-8")
    (folder / "out of it.html").symlink_to(tmp_path / "beside.html")
    (tmp_path / "beside.html").write_text(f"<p>{STORY.format(1)}</p>")
    (folder / "round").symlink_to(folder)
    (tmp_path / "ids").write_text("\x1e".join(it for it in IDS if it not in ("..", ".", "/")))
    return folder


def tree(top: Path) -> dict[str, int]:
    """Every file and folder there, with when it was last changed."""
    return {os.fsdecode(path): path.lstat().st_mtime_ns for path in top.rglob("*")}


def written(touches: list[Touch]) -> list[str]:
    """What was written, made, moved or removed; the child that reads a page puts its mouth to /dev/null."""
    to_files = (it for it in touches if it.call == "open" or it.call.startswith(("os.", "shutil.")))
    return [touch.what for touch in to_files if touch.writes and touch.what != "/dev/null"]


@pytest.mark.usefixtures("stub_coder")
def test_reading_writes_nothing_whatever_reports_are_called_and_a_program_that_saves_by_id_is_caught(
    folder: Path, tmp_path: Path, touched_by: Callable[..., list[Touch]]
) -> None:
    """The control is in the same run: once all is read, the program takes an id for the name of a file."""
    before = tree(tmp_path)

    touches = touched_by(PROGRAM, folder, tmp_path / "ids", cwd=folder.parent)

    read = list(itertools.takewhile(lambda touch: touch.call != "os.mkdir", touches))
    assert {os.fsencode(touch.what).rpartition(b"/")[2] for touch in read} >= set(FILE_NAMES)
    assert written(read) == []
    assert "out/../escaped" in written(touches)
    # all that is new or changed is of the careless part; a folder changes with what is put into it
    after = tree(tmp_path)
    assert {Path(path).name for path in after if after[path] != before.get(path)} == {"work", "out", "escaped"}
    assert str(folder.parent / "escaped") in after


def test_an_id_comes_out_to_the_letter_and_is_nobodys_path(folder: Path, stub_coder: str) -> None:
    done = CliRunner().invoke(
        app, ["read", "--json", "--jobs", "1", "--coder", stub_coder, str(folder / "objects.jsonl")]
    )

    readings = [decode_reading(line.encode()) for line in done.stdout.split("\n") if line]
    assert [reading.article.id for reading in readings] == list(IDS)


def test_every_input_set_aside_is_one_line_that_cannot_move_the_cursor(folder: Path, stub_coder: str) -> None:
    """The control stands beside it: the bare messages do break lines and carry escapes."""
    for path in folder.iterdir():
        if path.is_file():
            path.write_bytes(b"")

    bare = [str(it) for it in iter_pages([folder])]
    done = CliRunner().invoke(app, ["read", "--jobs", "1", "--coder", stub_coder, str(folder)])

    *lines, tally = done.stderr.removesuffix("\n").split("\n")
    assert len(bare) == len(lines) >= len(FILE_NAMES)
    assert tally.startswith(f"{len(bare)} inputs:")
    assert all(line.isprintable() or "\ufeff" in line or "\u200b" in line for line in lines)
    assert any("\n" in message for message in bare)
    assert any("\x1b" in message for message in bare)
