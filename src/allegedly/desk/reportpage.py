"""One report as it was laid down, with its claims, its other versions, and what changed between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.desk.claimlist import COLUMNS
from allegedly.desk.comparing import Piece, compared
from allegedly.desk.marking import stretches
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.ledger.held import article_at
from allegedly.model import Record
from allegedly.views.history import ArticleView, Version, report_view, versions_of

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked

__all__ = ["PAGES"]


class ReportPage(Record, frozen=True, kw_only=True):
    """One report with its claims as they stood; `view.versions` by entry, told in `versions`.

    `against` is the version it is compared with, by entry: the one before it unless another was asked for; `changed`
    are the pieces of both texts. None and empty where there is nothing to compare.
    """

    view: ArticleView
    versions: tuple[Version, ...]
    against: int | None = None
    changed: tuple[Piece, ...] = ()


def report_page(asked: Asked) -> Shown:
    """The page of one report."""
    seq = int(asked.path["seq"])
    view = report_view(asked.tx, seq, asked.upto, valid_at=asked.day("valid_at"))
    against = _against(asked, view)
    other = article_at(asked.tx, against) if against is not None else None
    changed: tuple[Piece, ...] = ()
    if view.article is not None and other is not None and against is not None:
        older, newer = (other, view.article) if against < seq else (view.article, other)
        changed = compared(older.text, newer.text)
    record = ReportPage(
        view=view,
        versions=versions_of(asked.tx, view.versions),
        against=against if other is not None and view.article is not None else None,
        changed=changed,
    )
    title = wording.clean((view.article.title if view.article else None) or f"Report {seq}")
    told = [(held.id, held.claim) for held in view.claims if held.claim is not None]
    cut = stretches(view.article, told) if view.article is not None else []
    return Shown(record, title, Table(COLUMNS, view.claims), {"cut": cut, "around": around})


def around(piece: Piece, most: int = 240) -> str:
    """A piece for a page: of a long one that both have only its ends, since what changed is what is read."""
    if piece.kind != "same" or len(piece.text) <= most:
        return piece.text
    first, last = piece.text[: most // 2], piece.text[-most // 2 :]
    return f"{first[: first.rfind(' ') + 1]}… {last[last.find(' ') + 1 :]}"


def _against(asked: Asked, view: ArticleView) -> int | None:
    """The version to compare with; NotFoundError where it is none of this page."""
    others = [seq for seq in view.versions if seq != view.seq]
    if asked.query.get("against"):
        wanted = asked.number("against", 0, low=0, high=2**31)
        if wanted not in others:
            raise NotFoundError(f"against: expected another version of this page ({others}), found {wanted}")
        return wanted
    earlier = [seq for seq in others if seq < view.seq]
    return earlier[-1] if earlier else None


PAGES = (PageRoute("/reports/{seq:int}", "readreport.html", report_page),)
