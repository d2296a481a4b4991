"""An event's past: every moment at which something about it was recorded, and what that moment changed, in words."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.test_ledger_events import telling

from allegedly.errors import NotFoundError
from allegedly.ledger.moments import as_of
from allegedly.ledger.parting import event_seq
from allegedly.stores.batch import head
from allegedly.views.changes import changes
from allegedly.views.events import EventView, event_view, find_events
from allegedly.views.filters import STATUSES, Filters
from allegedly.views.steps import Step, event_steps, step_at

if TYPE_CHECKING:
    from tests.conftest import Desk

    from allegedly.ledger import Ledger


def known(ledger: Ledger, event: str, upto: int) -> EventView | None:
    with ledger.engine.reading() as tx:
        try:
            return event_view(tx, event, upto)
        except NotFoundError:
            return None


def moments(ledger: Ledger, event: str) -> tuple[Step, ...]:
    with ledger.engine.reading() as tx:
        return event_steps(tx, event_seq(tx, event), head(tx).seq)


def told(ledger: Ledger, event: str) -> list[tuple[str, ...]]:
    """What each moment of an event changed."""
    views = [None, *(known(ledger, event, step.seq) for step in moments(ledger, event))]
    return [changes(before, after) for before, after in itertools.pairwise(views)]


@pytest.fixture
def busy(ledger: Ledger, desk: Desk) -> Ledger:
    """Two raids told by several outlets; claims accepted, edited, rejected, parted, joined; a number decided."""
    for number, (dead, outlet) in enumerate([("9", "The Mail"), ("11", "The Post"), ("9", "The Herald")]):
        desk.add(ledger, telling(desk, number, dead, outlet))
    desk.add(ledger, telling(desk, 3, "5", "The Mail", place="Harl"))
    whole, other = all_events(ledger)
    one, two, three = whole.claims
    assert one.claim is not None
    ledger.judge(two.id, "accept", by="Kim")
    ledger.judge(one.id, "edit", by="Kim", reason="a raid", edited=msgspec.structs.replace(one.claim, type="seizure"))
    ledger.judge(other.claims[0].id, "reject", by="Kim", reason="a rumour")
    ledger.resolve(whole.id, "killed", "prefer", by="Kim", reason="they saw it", prefers=two.id)
    ledger.part(three.id, by="Kim", reason="another night")
    ledger.join(other.claims[0].id, whole.id, by="Kim", reason="the same raid after all")
    ledger.judge(two.id, "undo", by="Kim")
    return ledger


def all_events(ledger: Ledger) -> list[EventView]:
    with ledger.engine.reading() as tx:
        return list(find_events(ledger.engine, tx, Filters(status=STATUSES), head(tx).seq))


def every_event(ledger: Ledger) -> set[str]:
    """Every event there was at any moment."""
    with ledger.engine.reading() as tx:
        # an entry stands for its whole transaction
        ends = {as_of(tx, at) for at in range(1, head(tx).seq + 1)}
        found = [find_events(ledger.engine, tx, Filters(status=STATUSES), at) for at in sorted(ends)]
        return {event.id for some in found for event in some}


def test_between_two_moments_an_event_stays_as_it_was(busy: Ledger) -> None:
    with busy.engine.reading() as tx:
        moments_of_all = sorted({as_of(tx, at) for at in range(1, head(tx).seq + 1)})
    compared = 0
    for event in every_event(busy):
        steps = moments(busy, event)
        for upto in (one for one in moments_of_all if one >= steps[0].seq):
            at = step_at(steps, upto)
            assert at is not None
            assert known(busy, event, upto) == known(busy, event, steps[at].seq)
            compared += 1
    assert compared > 20


def test_each_moment_changes_something(busy: Ledger) -> None:
    for event in every_event(busy):
        assert all(told(busy, event)), event


def test_nothing_is_told_of_a_claim_before_it_came_into_the_event(busy: Ledger) -> None:
    whole = all_events(busy)[0].id
    assert "a rumour" not in str(told(busy, whole))
    assert [(step.came, step.decided, step.moved) for step in moments(busy, whole)] == [
        (1, 0, 0), (1, 0, 1), (1, 0, 1), (0, 1, 0), (0, 1, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1), (0, 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (0, "came in: The Mail, the mayor (official, “said”): the Ash Column → farmers, 9 killed"),
        (1, "came in: The Post, the mayor (official, “said”): the Ash Column → farmers, 11 killed"),
        (1, "killed: 9 → 9 (9 to 11)"),
        (1, "now disagreed on: killed: 9 to 11"),
        (2, "came in: The Herald, the mayor (official, “said”): the Ash Column → farmers, 9 killed"),
        (3, "accepted, before proposed: The Post, the mayor (official, “said”): the Ash Column → farmers, 11 killed"),
        (4, "edited, before proposed: The Mail, the mayor (official, “said”): the Ash Column → farmers, 9 killed"),
        (5, "killed: Kim decided “prefer”, because: they saw it"),
        (6, "went to another event: The Herald, the mayor (official, “said”): the Ash Column → farmers, 9 killed"),
        (7, "came in: The Mail, the mayor (official, “said”): the Ash Column → farmers, 5 killed"),
        (8, "proposed, before accepted: The Post, the mayor (official, “said”): the Ash Column → farmers, 11 killed"),
    ],
)
def test_what_a_moment_changed_is_told_in_words(busy: Ledger, moment: int, words: str) -> None:
    assert words in told(busy, all_events(busy)[0].id)[moment]


def test_an_event_that_another_took_in_ends_with_that_moment(ledger: Ledger, desk: Desk) -> None:
    desk.add(ledger, telling(desk, 1, "9", "The Mail"))
    desk.add(ledger, telling(desk, 2, "9", "The Post", place="Harl"))
    absorbed = all_events(ledger)[1].id
    desk.add(ledger, telling(desk, 3, "9", "The Herald", place="the road from Orven to Harl"))

    assert told(ledger, absorbed)[-1] == ("another event took in all its claims",)
    assert len(moments(ledger, absorbed)) == 2


def test_a_time_before_the_first_moment_has_none(busy: Ledger) -> None:
    steps = moments(busy, all_events(busy)[0].id)
    assert step_at(steps, steps[0].seq - 1) is None
    assert step_at(steps, steps[-1].seq + 100) == len(steps) - 1
