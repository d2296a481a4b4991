"""Who says so: reporting words, whose they are, and what they report; a chain from the outlet inward."""

from __future__ import annotations

from allegedly.attribution.chains import trace_attribution, trace_evidence
from allegedly.attribution.reading import find_voices
from allegedly.attribution.roles import role_of
from allegedly.attribution.voices import Speaker, Voice

__all__ = ["Speaker", "Voice", "find_voices", "role_of", "trace_attribution", "trace_evidence"]
