"""Names of a coded report exchanged for names of other reports, so that the encoder learns who from the words around a name."""

import random
import re
from collections import Counter

NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}")
WHO = ("actor", "target", "subject", "object")


def names_in(document: dict) -> dict[str, str]:
    """Proper names of a report and whether each names a place or somebody."""
    found = {}
    for claim in document["claims"]:
        for kind, parts in (
            ("who", [part for role in WHO for part in claim.get(role) or []]),
            ("place", [claim["place"]] if claim.get("place") else []),
        ):
            for part in parts:
                words = (part.get("text") or "").removeprefix("the ")
                if NAME.fullmatch(words):
                    found.setdefault(words, kind)
    return found


def pool_of(documents: list[dict]) -> dict[str, list[str]]:
    pool: dict[str, set[str]] = {"who": set(), "place": set()}
    for document in documents:
        for name, kind in names_in(document).items():
            pool[kind].add(name)
    return {kind: sorted(names) for kind, names in pool.items()}


def cased(name: str, text: str) -> str:
    """A name as the text around it is written: capitals only among capitals; short ones are acronyms."""
    if text.isupper():
        return name.upper()
    return name.title() if name.isupper() and len(name) > 5 else name


def swapped(document: dict, pool: dict[str, list[str]], rng: random.Random, share: float = 0.6) -> dict:
    """The report with some of its names exchanged everywhere and its spans moved along; itself when a span would break."""
    names = {
        name: cased(rng.choice(pool[kind]), document["text"])
        for name, kind in sorted(names_in(document).items())
        if rng.random() < share
    }
    if not names:
        return document
    text = document["text"]
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")\b")
    pieces, edits, at = [], [], 0
    for match in pattern.finditer(text):
        pieces += [text[at : match.start()], names[match[0]]]
        edits.append((match.start(), match.end(), len(names[match[0]])))
        at = match.end()
    new = "".join([*pieces, text[at:]])

    def moved(spot: int) -> int:
        shift = 0
        for start, end, length in edits:
            if spot >= end:
                shift += length - (end - start)
            elif spot > start:
                raise ValueError
        return spot + shift

    def walk(item):
        if isinstance(item, list):
            return [walk(one) for one in item]
        if not isinstance(item, dict):
            return item
        out = {key: walk(value) for key, value in item.items()}
        if isinstance(out.get("start"), int) and isinstance(out.get("end"), int):
            out["start"], out["end"] = moved(out["start"]), moved(out["end"])
        return out

    try:
        claims = walk(document["claims"])
    except ValueError:
        return document
    return {"id": document["id"], "text": new, "claims": claims}


def lower_words(documents: list[dict]) -> set[str]:
    """Words that reports in mixed case mostly write small."""
    small, large = Counter(), Counter()
    for document in documents:
        if not document["text"].isupper():
            for word in re.findall(r"[A-Za-z]+", document["text"]):
                (small if word.islower() else large)[word.lower()] += 1
    return {word for word, count in small.items() if count > large[word]}


def in_small_letters(document: dict, small: set[str]) -> dict:
    """Upper-case wire copy as a paper would print it: known words small, the others capitalised; no letter moves."""
    text = re.sub(
        r"[A-Z][A-Z’'-]*",
        # a short word that papers do not write small is rather an acronym
        lambda found: (
            found[0].lower() if found[0].lower() in small else found[0].capitalize() if len(found[0]) > 4 else found[0]
        ),
        document["text"],
    )
    text = re.sub(r"(?:^|[.!?]\s+[\"“]?|\n\s*\n\s*)[a-z]", lambda found: found[0].upper(), text)
    return {**document, "text": text} if len(text) == len(document["text"]) else document
