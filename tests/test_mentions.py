"""Places, actors and weapons where they are named, on sentences about invented groups and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.mentions import find_mentions, weapon_spans
from allegedly.names import lexicons


def found(text: str, kind: str) -> list[str]:
    mentions = find_mentions(text, sentences=[(0, len(text))])
    return [" ".join(mention.text.split()) for mention in mentions if mention.kind == kind]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Police said 14 policemen died.", "14 policemen"),
        ("Police said at least 14 masked gunmen fled.", "at least 14 masked gunmen"),
        ("They shot two unarmed protesters.", "two unarmed protesters"),
        ("Members of the Red Mesa Front fled.", "Members of the Red Mesa Front"),
        ("The Black River Front (BRF) struck.", "The Black River Front (BRF)"),
        ("Reporters met Colonel Ruben Zelada.", "Colonel Ruben Zelada"),
        ("Reporters met Colonel Ruben Zelada.", "Ruben Zelada"),
        ("It killed the deputy mayor.", "the deputy mayor"),
        ("A GROUP OF GUERRILLAS ATTACKED TARGO.", "A GROUP OF GUERRILLAS"),
        ("THE ARMED FORCES\nBLAMED THE GUERRILLAS.", "THE ARMED FORCES"),
        ("COLONEL RUBEN\nZELADA SPOKE.", "COLONEL RUBEN ZELADA"),
        ("Rebels killed a farmer's son.", "a farmer's son"),
    ],
)
def test_actors_with_number_title_and_abbreviation(text: str, actor: str) -> None:
    assert actor in found(text, "actor")


@pytest.mark.parametrize(
    ("text", "actor"),
    [("Rebels killed policemen.", "killed policemen"), ("Gunmen hurled soldiers out.", "Gunmen hurled soldiers")],
)
def test_a_verb_opens_no_phrase(text: str, actor: str) -> None:
    assert actor not in found(text, "actor")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb went off in the village of Shalvaz.", "the village of Shalvaz"),
        ("A bomb went off in Targo province.", "Targo province"),
        ("Troops moved into Targo, Alvania.", "Targo, Alvania"),
        ("Troops moved into Targo, Alvania.", "Targo"),
        ("They burned a school.", "a school"),
        ("TROOPS MOVED INTO THE CITY OF VILLALTA.", "THE CITY OF VILLALTA"),
        ("IT EXPLODED NEAR VILLALTA.", "VILLALTA"),
        ("Clashes spread across Sri Lanka.", "Sri Lanka"),
    ],
)
def test_places_with_their_kind(text: str, place: str) -> None:
    assert place in found(text, "place")


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("They threw two hand grenades.", ["two hand grenades"]),
        ("A car bomb and an improvised explosive device (IED) went off.",
         ["A car bomb", "an improvised explosive device (IED)"]),
        ("HE CARRIED AK-47\nRIFLES AND A MACHETE.", ["AK-47 RIFLES", "A MACHETE"]),
        ("They fired mortars at a bombed school.", ["mortars"]),
        ("They talked for days.", []),
    ],
)  # fmt: skip
def test_weapons_with_number_and_article(text: str, weapons: list[str]) -> None:
    assert found(text, "weapon") == weapons
    assert [" ".join(text[a:b].split()) for a, b in weapon_spans(text, sentences=[(0, len(text))])] == weapons


def test_a_mention_carries_the_fullest_name() -> None:
    text = "The Black River Front (BRF) struck. The BRF fled."
    names = {m.name for m in find_mentions(text, sentences=[(0, 35), (36, 49)]) if m.start >= 36}
    assert names == {"Black River Front (BRF)"}


@pytest.mark.parametrize(
    ("plural", "one"), [("gunmen", "gunman"), ("militias", "militia"), ("parties", "party"), ("police", "police")]
)
def test_a_plural_has_its_singular(plural: str, one: str) -> None:
    assert lexicons.singular(plural) == one


@pytest.mark.parametrize(
    "name", ["actor_nouns.toml", "weapons.toml", "titles.toml", "demonyms.toml", "name_words.toml"]
)
def test_every_listed_word_is_small_and_tidy(name: str) -> None:
    for words in lexicons._table(name).values():
        assert all(word == word.casefold().strip() and word for word in words)


@given(st.text(alphabet=st.sampled_from("The BRF rebels in bombs, (x)'s 14\n"), max_size=90))
def test_every_mention_is_the_text_at_its_span_in_order(text: str) -> None:
    mentions = find_mentions(text, sentences=[(0, len(text))] if text else [])
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


@pytest.mark.parametrize("line", ["(" * 5000, "THE OF " * 700, "A. B. " * 800, "bomb (" * 800, "[A" * 2000])
def test_odd_text_is_read_without_harm(line: str) -> None:
    assert all(mention.text for mention in find_mentions(line, sentences=[(0, len(line))]))


def test_no_mention_goes_on_past_the_end_of_a_paragraph() -> None:
    text = "News\n\nRed Mesa Front Militants Flee Targo\n\nThey fled."

    assert not [it.text for it in find_mentions(text, sentences=[(0, 4), (6, 42), (44, 54)]) if "\n" in it.text]
