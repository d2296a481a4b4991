"""Who has seen what others coded of an article, so as to curate it, and which articles are wanted coded blind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from allegedly.codec import encode
from allegedly.errors import RefusedError
from allegedly.ledger.blindcodings import blind_codings
from allegedly.ledger.coderacts import CodingWanted, CurationBegun, coder_name
from allegedly.ledger.finding import latest_article
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.stores.batch import Batch
    from allegedly.stores.engine import Transaction

__all__ = ["begin_curation", "curators", "want_codings"]


class _Curating(msgspec.Struct):
    """What is read of an act that makes a curator."""

    by: str
    text_sha256: str


def curators(tx: Transaction, article: str, text_sha256: str, upto: int) -> frozenset[str]:
    """Who began to curate a version of an article, or did: they have seen what was coded of it."""
    rows = tx.rows(
        "SELECT b.body FROM entry e JOIN body b ON b.seq = e.seq "
        "WHERE e.subject = ? AND e.kind IN ('curation_begun', 'curation') AND e.seq <= ?",
        (article, upto),
    )
    acts = [msgspec.json.decode(body, type=_Curating) for (body,) in rows]
    return frozenset(act.by for act in acts if act.text_sha256 == text_sha256)


def begin_curation(batch: Batch, article: str, *, by: str) -> int:
    """Enters that somebody is going to see what was coded of an article; gives the entry.

    RefusedError while that person's own coding of it is open, and before anybody has submitted one.
    """
    curator, upto = coder_name(by, "curation"), head(batch.tx).seq
    text = latest_article(batch.tx, article, upto).article.text_sha256
    codings = blind_codings(batch.tx, article, upto)
    own = codings.get(curator)
    if own is not None and not own.is_submitted:
        raise RefusedError(f"{article}: {curator} is still coding it; submit that coding before curating")
    if not any(coding.is_submitted for coding in codings.values()):
        raise RefusedError(f"{article}: nobody has submitted a coding of it; there is nothing to curate")
    act = CurationBegun(article=article, text_sha256=text, by=curator)
    return batch.entry("curation_begun", article, encode(act))


def want_codings(batch: Batch, articles: Sequence[str], *, by: str, wanted: bool = True) -> list[int]:
    """Enters that articles are wanted coded blind, or no longer; gives the entries."""
    name, found = coder_name(by, "coding wanted"), []
    for article in articles:
        latest_article(batch.tx, article, head(batch.tx).seq)
        act = CodingWanted(article=article, by=name, is_wanted=wanted)
        found.append(batch.entry("coding_wanted", article, encode(act)))
    return found
