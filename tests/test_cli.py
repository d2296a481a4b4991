"""The command as another program and as a person in a newsroom meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from allegedly.codec import decode_reading

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "Farmers attacked near Oru\n\nGunmen attacked farmers near Oru on Sunday, police said.\n"
HEDGED = "Farmers attacked near Lume\n\nGunmen allegedly attacked farmers near Lume on Sunday.\n"
QUIET = "A new bridge for Oru\n\nThe council met on Monday to talk about the new bridge over the river.\n"

# seconds; a build server may be busy with everything else
PATIENCE = 300

pytestmark = pytest.mark.usefixtures("stub_coder")


def run(*arguments: str | Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """The command run to its end in a process of its own."""
    command = [sys.executable, "-m", "allegedly", *map(str, arguments)]
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **settings},
        timeout=PATIENCE,
    )


def read(*arguments: str | Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return run("read", "--coder", "stub", *arguments, stdin=stdin, **settings)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_json_is_one_article_a_line_and_nothing_else(report: Path) -> None:
    done = read("--json", report)

    [line] = done.stdout.splitlines()
    reading = decode_reading(line)
    assert (done.returncode, done.stderr) == (0, "")
    assert reading.article.text == REPORT
    assert [claim.evidence[0].text for claim in reading.claims] == ["attacked near", "attacked farmers"]


def test_jsonl_comes_out_with_the_same_id_and_the_same_text(tmp_path: Path) -> None:
    records = [
        {"id": f"n-{n}", "text": f"Report {n}: gunmen attacked farmers near Oru \u2014 on Sunday."} for n in range(3)
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")

    done = read("--json", path)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [{"id": line["id"], "text": line["text"]} for line in lines] == records
    assert done.stderr == "3 inputs: 3 with claims\n"


def test_stdin_is_read_for_a_dash() -> None:
    done = read("--json", "--published-at", "2031-05-06", "-", stdin=REPORT)

    assert json.loads(done.stdout)["published_at"] == "2031-05-06"


def test_what_cannot_be_read_is_named_on_stderr_and_the_rest_is_read(report: Path, tmp_path: Path) -> None:
    missing, empty = tmp_path / "missing.txt", tmp_path / "empty.txt"
    empty.touch()

    done = read("--json", missing, empty, report)

    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 1
    told = done.stderr.splitlines()
    assert told[0].startswith(f"{missing}: missing")
    assert told[1].startswith(f"{empty}: empty")
    assert told[2:] == ["3 inputs: 1 with claims, 2 set aside"]


WRONG_USES = [
    (["read"], "PATH"),
    (["read", "--published-at", "last Friday", "-"], "expected a day such as 2014-12-19, found 'last Friday'"),
    (["read", "--coder", "oracle", "-"], "no coder is called 'oracle'; known coders: embedded, stub"),
    (["read", "--jobs", "0", "-"], "--jobs"),
    (["dance"], "dance"),
    (["score", "/no/such/gold.jsonl", "/no/such/pred.jsonl"], "GOLD"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG_USES)
def test_wrong_use_is_told_with_what_was_expected(arguments: list[str], words: str) -> None:
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    # long messages are folded to the width of the terminal
    assert words in " ".join(done.stderr.split())


def test_a_person_sees_headline_date_outlet_and_claims(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    record = {"id": "n-1", "text": REPORT, "published_at": "2031-05-06", "publisher": "The Oru Courier"}
    path.write_text(json.dumps(record) + "\n")

    shown = read(path).stdout

    assert "Farmers attacked near Oru\n6 May 2031 · The Oru Courier" in shown
    assert "┃ attack  not named → farmers" in shown
    assert "┃ says so   police (security force, “said”)" in shown
    assert "┃ how sure  stated plainly" in shown
    assert "┃ “attacked farmers”" in shown


def test_a_hedged_claim_differs_from_a_plain_one_without_colour(tmp_path: Path) -> None:
    path = tmp_path / "hedged.txt"
    path.write_text(HEDGED)

    shown = read(path).stdout

    assert "┊ [UNCONFIRMED] attack" in shown
    assert "┊ how sure  unconfirmed (“allegedly”)" in shown
    assert "┃" not in shown


def test_a_report_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "quiet.txt"
    path.write_text(QUIET)

    done = read(path)

    assert "Nothing in it says who did what to whom: no claims." in done.stdout
    assert done.returncode == 0


def test_a_pipe_gets_no_colour_and_a_terminal_does(report: Path) -> None:
    assert "\x1b[" not in read(report).stdout
    assert "\x1b[" in read(report, FORCE_COLOR="1").stdout


def test_a_report_cannot_command_the_terminal_or_the_markup(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    text = "[bold red]Gunmen[/] attacked farmers near Oru. :smiley:"
    title = "\x1b]0;owned\x07[blink]Farmers\u202e attacked[/blink]"
    path.write_text(json.dumps({"id": "n-1", "title": title, "text": text}) + "\n")

    shown = read(path, FORCE_COLOR="1").stdout

    assert "[blink]Farmers" in shown
    assert not any(mark in shown for mark in ("\x1b]", "\x07", "\u202e", "\x1b[5m"))


def test_a_terminal_without_the_letters_gets_question_marks_not_a_crash(report: Path) -> None:
    done = read(report, PYTHONIOENCODING="ascii")

    assert done.returncode == 0
    assert "? attack  not named ? farmers" in done.stdout


def test_a_reader_who_leaves_ends_the_run_quietly(tmp_path: Path) -> None:
    # more than a pipe holds, so that the writer meets the closed end
    records = [
        {"id": str(n), "text": f"Report {n}. Gunmen attacked farmers. " + "And so on. " * 2000} for n in range(40)
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    for form in (["--json"], []):
        command = [sys.executable, "-m", "allegedly", "read", "--coder", "stub", "--jobs", "1", *form, str(path)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.readline()
        writer.stdout.close()

        assert writer.wait(timeout=PATIENCE) == 0
        assert writer.stderr.read() == ""
        writer.stderr.close()


def test_ctrl_c_stops_workers_and_all_with_one_line(tmp_path: Path) -> None:
    records = [{"id": str(n), "text": f"Report {n}. " + "Gunmen attacked farmers. " * 400} for n in range(4000)]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    command = [sys.executable, "-m", "allegedly", "read", "--coder", "stub", "--jobs", "2", "--json", str(path)]
    # a suite started in the background of a shell would hand its deafness to Ctrl-C on to the command
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    # unbuffered: what is read after the first line must be what comes after it
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, start_new_session=True
    )
    signal.signal(signal.SIGINT, before)
    assert running.stdout is not None
    assert json.loads(running.stdout.readline())["claims"]
    os.killpg(running.pid, signal.SIGINT)

    rest, told = running.communicate(timeout=PATIENCE)

    assert (running.returncode, told) == (130, b"stopped before the end\n")
    # the line in hand may be cut, no other
    *whole, _ = rest.split(b"\n")
    assert all(json.loads(line)["claims"] for line in whole)
    # nobody of the group is left behind
    for _ in range(50):
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a worker outlived the command")


def test_the_schema_is_json_that_names_every_kind_of_claim() -> None:
    schema = json.loads(run("schema").stdout)

    assert set(schema["$defs"]) >= {"EventClaim", "RelationClaim", "Quantity", "Correction"}


def test_the_version_is_the_installed_one() -> None:
    from importlib.metadata import version

    from allegedly.gazetteer import ATTRIBUTION

    # GeoNames asks to be named
    assert run("--version").stdout == f"allegedly {version('allegedly')}\n{ATTRIBUTION}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--help"], "read"), (["read", "--help"], "--published-at"), (["score", "--help"], "GOLD"), ([], "score")],
)
def test_help_is_at_hand(arguments: list[str], words: str) -> None:
    done = run(*arguments)

    assert words in done.stdout + done.stderr


def score_files(tmp_path: Path) -> tuple[Path, Path]:
    claim = {"kind": "event", "type": "attack", "evidence": [{"start": 0, "end": 9, "text": "Gunmen at"}]}
    gold, pred = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"
    gold.write_text(json.dumps({"id": "a", "claims": [claim, {**claim, "type": "arrest"}]}) + "\n")
    pred.write_text(json.dumps({"id": "a", "claims": [claim]}) + "\n")
    return gold, pred


def test_score_measures_predicted_claims_against_gold(tmp_path: Path) -> None:
    gold, pred = score_files(tmp_path)

    figures = json.loads(run("score", "--json", gold, pred).stdout)
    turned = json.loads(run("score", "--json", pred, gold).stdout)

    assert (figures["found"]["p"], figures["found"]["r"]) == (1.0, 0.5)
    assert (turned["found"]["p"], turned["found"]["r"]) == (0.5, 1.0)
    assert "found" in run("score", gold, pred).stdout


def test_score_of_a_broken_file_fails_with_file_and_line(tmp_path: Path) -> None:
    gold, pred = score_files(tmp_path)
    pred.write_text('{"id": "a"}\n')

    done = run("score", gold, pred)

    assert done.returncode == 1
    assert done.stderr.startswith(f"{pred}:1: claims to score: ")
