"""Whether a coder's codes hang on who it is about: a report is read, its sides exchange names, it is read again.

Two readings are held against the first. In one the names of the two sides of a claim stand in each other's place, in
the other every name of somebody who acts or suffers is an invented one that no list knows. Nothing else of the report
changes, so a fair coder gives the same codes: type, polarity and certainty of each claim. A claim that is gone counts
with all three; one that is told together with another of its type is not gone. Reports without a proper name of a side
are told apart; nothing can be exchanged in them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.errors import Quarantined
from allegedly.model import Claim, Correction, EventClaim, Page, RelationClaim
from allegedly.page import lay_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from allegedly.coders import Coder
    from allegedly.model import Part

__all__ = ["CODES", "INVENTED", "Changes", "exchanged", "measure", "neutral", "report", "sides"]

CODES = ("type", "polarity", "certainty")
# names of nobody, in no language; a report rarely names more than a dozen parties
INVENTED = (
    *("Orvane", "Teldrin", "Kasmir", "Belquor", "Wendal", "Sorrick", "Ilvany", "Dremond"),
    *("Haskel", "Ulmeric", "Zandry", "Porvell", "Mirdane", "Kelthar", "Ostrin", "Ravelle"),
)
# "Red Mesa Front", "Army of the North"; one capital word at least at both ends
_NAME = re.compile(
    r"[A-Z][\w’'-]{1,30}(?:\s(?:(?:of|for|the|and|al|de|del|la)\s){0,2}[A-Z][\w’'-]{1,30}){0,6}", re.ASCII
)
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
# words with a capital that name nobody when a sentence begins with them
_NO_NAMES = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "this", "that", "these", "those", "some"})
_PLAIN_NAME = 3


class Changes(msgspec.Struct, frozen=True):
    """What became of the codes of some claims: how many claims there were, and how many codes changed, by code.

    `lost` claims were read only with the first names, `new` ones only with the others.
    """

    claims: int = 0
    changed: tuple[int, ...] = (0,) * len(CODES)
    lost: int = 0
    new: int = 0

    def __add__(self, other: Changes) -> Changes:
        changed = tuple(a + b for a, b in zip(self.changed, other.changed, strict=True))
        return Changes(self.claims + other.claims, changed, self.lost + other.lost, self.new + other.new)

    @property
    def share(self) -> float:
        """The share of codes that changed, 0-1; a lost claim's codes have all changed.

        >>> Changes(claims=10, changed=(1, 0, 0), lost=1).share
        0.1333
        """
        codes = self.claims * len(CODES)
        return round((sum(self.changed) + self.lost * len(CODES)) / codes, 4) if codes else 0.0

    @property
    def share_of_kept(self) -> float:
        """The same among the claims that were read both times."""
        codes = (self.claims - self.lost) * len(CODES)
        return round(sum(self.changed) / codes, 4) if codes else 0.0


def measure(pages: Iterable[Page | Quarantined], coder: Coder) -> dict[str, Any]:
    """Reads every page with its own names, with exchanged and with invented ones; the changes, ready to print.

    A page that is no report is left out and counted. The coder is asked three times a report.
    """
    arms = {"exchanged": Changes(), "invented": Changes()}
    tried, left_out, reports = Counter[str](), 0, 0
    for page in pages:
        plain = _as_text(page)
        claims = _read(plain, coder) if plain else None
        if plain is None or claims is None:
            left_out += 1
            continue
        reports += 1
        text = plain.body.decode()
        for arm, names in (("exchanged", exchanged(claims, text)), ("invented", neutral(claims, text))):
            other, moved = renamed(text, names)
            if other == text:
                continue
            again = _read(_with_text(plain, other, names), coder)
            tried[arm] += 1
            arms[arm] += compared(claims, again or (), moved)
    return report(arms, tried, reports=reports, left_out=left_out)


def report(arms: Mapping[str, Changes], tried: Mapping[str, int], *, reports: int, left_out: int) -> dict[str, Any]:
    """The figures as one tree: of each arm the reports that had names to change, claims, changes and shares."""
    told = {
        arm: {
            "reports": tried.get(arm, 0),
            "claims": it.claims,
            **dict(zip(CODES, it.changed, strict=True)),
            "lost": it.lost,
            "new": it.new,
            "changed": it.share,
            "changed_of_kept": it.share_of_kept,
        }
        for arm, it in arms.items()
    }
    return {"reports": reports, "left_out": left_out, **told}


def sides(claims: Sequence[Claim], text: str) -> list[tuple[str, str]]:
    """The names that stand on the two sides of a claim, one pair a claim; "" where a side has no name of its own.

    In wire copy that is all capitals no name can be told from other words: nobody has a side there.
    """
    if text.isupper():
        return []
    pairs = []
    for claim in claims:
        if isinstance(claim, EventClaim):
            pairs.append((_named(claim.actor), _named(claim.target)))
        elif isinstance(claim, RelationClaim):
            pairs.append((_named(claim.subject), _named(claim.object)))
    return pairs


def exchanged(claims: Sequence[Claim], text: str) -> dict[str, str]:
    """Which name takes which one's place: of two that stand against each other the most often paired go first."""
    met = Counter(tuple(sorted(pair)) for pair in sides(claims, text) if all(pair) and not _overlap(*pair))
    names: dict[str, str] = {}
    for (one, other), _ in sorted(met.items(), key=lambda item: (-item[1], item[0])):
        if one not in names and other not in names:
            names |= {one: other, other: one}
    return names


def neutral(claims: Sequence[Claim], text: str) -> dict[str, str]:
    """An invented name for every side that has one, in the order in which they are read."""
    named = dict.fromkeys(name for pair in sides(claims, text) for name in pair if name)
    free = [name for name in INVENTED if name not in text]
    return dict(zip(named, free, strict=False))


def renamed(text: str, names: Mapping[str, str]) -> tuple[str, Callable[[int], int]]:
    """The text with other names, and where each code point of the old text stands in it.

    >>> other, moved = renamed("Ann met Bo.", {"Ann": "Catherine"})
    >>> other, moved(8)
    ('Catherine met Bo.', 14)
    """
    if not names:
        return text, lambda spot: spot
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    pieces, shifts, at = [], [], 0
    for match in pattern.finditer(text):
        pieces += [text[at : match.start()], names[match[0]]]
        shifts.append((match.end(), len(names[match[0]]) - len(match[0])))
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces), lambda spot: spot + sum(shift for end, shift in shifts if end <= spot)


def compared(first: Sequence[Claim], again: Sequence[Claim], moved: Callable[[int], int]) -> Changes:
    """The codes of claims read twice, paired by trigger; of several at one trigger those of one type go together.

    A happening told twice is one claim, and which telling leads it may change with the names: what no trigger pairs is
    sought among the words of all tellings of a claim of its type.
    """
    before, left = _coded(first), _coded(again)
    joined = [it for it in left if len(it.tellings) > 1]
    changed, lost = [0] * len(CODES), 0
    # those of the same type are paired first, or a second type of one trigger would take another's place
    pairs: list[tuple[_Coded, _Coded]] = []
    waiting = []
    for claim in before:
        same = next((it for it in left if it.meets(claim, moved) and it.codes[0] == claim.codes[0]), None)
        if same is None:
            waiting.append(claim)
        else:
            left.remove(same)
            pairs.append((claim, same))
    for claim in waiting:
        other = next((it for it in left if it.meets(claim, moved)), None)
        other = other or next((it for it in (*left, *joined) if it.retells(claim, moved)), None)
        if other is None:
            lost += 1
        else:
            if other in left:
                left.remove(other)
            pairs.append((claim, other))
    for one, other in pairs:
        for at, (code, now) in enumerate(zip(one.codes, other.codes, strict=True)):
            changed[at] += code != now
    return Changes(claims=len(before), changed=tuple(changed), lost=lost, new=len(left))


class _Coded(msgspec.Struct, frozen=True):
    """A claim as far as it is compared: where it is told, and its codes."""

    start: int
    end: int
    codes: tuple[str, ...]
    tellings: tuple[tuple[int, int], ...]

    def retells(self, earlier: _Coded, moved: Callable[[int], int]) -> bool:
        """Whether the words that told an earlier claim now tell this one of its type."""
        start, end = moved(earlier.start), moved(earlier.end)
        return self.codes[0] == earlier.codes[0] and any(a < end and b > start for a, b in self.tellings)

    def meets(self, earlier: _Coded, moved: Callable[[int], int]) -> bool:
        """Whether this claim, of the renamed text, is told by the words of an earlier one."""
        return self.start < moved(earlier.end) and self.end > moved(earlier.start)


def _coded(claims: Sequence[Claim]) -> list[_Coded]:
    told = []
    for claim in claims:
        if not isinstance(claim, Correction):
            spot = claim.trigger or claim.evidence[0]
            codes = (claim.type, claim.factuality.polarity, claim.factuality.certainty)
            told.append(_Coded(spot.start, spot.end, codes, tuple((it.start, it.end) for it in claim.evidence)))
    return told


def _as_text(page: Page | Quarantined) -> Page | None:
    """The report as plain text, so that all its readings go the same way; None for what is no report."""
    if not isinstance(page, Page):
        return None
    try:
        article = lay_down(page)
    except Quarantined:
        return None
    day = article.published_at.isoformat() if article.published_at else None
    return msgspec.structs.replace(
        page, media_type="text/plain", body=article.text.encode(), title=article.title, published_at=day
    )


def _read(page: Page, coder: Coder) -> tuple[Claim, ...] | None:
    try:
        return coder.code(lay_down(page))
    except Quarantined:
        return None


def _with_text(page: Page, text: str, names: Mapping[str, str]) -> Page:
    """The page with other names in its text and title, under no id of its own."""
    title = renamed(page.title, names)[0] if page.title else None
    return msgspec.structs.replace(page, body=text.encode(), title=title)


def _named(parts: Sequence[Part]) -> str:
    """The first proper name among the parts of a side, without its article; "" when there is none."""
    for part in parts:
        words = _ARTICLE.sub("", part.text, count=1) if _ARTICLE.match(part.text) else part.text
        if _NAME.fullmatch(words) and len(words) >= _PLAIN_NAME and words.casefold() not in _NO_NAMES:
            return words
    return ""


def _overlap(one: str, other: str) -> bool:
    """Whether one name lies in the other: exchanging them would tell something else."""
    return one in other or other in one
