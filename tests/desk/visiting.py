"""A program's visit to the desk on an open ledger, begun when the claims are counted."""

from __future__ import annotations

import contextlib
import csv
import io
import time
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient
from tests.desk.conftest import KEY, PATIENCE

from allegedly.desk import Settings, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.ledger import Ledger

__all__ = ["rows_of", "visiting"]


@contextlib.contextmanager
def visiting(ledger: Ledger, **settings: Any) -> Iterator[TestClient]:
    """Answers as the desk does, to whoever has its key."""
    app = create_app(ledger, Settings(**{"key": KEY, "reviewer": "Ana", **settings}))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        deadline = time.monotonic() + PATIENCE
        while not app.state.bench.ready:
            assert time.monotonic() < deadline, "the claims were not counted in time"
            time.sleep(0.01)
        client.headers["Authorization"] = f"Bearer {KEY}"
        yield client


def rows_of(client: TestClient, address: str) -> list[dict[str, str]]:
    """A page's table."""
    return list(csv.DictReader(io.StringIO(client.get(address).text)))
