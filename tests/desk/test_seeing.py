"""The net of ties and the charts in a real browser: by keyboard alone, told apart without colour, taken away whole."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.conftest import way_in

from allegedly.ledger import open_ledger
from allegedly.views.tienet import MARKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk
    from tests.desk.conftest import Browsing, OpenDesk

SIDES = ("Lake Front", "Hill Brigade", "River Column")
# one tie of each kind, the first of each type; told a day after the one before, and the last two doubtful and denied
TIES: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    *(
        (SIDES[at % 3], types[0], "the raid" if mark == "responsibility" else SIDES[(at + 1) % 3], f"2019-03-{at + 1:02d}", {})
        for at, (mark, types) in enumerate(MARKS.items())
    ),
    ("Lake Front", "allied_with", "River Column", "2019-03-20", {"hedge": "allegedly"}),
    ("Hill Brigade", "leads", "River Column", "2019-03-22", {"factuality": {"polarity": "-"}}),
)  # fmt: skip
# how each line looks, colour left out
LOOKS = """() => document.getElementById("net")._cyreg.cy.edges().map((edge) => [edge.data("mark"), edge.data("how"), JSON.stringify([
  edge.style("line-style"), edge.style("line-style") === "dashed" ? edge.style("line-dash-pattern") : "", edge.style("source-arrow-shape"), edge.style("target-arrow-shape"),
  edge.style("target-arrow-fill"), edge.style("label")])])"""
PLACES = """() => document.getElementById("net")._cyreg.cy.nodes().map((node) => [node.id(), node.position("x"), node.position("y")])"""
SEEN = """() => document.getElementById("net")._cyreg.cy.edges().filter((edge) => edge.visible()).length"""


@pytest.fixture
def ties_file(ledger_file: Path, reports: Desk) -> Path:
    with open_ledger(str(ledger_file)) as ledger:
        for number, (subject, kind, other, day, more) in enumerate(TIES):
            said = f"{subject} {more.get('hedge', 'surely')} {kind} {other}"
            told = {
                "kind": "relation",
                "type": kind,
                "said": said,
                "subject": subject,
                "object": other,
                "day": day,
                **more,
            }
            reports.add(ledger, reports.report(f"{said}, in report {number}.", told, id=f"r{number}", publisher="<b>Echo</b>"))  # fmt: skip
    return ledger_file


def test_the_net_is_gone_through_day_by_day_and_tie_by_tie_with_keys(
    desk: OpenDesk, browse: Browsing, ties_file: Path
) -> None:
    page = browse.open(way_in(desk(ties_file), "/ties"))
    page.locator("body[data-graph]").wait_for()
    places = page.evaluate(PLACES)
    assert len(TIES) == page.evaluate(SEEN) == page.locator("tr[data-tie]:visible").count()

    page.locator("#day").focus()
    page.keyboard.press("Home")
    page.locator('body[data-day="2019-03-01"]').wait_for()
    assert "1 March 2019: 1 claimed tie." == page.locator("#told").text_content()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.locator('body[data-day="2019-03-03"]').wait_for()
    assert 3 == page.evaluate(SEEN) == page.locator("tr[data-tie]:visible").count()
    assert "valid_at=2019-03-03" in page.url
    # from change to change: nothing is told between the 7th and the 20th
    page.keyboard.press("End")
    page.locator('body[data-day="2019-03-22"]').wait_for()
    page.get_by_role("button", name="Change before").press("Enter")
    page.locator('body[data-day="2019-03-20"]').wait_for()
    page.get_by_role("button", name="Change before").press("Enter")
    page.locator('body[data-day="2019-03-07"]').wait_for()
    # every end stays where it was
    assert places == page.evaluate(PLACES)

    page.locator("#net").focus()
    page.keyboard.press("ArrowRight")
    told = page.locator("#told").text_content()
    assert told is not None
    page.keyboard.press("Enter")
    claims = page.locator("#picked article.claim")
    claims.wait_for()
    assert (1, True) == (claims.count(), page.evaluate("document.activeElement.id === 'picked'"))
    words = claims.locator("blockquote").text_content()
    assert words is not None
    # what is read aloud, the heading, and the words of the report are of one tie
    assert told == page.locator("#picked h1").text_content()
    assert told == words.strip().replace(" surely ", " ").replace("_", " ")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id === 'net' && document.getElementById('picked').hidden")
    # a line is open to a pointer too
    page.locator("tr[data-tie]:visible a.claims-of").first.press("Enter")
    claims.wait_for()


def test_kinds_of_ties_are_told_apart_without_colour(desk: OpenDesk, browse: Browsing, ties_file: Path) -> None:
    page = browse.open(way_in(desk(ties_file), "/ties"))
    page.locator("body[data-graph]").wait_for()
    looks = page.evaluate(LOOKS)
    plain = {mark: look for mark, how, look in looks if how == "plain"}
    assert set(MARKS) == set(plain)
    assert len(MARKS) == len(set(plain.values()))
    # a doubtful tie and a denied one look like no other of their kind
    for mark, how, look in looks:
        assert how == "plain" or look != plain[mark], (mark, how)
    assert all("0.5" in look for _, how, look in looks if how == "doubtful")
    # the control: by the pattern of the line alone some would look the same
    assert len({look.split(",")[0] for look in plain.values()}) < len(MARKS)
    # and the legend has every one
    assert len(MARKS) == page.locator(".marks").first.locator("svg.sample").count()


def test_it_plays_and_stops_at_the_end(desk: OpenDesk, browse: Browsing, ties_file: Path) -> None:
    page = browse.open(way_in(desk(ties_file), "/ties?valid_at=2019-03-20"))
    page.locator('body[data-day="2019-03-20"]').wait_for()
    play = page.locator("#play")
    play.press("Space")
    assert "true" == play.get_attribute("aria-pressed")
    page.locator('body[data-day="2019-03-22"]').wait_for()
    page.locator('#play[aria-pressed="false"]').wait_for()


def test_a_chart_is_taken_away_as_a_picture_and_as_figures(desk: OpenDesk, browse: Browsing, ties_file: Path) -> None:
    address = desk(ties_file)
    browse.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = browse.open(way_in(address, "/overview"))
    chart = page.locator("#chart-outlets")
    with page.expect_download() as download:
        chart.get_by_role("link", name="SVG").press("Enter")
    picture = download.value.path().read_text(encoding="utf-8")
    assert "overview-outlets.svg" == download.value.suggested_filename
    assert "<b>Echo</b>" in " ".join(ET.fromstring(picture).itertext())
    assert "<b>" not in picture

    chart.get_by_role("button", name="Copy figures").press("Enter")
    chart.get_by_role("status").get_by_text("Copied.").wait_for()
    figures = page.evaluate("navigator.clipboard.readText()")
    assert ["label,claims,certain,probable,possible,unknown,denied", "<b>Echo</b>,9,7,0,0,1,1"] == figures.splitlines()

    chart.get_by_role("button", name="Copy picture").press("Enter")
    browse.until("document.querySelector('#chart-outlets [role=status]').textContent === 'Copied.'")
    kinds = browse.until(
        "navigator.clipboard.read().then((items) => items[0].types.includes('image/png') && items[0].types.join())"
    )
    assert "image/png" in kinds
