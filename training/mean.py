"""The mean of several runs' weights: `python -m training.mean --to training/work/mean training/work/g1:0.15 training/work/h2:0.85`.

Each run is its folder and its share; runs that went on from each other lie near enough for their mean to read better
than any of them (Wortsman et al. 2022, Model soups).
"""

import argparse
from pathlib import Path

import torch

FILES = ("net.pt", "public.pt")


def mean(weights: list[dict[str, torch.Tensor]], shares: list[float]) -> dict[str, torch.Tensor]:
    """The weighted mean of each matrix; what is counted and not learnt is taken from the first."""
    total = sum(shares)
    return {
        name: sum(one[name] * (share / total) for one, share in zip(weights, shares, strict=True))
        if value.is_floating_point()
        else value
        for name, value in weights[0].items()
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("runs", nargs="+", metavar="FOLDER:SHARE")
    ap.add_argument("--to", type=Path, required=True)
    a = ap.parse_args()
    folders = [(Path(folder), float(share)) for folder, _, share in (run.rpartition(":") for run in a.runs)]
    a.to.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        weights = [torch.load(folder / file, weights_only=True) for folder, _ in folders]
        torch.save(mean(weights, [share for _, share in folders]), a.to / file)


if __name__ == "__main__":
    main()
