"""The task `times`: expressions of time with TIMEX3 type and value."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allegedly.times import read_timexes


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One report ({id, text, dct}) becomes {id, timexes: [{start, end, type, value}]}; of dct only the day is used."""
    day = (record.get("dct") or "")[:10]
    published_at = dt.date.fromisoformat(day) if day else None
    return {
        "id": record["id"],
        "timexes": [timex._asdict() for timex in read_timexes(record["text"], published_at=published_at)],
    }
