"""The shipped files as a start for another run: `python -m training.restore --base MODEL_FOLDER --to training/work/restored`.

The encoder is shipped in 8 bits, so its weights come back rounded (7 bits and a scale for each channel); the claims'
heads are shipped whole. The rounding costs what it costs in the shipped model; training goes on from there.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.network import Network

SHIPPED = Path("src/allegedly/data/encoder")


def weights_of(path: Path) -> dict[str, np.ndarray]:
    """Every weight of a graph by its name in the network; products are taken by where their bias is added."""
    graph = onnx.load(path).graph
    held = {it.name: numpy_helper.to_array(it) for it in graph.initializer}
    found = {name.removeprefix("net."): value for name, value in held.items() if name.startswith("net.")}
    made_by = {out: node for node in graph.node for out in node.output}
    read_by: dict[str, list] = {}
    for node in graph.node:
        for name in node.input:
            read_by.setdefault(name, []).append(node)
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger", "Gemm"):
            matrix = whole(held, node.input[1])
            bias = bias_after(node, read_by, found, held)
            if matrix is not None and bias:
                found[bias.replace(".bias", ".weight")] = matrix if node.op_type == "Gemm" else matrix.T
        if node.op_type == "Gather" and (table := whole(held, node.input[0], made_by)) is not None:
            found.setdefault(f"gathered {table.shape}", table)
    return found


def whole(held: dict, name: str, made_by: dict | None = None) -> np.ndarray | None:
    """A matrix as it is, or an 8-bit one times its scales."""
    if made_by and name in made_by and made_by[name].op_type == "DequantizeLinear":
        name = made_by[name].input[0]
    if not name.endswith("_quantized"):
        return held.get(name)
    stem = name.removesuffix("_quantized")
    return (held[name].astype(np.float32) - held[f"{stem}_zero_point"].astype(np.float32)) * held[f"{stem}_scale"]


def bias_after(node, read_by: dict, found: dict, held: dict) -> str | None:
    """The name of the bias added to a product, looked for over casts and scales."""
    if node.op_type == "Gemm":
        return node.input[2].removeprefix("net.")
    waiting = list(node.output)
    for _ in range(6):
        nxt = []
        for name in waiting:
            for reader in read_by.get(name, []):
                biases = [it.removeprefix("net.") for it in reader.input if it.removeprefix("net.").endswith("bias")]
                if reader.op_type == "Add" and biases:
                    return biases[0]
                if reader.op_type in ("Cast", "Mul"):
                    nxt += reader.output
        waiting = nxt
    return None


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--base", required=True)
    ap.add_argument("--to", type=Path, required=True)
    a = ap.parse_args()
    net = Network(a.base)
    wanted = net.state_dict()
    found: dict[str, np.ndarray] = {}
    for name in ("encoder.onnx", "claims.onnx"):
        found |= weights_of(SHIPPED / name)
    for name, value in wanted.items():
        if name in found and found[name].shape == tuple(value.shape):
            wanted[name] = torch.tensor(found[name]).to(value.dtype)
        elif f"gathered {tuple(value.shape)}" in found:
            wanted[name] = torch.tensor(found[f"gathered {tuple(value.shape)}"])
        else:
            print("not found in the shipped files, left as in the base:", name)
    net.load_state_dict(wanted)
    a.to.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), a.to / "net.pt")


if __name__ == "__main__":
    main()
