"""The commands on a ledger, as a person or a program at the terminal meets them."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import apsw
import pytest
from typer.testing import CliRunner

from allegedly.cli import app

RUNNER = CliRunner()
ATTACK = "Rebels attacked villagers, police said. They attacked farmers too."
QUIET = "The fair opened on Sunday."


@pytest.fixture
def desk_folder(tmp_path: Path, stub_coder: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with reports, where a person types commands."""
    assert stub_coder == "stub"
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(ATTACK)
    (reports / "b.txt").write_text(QUIET)
    (reports / "c.txt").write_text(ATTACK)
    (reports / "d.txt").write_bytes(b"\x00\x01\x02" * 50)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALLEGEDLY_LEDGER", raising=False)
    return tmp_path


def run(*words: str, code: int = 0) -> tuple[str, str]:
    done = RUNNER.invoke(app, words)
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done.stdout, done.stderr


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def added(*more: str) -> tuple[str, str]:
    return run("add", "reports", "--coder", "stub", *more, code=3)


def first_claim() -> dict[str, Any]:
    found: dict[str, Any] = lines(run("claims", "--json", "--status", "all")[0])[0]
    return found


@pytest.mark.usefixtures("desk_folder")
class TestAdding:
    def test_every_input_ends_in_one_of_four_ways_and_is_told(self) -> None:
        told, talk = added()

        assert told.splitlines() == [
            "reports/a.txt: 2 claims",
            "reports/b.txt: no claims",
            "reports/c.txt: already there",
            "reports/d.txt: set aside: binary: expected text, found bytes of another kind of file",
        ]
        assert talk == "4 inputs: 1 with claims, 1 without claims, 1 read before, 1 set aside\n"

    def test_a_program_gets_a_line_of_json_for_each(self) -> None:
        told = lines(added("--json")[0])

        assert [one["end"] for one in told] == ["coded", "coded_no_claims", "duplicate", "quarantined"]
        assert [one["claims"] for one in told] == [2, 0, 0, 0]

    def test_a_second_run_adds_nothing(self) -> None:
        added()
        before = run("verify")[0]
        told = lines(added("--json")[0])

        assert [one["end"] for one in told] == ["duplicate", "duplicate", "duplicate", "quarantined"]
        assert run("verify")[0] == before

    def test_one_bad_report_costs_itself_wherever_it_stands(self) -> None:
        for place in range(20):
            reports = Path(f"batch{place}")
            reports.mkdir()
            for number in range(20):
                body = b"\x00" * 90 if number == place else f"Rebels {place} attacked post {number}.".encode()
                (reports / f"{number:02}.txt").write_bytes(body)

            told = lines(run("add", str(reports), "--coder", "stub", "--json", "--jobs", "1", code=3)[0])

            assert [one["end"] for one in told].count("coded") == 19

    def test_the_ledger_is_where_the_option_or_the_environment_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        added("--ledger", "one.db")
        monkeypatch.setenv("ALLEGEDLY_LEDGER", "two.db")
        added()

        assert {path.name for path in Path().glob("*.db")} == {"one.db", "two.db"}

    def test_a_run_that_is_stopped_goes_on_where_it_stopped(self, plugin_folder: Path) -> None:
        reports = Path("many.jsonl")
        reports.write_text(
            "\n".join(json.dumps({"id": f"r{n}", "text": f"Rebels attacked villagers {n}."}) for n in range(400))
        )
        command = [sys.executable, "-m", "allegedly", "add", str(reports), "--coder", "stub", "--jobs", "1", "--json"]
        env = {**os.environ, "PYTHONPATH": str(plugin_folder)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as running:
            assert running.stdout
            for _ in range(20):
                running.stdout.readline()
            asked = time.monotonic()
            running.send_signal(signal.SIGTERM)
            # what was read ahead is in the stream, not in the pipe
            rest = running.stdout.read()
            assert running.stderr
            talk = running.stderr.read()
            running.wait(timeout=60)
        acknowledged = 20 + len(rest.splitlines())

        # a whole article takes milliseconds; five seconds is what is promised on a slow machine
        assert time.monotonic() - asked < 5
        assert running.returncode == 130, talk
        assert "stopped before the end" in talk
        ends = [one["end"] for one in lines(run("add", str(reports), "--coder", "stub", "--jobs", "1", "--json")[0])]
        assert len(ends) == 400
        assert acknowledged <= ends.count("duplicate") <= acknowledged + 1
        assert run("verify")


@pytest.mark.usefixtures("desk_folder")
class TestDeciding:
    def test_accept_edit_reject_and_undo_are_kept_with_who_and_why(self) -> None:
        added()
        claim = first_claim()["id"]

        run("judge", claim, "accept", "--by", "Kim")
        run(
            "judge",
            claim,
            "edit",
            "--by",
            "Lee",
            "--reason",
            "a bomb",
            "--set",
            "type=bombing",
            "--set",
            "mode=suicide",
        )
        edited = first_claim()
        run("judge", claim, "reject", "--by", "Kim", "--reason", "told of another town")
        run("judge", claim, "undo", "--by", "Kim")
        history = [
            (one["words"], one["by"], one["reason"]) for one in lines(run("log", "--id", claim, "--json")[0])[1:]
        ]

        assert (edited["claim"]["type"], edited["claim"]["mode"], edited["standing"]["status"]) == (
            "bombing", "suicide", "edited",
        )  # fmt: skip
        assert first_claim()["standing"]["status"] == "edited"
        assert history == [
            ("accept", "Kim", None),
            ("edit", "Lee", "a bomb"),
            ("reject", "Kim", "told of another town"),
            ("undo", "Kim", None),
        ]

    def test_a_whole_claim_can_be_given_as_it_should_be(self) -> None:
        added()
        held = first_claim()
        Path("claim.json").write_text(json.dumps({**held["claim"], "type": "armed_clash"}))

        run("judge", held["id"], "edit", "--by", "Kim", "--reason", "both fired", "--whole", "claim.json")

        assert first_claim()["claim"]["type"] == "armed_clash"

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            (["accept", "--by", "Kim", "--saw", "1"], 1, "found it changed by entry"),
            (["reject", "--by", "Kim"], 1, "found no reason"),
            (["edit", "--by", "Kim", "--reason", "x"], 2, "edit needs --set"),
            (["edit", "--by", "Kim", "--reason", "x", "--set", "colour=red"], 2, "expected a field of the claim"),
            (["edit", "--by", "Kim", "--reason", "x", "--set", "type=picnic"], 1, "no event type 'picnic'"),
            (["accept", "--by", "Kim", "--set", "type=bombing"], 2, "go with edit"),
            (["shrug", "--by", "Kim"], 2, "is not one of"),
            (["undo", "--by", "Kim"], 1, "nothing stands that could be undone"),
        ],
    )
    def test_what_cannot_be_decided_so_is_said(self, words: list[str], code: int, told: str) -> None:
        added()
        before = run("verify")[0]

        _, talk = run("judge", first_claim()["id"], *words, code=code)

        assert told in " ".join(talk.split())
        assert run("verify")[0] == before

    def test_redacting_leaves_a_tombstone(self) -> None:
        added()
        article = first_claim()["article"]

        told, _ = run("redact", article, "--by", "Kim", "--reason", "source at risk")

        assert told == f"{article}: 3 entries emptied\n"
        assert "its words were redacted" in run("show", article)[0]
        assert [one["reason"] for one in lines(run("log", "--kind", "redaction", "--json")[0])] == ["source at risk"]
        assert "3 of them emptied by redaction" in run("verify")[1]


@pytest.mark.usefixtures("desk_folder")
class TestLooking:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ([], ["villagers", "farmers"]),
            (["--actor", "The Villagers"], ["villagers"]),
            (["--actor", "nobody"], []),
            (["--type", "attack"], ["villagers", "farmers"]),
            (["--type", "bombing"], []),
            (["--words", "attacked FARMERS"], ["farmers"]),
            (["--words", "attacked fishermen"], []),
            (["--certainty", "unknown"], []),
            (["--status", "accepted"], []),
            (["--status", "accepted", "--status", "proposed"], ["villagers", "farmers"]),
            (["--limit", "1"], ["villagers"]),
            (["--country", "RU"], []),
            (["--since", "2031-01-01"], []),
            (["--outlet", "The Mail"], []),
            (["--as-of", "#1"], []),
            (["--valid-at", "2031-01-01"], []),
        ],
    )
    def test_claims_are_found_by_what_they_say(self, words: list[str], found: list[str]) -> None:
        added()

        told = lines(run("claims", "--json", *words)[0])

        assert [one["claim"]["target"][0]["name"] for one in told] == found

    def test_a_list_can_be_read_in_pages(self) -> None:
        added()
        first = lines(run("claims", "--json", "--limit", "1")[0])
        rest = lines(run("claims", "--json", "--after", str(first[0]["seq"]))[0])

        assert len({one["id"] for one in (*first, *rest)}) == 2

    def test_what_was_known_is_asked_by_day_time_or_entry(self) -> None:
        added()
        recorded = first_claim()["recorded_at"]
        claim = first_claim()["id"]
        run("judge", claim, "reject", "--by", "Kim", "--reason", "x")

        assert len(lines(run("claims", "--json")[0])) == 1
        assert len(lines(run("claims", "--json", "--as-of", recorded)[0])) == 2
        assert lines(run("claims", "--json", "--as-of", "2001-01-01")[0]) == []

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["claims", "--type", "picnic"], "no type of claim is called 'picnic'"),
            (["claims", "--status", "lost"], "no claim stands as lost"),
            (["claims", "--certainty", "sure"], "no certainty is called 'sure'"),
            (["claims", "--as-of", "lately"], "expected a day"),
            (["show", "clm_none"], "clm_none: no such claim"),
            (["show", "art-none"], "art-none: no such article"),
            (["show", "#99999"], "no such entry; the last one is #"),
            (["judge", "clm_none", "accept", "--by", "Kim"], "clm_none: no such claim"),
        ],
    )
    def test_what_is_not_there_is_said(self, words: list[str], told: str) -> None:
        added()

        assert told in run(*words, code=2)[1]

    def test_a_claim_is_shown_with_its_report_and_its_history(self) -> None:
        added()
        claim = first_claim()
        run("judge", claim["id"], "accept", "--by", "Kim", "--reason", "checked by phone")

        told = run("show", claim["id"])[0]

        for words in ("“attacked villagers”", "accepted", "Rebels attacked villagers", "checked by phone", "--saw"):
            assert words in told
        assert lines(run("show", claim["id"], "--json")[0])[0]["held"]["id"] == claim["id"]
        assert "attacked villagers" in run("show", f"#{claim['seq']}")[0]
        assert "attacked farmers" in run("show", claim["article"])[0]

    def test_a_missing_ledger_is_a_storage_failure(self) -> None:
        for words in (["claims"], ["log"], ["verify"], ["backup", "b.db"], ["judge", "x", "accept", "--by", "Kim"]):
            assert "no such ledger" in run(*words, "--ledger", "none.db", code=4)[1]

    def test_a_terminal_escape_in_a_report_is_not_passed_on(self) -> None:
        Path("evil.txt").write_text("Rebels attacked villagers. \x1b[31mRed\x1b[0m title \u202eevil")
        run("add", "evil.txt", "--coder", "stub")

        for words in (["claims"], ["log"]):
            assert "\x1b" not in run(*words)[0]


@pytest.mark.usefixtures("desk_folder")
class TestKeeping:
    def test_a_backup_is_restored_whole(self) -> None:
        added()
        checkpoint = run("backup", "copy.db")[0]
        run("judge", first_claim()["id"], "accept", "--by", "Kim")

        assert "a ledger is there already" in run("restore", "copy.db", code=1)[1]
        _, talk = run("restore", "copy.db", "--replace")

        assert run("verify")[0] == checkpoint
        assert "allegedly.db.before-1: the ledger that was there before" in talk
        assert len(lines(run("log", "--ledger", "allegedly.db.before-1", "--kind", "judgement", "--json")[0])) == 1
        assert "expected a new file" in run("backup", "copy.db", code=1)[1]

    def test_a_damaged_backup_is_not_put_back(self) -> None:
        added()
        run("backup", "copy.db")
        file = apsw.Connection("copy.db")
        file.execute("DROP TRIGGER body_is_not_changed")
        file.execute("UPDATE body SET body = replace(body, 'villagers', 'soldiers')")
        file.close()
        before = run("verify")[0]

        assert "the copy is not sound" in run("restore", "copy.db", "--replace", code=4)[1]
        assert run("verify")[0] == before

    def test_a_changed_ledger_is_seen_and_the_first_bad_entry_named(self) -> None:
        added()
        file = apsw.Connection("allegedly.db")
        file.execute("DROP TRIGGER body_is_not_changed")
        file.execute("UPDATE body SET body = replace(body, 'villagers', 'soldiers') WHERE seq = 2")
        file.close()

        _, talk = run("verify", code=1)

        assert talk.startswith("entry 2: its body is not the one that was sealed")

    def test_an_older_checkpoint_shows_that_a_ledger_goes_on_from_it(self) -> None:
        added()
        Path("then.txt").write_text(run("verify")[0])
        run("judge", first_claim()["id"], "accept", "--by", "Kim")

        assert "it goes on from the checkpoint" in run("verify", "--checkpoint", "then.txt")[1]
        Path("then.txt").write_text("a letter")
        assert "expected a checkpoint" in run("verify", "--checkpoint", "then.txt", code=2)[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo ledger and what the command said."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    told, _ = run("demo", "--ledger", str(path))
    return path, told


class TestTheDemo:
    def test_it_says_how_to_look_around_and_each_command_shows_something(self, built: tuple[Path, str]) -> None:
        path, told = built
        commands = [shlex.split(line.strip())[1:] for line in told.splitlines() if line.startswith("  allegedly")]

        assert len(commands) == 7
        for command in commands:
            assert command[-2:] == ["--ledger", str(path)]
            # the desk answers until it is stopped; tests/desk opens it
            if command[0] == "desk":
                continue
            shown, talk = run(*command)
            assert len(shown.splitlines()) > 3, (command, talk)

    def test_the_market_bombing_is_one_event_with_its_tolls(self, built: tuple[Path, str]) -> None:
        found = lines(
            run("events", "--json", "--since", "2019-03-07", "--until", "2019-03-07", "--ledger", str(built[0]))[0]
        )
        bombing = max(found, key=lambda one: len(one["voices"]))
        tolls = {number[2] for voice in bombing["voices"] for number in voice["numbers"] if number[0] == "killed"}

        assert bombing["type"] == "bombing"
        assert {6, 9, 11} <= tolls
        assert bombing["reports"] >= 4
        assert bombing["contradictions"]

    def test_an_actor_is_shown_with_its_names_and_its_claimed_ties(self, built: tuple[Path, str]) -> None:
        (front,) = lines(run("actors", "toluve liberation front", "--json", "--ledger", str(built[0]))[0])

        assert front["names"][0][0].endswith("Toluve Liberation Front")
        assert {"splits_from", "leads", "accused_of"} <= {tie["type"] for tie in front["ties"]}
        listed = lines(run("actors", "--json", "--limit", "3", "--ledger", str(built[0]))[0])
        assert [one["claims"] for one in listed] == sorted((one["claims"] for one in listed), reverse=True)
        assert (
            "no claim in this ledger names that actor" in run("actors", "nobody", "--ledger", str(built[0]), code=2)[1]
        )
