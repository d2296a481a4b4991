"""Reports given as JSON: one object a report, with its id and text, and what is known of it."""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from allegedly.errors import Quarantined
from allegedly.model import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["page_of_object", "pages_of_json"]

# our own records nest five deep; 64 leaves room for whatever else a line carries
_DEEPEST = 64
# reports are longer than 200 bytes; a document of the largest size that has more entries holds something else
_MOST_ENTRIES = 100_000
# ten times what so many reports need; their nesting is counted in about a second
_MOST_BRACKETS = 1_000_000
# what opens, closes and quotes in JSON; an escaped character is passed over
_MARKS = re.compile(rb'\\.|["\[\]{}]', re.DOTALL)
_KNOWN = ("title", "published_at", "updated_at", "url", "publisher", "byline")


class _NotJsonError(ValueError):
    """JSON that says two things at once or a number that is none."""


def page_of_object(body: bytes, name: str, *, line: int | None = None) -> Page | Quarantined:
    """The page of one JSON object, or why it is none; `line` is its number in a file of lines.

    Broken JSON names the line, as in `syntax(7)`; every other outcome is told of `NAME:7`.

    >>> page_of_object(b'{"id": "a", "text": "Gunmen fled."}', "day.jsonl", line=7).name
    'day.jsonl:7'
    """
    try:
        return _page(_decoded(body, name, line), f"{name}:{line}" if line else name, name, line)
    except Quarantined as problem:
        return problem


def pages_of_json(body: bytes, name: str) -> Iterator[Page | Quarantined]:
    """The pages of one JSON document: an object, or an array of objects.

    >>> [page.id for page in pages_of_json(b'[{"id": "a", "text": "Gunmen fled."}]', "day.json")]
    ['a']
    """
    try:
        document = _decoded(body, name, None)
    except Quarantined as problem:
        yield problem
        return
    if not isinstance(document, list):
        document = [document]
    elif not document:
        yield Quarantined("empty", name, "expected reports, found an empty array")
    elif len(document) > _MOST_ENTRIES:
        yield Quarantined(
            "too_large", name, f"expected at most {_MOST_ENTRIES:,} reports in an array, found more; give one a line"
        )
        return
    for number, entry in enumerate(document, 1):
        place = f"{name}:{number}" if len(document) > 1 else name
        try:
            yield _page(entry, place, place, None)
        except Quarantined as problem:
            yield problem


def _decoded(body: bytes, name: str, line: int | None) -> Any:
    place = f"{name}:{line}" if line else name
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Quarantined(
            "encoding", place, f"expected UTF-8, found a broken character at byte {problem.start}; save it as UTF-8"
        ) from problem
    if body.count(b"[") + body.count(b"{") > _MOST_BRACKETS:
        raise Quarantined("too_large", place, f"expected JSON of at most {_MOST_BRACKETS:,} brackets, found more")
    if _depth(body) > _DEEPEST:
        raise Quarantined("too_deep", place, f"expected JSON at most {_DEEPEST} deep, found deeper")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except ValueError as problem:
        # a JSONDecodeError, a number of thousands of digits, or what _once and _refuse found
        raise Quarantined("syntax", name, f"expected a JSON object, found {problem}", line=line) from problem


def _depth(body: bytes) -> int:
    """How deep brackets nest, counted outside strings, in one pass."""
    if body.count(b"[") + body.count(b"{") <= _DEEPEST:
        return 0
    deepest = depth = 0
    inside = False
    for match in _MARKS.finditer(body):
        mark = match[0]
        if mark == b'"':
            inside = not inside
        elif inside or mark[:1] == b"\\":
            continue
        elif mark in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        times = Counter(name for name, _ in pairs)
        raise _NotJsonError(f"the key {times.most_common(1)[0][0]!r} twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise _NotJsonError(f"{constant}, which is no JSON number")


def _page(entry: Any, name: str, path: str, line: int | None) -> Page:
    if not isinstance(entry, dict):
        raise Quarantined("syntax", path, f"expected an object with a text, found {_kind(entry)}", line=line)
    key = "text" if isinstance(entry.get("text"), str) or "html" not in entry else "html"
    text, given = entry.get(key), entry.get("id")
    if not isinstance(text, str):
        raise Quarantined("syntax", path, f"expected words under {key!r}, found {_kind(text)}", line=line)
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        raise Quarantined("syntax", path, f"expected words or a number under 'id', found {_kind(given)}", line=line)
    known = {known: entry[known] for known in _KNOWN if isinstance(entry.get(known), str) and entry[known]}
    if given not in (None, ""):
        known["id"] = str(given)
    for field, words in (*known.items(), (key, text)):
        _refuse_half_characters(words, field, name)
    if not text.strip():
        raise Quarantined("empty", name, "expected a report, found no words")
    # markup may declare a charset of its own, which is no longer true; the mark goes before it
    body = text.encode() if key == "text" else codecs.BOM_UTF8 + text.encode()
    return Page(name=name, media_type="text/plain" if key == "text" else "text/html", body=body, **known)


def _refuse_half_characters(words: str, field: str, name: str) -> None:
    try:
        words.encode()
    except UnicodeEncodeError as problem:
        raise Quarantined(
            "encoding", name, f"expected whole characters in {field!r}, found half of one at {problem.start}"
        ) from problem


def _kind(value: Any) -> str:
    """What a JSON value is, in JSON's own words."""
    if value is None:
        return "nothing"
    names = {bool: "true or false", int: "a number", float: "a number", str: "words", list: "an array"}
    return names.get(type(value), "an object")
