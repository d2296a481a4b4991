"""Coded reports become windows with targets: trigger type of each token, and what each claim's roles point at.

Claims whose gold is partial mask the loss: a second evidence span of a claim tells the same happening again without a trigger
of its own, so its tokens are neither trigger nor outside.
"""

import json
import random
import re
from pathlib import Path

import numpy as np

from allegedly.coders.labels import CERTAINTIES, COUNT_ROLES, POLARITIES, ROLES, TENSES, TRIGGER_TYPES, VOICE_ROLES
from allegedly.coders.windows import cut_windows
from allegedly.segment import split_sentences

TYPE_INDEX = {name: index for index, name in enumerate(TRIGGER_TYPES)}
ROLE_INDEX = {name: index for index, name in enumerate(ROLES)}


def load(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def sentences_of(text: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in split_sentences(text, 0, len(text))]


def spans_of(parts) -> list[tuple[int, int]]:
    return [(part["start"], part["end"]) for part in parts or [] if part and part.get("start") is not None]


def role_spans(claim: dict) -> dict[str, list[tuple[int, int]]]:
    links = claim.get("attribution") or []
    roles = {
        "actor": spans_of((claim.get("actor") or []) + (claim.get("subject") or [])),
        "target": spans_of((claim.get("target") or []) + (claim.get("object") or [])),
        "place": spans_of([claim.get("place")]),
        "time": spans_of([claim.get("time")]),
        "weapon": spans_of(claim.get("weapon")),
        "voice": spans_of(links[-1:]),
        "relayed_by": spans_of(links[:-1]),
        "doubt_cue": spans_of((claim.get("factuality") or {}).get("cues")),
        "evidence": spans_of(claim["evidence"]),
    }
    for count in claim.get("counts") or []:
        roles.setdefault(count["what"], []).extend(spans_of([count]))
    return roles


def cue_span(text: str, claim: dict) -> list[tuple[int, int]]:
    """The reporting word of the innermost link: the gold tells the word, the nearest place to its voice is taken."""
    links = claim.get("attribution") or []
    if not links or not links[-1].get("cue"):
        return []
    near = links[-1].get("start")
    near = claim["trigger"]["start"] if near is None else near
    found = [match.span() for match in re.finditer(re.escape(links[-1]["cue"]), text)]
    found = [span for span in found if abs(span[0] - near) < 300]
    return [min(found, key=lambda span: abs(span[0] - near))] if found else []


def attributes(claim: dict) -> tuple[int, int, int, int]:
    fact = claim.get("factuality") or {}
    links = claim.get("attribution") or []
    return (
        POLARITIES.index(fact.get("polarity", "+")),
        CERTAINTIES.index(fact.get("certainty", "certain")),
        TENSES.index(fact.get("tense", "past")),
        VOICE_ROLES.index(links[-1]["role"]) if links else 0,
    )


def covered(offsets: np.ndarray, span: tuple[int, int]) -> np.ndarray:
    """Indexes of the tokens that lie in a span (the two marks at 0-0 never do)."""
    return np.flatnonzero((offsets[:, 0] < span[1]) & (offsets[:, 1] > span[0]) & (offsets[:, 1] > offsets[:, 0]))


NAME = re.compile(r"[A-Z][\w’'-]+")


def names_of(document: dict, offsets: np.ndarray, small: frozenset[str] | set[str]) -> np.ndarray:
    """Which pieces belong to a word with a capital that papers do not write small; none where all is in capitals."""
    named = np.zeros(len(offsets), dtype=bool)
    text = document["text"]
    if small and not text.isupper():
        for match in NAME.finditer(text, int(offsets[1][0]), int(offsets[-2][1])):
            if match[0].lower() not in small:
                named[covered(offsets, match.span())] = True
    return named


def targets(window, document: dict, small: frozenset[str] | set[str] = frozenset()) -> dict:
    offsets = window.offsets
    length = len(offsets)
    types = np.zeros((length, len(TRIGGER_TYPES)), dtype=np.float32)
    mask = np.ones(length, dtype=np.float32)
    mask[[0, -1]] = 0
    mask[1 : window.fresh] = 0
    claims = []
    for claim in document["claims"]:
        if claim["type"] not in TYPE_INDEX or not claim.get("trigger"):
            continue
        trigger = (claim["trigger"]["start"], claim["trigger"]["end"])
        for span in spans_of(claim["evidence"]):
            if not (span[0] < trigger[1] and span[1] > trigger[0]):
                mask[covered(offsets, span)] = 0
    for claim in document["claims"]:
        if claim["type"] not in TYPE_INDEX or not claim.get("trigger"):
            continue
        tokens = covered(offsets, (claim["trigger"]["start"], claim["trigger"]["end"]))
        if not len(tokens):
            continue
        if tokens[0] >= window.fresh:
            types[tokens, TYPE_INDEX[claim["type"]]] = 1
            mask[tokens] = 1
        roles = np.zeros((length, len(ROLES)), dtype=np.float32)
        starts = np.zeros((length, len(ROLES)), dtype=np.float32)
        spans = role_spans(claim)
        spans["voice_cue"] = cue_span(document["text"], claim)
        for role, found in spans.items():
            for span in found:
                inside = covered(offsets, span)
                if len(inside):
                    roles[inside, ROLE_INDEX[role]] = 1
                    starts[inside[0], ROLE_INDEX[role]] = 1
        claims.append((tokens, TYPE_INDEX[claim["type"]], roles, starts, attributes(claim)))
    empty = types.sum(1) == 0
    types[empty, 0] = 1
    types /= types.sum(1, keepdims=True)
    named = names_of(document, offsets, small)
    return {"ids": window.ids, "cases": window.cases, "types": types, "mask": mask, "claims": claims, "named": named}


def windows_of(
    document: dict,
    tokenizer,
    rng: random.Random | None,
    small: frozenset[str] | set[str] = frozenset(),
    size: int = 128,
    context: int = 16,
) -> list[dict]:
    """Windows of one report; with `rng` their size varies, so that a claim is seen at other places of a window each time."""
    if "sentences" not in document:
        document["sentences"] = sentences_of(document["text"])
    # the shipped coder reads 128 pieces with 16 of context; a little of longer ones keeps what is told far apart together
    size = size if rng is None else rng.choice([96, 128, 128, 192])
    context = min(context, size // 6)
    return [
        targets(window, document, small)
        for window in cut_windows(document["text"], document["sentences"], tokenizer, size=size, context=context)
    ]
