"""Word lists of the trade: actors, weapons, titles, places and groups; loaded from `data/` when first asked for."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

__all__ = [
    "actor_kind",
    "common_words",
    "country_of",
    "given_names",
    "is_country",
    "is_title",
    "kept_titles",
    "listed",
    "plurals",
    "singular",
    "weapon_openers",
    "weapon_words",
    "womens_names",
]

# plurals that no rule makes, as the rule would find them
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "children": "child",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "thieves": "thief",
    "staff": "staff",
    "police": "police",
    "mujahideen": "mujahideen",
    "forces": "force",
    "axes": "axe",
}
# words whose final s is their own
_NO_PLURAL = ("ss", "us", "is")


@functools.cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    raw = resources.files("allegedly").joinpath("data", name).read_text(encoding="utf-8")
    return {key: tuple(words) for key, words in tomllib.loads(raw).items()}


@functools.cache
def _words(name: str) -> frozenset[str]:
    raw = resources.files("allegedly").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in raw.splitlines() if not line.startswith("#")]
    return frozenset(" ".join(lines).split())


@functools.cache
def listed(name: str) -> frozenset[str]:
    """The words of one list of `name_words.toml`, in lower case.

    >>> "village" in listed("place_noun")
    True
    """
    return frozenset(_table("name_words.toml")[name])


def common_words() -> frozenset[str]:
    """English words that a report writes in lower case, nouns for actors and weapons among them: they are no names.

    >>> "school" in common_words()
    True
    """
    return _common()


@functools.cache
def _common() -> frozenset[str]:
    trade = {form for noun in (*_actor_kinds(), *_weapons()) for form in plurals(noun) if " " not in form}
    return _words("common_words.txt") | trade


def given_names() -> frozenset[str]:
    """Given names of many languages, in lower case.

    >>> "alfredo" in given_names()
    True
    """
    return _words("given_names.txt")


def womens_names() -> frozenset[str]:
    """Given names that are a woman's, in lower case.

    >>> "hilda" in womens_names()
    True
    """
    return _words("womens_names.txt")


@functools.cache
def singular(word: str) -> str:
    """The singular of an English noun in lower case, by the common rules; a word that is no plural stays as it is.

    >>> [singular(word) for word in ("policemen", "militias", "cities", "crosses", "bus")]
    ['policeman', 'militia', 'city', 'cross', 'bus']
    """
    for plural, one in _IRREGULAR.items():
        if word == plural or (plural.endswith("men") and word.endswith(plural)):
            return word[: len(word) - len(plural)] + one
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NO_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def plurals(noun: str) -> tuple[str, ...]:
    """A noun and its plural, in lower case, as a text may write it.

    >>> plurals("gunman"), plurals("city")
    (('gunman', 'gunmen'), ('city', 'cities'))
    """
    if noun.endswith("man"):
        return (noun, noun[:-3] + "men")
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return (noun, noun[:-1] + "ies")
    if noun.endswith(("s", "sh", "ch", "x")):
        return (noun, noun + "es")
    if noun in ("person", "child", "knife", "thief", "wife"):
        return (noun, {one: many for many, one in _IRREGULAR.items()}[noun])
    return (noun, noun + "s")


@functools.cache
def _actor_kinds() -> dict[str, str]:
    return {noun: kind for kind, nouns in _table("actor_nouns.toml").items() for noun in nouns}


def actor_kind(noun: str) -> str | None:
    """The coarse kind of actor a noun names (armed_group, security_force, official, civilian ...), or None.

    >>> actor_kind("gunmen"), actor_kind("policemen"), actor_kind("weather")
    ('armed_group', 'security_force', None)
    """
    kinds = _actor_kinds()
    word = noun.casefold()
    return kinds.get(word) or kinds.get(singular(word))


def weapon_words() -> dict[str, str]:
    """Every weapon word, one or more words in lower case, with its kind (firearm, explosive, artillery ...).

    >>> weapon_words()["car bomb"]
    'explosive'
    """
    return _weapons()


@functools.cache
def _weapons() -> dict[str, str]:
    return {
        form.lstrip("."): kind
        for kind, nouns in _table("weapons.toml").items()
        for noun in nouns
        for form in plurals(noun)
    }


@functools.cache
def weapon_openers() -> dict[str, int]:
    """The first word of every weapon word with the most words a weapon that begins so has.

    >>> weapon_openers()["car"]
    4
    """
    longest: dict[str, int] = {}
    for words in map(str.split, _weapons()):
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


@functools.cache
def _titles() -> tuple[frozenset[str], frozenset[str]]:
    table = _table("titles.toml")
    heads = {word.replace(".", "") for key in ("rank", "service", "office", "address", "honour") for word in table[key]}
    ends = frozenset(word.split()[-1] for word in heads)
    inside = {word for head in heads for word in head.split()[:-1]}
    return ends, frozenset(table["modifier"]) | inside


def is_title(word: str, *, modifiers: bool = False) -> bool:
    """Whether a word can end the title before a person's name; with `modifiers`, whether it can stand inside one.

    >>> is_title("Colonel"), is_title("former"), is_title("former", modifiers=True)
    (True, False, True)
    """
    ends, inside = _titles()
    plain = word.casefold().replace(".", "")
    return plain in ends or (modifiers and (plain in inside or country_of(plain) is not None))


@functools.cache
def kept_titles() -> frozenset[str]:
    """Words of ranks and honours, which stay with a person's fullest name.

    >>> "colonel" in kept_titles(), "minister" in kept_titles()
    (True, False)
    """
    table = _table("titles.toml")
    return frozenset(
        word.replace(".", "") for key in ("rank", "honour") for title in table[key] for word in title.split()
    )


@functools.cache
def _demonyms() -> tuple[dict[str, str], frozenset[str]]:
    table = _table("demonyms.toml")
    people = {form: country for country, words in table.items() for word in words for form in (word, word + "s")}
    return people, frozenset(table)


def country_of(word: str) -> str | None:
    """The country a people's name or adjective belongs to, in lower case; None for any other word.

    >>> country_of("Salvadoran"), country_of("Bogota")
    ('el salvador', None)
    """
    return _demonyms()[0].get(word.casefold())


def is_country(name: str) -> bool:
    """Whether a name is a country's.

    >>> is_country("El Salvador")
    True
    """
    return " ".join(name.casefold().split()) in _demonyms()[1]
