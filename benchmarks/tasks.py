"""The tasks: each line in carries only what a reader may see, each line out is joined on the same id."""

from __future__ import annotations

import functools
import gzip
import importlib
import json
import random
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# what a task's adapter may see of a line; gold fields of a bench file never reach it
TASKS: dict[str, tuple[str, ...]] = {
    "actors": ("id", "task", "text", "context", "date"),
    "attribution": ("id", "text"),
    "claims": ("id", "text", "title", "published_at"),
    "counts": ("doc_id", "title", "date", "text"),
    "entities": ("id", "text"),
    "factuality": ("id", "tokens", "text", "predicates"),
    "geoparse": ("id", "title", "url", "date", "text"),
    "muc4": ("id", "text", "date_line", "pub_date", "tags"),
    "muc4_slots": ("id", "text", "date_line", "pub_date", "tags"),
    "places": ("id", "title", "url", "date", "text", "toponyms"),
    "police": ("id", "text"),
    "relations": ("id", "text"),
    "relevance": ("id", "text"),
    "same": ("doc_id", "title", "date", "text"),
    "times": ("id", "text", "dct"),
}
# tasks whose answer for a line depends on the lines beside it: their adapter has `read_all` instead of `read`
TOGETHER = ("same",)
# tasks that may be given incidents, each with its reports
OF_REPORTS = ("counts", "same")
# of a predicate its place and word, not how factual people found it
_PREDICATE_FIELDS = ("token", "word", "lemma")
# of a name of a place its words, not where it lies
_NAME_FIELDS = ("start", "end", "phrase")
# reports of one incident must not stand together, or their order would tell which belong together
_SHUFFLE_SEED = 2

Record = dict[str, Any]


def adapter(task: str) -> Callable[[Iterable[Record]], Iterator[Record]]:
    """The task's own reading of all lines: `benchmarks/TASK.py`, function `read_all`, or `read` line by line."""
    module = importlib.import_module(f"benchmarks.{task}")
    together: Callable[[Iterable[Record]], Iterator[Record]]
    together = module.read_all if task in TOGETHER else functools.partial(map, module.read)
    return together


def run(task: str, source: Path, target: Path) -> int:
    """Reads every line of a file (.gz too) by one task and writes what it found; returns how many lines."""
    read_all = adapter(task)
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with target.open("w", encoding="utf-8") as out:
        for answer in read_all(inputs(task, lines(source))):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            written += 1
    return written


def lines(source: Path) -> list[Record]:
    """The records of a JSONL file, plain or gzipped."""
    with opened(source) as stream:
        return [json.loads(line) for line in stream if line.strip()]


def opened(source: Path) -> TextIO:
    """A text file for reading, whether or not it is gzipped."""
    if source.suffix == ".gz":
        return gzip.open(source, "rt", encoding="utf-8")
    return source.open(encoding="utf-8")


def inputs(task: str, records: Iterable[Record]) -> Iterator[Record]:
    """The records as the adapter may see them: incidents become their reports, shuffled; gold fields are left out.

    >>> next(inputs("relevance", [{"id": "a", "text": "Gunmen fled.", "label": 1}]))
    {'id': 'a', 'text': 'Gunmen fled.'}
    """
    records = list(records)
    if task in OF_REPORTS and any("docs" in record for record in records):
        records = [report for incident in records for report in incident["docs"]]
        # not for secrets: a fixed order that is not the file's
        random.Random(_SHUFFLE_SEED).shuffle(records)  # noqa: S311
    for record in records:
        seen = {field: record[field] for field in TASKS[task] if field in record}
        if "predicates" in seen:
            seen["predicates"] = [
                {field: predicate[field] for field in _PREDICATE_FIELDS if field in predicate}
                for predicate in seen["predicates"]
            ]
        if "toponyms" in seen:
            seen["toponyms"] = [{field: one[field] for field in _NAME_FIELDS} for one in seen["toponyms"]]
        yield seen
