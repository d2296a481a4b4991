"""Spellings of a name: what makes two of them the same, near each other, or a trap."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

from anyascii import anyascii

__all__ = [
    "bracketed",
    "closed",
    "key",
    "local_id",
    "lookalike",
    "mixes_scripts",
    "skeleton",
    "slug",
    "unhedged",
    "without_brackets",
]

_MARKS = re.compile(r"['’‘ʻʼ`´\"“”«».]")
# what a report puts before those it will not vouch for; "the alleged" keeps its article out of the way too
_HEDGE = re.compile(
    r"^(?:the\s{1,3})?(?:suspected|alleged|presumed|purported|supposed|so-called)\s{1,3}(?=\S)", re.IGNORECASE
)
_APART = re.compile(r"[^0-9a-z]+")
_BRACKETS = re.compile(r"\s{0,3}[(\[]([^()\[\]]{1,60})[)\]]")
_VOWELS = re.compile(r"[aeiouyw ]")
_DOUBLED = re.compile(r"(.)\1+")
# letters that transcribe the same sound of Arabic, Russian or Persian in different hands
_SOUNDS = str.maketrans({"q": "k", "c": "k", "v": "b", "z": "s", "x": "ks", "j": "g"})
# Cyrillic and Greek letters with the look of Latin ones
_LOOK = str.maketrans("АВЕЗКМНОРСТУХаеорсухіїјѕԁԛԝІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABE3KMHOPCTYXaeopcyxiijsdqwIJSABEZHIKMNOPTYXo")
# 8 hex digits tell apart local actors whose names share the readable part: among 1,000 of them odds of 1 in 10,000
_DIGITS = 8
# a readable id, not a whole sentence
_SLUG_LENGTH = 48


# the names of a report come again and again
@functools.lru_cache(maxsize=8192)
def key(name: str) -> str:
    """A name without case, accents, dots, hyphens and article, in ASCII: two spellings with one key are one name.

    The name itself is stored as written; NFC and NFD forms have the same key.

    >>> key("The Islamic State"), key("Al-Qa’ida"), key("U.N."), key("Исламское государство")
    ('islamic state', 'al qaida', 'un', 'islamskoe gosudarstvo')
    """
    latin = name if name.isascii() else anyascii(unicodedata.normalize("NFKC", name))
    plain = latin.casefold().replace("&", " and ")
    words = _APART.sub(" ", _MARKS.sub("", plain)).strip()
    return words[4:] if words.startswith("the ") and len(words) > 4 else words


def skeleton(key: str) -> str:
    """The consonants of a key, sounds that are transcribed in several ways made one.

    >>> skeleton("hezbollah") == skeleton("hizballah"), skeleton("lashkar e taiba") == skeleton("lashkar i tayyiba")
    (True, True)
    """
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", key.replace("ck", "k").replace("ph", "f")).translate(_SOUNDS))


def unhedged(name: str) -> str:
    """A mention without the word that doubts it: who is suspected is known by the claim's certainty, not by a name.

    >>> unhedged("Suspected Taliban gunmen"), unhedged("Suspected")
    ('Taliban gunmen', 'Suspected')
    """
    return _HEDGE.sub("", name)


def closed(name: str) -> str:
    """A name with a bracket closed that a span cut off.

    >>> closed("Black River Front (BRF"), closed("Black River Front")
    ('Black River Front (BRF)', 'Black River Front')
    """
    for opening, closing in ("()", "[]"):
        if name.count(opening) == name.count(closing) + 1:
            name += closing
    return name


def without_brackets(name: str) -> str:
    """A name without what stands in brackets.

    >>> without_brackets("Black River Front (BRF)")
    'Black River Front'
    """
    return _BRACKETS.sub("", name).strip() or name


def bracketed(name: str) -> tuple[str, ...]:
    """What a name has in brackets.

    >>> bracketed("Black River Front (BRF)")
    ('BRF',)
    """
    return tuple(_BRACKETS.findall(name))


def mixes_scripts(name: str) -> bool:
    """Whether one word of a name mixes scripts, as a name does that is made to look like another.

    >>> mixes_scripts("ISIS"), mixes_scripts("ІSIS"), mixes_scripts("Хамас (Hamas)")
    (False, True, False)
    """
    if name.isascii():
        return False
    return any(len(_scripts(word)) > 1 for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", name)))


def lookalike(name: str) -> str:
    """A name with letters of other scripts led to the Latin ones they look like.

    >>> lookalike("Нamas")
    'Hamas'
    """
    return name.translate(_LOOK)


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "UNKNOWN").split(" ")[0].split("-")[0] for letter in word if letter.isalpha()}


def slug(name: str) -> str:
    """A name as a readable part of an id.

    >>> slug("Jama'at Nusrat al-Islam wal-Muslimin")
    'jamaat-nusrat-al-islam-wal-muslimin'
    """
    return key(name).replace(" ", "-")[:_SLUG_LENGTH].strip("-")


def local_id(name: str) -> str:
    """The id of an actor that no list has, made from its name alone: the same name, the same id, in every report.

    >>> local_id("Black River Front"), local_id("the Black River Front")
    ('local:black-river-front-1814ee2c', 'local:black-river-front-1814ee2c')
    """
    # a name that mixes scripts has the key of the name it imitates: its own letters tell it apart
    own = unicodedata.normalize("NFC", name) if mixes_scripts(name) else key(name)
    return f"local:{slug(name)}-{hashlib.sha256(own.encode()).hexdigest()[:_DIGITS]}"
