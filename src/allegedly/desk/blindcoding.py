"""One report coded blind: its words and one's own claims of it; nothing of the ledger's, nothing of anybody else's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.desk.claimform import form_choices
from allegedly.desk.codinglist import beside, coder_of, own_name, to_code
from allegedly.desk.deciding import known_claim
from allegedly.desk.marking import stretches
from allegedly.desk.pages import Done, PageRoute, Shown, WriteRoute, Writing
from allegedly.desk.people import may
from allegedly.errors import NotFoundError, RefusedError
from allegedly.ledger.blindcodings import BlindCoding, NumberedClaim
from allegedly.ledger.curators import curators
from allegedly.ledger.finding import article_entries, latest_article
from allegedly.ledger.held import article_at
from allegedly.model import Article, Claim, Record
from allegedly.stores.batch import head
from allegedly.views.codings import blind_coding
from allegedly.wording import clean

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.stores.engine import Transaction

__all__ = ["PAGES", "WRITES", "named_article", "report_at"]


class BlindReport(Record, frozen=True, kw_only=True):
    """A report to be coded blind, with one's own claims of it under their numbers.

    `latest` is the entry of the article's latest version, which alone can be coded; `article` is None when a redaction
    emptied it. `curates` is whether the coder has seen what others coded, and cannot code it blind any longer.
    """

    seq: int
    article: Article | None
    latest: int
    by: str | None
    claims: tuple[NumberedClaim, ...]
    submitted_at: dt.datetime | None
    reopened: int
    curates: bool
    earlier: int | None
    later: int | None


class Laying(Writing, frozen=True, kw_only=True):
    """A claim of one's own coding: a new one, or what stands under a number from now on."""

    claim: Claim
    number: int | None = None


class Laid(Record, frozen=True, kw_only=True):
    """The claim's number in one's own coding."""

    number: int
    by: str


class TakingBack(Writing, frozen=True, kw_only=True):
    """The number of a claim that is taken out of one's own coding."""

    number: int


class Submitting(Writing, frozen=True, kw_only=True):
    """One's own coding is done; `claims` is how many claims it was seen to have."""

    claims: int | None = None


class Reopening(Writing, frozen=True, kw_only=True):
    """Why one's own submitted coding is opened again."""

    reason: str


class CodingState(Record, frozen=True, kw_only=True):
    """How far one's own coding is: how many claims, and the entry that closed it, None while it is open."""

    by: str
    claims: int
    submission: int | None


def blind_report(asked: Asked) -> Shown:
    """The page of one report to be coded."""
    article, name, latest = report_at(asked)
    seq, by = asked.path["seq"], own_name(asked)
    codes = article is not None and by is not None and latest == seq
    coding = blind_coding(asked.tx, name, by, asked.upto) if codes and by else None
    told = to_code(asked, by)
    earlier, later = beside(told, seq, by)
    record = BlindReport(
        seq=seq,
        article=article,
        latest=latest,
        by=by,
        claims=coding.claims if coding else (),
        submitted_at=coding.submitted_at if coding else None,
        reopened=coding.reopened if coding else 0,
        curates=coding is not None and _curates(asked.tx, coding, asked.upto),
        earlier=earlier,
        later=later,
    )
    is_open = coding is not None and not coding.is_submitted and not record.curates
    marks = [(f"mine-{one.number}", one.claim) for one in record.claims]
    aids = {
        "cut": stretches(article, marks) if article else [],
        "codes": is_open and asked.as_of is None and may(asked.person, "coder"),
        "form": form_choices(),
    }
    return Shown(record, _title(article, seq), aids=aids)


def lay(asked: Asked, told: Laying) -> Done:
    """Lays a claim down in one's own coding."""
    by, article = coder_of(asked), _codable(asked)
    number = asked.bench.ledger.lay_blind(article.id, known_claim(article, told.claim), by=by, number=told.number)
    return Done(Laid(number=number, by=by), _here(asked))


def take_back(asked: Asked, told: TakingBack) -> Done:
    """Takes a claim out of one's own coding."""
    by, article = coder_of(asked), _codable(asked)
    asked.bench.ledger.take_back_blind(article.id, told.number, by=by)
    return _done(asked, article, by)


def submit(asked: Asked, told: Submitting) -> Done:
    """Closes one's own coding; refused where it has changed since it was looked at, in another window."""
    by, article = coder_of(asked), _codable(asked)
    now = len(_own(asked, article, by).claims)
    if told.claims is not None and told.claims != now:
        raise RefusedError(f"expected {told.claims} claims in your coding, found {now}; load the page again and look")
    asked.bench.ledger.submit_blind(article.id, by=by)
    return _done(asked, article, by)


def reopen(asked: Asked, told: Reopening) -> Done:
    """Opens one's own coding again, with a reason."""
    by, article = coder_of(asked), _codable(asked)
    asked.bench.ledger.reopen_blind(article.id, by=by, whose=by, reason=told.reason)
    return _done(asked, article, by)


def report_at(asked: Asked) -> tuple[Article | None, str, int]:
    """The report of an address: its words, None where they are gone, its id, and the entry of its latest version."""
    seq: int = asked.path["seq"]
    sql = "SELECT subject FROM entry WHERE seq = ? AND kind = 'article'"
    # a number larger than any entry is larger than any number of a database
    rows = asked.tx.rows(sql, (seq,)) if seq <= asked.upto else []
    if not rows:
        raise NotFoundError(f"entry {seq} is no report; those to be coded are at {asked.link('/coding')}")
    name = rows[0][0]
    return article_at(asked.tx, seq), name, article_entries(asked.tx, name, asked.upto)[0]


def named_article(tx: Transaction, seq: int, upto: int) -> Article:
    """The report of an entry, which must be the latest version of it."""
    rows = tx.rows("SELECT subject FROM entry WHERE seq = ? AND kind = 'article'", (seq,)) if seq <= upto else []
    if not rows:
        raise NotFoundError(f"entry {seq} is no report; those to be coded are at /coding")
    laid = latest_article(tx, rows[0][0], upto)
    if laid.seq != seq:
        raise RefusedError(f"entry {seq} is an earlier version of its report; the latest is entry {laid.seq}")
    return laid.article


def _codable(asked: Asked) -> Article:
    with asked.bench.ledger.engine.reading() as tx:
        return named_article(tx, asked.path["seq"], asked.upto)


def _own(asked: Asked, article: Article, by: str) -> BlindCoding:
    with asked.bench.ledger.engine.reading() as tx:
        return blind_coding(tx, article.id, by, head(tx).seq)


def _done(asked: Asked, article: Article, by: str) -> Done:
    coding = _own(asked, article, by)
    record = CodingState(by=by, claims=len(coding.claims), submission=coding.submission)
    return Done(record, _here(asked))


def _here(asked: Asked) -> str:
    return f"/coding/{asked.path['seq']}"


def _curates(tx: Transaction, coding: BlindCoding, upto: int) -> bool:
    return not coding.reopened and coding.by in curators(tx, coding.article, coding.text_sha256, upto)


def _title(article: Article | None, seq: int) -> str:
    if article is None:
        return f"Report {seq}, redacted"
    return clean(article.title or article.text.strip().partition("\n")[0]) or f"Report {seq}"


PAGES = (PageRoute("/coding/{seq:int}", "blindcoding.html", blind_report),)
WRITES = (
    WriteRoute("/coding/{seq:int}/claims", Laying, Laid, lay, "Lay a claim down in your own blind coding"),
    WriteRoute("/coding/{seq:int}/withdrawals", TakingBack, CodingState, take_back, "Take a claim out of your coding"),
    WriteRoute("/coding/{seq:int}/submission", Submitting, CodingState, submit, "Submit your coding, which closes it"),
    WriteRoute("/coding/{seq:int}/reopening", Reopening, CodingState, reopen, "Open your coding again, with a reason"),
)
