"""How a ledger's answers are shown to a person, in the manner of `allegedly read`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from allegedly import wording
from allegedly.show import WIDEST, show_claim
from allegedly.views.changes import ENDS
from allegedly.when import day_in_words

if TYPE_CHECKING:
    import datetime as dt

    from rich.console import Console

    from allegedly.ledger.held import Held
    from allegedly.views.history import ArticleView, ClaimView
    from allegedly.views.log import LogLine

__all__ = ["log_text", "show_article", "show_claim_view", "show_held"]

_STATUS_STYLE = {
    "proposed": "dim",
    "accepted": "bold green",
    "edited": "bold green",
    "rejected": "bold red",
    "superseded": "bold magenta",
}


def show_held(held: Held, console: Console) -> None:
    """Prints one claim as it stands: its id and status, where it was told, then what it says."""
    console.print(_heading(held), width=min(console.width, WIDEST), soft_wrap=True)
    if held.claim is None:
        console.print(Text("  its words were redacted", style="dim"))
    else:
        show_claim(held.claim, console, min(console.width, WIDEST))
    if held.superseded is not None:
        console.print(_end(held), width=min(console.width, WIDEST))
    console.print()


def show_claim_view(view: ClaimView, console: Console) -> None:
    """Prints one claim, the report it stands in, and everything that was entered of it."""
    show_held(view.held, console)
    if view.article is not None:
        told = wording.clean(view.article.title or view.article.text.strip().partition("\n")[0])
        console.print(Text.assemble(("in  ", "dim"), told, ("  " + view.held.article, "dim")), soft_wrap=True)
    console.print(Text.assemble(("to decide of it as it stands:  ", "dim"), f"--saw {view.held.standing.version}"))
    for line in view.history:
        console.print(Text(log_text(line), style="dim"), soft_wrap=True)


def show_article(view: ArticleView, console: Console) -> None:
    """Prints one article's heading and all its claims as they stand."""
    if view.article is None:
        console.print(Text(f"entry {view.seq}: its words were redacted", style="dim"))
    else:
        console.print(
            Text(wording.clean(view.article.title or view.article.text.strip().partition("\n")[0]), style="bold")
        )
        known = [view.article.publisher, view.article.url]
        dated = day_in_words(view.article.published_at) if view.article.published_at else "no date given"
        console.print(Text(" · ".join(filter(None, [dated, *known])), style="dim"), soft_wrap=True)
    if len(view.versions) > 1:
        told = ", ".join(f"#{seq}" for seq in view.versions)
        console.print(Text(f"versions of this page: entries {told}", style="dim"))
    console.print()
    for held in view.claims:
        show_held(held, console)


def log_text(line: LogLine) -> str:
    """One entry as one line of text."""
    told = [f"#{line.seq}", _moment(line.recorded_at), line.kind, line.subject]
    told.append("emptied by redaction" if line.words is None else wording.clean(line.words))
    if line.by:
        told.append(f"by {wording.clean(line.by)}")
    if line.reason:
        told.append(f"because: {wording.clean(line.reason)}")
    return "  ".join(told)


def _heading(held: Held) -> Text:
    told = Text.assemble((held.id, "bold"), "  ", (held.standing.status, _STATUS_STYLE[held.standing.status]))
    where = " · ".join(
        filter(None, [wording.clean(held.outlet or ""), day_in_words(held.published_at) if held.published_at else ""])
    )
    return told.append(f"  {where}", style="dim") if where else told


def _end(held: Held) -> Text:
    act = held.superseded
    if act is None:
        return Text()
    told = f"    {ENDS[act.cause]}" + (f": {wording.clean(act.reason)}" if act.notice else "")
    return Text(f"{told} → {act.successor}" if act.successor else told, style="magenta")


def _moment(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
