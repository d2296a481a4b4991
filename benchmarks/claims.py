"""Claims: the record goes the way every report goes, its text exactly as given."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.coders import load_coder
from allegedly.model import Page
from allegedly.pipeline import code_page

if TYPE_CHECKING:
    from allegedly.coders import Coder

# one coder for the whole file: loading the model takes longer than reading a report
the_coder = functools.cache(load_coder)


def page_of(record: dict[str, Any]) -> Page:
    """A benchmark record as an input of the program."""
    return Page(
        name=record["id"],
        media_type="text/plain",
        body=record["text"].encode(),
        id=record["id"],
        title=record.get("title"),
        published_at=record.get("published_at"),
    )


def read(record: dict[str, Any], coder: Coder | None = None) -> dict[str, Any]:
    """The claims of one record; one that was set aside has none and says why."""
    outcome, reading = code_page(page_of(record), coder or the_coder())
    if reading is None:
        return {"id": record["id"], "claims": [], "quarantined": outcome.message}
    return {"id": record["id"], "claims": msgspec.to_builtins(reading.claims)}
