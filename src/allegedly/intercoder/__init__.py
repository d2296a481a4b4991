"""How far people who code the same reports agree, field by field, and how much of that could be chance.

The measures are those of the trade: Krippendorff's alpha with missing values, the share of equal codes, F1 of claims
found, and agreement about the words themselves, whatever they were called. docs/double-coding.md says how to read them.
"""

from __future__ import annotations

from allegedly.intercoder.alpha import alpha, interval, nominal, ratio
from allegedly.intercoder.comparing import Agreement, FieldAgreement, PairAgreement, SpanAgreement, agree
from allegedly.intercoder.resampling import Figure

__all__ = [
    "Agreement",
    "FieldAgreement",
    "Figure",
    "PairAgreement",
    "SpanAgreement",
    "agree",
    "alpha",
    "interval",
    "nominal",
    "ratio",
]
