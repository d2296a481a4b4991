"""The tasks on incidents, named things, ties and labels: their figures by definition, their adapters over the shipped heads."""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the benchmarks are not installed; they stand beside the tests

from benchmarks import attribution, entities, factuality, incidentmeasures, muc4, muc4_slots, police, relations  # noqa: E402
from benchmarks.incidentmeasures import matched  # noqa: E402

from allegedly.coders.heads import Tagged, WordChances, load_heads  # noqa: E402
from allegedly.model import EventClaim, Evidence, TimeInterval  # noqa: E402

WIRE = (
    "GUERRILLAS OF THE RED MESA FRONT KIDNAPPED MAYOR RUBEN ZELADA IN TARGO TODAY, POLICE SAID.\n\n"
    "THE GUERRILLAS USED RIFLES.  A BOMB DESTROYED THE TOWN HALL."
)
NEWS = (
    "Iraqi forces killed 20 Islamic State fighters near Mosul on Monday, the Ministry of Defence said. "
    "“We will go on,” spokesman Yahya Rasool told reporters in Baghdad."
)

TEMPLATE: dict[str, Any] = {
    "incident_type": "attack",
    "PerpInd": [["the rebels", "guerrillas"]],
    "PerpOrg": [],
    "Target": [],
    "Victim": [["juan perez"]],
    "Weapon": [],
}
EMPTY: dict[str, Any] = {role: [] for role in ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")}


def gold(templates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ree = {role: [one for template in templates for one in template[role]] for role in EMPTY}
    return [{"id": "d", "gtt": templates, "ree": ree}]


@pytest.mark.parametrize(
    ("ours", "template_f1", "ree_f1"),
    [
        # as the gold has it, in other letters
        ([{**TEMPLATE, "PerpInd": [["Rebels"]], "Victim": [["JUAN PEREZ"]]}], 100.0, 100.0),
        # the type alone is one of three
        ([{**EMPTY, "incident_type": "attack"}], 50.0, 0.0),
        # another type: nothing is right, whoever did it
        ([{**TEMPLATE, "incident_type": "bombing"}], 0.0, 100.0),
        ([], 0.0, 0.0),
    ],
)
def test_templates_count_under_their_type_and_entities_under_their_role(
    ours: list[dict[str, Any]], template_f1: float, ree_f1: float
) -> None:
    ree = {role: [one for template in ours for one in template[role]] for role in EMPTY}

    figures = incidentmeasures.incidents(gold([TEMPLATE]), {"d": {"templates": ours, "ree": ree}})

    assert figures["template_f1"] == pytest.approx(template_f1)
    assert figures["ree_f1"] == pytest.approx(ree_f1)


def test_a_filler_of_a_slot_is_right_under_any_of_its_names_and_optional_templates_are_not_missed() -> None:
    wanted = [
        {"incident_type": [["ATTACK"]], "stage": [["ACCOMPLISHED"]], "perp_org": [["FMLN", "THE FRONT"]]},
        {"incident_type": [["BOMBING"]], "optional": True},
    ]
    ours = [{"incident_type": [["attack"]], "stage": [["THREATENED"]], "perp_org": [["fmln"]]}]

    assert incidentmeasures.slots([{"id": "d", "templates": wanted}], {"d": {"templates": ours}}) == {
        "slots_f1": pytest.approx(200 * 2 / 6)
    }
    assert incidentmeasures.slots([{"id": "d", "templates": wanted}], {}) == {"slots_f1": 0.0}


def test_a_rejected_candidate_is_neither_wanted_nor_right() -> None:
    record = {
        "id": "d",
        "entities": [
            {"type": "Person", "start": 0, "end": 4, "confidence": 0.9},
            {"type": "Person", "start": 9, "end": 12, "confidence": 0},
        ],
        "relations": [{"type": "Likes", "source": [0, 4], "target": [9, 12], "confidence": 1}],
    }
    ours = {
        "entities": [{"type": "Person", "start": 0, "end": 4}, {"type": "Person", "start": 9, "end": 12}],
        # overlap is enough for a tie, its direction and its type are not left open
        "relations": [{"type": "Likes", "source": [2, 6], "target": [10, 11]}],
    }

    assert incidentmeasures.entities([record], {"d": ours}) == {"exact_f1": pytest.approx(200 / 3)}
    assert incidentmeasures.relations([record], {"d": ours}) == {"overlap_f1": 100.0}
    turned = [{"type": "Likes", "source": [10, 11], "target": [2, 6]}]
    assert incidentmeasures.relations([record], {"d": {"relations": turned}}) == {"overlap_f1": 0.0}


def test_a_text_without_any_label_says_nothing_of_police() -> None:
    wanted = [{"id": "a", "labels": [1, 0]}, {"id": "b", "labels": [0, 0]}, {"id": "c", "labels": [0, 1]}]
    ours = {"a": {"labels": [1, 1]}, "b": {"labels": [0, 0]}, "c": {"labels": [0, 1]}}

    assert incidentmeasures.police(wanted, ours) == {"example_f1": pytest.approx((200 / 3 + 100) / 2)}


@given(st.lists(st.integers(0, 4), max_size=5), st.lists(st.integers(0, 4), max_size=5))
def test_the_most_pairs_are_found_whatever_the_order(mine: list[int], theirs: list[int]) -> None:
    def near(one: int, other: int) -> bool:
        return abs(one - other) <= 1

    def most(left: tuple[int, ...], right: tuple[int, ...]) -> int:
        if not left:
            return 0
        rest = left[1:]
        taken = [1 + most(rest, right[:at] + right[at + 1 :]) for at in range(len(right)) if near(left[0], right[at])]
        return max([most(rest, right), *taken])

    assert matched(mine, theirs, near) == most(tuple(mine), tuple(theirs)) == matched(theirs, mine, near)


def spans_of(tagged: list[Tagged]) -> list[tuple[int, int]]:
    return [(it.start, it.end) for it in tagged]


@pytest.mark.parametrize("text", [WIRE, NEWS, "", "…", "One word"])
def test_every_word_a_head_reads_is_the_texts_own(text: str) -> None:
    from benchmarks.heads import read_words

    for head in ("entities", "incidents"):
        words = read_words(head, text)
        spans = words.spans.tolist()

        assert words.chances.shape == (len(spans), len(words.columns))
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert spans == sorted(spans)
        # each word is read once, though windows overlap
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


def test_a_long_text_is_read_to_its_end() -> None:
    from benchmarks.heads import read_words

    text = " ".join([NEWS] * 12)
    words = read_words("entities", text)

    assert len(words.spans) == 12 * len(read_words("entities", NEWS).spans)


def test_named_things_have_a_type_and_a_place() -> None:
    found = {(it["type"], NEWS[it["start"] : it["end"]]) for it in entities.read({"id": "a", "text": NEWS})["entities"]}

    assert ("Location", "Mosul") in found
    assert any(kind == "Organisation" for kind, _ in found)


def test_ties_hold_between_two_things_that_were_found() -> None:
    things = {(it["start"], it["end"]) for it in entities.read({"id": "a", "text": NEWS})["entities"]}
    ties = relations.read({"id": "a", "text": NEWS})["relations"]

    for tie in ties:
        assert tuple(tie["source"]) in things
        assert tuple(tie["target"]) in things
        assert tie["source"] != tie["target"]


def test_the_same_words_are_no_pair_and_far_things_are_not_asked_about() -> None:
    things = [Tagged(0, 5, "Person", 1.0), Tagged(0, 5, "Organisation", 1.0), Tagged(9, 12, "Location", 1.0)]

    assert relations.near_pairs(things) == [(0, 2), (1, 2), (2, 0), (2, 1)]
    assert relations.near_pairs([things[0], Tagged(900, 905, "Location", 1.0)]) == []


def test_incidents_are_told_by_type_and_role() -> None:
    read = muc4.read({"id": "a", "text": WIRE})

    assert set(read) == {"id", "templates", "ree"}
    kinds = [template["incident_type"] for template in read["templates"]]
    assert kinds
    assert len(kinds) == len(set(kinds))
    # every filler is the report's own words, small
    for template in read["templates"]:
        for role in muc4.ROLES:
            assert all(mention in " ".join(WIRE.lower().split()) for [mention] in template[role])


def test_a_text_without_incidents_has_no_templates() -> None:
    text = "The harbour museum opened a show of model ships on Sunday. Entry is free."

    assert muc4.read({"id": "a", "text": text}) == {"id": "a", "templates": [], "ree": EMPTY}


def told(words: str, claim_type: str, day: dt.date | None, *, until: dt.date | None = None) -> EventClaim:
    """A claim whose evidence is all of REBELS up to these words, on a day."""
    start = REBELS.index(words)
    time = (
        TimeInterval(precision="day", basis="stated", text="then", earliest=day, latest=until or day) if day else None
    )
    return EventClaim(type=claim_type, evidence=(Evidence(start=start, end=start + len(words), text=words),), time=time)


REBELS = "REBELS STRUCK A POST. ZELADA WAS KILLED. A BRIDGE WAS BLOWN UP."
ZELADA = muc4.Filler("Victim", ["zelada"], [(REBELS.index("ZELADA"), REBELS.index(" WAS KILLED"))], 0.9)
NEW_YEAR, SPRING = dt.date(1990, 1, 1), dt.date(1990, 4, 10)
POST = told("REBELS STRUCK A POST.", "attack", dt.date(1989, 12, 30))
KILLED = told("ZELADA WAS KILLED.", "assassination", NEW_YEAR)


@pytest.mark.parametrize(
    ("kind", "claims", "printed", "day"),
    [
        # the claim whose words hold the victim, not the first
        ("ATTACK", (POST, KILLED), "1990-01-03", "01 JAN 90"),
        ("ATTACK", (POST,), "1990-01-03", "30 DEC 89"),
        ("ATTACK", (POST,), None, "30 DEC 89"),
        # of another kind
        ("BOMBING", (POST, KILLED), "1990-01-03", "- 03 JAN 90"),
        ("ATTACK", (), "1990-01-03", "- 03 JAN 90"),
        ("ATTACK", (), None, None),
        # a day to come is not when it happened, and a month is no day
        ("ATTACK", (told("ZELADA WAS KILLED.", "attack", SPRING),), "1990-01-03", "- 03 JAN 90"),
        (
            "ATTACK",
            (told("ZELADA WAS KILLED.", "attack", dt.date(1989, 12, 1), until=dt.date(1989, 12, 31)),),
            "1990-01-03",
            "- 03 JAN 90",
        ),
    ],
)
def test_the_day_of_an_incident_is_that_of_the_claim_that_tells_most_of_it(
    kind: str, claims: tuple[EventClaim, ...], printed: str | None, day: str | None
) -> None:
    incident = muc4.Incident(kind, [ZELADA])

    assert muc4_slots.day_of(incident, claims, {"text": REBELS, "pub_date": printed}) == day


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("THE SALVADORAN ARMY SAID FMLN REBELS STRUCK IN SAN SALVADOR.", "EL SALVADOR"),
        ("COLOMBIAN POLICE IN BOGOTA TOLD THE SPANISH AGENCY.", "COLOMBIA"),
        ("REBELS STRUCK.", None),
    ],
)
def test_the_country_is_the_one_most_named(text: str, country: str | None) -> None:
    assert muc4_slots.country_of({"text": text}) == country


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A BOMB WENT OFF IN LIMA, PERU.  LIMA IS CALM.  IN AYACUCHO, PERU, MEN FLED.", "PERU: LIMA (CITY)"),
        ("PERUVIAN GUERRILLAS STRUCK IN PERU.", "PERU"),
        ("A BOMB WENT OFF.", None),
    ],
)
def test_a_town_stands_behind_its_country(text: str, place: str | None) -> None:
    assert muc4_slots.location_of({"text": text}) == place


def test_slots_are_filled_in_the_sets_own_form() -> None:
    read = muc4_slots.read({"id": "a", "text": WIRE, "date_line": "BOGOTA, 3 JAN 90", "pub_date": "1990-01-03"})

    assert read["templates"]
    for template in read["templates"]:
        # the mayor was taken today; of the bomb no day is told
        kidnapping = template["incident_type"] == [["KIDNAPPING"]]
        assert template["date"] == ([["03 JAN 90"]] if kidnapping else [["- 03 JAN 90"]])
        assert all(isinstance(filler, list | dict) for slot in template.values() for filler in slot)


def test_police_labels_are_five() -> None:
    labels = police.read({"id": "a", "text": "Police opened fire on the mob and arrested 30 people in Ahmedabad."})[
        "labels"
    ]

    assert len(labels) == len(police.LABELS) == 5
    assert labels[police.LABELS.index("ANY_ACTION")] == 1
    assert set(labels) <= {0, 1}


@pytest.mark.parametrize(("ruled", "learned"), [(3.0, 2.0), (-3.0, -1.0), (3.0, 9.0)])
def test_a_predicate_stands_between_what_the_rules_and_the_head_say(ruled: float, learned: float) -> None:
    value = factuality.blended(ruled, learned)

    assert min(ruled, learned) <= value <= max(ruled, learned)
    assert -3 <= value <= 3
    assert factuality.blended(ruled, None) == ruled


def test_a_predicate_is_answered_at_its_token() -> None:
    record = {
        "id": "a",
        "tokens": ["Rebels", "struck", "and", "may", "return", "."],
        "text": "",
        "predicates": [{"token": 1, "word": "struck"}, {"token": 4, "word": "return"}],
    }

    struck, returned = factuality.read(record)["predicates"]

    assert (struck["token"], returned["token"]) == (1, 4)
    assert struck["factuality"] > returned["factuality"]


def test_words_and_tags_are_told_by_column() -> None:
    import numpy as np

    words = WordChances(
        spans=np.array([[0, 3], [4, 7], [8, 12]]),
        chances=np.array([[0.9, 0.9], [0.8, 0.1], [0.7, 0.8]], dtype=np.float32),
        columns=("cue", "cue:start"),
    )

    # a likely new start breaks a run
    assert spans_of(words.runs("cue", 0.5)) == [(0, 7), (8, 12)]
    assert words.of("cue", 4, 12) == pytest.approx(0.75)
    assert words.of("cue", 20, 30) == 0.0
    assert words.touched(3, 4) == (1, 1)


SAID = "Police said two men fled on Monday."
WORDS = [(0, 6), (7, 11), (12, 15), (16, 19), (20, 24), (25, 27), (28, 34)]
ASKED = {
    f"{role}_{name}": value
    for role in attribution.ROLES
    for name, value in {"run": 0.5, "kept": 0.3, "moved": 0.8, "added": 0.7}.items()
}


def likely(**runs: tuple[int, int, float]) -> WordChances:
    """What a head makes of SAID: for each role the words from one to another, and how likely each of them is."""
    columns = (*attribution.ROLES, *(f"{role}:start" for role in attribution.ROLES))
    chances = np.zeros((len(WORDS), len(columns)), dtype=np.float32)
    for role, (first, last, chance) in runs.items():
        chances[first : last + 1, columns.index(role)] = chance
        chances[first, columns.index(f"{role}:start")] = chance
    return WordChances(np.asarray(WORDS), chances, columns)


BY_GRAMMAR = {"source": [(0, 6)], "cue": [(7, 11)], "content": [(12, 24)]}


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ({"source": (0, 0, 0.4), "cue": (1, 1, 0.4), "content": (2, 4, 0.4)}, [BY_GRAMMAR]),
        ({"source": (0, 0, 0.4), "cue": (1, 1, 0.4)}, [{"source": [(0, 6)], "cue": [(7, 11)], "content": []}]),
        (
            {"source": (0, 0, 0.9), "cue": (1, 1, 0.9), "content": (2, 6, 0.9)},
            [{"source": [(0, 6)], "cue": [(7, 11)], "content": [(12, 34)]}],
        ),
        (
            {"source": (6, 6, 0.9), "cue": (1, 1, 0.4), "content": (2, 4, 0.4)},
            [
                {"source": [], "cue": [(7, 11)], "content": [(12, 24)]},
                {"source": [(28, 34)], "cue": [], "content": []},
            ],
        ),
        ({}, []),
    ],
    ids=["kept", "left out", "moved", "added", "nothing likely"],
)
def test_the_head_weighs_what_the_grammar_finds(
    seen: dict[str, tuple[int, int, float]], told: list[dict[str, Any]]
) -> None:
    assert attribution.weighed(SAID, [BY_GRAMMAR], likely(**seen), ASKED) == told


def test_a_run_that_lost_its_quotation_marks_gets_them_back() -> None:
    text = "“We go,” he said."
    columns = (*attribution.ROLES, *(f"{role}:start" for role in attribution.ROLES))
    chances = np.zeros((4, 6), dtype=np.float32)
    chances[:2, columns.index("content")] = 0.9
    words = WordChances(np.asarray([(1, 3), (4, 6), (9, 11), (12, 16)]), chances, columns)

    [found] = attribution.weighed(text, [], words, ASKED)

    assert text[slice(*found["content"][0])] == "“We go"


def test_the_heads_are_not_loaded_for_claims() -> None:
    import subprocess

    program = (
        "import sys; from allegedly.coders import load_coder; from allegedly.model import Article, Zone; "
        "text = 'Gunmen killed three guards near Dorran.'; "
        "zone = Zone(label='body', start=0, end=len(text)); "
        "load_coder().code(Article(id='a', text=text, zones=(zone,))); "
        "print('allegedly.coders.heads' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "False"
    assert load_heads() is load_heads()
