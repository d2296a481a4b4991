"""PLOVER's sectors of a listed actor on a day: a person by the office held or the group led then, others by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.actors.records import holds
from allegedly.actors.roles import role_of
from allegedly.vocab import kind_codes

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.actors.records import ListedActor, Office

__all__ = ["office_on", "sectors_of"]


def office_on(actor: ListedActor, day: dt.date | None) -> Office | None:
    """The office a person held on a day; without a day the last one, where it has not ended.

    >>> from allegedly.actors import shipped
    >>> import datetime as dt
    >>> office_on(shipped().named("Vladimir Putin")[0].actor, dt.date(2009, 1, 1)).title
    'prime minister'
    """
    if day is None:
        return next((office for office in reversed(actor.offices) if office.until is None), None)
    held = [office for office in actor.offices if holds(office.since, office.until, day)]
    # where the years of two offices meet, the one that began later
    return max(held, key=lambda office: office.since or day) if held else None


def sectors_of(actor: ListedActor, day: dt.date | None) -> tuple[str, ...]:
    """PLOVER's sectors of an actor on a day; somebody whose office has ended is of the elite.

    >>> from allegedly.actors import shipped
    >>> sectors_of(shipped().named("Tony Blair")[0].actor, None), sectors_of(shipped().named("Hamas")[0].actor, None)
    (('ELI',), ('REB',))
    """
    if actor.kind != "person":
        code = kind_codes(actor.kind).plover if actor.kind else None
        return actor.sectors or ((code,) if code else ())
    if actor.offices:
        office = office_on(actor, day)
        role = role_of(office.title.split(" of ")[0].casefold()) if office else None
        return role.sectors if role else ("GOV",) if office else ("ELI",)
    return ("REB",) if any(bond.type == "leads" for bond in actor.ties) else ()
