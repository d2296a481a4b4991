"""Speech that the page itself labels: broadcast monitoring and transcripts put the speaker before each turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.attribution.roles import role_of
from allegedly.attribution.voices import Speaker, Voice
from allegedly.attribution.words import listed
from allegedly.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_transcripts"]

# "[MAYOR] ..." or "MAYOR LORNE: ..." at the start of a line
_LABEL = re.compile(
    r"(?:(?:^|\n[ \t]{0,8}\n|(?<=\]))\s{0,8}\[(?P<in>[A-Z][A-Z .'’-]{2,40})\](?=\s)"
    r"|(?:^|\n)[ \t]{0,8}(?P<out>[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{1,20}){0,3}):(?=\s))"
)
_OVER = re.compile(r"\[\s?end\s+(?:[a-z-]{1,20}\s+){0,3}recording\s?\]", re.IGNORECASE)


def read_transcripts(text: str) -> Iterator[Voice]:
    r"""The turns of labelled speakers; a turn ends where the next begins or a recording ends.

    >>> [voice.speaker.text for voice in read_transcripts("HOST: Who fired?\nMAYOR LORNE: Nobody has.")]
    ['HOST', 'MAYOR LORNE']
    """
    # in wire copy every word is in capitals, and only brackets make a label
    flat = sum(map(str.isupper, text)) > 2 * sum(map(str.islower, text))
    turns = [match for match in _LABEL.finditer(text) if _is_name(match["in"] or ("" if flat else match["out"]))]
    # one label alone is a headline or a place; a transcript has turns, or says that it was recorded
    if len(turns) > 1 or (turns and _OVER.search(text)):
        edges = [match.start() for match in turns[1:]] + [len(text)]
        for match, end in zip(turns, edges, strict=True):
            group = "in" if match["in"] else "out"
            content = (match.end(), match.end() + len(text[match.end() : end].rstrip()))
            over = _OVER.search(text, *content)
            content = (content[0], over.start()) if over else content
            if content[1] - content[0] > 1:
                yield _turn(text, match.span(group), match.span(group), content)


def _is_name(label: str) -> bool:
    return bool(label) and not listed("label") & set(label.casefold().split())


def _turn(text: str, span: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]) -> Voice:
    words = text[span[0] : span[1]]
    speaker = Speaker(start=span[0], end=span[1], text=words, name=words, role=role_of(words) or "person", full=span)
    return Voice(
        speaker=speaker,
        cue=Evidence(start=cue[0], end=cue[1], text=text[cue[0] : cue[1]]),
        content=(content,),
        lemma="say",
        manner="says",
    )
