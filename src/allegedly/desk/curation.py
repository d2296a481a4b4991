"""Two codings of a report side by side, made one pair by pair; all of it enters the ledger at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.desk.blindcoding import named_article, report_at
from allegedly.desk.claimform import form_choices
from allegedly.desk.codinglist import coder_of, own_name, report_title
from allegedly.desk.deciding import known_claim
from allegedly.desk.marking import stretches
from allegedly.desk.pages import Done, PageRoute, Shown, WriteRoute, Writing
from allegedly.desk.pairing import pair_of
from allegedly.errors import ForbiddenError, NotFoundError, RefusedError
from allegedly.ledger.coderacts import LEDGER, Choice, Taken
from allegedly.model import Article, Claim, Record
from allegedly.stores.batch import head
from allegedly.views.codings import has_open_coding
from allegedly.views.sidebyside import Row, SideBySide, side_by_side

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.stores.engine import Transaction
    from allegedly.views.codingstates import ArticleCodings

__all__ = ["PAGES", "WRITES"]


class CurationReport(Record, frozen=True, kw_only=True):
    """A report whose codings are made one: who coded it, and side by side what two of them coded.

    `may_look` is "yes", or what stands against it: "nothing" (nobody has submitted), "name" (nobody knows who asks),
    "coding" (the reader is still coding it), "begin" (it must be entered first that the reader curates it). `rows` are
    empty until then.
    """

    seq: int
    article: Article | None
    latest: int
    submitted: tuple[str, ...]
    coding: tuple[str, ...]
    one: str | None
    other: str | None
    may_look: str
    rows: tuple[Row, ...]
    curated_by: str | None
    curated_at: dt.datetime | None


class Beginning(Writing, frozen=True, kw_only=True):
    """Somebody is going to see what was coded of a report, and will not code it blind any more."""


class Begun(Record, frozen=True, kw_only=True):
    """Who curates which report."""

    seq: int
    by: str


class Curating(Writing, frozen=True, kw_only=True):
    """What a curator takes of every pair: the first coder's, the other's, the ledger's, an edited claim, or neither.

    `despite` says that others may still be coding the report, who will then find what is taken in the ledger.
    """

    one: str
    other: str
    reason: str
    decisions: tuple[Choice, ...]
    despite: bool = False


class Curated(Record, frozen=True, kw_only=True):
    """What came of every pair, with the ledger's claim it became."""

    by: str
    taken: tuple[Taken, ...]


class Checking(Writing, frozen=True, kw_only=True):
    """A claim that is about to be taken instead of both."""

    claim: Claim


class Checked(Record, frozen=True, kw_only=True):
    """The claim as it would be entered, its names looked up."""

    claim: Claim


def curation_report(asked: Asked) -> Shown:
    """The page of one report to curate."""
    article, name, latest = report_at(asked)
    state = asked.bench.codings.at(asked.tx, asked.upto).get(name)
    if state is None or not state.submitted:
        return _nothing(asked, article, latest)
    may_look = _may_look(asked, state)
    one, other = _two(asked, state)
    laid = SideBySide(article=name, coders=(one, other), rows=())
    if may_look == "yes" and article is not None and latest == asked.path["seq"]:
        laid = side_by_side(asked.tx, name, (one, other), coder_of(asked), asked.upto)
    by, at = state.curated[-1] if state.curated else (None, None)
    record = CurationReport(
        seq=asked.path["seq"],
        article=article,
        latest=latest,
        submitted=state.submitted,
        coding=tuple(who for who, coding in state.codings.items() if not coding.is_submitted),
        one=one,
        other=other,
        may_look=may_look,
        rows=laid.rows,
        curated_by=by,
        curated_at=at,
    )
    pairs = [pair_of(row, (one, other), with_ledger=other == LEDGER) for row in laid.rows]
    marks = [(side.mark, side.claim) for pair in pairs for side in pair.sides if side]
    aids = {
        "pairs": pairs,
        "cut": stretches(article, marks) if article else [],
        "decides": asked.as_of is None and may_look == "yes" and article is not None,
        "form": form_choices(),
        "draft": f"{asked.path['seq']} {one} {other} {state.last}",
    }
    return Shown(record, _title(asked), aids=aids)


def _nothing(asked: Asked, article: Article | None, latest: int) -> Shown:
    """A report that nobody has submitted a coding of."""
    record = CurationReport(
        seq=asked.path["seq"],
        article=article,
        latest=latest,
        submitted=(),
        coding=(),
        one=None,
        other=None,
        may_look="nothing",
        rows=(),
        curated_by=None,
        curated_at=None,
    )
    return Shown(record, _title(asked), aids={"pairs": (), "cut": [], "decides": False})


def _title(asked: Asked) -> str:
    return report_title(asked.tx, asked.path["seq"]) or f"Report {asked.path['seq']}, redacted"


def begin(asked: Asked, _: Beginning) -> Done:
    """Enters that somebody curates a report from now on."""
    by, seq = coder_of(asked), asked.path["seq"]
    ledger = asked.bench.ledger
    with ledger.engine.reading() as tx:
        name = named_article(tx, seq, asked.upto).id
        state = asked.bench.codings.at(tx, head(tx).seq).get(name)
    if state is None or by not in state.curators:
        ledger.begin_curation(name, by=by)
    return Done(Begun(seq=seq, by=by), f"/curation/{seq}")


def curate(asked: Asked, told: Curating) -> Done:
    """Enters what a curator takes of every pair, all of it or nothing."""
    by, seq = coder_of(asked), asked.path["seq"]
    ledger = asked.bench.ledger
    with ledger.engine.reading() as tx:
        article = named_article(tx, seq, asked.upto)
        upto = head(tx).seq
        state = asked.bench.codings.at(tx, upto).get(article.id)
        if state is None or not _is_curator(state, by):
            raise ForbiddenError(f"{article.id}: {by} has not begun to curate it; do so at /curation/{seq}")
        _nobody_left(article.id, state, told)
        laid = side_by_side(tx, article.id, (told.one, told.other), by, upto)
    _all_decided(article.id, laid, told)
    decisions = [_with_known(article, choice) for choice in told.decisions]
    act = ledger.curate(article.id, by=by, reason=told.reason, coders=(told.one, told.other), decisions=decisions)
    return Done(Curated(by=by, taken=act.taken), "/curation")


def check(asked: Asked, told: Checking) -> Done:
    """Looks a claim up and checks its words against the report; enters nothing."""
    with asked.bench.ledger.engine.reading() as tx:
        article = named_article(tx, asked.path["seq"], asked.upto)
    return Done(Checked(claim=known_claim(article, told.claim)), f"/curation/{asked.path['seq']}", status=200)


def _is_curator(state: ArticleCodings, by: str) -> bool:
    """Whether somebody has entered to be a curator, or is done coding; neither can be swayed any more."""
    return by in state.curators or by in state.submitted


def _may_look(asked: Asked, state: ArticleCodings) -> str:
    name = own_name(asked)
    if name is None:
        return "name"
    # who asks for an earlier moment is asked about now
    now = _now(asked.tx, asked, state)
    if has_open_coding(now.codings, name) or has_open_coding(state.codings, name):
        return "coding"
    return "yes" if _is_curator(now, name) else "begin"


def _now(tx: Transaction, asked: Asked, state: ArticleCodings) -> ArticleCodings:
    return asked.bench.codings.at(tx, head(tx).seq).get(state.article, state)


def _two(asked: Asked, state: ArticleCodings) -> tuple[str, str]:
    """Whose codings are laid side by side: those the address names, else the first two, else the one and the ledger."""
    told = [asked.query.get(name) or None for name in ("one", "other")]
    for name in told:
        if name is not None and name not in (*state.submitted, LEDGER):
            raise NotFoundError(f"{name}: has submitted no coding of this report; {', '.join(state.submitted)} has")
    one = told[0] if told[0] not in (None, LEDGER) else next((it for it in state.submitted if it != told[1]), None)
    other = told[1] or next((it for it in (*state.submitted, LEDGER) if it != one), LEDGER)
    if one is None or one == other:
        raise NotFoundError(f"expected the codings of two people, or one and the ledger, found {other} twice")
    return one, other


def _nobody_left(article: str, state: ArticleCodings, told: Curating) -> None:
    """Refuses while somebody else is still coding the report, unless the curator has said that this is known."""
    left = [who for who, coding in state.codings.items() if not coding.is_submitted]
    if left and not told.despite:
        raise RefusedError(
            f"{article}: {', '.join(left)} is still coding it and would find in the ledger what you take; wait, or say "
            "that you go on all the same (despite)"
        )


def _all_decided(article: str, laid: SideBySide, told: Curating) -> None:
    """Every pair is decided of, none twice and none that is not there."""
    wanted = {
        (row.one and row.one.number, row.other and row.other.number, row.held and row.held.id) for row in laid.rows
    }
    given = [(choice.one, choice.other, choice.claim) for choice in told.decisions]
    if len(given) != len(set(given)) or set(given) != wanted:
        raise RefusedError(
            f"{article}: expected a decision of each of the {len(wanted)} pairs, found {len(given)} of "
            f"{len(wanted & set(given))} of them; load the page again, its codings may have changed"
        )


def _with_known(article: Article, choice: Choice) -> Choice:
    """A choice whose edited claim has its names looked up."""
    if choice.edited is None:
        return choice
    told = {name: getattr(choice, name) for name in choice.__struct_fields__}
    return Choice(**{**told, "edited": known_claim(article, choice.edited)})


PAGES = (PageRoute("/curation/{seq:int}", "curation.html", curation_report, needs="adjudicator"),)
WRITES = (
    WriteRoute("/curation/{seq:int}/begin", Beginning, Begun, begin, "Begin to curate a report", needs="adjudicator"),
    WriteRoute(
        "/curation/{seq:int}/decisions",
        Curating,
        Curated,
        curate,
        "Make two codings one, pair by pair, all at once",
        needs="adjudicator",
    ),
    WriteRoute(
        "/curation/{seq:int}/checks",
        Checking,
        Checked,
        check,
        "Check a claim against a report's words; enters nothing",
        needs="adjudicator",
    ),
)
