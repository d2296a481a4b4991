"""Notices an outlet prints under its own story, with what was wrong and what is right where both are stated."""

from __future__ import annotations

import pytest

from allegedly.corrections import find_notices


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
    ],
)
def test_a_sentence_of_the_story_is_no_notice(text: str) -> None:
    assert () == find_notices(text)


def test_the_story_before_a_notice_in_the_same_paragraph_is_left_alone() -> None:
    text = "Gunmen fled. An earlier version of this story said they stayed."

    (notice,) = find_notices(text)

    assert notice.evidence.text == "An earlier version of this story said they stayed."
    assert text[notice.evidence.start : notice.evidence.end] == notice.evidence.text
