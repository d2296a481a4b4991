"""Reports given as JSON: one object a report, with its id and text, and what is known of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from allegedly.errors import Quarantined
from allegedly.model import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["page_of_object", "pages_of_json"]

# our own records nest five deep; 64 leaves room for whatever else a line carries
_DEEPEST = 64
_KNOWN = ("title", "published_at", "updated_at", "url", "publisher", "byline")


class _NotJsonError(ValueError):
    """JSON that says two things at once or a number that is none."""


def page_of_object(body: bytes, name: str, *, line: int | None = None) -> Page | Quarantined:
    """The page of one JSON object, or why it is none; `line` is its number in a file of lines."""
    try:
        return _page(_decoded(body, name, line), f"{name}:{line}" if line else name, name, line)
    except Quarantined as problem:
        return problem


def pages_of_json(body: bytes, name: str) -> Iterator[Page | Quarantined]:
    """The pages of one JSON document: an object, or an array of objects."""
    try:
        document = _decoded(body, name, None)
    except Quarantined as problem:
        yield problem
        return
    for number, entry in enumerate(document if isinstance(document, list) else [document], 1):
        try:
            yield _page(entry, f"{name}:{number}" if isinstance(document, list) else name, name, None)
        except Quarantined as problem:
            yield problem


def _decoded(body: bytes, name: str, line: int | None) -> Any:
    if _depth(body) > _DEEPEST:
        raise Quarantined("too_deep", name, f"expected JSON at most {_DEEPEST} deep, found deeper", line=line)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Quarantined(
            "encoding", name, f"expected UTF-8, found byte {problem.start} broken", line=line
        ) from problem
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (json.JSONDecodeError, _NotJsonError, RecursionError) as problem:
        raise Quarantined("syntax", name, f"expected a JSON object, found {problem}", line=line) from problem


def _depth(body: bytes) -> int:
    """How deep brackets nest, counted outside strings, in one pass."""
    deepest = depth = 0
    inside = escaped = False
    for byte in body:
        if inside:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                inside = False
        elif byte == 0x22:
            inside = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotJsonError("the same key twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise _NotJsonError(f"{constant}, which is no JSON number")


def _page(entry: Any, name: str, path: str, line: int | None) -> Page:
    if not isinstance(entry, dict):
        raise Quarantined("syntax", path, f"expected an object with a text, found {type(entry).__name__}", line=line)
    text = entry.get("text", entry.get("html"))
    if not isinstance(text, str):
        raise Quarantined("syntax", path, f"expected a text, found {type(text).__name__} under 'text'", line=line)
    if not text.strip():
        raise Quarantined("empty", name, "expected a report, found no words")
    try:
        body = text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise Quarantined(
            "encoding", path, f"half a character (a lone surrogate) at {problem.start}", line=line
        ) from problem
    given = entry.get("id")
    return Page(
        name=name,
        media_type="text/plain" if "text" in entry else "text/html",
        body=body,
        id=str(given) if given not in (None, "") else None,
        **{key: entry[key] for key in _KNOWN if isinstance(entry.get(key), str) and entry[key]},
    )
