"""The fullest name an article gives for a thing, on reports about invented groups and places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.names import fullest_names, head_noun, merge_key, resolutions, same_thing


def sentences(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(r"(?<![A-Z])(?<!Col)[.!?](?=\s|$)", text)]
    starts = [0, *ends]
    return [(start, end) for start, end in zip(starts, [*ends, len(text)], strict=True) if text[start:end].strip()]


def name_of(text: str, words: str, others: tuple[str, ...] = ()) -> str:
    """The name found for the last standing of `words`, with the first standing of `others` coded beside it."""
    start = text.rindex(words)
    spans = [(start, start + len(words)), *((text.index(other), text.index(other) + len(other)) for other in others)]
    return fullest_names(text, spans, sentences=sentences(text))[0]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The Black River Front (BRF) struck Targo. The BRF said it lost two men.", "BRF", "Black River Front (BRF)"),
        ("THE FREE HILLS ARMY [FHA] ATTACKED TARGO.  THE FHA FLED.", "FHA", "FREE HILLS ARMY [FHA]"),
        (
            "THE ARMY OF NATIONAL RENEWAL (ENR) STRUCK.\nTHE ENR\nFLED.",
            "THE ENR",
            "ARMY OF NATIONAL RENEWAL (ENR)",
        ),
        ("The Harbour Watch (Guardia del Puerto - GDP) fled. Police blamed the GDP.", "the GDP",
         "Harbour Watch (Guardia del Puerto - GDP)"),
        ("The European Harbour Union met. Officials of the EHU left.", "EHU", "European Harbour Union"),
    ],
)  # fmt: skip
def test_an_abbreviation_stands_for_its_long_form(text: str, words: str, name: str) -> None:
    assert name_of(text, words) == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Police shot Sidi Ould Karam on Friday. Karam died.", "Karam", "Sidi Ould Karam"),
        ("Interior Minister Ruben Zelada resigned. Zelada fled.", "Zelada", "Ruben Zelada"),
        ("Colonel Ruben Zelada resigned. Zelada fled.", "Zelada", "Colonel Ruben Zelada"),
        ("Ruben Zelada, 41, was shot. Mr. Zelada died.", "Mr. Zelada", "Ruben Zelada"),
        ("COLONEL RUBEN\nZELADA DIED.  ACCORDING TO POLICE, ZELADA WAS SHOT.", "ZELADA", "COLONEL RUBEN ZELADA"),
        ("Red Mesa Brigades fighters fled. The army chased the Brigades.", "the Brigades", "Red Mesa Brigades"),
        ("Fighters of the Nine Stars Army fled. Villagers fed the Nine Stars.", "the Nine Stars", "Nine Stars Army"),
        ("Comando do Vento grew. Police blamed the Comando.", "the Comando", "Comando do Vento"),
        ("The Tehrik-e-Koh split. The Tehrik denied it.", "The Tehrik", "Tehrik-e-Koh"),
    ],
)
def test_a_short_form_stands_for_the_full_name(text: str, words: str, name: str) -> None:
    assert name_of(text, words) == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Police shot regional leader Ruben Zelada.", "regional leader Ruben Zelada", "Ruben Zelada"),
        ("Police shot the lawyer Ruben Zelada.", "the lawyer Ruben Zelada", "Ruben Zelada"),
        ("They shot a motorist, Ruben Zelada.", "a motorist, Ruben Zelada", "Ruben Zelada"),
        ("An older force, the Black River Front, fled.", "An older force, the Black River Front", "Black River Front"),
        (
            "Police shot two followers of Ruben Zelada.",
            "two followers of Ruben Zelada",
            "two followers of Ruben Zelada",
        ),
        ("Police shot Ruben Zelada's son.", "Ruben Zelada's son", "Ruben Zelada's son"),
    ],
)
def test_who_somebody_is_leads_up_to_the_name_and_is_not_it(text: str, words: str, name: str) -> None:
    assert name_of(text, words) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ruben Zelada and Omar Zelada were shot. Zelada died.", "Zelada"),
        ("Fighting spread to Northern Targo. Targo was calm.", "Targo"),
        ("Syrian Rescue Front men fled. Syria said nothing.", "Syria"),
        ("Gunmen attacked a school. The gunmen fled.", "The gunmen"),
        ("Two gunmen met four policemen. They fled.", "They"),
        ("Ruben Zelada met Omar Sayed. He left.", "He"),
        ("The United Hills Army and the Red Mesa Front clashed. The group fled.", "The group"),
        ("Ruben Zelada spoke. Hilda Moro came. She and Ana Luz left. The woman fell.", "The woman"),
        # an army without a name is the state's, not the armed group's
        ("The Nine Stars Army struck a barracks. The army said two soldiers died.", "The army"),
    ],
)
def test_where_two_remain_or_none_the_words_stay(text: str, words: str) -> None:
    assert name_of(text, words, ("Two gunmen", "four policemen") if words == "They" else ()) == words


@pytest.mark.parametrize(
    ("text", "words", "others", "name"),
    [
        ("Ruben Zelada fled Targo. He was shot.", "He", (), "Ruben Zelada"),
        ("Hilda Moro met Ruben Zelada. She was shot.", "She", (), "Hilda Moro"),
        ("Two gunmen entered a shop. They fled.", "They", ("Two gunmen",), "Two gunmen"),
        ("The Red Mesa Front struck. It took hostages.", "It", ("The Red Mesa Front",), "Red Mesa Front"),
        ("The Red Mesa Front struck. The militant group took hostages.", "The militant group",
         ("The Red Mesa Front",), "Red Mesa Front"),
        ("Red Mesa Front men struck Targo. Police said the rebels fled.", "the rebels", ("Red Mesa Front",),
         "Red Mesa Front"),
        ("Interior Minister Ruben Zelada spoke. The minister left.", "The minister", (), "Ruben Zelada"),
        ("Ruben Zelada, deputy mayor of Targo, spoke. The deputy mayor left.", "The deputy mayor", (), "Ruben Zelada"),
        ("A bomb went off in Targo. Police closed the town.", "the town", ("Targo",), "Targo"),
        ("The Harvest Party met. Critics left the party.", "the party", ("The Harvest Party",), "Harvest Party"),
    ],
)  # fmt: skip
def test_a_pronoun_or_description_takes_the_one_antecedent(
    text: str, words: str, others: tuple[str, ...], name: str
) -> None:
    assert name_of(text, words, others) == name


def test_names_come_in_the_order_asked_one_a_span() -> None:
    text = "Ruben Zelada fled. Zelada died."
    spans = [(19, 25), (0, 12), (19, 25)]
    assert fullest_names(text, spans, sentences=sentences(text)) == ("Ruben Zelada", "Ruben Zelada", "Ruben Zelada")
    assert [found.rule for found in resolutions(text, spans, sentences=sentences(text))] == ["short", "own", "short"]


def test_a_name_loses_its_line_breaks() -> None:
    assert fullest_names("gunmen in\n  uniform fled", [(0, 19)], sentences=[(0, 24)]) == ("gunmen in uniform",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Black River Front", "Black River Front (BRF)"),
        ("BRF", "the Black River Front"),
        ("Black River Front (BRF)", "the BRF"),
        ("RUBEN ZELADA", "Ruben Zelada"),
        ("Col. Ruben Zelada", "Zelada"),
        ("R. Zelada", "Ruben Zelada"),
        ("Ruben D. Zelada", "Ruben Dario Zelada"),
        ("14 policemen", "the policemen"),
        ("a school", "the school"),
        ("Dr. Hilda Moro", "Hilda Moro"),
    ],
)
def test_two_names_of_one_thing(one: str, other: str) -> None:
    assert same_thing(one, other)
    assert same_thing(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 policemen", "two policemen"),
        ("policemen", "soldiers"),
        ("Ruben Zelada", "Omar Zelada"),
        ("R. Zelada", "Omar Zelada"),
        ("Targo", "Northern Targo"),
        ("Targo", "Targo Province"),
        ("Black River Front", "Red Mesa Front"),
        ("the Front", "Black River Brigade"),
        ("police", "police station"),
        ("Syria", "Syrian Rescue Front"),
    ],
)
def test_two_names_of_two_things(one: str, other: str) -> None:
    assert not same_thing(one, other)
    assert not same_thing(other, one)


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("Two militants from the Caucasus Line", "militants"),
        ("14 policemen", "policemen"),
        ("the village of Shalvaz", "village"),
        ("gunmen who wore masks", "gunmen"),
        ("Targo's mayor", "mayor"),
        ("a group of armed men", "group"),
        ("GUNMEN", "gunmen"),
    ],
)
def test_the_noun_a_phrase_is_about(phrase: str, noun: str) -> None:
    assert head_noun(phrase) == noun


def test_repeats_share_a_key() -> None:
    assert {merge_key("The 14 policemen"), merge_key("policemen"), merge_key("14 POLICEMEN")} == {"policemen"}


NAMES = st.text(alphabet=st.sampled_from("AbC dé'(1)[]-."), max_size=30)


@given(NAMES, NAMES)
def test_same_thing_is_the_same_both_ways(one: str, other: str) -> None:
    assert same_thing(one, other) == same_thing(other, one)
    assert same_thing(one, one)


@given(st.text(alphabet=st.sampled_from("The Zelada (ZE) he BRF.\n'"), max_size=80), st.data())
def test_any_spans_of_any_text_get_a_name_on_one_line(text: str, data: st.DataObject) -> None:
    if not text:
        return
    ends = st.integers(min_value=0, max_value=len(text))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=4))]
    found = fullest_names(text, [(a, b) for a, b in spans], sentences=sentences(text))
    assert len(found) == len(spans)
    assert all(name == " ".join(name.split()) for name in found)
