"""What is written in the desk can be read: contrast as WCAG 2.2 AA asks it, in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import allegedly

TOKENS = (Path(allegedly.__file__).parent / "desk" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
# WCAG 2.2: 1.4.3 for text, 1.4.11 for edges of what can be used
TEXT, EDGE = 4.5, 3.0
MARKS = ("evidence", "trigger", "actor", "target", "place", "time", "counts", "weapon", "voice", "cue")
PAIRS = [
    *(
        (text, ground, TEXT)
        for text in ("ink", "soft", "act", "good", "bad", "past", "doubt")
        for ground in ("paper", "card")
    ),
    *(("ink", mark, TEXT) for mark in MARKS),
    ("on-act", "act", TEXT),
    ("ink", "act-soft", TEXT),
    ("ink", "doubt-soft", TEXT),
    ("doubt", "doubt-soft", TEXT),
    ("edge", "card", EDGE),
    ("edge", "paper", EDGE),
]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", light if scheme == "light" else dark))


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1, as WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_guideline_gives_it() -> None:
    assert (21.0, 1.0) == (round(contrast("#000000", "#ffffff"), 2), round(contrast("#777777", "#777777"), 2))
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_it_can_be_read(scheme: str, text: str, ground: str, least: float) -> None:
    known = tokens(scheme)
    assert contrast(known[text], known[ground]) >= least
