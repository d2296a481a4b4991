"""Pages as they come, articles laid down once, and what reading one ends in."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - msgspec reads the annotations
import hashlib
from typing import Literal

from allegedly.errors import QuarantineReason, RecordError
from allegedly.model.claims import Claim, quoted_spans
from allegedly.model.parts import Part  # noqa: TC001 - msgspec reads the annotations
from allegedly.model.spans import Evidence, Record, check_order, check_quote

# msgspec reads the annotations
from allegedly.model.words import MediaType, MentionKind, NoticeKind, ZoneLabel  # noqa: TC001


class Page(Record, frozen=True, kw_only=True):
    """One input as it came: bytes, where from, and what the sender said of it.

    `name` is the path (with the line, for JSONL) or `-`; `body` is never decoded here.
    """

    name: str
    media_type: MediaType
    body: bytes
    id: str | None = None
    title: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None

    @property
    def sha256(self) -> str:
        """The hash of the bytes as 64 hex digits."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def source(self) -> str:
        """The hash of the bytes and of what the sender said of them, as 64 hex digits; the file's name is no part."""
        told = (self.media_type, self.id, self.title, self.published_at, self.updated_at, self.url, self.publisher)
        whole = hashlib.sha256(self.body)
        for words in (*told, self.byline):
            # the length in front keeps two neighbours apart
            whole.update(b"-" if words is None else b"%d:%s" % (len(words), words.encode("utf-8", "surrogatepass")))
        return whole.hexdigest()


class Zone(Record, frozen=True, kw_only=True):
    """A labelled stretch of the text; zones do not overlap and together cover every word.

    An embedded post also has its author, handle and date as the page shows them.
    """

    label: ZoneLabel
    start: int
    end: int
    author: str | None = None
    handle: str | None = None
    date: dt.date | None = None

    def __post_init__(self) -> None:
        check_order(self.start, self.end, "zone")


class Notice(Record, frozen=True, kw_only=True):
    """A notice of the outlet that its story was corrected, clarified, updated or withdrawn."""

    type: NoticeKind
    evidence: Evidence
    trigger: Evidence
    old: Part | None = None
    new: Part | None = None


class Article(Record, frozen=True, kw_only=True):
    """A report whose text is laid down once; every later span points into it.

    Dates are local days of the outlet, None when the page tells none.
    """

    id: str
    text: str
    zones: tuple[Zone, ...]
    title: str | None = None
    published_at: dt.date | None = None
    updated_at: dt.date | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        at = 0
        for zone in self.zones:
            if zone.start < at or zone.end > len(self.text):
                raise RecordError(f"article {self.id}: zone {zone.label} {zone.start}-{zone.end} overlaps or overruns")
            if self.text[at : zone.start].strip():
                raise RecordError(f"article {self.id}: words at {at}-{zone.start} lie in no zone")
            at = zone.end
        if self.text[at:].strip():
            raise RecordError(f"article {self.id}: words from {at} on lie in no zone")

    @property
    def text_sha256(self) -> str:
        """The hash of the text (UTF-8) as 64 hex digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def quote(self, start: int, end: int) -> Evidence:
        """The words at a span as evidence.

        >>> Article(id="a", text="Gunmen fled.", zones=(Zone(label="body", start=0, end=12),)).quote(0, 6).text
        'Gunmen'
        """
        return Evidence(start=start, end=end, text=self.text[start:end])


class Mention(Record, frozen=True, kw_only=True):
    """A place, actor or weapon where it is named; `name` is the fullest name the article gives for it."""

    start: int
    end: int
    text: str
    kind: MentionKind
    name: str

    def __post_init__(self) -> None:
        check_quote(self.start, self.end, self.text, "mention")


class Outcome(Record, frozen=True, kw_only=True):
    """What became of one input: exactly one of four ends, with the reason where it was set aside.

    `source` is the hash of the input as it came, None where there was nothing to hash.
    """

    name: str
    end: Literal["coded", "coded_no_claims", "duplicate", "quarantined"]
    article_id: str | None = None
    reason: QuarantineReason | None = None
    message: str | None = None
    source: str | None = None


class Reading(Record, frozen=True, kw_only=True):
    """One article and its claims; a claim whose words are not the article's cannot enter."""

    article: Article
    claims: tuple[Claim, ...]

    def __post_init__(self) -> None:
        for claim in self.claims:
            for start, end, text in quoted_spans(claim):
                if self.article.text[start:end] != text:
                    found = self.article.text[start:end]
                    raise RecordError(
                        f"article {self.article.id}, claim {claim.type}: expected {text!r} at {start}-{end}, "
                        f"found {found!r}"
                    )
