"""The desk's own files for the browser: only kinds that it has, each told as what it is on every machine alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

__all__ = ["FOLDER", "KINDS", "DeskFiles"]

FOLDER = Path(__file__).parent / "static"
# a machine's own table of file types may lack or bend any of these, and a browser runs no script told as text
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


class DeskFiles(StaticFiles):
    """What lies in the desk's folder; anything else is not there."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file with its type."""
        kind = KINDS.get(Path(path).suffix)
        if kind is None or any(part.startswith(".") for part in Path(path).parts):
            raise HTTPException(404)
        answer = await super().get_response(path, scope)
        if answer.status_code == 200:
            answer.headers["Content-Type"] = kind
        return answer
