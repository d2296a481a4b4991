"""Who asks: told by the key a program sends, or by the visit a browser shows; and how somebody comes in and goes."""

from __future__ import annotations

import hmac
import threading
from typing import TYPE_CHECKING

from allegedly.desk.accounts import AccountBook, is_password
from allegedly.desk.people import Person, arrived, named
from allegedly.desk.visits import Tries, Visits
from allegedly.errors import AllegedlyError, RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request

    from allegedly.desk.accounts import Account
    from allegedly.desk.settings import Settings

__all__ = ["BEARER", "Porter", "TooSoonError"]

BEARER = "Bearer "
# people who sign in at the same moment; a password takes a tenth of a second and 32 MiB, one after the other
_AT_THE_DOOR = 8


class TooSoonError(AllegedlyError):
    """Wrong passwords were given; the next one must wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"too many wrong passwords, or too many people at the door: try again in {self.seconds} s")


class Porter:
    """Lets people in. Without accounts the desk's own key opens it to whoever has it; with accounts only they do."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.accounts = AccountBook(settings.accounts) if settings.accounts is not None else None
        self.visits, self.tries = Visits(), Tries()
        self._one, self._waiting = threading.Lock(), threading.BoundedSemaphore(_AT_THE_DOOR)

    @property
    def cookie(self) -> str:
        """Under what a browser keeps its visit; over HTTPS in a form that no other host can set."""
        return "__Host-allegedly_desk" if self.settings.behind_https else "allegedly_desk"

    def person_of(self, request: Request) -> Person | None:
        """Who asks; None for nobody that is known."""
        told = request.headers.get("authorization", "")
        if told.startswith(BEARER):
            return self._of_key(told.removeprefix(BEARER), request.headers.get("x-allegedly-by"))
        visit = self.visits.find(request.cookies.get(self.cookie, ""))
        if visit is None or self.accounts is None:
            return visit.person if visit is not None else None
        account = self.accounts.find(visit.person.name)
        if account is None or account.password != visit.by:
            # taken out of the file, or with another password since
            return None
        return Person(name=account.name, role=account.role, visit=visit.person.visit)

    def is_key(self, told: str) -> bool:
        """Whether this is the desk's own key, on a desk that has one."""
        same = hmac.compare_digest(told.encode("utf-8", "replace"), self.settings.key.encode())
        return same and self.accounts is None

    def with_key(self, name: str | None) -> str:
        """Lets in who has shown the desk's key; gives what the browser is to keep."""
        return self.visits.begin(arrived(name or self.settings.reviewer, "adjudicator"), "key")

    def with_password(self, name: str, password: str) -> str | None:
        """Lets in who knows the password of a name; None for a wrong one, TooSoonError after many. Takes time."""
        if self.accounts is None:
            raise RefusedError("expected the desk's key: this desk has no accounts")
        if not self._waiting.acquire(blocking=False):
            raise TooSoonError(1)
        try:
            # one after the other, so that what is tried at once is counted too
            with self._one:
                return self._tried(self.accounts.find(name), name, password)
        finally:
            self._waiting.release()

    def _tried(self, account: Account | None, name: str, password: str) -> str | None:
        if wait := self.tries.wait(name):
            raise TooSoonError(wait)
        if not is_password(account, password) or account is None:
            self.tries.wrong(name)
            return None
        self.tries.right(name)
        return self.visits.begin(arrived(account.name, account.role), account.password)

    def _of_key(self, key: str, by: str | None) -> Person | None:
        if self.accounts is not None:
            account = self.accounts.of_key(key)
            return arrived(account.name, account.role) if account is not None else None
        return arrived(named(_in_utf8(by)) or self.settings.reviewer, "adjudicator") if self.is_key(key) else None


def _in_utf8(told: str | None) -> str | None:
    """A header's bytes as the words that a program meant."""
    try:
        return told.encode("latin-1").decode() if told is not None else None
    except UnicodeDecodeError as problem:
        raise RefusedError("X-Allegedly-By: expected a name in UTF-8") from problem
