"""What all pages of one desk share: the ledger, its claims in columns, and a few threads that read them."""

from __future__ import annotations

import asyncio
import functools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from allegedly.desk.measured import Measured
from allegedly.desk.pace import Pace
from allegedly.desk.people import may
from allegedly.desk.porter import Porter
from allegedly.errors import NotReadyError
from allegedly.stores.batch import head
from allegedly.views.codingstates import CodingStates
from allegedly.views.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allegedly.desk.people import Person
    from allegedly.desk.settings import Settings
    from allegedly.ledger import Ledger
    from allegedly.views.tally import Frame

__all__ = ["Bench"]

_Found = TypeVar("_Found")
# each thread has a connection of its own with 96 MiB of cache; a desk is used by a few people at once
_THREADS = 4
# seconds, well within what a page may take
_PATIENCE = 0.5


class Bench:
    """One open ledger with what is made of it."""

    def __init__(self, ledger: Ledger, settings: Settings, needs: Mapping[str, str]) -> None:
        """`needs` tells for each page whom it is for."""
        self.ledger, self.settings = ledger, settings
        self._needs = needs
        self.tally = Tally(ledger.engine)
        self.pace = Pace()
        self.codings = CodingStates()
        self.measured = Measured()
        self.porter = Porter(settings)
        self._counted = threading.Event()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="desk")
        # counting has a view of its own that no bound on a page's time ends in the middle
        self._counting = ThreadPoolExecutor(1, thread_name_prefix="desk-counting")

    @property
    def ready(self) -> bool:
        """Whether the claims have been counted once."""
        return self._counted.is_set()

    def may_see(self, person: Person, path: str) -> bool:
        """Whether a page is for this person."""
        return may(person, self._needs[path])

    async def run(self, work: Callable[..., _Found], *given: object) -> _Found:
        """Does something that waits for the ledger, beside what else is asked."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, functools.partial(work, *given))

    def count(self) -> None:
        """Reads all claims into columns, once, when the desk is opened."""
        self._counting.submit(self._follow).result()
        with self.ledger.engine.reading() as tx:
            self.codings.at(tx, head(tx).seq)
        self._counted.set()

    def frame(self, upto: int) -> Frame:
        """The claims as they stood after an entry; NotReadyError while they are counted for the first time."""
        # a small ledger is counted before anybody could read that it is not
        if not self._counted.wait(_PATIENCE):
            raise NotReadyError(self.tally.share_read)
        if self.tally.upto < upto:
            self._counting.submit(self._follow).result()
        return self.tally.at(upto)

    def close(self) -> None:
        """Lets the threads end."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._counting.shutdown(wait=True, cancel_futures=True)

    def _follow(self) -> None:
        with self.ledger.engine.reading() as tx:
            self.tally.follow(tx)
