"""Why one place was chosen among its namesakes, or none, in words a reader can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.places.weighing import FEATURES

if TYPE_CHECKING:
    from allegedly.gazetteer import Place
    from allegedly.places.weighing import Floats

__all__ = ["reason_for", "undecided"]

# what is said when this is what speaks most for the place against the next likely one
_SAID = {
    "held_as_told": "it lies in the place named beside it",
    "country_share": "most places of the report lie in its country",
    "region_share": "most places of the report lie in its region",
    "nearness": "it lies nearest to other places of the report",
    "country_named": "the report names its country",
    "region_named": "the report names its region",
    "district_named": "the report names its district",
    "outlet_country": "the outlet is of its country",
    "outlet_name_small": "the outlet bears its name",
    "hint_fits": "the words beside it tell this kind of place",
    "own_name": "it is the place's first name",
}
# countries, regions and large towns are meant before small ones: all one reason
_BY_SIZE = "the best known of {} places of that name"


def reason_for(rows: Floats, chances: Floats, weights: Floats, places: tuple[Place, ...], best: int) -> str:
    """What speaks most for the chosen place against the likeliest other one."""
    others = [number for number in range(len(places)) if number != best]
    if not others:
        return "the only place of that name"
    rival = max(others, key=lambda number: (chances[number], -number))
    gains = weights * (rows[best] - rows[rival])
    told = {name: float(gains[FEATURES.index(name)]) for name in _SAID}
    by_size = float(sum(gains)) - sum(told.values())
    name = max(told, key=lambda name: (told[name], name))
    return _SAID[name] if told[name] > max(by_size, 0.0) else _BY_SIZE.format(len(places))


def undecided(places: tuple[Place, ...]) -> str:
    """Why no place was chosen."""
    if len(places) == 1:
        return "the only place of that name fits nothing else in the report"
    return f"{len(places)} places have that name and the report does not tell which"
