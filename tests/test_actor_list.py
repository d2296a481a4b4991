"""A user's own list of actors: read from four forms, checked line by line, put in place whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.actors import Roster, roster, shipped
from allegedly.actors.checking import checked
from allegedly.actors.importing import import_list, read_list
from allegedly.actors.listing import parse, rows_of, text_of
from allegedly.actors.records import KINDS, TIE_TYPES, Alias, Bond, ListedActor
from allegedly.errors import ActorListError

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "name,kind,country,aliases,part_of\nBlack River Front,rebel,ML,BRF [2012..],\nTargo Wing,rebel,Mali,,Black River Front\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A list of one's own that is in use."""
    source, target = tmp_path / "good.csv", tmp_path / "own.tsv"
    source.write_text(GOOD, encoding="utf-8")
    import_list(source, target)
    return target


def test_a_csv_becomes_a_list_that_stands_over_the_shipped_one(own: Path) -> None:
    known = roster(own)

    wing = known.named("Targo Wing")[0].actor
    assert (wing.kind, wing.countries) == ("rebel", ("ML",))
    assert [(bond.type, bond.to) for bond in wing.ties] == [("part_of", "act:black-river-front")]
    assert Alias(name="BRF", since=dt.date(2012, 1, 1)) in known.actors["act:black-river-front"].aliases
    assert len(known) == len(shipped()) + 2


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (["a,A Front,rebel,,b,", "b,B Front,rebel,,a,"], "line 2: cycle: expected no actor within itself, found A Front part_of B Front part_of A Front"),
        (["a,A Front,rebel,,a,"], "line 2: cycle:"),
        (["a,A Front,rebel,,b,", "b,B Front,rebel,,c,", "c,C Front,rebel,,a,"], "line 2: cycle:"),
        (["a,A Front,rebel,,,", "a,B Front,rebel,,,"], "line 3: duplicate_id: expected every id once, a stands on line 2 already"),
        (["a,A Front,rebel,Joseph Kony,,"], "line 2: leader_as_alias: expected names of the group, found 'Joseph Kony'"),
        (["a,A Front,rebel,Emir Dorn Velkan,,"], "line 2: leader_as_alias:"),
        (["a,A Front,rebel,Dorn Velkan,,Dorn Velkan"], "line 2: leader_as_alias:"),
        (["a,A Front,rebel,Dorn Velkan,,", "d,Dorn Velkan,person,,,"], "line 2: leader_as_alias:"),
        (["a,,rebel,,,"], "line 2: name: expected one, found none"),
        (["a,A Front,rebels,,,"], "line 2: kind: expected one of"),
        (["a,A Front,rebel,,Nobody at all,"], "line 2: unknown_actor: part_of: expected an id or the name of one actor, found none"),
        (["a,A Front,rebel,BRF [2012-13-40..],,"], "line 2: day: expected a day of the calendar, found '2012-13-40'"),
        (["a,A Front,rebel,BRF [2014..2012],,"], "line 2: alias BRF: expected since <= until"),
    ],
)  # fmt: skip
def test_a_list_that_contradicts_itself_is_refused_by_line_and_the_old_one_stays(
    rows: list[str], named: str, own: Path, tmp_path: Path
) -> None:
    before = own.read_bytes()
    source = tmp_path / "bad.csv"
    source.write_text("id,name,kind,aliases,part_of,leader\n" + "\n".join(rows) + "\n", encoding="utf-8")

    with pytest.raises(ActorListError) as told:
        import_list(source, own)

    assert any(problem.startswith(named) for problem in told.value.problems), told.value.problems
    assert own.read_bytes() == before
    assert [own.name] == [path.name for path in tmp_path.glob("*own.tsv*")]


def test_parts_that_changed_places_on_different_days_are_no_cycle(tmp_path: Path) -> None:
    source = tmp_path / "turns.csv"
    source.write_text("id,name,part_of\na,A Front,b [..2012]\nb,B Front,a [2013..]\n", encoding="utf-8")

    assert import_list(source, tmp_path / "own.tsv").read == 2


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    source = tmp_path / "bad.csv"
    source.write_text("id,name,aliases\na,A Front,Joseph Kony\na,B Front,Hassan Nasrallah\n", encoding="utf-8")

    with pytest.raises(ActorListError) as told:
        import_list(source, tmp_path / "own.tsv")

    assert ["line 3", "line 2", "line 3"] == [problem.partition(":")[0] for problem in told.value.problems]


def test_a_cycle_with_an_actor_that_stands_already_is_found(own: Path, tmp_path: Path) -> None:
    source = tmp_path / "more.csv"
    source.write_text("id,name,part_of\nact:black-river-front,Black River Front,Targo Wing\n", encoding="utf-8")

    with pytest.raises(ActorListError, match="cycle"):
        import_list(source, own)


def test_a_leader_column_makes_a_person_with_a_tie(tmp_path: Path) -> None:
    source, target = tmp_path / "led.csv", tmp_path / "own.tsv"
    source.write_text(
        "id,name,kind,leader\na,A Front,rebel,Dorn Velkan\nb,B Front,rebel,Dorn Velkan\n", encoding="utf-8"
    )

    import_list(source, target)

    leader = roster(target).named("Dorn Velkan")[0].actor
    assert leader.kind == "person"
    assert [("leads", "a"), ("leads", "b")] == [(bond.type, bond.to) for bond in leader.ties]


def test_a_row_with_a_shipped_id_adds_to_that_actor(tmp_path: Path) -> None:
    source, target = tmp_path / "more.csv", tmp_path / "own.tsv"
    source.write_text("id,name,aliases\nact:hamas,Hamas,Zeal of Targo\n", encoding="utf-8")

    import_list(source, target)

    known = roster(target)
    assert known.named("Zeal of Targo")[0].actor.id == "act:hamas"
    assert known.named("Islamic Resistance Movement")[0].actor.kind == "rebel"


def test_importing_again_replaces_the_same_actor_and_keeps_the_others(own: Path, tmp_path: Path) -> None:
    source = tmp_path / "again.csv"
    source.write_text("name,kind\nBlack River Front,political_militia\n", encoding="utf-8")

    done = import_list(source, own)

    assert (done.read, done.total) == (1, 2)
    assert roster(own).actors["act:black-river-front"].kind == "political_militia"
    assert import_list(source, own, replace=True).total == 1


FTM = [
    {"id": "ftm-1", "schema": "Organization", "properties": {"name": ["Black River Front", "BRF"], "alias": ["Frente Negra"], "country": ["ml"]}},
    {"id": "ftm-2", "schema": "Person", "properties": {"name": ["Dorn Velkan"]}},
    {"id": "ftm-3", "schema": "Directorship", "properties": {"director": ["ftm-2"], "organization": ["ftm-1"], "startDate": ["2012"]}},
]  # fmt: skip


@pytest.mark.parametrize("lines", [True, False])
def test_followthemoney_entities_become_actors_and_ties(lines: bool, tmp_path: Path) -> None:  # noqa: FBT001
    source = tmp_path / "entities.json"
    source.write_text("\n".join(map(json.dumps, FTM)) if lines else json.dumps(FTM), encoding="utf-8")

    import_list(source, tmp_path / "own.tsv")

    known = roster(tmp_path / "own.tsv")
    front, leader = known.actors["ftm-1"], known.actors["ftm-2"]
    assert (front.countries, [alias.name for alias in front.aliases]) == (("ML",), ["BRF", "Frente Negra"])
    assert (Bond(type="leads", to="ftm-1", since=dt.date(2012, 1, 1)),) == leader.ties


def test_a_wikidata_result_becomes_actors(tmp_path: Path) -> None:
    def cell(value: str) -> dict[str, str]:
        return {"type": "literal", "value": value}

    front = {
        "item": cell("http://www.wikidata.org/entity/Q1"),
        "itemLabel": cell("Black River Front"),
        "itemAltLabel": cell("BRF, Frente Negra"),
        "countryCode": cell("ML"),
        "inception": cell("2012-04-01T00:00:00Z"),
    }
    wing = {
        "item": cell("http://www.wikidata.org/entity/Q2"),
        "itemLabel": cell("Targo Wing"),
        "partOf": cell("http://www.wikidata.org/entity/Q1"),
    }
    source = tmp_path / "query.json"
    result = {"head": {"vars": ["item"]}, "results": {"bindings": [front, wing, {**front, "countryCode": cell("NE")}]}}
    source.write_text(json.dumps(result), encoding="utf-8")

    import_list(source, tmp_path / "own.tsv")

    known = roster(tmp_path / "own.tsv")
    assert known.actors["wikidata:Q1"].countries == ("ML", "NE")
    assert known.actors["wikidata:Q1"].since == dt.date(2012, 4, 1)
    assert [bond.to for bond in known.actors["wikidata:Q2"].ties] == ["wikidata:Q1"]


@pytest.mark.parametrize(
    ("file", "content", "named"),
    [
        ("x.csv", "", "columns: expected among"),
        ("x.csv", "who,what\na,b\n", "columns: expected among"),
        ("x.tsv", "", "empty: expected a header"),
        ("x.tsv", "name\tcolour\nA\tred\n", "columns: expected among"),
        ("x.json", '{"schema": "Vessel", "id": "a"}', "schema: expected one of"),
        ("x.json", "{broken", "syntax: expected one JSON object a line"),
        ("x.json", "[1, 2]", "syntax: expected JSON objects"),
        ("x.json", '{"results": {"bindings": [{"item": 1}]}}', "syntax: expected a SPARQL result"),
        ("x.tsv", b"name\n\xff\xfe\n", "unreadable: expected a UTF-8 file"),
    ],
)
def test_a_file_of_another_form_is_refused_in_words(
    file: str, content: str | bytes, named: str, tmp_path: Path
) -> None:
    source = tmp_path / file
    source.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(ActorListError, match=named):
        read_list(source)


def test_a_name_that_mixes_scripts_is_kept_and_warned_of(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    # the first letter of the name is Cyrillic
    source.write_text("name\nНamas of Targo\n", encoding="utf-8")

    done = import_list(source, tmp_path / "own.tsv")

    assert len(done.warnings) == 1
    assert "mixes scripts" in done.warnings[0]
    assert roster(tmp_path / "own.tsv").named("Нamas of Targo")[0].actor.name == "Нamas of Targo"


_days = st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2040, 12, 31)))
_words = st.text(st.characters(whitelist_categories=("Lu", "Ll"), max_codepoint=0x4FF), min_size=1, max_size=12)


@st.composite
def _aliases(draw: st.DrawFn) -> Alias:
    since, until = draw(_days), draw(_days)
    ends = sorted((since, until)) if since and until else (since, until)
    return Alias(name=draw(_words), since=ends[0], until=ends[1])


@given(
    st.lists(
        st.builds(
            ListedActor,
            id=_words,
            name=_words,
            kind=st.sampled_from(KINDS),
            countries=st.sampled_from([(), ("ML",), ("ML", "NE")]),
            aliases=st.lists(_aliases(), max_size=3).map(tuple),
            ties=st.lists(st.builds(Bond, type=st.sampled_from(TIE_TYPES), to=_words), max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_list_written_as_text_is_read_back_the_same(actors: list[ListedActor]) -> None:
    assert actors == [row.actor for row in parse(text_of(actors), "own.tsv")]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_a_list_is_refused_exactly_when_some_actor_lies_within_itself(edges: list[tuple[int, int]]) -> None:
    actors = [
        ListedActor(
            id=f"a{one}",
            name=f"Front {one}",
            ties=tuple(Bond(type="part_of", to=f"a{other}") for start, other in edges if start == one),
        )
        for one in range(7)
    ]
    reach = {one: {other for start, other in edges if start == one} for one in range(7)}
    for _ in range(7):
        reach = {one: others | {far for other in others for far in reach[other]} for one, others in reach.items()}
    within = any(one in others for one, others in reach.items())

    try:
        checked(rows_of(actors), "own.tsv", known={})
        refused = False
    except ActorListError:
        refused = True

    assert within == refused


def test_a_list_of_any_shape_is_checked_in_short_time() -> None:
    layers = [
        [ListedActor(id=f"a{depth}-{one}", name=f"Front {depth} {one}") for one in range(6)] for depth in range(40)
    ]
    actors = [
        ListedActor(
            id=one.id,
            name=one.name,
            ties=tuple(Bond(type="part_of", to=above.id) for above in (layers[depth + 1] if depth < 39 else ())),
        )
        for depth, layer in enumerate(layers)
        for one in layer
    ]

    assert len(checked(rows_of(actors), "own.tsv", known={})) == 240
    assert len(Roster(actors)) == 240


def _run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "ALLEGEDLY_ACTORS": ""}
    env.pop("ALLEGEDLY_ACTORS")
    command = [sys.executable, "-m", "allegedly", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=env)


def test_the_command_imports_finds_and_refuses(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("id,name\na,A\na,B\n", encoding="utf-8")

    imported = _run("actor-list", "import", "good.csv", cwd=tmp_path)
    found = _run("actor-list", "find", "BRF", "--on", "2014-12-19", cwd=tmp_path)
    before = (tmp_path / "allegedly-actors.tsv").read_bytes()
    refused = _run("actor-list", "import", "bad.csv", cwd=tmp_path)
    nobody = _run("actor-list", "find", "Nobody At All", cwd=tmp_path)

    assert (imported.returncode, imported.stdout) == (0, "")
    assert "2 actors read" in imported.stderr
    assert found.returncode == 0
    assert found.stdout.startswith("Black River Front (rebel, ML), 0.9")
    assert (refused.returncode, nobody.returncode) == (1, 1)
    assert "bad.csv: line 3: duplicate_id" in refused.stderr
    assert (tmp_path / "allegedly-actors.tsv").read_bytes() == before


def test_reading_with_a_list_that_is_wrong_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("id\tname\na\tA\na\tB\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text("Gunmen attacked.\n", encoding="utf-8")

    done = _run("read", "report.txt", "--json", "--actors", "bad.tsv", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "duplicate_id" in done.stderr
