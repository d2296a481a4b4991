"""A trained network becomes the shipped files: `python -m training.export --run training/work/run1 --to src/allegedly/data/encoder`."""

import argparse
import hashlib
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from allegedly.coders.labels import ROLES
from training.network import Network


class Words(nn.Module):
    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, cases: torch.Tensor):
        hidden = self.net.encode(ids, cases, torch.ones_like(ids))
        return hidden, self.net.trigger(hidden)


class Claims(nn.Module):
    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, hidden, pool, kinds, first, last):
        pooled = torch.cat([pool @ hidden, self.net.kind(kinds)], -1)
        rows = torch.zeros_like(kinds)
        return self.net.roles(hidden[None], rows, pooled, first, last), self.net.standing(pooled)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--run", type=Path, required=True)
    ap.add_argument("--to", type=Path, required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument("--thresholds", default="any=0.5 second=0.45 role=0.5 place=0.35 time=0.25 voice=0.4")
    a = ap.parse_args()
    net = Network(a.base)
    net.load_state_dict(torch.load(a.run / "net.pt", weights_only=True))
    net.eval()
    ids, cases = torch.randint(1000, 2000, (1, 40)), torch.zeros((1, 40), dtype=torch.long)
    length, count = torch.export.Dim("length", min=3, max=512), torch.export.Dim("count", min=1, max=512)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "words.onnx"
        torch.onnx.export(
            Words(net),
            (ids, cases),
            raw,
            input_names=["ids", "cases"],
            output_names=["hidden", "types"],
            dynamic_shapes={"ids": {1: length}, "cases": {1: length}},
            dynamo=True,
            external_data=False,
        )
        # a scale for each channel, 7-bit weights: on processors without VNNI 8-bit products overflow (cosine to fp32 0.98 against 0.996)
        quantize_dynamic(raw, a.to / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        hidden = torch.randn(40, 384)
        sample = (hidden, torch.rand(3, 40), torch.tensor([1, 2, 3]), torch.tensor([1, 5, 9]), torch.tensor([2, 5, 10]))
        torch.onnx.export(
            Claims(net),
            sample,
            a.to / "claims.onnx",
            input_names=["hidden", "pool", "kinds", "first", "last"],
            output_names=["roles", "standing"],
            dynamo=True,
            external_data=False,
            dynamic_shapes={
                "hidden": {0: length},
                "pool": {0: count, 1: length},
                "kinds": {0: count},
                "first": {0: count},
                "last": {0: count},
            },
        )
        exact = ort.InferenceSession(raw).run(None, {"ids": ids.numpy(), "cases": cases.numpy()})
    small = ort.InferenceSession(a.to / "encoder.onnx").run(None, {"ids": ids.numpy(), "cases": cases.numpy()})
    one, two = exact[0].ravel(), small[0].ravel()
    print("cosine of int8 to fp32:", float(one @ two / np.linalg.norm(one) / np.linalg.norm(two)))
    settings = dict(pair.split("=") for pair in a.thresholds.split())
    lines = ["# Written by training/export.py; the coder refuses files whose hash differs.", "[sha256]"]
    lines += [
        f'"{name}" = "{hashlib.sha256((a.to / name).read_bytes()).hexdigest()}"'
        for name in ("encoder.onnx", "claims.onnx", "tokenizer.json")
    ]
    lines += [
        "",
        "[window]",
        "# tokens, marks included; 320 holds about 13 sentences and was the longest in training",
        "size = 320",
        "context = 64",
    ]
    lines += [
        "",
        "[trigger]",
        "# chosen on training reports kept back (training/README.md)",
        f"any = {settings['any']}",
        f"second = {settings['second']}",
    ]
    lines += [
        "",
        "[role]",
        "# least mean chance of a run of words; chosen as above",
        *[f"{role} = {settings.get(role, settings['role'])}" for role in ROLES],
    ]
    lines += [
        "# amounts: in the trigger's sentence, inside a part of the claim itself, in another sentence",
        "count = 0.25",
        "count_inside = 0.1",
        "count_far = 0.6",
    ]
    lines += [
        "# the one expression of time of a sentence is taken from here on even when nothing passes `time`",
        "time_alone = 0.1",
    ]
    lines += [
        "# a hedge in the clause is believed against an encoder less sure than this that all is certain",
        "plainly = 0.95",
        "# the encoder is believed of a voice that no reporting word tells from this chance of somebody else speaking",
        "unheard = 0.5",
        "",
        "[score]",
        "# share of claims right, type and all, among those the encoder scores so; measured on sheets kept back (training/tune.py)",
        f"raw = {settings.get('raw', '0,1').split(',')}".replace("'", ""),
        f"right = {settings.get('right', '0,1').split(',')}".replace("'", ""),
        "",
    ]
    (a.to / "model.toml").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
