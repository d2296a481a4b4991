"""The task `geoparse`: the names of places in a report and where they lie."""

from __future__ import annotations

from typing import Any

from benchmarks.places import answered, report_of


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One report becomes {id, toponyms: [{start, end, lat, lon, geonameid}]}."""
    answers = [answered(one.start, one.end, one.place) for one in report_of(record, []).found()]
    return {"id": record["id"], "toponyms": [one for one in answers if one]}
