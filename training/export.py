"""A trained network becomes the shipped files: `python -m training.export --run training/work/run1 --to src/allegedly/data/encoder`."""

import argparse
import hashlib
import re
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from allegedly.coders.labels import ROLES
from training.network import Network
from training.plain import plain


# the runtime's own node for what words take from each other: a sixteenth of a window's time less than its parts
ATTENTION = "com.microsoft::MultiHeadAttention"


class Words(nn.Module):
    """The encoder as the graph has it: one stretch, all of it words."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, cases: torch.Tensor):
        table, body = self.net.encoder.embeddings, self.net.encoder.encoder
        words = table.word_embeddings(ids) + self.net.case(cases) + table.token_type_embeddings(torch.zeros_like(ids))
        hidden = table.LayerNorm(words + table.position_embeddings.weight[: ids.shape[1]])
        for layer in body.layer:
            asked = layer.attention.self
            given = (asked.query(hidden), asked.key(hidden), asked.value(hidden))
            looked = torch.onnx.ops.symbolic(
                ATTENTION,
                given,
                attrs={"num_heads": asked.num_attention_heads},
                dtype=hidden.dtype,
                shape=hidden.shape,
                version=1,
            )
            hidden = layer.attention.output(looked, hidden)
            hidden = layer.output(layer.intermediate(hidden), hidden)
        return hidden, self.net.trigger(hidden)


class Claims(nn.Module):
    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, hidden, pool, kinds, first, last):
        pooled = torch.cat([pool @ hidden, self.net.kind(kinds)], -1)
        rows = torch.zeros_like(kinds)
        return self.net.roles(hidden[None], rows, pooled, first, last), self.net.standing(pooled)


def last_layers(path: Path) -> list[str]:
    """The products whose columns are the roles themselves."""
    graph = onnx.load(path).graph
    widths = {it.name: it.dims[-1] for it in graph.initializer if it.dims}
    return [it.name for it in graph.node if it.op_type == "MatMul" and widths.get(it.input[1]) == 2 * len(ROLES)]


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--run", type=Path, required=True)
    ap.add_argument("--to", type=Path, required=True)
    ap.add_argument("--base", required=True)
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
        whole = Path(folder) / "claims.onnx"
        torch.onnx.export(
            Claims(net),
            sample,
            whole,
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
        quantize_dynamic(
            whole,
            a.to / "claims.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            # the last layers stay whole: their rounding would be a chance's own, and they take no time
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=last_layers(whole),
        )
        for name in ("encoder.onnx", "claims.onnx"):
            plain(a.to / name)
        with torch.no_grad():
            exact = net.encode(ids, cases, torch.ones_like(ids)).numpy()
    small = ort.InferenceSession(a.to / "encoder.onnx").run(None, {"ids": ids.numpy(), "cases": cases.numpy()})
    one, two = exact.ravel(), small[0].ravel()
    print("cosine of int8 to fp32:", float(one @ two / np.linalg.norm(one) / np.linalg.norm(two)))
    table = a.to / "model.toml"
    table.write_text(with_hashes(table.read_text(), a.to))


def with_hashes(table: str, folder: Path) -> str:
    """The settings with the hashes of the files beside them; thresholds and scores stay (training/tune.py prints them)."""
    for name in ("encoder.onnx", "claims.onnx", "tokenizer.json"):
        now = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        table, found = re.subn(rf'"{re.escape(name)}" = "[0-9a-f]{{64}}"', f'"{name}" = "{now}"', table)
        if found != 1:
            raise ValueError(f"model.toml: expected one hash of {name}, found {found}")
    return table


if __name__ == "__main__":
    main()
