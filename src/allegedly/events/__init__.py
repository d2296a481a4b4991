"""Which claims of different reports tell of one happening, why, and what number they amount to."""

from __future__ import annotations

from allegedly.events.blocking import blocks
from allegedly.events.copies import copy_groups, is_copy, signature
from allegedly.events.gathering import gather
from allegedly.events.likeness import SAME, Likeness, compare
from allegedly.events.numbers import RULE, Figure, Range, figures, merged
from allegedly.events.tellings import GROUPS, REPORT, Telling, about, happened, telling, tellings

__all__ = [
    "GROUPS",
    "REPORT",
    "RULE",
    "SAME",
    "Figure",
    "Likeness",
    "Range",
    "Telling",
    "about",
    "blocks",
    "compare",
    "copy_groups",
    "figures",
    "gather",
    "happened",
    "is_copy",
    "merged",
    "signature",
    "telling",
    "tellings",
]
