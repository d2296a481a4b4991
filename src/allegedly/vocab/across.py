"""The crosswalk: what other vocabularies would call a claim of the codebook, and what each of them loses."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from allegedly.errors import RecordError
from allegedly.model import TYPES, Record
from allegedly.vocab.books import acled, ucdp
from allegedly.vocab.rulings import PloverCode
from allegedly.vocab.tables import table

__all__ = [
    "AcledCode",
    "Crosswalk",
    "Loss",
    "Side",
    "Target",
    "UcdpViolence",
    "Vocabulary",
    "acled_interaction",
    "crosswalk",
    "definition",
    "kind_of",
    "ucdp_violence",
]

Vocabulary = Literal["plover", "cameo", "acled", "ucdp"]
# unarmed officials are civilians, as UCDP and ACLED count them; police and soldiers are the state
Side = Literal["state", "armed_group", "civilian"]
Target = Literal["state", "armed_group", "civilian", "territory", "property"]
_ARMED = ("state", "armed_group")


class AcledCode(Record, frozen=True, kw_only=True):
    """An ACLED event type with its sub-type, None where the words leave more than one."""

    event_type: str
    sub_event_type: str | None = None


class UcdpViolence(Record, frozen=True, kw_only=True):
    """UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided."""

    code: int
    name: str


class Loss(Record, frozen=True, kw_only=True):
    """What one vocabulary cannot carry of a claim, in words."""

    vocabulary: Vocabulary
    reason: str


class Crosswalk(Record, frozen=True, kw_only=True):
    """One type of the codebook in four other vocabularies; a code is None (CAMEO: empty) where there is none.

    `cameo` lists every code that fits; more than one means that the type alone does not tell. Whatever has no code
    has a loss; a loss beside a code says what that code leaves out.
    """

    type: str
    plover: PloverCode | None
    cameo: tuple[str, ...]
    acled: AcledCode | None
    ucdp: UcdpViolence | None
    losses: tuple[Loss, ...] = ()

    def reason(self, vocabulary: Vocabulary) -> str | None:
        """What that vocabulary cannot carry, None when nothing is lost.

        >>> crosswalk("threat").reason("acled")
        'ACLED records what was done, not what was threatened'
        """
        return next((loss.reason for loss in self.losses if loss.vocabulary == vocabulary), None)


class _Row(Record, frozen=True, kw_only=True):
    """One row of crosswalk.toml: its conditions, its codes, what they lose."""

    mode: str | None = None
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    plover: tuple[str, ...] = ()
    cameo: tuple[str, ...] = ()
    acled: tuple[str, ...] = ()
    loses: dict[str, str] = msgspec.field(default_factory=dict)


class _Rows(Record, frozen=True, kw_only=True):
    reasons: dict[str, dict[str, str]]
    event: dict[str, tuple[_Row, ...]]
    relation: dict[str, tuple[_Row, ...]]
    quantity: dict[str, tuple[_Row, ...]]
    correction: dict[str, tuple[_Row, ...]]


def crosswalk(
    claim_type: str, mode: str | None = None, *, actor_kind: Side | None = None, target_kind: Target | None = None
) -> Crosswalk:
    """What PLOVER, CAMEO, ACLED and UCDP would call a claim of that type.

    `mode` is a bombing's; who the actor and the target are decides some codes, and left out they decide none. A type
    or mode that the codebook does not have raises RecordError.

    >>> crosswalk("bombing", "suicide").acled
    AcledCode(event_type='Explosions/Remote violence', sub_event_type='Suicide bomb')
    >>> crosswalk("attack", actor_kind="armed_group", target_kind="civilian").ucdp
    UcdpViolence(code=3, name='one-sided')
    """
    kind = kind_of(claim_type)
    _check_mode(claim_type, mode)
    rows: tuple[_Row, ...] = getattr(_rows(), kind)[claim_type]
    row = next(row for row in rows if _holds(row, mode, actor_kind, target_kind))
    violence = ucdp_violence(actor_kind, target_kind) if claim_type in ucdp().lethal else None
    reasons = {**row.loses, "ucdp": _ucdp_reason(claim_type, violence, actor_kind, target_kind)}
    for vocabulary, reason in _rows().reasons.get(kind, {}).items():
        if not getattr(row, vocabulary):
            reasons.setdefault(vocabulary, reason)
    return Crosswalk(
        type=claim_type,
        plover=PloverCode(type=row.plover[0], mode=_second(row.plover)) if row.plover else None,
        cameo=row.cameo,
        acled=AcledCode(event_type=row.acled[0], sub_event_type=_second(row.acled)) if row.acled else None,
        ucdp=violence,
        losses=tuple(Loss(vocabulary=name, reason=reason) for name, reason in sorted(reasons.items())),  # type: ignore[arg-type]
    )


def kind_of(claim_type: str) -> str:
    """The kind of claim a type belongs to; no two kinds share a type.

    >>> kind_of("pledges_allegiance_to")
    'relation'
    """
    for kind, types in TYPES.items():
        if claim_type in types:
            return kind
    raise RecordError(f"expected a type of the codebook (docs/codebook.md lists them), found {claim_type!r}")


def definition(claim_type: str) -> str:
    """A type of the codebook in one sentence.

    >>> definition("execution")
    'Somebody already held captive is killed.'
    """
    kind = kind_of(claim_type)
    return _definitions()[kind][claim_type]


def ucdp_violence(actor_kind: Side | None, target_kind: Target | None) -> UcdpViolence | None:
    """UCDP's type of violence between two sides, None where a side is not known or UCDP would not record it.

    Between a state's forces and any armed side it is state-based, between armed groups non-state, by either against
    civilians one-sided. UCDP records it only when somebody died.

    >>> ucdp_violence("armed_group", "state"), ucdp_violence("civilian", "civilian")
    (UcdpViolence(code=1, name='state-based'), None)
    """
    if actor_kind not in _ARMED or target_kind not in (*_ARMED, "civilian"):
        return None
    code = 3 if target_kind == "civilian" else 1 if "state" in (actor_kind, target_kind) else 2
    return UcdpViolence(code=code, name=ucdp().violence[code])


def acled_interaction(inter1: int, inter2: int | None = None) -> int:
    """ACLED's number for who met whom: the two inter codes, the lower first; an actor alone is a full ten.

    >>> acled_interaction(7, 1), acled_interaction(6)
    (17, 60)
    """
    known = acled().inter
    for code in (inter1, inter2):
        if code is not None and code not in known:
            raise RecordError(f"expected an ACLED inter code from {min(known)} to {max(known)}, found {code}")
    if inter2 is None:
        return inter1 * 10
    return min(inter1, inter2) * 10 + max(inter1, inter2)


@functools.cache
def _definitions() -> dict[str, dict[str, str]]:
    return table("codebook", dict[str, dict[str, str]])


@functools.cache
def _rows() -> _Rows:
    return table("crosswalk", _Rows)


def _check_mode(claim_type: str, mode: str | None) -> None:
    known = sorted({row.mode for row in _rows().event.get(claim_type, ()) if row.mode})
    if mode is not None and mode not in known:
        raise RecordError(f"{claim_type}: expected a mode among {', '.join(known) or 'none'}, found {mode!r}")


def _holds(row: _Row, mode: str | None, actor_kind: str | None, target_kind: str | None) -> bool:
    """Whether a row's conditions are met; a row without conditions holds for everything."""
    return (
        row.mode in (None, mode)
        and (not row.actor or actor_kind in row.actor)
        and (not row.target or target_kind in row.target)
    )


def _second(code: tuple[str, ...]) -> str | None:
    return code[1] if len(code) > 1 else None


def _ucdp_reason(
    claim_type: str, violence: UcdpViolence | None, actor_kind: str | None, target_kind: str | None
) -> str:
    if claim_type not in ucdp().lethal:
        return "UCDP records armed force that kills, nothing else"
    if violence is not None:
        return "UCDP records it only when somebody died; the wounded are not counted"
    if actor_kind is None or target_kind is None:
        return "the type of violence depends on both sides: one of them is not known"
    return "UCDP needs an armed side that is organised, and people on the other side"
