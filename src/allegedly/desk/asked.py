"""One question to the desk: by whom, of which moment, and what its address says beside."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allegedly.errors import NotFoundError
from allegedly.ledger.moments import as_of, moment
from allegedly.views.filters import STANDING, STATUSES, Filters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allegedly.desk.bench import Bench
    from allegedly.desk.people import Person
    from allegedly.stores.engine import Engine, Transaction
    from allegedly.views.tally import Frame

__all__ = ["FILTERS", "Asked"]

# what an address may ask of claims, by the names that the commands' options have
FILTERS = ("type", "actor", "country", "place", "since", "until", "valid_at", "outlet", "certainty", "words", "status")


class Asked:
    """What somebody asks for: the page's own part of the address (`path`), what stands after the question mark
    (`query`), who asks (`person`), and one unchanging view of the ledger (`tx`) up to an entry (`upto`).
    """

    def __init__(
        self, bench: Bench, tx: Transaction, *, address: str, path: Mapping[str, Any], query: Mapping[str, str],
        person: Person,
    ) -> None:  # fmt: skip
        self.bench, self.tx, self.person = bench, tx, person
        self.address, self.path, self.query = address, path, query
        self.as_of = query.get("as_of") or None
        self.upto = as_of(tx, moment(self.as_of) if self.as_of else None)

    @property
    def engine(self) -> Engine:
        """The database of the ledger."""
        return self.bench.ledger.engine

    @property
    def frame(self) -> Frame:
        """All claims as columns, at the moment asked about."""
        return self.bench.frame(self.upto)

    @property
    def filters(self) -> Filters:
        """What the address asks of claims."""
        told: dict[str, Any] = {name: self.query.get(name) or None for name in FILTERS}
        for name in ("since", "until", "valid_at"):
            told[name] = self.day(name)
        status = told["status"]
        told["status"] = STATUSES if status == "all" else (status,) if status else STANDING
        return Filters(**told)

    @property
    def asked_filters(self) -> dict[str, str]:
        """The filters that the address names, as it gives them."""
        return {name: self.query[name] for name in FILTERS if self.query.get(name)}

    def day(self, name: str) -> dt.date | None:
        """A day in the address; NotFoundError says how one is written."""
        text = self.query.get(name)
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise NotFoundError(f"{name}: expected a day such as 2014-12-19, found {text!r}") from None

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        """A whole number in the address, within bounds; anything else is the default."""
        text = self.query.get(name, "")
        # digits of other scripts are digits to Python, but no number of ours
        return min(max(int(text), low), high) if text.isascii() and text.isdigit() and len(text) < 10 else default

    def link(self, path: str | None = None, **changed: object) -> str:
        """An address with the same filters and moment, some of them changed; None takes one away."""
        kept = {**self.asked_filters, **({"as_of": self.as_of} if self.as_of else {})}
        kept.update({name: str(value) for name, value in changed.items() if value is not None})
        told = {name: value for name, value in kept.items() if changed.get(name, "") is not None}
        return f"{path or self.address}?{urlencode(told)}" if told else path or self.address

    def here(self, **changed: object) -> str:
        """The address as it is, all of its question kept, some of it changed; None takes one away."""
        kept = {name: value for name, value in self.query.items() if value}
        kept.update({name: str(value) for name, value in changed.items() if value is not None})
        told = {name: value for name, value in kept.items() if changed.get(name, "") is not None}
        return f"{self.address}?{urlencode(told)}" if told else self.address

    def data(self, form: str) -> str:
        """The page in another form: json, csv or svg."""
        there = self.here()
        path, mark, query = there.partition("?")
        return f"{path}.{form}{mark}{query}"
