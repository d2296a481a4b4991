"""Fit what counts for a place: `python -m training.fit_places BENCH src/allegedly/data/place_weights.toml`.

BENCH holds geowebnews/train.jsonl, geovirus/train.jsonl and gva_counts/train.jsonl.gz; LGL is never read. First the
weights by which a name is found to be meant as a place (logistic), then those by which its places are weighed
(conditional logistic, two rounds). Of GVA's reports the town of the incident is known, by its state.
"""

import argparse
import gzip
import json
import math
from pathlib import Path

import numpy as np

from allegedly.gazetteer import key_of, the_gazetteer
from allegedly.names.naming import ArticleNames
from allegedly.places.asking import questions
from allegedly.places.choosing import SURE, chances_of, sureness_numbers
from allegedly.places.finding import SIGNS, signs
from allegedly.places.outlets import outlet_of
from allegedly.places.report import same_spot
from allegedly.places.scan import known_names
from allegedly.places.weighing import FEATURES, weigh
from allegedly.segment import split_sentences

NEAR_KM, SAME_KM = 161, 40
GVA_INCIDENTS = 700
GVA_WEIGHT = 0.5


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(h)))


def overlaps(known, toponym):
    return known.start < toponym["end"] and toponym["start"] < known.end


def names_of(text):
    return ArticleNames(text, [(one.start, one.end) for one in split_sentences(text, 0, len(text))])


def load(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def placed(document):
    return [one for one in document["toponyms"] if one["lat"] is not None and one.get("span_ok", True)]


def meant_examples(documents, *, with_people):
    rows, right = [], []
    for document in documents:
        known = known_names(document["text"])
        if not known:
            continue
        found = signs(names_of(document["text"]), known)
        gold = placed(document)
        others = [one for one in document["toponyms"] if one not in gold]
        for one, row in zip(known, found):
            is_place = any(overlaps(one, it) for it in gold)
            if not is_place and any(overlaps(one, it) for it in others):
                continue
            if one.how == "people" and not with_people:
                continue
            rows.append(row)
            right.append(is_place)
    return np.array(rows), np.array(right, dtype=float)


def fit_meant(rows, right, ridge=1.0):
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def right_places(places, toponym):
    by_id = [str(one.id) == str(toponym.get("geonameid")) for one in places]
    if any(by_id):
        # a town and the district of its name are one answer for a report
        first = places[by_id.index(True)]
        return np.array(
            [
                same or (km(one.lat, one.lon, first.lat, first.lon) < 5 and one.kind == first.kind)
                for one, same in zip(places, by_id)
            ]
        )
    far = np.array([km(one.lat, one.lon, toponym["lat"], toponym["lon"]) for one in places])
    if far.min() <= SAME_KM:
        return far <= SAME_KM
    # where a country's or a region's point lies is a matter of taste
    return far <= np.array([{"C": 1500, "L": 2500, "1": 500}.get(one.kind, NEAR_KM) for one in places])


def gold_reports(documents):
    """Reports with (questions, outlet, {question: right places})."""
    for document in documents:
        text, gold = document["text"], placed(document)
        known = [one for one in known_names(text) if any(overlaps(one, it) for it in gold)]
        asked, own, _ = questions(text, known)
        answers = {}
        for one, number in zip(known, own):
            toponym = next(it for it in gold if overlaps(one, it))
            right = right_places(asked[number].places, toponym)
            answers.setdefault(number, right)
        yield asked, outlet_of(document.get("url")), answers, 1.0


def gva_reports(incidents, meant):
    states = {}
    for incident in incidents[:GVA_INCIDENTS]:
        state = states.setdefault(
            incident["state"],
            next(
                (p.admin1 for p in the_gazetteer().find(incident["state"]) if p.kind == "1" and p.country == "US"), None
            ),
        )
        document = incident["docs"][0]
        text = f"{document['title'] or ''}\n\n{document['text']}"[:6000]
        known = known_names(text)
        if state is None or not known:
            continue
        keep = 1 / (1 + np.exp(-signs(names_of(text), known) @ meant)) > 0.5
        known = [one for one, yes in zip(known, keep) if yes]
        asked, own, _ = questions(text, known)
        wanted = key_of(incident["city_or_county"].split("(")[0])
        answers = {}
        for number, one in enumerate(asked):
            right = np.array([p.country == "US" and p.admin1 == state and p.kind == "P" for p in one.places])
            if one.key == wanted and right.any():
                answers[number] = right
        if answers:
            yield asked, outlet_of(document["url"]), answers, GVA_WEIGHT


# "Targo, Alvania" is a statement, not a hint; the sets hold too few of them to tell
STATED = {"held_as_told": 6.0}


def fit_choice(examples, ridge=1.0):
    """Conditional logistic regression: examples are (rows, right, weight); what is STATED keeps its weight."""
    weights = np.array([STATED.get(name, 0.0) for name in FEATURES])
    free = np.array([name not in STATED for name in FEATURES])
    for _ in range(30):
        slope, curve = -ridge * weights, -ridge * np.eye(len(weights))
        for rows, right, weight in examples:
            points = rows @ weights
            all_chance = np.exp(points - points.max())
            all_chance /= all_chance.sum()
            right_chance = np.where(right, all_chance, 0)
            right_chance /= right_chance.sum()
            mean, mean_right = all_chance @ rows, right_chance @ rows
            slope += weight * (mean_right - mean)
            curve -= weight * ((rows.T * all_chance) @ rows - np.outer(mean, mean))
        weights[free] -= np.linalg.solve(curve[np.ix_(free, free)], slope[free])
    return weights


def examples_of(reports, believed):
    found = []
    for (asked, outlet, answers, weight), chances in zip(reports, believed):
        if not asked:
            continue
        weighed = weigh(asked, outlet, chances)
        for number, right in answers.items():
            first, last = weighed.bounds[number]
            if last - first > 1 and right.any():
                found.append((weighed.rows[first:last], right, weight))
    return found


def sureness_examples(reports, believed, then):
    """For each name with a known answer, the numbers of its likeliest place and whether that is right."""
    rows, right = [], []
    for (asked, outlet, answers, weight), chances in zip(reports, believed):
        if not asked:
            continue
        weighed = weigh(asked, outlet, chances)
        final = chances_of(weighed, then)
        for number, correct in answers.items():
            places, best = asked[number].places, int(np.argmax(final[number]))
            certain = sum(float(c) for p, c in zip(places, final[number]) if same_spot(p, places[best]))
            rows.append(sureness_numbers(weighed, final, number, certain))
            right.append(bool(correct[best]))
    return np.array(rows), np.array(right, dtype=float)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    news, virus = (load(given.bench / name / "train.jsonl") for name in ("geowebnews", "geovirus"))
    parts = [meant_examples(news, with_people=True), meant_examples(virus, with_people=False)]
    meant = fit_meant(np.concatenate([rows for rows, _ in parts]), np.concatenate([right for _, right in parts]))
    reports = [
        *gold_reports(news),
        *gold_reports(virus),
        *gva_reports(load(given.bench / "gva_counts" / "train.jsonl.gz"), meant),
    ]
    first = fit_choice(examples_of(reports, [None] * len(reports)))
    believed = [chances_of(weigh(asked, outlet), first) if asked else None for asked, outlet, _, _ in reports]
    then = fit_choice(examples_of(reports, believed))
    sure = fit_meant(*sureness_examples(reports, believed, then))
    lines = [
        "# What counts how much for a place: made by training/fit_places.py from GeoWebNews, GeoVirus and GVA (train parts)."
    ]
    for name, keys, weights in (
        ("first", FEATURES, first),
        ("then", FEATURES, then),
        ("meant", SIGNS, meant),
        ("sure", SURE, sure),
    ):
        lines += ["", f"[{name}]", *(f"{key} = {weight:.3f}" for key, weight in zip(keys, weights))]
    given.target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(reports), "reports")


if __name__ == "__main__":
    main()
