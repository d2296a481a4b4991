"""Pages made to hang, crash or open what they should not: each costs itself, nothing else, and says why."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from allegedly import markup, sandbox
from allegedly.errors import Quarantined
from allegedly.markup import read_html
from allegedly.pipeline import read, tally
from allegedly.readers import iter_pages
from allegedly.sandbox import run_limited

if TYPE_CHECKING:
    from pathlib import Path

STORY = (
    b"<p>Gunmen attacked the customs post in Velmara on Friday and killed five guards, police said in a statement.</p>"
    b"<p>The attackers fled into the hills above the town before the army arrived, two witnesses told reporters.</p>"
)


def page(inner: bytes) -> bytes:
    return b"<html><body><article>" + inner + STORY + b"</article></body></html>"


def outcome(body: bytes) -> str:
    try:
        return f"{len(read_html(body, where='x').blocks) > 0}"
    except Quarantined as problem:
        return problem.reason


NEST = b"<div>" * 5000
HOSTILE = (
    ("a plain story", page(b""), {"True"}),
    ("nested 5,000 deep", b"<div>" * 5000 + STORY, {"too_deep"}),
    ("300,000 elements", b"<i>a</i>" * 300_000, {"too_large"}),
    ("an attribute of a megabyte", page(b"<p title='" + b"x" * 1_000_000 + b"'>a</p>"), {"True", "empty"}),
    ("12,000 unclosed paragraphs", page(b"<p>a" * 12_000), {"True", "timeout"}),
    ("a list that never ends", page(b"<ul>" + b"<li>item" * 5_000), {"True", "timeout", "empty"}),
    ("a broken entity", page(b"&" * 50_000), {"True", "empty", "timeout"}),
    ("no story", b"<html><body></body></html>", {"empty"}),
    ("only a script", b"<html><script>var a='Gunmen killed five guards'</script></html>", {"empty"}),
    ("nested behind stray end tags", b"<div></x>" * 5000 + STORY, {"too_deep"}),
    ("nested behind an empty comment", b"<!-->" + NEST + STORY, {"too_deep"}),
    ("nested lists", b"<ul><li>" * 5000 + STORY, {"too_deep"}),
    ("nested tables", b"<table><tr><td>" * 5000 + STORY, {"too_deep"}),
    ("nested spans in capitals", b"<SPAN>" * 5000 + STORY, {"too_deep"}),
    ("nested elements of no known name", b"<x-y>" * 5000 + STORY, {"too_deep"}),
    (
        "5,000 shapes of a drawing that close themselves",
        page(b"<svg>" + b"<path d='M0'/>" * 5000 + b"</svg>"),
        {"True"},
    ),
    ("tags in a script", page(b"<script>" + NEST + b"</script>"), {"True"}),
    ("1,000 attributes", page(b"<p " + b" ".join(b"a%d=1" % n for n in range(1000)) + b">a</p>"), {"True"}),
    ("the same attribute 10,000 times", page(b"<p " + b"a=1 " * 10_000 + b">a</p>"), {"True"}),
    ("50,000 tags without an end", b"<a" * 50_000 + STORY, {"True", "too_deep", "empty"}),
    ("50,000 comments without an end", page(b"") + b"<!--" * 50_000, {"True"}),
    ("entities of every size", page(b"&#x41;&#1114112;&#xd800;&#0;&nbsp;" * 2000), {"True"}),
    ("entities of its own", b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + page(b"<p>&c;</p>"), {"True"}),
    ("one table row of 12,000 cells", page(b"<table><tr>" + b"<td>1</td>" * 12_000 + b"</table>"), {"True", "timeout"}),
    ("2,000 links", page(b"<a href='/x'>more</a> " * 2000), {"True"}),
    (
        "frames and objects",
        page(b"<iframe src='file:///etc/passwd'></iframe><object data='//x.example/a'>" * 20),
        {"True"},
    ),
    ("forms in forms", page(b"<form>" * 200), {"True"}),
    (
        "a base and a refresh",
        b"<base href='http://x.example'><meta http-equiv=refresh content='0;url=//y'>" + page(b""),
        {"True"},
    ),
    (
        "linked data nested 100,000 deep",
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" + page(b""),
        {"True"},
    ),
    ("a page cut in a tag", page(b"")[:-30] + b"<p class='", {"True"}),
    ("an end and no beginning", b"</div></p></body>" * 5000 + page(b""), {"True"}),
    ("bytes of no text", bytes(range(256)) * 20, {"binary"}),
    ("nothing", b"", {"empty"}),
)


@pytest.mark.parametrize(("what", "body", "expected"), HOSTILE, ids=[what for what, _, _ in HOSTILE])
def test_a_hostile_page_ends_in_a_named_outcome_in_time(what: str, body: bytes, expected: set[str]) -> None:
    began = time.monotonic()

    found = outcome(body)

    assert found in expected, what
    # the child's own bound is 15 s; a busy machine gets as much again
    assert time.monotonic() - began < 30


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

    assert "syntax" == outcome(page(b""))


def test_one_page_in_ten_whose_reader_dies_costs_only_itself(
    tmp_path: Path, stub_coder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = markup._parse

    def dies_on_fives(body: bytes) -> bytes:
        if b"Report 5" in body:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(body)

    monkeypatch.setattr(markup, "_parse", dies_on_fives)
    for number in range(10):
        story = f"<h1>Report {number}</h1><p>Gunmen attacked farmers near Oru, killing {number + 2} people.</p>"
        (tmp_path / f"{number}.html").write_bytes(page(story.encode()))

    outcomes = [outcome for outcome, _ in read([tmp_path], coder=stub_coder)]

    assert {"coded": 9, "coded_no_claims": 0, "duplicate": 0, "quarantined": 1} == tally(outcomes)
    assert outcomes[5].reason == "timeout"
