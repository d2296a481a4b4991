"""The map and the timeline in a real browser: areas and points are drawn, keys move them, and nothing leaves the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.desk.atlas import KEY, fill
from tests.desk.test_gather import with_front_end

from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk
    from tests.desk.conftest import Browsing, OpenDesk

pytestmark = with_front_end


@pytest.fixture
def at(desk: OpenDesk, reports: Desk, ledger_file: Path) -> str:
    """The address of a desk on the small ledger of places."""
    with open_ledger(str(ledger_file)) as ledger:
        fill(ledger, reports)
    return desk(ledger_file, key=KEY)


def opened(browse: Browsing, at: str, page: str) -> None:
    browse.open(f"{at}/sign-in?key={KEY}&to={page}")


def drawn(browse: Browsing, more_than: int = 0) -> dict[str, str]:
    """What the map says it draws, when it has drawn anew."""
    browse.until(f"Number(document.getElementById('map').dataset.ready ?? 0) > {more_than}")
    told: dict[str, str] = browse.page.evaluate("({...document.getElementById('map').dataset})")
    return told


def test_areas_are_drawn_as_areas_and_every_mark_opens_its_claims_by_key(browse: Browsing, at: str) -> None:
    opened(browse, at, "/map?country=RU")
    told = drawn(browse)

    assert (told["points"], told["areas"], told["claims"]) == ("2", "2", "7")
    browse.until("Number(document.getElementById('map').dataset.drawn) >= 1")
    assert browse.page.get_by_role("region", name="7 claims at 2 points, 2 areas").count() == 1
    mark = browse.page.get_by_role("button", name="Dagestan, a region: 3 claims, 1 of them not plainly said")
    mark.focus()
    browse.page.keyboard.press("Enter")
    found = browse.page.locator("#found")
    found.get_by_role("heading", name="3 claims at Dagestan: a region").wait_for()
    assert found.locator("li").count() == 3
    point = browse.page.get_by_role("button", name="Grozny: 2 claims, 1 of them not plainly said")
    point.press("Enter")
    found.get_by_role("heading", name="2 claims at Grozny").wait_for()
    # every mark's number is in the table too
    rows = browse.page.locator("#tables tbody").first.locator("tr")
    assert rows.count() == 4


def test_the_slider_is_moved_by_key_and_changes_map_tables_and_address(browse: Browsing, at: str) -> None:
    opened(browse, at, "/map?country=RU")
    before = drawn(browse)
    until = browse.page.get_by_role("slider", name="Last day shown")
    until.focus()
    browse.page.keyboard.press("Home")
    for _ in range(2):
        browse.page.keyboard.press("ArrowRight")
    browse.until("location.search.includes('until=')")
    drawn(browse, int(before["ready"]))

    browse.page.get_by_text("2 claims at 1 point.").wait_for()
    assert browse.page.url.endswith("country=RU&until=2014-12-06")
    assert until.get_attribute("aria-valuetext") == "6 December 2014"
    browse.until("document.querySelectorAll('#tables tbody tr').length === 2")
    assert browse.page.locator("[name=until]").first.input_value() == "2014-12-06"
    until.press("End")
    browse.until("!location.search.includes('until=')")
    browse.page.get_by_text("7 claims at 2 points, 2 areas.").wait_for()


def test_without_webgl_the_tables_say_the_same_and_the_slider_still_works(browse: Browsing, at: str) -> None:
    browse.context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    opened(browse, at, "/map")
    browse.page.get_by_text("This browser draws no maps").wait_for()

    assert browse.page.get_by_text("9 claims at 3 points, 3 areas.").is_visible()
    assert browse.page.get_by_role("link", name="Dagestan").first.is_visible()
    browse.page.get_by_role("slider", name="First day shown").press("End")
    browse.until("location.search.includes('since=')")
    browse.page.get_by_text("No claim is on the map.").wait_for()


def test_the_timeline_draws_every_event_and_is_zoomed_by_key(browse: Browsing, at: str) -> None:
    opened(browse, at, "/timeline?by=place")
    browse.until("Number(document.getElementById('timeline').dataset.drawn) > 0")
    line = browse.page.get_by_role("group", name="events and ties by the days told")
    events = browse.page.locator(".lines > li").count()
    told = browse.page.evaluate("({...document.getElementById('timeline').dataset})")

    assert told["events"] == told["bars"] == str(events)
    assert browse.page.locator("#timeline .vis-item.doubtful").count() >= 1
    start = told["start"]
    line.focus()
    browse.page.keyboard.press("+")
    browse.until(f"document.getElementById('timeline').dataset.start > '{start}'")
    browse.page.keyboard.press("0")
    browse.until(f"document.getElementById('timeline').dataset.start <= '{start}'")
    browse.page.get_by_role("button", name="Only these days").press("Enter")
    browse.until("location.search.includes('since=')")
    assert "by=place" in browse.page.url
