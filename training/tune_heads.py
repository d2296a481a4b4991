"""From which chance on the heads are believed: `python -m training.tune_heads --bench BENCH`, written into heads.toml.

Chosen on every tenth text of the train parts, which training/fit_heads.py kept back; one setting after the other, each
by the task's own figure.
"""

import argparse
from pathlib import Path

from benchmarks import attribution, entities, factuality, muc4, muc4_slots, police, relations, relevance, tasks
from benchmarks.measures import MEASURES

from allegedly.coders.heads import load_heads
from training.publicsets import ENTITIES, shuffled

SETTINGS = Path("src/allegedly/data/encoder/heads.toml")
MODULES = {
    "attribution": (attribution, "polnear", lambda f: f["exact_f1"]),
    "entities": (entities, "re3d", lambda f: f["exact_f1"]),
    "relations": (relations, "re3d", lambda f: f["overlap_f1"]),
    "police": (police, "police", lambda f: f["example_f1"]),
    "relevance": (relevance, "relevance", lambda f: f["f1"] + f["accuracy"]),
    "factuality": (factuality, "uw", lambda f: -f["mae"] * 100 + 20 * f["r"]),
    "muc4": (muc4, "muc4", lambda f: f["template_f1"] + f["ree_f1"]),
    "muc4_slots": (muc4_slots, "muc4", lambda f: f["slots_f1"]),
}
START = {
    "attribution": {
        f"{role}_{name}": value
        for role in attribution.ROLES
        for name, value in {"run": 0.5, "kept": 0.3, "moved": 0.8, "added": 0.7}.items()
    },
    "entities": {"any": 0.4},
    "relations": {"any": 0.25},
    "police": dict.fromkeys(police.LABELS, 0.4),
    # too few texts are kept back to choose these; between them the claims decide
    "relevance": {"alone": 0.6, "never": 0.25},
    "factuality": {"learned": 0.5},
    "incident_types": {"any": 0.4},
    "incidents": dict.fromkeys(muc4.ALL_ROLES, 0.4) | {"sure": 0.5, "share": 0.7, "told": 0.25, "state": 0.5},
}
CHANCES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
# (task, table, name, values)
GRID = [
    *(
        ("attribution", "attribution", f"{role}_{name}", values)
        for role in attribution.ROLES
        for name, values in {
            "run": (0.35, 0.4, 0.45, 0.55),
            "kept": (0.1, 0.2, 0.4, 0.5),
            "moved": (0.5, 0.6, 0.7, 0.9, 1.1),
            "added": (0.5, 0.6, 0.8, 0.9, 1.1),
        }.items()
    ),
    ("entities", "entities", "any", CHANCES),
    *(("entities", "entities", kind, (0.25, 0.35, 0.45, 0.55)) for kind in ENTITIES[:5]),
    ("relations", "relations", "any", (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)),
    *(("police", "police", label, CHANCES) for label in police.LABELS),
    ("factuality", "factuality", "learned", (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)),
    ("muc4", "incident_types", "any", CHANCES),
    *(("muc4", "incident_types", kind, (0.25, 0.35, 0.45, 0.55)) for kind in ("ATTACK", "BOMBING", "KIDNAPPING")),
    *(("muc4", "incidents", role, (0.25, 0.35, 0.45, 0.55)) for role in muc4.ROLES),
    ("muc4", "incidents", "sure", (0.4, 0.5, 0.6, 0.7)),
    ("muc4", "incidents", "share", (0.3, 0.5, 0.7, 0.9)),
    ("muc4_slots", "incidents", "VictimDescribed", (0.25, 0.35, 0.45, 0.55)),
    ("muc4_slots", "incidents", "told", (0.1, 0.2, 0.3, 0.4)),
    ("muc4_slots", "incidents", "state", (0.3, 0.4, 0.5, 0.6)),
]


def kept(bench: Path, name: str) -> list[dict]:
    # enough to choose by; more would take an hour to read on a busy machine
    return shuffled(bench, name)[::10][:45]


def written(settings: dict) -> None:
    lines = ["[believed]  # from which chance on; chosen by training/tune_heads.py"]
    for table, values in settings.items():
        lines += ["", f"[believed.{table}]"]
        lines += [f'"{name}" = {value}' if " " in name else f"{name} = {value}" for name, value in values.items()]
    text = SETTINGS.read_text()
    SETTINGS.write_text(text[: text.index("[believed]")] + "\n".join(lines) + "\n")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--bench", type=Path, required=True)
    ap.add_argument("--only", nargs="*", default=list(MODULES))
    a = ap.parse_args()
    heads = load_heads()
    for method in ("words", "labels", "values", "ties"):
        plain = getattr(heads, method)

        def remembered(*asked, plain=plain, seen={}):
            if repr(asked) not in seen:
                seen[repr(asked)] = plain(*asked)
            return seen[repr(asked)]

        setattr(heads, method, remembered)
    relevance.claims.read = _once(relevance.claims.read)
    believed = heads.settings.setdefault("believed", {})
    for table, values in START.items():
        believed[table] = values | believed.get(table, {})
    for task in a.only:
        module, name, worth = MODULES[task]
        gold = kept(a.bench, name)

        def measure(task=task, module=module, gold=gold, worth=worth) -> tuple[float, dict]:
            given = {record["id"]: module.read(record) for record in tasks.inputs(task, gold)}
            figures = MEASURES[task](gold, given)
            return worth(figures), figures

        best, figures = measure()
        print(task, len(gold), "texts", figures, flush=True)
        for one, table, setting, values in GRID:
            if one != task:
                continue
            for value in values:
                before = believed[table].get(setting)
                believed[table][setting] = value
                now, told = measure()
                if now > best:
                    best, figures = now, told
                elif before is None:
                    del believed[table][setting]
                else:
                    believed[table][setting] = before
            print(" ", setting, believed[table].get(setting), {k: round(v, 2) for k, v in figures.items()}, flush=True)
    written(believed)


def _once(read):
    seen: dict[str, dict] = {}

    def remembered(record):
        if record["id"] not in seen:
            seen[record["id"]] = read(record)
        return seen[record["id"]]

    return remembered


if __name__ == "__main__":
    main()
