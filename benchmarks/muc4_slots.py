"""Task muc4_slots: the incidents of a report in MUC-4's own slots, with day, country, kinds, effects and numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.claims import page_of, the_coder
from benchmarks.heads import believed
from benchmarks.muc4 import incidents
from benchmarks.places import report_of

from allegedly.actors.countries import country_word, longest_word
from allegedly.model import EventClaim
from allegedly.pipeline import code_page
from allegedly.quantities import find_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.muc4 import Filler, Incident

    from allegedly.coders.heads import WordChances

__all__ = ["read"]

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WORD = re.compile(r"[A-Za-z’'-]+")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
# slots told of a filler, by the role it fills
_TOLD_OF = {
    "PerpOrg": ("perp_confidence",),
    "Target": ("phys_target_type", "phys_target_effect", "phys_target_number"),
    "Victim": ("hum_target_type", "hum_target_effect", "hum_target_number"),
    "VictimDescribed": ("hum_target_type", "hum_target_effect", "hum_target_number"),
    "Weapon": ("weapon_type",),
}
_SLOTS = {
    "PerpInd": "perp_individual",
    "PerpOrg": "perp_org",
    "Target": "phys_target",
    "Victim": "hum_target",
    "VictimDescribed": "hum_target",
    "Weapon": "weapon",
}
# the codebook's types of happening that tell of an incident of each kind
_KINDS = {
    "ATTACK": frozenset(
        ("attack", "assassination", "execution", "armed_clash", "violence_other", "abuse", "security_operation")
    ),
    "BOMBING": frozenset(("bombing", "shelling", "air_strike")),
    "KIDNAPPING": frozenset(("abduction",)),
    "ARSON": frozenset(("destruction",)),
    "ROBBERY": frozenset(("seizure",)),
    "FORCED WORK STOPPAGE": frozenset(("threat", "protest")),
}
_STATE = "incident_category:STATE-SPONSORED VIOLENCE"


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One report ({id, text, date_line, pub_date}): its templates with the slots that can be told."""
    found, words = incidents(record["text"])
    where = location_of(record)
    told = claims_of(record) if found else ()
    templates = []
    for one in found:
        day = day_of(one, told, record)
        template: dict[str, Any] = {
            "incident_type": [[one.kind]],
            "stage": [["ACCOMPLISHED"]],
            "incident_category": [[_category(one, words)]],
            "date": [[day]] if day else [],
            "location": [[where]] if where else [],
        }
        for filler in one.fillers:
            template.setdefault(_SLOTS[filler.role], []).append([filler.words[0]])
            for slot in _TOLD_OF.get(filler.role, ()):
                if value := _told(slot, filler, words):
                    template.setdefault(slot, []).append({"value": [value]})
        templates.append(template)
    return {"id": record["id"], "templates": templates}


def _category(one: Incident, words: WordChances) -> str:
    """What most words that fill a role tell: the state's violence, or terror."""
    chances = [words.of(_STATE, *spot) for filler in one.fillers for spot in filler.spots[:1]]
    by_state = chances and sum(chances) / len(chances) >= believed("incidents")["state"]
    return "STATE-SPONSORED VIOLENCE" if by_state else "TERRORIST ACT"


def _told(slot: str, filler: Filler, words: WordChances) -> str | None:
    """The likeliest value of a slot told of a filler, if likely enough; a number that the words state comes first."""
    if slot.endswith("_number"):
        stated = next((count for count in find_counts(filler.words[0]) if count.best is not None), None)
        if stated is not None:
            return str(stated.best)
    columns = [column for column in words.columns if column.startswith(f"{slot}:")]
    likely = {column: max(words.of(column, *spot) for spot in filler.spots) for column in columns}
    best = max(columns, key=lambda column: likely[column])
    return best.partition(":")[2] if likely[best] >= believed("incidents")["told"] else None


def claims_of(record: dict[str, Any]) -> tuple[EventClaim, ...]:
    """The happenings that the package reads from a report."""
    _, reading = code_page(page_of({**record, "published_at": record.get("pub_date")}), the_coder())
    return tuple(claim for claim in reading.claims if isinstance(claim, EventClaim)) if reading else ()


def day_of(one: Incident, told: Sequence[EventClaim], record: dict[str, Any]) -> str | None:
    """The day of the claim that tells most of an incident; else some day up to the printing ("- 04 MAR 90")."""
    printed = dt.date.fromisoformat(record["pub_date"]) if record.get("pub_date") else None
    claim = max(
        (it for it in told if it.type in _KINDS.get(one.kind, ())), key=lambda it: _tells(it, one), default=None
    )
    time = claim.time if claim else None
    if time and time.earliest and time.earliest == time.latest and (not printed or time.latest <= printed):
        return _written(time.earliest)
    return f"- {_written(printed)}" if printed else None


def _tells(claim: EventClaim, one: Incident) -> int:
    """How many of an incident's fillers stand in the words of a claim."""
    return sum(
        any(part.start <= start < part.end for part in claim.evidence for start, _ in filler.spots)
        for filler in one.fillers
    )


def _written(day: dt.date) -> str:
    return f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year % 100:02d}"


def location_of(record: dict[str, Any]) -> str | None:
    """The country of a report with the town in it that it names most often ("PERU: LIMA (CITY)"), or the country alone.

    The set has a town behind half of its countries; it tells what kind of place that is, a city nearly always.
    """
    country = country_of(record)
    if country is None:
        return None
    named = country_word(country)
    code = named.country.iso2 if named else None
    towns: Counter[str] = Counter()
    for found in report_of(record, []).found():
        place = found.place
        # ACLED's 1 is a point, not a region
        if place and place.precision and place.precision.acled == 1 and place.country == code:
            towns[_ARTICLE.sub("", " ".join(found.text.split())).upper()] += 1
    return f"{country}: {towns.most_common(1)[0][0]} (CITY)" if towns else country


def country_of(record: dict[str, Any]) -> str | None:
    """The country that a report's words and its dateline name most often."""
    said: Counter[str] = Counter()
    for text, weight in ((record.get("date_line") or "", 2), (record["text"], 1)):
        words = _WORD.findall(text)
        at = 0
        while at < len(words):
            longest = longest_word(words[at])
            named = next(
                ((n, word) for n in range(longest, 0, -1) if (word := country_word(" ".join(words[at : at + n])))), None
            )
            if named:
                said[named[1].country.name.upper()] += weight
            at += named[0] if named else 1
    return said.most_common(1)[0][0] if said else None
