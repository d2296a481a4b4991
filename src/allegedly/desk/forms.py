"""What a form or a program sends, as fields: JSON as it is, a form's fields with dots in their names as parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

from allegedly.errors import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["fields_of", "nested"]

# a claim has some tens of fields; more would be an attack on the reader of the form
_MOST_FIELDS = 2_000


async def fields_of(request: Request) -> dict[str, Any]:
    """The fields of a request's body; RefusedError where it cannot be read as one."""
    body = await request.body()
    if request.headers.get("content-type", "").partition(";")[0].strip() == "application/json":
        try:
            told = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
            raise RefusedError(f"expected fields as JSON, found something else: {problem}") from problem
        if not isinstance(told, dict):
            raise RefusedError("expected fields as a JSON object, found another value")
        return _seen(told)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as problem:
        raise RefusedError(f"expected the fields of a form in UTF-8, found something else: {problem}") from problem
    return _seen(nested(pairs))


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Fields with dots in their names as parts within parts; a blank field is none, a number names a place in a list.

    >>> nested([("type", "attack"), ("actor.0.start", "4"), ("actor.0.end", "9"), ("reason", "")])
    {'type': 'attack', 'actor': [{'start': '4', 'end': '9'}], 'reason': None}
    """
    root: dict[str, Any] = {}
    for name, value in pairs:
        at = root
        *way, last = name.split(".")
        for step in way:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise RefusedError(f"{name}: expected a field or parts of it, found both")
        at[last] = value or None
    return {name: _listed(value) for name, value in root.items()}


def _seen(told: dict[str, Any]) -> dict[str, Any]:
    """Fields without what no database keeps; RefusedError for one that has it."""
    waiting: list[Any] = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and "\0" in one:
            raise RefusedError("expected words, found a NUL character in them")
        waiting += [*one, *one.values()] if isinstance(one, dict) else one if isinstance(one, list) else ()
    return told


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    parts = {name: _listed(part) for name, part in value.items()}
    if parts and all(name.isascii() and name.isdigit() for name in parts):
        return [parts[name] for name in sorted(parts, key=int)]
    return parts
