"""The ledger: what was claimed stays, what is decided is added, and what was known on any day can be asked again."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegedly.errors import ConflictError, NotFoundError, RefusedError, StorageError
from allegedly.ledger import Ledger, open_ledger
from allegedly.ledger.facets import name_key
from allegedly.ledger.held import Held, article_at, held_claims, one_claim
from allegedly.ledger.moments import as_of, moment
from allegedly.ledger.versions import likeness, said, touches
from allegedly.model import Correction, EventClaim, Outcome, Part
from allegedly.stores.batch import head
from allegedly.stores.mounts import network_mount
from allegedly.stores.schema import TABLES
from allegedly.stores.sqlite import SqliteEngine, check_version
from allegedly.verifier import read_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Clock, Desk

    from allegedly.stores.engine import Transaction

FIRST = (
    "Gunmen from the Ash Column attacked the town of Orven on Monday, police said. "
    "At least 9 people were killed. The mayor of Velm was abducted."
)
RAID = {"type": "attack", "said": "Gunmen from the Ash Column attacked the town of Orven", "actor": "the Ash Column",
        "place": "Orven", "voice": "police", "role": "security_force", "day": "2031-04-28"}  # fmt: skip
DEAD = {"type": "violence_other", "said": "At least 9 people were killed", "killed": "9"}
TAKEN = {"type": "abduction", "said": "The mayor of Velm was abducted", "target": "The mayor of Velm"}
SECOND = (
    "Gunmen from the Ash Column attacked the town of Harl on Monday, police said. "
    "At least 9 people were killed. "
    "Correction: An earlier version of this story said that the attack was in Orven. It was in Harl."
)
MOVED = {**RAID, "said": "Gunmen from the Ash Column attacked the town of Harl", "place": "Harl"}
NOTICE = {"kind": "correction", "type": "correction", "old": "Orven", "new": "Harl",
          "said": "An earlier version of this story said that the attack was in Orven. It was in Harl"}  # fmt: skip
URL = "https://news.example/raid"
CANARY = "Zyxomir Quandel"
CANARY_TEXT = f"Police said that {CANARY} hid two neighbours. Gunmen attacked the mill."
HIDDEN = {"type": "aid", "said": f"{CANARY} hid two neighbours", "actor": CANARY}


def everything(ledger: Ledger, when: dt.datetime | int | None = None) -> list[Held]:
    with ledger.engine.reading() as tx:
        upto = as_of(tx, when)
        return held_claims(tx, [seq for (seq,) in tx.rows("SELECT seq FROM claim ORDER BY seq")], upto)


def by_type(ledger: Ledger, claim_type: str) -> Held:
    return next(held for held in everything(ledger) if held.claim and held.claim.type == claim_type)


def entries(ledger: Ledger) -> int:
    with ledger.engine.reading() as tx:
        return head(tx).seq


def version(ledger: Ledger, claim: str) -> int:
    with ledger.engine.reading() as tx:
        return one_claim(tx, claim, head(tx).seq).standing.version


def begin_and_fail(tx: Transaction) -> None:
    tx.run("INSERT INTO redacted VALUES (2, 3)")
    1 / 0  # noqa: B018 - whatever goes wrong in the middle


def slip_in(ledger: Ledger, article_seq: int, body: str) -> None:
    """A claim written past the records, straight into the tables."""
    with ledger.engine.writing() as tx:
        last = head(tx)
        entry = "INSERT INTO entry VALUES (?, ?, NULL, 'claim', 'clm_x', ?, ?)"
        tx.run(entry, (last.seq + 1, last.recorded_at + 1, b"\0", b"\0"))
        tx.run("INSERT INTO claim VALUES (?, 'clm_x', ?, NULL)", (last.seq + 1, article_seq))
        tx.run("INSERT INTO body VALUES (?, ?, ?)", (last.seq + 1, b"\0", body))


def test_a_report_is_added_once_however_often_it_comes(ledger: Ledger, desk: Desk) -> None:
    reading = desk.report(FIRST, RAID, DEAD, TAKEN)

    assert desk.add(ledger, reading).end == "coded"
    before = entries(ledger)
    ends = [desk.add(ledger, reading, name).end for name in ("again.txt", "copy.html")]

    assert ends == ["duplicate", "duplicate"]
    assert entries(ledger) == before
    assert [held.claim for held in everything(ledger)] == list(reading.claims)


def test_a_report_without_claims_is_kept_too(ledger: Ledger, desk: Desk) -> None:
    reading = desk.report("The harbour fair opened on Sunday.")

    assert [desk.add(ledger, reading).end for _ in range(2)] == ["coded_no_claims", "duplicate"]
    assert ledger.knows(reading.article.text_sha256, desk.hand) == reading.article.id
    assert ledger.knows("of another", desk.hand) is None


def test_what_could_not_be_read_is_written_down_once(ledger: Ledger, desk: Desk) -> None:
    lost = Outcome(name="a.bin", end="quarantined", reason="binary", message="a.bin: binary: no text", source="ab")

    for _ in range(3):
        assert ledger.add(lost, None, desk.hand) == lost

    assert entries(ledger) == 2


def test_all_entries_of_one_report_are_recorded_at_one_time(ledger: Ledger, desk: Desk) -> None:
    desk.add(ledger, desk.report(FIRST, RAID, DEAD))

    with ledger.engine.reading() as tx:
        times = tx.rows("SELECT count(*), count(DISTINCT recorded_at) FROM entry WHERE seq > 1")

    assert times == [(4, 1)]


@pytest.mark.parametrize("step", [dt.timedelta(0), -dt.timedelta(days=1), dt.timedelta(days=400)])
def test_recorded_time_only_goes_forward_whatever_the_clock_does(
    ledger: Ledger, desk: Desk, clock: Clock, step: dt.timedelta
) -> None:
    clock.step = step
    for number in range(50):
        desk.add(ledger, desk.report(f"{number} shells hit the mill."))

    with ledger.engine.reading() as tx:
        rows = tx.rows("SELECT recorded_at FROM entry GROUP BY recorded_at ORDER BY min(seq)")
        walls = tx.rows("SELECT count(*) FROM entry WHERE wall_at IS NOT NULL")

    assert [time for (time,) in rows] == sorted({time for (time,) in rows})
    assert len(rows) == 51
    # where the clock did not go forward, what it showed is kept beside
    assert (walls[0][0] > 0) == (step <= dt.timedelta(0))


class TestJudging:
    def test_a_person_decides_with_name_and_reason(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))
        claim = everything(ledger)[0].id

        statuses = []
        for verdict, reason in (("accept", None), ("reject", "another attack"), ("undo", None), ("undo", None)):
            ledger.judge(claim, verdict, by="Kim", reason=reason)  # type: ignore[arg-type]
            statuses.append(everything(ledger)[0].standing.status)

        assert statuses == ["accepted", "rejected", "accepted", "proposed"]
        with pytest.raises(RefusedError, match="nothing stands that could be undone"):
            ledger.judge(claim, "undo", by="Kim")

    def test_an_edit_is_a_new_version_of_the_same_claim(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, DEAD))
        held = everything(ledger)[0]
        assert held.claim
        edited = msgspec.structs.replace(held.claim, type="attack")

        ledger.judge(held.id, "edit", by="Kim", reason="told as an attack", edited=edited)
        now = everything(ledger)[0]

        assert (now.id, now.standing.status, now.claim and now.claim.type) == (held.id, "edited", "attack")
        assert now.coded == held.claim
        ledger.judge(held.id, "undo", by="Lee")
        assert everything(ledger)[0].claim == held.claim

    def test_an_edit_keeps_to_the_words_of_the_report(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))
        held = everything(ledger)[0]
        before = entries(ledger)
        assert held.claim
        edited = msgspec.structs.replace(held.claim, place=Part(text="Velm", name="Velm", start=0, end=4))

        with pytest.raises(RefusedError, match="keep to the report's words"):
            ledger.judge(held.id, "edit", by="Kim", reason="wrong town", edited=edited)
        assert entries(ledger) == before

    def test_who_decides_second_is_told_and_nothing_is_lost(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))
        held = everything(ledger)[0]
        first = ledger.judge(held.id, "accept", by="Kim", saw=held.standing.version)

        with pytest.raises(ConflictError) as told:
            ledger.judge(held.id, "reject", by="Lee", reason="doubtful", saw=held.standing.version)

        assert (told.value.expected, told.value.found) == (held.standing.version, first)
        ledger.judge(held.id, "reject", by="Lee", reason="doubtful", saw=first)
        assert everything(ledger)[0].standing.status == "rejected"

    @pytest.mark.parametrize(
        ("verdict", "by", "reason"), [("accept", " ", None), ("reject", "Kim", None), ("edit", "Kim", "why")]
    )
    def test_a_judgement_without_who_or_why_is_none(
        self, ledger: Ledger, desk: Desk, verdict: str, by: str, reason: str | None
    ) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))

        with pytest.raises(ValueError, match="judgement: "):
            ledger.judge(everything(ledger)[0].id, verdict, by=by, reason=reason)  # type: ignore[arg-type]

    def test_nobody_judges_what_is_not_there(self, ledger: Ledger) -> None:
        with pytest.raises(NotFoundError, match="clm_none: no such claim"):
            ledger.judge("clm_none", "accept", by="Kim")


class TestNewerVersions:
    def test_a_correction_supersedes_what_it_touches_and_nothing_else(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        raid, dead = everything(ledger)
        desk.add(ledger, desk.report(SECOND, MOVED, DEAD, NOTICE, url=URL))
        now = {held.id: held for held in everything(ledger)}
        moved = next(held for held in now.values() if isinstance(held.claim, EventClaim) and held.claim.place
                     and held.claim.place.name == "Harl")  # fmt: skip

        old = now[raid.id].superseded
        assert old
        assert (old.cause, old.successor) == ("correction", moved.id)
        assert "It was in Harl" in old.reason
        # what the page says again goes on as the claim it was
        assert now[dead.id].standing.status == "proposed"
        assert [held.superseded.cause for held in now.values() if held.superseded] == ["correction", "repeats"]

    def test_what_was_known_before_the_correction_can_be_asked_again(
        self, ledger: Ledger, desk: Desk, clock: Clock
    ) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        before, then = everything(ledger), clock.now
        desk.add(ledger, desk.report(SECOND, MOVED, DEAD, NOTICE, url=URL))

        assert everything(ledger, then) == before
        assert len(everything(ledger)) > len(before)

    def test_a_judgement_survives_a_newer_version_that_says_the_same(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        ledger.judge(by_type(ledger, "violence_other").id, "accept", by="Kim")

        desk.add(ledger, desk.report(SECOND, MOVED, DEAD, NOTICE, url=URL))

        assert by_type(ledger, "violence_other").standing.status == "accepted"

    def test_a_story_changed_or_cut_without_a_notice_is_seen(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, TAKEN, url=URL))
        silent = SECOND.partition(" Correction")[0]
        desk.add(ledger, desk.report(silent, MOVED, url=URL))

        causes = {
            held.coded.type: held.superseded.cause for held in everything(ledger) if held.superseded and held.coded
        }

        assert causes == {"attack": "changed", "abduction": "dropped"}

    def test_words_that_still_stand_are_not_taken_back_by_a_coder_that_passes_over_them(
        self, ledger: Ledger, desk: Desk
    ) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, TAKEN, url=URL))
        desk.add(ledger, desk.report(FIRST + " The road was closed.", RAID, url=URL))

        assert by_type(ledger, "abduction").standing.status == "proposed"

    def test_the_same_words_read_a_little_otherwise_go_on_as_the_claim_they_were(
        self, ledger: Ledger, desk: Desk
    ) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, url=URL))
        raid = by_type(ledger, "attack")
        silent = {key: value for key, value in RAID.items() if key != "actor"}
        desk.add(ledger, desk.report(FIRST + " The road was closed.", silent, url=URL))
        first, second = everything(ledger)

        assert (first.id, first.standing.status) == (raid.id, "proposed")
        assert second.superseded
        assert (second.superseded.cause, second.superseded.successor) == ("repeats", raid.id)

    def test_a_retraction_takes_the_whole_story_back(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        withdrawn = FIRST + " Retraction: this story has been withdrawn."
        notice = {"kind": "correction", "type": "retraction", "said": "Retraction: this story has been withdrawn"}
        desk.add(ledger, desk.report(withdrawn, RAID, DEAD, notice, url=URL))

        standing = [held.coded.type for held in everything(ledger) if held.coded and not held.superseded]

        assert standing == ["retraction"]

    def test_another_page_of_the_outlet_is_left_alone(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        desk.add(ledger, desk.report(SECOND, MOVED, DEAD, NOTICE, url=URL + "/another"))

        assert not [held for held in everything(ledger) if held.superseded]

    def test_a_superseding_can_be_undone(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        desk.add(ledger, desk.report(SECOND, MOVED, DEAD, NOTICE, url=URL))
        old = next(held for held in everything(ledger) if held.superseded)

        ledger.judge(old.id, "undo", by="Kim", reason="both towns were attacked")

        assert next(held for held in everything(ledger) if held.id == old.id).standing.status == "proposed"

    def test_claims_of_different_types_share_nothing_and_the_same_claim_shares_all(self, desk: Desk) -> None:
        raid, dead = desk.report(FIRST, RAID, DEAD).claims
        moved = desk.report(SECOND, MOVED).claims[0]

        assert (likeness(raid, dead), likeness(raid, raid)) == (0.0, 1.0)
        assert 0.5 <= likeness(raid, moved) < 1.0
        assert said(raid) == said(desk.report("Again: " + FIRST, RAID).claims[0]) != said(moved)

    @pytest.mark.parametrize(("wrong", "touched"), [("Orven", True), ("Velm", False), ("Or", False)])
    def test_a_notice_touches_the_claims_that_hold_the_words_it_calls_wrong(
        self, desk: Desk, wrong: str, *, touched: bool
    ) -> None:
        text = FIRST + f" Correction: we said {wrong}."
        raid, notice = desk.report(
            text, RAID, {"kind": "correction", "type": "correction", "said": f"we said {wrong}", "old": wrong}
        ).claims

        assert isinstance(notice, Correction)
        assert touches(notice, raid) is touched


def test_a_new_coder_is_kept_beside_the_old_and_a_decision_outlives_both(ledger: Ledger, desk: Desk) -> None:
    reading = desk.report(FIRST, RAID, DEAD, TAKEN)
    desk.add(ledger, reading)
    ledger.judge(by_type(ledger, "abduction").id, "accept", by="Kim")
    newer = msgspec.structs.replace(desk.hand, version="2")
    again = desk.report(FIRST, RAID)

    outcome = Outcome(name="report.txt", end="coded", article_id=again.article.id, source=again.article.text_sha256)
    assert ledger.add(outcome, again, newer).end == "coded"

    status = {held.coded.type: held.standing.status for held in everything(ledger) if held.coded}
    assert status == {"attack": "proposed", "violence_other": "superseded", "abduction": "accepted"}
    assert ledger.verify().faults == ()


class TestTheRows:
    def test_no_row_is_changed_or_deleted(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        desk.add(ledger, desk.report(SECOND, MOVED, DEAD, NOTICE, url=URL))
        filled = []
        with ledger.engine.reading() as tx:
            filled = [table for table in TABLES if tx.rows(f"SELECT 1 FROM {table} LIMIT 1")]

        for table in filled:
            column = TABLES[table].names[0]
            for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                with pytest.raises(StorageError, match=f"rows of {table} are never changed"), ledger.engine.writing() as tx:  # fmt: skip
                    tx.run(statement)
        # the triggers of the others are made as theirs are
        assert {"entry", "article", "coding", "claim", "body", "facet", "party", "decision"} <= set(filled)
        assert ledger.verify().faults == ()

    def test_an_entry_follows_the_last_one_in_number_and_time(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))
        with ledger.engine.reading() as tx:
            last = head(tx)

        for seq, recorded_at in ((last.seq + 2, last.recorded_at), (last.seq, last.recorded_at), (last.seq + 1, last.recorded_at - 1)):  # fmt: skip
            with (
                pytest.raises(StorageError, match=r"never changed|must follow the last"),
                ledger.engine.writing() as tx,
            ):
                tx.run(
                    "INSERT INTO entry VALUES (?, ?, NULL, 'claim', 'clm_x', ?, ?)", (seq, recorded_at, b"\0", b"\0")
                )
        assert entries(ledger) == last.seq

    def test_a_claim_whose_words_are_not_the_articles_cannot_enter(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))
        claim = everything(ledger)[0]
        body = msgspec.json.encode(claim.claim).decode().replace("Gunmen from", "People from")

        with pytest.raises(StorageError, match="word for word"):
            slip_in(ledger, claim.article_seq, body)

    def test_a_reader_sees_one_state_however_long_it_reads(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))

        with open_ledger(ledger.engine.location) as other, ledger.engine.reading() as tx:
            before = tx.rows("SELECT count(*) FROM entry")
            desk.add(other, desk.report(SECOND, MOVED))
            after = tx.rows("SELECT count(*) FROM entry")

        assert before == after == [(4,)]
        assert entries(ledger) > 4

    def test_a_writer_that_fails_leaves_nothing(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))
        before = ledger.verify()

        with pytest.raises(ZeroDivisionError), ledger.engine.writing() as tx:
            begin_and_fail(tx)

        assert ledger.verify() == before

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("mill", True), ("MILL", True), ("mill gunmen", True), ("mill harbour", False), ("mil", False),
            ("cafe", True), ("Café", True), ("cafe\u0301", True), ("saint-clair", True), ("clair-saint", False),
            ("2031-04-28", True), ("04-28", True), ("28", True), ("@example", True), ("news.example/mill", True),
            ("o'hara", True), ('"', False), ("-- mill", True), ("'; DROP TABLE entry", False), ("", False),
        ],
    )  # fmt: skip
    def test_an_article_is_found_by_its_words(self, ledger: Ledger, desk: Desk, words: str, *, found: bool) -> None:
        text = "Gunmen left the Café Saint-Clair for the mill on 2031-04-28, O'Hara said (@example, news.example/mill)."
        desk.add(ledger, desk.report("The harbour fair opened."))
        desk.add(ledger, desk.report(text))

        with ledger.engine.reading() as tx:
            assert ledger.engine.found(tx, words) == ([4] if found else [])

    def test_what_a_report_holds_comes_back_as_it_was(self, ledger: Ledger, desk: Desk) -> None:
        address = "https://news.example/" + "".join(chr(97 + number * number % 23) for number in range(6000))
        text = "\0\0 🜁 \x1a0 \\u0000 Gunmen \0 attacked the mill 🜁."
        raid = {"type": "attack", "said": "Gunmen \0 attacked the mill", "actor": "Gunmen \0"}
        reading = desk.report(text, raid, id="a\0b\x1a0" + "é🜁" * 2000, url=address, publisher="The \0 Post")

        assert [desk.add(ledger, reading).end for _ in range(2)] == ["coded", "duplicate"]

        held = everything(ledger)[0]
        assert (held.claim, held.article, held.outlet) == (reading.claims[0], reading.article.id, "The \0 Post")
        assert ledger.knows(reading.article.text_sha256, desk.hand) == reading.article.id
        with ledger.engine.reading() as tx:
            assert article_at(tx, held.article_seq) == reading.article
            assert tx.rows("SELECT sum(seq), max(outlet) FROM facet WHERE outlet = ?", (held.outlet,)) == [
                (held.seq, "The \0 Post")
            ]
        assert ledger.verify().faults == ()
        assert len(ledger.redact(reading.article.id, by="Kim", reason="asked").entries) == 2

    def test_a_long_report_is_found_by_any_of_its_words(self, ledger: Ledger, desk: Desk) -> None:
        words = [f"w{number}" for number in range(20_000)]
        desk.add(ledger, desk.report(" ".join([*words[:10_000], "x" * 90_000, *("the" for _ in range(9)), *words])))

        with ledger.engine.reading() as tx:
            counts = [
                len(ledger.engine.found(tx, asked))
                for asked in ("w0 w19999", "w998-w999-w1000-w1001", "w9999-w0", "w19999-w0")
            ]

        assert counts == [1, 1, 0, 0]


class TestManyAtOnce:
    """Eight people decide of the same claims, each from a program of their own."""

    people, rounds = 8, 5

    def test_nobody_overwrites_what_another_decided(self, store: str, desk: Desk) -> None:
        acknowledged, conflicts = self.decide(store, desk, compare=True)

        with open_ledger(store) as ledger, ledger.engine.reading() as tx:
            bodies = tx.rows("SELECT e.seq, b.body FROM entry e JOIN body b ON b.seq = e.seq WHERE kind = 'judgement'")
        decided = sorted((seq, msgspec.json.decode(body)["saw"]) for seq, body in bodies)
        assert len(decided) == self.people * self.rounds == len(acknowledged)
        assert [seq for seq, _ in decided] == sorted(seq for _, seq in acknowledged)
        # each had seen the decision before it: none was lost
        assert sorted(acknowledged) == sorted((saw, seq) for seq, saw in decided)
        assert [saw for _, saw in decided[1:]] == [seq for seq, _ in decided[:-1]]
        # they did meet: whoever came second looked again
        assert conflicts > 0
        with open_ledger(store) as ledger:
            assert ledger.verify().faults == ()

    def test_without_comparing_decisions_are_lost(self, store: str, desk: Desk) -> None:
        acknowledged, _ = self.decide(store, desk, compare=False)

        seen = [saw for saw, _ in acknowledged]

        assert len(seen) - len(set(seen)) > 0

    def decide(self, store: str, desk: Desk, *, compare: bool) -> tuple[list[tuple[int, int]], int]:
        """What was seen and what was entered, for every decision; and how often somebody else was first."""
        with open_ledger(store) as ledger:
            desk.add(ledger, desk.report(FIRST, RAID))
            claim = everything(ledger)[0].id
        together = threading.Barrier(self.people)

        def person(number: int) -> tuple[list[tuple[int, int]], int]:
            done, met = [], 0
            with open_ledger(store) as ledger:
                for _ in range(self.rounds):
                    # all look at the same state before anybody decides
                    saw = version(ledger, claim)
                    together.wait(timeout=60)
                    while True:
                        try:
                            seq = ledger.judge(claim, "accept", by=f"p{number}", saw=saw if compare else None)
                            break
                        except ConflictError as other:
                            met, saw = met + 1, other.found
                    done.append((saw, seq))
                    together.wait(timeout=60)
            return done, met

        with ThreadPoolExecutor(self.people) as pool:
            told = list(pool.map(person, range(self.people)))
        return [one for done, _ in told for one in done], sum(met for _, met in told)


class TestTheFile:
    @pytest.fixture
    def ledger(self, tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
        with open_ledger(str(tmp_path / "ledger.db"), clock=clock) as opened:
            yield opened

    @pytest.mark.parametrize("table", TABLES)
    def test_no_row_is_replaced(self, ledger: Ledger, desk: Desk, table: str) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        desk.add(ledger, desk.report(SECOND, MOVED, DEAD, NOTICE, url=URL))
        with ledger.engine.reading() as tx:
            row = next(iter(tx.rows(f"SELECT * FROM {table} LIMIT 1")), None)
        if row is None:
            # nothing fills this table yet; its triggers are those of all others
            assert table in ("membership", "apart", "telling", "block", "redacted")
            return
        marks = ", ".join("?" * len(row))

        with pytest.raises(StorageError, match=f"rows of {table} are never changed|must follow the last"), ledger.engine.writing() as tx:  # fmt: skip
            tx.run(f"REPLACE INTO {table} VALUES ({marks})", row)
        assert ledger.verify().faults == ()

    def test_a_redacted_report_is_off_the_disk(self, ledger: Ledger, desk: Desk, tmp_path: Path) -> None:
        desk.add(ledger, desk.report(CANARY_TEXT, HIDDEN, id="canary-1"))

        ledger.redact("canary-1", by="Kim", reason="source at risk")

        left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert CANARY.encode() not in left
        assert CANARY.split(maxsplit=1)[0].lower().encode() not in left.lower()

    def test_a_backup_opens_as_a_sound_ledger(self, ledger: Ledger, desk: Desk, tmp_path: Path) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD, url=URL))
        ledger.engine.copy_to(str(tmp_path / "backup.db"))

        with open_ledger(str(tmp_path / "backup.db"), create=False) as backup:
            assert backup.verify() == ledger.verify()

    def test_only_the_owner_reads_it(self, tmp_path: Path) -> None:
        before = os.umask(0o022)
        try:
            open_ledger(str(tmp_path / "mine.db")).close()
        finally:
            os.umask(before)

        assert stat.S_IMODE((tmp_path / "mine.db").stat().st_mode) == 0o600

    def test_another_programs_database_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        other = apsw.Connection(str(path))
        other.execute("CREATE TABLE mine(a)")
        other.close()

        with pytest.raises(StorageError, match="found another program's database"):
            open_ledger(str(path))
        assert [row[0] for row in apsw.Connection(str(path)).execute("SELECT name FROM sqlite_schema")] == ["mine"]

    def test_what_is_no_database_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "letter.db"
        path.write_text("Dear desk, " * 200)

        with pytest.raises(StorageError, match="damaged or no ledger"):
            open_ledger(str(path))

    def test_a_missing_ledger_is_made_only_when_asked(self, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match="no such ledger"):
            open_ledger(str(tmp_path / "none.db"), create=False)
        assert not (tmp_path / "none.db").exists()

    def test_a_ledger_of_another_schema_is_not_touched(self, tmp_path: Path) -> None:
        path = str(tmp_path / "later.db")
        open_ledger(path).close()
        apsw.Connection(path).execute("PRAGMA user_version = 99")

        with pytest.raises(StorageError, match="expected a ledger of schema 1, found 99"):
            open_ledger(path)

    @pytest.mark.parametrize(
        ("version", "safe"), [("3.40.1", False), ("3.51.2", False), ("3.51.3", True), ("3.54", True)]
    )
    def test_a_sqlite_that_can_lose_data_is_refused(self, version: str, *, safe: bool) -> None:
        if safe:
            check_version(version)
        else:
            with pytest.raises(StorageError, match="can lose data"):
                check_version(version)

    @pytest.mark.parametrize(
        ("path", "kind"), [("/srv/desk/a.db", "nfs4"), ("/srv/deskside/a.db", None), ("/home/kim/a.db", None)]
    )
    def test_a_network_file_system_is_told_apart(self, path: str, kind: str | None) -> None:
        assert network_mount(path, "disk / ext4 rw 0 0\nhost:/x /srv/desk nfs4 rw 0 0") == kind

    def test_every_commit_is_on_the_disk_before_it_is_acknowledged(self, tmp_path: Path) -> None:
        engine = SqliteEngine(str(tmp_path / "a.db"))

        with engine.reading() as tx:
            pragmas = {
                name: tx.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "secure_delete")
            }

        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


class TestVerify:
    def test_a_sound_ledger_has_no_faults_and_names_its_end(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID, DEAD))
        found = ledger.verify()

        assert (found.faults, found.entries) == ((), entries(ledger))
        assert read_checkpoint(found.checkpoint).ledger == ledger.id

    def test_a_later_ledger_holds_an_earlier_checkpoint(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(FIRST, RAID))
        old = read_checkpoint(ledger.verify().checkpoint)
        desk.add(ledger, desk.report(SECOND, MOVED))

        assert ledger.verify(old).faults == ()
        assert ledger.verify(old._replace(link="00" * 32)).faults
        assert ledger.verify(old._replace(ledger="another")).faults
        assert ledger.verify(old._replace(entry=10_000)).faults


def test_a_redacted_report_is_gone_and_the_chain_holds(ledger: Ledger, desk: Desk) -> None:
    attack = {"type": "attack", "said": "Gunmen attacked the mill"}
    desk.add(ledger, desk.report(CANARY_TEXT, HIDDEN, attack, id="canary-1"))
    desk.add(ledger, desk.report(FIRST, RAID))
    ledger.judge(by_type(ledger, "aid").id, "reject", by="Kim", reason=f"{CANARY} asked us not to")

    act = ledger.redact("canary-1", by="Kim", reason="source at risk")

    assert len(act.entries) == 4
    assert ledger.verify().faults == ()
    assert ledger.verify().redacted == 4
    assert [held.claim for held in everything(ledger)][:2] == [None, None]
    with ledger.engine.reading() as tx:
        assert ledger.engine.found(tx, "quandel") == []
        assert len(ledger.engine.found(tx, "orven")) == 1
    with pytest.raises(RefusedError, match="was redacted before"):
        ledger.redact("canary-1", by="Kim", reason="again")
    with pytest.raises(NotFoundError):
        ledger.redact("nothing", by="Kim", reason="again")


def test_a_redacted_report_does_not_come_back_as_a_copy(ledger: Ledger, desk: Desk) -> None:
    desk.add(ledger, desk.report(FIRST, RAID, id="first"))
    ledger.redact("first", by="Kim", reason="source at risk")
    before = entries(ledger)

    assert desk.add(ledger, desk.report(FIRST, RAID, id="copy")).end == "duplicate"
    assert entries(ledger) == before


@pytest.mark.parametrize("words", ["2014-12-19T18:05", "#3", "2014-12-19", "2014-12-19T18:05:00+03:00"])
def test_a_moment_is_a_day_a_time_or_an_entry(words: str) -> None:
    assert isinstance(moment(words), dt.datetime | int)


@pytest.mark.parametrize("words", ["yesterday", "19/12/2014", "#", "2014-13-01"])
def test_any_other_moment_is_asked_for_again(words: str) -> None:
    with pytest.raises(NotFoundError, match="expected a day"):
        moment(words)


@given(st.text(alphabet=st.characters(categories=("L", "M", "Nd", "Zs")), min_size=1, max_size=40))
@settings(max_examples=1000, deadline=None)
def test_a_name_is_found_however_its_accents_are_written(name: str) -> None:
    assert name_key(unicodedata.normalize("NFC", name)) == name_key(unicodedata.normalize("NFD", name))


def test_fifty_redacted_names_are_off_the_disk(tmp_path: Path, desk: Desk) -> None:
    names = [f"Canary Quill{chr(97 + number // 26)}{chr(97 + number % 26)}feather" for number in range(50)]
    path = tmp_path / "ledger.db"
    with open_ledger(str(path)) as ledger:
        for number, name in enumerate(names):
            said = f"{name} hid two neighbours"
            desk.add(ledger, desk.report(f"Police said that {said}.", {"type": "aid", "said": said, "actor": name},
                                         id=f"canary-{number}", publisher="The Mail"))  # fmt: skip
        before = b"".join(one.read_bytes() for one in tmp_path.iterdir()).lower()
        for number in range(50):
            ledger.redact(f"canary-{number}", by="Kim", reason="source at risk")
        after = b"".join(one.read_bytes() for one in tmp_path.iterdir()).lower()
        found = ledger.verify()

    # the search can find them: all were there
    assert [name for name in names if name.split()[1].lower().encode() not in before] == []
    assert [name for name in names if name.split()[1].lower().encode() in after] == []
    assert (found.faults, found.redacted) == ((), 100)


class TestAnOlderLedger:
    """A ledger that an earlier version made is read by every later one; the file was made by schema 1."""

    FIRST = Path(__file__).parent / "ledgers" / "schema-1.sqlite"

    def test_is_opened_checked_and_added_to(self, tmp_path: Path, desk: Desk) -> None:
        path = tmp_path / "old.db"
        shutil.copyfile(self.FIRST, path)
        with open_ledger(str(path), create=False) as ledger:
            found = ledger.verify()
            desk.add(ledger, desk.report("Rebels shelled the mill.", {"type": "shelling", "said": "shelled the mill"}))

            assert found.faults == ()
            assert found.checkpoint == self.FIRST.with_suffix(".checkpoint").read_text()
            assert ledger.verify(read_checkpoint(found.checkpoint)).faults == ()
            assert {held.standing.status for held in everything(ledger)} >= {"accepted", "superseded", "proposed"}
