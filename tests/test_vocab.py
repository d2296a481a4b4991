"""Code books say one thing each, and the crosswalk leads only to codes that exist or says why there is none."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from allegedly import vocab
from allegedly.errors import RecordError
from allegedly.model import TYPES, BombingMode
from allegedly.vocab import AcledCode, Crosswalk, PloverCode

ALL_TYPES = [claim_type for types in TYPES.values() for claim_type in types]
SIDES = (None, *get_args(vocab.Side))
TARGETS = (None, *get_args(vocab.Target))


def every_crosswalk() -> list[Crosswalk]:
    """Every type with every mode it has and every pair of sides."""
    return [
        vocab.crosswalk(claim_type, mode, actor_kind=actor, target_kind=target)
        for claim_type in ALL_TYPES
        for mode in ((None, *get_args(BombingMode)) if claim_type == "bombing" else (None,))
        for actor, target in itertools.product(SIDES, TARGETS)
    ]


@pytest.mark.parametrize("claim_type", ALL_TYPES)
def test_every_type_has_one_sentence(claim_type: str) -> None:
    words = vocab.definition(claim_type)

    assert words[0].isupper()
    assert words.endswith(".")
    assert words.count(".") == 1


def test_the_definitions_name_no_type_the_codebook_has_not() -> None:
    from allegedly.vocab.tables import raw

    assert {kind: tuple(types) for kind, types in raw("codebook").items()} == TYPES


def test_a_type_belongs_to_one_kind() -> None:
    assert len(ALL_TYPES) == len(set(ALL_TYPES)) == 27 + 22 + 7 + 4


def test_every_code_of_the_crosswalk_is_in_its_vocabulary() -> None:
    for row in every_crosswalk():
        if row.plover:
            assert row.plover.mode in (None, *vocab.plover().types[row.plover.type].modes)
        assert set(row.cameo) <= vocab.cameo().codes.keys()
        if row.acled:
            assert row.acled.sub_event_type in (None, *vocab.acled().types[row.acled.event_type])
        if row.ucdp:
            assert vocab.ucdp().violence[row.ucdp.code] == row.ucdp.name


def test_what_has_no_code_or_an_open_one_says_why() -> None:
    for row in every_crosswalk():
        for name in ("plover", "cameo", "acled", "ucdp"):
            if not getattr(row, name):
                assert row.reason(name), f"{row.type}: {name} has neither code nor reason"
        if row.acled and row.acled.sub_event_type is None:
            assert row.reason("acled"), f"{row.type}: an open sub-type without a reason"
        if len(row.cameo) > 1:
            assert row.reason("cameo"), f"{row.type}: several CAMEO codes without a reason"


def test_every_row_of_the_table_is_reached() -> None:
    from allegedly.vocab.across import _rows
    from allegedly.vocab.tables import raw

    told = {loss.reason for row in every_crosswalk() for loss in row.losses}
    codes = {(row.type, row.cameo, row.plover, row.acled) for row in every_crosswalk()}

    assert {kind: tuple(raw("crosswalk")[kind]) for kind in TYPES} == TYPES
    for kind in TYPES:
        for claim_type, rows in getattr(_rows(), kind).items():
            for row in rows:
                assert set(row.loses.values()) <= told, f"{claim_type}: a row that no claim can reach"
                assert any(code[:2] == (claim_type, row.cameo) for code in codes), f"{claim_type}: {row.cameo}"


# type and mode | who to whom | PLOVER | CAMEO | ACLED | UCDP; a dash where there is none
@pytest.mark.parametrize(
    "row",
    [
        # a man blows himself up in a market
        "bombing suicide | armed_group > civilian | ASSAULT suicide-attack | 1831 | Suicide bomb | one-sided",
        # a car bomb at a barracks
        "bombing vehicle | armed_group > state | ASSAULT explosives | 1832 | Remote explosive/landmine/IED | state-based",
        # a mine under a rival's truck
        "bombing roadside | armed_group > armed_group | ASSAULT explosives | 1833 | Remote explosive/landmine/IED | non-state",
        # gunmen fire on a police post
        "attack | armed_group > state | ASSAULT | 190 | Armed clash | state-based",
        # gunmen fire on farmers, soldiers on marchers
        "attack | armed_group > civilian | ASSAULT | 180 | Attack | one-sided",
        "attack | state > civilian | ASSAULT | 180 | Attack | one-sided",
        "shelling | state > civilian | ASSAULT heavy-weapons | 194 | Shelling/artillery/missile attack | one-sided",
        "air_strike | state > armed_group | ASSAULT aerial | 195 | Air/drone strike | state-based",
        "abduction | armed_group > civilian | ASSAULT abduct | 181 | Abduction/forced disappearance | one-sided",
        # trucks are taken, a town is taken by the army, and by rebels
        "seizure | armed_group > property | COERCE seize | 1711 | Looting/property destruction | -",
        "seizure | state > territory | COERCE seize | 192 | Government regains territory | -",
        "seizure | armed_group > territory | COERCE seize | 192 | Non-state actor overtakes territory | -",
        "arrest | state > civilian | COERCE arrest | 173 | Arrests | -",
        "agreement | armed_group > state | AGREE | 057 0871 | Agreement | -",
        "withdrawal | state > territory | RETREAT withdraw | 0874 | Non-violent transfer of territory | -",
        "mobilization | armed_group > - | MOBILIZE militia | 150 | Other | -",
        "riot | - > - | PROTEST riot | 145 | - | -",
        "splits_from | - > - | - | - | Change to group/activity | -",
        "claims_responsibility_for | - > - | - | 015 | - | -",
        "accused_of | - > - | ACCUSE allege | 112 | - | -",
        "killed | - > - | - | - | - | -",
        "retraction | - > - | - | - | - | -",
    ],
)
def test_a_claim_has_the_codes_its_reader_expects(row: str) -> None:
    claim, sides, *_ = row.split(" | ")
    claim_type, _, mode = claim.partition(" ")
    actor, target = (None if side == "-" else side for side in sides.split(" > "))

    found = vocab.crosswalk(claim_type, mode or None, actor_kind=actor, target_kind=target)  # type: ignore[arg-type]

    plover = " ".join(filter(None, [found.plover.type, found.plover.mode])) if found.plover else "-"
    acled = (found.acled and found.acled.sub_event_type) or "-"
    violence = found.ucdp.name if found.ucdp else "-"
    assert row == " | ".join([claim, sides, plover, " ".join(found.cameo) or "-", acled, violence])


def test_nothing_is_guessed_of_an_attack_on_nobody_named() -> None:
    row = vocab.crosswalk("attack")

    assert row.acled is None
    assert row.ucdp is None
    assert row.cameo == ("180", "190")
    assert "the target is not known" in (row.reason("acled") or "")


def test_a_type_or_mode_the_codebook_has_not_is_refused() -> None:
    with pytest.raises(RecordError, match=r"expected a type of the codebook.*'fight'"):
        vocab.crosswalk("fight")
    with pytest.raises(RecordError, match="bombing: expected a mode among roadside, suicide, vehicle, found 'letter'"):
        vocab.crosswalk("bombing", "letter")
    with pytest.raises(RecordError, match="attack: expected a mode among none"):
        vocab.crosswalk("attack", "suicide")


@pytest.mark.parametrize(
    ("actor", "target", "code"),
    [
        ("state", "state", 1),
        ("state", "armed_group", 1),
        ("armed_group", "state", 1),
        ("armed_group", "armed_group", 2),
        ("state", "civilian", 3),
        ("armed_group", "civilian", 3),
        ("civilian", "state", None),
        ("civilian", "civilian", None),
        (None, "civilian", None),
        ("armed_group", None, None),
        ("armed_group", "property", None),
    ],
)
def test_the_sides_make_the_type_of_violence(
    actor: vocab.Side | None, target: vocab.Target | None, code: int | None
) -> None:
    violence = vocab.ucdp_violence(actor, target)

    assert (violence and violence.code) == code


def test_only_happenings_kill() -> None:
    assert set(vocab.ucdp().lethal) <= set(TYPES["event"])
    assert not {"threat", "negotiation", "trial", "protest", "aid"} & set(vocab.ucdp().lethal)


def test_the_lists_are_as_long_as_their_owners_lists() -> None:
    plover, acled = vocab.plover(), vocab.acled()

    assert len(plover.types) == 16
    assert len(plover.contexts) == len(set(plover.contexts)) == 37
    assert len(plover.sectors) == len(set(plover.sectors)) == 25
    assert {kind.quad for kind in plover.types.values()} == {
        "verbal cooperation",
        "material cooperation",
        "verbal conflict",
        "material conflict",
    }
    assert [len(subs) for subs in acled.types.values()] == [3, 6, 3, 3, 2, 8]
    assert list(acled.inter) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert list(vocab.cameo().roots) == [f"{root:02}" for root in range(1, 21)]
    assert {code[:2] for code in vocab.cameo().codes} <= vocab.cameo().roots.keys()
    assert [len(vocab.ucdp().date_prec), len(vocab.ucdp().where_prec), len(vocab.ucdp().event_clarity)] == [5, 7, 2]


def test_acled_writes_the_lower_side_first() -> None:
    assert vocab.acled_interaction(2, 1) == vocab.acled_interaction(1, 2) == 12
    assert vocab.acled_interaction(8) == 80
    with pytest.raises(RecordError, match="expected an ACLED inter code from 1 to 8, found 9"):
        vocab.acled_interaction(1, 9)


# PLOVER's contradictions, one test each


def test_accuse_is_below_zero_as_its_modes_are() -> None:
    assert vocab.plover().types["ACCUSE"].score == -3


def test_verbal_conflict_is_never_scored_above_zero() -> None:
    verbal = [kind for kind in vocab.plover().types.values() if kind.quad == "verbal conflict"]

    assert {kind.name for kind in verbal} == {"REQUEST", "ACCUSE", "REJECT", "THREATEN"}
    assert all(kind.score <= 0 for kind in verbal)


def test_sanction_is_a_deed() -> None:
    assert vocab.plover().types["SANCTION"].quad == "material conflict"


@pytest.mark.parametrize(
    ("old", "read_as"),
    [
        ("DEMAND", PloverCode(type="REQUEST")),
        ("DISAPPROVE", PloverCode(type="ACCUSE", mode="disapprove")),
        ("INVESTIGATE", PloverCode(type="ACCUSE", mode="investigate")),
        ("CRIME", None),
    ],
)
def test_the_18_types_are_read_as_16(old: str, read_as: PloverCode | None) -> None:
    assert old not in vocab.plover().types
    assert vocab.read_plover(old) == read_as


def test_a_fight_is_an_assault() -> None:
    assert vocab.read_plover("FIGHT") == PloverCode(type="ASSAULT")


@pytest.mark.parametrize(
    ("code", "mode"),
    [
        ("ASSAULT assassinate", "targeted"),
        ("ASSAULT massacre", None),
        ("ASSAULT cleansing", None),
        ("RETREAT return", "release"),
        ("RETREAT ease", None),
        ("THREATEN political", "restrict"),
        ("ASSAULT pro_autocracy", None),
        ("CONSULT host", "visit"),
        ("COERCE confiscate", "seize"),
    ],
)
def test_modes_the_manual_has_not_are_read_as_the_nearest_or_as_none(code: str, mode: str | None) -> None:
    read = vocab.read_plover(code)

    assert read == PloverCode(type=code.split(maxsplit=1)[0], mode=mode)


def test_contexts_the_manual_has_not_are_read_as_the_nearest() -> None:
    assert vocab.read_plover_context("democracy") == "pro_democracy"
    assert vocab.read_plover_context("humanitarian") == "human_security"
    assert vocab.read_plover_context("terrorism") == "terrorism"
    with pytest.raises(RecordError, match="expected one of PLOVER's contexts"):
        vocab.read_plover_context("weather")


def test_assault_has_no_seize() -> None:
    assert vocab.read_plover("ASSAULT seize") == PloverCode(type="ASSAULT", mode="destroy")
    assert vocab.crosswalk("destruction").plover == PloverCode(type="ASSAULT", mode="destroy")
    assert vocab.crosswalk("seizure").plover == PloverCode(type="COERCE", mode="seize")


def test_a_strike_from_the_air_is_aerial() -> None:
    assert vocab.crosswalk("air_strike").plover == PloverCode(type="ASSAULT", mode="aerial")
    assert vocab.crosswalk("air_strike").cameo == ("195",)


def test_a_ban_restricts() -> None:
    assert vocab.read_plover("COERCE ban") == PloverCode(type="COERCE", mode="restrict")
    assert vocab.read_plover("THREATEN ban") == PloverCode(type="THREATEN", mode="restrict")


def test_an_event_without_a_named_actor_is_coded() -> None:
    assert "UNK" in vocab.plover().sectors
    assert vocab.crosswalk("violence_other", actor_kind=None).plover == PloverCode(type="ASSAULT")


def test_vandalism_has_the_score_of_protest() -> None:
    assert PloverCode(type="PROTEST", mode="vandalize").score == -5


def test_every_ruling_says_what_and_why_and_leads_to_a_type_of_the_manual() -> None:
    rulings = vocab.plover_rulings()

    assert [ruling.id for ruling in rulings] == [
        "accuse_score",
        "sanction_quad",
        "sixteen_types",
        "fight_is_assault",
        "strange_modes",
        "assault_seize",
        "aerial",
        "coerce_ban",
        "no_named_actor",
        "vandalize_score",
    ]
    for ruling in rulings:
        assert ruling.issue
        assert ruling.decision
        assert ruling.reason
        for code in (*ruling.reads, *filter(None, ruling.reads.values())):
            vocab.read_plover(code)
        known = {mode for kind in vocab.plover().types.values() for mode in kind.modes}
        assert set(ruling.modes.values()) <= {"", *known}
        assert not set(ruling.modes) & known


def test_a_code_nobody_has_is_refused() -> None:
    with pytest.raises(RecordError, match=r"expected one of PLOVER's types.*found 'QUARREL'"):
        vocab.read_plover("QUARREL")
    with pytest.raises(RecordError, match="found ''"):
        vocab.read_plover("")
    with pytest.raises(RecordError, match=r"expected one of AID's modes \(none\), found 'bread'"):
        vocab.read_plover("AID bread")


def test_records_are_frozen_and_print_what_they_are() -> None:
    code = AcledCode(event_type="Battles", sub_event_type="Armed clash")

    with pytest.raises(AttributeError):
        code.event_type = "Riots"  # type: ignore[misc]
