"""The formats by name: what each is, how it is written, by which rule it takes what is ambiguous, and what it loses."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from allegedly.errors import NotFoundError
from allegedly.exports import (
    acled,
    claimtable,
    datapackage,
    eventtable,
    ftm,
    ged,
    geojson,
    hxl,
    jsonlines,
    parquet,
    plover,
)
from allegedly.exports.accounts import Account, LossReport
from allegedly.exports.gathering import Source
from allegedly.exports.tables import carried_claims, carried_events, write_table
from allegedly.ledger.moments import last_told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from allegedly.exports.tables import Sink
    from allegedly.stores.engine import Engine, Transaction
    from allegedly.views.filters import Filters

__all__ = ["FORMATS", "Format", "export", "export_folder", "form_called"]


class Format(NamedTuple):
    """One format: its name, what it is, one row of what, its columns or fields with what they hold, rule and losses.

    `write` gives the number of rows; one that `seeks` goes back in its file to fill in what it learns later.
    """

    name: str
    words: str
    unit: str
    columns: Mapping[str, str]
    rule: str
    loses: Mapping[str, str]
    write: Callable[[Source, Account, Any], int]
    seeks: bool = False


def _named(columns: tuple[Any, ...]) -> dict[str, str]:
    return {column.name: column.words for column in columns}


def _acled(source: Source, account: Account, out: Sink) -> int:
    return write_table(acled.COLUMNS, carried_events(source, account, acled.refuses, acled.tell), out)


def _ged(source: Source, account: Account, out: Sink) -> int:
    return write_table(ged.COLUMNS, carried_events(source, account, ged.refuses, ged.tell), out)


def _plover(source: Source, account: Account, out: Sink) -> int:
    rows = carried_events(source, account, plover.refuses, plover.tell)
    return write_table(plover.COLUMNS, rows, out, between="\t")


def _csv(source: Source, account: Account, out: Sink) -> int:
    return write_table(claimtable.COLUMNS, carried_claims(source, account, claimtable.tell), out)


def _jsonl(source: Source, account: Account, out: Sink) -> int:
    return jsonlines.write(carried_claims(source, account, jsonlines.tell), out)


def _geojson(source: Source, account: Account, out: Sink) -> int:
    return geojson.write(carried_events(source, account, geojson.refuses, geojson.tell), out)


def _hxl(source: Source, account: Account, out: Sink) -> int:
    return write_table(hxl.COLUMNS, carried_events(source, account, hxl.refuses, hxl.tell), out, tags=hxl.TAGS)


def _parquet(source: Source, account: Account, out: IO[bytes]) -> int:
    return parquet.write(carried_claims(source, account, claimtable.tell), out)


_FLAT = _named(claimtable.COLUMNS)
_HASHTAGS = {f"{column.name} `{tag}`": column.words for tag, column in zip(hxl.TAGS, hxl.COLUMNS, strict=True)}
_TABLES = {
    "claims.csv": "the columns of csv",
    "events.csv": "the properties of geojson",
    "reports.csv": ", ".join(column.name for column in datapackage.REPORTS),
    "codebook.csv": ", ".join(column.name for column in datapackage.TYPES_OF_CLAIM),
    "datapackage.json": "the schema of every table, with the words of this page, and the hash of every file",
}
_FOLDER = "a frictionless data package: a folder, or one zip for a name that ends in .zip"
_OURS = (_named(eventtable.COLUMNS), eventtable.RULE, eventtable.LOSES)
_CLAIMS = (_FLAT, claimtable.RULE, claimtable.LOSES)
_ALL: tuple[Format, ...] = (
    Format("acled", "CSV in ACLED's columns", "event", _named(acled.COLUMNS), acled.RULE, acled.LOSES, _acled),
    Format("ged", "CSV in the columns of UCDP GED", "event", _named(ged.COLUMNS), ged.RULE, ged.LOSES, _ged),
    Format("plover", "TSV in POLECAT's columns", "event", _named(plover.COLUMNS), plover.RULE, plover.LOSES, _plover),
    Format("csv", "CSV of all fields, flat", "claim", *_CLAIMS, _csv),
    Format("jsonl", "JSON lines", "claim", jsonlines.FIELDS, jsonlines.RULE, jsonlines.LOSES, _jsonl),
    Format("geojson", "GeoJSON (RFC 7946)", "event", *_OURS, _geojson),
    Format("ftm", "FollowTheMoney statements, JSON lines", "statement", ftm.FIELDS, ftm.RULE, ftm.LOSES, ftm.write),
    Format("hxl", "CSV with HXL hashtags", "event", _HASHTAGS, hxl.RULE, hxl.LOSES, _hxl),
    Format("parquet", "Parquet of the columns of csv", "claim", *_CLAIMS, _parquet, seeks=True),
    Format(
        "datapackage",
        _FOLDER,
        "claim, and one an event",
        _TABLES,
        eventtable.RULE,
        claimtable.LOSES,
        datapackage.write_zip,
        seeks=True,
    ),
)
FORMATS: dict[str, Format] = {form.name: form for form in _ALL}


def form_called(name: str) -> Format:
    """A format by its name; NotFoundError lists them."""
    if name not in FORMATS:
        raise NotFoundError(f"no format is called {name!r}; expected {', '.join(FORMATS)}")
    return FORMATS[name]


def export(engine: Engine, tx: Transaction, name: str, filters: Filters, *, upto: int, out: Sink) -> LossReport:
    """Writes what the ledger held after entry `upto` in one format; gives what it could not carry.

    The same ledger gives the same bytes, whatever was added to it after `upto`; only a redaction changes them.
    """
    form, account, hashed = form_called(name), Account(), _Hashed(out)
    source = Source(engine, tx, filters, upto)
    if form.seeks:
        # removed before anything is written: nothing of a report stays behind on the disk
        with tempfile.TemporaryFile() as apart:
            account.rows = form.write(source, account, apart)
            apart.seek(0)
            shutil.copyfileobj(apart, hashed)
    else:
        account.rows = form.write(source, account, hashed)
    return _report(tx, account, name, upto, hashed.hash.hexdigest())


def export_folder(engine: Engine, tx: Transaction, filters: Filters, *, upto: int, folder: Path) -> LossReport:
    """Writes a data package as the files of a folder that is there and empty; gives what it could not carry."""
    account = Account()
    account.rows, sha256 = datapackage.write_folder(Source(engine, tx, filters, upto), account, folder)
    return _report(tx, account, "datapackage", upto, sha256)


def _report(tx: Transaction, account: Account, name: str, upto: int, sha256: str) -> LossReport:
    ledger = str(tx.rows("SELECT subject FROM entry WHERE seq = 1")[0][0])
    return account.report(form=name, ledger=ledger, as_of=last_told(tx, upto), sha256=sha256)


class _Hashed:
    """Passes bytes on, and keeps their hash."""

    def __init__(self, out: Sink) -> None:
        self._out, self.hash = out, hashlib.sha256()

    def write(self, body: bytes) -> None:
        self._out.write(body)
        self.hash.update(body)
