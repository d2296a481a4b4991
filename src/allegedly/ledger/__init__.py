"""The ledger: articles, claims and what was decided of them, appended and never overwritten."""

from __future__ import annotations

from allegedly.ledger.book import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]
