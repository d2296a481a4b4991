"""Two hundred ways to write a report in bytes, honest and lying: the same end in every locale, and nothing replaced."""

from __future__ import annotations

import ast
import codecs
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from allegedly.coders import load_coder
from allegedly.model import Page
from allegedly.pipeline import code_page

if TYPE_CHECKING:
    from collections.abc import Iterator

STORY = "Gunmen attacked farmers near Oru on Sunday, police said."
TEXTS = {
    "plain": STORY,
    "French": f"{STORY} The café of the mayor’s brother burned, and a “curfew” began — at nine.",
    "Polish": f"{STORY} Żołnierze of the Łąka brigade said so.",
    "combined": f"{STORY} The cafe\u0301 burned \U0001f4a5 \u202eat nine\u202c, \u00adand\u2028a curfew began.",
    "replaced before": f"{STORY} The caf\ufffd burned.",
    "Cyrillic": "Боевики напали на фермеров в воскресенье, сообщила полиция.",
    "German": f"{STORY} Zwölf Häuser in der Straße brannten.",
    "Turkish": f"{STORY} The İleri front, ılık and Iğdır, said so.",
    "Greek": "Ένοπλοι επιτέθηκαν σε αγρότες κοντά στο Όρου την Κυριακή, είπε η αστυνομία.",
    "Arabic": "هاجم مسلحون مزارعين قرب أورو يوم الأحد، قالت الشرطة.",
    "Chinese": "周日，枪手袭击了农民，警方说。",
}
CODECS: tuple[str, ...] = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-7",
    "cp1252",
    "iso8859-2",
    "cp1250",
)
CODECS += ("koi8-r", "cp1251", "gb18030", "big5", "shift_jis", "euc_jp", "mac_roman", "cp437", "cp037", "iso2022_jp")
LIES = ("utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-7", "koi8-r", "x-nonsense", "\x00", "idna", "rot13")
BROKEN = (
    *(b"\xff\xfe", b"\xfe\xff", b"\xff\xfeG\x00u", b"\xfe\xff\xd8\x00\x00", codecs.BOM_UTF8, codecs.BOM_UTF8 * 3),
    *(codecs.BOM_UTF32_LE + b"\x00\x00\x11\x00", codecs.BOM_UTF16_LE + STORY.encode(), codecs.BOM_UTF8 + b"\xff"),
    *(
        b"\xed\xa0\x80",
        b"\xed\xb0\x80",
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xf8\x88\x80\x80\x80",
        b"\xf4\x90\x80\x80",
        b"\xc3",
    ),
    *(b"\x00", b"\x00\x00\x00\x00", b"\x81", b"\x8d\x8f\x90\x9d", b"\x80", b"\x1b$B", b"\x0e\x0f", b"\x1a", b"\x7f"),
    *(b"+ADw-script+AD4-", b"+AGEAYgBj-", b"&#xd800;", b"\\ud800", b"\xe2\x80\xa8", b"\xc2\x85", b"\r\r\n\n\r"),
)


def fixtures() -> Iterator[tuple[str, bytes, str]]:
    """A name, the bytes, and what kind of report they are given as."""
    for kind, text in TEXTS.items():
        for name in CODECS:
            yield f"{kind} in {name}", text.encode(name, "ignore"), "text/plain"
    for lie in LIES:
        for name in ("utf-8", "cp1252"):
            head = f'<html><head><meta charset="{lie}"></head><body><p>'.encode()
            body = head + TEXTS["French"].encode(name, "ignore") + b"</p></body></html>"
            yield f"{name} that says it is {lie!r}", body, "text/html"
    for broken in BROKEN:
        yield f"{broken!r} before", broken + STORY.encode(), "text/plain"
        yield f"{broken!r} within", STORY.encode() + broken + b" They fled.", "text/plain"


# a plain text is the same bytes in many encodings
FIXTURES = list({(body, kind): (name, body, kind) for name, body, kind in fixtures()}.values())

# reads each fixture and tells its end; the careless way, which asks the locale, beside it
PROGRAM = """
import ast, locale, sys
from allegedly.errors import Quarantined
from allegedly.model import Page
from allegedly.page import lay_down

try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    # one that is not installed leaves what the process began with
    locale.setlocale(locale.LC_ALL, "C")

def end(body, kind):
    try:
        article = lay_down(Page(name="x", media_type=kind, body=body))
    except Quarantined as problem:
        return str(problem)
    return article.text, article.text_sha256, [(zone.label, zone.start, zone.end) for zone in article.zones]

def careless(body):
    try:
        return body.decode(locale.getpreferredencoding(False))
    except ValueError as problem:
        return type(problem).__name__

fixtures = ast.literal_eval(sys.stdin.read())
print(ascii([[end(body, kind) for _, body, kind in fixtures], [careless(body) for _, body, _ in fixtures]]))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[list[object], list[str]]]:
    """Each locale's ends: one of ASCII, one of UTF-8, and one with letters of its own where it is installed."""
    running = {
        locale: subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="ascii",
            env={"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        )
        for locale in ("C", "C.UTF-8", "tr_TR.ISO-8859-9")
    }
    given = ascii(FIXTURES)
    answers = {locale: process.communicate(given, timeout=300)[0] for locale, process in running.items()}
    return {locale: ast.literal_eval(answer) for locale, answer in answers.items()}


def test_the_fixtures_are_at_least_two_hundred() -> None:
    assert len(FIXTURES) >= 200


def test_every_fixture_ends_the_same_in_every_locale(told: dict[str, tuple[list[object], list[str]]]) -> None:
    ends = {ascii(end) for end, _ in told.values()}

    assert len(told) == 3
    assert len(ends) == 1


def test_a_reader_that_asks_the_locale_is_caught(told: dict[str, tuple[list[object], list[str]]]) -> None:
    """The control: the same bytes, read as the machine's locale would have them, are other texts."""
    assert len({ascii(careless) for _, careless in told.values()}) > 1


@pytest.mark.parametrize(("name", "body", "kind"), FIXTURES, ids=[name for name, _, _ in FIXTURES])
def test_what_is_read_has_no_replaced_letter_and_its_claims_stand_where_they_say(
    name: str, body: bytes, kind: str, stub_coder: str
) -> None:
    page = Page(name=name, media_type=kind, body=body)  # type: ignore[arg-type]

    outcome, reading = code_page(page, load_coder(stub_coder))

    # the bytes are kept, and what cannot be read whole says why
    assert page.body == body
    if reading is None:
        assert outcome.reason in ("encoding", "binary", "language", "empty")
        return
    text = reading.article.text
    assert "\ufffd" not in text or "\ufffd".encode() in body or body.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert all(text[it.start : it.end] == it.text for claim in reading.claims for it in claim.evidence)
