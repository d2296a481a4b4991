"""What a claim names: somebody or something in the article's words, and who or where that is known to be."""

from __future__ import annotations

import msgspec

from allegedly.errors import RecordError
from allegedly.model.spans import Record, check_quote
from allegedly.model.words import ActorKind  # noqa: TC001 - msgspec reads the annotations

__all__ = ["ActorCandidate", "Part", "PlaceCandidate", "PlacePrecision", "ResolvedActor", "ResolvedPlace"]

# the codes of the two code books: ACLED's geo-precision and UCDP's where_prec
_ACLED_CODES, _UCDP_CODES = range(1, 4), range(1, 8)


class PlacePrecision(Record, frozen=True, kw_only=True):
    """How near a point is to the place meant: ACLED's 1 (the place) to 3 (a region), UCDP's 1 to 7.

    >>> PlacePrecision(acled=1, ucdp=1).acled
    1
    """

    acled: int
    ucdp: int

    def __post_init__(self) -> None:
        if self.acled not in _ACLED_CODES or self.ucdp not in _UCDP_CODES:
            raise RecordError(f"precision: expected ACLED 1 to 3 and UCDP 1 to 7, got {self.acled}, {self.ucdp}")


class PlaceCandidate(Record, frozen=True, kw_only=True):
    """One place a name may mean, with how well it fits from 0 to 1."""

    geonameid: int
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    score: float

    def __post_init__(self) -> None:
        _check_point(self.lat, self.lon, self.name)
        _check_score(self.score, self.name)


class ResolvedPlace(Record, frozen=True, kw_only=True):
    """Which place a name means: one with its point and precision, or none with the candidates that remain.

    `country` is the ISO 3166 code of two letters; `reason` says in words why this place, or why none.
    """

    reason: str
    geonameid: int | None = None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: PlacePrecision | None = None
    score: float | None = None
    candidates: tuple[PlaceCandidate, ...] = ()

    def __post_init__(self) -> None:
        point = (self.lat, self.lon, self.precision)
        if (self.lat is None) != (self.lon is None) or (self.lat is None) != (self.precision is None):
            raise RecordError(f"place {self.name}: a point and its precision stand together or not at all, got {point}")
        if self.lat is not None and self.lon is not None:
            _check_point(self.lat, self.lon, self.name)
        if self.score is not None:
            _check_score(self.score, self.name)


class ActorCandidate(Record, frozen=True, kw_only=True):
    """One actor a name may mean, with how well it fits from 0 to 1."""

    id: str
    name: str
    kind: ActorKind | None
    country: str | None
    score: float

    def __post_init__(self) -> None:
        _check_score(self.score, self.name)


class ResolvedActor(Record, frozen=True, kw_only=True):
    """Who a name means: one actor of the list, only a kind ("militants"), or none with the candidates that remain."""

    id: str | None = None
    name: str | None = None
    kind: ActorKind | None = None
    country: str | None = None
    score: float | None = None
    candidates: tuple[ActorCandidate, ...] = ()

    def __post_init__(self) -> None:
        if (self.id is None) != (self.name is None):
            raise RecordError(f"actor: id and name stand together or not at all, got {self.id}, {self.name}")
        if self.score is not None:
            _check_score(self.score, self.name)


class Part(Record, frozen=True, kw_only=True):
    """Somebody or something a claim names, with the fullest name the article gives for it.

    `start` and `end` are None together when the article has no words for it at that point. `actor` and `resolved`
    are left out (UNSET) when nobody looked them up, and None when they were looked up and nothing is known.
    """

    text: str
    name: str
    start: int | None = None
    end: int | None = None
    actor: ResolvedActor | msgspec.UnsetType | None = msgspec.UNSET
    resolved: ResolvedPlace | msgspec.UnsetType | None = msgspec.UNSET

    def __post_init__(self) -> None:
        check_quote(self.start, self.end, self.text, "part")

    @property
    def known_actor(self) -> ResolvedActor | None:
        """Who it is, where that was looked up."""
        return self.actor if isinstance(self.actor, ResolvedActor) else None

    @property
    def known_place(self) -> ResolvedPlace | None:
        """Where it is, where that was looked up.

        >>> Part(text="Grozny", name="Grozny").known_place is None
        True
        """
        return self.resolved if isinstance(self.resolved, ResolvedPlace) else None


def _check_point(lat: float, lon: float, name: str | None) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise RecordError(f"place {name}: expected latitude -90 to 90 and longitude -180 to 180, got {lat}, {lon}")


def _check_score(score: float, name: str | None) -> None:
    if not 0 <= score <= 1:
        raise RecordError(f"{name}: expected a score from 0 to 1, got {score}")
