"""Who codes what, and how far each is, kept as the ledger grows: the same as the ledger tells article by article."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from allegedly.errors import NotFoundError, RecordError, RefusedError
from allegedly.ledger.coderacts import Choice
from allegedly.stores.batch import head
from allegedly.views.codings import blind_coding, codings_of
from allegedly.views.codingstates import CodingStates
from allegedly.views.log import log_lines
from allegedly.views.sidebyside import side_by_side

if TYPE_CHECKING:
    from tests.conftest import Desk

    from allegedly.ledger import Ledger

TEXT = "Gunmen attacked the town of Orven on Monday, police said. At least 9 people were killed."
RAID = {"type": "attack", "said": "Gunmen attacked the town of Orven", "place": "Orven"}
DEAD = {"type": "violence_other", "said": "At least 9 people were killed", "killed": "9"}
PEOPLE = ("Kim", "Lee", "Ada")


@pytest.fixture
def articles(ledger: Ledger, desk: Desk) -> list[str]:
    """The ids of five reports in which the coder found the raid."""
    for number in range(5):
        desk.add(ledger, desk.report(f"Report {number}. {TEXT}", RAID, id=f"report-{number}"))
    return [f"report-{number}" for number in range(5)]


def lay(ledger: Ledger, desk: Desk, article: str, by: str) -> None:
    text = f"Report {article[-1]}. {TEXT}"
    ledger.lay_blind(article, desk.report(text, DEAD).claims[0], by=by)


def entries(ledger: Ledger) -> int:
    with ledger.engine.reading() as tx:
        return head(tx).seq


def test_it_tells_what_the_ledger_tells_at_every_moment(
    ledger: Ledger, desk: Desk, articles: list[str], seed: int
) -> None:
    dice, states = random.Random(seed), CodingStates()
    first = entries(ledger)
    for step in range(60):
        article, by = dice.choice(articles), dice.choice(PEOPLE)
        try:
            if dice.random() < 0.4:
                lay(ledger, desk, article, by)
            elif dice.random() < 0.5:
                ledger.submit_blind(article, by=by)
            else:
                ledger.reopen_blind(article, by="Sam", whose=by, reason="looked too early")
        except RefusedError:
            continue
        if step % 7 == 0:
            # followed in the middle, then on
            with ledger.engine.reading() as tx:
                states.at(tx, head(tx).seq)
    last = entries(ledger)
    with ledger.engine.reading() as tx:
        for upto in (first, last, *dice.sample(range(first, last), 12)):
            told = states.at(tx, upto)
            kept = {
                name: [(one.by, one.submitted_at, one.reopened) for one in state.codings.values()]
                for name, state in told.items()
            }
            read = {
                name: [(one.by, one.submitted_at, one.reopened) for one in codings_of(tx, name, upto)]
                for name in articles
            }
            assert kept == {name: coders for name, coders in read.items() if coders}, f"seed {seed}, entry {upto}"
            assert not any(coding.claims for state in told.values() for coding in state.codings.values())


def test_what_is_wanted_is_told_until_it_is_no_longer(ledger: Ledger, articles: list[str]) -> None:
    states = CodingStates()
    entered = ledger.want_codings(articles[:2], by="Ada")
    ledger.want_codings(articles[:1], by="Ada", wanted=False)
    with ledger.engine.reading() as tx:
        then, now = states.at(tx, entered[1]), states.at(tx, head(tx).seq)
        lines = [(line.by, line.words) for line in log_lines(tx, 2**40, kinds=["coding_wanted"])]
    assert {name: one.wanted for name, one in then.items()} == dict(zip(articles[:2], entered, strict=True))
    assert {name: one.wanted for name, one in now.items()} == {articles[0]: None, articles[1]: entered[1]}
    assert lines == [*[("Ada", "to be coded blind")] * 2, ("Ada", "no longer to be coded blind")]
    assert ledger.verify().faults == ()


def test_all_that_are_wanted_are_there_or_none_is_entered(ledger: Ledger, articles: list[str]) -> None:
    before = entries(ledger)
    with pytest.raises(NotFoundError, match="nowhere: no such article"):
        ledger.want_codings([articles[0], "nowhere"], by="Ada")
    with pytest.raises(RecordError, match="expected a coder's name"):
        ledger.want_codings(articles, by="ledger")
    assert entries(ledger) == before


def test_a_newer_version_is_coded_anew_and_a_redacted_one_is_gone(
    ledger: Ledger, desk: Desk, articles: list[str]
) -> None:
    states = CodingStates()
    for article in articles[:2]:
        lay(ledger, desk, article, "Kim")
    with ledger.engine.reading() as tx:
        assert set(states.at(tx, head(tx).seq)) == set(articles[:2])
    desk.add(ledger, desk.report(f"Report 0. {TEXT} More follows.", id="report-0"))
    ledger.redact("report-1", by="Sam", reason="source at risk")
    with ledger.engine.reading() as tx:
        now = states.at(tx, head(tx).seq)
    assert {name: dict(one.codings) for name, one in now.items()} == {"report-0": {}}


def test_who_begins_to_curate_has_submitted_nothing_half_done(ledger: Ledger, desk: Desk, articles: list[str]) -> None:
    article = articles[0]
    with pytest.raises(RefusedError, match="nobody has submitted"):
        ledger.begin_curation(article, by="Ada")
    for by in ("Kim", "Lee"):
        lay(ledger, desk, article, by)
        ledger.submit_blind(article, by=by)
    lay(ledger, desk, article, "Sam")
    with pytest.raises(RefusedError, match="Sam is still coding it"):
        ledger.begin_curation(article, by="Sam")

    ledger.begin_curation(article, by="Ada")

    with pytest.raises(RefusedError, match="can code it blind no longer"):
        lay(ledger, desk, article, "Ada")
    with ledger.engine.reading() as tx:
        state = CodingStates().at(tx, head(tx).seq)[article]
    assert (state.curators, state.curated, state.submitted) == (frozenset({"Ada"}), (), ("Kim", "Lee"))


def test_who_asks_for_an_earlier_moment_is_no_less_blind(ledger: Ledger, desk: Desk, articles: list[str]) -> None:
    article = articles[0]
    for by in ("Kim", "Lee"):
        lay(ledger, desk, article, by)
        ledger.submit_blind(article, by=by)
    then = entries(ledger)
    with ledger.engine.reading() as tx:
        assert blind_coding(tx, article, "Ada", then, whose="Kim", curating=True).claims
    lay(ledger, desk, article, "Ada")
    with ledger.engine.reading() as tx, pytest.raises(RefusedError, match="is not shown to Ada"):
        blind_coding(tx, article, "Ada", then, whose="Kim", curating=True)
    # nor is what was coded of the version before, to whoever codes the newer one
    newer = f"Report 0. {TEXT} More follows."
    desk.add(ledger, desk.report(newer, id=article))
    ledger.lay_blind(article, desk.report(newer, RAID).claims[0], by="Ada")
    with ledger.engine.reading() as tx, pytest.raises(RefusedError, match="is not shown to Ada"):
        blind_coding(tx, article, "Ada", then, whose="Kim", curating=True)


def test_one_coding_is_made_one_with_a_reviewed_report(ledger: Ledger, desk: Desk, articles: list[str]) -> None:
    article = articles[0]
    raid = desk.report(f"Report 0. {TEXT}", RAID, id=article).claims[0]
    lay(ledger, desk, article, "Kim")
    ledger.submit_blind(article, by="Kim")
    both = ("Kim", "ledger")
    with ledger.engine.reading() as tx, pytest.raises(RefusedError, match="all reviewed"):
        side_by_side(tx, article, both, "Ada", head(tx).seq)
    ledger.judge(raid.id or "", "accept", by="Sam")

    with ledger.engine.reading() as tx:
        laid = side_by_side(tx, article, both, "Ada", head(tx).seq)
    assert [(row.one is not None, row.other, row.held is not None) for row in laid.rows] == [
        (False, None, True),
        (True, None, False),
    ]
    act = ledger.curate(article, by="Ada", reason="May", coders=both,
                        decisions=[Choice(take="ledger", claim=raid.id), Choice(take="one", one=1)])  # fmt: skip
    assert (act.coders, act.submissions[1]) == (both, 0)
    with pytest.raises(NotFoundError, match="the coding by ledger has no claim 1"):
        ledger.curate(article, by="Ada", reason="May", coders=both, decisions=[Choice(take="other", other=1)])
    with pytest.raises(RefusedError, match="found ledger twice"):
        ledger.curate(article, by="Ada", reason="May", coders=("ledger", "ledger"), decisions=[])
    assert ledger.verify().faults == ()
