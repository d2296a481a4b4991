"""Who an actor is: the list of armed groups, governments, forces and leaders, and how names in a report lead to it.

`shipped()` is the list that comes with the program, `roster(own)` with a user's own list over it; `candidates` tells
everyone a name may mean, `resolve` one, several or none; `ties` who was tied to whom on a day. docs/actors.md tells it
all for users.
"""

from __future__ import annotations

from allegedly.actors.candidates import Context, candidates
from allegedly.actors.choosing import identify, resolve
from allegedly.actors.identities import Identity
from allegedly.actors.records import Alias, Bond, ListedActor, Office, Tie
from allegedly.actors.resolving import resolve_claims
from allegedly.actors.roster import Roster, roster, shipped
from allegedly.actors.ties import leaders, ties, ties_told

__all__ = [
    "Alias",
    "Bond",
    "Context",
    "Identity",
    "ListedActor",
    "Office",
    "Roster",
    "Tie",
    "candidates",
    "identify",
    "leaders",
    "resolve",
    "resolve_claims",
    "roster",
    "shipped",
    "ties",
    "ties_told",
]
