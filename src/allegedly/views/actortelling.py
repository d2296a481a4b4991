"""How an actor is shown to a person: the names it goes by, and every claimed tie with who claims it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from allegedly import wording
from allegedly.show import WIDEST
from allegedly.when import day_in_words, days_in_words

if TYPE_CHECKING:
    from rich.console import Console

    from allegedly.views.actors import ActorLine, ActorView, Tie

__all__ = ["actor_line", "show_actor"]

# the names and kinds of claim a line has room for; --json has all of them
_SHOWN = 6


def actor_line(line: ActorLine) -> str:
    """One actor of the list as one line of text."""
    known = f"  {line.key}" if line.key.startswith("id:") else ""
    return f"{line.claims:>6,}  {wording.clean(line.name)}{known}"


def show_actor(view: ActorView, console: Console) -> None:
    """Prints one actor: its names, in how many claims of what kind it stands, and its ties as claimed."""
    width = min(console.width, WIDEST)
    first, *others = view.names
    console.print(Text(first[0], style="bold"), width=width)
    if others:
        told = ", ".join(f"{name} ({number})" for name, number in others[:_SHOWN])
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        console.print(Text(f"also called {told}{more}", style="dim"), width=width)
    days = days_in_words(view.earliest, view.latest)
    kinds = sorted(view.types, key=lambda one: -one[2])[:_SHOWN]
    counted = ", ".join(f"{kind.replace('_', ' ')} as {role} ({number})" for kind, role, number in kinds)
    plural = "s" * (view.claims != 1)
    console.print(
        Text(" · ".join(filter(None, [f"{view.claims:,} claim{plural}", days, counted])), style="dim"), width=width
    )
    for tie in view.ties:
        console.print(_tie(tie), width=width)
    console.print()


def _tie(tie: Tie) -> Text:
    kind = tie.type.replace("_", " ")
    other = tie.other or "(nobody named)"
    told = f"{kind} {other}" if tie.role == "subject" else f"{other} {kind} it"
    sure = "denied" if tie.polarity == "-" else "" if tie.certainty == "certain" else tie.certainty
    inner = tie.says[-1] if tie.says else None
    says = wording.clean(inner.name or inner.who) if inner else "the outlet itself"
    since = f"since {day_in_words(tie.since)}" if tie.since else ""
    where = " ".join(filter(None, [wording.clean(tie.outlet or ""), day_in_words(tie.told) if tie.told else ""]))
    bar = "┃" if not sure else "┊"
    facts = " · ".join(filter(None, [since, sure, f"says {says}", where, tie.status]))
    return Text.assemble(f" {bar} ", (told, "bold"), "  ", (facts, "dim"), "  ", (tie.claim, "dim"))
