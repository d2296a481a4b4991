"""Lines that are held open without being used do not keep the desk from others, and are hung up on."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk as Reports

KEY = "a-key-for-tests-only-0000"
CLIENTS = 200
# half a head; half a body; whole requests for more than is ever taken
HALVES = (
    b"GET /claims HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:",
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\nname=",
    b"GET /static/css/parts.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50,
    b"",
)


class Desk(NamedTuple):
    """A desk that runs as a program of its own."""

    port: int
    process: int

    def lines(self) -> int:
        """How many lines it holds open; a few are its own."""
        folder = Path(f"/proc/{self.process}/fd")
        return sum(str(one.readlink()).startswith("socket:") for one in folder.iterdir() if one.is_symlink())


@pytest.fixture
def running(tmp_path: Path, reports: Reports) -> Iterator[Desk]:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        reports.add(ledger, reports.wire(1)[0])
    where = ("--ledger", str(tmp_path / "ledger.db"), "--port", "0", "--key", KEY)
    with subprocess.Popen(
        [sys.executable, "-m", "allegedly", "desk", *where], stderr=subprocess.PIPE, text=True
    ) as desk:
        assert desk.stderr
        yield Desk(int(desk.stderr.readline().partition("127.0.0.1:")[2].partition("/")[0]), desk.pid)
        desk.terminate()


def slow(port: int, first: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=5)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    line.sendall(first)
    return line


def go_on(line: socket.socket, until: float) -> None:
    """Sends a letter now and then."""
    while time.monotonic() < until:
        line.sendall(b"x")
        time.sleep(0.2)


def seconds_to_answer(port: int) -> float:
    began = time.monotonic()
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/claims.json", headers={"Authorization": f"Bearer {KEY}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert b'"number":2' in answer.read()
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.parametrize("first", HALVES, ids=["half a head", "half a body", "nothing taken", "nothing said"])
def test_two_hundred_slow_clients_keep_nobody_waiting_and_are_hung_up_on(running: Desk, first: bytes) -> None:
    time.sleep(1)
    with contextlib.ExitStack() as lines:
        for _ in range(CLIENTS):
            lines.enter_context(slow(running.port, first))
        took, held = zip(*((seconds_to_answer(running.port), running.lines()) for _ in range(5)), strict=True)
        assert max(took) < 1
        assert max(held) > CLIENTS / 2, "they were let in at all"
        deadline = time.monotonic() + 40
        while running.lines() > CLIENTS / 10:
            assert time.monotonic() < deadline, f"{running.lines()} lines are held open still"
            time.sleep(0.5)


@pytest.mark.slow
def test_a_head_that_comes_a_letter_a_second_is_not_waited_for(running: Desk) -> None:
    with slow(running.port, b"GET / HTTP/1.1\r\nX:") as line:
        began = time.monotonic()
        with pytest.raises(OSError, match=r"Broken pipe|reset"):
            go_on(line, until=began + 30)
        assert 3 < time.monotonic() - began < 12
