"""Who says so, from the outlet inward, as reports put it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.attribution import find_voices, role_of, trace_attribution
from allegedly.segment import split_sentences


def chain(text: str, trigger: str, claim_type: str | None = None) -> list[tuple[str, str]]:
    sentences = [(span.start, span.end) for span in split_sentences(text, 0, len(text))]
    at = text.index(trigger)
    links = trace_attribution(
        text, find_voices(text, sentences=sentences), trigger=(at, at + len(trigger)), claim_type=claim_type
    )
    return [(link.who, link.role) for link in links]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        # the outlet's own voice
        ("Gunmen killed five guards in Velmara.", "killed", []),
        # the verb last
        ("Gunmen killed five guards in Velmara, police said.", "killed", [("police", "security_force")]),
        # the verb first
        ("The mayor said gunmen had killed five guards.", "killed", [("The mayor", "official")]),
        # according to
        ("According to two witnesses, gunmen killed five guards.", "killed", [("two witnesses", "witness")]),
        ("Gunmen killed five guards, according to the Red Cross.", "killed", [("the Red Cross", "ngo")]),
        # nobody is named
        ("Gunmen reportedly killed five guards.", "killed", [("unspecified", "unspecified")]),
        # capitals of the wire, wrapped in mid-sentence
        ("THE ARMY REPORTED THAT REBELS\nKILLED FIVE GUARDS.", "KILLED", [("THE ARMY", "security_force")]),
        # an aside between verb and words
        ("A source told reporters on Monday that rebels fled.", "fled", [("A source", "anonymous")]),
    ],
)
def test_a_claim_has_the_voice_the_sentence_gives_it(text: str, trigger: str, expected: list[tuple[str, str]]) -> None:
    assert expected == chain(text, trigger)


def test_a_claim_of_responsibility_is_its_subjects_own_word() -> None:
    text = "The Harbour Front said it was responsible for the raid."

    assert [] == chain(text, "responsible", "claims_responsibility_for")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a police officer", "security_force"),
        ("Professor Lindqvist", "analyst"),
        ("a court in Kelmar", "court"),
        ("Ada", None),
    ],
)
def test_the_words_for_a_voice_tell_what_kind_it_is(words: str, expected: str | None) -> None:
    assert expected == role_of(words)


@given(st.text(alphabet='abc said,."“ told police\n', max_size=200))
def test_every_span_of_a_voice_stands_in_its_text(text: str) -> None:
    sentences = [(span.start, span.end) for span in split_sentences(text, 0, len(text))]

    for voice in find_voices(text, sentences=sentences):
        for start, end in (voice.cue, *voice.content, *([voice.source] if voice.source else [])):
            assert 0 <= start <= end <= len(text)
