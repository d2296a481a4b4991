"""Who the names of a report mean: one actor, several candidates, a kind of actor, a new one, or nobody."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly import pipeline
from allegedly.actors import Context, candidates, identify, leaders, resolve, resolve_claims, shipped, ties, ties_told
from allegedly.actors.countries import table
from allegedly.actors.records import Alias, ListedActor
from allegedly.actors.roster import LICENCES, with_own
from allegedly.actors.spelling import key, local_id, mixes_scripts
from allegedly.codec import claim_id
from allegedly.model import (
    Article,
    CoderStamp,
    EventClaim,
    Evidence,
    Part,
    Reading,
    RelationClaim,
    ResolvedActor,
    TimeInterval,
    Zone,
)
from allegedly.vocab import acled, kind_codes, plover

ROOT = Path(__file__).parent.parent
DECEMBER_2014 = Context(day=dt.date(2014, 12, 22), countries=frozenset(["RU", "SY", "IQ"]))


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Islamic State", "Islamic State"),
        ("ISIL", "Islamic State"),
        ("ISIS", "Islamic State"),
        ("IS", "Islamic State"),
        ("Daesh", "Islamic State"),
        ("the Islamic State of Iraq and the Levant (ISIL)", "Islamic State"),
        ("the Islamic State group", "Islamic State"),
        ("Islamic State fighters", "Islamic State"),
        ("the Islamic State (ISIS", "Islamic State"),
        ("Caucasus Emirate", "Caucasus Emirate"),
        ("Caucasus Emirate Militants", "Caucasus Emirate"),
        ("Imarat Kavkaz", "Caucasus Emirate"),
        ("the IK", "Caucasus Emirate"),
        ("the Caucasus Emirate's Dagestani Vilayyat", "Vilayat Dagestan"),
        ("Dagestan branch of the Caucasus Emirate", "Vilayat Dagestan"),
        ("the Dagestan vilayat of the Caucasus Emirate", "Vilayat Dagestan"),
        ("Two militants from the Caucasus Emirate", "Caucasus Emirate"),
        ("Al-Qa’ida", "al-Qaida"),
        ("Hizbollah", "Hezbollah"),
        ("Ramzan Kadyrov", "Ramzan Kadyrov"),
        ("regional leader Ramzan Kadyrov", "Ramzan Kadyrov"),
        ("Moscow", "Government of Russia"),
        ("the Syrian government", "Government of Syria"),
        ("the Assad regime", None),
        ("the Bashar al-Assad regime", "Government of Syria"),
    ],
)
def test_a_group_is_one_actor_under_all_its_names(mention: str, name: str | None) -> None:
    found = resolve(shipped(), mention, DECEMBER_2014)

    assert name == (found.name if found else None)


@pytest.mark.parametrize(
    ("mention", "kind", "country"),
    [
        ("militants", "rebel", None),
        ("14 policemen", "police", None),
        ("traffic police", "police", None),
        ("gunmen", "political_militia", None),
        ("residents", "civilians", None),
        ("the Syrian army", "state_forces", "SY"),
        ("Iraqi forces", "state_forces", "IQ"),
        ("Turkish soldiers", "state_forces", "TR"),
        ("French police", "police", "FR"),
        ("the rebel leader", "rebel", None),
        ("opposition protesters", "protesters", None),
        ("Chechens", None, "RU"),
        ("people in Somalia", "civilians", "SO"),
        ("Russia's ambassador to Poland", "government", "RU"),
    ],
)
def test_whoever_is_not_named_is_typed_and_not_identified(mention: str, kind: str | None, country: str | None) -> None:
    assert ResolvedActor(kind=kind, country=country) == resolve(shipped(), mention)  # type: ignore[arg-type]


@pytest.mark.parametrize("mention", ["", "  ", "the December 4 attack", "three cars", "puppies", "orchestrating", "He"])
def test_what_is_no_actor_is_left_open(mention: str) -> None:
    assert resolve(shipped(), mention) is None


@pytest.mark.parametrize(
    ("mention", "at", "name"),
    [
        ("Ansar Bayt al-Maqdis", dt.date(2013, 5, 1), "Islamic State – Sinai Province"),
        ("Sinai Province", dt.date(2016, 5, 1), "Islamic State – Sinai Province"),
        ("al-Qaida in Iraq", dt.date(2006, 5, 1), "Islamic State"),
        ("Jabhat al-Nusra", dt.date(2014, 5, 1), "al-Nusra Front"),
        ("HTS", dt.date(2018, 5, 1), "Hayat Tahrir al-Sham"),
    ],
)
def test_an_alias_leads_to_its_actor_on_the_days_it_was_borne(mention: str, at: dt.date, name: str) -> None:
    assert name == candidates(shipped(), mention, Context(day=at))[0].name


def test_a_name_not_yet_taken_fits_worse_than_on_its_days() -> None:
    before = candidates(shipped(), "ISIL", Context(day=dt.date(2011, 1, 1)))[0].score
    after = candidates(shipped(), "ISIL", Context(day=dt.date(2014, 12, 22)))[0].score

    assert before < after


def test_namesakes_are_told_by_the_country_the_report_speaks_of_and_left_open_without() -> None:
    nobody = resolve(shipped(), "ADF")

    assert nobody is not None
    assert nobody.id is None
    assert {"Allied Democratic Forces", "Australian Defence Force"} <= {one.name for one in nobody.candidates}
    for country, name in (("CD", "Allied Democratic Forces"), ("AU", "Australian Defence Force")):
        told = resolve(shipped(), "ADF", Context(countries=frozenset([country])))
        assert told is not None
        assert name == told.name


def test_the_branch_and_the_whole_are_two_actors() -> None:
    whole = resolve(shipped(), "Caucasus Emirate", DECEMBER_2014)
    branch = resolve(shipped(), "the Caucasus Emirate's Dagestani Vilayyat", DECEMBER_2014)

    assert whole is not None
    assert branch is not None
    assert None not in (whole.id, branch.id)
    assert whole.id != branch.id


def test_a_branch_no_list_has_is_a_new_actor_and_not_the_whole() -> None:
    branch = resolve(shipped(), "the Taliban's Targo wing")

    assert branch is not None
    assert (branch.id or "").startswith("local:")


def test_the_emir_of_a_branch_is_a_person_and_neither_branch_nor_whole() -> None:
    emir = resolve(shipped(), "The Caucasus Emirate's Dagestani Vilayyat emir", DECEMBER_2014)

    assert emir is not None
    assert (emir.kind, emir.id) == ("person", None)
    assert [one.name for one in emir.candidates] == ["Rustam Asilderov", "Vilayat Dagestan"]


def test_no_leader_is_a_groups_alias_in_the_shipped_list() -> None:
    people = {
        key(alias.name) for actor in shipped().actors.values() if actor.kind == "person" for alias in actor.named()
    }
    groups = {
        key(alias.name): actor.name
        for actor in shipped().actors.values()
        if actor.kind != "person"
        for alias in actor.named()
    }

    assert {} == {name: groups[name] for name in people & set(groups)}


@pytest.mark.parametrize("leader", ["Joseph Kony", "Hassan Nasrallah", "Osama bin Laden", "Doku Umarov"])
def test_a_leader_is_a_person_with_a_tie_to_the_group(leader: str) -> None:
    found = resolve(shipped(), leader)

    assert found is not None
    assert found.kind == "person"
    assert any(tie.type == "leads" for tie in ties(found.id or ""))


@pytest.mark.parametrize(
    "name", ["Black River Front", "the Black River Front", "Black River Front (BRF)", "BLACK RIVER FRONT"]
)
def test_a_group_no_list_has_is_one_new_actor_however_it_is_written(name: str) -> None:
    found = resolve(shipped(), name)

    assert found is not None
    assert found.id == local_id("Black River Front")
    assert found.kind == "rebel"


@pytest.mark.parametrize("name", ["Ruben Zelada", "Dorn Velkan", "Mr. Alfredo Targo", "teacher Hilda Marn"])
def test_people_whom_no_list_has_get_no_id(name: str) -> None:
    found = resolve(shipped(), name)

    assert found is None or found.id is None


def test_a_name_that_looks_like_another_in_mixed_scripts_is_never_taken_for_it() -> None:
    # the first letter is Cyrillic
    false = resolve(shipped(), "Нamas")

    assert mixes_scripts("Нamas")
    assert false is not None
    assert (false.id or "").startswith("local:")
    assert false.id != local_id("Hamas")
    assert [one.name for one in false.candidates] == ["Hamas"]


def test_accents_composed_or_apart_make_no_other_actor_and_are_kept_as_written() -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, "Frente Águila Negra")
        found = resolve(shipped(), written)

        assert found is not None
        assert (found.id, found.name) == (local_id("Frente Águila Negra"), written)


@given(st.text(max_size=60))
def test_any_text_at_all_is_answered_and_the_same_each_time(text: str) -> None:
    assert resolve(shipped(), text) == resolve(shipped(), text)


@given(st.sampled_from(sorted(shipped().actors)), st.dates(dt.date(1980, 1, 1), dt.date(2030, 1, 1)))
def test_candidates_stand_in_order_and_hold_who_bears_the_name(actor_id: str, day: dt.date) -> None:
    actor = shipped().actors[actor_id]

    found = candidates(shipped(), actor.name, Context(day=day))

    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert actor.id in [one.id for one in found]


@given(st.sampled_from([alias for actor in shipped().actors.values() for alias in actor.named()]))
def test_case_and_article_make_no_other_name(alias: Alias) -> None:
    with_article = alias.name if alias.name.casefold().startswith("the ") else f"the {alias.name}"

    assert key(alias.name) == key(alias.name.upper()) == key(with_article)


@pytest.mark.parametrize(
    ("mention", "day", "sectors"),
    [
        ("President Vladimir Putin", dt.date(2014, 1, 1), ("GOV",)),
        ("Tony Blair", dt.date(2003, 1, 1), ("GOV",)),
        ("Tony Blair", dt.date(2012, 1, 1), ("ELI",)),
        ("a former minister", None, ("ELI",)),
        ("UN peacekeepers", None, ("UNO", "MIL")),
        ("the defence minister", None, ("GOV", "MIL")),
        ("paramedics", None, ("MED",)),
        ("judges", None, ("JUD",)),
        ("Turkish lawmakers", None, ("LEG",)),
        ("farmers", None, ("AGR",)),
    ],
)
def test_plovers_sectors_follow_office_and_role(mention: str, day: dt.date | None, sectors: tuple[str, ...]) -> None:
    found = identify(shipped(), mention, Context(day=day))

    assert found is not None
    assert sectors == found.sectors


def test_every_role_and_kind_has_codes_that_the_vocabularies_know() -> None:
    known = set(plover().sectors) | set(plover().international) | {"JNK", "HLH"}

    for row in table("roles"):
        assert set(row["sector"].split()) <= known, row["words"][:40]
        codes = kind_codes(row["kind"]) if row["kind"] else None
        assert codes is None or codes.inter is None or codes.inter in acled().inter


def test_every_shipped_actor_tells_whose_facts_it_is_made_of() -> None:
    for actor in shipped().actors.values():
        assert actor.source, actor.id
        assert set(actor.source.split()) <= set(LICENCES), actor.id


def test_the_shipped_list_is_what_the_text_compiles_to() -> None:
    command = [sys.executable, str(ROOT / "data-src" / "compile_actors.py"), "--check"]

    assert subprocess.run(command, check=False).returncode == 0, "run: python data-src/compile_actors.py"


def test_the_list_is_of_several_thousand_actors() -> None:
    kinds = {actor.kind for actor in shipped().actors.values()}

    assert len(shipped()) > 4000
    assert {"rebel", "government", "state_forces", "police", "person", "igo"} <= kinds


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (dt.date(2014, 12, 1), {"part_of": "Caucasus Emirate"}),
        (dt.date(2015, 1, 15), {"pledges_allegiance_to": "Islamic State", "splits_from": "Caucasus Emirate"}),
        (
            dt.date(2016, 1, 15),
            {
                "part_of": "Islamic State – Caucasus Province",
                "pledges_allegiance_to": "Islamic State",
                "splits_from": "Caucasus Emirate",
            },
        ),
    ],
)
def test_ties_are_those_of_the_day(day: dt.date, told: dict[str, str]) -> None:
    own = [tie for tie in ties("act:vilayat-dagestan", day) if tie.subject == "act:vilayat-dagestan"]

    assert told == {tie.type: shipped().actors[tie.object].name for tie in own}


def test_a_group_is_led_by_whoever_led_it_then() -> None:
    emirate = "act:caucasus-emirate"

    assert ["act:doku-umarov"] == [tie.subject for tie in leaders(emirate, dt.date(2010, 1, 1))]
    assert ["act:aliaskhab-kebekov"] == [tie.subject for tie in leaders(emirate, dt.date(2014, 12, 4))]


def _reading(text: str, *claims: EventClaim | RelationClaim) -> Reading:
    article = Article(
        id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),), published_at=dt.date(2014, 12, 22)
    )
    return Reading(article=article, claims=tuple(claims))


def _part(text: str, words: str) -> Part:
    start = text.index(words)
    return Part(text=words, name=words, start=start, end=start + len(words))


PLEDGE = "The Caucasus Emirate pledged allegiance to ISIL. Police were attacked in Grozny."


def _pledge() -> RelationClaim:
    return RelationClaim(
        type="pledges_allegiance_to",
        evidence=(Evidence(start=0, end=47, text=PLEDGE[:47]),),
        subject=(_part(PLEDGE, "Caucasus Emirate"),),
        object=(_part(PLEDGE, "ISIL"),),
    )


def test_every_part_of_an_actor_is_looked_up_and_no_claim_id_changes() -> None:
    attack = EventClaim(
        type="attack", evidence=(Evidence(start=49, end=79, text=PLEDGE[49:79]),), target=(_part(PLEDGE, "Police"),)
    )
    reading = _reading(PLEDGE, _pledge(), attack)

    told = resolve_claims(reading.claims, reading.article, shipped())

    assert [claim_id(reading.article, claim) for claim in reading.claims] == [
        claim_id(reading.article, claim) for claim in told
    ]
    parts = [
        part
        for claim in told
        for field in ("actor", "target", "subject", "object")
        for part in getattr(claim, field, ())
    ]
    assert all(part.actor is not msgspec.UNSET for part in parts)
    assert {"Police": None, "Caucasus Emirate": "act:caucasus-emirate", "ISIL": "act:islamic-state"} == {
        part.text: part.known_actor.id for part in parts if part.known_actor
    }


def test_a_happening_is_no_actor() -> None:
    text = "The Taliban claimed the Targo Front attack."
    claim = RelationClaim(
        type="claims_responsibility_for",
        evidence=(Evidence(start=0, end=42, text=text[:42]),),
        subject=(_part(text, "Taliban"),),
        object=(_part(text, "the Targo Front attack"),),
    )
    reading = _reading(text, claim)

    told = resolve_claims(reading.claims, reading.article, shipped())[0]

    assert isinstance(told, RelationClaim)
    assert told.object[0].actor is None
    assert told.subject[0].known_actor is not None


def test_who_a_coder_has_told_stays() -> None:
    mine = ResolvedActor(id="mine:1", name="My own")
    claim = msgspec.structs.replace(
        _pledge(), subject=(msgspec.structs.replace(_part(PLEDGE, "Caucasus Emirate"), actor=mine),)
    )
    reading = _reading(PLEDGE, claim)

    told = resolve_claims(reading.claims, reading.article, shipped())[0]

    assert isinstance(told, RelationClaim)
    assert told.subject[0].actor == mine


def test_a_namesake_is_settled_by_the_full_name_elsewhere_in_the_report() -> None:
    text = "The Allied Democratic Forces fled. The ADF had fought."
    evidence = (Evidence(start=0, end=33, text=text[:33]),)
    claims = (
        EventClaim(type="withdrawal", evidence=evidence, actor=(_part(text, "Allied Democratic Forces"),)),
        EventClaim(type="armed_clash", evidence=evidence, actor=(_part(text, "ADF"),)),
    )
    reading = _reading(text, *claims)

    told = resolve_claims(reading.claims, reading.article, shipped())

    assert isinstance(told[1], EventClaim)
    known = told[1].actor[0].known_actor
    assert known is not None
    assert known.id == "act:allied-democratic-forces"


def test_claims_tell_ties_that_stand_beside_those_of_the_list() -> None:
    dated = msgspec.structs.replace(
        _pledge(),
        id="clm_1",
        time=TimeInterval(
            precision="day",
            basis="anchored",
            text="Friday",
            earliest=dt.date(2014, 12, 19),
            latest=dt.date(2014, 12, 19),
        ),
    )
    reading = _reading(PLEDGE, dated)
    resolved = msgspec.structs.replace(reading, claims=resolve_claims(reading.claims, reading.article, shipped()))

    told = ties_told(resolved)

    assert [(tie.subject, tie.type, tie.object, tie.since, tie.source) for tie in told] == [
        ("act:caucasus-emirate", "pledges_allegiance_to", "act:islamic-state", dt.date(2014, 12, 19), "clm_1")
    ]
    assert told[0] in ties("act:caucasus-emirate", dt.date(2014, 12, 20), told=told)
    assert told[0] not in ties("act:caucasus-emirate", dt.date(2014, 12, 1), told=told)


def test_an_own_list_stands_over_the_shipped_one() -> None:
    own = ListedActor(id="act:hamas", name="Hamas", aliases=(Alias(name="Zeal of Targo"),), source="own")
    new = ListedActor(id="own:brf", name="Black River Front", kind="rebel", countries=("ML",), source="own")
    mixed = with_own([own, new])

    renamed, known = resolve(mixed, "Zeal of Targo"), resolve(mixed, "Black River Front")

    assert renamed is not None
    assert known is not None
    assert (renamed.id, known.id) == ("act:hamas", "own:brf")
    assert resolve(mixed, "Islamic Resistance Movement") == resolve(shipped(), "Islamic Resistance Movement")
    assert len(mixed) == len(shipped()) + 1


class OneAttack:
    """Reads one attack into every report, by its first words, on those after "attacked"."""

    stamp = CoderStamp(name="one", version="1", model=None)

    def code(self, article: Article) -> tuple[EventClaim, ...]:
        by, on = article.text.strip().split(" attacked ")
        evidence = (Evidence(start=0, end=len(by), text=by),)
        return (EventClaim(type="attack", evidence=evidence, actor=(_part(by, by),), target=(Part(text=on, name=on),)),)


def test_reading_a_report_tells_its_actors(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Boko Haram gunmen attacked the Black River Front", encoding="utf-8")

    ((_, reading),) = pipeline.read([report], coder=OneAttack())

    assert reading is not None
    (claim,) = reading.claims
    assert isinstance(claim, EventClaim)
    known = [part.known_actor for part in (*claim.actor, *claim.target)]
    assert ["act:boko-haram", local_id("Black River Front")] == [one.id if one else None for one in known]


def test_an_own_list_tells_them_too(tmp_path: Path) -> None:
    report, own = tmp_path / "report.txt", tmp_path / "own.tsv"
    report.write_text("Boko Haram gunmen attacked the Black River Front", encoding="utf-8")
    own.write_text("id\tname\nmine:1\tBlack River Front\n", encoding="utf-8")

    ((_, reading),) = pipeline.read([report], coder=OneAttack(), actors=own)

    assert reading is not None
    (claim,) = reading.claims
    assert isinstance(claim, EventClaim)
    assert claim.target[0].known_actor is not None
    assert claim.target[0].known_actor.id == "mine:1"


@pytest.mark.parametrize(
    ("mention", "known"),
    [
        ("Suspected Boko Haram fighters", "Boko Haram"),
        ("the alleged Boko Haram militants", "Boko Haram"),
        ("Suspected Taliban gunmen", "Taliban"),
        ("Suspected gunmen", None),
        ("Suspected", None),
    ],
)
def test_a_hedge_before_a_name_is_no_part_of_it(mention: str, known: str | None) -> None:
    found = resolve(shipped(), mention, Context(day=dt.date(2021, 3, 3)))

    assert (found.name if found else None) == known
