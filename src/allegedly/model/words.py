"""The closed lists of words the records use; the codebook says what each means."""

from __future__ import annotations

from typing import Literal, get_args

CODEBOOK_VERSION = "1.3"

ZoneLabel = Literal["body", "headline", "quotation", "embedded_post", "caption", "furniture", "correction"]
MediaType = Literal["text/plain", "text/html", "application/json", "application/xml"]
MentionKind = Literal["actor", "place", "weapon"]
CountWhat = Literal[
    "killed", "wounded", "abducted", "arrested", "displaced", "fighters", "members", "participants", "other"
]
Precision = Literal["day", "week", "month", "year", "decade"]
Basis = Literal["stated", "anchored", "publication"]
VoiceRole = Literal[
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
]
Polarity = Literal["+", "-"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Tense = Literal["past", "ongoing", "future", "hypothetical"]
NoticeKind = Literal["correction", "clarification", "update", "retraction"]
BombingMode = Literal["suicide", "vehicle", "roadside"]
# ACLED's eight interaction codes and PLOVER's sectors both map onto these; docs/crosswalk.md says how
ActorKind = Literal[
    "government",
    "state_forces",
    "police",
    "rebel",
    "political_militia",
    "identity_militia",
    "rioters",
    "protesters",
    "civilians",
    "external_forces",
    "party",
    "igo",
    "ngo",
    "media",
    "business",
    "criminal",
    "person",
]
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
