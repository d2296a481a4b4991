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

from allegedly import readers
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
        ("one.json", b'{"id": ' + b"9" * 5000 + b', "text": "Gunmen fled."}', "syntax"),
        ("one.json", b'{"id": ["a"], "text": "Gunmen fled."}', "syntax"),
        ("one.json", b'{"id": "\\udc00", "text": "Gunmen fled."}', "encoding"),
        ("one.json", b'{"id": "a", "text": "' + b"[" * 5000 + b'"}', "page"),
        ("one.json", b"[]", "empty"),
        ("one.jsonl", b"\n \n", "empty"),
        ("one.jsonl", b"", "empty"),
        ("one.jsonl", b"\x1f\x8b\x08\x00 squeezed\n lines", "binary"),
        ("one.jsonl", '{"id": "a", "text": "Gunmen fled."}'.encode("utf-16"), "encoding"),
        ("no-suffix", b'<?xml version="1.0"?>\n<!DOCTYPE html><html><p>Gunmen fled.</p></html>', "page"),
        ("page.xml", b'<?xml version="1.0"?><html><p>Gunmen fled.</p></html>', "page"),
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


@pytest.mark.parametrize(
    ("stdin", "expected"),
    [
        (b'{"id": "a", "text": "Gunmen fled."}\n{"id": "b", "text": "Gunmen fled."}', ["text/plain", "text/plain"]),
        (b'{\n  "id": "a",\n  "text": "Gunmen fled."\n}\n', ["text/plain"]),
        (b'[\n  {"id": "a", "text": "Gunmen fled."}\n]', ["text/plain"]),
        (b'{"id": "a", "html": "<p>Gunmen fled.</p>"}', ["text/html"]),
        (b"\n\n<p>Gunmen fled.</p>", ["text/html"]),
        (b"[Velmara] Gunmen fled.", ["text/plain"]),
        (b"<feed><entry><title>Raid</title><content>Gunmen fled.</content></entry></feed>", ["text/html"]),
    ],
)
def test_what_comes_on_standard_input_is_known_by_its_first_letters(stdin: bytes, expected: list[str]) -> None:
    pages = list(iter_pages(["-"], stdin=io.BytesIO(stdin)))

    assert expected == [page.media_type for page in pages if isinstance(page, Page)]


def test_a_pipe_that_writes_slowly_is_read_the_same() -> None:
    class Slow(io.RawIOBase):
        left = b'[\n {"id": "a", "text": "Gunmen fled."}, {"id": "b", "text": "It rained."}]'

        def readable(self) -> bool:
            return True

        def read(self, _: int = -1) -> bytes:
            piece, self.left = self.left[:1], self.left[1:]
            return piece

    pages = list(iter_pages(["-"], stdin=Slow()))  # type: ignore[arg-type]

    assert ["a", "b"] == [page.id for page in pages if isinstance(page, Page)]


def test_a_folder_with_a_pipe_a_dead_link_and_a_name_of_odd_bytes_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    (tmp_path / "b").symlink_to(tmp_path / "nowhere")
    (tmp_path / "c").symlink_to(tmp_path / "c")
    with open(os.fsencode(tmp_path) + b"/d\xff.txt", "wb") as file:  # noqa: PTH123
        file.write(GOOD)

    found = list(iter_pages([tmp_path]))

    assert ["unreadable", "missing", "missing", "page"] == [
        it.label if isinstance(it, Quarantined) else "page" for it in found
    ]
    assert isinstance(found[3], Page)
    # its name can be written anywhere
    assert found[3].name.encode().endswith(b"d\\xff.txt")


def test_an_empty_folder_is_told_and_not_passed_over(tmp_path: Path) -> None:
    assert ["empty"] == ends([tmp_path])


def test_a_line_over_the_largest_size_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LARGEST_PAGE", 100)
    lines = [b'{"id": "a", "text": "Gunmen fled."}', b'{"text": "' + b"x" * 500 + b'"}', b'{"text": "It rained."}']

    found = list(iter_pages(["-"], stdin=io.BytesIO(b"\n".join(lines))))

    assert ["-:1", "-:3"] == [page.name for page in found if isinstance(page, Page)]
    assert ["-:2: too_large"] == [":".join(str(it).split(":")[:3]) for it in found if isinstance(it, Quarantined)]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("<pubDate>Fri, 19 Dec 2014 23:30:00 -0500</pubDate>", "2014-12-19"),
        ("<pubDate>2014-12-19T23:30:00-05:00</pubDate>", "2014-12-19"),
        ("<pubDate>yesterday</pubDate>", None),
        ("", None),
    ],
)
def test_the_day_of_an_entry_is_the_feeds_own(tmp_path: Path, stamp: str, day: str | None) -> None:
    item = f"<item><title>A &lt;b&gt; raid</title>{stamp}<description>Gunmen fled.</description></item>"
    (tmp_path / "feed.rss").write_text(f"<rss version='2.0'><channel>{item}</channel></rss>")

    (page,) = iter_pages([tmp_path / "feed.rss"])

    assert isinstance(page, Page)
    assert day == page.published_at


def test_the_last_entry_of_a_feed_that_was_cut_is_not_read_as_whole(tmp_path: Path) -> None:
    item = "<item><title>Raid {}</title><description>Gunmen fled from the town.</description></item>"
    feed = f"<rss version='2.0'><channel>{item.format(1)}{item.format(2)}</channel></rss>"
    (tmp_path / "whole.rss").write_text(feed)
    (tmp_path / "cut.rss").write_text(feed[:-60])

    assert ["page", "syntax"] == ends([tmp_path / "cut.rss"])
    # the control: the same feed with its end
    assert ["page", "page"] == ends([tmp_path / "whole.rss"])
