"""A claim takes the day and place that the report tells of the same happening elsewhere, and nothing from another."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.coders.context import settle
from allegedly.coders.embedded import dates_a_toll
from allegedly.coders.lending import FEATURES, Telling, likeness, shares
from allegedly.coders.splits import bare_splits
from allegedly.coders.words import Words
from allegedly.model import (
    Article,
    Claim,
    EventClaim,
    Evidence,
    Factuality,
    Part,
    RelationClaim,
    TimeInterval,
    Zone,
)
from allegedly.segment import split_sentences
from allegedly.times import read_times

DAY = dt.date(2016, 11, 11)


def words_of(text: str, posts: tuple[Zone, ...] = ()) -> Words:
    sentences = tuple((span.start, span.end) for span in split_sentences(text, 0, len(text)))
    times = read_times(text, published_at=DAY)
    return Words(
        text=text, sentences=sentences, phrases=(), times=times, hours=(), amounts=(), names={}, posts=posts, voices=()
    )


def quote(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(start=start, end=start + len(words), text=words)


def part(text: str, words: str) -> Part:
    start = text.index(words)
    return Part(text=words, name=words, start=start, end=start + len(words))


def told(text: str, trigger: str, claim_type: str = "attack", **parts: str) -> EventClaim:
    """A claim of a report by the words of its trigger, actor, target, place and time."""
    when = next((time for time in read_times(text, published_at=DAY) if time.text == parts.get("time")), None)
    return EventClaim(
        type=claim_type,
        trigger=quote(text, trigger),
        evidence=(quote(text, trigger),),
        actor=(part(text, parts["actor"]),) if "actor" in parts else (),
        target=(part(text, parts["target"]),) if "target" in parts else (),
        place=part(text, parts["place"]) if "place" in parts else None,
        time=when,
        factuality=Factuality(tense="future" if "future" in parts else "past"),
    )


STORY = (
    "Militants attacked a consulate in Targo on Thursday. The militants rammed its gate with a truck. "
    "A border post was shelled in 2014. Guards will seal the road."
)


def settled(*claims: Claim, text: str = STORY, posts: tuple[Zone, ...] = ()) -> tuple[Claim, ...]:
    return settle(claims, words_of(text, posts))


def day_of(claim: Claim) -> dt.date | None:
    time: TimeInterval | None = getattr(claim, "time", None)
    return time.earliest if time else None


def test_a_part_of_an_attack_takes_its_day_and_place() -> None:
    attack = told(STORY, "attacked", actor="Militants", target="a consulate", place="Targo", time="Thursday")
    ramming = told(STORY, "rammed", "bombing", actor="The militants", target="its gate")

    _, found = settled(attack, ramming)

    assert isinstance(found, EventClaim)
    assert day_of(found) == dt.date(2016, 11, 10)
    assert found.place is not None
    assert found.place.text == "Targo"


@pytest.mark.parametrize(
    "borrower",
    [
        # what is to come has not happened on the day of what has
        told(STORY, "seal", "security_operation", actor="Militants", future="yes"),
        # a tie may hold at other times
        RelationClaim(
            type="rival_of",
            trigger=quote(STORY, "rammed"),
            evidence=(quote(STORY, "rammed"),),
            subject=(part(STORY, "Militants"),),
        ),
    ],
)
def test_what_is_to_come_and_ties_take_no_day(borrower: Claim) -> None:
    attack = told(STORY, "attacked", actor="Militants", target="a consulate", place="Targo", time="Thursday")

    assert day_of(settled(attack, borrower)[1]) is None


def test_a_year_is_lent_to_nobody() -> None:
    shelling = told(STORY, "shelled", "shelling", target="A border post", time="2014")
    attack = told(STORY, "attacked", "shelling", target="A border post")

    assert day_of(settled(shelling, attack)[1]) is None


def test_a_post_lends_and_borrows_nothing() -> None:
    post = Zone(label="embedded_post", start=0, end=STORY.index(" The militants"), author="R", date=DAY)
    attack = told(STORY, "attacked", actor="Militants", target="a consulate", place="Targo", time="Thursday")
    ramming = told(STORY, "rammed", "bombing", actor="The militants", target="its gate")

    assert day_of(settled(attack, ramming, posts=(post,))[1]) is None


def test_shared_people_and_type_speak_for_one_happening() -> None:
    one = Telling("attack", 4, ("Red Mesa Front",), ("a convoy",), "Targo", refers_back=True)
    same = Telling("attack", 3, ("Red Mesa Front",), ("the convoy",), "Targo", refers_back=False)
    other = Telling("trial", 9, ("a court",), ("a clerk",), "Dorran", refers_back=False)

    assert len(likeness(one, same, 1.0)) == len(FEATURES)
    for what in ("time", "place"):
        assert shares(what, likeness(one, same, 0.5)) > 0.5 > shares(what, likeness(one, other, 0.5))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The death toll from the bombing rose to at least six Friday.", "the count"),
        ("The number of victims had climbed to 31 by Friday.", "the count"),
        ("The bombing killed six people on Friday.", "the happening"),
        ("The toll was high. Gunmen struck again on Friday.", "the happening"),
    ],
)
def test_a_day_after_a_rising_toll_dates_the_count(text: str, dates: str) -> None:
    article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))
    time = next(time for time in read_times(text, published_at=DAY) if "Friday" in (time.text or ""))

    assert dates_a_toll(time, article) is (dates == "the count")


@pytest.mark.parametrize("text", ["The jury is split.", "The vote split up the hall.", "The road splits in two."])
def test_what_is_no_group_does_not_split_from_anything(text: str) -> None:
    article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))

    assert not list(bare_splits(article, words_of(text)))


@given(st.text(alphabet="ab .", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_what_lies_near_is_all_that_lies_there(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    phrases = tuple((found.start(), found.end()) for found in re.finditer(r"a[ab ]*", text))
    sentences = tuple((found.start(), found.end()) for found in re.finditer(r"[^.]+", text))
    words = Words(text, sentences, phrases, (), (), (), {}, (), ())

    assert words.phrases_at(start, end) == tuple(span for span in phrases if span[0] < end and span[1] > start)
    assert words.sentence_at(start) == next((s for s in sentences if s[0] <= start < s[1]), (start, start))


OATHS = "The River Column swore loyalty to the Banner. The Ash Front did too. The Banner accepted the pledge on Monday."


def tie(trigger: str, claim_type: str, subject: str, other: str | None = None) -> RelationClaim:
    return RelationClaim(
        type=claim_type,
        trigger=quote(OATHS, trigger),
        evidence=(quote(OATHS, trigger),),
        subject=(part(OATHS, subject),),
        object=(part(OATHS, other),) if other else (),
    )


@pytest.mark.parametrize(
    ("subject", "other", "swore"),
    [
        # the oath told last
        ("The Banner", None, ["The Ash Front"]),
        ("The Banner", "The River Column", ["The River Column"]),
        ("The Ash Front", None, []),
    ],
)
def test_an_oath_accepted_from_nobody_named_is_the_one_told_last(
    subject: str, other: str | None, swore: list[str]
) -> None:
    oaths = (
        tie("swore", "pledges_allegiance_to", "The River Column", "the Banner"),
        tie("did too", "pledges_allegiance_to", "The Ash Front"),
    )

    [*_, accepted] = settled(*oaths, tie("accepted", "accepts_pledge_of", subject, other), text=OATHS)

    assert isinstance(accepted, RelationClaim)
    assert [one.text for one in accepted.object] == swore


def test_an_oath_accepted_before_any_is_told_names_nobody() -> None:
    [accepted] = settled(tie("accepted", "accepts_pledge_of", "The Banner"), text=OATHS)

    assert isinstance(accepted, RelationClaim)
    assert not accepted.object


def test_an_oath_that_is_denied_is_not_the_one_accepted() -> None:
    denied = msgspec.structs.replace(
        tie("did too", "pledges_allegiance_to", "The Ash Front"), factuality=Factuality(polarity="-")
    )
    sworn = tie("swore", "pledges_allegiance_to", "The River Column", "the Banner")

    [*_, accepted] = settled(sworn, denied, tie("accepted", "accepts_pledge_of", "The Banner"), text=OATHS)

    assert isinstance(accepted, RelationClaim)
    assert [one.text for one in accepted.object] == ["The River Column"]
