"""What a pronoun refers back to: the one antecedent that fits, or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from allegedly.names import lexicons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allegedly.names.naming import ArticleNames
    from allegedly.names.propers import Proper

__all__ = ["Referent", "Referents", "Resolution", "head_noun", "only_name", "pronoun_class"]

ReferentKind = Literal["person", "people", "group", "place", "thing"]

_PRONOUNS = {
    "person": "he him his himself she her hers herself",
    "many": "they them their theirs themselves",
    "one": "it its itself",
    "speaker": "i my me we our us",
    "other": "both who whom whose which here there this that these those one others",
}
_CLASS = {word: sort for sort, words in _PRONOUNS.items() for word in words.split()}
_SHE = frozenset(["she", "her", "hers", "herself"])
_HIS_TITLES = frozenset(["mr", "brother", "father", "son", "husband", "sir", "lord", "bishop", "priest"])
_HER_TITLES = frozenset(["mrs", "ms", "miss", "sister", "mother", "daughter", "wife", "lady", "dame"])
_HEAD_ENDS = re.compile(
    r"\s(?:of|in|from|at|on|with|without|who|whom|whose|that|which|loyal|near|by|for|to|under|inside|outside|between|"
    r"accused|suspected|linked|belonging|led|wearing|armed|including|based|known|called|named|and|or)\b|[,;:(\[–—]|\s[-\"“]",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"^(?:an?|the|this|that|its|their|his|her)\s+[^A-Z]|^(?:AN?|THE|ITS|THEIR)\s")
_LEADING = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_LAST_WORD = re.compile(r"[^\W\d_](?:['’-]?\w){0,40}")
# a reader looks back this many sentences for whom a pronoun means
_LOOK_BACK = 3
# an office told after a name ("Ruben Zelada, deputy interior minister of Targo,") is at most this long
_APPOSITION = 9


def head_noun(phrase: str) -> str:
    """The noun a phrase is about, in lower case: the last word before "of", "from", "who" and the like.

    >>> head_noun("Two militants from the Black River Front"), head_noun("14 policemen")
    ('militants', 'policemen')
    """
    ends = _HEAD_ENDS.search(phrase, 1)
    found = _LAST_WORD.findall(phrase[: ends.start()] if ends else phrase)
    return found[-1].casefold().removesuffix("'s").removesuffix("’s") if found else phrase.strip().casefold()


def pronoun_class(phrase: str) -> str | None:
    """What a pronoun can stand for: person, many, one, speaker or other; None for any other words.

    >>> pronoun_class("They"), pronoun_class("the rebels")
    ('many', None)
    """
    return _CLASS.get(phrase.strip().casefold())


class Resolution(NamedTuple):
    """The name found for a span and the rule that found it; the rule "own" kept the words themselves."""

    name: str
    rule: str


class Referent(NamedTuple):
    """Something named so far: where, full name, what it can be, its words and titles, and whether a claim names it."""

    start: int
    end: int
    name: str
    kind: ReferentKind
    sentence: int
    words: tuple[str, ...]
    title: tuple[str, ...]
    coded: bool


class Referents:
    """Everything an article names, in text order, for pronouns and descriptions to look back at."""

    def __init__(self, article: ArticleNames, parts: Sequence[tuple[int, int]]) -> None:
        self.article = article
        self.named = self._named(sorted(parts))
        self.coded: list[Referent] = []

    def _named(self, parts: Sequence[tuple[int, int]]) -> list[Referent]:
        """Every proper name, under its full name and the kind that any of its mentions shows."""
        names = [(p, self.article.full(p.first, p.last) or self.article.spelled(p)) for p in self.article.propers]
        kinds: dict[str, ReferentKind] = {}
        for proper, name in names:
            if kinds.get(name, "thing") in ("thing", "place") and proper.kind != "name":
                kinds[name] = proper.kind
        return [self._referent(proper, name, kinds.get(name, "thing"), parts) for proper, name in names]

    def _referent(self, proper: Proper, name: str, kind: ReferentKind, parts: Sequence[tuple[int, int]]) -> Referent:
        first, last = self.article.words[proper.first], self.article.words[proper.last]
        coded = any(start < last.end and first.start < end for start, end in parts)
        title = proper.title + (self._apposition(proper.last) if kind == "person" else ())
        return Referent(first.start, last.end, name, kind, first.sentence, proper.words, title, coded)

    def _apposition(self, last: int) -> tuple[str, ...]:
        """The words of an office told between commas after a name."""
        text, words = self.article.text, self.article.words
        if not text[words[last].end :].lstrip().startswith(",") or last + 1 >= len(words):
            return ()
        found = []
        for at in range(last + 1, min(len(words), last + 1 + _APPOSITION)):
            if words[at].sentence != words[last].sentence:
                break
            found.append(words[at].folded)
            if text[words[at].end : words[at].end + 1] in (",", ";", ".", ""):
                break
        return tuple(found) if any(lexicons.is_title(word) for word in found) else ()

    def add(self, start: int, end: int, name: str) -> None:
        """Remember a part once its name is settled, so that later words can refer back to it."""
        first, past = self.article.words_in(start, end)
        if first >= past:
            return
        known = next((referent.kind for referent in self.named if referent.name == name), None)
        kind = known or next((referent.kind for referent in self.coded if referent.name == name), None)
        kind = kind or _phrase_kind(self.article.text[start:end])
        if kind is not None:
            words = tuple(word.folded for word in self.article.words[first:past])
            self.coded.append(
                Referent(start, end, name, kind, self.article.words[first].sentence, words, (), coded=True)
            )

    def before(self, start: int) -> list[Referent]:
        """Everything named before a position, in text order."""
        return sorted(referent for referent in (*self.named, *self.coded) if referent.end <= start)

    def nearest(self, pool: Iterable[Referent], start: int, *, look_back: int = _LOOK_BACK) -> str | None:
        """The one name in the nearest sentence that has any of the pool; None when it has two, or none does."""
        here = self._sentence(start)
        near = [referent for referent in pool if referent.end <= start and here - referent.sentence <= look_back]
        latest = max((referent.sentence for referent in near), default=0)
        return only_name(referent for referent in near if referent.sentence == latest)

    def sole(self, pool: Iterable[Referent], start: int) -> str | None:
        """The one name that this sentence and the one before have of the pool, or None."""
        here = self._sentence(start)
        return only_name(r for r in pool if r.end <= start and here - r.sentence <= 1)

    def _sentence(self, start: int) -> int:
        first, _ = self.article.words_in(start, start + 1)
        return self.article.words[min(first, len(self.article.words) - 1)].sentence

    def pronoun(self, start: int, end: int) -> Resolution | None:
        """Whom a pronoun means, when exactly one candidate stands in the nearest sentence that has any."""
        word = self.article.text[start:end].strip().casefold()
        sort, before = pronoun_class(word), self.before(start)
        if sort == "person":
            she = word in _SHE
            people = [r for r in before if r.kind == "person" and _may_be(r, she=she)]
            name = self.nearest(people, start)
        elif sort == "many":
            name = self.sole((r for r in before if r.coded and r.kind in ("people", "group")), start)
        elif sort == "one":
            groups = (r for r in before if r.coded and r.kind == "group" and not _PHRASE.match(r.name))
            name = self.nearest(groups, start, look_back=1)
        else:
            name = None
        return Resolution(name, f"pronoun-{sort}") if name else None


def only_name(referents: Iterable[Referent]) -> str | None:
    """The one name that all referents share, article aside; a person's or body's longer name counts as the same.

    The name without title wins for people, the longer one for all others.
    """
    known = {_LEADING.sub("", referent.name).casefold(): referent for referent in referents}
    apart = [key for key in known if not any(key != other and f" {other}".endswith(f" {key}") for other in known)]
    if len(apart) != 1:
        return None
    person = known[apart[0]].kind == "person" and any(referent.kind == "person" for referent in known.values())
    return known[min(known, key=len) if person else apart[0]].name


def _may_be(person: Referent, *, she: bool) -> bool:
    """Whether a person's title and given name leave room for "she" or "he"."""
    if set(person.title) & (_HIS_TITLES if she else _HER_TITLES):
        return False
    own = person.name.casefold().split()
    woman = any(word in lexicons.womens_names() for word in own[:2])
    return woman == she or not (woman or own[0] in lexicons.given_names())


def _phrase_kind(text: str) -> ReferentKind | None:
    noun = head_noun(text)
    if lexicons.actor_kind(noun) is None:
        return "place" if lexicons.singular(noun) in lexicons.listed("place_noun") else None
    if noun in lexicons.listed("collective"):
        return "group"
    if lexicons.singular(noun) != noun or noun in ("people", "staff", "crew"):
        return "people"
    return "group" if noun in lexicons.listed("group_noun") else "person"
