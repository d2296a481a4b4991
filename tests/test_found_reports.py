"""Codings of found reports are kept as places alone; the words come back from the texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from training import found
from training.sheets import claim_of

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Gunmen of the Orun Front entered Dorran on Monday.\n"
    "The police said the gunmen killed four guards. Gunmen had killed a judge in Dorran in 2014, the police said."
)
LINE = (
    '* attack trigger="killed" actor="Gunmen" target="a judge" place="Dorran" time="2014" voice="the police" '
    'role=security_force cue="said" evidence="Gunmen had killed a judge in Dorran in 2014"'
)


def coded() -> dict[str, Any]:
    return claim_of(TEXT, found.nearest_spots(TEXT, LINE), "here")


def test_words_that_stand_twice_mean_the_place_nearest_the_trigger() -> None:
    claim = coded()
    second = TEXT.rindex("Gunmen")
    assert claim["trigger"]["start"] == TEXT.rindex("killed")
    assert claim["actor"][0]["start"] == second
    assert claim["place"]["start"] == TEXT.rindex("Dorran")


def test_a_place_that_the_coder_numbered_stays() -> None:
    numbered = LINE.replace('actor="Gunmen"', 'actor="Gunmen@1"')
    assert claim_of(TEXT, found.nearest_spots(TEXT, numbered), "here")["actor"][0]["start"] == 0


def test_a_kept_coding_holds_no_words_of_the_report() -> None:
    kept = json.dumps(found.without_words(coded()))
    for words in ("Gunmen", "judge", "Dorran", "police"):
        assert words not in kept


def test_the_words_come_back_as_they_were_coded() -> None:
    claim = coded()
    back = found.whole(found.with_words(json.loads(json.dumps(found.without_words(claim))), TEXT))
    for role in ("trigger", "actor", "target", "place", "time"):
        assert back[role] == claim[role]
    assert back["attribution"][0]["who"] == "the police"
    assert not back["weapon"]


def test_a_text_that_has_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line: dict[str, Any] = {
        "set": "lgl",
        "key": "1",
        "mark": found.mark("another text"),
        "published_at": None,
        "claims": [],
    }
    (tmp_path / "coded.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    monkeypatch.setattr(found, "texts_of", lambda _: {("lgl", "1"): TEXT})
    with pytest.raises(ValueError, match="not the one that was coded"):
        found.load_found(tmp_path, tmp_path)


def test_a_text_that_no_set_holds_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line: dict[str, Any] = {"set": "unheard", "key": "7", "mark": found.mark(TEXT), "published_at": None, "claims": []}
    (tmp_path / "coded.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    monkeypatch.setattr(found, "texts_of", lambda _: {("lgl", "1"): TEXT})
    with pytest.raises(ValueError, match=r"coded\.jsonl: no text unheard 7 in the sets"):
        found.load_found(tmp_path, tmp_path)


def test_a_sentence_given_in_pieces_is_put_together() -> None:
    pieces = ["Semi", "-", "armed", "men", "fled", "Dorran", ",", "police", "said", "."]
    assert found.text_of("cam", {"tokens": pieces}) == "Semi-armed men fled Dorran, police said."


def test_every_report_is_learnt_from_or_kept_back_never_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {("lgl", str(n)): f"Report {n}" for n in range(60)}
    lines = [
        json.dumps({"set": s, "key": k, "mark": found.mark(text), "published_at": None, "claims": []})
        for (s, k), text in texts.items()
    ]
    (tmp_path / "coded.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(found, "texts_of", lambda _: texts)
    learnt = {it["id"] for it in found.load_found(tmp_path, tmp_path)}
    kept = {it["id"] for it in found.load_found(tmp_path, tmp_path, kept_back=True)}
    assert kept
    assert not kept & learnt
    assert len(kept) + len(learnt) == len(texts)
