"""The benchmark harness: gold never reaches a reader, figures follow their definitions, floors do not sink."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the benchmarks are not installed; they stand beside the tests

from benchmarks import claims, clusters, floors, measures, merging, speed, table, tasks  # noqa: E402
from benchmarks.__main__ import main  # noqa: E402
from benchmarks.intervals import interval  # noqa: E402
from benchmarks.machine import described  # noqa: E402

from allegedly.coders import load_coder  # noqa: E402


def test_an_unknown_task_is_wrong_use_and_the_tasks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["horoscopes", "in.jsonl", "out.jsonl"])

    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert all(task in told for task in tasks.TASKS)


def test_a_missing_input_is_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["claims", str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl")])

    assert stopped.value.code == 2
    assert "expected a JSONL file, found none" in capsys.readouterr().err


# a line of a bench file, and what of it an adapter may see
SEEN = [
    ("claims", {"id": "a", "text": "t", "title": None, "claims": [1]}, {"id": "a", "text": "t", "title": None}),
    ("entities", {"id": "a", "text": "t", "entities": [1], "relations": [1]}, {"id": "a", "text": "t"}),
    ("relations", {"id": "a", "text": "t", "entities": [1], "relations": [1]}, {"id": "a", "text": "t"}),
    ("police", {"id": "a", "text": "t", "labels": [1]}, {"id": "a", "text": "t"}),
    (
        "muc4",
        {
            "id": "a",
            "text": "t",
            "date_line": "d",
            "pub_date": None,
            "tags": [],
            "templates": [1],
            "ree": {},
            "gtt": [],
        },
        {"id": "a", "text": "t", "date_line": "d", "pub_date": None, "tags": []},
    ),
    ("muc4_slots", {"id": "a", "text": "t", "templates": [1]}, {"id": "a", "text": "t"}),
    (
        "times",
        {"id": "a", "text": "t", "dct": "2031-05-04", "timexes": [1]},
        {"id": "a", "text": "t", "dct": "2031-05-04"},
    ),
    ("relevance", {"id": "a", "text": "t", "label": 1, "date": "2031-05-04"}, {"id": "a", "text": "t"}),
    ("attribution", {"id": "a", "text": "t", "attributions": [1]}, {"id": "a", "text": "t"}),
    (
        "factuality",
        {"id": "a", "tokens": ["fled"], "predicates": [{"token": 0, "word": "fled", "factuality": 3.0}]},
        {"id": "a", "tokens": ["fled"], "predicates": [{"token": 0, "word": "fled"}]},
    ),
    ("counts", {"doc_id": "d", "text": "t", "killed": 3}, {"doc_id": "d", "text": "t"}),
    (
        "places",
        {"id": "a", "text": "Oru", "toponyms": [{"start": 0, "end": 3, "phrase": "Oru", "lat": 1.0, "geonameid": 2}]},
        {"id": "a", "text": "Oru", "toponyms": [{"start": 0, "end": 3, "phrase": "Oru"}]},
    ),
    ("geoparse", {"id": "a", "text": "Oru", "toponyms": [1], "domain": "x"}, {"id": "a", "text": "Oru"}),
    ("same", {"doc_id": "d", "text": "t", "url": "u", "event": 3}, {"doc_id": "d", "text": "t"}),
]


@pytest.mark.parametrize(("task", "line", "seen"), SEEN)
def test_gold_fields_never_reach_the_reader(task: str, line: dict[str, Any], seen: dict[str, Any]) -> None:
    assert list(tasks.inputs(task, [line])) == [seen]


@pytest.mark.parametrize("task", tasks.OF_REPORTS)
def test_incidents_become_their_reports_in_a_fixed_order_that_is_not_theirs(task: str) -> None:
    incidents = [
        {"id": i, "killed": i, "docs": [{"doc_id": f"{i}-{n}", "text": "t", "url": "u"} for n in range(4)]}
        for i in range(5)
    ]

    seen = [record["doc_id"] for record in tasks.inputs(task, incidents)]

    assert sorted(seen) == [f"{i}-{n}" for i in range(5) for n in range(4)]
    assert seen != sorted(seen)
    assert seen == [record["doc_id"] for record in tasks.inputs(task, incidents)]


def test_claims_are_read_from_a_gzipped_file_with_the_text_as_given(
    stub_coder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "the_coder", lambda: load_coder(stub_coder))
    source, target = tmp_path / "in.jsonl.gz", tmp_path / "deep" / "out.jsonl"
    records: list[dict[str, Any]] = [
        {"id": "a", "text": " \u201cGunmen\u201d attacked farmers near Oru.\n", "claims": []},
        {"id": "b", "text": "The coder makes an impossible record of this report about the harbour."},
    ]
    with gzip.open(source, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)

    assert main(["claims", str(source), str(target)]) == 0

    first, second = tasks.lines(target)
    evidence = first["claims"][0]["evidence"][0]
    assert records[0]["text"][evidence["start"] : evidence["end"]] == evidence["text"] == "attacked farmers"
    assert (second["claims"], second["quarantined"]) == ([], "b: unreadable: coder stub: low is over high")


@pytest.mark.parametrize(
    ("text", "label"), [("Gunmen attacked farmers near Oru.", 1), ("The bridge opened on time.", 0)]
)
def test_relevance_is_judged_by_claims_where_the_head_is_not_sure(
    text: str, label: int, stub_coder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks import relevance

    from allegedly.coders.heads import load_heads

    monkeypatch.setattr(claims, "the_coder", lambda: load_coder(stub_coder))
    # a head that is never sure
    monkeypatch.setitem(load_heads().settings["believed"], "relevance", {"never": 0.0, "alone": 1.1})

    assert relevance.read({"id": "a", "text": text}) == {"id": "a", "label": label}


@pytest.mark.parametrize(
    ("text", "context", "date", "got"),
    [
        ("the Syrian army", "", None, {"country": "SYR", "code_1": "MIL", "code_2": ""}),
        ("Defence Minister", "Norwegian", "today", {"country": "NOR", "code_1": "GOV", "code_2": "MIL"}),
        ("UN peacekeepers", "", "2014-12-19", {"country": "UNO", "code_1": "MIL", "code_2": ""}),
        ("a wooden spoon", "", None, {}),
    ],
)
def test_an_actor_is_answered_by_country_and_sectors(
    text: str, context: str, date: str | None, got: dict[str, str]
) -> None:
    from benchmarks import actors

    assert {"id": "a", "got": got} == actors.read({"id": "a", "text": text, "context": context, "date": date})


def test_a_case_is_right_when_every_key_is() -> None:
    gold = [
        {"id": "a", "expected": {"country": "SYR", "code_1": "MIL", "wiki": "x"}},
        {"id": "b", "expected": {"country!": "GBR"}},
        {"id": "c", "expected": {"none": True}},
        {"id": "d", "task": "wiki_link", "expected": {"country": "SYR"}},
        {"id": "e", "expected": {"remainder": ""}},
    ]
    given: dict[str, dict[str, Any]] = {
        "a": {"got": {"country": "SYR", "code_1": "REB", "code_2": ""}},
        "b": {"got": {"country": "FRA"}},
        "c": {"got": {}},
    }

    assert {"cases_right": pytest.approx(200 / 3), "keys_right": 75.0} == measures.actors(gold, given)


def test_reports_of_one_happening_get_one_event(
    stub_coder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks import same

    monkeypatch.setattr(same, "the_coder", lambda: load_coder(stub_coder))
    raid = "Gunmen attacked farmers near Oru on Friday, the reeve Tamsin Quill said at the Vask mill."
    texts = {"a": raid, "b": f"Raid near Oru\n\n{raid} Nobody was held.", "c": "Dorran bridge opens. It cost little."}
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        "".join(json.dumps({"doc_id": n, "date": "2031-05-10", "text": t}) + "\n" for n, t in texts.items())
    )

    assert main(["same", str(source), str(target)]) == 0

    assert {record["doc_id"]: record["event"] for record in tasks.lines(target)} == {"a": "a", "b": "a", "c": "c"}


def grouping(*events: str) -> dict[str, Any]:
    """Reports a, b, c ... with the event each stands in."""
    return {report: {"event": event} for report, event in zip("abcdefg", events, strict=False)}


# the grouping of the literature's worked example: three events of three, two and two reports
THREE = [{"docs": [{"doc_id": one} for one in event]} for event in ("abc", "de", "fg")]


def test_a_perfect_grouping_scores_a_hundred_whatever_the_events_are_called() -> None:
    assert measures.same(THREE, grouping(*"xxxyyzz"))["conll_f1"] == 100


def test_reports_without_an_answer_stand_alone() -> None:
    figures = measures.same(THREE, {})

    # no link, so no MUC; each report is right to itself; three of seven events find one report of their own
    assert figures["muc_f1"] == 0
    assert figures["b3_f1"] == pytest.approx(100 * 2 * (3 / 7) / (1 + 3 / 7))
    assert figures["ceafe_f1"] == pytest.approx(100 * 2 * (0.5 + 2 / 3 + 2 / 3) / (3 + 7))


def test_one_event_for_all_is_punished_by_every_measure_but_the_links_recall() -> None:
    figures = measures.same(THREE, grouping(*"xxxxxxx"))

    assert figures["muc_f1"] == pytest.approx(100 * 2 * (4 / 6) / (1 + 4 / 6))
    assert figures["b3_f1"] == pytest.approx(100 * 2 * (17 / 49) / (1 + 17 / 49))
    assert figures["ceafe_f1"] == pytest.approx(100 * 2 * 0.6 / 4)


def test_whole_events_are_paired_for_the_best_sum_not_one_by_one() -> None:
    """Greedy pairing would give the first event the better of two and leave the second nothing."""
    assert clusters._best([[0.9, 0.8], [0.8, 0.0]]) == pytest.approx(1.6)
    assert clusters._best([[0.9], [0.95], [0.1]]) == pytest.approx(0.95)


def test_merging_counts_an_incident_once_and_its_reports_each() -> None:
    def report(name: str, text: str, date: str) -> dict[str, str]:
        return {"doc_id": name, "title": "", "text": text, "date": date}

    incidents = [
        {
            "killed": 2,
            "injured": 3,
            "docs": [
                report("a", "Two dead, three hurt in Alder Hill shooting", "2031-05-04"),
                report("b", "Two dead and three hurt after gunfire in Alder Hill", "2031-05-05"),
                report("c", "One killed, six others shot at Brinmoor dance hall", "2031-05-04"),
            ],
        },
        {"killed": 1, "injured": 0, "docs": [report("d", "Man shot and killed near mill", "2031-05-04")]},
    ]

    found = merging.tally(incidents)

    assert (found.incidents, found.reports, found.copies) == (1, 3, 0)
    assert found.single == pytest.approx(200 / 3)
    assert found.event == 100


def timex(start: int, end: int, value: str) -> dict[str, Any]:
    return {"start": start, "end": end, "type": "DATE", "value": value}


def test_a_time_is_right_when_it_overlaps_and_has_the_value() -> None:
    gold = [{"id": "a", "timexes": [timex(0, 6, "2031-05-04"), timex(10, 16, "2031-05")]}]
    ours = {"a": {"timexes": [timex(2, 6, "2031-05-04"), timex(10, 16, "2030-05"), timex(30, 36, "2029")]}}

    figures = measures.times(gold, ours)

    assert figures == {"value_f1": pytest.approx(40), "strict_f1": pytest.approx(40), "relaxed_f1": pytest.approx(80)}


def test_a_time_is_paired_once_with_what_overlaps_it_most() -> None:
    gold = [{"id": "a", "timexes": [timex(0, 10, "2031")]}]
    ours = {"a": {"timexes": [timex(0, 3, "2031"), timex(2, 10, "2030")]}}

    assert measures.times(gold, ours)["value_f1"] == 0


def test_a_predicate_without_an_answer_counts_as_zero() -> None:
    gold = [{"id": "a", "predicates": [{"token": 1, "factuality": 3.0}, {"token": 2, "factuality": -1.0}]}]

    assert measures.factuality(gold, {"a": {"predicates": [{"token": 1, "factuality": 2.0}]}})["mae"] == 1.0
    assert measures.factuality(gold, {}) == {"mae": 2.0, "r": 0.0}


def test_both_counts_of_a_report_must_be_right_and_silence_is_none() -> None:
    gold = [{"id": "i", "killed": 0, "injured": 2, "docs": [{"doc_id": d} for d in "abcd"]}]
    ours: dict[str, dict[str, Any]] = {
        "a": {"killed": 0, "injured": 2},
        "b": {"killed": None, "injured": 2},
        "c": {"killed": 2, "injured": 0},
    }

    assert measures.counts(gold, ours) == {"both_exact": 50.0}


def test_attribution_spans_count_only_when_exact() -> None:
    gold = [{"id": "a", "attributions": [{"source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 20], [25, 30]]}]}]
    ours = {"a": {"attributions": [{"source": [[0, 6]], "cue": [[7, 12]], "content": [[12, 20]]}]}}

    figures = measures.attribution(gold, ours)

    assert figures["exact_f1"] == pytest.approx(100 * 2 * 2 / 7)
    assert (figures["source_f1"], figures["cue_f1"]) == (100, 0)


def test_relevance_is_scored_for_the_relevant() -> None:
    gold = [{"id": str(n), "label": label} for n, label in enumerate([1, 1, 0, 0])]
    ours = {str(n): {"label": label} for n, label in enumerate([1, 0, 1, 0])}

    assert measures.relevance(gold, ours) == {"f1": 50.0, "accuracy": 50.0}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_an_interval_lies_within_the_reports_and_is_the_same_each_time(marks: list[int]) -> None:
    low, high = interval(marks, lambda drawn: sum(drawn) / len(drawn))

    assert min(marks) <= low <= high <= max(marks)
    assert (low, high) == interval(marks, lambda drawn: sum(drawn) / len(drawn))


def test_an_interval_of_a_fair_coin_is_the_known_one() -> None:
    # 100 fair coins: a standard error of 0.05, so 0.5 give or take twice that
    low, high = interval([0, 1] * 50, lambda drawn: sum(drawn) / len(drawn))

    assert low == pytest.approx(0.40, abs=0.02)
    assert high == pytest.approx(0.60, abs=0.02)


def floor(**fields: Any) -> floors.Floor:
    return floors.Floor(
        **{"data": "g.jsonl", "sha256": "aa", "reports": 2, "claims": 9, "f1": {"found": 0.5, "who": 0.4}, **fields}
    )


def test_a_floor_holds_within_rounding_and_breaks_below_it() -> None:
    assert floors.broken("open", floor(), floor(f1={"found": 0.496, "who": 0.9})) == []
    assert floors.broken("open", floor(), floor(f1={"found": 0.494, "who": 0.9})) == [
        "open: found is 0.4940, its floor is 0.5000"
    ]


def test_changed_gold_breaks_the_seal() -> None:
    [problem] = floors.broken("open", floor(), floor(sha256="bb"))

    assert "g.jsonl is not the gold that was pinned" in problem


def test_a_floor_rises_and_is_lowered_only_on_purpose() -> None:
    worse, mixed = floor(f1={"found": 0.3, "who": 0.6}), floor(f1={"found": 0.498, "who": 0.6})

    assert floors.raised("open", floor(), mixed).f1 == {"found": 0.5, "who": 0.6}
    with pytest.raises(ValueError, match=r"found is 0\.3000.*--update --allow-lower"):
        floors.raised("open", floor(), worse)
    assert floors.raised("open", floor(), worse, allow_lower=True) == worse


def test_floors_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    written = {"open": floor(), "other": floor(f1={"found": 0.1234})}

    floors.write(written, path)

    assert floors.pinned(path) == written


def test_the_gold_in_the_repository_is_the_sealed_one_and_may_be_passed_on() -> None:
    licences = (ROOT / "tests/gold/LICENCES.md").read_text(encoding="utf-8")
    for pinned in floors.pinned().values():
        path = ROOT / pinned.data
        records = tasks.lines(path)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == pinned.sha256
        assert len(records) == pinned.reports
        assert sum(len(record["claims"]) for record in records) == pinned.claims
        assert all(record["redistributable"] and record["id"] in licences for record in records)


def test_no_score_on_the_open_gold_is_below_its_floor() -> None:
    for name, pinned in floors.pinned().items():
        assert floors.broken(name, pinned, floors.measured(pinned)) == []


def test_the_reports_for_the_speed_test_are_all_different_and_of_the_stated_length() -> None:
    samples = ["One bomb killed 14 people.\n\nTwo men fled on 4 May.", "Three groups met.\n\nA fourth stayed away."]

    reports = speed.varied(samples, 200)

    assert len(set(reports)) == 200
    assert all(speed.WORDS <= len(report.split()) < speed.WORDS + 20 for report in reports)
    assert reports == speed.varied(samples, 200)


def test_the_machine_is_described_by_what_matters() -> None:
    assert all(word in described() for word in ("cores", "GiB memory", "Python 3."))


def test_the_table_knows_a_scorer_for_every_public_set_and_rows_for_every_field() -> None:
    assert {public.task for public in table.PUBLIC_SETS} == set(measures.MEASURES) == set(tasks.TASKS) - {"claims"}
    assert table.BEGIN in table.RESULTS.read_text(encoding="utf-8")


def test_spans_that_are_not_the_exact_words_are_counted() -> None:
    gold = [{"id": "a", "text": "Gunmen fled."}]
    right = {"start": 0, "end": 6, "text": "Gunmen"}
    voice = {"start": 0, "end": 6, "who": "Gunmen"}
    given_claims = {"evidence": [right], "attribution": [voice], "place": {**right, "text": "Gunman"}}

    assert table._spans_off(gold, [{"id": "a", "claims": [given_claims]}]) == (1, 3)
