"""Two coders and a curator in a real browser, with the keyboard alone: coded blind, submitted, made one, measured."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.desk.conftest import Browsing, way_in
from typer.testing import CliRunner

from allegedly.cli import app as program
from allegedly.ledger import open_ledger
from allegedly.views.claims import find_claims
from allegedly.views.filters import STATUSES, Filters
from allegedly.views.log import log_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.conftest import Desk
    from tests.desk.conftest import OpenDesk

    # somebody's browser, come in under a name, on a page
    Sitting = Callable[[str, str], AbstractContextManager[Page]]

REPORT = (
    "Raid on Kesh\n\nGunmen attacked the village of Kesh on Monday, police said. At least 4 people were killed. "
    "Soldiers reportedly burned 2 houses in Orlu."
)
ATTACK = {"type": "attack", "said": "Gunmen attacked the village of Kesh", "actor": "Gunmen", "place": "Kesh"}


@pytest.fixture
def told(ledger_file: Path, reports: Desk) -> Path:
    """A ledger with one report, in which the coder found the attack."""
    with open_ledger(str(ledger_file)) as ledger:
        reports.add(ledger, reports.report(REPORT, ATTACK, title="Raid on Kesh", publisher="The Courier"))
    return ledger_file


@pytest.fixture
def at_the_desk(chromium: Browser, desk: OpenDesk, told: Path) -> Sitting:
    """A browser of somebody's own, come in under a name, on a page."""
    address = desk(told)

    @contextmanager
    def sit(name: str, to: str) -> Iterator[Page]:
        browsing = Browsing(chromium.new_context(locale="en-GB", timezone_id="UTC"))
        page = browsing.open(way_in(address, f"/sign-in?to={to}"))
        page.get_by_label("name").fill(name)
        press(page, "Enter")
        page.wait_for_url(f"{address}{to}")
        yield page
        browsing.end()

    return sit


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def enter(page: Page, words: str) -> None:
    """Presses Enter where the page has put the hand."""
    page.locator(":focus", has_text=words).wait_for()
    press(page, "Enter")


def heard(page: Page, words: str) -> None:
    """Waits until the page has said something."""
    page.locator("#said", has_text=re.compile(words)).wait_for()


def add(page: Page, claim_type: str, *keys: str, words: str) -> None:
    """Selects words in the text by key, and lays a claim down on them."""
    number = page.locator("#cards .claim").count() + 1
    press(page, "t", *keys)
    assert page.evaluate("document.getSelection().toString()") == words
    press(page, "n")
    page.locator(".claimform").wait_for()
    page.keyboard.type(claim_type)
    press(page, "Control+Enter")
    heard(page, f"Added to your coding as number {number}")


def submit(page: Page) -> None:
    press(page, "s")
    page.locator("#submitting[open]").wait_for()
    press(page, "Enter")
    heard(page, "Submitted and closed")


# from the first word of the headline to the text, and over its first sentence
GUNMEN = ("ArrowRight", "ArrowDown", *["Shift+ArrowRight"] * 5)
# from the words of the claim before to the next sentence
DEAD = ("ArrowDown", "ArrowDown", *["Shift+ArrowRight"] * 5)
BURNED = ("ArrowDown", "ArrowDown", *["Shift+ArrowRight"] * 2)


def test_two_people_code_blind_and_a_third_makes_one_of_it(at_the_desk: Sitting, told: Path) -> None:
    with at_the_desk("Ada", "/coding/pick") as page:
        page.get_by_role("button", name="Have them coded").focus()
        press(page, "Enter")
        page.wait_for_url("**/coding")
    with at_the_desk("Kim", "/coding") as page:
        kim_codes(page)
    with at_the_desk("Lee", "/coding") as page:
        lee_codes(page)
    with at_the_desk("Ada", "/curation") as page:
        ada_curates(page)

    with open_ledger(str(told)) as ledger, ledger.engine.reading() as tx:
        held = list(find_claims(ledger.engine, tx, Filters(status=STATUSES), 2**40))
        lines = list(log_lines(tx, 2**40, kinds=["curation"]))
    stands = {one.claim.type: one.standing.status for one in held if one.claim}
    assert stands == {"bombing": "edited", "violence_other": "accepted"}
    assert [(line.by, line.reason) for line in lines] == [("Ada", "Kim and Lee coded it; curated")]

    printed = CliRunner().invoke(program, ["agree", "Kim", "Lee", "--ledger", str(told)]).stdout
    with at_the_desk("Ada", "/agreement") as page:
        rows = [row.split("\t") for row in page.locator("table.figures tr").all_inner_texts()]
        figures = page.locator(".both-figures b").all_inner_texts()
    shown = {row[0].strip(): row[1].strip() for row in rows}
    assert re.findall(r"(?:by both|same type) +([\d.-]+)", printed) == figures
    for field in ("type", "actor", "place", "evidence"):
        value = re.search(rf"^ +{field} +([\d.-]+)", printed, re.MULTILINE)
        assert value
        assert shown[field] == value[1].replace("-", "–")


def kim_codes(page: Page) -> None:
    """Kim codes a bombing and the dead, with a slip of the hand and a change of mind."""
    enter(page, "Go on with the next")
    page.locator("body[data-coding]").wait_for()
    assert page.locator("#cards .claim").count() == 0
    add(page, "attack", *GUNMEN, words="Gunmen attacked the village of Kesh")
    add(page, "violence other", *DEAD, words="At least 4 people were killed")
    press(page, "x")
    heard(page, "Taken back: violence other")
    press(page, "u")
    heard(page, "Laid down again")
    press(page, "k", "e")
    page.locator(".claimform").wait_for()
    press(page, "Tab")
    page.keyboard.type("bombing")
    press(page, "Control+Enter")
    heard(page, "Saved in your coding as number 1")
    assert [one.strip() for one in page.locator("#cards .type").all_inner_texts()] == ["bombing", "violence other"]
    submit(page)


def lee_codes(page: Page) -> None:
    """Lee codes an attack, the dead, and what was burned; nothing of Kim's is there, and nothing of the ledger's."""
    enter(page, "Go on with the next")
    page.locator("body[data-coding]").wait_for()
    assert (page.locator("#cards .claim").count(), page.locator("mark").count()) == (0, 0)
    add(page, "attack", *GUNMEN, words="Gunmen attacked the village of Kesh")
    add(page, "violence other", *DEAD, words="At least 4 people were killed")
    add(page, "destruction", *BURNED, words="Soldiers reportedly burned")
    submit(page)


def ada_curates(page: Page) -> None:
    """Ada takes what agrees in one go, then Kim's bombing, and nothing of what Lee alone has."""
    enter(page, "Begin with the first")
    enter(page, "Lay the codings side by side")
    page.locator("body[data-curation]").wait_for()
    assert page.locator(".verdict").all_inner_texts() == ["differ: type", "agree", "only Lee"]
    press(page, "g")
    heard(page, "1 pairs that agree are taken. 2 left")
    press(page, "1")
    heard(page, "taken: Kim’s. 1 left")
    # what was decided is still there when the page is loaded again
    page.reload()
    page.locator("body[data-curation]").wait_for()
    heard(page, "2 of 3 decided before")
    press(page, "j", "j")
    assert page.locator('.pair[aria-current="true"] h2').inner_text() == "destruction"
    press(page, "3")
    heard(page, "All 3 pairs are decided")
    press(page, "Enter")
    page.wait_for_url("**/curation")
    assert "curated" in page.locator("table.queue").inner_text()


def test_an_edited_claim_is_taken_by_key(at_the_desk: Sitting, told: Path, reports: Desk) -> None:
    with open_ledger(str(told)) as ledger:
        reading = reports.report(REPORT, ATTACK)
        for by, kind in (("Kim", "attack"), ("Lee", "bombing")):
            ledger.lay_blind(reading.article.id, reports.report(REPORT, {**ATTACK, "type": kind}).claims[0], by=by)
            ledger.submit_blind(reading.article.id, by=by)
    with at_the_desk("Ada", "/curation") as page:
        enter(page, "Begin with the first")
        enter(page, "Lay the codings side by side")
        page.locator("body[data-curation]").wait_for()
        press(page, "e")
        page.locator(".claimform").wait_for()
        press(page, "Tab")
        page.keyboard.type("shelling")
        press(page, "Control+Enter")
        heard(page, "taken: edited. All 1 pairs are decided")
        press(page, "f")
        page.wait_for_url("**/curation")
    with open_ledger(str(told)) as ledger, ledger.engine.reading() as tx:
        (held,) = find_claims(ledger.engine, tx, Filters(status=STATUSES), 2**40)
    assert held.claim
    assert (held.claim.type, held.standing.status) == ("shelling", "edited")
