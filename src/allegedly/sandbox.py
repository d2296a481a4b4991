"""Work on strangers' input in a child process with bounds on memory and time; it can cost one page only."""

from __future__ import annotations

import os
import re
import resource
import select
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING, NoReturn

from allegedly.errors import Quarantined

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["refuse_hostile_tags", "run_limited"]

# the slowest of 40 hostile pages that still gave a text needed 3 s of processor time
_CPU_SECONDS = 10
# half as much again as the processor time, for a busy machine
_WALL_SECONDS = 15.0
# beyond what the process holds already; a page of 20 MB needs 700 MB as a tree
_MORE_MEMORY = 1 << 30
# a child's answer is a page's text; ten times the largest page is no answer
_LARGEST_ANSWER = 200_000_000
# often enough that a finished child is not waited for
_LOOK_EVERY = 0.002
_STATUS_DONE, _STATUS_REFUSED, _STATUS_NO_MEMORY = range(3)

# a long page has 20,000 elements; pages beyond this were all built to hang a parser
_MOST_TAGS = 200_000
# real pages nest about 40 deep; the parsers recurse, so far deeper is refused before they begin
_DEEPEST = 256
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})|!--(?:-?>)?)|-->")
# elements that hold nothing, or that HTML closes by itself when the next begins
_FLAT = frozenset(
    {
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "colgroup",
        "embed",
        "source",
        "track",
        "wbr",
        "param",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "rp",
        "rt",
        "html",
        "head",
        "body",
    }
)
_RAW = frozenset({"script", "style", "textarea", "title"})


def refuse_hostile_tags(text: str, where: str) -> None:
    """Counts elements and their nesting in one pass, before any parser sees the page.

    Raises Quarantined: too_large over 200,000 elements, too_deep over 256 levels.

    >>> refuse_hostile_tags("<div>" * 300, "a.html")
    Traceback (most recent call last):
    ...
    allegedly.errors.Quarantined: a.html: too_deep: expected elements nested at most 256 deep, found deeper
    """
    closes, nest = _Closes(text), _Nest()
    tags, ends = 0, ""
    for match in _TAG.finditer(text):
        name = (match[2] or "").casefold()
        tags += bool(name)
        if tags > _MOST_TAGS:
            raise Quarantined("too_large", where, f"expected at most {_MOST_TAGS:,} elements, found more")
        mark = match[1] + name if name else match[0]
        if ends:
            # within a comment or a script nothing is a tag but what ends it
            ends = "" if mark == ends else ends
        elif mark == "<!--" or mark in _RAW:
            ends = "-->" if mark == "<!--" else f"/{mark}"
        elif match[1]:
            nest.close(name)
        elif name and name not in _FLAT and not closes.itself(match.end()) and nest.open(name) > _DEEPEST:
            raise Quarantined("too_deep", where, f"expected elements nested at most {_DEEPEST} deep, found deeper")


class _Nest:
    """The elements that are open; an end tag closes what is open within its element, or nothing."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._times: Counter[str] = Counter()

    def open(self, name: str) -> int:
        """How deep the new element stands."""
        self._open.append(name)
        self._times[name] += 1
        return len(self._open)

    def close(self, name: str) -> None:
        """Ends an element; each one is taken off once, so that the whole page costs one pass."""
        popped = "" if self._times[name] else name
        while popped != name:
            popped = self._open.pop()
            self._times[popped] -= 1


class _Closes:
    """Whether a tag ends in `/>`; each stretch of the text is looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = -1

    def itself(self, at: int) -> bool:
        if self._end < at:
            found = self._text.find(">", at)
            self._end = found if found >= 0 else len(self._text)
        return self._text[self._end - 1 : self._end + 1] == "/>"


def run_limited(work: Callable[[bytes], bytes], body: bytes, *, where: str) -> bytes:
    """What `work` makes of `body`, done in a child that is killed at its bounds.

    Raises Quarantined: timeout when the child ran too long or died, too_large when it ran out of memory, syntax when
    `work` raised.

    >>> run_limited(bytes.upper, b"gunmen", where="a.html")
    b'GUNMEN'
    """
    reading, writing = os.pipe()
    until = time.monotonic() + _WALL_SECONDS
    child = os.fork()
    if child == 0:
        _work_and_leave(work, body, reading, writing)
    os.close(writing)
    try:
        answer = _answer(reading, until, where)
        status = _status(child, until, where)
    except BaseException:
        # an interrupt too must leave no child behind
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reading)
    return _judged(answer, status, where)


def _judged(answer: bytes, status: int, where: str) -> bytes:
    """The answer of a child that did its work; else the reason it gave by how it ended."""
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        raise Quarantined(
            "timeout", where, f"expected a page read within {_CPU_SECONDS} s, its reader was ended by {name}"
        )
    code = os.WEXITSTATUS(status)
    if code == _STATUS_NO_MEMORY:
        raise Quarantined("too_large", where, f"expected a page read in {_MORE_MEMORY >> 20} MiB, it needs more")
    if code != _STATUS_DONE:
        raise Quarantined("syntax", where, answer.decode("utf-8", "replace") or "its reader failed without a word")
    return answer


def _status(child: int, until: float, where: str) -> int:
    """How the child ended; one that gave its answer and does not end is treated as one that gave none."""
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        if time.monotonic() > until:
            raise _late(where)
        time.sleep(_LOOK_EVERY)


def _late(where: str) -> Quarantined:
    return Quarantined("timeout", where, f"expected a page read within {_WALL_SECONDS:.0f} s, it took longer")


def _work_and_leave(work: Callable[[bytes], bytes], body: bytes, reading: int, writing: int) -> NoReturn:
    """The child's life: bounds, work, answer, end; nothing of the parent's is run on leaving."""
    status, answer = _STATUS_REFUSED, b""
    try:
        os.close(reading)
        _limit()
        answer, status = work(body), _STATUS_DONE
    except MemoryError:
        status = _STATUS_NO_MEMORY
    except Exception as problem:  # noqa: BLE001 - whatever a parser raises ends as this page's own outcome
        answer = f"{type(problem).__name__}: {problem}".encode("utf-8", "replace")
    finally:
        try:
            _write(writing, answer)
        finally:
            os._exit(status)


def _limit() -> None:
    """Bounds on memory and time; no file can be written and nothing said to the terminal."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    held = _held_memory()
    for what, wanted in (
        (resource.RLIMIT_AS, held + _MORE_MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        most = resource.getrlimit(what)[1]
        # a bound may already be lower than ours; it can only be lowered further
        bound = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(what, (bound, bound))


def _held_memory() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a kernel file, read once in the child
        return int(file.read().split()[0]) * resource.getpagesize()


def _write(writing: int, answer: bytes) -> None:
    view = memoryview(answer)
    while view:
        view = view[os.write(writing, view[:65536]) :]


def _answer(reading: int, until: float, where: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        left = until - time.monotonic()
        ready = select.select([reading], [], [], max(0.0, left))[0]
        if not ready:
            raise _late(where)
        piece = os.read(reading, 65536)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        if size > _LARGEST_ANSWER:
            raise Quarantined("too_large", where, "its text is larger than any page's")
        pieces.append(piece)
