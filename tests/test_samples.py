"""The bundled sample reports: what stands in them is found, zones are told apart, furniture claims nothing."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from allegedly.coders import load_coder
from allegedly.model import Page, Reading
from allegedly.page import lay_down

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "src/allegedly/data/samples"
EXPECTED = Path(__file__).parent / "samples"
NAMES = ("delta", "harbour", "highland")
# how many of a sample's claims the shipped coder reads right in every asserted field; raised as it learns
FLOORS = {"delta": 13, "harbour": 14, "highland": 13}


def read(name: str) -> Reading:
    page = Page(name=name, media_type="text/plain", body=(SAMPLES / f"{name}.txt").read_bytes())
    article = lay_down(page)
    return Reading(article=article, claims=load_coder("embedded").code(article))


def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((EXPECTED / f"{name}.toml").read_text(encoding="utf-8"))


def overlaps(claim: Any, start: int, end: int) -> bool:
    return any(piece.start < end and piece.end > start for piece in claim.evidence)


def names(claim: Any, field: str) -> list[str]:
    found = getattr(claim, field, None) or ()
    return [part.name.casefold() for part in (found if isinstance(found, tuple) else (found,))]


def holds(claim: Any, wanted: dict[str, Any], text: str) -> bool:
    start = text.index(wanted["quote"])
    time: Any = getattr(claim, "time", None)
    voice = (claim.attribution[-1].name or claim.attribution[-1].who) if claim.attribution else ""
    checks: dict[str, Callable[[Any], bool]] = {
        "kind": lambda want: claim.__struct_config__.tag == want,
        "type": lambda want: claim.type == want,
        "quote": lambda _: overlaps(claim, start, start + len(wanted["quote"])),
        "earliest": lambda want: bool(time) and time.earliest == want,
        "latest": lambda want: bool(time) and time.latest == want,
        "counts": lambda want: all(
            any(
                all(getattr(count, key) == one.get(key) for key in ("what", "low", "best", "high"))
                for count in claim.counts
            )
            for one in want
        ),
        "voice": lambda want: (want.casefold() in voice.casefold()) if want else not claim.attribution,
        "certainty": lambda want: claim.factuality.certainty == want,
        "polarity": lambda want: claim.factuality.polarity == want,
        "tense": lambda want: claim.factuality.tense == want,
        "old": lambda want: bool(claim.old) and want in claim.old.text,
        "new": lambda want: bool(claim.new) and want in claim.new.text,
    }
    return all(
        checks[field](want) if field in checks else any(want.casefold() in name for name in names(claim, field))
        for field, want in wanted.items()
        if field != "whom"
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_a_sample_page_is_labelled_as_what_it_is(name: str) -> None:
    article = read(name).article

    for wanted in expected(name)["zones"]:
        at = article.text.index(wanted["text"])
        zone = next(zone for zone in article.zones if zone.start <= at < zone.end)
        assert zone.label == wanted["label"], wanted["text"]
        if "handle" in wanted:
            assert zone.handle is not None
            assert wanted["handle"] == zone.handle.lstrip("@")
            assert wanted["date"] == zone.date


@pytest.mark.parametrize("name", NAMES)
def test_furniture_of_a_sample_page_claims_nothing(name: str) -> None:
    reading = read(name)

    for words in expected(name)["unclaimed"]:
        at = reading.article.text.index(words)
        assert not [claim.type for claim in reading.claims if overlaps(claim, at, at + len(words))], words


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_report_is_read_at_least_as_well_as_when_its_floor_was_set(name: str) -> None:
    reading = read(name)
    wanted = expected(name)["claims"]

    missed = [one for one in wanted if not any(holds(claim, one, reading.article.text) for claim in reading.claims)]

    right = len(wanted) - len(missed)
    assert right >= FLOORS[name], "\n".join(f"{one['type']}: {one['quote']}" for one in missed)


@pytest.mark.parametrize("name", NAMES)
def test_the_posts_stamps_tell_the_year_of_a_page_without_a_date(name: str) -> None:
    reading = read(name)

    times: list[Any] = [getattr(claim, "time", None) for claim in reading.claims]
    days = [time.earliest for time in times if time and time.earliest]

    stamps = [zone.date for zone in reading.article.zones if zone.date]
    assert reading.article.published_at is None
    assert days
    assert all(isinstance(day, dt.date) and day <= max(stamps) for day in days)
