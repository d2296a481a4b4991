"""A fair coder gives the same codes whoever the sides are; one that looks at the name is caught."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly import sideswap
from allegedly.coders import load_coder
from allegedly.model import Claim, CoderStamp, Cue, EventClaim, Evidence, Factuality, Page, Part
from allegedly.sideswap import CODES, Changes, compared, exchanged, neutral, renamed

if TYPE_CHECKING:
    from pathlib import Path

    from allegedly.model import Article

REPORT = (
    "The Red Mesa Front attacked the Targo Guard near Dorran on Monday. "
    "On Tuesday the Targo Guard attacked the Red Mesa Front, reportedly with mortars."
)
_ATTACKED = re.compile(r"([Tt]he )?((?:[A-Z]\w+ ?)+?) (attacked) (the )?((?:[A-Z]\w+ ?)+)")


class Fair:
    """Reads who attacked whom, whoever they are."""

    stamp = CoderStamp(name="fair", version="1", model=None)

    def code(self, article: Article) -> tuple[Claim, ...]:
        return tuple(self.claim(article, found) for found in _ATTACKED.finditer(article.text))

    def claim(self, article: Article, found: re.Match[str]) -> Claim:
        return EventClaim(
            type="attack",
            evidence=(article.quote(*found.span()),),
            trigger=article.quote(*found.span(3)),
            actor=(self.part(found, 2),),
            target=(self.part(found, 5),),
        )

    def part(self, found: re.Match[str], group: int) -> Part:
        words = found[group].rstrip()
        return Part(text=words, name=words, start=found.start(group), end=found.start(group) + len(words))


class Partial(Fair):
    """Calls it a killing in cold blood when one side does it, doubts what the other is said to have done."""

    stamp = CoderStamp(name="partial", version="1", model=None)

    def claim(self, article: Article, found: re.Match[str]) -> Claim:
        fair = super().claim(article, found)
        if "Targo" not in found[2]:
            return fair
        start = found.start(3)
        cues = (Cue(start=start, end=start + 8, text="attacked"),)
        return EventClaim(
            type="execution",
            evidence=fair.evidence,
            trigger=fair.trigger,
            actor=fair.actor,  # type: ignore[union-attr]
            target=fair.target,  # type: ignore[union-attr]
            factuality=Factuality(certainty="possible", cues=cues),
        )


class Deaf(Fair):
    """Does not read at all what one side does."""

    stamp = CoderStamp(name="deaf", version="1", model=None)

    def code(self, article: Article) -> tuple[Claim, ...]:
        return tuple(
            claim for claim in super().code(article) if isinstance(claim, EventClaim) and "Targo" in claim.actor[0].text
        )


def page(text: str) -> Page:
    return Page(name="a.txt", media_type="text/plain", body=text.encode())


def test_a_fair_coder_changes_no_code_when_the_sides_exchange_names() -> None:
    told = sideswap.measure([page(REPORT)], Fair())

    assert told["reports"] == 1
    for arm in ("exchanged", "invented"):
        assert told[arm]["claims"] == 2
        assert told[arm]["changed"] == 0
        assert (told[arm]["lost"], told[arm]["new"]) == (0, 0)


def test_a_coder_that_looks_at_the_name_is_caught() -> None:
    told = sideswap.measure([page(REPORT)], Partial())

    # both claims change type and certainty when the names change places, of three codes each
    assert (told["exchanged"]["type"], told["exchanged"]["polarity"], told["exchanged"]["certainty"]) == (2, 0, 2)
    assert told["exchanged"]["changed"] == pytest.approx(4 / 6, abs=1e-4)
    # with invented names only the claim of the favoured side changes
    assert told["invented"]["type"] == 1


def test_a_coder_that_does_not_read_one_side_is_caught() -> None:
    told = sideswap.measure([page(REPORT)], Deaf())

    assert told["invented"]["lost"] == 1
    assert told["invented"]["changed"] == 1.0
    assert told["exchanged"]["lost"] == told["exchanged"]["new"] == 1


def test_the_shipped_coder_is_measured_like_any_other() -> None:
    told = sideswap.measure([page(REPORT)], load_coder("embedded"))

    assert told["exchanged"]["claims"] >= 2
    assert 0 <= told["exchanged"]["changed_of_kept"] <= told["exchanged"]["changed"] <= 1


@pytest.mark.parametrize(
    ("actor", "target", "names"),
    [
        ("The Red Mesa Front", "the Targo Guard", {"Red Mesa Front": "Targo Guard", "Targo Guard": "Red Mesa Front"}),
        # a side without a name of its own has nothing to exchange
        ("gunmen", "the Targo Guard", {}),
        ("They", "the Targo Guard", {}),
        # a name within the other would be exchanged with itself
        ("The Targo Guard", "Targo", {}),
    ],
)
def test_only_proper_names_of_two_sides_are_exchanged(actor: str, target: str, names: dict[str, str]) -> None:
    text = f"{actor} attacked {target}."
    [start, last] = [text.index(actor), text.rindex(target)]
    claim = EventClaim(
        type="attack",
        evidence=(Evidence(start=0, end=len(text), text=text),),
        actor=(Part(text=actor, name=actor, start=start, end=start + len(actor)),),
        target=(Part(text=target, name=target, start=last, end=last + len(target)),),
    )

    assert exchanged([claim], text) == names
    # in wire copy no name can be told
    assert exchanged([claim], text.upper()) == {}
    assert neutral([claim], text.upper()) == {}


NAMES = st.sampled_from(["Ann", "Bo", "Red Mesa Front", "Mesa", "Élan"])


@given(
    st.lists(st.one_of(NAMES, st.sampled_from(["met", "and", ".", "the"])), min_size=1, max_size=12),
    st.permutations(["Ann", "Bo", "Red Mesa Front", "Mesa", "Élan"]),
)
def test_every_word_that_is_no_name_keeps_its_place(words: list[str], others: list[str]) -> None:
    names = dict(zip(["Ann", "Bo", "Red Mesa Front", "Mesa", "Élan"], others, strict=True))
    text = " ".join(words)

    other, moved = renamed(text, names)

    at = 0
    for word in words:
        if word not in names:
            assert other[moved(at) : moved(at) + len(word)] == word
        at += len(word) + 1


def test_a_lost_claim_counts_with_all_its_codes() -> None:
    fair = Fair().code(_article(REPORT))

    gone = compared(fair, fair[:1], lambda spot: spot)

    assert gone == Changes(claims=2, lost=1)
    assert gone.share == pytest.approx(0.5)
    assert gone.share_of_kept == 0
    assert len(CODES) == 3


def test_a_claim_told_together_with_another_of_its_type_is_not_gone() -> None:
    first, second = Fair().code(_article(REPORT))
    both = msgspec.structs.replace(first, evidence=(*first.evidence, *second.evidence))
    other = msgspec.structs.replace(both, type="bombing")

    assert compared((first, second), (both,), lambda spot: spot) == Changes(claims=2)
    assert compared((first, second), (other,), lambda spot: spot) == Changes(claims=2, changed=(1, 0, 0), lost=1)


def _article(text: str) -> Article:
    from allegedly.page import lay_down

    return lay_down(page(text))


def test_score_swap_tells_the_changes_of_a_file_of_reports(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from allegedly.cli import app

    reports = tmp_path / "reports.jsonl"
    reports.write_text(json.dumps({"id": "a", "text": REPORT}) + "\n", encoding="utf-8")

    told = CliRunner().invoke(app, ["score", "--swap", str(reports), "--json"])
    shown = CliRunner().invoke(app, ["score", "--swap", str(reports)])
    wrong = CliRunner().invoke(app, ["score", str(reports), "--swap", str(reports)])

    assert json.loads(told.stdout)["reports"] == 1
    assert "sides exchanged: " in shown.stdout
    assert wrong.exit_code == 2
