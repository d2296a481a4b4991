"""Agreement of two sets of claims: what counts as found, typed, right, and what does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.agreement import fold
from allegedly.errors import RecordError
from allegedly.scoring import MEASURES, ScoredArticle, decode_article, f1, load, mark, report, score, total

if TYPE_CHECKING:
    from pathlib import Path


def claim(**fields: Any) -> dict[str, Any]:
    """A claim that gunmen attacked a post, but for the fields given."""
    return {
        "kind": "event",
        "type": "attack",
        "evidence": [{"start": 0, "end": 40}],
        "trigger": {"start": 7, "end": 15},
        "actor": [{"start": 0, "end": 6, "text": "Gunmen", "name": "Gunmen"}],
        "target": [{"start": 16, "end": 31, "text": "a police post", "name": "the police post"}],
        "place": {"text": "Oru", "name": "Oru"},
        "time": {"earliest": "2031-05-04", "latest": "2031-05-04", "basis": "anchored", "text": "Sunday"},
        "counts": [{"what": "killed", "low": 3, "best": 3, "high": 3}],
        "attribution": [{"who": "police", "role": "security_force"}],
        "factuality": {"polarity": "+", "certainty": "certain", "tense": "past"},
        **fields,
    }


def article(*claims: dict[str, Any]) -> dict[str, ScoredArticle]:
    return {"a": decode_article(json.dumps({"id": "a", "claims": claims}))}


# what is changed in the prediction, and which of found, typed, core and full it costs
COSTS: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"type": "bombing"}, "typed core full"),
    ({"type": "arrest"}, "found typed core full"),
    ({"kind": "relation", "type": "leads"}, "found typed core full"),
    # the trigger alone pairs two claims; without it a third of the evidence must be shared
    ({"evidence": [{"start": 90, "end": 99}]}, ""),
    ({"evidence": [{"start": 0, "end": 12}], "trigger": None}, ""),
    ({"evidence": [{"start": 0, "end": 11}], "trigger": None}, "found typed core full"),
    ({"actor": []}, "core full"),
    ({"actor": [{"text": "they", "name": "they"}]}, "core full"),
    ({"actor": [{"text": "The gunmen", "name": None}]}, ""),
    ({"actor": [{"start": 0, "end": 12, "text": "Gunmen who"}]}, ""),
    ({"actor": [{"start": 0, "end": 13, "text": "Gunmen who c"}]}, "core full"),
    ({"target": [{"text": "the police post"}, {"text": "a school"}]}, "core full"),
    ({"time": None}, "full"),
    ({"time": {"earliest": "2031-05-04", "latest": "2031-05-04", "basis": "publication"}}, "full"),
    ({"time": {"earliest": "2031-05-04", "latest": "2031-05-04", "basis": "stated"}}, ""),
    ({"counts": []}, "full"),
    ({"counts": [{"what": "killed", "low": 3}]}, "full"),
    ({"attribution": []}, "full"),
    ({"attribution": [{"who": "the outlet", "role": "outlet"}]}, "full"),
    ({"attribution": [{"who": "an agency", "role": "media"}, {"who": "Police", "role": "official"}]}, ""),
    ({"factuality": None}, ""),
    ({"factuality": {"certainty": "possible"}}, "full"),
    ({"factuality": {"polarity": "-"}}, "full"),
    # a place is a field of its own and costs nothing else
    ({"place": None}, ""),
]


@pytest.mark.parametrize(("change", "cost"), COSTS)
def test_what_a_changed_field_costs(change: dict[str, Any], cost: str) -> None:
    got = score(article(claim()), article(claim(**change)))

    lost = {measure for measure in ("found", "typed", "core", "full") if got[measure]["f1"] < 1}

    assert lost == set(cost.split())


def test_a_field_is_counted_only_where_the_gold_has_it() -> None:
    got = score(article(claim(place=None, counts=[])), article(claim()))

    assert "place" not in got["slots"]
    assert "counts" not in got["slots"]
    assert got["slots"]["time"] == {"right": 1, "of": 1, "share": 1.0}


def test_each_claim_is_paired_once_and_the_better_pair_wins() -> None:
    worse = claim(actor=[], attribution=[])
    got = score(article(claim()), article(worse, claim()))

    assert (got["found"]["p"], got["found"]["r"]) == (0.5, 1.0)
    assert got["full"]["r"] == 1.0


def test_an_article_without_predictions_costs_recall_and_nothing_else() -> None:
    got = score({**article(claim()), "b": article(claim())["a"]}, article(claim()))

    assert (got["found"]["p"], got["found"]["r"], got["found"]["n_gold"]) == (1.0, 0.5, 2)


def test_spurious_claims_cost_precision_only() -> None:
    got = score(article(), article(claim()))

    assert got["found"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n_gold": 0, "n_pred": 1}


def test_types_are_listed_by_how_often_they_are_wanted() -> None:
    far = [{"start": 400, "end": 440}]
    got = score(article(claim(), claim(type="arrest", evidence=far, trigger=None), claim()), article(claim()))

    assert list(got["types"]) == ["attack", "arrest"]
    assert got["types"]["attack"] == {"f1": 0.6667, "gold": 2, "pred": 1}


# a pronoun without a span is nobody's name, its own included
ALIKE = [
    change
    for change, _ in COSTS
    if "evidence" not in change and change.get("actor") != [{"text": "they", "name": "they"}]
]


@given(st.lists(st.sampled_from(ALIKE), max_size=5))
def test_anything_agrees_fully_with_itself(changes: list[dict[str, Any]]) -> None:
    # distinct places keep the claims apart
    claims = [
        claim(**{"evidence": [{"start": 100 * n, "end": 100 * n + 9}], "trigger": None, **change, "weapon": []})
        for n, change in enumerate(changes)
    ]
    same = article(*claims)

    got = score(same, same)

    assert all(got[measure]["f1"] == 1.0 for measure in ("found", "typed", "core", "full")) or not claims


@given(st.integers(0, 4), st.integers(0, 4))
def test_swapping_gold_and_prediction_swaps_precision_and_recall(more: int, fewer: int) -> None:
    one, other = article(*[claim()] * more), article(*[claim(actor=[])] * fewer)

    there, back = score(one, other), score(other, one)

    assert all((there[m]["p"], there[m]["r"]) == (back[m]["r"], back[m]["p"]) for m in MEASURES)


def test_marks_of_articles_add_up() -> None:
    claims = article(claim(), claim(type="arrest"))["a"].claims
    once, twice = mark(claims, claims), total([mark(claims, claims)] * 2)

    assert report(once)["full"]["f1"] == report(twice)["full"]["f1"]
    assert twice.wanted["found"] == 2 * once.wanted["found"] == 4


@pytest.mark.parametrize(
    ("name", "folded"),
    [("The Al-Noor Brigade", "al noor brigade"), ("  U.N.  ", "u n"), ("theatre", "theatre"), (None, "")],
)
def test_names_are_compared_without_case_punctuation_and_article(name: str | None, folded: str) -> None:
    assert fold(name) == folded


def test_f1_is_the_harmonic_mean() -> None:
    assert f1(right=3, given=4, wanted=12) == pytest.approx(2 * 0.75 * 0.25 / (0.75 + 0.25))


def test_a_malformed_line_is_told_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"id": "a", "claims": []}\n\n{"id": "b", "claims": [{"kind": "event", "type": 7}]}\n')

    with pytest.raises(RecordError, match=r"pred\.jsonl:3: claims to score: Expected `str`, got `int`"):
        load(path)


def test_a_span_with_one_end_is_refused() -> None:
    with pytest.raises(RecordError, match="start and end stand together"):
        article(claim(place={"start": 3, "text": "Oru"}))
