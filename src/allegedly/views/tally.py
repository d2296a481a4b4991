"""What a ledger holds at a moment, as columns that are counted and filtered at once; follows the ledger as it grows."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from allegedly.ledger.standing import VERSION_VERBS, Decision, stand
from allegedly.stores.batch import head
from allegedly.views.columns import COLUMNS, PARTY_COLUMNS, Columns, Labels, added_rows, party_rows_after
from allegedly.views.filters import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from allegedly.stores.engine import Engine, Transaction

__all__ = ["Frame", "Tally"]

# rows are turned into columns so many at a time: enough to be quick, few enough to tell how far it is
_AT_ONCE = 20_000
# moments of the past that a reader goes back and forth between, as with a slider
_FRAMES = 24


class Frame:
    """The claims as they stood after entry `upto`: one row a claim, in the order they were recorded.

    Columns are read by name (`frame["type"]`): those of `allegedly.views.columns.COLUMNS`, `status` as a number into
    `STATUSES`, `version`, and `event`, the entry of the event the claim belongs to. Redacted claims have no row.
    """

    def __init__(self, upto: int, labels: dict[str, Labels], columns: dict[str, npt.NDArray[Any]]) -> None:
        self.upto, self.labels, self._columns = upto, labels, columns

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns["claim"])

    def row_of(self, claim_seq: int) -> int | None:
        """The row of a claim by its entry."""
        row = int(np.searchsorted(self["claim"], claim_seq))
        return row if row < len(self) and self["claim"][row] == claim_seq else None


class Tally:
    """All claims of one ledger as columns. `follow` catches up; `at` gives a frame of any moment."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self.upto = 0
        self.total = 0
        self._clear()

    @property
    def share_read(self) -> float:
        """How much of the ledger has been read, from 0 to 1."""
        return 1.0 if not self.total else min(1.0, self.upto / self.total)

    def follow(self, tx: Transaction) -> None:
        """Reads what was recorded since; all of it anew after a redaction."""
        now = head(tx).seq
        if now == self.upto:
            return
        with self._lock:
            self.total = now
            if self.upto and self._emptied(tx, now):
                self._clear()
            if now > self.upto:
                self._read(tx, now)

    def at(self, upto: int) -> Frame:
        """The claims as they stood after an entry; the ledger must have been followed so far."""
        with self._lock:
            found = self._frames.get(upto)
            if found is None:
                found = self._frames[upto] = self._frame(upto)
                while len(self._frames) > _FRAMES:
                    self._frames.popitem(last=False)
            self._frames.move_to_end(upto)
            return found

    def parties(self, frame: Frame) -> dict[str, npt.NDArray[Any]]:
        """Whom the claims of a frame name: key, role, whether to count by it, and the claim's row."""
        held = {name: self._parties.view(name) for name in PARTY_COLUMNS}
        rows = np.searchsorted(frame["claim"], held["claim"])
        rows[rows == len(frame)] = 0
        if not len(frame):
            return {**{name: column[:0] for name, column in held.items()}, "row": rows[:0]}
        stands = (frame["claim"][rows] == held["claim"]) & (frame["content"][rows] == held["content"])
        return {**{name: column[stands] for name, column in held.items()}, "row": rows[stands]}

    def _clear(self) -> None:
        self.upto = 0
        self.labels = {name: Labels() for name in ("type", "country", "outlet", "key")}
        self._rows, self._parties = Columns(COLUMNS), Columns(PARTY_COLUMNS)
        self._is_edit: list[int] = []
        self._decisions: dict[int, list[Decision]] = defaultdict(list)
        self._moves = Columns({"claim": "int64", "seq": "int64", "event": "int64"})
        self._frames: OrderedDict[int, Frame] = OrderedDict()

    def _emptied(self, tx: Transaction, now: int) -> bool:
        sql = "SELECT 1 FROM entry WHERE kind = 'redaction' AND seq > ? AND seq <= ? LIMIT 1"
        return bool(tx.rows(sql, (self.upto, now)))

    def _read(self, tx: Transaction, now: int) -> None:
        after = self.upto
        for some in _portions(added_rows(tx, after, now, self.labels)):
            self._is_edit += [row[0] for row, is_edit in some if is_edit]
            self._rows.add([row for row, _ in some])
            # how far it is, for whoever waits; nobody asks for a frame before the end
            self.total, self.upto = now, max(self.upto, min(some[-1][0][0], now - 1))
        for some in _portions(party_rows_after(tx, after, now, self.labels)):
            self._parties.add(some)
        verbs = ", ".join(f"'{verb}'" for verb in VERSION_VERBS)
        for seq, claim, verb, undoes in tx.rows(
            f"SELECT seq, claim_seq, verb, undoes FROM decision WHERE verb IN ({verbs}) AND seq > ? AND seq <= ? "
            "ORDER BY seq",
            (after, now),
        ):
            self._decisions[claim].append(Decision(seq=seq, verb=verb, undoes=undoes))
        moves = tx.stream(
            "SELECT claim_seq, seq, event_seq FROM membership WHERE seq > ? AND seq <= ? ORDER BY seq, claim_seq",
            (after, now),
        )
        for some in _portions(moves):
            self._moves.add(some)
        self.upto = now

    def _frame(self, upto: int) -> Frame:
        held = {name: self._rows.view(name) for name in COLUMNS}
        # an edit is a row of its own that stands for the claim's while it holds
        rows = np.flatnonzero((held["content"] == held["claim"]) & (held["claim"] <= upto))
        claims = held["claim"][rows]
        status = np.zeros(len(rows), "int8")
        version = claims.copy()
        edits = {int(held["content"][row]): row for row in self._edit_rows(held)}
        for claim, decisions in self._decisions.items():
            known = [one for one in decisions if one.seq <= upto]
            at = int(np.searchsorted(claims, claim))
            if not known or at >= len(claims) or claims[at] != claim:
                continue
            standing = stand(claim, known)
            status[at], version[at] = STATUSES.index(standing.status), standing.version
            if standing.content is not None and standing.content in edits:
                rows[at] = edits[standing.content]
        columns = {name: column[rows] for name, column in held.items()}
        columns["status"], columns["version"] = status, version
        columns["event"] = self._events(claims, upto)
        return Frame(upto, self.labels, columns)

    def _edit_rows(self, held: dict[str, npt.NDArray[Any]]) -> npt.NDArray[np.int64]:
        return np.searchsorted(held["content"], np.array(self._is_edit, "int64"))

    def _events(self, claims: npt.NDArray[np.int64], upto: int) -> npt.NDArray[np.int64]:
        """The event of each claim: its own until it was taken into another; of several moves the last holds."""
        event = claims.copy()
        known = self._moves.view("seq") <= upto
        moved, into = self._moves.view("claim")[known], self._moves.view("event")[known]
        at = np.searchsorted(claims, moved)
        at[at == len(claims)] = 0
        held = claims[at] == moved if len(claims) else np.zeros(len(at), bool)
        event[at[held]] = into[held]
        return event


def _portions(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(itertools.islice(rows, _AT_ONCE)):
        yield some
