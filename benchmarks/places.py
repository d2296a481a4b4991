"""The task `places`: where given names of places lie.

Every name must be answered: where the package leaves two namesakes undecided the likelier stands here, and a name the
gazetteer lacks gets the place that the report tells it is near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allegedly.names.naming import ArticleNames
from allegedly.places import ReportPlaces, outlet_of
from allegedly.segment import split_sentences

if TYPE_CHECKING:
    from allegedly.model import ResolvedPlace


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One report with spans becomes {id, toponyms: [{start, end, lat, lon, geonameid}]}."""
    spans = [(one["start"], one["end"]) for one in record["toponyms"]]
    report = report_of(record, spans)
    answers = [
        answered(start, end, report.at(start, end)) or answered(start, end, report.nearby(start, end))
        for start, end in sorted(spans)
    ]
    return {"id": record["id"], "toponyms": [one for one in answers if one]}


def report_of(record: dict[str, Any], spans: list[tuple[int, int]]) -> ReportPlaces:
    """The places of a benchmark's report."""
    text = record["text"]
    sentences = [(one.start, one.end) for one in split_sentences(text, 0, len(text))]
    return ReportPlaces(ArticleNames(text, sentences), outlet_of(record.get("url")), spans)


def answered(start: int, end: int, place: ResolvedPlace | None) -> dict[str, Any] | None:
    """One name as the task has it; None where nothing is known of it."""
    if place is None:
        return None
    if place.lat is not None:
        return {"start": start, "end": end, "lat": place.lat, "lon": place.lon, "geonameid": place.geonameid}
    if not place.candidates:
        return None
    likely = place.candidates[0]
    return {"start": start, "end": end, "lat": likely.lat, "lon": likely.lon, "geonameid": likely.geonameid}
