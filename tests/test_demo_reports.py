"""The demo's reports: every ending, copies, versions and quarrels are in them, and the shipped coder finds what they are for."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import allegedly
from allegedly.pipeline import read, tally

if TYPE_CHECKING:
    from allegedly.model import Article, Outcome, Reading

DEMO = Path(allegedly.__file__).parent / "data/demo"
TOLD = Path(__file__).parents[1] / "docs/demo.md"
FILES = sorted(DEMO.iterdir())
FIRST_DAY, LAST_DAY = dt.date(2019, 3, 7), dt.date(2019, 4, 10)
# who gives it, low, best, its words
Toll = tuple[str, int | None, int | None, str]
# a copy differs in its headline, its dateline and the line that names the agency
NEAR_VERBATIM = 0.9


@pytest.fixture(scope="module")
def results() -> dict[str, tuple[Outcome, Reading | None]]:
    """What became of every report, by the stem of its file."""
    return {Path(outcome.name).stem: (outcome, reading) for outcome, reading in read([DEMO])}


@pytest.fixture(scope="module")
def readings(results: dict[str, tuple[Outcome, Reading | None]]) -> dict[str, Reading]:
    return {stem: reading for stem, (_, reading) in results.items() if reading}


def given(stem: str) -> dict[str, str]:
    """A report as its file gives it."""
    told: dict[str, str] = json.loads((DEMO / f"{stem}.json").read_text(encoding="utf-8"))
    return told


def names(claim: Any, field: str) -> str:
    """The names of a claim's parts in one field, joined."""
    return " + ".join(part.name for part in getattr(claim, field, ()))


def voice(claim: Any) -> str:
    """The innermost voice, "" for the outlet itself."""
    return (claim.attribution[-1].name or claim.attribution[-1].who) if claim.attribution else ""


def of_type(reading: Reading, *types: str) -> list[Any]:
    return [claim for claim in reading.claims if claim.type in types]


def tolls(reading: Reading, what: str, *types: str) -> set[Toll]:
    """Who gives which number, with its words."""
    return {
        (voice(claim), count.low, count.best, count.text)
        for claim in of_type(reading, *types)
        for count in claim.counts
        if count.what == what
    }


# what is in the folder


def test_every_report_ends_in_one_of_the_four_ways(results: dict[str, tuple[Outcome, Reading | None]]) -> None:
    ends = tally(outcome for outcome, _ in results.values())

    assert ends == {"coded": 21, "coded_no_claims": 1, "duplicate": 1, "quarantined": 1}
    assert sum(ends.values()) == len(FILES)


@pytest.mark.parametrize(
    ("stem", "end", "reason"),
    [
        ("04-ministry-says-eleven-mobile", "duplicate", None),
        ("18-saldrin-boats", "coded_no_claims", None),
        ("20-treve-des-hautes-terres", "quarantined", "language"),
    ],
)
def test_the_reports_that_yield_nothing_end_as_what_they_are(
    results: dict[str, tuple[Outcome, Reading | None]], stem: str, end: str, reason: str | None
) -> None:
    outcome, _ = results[stem]

    assert (outcome.end, outcome.reason) == (end, reason)


def test_the_files_stand_in_the_order_of_their_days_within_five_weeks(readings: dict[str, Reading]) -> None:
    days = [reading.article.published_at for reading in readings.values()]

    assert [path.name[:2] for path in FILES] == [f"{number:02}" for number in range(1, len(FILES) + 1)]
    assert None not in days
    assert days == sorted(days, key=str)
    assert (days[0], days[-1]) == (FIRST_DAY, LAST_DAY)


def test_no_report_is_of_a_real_outlet(readings: dict[str, Reading]) -> None:
    articles: list[Article] = [reading.article for reading in readings.values()]

    outlets = Counter(article.publisher for article in articles if article.publisher)
    assert len(outlets) == 6
    for path in FILES:
        for host in re.findall(r"https?://([^/\"\s]+)", path.read_text(encoding="utf-8")):
            assert host == "schema.org" or host.endswith(".example"), f"{path.name}: {host}"


def test_every_file_is_told_in_the_docs() -> None:
    told = set(re.findall(r"^\| `(\d\d-[^`]+)`", TOLD.read_text(encoding="utf-8"), re.MULTILINE))

    assert told == {path.name for path in FILES}


def test_the_same_report_stands_at_two_addresses() -> None:
    first, again = given("03-ministry-says-eleven"), given("04-ministry-says-eleven-mobile")

    assert first["text"] == again["text"]
    assert first["url"] != again["url"]


def test_two_outlets_print_one_wire_story_nearly_word_for_word() -> None:
    one, other = given("06-kesvoy-clash-gazette"), given("07-kesvoy-clash-examiner")

    alike = difflib.SequenceMatcher(None, one["text"].split(), other["text"].split(), autojunk=False).ratio()
    assert NEAR_VERBATIM < alike < 1
    assert one["publisher"] != other["publisher"]
    assert "Ludrec Wire Service" in one["text"]
    assert "Ludrec Wire Service" in other["text"]


def test_reports_that_are_no_copies_are_not_nearly_word_for_word() -> None:
    one, other = given("01-harsk-market-blast"), given("02-harsk-toll-nine")

    assert difflib.SequenceMatcher(None, one["text"].split(), other["text"].split(), autojunk=False).ratio() < 0.5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("08-convoy-ambush", "09-convoy-ambush-corrected"),
        ("15-sindrel-shelling", "16-sindrel-shelling-later"),
    ],
)
def test_two_versions_of_a_page_share_its_address(readings: dict[str, Reading], first: str, second: str) -> None:
    before, after = readings[first].article, readings[second].article

    assert before.url == after.url
    assert before.id != after.id
    assert before.text != after.text
    assert (before.updated_at, after.published_at) == (None, before.published_at)
    assert after.updated_at
    assert after.published_at
    assert after.updated_at > after.published_at


# what the coder finds in it


@pytest.mark.parametrize(
    ("stem", "toll"),
    [
        ("01-harsk-market-blast", ("police", 6, 6, "at least six")),
        ("02-harsk-toll-nine", ("doctors", 9, 9, "nine")),
        ("03-ministry-says-eleven", ("the Interior Ministry", 11, 11, "Eleven")),
        ("05-witness-says-dozens", ("Bastian Orrel", None, None, "dozens")),
    ],
)
def test_the_market_bombing_is_told_four_times_with_four_tolls(
    readings: dict[str, Reading], stem: str, toll: Toll
) -> None:
    assert toll in tolls(readings[stem], "killed", "bombing")
    for claim in of_type(readings[stem], "bombing"):
        if any(count.text == toll[-1] for count in claim.counts):
            assert claim.time.earliest == FIRST_DAY
            assert "market" in claim.place.name


def test_a_toll_that_no_one_gives_is_not_found(readings: dict[str, Reading]) -> None:
    told = (readings[path.stem] for path in FILES[:5] if path.stem in readings)

    # besides the four tolls: two tax officers years ago, three who died overnight
    assert {best for one in told for _, _, best, _ in tolls(one, "killed", "bombing", "attack")} <= {
        2,
        3,
        6,
        9,
        11,
        None,
    }


def test_who_did_it_is_said_with_a_hedge_and_denied(readings: dict[str, Reading]) -> None:
    suspected, accused = readings["02-harsk-toll-nine"], readings["03-ministry-says-eleven"]

    (hedged,) = (claim for claim in of_type(suspected, "bombing") if claim.factuality.certainty == "unknown")
    assert "Toluve Liberation Front" in names(hedged, "actor")
    assert "security officials" in voice(hedged)
    assert any("suspected" in cue.text for cue in hedged.factuality.cues)
    assert any(
        "Interior Ministry" in voice(claim) and "Front" in names(claim, "subject")
        for claim in of_type(accused, "accused_of")
    )
    assert any("Front" in names(claim, "subject") for claim in of_type(accused, "denies_responsibility_for"))


def test_the_correction_says_what_was_wrong_and_what_is_right(readings: dict[str, Reading]) -> None:
    before, after = readings["08-convoy-ambush"], readings["09-convoy-ambush-corrected"]

    (notice,) = of_type(after, "correction")
    assert (notice.old.text, notice.new.text) == ("Brenic", "Torvend")
    assert not of_type(before, "correction")
    for reading, place in ((before, "Brenic"), (after, "Torvend")):
        assert any(claim.place and claim.place.name == place for claim in of_type(reading, "attack"))


def test_the_toll_of_the_shelling_rises_without_a_notice(readings: dict[str, Reading]) -> None:
    before, after = readings["15-sindrel-shelling"], readings["16-sindrel-shelling-later"]

    assert not before.article.notices
    assert not after.article.notices
    assert {toll[2] for toll in tolls(before, "killed", "shelling")} == {4}
    assert {toll[2] for toll in tolls(after, "killed", "shelling")} == {7}


def test_the_retraction_is_found_once(readings: dict[str, Reading]) -> None:
    (notice,) = of_type(readings["14-examiner-retraction"], "retraction")

    assert "has withdrawn its report of March 21" in notice.evidence[0].text


@pytest.mark.parametrize(
    ("stem", "tie", "subject", "object_"),
    [
        ("10-nurses-abducted", "part_of", "Osveth River Brigade", "Toluve Liberation Front"),
        ("11-brigade-breaks-away", "splits_from", "commander", "Toluve Liberation Front"),
        ("11-brigade-breaks-away", "pledges_allegiance_to", "commander", "Ninefold Covenant"),
        ("11-brigade-breaks-away", "accepts_pledge_of", "Ninefold Covenant", "Osveth River Brigade"),
        ("12-front-denies-split", "denies_affiliation_with", "Toluve Liberation Front", "Ninefold Covenant"),
        ("21-ceasefire-signed", "splits_from", "Osveth River Brigade", "Front"),
        ("24-upland-command", "merges_with", "Osveth River Brigade", "Torvend Column"),
        ("24-upland-command", "leads", "Ilan Morvay", "Toluve Liberation Front"),
    ],
)
def test_the_split_the_oath_and_the_merger_are_found(
    readings: dict[str, Reading], stem: str, tie: str, subject: str, object_: str
) -> None:
    found = [(names(claim, "subject"), names(claim, "object")) for claim in of_type(readings[stem], tie)]

    # who merges with whom may be told either way round
    ways = [*found, *[(other, one) for one, other in found if tie == "merges_with"]]
    assert any(subject in one and object_ in other for one, other in ways), found


@pytest.mark.parametrize(
    ("stem", "kind", "actor", "target"),
    [
        ("10-nurses-abducted", "abduction", "Armed men", "three nurses"),
        ("13-rivals-fight", "armed_clash", "Toluve Liberation Front", "Osveth River Brigade"),
        ("17-ludrec-protest", "arrest", "Police", "26 protesters"),
        ("21-ceasefire-signed", "agreement", "government", "Toluve Liberation Front"),
        ("21-ceasefire-signed", "negotiation", "government", "Toluve Liberation Front"),
        ("22-nurses-freed", "release", "", "nurses"),
        ("23-market-trial-opens", "trial", "", "Four men"),
        ("23-market-trial-opens", "arrest", "", "defendants"),
    ],
)
def test_what_else_happens_in_the_five_weeks_is_found(
    readings: dict[str, Reading], stem: str, kind: str, actor: str, target: str
) -> None:
    found = [(names(claim, "actor"), names(claim, "target")) for claim in of_type(readings[stem], kind)]

    # a headline may have every word in capitals
    assert any(actor.casefold() in one.casefold() and target.casefold() in other.casefold() for one, other in found), (
        found
    )


def test_nobody_agrees_how_many_marched(readings: dict[str, Reading]) -> None:
    told = tolls(readings["17-ludrec-protest"], "participants", "protest")

    assert {"Thousands", "40,000", "about 9,000"} <= {words for *_, words in told}
    assert len({who for who, *_ in told}) >= 3


def test_the_pages_of_html_tell_their_outlet_and_keep_furniture_and_posts_apart(readings: dict[str, Reading]) -> None:
    split, merger = readings["11-brigade-breaks-away"].article, readings["24-upland-command"].article

    assert (split.publisher, split.byline) == ("Orvenia Herald", "Mirela Aust")
    assert (merger.publisher, merger.byline) == ("Ludrec Courier", "Tomas Verrell")
    (post,) = (zone for zone in split.zones if zone.label == "embedded_post")
    assert (post.author, post.date) == ("Rufus Adelaar", dt.date(2019, 3, 17))
    # what is left of the pages' furniture claims nothing
    for article, stem in ((split, "11-brigade-breaks-away"), (merger, "24-upland-command")):
        furniture = [zone for zone in article.zones if zone.label == "furniture"]
        spans = [piece for claim in readings[stem].claims for piece in claim.evidence]
        assert not any(one.start < zone.end and one.end > zone.start for one in spans for zone in furniture)
