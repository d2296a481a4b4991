"""Whatever a desk does, in whatever order, each moment of its past can be asked for again and says what it said then.

The model is as plain as can be: a full copy of everything after each act. Only a redaction reaches into old copies.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from tests.conftest import Clock, Desk

from allegedly.errors import RefusedError
from allegedly.ledger import Ledger
from allegedly.ledger.held import held_claims
from allegedly.model import Claim, Correction
from allegedly.stores.batch import head
from allegedly.stores.sqlite import SqliteEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import apsw

    from allegedly.model import Reading

pytestmark = pytest.mark.reliability
slow, control = pytest.mark.slow, pytest.mark.control
TOWNS = ("Orven", "Harl", "Velm", "Keld")
STATUS = {"accept": "accepted", "edit": "edited", "reject": "rejected"}
DESK = Desk()
# where the system keeps files in memory, thousands of short-lived ledgers wait for no disk
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Forgetful(SqliteEngine):
    """Waits for no disk: this suite is about what the ledger says, not about power cuts."""

    def _opened(self) -> apsw.Connection:
        connection = super()._opened()
        connection.pragma("synchronous", "OFF")
        return connection


class Seen(NamedTuple):
    """A claim as a reader sees it."""

    status: str
    claim: Claim | None
    cause: str | None


class Known(msgspec.Struct):
    """A claim as the model keeps it: its words, what was decided and not undone, and whether it was emptied."""

    article: str
    page: int
    coded: Claim
    decided: list[tuple[str, Claim | str | None]] = msgspec.field(default_factory=list)
    emptied: bool = False

    @property
    def is_notice(self) -> bool:
        return isinstance(self.coded, Correction)

    def seen(self) -> Seen:
        causes = [str(what) for verb, what in self.decided if verb == "supersede"]
        verbs = [verb for verb, _ in self.decided if verb in STATUS]
        edits: list[Any] = [what for verb, what in self.decided if verb == "edit"]
        status = "superseded" if causes else STATUS[verbs[-1]] if verbs else "proposed"
        if self.emptied:
            return Seen(status, None, None)
        return Seen(status, edits[-1] if edits else self.coded, causes[-1] if causes else None)


def dispatch(number: int, page: int, town: str, dead: int, wrong: str | None) -> Reading:
    """One version of a page: where the attack was and how many died; with a notice, where it was not."""
    raid = {"type": "attack", "said": f"Gunmen attacked the town of {town}", "actor": "Gunmen", "place": town}
    toll = {"type": "violence_other", "said": f"{dead} people were killed", "killed": f"{dead} people"}
    text = f"Dispatch {number}. Gunmen attacked the town of {town}. {dead} people were killed."
    claims: list[dict[str, Any]] = [raid, toll]
    if wrong:
        text += f" Correction: An earlier version of this story said {wrong}. It was {town}."
        said = f"An earlier version of this story said {wrong}. It was {town}"
        claims.append({"kind": "correction", "type": "correction", "said": said, "old": wrong})
    return DESK.report(text, *claims, id=f"dispatch-{number}", url=f"https://news.example/{page}")


class DeskWork(RuleBasedStateMachine):
    """A desk at work, beside a model that copies everything after every act."""

    sequences: ClassVar[int] = 0
    founded: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        type(self).sequences += 1
        self._folder = tempfile.TemporaryDirectory(dir=MEMORY)
        path = Path(self._folder.name, "ledger.db")
        shutil.copy(_founded(), path)
        self.ledger = Ledger(Forgetful(str(path)), clock=Clock())
        self.known: dict[str, Known] = {}
        self.pages: dict[int, str] = {}
        self.dispatches = 0
        self.copies: dict[int, dict[str, Seen]] = {}

    @rule(page=st.integers(0, 2), town=st.sampled_from(TOWNS), dead=st.integers(2, 3), notice=st.booleans())
    def print_a_version(self, *, page: int, town: str, dead: int, notice: bool) -> None:
        before = self.pages.get(page)
        wrong = before if notice and before not in (None, town) else None
        reading = dispatch(self.dispatches, page, town, dead, wrong)
        stood = {name: one.seen() for name, one in self.known.items()}
        self.dispatches += 1
        self.pages[page] = town
        DESK.add(self.ledger, reading)
        for claim in reading.claims:
            self.known[claim.id or ""] = Known(article=reading.article.id, page=page, coded=claim)
        self._superseded_on(page)
        for name, seen in stood.items():
            one = self.known[name]
            place = getattr(seen.claim, "place", None)
            if (
                wrong
                and one.page == page
                and place is not None
                and place.name == wrong
                and seen.status
                not in (
                    "superseded",
                    "rejected",
                )
            ):
                assert one.seen()[::2] == ("superseded", "correction"), f"{wrong} stands after its correction"
        self._copied()

    def _superseded_on(self, page: int) -> None:
        """The ledger's word on which claims of a page stand no longer; it may touch those of no other page."""
        for name, found in self._found(self._head()).items():
            one = self.known[name]
            if found != one.seen():
                assert one.page == page, f"{name}: changed by another page"
                assert found.status == "superseded", f"{name}: changed by a version of its page, not superseded"
                one.decided.append(("supersede", found.cause))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), verdict=st.sampled_from(("accept", "edit", "reject", "undo")))
    def decide(self, *, data: st.DataObject, verdict: Any) -> None:
        name = data.draw(st.sampled_from(sorted(self.known)))
        one = self.known[name]
        if one.emptied or (verdict == "undo" and not one.decided) or (verdict == "edit" and one.is_notice):
            return
        edited = msgspec.structs.replace(one.coded, type="armed_clash") if verdict == "edit" else None
        self.ledger.judge(name, verdict, by="Kim", reason="seen it", edited=edited)
        if verdict == "undo":
            one.decided.pop()
        else:
            one.decided.append((verdict, edited))
        self._copied()

    @precondition(lambda self: self.known)
    @rule(data=st.data(), whole=st.booleans())
    def redact(self, *, data: st.DataObject, whole: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.known)))
        subject = self.known[name].article if whole else name
        gone = [other for other, one in self.known.items() if subject in (other, one.article)]
        if all(self.known[other].emptied for other in gone) and not whole:
            with pytest.raises(RefusedError):
                self.ledger.redact(subject, by="Kim", reason="source at risk")
            return
        try:
            self.ledger.redact(subject, by="Kim", reason="source at risk")
        except RefusedError:
            assert all(self.known[other].emptied for other in gone)
            return
        for other in gone:
            self.known[other].emptied = True
            for copy in self.copies.values():
                if other in copy:
                    copy[other] = copy[other]._replace(claim=None, cause=None)
        self._copied()

    def teardown(self) -> None:
        try:
            for seq, copy in self.copies.items():
                assert self._found(seq) == copy, f"as of entry {seq}"
            assert self.ledger.verify().faults == ()
        finally:
            self.ledger.close()
            self._folder.cleanup()

    def _copied(self) -> None:
        seq = self._head()
        self.copies[seq] = {name: one.seen() for name, one in self.known.items()}
        assert self._found(seq) == self.copies[seq], f"now, entry {seq}"

    def _head(self) -> int:
        with self.ledger.engine.reading() as tx:
            return head(tx).seq

    def _found(self, upto: int) -> dict[str, Seen]:
        with self.ledger.engine.reading() as tx:
            held = held_claims(tx, [seq for (seq,) in tx.rows("SELECT seq FROM claim ORDER BY seq")], upto)
        return {
            one.id: Seen(one.standing.status, one.claim, one.superseded.cause if one.superseded else None)
            for one in held
        }


def _founded() -> Path:
    """A ledger in which nothing stands yet, made once and copied for every sequence."""
    if DeskWork.founded is None:
        folder = Path(tempfile.mkdtemp())
        Ledger(Forgetful(str(folder / "ledger.db")), clock=Clock()).close()
        DeskWork.founded = folder / "ledger.db"
    return DeskWork.founded


class OnlyNow(DeskWork):
    """The broken arm: a ledger that answers for the past with what it knows today."""

    def _found(self, upto: int) -> dict[str, Seen]:  # noqa: ARG002
        return super()._found(self._head())


@pytest.fixture(autouse=True)
def _folder_of_the_founded_one() -> Iterator[None]:
    yield
    if DeskWork.founded is not None:
        shutil.rmtree(DeskWork.founded.parent)
        DeskWork.founded = None


def worked(machine: type[DeskWork], sequences: int, steps: int) -> int:
    machine.sequences = 0
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return machine.sequences


@pytest.mark.parametrize("sequences", [pytest.param(25, id="quick"), pytest.param(2000, id="2,000", marks=slow)])
def test_every_moment_of_the_past_says_what_it_said_then(score: Callable[..., None], sequences: int) -> None:
    done = worked(DeskWork, sequences, steps=12)

    assert done >= sequences
    score("B1 as of every transaction, against full copies", sequences=done, differing=0)


@control
def test_a_ledger_without_a_past_is_caught(score: Callable[..., None]) -> None:
    with pytest.raises((AssertionError, ExceptionGroup)):
        worked(OnlyNow, 200, steps=12)
    score("B1 control, answered with what is known today", found=1)
