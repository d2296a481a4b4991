"""Every input ends as a page or as a named outcome, and the good inputs beside a bad one are still read."""

from __future__ import annotations

import contextlib
import io
import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.errors import Quarantined
from allegedly.model import Page
from allegedly.readers import LARGEST_PAGE, iter_pages

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b"Gunmen killed five guards in Velmara on Friday, police said.\n"


def ends(paths: list[Path] | list[str], stdin: bytes | None = None) -> list[str]:
    stream = io.BytesIO(stdin) if stdin is not None else None
    return [it.label if isinstance(it, Quarantined) else "page" for it in iter_pages(paths, stdin=stream)]


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("report.txt", GOOD, "page"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t \r\n", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "binary"),
        ("nul.txt", b"Gunmen \x00 fled", "binary"),
        ("paper.pdf", b"%PDF-1.7 stream", "binary"),
        ("no-suffix", GOOD, "page"),
        ("page.html", b"<html><body><p>Gunmen fled.</p></body></html>", "page"),
        ("one.json", b'{"id": "a", "text": "Gunmen fled."}', "page"),
        ("one.json", b'{"id": "a"}', "syntax"),
        ("one.json", b'{"id": "a", "text": 5}', "syntax"),
        ("one.json", b'{"id": "a", "text": "  "}', "empty"),
        ("one.json", b'{"id": "a", "id": "b", "text": "Gunmen fled."}', "syntax"),
        ("one.json", b'{"id": NaN, "text": "Gunmen fled."}', "syntax"),
        ("one.json", b'{"id": "a", "text": "\\ud800 fled."}', "encoding"),
        ("one.json", b"[" * 5000 + b"]" * 5000, "too_deep"),
        ("feed.xml", b"<rss><channel><title>Post</title></channel></rss>", "syntax"),
        ("feed.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><rss><channel></channel></rss>', "syntax"),
    ],
)
def test_each_kind_of_input_ends_in_its_named_outcome(tmp_path: Path, name: str, body: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(body)

    assert [expected] == ends([tmp_path / name])


def test_a_page_of_more_than_the_largest_size_is_set_aside_without_being_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(LARGEST_PAGE + 10)

    assert ["too_large"] == ends([tmp_path / "huge.txt"])


def test_a_missing_path_and_an_unreadable_folder_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    real = os.scandir

    def refusing(path: str) -> object:
        # the tests may run as root, to whom no folder is shut
        if os.fspath(path) == str(shut):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)

    assert ["missing", "unreadable", "missing"] == ends([str(tmp_path / "nowhere"), str(shut), "bad\x00name"])


def test_one_broken_line_costs_that_line_only(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": f"Gunmen killed {n} guards."}) for n in range(1, 21)]
    lines[6] = '{"id": "7", "text": '
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")

    assert ["page"] * 6 + ["syntax(7)"] + ["page"] * 13 == ends([tmp_path / "many.jsonl"])


@pytest.mark.parametrize("position", range(20))
def test_a_poisoned_line_anywhere_leaves_nineteen_reports(position: int) -> None:
    lines = [json.dumps({"id": str(n), "text": f"Gunmen killed {n} guards."}).encode() for n in range(20)]
    lines[position] = b'{"id": "\xff\xfe", "text": "x"}'

    found = ends(["-"], stdin=b"\n".join(lines))

    assert 19 == found.count("page")
    assert found[position] == "encoding"


def test_a_reader_that_stops_at_the_first_broken_line_would_lose_reports() -> None:
    """The control: the naive way to read lines loses what stands behind a broken one."""
    lines = ['{"id": "1", "text": "a"}', "{", '{"id": "3", "text": "c"}']

    def naive() -> list[object]:
        read: list[object] = []
        with contextlib.suppress(json.JSONDecodeError):
            read.extend(json.loads(line) for line in lines)
        return read

    assert len(naive()) < ends(["-"], stdin="\n".join(lines).encode()).count("page")


def test_a_folder_is_read_in_order_and_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(GOOD)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.txt").write_bytes(GOOD)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)

    names = [it.name for it in iter_pages([tmp_path]) if isinstance(it, Page)]

    assert [str(tmp_path / "a/c.txt"), str(tmp_path / "b.txt")] == names


@pytest.mark.parametrize("name", ["../up.txt", "CON", "a" * 250, "\u202etxt.evil", "with space.txt", "-dash.txt"])
def test_no_name_of_a_file_makes_a_file(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    before = sorted(tmp_path.rglob("*"))

    list(iter_pages([home / name]))

    assert before == sorted(tmp_path.rglob("*"))


def test_the_entries_of_a_feed_are_pages_with_the_feeds_word_on_them(tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_text(
        "<rss version='2.0'><channel><title>Coast Post</title><item><title>Raid</title>"
        "<link>javascript:alert(1)</link><pubDate>Fri, 19 Dec 2014 10:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;Gunmen fled.&lt;/p&gt;</description></item></channel></rss>",
        encoding="utf-8",
    )

    (page,) = iter_pages([tmp_path / "feed.rss"])

    assert isinstance(page, Page)
    assert ("Raid", "Coast Post", "2014-12-19", None) == (page.title, page.publisher, page.published_at, page.url)


@given(st.text(min_size=1).filter(lambda text: text.strip() and not any("\ud800" <= char <= "\udfff" for char in text)))
def test_a_given_text_is_kept_to_the_letter(text: str) -> None:
    line = json.dumps({"id": "x", "text": text}).encode()

    (page,) = iter_pages(["-"], stdin=io.BytesIO(line))

    assert isinstance(page, Page)
    assert text == page.body.decode()
    assert page.id == "x"
