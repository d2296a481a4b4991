"""Coders are found by name among the installed ones, and a wrong name is told with the right ones."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from allegedly.coders import entry_point_of, known_coders, load_coder
from allegedly.coders.dating import since_then
from allegedly.coders.encoder import Stretch
from allegedly.coders.folding import fold
from allegedly.coders.halves import each_name, side_by_side, with_what_is_counted
from allegedly.coders.words import Words
from allegedly.errors import UnknownCoderError
from allegedly.model import Article, EventClaim, Part, Quantity, RelationClaim, TimeInterval, Zone
from allegedly.quantities import find_counts
from allegedly.segment import split_sentences
from allegedly.times import read_times

if TYPE_CHECKING:
    from allegedly.model import Claim


def test_the_shipped_coder_is_registered_as_any_plugin_is() -> None:
    assert "embedded" in known_coders()
    assert entry_point_of("embedded").value == "allegedly.coders.embedded:EmbeddedCoder"


def test_a_guest_coder_is_found_by_its_entry_point(stub_coder: str) -> None:
    text = "Gunmen attacked farmers."
    article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))

    claims = load_coder(stub_coder).code(article)

    assert [(claim.type, claim.evidence[0].text) for claim in claims] == [("attack", "attacked farmers")]
    assert set(known_coders()) >= {"embedded", "stub"}


@pytest.mark.usefixtures("stub_coder")
def test_an_unknown_name_is_told_with_the_names_there_are() -> None:
    with pytest.raises(UnknownCoderError, match=r"no coder is called 'oracle'; known coders: .*embedded.*stub"):
        load_coder("oracle")


def coded(text: str, published_at: dt.date | None = None) -> list[Claim]:
    article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),), published_at=published_at)
    return list(load_coder("embedded").code(article))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The raid was the fourth of its kind this year on the coast.", 4),
        ("It was the fifth attack on the mine since August, police said.", 5),
        ("Arsonists burned a mill, the third such fire in two months.", 3),
        ("The ambush marked the twelfth attack in the valley this month.", 12),
        # another one is not a total, and neither is a place in a row of other things
        ("A second explosion shook the town hall.", None),
        ("The third attack came at dawn.", None),
        ("He was the third mayor of the town.", None),
    ],
)
def test_an_ordinal_of_happenings_is_a_total(text: str, number: int | None) -> None:
    totals = [claim for claim in coded(text) if isinstance(claim, Quantity) and claim.type == "attacks"]

    assert [count.best for claim in totals for count in claim.counts] == ([number] if number else [])


def test_a_total_told_by_an_ordinal_has_its_voice_period_and_place() -> None:
    text = "The ambush was the fourth of its kind this year in Tarn, the historian Ada Lorne wrote."
    [total] = [claim for claim in coded(text, dt.date(2017, 5, 9)) if isinstance(claim, Quantity)]

    assert total.trigger is not None
    assert total.trigger.text == "fourth of its kind"
    assert [part.text for part in total.subject] == ["The ambush"]
    assert total.place is not None
    assert total.place.text == "Tarn"
    assert total.time is not None
    assert (total.time.earliest, total.time.latest) == (dt.date(2017, 1, 1), dt.date(2017, 5, 9))
    assert [link.name for link in total.attribution] == ["Ada Lorne"]


@pytest.mark.parametrize(
    ("text", "subject", "place"),
    [
        ("She noted that the raid was the fourth of its kind this year on the coast.", "the raid", "the coast"),
        ("The ambush was the third of its kind this year in Tarn, she wrote in the Herald.", "The ambush", "Tarn"),
        ("It was the fifth attack of its kind this year, she wrote in the Herald.", None, None),
    ],
)
def test_a_total_is_of_what_its_own_clause_tells(text: str, subject: str | None, place: str | None) -> None:
    [total] = [claim for claim in coded(text) if isinstance(claim, Quantity)]

    assert [part.text for part in total.subject] == ([subject] if subject else [])
    assert (total.place.text if total.place else None) == place


def test_a_phrase_keeps_the_words_that_bound_its_number() -> None:
    [claim, *_] = coded("Gunmen killed at least four farmers near Dorran on Monday.")

    assert isinstance(claim, EventClaim)
    assert [part.text for part in claim.target] == ["at least four farmers"]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Gunmen killed three guards near Dorran, the regional governor said.", "the regional governor"),
        ("According to witnesses, soldiers burned two villages.", "witnesses"),
        ("Soldiers burned two villages on Monday.", None),
    ],
)
def test_the_reporting_words_tell_whose_claim_it_is(text: str, voice: str | None) -> None:
    voices = {claim.attribution[-1].who if claim.attribution else None for claim in coded(text)}

    assert voices == {voice}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Thus the TRF splits", "the TRF"),
        ("The Targo movement is splitting. Nobody was hurt.", "The Targo movement"),
        ("The Red Mesa Front has split into two.", "The Red Mesa Front"),
        ("He split the wood. The Wood Street bridge was repaired.", None),
        ("The road splits in two. Gunmen wait there.", None),
        ("The TRF split the reward among its men.", None),
    ],
)
def test_a_group_that_splits_is_told_from_other_splits(text: str, group: str | None) -> None:
    found = [claim for claim in coded(text) if claim.type == "splits_from"]

    assert [part.text for claim in found if isinstance(claim, RelationClaim) for part in claim.object] == (
        [group] if group else []
    )


def test_nobody_is_no_voice() -> None:
    text = "A bomb killed nine in Tamrin. Nobody has claimed the attack, but officials suspect the Ash Covenant."

    assert not {link.who for claim in coded(text) for link in claim.attribution} & {"Nobody"}


@pytest.mark.parametrize("lead", ["Daily digest: June 9, 2018\n\n", "In 2018 ", "Chapter 12\n\n"])
def test_what_stands_before_a_phrase_counts_only_in_its_own_line(lead: str) -> None:
    claims = coded(f"{lead}Riot police in Port Ellan fired tear gas at dock workers on Friday.")
    actors = {part.text for claim in claims if isinstance(claim, EventClaim) for part in claim.actor}

    assert actors
    assert actors <= {"Riot police", "Riot police in Port Ellan"}


def test_certainly_is_no_hedge() -> None:
    found = coded("There are certainly ties between the Red Mesa Front and the smugglers of Targo, he wrote.")

    assert {claim.factuality.certainty for claim in found} <= {"certain"}


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Rumours that the bishop was arrested in Targo were going round.", "unknown"),
        ("Unconfirmed reports said the bishop had been arrested in Targo.", "unknown"),
        # the doubt is of the deed
        ("The alleged bomber was arrested in Targo.", "certain"),
        ("Police arrested a man suspected of the bombing in Targo.", "certain"),
    ],
)
def test_a_rumour_is_of_the_arrest_a_suspicion_of_the_deed(text: str, certainty: str) -> None:
    found = [claim for claim in coded(text) if claim.type == "arrest"]

    assert found
    assert {claim.factuality.certainty for claim in found} == {certainty}


@pytest.mark.parametrize(
    ("text", "trigger", "since"),
    [
        ("War has raged since the capital, Dorran, fell in 2014.", "War", "since the capital, Dorran, fell in 2014"),
        ("War has raged since the capital, Dorran, fell in 2014.", "fell", "2014"),
        ("War has raged since 2014.", "War", "since 2014"),
        ("War raged. Calm has held since the army left in 2014.", "War", "2014"),
        ("War has raged since May and the town fell in 2014.", "War", "2014"),
    ],
)
def test_what_goes_on_since_another_happening_is_open_since_then(text: str, trigger: str, since: str) -> None:
    sentences = tuple((span.start, span.end) for span in split_sentences(text, 0, len(text)))
    times = read_times(text, published_at=dt.date(2019, 1, 30))
    words = Words(text, sentences, (), times, (), (), {}, (), ())
    start = text.index(trigger)
    told = since_then(times[-1], Stretch(start, start + len(trigger), 0.9), words, dt.date(2019, 1, 30))

    assert told is not None
    assert told.text == since
    assert (told.latest is None) == since.startswith("since")


def test_another_happenings_own_month_does_not_date_the_answer_to_it() -> None:
    text = "Army guns shelled the town of Dorran on Wednesday in reply to last month's massacre of farmers in Targo."
    shelling = next(claim for claim in coded(text, dt.date(2017, 5, 11)) if claim.type == "shelling")

    assert isinstance(shelling, EventClaim)
    assert shelling.time is not None
    assert shelling.time.earliest == shelling.time.latest == dt.date(2017, 5, 10)


@pytest.mark.parametrize("country", ["India", "the Philippines"])
def test_a_country_speaks_by_its_officials(country: str) -> None:
    [claim] = coded(f"Rebels killed three guards near Dorran, {country} said.")

    assert [(link.who, link.role) for link in claim.attribution] == [(country, "official")]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The Red Mesa Front allegedly pledged loyalty to the Crimson Banner.", "unknown"),
        ("The Red Mesa Front appears to have pledged loyalty to the Crimson Banner.", "probable"),
    ],
)
def test_the_hedge_says_how_sure_a_tie_is(text: str, certainty: str) -> None:
    assert {claim.factuality.certainty for claim in coded(text)} == {certainty}


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        # words, first and last day of February told
        (("last month", 1, 28), ("February 9", 9, 9), (9, 9)),
        (("February 9", 9, 9), ("last month", 1, 28), (9, 9)),
        (("that week", 5, 11), ("last month", 1, 28), (5, 11)),
        # neither lies within the other: the fuller telling, here the first, keeps its days
        (("early in the month", 1, 10), ("that week", 5, 11), (1, 10)),
    ],
)
def test_a_happening_told_twice_has_the_finer_of_its_times(
    first: tuple[str, int, int], second: tuple[str, int, int], days: tuple[int, int]
) -> None:
    text = f"The raid on Orven of {first[0]}. The raid on Orven of {second[0]}."
    article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))

    def telling(told: tuple[str, int, int], start: int) -> EventClaim:
        words, earliest, latest = told
        at, place = text.index(words, start), text.index("Orven", start)
        time = TimeInterval(
            earliest=dt.date(2018, 2, earliest), latest=dt.date(2018, 2, latest), precision="day", basis="stated",
            text=words, start=at, end=at + len(words),
        )  # fmt: skip
        where = Part(text="Orven", name="Orven", start=place, end=place + 5)
        return EventClaim(type="attack", evidence=(article.quote(start, at + len(words)),), place=where, time=time)

    (folded,) = fold([telling(first, 0), telling(second, text.index(".") + 2)], article)
    assert isinstance(folded, EventClaim)
    assert folded.time is not None
    assert (days[0], days[1]) == (
        folded.time.earliest.day if folded.time.earliest else 0,
        folded.time.latest.day if folded.time.latest else 0,
    )


@pytest.mark.parametrize(
    ("victims", "clauses", "told"),
    [
        # one clause and one victim, though each of its words took another place
        (("two women", "two women"), (0, 0), 1),
        (("two women", "a guard"), (0, 0), 2),
        (("two women", "two women"), (0, 1), 2),
    ],
)
def test_one_clause_with_one_victim_is_one_happening(
    victims: tuple[str, str], clauses: tuple[int, int], told: int
) -> None:
    text = "Shells from the hill hit two women and a guard at Dorran.\n\nShells from the hill hit two women at Targo."
    article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))
    spans = ((0, text.index(".")), (text.rindex("Shells"), len(text) - 1))

    def part(words: str, start: int) -> Part:
        at = text.index(words, start)
        return Part(text=words, name=words, start=at, end=at + len(words))

    tellings = [
        EventClaim(
            type="shelling",
            evidence=(article.quote(*spans[clause]),),
            target=(part(victim, spans[clause][0]),),
            place=part(place, spans[clause][0]),
        )
        for victim, clause, place in zip(
            victims, clauses, ("hill", "Dorran" if clauses == (0, 0) else "Targo"), strict=True
        )
    ]

    assert len(fold(tellings, article)) == told


@pytest.mark.parametrize(
    ("text", "halves", "whole"),
    [
        ("They shot US troops.", ("US", "troops"), ["US troops"]),
        ("They shot the guards of the mill.", ("the guards", "the mill"), ["the guards of the mill"]),
        ("MEN OF THE\nFRONT FLED.", ("MEN", "THE\nFRONT"), ["MEN OF THE\nFRONT"]),
        ("As many as 600 men left.", ("As many", "600 men"), ["As many as 600 men"]),
        ("They shot guards at the mill.", ("guards", "the mill"), ["guards"]),
        ("They held Ruben Zelada, known as Don Ruben.", ("Ruben Zelada", "Don Ruben"), ["Ruben Zelada"]),
        ("They shot a motorist, Ruben Zelada.", ("a motorist", "Ruben Zelada"), ["a motorist, Ruben Zelada"]),
        ("They shot Ruben Zelada, the mayor.", ("Ruben Zelada", "the mayor"), ["Ruben Zelada"]),
        ("They shot a nun, two timber workers.", ("a nun", "two timber workers"), ["a nun", "two timber workers"]),
        ("They shot six guards and a cook.", ("six guards", "a cook"), ["six guards", "a cook"]),
        ("It was a raid.\n\nMen fled.", ("a raid.", "Men"), ["a raid.", "Men"]),
    ],
)
def test_halves_of_one_phrase_are_one_part_and_two_things_stay_two(
    text: str, halves: tuple[str, str], whole: list[str]
) -> None:
    found = [Stretch(text.index(half), text.index(half) + len(half), 0.9) for half in halves]

    assert [text[it.start : it.end] for it in side_by_side(text, found)] == whole


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police and Army", ["Police", "Army"]),
        ("the United States and South Korea", ["the United States", "South Korea"]),
        ("FBI and U.S. Marshals", ["FBI", "U.S. Marshals"]),
        ("the Tigers and the Army", ["the Tigers", "the Army"]),
        ("North and South Korea", ["North and South Korea"]),
        ("Jens and Nico Brandauer", ["Jens and Nico Brandauer"]),
        ("the Justice and Equality Front", ["the Justice and Equality Front"]),
        ("the Islamic State of Iraq and the Levant", ["the Islamic State of Iraq and the Levant"]),
        ("refugees and migrants", ["refugees and migrants"]),
        ("POLICE AND ARMY", ["POLICE AND ARMY"]),
    ],
)
def test_two_names_are_two_parts_unless_they_share_a_word(text: str, names: list[str]) -> None:
    assert [text[it.start : it.end] for it in each_name(text, Stretch(0, len(text), 0.9))] == names


@pytest.mark.parametrize(
    ("text", "read", "whole"),
    [
        ("It killed at least 16 guards.", "16", "at least 16 guards"),
        ("At least 55 were killed.", "least 55", "At least 55"),
        ("Frontex counted 23,000 refugees and migrants.", "23,000", "23,000 refugees"),
        ("Police held hundreds still protesting.", "hundreds", "hundreds"),
        ("It left three dead.", "three", "three"),
        ("It killed two Communist Party of Orun militias.", "two", "two"),
        ("It killed the guards.", "guards", "guards"),
    ],
)
def test_a_number_alone_takes_the_noun_it_counts(text: str, read: str, whole: str) -> None:
    start = text.index(read)

    assert text[slice(*with_what_is_counted(text, find_counts(text), start, start + len(read)))] == whole
