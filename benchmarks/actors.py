"""Actors: a mention with its context and day becomes a country and up to two PLOVER sectors."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from allegedly.actors import Context, identify, shipped
from allegedly.actors.countries import country, country_word

# the cases say "today" for the day they were written; the latest day any of them names is of October 2022
_TODAY = dt.date(2022, 11, 1)
_FORMS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y")
# PLOVER writes these bodies in the place of a country
_BODIES = ("UNO", "EUR", "IGO")


def read(record: dict[str, Any]) -> dict[str, Any]:
    """Country and codes of one mention; an empty answer where it is no actor that is known."""
    near = _countries(record.get("context") or "")
    found = identify(shipped(), record["text"], Context(day=_day(record.get("date")), countries=near))
    if found is None or not (found.country or found.sectors):
        return {"id": record["id"], "got": {}}
    sectors = list(found.sectors)
    place = sectors.pop(0) if sectors[:1] and sectors[0] in _BODIES else _iso3(found.country or min(near, default=None))
    code_1, code_2 = (*sectors, "", "")[:2]
    return {"id": record["id"], "got": {"country": place, "code_1": code_1, "code_2": code_2}}


def _day(text: str | None) -> dt.date:
    if text in (None, "", "today"):
        return _TODAY
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - days have no zone
        except ValueError:
            continue
    raise ValueError(f"date: expected one of {', '.join(_FORMS)}, found {text!r}")


def _countries(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text)
    spans = [" ".join(words[at : at + length]) for length in (1, 2, 3) for at in range(len(words))]
    return frozenset(found.country.iso2 for found in map(country_word, spans) if found)


def _iso3(code: str | None) -> str:
    found = country(code)
    return found.iso3 if found else ""
