"""Bytes become text: one fixed order of choices, no guessing by locale, no character replaced in silence."""

from __future__ import annotations

import codecs

from allegedly.errors import Quarantined

__all__ = ["decode_text"]

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# the only single-byte page that English newsrooms' systems still write; latin-1 is read as it, as browsers do
_OLD_PAGE = "cp1252"
_SAME_AS_OLD_PAGE = frozenset({"latin-1", "latin1", "iso-8859-1", "iso8859-1", "ascii", "us-ascii", "windows-1252"})
# encodings a page may declare; utf-7 and the like can smuggle markup and are never honoured
_DECLARABLE = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-16", "cp1252", "iso8859-15", "cp1250", "iso8859-2"})
_HEADS_OF_BINARIES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
# enough bytes to tell a binary by, as little as one disk block
_SAMPLE = 4096
# text has line ends and tabs but hardly another control byte; one in thirty is no text
_CONTROL_SHARE = 1 / 30
_ODD_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1b")


def decode_text(body: bytes, *, where: str, declared: str | None = None) -> str:
    r"""The text of some bytes, line ends kept: by byte order mark, declared charset, UTF-8, then Windows-1252.

    Raises Quarantined with reason `binary` or `encoding`, which says what stood where.

    >>> decode_text(b"caf\xc3\xa9", where="a.txt")
    'café'
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _decode(body[len(mark) :], encoding, where)
    if looks_binary(body):
        raise Quarantined("binary", where, "expected text, found bytes of another kind of file")
    known = _known(declared) if declared else None
    if known:
        try:
            return body.decode(known)
        except UnicodeDecodeError:
            # a page that lies about its charset is read by the order below; the bytes decide
            return _by_bytes(body, where)
    return _by_bytes(body, where)


def looks_binary(body: bytes) -> bool:
    """Whether bytes are a picture, an archive or the like rather than text."""
    sample = body[:_SAMPLE]
    if sample.startswith(_HEADS_OF_BINARIES) or b"\x00" in sample:
        return True
    controls = len(sample) - len(sample.translate(None, _ODD_CONTROLS))
    return controls > len(sample) * _CONTROL_SHARE


def _known(declared: str) -> str | None:
    name = declared.strip().strip("\"'").casefold()
    if name in _SAME_AS_OLD_PAGE:
        return _OLD_PAGE
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if found in _DECLARABLE else None


def _by_bytes(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as problem:
        found = f"byte 0x{body[problem.start]:02x} at {problem.start}"
    try:
        text = body.decode(_OLD_PAGE)
    except UnicodeDecodeError as problem:
        raise Quarantined(
            "encoding", where, f"expected UTF-8 or Windows-1252, found {found}; save it as UTF-8"
        ) from problem
    if not _plausible(text):
        raise Quarantined(
            "encoding", where, f"expected UTF-8, found {found} and no English text either; save it as UTF-8"
        )
    return text


def _plausible(text: str) -> bool:
    """Old single-byte English has few letters beyond ASCII; Cyrillic or Chinese read so is full of them."""
    beyond = sum(char > "\x7f" for char in text)
    # one in ten: French names reach 4 in 100, Cyrillic text read as Windows-1252 has 8 in 10
    return beyond * 10 <= len(text)


def _decode(body: bytes, encoding: str, where: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Quarantined(
            "encoding", where, f"expected {encoding} as its mark says, found a broken character at byte {problem.start}"
        ) from problem
