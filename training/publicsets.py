"""Public sets as windows with targets for the heads beside the claims: each set its own columns, nothing told of the others'.

Only train parts are read. What each set gives:

* polnear: which words are the source, the cue and the content of an attribution
* re3d: which words are an entity of each type (spans may lie in one another)
* muc4: which words fill the roles of a report's incidents and what is told of them; every place where a filler stands counts
* incidents: the same reports' kinds of incident, as labels of a whole text
* uw: how surely each given predicate happened, -3 to 3
* relevance, police: labels of a whole text
"""

import json
import random
import re
from pathlib import Path

import numpy as np

from allegedly.coders.windows import Window, cut_windows
from training.data import covered, sentences_of
from training.swaps import in_small_letters

ATTRIBUTION = ("source", "cue", "content")
ENTITIES = (
    "Organisation",
    "Location",
    "Person",
    "Temporal",
    "Quantity",
    "Weapon",
    "MilitaryPlatform",
    "DocumentReference",
    "Nationality",
    "Money",
    "CommsIdentifier",
    "Frequency",
    "Vehicle",
)
INCIDENT_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon", "VictimDescribed")
POLICE = ("KILL", "ARREST", "ANY_ACTION", "FAIL", "FORCE")
INCIDENT_TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "FORCED WORK STOPPAGE")
# what MUC-4 tells of a filler, by the slot that tells it; rarer values are left out
FACTS = {
    "hum_target_effect": ("DEATH", "INJURY", "NO INJURY OR DEATH", "REGAINED FREEDOM"),
    "hum_target_type": (
        "CIVILIAN",
        "POLITICAL FIGURE",
        "GOVERNMENT OFFICIAL",
        "LAW ENFORCEMENT",
        "LEGAL OR JUDICIAL",
        "ACTIVE MILITARY",
        "SECURITY GUARD",
        "FORMER GOVERNMENT OFFICIAL",
        "DIPLOMAT",
        "FORMER ACTIVE MILITARY",
    ),
    "hum_target_number": ("1", "PLURAL"),
    "phys_target_type": (
        "COMMERCIAL",
        "OTHER",
        "TRANSPORT VEHICLE",
        "ENERGY",
        "GOVERNMENT OFFICE OR RESIDENCE",
        "ORGANIZATION OFFICE",
        "COMMUNICATIONS",
        "FINANCIAL",
        "CIVILIAN RESIDENCE",
        "DIPLOMAT OFFICE OR RESIDENCE",
        "TRANSPORTATION ROUTE",
        "POLITICAL FIGURE OFFICE OR RESIDENCE",
        "LAW ENFORCEMENT FACILITY",
    ),
    "phys_target_effect": ("SOME DAMAGE", "DESTROYED", "NO DAMAGE"),
    "phys_target_number": ("1", "PLURAL"),
    "weapon_type": (
        "BOMB",
        "GUN",
        "DYNAMITE",
        "EXPLOSIVE",
        "MACHINE GUN",
        "VEHICLE BOMB",
        "MORTAR",
        "RIFLE",
        "GRENADE",
    ),
    "perp_confidence": (
        "REPORTED AS FACT",
        "SUSPECTED OR ACCUSED",
        "SUSPECTED OR ACCUSED BY AUTHORITIES",
        "CLAIMED OR ADMITTED",
        "POSSIBLE",
    ),
}
INCIDENT_FACTS = (
    *(f"incident_type:{value}" for value in INCIDENT_TYPES),
    "incident_category:STATE-SPONSORED VIOLENCE",
    *(f"{slot}:{value}" for slot, values in FACTS.items() for value in values),
)
# of each set: how many columns its head has; a tag has one for inside and one for start
TAGS = {"polnear": ATTRIBUTION, "re3d": ENTITIES, "muc4": (*INCIDENT_ROLES, *INCIDENT_FACTS)}
LABELS = {"relevance": 1, "police": len(POLICE), "incidents": len(INCIDENT_TYPES)}
FILES = {
    "polnear": "polnear/train.jsonl",
    "re3d": "re3d/train.jsonl",
    "muc4": "muc4/train.jsonl",
    "incidents": "muc4/train.jsonl",
    "uw": "factuality_uw/train.jsonl",
    "relevance": "relevance/train.jsonl",
    "police": "conflibert_IndiaPoliceEvents_docs/train.jsonl",
}
# re3d's candidates with less are rejected ones
ACCEPTED = 0.5


def records(bench: Path, name: str) -> list[dict]:
    lines = (bench / FILES[name]).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def shuffled(bench: Path, name: str) -> list[dict]:
    """A set's records in the one order by which every tenth is kept back."""
    found = records(bench, name)
    random.Random(5).shuffle(found)
    return found


def load(bench: Path, name: str) -> list[dict]:
    """What a joint run learns of a set: every tenth text is kept back for thresholds, from the encoder as from the heads."""
    return [as_spans(name, record) for at, record in enumerate(shuffled(bench, name)) if at % 10]


def as_spans(name: str, record: dict) -> dict:
    """A record as text with spans [(start, end, tag)], with values [(start, end, value)], or with labels."""
    if name == "polnear":
        spans = [(*s, role) for one in record["attributions"] for role in ATTRIBUTION for s in one.get(role) or []]
        return {"text": record["text"], "spans": spans}
    if name == "re3d":
        kept = [e for e in record["entities"] if e["confidence"] >= ACCEPTED]
        return {"text": record["text"], "spans": [(e["start"], e["end"], e["type"]) for e in kept]}
    if name == "muc4":
        return {"text": record["text"], "spans": incident_spans(record) + incident_facts(record)}
    if name == "incidents":
        kinds = {kind for template in record["templates"] for filler in template["incident_type"] for kind in filler}
        return {"text": record["text"], "labels": [float(kind in kinds) for kind in INCIDENT_TYPES]}
    if name == "uw":
        ends = np.cumsum([len(token) + 1 for token in record["tokens"]])
        text = " ".join(record["tokens"])
        values = [
            (int(ends[p["token"]]) - 1 - len(record["tokens"][p["token"]]), int(ends[p["token"]]) - 1, p["factuality"])
            for p in record["predicates"]
        ]
        return {"text": text, "values": values}
    labels = record["labels"] if "labels" in record else [record["label"]]
    return {"text": record["text"], "labels": labels}


def incident_spans(record: dict) -> list[tuple[int, int, str]]:
    """Every place where a filler stands; a victim's description counts as one where it is nobody's name."""
    roles = {role: [m for entity in entities for m in entity] for role, entities in record["ree"].items()}
    names = {mention.lower() for mention in roles["Victim"]}
    roles["VictimDescribed"] = [
        mention
        for template in record["templates"]
        for filler in template["hum_target"]
        for mention in filler
        if mention.lower() not in names
    ]
    found = set()
    for role, mentions in roles.items():
        for mention in mentions:
            found |= {(*spot, role) for spot in places_of(record["text"], mention)}
    return sorted(found)


FILLERS = ("perp_individual", "perp_org", "phys_target", "hum_target", "weapon")


def incident_facts(record: dict) -> list[tuple[int, int, str]]:
    """What is told of each filler of a report's incidents, at every place where the filler stands."""
    found = set()
    for template in record["templates"]:
        told = [f"incident_type:{value}" for filler in template["incident_type"] for value in filler]
        told += [f"incident_category:{value}" for filler in template["incident_category"] for value in filler]
        said = [
            (mention, fact)
            for slot in FILLERS
            for filler in template[slot]
            for mention in filler
            if mention
            for fact in told
        ]
        for slot in FACTS:
            said += [
                (mention, f"{slot}:{value}")
                for filler in template[slot]
                for mention in filler.get("ref") or []
                if mention
                for value in filler["value"][:1]
            ]
        for mention, fact in said:
            if fact in INCIDENT_FACTS:
                found |= {(*spot, fact) for spot in places_of(record["text"], mention)}
    return sorted(found)


def places_of(text: str, mention: str) -> list[tuple[int, int]]:
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, mention.split())) + r"(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def targets(name: str, window: Window, document: dict) -> dict:
    offsets, item = window.offsets, {"set": name, "ids": window.ids, "cases": window.cases}
    fresh = np.ones(len(offsets), dtype=np.float32)
    fresh[[0, -1]] = 0
    fresh[1 : window.fresh] = 0
    item["mask"] = fresh
    if name in TAGS:
        columns = {tag: index for index, tag in enumerate(TAGS[name])}
        wanted = np.zeros((len(offsets), 2 * len(columns)), dtype=np.float32)
        for start, end, tag in document["spans"]:
            inside = covered(offsets, (start, end))
            if len(inside):
                wanted[inside, columns[tag]] = 1
                if offsets[inside[0]][0] <= start:
                    wanted[inside[0], len(columns) + columns[tag]] = 1
        item["wanted"] = wanted
    elif name == "uw":
        spots = [(covered(offsets, value[:2]), value[2]) for value in document["values"]]
        item["spots"] = [(tokens, value) for tokens, value in spots if len(tokens) and tokens[0] >= window.fresh]
    else:
        item["labels"] = np.asarray(document["labels"], dtype=np.float32)
    return item


def windows_of(name: str, document: dict, tokenizer, size: int, context: int) -> list[dict]:
    if "sentences" not in document:
        document["sentences"] = sentences_of(document["text"])
    windows = list(cut_windows(document["text"], document["sentences"], tokenizer, size=size, context=context))
    if name in LABELS:
        # a long text is labelled by how it begins
        windows = windows[:1]
    return [targets(name, window, document) for window in windows]


class PublicSets:
    """Batches of the sets, drawn without end; each set's share of the batches is fixed."""

    # polnear and muc4 are large and near to claims; relevance and police are a few hundred texts
    SHARES = {"polnear": 8, "muc4": 8, "re3d": 4, "uw": 3, "relevance": 1, "police": 2, "incidents": 3}

    def __init__(self, bench: Path, tokenizer, small: set[str], budget: int, seed: int) -> None:
        self.documents = {name: load(bench, name) for name in FILES}
        self.tokenizer, self.small, self.budget = tokenizer, small, budget
        self.rng = random.Random(seed)
        self.waiting: dict[str, list[dict]] = {name: [] for name in FILES}

    def batch(self) -> list[dict]:
        name = self.rng.choices(list(self.SHARES), list(self.SHARES.values()))[0]
        waiting, drawn = self.waiting[name], []
        while True:
            if not waiting:
                # most reports of incidents are whole in 448 pieces; the encoder holds 512
                size = {"police": 320, "incidents": 448}.get(name) or self.rng.choice([128, 192, 256])
                for document in self.rng.sample(self.documents[name], min(60, len(self.documents[name]))):
                    waiting += windows_of(name, self.varied(document), self.tokenizer, size, size // 5)
                waiting.sort(key=lambda item: len(item["ids"]) + self.rng.random() * 40)
                chunks = [waiting[at : at + 8] for at in range(0, len(waiting), 8)]
                self.rng.shuffle(chunks)
                waiting[:] = [item for chunk in chunks for item in chunk]
            length = max(len(item["ids"]) for item in [*drawn, waiting[0]])
            if drawn and (len(drawn) + 1) * length > self.budget:
                return drawn
            drawn.append(waiting.pop(0))

    def varied(self, document: dict) -> dict:
        if document["text"].isupper() and self.rng.random() < 0.6:
            return in_small_letters({k: v for k, v in document.items() if k != "sentences"}, self.small)
        return document
