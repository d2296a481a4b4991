"""Tables of reference data: TOML files of `data/`, shaped into records."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any, TypeVar

import msgspec

__all__ = ["raw", "table"]

_Shape = TypeVar("_Shape")


def raw(name: str) -> dict[str, Any]:
    """One table of `data/` as TOML gives it.

    >>> raw("ucdp")["violence"]["3"]
    'one-sided'
    """
    path = resources.files("allegedly").joinpath("data", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def table(name: str, shape: type[_Shape]) -> _Shape:
    """One table of `data/` in the shape asked for; a table that is not of it raises msgspec.ValidationError.

    >>> table("codebook", dict[str, dict[str, str]])["event"]["riot"]
    'A crowd turns to violence.'
    """
    # TOML's keys are all words; the codes among them are numbers
    return msgspec.convert(raw(name), shape, str_keys=True, strict=False)
