"""Notices an outlet prints under its own story, with what was wrong and what is right where both are stated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.corrections import find_notices, tells_news

# words of notices, put together in any order
PIECES = [
    "Correction:", "an earlier version of this story", "incorrectly said", "the mayor was 45.", "It was Orrin, not Velmara.",
    "He is “the Wolf”", "not", "should have read", "(Corrects", "to nine from 19)", "\n\n", "from X to", "We regret the error.",
    "this article has been corrected", "to show that", "Update:", "Editor's note", "as", "“", "”", ",", ".",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # said ..., is actually ...
        (
            "This report has been updated. An earlier version said the fighters were from Velmara. They are actually from Orrin.",
            ("correction", "Velmara", "Orrin"),
        ),
        # right, not wrong
        ("Correction: This article misstated the toll. It was nine, not twelve.", ("correction", "twelve", "nine")),
        # wrong first when the words say so
        (
            'An earlier version of this story incorrectly referred to "rockets", not "flares".',
            ("correction", "rockets", "flares"),
        ),
        # only what was wrong
        ("An earlier version of this story said the mayor was 61.", ("correction", "61", None)),
        # the same said of another number
        (
            "This article has been amended. It originally stated that 40 miners were held. Fourteen miners were held.",
            ("correction", "40 miners", "Fourteen miners"),
        ),
        ("CORRIGENDUM: The place was given as Palan; it should have read Garun.", ("correction", "Palan", "Garun")),
        (
            "A correction was made on May 3, 2016: An earlier version of this article misstated the number of soldiers killed at Torvik. It was 12, not 21.",
            ("correction", "21", "12"),
        ),
        (
            "Because of an editing error, an earlier version of this article misidentified the general. He is Anton Mireq, not Pavel Mireq.",
            ("correction", "Pavel Mireq", "Anton Mireq"),
        ),
        (
            "An article on Tuesday about the siege misstated the year the militia was founded. It was 1998, not 1989.",
            ("correction", "1989", "1998"),
        ),
        (
            "CORRECTION: A previous version of this article incorrectly said that 40 people were killed. Fourteen people were killed. The article has been corrected.",
            ("correction", "40 people", "Fourteen people"),
        ),
        ("This article previously misstated the age of the suspect. He is 23.", ("correction", None, "23")),
        (
            "This story was first published on May 3. It was updated on May 4 to correct the name of the town. It is Orrin, not Orran.",
            ("correction", "Orran", "Orrin"),
        ),
        (
            "This story has been corrected to show that 17 people were wounded, not 71.",
            ("correction", "71", "17"),
        ),
        (
            "In a story May 3 about a bombing, The Coast Press reported erroneously that the bomber was a woman. Police say the bomber was a man.",
            ("correction", "a woman", "a man"),
        ),
        ("(Corrects paragraph 2 to say 12 soldiers were killed, not 21)", ("correction", "21", "12")),
        ("(Corrects name of village to Kasrel from Kasrell in paragraph 4)", ("correction", "Kasrell", "Kasrel")),
        (
            "This story has been corrected to fix the spelling of a victim's name from Keli Daro to Keli Darou.",
            ("correction", "Keli Daro", "Keli Darou"),
        ),
        (
            "This article was amended on 7 July 2014. The original described the Coastal Front as a political party. It is an armed movement.",
            ("correction", "a political party", "an armed movement"),
        ),
        (
            "Correction: The explosion took place in Orrin, not in Velmara as previously reported.",
            ("correction", "Velmara", "Orrin"),
        ),
        (
            "Correction: An earlier version put the dead at 34. The hospital says 31 people died.",
            ("correction", "34", "31"),
        ),
        (
            "Correction\n\nAn earlier version of this story misnamed the port. It is Belmar, not Delmar.",
            ("correction", "Delmar", "Belmar"),
        ),
        ("An earlier version of this story incorrectly reported the toll.", ("correction", None, None)),
        ("This article has been retracted.", ("retraction", None, None)),
        ("The Harbour Times has withdrawn this report.", ("retraction", None, None)),
        (
            "Clarification 3 May: This story has been amended to make clear that the talks were indirect.",
            ("clarification", None, None),
        ),
        ("(Updates with army statement)", ("update", None, None)),
        ("This story will be updated as more is known.", ("update", None, None)),
        ("This story has been updated with comment from the ministry.", ("update", None, None)),
        ("Update: Officials later said two more people were hurt.", ("update", None, None)),
        ("This is a developing story.", ("update", None, None)),
        (
            "Retraction: We published a picture said to show the wreck. It was taken elsewhere.",
            ("retraction", None, None),
        ),
    ],
)
def test_a_notice_is_found_and_read(text: str, expected: tuple[str, str | None, str | None]) -> None:
    (notice,) = find_notices(text)

    kind, old, new = expected
    assert kind == notice.type
    if kind == "correction":
        assert (old, new) == (notice.old and notice.old.text, notice.new and notice.new.text)


@pytest.mark.parametrize(
    "text",
    [
        "The government revised its clarification of the article of law.",
        "The army said the prisoner had been moved to a correction facility.",
        "Rebels updated their demands on Friday and the talks went on.",
        "The earlier attack killed nine, not twelve, the mayor said.",
        "An earlier version of the peace deal gave the rebels three ministries, diplomats said.",
        "“We have withdrawn our forces from the valley,” the general said.",
        "Police acted on incorrect information and raided the wrong house.",
        "The army denied it; it initially said nine soldiers had died.",
        "He should read the accord before he signs it, the rebel leader said.",
        "The ministry corrected the toll to 14, not 21 as it had announced on Friday.",
        "“This story has been retracted,” the minister told the court.",
        "Update: the bridge is closed — Orrin Police (@orrinpolice) May 3, 2016",
        # a stamp tells when, not that anything was wrong
        "Updated: January 26, 2015 10:24 PM",
        "Last updated 4 May 2016 at 10:12 GMT",
    ],
)
def test_a_sentence_of_the_story_is_no_notice(text: str) -> None:
    assert () == find_notices(text)


def test_the_story_before_a_notice_in_the_same_paragraph_is_left_alone() -> None:
    text = "Gunmen fled. An earlier version of this story said they stayed."

    (notice,) = find_notices(text)

    assert notice.evidence.text == "An earlier version of this story said they stayed."
    assert text[notice.evidence.start : notice.evidence.end] == notice.evidence.text


def test_lines_that_are_paragraphs_are_read_one_by_one() -> None:
    text = "Update: The fire is out.\nThe fire began at noon in the old port.\nNobody was hurt."

    (notice,) = find_notices(text)

    assert notice.evidence.text == "Update: The fire is out."


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("Update: Police later named the dead man as Tomas Varga.", True),
        ("This story has been updated with comment from the ministry.", False),
        ("Correction: He was 45, not 54.", False),
    ],
)
def test_an_update_that_reports_a_happening_is_told_from_one_that_does_not(text: str, news: bool) -> None:  # noqa: FBT001
    assert [news] == [tells_news(notice) for notice in find_notices(text)]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_every_span_of_a_notice_quotes_its_text(text: str) -> None:
    for notice in find_notices(text):
        spans = [(it.start, it.end, it.text) for it in (notice.evidence, notice.trigger)]
        spans += [(it.start or 0, it.end or 0, it.text) for it in (notice.old, notice.new) if it]
        assert all(text[start:end] == words for start, end, words in spans)
