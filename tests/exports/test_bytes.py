"""The same ledger gives the same bytes: on any machine's settings, at any later time, and whole or not at all."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from typer.testing import CliRunner

from allegedly.cli import app
from allegedly.exports.formats import FORMATS
from allegedly.ledger import open_ledger
from allegedly.ledger.acts import Exported
from allegedly.model import CoderStamp, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Desk
    from tests.exports.conftest import Reports, Written

    from allegedly.ledger import Ledger

    Write = Callable[..., Written]

RUNNER = CliRunner()
HASHES = """
import hashlib, io, json, locale, sys
from allegedly.exports.formats import FORMATS, export
from allegedly.ledger import open_ledger
from allegedly.ledger.moments import as_of
from allegedly.views.filters import Filters

locale.setlocale(locale.LC_ALL, "")
told = {}
with open_ledger(sys.argv[1], create=False) as ledger:
    for form in FORMATS:
        out = io.BytesIO()
        with ledger.engine.reading() as tx:
            export(ledger.engine, tx, form, Filters(), upto=as_of(tx, None), out=out)
        told[form] = hashlib.sha256(out.getvalue()).hexdigest()
print(json.dumps(told))
"""


def run(*words: str, code: int = 0) -> tuple[bytes, str]:
    done = RUNNER.invoke(app, words)
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done.stdout_bytes, done.stderr


def hashes(file: Path, seed: str, zone: str, language: str) -> dict[str, str]:
    """What every format's file hashes to in a process with these settings."""
    env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
    done = subprocess.run(
        [sys.executable, "-c", HASHES, str(file)], env=env, capture_output=True, text=True, check=False
    )
    if "unsupported locale" in done.stderr:
        pytest.skip(f"this machine has no {language}")
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "settings", [("0", "UTC", "C"), ("1", "Asia/Kathmandu", "C.UTF-8"), ("2", "America/St_Johns", "POSIX")]
)
def test_no_setting_of_a_machine_changes_a_byte(
    settings: tuple[str, str, str], conflict: Ledger, written: Write, tmp_path: Path
) -> None:
    here = {form: hashlib.sha256(written(conflict, form)[0]).hexdigest() for form in FORMATS}

    assert hashes(tmp_path / "ledger.db", *settings) == here


@pytest.mark.slow
def test_no_setting_of_many_changes_a_byte(conflict: Ledger, tmp_path: Path) -> None:
    assert conflict.id
    zones, languages = ("UTC", "Asia/Kathmandu", "America/St_Johns"), ("C", "C.UTF-8", "POSIX")
    found = {
        json.dumps(hashes(tmp_path / "ledger.db", *settings))
        for settings in itertools.product(("0", "1"), zones, languages)
    }

    assert len(found) == 1


class TestAnEarlierMoment:
    def test_gives_the_bytes_that_were_given_then(
        self, conflict: Ledger, written: Write, desk: Desk, reports: Reports
    ) -> None:
        with conflict.engine.reading() as tx:
            then = int(tx.rows("SELECT max(seq) FROM entry")[0][0])
        before = {form: written(conflict, form)[0] for form in FORMATS}
        for step in (self.more_reports, self.judgements, self.a_correction, self.another_coder, self.exports):
            step(conflict, desk, reports)
            for form, body in before.items():
                assert written(conflict, form, when=then)[0] == body, (step.__name__, form)
        # the control: today's are others
        assert all(written(conflict, form)[0] != body for form, body in before.items())

    def test_but_a_redaction_takes_words_out_of_it(self, conflict: Ledger, written: Write) -> None:
        with conflict.engine.reading() as tx:
            then = int(tx.rows("SELECT max(seq) FROM entry")[0][0])
        before, _ = written(conflict, "csv", when=then)
        conflict.redact("r1", by="Kim", reason="a court's order")
        after, told = written(conflict, "csv", when=then)

        assert b"killed 11 farmers" in before
        assert b"killed 11 farmers" not in after
        assert [(one.count, one.reason) for one in told.claims.left_out] == [(1, "its words were redacted")]

    def more_reports(self, ledger: Ledger, desk: Desk, reports: Reports) -> None:
        desk.add(ledger, reports.raid(desk, 3, "14", "The Courier"))

    def judgements(self, ledger: Ledger, _: Desk, __: Reports) -> None:
        first = str(self.claim(ledger, 0))
        ledger.judge(first, "reject", by="Kim", reason="another village")
        event = self.event(ledger)
        ledger.resolve(event, "killed", "range", by="Kim")
        ledger.part(str(self.claim(ledger, 1)), by="Kim", reason="another raid")

    def a_correction(self, ledger: Ledger, desk: Desk, _: Reports) -> None:
        text = "Correction: an earlier version said the Border Guard stormed Veld. It was Harl."
        notice = {"kind": "correction", "type": "correction", "said": text, "old": "Veld", "new": "Harl"}
        desk.add(
            ledger,
            desk.report(
                text,
                notice,
                id="weekly-2",
                publisher="The Weekly",
                url="https://weekly.example/<a>",
                published_at="2031-05-01",
            ),
        )

    def another_coder(self, ledger: Ledger, desk: Desk, reports: Reports) -> None:
        reading = reports.others(desk)
        claims = tuple(msgspec.structs.replace(claim, score=0.9) for claim in reading.claims[:3])
        outcome = Outcome(name="again", end="coded", article_id=reading.article.id, source=reading.article.text_sha256)
        ledger.add(
            outcome, msgspec.structs.replace(reading, claims=claims), CoderStamp(name="other", version="2", model=None)
        )

    def exports(self, ledger: Ledger, _: Desk, __: Reports) -> None:
        ledger.exported(Exported(format="csv", as_of=3, rows=1, sha256="0" * 64))

    def claim(self, ledger: Ledger, number: int) -> Any:
        with ledger.engine.reading() as tx:
            return tx.rows("SELECT id FROM claim ORDER BY seq")[number][0]

    def event(self, ledger: Ledger) -> str:
        from allegedly.views.events import find_events
        from allegedly.views.filters import Filters

        with ledger.engine.reading() as tx:
            return next(find_events(ledger.engine, tx, Filters(type="attack"), 10**6)).id


@pytest.fixture
def at_the_desk(conflict: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the ledger in it, where a person types commands."""
    conflict.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALLEGEDLY_LEDGER", "ledger.db")
    return tmp_path


class TestTheCommand:
    @pytest.mark.parametrize("form", [*FORMATS])
    def test_writes_the_same_file_twice_and_says_what_is_lost(self, form: str, at_the_desk: Path) -> None:
        first, talk = run("export", form)
        run("export", form, "-o", "out.zip")
        lost = Path("out.zip.loss.json").read_bytes()
        run("export", form, "-o", "out.zip")

        assert Path("out.zip").read_bytes() == first
        assert Path("out.zip.loss.json").read_bytes() == lost
        assert talk.startswith(f"{form}: ")
        assert json.loads(lost)["sha256"] in talk
        assert {path.name for path in at_the_desk.iterdir() if not path.name.startswith("ledger.db")} == {
            "out.zip",
            "out.zip.loss.json",
        }

    @pytest.mark.usefixtures("at_the_desk")
    def test_a_data_package_can_be_a_folder_and_never_writes_into_one(self) -> None:
        run("export", "datapackage", "-o", "package")

        assert {path.name for path in Path("package").iterdir()} == {
            "claims.csv",
            "codebook.csv",
            "datapackage.json",
            "events.csv",
            "reports.csv",
        }
        told = json.loads(Path("package/datapackage.json").read_text())
        assert [one["bytes"] for one in told["resources"]] == [
            Path("package", one["path"]).stat().st_size for one in told["resources"]
        ]
        assert "is there already" in run("export", "datapackage", "-o", "package", code=1)[1]

    @pytest.mark.usefixtures("at_the_desk")
    def test_notes_in_the_ledger_what_left_it_unless_told_not_to(self) -> None:
        def noted() -> list[dict[str, Any]]:
            return [json.loads(line) for line in run("log", "--kind", "export", "--json")[0].splitlines()]

        run("export", "csv", "--no-record")
        assert noted() == []
        run("export", "csv", "-o", "claims.csv")
        lost = json.loads(Path("claims.csv.loss.json").read_text())

        assert [one["words"] for one in noted()] == [f"csv, {lost['rows']} rows as of entry {lost['as_of']}"]
        entry = noted()[0]["seq"]
        assert (
            f"to be called back: the export of entry {entry}"
            in run("redact", "r1", "--by", "Kim", "--reason", "an order")[1]
        )

    @pytest.mark.usefixtures("at_the_desk")
    def test_takes_the_filters_of_events_and_a_moment(self) -> None:
        every = run("export", "jsonl")[0].splitlines()
        attacks = run("export", "jsonl", "--type", "attack", "--outlet", "The Mail")[0].splitlines()

        assert 0 < len(attacks) < len(every)
        assert run("export", "jsonl", "--as-of", "#1")[0] == b""
        assert "no format is called" in run("export", "xlsx", code=2)[1]

    @pytest.mark.usefixtures("at_the_desk")
    def test_a_folder_that_is_missing_leaves_nothing_behind(self) -> None:
        assert "cannot be written" in run("export", "csv", "-o", "nowhere/claims.csv", code=4)[1]


@pytest.mark.slow
def test_a_file_is_old_or_new_however_often_its_writer_is_killed(at_the_desk: Path) -> None:
    with open_ledger("ledger.db") as opened:
        assert opened.id
    command = [sys.executable, "-m", "allegedly", "export", "csv", "-o", "out.csv", "--no-record"]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    takes = time.monotonic() - started
    new = Path("out.csv").read_bytes()
    old = b"old\n" * 1000
    ends = {"old": 0, "new": 0}
    for point in range(100):
        Path("out.csv").write_bytes(old)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            # most of the time goes to the start of Python; the last third is where files are written
            time.sleep(takes * (0.6 + 0.5 * point / 100))
            running.send_signal(signal.SIGKILL)
        found = Path("out.csv").read_bytes()
        assert found in (old, new)
        ends["old" if found == old else "new"] += 1

    assert all(ends.values()), ends
    assert at_the_desk.is_dir()
