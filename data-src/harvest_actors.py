"""Writes data-src/actors/listed.tsv from copies of the open lists; run by maintainers when a list has a new edition.

    python data-src/harvest_actors.py DIR

DIR holds ucdp.jsonl, ofac_sdgt.jsonl, phoenix_mnsa.jsonl, phoenix_international.jsonl (one actor a line: id, name,
aliases, countries, codes) and, beside them, UCDP's country-year table that tells who fought whom. What is left out and
why stands in dropped.tsv; what of several lists is one actor stands in curated.tsv, column refs.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec

from allegedly.actors.countries import country_named, country_word
from allegedly.actors.listing import text_of
from allegedly.actors.records import Alias, ListedActor
from allegedly.actors.spelling import key, slug, without_brackets
from allegedly.names import lexicons

HERE = Path(__file__).parent / "actors"
Record = dict[str, Any]

# UCDP's names for crowds and coalitions of the moment, not names a report uses
NOT_NAMES = re.compile(
    r",|^(?:supporters|suppporters|opponents|former|forces) |military faction|;|&|family$|^hadji|inmates|i don't care",
    re.IGNORECASE,
)
GANG = re.compile(
    r"cartel|gang|cie |c[aá]rtel|mafia|^los |^la |^ms-13|^m18|comando|boys|guerreros|bonde|brödraskapet", re.IGNORECASE
)
# countries where groups that fight each other and not the state are gangs
GANG_LANDS = {"MX", "BR", "EC", "SV", "HN", "GT", "HT", "SE", "DK", "NL", "CO", "JM", "PR", "CA", "FR", "TT", "GY"}
CLAN = re.compile(
    r"clan|tribe|dinka|nuer|karimojong|\((?:tiv|isoko|ijaw|igbo|tuareg|isaaq|dir|darod|hawiye)", re.IGNORECASE
)
# what a listed entity is when it is neither fighters nor an office of state
FIRMS = re.compile(
    r"bank|compan|trad(?:e|ing)|exchange|s\.?a\.?l\b|\bllc\b|l\.l\.c|limited|\bltd|\bsarl|s\.a\.r\.l|\bfze\b|\bfzc\b|"
    r"air(?:lines|ways| )|\bair\b|aviation|avia\b|holding|invest|engineer|petro|oil\b|gas\b|shipping|ship |maritime|marine|"
    r"car care|sazan|edbi|banco|karafarinan|nia int|kawthar|waqfiya|taibah|stichting|travel|tour|pharm|market|foods?\b|jewel|zinc|steel|cement|mine|mining|tanker|kish\b|(?<!maute )(?<!nazir )(?<!gidar )(?<!resistance )(?<!combat )(?<!combatant )(?<!fighting )group\b|sahel\b|ghorb|hara\b|"
    r"communications|electr|medical|hawala|fuel|supply|gmbh|logist|cargo|lojistik|tejarat|steel|catalyst|acid|insurance|"
    r"(?<!jund )al-aqsa(?! mart)|haramain|selselat|afaq dubai|alumix|ihracat|elektronik|interpal|union of good|idealna|"
    r"bienfaisance|bayt al-mal|elehssan|khatam|gharargah|bonyad|shahab-ud-din|e-commerce|leasing|real estate|cleaners|bakeries|properties|exchange|catering|tractor|sons\b|offshore|institute|"
    r"foundation|trust|relief|charit|welfare|societ|association|association|fund\b|aid |madrassa|university|radio|tv\b|"
    r"media group|s\.a\.|\binc\b|\bco\b|\bco\.|a\.s\.|\bnv\b|bvba|industr|calcimin|sirketi|corp\.?|\bzao\b|\bplc\b|casa |"
    r"galeria|congo futur|sniper|tajco|golfrate|afri belg|minocongo|pain victoire|transgazelle|trans gazelle|waad|"
    r"organization|organisation|house|project|humanitarian|consult|club|restaurant|diamond|diam |gem |143|1506|850|2480|1057",
    re.IGNORECASE,
)
# codes of regions in Phoenix that name no country
CODE_COUNTRY = {"PAL": "PS", "ANG": "AO", "KHM": "KH", "KAS": "IN", "ZAR": "CD"}


def main(folder: Path) -> None:
    """Reads the lists, joins what is one actor, writes listed.tsv."""
    dropped = {line.split("\t")[0] for line in (HERE / "dropped.tsv").read_text(encoding="utf-8").splitlines()}
    found = [
        *ucdp(lines(folder / "ucdp.jsonl"), fought(folder.parent)),
        *ofac(lines(folder / "ofac_sdgt.jsonl")),
        *militants(lines(folder / "phoenix_mnsa.jsonl")),
        *bodies(lines(folder / "phoenix_international.jsonl")),
    ]
    kept = [tidy(actor, dropped) for actor in found if actor.refs[0] not in dropped and actor.name not in dropped]
    joined = join(kept)
    (HERE / "listed.tsv").write_text(text_of(joined), encoding="utf-8")
    print(f"{len(found):,} records read, {len(joined):,} actors written", file=sys.stderr)


def lines(path: Path) -> list[Record]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fought(folder: Path) -> dict[str, set[str]]:
    """For each name in UCDP's dyads the sorts of violence it took part in: sb, ns, os."""
    sorts: dict[str, set[str]] = {}
    table = next(folder.glob("*/organizedviolencecy*.csv.gz"))
    with gzip.open(table, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for sort in ("sb", "ns", "os"):
                for dyad in row[f"{sort}_dyad_names_cy"].split(";"):
                    for side in dyad.split(" - "):
                        sorts.setdefault(side.strip(), set()).add(sort)
    return sorts


def ucdp(records: list[Record], sorts: dict[str, set[str]]) -> list[ListedActor]:
    """UCDP's armed groups; its governments stand in states.tsv."""
    found = []
    for record in records:
        name = record["name"].replace("  ", " ").strip()
        if record["type"] != "armed_group" or NOT_NAMES.search(name) or ordinary(name):
            continue
        countries = tuple(filter(None, (country_named(country) for country in record["countries"])))
        found.append(
            ListedActor(
                id="new",
                name=name,
                kind=group_kind(name, sorts.get(name, set()), countries),  # type: ignore[arg-type]
                countries=tuple(code.iso2 for code in countries),
                refs=(f"ucdp:{record['ucdp_actor_id'] or record['id'].removeprefix('ucdp-')}", f"ucdp:{name}"),
                source="ucdp",
            )
        )
    return found


def ordinary(name: str) -> bool:
    """Whether a name is a common word, a people's or a person's: too little to tell a group by."""
    word = without_brackets(name).casefold()
    return word in lexicons.common_words() | lexicons.given_names() or country_word(word) is not None


def group_kind(name: str, sorts: set[str], countries: tuple[Any, ...]) -> str:
    """Rebels fight a state; of the others gangs, clans and peoples are told by their names and lands."""
    if "sb" in sorts:
        return "rebel"
    home = {country.iso2 for country in countries}
    if GANG.search(name) or home & GANG_LANDS:
        return "criminal"
    organised = re.search(r"[A-Z]{3}|(?i:front|army|brigade|movement|militia|council|al-|ansar|jaysh|division)", name)
    return "political_militia" if organised and not CLAN.search(name) else "identity_militia"


def ofac(records: list[Record]) -> list[ListedActor]:
    """Listed groups: all foreign terrorist organisations, and of the others what is no firm, bank or charity."""
    found = []
    for record in records:
        if "FTO" not in record["programs"] and FIRMS.search(record["name"]):
            continue
        found.append(
            ListedActor(
                id="new",
                name=titled(record["name"]),
                kind="state_forces" if "IRGC" in record["programs"] else "rebel",
                countries=("IR",) if "IRGC" in record["programs"] else (),
                aliases=tuple(Alias(name=titled(alias)) for alias in record["aliases"]),
                refs=(record["id"].replace("ofac-", "ofac:"), f"ofac:{record['name']}"),
                source="ofac",
            )
        )
    return found


def militants(records: list[Record]) -> list[ListedActor]:
    """Phoenix's groups under arms; its list of single suspects (codes IMG...) is left out, they are private people."""
    found = []
    for record in records:
        code = record["codes"][0]
        if code.startswith("IMG") and not ORGANISED.search(record["name"]):
            continue
        country = country_named(CODE_COUNTRY.get(code[:3], code[:3]))
        found.append(
            ListedActor(
                id="new",
                name=titled(record["name"]),
                kind="rebel",
                countries=(country.iso2,) if country else (),
                aliases=tuple(Alias(name=titled(alias)) for alias in record["aliases"]),
                refs=(record["id"].replace("mnsa-", "mnsa:"), f"mnsa:{record['name']}"),
                source="phoenix",
            )
        )
    return found


ORGANISED = re.compile(
    r"front|army|battalion|brigade|mujahid|lashkar|laskar|jamaa|jemaa|qaida|qaeda|jklf|organi|movement|federation|hark|harak",
    re.IGNORECASE,
)
# what makes a name of Phoenix's list of international bodies a body's and not an official's
BODY = re.compile(
    r"\b(?:bank|union|league|organi[sz]ation|community|commission|council|fund|association|agency|authority|group|forum|"
    r"alliance|conference|committee|federation|foundation|network|centre|center|institute|international|society|world|"
    r"rights|watch|relief|aid|trust|movement|coalition|service|services|campaign|project|programme|program|initiative|"
    r"action|development|women|children|refugee|peace|justice|solidarity|without borders|sans frontieres|observatory|"
    r"church|christian|islamic|jewish|catholic|students?|youth|workers?|lawyers?|physicians|journalists|reporters)\b",
    re.IGNORECASE,
)


def bodies(records: list[Record]) -> list[ListedActor]:
    """Intergovernmental bodies and organisations for rights, relief and refugees; no officials, no firms."""
    found = []
    for record in records:
        codes = " ".join(record["codes"])
        name = record["name"]
        intergovernmental, private = codes.startswith("IGO"), codes.startswith("NGO")
        rights = private and re.search(r"HRI|REF|DEV$|^NGO$", codes.split(" ")[0])
        dated = re.search(r"\d{6}", codes)
        if (
            dated
            or not (intergovernmental or rights)
            or not (BODY.search(name) or (name.isupper() and " " not in name))
        ):
            continue
        country = country_named(CODE_COUNTRY.get(codes[3:6], codes[3:6])) if private else None
        sectors = ("NGO",) if private else ("UNO",) if "UNO" in codes else ("EUR",) if "EUREEC" in codes else ("IGO",)
        found.append(
            ListedActor(
                id="new",
                name=titled(name),
                kind="ngo" if private else "igo",
                countries=(country.iso2,) if country else (),
                sectors=sectors,
                aliases=tuple(Alias(name=titled(alias)) for alias in record["aliases"]),
                refs=(record["id"].replace("intl-", "phoenix:"), f"phoenix:{name}"),
                source="phoenix",
            )
        )
    return found


SMALL = {
    "of",
    "the",
    "for",
    "and",
    "in",
    "to",
    "de",
    "la",
    "del",
    "el",
    "al",
    "e",
    "i",
    "ul",
    "wa",
    "fi",
    "a",
    "an",
    "on",
}


def titled(name: str) -> str:
    """A name in capitals as a report prints it; short words without small ones about stay as they are."""
    name = re.sub(r"\s+", " ", name.replace("+", "/")).strip(" ,")
    if not name.isupper():
        return name
    if " " not in name and len(name) <= 5 and name not in ("AMAL", "HASM", "KACH", "SEPAH", "BASIJ", "HAMAS", "EYAL"):
        return name
    words = [_cased(word, first=number == 0) for number, word in enumerate(name.split(" "))]
    return " ".join(words)


def _cased(word: str, *, first: bool) -> str:
    bare = word.strip("().,'")
    if bare.lower() in SMALL and not first:
        return word.lower()
    if "(" in word and len(bare) <= 6 and bare.isalpha():
        return word
    if 2 <= len(bare) <= 4 and not re.search(r"[AEIOU]", bare) and bare.isalpha():
        return word
    pieces = re.split(r"([-/'])", word)
    shown = [
        piece.lower() if piece.lower() in SMALL and number > 0 else piece[:1] + piece[1:].lower()
        for number, piece in enumerate(pieces)
    ]
    text = "".join(shown)
    text = re.sub(r"(?<=[a-z])'(S|A|I|U|E)(?=\b|[a-z])", lambda found: found.group(0).lower(), text)
    return text.replace("Al-", "al-") if not first else text


def tidy(actor: ListedActor, dropped: set[str]) -> ListedActor:
    """An actor without aliases that are no names: of people, of nothing in particular, or told in dropped.tsv."""
    kept: dict[str, Alias] = {}
    for alias in actor.aliases:
        own = key(alias.name)
        if (
            own
            and own != key(actor.name)
            and not own.isdigit()
            and alias.name not in dropped
            and not personal(alias.name)
        ):
            kept.setdefault(own, alias)
    return msgspec.structs.replace(actor, aliases=tuple(kept.values()))


def personal(name: str) -> bool:
    """Whether an alias reads as a person's name: a given name, then no word of a group."""
    words = [word.casefold().strip("'") for word in re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", name)]
    groups = lexicons.listed("group_head") | lexicons.listed("insurgent") | lexicons.listed("group_noun")
    if len(words) < 2 or words[0] == "al" or set(words) & groups or any(lexicons.actor_kind(word) for word in words):
        return False
    return words[0] in lexicons.given_names() or words[0] in ("sheikh", "abu", "osama", "usama", "commander")


def join(actors: list[ListedActor]) -> list[ListedActor]:
    """Records of several lists with the same name and no contrary country made one; ids from the names."""
    by_key: dict[str, list[ListedActor]] = {}
    for actor in actors:
        same = by_key.setdefault(key(actor.name), [])
        for place, other in enumerate(same):
            if (other.kind in CIVIL) == (actor.kind in CIVIL) and agree(other, actor):
                same[place] = both(other, actor)
                break
        else:
            same.append(actor)
    used: dict[str, int] = {}
    return [numbered(actor, used) for same in by_key.values() for actor in same]


CIVIL = ("igo", "ngo")


def agree(one: ListedActor, other: ListedActor) -> bool:
    """Whether the countries of two records speak against their being one."""
    return not one.countries or not other.countries or bool(set(one.countries) & set(other.countries))


def both(one: ListedActor, other: ListedActor) -> ListedActor:
    """Two records of one actor; the first one's name and kind stay."""
    aliases = {key(alias.name): alias for alias in (*other.aliases, *one.aliases)}
    aliases.pop(key(one.name), None)
    return msgspec.structs.replace(
        one,
        countries=one.countries or other.countries,
        aliases=tuple(aliases.values()),
        refs=(*one.refs, *other.refs),
        source=" ".join(dict.fromkeys((*one.source.split(), *other.source.split()))),
    )


def numbered(actor: ListedActor, used: dict[str, int]) -> ListedActor:
    """An actor with its id; namesakes get their country, then a number."""
    own = f"act:{slug(actor.name)}"
    if own in used and actor.country:
        own = f"{own}-{actor.country.lower()}"
    used[own] = used.get(own, 0) + 1
    if used[own] > 1:
        own = f"{own}-{used[own]}"
    return msgspec.structs.replace(actor, id=own)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
