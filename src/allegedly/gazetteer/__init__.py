"""The gazetteer: places of the whole world by name, in one file that comes with the package.

It knows towns of 500 people and more, regions, countries and parts of the world, and needs no network. Names and points
are those of GeoNames.
"""

from __future__ import annotations

from allegedly.gazetteer.index import ATTRIBUTION
from allegedly.gazetteer.keys import key_of
from allegedly.gazetteer.lookup import Gazetteer, Place, own_path, shipped_path, the_index
from allegedly.gazetteer.outlines import Outlines, around
from allegedly.gazetteer.own import WithOwn, demo_places, own_places, the_gazetteer, with_own

__all__ = [
    "ATTRIBUTION",
    "Gazetteer",
    "Outlines",
    "Place",
    "WithOwn",
    "around",
    "demo_places",
    "key_of",
    "own_path",
    "own_places",
    "shipped_path",
    "the_gazetteer",
    "the_index",
    "with_own",
]
