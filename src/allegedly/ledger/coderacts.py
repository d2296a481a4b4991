"""What is entered of people who code: a claim found, a report wanted, a claim coded blind, codings closed and joined.

Names of those who code blind stand in these entries' bodies and nowhere else, so that they go when the article does.
"""

from __future__ import annotations

from typing import Literal

from allegedly.errors import RecordError
from allegedly.model import Claim, Record

__all__ = [
    "LEDGER",
    "BlindClaim",
    "BlindReopening",
    "BlindSubmission",
    "BlindWithdrawal",
    "Choice",
    "CodingWanted",
    "Curation",
    "CurationBegun",
    "Found",
    "Take",
    "Taken",
    "coder_name",
]

# what stands in the ledger is compared under this name, so no coder can have it
LEDGER = "ledger"

Take = Literal["one", "other", "ledger", "edited", "neither"]


def coder_name(by: str, act: str) -> str:
    """A coder's name with single blanks, so that one person is not two; RecordError when there is none.

    >>> coder_name("  Kim   Oduya ", "submission")
    'Kim Oduya'
    """
    name = " ".join(by.split())
    if not name:
        raise RecordError(f"{act}: expected who codes, found nobody; give a name (--by WHO)")
    if name.casefold() == LEDGER:
        raise RecordError(f"{act}: expected a coder's name, found {name!r}, which is what stands in the ledger")
    return name


class Found(Record, frozen=True, kw_only=True):
    """A person found a claim in a report that the ledger has; the claim itself is the entry before."""

    claim: str
    by: str
    reason: str | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise RecordError("claim found: expected who found it, found nobody; give a name (--by WHO)")


class BlindClaim(Record, frozen=True, kw_only=True):
    """A claim that a person coded without having seen anybody else's, under a number of that person's own.

    The same number again is the claim as that person wants it now. `text_sha256` says which version of the article.
    """

    article: str
    text_sha256: str
    by: str
    number: int
    claim: Claim


class BlindWithdrawal(Record, frozen=True, kw_only=True):
    """A person takes back a claim coded blind."""

    article: str
    text_sha256: str
    by: str
    number: int


class BlindSubmission(Record, frozen=True, kw_only=True):
    """A person is done with an article; `claims` are the numbers of the coding, which is closed from now on."""

    article: str
    text_sha256: str
    by: str
    claims: tuple[int, ...]


class BlindReopening(Record, frozen=True, kw_only=True):
    """A closed coding may be worked on again; whose it is, who allowed it and why."""

    article: str
    text_sha256: str
    by: str
    whose: str
    reason: str

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise RecordError("reopening: expected who reopens it and why; give both (--by WHO --reason WHY)")


class CodingWanted(Record, frozen=True, kw_only=True):
    """Somebody in charge wants an article coded blind, by whoever codes; `is_wanted` is false where that is over."""

    article: str
    by: str
    is_wanted: bool = True

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise RecordError("coding wanted: expected who wants it, found nobody; give a name (--by WHO)")


class CurationBegun(Record, frozen=True, kw_only=True):
    """Somebody begins to curate an article: sees what was coded of it, and can code it blind no longer."""

    article: str
    text_sha256: str
    by: str


class Choice(Record, frozen=True, kw_only=True):
    """What a curator wants of one pair of claims: the first coder's, the other's, the ledger's, a third way, or none.

    `one` and `other` are numbers of the two codings, `claim` the ledger's claim they go with, None where there is none;
    `saw` is that claim's version as the curator looked at it. `edited` is the claim as it should be, with "edited".
    """

    take: Take
    one: int | None = None
    other: int | None = None
    claim: str | None = None
    saw: int | None = None
    edited: Claim | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        needed = {"one": self.one, "other": self.other, "ledger": self.claim, "edited": self.edited}
        if self.take in needed and needed[self.take] is None:
            raise RecordError(f"choice: to take {self.take!r} there must be one, found none")
        if self.take != "edited" and self.edited is not None:
            raise RecordError(f"choice: an edited claim goes with 'edited', found it with {self.take!r}")
        if self.one is None and self.other is None and self.claim is None:
            raise RecordError("choice: expected a claim of one of the codings or of the ledger, found none")


class Taken(Record, frozen=True, kw_only=True):
    """What was taken of one pair; `claim` is the ledger's claim that came of it, or was rejected for it, if any."""

    take: Take
    one: int | None = None
    other: int | None = None
    claim: str | None = None
    reason: str | None = None


class Curation(Record, frozen=True, kw_only=True):
    """Two codings were laid side by side, and what was taken of each pair; the ledger's own entries stand beside it.

    `coders` are the two, `submissions` the entries that closed their codings; where one coding was laid beside what
    stands in the ledger, the other coder is "ledger" and its entry 0.
    """

    article: str
    text_sha256: str
    by: str
    reason: str
    coders: tuple[str, str]
    submissions: tuple[int, int]
    taken: tuple[Taken, ...]

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise RecordError("curation: expected who curates and why; give both (--by WHO --reason WHY)")
