"""A reported stretch in word numbers of its sentence, before it is laid on the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allegedly.attribution.lexicon import Form
    from allegedly.attribution.phrases import Named

__all__ = ["Draft", "Piece"]

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """One reporting word: its words, who speaks (None = nobody named), and what is said as ranges of words.

    `told` is whom it was told to, `paper` the statement or recording it was said in; `trailing`: the speaker follows
    the verb; `shared`: the subject is that of an earlier verb; `relative`: the verb stands in a clause with "who";
    `colon`: a quotation may follow the sentence; `cited`: somebody else passes the words on.
    """

    first: int
    last: int
    form: Form
    speaker: Named | None = None
    pieces: tuple[Piece, ...] = ()
    told: Piece | None = None
    paper: Piece | None = None
    trailing: bool = False
    shared: bool = False
    relative: bool = False
    passive: bool = False
    colon: bool = False
    cited: bool = False

    @property
    def begins(self) -> int:
        """The first word of speaker and verb together, as far as they stand together."""
        apart = self.trailing or self.shared or self.speaker is None
        return self.first if apart or self.speaker is None else self.speaker.full_first
