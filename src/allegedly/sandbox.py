"""Work on strangers' input in a child process with bounds on memory and time; it can cost one page only."""

from __future__ import annotations

import os
import resource
import select
import signal
import time
from typing import TYPE_CHECKING, NoReturn

from allegedly.errors import Quarantined

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["run_limited"]

# the slowest of 40 hostile pages that still gave a text needed 3 s of processor time
_CPU_SECONDS = 10
# a little more than the processor time, for a busy machine
_WALL_SECONDS = 20.0
# beyond what the process holds already; a page of 20 MB needs 700 MB as a tree
_MORE_MEMORY = 1 << 30
# a child's answer is a page's text; ten times the largest page is no answer
_LARGEST_ANSWER = 200_000_000
_STATUS_DONE, _STATUS_REFUSED, _STATUS_NO_MEMORY = range(3)


def run_limited(work: Callable[[bytes], bytes], body: bytes, *, where: str) -> bytes:
    """What `work` makes of `body`, done in a child that is killed at its bounds.

    Raises Quarantined: timeout when the child ran too long or died, too_large when it ran out of memory, or what
    `work` itself raised.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_leave(work, body, reading, writing)
    os.close(writing)
    try:
        answer = _answer(reading, where)
    except Quarantined:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reading)
    _, status = os.waitpid(child, 0)
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


def _work_and_leave(work: Callable[[bytes], bytes], body: bytes, reading: int, writing: int) -> NoReturn:
    """The child's life: bounds, work, answer, end; nothing of the parent's is run on leaving."""
    status, answer = _STATUS_REFUSED, b""
    try:
        os.close(reading)
        held = _held_memory()
        resource.setrlimit(resource.RLIMIT_AS, (held + _MORE_MEMORY, held + _MORE_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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


def _held_memory() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a kernel file, read once in the child
        return int(file.read().split()[0]) * resource.getpagesize()


def _write(writing: int, answer: bytes) -> None:
    view = memoryview(answer)
    while view:
        view = view[os.write(writing, view[:65536]) :]


def _answer(reading: int, where: str) -> bytes:
    until = time.monotonic() + _WALL_SECONDS
    pieces: list[bytes] = []
    size = 0
    while True:
        left = until - time.monotonic()
        ready = select.select([reading], [], [], max(0.0, left))[0]
        if not ready:
            raise Quarantined("timeout", where, f"expected a page read within {_WALL_SECONDS:.0f} s, it took longer")
        piece = os.read(reading, 65536)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        if size > _LARGEST_ANSWER:
            raise Quarantined("too_large", where, "its text is larger than any page's")
        pieces.append(piece)
