"""Two blind codings laid side by side with what the ledger has, pair by pair, for a curator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.codec import encode
from allegedly.errors import RefusedError
from allegedly.intercoder.aligning import groups
from allegedly.intercoder.fields import FIELDS, unit
from allegedly.ledger.blindcodings import NumberedClaim
from allegedly.ledger.coderacts import LEDGER
from allegedly.ledger.held import Held
from allegedly.model import Record
from allegedly.scoring import decode_article
from allegedly.views.codings import blind_coding
from allegedly.views.filters import STANDING
from allegedly.views.history import article_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.agreement import ScoredClaim
    from allegedly.intercoder.aligning import Group
    from allegedly.ledger.blindcodings import BlindCoding
    from allegedly.model import Claim
    from allegedly.stores.engine import Transaction

__all__ = ["Row", "SideBySide", "side_by_side"]


class Row(Record, frozen=True, kw_only=True):
    """What the two coders and the ledger have of one happening or tie; None for who has nothing of it.

    `differs` names the fields in which the two coders differ, or the one coder and the ledger.
    """

    one: NumberedClaim | None
    other: NumberedClaim | None
    held: Held | None
    differs: tuple[str, ...]


class SideBySide(Record, frozen=True, kw_only=True):
    """Two submitted codings and the ledger's standing claims of one article, in the order of the report's words.

    Where the second coder is "ledger", one coding is laid beside the ledger's claims and no row has an `other`.
    """

    article: str
    coders: tuple[str, str]
    rows: tuple[Row, ...]


def side_by_side(tx: Transaction, article: str, coders: tuple[str, str], by: str, upto: int) -> SideBySide:
    """Two codings as the curator `by` may see them; RefusedError unless both are submitted, and the curator's own.

    With "ledger" for the second coder, one submitted coding is laid beside a report whose claims are all reviewed.
    """
    held = [
        it for it in article_view(tx, article, upto).claims if it.claim is not None and it.standing.status in STANDING
    ]
    if coders[1] == LEDGER and any(it.standing.status == "proposed" for it in held):
        raise RefusedError(f"{article}: expected a report whose claims are all reviewed, found some nobody decided of")
    people = [coder for coder in coders if coder != LEDGER]
    codings = [blind_coding(tx, article, by, upto, whose=one, curating=True, least=len(people)) for one in people]
    names = (*(coding.by for coding in codings), *(LEDGER for coder in coders if coder == LEDGER))
    if not all(coding.is_submitted for coding in codings) or names[0] == names[1]:
        raise RefusedError(f"{article}: expected the submitted codings of two people, found {' and '.join(coders)}")
    claims = {coding.by: _scored([it.claim for it in coding.claims]) for coding in codings}
    claims[LEDGER] = _scored([it.claim for it in held if it.claim is not None])
    rows = [_row(group, claims, {it.by: it for it in codings}, (names[0], names[1]), held) for group in groups(claims)]
    return SideBySide(article=article, coders=(names[0], names[1]), rows=tuple(sorted(rows, key=_at)))


def _scored(claims: Sequence[Claim]) -> tuple[ScoredClaim, ...]:
    return decode_article(encode({"id": "", "claims": claims})).claims


def _row(
    group: Group,
    claims: dict[str, tuple[ScoredClaim, ...]],
    codings: dict[str, BlindCoding],
    both: tuple[str, str],
    held: Sequence[Held],
) -> Row:
    # two claims may be equal in all that is scored, so they are told apart by what they are, not by what they say
    at = {who: next(i for i, it in enumerate(claims[who]) if it is claim) for who, claim in group.items()}
    one, other = (codings[who].claims[at[who]] if who in codings and who in at else None for who in both)
    told = [(field.name, unit(field, group, both)) for field in FIELDS] if {*both} <= group.keys() else []
    return Row(
        one=one,
        other=other,
        held=held[at[LEDGER]] if LEDGER in at else None,
        differs=tuple(name for name, values in told if values and values[0] != values[1]),
    )


def _at(row: Row) -> int:
    claims = [it.claim for it in (row.one, row.other, row.held) if it is not None and it.claim is not None]
    return min(claim.evidence[0].start for claim in claims)
