"""Claims as a ledger holds them, found by what they say, as of any moment."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from allegedly.ledger.held import held_claims
from allegedly.views.filters import candidates, fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.ledger.held import Held
    from allegedly.stores.engine import Engine, Transaction
    from allegedly.views.filters import Filters

__all__ = ["find_claims"]

# a page of a list is read at once; more would make the first lines wait
_AT_ONCE = 200


def find_claims(
    engine: Engine, tx: Transaction, filters: Filters, upto: int, *, after: int = 0, limit: int | None = None
) -> Iterator[Held]:
    """The claims that fit, as they stood after entry `upto`, in the order they were recorded; at most `limit`."""
    found = _fitting(engine, tx, filters, upto, after)
    return found if limit is None else itertools.islice(found, limit)


def _fitting(engine: Engine, tx: Transaction, filters: Filters, upto: int, after: int) -> Iterator[Held]:
    seqs = candidates(engine, tx, filters, upto, after=after)
    while some := list(itertools.islice(seqs, _AT_ONCE)):
        yield from (held for held in held_claims(tx, some, upto) if fits(held, filters))
