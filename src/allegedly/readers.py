"""Files, folders, feeds and lines become pages; what cannot be read becomes a named outcome beside them."""

from __future__ import annotations

import io
import os
import re
import stat
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
_BLANK = b"\xef\xbb\xbf \t\r\n"
# an object that goes on after its brace's line is one document; in lines of objects it would be broken
_DOCUMENT = re.compile(rb"\{[ \t]{0,80}\r?\n|\[\s{0,80}\{")
_PAGE_IN_XML = re.compile(rb"<!doctype\s{1,9}html|<html[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<\?xml|<rss[\s>]|<feed[\s>]|<rdf:rdf[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<!doctype|<!--|<[a-z][a-z0-9-]{0,20}[\s/>]", re.IGNORECASE)

Input = Page | Quarantined


class _Raw(io.RawIOBase):
    """Bytes already taken from a stream and then the rest of it, as the raw stream that a buffered reader wants."""

    def __init__(self, taken: bytes, stream: BinaryIO) -> None:
        self._taken = taken
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        if not self._taken:
            # a pipe gives what it has; waiting for more would hold back lines that are whole
            read = getattr(self._stream, "read1", self._stream.read)
            self._taken = read(len(view))
        piece, self._taken = self._taken[: len(view)], self._taken[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


def iter_pages(paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None) -> Iterator[Input]:
    """The pages of files, folders (recursive, sorted) and `-` (stdin), each a Page or the Quarantined it became.

    A broken line or an unreadable file costs itself only; lines are read one at a time.

    >>> [page.body for page in iter_pages(["-"], stdin=io.BytesIO(b"Gunmen fled."))]
    [b'Gunmen fled.']
    """
    for path in paths:
        name = os.fspath(path)
        if name == "-":
            yield from _from_stream(stdin, "-", None)
        elif os.path.isdir(name):  # noqa: PTH112 - a name with NUL must be a missing path, not an error
            found = False
            for page in _from_folder(name, set()):
                found = True
                yield page
            if not found:
                yield Quarantined("empty", _shown(name), "expected reports in this folder, found no file")
        else:
            yield from _from_file(name)


def _shown(name: str) -> str:
    """A file's name as it can be written: bytes that are no UTF-8 are told as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _from_folder(name: str, seen: set[tuple[int, int]]) -> Iterator[Input]:
    """A folder's files in sorted order; each folder is walked once, so that links cannot make a loop."""
    try:
        here = os.stat(name)  # noqa: PTH116 - names stay as given, bytes that are no UTF-8 included
        if (here.st_dev, here.st_ino) in seen:
            return
        seen.add((here.st_dev, here.st_ino))
        entries = sorted(os.scandir(name), key=lambda entry: entry.name)
    except OSError as problem:
        yield Quarantined("unreadable", _shown(name), f"this folder cannot be listed: {problem.strerror}")
        return
    for entry in entries:
        try:
            kind = entry.stat().st_mode
        except OSError as problem:
            yield Quarantined("missing", _shown(entry.path), f"a link that leads to no file: {problem.strerror}")
            continue
        if stat.S_ISDIR(kind):
            yield from _from_folder(entry.path, seen)
        elif stat.S_ISREG(kind):
            yield from _from_file(entry.path)
        else:
            # a pipe or device met on a walk would wait for ever
            yield Quarantined("unreadable", _shown(entry.path), "expected a file, found a pipe, socket or device")


def _from_file(name: str) -> Iterator[Input]:
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below; only the opening may name a path missing
    except (FileNotFoundError, NotADirectoryError):
        yield Quarantined("missing", _shown(name), "no such file or folder")
        return
    except ValueError:
        # a name with a NUL raises ValueError: no such file can exist
        yield Quarantined("missing", _shown(name).replace("\0", "\\x00"), "no file can have this name")
        return
    except OSError as problem:
        yield Quarantined("unreadable", _shown(name), f"this file cannot be read: {problem.strerror}")
        return
    with stream:
        try:
            yield from _from_stream(stream, _shown(name), _SUFFIXES.get(Path(name).suffix.casefold()))
        except OSError as problem:
            yield Quarantined("unreadable", _shown(name), f"reading stopped half-way: {problem.strerror}")


def _from_stream(stream: BinaryIO | None, name: str, kind: str | None) -> Iterator[Input]:
    if stream is None:
        yield Quarantined("missing", name, "expected a report on standard input, found none")
        return
    head = _head(stream)
    reader = io.BufferedReader(_Raw(head, stream))
    kind = _sniffed(head) if kind is None or (kind == "xml" and _PAGE_IN_XML.search(head)) else kind
    # one line of rubbish costs itself, a whole file of it is one input
    if kind == "jsonl" and not (looks_binary(head) and b"\n{" not in head):
        yield from _lines(reader, name)
    else:
        yield from _whole(reader.read(LARGEST_PAGE + 1), name, kind)


def _head(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, as many as tell its kind: a line, or what comes before a pause."""
    read = getattr(stream, "read1", stream.read)
    head = b""
    while len(head) < _SNIFFED and (piece := read(_SNIFFED - len(head))):
        head += piece
        line = head.lstrip(_BLANK + b"[{")
        # what begins with a bracket or a tag tells its kind further down
        if b"\n" in line and not line.startswith(b"<"):
            break
    return head


def _sniffed(head: bytes) -> str:
    """What a stream or a file without a telling suffix holds."""
    start = head.lstrip(_BLANK)
    if _DOCUMENT.match(start):
        return "json"
    if start.startswith(b"{"):
        return "jsonl"
    if _FEED.match(start):
        return "html" if _PAGE_IN_XML.search(start) else "xml"
    return "html" if _TAG.match(start) else "text"


def _whole(body: bytes, name: str, kind: str) -> Iterator[Input]:
    if len(body) > LARGEST_PAGE:
        yield Quarantined(
            "too_large", name, f"expected at most {LARGEST_PAGE:,} bytes, found more; split it into pages"
        )
    elif not body.strip(_BLANK + b"\x0b\x0c"):
        yield Quarantined("empty", name, "expected a report, found no words")
    elif looks_binary(body) and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Quarantined("binary", name, "expected text, found bytes of another kind of file")
    elif kind in ("json", "jsonl"):
        yield from pages_of_json(body, name)
    elif kind == "xml":
        yield from feed_pages(body, name)
    else:
        yield Page(name=name, media_type="text/html" if kind == "html" else "text/plain", body=body)


def _lines(stream: BinaryIO, name: str) -> Iterator[Input]:
    """JSONL, one object a line; every line ends as a page or as a named outcome with its number."""
    number = told = 0
    while line := stream.readline(LARGEST_PAGE + 1):
        number += 1
        if not line.strip(_BLANK):
            continue
        told += 1
        if len(line) > LARGEST_PAGE:
            yield Quarantined(
                "too_large", f"{name}:{number}", f"expected at most {LARGEST_PAGE:,} bytes a line, found more"
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST_PAGE + 1)
            continue
        yield page_of_object(line, name, line=number)
    if not told:
        yield Quarantined("empty", name, "expected a report a line, found no words")
