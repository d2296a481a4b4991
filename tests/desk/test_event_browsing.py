"""An event in a real browser: going through its past by keyboard, and reading who says what on a narrow screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from tests.desk.conftest import way_in
from tests.test_ledger_events import telling

from allegedly.ledger import open_ledger
from allegedly.stores.batch import head
from allegedly.views.changes import bounds
from allegedly.views.events import find_events
from allegedly.views.filters import Filters

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.conftest import Browsing, OpenDesk

DEAD = ("9", "11", "14")


@pytest.fixture
def raid(desk: OpenDesk, ledger_file: Path) -> str:
    """The event that three outlets tell of, each later with another number."""
    with open_ledger(str(ledger_file)) as ledger:
        for number, dead in enumerate(DEAD):
            desk.reports.add(ledger, telling(desk.reports, number, dead, f"Outlet {number}"))
        with ledger.engine.reading() as tx:
            (event,) = find_events(ledger.engine, tx, Filters(), head(tx).seq)
    return event.id


def shown(browse: Browsing) -> str:
    return browse.page.locator("#head .tolls").inner_text()


def test_its_past_is_gone_through_by_key_and_the_address_goes_along(
    desk: OpenDesk, browse: Browsing, ledger_file: Path, raid: str
) -> None:
    page = browse.open(way_in(desk(ledger_file, reviewer="Ana"), f"/events/{raid}"))
    killed = [bounds(9, best, high) for best, high in ((9, 9), (9, 11), (9, 14))]
    assert f"{killed[2]} killed" in shown(browse)
    slider = page.locator("#moments")
    slider.focus()

    for at, left in ((1, 2), (0, 1)):
        page.keyboard.press("ArrowLeft")
        page.get_by_text(f"Moment {left} of 3").wait_for()
        assert "as_of=#" in unquote(page.url)
        assert f"{killed[at]} killed" in shown(browse)
        assert page.locator(".voices tbody tr").count() == left
        assert page.locator(".as-of").count() == 1
    assert "Outlet 0" in page.locator("#changed").inner_text()
    # the slider is still what keys go to, and says which moment it is at
    assert page.evaluate("document.activeElement.id") == "moments"
    assert "1 claim came in" in (slider.get_attribute("aria-valuetext") or "")

    page.go_back()
    page.get_by_text("Moment 2 of 3").wait_for()
    assert (f"{killed[1]} killed" in shown(browse), slider.input_value()) == (True, "1")
    page.keyboard.press("End")
    page.get_by_text("Moment 3 of 3").wait_for()
    assert (page.locator(".as-of").count(), "as_of" in page.url) == (0, False)
    # what the slider shows is what the address shows by itself
    page.go_back()
    page.get_by_text("Moment 2 of 3").wait_for()
    slid = page.locator("#known").inner_text()
    page.reload()
    assert slid == page.locator("#known").inner_text()


def test_without_scripts_its_moments_are_links(desk: OpenDesk, browse: Browsing, ledger_file: Path, raid: str) -> None:
    browse.page.route("**/*.js", lambda route: route.abort())
    page = browse.open(way_in(desk(ledger_file, reviewer="Ana"), f"/events/{raid}"))
    assert not page.locator("#slide").is_visible()
    page.get_by_text("All moments").click()
    page.locator("#steps a").first.click()
    page.get_by_text("Moment 1 of 3").wait_for()
    assert page.locator(".voices tbody tr").count() == 1


def test_who_says_what_is_read_on_a_narrow_screen_without_scrolling_aside(
    desk: OpenDesk, browse: Browsing, ledger_file: Path, raid: str
) -> None:
    browse.page.set_viewport_size({"width": 390, "height": 844})
    page = browse.open(way_in(desk(ledger_file, reviewer="Ana"), f"/events/{raid}"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cells = page.locator(".voices tbody tr").first.locator("td")
    boxes = [cells.nth(at).bounding_box() for at in range(cells.count())]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["height"] > 0 for box in boxes)
    # one below the other, each with the name of its column
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    # rulers of one length, or their marks could not be compared
    widths = {box["width"] for one in page.locator(".figures .ruler").all() if (box := one.bounding_box())}
    assert len(widths) == 1
    labels = [cells.nth(at).evaluate("cell => getComputedStyle(cell, '::before').content") for at in range(len(boxes))]
    assert labels == ['"Printed"', '"Who says so"', '"What"', '"How many"', '"Words"', '"Stands"']


def test_a_number_is_decided_and_a_claim_moved_by_forms(
    desk: OpenDesk, browse: Browsing, ledger_file: Path, raid: str
) -> None:
    page = browse.open(way_in(desk(ledger_file, reviewer="Ana"), f"/events/{raid}"))
    page.get_by_text("Decide about this number").click()
    page.get_by_label("Why", exact=True).fill("they counted")
    page.get_by_label("Whose number").select_option(index=1)
    page.get_by_role("button", name="Prefer this number").click()
    page.get_by_text("Ana decided: take this number").wait_for()

    row = page.locator(".voices tbody tr").nth(2)
    row.get_by_text("Move").click()
    row.get_by_label("Why does it not belong here?").fill("another night")
    row.get_by_role("button", name="Take it out of this event").click()
    page.get_by_text("Moment 2 of 2").or_(page.get_by_text("Moment 1 of 1")).wait_for()
    assert page.locator(".voices tbody tr").count() == 1
    assert "14 killed" in shown(browse)


def test_names_are_offered_while_one_types(desk: OpenDesk, browse: Browsing, ledger_file: Path, raid: str) -> None:
    page = browse.open(way_in(desk(ledger_file, reviewer="Ana"), "/events"))
    page.get_by_role("combobox", name="Place").press_sequentially("orv")
    page.locator("#place-names option").wait_for(state="attached")
    assert page.locator("#place-names option").first.get_attribute("value") == "Orven"
    page.get_by_role("combobox", name="Place").fill("Orven")
    page.get_by_role("button", name="Show").click()
    assert page.locator(f"#{raid}").is_visible()
