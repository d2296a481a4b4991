"""The shipped encoder: reads windows of a report and proposes happenings and ties with what belongs to each.

Two ONNX graphs, run by onnxruntime on the CPU: `encoder.onnx` turns tokens into vectors and trigger types,
`claims.onnx` reads, for each trigger, its roles in the window and how surely it is put.
"""

from __future__ import annotations

import bisect
import functools
import hashlib
import importlib.resources
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from allegedly.coders.labels import CERTAINTIES, OUTSIDE, POLARITIES, ROLES, TENSES, TRIGGER_TYPES, VOICE_ROLES
from allegedly.coders.windows import Window, cut_windows, load_tokenizer
from allegedly.errors import AllegedlyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Encoder",
    "ModelDamagedError",
    "Proposal",
    "RoleChances",
    "Stretch",
    "check_hash",
    "find_runs",
    "load_encoder",
    "sigmoid",
    "words_of",
]

Floats = npt.NDArray[np.float32]


_COLUMN = {role: column for column, role in enumerate(ROLES)}


class ModelDamagedError(AllegedlyError):
    """A file of the shipped model is not the one that was shipped."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words the encoder points at, in code points of the article, with its mean probability."""

    start: int
    end: int
    score: float


class RoleChances:
    """How likely each word of a window fills each role of one happening; a word is as likely as its likeliest piece.

    `spans` are the words in rising order; `inside` and `start` are (words, roles), 0-1. Asked many times a claim, so
    the chances are added up once and each answer is a difference of two sums.
    """

    __slots__ = ("_ends", "_inside", "_peaks", "_start", "_starts", "_sums")

    def __init__(self, starts: list[int], ends: list[int], inside: Floats, start: Floats) -> None:
        self._starts, self._ends, self._inside, self._start = starts, ends, inside, start
        self._sums: dict[str, list[float]] = {}
        self._peaks: list[float] = inside.max(axis=0).tolist()

    def of(self, role: str, start: int, end: int) -> float:
        """The mean chance, 0-1, that the words between two code points fill a role; 0 outside the window."""
        first, last = bisect.bisect_right(self._ends, start), bisect.bisect_left(self._starts, end)
        sums = self._added(role)
        return (sums[last] - sums[first]) / (last - first) if first < last else 0.0

    def _added(self, role: str) -> list[float]:
        """The chances of one role added up from the first word on, made when first asked for."""
        sums = self._sums.get(role)
        if sums is None:
            column = self._inside[:, _COLUMN[role]]
            sums = self._sums[role] = [0.0, *np.cumsum(column, dtype=np.float64).tolist()]
        return sums

    @property
    def span(self) -> tuple[int, int]:
        """The window these chances were read in, in code points; its two marks are no words."""
        return (self._starts[1], self._ends[-1]) if len(self._starts) > 1 else (0, 0)

    def peak(self, role: str) -> float:
        """The chance of the likeliest word of the window for a role."""
        return self._peaks[_COLUMN[role]]

    def worth(self, role: str, start: int, end: int, price: float) -> float:
        """The chances of the words between two code points added up, each less `price`: what a phrase gains by them."""
        first, last = bisect.bisect_right(self._ends, start), bisect.bisect_left(self._starts, end)
        sums = self._added(role)
        return sums[last] - sums[first] - price * (last - first) if first < last else 0.0

    def runs(self, role: str, threshold: float) -> tuple[Stretch, ...]:
        """The runs of words more likely than `threshold`; a likely new start breaks a run in two."""
        column = _COLUMN[role]
        # most roles of most claims are empty
        if self._peaks[column] <= threshold:
            return ()
        return tuple(
            Stretch(start=self._starts[first], end=self._ends[last], score=score)
            for first, last, score in find_runs(self._inside[:, column], self._start[:, column], threshold)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """One happening or tie as the encoder sees it: trigger, type, what may fill each role, and how it stands.

    Each proposal is itself and no other, so that what is read of it can be kept under it.

    Probabilities are 0-1; `score` is the share of such claims that are right, type and all; `standing` holds one
    distribution each for polarity, certainty, tense and voice role.
    """

    trigger: Stretch
    type: str
    score: float
    roles: RoleChances
    standing: dict[str, dict[str, float]]


_STANDING = {"polarity": POLARITIES, "certainty": CERTAINTIES, "tense": TENSES, "voice_role": VOICE_ROLES}


class Encoder:
    """The two graphs and their settings; made once, used for every report of a process."""

    def __init__(self, *, threads: int) -> None:
        folder = importlib.resources.files("allegedly").joinpath("data/encoder")
        self.settings: dict[str, Any] = tomllib.loads(folder.joinpath("model.toml").read_text(encoding="utf-8"))
        files = {name: folder.joinpath(name).read_bytes() for name in self.settings["sha256"]}
        for name, body in files.items():
            check_hash(name, body, self.settings["sha256"][name])
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # error and worse only: a library stays quiet
        options.log_severity_level = 3
        # the joined sum and norm takes five times as long as the two apart: a fifth of a window's time
        apart = {"providers": ["CPUExecutionProvider"], "disabled_optimizers": ["SkipLayerNormFusion"]}
        self._words = ort.InferenceSession(files["encoder.onnx"], options, **apart)
        self._claims = ort.InferenceSession(files["claims.onnx"], options, **apart)
        self._tokenizer = load_tokenizer()
        self.model_hash = hashlib.sha256("".join(sorted(self.settings["sha256"].values())).encode()).hexdigest()[:16]

    def propose(self, text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Proposal]:
        """What the encoder sees in the sentences of a report, in reading order."""
        for window in self._windows(text, sentences, "size", "context"):
            yield from self._propose_in(window)

    def vectors(self, text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[Window, Floats]]:
        """The windows of a report with the encoder's vectors of their pieces (pieces, width), in reading order."""
        for window in self._windows(text, sentences, "heads_size", "heads_context"):
            [hidden] = self._words.run(["hidden"], {"ids": window.ids[None], "cases": window.cases[None]})
            yield window, hidden[0]

    def _windows(self, text: str, sentences: Sequence[tuple[int, int]], *names: str) -> Iterator[Window]:
        size, context = (self.settings["window"][name] for name in names)
        return cut_windows(text, sentences, self._tokenizer, size=size, context=context)

    def _propose_in(self, window: Window) -> Iterator[Proposal]:
        hidden, logits = self._words.run(None, {"ids": window.ids[None], "cases": window.cases[None]})
        triggers = find_triggers(_softmax(logits[0]), window.fresh, self.settings["trigger"])
        if not triggers:
            return
        pool = np.zeros((len(triggers), len(window.ids)), dtype=np.float32)
        for row, (first, last, _, _) in enumerate(triggers):
            pool[row, first : last + 1] = 1 / (last + 1 - first)
        columns = np.asarray([(kind, first, last) for first, last, kind, _ in triggers], dtype=np.int64)
        roles, standing = self._claims.run(
            None,
            {"hidden": hidden[0], "pool": pool, "kinds": columns[:, 0], "first": columns[:, 1], "last": columns[:, 2]},
        )
        spans, groups = words_of(window)
        starts, ends = spans[:, 0].tolist(), spans[:, 1].tolist()
        chances = np.maximum.reduceat(sigmoid(roles), groups, axis=1)
        for row, (first, last, kind, score) in enumerate(triggers):
            inside, start = np.split(chances[row], 2, axis=1)
            yield Proposal(
                trigger=_stretch(window, first, last, score),
                type=TRIGGER_TYPES[kind],
                score=believed(score, self.settings["score"]),
                roles=RoleChances(starts, ends, inside, start),
                standing=_read_standing(standing[row]),
            )


def words_of(window: Window) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The words of a window: their spans, and the index of each word's first piece; the two marks are words at 0-0."""
    joined = np.zeros(len(window.offsets), dtype=bool)
    # a piece that begins where the last one ended, letter to letter, goes on with its word
    joined[2:-1] = (window.offsets[2:-1, 0] == window.offsets[1:-2, 1]) & (window.cases[2:-1] == window.cases[1:-2])
    groups = np.flatnonzero(~joined)
    ends = np.append(groups[1:], len(joined)) - 1
    spans = np.stack([window.offsets[groups, 0], window.offsets[ends, 1]], axis=1)
    # the closing mark stands at 0-0; searches want rising spans
    spans[-1] = window.offsets[-2, 1] if len(window.offsets) > 2 else 0
    return spans, groups


def believed(score: float, levels: dict[str, list[float]]) -> float:
    """The share of claims that are right among those the encoder scores so, 0-1, read off between measured levels.

    >>> believed(0.75, {"raw": [0.5, 1.0], "right": [0.4, 0.8]})
    0.6
    """
    return round(float(np.interp(score, levels["raw"], levels["right"])), 4)


def check_hash(name: str, body: bytes, expected: str) -> None:
    """Raises ModelDamagedError when a file of the model is not the one whose hash was written down."""
    found = hashlib.sha256(body).hexdigest()
    if found != expected:
        raise ModelDamagedError(
            f"model file {name}: expected sha256 {expected}, found {found}. Reinstall the package to get it whole."
        )


def find_triggers(chances: Floats, fresh: int, settings: dict[str, float]) -> list[tuple[int, int, int, float]]:
    """Runs of tokens that name one happening: (first, last, type, score), in reading order.

    A run is broken where the likeliest type changes; a second type is read from the same run when it is
    nearly as likely as the first.
    """
    named = 1 - chances[:, OUTSIDE] > settings["any"]
    named[:fresh] = False
    best = chances[:, 1:].argmax(axis=1) + 1
    triggers = []
    for first, last in _runs(np.flatnonzero(named).tolist(), best.tolist()):
        mean = chances[first : last + 1].mean(axis=0)
        kinds = [int(kind) for kind in mean[1:].argsort()[::-1][:2] + 1]
        triggers.append((first, last, kinds[0], float(mean[kinds[0]])))
        if mean[kinds[1]] > settings["second"]:
            triggers.append((first, last, kinds[1], float(mean[kinds[1]])))
    return triggers


def find_runs(inside: Floats, start: Floats, threshold: float) -> list[tuple[int, int, float]]:
    """Runs of tokens inside a role: (first, last, mean probability); a likely new start breaks a run."""
    members = np.flatnonzero(inside > threshold)
    # a start inside a run splits two parts that stand side by side; at even odds it is one
    opens = (start[members] > 0.5).tolist()
    runs: list[list[int]] = []
    for at, opened in zip(members.tolist(), opens, strict=True):
        if runs and at == runs[-1][1] + 1 and not opened:
            runs[-1][1] = at
        else:
            runs.append([at, at])
    return [(first, last, _mean(inside[first : last + 1].tolist())) for first, last in runs]


def _mean(chances: list[float]) -> float:
    return sum(chances) / len(chances)


def _runs(members: list[int], label: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of indexes that follow each other and have one label: (first, last)."""
    first = last = -1
    for at in members:
        if first >= 0 and (at > last + 1 or label[at] != label[first]):
            yield first, last
            first = at
        first, last = (at if first < 0 else first), at
    if first >= 0:
        yield first, last


def _stretch(window: Window, first: int, last: int, score: float) -> Stretch:
    """Whole words, so that no name is cut inside."""
    offsets, cases = window.offsets, window.cases
    while first > 1 and offsets[first - 1][1] == offsets[first][0] and cases[first - 1] == cases[first]:
        first -= 1
    while last < len(offsets) - 2 and offsets[last + 1][0] == offsets[last][1] and cases[last + 1] == cases[last]:
        last += 1
    return Stretch(start=int(offsets[first][0]), end=int(offsets[last][1]), score=score)


def _read_standing(logits: Floats) -> dict[str, dict[str, float]]:
    read, at = {}, 0
    for name, labels in _STANDING.items():
        chances = _softmax(logits[at : at + len(labels)])
        read[name] = {label: float(chance) for label, chance in zip(labels, chances, strict=True)}
        at += len(labels)
    return read


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Logits as chances, 0-1."""
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


@functools.cache
def load_encoder(threads: int = 1) -> Encoder:
    """The shipped encoder, read once a process; a damaged file raises ModelDamagedError."""
    return Encoder(threads=threads)
