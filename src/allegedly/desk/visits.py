"""Who has come in: visits as the desk itself remembers them, so that an ended one is over, and wrong passwords."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from allegedly.desk.people import Person

__all__ = ["LONGEST_VISIT", "Tries", "Visit", "Visits"]

# seconds: a working week, however busy; a desk that is started anew knows nobody
LONGEST_VISIT = 5 * 24 * 3600
# seconds: a screen left alone over night asks again
_IDLE = 12 * 3600
# visits at once; more than any desk has people, and a few megabytes at most
_MOST = 10_000
# wrong passwords for a name before it must wait
_FREE = 5
# seconds: so that nobody is kept out of a desk by somebody else's guessing
_LONGEST_WAIT = 60.0
# names are told apart in so many boxes, whatever names are tried
_BOXES = 4_096


class Visit(NamedTuple):
    """A person who is in, what of the account let them in, and when they came and were seen last."""

    person: Person
    by: str
    began: float
    seen: float


class Visits:
    """The visits that go on, by what the browser keeps of each; of that only a sum is kept here."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._visits: dict[str, Visit] = {}

    def begin(self, person: Person, by: str) -> str:
        """Lets somebody in and gives what the browser must show from then on."""
        shown, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            if len(self._visits) >= _MOST:
                del self._visits[min(self._visits, key=lambda one: self._visits[one].seen)]
            self._visits[_sum(shown)] = Visit(person, by, now, now)
        return shown

    def find(self, shown: str) -> Visit | None:
        """The visit a browser shows; None for one that is over or was never begun here."""
        name, now = _sum(shown), self._clock()
        with self._lock:
            visit = self._visits.get(name)
            if visit is None:
                return None
            if now - visit.began > LONGEST_VISIT or now - visit.seen > _IDLE:
                del self._visits[name]
                return None
            self._visits[name] = visit._replace(seen=now)
        return visit

    def rename(self, shown: str, name: str) -> None:
        """Gives somebody who is in another name."""
        with self._lock:
            if (visit := self._visits.get(_sum(shown))) is not None:
                person = msgspec.structs.replace(visit.person, name=name)
                self._visits[_sum(shown)] = visit._replace(person=person)

    def end(self, shown: str) -> None:
        """Ends a visit: what the browser kept of it opens nothing any more."""
        with self._lock:
            self._visits.pop(_sum(shown), None)


class Tries:
    """Wrong passwords by name: after a few each one makes that name wait twice as long, up to a minute.

    Names are kept in a fixed number of boxes, known and unknown ones alike, so that neither the memory it takes nor the
    wait tells a stranger anything.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._secret = clock, secrets.token_bytes(16)
        self._boxes: dict[int, tuple[int, float]] = {}

    def wait(self, name: str) -> float:
        """Seconds until this name may be tried; 0 when it may now."""
        wrong, last = self._boxes.get(self._box(name), (0, 0.0))
        if wrong < _FREE:
            return 0.0
        # past the longest wait doubling changes nothing
        pause = min(2.0 ** min(wrong - _FREE, 10), _LONGEST_WAIT)
        return max(0.0, last + pause - self._clock())

    def wrong(self, name: str) -> None:
        """A password was wrong."""
        box = self._box(name)
        self._boxes[box] = (self._boxes.get(box, (0, 0.0))[0] + 1, self._clock())

    def right(self, name: str) -> None:
        """A password was right: the name begins anew."""
        self._boxes.pop(self._box(name), None)

    def _box(self, name: str) -> int:
        told = hmac.digest(self._secret, name.encode("utf-8", "replace"), "sha256")
        return int.from_bytes(told[:4]) % _BOXES


def _sum(shown: str) -> str:
    return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()
