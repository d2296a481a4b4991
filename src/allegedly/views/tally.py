"""What a ledger holds at a moment, as columns that are counted and filtered at once; follows the ledger as it grows."""

from __future__ import annotations

import functools
import itertools
import threading
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from allegedly.ledger.standing import VERSION_VERBS, Decision, stand
from allegedly.model.words import CERTAINTIES
from allegedly.stores.batch import head
from allegedly.views.columns import (
    COLUMNS,
    PARTY_COLUMNS,
    POLARITIES,
    ROLES,
    TENSES,
    Columns,
    Labels,
    added_rows,
    party_rows_after,
)
from allegedly.views.filters import STATUSES
from allegedly.views.spots import NO_SPOTS, Spots, grown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from allegedly.stores.engine import Engine, Transaction

__all__ = ["Frame", "Tally"]

# rows are turned into columns so many at a time: enough to be quick, few enough to tell how far it is
_AT_ONCE = 20_000
_ACTING = [ROLES.index("actor"), ROLES.index("subject")]
# moments of the past that a reader goes back and forth between, as with a slider; those of a large ledger take some
# 20 bytes a claim and more with every column asked for, so fewer of them are kept
_FRAMES, _ROWS_KEPT = 24, 3_000_000


class Frame:
    """The claims as they stood after entry `upto`: one row a claim, in the order they were recorded.

    Columns are read by name (`frame["type"]`): those of `allegedly.views.columns.COLUMNS`, `status` as a number into
    `STATUSES`, `version`, `event`, the entry of the event the claim belongs to, `shares_event`, whether another claim
    does too, `first_day`, the first day told, `lead`, the key of whoever acts first in it, and `doubtful`, whether it
    is not plainly said (`allegedly.wording.is_plain`). Redacted claims have no row.
    """

    def __init__(
        self,
        upto: int,
        labels: dict[str, Labels],
        told: dict[str, npt.NDArray[Any]],
        later: dict[str, Callable[[Frame], npt.NDArray[Any]]],
    ) -> None:
        self.upto, self.labels = upto, labels
        # what is asked for seldom is made when it is
        self._told, self._later = told, later

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        if name not in self._told:
            self._told[name] = self._later[name](self)
        return self._told[name]

    def __len__(self) -> int:
        return len(self._told["claim"])

    def rows_of(self, claim_seqs: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The rows of claims by their entries, and which of them there are."""
        if not len(self):
            return np.zeros(len(claim_seqs), "int64"), np.zeros(len(claim_seqs), bool)
        rows = np.searchsorted(self["claim"], claim_seqs)
        rows[rows == len(self)] = 0
        return rows, self["claim"][rows] == claim_seqs

    def row_of(self, claim_seq: int) -> int | None:
        """The row of a claim by its entry; None for one that is not there."""
        rows, there = self.rows_of(np.array([claim_seq]))
        return int(rows[0]) if there[0] else None


class Tally:
    """All claims of one ledger as columns. `follow` catches up; `at` gives a frame of any moment."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._spots: tuple[Labels | None, Spots] = (None, NO_SPOTS)
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
            try:
                self._read(tx, now)
            except BaseException:
                # half of what is new would be counted twice the next time
                self._clear()
                raise

    def at(self, upto: int) -> Frame:
        """The claims as they stood after an entry; the ledger must have been followed so far."""
        with self._lock:
            found = self._frames.get(upto)
            if found is None:
                found = self._frames[upto] = self._frame(upto)
            self._frames.move_to_end(upto)
            while len(self._frames) > min(_FRAMES, max(2, _ROWS_KEPT // max(1, len(found)))):
                self._frames.popitem(last=False)
            return found

    def parties(self, frame: Frame, keys: Sequence[int] | None = None) -> dict[str, npt.NDArray[Any]]:
        """Whom the claims of a frame name: key, role, whether to count by it (`leads`), and the claim's `row`.

        With `keys`, only parties found under one of these numbers.
        """
        held = {name: self._parties.view(name) for name in PARTY_COLUMNS}
        if keys is not None:
            asked = np.isin(held["key"], np.array(keys, "int32"))
            held = {name: column[asked] for name, column in held.items()}
        rows, there = frame.rows_of(held["claim"])
        if len(frame):
            there &= frame["content"][rows] == held["content"]
        return {**{name: column[there] for name, column in held.items()}, "row": rows[there]}

    def spots(self, frame: Frame) -> Spots:
        """The places of a frame, which its column `spot` numbers."""
        labels = frame.labels["spot"]
        with self._lock:
            known, spots = self._spots
            # a redaction makes all labels anew
            if known is not labels or len(spots.told) < len(labels.words):
                spots = grown(spots if known is labels else NO_SPOTS, labels.words)
                self._spots = (labels, spots)
            return spots

    def all_parties(self) -> dict[str, npt.NDArray[Any]]:
        """Whom all entries name, those of no frame too, in the order of `content`: the columns of `PARTY_COLUMNS`."""
        held = {name: self._parties.view(name) for name in PARTY_COLUMNS}
        # another thread may be adding
        size = min(len(column) for column in held.values())
        return {name: column[:size] for name, column in held.items()}

    def _clear(self) -> None:
        self.upto = 0
        self.labels = {name: Labels() for name in ("type", "country", "outlet", "key", "place", "spot")}
        self._rows, self._parties, self._leads = Columns(COLUMNS), Columns(PARTY_COLUMNS), Columns({"lead": "int32"})
        self._decisions: dict[int, list[Decision]] = defaultdict(list)
        self._moves = Columns({"claim": "int64", "seq": "int64", "event": "int64"})
        self._frames: OrderedDict[int, Frame] = OrderedDict()

    def _emptied(self, tx: Transaction, now: int) -> bool:
        sql = "SELECT 1 FROM entry WHERE kind = 'redaction' AND seq > ? AND seq <= ? LIMIT 1"
        return bool(tx.rows(sql, (self.upto, now)))

    def _read(self, tx: Transaction, now: int) -> None:
        after = self.upto
        for some in _portions(added_rows(tx, after, now, self.labels)):
            self._rows.add(some)
            # how far it is, for whoever waits; nobody asks for a frame before the end
            self.total, self.upto = now, max(self.upto, min(some[-1][0], now - 1))
        known = self._parties.size
        for some in _portions(party_rows_after(tx, after, now, self.labels)):
            self._parties.add(some)
        self._lead(known)
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

    def _lead(self, known: int) -> None:
        """Notes who acts first in each row read since, by the parties read since."""
        new = {name: self._parties.view(name)[known:] for name in ("content", "role", "leads", "key")}
        acts = new["leads"] & np.isin(new["role"], _ACTING)
        first = np.zeros(self._rows.size - self._leads.size, "int32")
        rows = np.searchsorted(self._rows.view("content")[self._leads.size :], new["content"][acts])
        # of several the first counts: it is written last
        first[rows[::-1]] = new["key"][acts][::-1]
        self._leads.add([(one,) for one in first.tolist()])

    def _frame(self, upto: int) -> Frame:
        held = {name: self._rows.view(name) for name in COLUMNS}
        # an edit is a row of its own that stands for the claim's while it holds
        rows = np.flatnonzero((held["content"] == held["claim"]) & (held["claim"] <= upto))
        # nearly always the first so many rows, which need no copy
        are_first = not len(rows) or int(rows[-1]) == len(rows) - 1
        edited: list[int] = []
        claims = held["claim"][rows]
        status, version = np.zeros(len(rows), "int8"), claims.copy()
        for claim, decisions in self._decisions.items():
            known = [one for one in decisions if one.seq <= upto]
            at = int(np.searchsorted(claims, claim))
            if not known or at >= len(claims) or claims[at] != claim:
                continue
            standing = stand(claim, known)
            status[at], version[at] = STATUSES.index(standing.status), standing.version
            if standing.content is not None:
                rows[at] = np.searchsorted(held["content"], standing.content)
                edited.append(at)
        moves = {name: self._moves.view(name) for name in ("claim", "seq", "event")}
        told = {"claim": claims, "status": status, "version": version}
        later: dict[str, Callable[[Frame], npt.NDArray[Any]]] = {
            name: functools.partial(_taken, column=column, rows=rows, edited=edited if are_first else None)
            for name, column in (*held.items(), ("lead", self._leads.view("lead")))
        }
        later["event"] = functools.partial(_events, moves=moves)
        later["shares_event"] = _shares_event
        later["first_day"], later["doubtful"] = _first_days, _doubtful
        return Frame(upto, self.labels, told, later)


def _taken(
    _: Frame, *, column: npt.NDArray[Any], rows: npt.NDArray[np.int64], edited: list[int] | None
) -> npt.NDArray[Any]:
    """The rows of a column; with `edited` they are its first ones but for those."""
    if edited is None:
        return column[rows]
    if not edited:
        return column[: len(rows)]
    taken = column[: len(rows)].copy()
    taken[edited] = column[rows[edited]]
    return taken


def _events(frame: Frame, *, moves: dict[str, npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """The event of each claim: its own until it was taken into another; of several moves the last holds."""
    event = frame["claim"].copy()
    known = moves["seq"] <= frame.upto
    rows, there = frame.rows_of(moves["claim"][known])
    event[rows[there]] = moves["event"][known][there]
    return event


def _shares_event(frame: Frame) -> npt.NDArray[np.bool_]:
    """Whether a claim's event has more claims: those taken into another's event, and those that founded such."""
    taken = frame["event"] != frame["claim"]
    rows, there = frame.rows_of(np.unique(frame["event"][taken]))
    taken[rows[there]] = True
    return np.asarray(taken)


def _first_days(frame: Frame) -> npt.NDArray[np.datetime64]:
    return np.where(np.isnat(frame["earliest"]), frame["latest"], frame["earliest"])


def _doubtful(frame: Frame) -> npt.NDArray[np.bool_]:
    """Denied, less than certain, or of what has not happened."""
    doubtful: npt.NDArray[np.bool_] = (
        (frame["certainty"] != CERTAINTIES.index("certain"))
        | (frame["polarity"] != POLARITIES.index("+"))
        | (frame["tense"] > TENSES.index("ongoing"))
    )
    return doubtful


def _portions(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(itertools.islice(rows, _AT_ONCE)):
        yield some
