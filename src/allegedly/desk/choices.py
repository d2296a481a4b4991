"""What a reader can choose from in filters: types, outlets and countries that the ledger has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allegedly.model import TYPES

if TYPE_CHECKING:
    from allegedly.views.tally import Frame

__all__ = ["choices"]

# a list longer than this is no help to choose from; the address takes any outlet
_MOST = 200


def choices(frame: Frame) -> dict[str, Any]:
    """Types in the order of the code book, outlets by name."""
    types = [name for names in TYPES.values() for name in names]
    outlets = sorted((name for name in frame.labels["outlet"].words if name), key=str.casefold)
    return {"types": types, "outlets": outlets[:_MOST]}
