"""One claim: what it says with its words in the report, how it came to stand as it does, and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.desk.marking import Stretch, stretches
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.ledger.held import Held, held_claims, one_claim
from allegedly.model import Correction, Record
from allegedly.views.changes import ENDS
from allegedly.views.history import ClaimView, claim_view
from allegedly.when import time_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.desk.asked import Asked
    from allegedly.model import Article, Claim, Evidence, Part
    from allegedly.stores.engine import Transaction

__all__ = ["PAGES", "Field", "fields_of"]

# characters of the report around the claim's words: a paragraph either way
_AROUND = 400


class Field(Record, frozen=True, kw_only=True):
    """One part of a claim: what it is, what it says in words, and where those stand in the report (code points).

    `text` are the report's own words, None where the report has none for it.
    """

    name: str
    says: str
    text: str | None = None
    start: int | None = None
    end: int | None = None


class ClaimPage(Record, frozen=True, kw_only=True):
    """One claim with its fields, its history, and the claims it stands beside.

    `successor` stands in its place and `notice` holds the outlet's words for it, where it is superseded; `succeeds` are
    the claims it stands in the place of. `as_coded` are the fields before a person edited them, empty where nobody did.
    """

    view: ClaimView
    fields: tuple[Field, ...]
    as_coded: tuple[Field, ...] = ()
    successor: Held | None = None
    notice: Held | None = None
    succeeds: tuple[Held, ...] = ()


def claim_page(asked: Asked) -> Shown:
    """The page of one claim."""
    view = claim_view(asked.tx, str(asked.path["claim"]), asked.upto, valid_at=asked.day("valid_at"))
    held = view.held
    end = held.superseded
    is_edited = held.standing.content is not None and held.coded is not None
    record = ClaimPage(
        view=view,
        fields=tuple(fields_of(held.claim)) if held.claim else (),
        as_coded=tuple(fields_of(held.coded)) if is_edited and held.coded else (),
        successor=_known(asked.tx, end.successor if end else None, asked.upto),
        notice=_known(asked.tx, end.notice if end else None, asked.upto),
        succeeds=tuple(_succeeded(asked.tx, held, asked.upto)),
    )
    title = held.claim.type.replace("_", " ").capitalize() if held.claim else "A redacted claim"
    words = excerpt(view.article, held) if view.article is not None else []
    table = Table(COLUMNS, record.fields)
    return Shown(record, title, table, {"words_around": words, "ends": ENDS})


def excerpt(article: Article, held: Held) -> list[Stretch]:
    """The claim's words with what stands around them, each coloured by the part it is."""
    if held.claim is None:
        return []
    spans = [(one.start, one.end) for one in held.claim.evidence]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    first, last = _paragraphs(article.text, max(0, first - _AROUND), min(len(article.text), last + _AROUND))
    told = stretches(article, [(held.id, held.claim)])
    return [_cut(one, first, last) for one in told if one.start < last and one.end > first]


def _paragraphs(text: str, first: int, last: int) -> tuple[int, int]:
    """Two places moved outward to where a paragraph begins and ends, if that is not far."""
    begins, ends = text.rfind("\n", max(0, first - _AROUND), first), text.find("\n", last, last + _AROUND)
    start = begins + 1 if begins >= 0 or first <= _AROUND else first
    return start, ends if ends >= 0 else min(len(text), last + _AROUND)


def fields_of(claim: Claim) -> Iterator[Field]:
    """Every part of a claim in the order of the code book."""
    yield Field(name="type", says=claim.type.replace("_", " "))
    yield from (_quoted("evidence", one) for one in claim.evidence)
    if claim.trigger is not None:
        yield _quoted("trigger", claim.trigger)
    if isinstance(claim, Correction):
        yield from (_part(name, part) for name, part in (("wrong", claim.old), ("right", claim.new)) if part)
    for name in ("actor", "target", "subject", "object", "weapon"):
        yield from (_part(name, part) for part in getattr(claim, name, ()))
    if not isinstance(claim, Correction):
        yield from _where_when_how_many(claim)
    for link in claim.attribution:
        told = ", ".join(filter(None, [link.role.replace("_", " "), link.cue and f"“{wording.clean(link.cue)}”"]))
        called = wording.clean(link.name or link.who)
        yield Field(name="says so", says=f"{called} ({told})", text=link.who, start=link.start, end=link.end)
    yield Field(name="how sure", says=wording.sureness(claim.factuality))
    yield from (
        Field(name="cue", says=wording.clean(cue.text), text=cue.text, start=cue.start, end=cue.end)
        for cue in claim.factuality.cues
    )


def _where_when_how_many(claim: Claim) -> Iterator[Field]:
    place, time = getattr(claim, "place", None), getattr(claim, "time", None)
    if place is not None:
        yield Field(name="place", says=wording.where(place), text=place.text, start=place.start, end=place.end)
    if time is not None:
        yield Field(name="time", says=time_in_words(time), text=time.text, start=time.start, end=time.end)
    for count in getattr(claim, "counts", ()):
        yield Field(name="how many", says=wording.number(count), text=count.text, start=count.start, end=count.end)
    if mode := getattr(claim, "mode", None):
        yield Field(name="mode", says=str(mode).replace("_", " "))


def _quoted(name: str, one: Evidence) -> Field:
    return Field(name=name, says=wording.clean(one.text), text=one.text, start=one.start, end=one.end)


def _part(name: str, part: Part) -> Field:
    known = part.known_actor
    about = ", ".join(filter(None, [known.name, known.kind and known.kind.replace("_", " ")])) if known else ""
    says = f"{wording.name(part)} ({wording.clean(about)})" if about else wording.name(part)
    return Field(name=name, says=says, text=part.text, start=part.start, end=part.end)


def _cut(one: Stretch, first: int, last: int) -> Stretch:
    """A stretch without what lies outside two places."""
    start, end = max(one.start, first), min(one.end, last)
    text = one.text[start - one.start : end - one.start]
    return Stretch(start=start, end=end, text=text, zone=one.zone, marks=one.marks, is_sure=one.is_sure)


def _known(tx: Transaction, claim: str | None, upto: int) -> Held | None:
    """A claim that is spoken of; None where there is none, or it came later."""
    if claim is None:
        return None
    try:
        return one_claim(tx, claim, upto)
    except NotFoundError:
        return None


def _succeeded(tx: Transaction, held: Held, upto: int) -> Iterator[Held]:
    """The claims of the same page's other versions that this one stands in the place of."""
    rows = tx.rows(
        "SELECT c.seq FROM claim c JOIN article a ON a.seq = c.article_seq "
        "WHERE a.page = (SELECT page FROM article WHERE seq = ?) AND c.article_seq <> ? ORDER BY c.seq",
        (held.article_seq, held.article_seq),
    )
    others = held_claims(tx, [seq for (seq,) in rows], upto)
    yield from (one for one in others if one.superseded is not None and one.superseded.successor == held.id)


COLUMNS: tuple[Column[Field], ...] = (
    Column("field", "text", "which part of the claim", lambda one: one.name),
    Column("says", "text", "in words", lambda one: one.says),
    Column("text", "text", "the report's words", lambda one: one.text),
    Column("start", "integer", "the first character, from 0, in code points", lambda one: one.start),
    Column("end", "integer", "the one after the last", lambda one: one.end),
)

PAGES = (PageRoute("/claims/{claim}", "claim.html", claim_page),)
