"""Makes an index of one's own from GeoNames' full dump (allCountries.txt, 12 million places).

The dump is read as a stream into a working file beside the index; a run that was stopped goes on where it stood. The
index itself is made last and put in place of the old one in one step, so that whatever breaks, the old one stands.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from allegedly.errors import DumpError
from allegedly.gazetteer.index import PER_DEGREE, make_file, weight_of
from allegedly.gazetteer.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Row", "import_dump", "row_of"]

_COLUMNS = 19
# rows between two points a stopped run can go on from: a second's work
_CHUNK = 50_000
_STAGE = """
CREATE TABLE IF NOT EXISTS staged (id INTEGER PRIMARY KEY, name TEXT, lat INTEGER, lon INTEGER, kind TEXT, country TEXT,
    admin1 TEXT, admin2 TEXT, population INTEGER, weight REAL, names TEXT);
CREATE TABLE IF NOT EXISTS reached (line INTEGER, offset INTEGER, last BLOB);
"""
_RANKED = """
CREATE TEMP TABLE ranked AS SELECT row_number() OVER (ORDER BY weight DESC, id) AS rank, id FROM stage.staged;
CREATE UNIQUE INDEX temp.ranked_id ON ranked (id);
CREATE TEMP TABLE second AS SELECT country, admin1, admin2, min(id) AS id FROM stage.staged WHERE kind = '2'
    GROUP BY country, admin1, admin2;
CREATE INDEX temp.second_code ON second (country, admin1, admin2);
INSERT INTO place SELECT rank, one.id, name, lat, lon, kind, one.country, one.admin1, second.id, population, NULL
    FROM ranked JOIN stage.staged AS one USING (id) LEFT JOIN second ON second.country = one.country
    AND second.admin1 = one.admin1 AND second.admin2 = one.admin2 AND kind IN ('P', '2') ORDER BY rank;
INSERT OR IGNORE INTO region SELECT country, admin1, name FROM place WHERE kind = '1' AND country IS NOT NULL
    AND admin1 IS NOT NULL ORDER BY rank;
CREATE TEMP TABLE spelled (key TEXT, rank INTEGER);
"""
# the shipped index knows parts of the world, and names of countries and regions, that the dump has not
_LENT = """
INSERT INTO place SELECT -rank, NULL, name, lat, lon, kind, NULL, NULL, NULL, 0, NULL FROM old.place
    WHERE id IS NULL AND kind IN ('L', 'W');
INSERT INTO spelled SELECT key, -rank FROM old.name JOIN old.place USING (rank) WHERE id IS NULL AND kind IN ('L', 'W');
INSERT INTO spelled SELECT key, ranked.rank FROM old.name JOIN old.place USING (rank) JOIN ranked USING (id);
"""
_PER_CLASS = {"ADM1": "1", "ADM2": "2", "CONT": "L"}


class Row(NamedTuple):
    """What is kept of one line of the dump."""

    id: int
    name: str
    lat: int
    lon: int
    kind: str
    country: str | None
    admin1: str | None
    admin2: str | None
    population: int
    weight: float
    names: str


def import_dump(
    dump: Path, target: Path, *, lent: Path | None = None, tell: Callable[[int], None] | None = None
) -> int:
    """Makes the index `target` from a dump; returns how many places it holds.

    `lent` is an index whose parts of the world and spellings are taken over; `tell` hears the number of lines read. A
    line that is not the dump's raises DumpError with its number; the old index stays, and a run on the whole file goes
    on from the lines that were right.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    stage = target.with_name(target.name + ".stage")
    with closing(sqlite3.connect(stage, isolation_level=None)) as db:
        # the journal undoes a chunk that was cut off; the file is made again if the machine itself fails
        db.executescript("PRAGMA synchronous=NORMAL;" + _STAGE)
        with dump.open("rb") as stream:
            lines = _stage(db, dump, stream, tell or (lambda _: None))
        [places] = db.execute("SELECT count(*) FROM staged").fetchone()
    if not places:
        raise DumpError(dump, 1, "a place a line", "an empty file")
    made_from = {"dump": dump.name, "lines": str(lines), "places": str(places)}
    make_file(target, lambda out: _fill(out, stage, lent), made_from=made_from)
    stage.unlink()
    return int(places)


def _stage(db: sqlite3.Connection, dump: Path, stream: BinaryIO, tell: Callable[[int], None]) -> int:
    line = _go_on(db, stream)
    if not line:
        db.executescript("DELETE FROM staged; DELETE FROM reached;")
    for rows, line, last in _chunks(dump, stream, line):  # noqa: B020 - the line is carried on
        db.execute("BEGIN")
        db.executemany("INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.execute("DELETE FROM reached")
        db.execute("INSERT INTO reached VALUES (?, ?, ?)", (line, stream.tell(), last))
        db.execute("COMMIT")
        tell(line)
    return line


def _go_on(db: sqlite3.Connection, stream: BinaryIO) -> int:
    """The line reached by an earlier run on this file, with the stream set behind it; 0 where there was none.

    It is the same file, or a longer download of it, when the last line read then still stands where it stood.
    """
    reached = db.execute("SELECT line, offset, last FROM reached").fetchone()
    if reached is None:
        return 0
    line, offset, last = reached
    stream.seek(offset - len(last))
    if stream.read(len(last)) == last:
        return int(line)
    stream.seek(0, os.SEEK_SET)
    return 0


def _chunks(dump: Path, stream: BinaryIO, line: int) -> Iterator[tuple[list[Row], int, bytes]]:
    rows: list[Row] = []
    raw = b""
    # readline, not iteration: only so does the stream know where it stands
    while found := stream.readline():
        line, raw = line + 1, found
        try:
            rows.append(row_of(dump, line, raw))
        except DumpError:
            stream.seek(-len(raw), os.SEEK_CUR)
            if rows:
                # what was right before the fault is kept, so that a whole file need not be read from its start
                yield rows, line - 1, _line_before(stream)
            raise
        if len(rows) == _CHUNK:
            yield rows, line, raw
            rows = []
    if rows:
        yield rows, line, raw


def _line_before(stream: BinaryIO) -> bytes:
    """The last bytes before where the stream stands: as good as the line to know a file by."""
    at = stream.tell()
    stream.seek(-min(at, 200), os.SEEK_CUR)
    return stream.read(min(at, 200))


def row_of(dump: Path, line: int, raw: bytes) -> Row:
    """One line of the dump; DumpError says what stands there instead."""
    try:
        fields = raw.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as problem:
        raise DumpError(dump, line, "UTF-8", f"byte {raw[problem.start]:#04x}") from problem
    if len(fields) != _COLUMNS or not raw.endswith(b"\n"):
        cut = "" if raw.endswith(b"\n") else " and no line end: the file is cut"
        raise DumpError(dump, line, f"{_COLUMNS} columns and a line end", f"{len(fields)} columns{cut}")
    number, name, ascii_name, others, lat, lon, group, code, country = fields[:9]
    try:
        at = (round(float(lat) * PER_DEGREE), round(float(lon) * PER_DEGREE))
        people, place = int(fields[14] or 0), int(number)
    except ValueError as problem:
        raise DumpError(dump, line, "a number, a point and people in figures", str(problem)) from problem
    if abs(at[0]) > 90 * PER_DEGREE or abs(at[1]) > 180 * PER_DEGREE:
        raise DumpError(dump, line, "a point on the globe", f"{lat}, {lon}")
    kind = _kind(group, code)
    weight = weight_of(kind, people, capital=code == "PPLC")
    names = f"{name},{ascii_name},{others}"
    return Row(place, name, *at, kind, country or None, fields[10] or None, fields[11] or None, people, weight, names)


def _kind(group: str, code: str) -> str:
    if code in _PER_CLASS:
        return _PER_CLASS[code]
    # PCLI, PCLD and the like are countries and dependencies, PCLH was one
    if code.startswith("PCL") and code != "PCLH":
        return "C"
    # quarters of a town and places that are gone give way to every town
    return "X" if code in ("PPLX", "PPLH", "PPLQ", "PPLW") else group or "X"


def _fill(out: sqlite3.Connection, stage: Path, lent: Path | None) -> None:
    out.execute("COMMIT")
    out.execute("ATTACH ? AS stage", (str(stage),))
    if lent is not None:
        out.execute("ATTACH ? AS old", (str(lent),))
    out.execute("BEGIN")
    for step in _steps(_RANKED + (_LENT if lent is not None else "")):
        out.execute(step)
    spelled = "SELECT rank, names FROM ranked JOIN stage.staged USING (id)"
    pairs = ((key, rank) for rank, names in out.execute(spelled) for key in set(map(key_of, names.split(","))) if key)
    out.executemany("INSERT INTO spelled VALUES (?, ?)", pairs)
    out.execute("INSERT INTO name SELECT DISTINCT key, rank FROM spelled ORDER BY key, rank")


def _steps(script: str) -> list[str]:
    return [step for step in script.split(";") if step.strip()]
