"""How far coders agree: alpha as it was published, fields of aligned claims, words, intervals, and the command."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from allegedly.cli import app
from allegedly.intercoder import agree, alpha, interval, nominal, ratio
from allegedly.intercoder.aligning import groups
from allegedly.intercoder.alpha import tally
from allegedly.intercoder.resampling import Draws
from allegedly.intercoder.spans import marked
from allegedly.ledger import open_ledger
from allegedly.scoring import ScoredArticle, decode_article
from allegedly.views.agreementtelling import agreement_lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.intercoder import Agreement, FieldAgreement

RUNNER = CliRunner()


def column(text: str) -> list[str | None]:
    """What one coder gave, one letter a unit, a dot for a missing value."""
    return [None if value == "." else value for value in text.split()]


def numbers(text: str) -> list[int | None]:
    return [None if value is None else int(value) for value in column(text)]


MEG, OWEN = "0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"
BEN, GERRY = "a a b b d c c c e d d a", "b a b b b c c c e d d d"
FOUR = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


class TestAlpha:
    # the examples worked in Krippendorff (2011), sections A and C, with the values printed there
    @pytest.mark.parametrize(
        ("coders", "distance", "published"),
        [
            ((MEG, OWEN), nominal, 0.095),
            (FOUR, nominal, 0.743),
            (FOUR, interval, 0.849),
            (FOUR, ratio, 0.797),
        ],
    )
    def test_is_what_was_published(self, coders: tuple[str, ...], distance: Any, published: float) -> None:
        units = list(zip(*map(numbers, coders), strict=True))

        assert alpha(units, distance) == pytest.approx(published, abs=0.0005)

    def test_of_two_coders_and_five_letters(self) -> None:
        units = list(zip(column(BEN), column(GERRY), strict=True))

        # section B, by hand: 24 values, three units apart, each counted from both sides; printed there as .692
        assert sorted(tally(units).values.items()) == [("a", 4), ("b", 6), ("c", 6), ("d", 6), ("e", 2)]
        assert alpha(units) == pytest.approx(1 - 23 * (3 * 2) / (24**2 - (4**2 + 3 * 6**2 + 2**2)))

    @pytest.mark.parametrize("units", [[], [("a", None)], [("a",), ("b",)], [("a", "a"), ("a", "a")], [(None, None)]])
    def test_is_not_invented_where_nothing_can_be_computed(self, units: Any) -> None:
        assert alpha(units) is None

    @given(st.lists(st.sampled_from("abcd"), min_size=2).filter(lambda told: len(set(told)) > 1), st.integers(2, 4))
    def test_coders_who_say_the_same_of_different_things_agree(self, told: list[str], coders: int) -> None:
        assert alpha([(value,) * coders for value in told]) == 1

    UNITS = st.lists(st.tuples(*[st.none() | st.sampled_from("abc")] * 3), min_size=1, max_size=12)

    @given(UNITS, st.randoms(use_true_random=False), st.permutations("xyz"))
    def test_does_not_hang_on_order_or_names(self, units: Any, dice: random.Random, names: list[str]) -> None:
        wanted = alpha(units)
        shuffled = [tuple(dice.sample(one, 3)) for one in dice.sample(units, len(units))]
        renamed = [tuple(value and names["abc".index(value)] for value in one) for one in units]

        for other in (shuffled, renamed):
            assert alpha(other) == (wanted if wanted is None else pytest.approx(wanted))

    @given(UNITS, st.sampled_from([nominal, lambda one, other: interval(ord(one), ord(other))]))
    def test_is_never_over_1_nor_as_low_as_minus_1(self, units: Any, distance: Any) -> None:
        told = alpha(units, distance)

        assert told is None or -1 - 1e-9 <= told <= 1

    def test_of_dice_is_near_0(self, seed: int) -> None:
        dice = random.Random(seed)
        units = [(dice.choice("abcd"), dice.choice("abcd")) for _ in range(4000)]

        assert abs(alpha(units) or 1) < 0.05, f"seed {seed}"


def claim(at: int = 0, **fields: Any) -> dict[str, Any]:
    """A claim of gunmen who attacked a post, told at a place of its own in the report."""
    return {
        "kind": "event",
        "type": "attack",
        "evidence": [{"start": at, "end": at + 40}],
        "trigger": {"start": at + 7, "end": at + 15},
        "actor": [{"start": at, "end": at + 6, "text": "Gunmen", "name": "Gunmen"}],
        "target": [{"text": "a police post", "name": "the police post"}],
        "place": {"text": "Oru", "name": "Oru"},
        "counts": [{"what": "killed", "low": 3, "best": 3, "high": 3}],
        **fields,
    }


def coding(*articles: list[dict[str, Any]]) -> dict[str, ScoredArticle]:
    told = [decode_article(json.dumps({"id": f"r{at:03}", "claims": claims})) for at, claims in enumerate(articles)]
    return {one.id: one for one in told}


def field(told: Agreement, name: str) -> FieldAgreement:
    return next(one for one in told.pairs[0].fields if one.field == name)


# what the second coder has otherwise, and the fields in which that is a disagreement
DIFFERENCES: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"type": "bombing"}, {"type"}),
    ({"actor": [{"text": "The gunmen", "name": None}]}, set()),
    ({"actor": [{"text": "rebels", "name": "Rebels"}]}, {"actor"}),
    ({"target": []}, {"target"}),
    ({"place": None}, {"place"}),
    ({"place": {"text": "Velm", "name": "Velm"}}, {"place"}),
    ({"time": {"earliest": "2031-05-04", "latest": "2031-05-04", "basis": "stated", "text": "May 4"}}, {"time"}),
    ({"counts": [{"what": "killed", "low": 4, "best": 4, "high": 4}]}, {"counts", "number"}),
    ({"counts": [{"what": "killed", "low": 3}]}, {"counts"}),
    ({"counts": [{"what": "wounded", "low": 3, "best": 3, "high": 3}]}, {"counts"}),
    ({"attribution": [{"who": "police", "role": "security_force"}]}, {"voice"}),
    ({"factuality": {"polarity": "-"}}, {"polarity"}),
    ({"factuality": {"certainty": "possible"}}, {"certainty"}),
    ({"factuality": {"tense": "future"}}, {"tense"}),
]


class TestTwoCoders:
    @pytest.mark.parametrize(("change", "fields"), DIFFERENCES)
    def test_what_a_difference_costs(self, change: dict[str, Any], fields: set[str]) -> None:
        told = agree({"Kim": coding([claim()]), "Lee": coding([claim(**change)])})
        back = agree({"Lee": coding([claim(**change)]), "Kim": coding([claim()])})

        assert {one.field for one in told.pairs[0].fields if one.same.value not in (1, None)} == fields
        assert told.pairs[0].fields == back.pairs[0].fields

    def test_who_agrees_in_everything_has_alpha_1_where_there_is_anything_to_tell_apart(self) -> None:
        same = coding([claim(), claim(100, type="arrest", actor=[{"text": "police", "name": "police"}])])
        told = agree({"Kim": same, "Lee": same})
        (pair,) = told.pairs

        assert (pair.found.value, pair.typed.value, pair.paired) == (1, 1, 2)
        assert {one.field: one.alpha.value for one in pair.fields} == {
            **dict.fromkeys(("type", "actor"), 1.0),
            # one value in all of it: no alpha
            **dict.fromkeys(("target", "place", "time", "counts", "voice", "polarity", "certainty", "tense", "number")),
        }
        assert all(one.same.value == 1 for one in pair.fields)

    def test_a_claim_only_one_made_costs_found_and_no_field(self) -> None:
        told = agree({"Kim": coding([claim(), claim(200)]), "Lee": coding([claim()])})

        assert told.pairs[0].found.value == pytest.approx(2 / 3, abs=1e-4)
        assert told.pairs[0].found.of == 3
        assert field(told, "actor").same.of == 1

    def test_nothing_to_compare_gives_no_figure(self) -> None:
        told = agree({"Kim": coding([]), "Lee": coding([])})
        figures = [told.pairs[0].found, told.pairs[0].spans[0].f1, field(told, "type").alpha]

        assert [(one.value, one.low, one.of) for one in figures] == [(None, None, 0)] * 3
        assert "1 articles, 0 and 0 claims" in next(agreement_lines(told))

    def test_articles_one_coder_alone_has_are_left_out(self) -> None:
        told = agree({"Kim": coding([claim()], [claim()]), "Lee": coding([claim()])})

        assert (told.pairs[0].articles, told.pairs[0].claims, told.left_out) == (1, (1, 1), ("r001",))

    def test_numbers_twice_as_high_are_as_far_apart_at_any_size(self) -> None:
        def toll(number: int) -> dict[str, Any]:
            return {"counts": [{"what": "killed", "best": number}]}

        small = agree({"K": coding([claim(**toll(2)), claim(100, **toll(9))]),
                       "L": coding([claim(**toll(4)), claim(100, **toll(9))])})  # fmt: skip
        large = agree({"K": coding([claim(**toll(200)), claim(100, **toll(900))]),
                       "L": coding([claim(**toll(400)), claim(100, **toll(900))])})  # fmt: skip

        assert field(small, "number").alpha == field(large, "number").alpha
        assert 0 < (field(small, "number").alpha.value or 0) < 1


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other", "f1", "exact", "touching"),
        [
            ({(0, 10)}, {(0, 10)}, 1.0, 1.0, 1.0),
            ({(0, 10)}, {(5, 15)}, 0.5, 0.0, 1.0),
            ({(0, 10)}, {(10, 20)}, 0.0, 0.0, 0.0),
            ({(0, 10), (20, 30)}, {(0, 10)}, 2 / 3, 2 / 3, 2 / 3),
            # one long stretch and two short ones in it are the same letters
            ({(0, 20)}, {(0, 10), (10, 20)}, 1.0, 0.0, 1.0),
        ],
    )
    def test_are_counted_letter_by_letter_and_stretch_by_stretch(
        self, one: Any, other: Any, f1: float, exact: float, touching: float
    ) -> None:
        told = marked(one, other)

        assert 2 * told.shared / told.letters == pytest.approx(f1)
        assert told.exact / told.stretches == pytest.approx(exact)
        assert told.touching / told.stretches == pytest.approx(touching)
        assert marked(other, one) == told

    def test_do_not_hang_on_what_they_were_called(self) -> None:
        told = agree({"Kim": coding([claim()]), "Lee": coding([claim(type="agreement")])})

        assert told.pairs[0].paired == 0
        assert [one.exact.value for one in told.pairs[0].spans] == [1, 1]


class TestMoreCoders:
    def test_are_compared_two_by_two_and_together(self) -> None:
        arrest = claim(100, type="arrest")
        told = agree({
            "Kim": coding([claim(), arrest]),
            "Lee": coding([claim(type="bombing"), arrest]),
            "Ada": coding([claim()]),
        })  # fmt: skip
        together = {one.field: one for one in told.together}

        assert [(pair.one, pair.other) for pair in told.pairs] == [("Kim", "Lee"), ("Kim", "Ada"), ("Lee", "Ada")]
        # the attack by all three, the arrest by two
        assert together["type"].alpha.of == 2
        assert together["type"].alpha.value == pytest.approx(
            alpha([("attack", "bombing", "attack"), ("arrest", "arrest", None)]), abs=1e-4
        )

    @given(st.permutations(["Kim", "Lee", "Ada"]))
    def test_the_order_of_coders_does_not_matter(self, order: list[str]) -> None:
        claims = {
            "Kim": [claim(), claim(30), claim(60, type="shelling")],
            "Lee": [claim(10), claim(50)],
            "Ada": [claim(5), claim(45, type="bombing"), claim(70)],
        }
        told = agree({coder: coding(claims[coder]) for coder in order}).together

        assert told == agree({coder: coding(claims[coder]) for coder in claims}).together

    def test_no_coder_has_two_claims_in_one_group(self) -> None:
        claims = {who: coding([claim(at) for at in (0, 8, 16)])["r000"].claims for who in ("Kim", "Lee", "Ada")}
        found = groups(claims)

        assert sum(map(len, found)) == 9
        assert {id(one) for group in found for one in group.values()} == {
            id(one) for some in claims.values() for one in some
        }


class TestIntervals:
    def test_need_ten_articles(self) -> None:
        kim, lee = [claim()], [claim(type="bombing")]

        for articles, known in ((9, False), (10, True)):
            one = coding(*[kim] * articles)
            other = coding(*[kim] * (articles - 4), *[lee] * 4)
            told = agree({"Kim": one, "Lee": other}).pairs[0].typed
            assert (told.low is not None, told.high is not None) == (known, known)

    def test_are_the_same_for_the_same_seed_and_hold_the_figure(self, seed: int) -> None:
        dice = random.Random(seed)
        kinds = ("attack", "bombing", "shelling")
        one = coding(*[[claim(100 * at, type=dice.choice(kinds)) for at in range(4)] for _ in range(40)])
        other = {
            name: decode_article(json.dumps({"id": name, "claims": [
                claim(100 * at, type=it.type if dice.random() < 0.7 else dice.choice(kinds))
                for at, it in enumerate(article.claims)]}))
            for name, article in one.items()
        }  # fmt: skip
        told = agree({"Kim": one, "Lee": other}, seed=1)
        figure = field(told, "type").alpha

        assert told == agree({"Kim": one, "Lee": other}, seed=1)
        assert told != agree({"Kim": one, "Lee": other}, seed=2)
        assert figure.value is not None
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low < figure.value < figure.high
        assert 0.05 < figure.high - figure.low < 0.4

    @pytest.mark.parametrize("distance", [nominal, ratio])
    def test_a_draw_of_all_articles_once_gives_the_figure_itself(self, distance: Any) -> None:
        tallies = [tally([(3, 3), (at, at + at % 2)], distance) for at in range(1, 13)]
        draws = Draws(12, seed=1, times=1)
        draws._weights[:] = 1
        figure = draws.alpha(tallies, distance)

        assert figure.value == figure.low == figure.high
        assert figure.value is not None
        assert figure.value < 1


class TestTheCommand:
    def written(self, folder: Path) -> tuple[str, str]:
        for name, told in (("kim", [claim()]), ("lee", [claim(type="bombing")])):
            (folder / f"{name}.jsonl").write_text(json.dumps({"id": "a", "text": "...", "claims": told}) + "\n")
        return str(folder / "kim.jsonl"), str(folder / "lee.jsonl")

    def test_prints_a_table_or_json(self, tmp_path: Path) -> None:
        files = self.written(tmp_path)
        table, told = RUNNER.invoke(app, ["agree", *files]), RUNNER.invoke(app, ["agree", *files, "--json"])

        assert table.exit_code == told.exit_code == 0
        assert "found by both  1.00" in table.stdout
        assert "no intervals: they take 10 articles at least" in table.stdout
        pair = json.loads(told.stdout)["pairs"][0]
        assert (pair["found"]["value"], pair["typed"]["value"]) == (1.0, 0.0)
        assert pair["fields"][0]["field"] == "type"

    @pytest.mark.parametrize("words", [("a",), ("a", "a"), ("none", "here"), ("a", "b", "--as-of", "#1")])
    def test_wrong_use_is_told(self, words: tuple[str, ...]) -> None:
        assert RUNNER.invoke(app, ["agree", *words]).exit_code == 2

    def test_a_malformed_file_is_named(self, tmp_path: Path) -> None:
        kim, lee = self.written(tmp_path)
        (tmp_path / "lee.jsonl").write_text("{}\n")
        done = RUNNER.invoke(app, ["agree", kim, lee])

        assert (done.exit_code, "lee.jsonl:1" in done.stderr) == (1, True)

    def test_compares_what_was_submitted_to_a_ledger(self, tmp_path: Path, desk: Desk) -> None:
        path = str(tmp_path / "desk.db")
        text = "Gunmen attacked Orven. The mayor was abducted."
        raid = {"type": "attack", "said": "Gunmen attacked Orven", "actor": "Gunmen"}
        reading = desk.report(text, raid, {"type": "abduction", "said": "The mayor was abducted"})
        name = reading.article.id
        with open_ledger(path) as ledger:
            desk.add(ledger, reading)
            for by, claims in (("Kim", reading.claims), ("Lee", reading.claims[:1])):
                for one in claims:
                    ledger.lay_blind(name, one, by=by)
                ledger.submit_blind(name, by=by)
            ledger.lay_blind(name, reading.claims[0], by="Eve")
            ledger.reopen_blind(name, by="Sam", whose="Lee", reason="a page was missing")
            ledger.submit_blind(name, by="Lee")

        two = RUNNER.invoke(app, ["agree", "Kim", "Lee", "--ledger", path, "--json"])
        three = RUNNER.invoke(app, ["agree", "Kim", "Lee", "ledger", "--ledger", path])
        early = RUNNER.invoke(app, ["agree", "Kim", "Eve", "--ledger", path])

        assert two.exit_code == three.exit_code == 0, two.stderr
        assert json.loads(two.stdout)["pairs"][0]["found"]["value"] == pytest.approx(2 / 3, abs=1e-4)
        assert "Lee: 1 codings were opened again" in two.stderr
        assert "all 3 coders together" in three.stdout
        assert (early.exit_code, early.stderr) == (
            2, "Eve: has submitted no blind coding in this ledger; Kim, Lee has\n",
        )  # fmt: skip
