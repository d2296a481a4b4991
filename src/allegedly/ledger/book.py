"""One ledger, open: what can be done with it. Nothing here overwrites anything."""

from __future__ import annotations

import hashlib
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from allegedly.codec import encode
from allegedly.ledger.acts import Exported, Founding, SetAside
from allegedly.ledger.blind import lay_blind, reopen_blind, submit_blind, take_back_blind
from allegedly.ledger.checking import Verified, verify
from allegedly.ledger.curating import curate
from allegedly.ledger.curators import begin_curation, want_codings
from allegedly.ledger.finding import add_claim
from allegedly.ledger.joining import join_new, join_pending
from allegedly.ledger.judging import judge
from allegedly.ledger.parting import join, part, resolve
from allegedly.ledger.recording import known_source, record
from allegedly.ledger.redacting import redact
from allegedly.ledger.versions import reconcile
from allegedly.model import Outcome
from allegedly.stores import open_engine
from allegedly.stores.batch import Batch, head, new_salt
from allegedly.stores.clock import system_clock, to_microseconds
from allegedly.stores.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from allegedly.events.numbers import Move
    from allegedly.ledger.acts import Redaction, Verdict
    from allegedly.ledger.coderacts import Choice, Curation
    from allegedly.model import Claim, CoderStamp, CountWhat, Reading
    from allegedly.stores.clock import Clock
    from allegedly.stores.engine import Engine, Transaction
    from allegedly.verifier import Checkpoint

__all__ = ["Ledger", "open_ledger"]

# 16 hex digits tell the inputs of any desk apart
_ID_DIGITS = 16


def open_ledger(location: str, *, create: bool = True, clock: Clock = system_clock) -> Ledger:
    """The ledger at a file's path; a missing one is founded only with `create`."""
    return Ledger(open_engine(location, create=create), clock=clock)


class Ledger:
    """An append-only ledger of claims. `clock` gives the time in UTC, `salt` the bytes that seal each body."""

    def __init__(self, engine: Engine, *, clock: Clock = system_clock, salt: Callable[[], bytes] = new_salt) -> None:
        self.engine = engine
        self._clock, self._salt = clock, salt
        with engine.reading() as tx:
            founded = head(tx).seq > 0
        if not founded:
            self._found()

    @property
    def id(self) -> str:
        """The ledger's own id, which its checkpoints name."""
        with self.engine.reading() as tx:
            return str(tx.rows("SELECT subject FROM entry WHERE seq = 1")[0][0])

    def now(self) -> dt.datetime:
        """The time by the ledger's clock, in UTC."""
        return self._clock()

    def knows(self, source: str, coder: CoderStamp) -> str | None:
        """The id of the article that an input was read into by this coder before; None for a new one."""
        with self.engine.reading() as tx:
            return known_source(tx, source, coder)

    def add(self, outcome: Outcome, reading: Reading | None, coder: CoderStamp) -> Outcome:
        """Records one result of reading, in one transaction; gives what became of the input.

        A text that the ledger has from this coder is a duplicate and adds nothing. When this returns, the article is
        on the disk.
        """
        return self.add_many([(outcome, reading)], coder)[0]

    def add_many(
        self, results: Sequence[tuple[Outcome, Reading | None]], coder: CoderStamp, *, join: bool = True
    ) -> list[Outcome]:
        """Records several results at the price of one wait for the disk: all of them are on it on return, or none.

        Each article still has a recorded time of its own. Without `join`, claims stay events of their own until
        `join_pending` is called.
        """
        with self.engine.writing() as tx:
            return [self._add(tx, outcome, reading, coder, join=join) for outcome, reading in results]

    def join_pending(self, *, at_once: int = 64) -> int:
        """Joins the claims of the next articles recorded without joining; gives how many articles, 0 when done."""
        with self._batch() as batch:
            return join_pending(batch, at_once)

    def _add(
        self, tx: Transaction, outcome: Outcome, reading: Reading | None, coder: CoderStamp, *, join: bool
    ) -> Outcome:
        batch = Batch(tx, now=to_microseconds(self._clock()), salt=self._salt)
        if reading is None:
            if outcome.end == "quarantined":
                _set_aside(batch, outcome)
                batch.write()
            return outcome
        recorded = record(batch, reading, source=outcome.source or reading.article.text_sha256, coder=coder)
        if recorded.new_text:
            reconcile(batch, reading.article, recorded.article_seq, recorded.claims)
        batch.write()
        if recorded.claims and join:
            join_new(batch, reading, recorded.claims)
            batch.write()
        if recorded.new_coding:
            return outcome
        message = f"{outcome.name}: duplicate: same text as {reading.article.id}, in the ledger already"
        return Outcome(
            name=outcome.name, end="duplicate", article_id=reading.article.id, message=message, source=outcome.source
        )

    def judge(
        self,
        claim: str,
        verdict: Verdict,
        *,
        by: str,
        reason: str | None = None,
        saw: int | None = None,
        edited: Claim | None = None,
    ) -> int:
        """Records what a person decided of a claim; gives the entry, which is the claim's version from now on.

        ConflictError when somebody decided since the version `saw`; then nothing is recorded.
        """
        with self._batch() as batch:
            return judge(batch, claim, verdict, by=by, reason=reason, saw=saw, edited=edited)

    def add_claim(self, article: str, claim: Claim, *, by: str, reason: str | None = None) -> str:
        """Adds a claim that a person found in an article of the ledger, accepted at once; gives the claim's id.

        RefusedError when its words are not the article's, or when the ledger has the claim already. Who or where its
        names are known to be stays as given; `allegedly.pipeline.looked_up` tells it beforehand.
        """
        with self._batch() as batch:
            return add_claim(batch, article, claim, by=by, reason=reason)

    def lay_blind(self, article: str, claim: Claim, *, by: str, number: int | None = None) -> int:
        """Lays a claim down in a person's own blind coding, or in the place of an earlier one; gives its number there.

        RefusedError when its words are not the article's, or the coding is closed.
        """
        with self._batch() as batch:
            return lay_blind(batch, article, claim, by=by, number=number)

    def take_back_blind(self, article: str, number: int, *, by: str) -> None:
        """Takes a claim out of a person's own blind coding."""
        with self._batch() as batch:
            take_back_blind(batch, article, number, by=by)

    def submit_blind(self, article: str, *, by: str) -> int:
        """Closes a person's own blind coding; gives the entry."""
        with self._batch() as batch:
            return submit_blind(batch, article, by=by)

    def reopen_blind(self, article: str, *, by: str, whose: str, reason: str) -> int:
        """Opens a closed blind coding again; gives the entry."""
        with self._batch() as batch:
            return reopen_blind(batch, article, by=by, whose=whose, reason=reason)

    def want_codings(self, articles: Sequence[str], *, by: str, wanted: bool = True) -> list[int]:
        """Records that articles are wanted coded blind, or no longer; all of them or none. Gives the entries."""
        with self._batch() as batch:
            return want_codings(batch, articles, by=by, wanted=wanted)

    def begin_curation(self, article: str, *, by: str) -> int:
        """Records that a person is going to see what was coded of an article, and so can code it blind no longer."""
        with self._batch() as batch:
            return begin_curation(batch, article, by=by)

    def curate(
        self, article: str, *, by: str, reason: str, coders: tuple[str, str], decisions: Sequence[Choice]
    ) -> Curation:
        """Makes claims of two closed blind codings, as a curator decides pair by pair; all of it or nothing.

        The act it gives names the ledger's claim that came of each decision.
        """
        with self._batch() as batch:
            return curate(batch, article, by=by, reason=reason, coders=coders, decisions=decisions)

    def part(self, claim: str, *, by: str, reason: str) -> str:
        """Takes a claim out of its event, never to be joined with what stays there; gives the event it founds."""
        with self._batch() as batch:
            return part(batch, claim, by=by, reason=reason)

    def join(self, claim: str, event: str, *, by: str, reason: str) -> str:
        """Puts a claim into an event, even one it was parted from; gives the event."""
        with self._batch() as batch:
            return join(batch, claim, event, by=by, reason=reason)

    def resolve(
        self,
        event: str,
        what: CountWhat,
        move: Move,
        *,
        by: str,
        reason: str | None = None,
        prefers: str | None = None,
    ) -> int:
        """Records what a person does about an event's number; gives the entry."""
        with self._batch() as batch:
            return resolve(batch, event, what, move, by=by, reason=reason, prefers=prefers)

    def redact(self, subject: str, *, by: str, reason: str) -> Redaction:
        """Empties an article with its claims, or one claim, for good; a tombstone stays."""
        with self._batch() as batch:
            act = redact(batch, subject, by=by, reason=reason)
        self.engine.forget()
        return act

    def exported(self, act: Exported) -> int:
        """Records that something left the ledger."""
        with self._batch() as batch:
            return batch.entry("export", act.sha256[:_ID_DIGITS], encode(act))

    def verify(self, checkpoint: Checkpoint | None = None) -> Verified:
        """Checks chain, indexes and file, against an older checkpoint where there is one."""
        return verify(self.engine, checkpoint)

    def close(self) -> None:
        """Gives the store back."""
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _batch(self) -> Iterator[Batch]:
        with self.engine.writing() as tx:
            batch = Batch(tx, now=to_microseconds(self._clock()), salt=self._salt)
            yield batch
            batch.write()

    def _found(self) -> None:
        with self._batch() as batch:
            # another program may have founded it in the meantime
            if not head(batch.tx).seq:
                name = str(uuid.UUID(bytes=self._salt(), version=4))
                batch.entry("ledger", name, encode(Founding(ledger=name, schema=SCHEMA_VERSION)))


def _set_aside(batch: Batch, outcome: Outcome) -> None:
    """Adds an input that could not be read, once."""
    act = SetAside(
        name=outcome.name, reason=outcome.reason or "unreadable", message=outcome.message or "", source=outcome.source
    )
    told = f"{act.reason} {act.source or act.name}"
    subject = "inp_" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]
    if not batch.tx.rows("SELECT 1 FROM entry WHERE subject = ? AND kind = 'set_aside'", (subject,)):
        batch.entry("set_aside", subject, encode(act))
