"""How surely a report puts a happening: polarity, certainty, tense and the cue words that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.certaintyscale import on_scale, signs_of
from allegedly.cues import hedge_of
from allegedly.factuality import assess_factuality

if TYPE_CHECKING:
    from allegedly.model import Factuality


def assess(sentence: str, claim_type: str = "attack") -> Factuality:
    """Reads a sentence whose trigger stands in square brackets."""
    start, end = sentence.index("["), sentence.index("]") - 1
    text = sentence.replace("[", "").replace("]", "")
    return assess_factuality(text, sentence=(0, len(text)), trigger=(start, end), claim_type=claim_type)


@pytest.mark.parametrize(
    ("sentence", "polarity", "certainty"),
    [
        ("Gunmen [attacked] the post.", "+", "certain"),
        ("The group allegedly [shelled] the town.", "+", "unknown"),
        ("REBELS ALLEGEDLY\n[SHELLED] THE TOWN.", "+", "unknown"),
        ("He is accused of [killing] two herders.", "+", "unknown"),
        ("Police spoke of a suspected [bombing].", "+", "unknown"),
        ("It is unclear whether the army [fired].", "+", "unknown"),
        ("Did the army [attack] the camp?", "+", "unknown"),
        ("The band apparently [burned] the mill.", "+", "probable"),
        ("The emir appears to have [sworn] allegiance.", "+", "probable"),
        ("He is believed to have [planned] it.", "+", "probable"),
        ("The rebels may have [fired] the rocket.", "+", "possible"),
        ("It could [trigger] more violence.", "+", "possible"),
        ("The army did not [attack] the camp.", "-", "certain"),
        ("The army denied [attacking] the camp.", "-", "certain"),
        ("The army denied reports that soldiers [fired] on the crowd.", "-", "certain"),
        ("The mission refuted claims that the base was [captured].", "-", "certain"),
        ("The army dismissed all earlier reports of [shelling].", "-", "certain"),
        ("He denied that and reports of a [clash] came in.", "+", "certain"),
        ("The rumour is that the party will [march].", "+", "unknown"),
        ("He denied reports that civilians were shot, saying they [hit] only the army.", "+", "certain"),
        ("No one was [killed].", "-", "certain"),
        ("There is no evidence that they [attacked].", "-", "probable"),
        ("The march was called off after the [clash].", "+", "certain"),
    ],
)
def test_a_cue_says_how_surely_a_happening_is_told(sentence: str, polarity: str, certainty: str) -> None:
    found = assess(sentence)

    assert (found.polarity, found.certainty) == (polarity, certainty)


@pytest.mark.parametrize(
    "sentence",
    [
        "They did not flee, but [attacked] the post.",
        "He may resign; the army [attacked] the post.",
        "Three alleged members of the front have died in a [clash].",
        "The army not only [shelled] the town.",
        "He allegedly lied. Rebels [attacked] the post.",
    ],
)
def test_a_cue_does_not_reach_beyond_its_clause_or_its_noun(sentence: str) -> None:
    found = assess(sentence)

    assert (found.polarity, found.certainty, found.cues) == ("+", "certain", ())


@pytest.mark.parametrize(
    ("sentence", "claim_type", "tense"),
    [
        ("Gunmen [attacked] the post.", "attack", "past"),
        ("Troops will [storm] the camp.", "attack", "future"),
        ("The envoys are due to [meet] in Ostrel.", "negotiation", "future"),
        ("The [talks] are scheduled for Monday.", "negotiation", "future"),
        ("They plotted to [bomb] the bridge.", "bombing", "hypothetical"),
        ("They threatened to [kill] the hostages.", "execution", "hypothetical"),
        ("The ministry said the rebels had left and its guards would [move] in.", "mobilization", "future"),
        ("He said the guards would have [moved] in.", "mobilization", "hypothetical"),
        ("He said that if struck the guards would [fire].", "attack", "hypothetical"),
        ("The army is [shelling] the town.", "shelling", "ongoing"),
        ("They have been [fighting] since May.", "armed_clash", "ongoing"),
        ("The town has been [shelled].", "shelling", "past"),
        ("Two men are still in [custody].", "arrest", "ongoing"),
        ("Idris Kamara [leads] the front.", "leads", "ongoing"),
        ("Idris Kamara was the [leader] of the front.", "leads", "past"),
        ("The Talari Front is [based in] Ostrel.", "based_in", "ongoing"),
        ("The front [claimed responsibility].", "claims_responsibility_for", "past"),
    ],
)
def test_a_happening_is_past_ongoing_to_come_or_only_thought_of(sentence: str, claim_type: str, tense: str) -> None:
    assert assess(sentence, claim_type).tense == tense


def test_an_accusation_plainly_made_is_certain() -> None:
    assert assess("The minister [accused] the front of arson.", "accused_of").certainty == "certain"


def test_a_denial_is_no_negated_tie() -> None:
    assert assess("The front denied any [link] to the band.", "denies_affiliation_with").polarity == "+"


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("He is charged with carrying out the raid.", "charged", "unknown"),
        ("It very likely hit a clinic.", "likely", "probable"),
        ("They may have fled.", "may", "possible"),
        ("The guests came during the May riot.", "May", None),
        ("They did not fire.", "not", None),
        ("They charged the gate.", "charged", None),
    ],
)
def test_a_hedge_that_the_encoder_points_at_says_how_sure_it_leaves_a_claim(
    text: str, word: str, certainty: str | None
) -> None:
    start = text.index(word)

    assert hedge_of(text, start, start + len(word)) == certainty


def test_the_cues_are_the_words_that_say_it() -> None:
    found = assess("They allegedly did not [fire].")

    assert [cue.text for cue in found.cues] == ["allegedly", "did not"]


def test_the_scale_puts_what_happened_above_what_may_and_what_did_not() -> None:
    def scaled(sentence: str) -> float:
        start, end = sentence.index("["), sentence.index("]") - 1
        text = sentence.replace("[", "").replace("]", "")
        return on_scale(signs_of(text, sentence=(0, len(text)), trigger=(start, end)))

    happened, may, not_so = (
        scaled("Gunmen [attacked] the post."),
        scaled("Gunmen may [attack] the post."),
        scaled("Gunmen did not [attack] the post."),
    )
    assert happened > may > not_so


@given(
    st.lists(
        st.sampled_from(["the", "army", "may", "not", "allegedly", "attack", ",", "but", "will", "deny", "it", "?"]),
        min_size=1,
        max_size=14,
    )
)
def test_every_word_of_any_sentence_has_a_standing_whose_cues_are_the_texts_words(words: list[str]) -> None:
    text, at = " ".join(words), 0
    for word in words:
        trigger = (at, at + len(word))
        found = assess_factuality(text, sentence=(0, len(text)), trigger=trigger)
        assert all(text[cue.start : cue.end] == cue.text for cue in found.cues)
        assert -3 <= on_scale(signs_of(text, sentence=(0, len(text)), trigger=trigger)) <= 3
        at += len(word) + 1
