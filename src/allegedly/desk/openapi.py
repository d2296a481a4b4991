"""What a program may enter through the desk, told in OpenAPI from the writes themselves."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response

from allegedly.desk.answering import person_of, problem_answer
from allegedly.desk.pages import Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request

    from allegedly.desk.pages import WriteRoute

__all__ = ["described", "description_endpoint"]

_PARAMETER = re.compile(r"\{(\w+)(:int)?\}")
_REFERENCE = "#/components/schemas/{name}"
# what each write may answer beside what it enters
_PROBLEMS = {
    "401": "no key, or another one",
    "403": "not yours to do: another role is needed, or a name",
    "404": "what it is about is not there",
    "409": "somebody decided since; nothing was entered",
    "413": "larger than any decision",
    "422": "it cannot be so; nothing was entered",
    "503": "the ledger did not answer in time, or its claims are still being counted",
}


def description_endpoint(writes: Sequence[WriteRoute]) -> Callable[[Request], Awaitable[Response]]:
    """What answers with the description, to whoever is in."""
    body = msgspec.json.format(msgspec.json.encode(described(writes)), indent=1) + b"\n"

    async def endpoint(request: Request) -> Response:
        if person_of(request) is None:
            return problem_answer(request, 401, "expected the desk's key: send it as Authorization: Bearer KEY")
        return Response(body, media_type="application/json")

    return endpoint


def described(writes: Sequence[WriteRoute]) -> dict[str, Any]:
    """The writes as an OpenAPI 3.1 document; every record in it is described from its own type."""
    records = [*(write.takes for write in writes), *(write.tells for write in writes), Problem]
    references, schemas = msgspec.json.schema_components(records, ref_template=_REFERENCE)
    takes, tells, problem = references[: len(writes)], references[len(writes) : -1], references[-1]
    paths: dict[str, Any] = {}
    for write, taken, told in zip(writes, takes, tells, strict=True):
        paths.setdefault(_PARAMETER.sub(r"{\1}", write.path), {})["post"] = _operation(write, taken, told, problem)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The desk of Allegedly: what writes",
            "version": version("allegedly"),
            "description": "A page has its record at its address with .json after it, and its rows with .csv.",
        },
        "paths": paths,
        "security": [{"key": []}],
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "The desk's key, or one of an account."}
            },
        },
    }


def _operation(write: WriteRoute, taken: Any, told: Any, problem: Any) -> dict[str, Any]:
    by = {
        "name": "X-Allegedly-By", "in": "header", "schema": {"type": "string", "maxLength": 80},
        "description": "Who decides, in UTF-8; with accounts it is the account's name, whatever stands here.",
    }  # fmt: skip
    wrong = {status: {"description": words, "content": _json(problem)} for status, words in _PROBLEMS.items()}
    return {
        "summary": write.summary,
        "description": f"For {write.needs}s, and whoever may do more.",
        "operationId": write.takes.__name__,
        "parameters": [*_parameters(write.path), by],
        "requestBody": {"required": True, "content": _json(taken)},
        "responses": {"201": {"description": "It is entered.", "content": _json(told)}, **wrong},
    }


def _parameters(path: str) -> list[dict[str, Any]]:
    """The parts of an address that vary."""
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer"} if whole else {"type": "string"}}
        for name, whole in _PARAMETER.findall(path)
    ]


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
