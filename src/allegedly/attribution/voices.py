"""Voices: whose words a stretch of the text is, by which reporting words, and what kind of voice it is."""

from __future__ import annotations

from allegedly.attribution.lexicon import Manner
from allegedly.model import Evidence, Record, VoiceRole

__all__ = ["Speaker", "Voice"]

Spot = tuple[int, int]


class Speaker(Record, frozen=True, kw_only=True):
    """Who speaks: the words that name the speaker, the fullest name the article gives, the kind of voice.

    `full` is the naming phrase with its apposition ("Ada Lorne, the mayor of Velmara,"), in code points.
    """

    start: int
    end: int
    text: str
    name: str
    role: VoiceRole
    full: Spot


class Voice(Record, frozen=True, kw_only=True):
    """One reported stretch: the speaker (None = nobody named), the reporting words, and where what is said stands.

    `content` are half-open spans of code points in text order; `lemma` is the plain form of the reporting word and
    `manner` what it does (says, holds, shows, calls, wants); `relay` is the outlet to which it was told, `paper` the
    statement or recording it was said in.
    """

    speaker: Speaker | None
    cue: Evidence
    content: tuple[Spot, ...]
    lemma: str
    manner: Manner
    relay: Speaker | None = None
    paper: Speaker | None = None
    passive: bool = False

    @property
    def role(self) -> VoiceRole:
        """The kind of voice: the speaker's, or unspecified when nobody is named."""
        return self.speaker.role if self.speaker else "unspecified"
