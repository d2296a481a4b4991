"""Forms a list of actors comes in from elsewhere: CSV, FollowTheMoney, a Wikidata query's result; each becomes rows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from allegedly.actors.countries import country_named
from allegedly.actors.listing import COLUMNS
from allegedly.errors import ActorListError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["csv_rows", "json_rows"]

# columns of a CSV that people call by other names
_ALSO_CALLED = {"label": "name", "caption": "name", "alias": "aliases", "countries": "country", "type": "kind"}
# a CSV may give the commonest ties a column of their own
_TIE_COLUMNS = ("part_of", "leads", "splits_from", "merges_with", "renamed_to", "pledges_allegiance_to", "allied_with")
_EXTRA = (*_TIE_COLUMNS, "leader", "since", "until")
_FTM_ACTORS = ("Organization", "LegalEntity", "PublicBody", "Person", "Company")
# FollowTheMoney's ties with the properties that hold their two ends, and what they are here
_FTM_TIES = {
    "Membership": ("member", "organization", "member_of"),
    "Directorship": ("director", "organization", "leads"),
    "Succession": ("successor", "predecessor", "successor_of"),
}


def csv_rows(text: str, where: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a CSV under our column names, with the line each begins on."""
    reader = csv.DictReader(io.StringIO(text))
    named = {head: _column(head) for head in reader.fieldnames or ()}
    strange = [head for head, name in named.items() if name not in (*COLUMNS, *_EXTRA)]
    if "name" not in named.values() or strange:
        known = ", ".join((*COLUMNS, *_EXTRA))
        found = ", ".join(named) or "an empty file"
        raise ActorListError(where, (f"line 1: columns: expected among {known}; found {found}",))
    before = reader.line_num
    led: dict[str, tuple[int, list[str]]] = {}
    for cells in reader:
        row = {named[head]: (cell or "").strip() for head, cell in cells.items() if head in named}
        leader = row.pop("leader", "")
        if leader:
            led.setdefault(leader, (before + 1, []))[1].append(f"leads {row.get('id') or row.get('name', '')}")
        yield before + 1, _folded(row)
        before = reader.line_num
    # a leader is an actor of their own, never a name of the group
    for leader, (line, bonds) in led.items():
        yield line, {"name": leader, "kind": "person", "ties": " | ".join(bonds)}


def _column(head: str) -> str:
    plain = head.strip().casefold().replace(" ", "_")
    return _ALSO_CALLED.get(plain, plain)


def _folded(row: dict[str, str]) -> dict[str, str]:
    """A row with the columns for ties and days led to the columns of the text form; countries by name to codes."""
    bonds = [row.get("ties", "")]
    for column in _TIE_COLUMNS:
        bonds += [f"{column} {other.strip()}" for other in row.pop(column, "").split("|") if other.strip()]
    since, until = row.pop("since", ""), row.pop("until", "")
    if (since or until) and not row.get("active"):
        row["active"] = f"{since}..{until}"
    row["ties"] = " | ".join(filter(None, bonds))
    row["country"] = ",".join(_code(part.strip()) for part in row.get("country", "").split(",") if part.strip())
    return row


def _code(text: str) -> str:
    """The code of a country by its name; other text stays, to be told as an error."""
    found = country_named(text)
    return found.iso2 if found else text


def json_rows(text: str, where: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """FollowTheMoney entities, one a line or in an array, or the bindings of a Wikidata result."""
    objects = _objects(text, where)
    if len(objects) == 1 and "results" in objects[0][1]:
        yield from _wikidata_rows(objects[0][1], where)
    else:
        yield from _ftm_rows(objects, where)


def _objects(text: str, where: str) -> list[tuple[int, dict[str, Any]]]:
    try:
        whole = json.loads(text)
        found = [(number, one) for number, one in enumerate(whole if isinstance(whole, list) else [whole], start=1)]
    except ValueError:
        found = []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            try:
                found.append((number, json.loads(line)))
            except ValueError as problem:
                told = f"line {number}: syntax: expected one JSON object a line, found {problem}"
                raise ActorListError(where, (told,)) from problem
    if not all(isinstance(one, dict) for _, one in found):
        raise ActorListError(where, ("syntax: expected JSON objects, found another value",))
    return found


def _ftm_rows(objects: list[tuple[int, dict[str, Any]]], where: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    bonds: dict[str, list[str]] = {}
    for number, entity in objects:
        schema = entity.get("schema")
        if schema in _FTM_TIES:
            start, end, kind = _FTM_TIES[schema]
            for one in _values(entity, start):
                bonds.setdefault(one, []).extend(_dated_tie(entity, kind, other) for other in _values(entity, end))
        elif schema not in _FTM_ACTORS:
            known = ", ".join((*_FTM_ACTORS, *_FTM_TIES))
            raise ActorListError(where, (f"line {number}: schema: expected one of {known}, found {schema!r}",))
    for number, entity in objects:
        if entity["schema"] in _FTM_TIES:
            continue
        names = _values(entity, "name")
        own = str(entity.get("id") or "")
        parents = [f"part_of {parent}" for parent in _values(entity, "parent")]
        aliases = (*names[1:], *_values(entity, "alias"), *_values(entity, "abbreviation"))
        yield (
            number,
            {
                "id": own,
                "name": names[0] if names else "",
                "kind": {"Person": "person", "Company": "business", "PublicBody": "government"}.get(
                    entity["schema"], ""
                ),
                "country": ",".join(_code(country.upper()) for country in _values(entity, "country")),
                "aliases": " | ".join(alias.replace("|", "/") for alias in aliases),
                "ties": " | ".join((*parents, *bonds.get(own, ()))),
                "source": "ftm",
            },
        )


def _dated_tie(entity: dict[str, Any], kind: str, other: str) -> str:
    days = f"{''.join(_values(entity, 'startDate')[:1])}..{''.join(_values(entity, 'endDate')[:1])}"
    return f"{kind} {other}" + (f" [{days}]" if days != ".." else "")


def _values(entity: dict[str, Any], name: str) -> list[str]:
    value = entity.get("properties", {}).get(name, [])
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _wikidata_rows(result: dict[str, Any], where: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """One row an item from SPARQL JSON with the variables item, itemLabel and, where asked for, the others."""
    try:
        bindings = result["results"]["bindings"]
        plain = [{name: str(cell["value"]) for name, cell in one.items()} for one in bindings]
    except (KeyError, TypeError, AttributeError) as problem:
        raise ActorListError(
            where, (f"syntax: expected a SPARQL result with bindings, found {problem!r}",)
        ) from problem
    items: dict[str, dict[str, list[str]]] = {}
    lines: dict[str, int] = {}
    for number, one in enumerate(plain, start=1):
        item = one.get("item", "").rpartition("/")[2]
        lines.setdefault(item, number)
        cells = items.setdefault(item, {})
        for name, value in one.items():
            cells.setdefault(name, []).append(value)
    for item, cells in items.items():
        alt = [part.strip() for cell in cells.get("itemAltLabel", []) for part in cell.split(",")]
        aliases = dict.fromkeys(part for part in (*cells.get("altLabel", []), *alt) if part)
        wholes = [f"part_of {_wikidata_id(whole)}" for whole in dict.fromkeys(cells.get("partOf", []))]
        days = f"{_day_of(cells.get('inception'))}..{_day_of(cells.get('dissolved'))}"
        yield (
            lines[item],
            {
                "id": f"wikidata:{item}" if item else "",
                "name": next(iter(cells.get("itemLabel", [])), ""),
                "kind": next(iter(cells.get("kind", [])), ""),
                "country": ",".join(dict.fromkeys(_code(code) for code in cells.get("countryCode", []))),
                "active": days if days != ".." else "",
                "aliases": " | ".join(alias.replace("|", "/") for alias in aliases),
                "ties": " | ".join(wholes),
                "source": "wikidata",
            },
        )


def _wikidata_id(address: str) -> str:
    return f"wikidata:{address.rpartition('/')[2]}"


def _day_of(values: list[str] | None) -> str:
    """A Wikidata time as a day: 2014-06-29T00:00:00Z."""
    return values[0].lstrip("+")[:10] if values else ""
