"""Task attribution: source, cue and content of every reported stretch of a text, by grammar and a head's weighing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.heads import believed, read_words

from allegedly.attribution import find_voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution import Voice
    from allegedly.coders.heads import WordChances

__all__ = ["ROLES", "read", "weighed"]

ROLES = ("source", "cue", "content")
Spot = tuple[int, int]
Told = dict[str, list[Spot]]


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One text: its voices as lists of spans, each span as likely as the head asks; then what only the head sees."""
    text = record["text"]
    voices = find_voices(text)
    by_grammar = [_spots(text, voice) for voice in voices if not _is_within(voice, voices)]
    told = weighed(text, by_grammar, read_words("attribution", text), believed("attribution"))
    return {"id": record["id"], "attributions": [{role: [*map(list, one[role])] for role in ROLES} for one in told]}


def weighed(text: str, by_grammar: list[Told], chances: WordChances, asked: dict[str, float]) -> list[Told]:
    """The grammar's attributions, span by span kept, put right or left out by the head, and the head's own beside them.

    `asked` holds for each role from which chance a word belongs to a run of the head (`run`), from which mean chance a
    span of the grammar is `kept`, from which a run that overlaps it stands in its place (`moved`), and from which one
    that overlaps none is `added`.
    """
    found: list[Told] = [{role: [] for role in ROLES} for _ in by_grammar]
    alone: list[Told] = []
    for role in ROLES:
        runs = _runs(text, chances, role, asked)
        taken: set[Spot] = set()
        for one, out in zip(by_grammar, found, strict=True):
            for spot in one[role]:
                over = [run for run in runs if run[0] < spot[1] and run[1] > spot[0]]
                taken |= {run[:2] for run in over}
                sure = [run for run in over if run[2] >= asked[f"{role}_moved"]]
                if sure:
                    out[role] += [run[:2] for run in sure if run[:2] not in out[role]]
                elif chances.of(role, *spot) >= asked[f"{role}_kept"]:
                    out[role].append(spot)
        alone += [
            {other: [run[:2]] if other == role else [] for other in ROLES}
            for run in runs
            if run[:2] not in taken and run[2] >= asked[f"{role}_added"]
        ]
    return [one for one in (*found, *alone) if any(one.values())]


def _runs(text: str, chances: WordChances, role: str, asked: dict[str, float]) -> list[tuple[int, int, float]]:
    """The head's runs of a role without blanks; a quotation mark that the run cut off at its edge belongs to it."""
    found = []
    for run in chances.runs(role, asked[f"{role}_run"]):
        start, end = run.start, run.end
        if role == "content":
            start -= text[start - 1 : start] in ('"', "“")
            end += text[end : end + 1] in ('"', "”")
        found.append((start, end, run.score))
    return found


def _spots(text: str, voice: Voice) -> Told:
    return {
        "source": [voice.speaker.full] if voice.speaker else [],
        "cue": [_cue(text, voice)],
        "content": [*voice.content],
    }


def _cue(text: str, voice: Voice) -> Spot:
    """The reporting words; the set counts a colon after them as theirs."""
    start, end = voice.cue.start, voice.cue.end
    return start, end + (text[end : end + 1] == ":")


def _is_within(voice: Voice, voices: Sequence[Voice]) -> bool:
    """Whether a voice is told of inside another's words: the set gives each word to one attribution only."""
    return any(other is not voice and any(a <= voice.cue.start < b for a, b in other.content) for other in voices)
