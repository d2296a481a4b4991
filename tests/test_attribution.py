"""Who says so, from the outlet inward, as reports put it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.attribution import find_voices, role_of, trace_attribution, trace_evidence
from allegedly.zones import label_zones


def chain(text: str, trigger: str, claim_type: str | None = None) -> list[tuple[str, str]]:
    at = text.index(trigger)
    links = trace_attribution(find_voices(text), trigger=(at, at + len(trigger)), claim_type=claim_type)
    return [(link.who, link.role) for link in links]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        # the outlet's own voice
        ("Gunmen killed five guards in Velmara.", "killed", []),
        ("Gunmen killed five guards. The mayor said he was shocked.", "killed", []),
        # the verb last
        ("Gunmen killed five guards in Velmara, police said.", "killed", [("police", "security_force")]),
        ("Gunmen killed five guards, police said on Monday.", "killed", [("police", "security_force")]),
        ("Gunmen killed five guards, said the mayor of Velmara.", "killed", [("the mayor of Velmara", "official")]),
        # the verb first
        ("The mayor said gunmen had killed five guards.", "killed", [("The mayor", "official")]),
        ("The mayor has repeatedly said that gunmen killed them.", "killed", [("The mayor", "official")]),
        # speaker and verb in the midst
        ("The guards, a witness said, were killed at dawn.", "killed", [("a witness", "witness")]),
        # an apposition and a clause between speaker and verb
        ("Ada Lorne, a professor in Kelmar, said rebels fled.", "fled", [("Ada Lorne", "analyst")]),
        ("The colonel, who led the raid, said rebels fled.", "fled", [("The colonel", "security_force")]),
        (
            "Gunmen killed five guards, confirmed the mayor of Velmara.",
            "killed",
            [("the mayor of Velmara", "official")],
        ),
        # what is denied does not speak
        ("Its spokesman, Emeka Lode, denied responsibility for the raid.", "spokesman", []),
        ("The Front's leader, Ada Lorne, rejected the charge.", "leader", []),
        # according to
        ("According to two witnesses, gunmen killed five guards.", "killed", [("two witnesses", "witness")]),
        ("Gunmen killed five guards, according to the Red Cross.", "killed", [("the Red Cross", "ngo")]),
        # nobody is named
        ("Gunmen reportedly killed five guards.", "killed", [("unspecified", "unspecified")]),
        ("It was reported that gunmen killed five guards.", "killed", [("unspecified", "unspecified")]),
        # capitals of the wire, wrapped in mid-sentence
        ("THE ARMY REPORTED THAT REBELS\nKILLED FIVE GUARDS.", "KILLED", [("THE ARMY", "security_force")]),
        # an aside between verb and words
        ("A source told reporters on Monday that rebels fled.", "fled", [("A source", "anonymous")]),
        # quotations before, after and around the speaker
        ('"We killed five guards," the emir said.', "killed", [("the emir", "armed_group")]),
        ('The emir said: "We killed five guards."', "killed", [("The emir", "armed_group")]),
        ('"We came. We killed five guards," the emir said.', "came", [("the emir", "armed_group")]),
        ('"We came," the emir said. "We killed five guards."', "killed", [("the emir", "armed_group")]),
        # one who says what another said
        (
            "A spokesman said witnesses had told him rebels fled.",
            "fled",
            [("A spokesman", "official"), ("witnesses", "witness")],
        ),
        # a verb shared by one subject
        ("The mayor blamed rebels, adding that five guards had been killed.", "killed", [("The mayor", "official")]),
        # told to an outlet
        (
            "The mayor told Kelmar Radio that rebels fled.",
            "fled",
            [("Kelmar Radio", "media"), ("The mayor", "official")],
        ),
        # another voice takes over
        ("Police said two guards were killed, but a witness said they fled.", "fled", [("a witness", "witness")]),
        # a description with the name after it, and a name with a description after it
        ("The rebels' commander, Ruben Zelada, said troops fled.", "fled", [("Ruben Zelada", "armed_group")]),
        ("Ada Lorne, a baker who saw it, said troops fled.", "fled", [("Ada Lorne", "person")]),
        # a dateline is no speaker
        ("KELMAR, 3 May (Agency) -- The army said rebels fled.", "fled", [("The army", "security_force")]),
        # a clause that tells which one
        ("Villagers who had hidden in a barn said rebels fled.", "fled", [("Villagers", "witness")]),
        # an outlet that quotes somebody, or passes him on
        ("The radio quoted a priest as saying rebels fled.", "fled", [("The radio", "media"), ("a priest", "person")]),
        ("Rebels fled, Kelmar Radio said, citing a nurse.", "fled", [("Kelmar Radio", "media"), ("a nurse", "person")]),
        # an amount that begins with a preposition is no aside
        ("He said at least 20 rebels fled.", "fled", [("He", "person")]),
        ("He said as many as 20 rebels fled.", "fled", [("He", "person")]),
        # a noun that looks like a reporting verb
        ("The charges and the state records burned when rebels fled.", "fled", []),
        # praise and blame take what happened for granted
        ("The mayor condemned the raid.", "raid", []),
    ],
)
def test_a_claim_has_the_voice_the_sentence_gives_it(text: str, trigger: str, expected: list[tuple[str, str]]) -> None:
    assert expected == chain(text, trigger)


def test_a_claim_of_responsibility_is_its_subjects_own_word() -> None:
    text = "The Harbour Front said it was responsible for the raid."

    assert [] == chain(text, "responsible", "claims_responsibility_for")


def test_a_group_that_speaks_in_its_own_video_speaks_through_it() -> None:
    text = "In a video, the rebels said they had killed five guards. The rebels claimed the raid in a leaflet."

    assert [("a video", "document"), ("the rebels", "armed_group")] == chain(text, "killed")
    assert [("a leaflet", "document")] == chain(text, "claimed", "claims_responsibility_for")


def test_who_accuses_is_the_voice_of_the_accusation() -> None:
    text = "The army accused the rebels of planting mines. A cook was accused of spying by the rebels."

    assert [("The army", "security_force")] == chain(text, "accused", "accused_of")


def test_a_labelled_turn_is_the_speakers() -> None:
    text = "HOST: What happened?\n\nMAYOR LORNE: Gunmen killed two guards at the bridge."

    assert [("MAYOR LORNE", "official")] == chain(text, "killed")


def test_a_statement_printed_after_a_colon_is_the_ministers() -> None:
    text = "The minister said:\n\nWe are sad today. Two guards were killed by mines."

    assert [("The minister", "official")] == chain(text, "killed")


def test_a_pronoun_speaks_for_the_last_speaker_it_fits() -> None:
    text = "Mayor Ada Lorne said rebels fled. The army said it was quiet. She said two guards were killed."

    (link,) = trace_attribution(find_voices(text), trigger=(text.index("killed"), text.index("killed") + 6))

    assert ("She", "Ada Lorne", "official") == (link.who, link.name, link.role)


def test_a_bare_headline_takes_the_voice_of_the_body() -> None:
    text = "Five guards killed in Velmara\n\nFive guards were killed in Velmara, police said."
    headline, body = (0, 29), (31, 66)

    links = trace_evidence(find_voices(text), evidence=[headline, body])

    assert ["police"] == [link.who for link in links]


def test_an_embedded_post_speaks_for_its_author() -> None:
    text = "Raid in Dorran\n\nGunmen fled.\n\nShots near the bridge — Ada Lorne (@adalorne)May 3, 2016"
    posts = [zone for zone in label_zones(text) if zone.label == "embedded_post"]
    at = text.index("Shots")

    (link,) = trace_attribution(find_voices(text, posts=posts), trigger=(at, at + 5))

    assert ("Ada Lorne", "social_media", "@adalorne") == (link.who, link.role, link.cue)


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


@given(st.text(alphabet='abc said,."“” told police that\n:', max_size=200))
def test_every_span_of_a_voice_stands_in_its_text(text: str) -> None:
    for voice in find_voices(text):
        for start, end in voice.content:
            assert 0 <= start < end <= len(text)
        assert voice.cue.text == text[voice.cue.start : voice.cue.end]
        if voice.speaker:
            assert voice.speaker.text == text[voice.speaker.start : voice.speaker.end]
            assert voice.speaker.full[0] <= voice.speaker.start < voice.speaker.end <= voice.speaker.full[1]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("A raid blamed on rebels killed five guards.", []),
        ("The raid, which police blamed on rebels, killed five.", ["police"]),
        ("The hardliners, now calling themselves the Column, killed nine guards.", []),
        ("Men describing themselves as patriots killed nine guards.", []),
        ("The mayor, calling the raid a massacre, fled.", ["The mayor"]),
    ],
)
def test_what_is_blamed_on_somebody_does_not_speak_nor_does_who_takes_a_name(text: str, speakers: list[str]) -> None:
    assert [voice.speaker.text for voice in find_voices(text) if voice.speaker] == speakers
