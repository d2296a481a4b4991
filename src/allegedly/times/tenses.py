"""Which way a bare "Friday" points: back or ahead, by the verbs and words around it in its sentence."""

from __future__ import annotations

import re

__all__ = ["looks_ahead"]

# how far from the expression its verb may stand, in characters: about two lines of wire copy
_REACH = 140
# how far back words that touch the expression begin ("set a hearing for Friday")
_TOUCH = 50
_STOP = re.compile(r"(?<=\w\w)[.!?;]['\"”’)]{0,2}\s|\n\s{0,20}\n")
# the patterns below read small letters: no offset leaves this room, so the text may be folded
# one to three spaces or line breaks, and up to three words between
_GAP = r"\s{1,3}"
_WORDS = rf"(?:\w{{1,20}}{_GAP}){{0,3}}?"
_AHEAD_BESIDE = re.compile(
    rf"\b(?:next|coming|upcoming|deadline(?:{_GAP}(?:of|for))?|due(?:{_GAP}out)?|effective|expected|as{_GAP}(?:early|soon){_GAP}as"
    rf"|(?:scheduled|planned|slated|expected){_GAP}(?:on|for)|set{_GAP}{_WORDS}for|ahead{_GAP}of"
    rf"|(?:postponed|delayed|extended|adjourned|remanded|put{_GAP}off){_GAP}(?:until|till|to)){_GAP}(?:the{_GAP})?$"
)
_MODALS = rf"\b(?:will|shall|won['’]t|would|may|must|should){_GAP}(?:\w{{1,20}}{_GAP})?(?:(?:be|have){_GAP})?\w{{2,20}}"
_BE_TO = (
    rf"\b(?:is|are|was|were|be){_GAP}"
    r"(?:to|due|set|expected|scheduled|slated|planned|planning|going|likely|ready|preparing)\b"
)
_COMING = r"\b(?:scheduled|slated|due|upcoming|coming|tomorrow|expects|intends?|deadline)\b"
_PLANS = rf"\b(?:expect|plans?|hopes?|supposed){_GAP}(?:to|a|an|on){_GAP}\w{{2,20}}"
_PRESENT = rf"\b(?:payable|of{_GAP}record|expires?|resumes?|begins?|starts|reconvenes?)\b"
# verbs that look ahead to what follows them: "agreed to meet on Friday", but "on Friday they agreed to meet"
_BOUND = (
    r"\b(?:expected|set|planning|preparing|vowed|promised|threatened|agreed|wants?|needs?|ordered|urged|asked|called|"
    rf"pledged){_GAP}{_WORDS}to{_GAP}\w{{2,20}}|\b(?:postpon|adjourn|delay)\w{{1,4}}\b"
)
_IRREGULAR = (
    *("was", "were", "had", "has", "have", "could", "did", "said", "told", "says", "went", "came", "took", "made"),
    *("found", "left", "shot", "fell", "rose", "met", "held", "began", "broke", "saw", "sent", "set", "struck", "led"),
    *("lost", "won", "fought", "fled", "gave", "got", "blew", "hit", "cut", "put", "ran", "stood", "spoke", "wrote"),
    *("quit", "beat", "drove", "threw", "became", "sought", "brought", "caught", "burst", "sworn", "slain", "shown"),
    *("seen", "taken", "given", "driven", "known", "stolen", "hurt", "read", "paid", "bought", "sold"),
)
_PAST = rf"\bhad{_GAP}been{_GAP}\w{{2,20}}|\b(?:{'|'.join(_IRREGULAR)}|[a-z]{{2,18}}ed)\b"
_CUES = re.compile(
    rf"(?P<ahead>{_MODALS}|['’]ll{_GAP}\w{{1,20}}|{_BE_TO}|{_COMING}|{_PLANS}|{_PRESENT})"
    rf"|(?P<bound>{_BOUND})|(?P<past>{_PAST})"
)


def looks_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether the words around a date say that it is still to come: True, False, or None when they say nothing.

    The nearest verb before it in the sentence decides, else the first after it; words that touch it ("due Friday",
    "by Friday") go first.

    >>> looks_ahead("The court will sit on Friday.", 22, 28)
    True
    >>> looks_ahead("Gunmen stormed the post on Friday.", 27, 33)
    False
    """
    left = text[max(0, start - _REACH) : start].lower()
    stops = [stop.end() for stop in _STOP.finditer(left)]
    left = left[stops[-1] :] if stops else left
    if _AHEAD_BESIDE.search(left, max(0, len(left) - _TOUCH)):
        return True
    before = [cue.lastgroup for cue in _CUES.finditer(left)]
    if before:
        return before[-1] != "past"
    if left.rstrip().endswith(" by"):
        return True
    right = text[end : end + _REACH].lower()
    stop = _STOP.search(right)
    after = _CUES.search(right, 0, stop.start() if stop else len(right))
    return after.lastgroup == "ahead" if after else None
