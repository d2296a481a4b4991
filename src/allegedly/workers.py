"""Worker processes that do the same work on many items side by side, with the results in the order of the items."""

from __future__ import annotations

import gc
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# enough items wait per worker to keep it busy while the head of the queue is written out, few enough to stay small
_WAITING_PER_JOB = 4


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int, lost: Callable[[Item], Result]
) -> Iterator[Result]:
    """What `work` makes of each item, in the order of the items, by `jobs` processes.

    `work` must be importable by the workers. An exception of `work` is raised at its item's turn. An item whose
    reading kills its process, twice, ends as `lost(item)`; the items beside it go on.
    """
    crew = _Crew(work, jobs, lost)
    try:
        for item in items:
            crew.take(item)
            if crew.is_full:
                yield crew.next_result()
        while crew.waiting:
            yield crew.next_result()
    finally:
        crew.dismiss()


# a worker makes many small records that live as long as their report: looking for cycles among them at Python's own
# pace (700) took a fiftieth of its time
_RECORDS_BEFORE_LOOKING = 20_000


def _prepare() -> None:
    """Ctrl-C reaches the whole group; the parent alone decides what it means. Cycles are looked for less often."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_RECORDS_BEFORE_LOOKING)


def _hire(jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked copy of a process that runs a model's threads can hang
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_prepare)


class _Crew(Generic[Item, Result]):
    """Some workers and the items handed to them, oldest first."""

    def __init__(self, work: Callable[[Item], Result], jobs: int, lost: Callable[[Item], Result]) -> None:
        self._work = work
        self._jobs = jobs
        self._lost = lost
        self._pool = _hire(jobs)
        self.waiting: deque[tuple[Item, Future[Result]]] = deque()

    @property
    def is_full(self) -> bool:
        """Whether a result must be taken before the next item is."""
        return len(self.waiting) > self._jobs * _WAITING_PER_JOB

    def take(self, item: Item) -> None:
        """Hands an item to the workers."""
        try:
            self.waiting.append((item, self._pool.submit(self._work, item)))
        except BrokenProcessPool:
            self._rescue()
            self.waiting.append((item, self._pool.submit(self._work, item)))

    def next_result(self) -> Result:
        """The result of the oldest item; waits for it."""
        item, future = self.waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self.waiting.appendleft((item, future))
            self._rescue()
            return self.next_result()

    def dismiss(self) -> None:
        """Ends the workers; what they have in hand is finished, what waits is dropped."""
        self._pool.shutdown(cancel_futures=True)

    def _rescue(self) -> None:
        """After a worker died: what waited is done one at a time, so that only the item to blame is lost."""
        self.dismiss()
        pool = _hire(1)
        for at, (item, _) in enumerate(self.waiting):
            future = pool.submit(self._work, item)
            if isinstance(future.exception(), BrokenProcessPool):
                future = _settled(self._lost(item))
                pool.shutdown()
                pool = _hire(1)
            self.waiting[at] = (item, future)
        pool.shutdown()
        self._pool = _hire(self._jobs)


def _settled(result: Result) -> Future[Result]:
    future: Future[Result] = Future()
    future.set_result(result)
    return future
