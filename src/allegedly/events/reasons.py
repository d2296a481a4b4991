"""Why two tellings are taken for one happening, or for two, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.events.sharing import Shared
    from allegedly.events.tellings import Telling

__all__ = ["reasons"]

# the rarest few say it; the others are in the tellings
_SHOWN = 4


def reasons(a: Telling, b: Telling, found: Shared) -> tuple[str, ...]:
    """What speaks for one happening and what against it, in words, the same for (b, a)."""
    return (*_of_words(a, b, found), *_of_time(found), *_of_place(a, b, found), *_of_the_rest(a, b, found))


def _of_words(a: Telling, b: Telling, found: Shared) -> Iterator[str]:
    if a.article_id == b.article_id:
        yield "same report"
    elif found.common:
        words = sorted(found.common, key=lambda word: (-found.one.rarity[word], word))[:_SHOWN]
        yield f"same words: {', '.join(words)}"


def _of_time(found: Shared) -> Iterator[str]:
    if found.apart is not None:
        yield "days agree" if found.apart == 0 else f"{_days(found.apart)} apart"
    if found.between:
        yield f"reports {_days(found.between)} apart"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _of_place(a: Telling, b: Telling, found: Shared) -> Iterator[str]:
    if not a.place or not b.place or found.place is None:
        return
    one, two = sorted((a.place.title(), b.place.title()))
    if found.place == "same":
        yield f"same place {one}" if one == two else f"same place {one}, {two}"
    elif found.place == "named":
        yield f"place named in the other report: {one}, {two}"
    else:
        yield f"other place: {one}, {two}"


def _of_the_rest(a: Telling, b: Telling, found: Shared) -> Iterator[str]:
    if found.people:
        yield f"same people: {', '.join(sorted(found.people))}"
    ages, theirs = sorted((sorted(found.one.ages), sorted(found.other.ages)))
    if ages and set(ages).isdisjoint(theirs):
        yield f"other ages: {' and '.join(map(str, ages))}; {' and '.join(map(str, theirs))}"
    yield from (f"both {number} {what}" for what, number in found.same)
    yield from (f"{fewer} and {more} {what}" for what, fewer, more in found.differing)
    if a.type == b.type:
        yield f"both {a.type}"
