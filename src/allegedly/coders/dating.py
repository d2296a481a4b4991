"""When a happening was: the expression of time that tells it, or the stamp of the post that does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from allegedly.times import going_on_since

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.coders.encoder import Proposal, Stretch
    from allegedly.coders.words import Settings, Words
    from allegedly.model import TimeInterval

__all__ = ["since_then", "stamp_at", "time_of", "until_told"]


def time_of(proposal: Proposal, words: Words, settings: Settings) -> TimeInterval | None:
    """The expression of time that most likely tells when; of equals the one that could be computed."""
    post = words.post_at(proposal.trigger.start)
    sentence = words.sentence_at(proposal.trigger.start)
    near = [proposal.roles.span, sentence, *([(post.start, post.end)] if post else [])]
    found = [
        (proposal.roles.of("time", time.start, time.end), time)
        for time in words.times_in(min(start for start, _ in near), max(end for _, end in near))
        # the stamp of a post dates the post, not the story around it
        if time.start is not None
        and time.end is not None
        and words.post_at(time.start) == post
        and not (time.precision != "day" and _of_another(words.text, time.end, proposal.trigger.start))
    ]
    best = max(found, key=lambda it: (round(it[0], 1), it[1].earliest is not None), default=(0.0, None))
    if best[0] >= settings["time"]:
        return best[1]
    own = [time for _, time in found if time.start is not None and sentence[0] <= time.start < sentence[1]]
    # the one day a sentence tells is the day of what it tells, when the encoder is in doubt rather than against it
    if len(own) == 1 and not post and best[0] >= settings["time_alone"]:
        return own[0]
    # a post's own claims take the post's date when they tell no other
    return stamp_at(words, proposal.trigger.start)


def stamp_at(words: Words, at: int) -> TimeInterval | None:
    """The day stamped on the embedded post that a place in the text belongs to."""
    post = words.post_at(at)
    if not post or not post.date:
        return None
    return next((time for time in words.times_in(post.start, post.end) if time.earliest == post.date), None)


# "last month's massacre of tourists": what it dates stands this near behind it, in code points; "Monday's attack" is
# mostly the report's own happening, which its other claims share
_OWNED = 40


def _of_another(text: str, end: int, trigger: int) -> bool:
    """Whether a time is another happening's own: "last month's massacre" does not date the strike that answers it."""
    return text[end : end + 2] in ("'s", "’s") and not end <= trigger <= end + _OWNED


def until_told(time: TimeInterval | None, published_at: dt.date | None, tense: str) -> TimeInterval | None:
    """What a report tells as past or going on had happened by the day it was printed: "this month" ends there.

    >>> import datetime as dt
    >>> from allegedly.model import TimeInterval
    >>> march = TimeInterval(
    ...     precision="month",
    ...     basis="anchored",
    ...     earliest=dt.date(2016, 3, 1),
    ...     latest=dt.date(2016, 3, 31),
    ...     text="this month",
    ...     start=0,
    ...     end=10,
    ... )
    >>> until_told(march, dt.date(2016, 3, 9), "past").latest
    datetime.date(2016, 3, 9)
    """
    if not (time and published_at and time.earliest and time.latest) or tense not in ("past", "ongoing"):
        return time
    open_yet = time.earliest <= published_at < time.latest
    return msgspec.structs.replace(time, latest=published_at) if open_yet else time


# "since the capital fell to the rebels in 2014": so much may stand between "since" and the time, in code points
_SINCE = re.compile(r"\bsince\s[^.;:!?]{1,100}$")


def since_then(
    time: TimeInterval | None, trigger: Stretch, words: Words, published_at: dt.date | None
) -> TimeInterval | None:
    """What has gone on since another happening has gone on since its time: "war since the city fell in 2014"."""
    if not time or time.start is None or time.end is None or not (time.earliest and time.latest):
        return time
    sentence = words.sentence_at(trigger.start)
    since = _SINCE.search(words.text, trigger.end, time.start) if sentence[0] <= trigger.end <= time.start else None
    if not since or time.end > sentence[1] or len(words.times_in(since.start(), time.end)) > 1:
        return time
    return going_on_since(words.text, time, since.start(), published_at)
