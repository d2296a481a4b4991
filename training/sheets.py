"""Reports written and coded for training, as sheets a person can read and edit; `load_sheets` makes gold records of them.

A sheet (training/sheets/*.txt) holds reports like this; `@2` picks the second place where the words stand, `;` parts:

    # brief-001 2016-05-03
    Gunmen killed three guards and a cook at a mine near Dorran on Monday, police said.
    * attack trigger="killed" actor="Gunmen" target="three guards; a cook" place="Dorran" time="on Monday" killed="three"
      voice="police" role=security_force cue="said" evidence="Gunmen killed three guards and a cook at a mine near Dorran"

Other keys: weapon, relay (an outer voice), doubt (hedging words), certainty, polarity, tense, and each kind of count. Without
`evidence` the trigger's sentence is taken. Lines that begin with two blanks go on with the claim above.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from allegedly.coders.labels import COUNT_ROLES
from allegedly.model import TYPES
from allegedly.quantities import find_counts
from allegedly.times import read_times

PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
SENTENCE_END = re.compile(r"[.!?][\"”']?(?=\s|$)|\n\n")


def place_of(text: str, words: str, where: str) -> dict[str, Any]:
    words, _, nth = words.strip().partition("@")
    words, at = words.strip().replace("''", '"'), -1
    for _ in range(int(nth or 1)):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"{where}: {words!r} does not stand in the report that often")
    return {"start": at, "end": at + len(words), "text": words, "name": words}


def parts(text: str, words: str | None, where: str) -> list[dict[str, Any]]:
    return [place_of(text, piece, where) for piece in (words or "").split(";") if piece.strip()]


def sentence(text: str, trigger: dict[str, Any]) -> dict[str, Any]:
    start = max([0, *[m.end() for m in SENTENCE_END.finditer(text, 0, trigger["start"])]])
    end = next((m.end() for m in SENTENCE_END.finditer(text, trigger["end"])), len(text))
    words = text[start:end].strip()
    start = text.index(words, start)
    return {"start": start, "end": start + len(words), "text": words}


def claim_of(text: str, line: str, where: str) -> dict[str, Any]:
    kind_type = line[2:].split(None, 1)[0]
    where = f"{where} {kind_type}"
    got = {m[1]: m[2] if m[2] is not None else m[3] for m in PAIR.finditer(line)}
    known = {
        "trigger",
        "actor",
        "target",
        "place",
        "time",
        "weapon",
        "voice",
        "role",
        "cue",
        "relay",
        "doubt",
        "certainty",
        "polarity",
        "tense",
        "evidence",
        *COUNT_ROLES,
    }
    if set(got) - known or "trigger" not in got:
        raise ValueError(f"{where}: unknown keys {set(got) - known} or no trigger")
    kind = next(kind for kind, types in TYPES.items() if kind_type in types)
    trigger = place_of(text, got["trigger"], where)
    first, second = ("actor", "target") if kind == "event" else ("subject", "object")
    links = [{**p, "who": p["text"], "role": "media"} for p in parts(text, got.get("relay"), where)]
    if "voice" in got or got.get("role") == "unspecified":
        spot = (
            place_of(text, got["voice"], where)
            if "voice" in got
            else {"text": "unspecified", "start": None, "end": None}
        )
        links.append(
            {**spot, "who": spot["text"], "role": got["role"], "cue": (got.get("cue") or "").partition("@")[0] or None}
        )
    claim: dict[str, Any] = {
        "kind": kind,
        "type": kind_type,
        "trigger": trigger,
        "evidence": parts(text, got.get("evidence"), where) or [sentence(text, trigger)],
        first: parts(text, got.get("actor"), where),
        second: parts(text, got.get("target"), where),
        "place": next(iter(parts(text, got.get("place"), where)), None),
        "time": next(iter(parts(text, got.get("time"), where)), None),
        "weapon": parts(text, got.get("weapon"), where),
        "attribution": links,
        "counts": [{"what": what, **p} for what in COUNT_ROLES for p in parts(text, got.get(what), where)],
        "factuality": {
            "polarity": got.get("polarity", "+"),
            "certainty": got.get("certainty", "certain"),
            "tense": got.get("tense", "past"),
            "cues": parts(text, got.get("doubt"), where),
        },
    }
    if claim["factuality"]["certainty"] != "certain" and not claim["factuality"]["cues"]:
        raise ValueError(f"{where}: a certainty other than certain needs doubt words")
    return claim


def load_sheets(folder: Path) -> list[dict[str, Any]]:
    documents = []
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]:
            head, _, body = block.partition("\n")
            report, _, coded = body.partition("\n* ")
            text = report.strip("\n")
            lines = re.sub(r"\n {2,}", " ", "* " + coded if coded else "").splitlines()
            claims = [claim_of(text, line, f"{path.name} {head}") for line in lines if line.startswith("* ")]
            documents.append(
                {
                    "id": f"sheet-{head.split()[0]}",
                    "text": text,
                    "claims": claims,
                    "published_at": (head.split() + [None])[1],
                }
            )
    return documents


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The report with the bounds of its numbers and the days of its times worked out by the package's own readers.

    A sheet gives the words only; thresholds are chosen by which words belong to a claim, so the same reader may stand
    on both sides.
    """
    text, published = document["text"], document.get("published_at")
    times = read_times(text, published_at=dt.date.fromisoformat(published) if published else None)
    amounts = find_counts(text, ordinals=True)

    def inside(found: Any, part: dict[str, Any]) -> Any:
        return next((it for it in found if it.start < part["end"] and it.end > part["start"]), None)

    for claim in document["claims"]:
        for count in claim["counts"]:
            if amount := inside(amounts, count):
                count |= {"low": amount.low, "best": amount.best, "high": amount.high}
        if claim["time"] and (time := inside([it for it in times if it.start is not None], claim["time"])):
            claim["time"] |= {
                "earliest": time.earliest and str(time.earliest),
                "latest": time.latest and str(time.latest),
                "precision": time.precision,
                "basis": time.basis,
            }
        elif claim["time"]:
            claim["time"] |= {"earliest": None, "latest": None, "precision": "day", "basis": "anchored"}
    return document


if __name__ == "__main__":
    found = load_sheets(Path(__file__).parent / "sheets")
    print(len(found), "reports", sum(len(d["claims"]) for d in found), "claims")
