"""Which claims of different reports tell of one happening, why, and what number they amount to."""

from __future__ import annotations

from allegedly.events.blocking import blocks
from allegedly.events.gathering import gather
from allegedly.events.likeness import SAME, Likeness, compare
from allegedly.events.tellings import GROUPS, STORY, Telling, about, happened, telling, tellings

__all__ = [
    "GROUPS",
    "SAME",
    "STORY",
    "Likeness",
    "Telling",
    "about",
    "blocks",
    "compare",
    "gather",
    "happened",
    "telling",
    "tellings",
]
