"""A ledger as columns: the same claims are found as one by one, now and as of any moment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from allegedly.model import EventClaim, PlacePrecision, ResolvedPlace
from allegedly.stores.batch import head
from allegedly.views.claims import find_claims
from allegedly.views.eventfinding import Order, event_rows, newest_events, number_of_events
from allegedly.views.events import find_events
from allegedly.views.filters import STATUSES, Filters
from allegedly.views.finding import fitting_rows, rows_to_claims, worded
from allegedly.views.tally import Frame, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk

    from allegedly.ledger import Ledger
    from allegedly.ledger.held import Held
    from allegedly.model import Reading
    from allegedly.views.finding import Rows

FILTERS = {
    "everything that stands": Filters(),
    "whatever became of it": Filters(status=STATUSES),
    "bombings": Filters(type="bombing"),
    "attacks, rejected ones too": Filters(type="attack", status=STATUSES),
    "what an actor did or suffered": Filters(actor="the Harbour Guard"),
    "an actor nobody names": Filters(actor="nobody of that name"),
    "unconfirmed": Filters(certainty="unknown"),
    "an outlet in other letters": Filters(outlet="THE COURIER"),
    "since a day": Filters(since=dt.date(2019, 3, 2)),
    "up to a day": Filters(until=dt.date(2019, 3, 2)),
    "holding on a day": Filters(valid_at=dt.date(2019, 3, 2)),
    "words of the claim": Filters(words="guard"),
    "a place in other letters": Filters(place="the ORVEN"),
    "a place by the gazetteer's name": Filters(place="Old Orven"),
    "a place by its number": Filters(place="77"),
    "a place nobody names": Filters(place="Nowhere"),
    "a country nobody acted in": Filters(country="TV"),
}


def follow(ledger: Ledger) -> Tally:
    tally = Tally(ledger.engine)
    with ledger.engine.reading() as tx:
        tally.follow(tx)
    return tally


def assert_same(ledger: Ledger, tally: Tally, filters: Filters, upto: int) -> int:
    with ledger.engine.reading() as tx:
        frame = tally.at(upto)
        one_by_one = [held.id for held in find_claims(ledger.engine, tx, filters, upto)]
        rows = fitting_rows(ledger.engine, tx, tally, frame, filters)
        assert one_by_one == [held.id for _, held in worded(tx, frame, rows, filters)]
        if not filters.words:
            assert one_by_one == [held.id for held in rows_to_claims(tx, frame, rows)]
    return len(one_by_one)


@pytest.mark.parametrize("asked", FILTERS)
def test_columns_find_the_claims_that_are_found_one_by_one_at_every_moment(decided: Ledger, asked: str) -> None:
    tally = follow(decided)
    for upto in range(1, tally.upto + 1):
        assert_same(decided, tally, FILTERS[asked], upto)


def test_the_filters_tried_find_something(decided: Ledger) -> None:
    tally = follow(decided)
    found = {asked: assert_same(decided, tally, filters, tally.upto) for asked, filters in FILTERS.items()}
    assert {"an actor nobody names", "a country nobody acted in", "a place nobody names"} == {
        asked for asked, number in found.items() if not number
    }


def test_status_version_and_event_are_those_of_the_ledger(decided: Ledger) -> None:
    tally = follow(decided)
    for upto in range(1, tally.upto + 1):
        with decided.engine.reading() as tx:
            frame = tally.at(upto)
            for row, held in enumerate(rows_to_claims(tx, frame, np.arange(len(frame)))):
                assert (held.standing.status, held.standing.version, held.event_seq) == (
                    STATUSES[frame["status"][row]],
                    frame["version"][row],
                    frame["event"][row],
                )


def test_what_is_decided_later_is_followed(decided: Ledger) -> None:
    tally = follow(decided)
    with decided.engine.reading() as tx:
        held = next(find_claims(decided.engine, tx, Filters(), tally.upto))
    decided.judge(held.id, "reject", by="ana", reason="the town is another one")
    with decided.engine.reading() as tx:
        tally.follow(tx)
        assert tally.upto == head(tx).seq
    for filters in FILTERS.values():
        assert_same(decided, tally, filters, tally.upto)
    assert STATUSES[tally.at(tally.upto)["status"][tally.at(tally.upto).row_of(held.seq)]] == "rejected"


def test_after_a_redaction_its_claims_are_counted_no_more(decided: Ledger) -> None:
    tally = follow(decided)
    before = len(tally.at(tally.upto))
    with decided.engine.reading() as tx:
        held = next(find_claims(decided.engine, tx, Filters(), tally.upto))
    decided.redact(held.id, by="ana", reason="asked for by the family")
    with decided.engine.reading() as tx:
        tally.follow(tx)
    assert before - 1 == len(tally.at(tally.upto))
    assert tally.at(tally.upto).row_of(held.seq) is None


@pytest.mark.parametrize("order", ["day", "recorded"])
@pytest.mark.parametrize("asked", ["everything that stands", "whatever became of it", "unconfirmed", "bombings"])
def test_events_come_newest_first_each_once_whatever_the_size_of_a_page(
    decided: Ledger, asked: str, order: Order
) -> None:
    tally = follow(decided)
    for upto in range(1, tally.upto + 1):
        with decided.engine.reading() as tx:
            frame = tally.at(upto)
            rows = event_rows(frame, fitting_rows(decided.engine, tx, tally, frame, FILTERS[asked]))
            known = {event.seq for event in find_events(decided.engine, tx, FILTERS[asked], upto)}
            claims = [held for held in find_claims(decided.engine, tx, FILTERS[asked], upto) if held.event_seq in known]
        newest: dict[int, tuple[dt.date, int]] = {}
        for held in claims:
            if isinstance(held.claim, EventClaim):
                newest[held.event_seq] = max(_newness(held, order), newest.get(held.event_seq, (dt.date.min, 0)))
        expected = sorted(newest, key=lambda event: newest[event], reverse=True)
        assert number_of_events(frame, rows) == len(known)
        for most in (1, 2, 50):
            assert expected == list(_paged(frame, rows, order, most))
    assert frame["shares_event"].any()


def _newness(held: Held, order: Order) -> tuple[dt.date, int]:
    assert isinstance(held.claim, EventClaim)
    time = held.claim.time
    day = (time.latest or time.earliest) if time is not None and order == "day" else None
    return day or dt.date.min, held.seq


def _paged(frame: Frame, rows: Rows, order: Order, most: int) -> Iterator[int]:
    before = None
    while True:
        part = newest_events(frame, rows, order, before=before, most=most)
        yield from part.events
        if part.goes_on is None:
            return
        before = part.goes_on


@pytest.fixture
def decided(ledger: Ledger, desk: Desk) -> Ledger:
    """Reports read, some claims accepted, edited, rejected, undone."""
    for reading in (*desk.wire(3), *_reports(desk)):
        desk.add(ledger, reading)
    with ledger.engine.reading() as tx:
        claims = list(find_claims(ledger.engine, tx, Filters(), head(tx).seq))
    one, two, three = claims[:3]
    assert one.claim is not None
    ledger.judge(one.id, "accept", by="ana")
    ledger.judge(two.id, "reject", by="ben", reason="told of another year")
    ledger.judge(one.id, "edit", by="ben", reason="called so", edited=msgspec.structs.replace(one.claim, type="riot"))
    ledger.judge(two.id, "undo", by="ben")
    ledger.judge(three.id, "reject", by="ana", reason="a film")
    return ledger


def _reports(desk: Desk) -> list[Reading]:
    later = "Orven buried its dead. A bomb of the Harbour Guard killed 5 people in Orven, doctors said."
    blast = "The Harbour Guard is said to have set off a bomb in Orven that killed 4 people, the mayor said."
    oath = "The Ash Column swore loyalty to the Harbour Guard in Harl."
    known = {"actor": "The Harbour Guard", "place": "Orven", "killed": "4 people", "day": "2019-03-02"}
    bomb = {"type": "bombing", "said": blast[:-1], "hedge": "is said to", "voice": "the mayor", **known}
    more = {"type": "bombing", "said": "A bomb of the Harbour Guard killed 5 people in Orven", "voice": "doctors",
            "actor": "the Harbour Guard", "place": "Orven", "killed": "5 people", "day": "2019-03-02"}  # fmt: skip
    pledge = {"kind": "relation", "type": "pledges_allegiance_to", "said": oath[:-1], "subject": "The Ash Column",
              "object": "the Harbour Guard"}  # fmt: skip
    orven = ResolvedPlace(
        reason="the only one",
        geonameid=77,
        name="Old Orven",
        lat=1.0,
        lon=2.0,
        precision=PlacePrecision(acled=1, ucdp=1),
    )
    return [
        _placed(desk.report(blast, bomb, id="blast", publisher="The Courier", published_at="2019-03-03"), orven),
        desk.report(later, more, id="later", publisher="The Mail", published_at="2019-03-04"),
        desk.report(oath, pledge, id="oath", publisher="The Mail", published_at="2019-02-20"),
    ]


def _placed(reading: Reading, place: ResolvedPlace) -> Reading:
    """A report with its claims' places found in the gazetteer."""
    claims = [
        msgspec.structs.replace(claim, place=msgspec.structs.replace(claim.place, resolved=place))
        for claim in reading.claims
        if isinstance(claim, EventClaim) and claim.place is not None
    ]
    return msgspec.structs.replace(reading, claims=tuple(claims))
