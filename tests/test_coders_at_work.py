"""What people add to a ledger: claims they found, codings made blind, and what a curator makes of two of them."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.coded import BOMBED, DEAD, RAID, TAKEN, TEXT
from tests.conftest import Clock, Desk
from typer.testing import CliRunner

from allegedly import verifier
from allegedly.cli import app
from allegedly.codec import encode
from allegedly.errors import ConflictError, NotFoundError, RecordError, RefusedError
from allegedly.ledger import Ledger, open_ledger
from allegedly.ledger.coderacts import Choice, Curation
from allegedly.ledger.finding import PERSON
from allegedly.ledger.held import Held, held_claims, one_claim
from allegedly.model import Claim, EventClaim, Outcome, Part
from allegedly.stores.batch import head
from allegedly.stores.sqlite import SqliteEngine
from allegedly.verifier import read_checkpoint
from allegedly.views import codings as shown
from allegedly.views.codings import blind_coding, body_is_sealed, coded_by_people, codings_of, submitted_articles
from allegedly.views.history import article_view, claim_view
from allegedly.views.log import log_lines
from allegedly.views.sidebyside import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import apsw

# another outlet tells of the same raid, which no coder found in the first report
ECHO = "Fighters of the Ash Column attacked the town of Orven on Monday. Residents fled."
ECHOED = {"type": "attack", "said": "Fighters of the Ash Column attacked the town of Orven", "actor": "the Ash Column",
          "place": "Orven", "day": "2031-04-28"}  # fmt: skip
RUNNER = CliRunner()


def coded(desk: Desk, *told: dict[str, Any], text: str = TEXT) -> tuple[Claim, ...]:
    return desk.report(text, *told).claims


def claim_now(ledger: Ledger, name: str) -> Held:
    with ledger.engine.reading() as tx:
        return one_claim(tx, name, head(tx).seq)


def standing(ledger: Ledger) -> dict[str, str]:
    """Type and status of every claim, in the order of the ledger."""
    with ledger.engine.reading() as tx:
        seqs = [seq for (seq,) in tx.rows("SELECT seq FROM claim ORDER BY seq")]
        return {held.claim.type: held.standing.status for held in held_claims(tx, seqs, head(tx).seq) if held.claim}


def entries(ledger: Ledger) -> int:
    with ledger.engine.reading() as tx:
        return head(tx).seq


@pytest.fixture
def article(ledger: Ledger, desk: Desk) -> str:
    """The id of a report in which the coder found the raid only."""
    reading = desk.report(TEXT, RAID, publisher="The Harl Courier")
    desk.add(ledger, reading)
    return reading.article.id


class TestAClaimThatAPersonFound:
    def test_stands_accepted_with_who_and_why(self, ledger: Ledger, desk: Desk, article: str) -> None:
        name = ledger.add_claim(article, coded(desk, DEAD)[0], by="Kim", reason="the coder passed over it")

        held = claim_now(ledger, name)
        with ledger.engine.reading() as tx:
            told = [(line.kind, line.by, line.reason) for line in claim_view(tx, name, head(tx).seq).history]
        assert held.standing.status == "accepted"
        assert held.claim
        assert (held.claim.coder, held.claim.score) == (PERSON, None)
        assert told[1:] == [(kind, "Kim", "the coder passed over it") for kind in ("found", "judgement")]
        assert ledger.verify().faults == ()

    def test_must_be_told_in_the_reports_own_words(self, ledger: Ledger, desk: Desk, article: str) -> None:
        elsewhere = coded(desk, DEAD, text="Rain. At least 9 people were killed.")[0]

        before = entries(ledger)
        with pytest.raises(RefusedError, match="must keep to the report's words"):
            ledger.add_claim(article, elsewhere, by="Kim")
        assert entries(ledger) == before

    def test_is_not_added_twice(self, ledger: Ledger, desk: Desk, article: str) -> None:
        coders = coded(desk, RAID)[0]

        with pytest.raises(RefusedError, match=f"{coders.id}: the ledger has this claim already"):
            ledger.add_claim(article, coders, by="Kim")
        name = ledger.add_claim(article, coded(desk, DEAD)[0], by="Kim")
        with pytest.raises(RefusedError, match=f"{name}: the ledger has this claim already"):
            ledger.add_claim(article, coded(desk, DEAD)[0], by="Lee")

    def test_needs_a_report_and_somebody_who_found_it(self, ledger: Ledger, desk: Desk, article: str) -> None:
        with pytest.raises(NotFoundError, match="nowhere: no such article"):
            ledger.add_claim("nowhere", coded(desk, DEAD)[0], by="Kim")
        with pytest.raises(RecordError, match="expected who found it"):
            ledger.add_claim(article, coded(desk, DEAD)[0], by=" ")
        ledger.redact(article, by="Kim", reason="source at risk")
        with pytest.raises(RefusedError, match="its words were redacted"):
            ledger.add_claim(article, coded(desk, DEAD)[0], by="Kim")

    def test_meets_what_other_reports_tell_of_the_same_happening(self, ledger: Ledger, desk: Desk) -> None:
        first = desk.report(TEXT, DEAD, publisher="The Harl Courier")
        desk.add(ledger, first)
        echo = desk.report(ECHO, ECHOED, publisher="The Mail")
        desk.add(ledger, echo)

        name = ledger.add_claim(first.article.id, coded(desk, RAID)[0], by="Kim")

        assert claim_now(ledger, name).event == claim_now(ledger, echo.claims[0].id or "").event
        assert ledger.verify().faults == ()

    def test_waits_with_others_that_are_not_joined_yet(self, ledger: Ledger, desk: Desk) -> None:
        first, echo = desk.report(TEXT, DEAD, publisher="A"), desk.report(ECHO, ECHOED, publisher="B")
        desk.add(ledger, first)
        with ledger.engine.reading() as tx:
            joined = tx.rows("SELECT count(*) FROM telling")[0][0]
        outcome = Outcome(name="echo", end="coded", article_id=echo.article.id, source=echo.article.text_sha256)
        ledger.add_many([(outcome, echo)], desk.hand, join=False)

        name = ledger.add_claim(first.article.id, coded(desk, RAID)[0], by="Kim")
        assert claim_now(ledger, name).event == name.replace("clm_", "evt_")
        while ledger.join_pending():
            pass

        with ledger.engine.reading() as tx:
            assert tx.rows("SELECT count(*) FROM telling")[0][0] == joined + 2
        assert claim_now(ledger, name).event == claim_now(ledger, echo.claims[0].id or "").event

    def test_is_judged_edited_and_redacted_as_any_other(self, ledger: Ledger, desk: Desk, article: str) -> None:
        name = ledger.add_claim(article, coded(desk, DEAD)[0], by="Kim", reason="Mr Quandel said so")
        ledger.judge(name, "reject", by="Lee", reason="a guess")
        assert claim_now(ledger, name).standing.status == "rejected"

        ledger.redact(name, by="Lee", reason="by law")

        with ledger.engine.reading() as tx:
            assert tx.rows("SELECT 1 FROM body WHERE body LIKE '%Quandel%'") == []
        assert ledger.verify().faults == ()
        with pytest.raises(RefusedError, match="has this claim already"):
            ledger.add_claim(article, coded(desk, DEAD)[0], by="Kim")

    def test_stays_when_a_newer_coder_reads_the_report(self, ledger: Ledger, desk: Desk, article: str) -> None:
        name = ledger.add_claim(article, coded(desk, DEAD)[0], by="Kim")
        newer = msgspec.structs.replace(desk.hand, version="2")
        reading = desk.report(TEXT, TAKEN, publisher="The Harl Courier")
        outcome = msgspec.structs.replace(desk.add(ledger, reading), end="coded")
        ledger.add(outcome, reading, newer)

        assert standing(ledger) == {"attack": "superseded", "violence_other": "accepted", "abduction": "proposed"}
        assert claim_now(ledger, name).claim

    def test_is_added_to_a_ledger_an_older_version_made(self, tmp_path: Path, desk: Desk) -> None:
        path, first = tmp_path / "old.db", Path(__file__).parent / "ledgers" / "schema-1.sqlite"
        shutil.copyfile(first, path)
        with open_ledger(str(path), create=False, clock=Clock()) as ledger:
            reading = desk.report(ECHO, ECHOED)
            desk.add(ledger, reading)
            fled = coded(desk, {"type": "displacement", "said": "Residents fled"}, text=ECHO)[0]
            ledger.add_claim(reading.article.id, fled, by="Kim")
            ledger.lay_blind(reading.article.id, fled, by="Kim")
            checkpoint = read_checkpoint(first.with_suffix(".checkpoint").read_text())

            assert ledger.verify(checkpoint).faults == ()
        # the program that shares no code with the rest says so too
        assert verifier.main([str(path)]) == 0

    def test_is_added_at_the_terminal(self, tmp_path: Path, desk: Desk) -> None:
        path = tmp_path / "desk.db"
        with open_ledger(str(path)) as ledger:
            reading = desk.report(TEXT, RAID)
            desk.add(ledger, reading)
        (tmp_path / "claim.json").write_bytes(encode(coded(desk, TAKEN)[0]))
        words = ["judge", reading.article.id, "add", "--by", "Kim", "--ledger", str(path)]

        done = RUNNER.invoke(app, [*words, "--whole", str(tmp_path / "claim.json"), "--reason", "seen by Kim"])
        bare = RUNNER.invoke(app, words)
        missing = RUNNER.invoke(app, [*words, "--whole", str(tmp_path / "none.json")])

        assert done.exit_code == 0, done.stderr
        assert "added and accepted" in done.stdout
        assert (bare.exit_code, missing.exit_code) == (2, 2)
        with open_ledger(str(path)) as ledger:
            added = claim_now(ledger, done.stdout.split()[2])
        assert isinstance(added.claim, EventClaim)
        # who it is was looked up, as reading does
        assert all(part.actor is not msgspec.UNSET for part in added.claim.target)


class TestACodingMadeBlind:
    def test_holds_claims_under_numbers_until_it_is_submitted(self, ledger: Ledger, desk: Desk, article: str) -> None:
        raid, bombed, dead = coded(desk, RAID, BOMBED, DEAD)
        assert [ledger.lay_blind(article, claim, by="Kim") for claim in (raid, dead)] == [1, 2]
        assert ledger.lay_blind(article, bombed, by=" Kim ", number=1) == 1
        ledger.take_back_blind(article, 2, by="Kim")
        assert ledger.lay_blind(article, dead, by="Kim") == 3
        with ledger.engine.reading() as tx:
            mine = blind_coding(tx, article, "Kim", head(tx).seq)

        assert [(one.number, one.claim.type) for one in mine.claims] == [(1, "bombing"), (3, "violence_other")]
        assert mine.submitted_at is None
        ledger.submit_blind(article, by="Kim")
        with pytest.raises(RefusedError, match="was submitted in entry"):
            ledger.lay_blind(article, dead, by="Kim")
        with pytest.raises(RefusedError, match="was submitted in entry"):
            ledger.submit_blind(article, by="Kim")
        with ledger.engine.reading() as tx:
            assert blind_coding(tx, article, "Kim", head(tx).seq).submitted_at
        assert ledger.verify().faults == ()
        # none of it is a claim of the ledger
        assert standing(ledger) == {"attack": "proposed"}

    def test_is_opened_again_by_an_act_with_a_reason_only(self, ledger: Ledger, desk: Desk, article: str) -> None:
        ledger.lay_blind(article, coded(desk, RAID)[0], by="Kim")
        with pytest.raises(RefusedError, match="is not closed"):
            ledger.reopen_blind(article, by="Ada", whose="Kim", reason="too early")
        ledger.submit_blind(article, by="Kim")
        with pytest.raises(RecordError, match="who reopens it and why"):
            ledger.reopen_blind(article, by="Ada", whose="Kim", reason=" ")
        ledger.reopen_blind(article, by="Ada", whose="Kim", reason="Kim missed a page")
        ledger.lay_blind(article, coded(desk, DEAD)[0], by="Kim")

        with ledger.engine.reading() as tx:
            mine = blind_coding(tx, article, "Kim", head(tx).seq)
        assert (len(mine.claims), mine.submitted_at, mine.reopened) == (2, None, 1)

    @pytest.mark.parametrize("by", [" ", "ledger", "Ledger"])
    def test_needs_a_coders_name(self, ledger: Ledger, desk: Desk, article: str, by: str) -> None:
        with pytest.raises(RecordError, match="blind claim: expected"):
            ledger.lay_blind(article, coded(desk, RAID)[0], by=by)

    def test_refuses_what_is_not_in_the_report_or_in_the_coding(self, ledger: Ledger, desk: Desk, article: str) -> None:
        ledger.lay_blind(article, coded(desk, RAID)[0], by="Kim")

        with pytest.raises(RefusedError, match="must keep to the report's words"):
            ledger.lay_blind(article, coded(desk, DEAD, text="Rain. At least 9 people were killed.")[0], by="Kim")
        with pytest.raises(RefusedError, match="has this claim already, as number 1"):
            ledger.lay_blind(article, coded(desk, RAID)[0], by="Kim")
        for number in (0, 2):
            with pytest.raises(NotFoundError, match=f"has no claim {number}"):
                ledger.lay_blind(article, coded(desk, DEAD)[0], by="Kim", number=number)
            with pytest.raises(NotFoundError, match=f"has no claim {number}"):
                ledger.take_back_blind(article, number, by="Kim")

    def test_is_of_one_version_of_an_article(self, ledger: Ledger, desk: Desk) -> None:
        desk.add(ledger, desk.report(TEXT, id="page"))
        ledger.lay_blind("page", coded(desk, RAID)[0], by="Kim")
        ledger.submit_blind("page", by="Kim")
        desk.add(ledger, desk.report(ECHO, id="page"))

        with ledger.engine.reading() as tx:
            assert codings_of(tx, "page", head(tx).seq) == ()
        assert ledger.lay_blind("page", coded(desk, ECHOED, text=ECHO)[0], by="Kim") == 1

    def test_can_be_asked_for_as_it_was(self, ledger: Ledger, desk: Desk, article: str) -> None:
        ledger.lay_blind(article, coded(desk, RAID)[0], by="Kim")
        then = entries(ledger)
        ledger.lay_blind(article, coded(desk, DEAD)[0], by="Lee")
        ledger.submit_blind(article, by="Kim")

        with ledger.engine.reading() as tx:
            (before,), (now,) = coded_by_people(tx, then), coded_by_people(tx, head(tx).seq)
        assert [(one.by, one.submitted_at is None) for one in before.codings] == [("Kim", True)]
        assert [(one.by, one.submitted_at is None) for one in now.codings] == [("Kim", False), ("Lee", True)]

    def test_goes_with_the_article_when_that_is_redacted(self, ledger: Ledger, desk: Desk, article: str) -> None:
        ledger.want_codings([article], by="Ada Brandt")
        for by in ("Kim Oduya", "Lee Marsh"):
            ledger.lay_blind(article, coded(desk, RAID)[0], by=by)
            ledger.submit_blind(article, by=by)
        ledger.begin_curation(article, by="Ada Brandt")
        ledger.curate(article, by="Ada Brandt", reason="Quandel asked", coders=("Kim Oduya", "Lee Marsh"),
                      decisions=[Choice(take="one", one=1, other=1)])  # fmt: skip

        ledger.redact(article, by="Sam", reason="source at risk")

        with ledger.engine.reading() as tx:
            left = " ".join(body for (body,) in tx.rows("SELECT body FROM body"))
            subjects = " ".join(name for (name,) in tx.rows("SELECT subject FROM entry"))
            assert list(coded_by_people(tx, head(tx).seq)) == []
            with pytest.raises(RefusedError, match="were redacted"):
                blind_coding(tx, article, "Kim Oduya", head(tx).seq)
        assert [word for word in ("Oduya", "Marsh", "Brandt", "Quandel", "Orven") if word in left + subjects] == []
        assert ledger.verify().faults == ()
        with pytest.raises(RefusedError, match="were redacted"):
            ledger.lay_blind(article, coded(desk, RAID)[0], by="Kim Oduya")


class TestWhoMaySeeWhat:
    """Reliability row F10: nobody is given what another coded before both have submitted."""

    PEOPLE = ("Kim", "Lee", "Ada")

    def test_a_coder_sees_the_others_coding_once_both_are_done(self, ledger: Ledger, desk: Desk, article: str) -> None:
        for by in ("Kim", "Lee"):
            ledger.lay_blind(article, coded(desk, RAID)[0], by=by)
        ledger.submit_blind(article, by="Kim")
        with ledger.engine.reading() as tx, pytest.raises(RefusedError, match="is not shown to Lee"):
            blind_coding(tx, article, "Lee", head(tx).seq, whose="Kim")
        ledger.submit_blind(article, by="Lee")

        with ledger.engine.reading() as tx:
            assert blind_coding(tx, article, "Lee", head(tx).seq, whose="Kim").claims
            # who has coded nothing may look as a curator, and not otherwise
            assert blind_coding(tx, article, "Ada", head(tx).seq, whose="Kim", curating=True).claims
            with pytest.raises(RefusedError, match="is not shown to Ada"):
                blind_coding(tx, article, "Ada", head(tx).seq, whose="Kim")

    def test_a_coding_opened_again_is_hidden_again(self, ledger: Ledger, desk: Desk, article: str) -> None:
        for by in ("Kim", "Lee"):
            ledger.lay_blind(article, coded(desk, RAID)[0], by=by)
            ledger.submit_blind(article, by=by)
        ledger.reopen_blind(article, by="Ada", whose="Kim", reason="a page was missing")

        with ledger.engine.reading() as tx:
            for viewer, whose in (("Lee", "Kim"), ("Kim", "Lee")):
                with pytest.raises(RefusedError, match="before both have submitted"):
                    blind_coding(tx, article, viewer, head(tx).seq, whose=whose)

    @pytest.mark.reliability
    @pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.slow)])
    def test_no_trial_gives_a_coder_anothers_claims(
        self, desk: Desk, tmp_path: Path, seed: int, count: int, score: Callable[..., None]
    ) -> None:
        leaks, asked, seen = trials(tmp_path, desk, seed, count)
        score("F10 blind codings looked at", trials=count, answers=asked, rightly_seen=seen, leaks=len(leaks))

        assert leaks == [], f"seed {seed}"
        # the questions can find what there is to find: what may be seen was seen
        assert asked > 10 * count
        assert seen > count / 5

    def test_is_not_told_by_its_entry(self, tmp_path: Path, desk: Desk) -> None:
        path = tmp_path / "desk.db"
        reading = desk.report(TEXT, RAID)
        with open_ledger(str(path)) as ledger:
            desk.add(ledger, reading)
            ledger.lay_blind(reading.article.id, coded(desk, TAKEN)[0], by="Kim")
            entry = f"#{entries(ledger)}"

        shown_entry = RUNNER.invoke(app, ["show", entry, "--ledger", str(path), "--json"])
        log = RUNNER.invoke(app, ["log", "--ledger", str(path)])

        assert (shown_entry.exit_code, shown_entry.stdout) == (1, "")
        assert "was coded blind by Kim" in shown_entry.stderr
        assert "coded blind, number 1  by Kim" in log.stdout
        assert "abduction" not in log.stdout


@pytest.mark.control
def test_an_api_without_the_rule_gives_claims_away(
    desk: Desk, tmp_path: Path, seed: int, score: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "may_see", lambda codings, _, whose, **__: whose in codings)

    leaks, _, _ = trials(tmp_path, desk, seed, count=20)
    score("F10 control, shown to whoever asks", trials=20, leaks=len(leaks))

    assert leaks != []


class Forgetful(SqliteEngine):
    """Waits for no disk: these trials are about what is shown, not about power cuts."""

    def _opened(self) -> apsw.Connection:
        connection = super()._opened()
        connection.pragma("synchronous", "OFF")
        return connection


def trials(folder: Path, desk: Desk, seed: int, count: int) -> tuple[list[str], int, int]:
    """People code reports blind, in any order, and look at everything after each act.

    Gives the leaks (what of whose was given to whom too early), how many answers were looked through, and how often
    somebody saw another's claim when both were done.
    """
    dice, leaks, asked, seen = random.Random(seed), [], 0, 0
    with Ledger(Forgetful(str(folder / "trials.db")), clock=Clock()) as ledger:
        for number in range(count):
            text = f"Report {number}. {TEXT}"
            desk.add(ledger, desk.report(text, id=f"report-{number}"))
            done: dict[str, bool] = {}
            for step in range(dice.randint(3, 9)):
                by = dice.choice(TestWhoMaySeeWhat.PEOPLE)
                _one_act(ledger, desk, dice, done, (f"report-{number}", text, by, step))
                for viewer in TestWhoMaySeeWhat.PEOPLE:
                    for whose in done.keys() - {viewer}:
                        both = done[whose] and done.get(viewer, False)
                        answers = list(_all_answers(ledger, f"report-{number}", viewer, whose))
                        asked += len(answers)
                        told = [one for one in answers if f"canary {whose}" in one]
                        seen += bool(told) and both
                        if told and not both:
                            leaks.append(f"report {number}: {viewer} was given {whose}'s {told[0][:200]}")
    return leaks, asked, seen


def _one_act(
    ledger: Ledger, desk: Desk, dice: random.Random, done: dict[str, bool], at: tuple[str, str, str, int]
) -> None:
    """One thing a person does; every claim names somebody who tells whose claim it is."""
    article, text, by, step = at
    if done.get(by):
        if dice.random() < 0.3:
            ledger.reopen_blind(article, by="Sam", whose=by, reason="looked too early")
            done[by] = False
        return
    if by in done and dice.random() < 0.5:
        ledger.submit_blind(article, by=by)
        done[by] = True
        return
    claim = desk.report(text, RAID).claims[0]
    mine = msgspec.structs.replace(claim, target=(Part(text="post", name=f"canary {by} {step}"),))
    ledger.lay_blind(article, mine, by=by)
    done[by] = False


def _all_answers(ledger: Ledger, article: str, viewer: str, whose: str) -> Iterator[str]:
    """Everything that the views give a person who asks about an article, as text."""
    with ledger.engine.reading() as tx:
        upto = head(tx).seq
        try:
            yield encode(blind_coding(tx, article, viewer, upto, whose=whose)).decode()
        except RefusedError as told:
            yield str(told)
        yield encode(blind_coding(tx, article, viewer, upto)).decode()
        yield encode(codings_of(tx, article, upto)).decode()
        yield encode(article_view(tx, article, upto)).decode()
        lines = list(log_lines(tx, upto, subject=article))
        yield encode(lines).decode()
        for line in lines:
            if not body_is_sealed(line.kind):
                yield tx.rows("SELECT body FROM body WHERE seq = ?", (line.seq,))[0][0]
        if article.endswith("-7"):
            # goes through all articles, so it is asked for a few of them
            yield encode([*coded_by_people(tx, upto), *submitted_articles(tx, "ledger", upto).values()]).decode()


class TestTwoCodingsMadeOne:
    @pytest.fixture
    def both(self, ledger: Ledger, desk: Desk, article: str) -> str:
        """Kim: a bombing, nine dead. Lee: an attack, nine dead, the mayor taken. The ledger: an attack."""
        for by, told in (("Kim", (BOMBED, DEAD)), ("Lee", (RAID, DEAD, TAKEN))):
            for claim in coded(desk, *told):
                ledger.lay_blind(article, claim, by=by)
            ledger.submit_blind(article, by=by)
        return article

    def curate(self, ledger: Ledger, article: str, *decisions: Choice) -> Curation:
        return ledger.curate(article, by="Ada", reason="double coding of May", coders=("Kim", "Lee"),
                             decisions=decisions)  # fmt: skip

    def test_what_is_taken_becomes_a_claim_of_the_ledger(self, ledger: Ledger, desk: Desk, both: str) -> None:
        attack = coded(desk, RAID)[0].id
        act = self.curate(
            ledger,
            both,
            Choice(take="one", one=1, other=1, claim=attack, reason="a car full of it"),
            Choice(take="other", one=2, other=2),
            Choice(take="neither", other=3, reason="the mayor came back"),
        )

        assert standing(ledger) == {"bombing": "edited", "violence_other": "accepted"}
        edited, added, none = act.taken
        assert (edited.claim, none.claim) == (attack, None)
        assert added.claim
        with ledger.engine.reading() as tx:
            (line,) = log_lines(tx, head(tx).seq, kinds=["curation"])
            told = {one.kind: (one.by, one.reason) for one in claim_view(tx, added.claim, head(tx).seq).history}
        assert (line.by, line.words) == ("Ada", "Kim and Lee curated, 3 decisions")
        assert told["found"] == ("Ada", "double coding of May")
        assert ledger.verify().faults == ()

    @pytest.mark.parametrize(
        ("take", "stands"), [("ledger", "accepted"), ("other", "accepted"), ("neither", "rejected"), ("one", "edited")]
    )
    def test_what_each_choice_does_to_the_ledgers_claim(
        self, ledger: Ledger, desk: Desk, both: str, take: Any, stands: str
    ) -> None:
        name = coded(desk, RAID)[0].id or ""

        self.curate(ledger, both, Choice(take=take, one=1, other=1, claim=name))

        assert claim_now(ledger, name).standing.status == stands

    def test_a_third_way_is_written_out(self, ledger: Ledger, desk: Desk, both: str) -> None:
        shelled = coded(desk, {**RAID, "type": "shelling"})[0]

        (taken,) = self.curate(ledger, both, Choice(take="edited", one=1, other=1, edited=shelled)).taken

        assert standing(ledger) == {"attack": "proposed", "shelling": "accepted"}
        assert taken.claim == shelled.id

    def test_a_claim_the_ledger_has_already_is_accepted(self, ledger: Ledger, desk: Desk, both: str) -> None:
        (taken,) = self.curate(ledger, both, Choice(take="other", other=1)).taken

        assert taken.claim == coded(desk, RAID)[0].id
        assert standing(ledger) == {"attack": "accepted"}

    def test_is_all_or_nothing(self, ledger: Ledger, desk: Desk, both: str) -> None:
        name = coded(desk, RAID)[0].id or ""
        saw = claim_now(ledger, name).standing.version
        ledger.judge(name, "accept", by="Sam")
        before = entries(ledger)

        with pytest.raises(ConflictError, match="changed by entry"):
            self.curate(ledger, both, Choice(take="one", one=2), Choice(take="one", one=1, claim=name, saw=saw))

        assert entries(ledger) == before
        assert standing(ledger) == {"attack": "accepted"}

    @pytest.mark.parametrize(
        ("decisions", "told"),
        [
            ([Choice(take="one", one=9)], "has no claim 9"),
            ([Choice(take="one", one=1), Choice(take="neither", one=1)], "stands in more than one decision"),
            ([Choice(take="neither", one=1, claim="clm_none")], "no such claim"),
        ],
    )
    def test_what_cannot_be_carried_out_is_refused(
        self, ledger: Ledger, both: str, decisions: list[Choice], told: str
    ) -> None:
        with pytest.raises((RefusedError, NotFoundError), match=told):
            self.curate(ledger, both, *decisions)

    @pytest.mark.parametrize("take", ["one", "other", "ledger", "edited"])
    def test_nothing_can_be_taken_from_where_there_is_none(self, take: Any) -> None:
        with pytest.raises(RecordError, match="choice: "):
            Choice(take=take)

    def test_both_codings_must_be_closed_and_of_two_people(self, ledger: Ledger, desk: Desk, both: str) -> None:
        for coders, told in [(("Kim", "Kim"), "Kim twice"), (("Kim", "Eve"), "nobody called Eve")]:
            with pytest.raises((RefusedError, NotFoundError), match=told):
                ledger.curate(both, by="Ada", reason="May", coders=coders, decisions=[])
        ledger.reopen_blind(both, by="Sam", whose="Lee", reason="a page was missing")
        with pytest.raises(RefusedError, match="the coding by Lee is not submitted"):
            self.curate(ledger, both)
        ledger.submit_blind(both, by="Lee")
        ledger.lay_blind(both, coded(desk, DEAD)[0], by="Ada")
        with pytest.raises(RefusedError, match="Ada is still coding it"):
            self.curate(ledger, both)

    def test_who_curated_codes_the_article_blind_no_longer(self, ledger: Ledger, desk: Desk, both: str) -> None:
        self.curate(ledger, both)

        with pytest.raises(RefusedError, match="Ada curated its codings"):
            ledger.lay_blind(both, coded(desk, DEAD)[0], by="Ada")

    def test_claims_of_another_article_are_left_alone(self, ledger: Ledger, desk: Desk, both: str) -> None:
        other = desk.report(ECHO, ECHOED)
        desk.add(ledger, other)

        with pytest.raises(RefusedError, match="expected a claim of"):
            self.curate(ledger, both, Choice(take="neither", one=1, claim=other.claims[0].id))

    def test_agreement_is_measured_of_what_was_submitted(self, ledger: Ledger, desk: Desk, both: str) -> None:
        ledger.lay_blind(both, coded(desk, DEAD)[0], by="Eve")
        with ledger.engine.reading() as tx:
            found = {who: submitted_articles(tx, who, head(tx).seq) for who in ("Kim", "Lee", "Eve", "ledger", "Pat")}

        types = {who: [claim.type for one in told.values() for claim in one.claims] for who, told in found.items()}
        assert types == {
            "Kim": ["bombing", "violence_other"],
            "Lee": ["attack", "violence_other", "abduction"],
            "Eve": [],
            "ledger": ["attack"],
            "Pat": [],
        }


class TestSideBySide:
    def test_shows_a_curator_each_pair_with_the_ledgers_claim(self, ledger: Ledger, desk: Desk, article: str) -> None:
        for by, told in (("Kim", (DEAD, BOMBED)), ("Lee", (RAID, DEAD, TAKEN))):
            for claim in coded(desk, *told):
                ledger.lay_blind(article, claim, by=by)
            ledger.submit_blind(article, by=by)

        with ledger.engine.reading() as tx:
            laid = side_by_side(tx, article, ("Kim", "Lee"), "Ada", head(tx).seq)

        rows = [(row.one and row.one.number, row.other and row.other.number, row.held is not None, row.differs)
                for row in laid.rows]  # fmt: skip
        # in the order of the report: the raid, which the ledger has; the dead; the mayor
        assert rows == [(2, 1, True, ("type",)), (1, 2, False, ()), (None, 3, False, ())]

    def test_is_refused_before_both_have_submitted(self, ledger: Ledger, desk: Desk, article: str) -> None:
        for by in ("Kim", "Lee"):
            ledger.lay_blind(article, coded(desk, RAID)[0], by=by)
        for seen_by, coders in [("Ada", ("Kim", "Lee")), ("Kim", ("Kim", "Lee")), ("Kim", ("Kim", "Kim"))]:
            with ledger.engine.reading() as tx, pytest.raises(RefusedError, match=r"not shown|expected the submitted"):
                side_by_side(tx, article, coders, seen_by, head(tx).seq)
