"""Which place a name in a report means: one of the gazetteer's with its point, or none with those that remain.

A report's names are settled together, each beside what the others mean; see docs/places.md.
"""

from __future__ import annotations

from allegedly.places.claims import with_places
from allegedly.places.outlets import outlet_of
from allegedly.places.report import Found, ReportPlaces

__all__ = ["Found", "ReportPlaces", "outlet_of", "with_places"]
