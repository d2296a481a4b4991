"""Pages made to hang, crash or open what they should not: each costs itself, nothing else, and says why."""

from __future__ import annotations

import os
import signal
import time

import pytest

from allegedly.encodings import decode_text
from allegedly.errors import Quarantined
from allegedly.markup import read_html
from allegedly.sandbox import run_limited

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


@pytest.mark.parametrize(
    ("what", "body", "expected"),
    [
        ("a plain story", page(b""), {"True"}),
        ("nested 5,000 deep", b"<div>" * 5000 + STORY, {"too_deep"}),
        ("300,000 elements", b"<i>a</i>" * 300_000, {"too_large"}),
        ("an attribute of a megabyte", page(b"<p title='" + b"x" * 1_000_000 + b"'>a</p>"), {"True", "empty"}),
        ("20,000 unclosed paragraphs", page(b"<p>a" * 20_000), {"True", "timeout"}),
        ("a list that never ends", page(b"<ul>" + b"<li>item" * 5_000), {"True", "timeout", "empty"}),
        ("a broken entity", page(b"&" * 50_000), {"True", "empty", "timeout"}),
        ("no story", b"<html><body></body></html>", {"empty"}),
        ("only a script", b"<html><script>var a='Gunmen killed five guards'</script></html>", {"empty"}),
    ],
)
def test_a_hostile_page_ends_in_a_named_outcome_in_time(what: str, body: bytes, expected: set[str]) -> None:
    began = time.monotonic()

    found = outcome(body)

    assert found in expected, what
    # the child's own bound is 20 s; a busy machine gets as much again
    assert time.monotonic() - began < 40


def test_an_external_entity_is_not_opened() -> None:
    body = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + page(b"<p>&e;</p>")

    words = "".join(block.text for block in read_html(body, where="x").blocks)

    assert "root:" not in words


def test_hidden_words_are_not_read() -> None:
    body = page(b"<div style='display:none'><p>The president was killed by his guards in the palace.</p></div>")

    words = "".join(block.text for block in read_html(body, where="x").blocks)

    assert "president" not in words


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
    """The control: the same work outside the child is not stopped."""
    assert len(bytes(2 << 30)) == 2 << 30


@pytest.mark.parametrize(
    ("body", "declared", "expected"),
    [
        (b"caf\xc3\xa9", None, "café"),
        (b"\xef\xbb\xbfGunmen", None, "Gunmen"),
        ("Gunmen".encode("utf-16"), None, "Gunmen"),
        (b"caf\xe9 owner shot, police say", None, "café owner shot, police say"),
        (b"caf\xe9", "iso-8859-1", "café"),
        (b"caf\xc3\xa9", "utf-7", "café"),
        (b"caf\xc3\xa9", "no-such-charset", "café"),
        (b"line\r\nline", None, "line\r\nline"),
        (b"The mayor \x93fled\x94 on Friday", None, "The mayor “fled” on Friday"),
        ("Боевики напали".encode("koi8-r"), None, "encoding"),
        (b"\xff\xfeG\x00u", None, "encoding"),
        (b"\xfe\xff\xd8\x00\x00", None, "encoding"),
        (b"a\x81b", None, "encoding"),
    ],
)
def test_bytes_become_text_by_one_fixed_order(body: bytes, declared: str | None, expected: str) -> None:
    try:
        found = decode_text(body, where="x", declared=declared)
    except Quarantined as problem:
        found = problem.reason

    assert expected == found
    assert "\ufffd" not in found
