"""Each format says what the ledger says, in its own words, as its own library reads them, and tells what it loses."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from allegedly.codec import encode
from allegedly.errors import NotFoundError
from allegedly.exports import acled, ged, plover
from allegedly.exports.accounts import Tally
from allegedly.exports.cells import read_csv
from allegedly.exports.facts import Toll
from allegedly.exports.fields import FIELDS
from allegedly.exports.formats import FORMATS
from allegedly.exports.gathering import UNFAITHFUL
from allegedly.exports.kinds import KINDS
from allegedly.ledger import open_ledger
from allegedly.model.words import ActorKind
from allegedly.views.claims import find_claims
from allegedly.views.events import find_events
from allegedly.views.filters import Filters
from allegedly.vocab import acled as acled_lists
from allegedly.vocab import plover as plover_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Clock
    from tests.exports.conftest import Written

    from allegedly.ledger import Ledger

    Write = Callable[..., Written]

GOLDEN = Path(__file__).with_name("golden")
SUFFIX = {"acled": "csv", "ged": "csv", "plover": "tsv", "csv": "csv", "hxl": "csv", "geojson": "geojson", "jsonl": "jsonl", "ftm": "jsonl"}  # fmt: skip
EVENT_FORMATS = ("acled", "ged", "plover", "geojson", "hxl")
# the columns of ACLED since 2023 and of UCDP GED since 20.1, as their own guides list them
ACLED = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
GED = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]


def rows(body: bytes, form: str) -> list[dict[str, str]]:
    found = read_csv(body, "\t" if form == "plover" else ",")
    return found[1:] if form == "hxl" else found


def row_of(body: bytes, form: str, event: str) -> dict[str, str]:
    (found,) = [row for row in rows(body, form) if event in row.values()]
    return found


@pytest.fixture
def raid_id(conflict: Ledger) -> str:
    with conflict.engine.reading() as tx:
        return next(find_events(conflict.engine, tx, Filters(type="attack"), 10**6)).id


@pytest.mark.parametrize("form", sorted(SUFFIX))
def test_the_golden_file_of_each_format(form: str, conflict: Ledger, written: Write) -> None:
    """Written anew with WRITE_GOLDEN=1 in the environment; look at the difference before it is committed."""
    path = GOLDEN / f"{form}.{SUFFIX[form]}"
    body, _ = written(conflict, form)
    if os.environ.get("WRITE_GOLDEN"):
        path.write_bytes(body)

    assert body == path.read_bytes()


class TestAcled:
    def test_has_its_columns_and_its_words(self, conflict: Ledger, written: Write) -> None:
        body, _ = written(conflict, "acled")

        assert list(rows(body, "acled")[0]) == ACLED
        for row in rows(body, "acled"):
            assert row["event_type"] in acled_lists().types
            assert row["sub_event_type"] in (*acled_lists().types[row["event_type"]], "")
            assert row["time_precision"] in "123"
            assert not row["geo_precision"] or int(row["geo_precision"]) in acled_lists().geo_precision

    def test_tells_one_event_in_full(self, conflict: Ledger, written: Write, raid_id: str) -> None:
        row = row_of(written(conflict, "acled")[0], "acled", raid_id)

        assert (row["event_type"], row["sub_event_type"]) == ("Violence against civilians", "Attack")
        assert (row["actor1"], row["inter1"], row["inter2"], row["interaction"]) == ("Ash Column", "2", "7", "27")
        assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("-5.2", "-30.25", "1")
        assert (row["event_date"], row["time_precision"], row["fatalities"]) == ("2031-04-28", "1", "9")
        assert row["source"] == "The Herald; The Mail; The Post"
        assert "quoting the mayor (official, “said”): “Gunmen of the Ash Column raided Orven" in row["notes"]
        assert "Not agreed: killed" in row["notes"]

    def test_takes_dozens_for_twelve_and_says_so(self, conflict: Ledger, written: Write) -> None:
        body, told = written(conflict, "acled")

        assert [row["fatalities"] for row in rows(body, "acled") if "Dozens were killed" in row["notes"]] == ["12"]
        assert [one.rows for one in told.rules if one.rule == "“dozens” of dead are 12"] == [1]
        # HXL's table has no such rule
        body, told = written(conflict, "hxl")
        assert [row["Killed"] for row in rows(body, "hxl") if "Dozens were killed" in row["Notes"]] == [""]
        assert any("stand for none" in one.rule for one in told.rules)

    @pytest.mark.parametrize(
        ("toll", "number"),
        [
            (Toll(what="killed"), 0),
            (Toll(what="killed", told=True, low=14, best=14, high=14), 14),
            (Toll(what="killed", told=True, best=50), 50),
            (Toll(what="killed", told=True, low=9, best=11, high=11, differs=True), 9),
            (Toll(what="killed", told=True, low=9, best=11, high=11, differs=True, decided="prefer"), 11),
            (Toll(what="killed", told=True, low=9, best=11, high=11, decided="range"), 9),
            (Toll(what="killed", told=True, low=9, best=11, high=11, decided="unconfirmed"), None),
            (Toll(what="killed", told=True, low=9, best=11, high=11, decided="pending"), None),
            (Toll(what="killed", told=True, high=2000), None),
            (Toll(what="killed", told=True, vague=("dozens",)), 12),
            (Toll(what="killed", told=True, vague=("several dozen",)), 12),
            (Toll(what="killed", told=True, vague=("hundreds", "tens")), 10),
            (Toll(what="killed", told=True, vague=("tens of thousands",)), None),
            (Toll(what="killed", told=True, vague=("several",)), None),
        ],
    )
    def test_makes_one_number_of_many(self, toll: Toll, number: int | None) -> None:
        found = acled.deaths(toll)

        assert found.number == number
        assert (found.rule is None) == (
            number is not None and not toll.decided and not toll.vague and not toll.differs and toll.told
        )


class TestGed:
    def test_has_its_columns(self) -> None:
        assert [column.name for column in ged.COLUMNS] == GED

    def test_tells_the_deadly_events_between_known_sides(self, conflict: Ledger, written: Write, raid_id: str) -> None:
        body, told = written(conflict, "ged")
        row = row_of(body, "ged", raid_id)

        assert (row["low"], row["high"]) == ("9", "11")
        assert row["best"] in ("9", "11")
        assert (row["type_of_violence"], row["side_b"], row["deaths_civilians"]) == ("3", "Civilians", row["best"])
        assert (row["date_prec"], row["where_prec"], row["event_clarity"]) == ("1", "1", "1")
        assert row["geom_wkt"] == "POINT (-30.25 -5.2)"
        for one in rows(body, "ged"):
            split = [int(one[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
            assert sum(split) == int(one["best"])
            assert int(one["low"]) <= int(one["best"]) <= int(one["high"])
        assert {one.reason for one in told.events.left_out} >= {
            "nobody says that it happened: those who speak of it deny it",
            "the type of violence depends on both sides: one of them is not known",
        }


class TestPlover:
    def test_has_the_columns_of_polecat_and_one_more(self) -> None:
        names = [column.name for column in plover.COLUMNS]

        assert (len(names), names[0], names[39], names[40]) == (41, "Event ID", "Version", "Claim IDs")

    def test_uses_its_words_only(self, conflict: Ledger, written: Write) -> None:
        found = rows(written(conflict, "plover")[0], "plover")

        assert found
        for row in found:
            known = plover_lists().types[row["Event Type"]]
            assert row["Event Mode"] in (*known.modes, "")
            assert float(row["Intensity"]) == known.score
            for code in (row["Primary Actor Sector"], row["Primary Recipient Sector"]):
                assert code in (*plover_lists().sectors, *plover_lists().international, "")
        assert {row["Primary Actor Sector"] for row in found} >= {"REB", "UNK"}


def test_every_kind_of_actor_has_its_codes() -> None:
    from typing import get_args

    assert set(KINDS) == set(get_args(ActorKind))
    for kinds in KINDS.values():
        assert kinds.inter is None or kinds.inter in acled_lists().inter
        assert kinds.sector in (*plover_lists().sectors, *plover_lists().international, None)


def test_geojson_is_what_its_standard_asks(conflict: Ledger, written: Write, raid_id: str) -> None:
    body, told = written(conflict, "geojson")
    found = json.loads(body)

    assert set(found) == {"type", "features"}
    assert len(found["features"]) == told.rows
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"] is None or feature["geometry"]["type"] == "Point"
    points = {feature["id"]: feature["geometry"] for feature in found["features"]}
    # longitude first
    assert points[raid_id] == {"type": "Point", "coordinates": [-30.25, -5.2]}
    assert None in points.values()
    assert not set(b"<>&") & set(body)


def test_hxl_is_read_by_its_own_library(conflict: Ledger, written: Write, tmp_path: Path) -> None:
    import hxl

    body, told = written(conflict, "hxl")
    path = tmp_path / "events.csv"
    path.write_bytes(body)
    with hxl.data(str(path), hxl.InputOptions(allow_local=True)) as source:
        found = list(source)
        assert "#affected+killed" in source.display_tags
        assert len(found) == told.rows
        assert [row.get("#geo+lat") for row in found].count("-5.2") == 2


def test_a_data_package_is_valid_by_its_own_library(conflict: Ledger, written: Write, tmp_path: Path) -> None:
    from frictionless import Package

    body, told = written(conflict, "datapackage")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        packed.extractall(tmp_path)
        assert sorted(packed.namelist()) == [
            "claims.csv",
            "codebook.csv",
            "datapackage.json",
            "events.csv",
            "reports.csv",
        ]
    report = Package(str(tmp_path / "datapackage.json")).validate()

    assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "note"])
    assert len(read_csv((tmp_path / "claims.csv").read_bytes())) == told.claims.carried
    assert len(read_csv((tmp_path / "events.csv").read_bytes())) == told.events.carried
    # the control: a number that is none is found
    (tmp_path / "reports.csv").write_bytes(
        (tmp_path / "reports.csv").read_bytes().replace(b"2031-04-29", b"yesterday", 1)
    )
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_parquet_holds_the_rows_of_csv(conflict: Ledger, written: Write) -> None:
    import pyarrow.parquet as pq

    flat = read_csv(written(conflict, "csv")[0])
    table = pq.read_table(io.BytesIO(written(conflict, "parquet")[0]))

    assert table.column_names == list(flat[0])
    assert table["claim_id"].to_pylist() == [row["claim_id"] for row in flat]
    assert table["place_lat"].to_pylist() == [float(row["place_lat"]) if row["place_lat"] else None for row in flat]
    assert table["actor"].to_pylist() == [row["actor"] or None for row in flat]


def test_a_missing_library_is_named_with_the_way_to_get_it(
    conflict: Ledger, written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(NotFoundError, match=r"pip install 'allegedly\[exports\]'"):
        written(conflict, "parquet")
    # all others need nothing beside the package
    for form in set(FORMATS) - {"parquet"}:
        assert written(conflict, form)[1].rows


def test_statements_have_the_shape_and_the_ids_of_followthemoney(conflict: Ledger, written: Write) -> None:
    body, told = written(conflict, "ftm")
    found = [json.loads(line) for line in body.splitlines()]

    assert {tuple(sorted(one)) for one in found} == {tuple(sorted(FORMATS["ftm"].columns))}
    assert len({one["id"] for one in found}) == len(found) == told.rows
    names = {one["value"] for one in found if one["prop"] == "name" and one["schema"] != "Event"}
    assert {"Ash Column", "Border Guard"} <= names
    assert "farmers" not in names
    roles = [one for one in found if one["prop"] == "role"]
    assert [one["value"] for one in roles] == ["pledges_allegiance_to"]
    # nothing that was denied is stated
    assert "Targo" not in body.decode()


def test_followthemoney_reads_every_statement(conflict: Ledger, written: Write) -> None:
    """Needs the library, which is built against ICU: python -m uv run --frozen --extra ftm pytest tests/exports."""
    ftm = pytest.importorskip("followthemoney", reason="an extra of its own: it is built against ICU's headers")
    from followthemoney.dataset import Dataset
    from followthemoney.statement.entity import StatementEntity
    from followthemoney.statement.serialize import read_json_statements

    statements = list(read_json_statements(io.BytesIO(written(conflict, "ftm")[0])))
    entities: dict[str, list[Any]] = {}
    for one in statements:
        prop = ftm.model.get(one.schema).get(one.prop)
        assert prop is not None, (one.schema, one.prop)
        assert prop.type.clean(one.value) == one.value
        assert one.id == one.generate_key()
        entities.setdefault(one.entity_id, []).append(one)
    for told in entities.values():
        entity: Any = StatementEntity.from_statements(Dataset.make({"name": "allegedly", "title": "Allegedly"}), told)
        entity.schema.validate(entity.to_dict())


class TestTheAccount:
    def test_every_field_is_carried_or_told_as_lost(self) -> None:
        carried = {
            "acled": set(),
            "ged": {"who acts and who is struck", "the lowest and highest number of dead"},
            "plover": {"who acts and who is struck"},
            "hxl": {"how surely it is said", "who acts and who is struck", "the lowest and highest number of dead", "the wounded"},
            "geojson": set(FIELDS) - set(FORMATS["geojson"].loses),
        }  # fmt: skip
        for form in EVENT_FORMATS:
            assert set(FORMATS[form].loses) | carried[form] == set(FIELDS), form
            assert not set(FORMATS[form].loses) & carried[form]

    @pytest.mark.parametrize("form", [*FORMATS])
    def test_adds_up(self, form: str, conflict: Ledger, written: Write) -> None:
        body, told = written(conflict, form)

        for tally in (told.events, told.claims):
            assert tally.found == tally.carried + sum(one.count for one in tally.left_out)
            assert all(one.count == len(set(one.ids)) for one in tally.left_out)
        if form in EVENT_FORMATS:
            assert told.rows == told.events.carried
        if form in ("csv", "jsonl", "parquet"):
            assert told.rows == told.claims.carried
        with conflict.engine.reading() as tx:
            ids = {held.id for held in find_claims(conflict.engine, tx, Filters(), 10**6)}
        left = {name for one in told.claims.left_out for name in one.ids}
        assert told.claims.found == len(ids)
        assert left <= ids
        assert body

    @pytest.mark.parametrize("form", EVENT_FORMATS)
    def test_every_row_leads_back_to_the_ledger(self, form: str, conflict: Ledger, written: Write) -> None:
        text = written(conflict, form)[0].decode()
        told = written(conflict, form)[1]
        left = {name for one in told.events.left_out for name in one.ids}
        with conflict.engine.reading() as tx:
            events = list(find_events(conflict.engine, tx, Filters(), 10**6))

        assert {event.id for event in events if event.id in text} == {event.id for event in events} - left
        for event in events:
            for voice in event.voices:
                assert (voice.claim in text) == (event.id not in left)

    def test_claims_and_their_numbers_are_those_of_the_ledger(self, conflict: Ledger, written: Write) -> None:
        flat = read_csv(written(conflict, "csv")[0])
        lines = [json.loads(line) for line in written(conflict, "jsonl")[0].splitlines()]
        with conflict.engine.reading() as tx:
            held = list(find_claims(conflict.engine, tx, Filters(), 10**6))

        assert [row["claim_id"] for row in flat] == [line["claim"]["id"] for line in lines] == [one.id for one in held]
        assert [line["claim"] for line in lines] == [json.loads(encode(one.claim)) for one in held]
        assert sum(int(row["killed_best"] or 0) for row in flat) == 9 + 11 + 7


class TestWhatMayNotLeave:
    @pytest.mark.parametrize("form", [*FORMATS])
    def test_a_claim_whose_words_are_not_its_reports(
        self, form: str, conflict: Ledger, written: Write, tmp_path: Path, clock: Clock
    ) -> None:
        before = written(conflict, form)[1]
        conflict.close()
        file = apsw.Connection(str(tmp_path / "ledger.db"))
        file.execute("DROP TRIGGER body_is_not_changed")
        file.execute(
            "UPDATE body SET body = replace(body, 'killed 11 farmers', 'killed 99 farmers') WHERE body LIKE '%\"kind\":\"event\"%'"
        )
        assert file.changes()
        file.close()
        with open_ledger(str(tmp_path / "ledger.db"), clock=clock) as opened:
            body, told = written(opened, form)

        assert [(one.count, one.reason) for one in told.claims.left_out if one.reason == UNFAITHFUL] == [
            (1, UNFAITHFUL)
        ]
        assert UNFAITHFUL not in {one.reason for one in before.claims.left_out}
        text = zipfile.ZipFile(io.BytesIO(body)).read("claims.csv") if form == "datapackage" else body
        assert b"killed 99" not in text
        assert b"killed 11" not in text

    @pytest.mark.parametrize("form", [*FORMATS])
    def test_the_name_of_a_reviewer_or_a_path(
        self, form: str, conflict: Ledger, written: Write, tmp_path: Path
    ) -> None:
        body, told = written(conflict, form, status=("proposed", "accepted", "edited", "rejected", "superseded"))
        text = body
        if form == "datapackage":
            packed = zipfile.ZipFile(io.BytesIO(body))
            text = b"".join(packed.read(name) for name in packed.namelist())
        for canary in (b"Canary", b"Quillfeather", b"/home/", str(tmp_path).encode(), os.uname().nodename.encode()):
            assert canary not in text
            assert canary not in repr(told).encode()

    def test_the_canary_is_in_the_ledger(self, conflict: Ledger) -> None:
        with conflict.engine.reading() as tx:
            assert tx.rows("SELECT 1 FROM body WHERE body LIKE '%Canary Quillfeather%'")

    def test_what_a_person_rejected(self, conflict: Ledger, written: Write, raid_id: str) -> None:
        before = row_of(written(conflict, "acled")[0], "acled", raid_id)
        claim = before["tags"].removeprefix("claims=").split("; ")[0]
        conflict.judge(claim, "reject", by="Kim", reason="another village")
        body, told = written(conflict, "acled")
        row = row_of(body, "acled", raid_id)

        assert (before["fatalities"], row["fatalities"]) == ("9", "11")
        assert claim not in row["tags"]
        assert {name for one in told.claims.left_out if "rejected" in one.reason for name in one.ids} == {claim}


@pytest.mark.parametrize(
    ("move", "numbers"),
    [("prefer", ("11", "11")), ("range", ("9", None)), ("unconfirmed", ("", None)), ("pending", ("", None))],
)
def test_what_a_person_decided_of_a_number_goes_before_the_rule(
    move: Any, numbers: tuple[str, str | None], conflict: Ledger, written: Write, raid_id: str
) -> None:
    fatalities, best = numbers
    with conflict.engine.reading() as tx:
        event = next(one for one in find_events(conflict.engine, tx, Filters(), 10**6) if one.id == raid_id)
    eleven = next(voice.claim for voice in event.voices if voice.numbers[0][2] == 11)
    conflict.resolve(raid_id, "killed", move, by="Kim", prefers=eleven if move == "prefer" else None)

    row = row_of(written(conflict, "acled")[0], "acled", raid_id)
    assert row["fatalities"] == fatalities
    assert "A person" in row["notes"]
    found = [one for one in rows(written(conflict, "ged")[0], "ged") if one["relid"] == raid_id]
    assert bool(found) == (move in ("prefer", "range"))
    if best:
        assert found[0]["best"] == best


def test_a_format_nobody_knows_is_refused(conflict: Ledger, written: Write) -> None:
    with pytest.raises(NotFoundError, match="acled, ged"):
        written(conflict, "xlsx")


def test_a_tally_is_a_record() -> None:
    assert Tally(found=1, carried=1, left_out=()).found == 1
