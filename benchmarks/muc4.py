"""Task muc4: the incidents of a report as MUC-4 has them: a type, who did it, what and whom it struck, with what.

One incident a type: a head says which types a text tells of, another which words fill a role and of which type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.heads import believed, read_words, sentence_spans

from allegedly.coders.heads import load_heads
from allegedly.names import same_thing

if TYPE_CHECKING:
    from allegedly.coders.heads import Tagged, WordChances

__all__ = ["ROLES", "Filler", "Incident", "incidents", "read"]

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
# a victim told by a description fills a slot of its own
ALL_ROLES = (*ROLES, "VictimDescribed")
_LEAD = re.compile(r"(?:the|a|an|some|several|about|two|three|four|five|\d{1,4})\s+", re.IGNORECASE)


@dataclass
class Filler:
    """Somebody or something that fills a role: its words, the likeliest first, and where they stand."""

    role: str
    words: list[str]
    spots: list[tuple[int, int]]
    score: float


@dataclass
class Incident:
    """One incident: its type and what fills each role."""

    kind: str
    fillers: list[Filler] = field(default_factory=list)

    def of(self, role: str) -> list[Filler]:
        """What fills one role."""
        return [filler for filler in self.fillers if filler.role == role]


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One report: its incidents as templates, and all of them together by role."""
    found, _ = incidents(record["text"])
    templates = [
        {"incident_type": one.kind.lower(), **{role: [[it.words[0]] for it in one.of(role)] for role in ROLES}}
        for one in found
    ]
    together = {role: _told_once([it.words[0] for one in found for it in one.of(role)]) for role in ROLES}
    return {
        "id": record["id"],
        "templates": templates,
        "ree": {role: [[words] for words in names] for role, names in together.items()},
    }


def incidents(text: str) -> tuple[list[Incident], WordChances]:
    """The incidents of a report, and the chances of its words, which tell more of each filler."""
    words = read_words("incidents", text)
    chances = load_heads().labels("incident_types", text, sentence_spans(text))
    settings = believed("incident_types")
    kinds = [kind for kind, chance in chances.items() if chance >= settings.get(kind, settings["any"])]
    found = {kind: Incident(kind) for kind in kinds}
    if not kinds:
        return [], words
    for filler in fillers(text, words):
        likely = {kind: max(words.of(f"incident_type:{kind}", *spot) for spot in filler.spots) for kind in kinds}
        best = max(likely, key=lambda kind: (likely[kind], kind))
        share = believed("incidents")["share"]
        for kind in kinds:
            if kind == best or likely[kind] >= share:
                found[kind].fillers.append(filler)
    return list(found.values()), words


def fillers(text: str, words: WordChances) -> list[Filler]:
    """What fills each role, one filler for all words that name the same."""
    settings = believed("incidents")
    found: list[Filler] = []
    for role in ALL_ROLES:
        told: list[Filler] = []
        for run in sorted(words.runs(role, settings[role]), key=lambda it: -it.score):
            name = _named(text, run)
            same = next((it for it in told if any(_same(name, other) for other in it.words)), None)
            if not name:
                continue
            if same is None:
                told.append(Filler(role, [name], [(run.start, run.end)], run.score))
            else:
                same.words.append(name)
                same.spots.append((run.start, run.end))
        found += [it for it in told if it.score >= settings["sure"]]
    return found


def _named(text: str, run: Tagged) -> str:
    """The words of a run as the task writes them: on one line, small."""
    return " ".join(text[run.start : run.end].split()).strip(" .,;:\"'()[]").lower()


def _same(one: str, other: str) -> bool:
    """Whether two tellings name the same: same words, one within the other, or a name and its short form."""
    a, b = (_LEAD.sub("", words) for words in (one, other))
    return a == b or set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()) or same_thing(one, other)


def _told_once(names: list[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if not any(_same(name, other) for other in kept):
            kept.append(name)
    return kept
