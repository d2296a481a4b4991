"""Counts as drawings: bars in a row for labels, columns side by side for months, each split by how surely it is said.

A chart is its figures; a drawing is where its boxes and words stand, which a template writes as SVG, inside a page or
as a file of its own. The parts of a bar differ by pattern as well as by colour.
"""

from __future__ import annotations

import itertools
import math
import re
from typing import NamedTuple

from allegedly.desk.pages import Table
from allegedly.exports.cells import Column
from allegedly.model import Record
from allegedly.wording import clean

__all__ = [
    "COLOURS",
    "Bar",
    "Box",
    "Chart",
    "Drawing",
    "Words",
    "bars",
    "columns",
    "drawable",
    "table_of",
]

# what tokens.css has for light pages: a file of its own cannot ask the page
COLOURS = {
    "card": "#fffefb",
    "ink": "#1d1b18",
    "soft": "#5a554c",
    "line": "#d9d3c7",
    "act": "#1d4f91",
    "doubt": "#8a4b00",
    "doubt-soft": "#fbeedd",
    "bad": "#a3211f",
}
# a bar and its words above it; a line of words is 13 units high
_ROW, _BAR, _WORDS = 38, 12, 13
# what letters and numbers of that size take at most, on average
_LETTER = 7.2
# columns stand on a floor under so much room, with labels below and numbers beside
_TALL, _FOOT, _SIDE = 190, 26, 48
_FLOOR = _TALL + 16
# a label needs so much room beside the next one; a column of more than this has a gap; none is wider than that
_APART, _ROOMY, _WIDEST = 64, 5, 48
# in 300 units two columns can still be told apart
_MOST_COLUMNS = 150
# what is left out at each end where that makes the rest at least twice as wide
_TAIL = 0.05
# what no XML may hold beside the characters that no reader is shown
_NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


class Bar(Record, frozen=True, kw_only=True):
    """One bar: its label, how many claims, their split, and where they are listed."""

    label: str
    claims: int
    parts: tuple[int, ...]
    link: str | None = None


class Chart(Record, frozen=True, kw_only=True):
    """Some figures to look at: a name for addresses, a title, what is counted in words, what the parts of a bar are
    called, and the bars.
    """

    name: str
    title: str
    says: str
    parts: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def claims(self) -> int:
        """How many claims the bars hold."""
        return sum(bar.claims for bar in self.bars)


class Box(NamedTuple):
    """One part of one bar; `words` is what a pointer on it is told."""

    x: float
    y: float
    width: float
    height: float
    part: str
    words: str


class Words(NamedTuple):
    """A line of words; `anchor` is start, middle or end, `tone` ink or soft."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    tone: str = "ink"
    link: str | None = None


class Drawing(NamedTuple):
    """Where a chart's boxes, words and ruled lines stand, in units of about a pixel."""

    chart: Chart
    width: int
    height: int
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]
    # from x1, y1 to x2, y2
    lines: tuple[tuple[float, float, float, float], ...] = ()
    # claims that have a bar in the figures and none in the drawing
    left_out: int = 0


def bars(chart: Chart, *, width: int = 380, most: int | None = None) -> Drawing:
    """One bar under another, with label and number above each; at most `most` bars are drawn."""
    shown = chart.bars[:most]
    longest = max((bar.claims for bar in shown), default=0)
    boxes: list[Box] = []
    words: list[Words] = []
    for at, bar in enumerate(shown):
        top = at * _ROW
        number = f"{bar.claims:,}"
        room = int((width - len(number) * _LETTER) / _LETTER) - 2
        words.append(Words(0, top + _WORDS, _cut(bar.label, room), link=bar.link))
        words.append(Words(width, top + _WORDS, number, "end", "soft"))
        boxes += _along(chart, bar, top + _WORDS + 6, width / longest if longest else 0)
    left_out = chart.claims - sum(bar.claims for bar in shown)
    return Drawing(chart, width, max(_ROW, len(shown) * _ROW), tuple(boxes), tuple(words), left_out=left_out)


def _along(chart: Chart, bar: Bar, top: float, unit: float) -> list[Box]:
    found, left = [], 0.0
    for name, number in zip(chart.parts, bar.parts, strict=True):
        if number:
            told = drawable(f"{bar.label}: {number:,} {name}")
            found.append(Box(round(left, 2), top, round(number * unit, 2), _BAR, name, told))
            left += number * unit
    return found


def columns(chart: Chart, *, width: int) -> Drawing:
    """Columns side by side, as months are, with a ruler at the side and as many labels below as have room.

    Labels begin with a year. The outermost twentieth of the claims at each end is left out where it takes half of the
    room, so that one claim of 1917 does not press all others together; too many months become years.
    """
    shown, left_out = _dense(chart.bars)
    if len(shown) > _MOST_COLUMNS:
        shown = _in_years(shown)
    steps = _steps(max((bar.claims for bar in shown), default=0))
    unit = _TALL / steps[-1]
    each = (width - _SIDE) / max(1, len(shown))
    # a gap beside a column that has room for one
    wide = min(each - 2 if each > _ROOMY else max(each, 1), _WIDEST)
    boxes = [box for at, bar in enumerate(shown) for box in _upward(chart, bar, _SIDE + at * each, wide, unit)]
    lines = tuple((_SIDE, _FLOOR - step * unit, width, _FLOOR - step * unit) for step in steps)
    words = [Words(_SIDE - 6, _FLOOR - step * unit + 4, f"{step:,}", "end", "soft") for step in steps]
    every = max(1, math.ceil(_APART / each))
    words += [
        Words(round(_SIDE + at * each, 2), _FLOOR + 19, bar.label, "start", "soft", bar.link)
        for at, bar in enumerate(shown)
        if at % every == 0 and _SIDE + at * each + _APART <= width + 8
    ]
    return Drawing(chart, width, _FLOOR + _FOOT, tuple(boxes), tuple(words), lines, left_out)


def _dense(told: tuple[Bar, ...]) -> tuple[tuple[Bar, ...], int]:
    """The bars without the outermost ones, and how many claims those have."""
    total = sum(bar.claims for bar in told)
    reached = list(itertools.accumulate(bar.claims for bar in told))
    kept = [
        bar
        for bar, upto in zip(told, reached, strict=True)
        if upto > total * _TAIL and upto - bar.claims < total * (1 - _TAIL)
    ]
    # where they are no lone stragglers, all are shown
    if len(kept) * 2 > len(told):
        return told, 0
    return tuple(kept), total - sum(bar.claims for bar in kept)


def _in_years(told: tuple[Bar, ...]) -> tuple[Bar, ...]:
    years = itertools.groupby(told, key=lambda bar: bar.label[:4])
    found = []
    for year, group in years:
        months = list(group)
        parts = tuple(sum(column) for column in zip(*(bar.parts for bar in months), strict=True))
        found.append(Bar(label=year, claims=sum(parts), parts=parts))
    return tuple(found)


def _upward(chart: Chart, bar: Bar, left: float, wide: float, unit: float) -> list[Box]:
    found, reached = [], 0.0
    for name, number in zip(chart.parts, bar.parts, strict=True):
        if number:
            reached += number * unit
            told, top = drawable(f"{bar.label}: {number:,} {name}"), round(_FLOOR - reached, 2)
            found.append(Box(round(left, 2), top, round(wide, 2), round(number * unit, 2), name, told))
    return found


def _steps(most: int) -> list[int]:
    """Round numbers for a ruler that holds `most`.

    >>> _steps(7), _steps(230), _steps(0)
    ([0, 2, 4, 6, 8], [0, 100, 200, 300], [0, 1])
    """
    if most <= 1:
        return [0, 1]
    rough = most / 4
    tens = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(int(round_one * tens) for round_one in (1, 2, 5, 10) if round_one * tens >= rough)
    return list(range(0, most + step, step))


def drawable(text: str) -> str:
    r"""A text as XML may hold it, on one line.

    >>> drawable("two\n lines\uffff")
    'two lines\ufffd'
    """
    return _NO_XML.sub("\ufffd", clean(text))


def _cut(label: str, most: int) -> str:
    told = drawable(label)
    return told if len(told) <= most else told[: max(1, most - 1)].rstrip() + "…"


def table_of(chart: Chart) -> Table:
    """A chart's figures as rows: label, claims, and each part."""
    told: list[Column[Bar]] = [
        Column("label", "text", chart.says, lambda bar: bar.label),
        Column("claims", "integer", "how many claims", lambda bar: bar.claims),
    ]
    return Table(told + [_part_column(at, name) for at, name in enumerate(chart.parts)], chart.bars)


def _part_column(at: int, name: str) -> Column[Bar]:
    return Column(name, "integer", f"of them {name}", lambda bar: bar.parts[at])
