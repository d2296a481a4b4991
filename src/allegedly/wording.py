"""A claim's fields in words a reader uses: who, how many, who says so, how surely."""

from __future__ import annotations

import re

from allegedly.model import Attribution, Claim, Correction, Count, Factuality, Part, Quantity, RelationClaim

__all__ = ["clean", "is_plain", "name", "names", "number", "sureness", "tag", "voice", "voices", "where", "who"]

# what could move the cursor, change the colour or turn the direction of a reader's terminal
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s{1,50000}")

_SURENESS = {
    "certain": "stated plainly",
    "probable": "probable",
    "possible": "possible",
    "unknown": "unconfirmed",
}
_TENSES = {
    "past": "",
    "ongoing": "still going on",
    "future": "yet to come",
    "hypothetical": "planned, feared or supposed",
}


def clean(text: str) -> str:
    r"""A report's words made safe to show: one line, control characters replaced.

    >>> clean("two\n  lines\x1b[31m")
    'two lines\ufffd[31m'
    """
    return _UNPRINTABLE.sub("\ufffd", _BLANKS.sub(" ", text)).strip()


def is_plain(factuality: Factuality) -> bool:
    """Whether the claim is asserted of something that happened or holds."""
    return factuality.polarity == "+" and factuality.certainty == "certain" and factuality.tense in ("past", "ongoing")


def tag(factuality: Factuality) -> str:
    """What a reader must not miss about a claim, in capitals; empty when it is plainly said."""
    told = [
        "denied" if factuality.polarity == "-" else "",
        "" if factuality.certainty == "certain" else _SURENESS[factuality.certainty],
        _TENSES[factuality.tense] if factuality.tense in ("future", "hypothetical") else "",
    ]
    return ", ".join(filter(None, told)).upper()


def who(claim: Claim) -> str:
    """Who did it to whom, who stands with whom, or what was wrong and what is right; empty when nobody is named."""
    if isinstance(claim, Correction):
        return " → ".join(f"“{name(part)}”" for part in (claim.old, claim.new) if part)
    if isinstance(claim, Quantity):
        return names(claim.subject)
    if isinstance(claim, RelationClaim):
        return f"{names(claim.subject) or 'not named'} → {names(claim.object) or 'not named'}"
    actor, target = names(claim.actor), names(claim.target)
    return f"{actor or 'not named'} → {target}" if target else actor


def name(part: Part) -> str:
    """The fullest name the report gives."""
    return clean(part.name)


def where(part: Part) -> str:
    """A place with what is known of it: region, country, and whether the point is the place itself.

    >>> where(Part(text="Grozny", name="Grozny"))
    'Grozny'
    """
    place = part.known_place
    if place is None or place.lat is None or place.lon is None or place.precision is None:
        return name(part)
    around = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
    near = "" if place.precision.acled == 1 else "about "
    return f"{name(part)} ({clean(around)}; {near}{place.lat:.2f}, {place.lon:.2f})"


def names(parts: tuple[Part, ...]) -> str:
    """Several names in a row."""
    return ", ".join(map(name, parts))


def number(count: Count) -> str:
    """A count as its words bound it: "14 policemen killed", "up to 2,000 Chechens (fighters)"."""
    whom = clean(count.whom or "")
    what: str = "" if count.what == "other" or count.what in whom.casefold() else count.what
    if whom and what in ("fighters", "members", "participants"):
        what = f"({what})"
    return " ".join(filter(None, [_bounds(count), whom, what]))


def _bounds(count: Count) -> str:
    low, best, high = count.low, count.best, count.high
    if low is not None and low == high:
        return f"{low:,}"
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    if low is not None:
        return f"at least {low:,}"
    if high is not None:
        return f"up to {high:,}"
    return f"about {best:,}" if best is not None else f"“{clean(count.text)}”"


def voices(claim: Claim) -> tuple[Attribution, ...]:
    """Who is said to have said it, from the outlet inward, but for the outlet itself."""
    return tuple(link for link in claim.attribution if link.role != "outlet")


def voice(claim: Claim) -> str:
    """Who says so, the innermost voice first, then through whom it reached the outlet."""
    links = voices(claim)
    if not links:
        return "the outlet itself"
    return ", through ".join(_link(link) for link in reversed(links))


def _link(link: Attribution) -> str:
    cue = f"“{clean(link.cue)}”" if link.cue else ""
    if link.role == "unspecified":
        return f"nobody named {f'({cue})' if cue else ''}".strip()
    told = ", ".join(filter(None, [link.role.replace("_", " "), cue]))
    return f"{clean(link.name or link.who)} ({told})"


def sureness(factuality: Factuality) -> str:
    """How surely the voice puts it, with the words that tell."""
    # what is denied or has not happened is not called plain
    certainty = (
        "" if factuality.certainty == "certain" and not is_plain(factuality) else _SURENESS[factuality.certainty]
    )
    told = ["denied" if factuality.polarity == "-" else "", certainty, _TENSES[factuality.tense]]
    cues = ", ".join(f"“{clean(cue.text)}”" for cue in factuality.cues)
    return ", ".join(filter(None, told)) + (f" ({cues})" if cues else "")
