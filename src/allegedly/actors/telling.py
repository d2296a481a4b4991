"""An actor told to a person: who it is, by which names, and its ties on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.actors.roster import LICENCES
from allegedly.actors.ties import ties

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.actors.roster import Roster
    from allegedly.model import ActorCandidate

__all__ = ["candidate_lines"]

# more names than this say little more
_NAMES = 8


def candidate_lines(one: ActorCandidate, roster: Roster, on: dt.date | None = None) -> list[str]:
    """One candidate in lines: name, kind, country, score; then id, other names, ties, whose facts these are.

    >>> from allegedly.actors import candidates, shipped
    >>> candidate_lines(candidates(shipped(), "Maute group")[0], shipped())[0]
    'Maute group (rebel, PH), 1.0'
    """
    actor = roster.actors[one.id]
    about = ", ".join(filter(None, (one.kind, ",".join(actor.countries))))
    lines = [f"{one.name} ({about}), {one.score}" if about else f"{one.name}, {one.score}", f"  id      {one.id}"]
    names = [alias.name + _days(alias.since, alias.until) for alias in actor.aliases]
    if names:
        more = f", and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        lines.append(f"  names   {', '.join(names[:_NAMES])}{more}")
    lines += [f"  office  {office.title}{_days(office.since, office.until)}" for office in actor.offices]
    for tie in ties(one.id, on, roster=roster):
        ends = [roster.actors[end].name if end in roster else end for end in (tie.subject, tie.object)]
        lines.append(f"  tie     {ends[0]} {tie.type} {ends[1]}{_days(tie.since, tie.until)}")
    sources = [f"{source}: {LICENCES[source]}" if source in LICENCES else source for source in actor.source.split()]
    return [*lines, *(f"  source  {source}" for source in sources)]


def _days(since: dt.date | None, until: dt.date | None) -> str:
    """The days in brackets, nothing where none is known."""
    return f" [{since or ''}..{until or ''}]" if since or until else ""
