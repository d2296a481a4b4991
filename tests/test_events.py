"""Which claims of different reports are taken for one happening, why, and that no order of arrival changes it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.events import REPORT, SAME, Telling, about, blocks, compare, gather, telling, tellings
from allegedly.events.rarity import picture, rarity, words_in
from allegedly.model import (
    Article,
    Attribution,
    Claim,
    Count,
    Cue,
    EventClaim,
    Evidence,
    Factuality,
    Part,
    PlacePrecision,
    Quantity,
    Reading,
    RelationClaim,
    ResolvedActor,
    ResolvedPlace,
    TimeInterval,
    Zone,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

DAY = dt.date(2031, 5, 9)
OSTRELL = (49.8, 18.2)


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def article(name: str, text: str, printed: int | None = 0, publisher: str | None = None) -> Article:
    head, _, _ = text.partition("\n\n")
    zones = [Zone(label="headline", start=0, end=len(head)), Zone(label="body", start=len(head), end=len(text))]
    return Article(
        id=name,
        text=text,
        zones=tuple(zone for zone in zones if text[zone.start : zone.end].strip()) if head != text else (zones[0],),
        published_at=None if printed is None else day(printed),
        publisher=publisher,
    )


def named(name: str | None, point: tuple[float, float] | None = None) -> Part | None:
    if name is None:
        return None
    known = None
    if point:
        known = ResolvedPlace(
            reason="the only one", lat=point[0], lon=point[1], precision=PlacePrecision(acled=1, ucdp=1)
        )
    return Part(text=name, name=name, resolved=known)


def claim(text: str, kind: str = "bombing", at: int = 0, **told: Any) -> EventClaim:
    """A claim over ten characters of a text; `on` is the day it happened, `killed` how many died, `by` who says so."""
    on = told.get("on")
    killed = told.get("killed")
    by = told.get("by")
    start, end = (on, on) if isinstance(on, int) else on or (None, None)
    return EventClaim(
        type=kind,
        id=told.get("id"),
        evidence=(Evidence(start=at, end=at + 10, text=text[at : at + 10]),),
        place=named(told.get("place"), told.get("point")),
        time=None
        if start is None or end is None
        else TimeInterval(precision="day", basis="anchored", earliest=day(start), latest=day(end), text="then"),
        counts=(Count(what="killed", low=killed, best=killed, high=killed, text=text[0], start=0, end=1),)
        if killed
        else (),
        target=tuple(Part(text=name, name=name) for name in told.get("target", ())),
        attribution=(Attribution(who=by, role="security_force", cue="said"),) if by else (),
        factuality=told.get("factuality", Factuality()),
    )


MARKET = (
    "Bomb kills 14 at Ostrell market\n\nA bomb hidden in a generator tore through the covered market of Ostrell on Friday, "
    "killing 14 people, the governor Bruno Vask said. Stallholders carried the wounded to Saint Orsola hospital."
)
MARKET_LATER = (
    "Ostrell toll reaches 16\n\nSixteen people have now died of the blast at the covered market in Ostrell, the hospital of "
    "Saint Orsola said on Sunday. The bomb was in a generator, governor Bruno Vask said."
)
BARRACKS = (
    "Gunmen storm barracks in Tamrin\n\nGunmen stormed the barracks of Tamrin at dawn and killed three cadets before "
    "paratroopers drove them off, Colonel Idris Okello said."
)
SECOND_BOMB = (
    "Second bomb in Ostrell in a month\n\nA bomb on a tram killed two people in Ostrell on Tuesday, four weeks after the "
    "attack on the covered market, governor Bruno Vask said."
)


def told(name: str, text: str, printed: int = 0, **what: Any) -> Telling:
    found = telling(article(name, text, printed), claim(text, id=f"clm_{name}", **what))
    assert found
    return found


FIRST = told("a", MARKET, on=-1, place="covered market in Ostrell", killed=14)
# what it is compared with, whether it is the same, and what must be among the reasons
PAIRS = [
    ("another outlet the same day", told("b", MARKET_LATER, 2, on=-1, place="Ostrell", killed=16), True, "days agree"),
    ("told without a day", told("b", MARKET_LATER, 2, place="covered market in Ostrell"), True, "reports 2 days apart"),
    ("told as an attack", told("b", MARKET_LATER, 2, kind="attack", on=-1, place="Ostrell"), True, "14 and 16 killed"),
    ("another town the same day", told("b", BARRACKS, on=-1, place="Tamrin", kind="attack"), False, ""),
    (
        "the same town four weeks on",
        told("b", SECOND_BOMB, 28, on=27, place="Ostrell", killed=2),
        False,
        "28 days apart",
    ),
    ("an arrest for it", told("b", MARKET_LATER, 2, kind="arrest", on=-1, place="Ostrell"), False, "other kind"),
    ("nothing in common", told("b", "Ferry\n\nA ferry left.", 400), False, "neither place and week"),
]


@pytest.mark.parametrize(("what", "other", "same", "reason"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_two_reports_tell_of_one_happening_or_of_two(what: str, other: Telling, same: bool, reason: str) -> None:  # noqa: FBT001 - a table
    if "14 and 16" in reason:
        other = msgspec.structs.replace(other, counts=(("killed", 16, 16, 16),))
    likeness = compare(FIRST, other)

    assert likeness.same is same, (what, likeness)
    assert any(reason in one for one in likeness.reasons) or not reason


def test_the_reasons_say_what_is_shared_in_words() -> None:
    other = told("b", MARKET_LATER, 2, on=-1, place="Ostrell", killed=14)

    assert compare(FIRST, other).reasons == (
        "same words: bruno, generator, orsola, ostrell",
        "days agree",
        "reports 2 days apart",
        "same place Covered Market In Ostrell, Ostrell",
        "both 14 killed",
        "both bombing",
    )


def test_points_a_walk_apart_are_one_place_and_towns_apart_are_two() -> None:
    near = told("a", MARKET, on=-1, place="Ostrell", point=OSTRELL)
    same = told("b", MARKET_LATER, 2, on=-1, place="Ostrell", point=(49.85, 18.25))
    far = told("b", BARRACKS, on=-1, place="Tamrin", point=(12.0, 18.2), kind="bombing")

    assert any("same place" in one for one in compare(near, same).reasons)
    assert compare(near, same).score > 0.9
    assert compare(near, msgspec.structs.replace(far, words=near.words)).reasons == ("two places: ostrell and tamrin",)


def test_a_happening_told_in_passing_is_known_by_its_own_place_and_day_not_by_its_report() -> None:
    trial = "Trial opens\n\nFour men went on trial in Marl for the bomb in the covered market of Ostrell on 8 May."
    aside = msgspec.structs.replace(told("b", trial, 60, on=-1, place="Ostrell"), leads=False)

    assert compare(FIRST, aside).same
    assert not compare(FIRST, msgspec.structs.replace(aside, earliest=day(-3), latest=day(-3))).same
    assert not compare(FIRST, msgspec.structs.replace(aside, place=None)).same


def test_the_police_and_the_paper_tell_of_one_attack_in_one_report() -> None:
    text = BARRACKS
    both = Reading(
        article=article("a", text),
        claims=(
            claim(text, "attack", id="clm_paper", on=-1, place="Tamrin", target=["cadets"]),
            claim(text, "attack", 40, id="clm_police", on=-1, place="Tamrin", by="Colonel Idris Okello", killed=3),
            claim(text, "attack", 60, id="clm_past", on=-300, place="Ostrell"),
            claim(text, "arrest", 70, id="clm_arrest", on=-1, place="Tamrin"),
        ),
    )

    assert gather(tellings(both)) == (("clm_arrest",), ("clm_paper", "clm_police"), ("clm_past",))


def test_only_what_is_told_as_having_happened_is_compared() -> None:
    text = MARKET
    cue = (Cue(start=0, end=4, text=text[:4]),)
    none: list[Claim] = [
        claim(text, factuality=Factuality(polarity="-", cues=cue)),
        claim(text, factuality=Factuality(tense="future")),
        claim(text, factuality=Factuality(tense="hypothetical")),
        RelationClaim(type="leads", evidence=(Evidence(start=0, end=4, text=text[:4]),)),
        Quantity(type="killed", evidence=(Evidence(start=0, end=4, text=text[:4]),)),
    ]

    assert [telling(article("a", text), one) for one in none] == [None] * 5
    assert telling(article("a", text), claim(text, factuality=Factuality(certainty="unknown", cues=cue)))


def test_the_first_of_its_kind_leads_whatever_the_order_of_the_claims() -> None:
    text = BARRACKS
    later, first = claim(text, "attack", 40, id="clm_2"), claim(text, "attack", 0, id="clm_1")

    for claims in ((first, later), (later, first)):
        found = {one.claim_id: one.leads for one in tellings(Reading(article=article("a", text), claims=claims))}
        assert found == {"clm_1": True, "clm_2": False}


def test_known_actors_count_by_their_id_beside_their_name() -> None:
    text = MARKET
    part = Part(text="the Guard", name="the Guard", actor=ResolvedActor(id="act_7", name="Marl Guard"))
    found = telling(article("a", text), msgspec.structs.replace(claim(text), actor=(part,)))

    assert found
    assert found.actors == ("guard", "act_7")


def test_a_report_without_a_claim_still_has_its_words_and_its_toll() -> None:
    found = about(Reading(article=article("a", MARKET), claims=()))

    assert (found.group, found.claim_id, found.counts) == (REPORT, "a", (("killed", 14, 14, 14),))
    assert "Ostrell" in found.words.split()


def test_reports_of_one_happening_find_each_other_with_or_without_claims() -> None:
    market = Reading(article=article("a", MARKET), claims=(claim(MARKET, on=-1, place="Ostrell", killed=14),))
    later = Reading(article=article("b", MARKET_LATER, 2), claims=())
    barracks = Reading(article=article("c", BARRACKS), claims=(claim(BARRACKS, "attack", on=-1, place="Tamrin"),))

    assert gather(about(one) for one in (market, later, barracks)) == (("a", "b"), ("c",))


def test_a_telling_is_small_and_comes_back_from_json() -> None:
    kept = msgspec.json.encode(FIRST)

    assert msgspec.json.decode(kept, type=Telling) == FIRST
    assert len(kept) < 600


def test_the_words_of_a_report_leave_out_furniture_and_keep_names() -> None:
    text = "Raid in Marl\n\nGunmen raided Marl.\n\nSubscribe to Zorbax Weekly"
    cut = text.index("Subscribe")
    zones = (
        Zone(label="headline", start=0, end=12),
        Zone(label="body", start=12, end=cut),
        Zone(label="furniture", start=cut, end=len(text)),
    )

    found = picture(Article(id="a", text=text, zones=zones))

    assert "Marl" in found
    assert not {"Zorbax", "zorbax"} & set(found)


@pytest.mark.parametrize(
    ("word", "least", "most"), [("the", 0, 0), ("police", 0, 1), ("generator", 6, 10), ("Ostrell", 10, 10)]
)
def test_a_word_is_as_rare_as_reports_are_that_hold_it(word: str, least: int, most: int) -> None:
    assert least <= rarity(word) <= most


def test_ages_are_words_and_other_figures_are_not() -> None:
    assert words_in("A 9-month-old, a two-year-old and 14 others of 2100 Elm's") == [
        *("9-month-old", "two-year-old", "and", "others", "of", "Elm"),
    ]


def test_children_of_other_ages_are_other_children() -> None:
    one = told("a", "Boy shot in Marl\n\nA 9-year-old boy was shot in Marl.", kind="attack", place="Marl")
    other = told("b", "Boy shot in Marl\n\nA 4-year-old boy was shot in Marl.", kind="attack", place="Marl")

    assert "other ages: 4; 9" in compare(one, other).reasons
    assert compare(one, other).score < compare(one, msgspec.structs.replace(one, article_id="b")).score


WORDS = ("Ostrell", "Tamrin", "Vask", "generator", "tram", "cadets", "Orsola", "4-year-old", "9-year-old", "market")
PLACES = (None, "ostrell", "tamrin", "covered market in ostrell", "city")


@st.composite
def some_telling(draw: st.DrawFn) -> Telling:
    first = draw(st.none() | st.integers(0, 60))
    name = draw(st.integers(0, 400))
    point = draw(st.sampled_from([None, OSTRELL, (12.0, -179.5), (12.0, 179.5)]))
    return Telling(
        claim_id=f"clm_{name:03}",
        article_id=draw(st.sampled_from("abcdef")),
        group=draw(st.sampled_from(["force", "force", "report", "arrest"])),
        type=draw(st.sampled_from(["attack", "bombing"])),
        at=draw(st.integers(0, 900)),
        leads=draw(st.booleans()),
        words=" ".join(draw(st.lists(st.sampled_from(WORDS), unique=True))),
        published_at=draw(st.none() | st.integers(0, 90).map(day)),
        earliest=None if first is None else day(first),
        latest=None if first is None else day(first + draw(st.sampled_from([0, 0, 3, 30]))),
        basis=None if first is None else draw(st.sampled_from(["stated", "anchored", "publication"])),
        place=draw(st.sampled_from(PLACES)),
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        targets=draw(st.sampled_from([(), ("cadets",), ("bruno vask", "act_1"), ("police",)])),
        counts=draw(
            st.sampled_from([(), (("killed", 14, 14, 14),), (("killed", None, None, 20), ("wounded", 2, 2, None))])
        ),
        voice=draw(st.sampled_from([None, "police"])),
    )


@given(some_telling(), some_telling())
def test_comparing_is_the_same_from_both_sides(a: Telling, b: Telling) -> None:
    assert compare(a, b) == compare(b, a)
    assert 0 <= compare(a, b).score <= 1


@given(some_telling(), some_telling())
def test_what_is_the_same_shares_a_block(a: Telling, b: Telling) -> None:
    if compare(a, b).score >= SAME:
        assert set(blocks(a)) & set(blocks(b))


@given(some_telling())
def test_the_blocks_are_few_and_sorted(a: Telling) -> None:
    found = blocks(a)

    assert 1 <= len(found) <= 60
    assert list(found) == sorted(set(found))


def test_a_claim_without_words_place_or_day_has_one_block() -> None:
    bare = Telling(claim_id="c", article_id="a", group="force", type="attack", at=0, leads=True, words="")

    assert blocks(bare) == ("force|report|a",)


@given(st.lists(some_telling(), max_size=12, unique_by=lambda one: one.claim_id), st.randoms(use_true_random=False))
def test_events_do_not_depend_on_the_order_of_arrival(found: list[Telling], chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)

    events = gather(found)

    assert events == gather(shuffled)
    assert sorted(one for event in events for one in event) == sorted(one.claim_id for one in found)


@given(st.lists(some_telling(), max_size=12, unique_by=lambda one: one.claim_id))
def test_an_event_is_what_pairs_connect_and_nothing_else(found: Sequence[Telling]) -> None:
    event = {one: together for together in gather(found) for one in together}
    joined = {(a.claim_id, b.claim_id) for a in found for b in found if a is not b and compare(a, b).score >= SAME}

    assert all(event[a] == event[b] for a, b in joined)
    for together in set(event.values()):
        reached = {together[0]}
        while more := {b for a, b in joined if a in reached} - reached:
            reached |= more
        assert reached == set(together)
