"""Files, folders, feeds and lines become pages; what cannot be read becomes a named outcome beside them."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from allegedly.encodings import looks_binary
from allegedly.errors import Quarantined
from allegedly.feeds import feed_pages
from allegedly.jsonpages import page_of_object, pages_of_json
from allegedly.model import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LARGEST_PAGE", "iter_pages"]

# the longest news pages have 2 MB of markup; trafilatura's own limit is the same 20 MB
LARGEST_PAGE = 20_000_000
# enough of an unknown file to tell what it is
_SNIFFED = 2048
_SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
}

Input = Page | Quarantined


class _Raw(io.RawIOBase):
    """Any binary stream as the raw stream that a buffered reader wants."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def iter_pages(paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None) -> Iterator[Input]:
    """The pages of files, folders (recursive, sorted) and `-` (stdin), each a Page or the Quarantined it became.

    A broken line or an unreadable file costs itself only; lines are read one at a time.
    """
    for path in paths:
        name = os.fspath(path)
        if name == "-":
            yield from _from_stream(stdin, "-", None)
        elif os.path.isdir(name):  # noqa: PTH112 - a name with NUL must be a missing path, not an error
            yield from _from_folder(name)
        else:
            yield from _from_file(name)


def _from_folder(name: str) -> Iterator[Input]:
    """A folder's files in sorted order; links to folders are not followed, so that no loop can be walked."""
    try:
        entries = sorted(os.scandir(name), key=lambda entry: entry.name)
    except OSError as problem:
        yield Quarantined("unreadable", name, f"this folder cannot be listed: {problem.strerror}")
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _from_folder(entry.path)
        elif not entry.is_dir():
            yield from _from_file(entry.path)


def _from_file(name: str) -> Iterator[Input]:
    try:
        with Path(name).open("rb") as stream:
            yield from _from_stream(stream, name, _SUFFIXES.get(Path(name).suffix.casefold()))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        # a name with a NUL raises ValueError: no such file can exist
        yield Quarantined("missing", name, "no such file or folder")
    except OSError as problem:
        yield Quarantined("unreadable", name, f"this file cannot be read: {problem.strerror}")


def _from_stream(stream: BinaryIO | None, name: str, kind: str | None) -> Iterator[Input]:
    if stream is None:
        yield Quarantined("missing", name, "expected a report on standard input, found none")
        return
    reader = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream))
    # peek gives what the buffer holds; the kind of a stream shows in its first bytes
    head = reader.peek(_SNIFFED)[:_SNIFFED]
    kind = kind or _sniffed(head)
    if kind == "jsonl":
        yield from _lines(reader, name)
        return
    body = reader.read(LARGEST_PAGE + 1)
    yield from _whole(body, name, kind)


def _sniffed(head: bytes) -> str:
    """What a stream or a file without a telling suffix holds."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<rss", b"<feed")):
        return "xml"
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<article", b"<div")):
        return "html"
    if start.startswith(b"{"):
        return "jsonl"
    return "json" if start.startswith(b"[{") else "text"


def _whole(body: bytes, name: str, kind: str) -> Iterator[Input]:
    if len(body) > LARGEST_PAGE:
        yield Quarantined(
            "too_large", name, f"expected at most {LARGEST_PAGE:,} bytes, found more; split it into pages"
        )
    elif not body.strip():
        yield Quarantined("empty", name, "expected a report, found no words")
    elif looks_binary(body) and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Quarantined("binary", name, "expected text, found bytes of another kind of file")
    elif kind == "json":
        yield from pages_of_json(body, name)
    elif kind == "xml":
        yield from feed_pages(body, name)
    else:
        yield Page(name=name, media_type="text/html" if kind == "html" else "text/plain", body=body)


def _lines(stream: BinaryIO, name: str) -> Iterator[Input]:
    """JSONL, one object a line; every line ends as a page or as a named outcome with its number."""
    number = 0
    while line := stream.readline(LARGEST_PAGE + 1):
        number += 1
        if len(line) > LARGEST_PAGE:
            yield Quarantined(
                "too_large", name, f"expected at most {LARGEST_PAGE:,} bytes a line, found more", line=number
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST_PAGE + 1)
            continue
        if not line.strip():
            continue
        yield page_of_object(line, name, line=number)
    if number == 0:
        yield Quarantined("empty", name, "expected a report a line, found no words")
