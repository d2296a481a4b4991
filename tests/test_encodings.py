"""Bytes become text by one fixed order, the same in every locale, and no character is replaced in silence."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.encodings import decode_text, looks_binary
from allegedly.errors import Quarantined
from allegedly.markup import read_html
from allegedly.model import Page
from allegedly.page import lay_down

TABLE: list[tuple[bytes, str | None, str]] = [
    (b"caf\xc3\xa9", None, "café"),
    (b"\xef\xbb\xbfGunmen", None, "Gunmen"),
    ("Gunmen".encode("utf-16"), None, "Gunmen"),
    ("Gunmen".encode("utf-32"), None, "Gunmen"),
    (b"caf\xe9 owner shot, police say", None, "café owner shot, police say"),
    (b"caf\xe9", "iso-8859-1", "café"),
    (b"caf\xc3\xa9", "utf-7", "café"),
    (b"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-"),
    (b"caf\xc3\xa9", "no-such-charset", "café"),
    # a page that lies about its charset is read by its bytes
    (b"caf\xe9 owner shot, police say", "utf-8", "café owner shot, police say"),
    (b"line\r\nline", None, "line\r\nline"),
    (b"The mayor \x93fled\x94 on Friday", None, "The mayor “fled” on Friday"),
    ("Боевики напали".encode("koi8-r"), None, "encoding"),
    (b"\xff\xfeG\x00u", None, "encoding"),
    (b"\xfe\xff\xd8\x00\x00", None, "encoding"),
    (b"a\x81b", None, "encoding"),
    # half a character as UTF-8 would write it, and an overlong slash
    (b"\xed\xa0\x80\xed\xa0\x80\xed\xa0\x80", None, "encoding"),
    (b"\xc0\xaf\xc0\xaf", None, "encoding"),
    (b"Gunmen\x00fled", None, "binary"),
    (b"%PDF-1.7", None, "binary"),
]


def outcome(body: bytes, declared: str | None) -> str:
    try:
        return decode_text(body, where="x", declared=declared)
    except Quarantined as problem:
        return problem.reason


@pytest.mark.parametrize(("body", "declared", "expected"), TABLE)
def test_bytes_become_text_by_one_fixed_order(body: bytes, declared: str | None, expected: str) -> None:
    found = outcome(body, declared)

    assert expected == found
    assert "\ufffd" not in found


def test_a_reader_that_replaces_what_it_cannot_read_would_show_it() -> None:
    """The control: the lenient way to decode gives replacement characters for the very same table."""
    assert any("\ufffd" in body.decode("utf-8", "replace") for body, _, _ in TABLE)


@pytest.mark.parametrize("locale", ["C", "ru_RU.KOI8-R"])
def test_the_locale_of_the_machine_changes_nothing(locale: str) -> None:
    program = """
import ast, sys
from allegedly.encodings import decode_text
from allegedly.errors import Quarantined

def outcome(body, declared):
    try:
        return decode_text(body, where="x", declared=declared)
    except Quarantined as problem:
        return problem.reason

sys.stdout.write(ascii([outcome(body, declared) for body, declared, _ in ast.literal_eval(sys.argv[1])]))
"""

    told = subprocess.run(
        [sys.executable, "-c", program, ascii(TABLE)],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": locale, "PYTHONUTF8": "0"},
    ).stdout

    assert ascii([expected for _, _, expected in TABLE]) == told


@given(st.text().filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text)))
def test_what_is_written_as_utf8_comes_back_or_is_set_aside(text: str) -> None:
    assert outcome(text.encode(), None) in (text.removeprefix("\ufeff"), "binary", "encoding")
    if not looks_binary(text.encode()):
        assert text.removeprefix("\ufeff") == outcome(text.encode(), None)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "utf-8"),
        ("utf-16", "utf-8"),
        ("x-nonsense", "utf-8"),
    ],
)
def test_a_page_is_read_by_what_it_declares_unless_its_bytes_say_other(declared: str, encoding: str) -> None:
    words = "Gunmen shot the owner of a café in Velmara on Friday, police said."
    body = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'.encode(encoding)

    assert [words] == [block.text for block in read_html(body, where="x").blocks]


def test_a_page_in_two_bytes_a_letter_is_read_and_its_nesting_is_counted() -> None:
    page = "<html><body><p>Gunmen fled from Velmara.</p></body></html>"
    deep = "<div>" * 5000 + page

    assert ["Gunmen fled from Velmara."] == [block.text for block in read_html(page.encode("utf-16"), where="x").blocks]
    with pytest.raises(Quarantined, match="too_deep"):
        read_html(deep.encode("utf-16"), where="x")


@pytest.mark.parametrize(
    "given", ["line\r\nline", "e\u0301 \u2028 \u00ad \U0001f4a5 gunmen", "\u202eevil\u202c gunmen fled"]
)
def test_a_given_text_is_the_articles_text_to_the_letter(given: str) -> None:
    assert given == lay_down(Page(name="x", media_type="text/plain", body=given.encode())).text
