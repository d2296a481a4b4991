"""Reports of one happening meet in one event with their disagreement kept; a person has the last word."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from typer.testing import CliRunner

from allegedly.cli import app
from allegedly.errors import NotFoundError, RefusedError
from allegedly.ledger.moments import as_of
from allegedly.stores.batch import head
from allegedly.views.events import EventView, event_view, find_events
from allegedly.views.filters import Filters

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.ledger import Ledger
    from allegedly.model import Reading
    from allegedly.views.actors import ActorView

DAY = "2031-04-28"
# what each report tells beside the raid, in words of its own, so that none is a copy of another
BESIDE = (
    "Carts stood abandoned along the lane while neighbours carried the wounded to a barn behind the chapel.",
    "It is the fourth such night this spring, and the council has asked for a patrol on the upper road.",
    "Nobody has claimed the raid. Survivors speak of twenty riders who left towards the river before dawn.",
    "Harvest will be late: seed and tools were burned, and the cooperative has no stock for a second sowing.",
    "A teacher who hid in the well described boots, torches and a long silence after the last shot.",
    "The bishop will bury the dead on Thursday; a fund for the families opened this morning at the post office.",
)


def telling(desk: Desk, number: int, dead: str, outlet: str, *, place: str = "Orven", day: str = DAY) -> Reading:
    """A short report of one raid; every number makes a text of its own."""
    said = f"Gunmen of the Ash Column raided {place} and killed {dead} farmers"
    text = f"{said}, the mayor said.\n\n{BESIDE[number]}"
    claim = {"type": "attack", "said": said, "actor": "the Ash Column", "target": "farmers", "place": place,
             "killed": dead, "voice": "the mayor", "day": day}  # fmt: skip
    return desk.report(text, claim, id=f"r{number}", publisher=outlet, published_at="2031-04-29")


def events(ledger: Ledger, when: int | None = None) -> list[EventView]:
    with ledger.engine.reading() as tx:
        return list(find_events(ledger.engine, tx, Filters(), as_of(tx, when)))


def test_reports_of_one_happening_meet_whatever_order_they_come_in(tmp_path: Path, desk: Desk, ledger: Ledger) -> None:
    readings = [
        telling(desk, 1, "9", "The Mail"),
        telling(desk, 2, "11", "The Post"),
        telling(desk, 3, "9", "The Herald"),
        telling(desk, 4, "5", "The Mail", place="Harl"),
        telling(desk, 5, "9", "The Mail", day="2031-03-02"),
    ]
    for reading in readings:
        desk.add(ledger, reading)
    together = {frozenset(held.article for held in event.claims) for event in events(ledger)}

    assert together == {frozenset(("r1", "r2", "r3")), frozenset(("r4",)), frozenset(("r5",))}
    from allegedly.ledger import open_ledger

    with open_ledger(str(tmp_path / "other.db")) as other:
        for reading in reversed(readings):
            desk.add(other, reading)
        assert {frozenset(held.article for held in event.claims) for event in events(other)} == together


def test_an_event_shows_who_says_what_and_what_the_numbers_come_to(ledger: Ledger, desk: Desk) -> None:
    for number, (dead, outlet) in enumerate([("9", "The Mail"), ("11", "The Post"), ("9", "The Herald")]):
        desk.add(ledger, telling(desk, number, dead, outlet))
    event = events(ledger)[0]

    assert (event.type, event.place and event.place.name, str(event.earliest)) == ("attack", "Orven", DAY)
    assert [(one.outlet, one.numbers[0][2]) for one in event.voices] == [
        ("The Mail", 9), ("The Post", 11), ("The Herald", 9),
    ]  # fmt: skip
    killed = event.ranges[0]
    assert (killed.what, killed.low, killed.best, killed.high, killed.move) == ("killed", 9, 9, 11, "prefer")
    assert killed.contradiction
    assert any("killed" in words for words in event.contradictions)
    assert (event.reports, event.outlets) == (3, ("The Herald", "The Mail", "The Post"))


def test_copies_of_one_story_count_once(ledger: Ledger, desk: Desk) -> None:
    first = telling(desk, 1, "11", "The Mail")
    claim = {"type": "attack", "said": "Gunmen of the Ash Column raided Orven and killed 11 farmers",
             "actor": "the Ash Column", "place": "Orven", "killed": "11", "day": DAY}  # fmt: skip
    copy = desk.report(first.article.text + " ", claim, id="copy", publisher="The Post", published_at="2031-04-29")
    for reading in (first, copy, telling(desk, 2, "9", "The Herald")):
        desk.add(ledger, reading)
    event = events(ledger)[0]

    assert [bool(voice.copy_of) for voice in event.voices].count(True) == 1
    assert event.reports == 2


def test_a_claim_says_why_it_was_joined(ledger: Ledger, desk: Desk) -> None:
    desk.add(ledger, telling(desk, 1, "9", "The Mail"))
    desk.add(ledger, telling(desk, 2, "9", "The Post"))

    with ledger.engine.reading() as tx:
        ((body,),) = tx.rows("SELECT body FROM body JOIN entry ON entry.seq = body.seq WHERE kind = 'join'")
    told = json.loads(body)

    assert told["companion"] == events(ledger)[0].claims[0].id
    assert 0 < told["score"] <= 1
    assert any("9 killed" in reason for reason in told["reasons"])


def test_a_report_that_shows_two_events_to_be_one_joins_them_and_the_older_goes_on(ledger: Ledger, desk: Desk) -> None:
    desk.add(ledger, telling(desk, 1, "9", "The Mail"))
    desk.add(ledger, telling(desk, 2, "9", "The Post", place="Harl"))
    before = events(ledger)
    desk.add(ledger, telling(desk, 3, "9", "The Herald", place="the road from Orven to Harl"))
    after = events(ledger)

    assert [len(event.claims) for event in before] == [1, 1]
    assert [(event.id, len(event.claims)) for event in after] == [(before[0].id, 3)]
    with ledger.engine.reading() as tx, pytest.raises(NotFoundError, match=f"absorbed.*{before[0].id}"):
        event_view(tx, before[1].id, head(tx).seq)
    assert ledger.verify().faults == ()


class TestAPerson:
    def test_parts_what_does_not_belong_and_it_is_not_joined_again(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, telling(desk, 1, "9", "The Mail"))
        desk.add(ledger, telling(desk, 2, "9", "The Post"))
        whole = events(ledger)[0]
        out = whole.claims[1].id

        named = ledger.part(out, by="Kim", reason="another raid, an hour later")
        apart = events(ledger)
        desk.add(ledger, telling(desk, 3, "9", "The Herald"))

        assert sorted(event.id for event in apart) == sorted((whole.id, named))
        assert all(not {whole.claims[0].id, out} <= {held.id for held in event.claims} for event in events(ledger))
        assert ledger.verify().faults == ()

    def test_can_part_the_claim_that_founded_the_event(self, ledger: Ledger, desk: Desk) -> None:
        for number in (1, 2, 3):
            desk.add(ledger, telling(desk, number, "9", f"Outlet {number}"))
        whole = events(ledger)[0]

        named = ledger.part(whole.claims[0].id, by="Kim", reason="an older raid")

        sizes = {event.id: len(event.claims) for event in events(ledger)}
        assert sizes == {whole.id: 2, named: 1}
        with ledger.engine.reading() as tx:
            assert event_view(tx, named, head(tx).seq).claims[0].id == whole.claims[0].id

    def test_joins_what_belongs_even_what_was_parted(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, telling(desk, 1, "9", "The Mail"))
        desk.add(ledger, telling(desk, 2, "9", "The Post"))
        event = events(ledger)[0]
        claim = event.claims[1].id
        ledger.part(claim, by="Kim", reason="another raid")

        ledger.join(claim, event.id, by="Lee", reason="the same raid, the clock was wrong")

        assert [len(one.claims) for one in events(ledger)] == [2]
        with pytest.raises(RefusedError, match="is in evt_"):
            ledger.join(claim, event.id, by="Lee", reason="again")
        assert ledger.verify().faults == ()

    def test_has_a_name_and_a_reason(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, telling(desk, 1, "9", "The Mail"))
        desk.add(ledger, telling(desk, 2, "9", "The Post", place="Harl"))
        one, other = events(ledger)

        with pytest.raises(RefusedError, match="alone in its event"):
            ledger.part(one.claims[0].id, by="Kim", reason="x")
        with pytest.raises(RefusedError, match="expected who joins"):
            ledger.join(other.claims[0].id, one.id, by="Kim", reason=" ")
        with pytest.raises(NotFoundError, match="no such event"):
            ledger.join(other.claims[0].id, "evt_none", by="Kim", reason="x")

    def test_decides_what_the_numbers_come_to(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, telling(desk, 1, "9", "The Mail"))
        desk.add(ledger, telling(desk, 2, "11", "The Post"))
        event = events(ledger)[0]

        ledger.resolve(event.id, "killed", "prefer", by="Kim", reason="counted graves", prefers=event.claims[1].id)
        ledger.resolve(event.id, "wounded", "pending", by="Kim")

        decided = {one.what: (one.move, one.prefers, one.by) for one in events(ledger)[0].resolutions}
        assert decided == {"killed": ("prefer", event.claims[1].id, "Kim"), "wounded": ("pending", None, "Kim")}
        desk.add(ledger, telling(desk, 3, "2", "The Mail", place="Harl"))
        with pytest.raises(RefusedError, match="is not in"):
            ledger.resolve(event.id, "killed", "prefer", by="Kim", prefers=events(ledger)[1].claims[0].id)


def test_events_are_as_they_were_known(ledger: Ledger, desk: Desk) -> None:
    desk.add(ledger, telling(desk, 1, "9", "The Mail"))
    with ledger.engine.reading() as tx:
        then = head(tx).seq
    before = events(ledger)
    desk.add(ledger, telling(desk, 2, "11", "The Post"))
    ledger.part(events(ledger)[0].claims[1].id, by="Kim", reason="x")

    assert events(ledger, then) == before


def test_claims_added_without_joining_can_be_joined_afterwards(ledger: Ledger, desk: Desk) -> None:
    from allegedly.model import Outcome

    for number in (1, 2, 3):
        reading = telling(desk, number, "9", f"Outlet {number}")
        outcome = Outcome(name="r", end="coded", article_id=reading.article.id, source=f"s{number}")
        ledger.add_many([(outcome, reading)], desk.hand, join=False)
    apart = len(events(ledger))

    while ledger.join_pending(at_once=2):
        pass

    assert (apart, len(events(ledger))) == (3, 1)


def test_the_commands_show_and_decide_events(ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLEGEDLY_LEDGER", ledger.engine.location)
    desk.add(ledger, telling(desk, 1, "9", "The Mail"))
    desk.add(ledger, telling(desk, 2, "11", "The Post"))
    run = CliRunner().invoke

    event = json.loads(run(app, ["events", "--json"]).stdout)
    told = run(app, ["show", event["id"]]).stdout
    for words in ("attack", "the Ash Column → farmers", "Orven", "The Mail", "killed 9", "killed 11", "!"):
        assert words in told
    claim = event["claims"][1]["id"]
    for decided, code in (
        ([event["id"], "prefer", "--claim", claim, "--by", "Kim"], 0),
        ([event["id"], "prefer", "--by", "Kim"], 2),
        ([event["id"], "range", "--what", "cows", "--by", "Kim"], 2),
        ([claim, "part", "--by", "Kim", "--reason", "x"], 0),
        ([claim, "join", "--by", "Kim", "--reason", "x"], 2),
        ([claim, "join", "--event", event["id"], "--by", "Kim", "--reason", "x"], 0),
    ):
        done = run(app, ["judge", *decided])
        assert done.exit_code == code, done.output
    assert "prefer" in run(app, ["show", event["id"]]).stdout
    assert "decided by Kim" in run(app, ["show", event["id"]]).stdout


def test_an_actor_is_found_under_every_name_the_list_knows_it_by(ledger: Ledger, desk: Desk) -> None:
    from allegedly.model import Part, RelationClaim, ResolvedActor
    from allegedly.views.actors import actor_view

    text = "A video shows fighters of ISIL swearing an oath, the monitors said."
    oath = {"kind": "relation", "type": "rival_of", "said": "fighters of ISIL swearing an oath", "subject": "ISIL"}
    reading = desk.report(text, oath, published_at="2014-12-19")
    claim = reading.claims[0]
    assert isinstance(claim, RelationClaim)
    known = ResolvedActor(id="act:islamic-state", name="Islamic State", kind="rebel", country="IQ", score=1.0)
    part = Part(text="ISIL", name="ISIL", start=text.index("ISIL"), end=text.index("ISIL") + 4, actor=known)
    named = msgspec.structs.replace(claim, subject=(part,))
    desk.add(ledger, msgspec.structs.replace(reading, claims=(named,)))

    with ledger.engine.reading() as tx:
        upto = head(tx).seq
        views = [actor_view(ledger.engine, tx, name, upto) for name in ("Daesh", "isil", "id:act:islamic-state")]
        then = actor_view(ledger.engine, tx, "Daesh", upto, valid_at=dt.date(2013, 1, 1))

    assert {view.claims for view in views} == {1}
    assert views[0].names == (("ISIL", 1),)
    assert [(tie.type, tie.role) for tie in views[0].ties] == [("rival_of", "subject")]
    assert {tie.type for tie in views[0].listed} >= {"leads", "pledges_allegiance_to"}
    # what the list knows is asked as of a day too: it was a branch of another group then
    assert ("pledges_allegiance_to", "al-Qaida") in {(tie.type, tie.object) for tie in then.listed}
    assert ("pledges_allegiance_to", "al-Qaida") not in {
        (tie.type, tie.object) for tie in actor_view_at(ledger, "Daesh", dt.date(2014, 12, 19)).listed
    }


def actor_view_at(ledger: Ledger, name: str, day: dt.date) -> ActorView:
    from allegedly.views.actors import actor_view

    with ledger.engine.reading() as tx:
        return actor_view(ledger.engine, tx, name, head(tx).seq, valid_at=day)


def test_every_view_is_asked_what_held_on_a_day(ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLEGEDLY_LEDGER", ledger.engine.location)
    desk.add(ledger, telling(desk, 1, "9", "The Mail"))
    event = events(ledger)[0]
    run = CliRunner().invoke

    for subject in (event.id, event.claims[0].id, "r1"):
        assert event.claims[0].id in run(app, ["show", subject, "--json", "--valid-at", DAY]).stdout
        other = run(app, ["show", subject, "--json", "--valid-at", "2031-04-27"])
        assert event.claims[0].id not in other.stdout
        assert other.exit_code == (0 if subject == "r1" else 2)
    assert [len(run(app, ["log", "--valid-at", day]).stdout.splitlines()) for day in (DAY, "2031-05-02")] == [1, 0]
