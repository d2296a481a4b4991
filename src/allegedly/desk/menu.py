"""The desk's menu: its pages in groups, and which one the reader is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked

__all__ = ["MENU", "menu"]

# decide, look, agree, trace
MENU: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Review", "/review"), ("Coding", "/coding"), ("Curation", "/curation")),
    (
        ("Overview", "/overview"),
        ("Claims", "/claims"),
        ("Events", "/events"),
        ("Map", "/map"),
        ("Timeline", "/timeline"),
        ("Actors", "/actors"),
        ("Ties", "/ties"),
    ),
    (("Agreement", "/agreement"),),
    (("Log", "/log"),),
)


class Entry(NamedTuple):
    """One page of the menu; links keep the moment that is looked at."""

    name: str
    link: str
    is_here: bool


def menu(asked: Asked) -> list[list[Entry]]:
    """The menu as seen from a page, with the pages that this person may see."""
    kept = dict.fromkeys(asked.asked_filters)
    here = asked.address.partition("/")[2].partition("/")[0]
    groups = [[(name, path) for name, path in group if asked.bench.may_see(asked.person, path)] for group in MENU]
    return [
        [Entry(name, asked.link(path, **kept), here == path[1:]) for name, path in group] for group in groups if group
    ]
