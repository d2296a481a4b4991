"""The desk's list of actors and their pages: counts as found one by one, and no file on a private person."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import KEY

from allegedly.desk import Settings, create_app
from allegedly.ledger import open_ledger
from allegedly.ledger.facets import actor_keys, name_key, parties
from allegedly.ledger.moments import as_of, moment
from allegedly.model import Part, ResolvedActor
from allegedly.views.actors import actor_view
from allegedly.views.claims import find_claims
from allegedly.views.filters import Filters
from allegedly.views.profiles import profile, profile_by_all
from allegedly.wording import name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.ledger import Ledger
    from allegedly.ledger.held import Held

FRONT = "local:lake-front-0123abcd"
# a group of no list, a person, a public body, somebody whose name may be anybody's, and one of the shipped list
TEXT = (
    "The Lake Front attacked Velm on Monday. Dorn Velk pledged allegiance to the Lake Front. The army shelled the Lake "
    "Front{n}. Dorn Velk allegedly attacked police. The Front denied that it split from Islamic State. "
    "Dorn Velk was accused of the raid."
)


KNOWN = {
    "lake front": ResolvedActor(id=FRONT, name="Lake Front", kind="rebel"),
    "islamic state": ResolvedActor(id="act:islamic-state", name="Islamic State", kind="rebel"),
}
CLAIMS: tuple[dict[str, Any], ...] = (
    {"type": "attack", "said": "The Lake Front attacked Velm", "actor": "The Lake Front"},
    {
        "kind": "relation",
        "type": "pledges_allegiance_to",
        "subject": "Dorn Velk",
        "object": "the Lake Front",
        "said": "Dorn Velk pledged allegiance to the Lake Front",
    },
    {"type": "shelling", "said": "The army shelled the Lake", "actor": "The army", "target": "the Lake Front"},
    {
        "type": "attack",
        "actor": "Dorn Velk",
        "target": "police",
        "hedge": "allegedly",
        "said": "Dorn Velk allegedly attacked police",
    },
    {
        "kind": "relation",
        "type": "splits_from",
        "subject": "The Front",
        "object": "Islamic State",
        "said": "it split from Islamic State",
        "factuality": {"polarity": "-"},
    },
    {
        "kind": "relation",
        "type": "accused_of",
        "subject": "Dorn Velk",
        "object": "the raid",
        "said": "Dorn Velk was accused of the raid",
    },
)


def resolved(part: Part) -> Part:
    """A party with its full name and who it is known to be."""
    full = "the Lake Front" if part.name == "The Front" else part.name
    return msgspec.structs.replace(part, name=full, actor=KNOWN.get(name_key(full).partition(":")[2]))


@pytest.fixture
def named(tmp_path: Path, reports: Desk) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        for number in range(12):
            days: list[dict[str, Any]] = [{"day": f"2019-0{number % 3 + 1}-04"}, *[{}] * (len(CLAIMS) - 1)]
            told = [{**claim, **day} for claim, day in zip(CLAIMS, days, strict=True)]
            reading = reports.report(TEXT.format(n=number), *told, id=f"r{number}", publisher="The Courier")
            claims = tuple(
                msgspec.structs.replace(
                    claim,
                    **{
                        role: tuple(resolved(part) for part in getattr(claim, role))
                        for role in ("actor", "target", "subject", "object")
                        if hasattr(claim, role)
                    },
                )
                for claim in reading.claims
            )
            reports.add(ledger, msgspec.structs.replace(reading, claims=claims))
        yield ledger


@pytest.fixture
def client(named: Ledger) -> Iterator[TestClient]:
    app = create_app(named, Settings(key=KEY))
    app.state.bench.count()
    with TestClient(app, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {KEY}"}) as opened:
        yield opened


def one_by_one(ledger: Ledger, **asked: Any) -> list[Held]:
    with ledger.engine.reading() as tx:
        return list(find_claims(ledger.engine, tx, Filters(**asked), 2**31))


def leading(held: Held) -> set[str]:
    """The first key of everybody whom a claim names; what somebody is accused of is nobody."""
    assert held.claim is not None
    return {
        next(actor_keys(part))
        for role, part in parties(held.claim)
        if role != "object" or held.claim.type != "accused_of"
    }


@pytest.mark.parametrize("asked", [{}, {"type": "attack"}, {"certainty": "unknown"}, {"outlet": "nobody"}])
def test_the_list_counts_what_is_found_one_by_one(named: Ledger, client: TestClient, asked: dict[str, str]) -> None:
    expected = Counter(key for held in one_by_one(named, **asked) for key in leading(held))
    page = client.get("/actors.json", params=asked).json()
    assert dict(expected) == {one["key"]: one["claims"] for one in page["actors"]}
    assert [-one["claims"] for one in page["actors"]] == sorted(-one["claims"] for one in page["actors"])
    rows = list(csv.DictReader(io.StringIO(client.get("/actors.csv", params=asked).text)))
    assert [one["name"] for one in page["actors"]] == [row["name"] for row in rows]


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("lake", {f"id:{FRONT}"}),
        ("islamic st", {"id:act:islamic-state"}),
        ("Daesh", {"id:act:islamic-state"}),
        ("VELK", {"name:dorn velk"}),
        ("the raid", set()),
    ],
)
def test_actors_are_found_by_letters_and_by_other_names(client: TestClient, letters: str, found: set[str]) -> None:
    page = client.get("/actors.json", params={"name": letters}).json()
    assert found == {one["key"] for one in page["actors"]}


@pytest.mark.parametrize(
    ("words", "known", "basis"),
    [
        ("Black River Front", None, "group"),
        ("the army", None, "body"),
        ("the Orvenian government", None, "body"),
        ("Islamic State", None, "listed"),
        # a public office that the list of actors has
        ("Vladimir Putin", None, "listed"),
        ("Dorn Velk", None, None),
        ("President Dorn Velk", None, None),
        ("a commander of the Lake Front", None, None),
        ("three nurses", None, None),
        ("14 rebels", None, None),
        ("a soldier", None, None),
        ("protesters", None, None),
        ("the defendants", None, None),
        ("the Ninefold Covenant", None, None),
        # whatever a coder says of a person whom no list has
        ("Dorn Velk", ResolvedActor(kind="person"), None),
        ("Dorn Velk", ResolvedActor(id="local:dorn-velk-0123abcd", name="Dorn Velk", kind="person"), None),
        ("Lake Front", ResolvedActor(id=FRONT, name="Lake Front", kind="rebel"), "group"),
    ],
)
def test_only_groups_bodies_and_public_persons_have_a_page(words: str, known: ResolvedActor | None, basis: str | None) -> None:  # fmt: skip
    part = Part(text=words, name=words, actor=known) if known else Part(text=words, name=words)
    found = profile(next(actor_keys(part)), part)
    assert basis == (found.basis if found else None)


def test_one_claim_that_names_a_person_is_enough_for_no_page() -> None:
    rebels = Part(text="Velk", name="Velk", actor=ResolvedActor(kind="rebel"))
    person = Part(text="Velk", name="Velk", actor=ResolvedActor(kind="person"))
    assert profile_by_all(name_key("Velk"), [rebels]) is not None
    assert profile_by_all(name_key("Velk"), [rebels, person, rebels]) is None


def test_a_group_has_a_page_with_all_that_is_claimed(named: Ledger, client: TestClient) -> None:
    page = client.get("/actor.json", params={"key": f"id:{FRONT}"}).json()
    with named.engine.reading() as tx:
        whole = actor_view(named.engine, tx, f"id:{FRONT}", 2**31)
    assert ("Lake Front", "group", whole.claims) == (page["name"], page["profile"]["basis"], page["number"])
    charts = {chart["name"]: {bar["label"]: bar["claims"] for bar in chart["bars"]} for chart in page["charts"]}
    assert {"attack": 12} == charts["did"]
    assert {"shelling": 12} == charts["suffered"]
    assert {"splits from": 12, "pledges allegiance to": 12} == charts["tied"]
    assert {"2019-01": 4, "2019-02": 4, "2019-03": 4} == charts["months"]
    assert 24 == page["number_of_ties"]
    by_hand = {(tie.claim, tie.type, tie.role, tie.polarity) for tie in whole.ties}
    shown = {(tie["claim"], tie["type"], tie["role"], tie["polarity"]) for tie in page["ties"]}
    assert 20 == len(shown)
    assert shown <= by_hand
    assert "2019-01-04" == page["earliest"]


def test_names_are_counted_apart_from_other_words_for_it(named: Ledger, client: TestClient) -> None:
    page = client.get("/actor.json", params={"key": f"id:{FRONT}"}).json()
    found = one_by_one(named, actor=f"id:{FRONT}")
    called = [name(part) for held in found if held.claim for _, part in parties(held.claim) if part.known_actor and part.known_actor.id == FRONT]  # fmt: skip
    assert {"lake front": len(called)} == {
        one["name"].removeprefix("The ").removeprefix("the ").casefold(): one["claims"]
        for one in page["called"]
        if one["is_name"]
    }
    assert [("The Front", 12)] == [(one["name"], one["claims"]) for one in page["called"] if not one["is_name"]]


def test_of_a_private_person_there_are_claims_and_nothing_put_together(client: TestClient) -> None:
    page = client.get("/actor.json", params={"key": "Dorn Velk"}).json()
    assert (None, 36, 20) == (page["profile"], page["number"], len(page["claims"]))
    assert [[], [], [], []] == [page[part] for part in ("called", "charts", "ties", "listed")]
    assert (None, None, 0) == (page["earliest"], page["latest"], page["number_of_ties"])
    shown = client.get("/actor", params={"key": "Dorn Velk"}).text
    assert "private person" in shown
    assert "<svg" not in shown
    assert 404 == client.get("/actor.svg", params={"key": "Dorn Velk"}).status_code
    # and the list leads to the claims alone
    assert "/actor?key=name%3Adorn" not in client.get("/actors").text
    # the control: a group's page has all of these
    assert "<svg" in client.get("/actor", params={"key": f"id:{FRONT}"}).text


def test_the_list_of_actors_is_told_apart_from_claims(client: TestClient) -> None:
    page = client.get("/actor.json", params={"key": "Daesh"}).json()
    assert ("id:act:islamic-state", "listed") == (page["key"], page["profile"]["basis"])
    assert page["listed"]
    assert {"denied"} == {"denied" if tie["polarity"] == "-" else "said" for tie in page["ties"]}


def test_pages_of_claims_go_on_and_filters_hold(named: Ledger, client: TestClient) -> None:
    seen: list[int] = []
    asked: dict[str, Any] = {"key": f"id:{FRONT}"}
    while True:
        page = client.get("/actor.json", params=asked).json()
        seen += [one["seq"] for one in page["claims"]]
        if page["goes_on"] is None:
            break
        asked["before"] = page["goes_on"]
    assert len(seen) == len(set(seen)) == 48
    assert seen == sorted(seen, reverse=True)
    assert 12 == client.get("/actor.json", params={"key": f"id:{FRONT}", "role": "suffered"}).json()["number"]
    assert 12 == client.get("/actor.json", params={"key": f"id:{FRONT}", "type": "splits_from"}).json()["number"]
    with named.engine.reading() as tx:
        known_then = list(find_claims(named.engine, tx, Filters(actor=f"id:{FRONT}"), as_of(tx, moment("#5"))))
    then = client.get("/actor.json", params={"key": f"id:{FRONT}", "as_of": "#5"}).json()
    assert [one.id for one in reversed(known_then)] == [one["id"] for one in then["claims"]]
    assert 0 < then["number"] < 48


@pytest.mark.parametrize("asked", [{}, {"key": "nobody at all"}, {"key": f"id:{FRONT}", "role": "won"}])
def test_a_question_nobody_can_answer_is_told_so(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/actor", params=asked)
    assert 404 == answer.status_code
    assert "expected" in answer.text or "no claim" in answer.text
