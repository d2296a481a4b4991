"""Amounts of people and things: where they stand, what bounds their words set, what is said of those counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.numerals import read_number
from allegedly.quantities import FoundCount, count_of, find_counts


def only(text: str) -> FoundCount:
    (found,) = find_counts(text)
    return found


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("14", 14),
        ("2,000", 2000),
        ("20, 000", 20000),
        ("1,00,000", 100000),
        ("nine", 9),
        ("twenty-three", 23),
        ("forty two", 42),
        ("a hundred", 100),
        ("two hundred and fifty", 250),
        ("six thousand", 6000),
        ("2.5 million", 2500000),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("half a million", 500000),
        ("TWO DOZEN", 24),
        ("three score", 60),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(words: str, number: int) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize("words", ["several", "", "of", "1.2.3"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert read_number(words) is None


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_number_with_commas_reads_as_it_was_written(number: int) -> None:
    assert read_number(f"{number:,}") == number == read_number(str(number))


@pytest.mark.parametrize(
    ("text", "words", "bounds"),
    [
        ("Gunmen killed 14 policemen in Kazbar.", "14", (14, 14, 14)),
        ("The raid left at least 14 villagers dead.", "at least 14", (14, 14, None)),
        ("MORE THAN 300 PEOPLE WERE WOUNDED.", "MORE THAN 300", (300, 300, None)),
        ("Police held over 40 marchers.", "over 40", (40, 40, None)),
        ("No fewer than six guards died.", "No fewer than six", (6, 6, None)),
        ("As many as 2,000 fighters crossed the river.", "As many as 2,000", (None, None, 2000)),
        ("The band has up to\n450 men.", "up to\n450", (None, None, 450)),
        ("About 150 gunmen left with him.", "About 150", (None, 150, None)),
        ("An estimated 30 shops burned.", "An estimated 30", (None, 30, None)),
        ("Nearly 3,000 people have fled.", "Nearly 3,000", (None, 3000, None)),
        ("Close to ten miners were taken.", "Close to ten", (None, 10, None)),
        ("Between 10 and 15 men came.", "Between 10 and 15", (10, None, 15)),
        ("Eight to 10 rebels fired.", "Eight to 10", (8, None, 10)),
        ("Some 1,500-2,000 people marched.", "Some 1,500-2,000", (1500, None, 2000)),
        ("Forty-two traders were held.", "Forty-two", (42, 42, 42)),
        ("Two dozen cadets were hurt.", "Two dozen", (24, 24, 24)),
        ("Dozens of people were hurt.", "Dozens", (None, None, None)),
        ("Several hundred families left.", "Several hundred", (None, None, None)),
        ("Tens of thousands rallied.", "Tens of thousands", (None, None, None)),
        ("A 2,000-strong crowd gathered.", "2,000", (2000, 2000, 2000)),
        ("The blast caused no casualties.", "no casualties", (0, 0, 0)),
        ("It ended WITHOUT CASUALTIES.", "WITHOUT CASUALTIES", (0, 0, 0)),
        ("No one was killed in the raid.", "No one", (0, 0, 0)),
        ("The rocket hurt nobody.", "nobody", (0, 0, 0)),
        ("The governor escaped unhurt.", "unhurt", (0, 0, 0)),
    ],
)
def test_an_amount_has_the_bounds_its_words_set(
    text: str, words: str, bounds: tuple[int | None, int | None, int | None]
) -> None:
    found = only(text)

    assert found.text == words
    assert (found.low, found.best, found.high) == bounds


def test_a_rise_from_one_figure_to_another_is_two_figures() -> None:
    assert [it.best for it in find_counts("The toll rose from 58 to 60.")] == [58, 60]


@pytest.mark.parametrize(
    "text",
    [
        "It happened on March 7, 2014, in Ostrel.",
        "On 11 November the shelling began.",
        "A 14-year-old boy was shot.",
        "Amina Osei, 34, of Port Sallow was killed.",
        "Constable Rahman (45), was shot.",
        "They carried AK-47 rifles.",
        "The ransom was $14 million.",
        "He was fined Rs 500.",
        "A bomb of 20 kg went off.",
        "The village lies 65 km west of Ostrel.",
        "Some 20 percent of the town burned.",
        "The attack began at 7:35 p.m.",
        "He was held at 0400 by the army.",
        "A two-year siege ended.",
        "One of them spoke to reporters.",
        "One day the war will end.",
        "Call 555-1234 with news.",
        "Police went to 937 Alder Hill Road.",
        "The rebels of Detachment No. 6 came.",
        "A soldier was killed near Ostrel.",
        "General Idris Kamara was wounded.",
    ],
)
def test_dates_ages_sums_distances_and_lone_people_are_no_amounts(text: str) -> None:
    assert find_counts(text) == ()


def test_an_ordinal_counts_only_on_request() -> None:
    text = "It was the third attack of its kind."

    assert find_counts(text) == ()
    (found,) = find_counts(text, ordinals=True)
    assert (found.text, found.low, found.best, found.high) == ("third", 3, 3, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Gunmen killed 14 policemen and wounded 36 others.", ["killed", "wounded"]),
        ("The blast left 3 dead and 10 wounded.", ["killed", "wounded"]),
        ("killing 14 and wounding 36", ["killed", "wounded"]),
        ("The death toll rose to 24.", ["killed"]),
        ("The shelling claimed the lives of 12 children.", ["killed"]),
        ("14 people were shot dead.", ["killed"]),
        ("36 others were injured.", ["wounded"]),
        ("457 SOLDIERS AND 1,183 REBELS HAVE BEEN\nKILLED.", ["killed", "killed"]),
        ("It killed 11 officers and 3 civilians.", ["killed", "killed"]),
        ("The bomb wounded 36 people, including two nuns.", ["wounded", "wounded"]),
        ("Two herders, who had fled the camp, were killed.", ["killed"]),
        ("Police arrested five men.", ["arrested"]),
        ("The capture of 12 cadres was announced.", ["arrested"]),
        ("Rebels captured 3 soldiers.", ["abducted"]),
        ("Raiders kidnapped nine women.", ["abducted"]),
        ("Nearly 800 villagers have fled.", ["displaced"]),
        ("About 200 students marched.", ["participants"]),
        ("The post was stormed by 40 men.", ["participants"]),
        ("A crowd of 300 filled the square.", ["participants"]),
        ("The army sent 600 troops.", ["fighters"]),
        ("The front has some 60 fighters.", ["fighters"]),
        ("The party has 20 members.", ["members"]),
        ("The rebels freed six miners.", ["other"]),
        ("Jets destroyed three bridges.", ["other"]),
        ("The army lost 27 dead; officials had said 39.", ["killed", "killed"]),
        ("Nobody was hurt.", ["wounded"]),
    ],
)
def test_the_words_around_an_amount_say_what_became_of_those_counted(text: str, told: list[str]) -> None:
    assert [it.what for it in find_counts(text)] == told


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("killed 14 policemen in", "policemen"),
        ("three burning police vehicles were", "burning police vehicles"),
        ("dozens of ethnic Talari farmers fled", "ethnic Talari farmers"),
        ("36 were wounded", None),
    ],
)
def test_whom_an_amount_counts_is_the_phrase_behind_it(text: str, whom: str | None) -> None:
    found = only(text)

    assert found.whom == whom
    if found.whom_start is not None:
        assert text[found.whom_start : found.whom_end] == whom


def test_a_found_count_becomes_the_codebooks_count() -> None:
    found = only("killed at least 14 policemen")

    count = count_of(found)

    assert (count.what, count.whom, count.low, count.high, count.text) == (
        "killed",
        "policemen",
        14,
        None,
        "at least 14",
    )
    assert count_of(found, "arrested").what == "arrested"


def test_only_the_stretch_asked_for_is_read() -> None:
    text = "Five men fled. Six men stayed."

    assert [it.best for it in find_counts(text, 15, len(text))] == [6]


@given(st.text(alphabet=st.sampled_from("15, -–killed two dozen\nno at least to men."), max_size=80))
def test_spans_are_the_texts_words_in_order_and_bounds_never_cross(text: str) -> None:
    at = 0
    for found in find_counts(text):
        assert at <= found.start < found.end
        assert text[found.start : found.end] == found.text
        at = found.end
        count_of(found)
