"""The claims of a ledger as columns of numbers, for counting and finding among a million in milliseconds.

Columns are a projection: they are read from the ledger at any time and hold nothing of their own.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from allegedly.ledger.facets import name_key
from allegedly.model.words import CERTAINTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from allegedly.stores.engine import Row, Transaction

__all__ = [
    "COLUMNS",
    "NO_DAY",
    "PARTY_COLUMNS",
    "PLACELESS",
    "POLARITIES",
    "TENSES",
    "Columns",
    "Labels",
    "added_rows",
    "party_rows_after",
]

POLARITIES = ("+", "-")
TENSES = ("past", "ongoing", "future", "hypothetical")
ROLES = ("actor", "target", "subject", "object")
# what each column holds; days are numpy days with NaT for a day nobody told, points and scores NaN for none
COLUMNS: dict[str, str] = {
    "content": "int64",
    "claim": "int64",
    "article": "int64",
    "type": "int16",
    "earliest": "datetime64[D]",
    "latest": "datetime64[D]",
    # the last day told, the first where no end is: days since 1970, NO_DAY where none is told
    "last_day": "int32",
    "country": "int16",
    "certainty": "int8",
    "polarity": "int8",
    "tense": "int8",
    "outlet": "int32",
    "published": "datetime64[D]",
    "lat": "float32",
    "lon": "float32",
    "precision": "int8",
    "geonameid": "int64",
    # the fullest name the report gives a place, and the name of the place that was found for it
    "place": "int32",
    "place_known": "int32",
    "spot": "int32",
    "score": "float32",
}
PARTY_COLUMNS: dict[str, str] = {"key": "int32", "content": "int64", "claim": "int64", "role": "int8", "leads": "bool"}
# before every day that a calendar has
NO_DAY = -(2**31)
_FIRST_DAY = dt.date(1970, 1, 1).toordinal()
# columns grow by half, so that adding one claim seldom copies the million before it
_GROWTH = 1.5
_FIRST_ROOM = 1_024


class Labels:
    """Words as numbers: each new word gets the next number; number 0 is for "none told"."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: list[str] = ["", *words]
        self._numbers = {word: number for number, word in enumerate(self.words)}
        self._folded: list[str] = []

    def number(self, word: str | None) -> int:
        """The number of a word, a new one where it is met for the first time."""
        if not word:
            return 0
        known = self._numbers.get(word)
        if known is None:
            known = self._numbers[word] = len(self.words)
            self.words.append(word)
        return known

    @property
    def folded(self) -> list[str]:
        """Each word as it is looked up, by its number: case, marks and a leading article do not matter."""
        missing = self.words[len(self._folded) :]
        if missing:
            self._folded = [*self._folded, *(name_key(word).partition(":")[2] for word in missing)]
        return self._folded

    def known(self, word: str) -> int | None:
        """The number of a word, None for one that no claim has."""
        return self._numbers.get(word)


class Columns:
    """Rows of numbers side by side that are only ever added to; `view` is what is filled."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self.size = 0
        self._kinds = kinds
        self._held: dict[str, npt.NDArray[Any]] = {name: np.empty(_FIRST_ROOM, kind) for name, kind in kinds.items()}

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        """Adds rows, each in the order of the columns."""
        if not rows:
            return
        self._make_room(self.size + len(rows))
        for (name, kind), values in zip(self._kinds.items(), zip(*rows, strict=True), strict=True):
            self._held[name][self.size : self.size + len(rows)] = np.array(values, dtype=kind)
        self.size += len(rows)

    def view(self, name: str) -> npt.NDArray[Any]:
        """One column as far as it is filled."""
        return self._held[name][: self.size]

    def _make_room(self, wanted: int) -> None:
        room = len(next(iter(self._held.values())))
        if wanted <= room:
            return
        more = max(wanted, int(room * _GROWTH))
        for name, old in self._held.items():
            # a view of the old one stays as it is for whoever reads it
            grown = np.empty(more, old.dtype)
            grown[: self.size] = old[: self.size]
            self._held[name] = grown


class _Precision(msgspec.Struct, frozen=True):
    acled: int
    ucdp: int = 0


class _Where(msgspec.Struct, frozen=True):
    lat: float | None = None
    lon: float | None = None
    precision: _Precision | None = None
    geonameid: int | None = None
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    candidates: tuple[msgspec.Raw, ...] = ()


class _Place(msgspec.Struct, frozen=True):
    name: str | None = None
    # left out when nobody looked, null when the words name no place
    resolved: _Where | msgspec.UnsetType | None = msgspec.UNSET


class _HowSure(msgspec.Struct, frozen=True):
    polarity: str = "+"
    tense: str = "past"


class _Told(msgspec.Struct, frozen=True):
    """The little of a claim's body that is counted."""

    factuality: _HowSure = _HowSure()
    place: _Place | None = None
    score: float | None = None


class _Edit(msgspec.Struct, frozen=True):
    edited: _Told


# why a claim that names a place has no point: nobody looked it up, its words name none, no gazetteer has the name,
# or several places have it and none was chosen
PLACELESS = ("unlooked", "nothing", "unknown", "several")
_TELL = msgspec.json.Encoder()
_CLAIM = msgspec.json.Decoder(_Told)
_EDIT = msgspec.json.Decoder(_Edit)


def added_rows(tx: Transaction, after: int, upto: int, labels: dict[str, Labels]) -> Iterator[tuple[Any, ...]]:
    """The rows of `COLUMNS` for what was coded or edited after one entry up to another."""
    sql = (
        "SELECT f.seq, f.claim_seq, c.article_seq, f.type, f.earliest, f.latest, f.country, f.certainty, f.outlet, "
        "a.published_at, b.body FROM facet f JOIN claim c ON c.seq = f.claim_seq "
        "LEFT JOIN article a ON a.seq = c.article_seq LEFT JOIN body b ON b.seq = f.seq "
        "WHERE f.seq > ? AND f.seq <= ? ORDER BY f.seq"
    )
    for row in tx.stream(sql, (after, upto)):
        yield _numbers(row, labels)


def _numbers(row: Row, labels: dict[str, Labels]) -> tuple[Any, ...]:
    seq, claim, article, type_, earliest, latest, country, certainty, outlet, published, body = row
    told = _Told()
    if body is not None:
        told = _CLAIM.decode(body) if seq == claim else _EDIT.decode(body).edited
    where = told.place.resolved if told.place and told.place.resolved is not msgspec.UNSET else None
    is_point = where is not None and where.lat is not None and where.precision is not None
    return (
        seq,
        claim,
        article,
        labels["type"].number(type_),
        earliest or "NaT",
        latest or "NaT",
        _day_number(latest or earliest),
        labels["country"].number(country),
        CERTAINTIES.index(certainty),
        POLARITIES.index(told.factuality.polarity),
        TENSES.index(told.factuality.tense),
        labels["outlet"].number(outlet),
        published or "NaT",
        where.lat if is_point and where else np.nan,
        where.lon if is_point and where else np.nan,
        where.precision.acled if is_point and where and where.precision else 0,
        (where.geonameid or 0) if where else 0,
        labels["place"].number(told.place.name if told.place else None),
        labels["place"].number(where.name if where else None),
        labels["spot"].number(_spot(told.place)),
        told.score if told.score is not None else np.nan,
    )


def _day_number(day: str | None) -> int:
    return dt.date.fromisoformat(day).toordinal() - _FIRST_DAY if day else NO_DAY


def _spot(place: _Place | None) -> str | None:
    """A place as one word, so that claims are counted by it; for one without a point, one of `PLACELESS`."""
    if place is None:
        return None
    where = place.resolved
    if where is msgspec.UNSET:
        return "unlooked"
    if where is None:
        return "nothing"
    if where.lat is None or where.lon is None or where.precision is None:
        return "several" if where.candidates else "unknown"
    told = (where.lat, where.lon, where.precision.ucdp, where.country, where.admin1, where.name, where.geonameid)
    return _TELL.encode(told).decode()


def party_rows_after(tx: Transaction, after: int, upto: int, labels: dict[str, Labels]) -> Iterator[tuple[Any, ...]]:
    """The rows of `PARTY_COLUMNS` for whom claims named after one entry up to another."""
    keys = labels["key"]
    sql = "SELECT key, seq, claim_seq, role, leads FROM party WHERE seq > ? AND seq <= ? ORDER BY seq, key, role"
    for key, seq, claim, role, leads in tx.stream(sql, (after, upto)):
        yield keys.number(key), seq, claim, ROLES.index(role), bool(leads)
