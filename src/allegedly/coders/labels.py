"""What the encoder's heads tell apart: one list for the recipe that trains them and the coder that reads them.

The order of every list is part of the shipped model; a change means a new model.
"""

from __future__ import annotations

from allegedly.model import TYPES

__all__ = ["CERTAINTIES", "COUNT_ROLES", "OUTSIDE", "POLARITIES", "ROLES", "TENSES", "TRIGGER_TYPES", "VOICE_ROLES"]

OUTSIDE = 0
# corrections are read by grammar (allegedly.corrections), so the encoder has no types for them
TRIGGER_TYPES: tuple[str, ...] = ("", *TYPES["event"], *TYPES["relation"], *TYPES["quantity"])

COUNT_ROLES: tuple[str, ...] = (
    "killed",
    "wounded",
    "abducted",
    "arrested",
    "displaced",
    "fighters",
    "members",
    "participants",
    "other",
)
# `actor` is also a relation's or quantity's subject, `target` a relation's object
ROLES: tuple[str, ...] = (
    "actor",
    "target",
    "place",
    "time",
    "weapon",
    "voice",
    "relayed_by",
    "voice_cue",
    "doubt_cue",
    "evidence",
    *COUNT_ROLES,
)
POLARITIES: tuple[str, ...] = ("+", "-")
CERTAINTIES: tuple[str, ...] = ("certain", "probable", "possible", "unknown")
TENSES: tuple[str, ...] = ("past", "ongoing", "future", "hypothetical")
# "" is the outlet's own voice
VOICE_ROLES: tuple[str, ...] = (
    "",
    "outlet",
    "official",
    "security_force",
    "armed_group",
    "witness",
    "victim",
    "analyst",
    "ngo",
    "igo",
    "media",
    "social_media",
    "document",
    "court",
    "person",
    "anonymous",
    "unspecified",
)
