"""The commands around the desk: accounts made and taken away, and a desk opened as a program of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from allegedly.cli import app
from allegedly.desk.accounts import read_accounts
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk

PASSWORD = "words enough for a door"


def run(*words: str, said: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words), input=said)
    return done.exit_code, done.output


def test_an_account_is_made_listed_and_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    there = ("--accounts", str(file))
    assert run("desk-account", "add", "Ana", "--role", "adjudicator", *there, said=f"{PASSWORD}\n")[0] == 0
    assert run("desk-account", "add", "Ben", *there, said=f"{PASSWORD}\n")[0] == 0
    code, key = run("desk-account", "key", "Ben", *there)
    assert (code, len(key.strip())) == (0, 43)
    assert key.strip() not in file.read_text()
    assert PASSWORD not in file.read_text()
    assert run("desk-account", "list", *there)[1] == "Ana\tadjudicator\t0\nBen\tcoder\t1\n"
    assert run("desk-account", "key", "Ben", "--none", *there)[0] == 0
    assert run("desk-account", "remove", "Ana", *there)[0] == 0
    assert [(one.name, one.keys) for one in read_accounts(file)] == [("Ben", ())]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "said", "code", "told"),
    [
        (("add", "Ana"), "", 1, "expected a password of 15"),
        (("add", "Ana"), "too short\n", 1, "expected a password of 15"),
        (("add", "Ana", "--role", "chief"), f"{PASSWORD}\n", 2, "expected reader, coder, adjudicator"),
        (("add", "Ben"), f"{PASSWORD}\n", 1, "remove it first"),
        (("remove", "Ana"), "", 2, "has no account"),
        (("key", "Ana"), "", 2, "has no account"),
    ],
)
def test_what_cannot_be_done_to_an_account_is_told(
    tmp_path: Path, words: tuple[str, ...], said: str, code: int, told: str
) -> None:
    there = ("--accounts", str(tmp_path / "accounts.json"))
    run("desk-account", "add", "Ben", *there, said=f"{PASSWORD}\n")
    before = (tmp_path / "accounts.json").read_bytes()
    done = run("desk-account", *words, *there, said=said)
    assert done[0] == code
    assert told in done[1]
    assert (tmp_path / "accounts.json").read_bytes() == before


def test_a_desk_for_others_does_not_start_without_accounts(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "ledger.db")):
        pass
    code, said = run("desk", "--host", "0.0.0.0", "--ledger", str(tmp_path / "ledger.db"))
    assert code == 1
    assert "allegedly desk-account add NAME" in said
    code, said = run("desk", "--accounts", str(tmp_path / "none.json"), "--ledger", str(tmp_path / "ledger.db"))
    assert code == 2
    assert "no accounts there" in said


# without a network: a namespace of its own, in which only the machine itself answers
ALONE = ("unshare", "--user", "--map-root-user", "--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
USE = """
import re, subprocess, sys, urllib.request
desk = subprocess.Popen([sys.executable, "-m", "allegedly", "desk", "--ledger", sys.argv[1], "--port", "0", "--by", "Ana"],
                        stderr=subprocess.PIPE, text=True, env={**__import__("os").environ, "ALLEGEDLY_DESK_KEY": sys.argv[2]})
try:
    address = re.search(r"http://127.0.0.1:\\d+", desk.stderr.readline())[0]
    told = {"Authorization": "Bearer " + sys.argv[2]}
    for path in ("/claims", "/claims.json", "/claims.csv", "/review.json", "/static/css/tokens.css"):
        for _ in range(50):
            try:
                body = urllib.request.urlopen(urllib.request.Request(address + path, headers=told)).read()
                break
            except urllib.error.HTTPError as problem:
                if problem.code != 503:
                    raise
                __import__("time").sleep(0.2)
        sys.stdout.buffer.write(path.encode() + body + b"\\n")
finally:
    desk.terminate()
    desk.wait(20)
"""


def can_be_alone() -> bool:
    try:
        return subprocess.run([*ALONE, "true"], check=False, capture_output=True, timeout=20).returncode == 0
    except OSError:
        return False


def test_without_any_network_the_desk_tells_the_same(tmp_path: Path, reports: Desk) -> None:
    if not can_be_alone():
        pytest.skip("this machine lets nobody make a network namespace (unshare --user --net)")
    ledger = tmp_path / "ledger.db"
    with open_ledger(str(ledger)) as opened:
        for reading in reports.wire(3):
            reports.add(opened, reading)
    use = (sys.executable, "-c", USE, str(ledger), "a-key-for-tests-only-0000")
    beside, alone = (
        subprocess.run([*before, *use], check=False, capture_output=True, timeout=120) for before in ((), ALONE)
    )
    assert beside.returncode == 0, beside.stderr[-2000:]
    assert alone.returncode == 0, alone.stderr[-2000:]
    assert b"Kesh" in alone.stdout
    # each visit has a token of its own
    assert re.sub(rb'token" content="\w+', b"", beside.stdout) == re.sub(rb'token" content="\w+', b"", alone.stdout)
