"""Small heads beside the claims', trained on public sets: who says what, named things, roles of incidents, labels.

They read the vectors of the shipped encoder, one graph for all (`heads.onnx`) and one for ties between two named things
(`pairs.onnx`). No claim comes from them: they are loaded by whoever asks, and `heads.toml` says what each column means
and from which chance on it is believed.
"""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from allegedly.coders.encoder import check_hash, find_runs, load_encoder, sigmoid, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.coders.encoder import Encoder

__all__ = ["Heads", "Tagged", "WordChances", "load_heads"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words that a head gives a tag, in code points of the text, with their mean chance."""

    start: int
    end: int
    tag: str
    score: float


@dataclass(frozen=True, slots=True)
class WordChances:
    """How likely each word of a text has each tag: `spans` (words, 2) in rising order, `chances` (words, columns)."""

    spans: npt.NDArray[np.int64]
    chances: Floats
    columns: tuple[str, ...]

    def of(self, column: str, start: int, end: int) -> float:
        """The mean chance of the words that touch a stretch, 0 where there are none."""
        first, last = self.touched(start, end)
        return float(self.chances[first:last, self.columns.index(column)].mean()) if first < last else 0.0

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """The first word that touches a stretch and the one after the last."""
        first = int(np.searchsorted(self.spans[:, 1], start, side="right"))
        return first, int(np.searchsorted(self.spans[:, 0], end, side="left"))

    def runs(self, tag: str, threshold: float) -> list[Tagged]:
        """The runs of words likelier than `threshold`; a likely new start breaks a run in two."""
        inside = self.chances[:, self.columns.index(tag)]
        start = self.chances[:, self.columns.index(f"{tag}:start")]
        return [
            Tagged(int(self.spans[first, 0]), int(self.spans[last, 1]), tag, score)
            for first, last, score in find_runs(inside, start, threshold)
        ]


class Heads:
    """The graphs and their settings; made once, used for every text of a process."""

    def __init__(self, encoder: Encoder) -> None:
        folder = importlib.resources.files("allegedly").joinpath("data/encoder")
        self.settings: dict[str, Any] = tomllib.loads(folder.joinpath("heads.toml").read_text(encoding="utf-8"))
        self._encoder = encoder
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # error and worse only: a library stays quiet
        options.log_severity_level = 3
        self._graphs = {}
        for name, expected in self.settings["sha256"].items():
            body = folder.joinpath(name).read_bytes()
            check_hash(name, body, expected)
            self._graphs[name] = ort.InferenceSession(body, options, providers=["CPUExecutionProvider"])

    def words(self, head: str, text: str, sentences: Sequence[tuple[int, int]]) -> WordChances:
        """The chances of one head for every word of a text; each word is read in the first window that holds it."""
        spans, chances = [], []
        for window, hidden in self._encoder.vectors(text, sentences):
            [logits] = self._graphs["heads.onnx"].run([head], {"hidden": hidden})
            places, groups = words_of(window)
            read = np.maximum.reduceat(sigmoid(logits), groups, axis=0)
            # without the two marks and without what an earlier window held
            kept = (groups >= window.fresh) & (groups < len(window.ids) - 1)
            spans.append(places[kept])
            chances.append(read[kept])
        columns = tuple(self.settings["columns"][head])
        if not spans:
            return WordChances(np.zeros((0, 2), np.int64), np.zeros((0, len(columns)), np.float32), columns)
        return WordChances(np.concatenate(spans), np.concatenate(chances), columns)

    def labels(self, head: str, text: str, sentences: Sequence[tuple[int, int]]) -> dict[str, float]:
        """How likely each label is of a text, 0-1: as likely as in its likeliest window; 0 for an empty text."""
        names = self.settings["columns"][head]
        best = np.full(len(names), -np.inf, dtype=np.float32)
        for _, hidden in self._encoder.vectors(text, sentences):
            [logits] = self._graphs["heads.onnx"].run([head], {"hidden": hidden})
            best = np.maximum(best, logits)
        return {name: float(chance) for name, chance in zip(names, sigmoid(best), strict=True)}

    def values(
        self, head: str, text: str, sentences: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
    ) -> list[float | None]:
        """What a head that measures gives for each stretch, a mean over its pieces; None where it was not read."""
        found: list[float | None] = [None] * len(spans)
        for window, hidden in self._encoder.vectors(text, sentences):
            [measured] = self._graphs["heads.onnx"].run([head], {"hidden": hidden})
            offsets = window.offsets
            for at, (start, end) in enumerate(spans):
                inside = (offsets[:, 0] < end) & (offsets[:, 1] > start) & (offsets[:, 1] > offsets[:, 0])
                inside[: window.fresh] = False
                if found[at] is None and inside.any():
                    found[at] = float(measured[inside].mean())
        return found

    def ties(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        things: Sequence[Tagged],
        pairs: Sequence[tuple[int, int]],
    ) -> list[dict[str, float]]:
        """How likely each kind of tie holds from one named thing to another; pairs are indexes into `things`.

        A pair that no window holds whole has no ties.
        """
        kinds = self.settings["columns"]["pairs"]
        types = {name: at for at, name in enumerate(self.settings["columns"]["pair_types"])}
        found: list[dict[str, float]] = [{} for _ in pairs]
        for window, hidden in self._encoder.vectors(text, sentences):
            offsets = window.offsets
            covers = [
                np.flatnonzero((offsets[:, 0] < it.end) & (offsets[:, 1] > it.start) & (offsets[:, 1] > offsets[:, 0]))
                for it in things
            ]
            whole = [len(spot) > 0 and offsets[spot[-1]][1] >= it.end for spot, it in zip(covers, things, strict=True)]
            asked = [at for at, (one, other) in enumerate(pairs) if not found[at] and whole[one] and whole[other]]
            if not asked:
                continue
            # 3 stretches a pair: the two things and what stands between
            pool = np.zeros((3, len(asked), len(window.ids)), dtype=np.float32)
            codes = np.zeros((len(asked), 2), dtype=np.int64)
            apart = np.zeros(len(asked), dtype=np.int64)
            for row, at in enumerate(asked):
                one, other = covers[pairs[at][0]], covers[pairs[at][1]]
                pool[0, row, one], pool[1, row, other] = 1 / len(one), 1 / len(other)
                between = range(min(one[-1], other[-1]) + 1, max(one[0], other[0])) or range(one[0], one[0] + 1)
                pool[2, row, list(between)] = 1 / len(between)
                codes[row] = [types[things[index].tag] for index in pairs[at]]
                apart[row] = other[0] - one[0]
            [logits] = self._graphs["pairs.onnx"].run(
                None, {"hidden": hidden, "pool": pool, "types": codes, "apart": apart}
            )
            for row, at in enumerate(asked):
                found[at] = {kind: float(chance) for kind, chance in zip(kinds, sigmoid(logits[row]), strict=True)}
        return found


@functools.cache
def load_heads(threads: int = 1) -> Heads:
    """The shipped heads, read once a process; a damaged file raises ModelDamagedError."""
    return Heads(load_encoder(threads))
