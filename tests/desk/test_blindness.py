"""Reliability row F10 at the desk: whatever a coder asks for, nothing of another's coding comes before both are done."""

from __future__ import annotations

import itertools
import random
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from tests.coded import RAID, TEXT
from tests.desk.coders import Room, room, told

from allegedly.desk import application
from allegedly.desk.pages import PageRoute, Shown
from allegedly.ledger.blindcodings import blind_codings
from allegedly.ledger.held import article_at
from allegedly.model import Part, Record
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.testclient import TestClient
    from tests.conftest import Desk

    from allegedly.desk.asked import Asked

PEOPLE = ("Kim", "Lee", "Ada")
# what a coder could ask for to learn of Kim's coding, in the words of every page that takes them
QUESTIONS = (
    "", "one=Kim&other=Lee", "one=Kim&other=ledger", "words=canary", "actor=canary+Kim", "by=Kim", "kind=blind_claim",
    "subject={article}", "status=all", "claim=one-1", "key=name:canary+kim&one=name:canary+kim&other=name:canary+lee",
    "as_of=%23{entry}", "one=Kim&other=Ada&as_of=%23{entry}",
)  # fmt: skip

# where what may be seen is seen
SURE = (("/curation/{seq:int}", ".json", "one=Kim&other=Lee"), ("/coding/{seq:int}", ".json", ""))


class Asking(NamedTuple):
    """A desk, what people did at it, and everything that could be asked for."""

    room: Room
    dice: random.Random
    # who has submitted, by report; False while it is open
    done: dict[str, dict[str, bool]]
    curators: dict[str, set[str]]


@pytest.mark.reliability
def test_no_answer_tells_a_coder_what_another_coded(
    tmp_path: Path, reports: Desk, seed: int, score: Callable[..., None]
) -> None:
    leaks, asked, seen = trials(tmp_path, reports, seed, count=5)
    score("F10 answers of the desk looked through", answers=asked, rightly_seen=seen, leaks=len(leaks))

    assert leaks == [], f"seed {seed}"
    assert asked >= 500
    # the questions can find what there is to find: what may be seen was seen
    assert seen > 0


class Told(Record, frozen=True, kw_only=True):
    """What a page without the rule tells."""

    codings: Any


def tell_all(asked: Asked) -> Shown:
    """A page that shows whoever asks what everybody coded."""
    article = article_at(asked.tx, asked.path["seq"])
    found = blind_codings(asked.tx, article.id, head(asked.tx).seq) if article else {}
    return Shown(Told(codings=msgspec.to_builtins(found)), "All codings")


@pytest.mark.control
def test_a_page_that_shows_them_is_caught(
    tmp_path: Path, reports: Desk, seed: int, score: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PageRoute("/coding/{seq:int}/all", "base.html", tell_all)
    monkeypatch.setattr(application, "PAGES", (*application.PAGES, page))

    leaks, asked, _ = trials(tmp_path, reports, seed, count=4)
    score("F10 control, a page that shows all codings", answers=asked, leaks=len(leaks))

    assert leaks != []
    assert {leak.partition("/")[2].partition("?")[0].partition(".")[0].rpartition("/")[2] for leak in leaks} == {"all"}


def trials(folder: Path, reports: Desk, seed: int, count: int) -> tuple[list[str], int, int]:
    """People code reports in any order; after each act everybody asks the desk for things, page after page.

    Gives the leaks, how many answers were looked through, and how often somebody rightly saw another's claim.
    """
    texts = [f"Report {number}. {TEXT}" for number in range(count)]
    readings = [reports.report(text, RAID, id=f"report-{number}") for number, text in enumerate(texts)]
    leaks, asked, seen = [], 0, 0
    with room(folder / "trials.db", *readings) as opened:
        at = Asking(opened, random.Random(seed), {}, {})
        ways = itertools.cycle(addresses(at.dice))
        for (article, seq), text in zip(opened.seqs.items(), texts, strict=True):
            for step in range(at.dice.randint(8, 13)):
                one_act(at, reports, (article, seq, text, step))
                for viewer in PEOPLE:
                    client = opened.client(viewer)
                    looked = [ask(at, client, article, way) for way in (*SURE, *itertools.islice(ways, 2))]
                    answers = [*looked, *pry(at, client, viewer, article)]
                    asked += len(answers)
                    for address, body in answers:
                        for whose in {*PEOPLE} - {viewer}:
                            if f"canary {whose}" not in body:
                                continue
                            seen += may(at, viewer, whose, body)
                            if not may(at, viewer, whose, body):
                                leaks.append(f"{viewer} was given {whose}'s at {address}")
    return leaks, asked, seen


def may(at: Asking, viewer: str, whose: str, body: str) -> bool:
    """Whether all that a body tells of somebody's codings may be seen: the report's name is in each canary."""
    for article in set(re.findall(rf"canary {whose} (report-\d+) ", body)):
        done = at.done.get(article, {})
        curates = viewer in at.curators.get(article, ()) and viewer not in done
        if not (done.get(whose) and (done.get(viewer) or curates)):
            return False
    return True


def one_act(at: Asking, reports: Desk, about: tuple[str, int, str, int]) -> None:
    """One thing a person does; every claim names somebody who tells whose claim it is."""
    article, seq, text, step = about
    by = at.dice.choice(PEOPLE)
    client, done = at.room.client(by), at.done.setdefault(article, {})
    if by in at.curators.get(article, ()):
        return
    if done.get(by):
        if at.dice.random() < 0.15:
            assert client.post(f"/coding/{seq}/reopening", json={"reason": "looked too early"}).status_code == 201
            done[by] = False
    elif by in done and at.dice.random() < 0.8:
        assert client.post(f"/coding/{seq}/submission", json={}).status_code == 201
        done[by] = True
    elif by not in done and at.dice.random() < 0.15:
        if client.post(f"/curation/{seq}/begin", json={}).status_code == 201:
            at.curators.setdefault(article, set()).add(by)
    else:
        claim = reports.report(text, RAID).claims[0]
        mine = msgspec.structs.replace(claim, target=(Part(text="post", name=f"canary {by} {article} {step}"),))
        assert client.post(f"/coding/{seq}/claims", json={"claim": told(mine)}).status_code == 201
        done[by] = False


def addresses(dice: random.Random) -> list[tuple[str, str, str]]:
    """Every page in every form with every question, in an order that comes to each page soon."""
    paths = [page.path for page in application.PAGES]
    questions = dice.sample(QUESTIONS, len(QUESTIONS))
    return [(path, form, query) for query in questions for form in ("", ".json", ".csv") for path in paths]


def ask(at: Asking, client: TestClient, article: str, way: tuple[str, str, str]) -> tuple[str, str]:
    """Asks for one page about an article; gives the address and everything that came, errors too."""
    path, form, query = way
    with at.room.ledger.engine.reading() as tx:
        last = head(tx).seq
        claim = str(tx.rows("SELECT id FROM claim ORDER BY seq LIMIT 1")[0][0])
    named = {"seq:int": at.room.seqs[article], "event": claim.replace("clm_", "evt_"), "claim": claim, "chart": "types"}
    address = re.sub(r"\{([^}]*)\}", lambda part: str(named.get(part[1], article)), path) + form
    address += "?" + query.format(article=article, entry=at.dice.randint(1, last)) if query else ""
    answer = client.get(address, headers={"Accept": "text/html"} if not form else {})
    return address, answer.text + str(answer.headers)


def pry(at: Asking, client: TestClient, viewer: str, article: str) -> Iterator[tuple[str, str]]:
    """Writes that are refused, whose refusal could tell something."""
    seq, done = at.room.seqs[article], at.done.get(article, {})
    if not done.get(viewer) and viewer not in at.curators.get(article, ()):
        decisions = {"one": "Kim", "other": "Lee", "reason": "to look", "decisions": [{"take": "one", "one": 1}]}
        for way, sent in ((f"/curation/{seq}/decisions", decisions), (f"/coding/{seq}/withdrawals", {"number": 99})):
            answer = client.post(way, json=sent)
            assert answer.status_code in (403, 404, 422), answer.text
            yield way, answer.text
