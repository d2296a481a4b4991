"""A frictionless data package: claims, events and reports as tables with their schemas, and the code book beside."""

from __future__ import annotations

import hashlib
import zipfile
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from allegedly import wording
from allegedly.exports import claimtable, eventtable
from allegedly.exports.accounts import Account
from allegedly.exports.cells import Column, as_json
from allegedly.exports.geojson import refuses
from allegedly.exports.tables import carried_claims, carried_events, write_table
from allegedly.model import TYPES, Article
from allegedly.vocab import crosswalk, definition

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from allegedly.exports.cells import Kind
    from allegedly.exports.gathering import Happening, Sent, Source
    from allegedly.exports.tables import Sink

__all__ = ["REPORTS", "TYPES_OF_CLAIM", "write_folder", "write_zip"]

_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "day": "date",
    "moment": "datetime",
    "truth": "boolean",
}
# the first day a zip can tell; the day of the export is nobody's business
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o644


class _Report(NamedTuple):
    entry: int
    article: Article
    claims: int


class _TypeRow(NamedTuple):
    kind: str
    type: str


def _acled(row: _TypeRow, place: int) -> str | None:
    code = crosswalk(row.type).acled
    return (code.event_type, code.sub_event_type)[place] if code else None


def _plover(row: _TypeRow) -> str | None:
    code = crosswalk(row.type).plover
    return " ".join(filter(None, [code.type, code.mode])) if code else None


REPORTS: tuple[Column[_Report], ...] = (
    Column("entry", "integer", "the number of its entry in the ledger", lambda it: it.entry),
    Column("article_id", "text", "the report's id", lambda it: it.article.id),
    Column("outlet", "text", "who printed it", lambda it: wording.clean(it.article.publisher or "") or None),
    Column("title", "text", "its title", lambda it: wording.clean(it.article.title or "") or None),
    Column("url", "text", "where it stands", lambda it: wording.clean(it.article.url or "") or None),
    Column("published_at", "day", "the day of print", lambda it: it.article.published_at),
    Column("updated_at", "day", "the day of its last change", lambda it: it.article.updated_at),
    Column("text_sha256", "text", "the hash of its text", lambda it: it.article.text_sha256),
    Column("claims", "integer", "how many of its claims are in claims.csv", lambda it: it.claims),
)
TYPES_OF_CLAIM: tuple[Column[_TypeRow], ...] = (
    Column("kind", "text", "event, relation, quantity or correction", lambda it: it.kind),
    Column("type", "text", "as in claims.csv and events.csv", lambda it: it.type),
    Column("definition", "text", "in one sentence", lambda it: definition(it.type)),
    Column("plover", "text", "PLOVER's type and mode, where there is one", _plover),
    Column("cameo", "text", "the CAMEO codes that fit", lambda it: "; ".join(crosswalk(it.type).cameo) or None),
    Column("acled_event_type", "text", "ACLED's type, where it depends on nothing else", lambda it: _acled(it, 0)),
    Column("acled_sub_event_type", "text", "ACLED's sub-type, likewise", lambda it: _acled(it, 1)),
)


class _Table(NamedTuple):
    """One table of the package: its file, what it holds, its columns, and which of them tells rows apart."""

    name: str
    words: str
    columns: Sequence[Column[Any]]
    key: str


_TABLES = (
    _Table("claims", "One row a claim.", claimtable.COLUMNS, "claim_id"),
    _Table("events", "One row an event: a cluster of claims of one happening.", eventtable.COLUMNS, "event_id"),
    _Table("reports", "One row a report that a claim in claims.csv stands in.", REPORTS, "entry"),
    _Table("codebook", "One row a type of claim.", TYPES_OF_CLAIM, "type"),
)


class _Counted:
    """Passes bytes on, and keeps their number and hash."""

    def __init__(self, out: Sink) -> None:
        self._out, self.bytes, self.hash = out, 0, hashlib.sha256()

    def write(self, body: bytes) -> None:
        self._out.write(body)
        self.bytes += len(body)
        self.hash.update(body)


def write_zip(source: Source, account: Account, out: IO[bytes]) -> int:
    """Writes the package as one zip; gives the number of claims and events."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:

        def file(name: str) -> AbstractContextManager[IO[bytes]]:
            told = zipfile.ZipInfo(name, _NO_DAY)
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = _FILE_MODE << 16
            # a zip made elsewhere would name its system
            told.create_system = 3
            return packed.open(told, "w", force_zip64=True)

        return _write(source, account, file)[0]


def write_folder(source: Source, account: Account, folder: Path) -> tuple[int, str]:
    """Writes the package as files of a folder that is there and empty; gives rows and the hash of datapackage.json.

    datapackage.json holds the hashes of all other files.
    """
    return _write(source, account, lambda name: (folder / name).open("xb"))


def _write(
    source: Source, account: Account, file: Callable[[str], AbstractContextManager[IO[bytes]]]
) -> tuple[int, str]:
    reports: dict[int, int] = {}
    told: list[dict[str, Any]] = []
    rows = 0

    def noted(sent: Sent, account: Account) -> None:
        reports[sent.held.article_seq] = reports.get(sent.held.article_seq, 0) + 1
        claimtable.tell(sent, account)

    for table in _TABLES:
        with file(f"{table.name}.csv") as out:
            counted = _Counted(out)
            if table.name == "claims":
                rows += write_table(claimtable.COLUMNS, carried_claims(source, account, noted), counted)
            elif table.name == "events":
                rows += _events(source, account, counted)
            elif table.name == "reports":
                write_table(REPORTS, _reports(source, reports), counted)
            else:
                write_table(TYPES_OF_CLAIM, [_TypeRow(kind, one) for kind in TYPES for one in TYPES[kind]], counted)
        told.append(_resource(table, counted))
    body = as_json({"profile": "tabular-data-package", "name": "allegedly", "title": _TITLE, "resources": told}) + b"\n"
    with file("datapackage.json") as out:
        out.write(body)
    return rows, hashlib.sha256(body).hexdigest()


_TITLE = "What reports claim of political violence, who says so, and how surely"


def _events(source: Source, account: Account, out: Sink) -> int:
    """The events; what of their claims may not leave was told with the claims already."""
    own = Account()
    number = write_table(eventtable.COLUMNS, carried_events(source, own, refuses, _no_losses), out)
    account.take_events(own)
    return number


def _no_losses(_: Happening, __: Account) -> None:
    """The claims stand beside the events, so that no event loses what its claims say."""


def _reports(source: Source, counted: dict[int, int]) -> list[_Report]:
    found = ((seq, source.article(seq), counted[seq]) for seq in sorted(counted))
    return [_Report(seq, article, claims) for seq, article, claims in found if article is not None]


def _resource(table: _Table, counted: _Counted) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": _TYPES[column.kind], "description": column.words} for column in table.columns
    ]
    return {
        "name": table.name,
        "title": table.words,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": counted.bytes,
        "hash": f"sha256:{counted.hash.hexdigest()}",
        "schema": {"fields": fields, "primaryKey": [table.key], "missingValues": [""]},
    }
