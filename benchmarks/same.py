"""Task same: which reports tell of one happening; the only task whose answer for a line depends on the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.claims import the_coder

from allegedly.events import about, gather
from allegedly.model import Page
from allegedly.pipeline import code_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from allegedly.model import Reading

__all__ = ["read_all", "reading_of"]


def reading_of(record: dict[str, Any]) -> Reading:
    """One report with its claims; the title is its headline."""
    page = Page(
        name=record["doc_id"],
        media_type="text/plain",
        body=f"{record.get('title') or ''}\n\n{record.get('text') or ''}".encode(),
        id=record["doc_id"],
        title=record.get("title"),
        published_at=record.get("date"),
    )
    outcome, reading = code_page(page, the_coder())
    if reading is None:
        raise ValueError(f"expected a report that can be read, found {outcome.message}")
    return reading


def read_all(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All reports; the event of each is named by the first of its reports."""
    told = [about(reading_of(record)) for record in records]
    event = {one: together[0] for together in gather(told) for one in together}
    for telling in told:
        yield {"doc_id": telling.article_id, "event": event[telling.article_id]}
