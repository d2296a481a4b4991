"""Pages made to hang, crash or open what they should not: each costs itself, nothing else, and says why."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from allegedly import markup, sandbox
from allegedly.errors import Quarantined
from allegedly.readers import iter_pages
from allegedly.sandbox import run_limited

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_ends_in_a_named_outcome(tmp_path: Path, encoding: str) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "Gunmen">{levels}]><rss><channel><item><title>&e9;</title></item></channel></rss>'
    (tmp_path / "bomb.xml").write_bytes(bomb.encode(encoding))

    (found,) = iter_pages([tmp_path / "bomb.xml"])

    assert isinstance(found, Quarantined)
    assert found.reason == "syntax"


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_reader_that_dies_costs_one_page(end: signal.Signals) -> None:
    def dies(_: bytes) -> bytes:
        os.kill(os.getpid(), end)
        return b""

    with pytest.raises(Quarantined) as problem:
        run_limited(dies, b"", where="x")

    assert ("timeout", end.name in str(problem.value)) == (problem.value.reason, True)
    assert run_limited(lambda body: body + b"!", b"next", where="y") == b"next!"


def test_a_reader_that_eats_memory_is_stopped_at_its_bound() -> None:
    def eats(_: bytes) -> bytes:
        return bytes(3 << 30)

    with pytest.raises(Quarantined) as problem:
        run_limited(eats, b"", where="x")

    assert problem.value.reason == "too_large"


def test_without_the_child_such_a_reader_would_take_the_memory() -> None:
    """The control: the same work outside the child is not stopped; untouched pages cost nothing."""
    assert len(bytes((1 << 30) + 1)) > 1 << 30


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_WALL_SECONDS", 0.3)

    with pytest.raises(Quarantined) as problem:
        run_limited(lambda _: time.sleep(60) or b"", b"", where="x")  # type: ignore[func-returns-value]

    assert problem.value.reason == "timeout"


def test_a_reader_cannot_write_a_file_nor_talk(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def writes(_: bytes) -> bytes:
        os.write(2, b"a stray warning")
        with (tmp_path / "out").open("wb") as file:
            file.write(b"x" * 100)
        return b""

    with pytest.raises(Quarantined, match="File too large"):
        run_limited(writes, b"", where="x")

    assert "" == capfd.readouterr().err


def test_an_answer_that_is_not_whole_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_parse", lambda _: b'{"blocks": [{"kind": "rumour"')

    with pytest.raises(Quarantined, match="syntax"):
        markup.read_html(b"<p>Gunmen fled from Oru.</p>", where="x")
