"""A report is reviewed in a real browser with the keyboard alone, and two reviewers who meet on one claim are told so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.desk.conftest import Browsing, way_in

from allegedly.ledger import open_ledger
from allegedly.views.claims import find_claims
from allegedly.views.filters import STATUSES, Filters
from allegedly.views.history import claim_view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.conftest import Desk
    from tests.desk.conftest import OpenDesk

    from allegedly.ledger.held import Held

REPORT = (
    "Raid on Kesh\n\nGunmen attacked the village of Kesh on Monday, police said. At least 4 people were killed. "
    "Soldiers reportedly burned 2 houses in Orlu. Hundreds marched in Harl against the raid."
)
ATTACK = {"type": "attack", "said": "Gunmen attacked the village of Kesh", "actor": "Gunmen", "place": "Kesh"}
DEAD = {"type": "violence_other", "said": "At least 4 people were killed", "killed": "At least 4"}
BURNED = {"type": "destruction", "said": "burned 2 houses", "actor": "Soldiers", "place": "Orlu"}


@pytest.fixture
def told(ledger_file: Path, reports: Desk) -> Path:
    """A ledger with one report of three claims, and one that comes after it in the queue."""
    with open_ledger(str(ledger_file)) as ledger:
        reports.add(ledger, reports.report(REPORT, ATTACK, DEAD, BURNED, title="Raid on Kesh", publisher="The Courier"))
        reports.add(ledger, reports.wire(1)[0])
    return ledger_file


@pytest.fixture
def another(chromium: Browser) -> Iterator[Browsing]:
    """A second person's browser."""
    browsing = Browsing(chromium.new_context(locale="en-GB", timezone_id="UTC"))
    yield browsing
    browsing.end()


def held(told: Path) -> dict[str, Held]:
    """The claims of the ledger by the words they rest on."""
    with open_ledger(str(told)) as ledger, ledger.engine.reading() as tx:
        found = list(find_claims(ledger.engine, tx, Filters(status=STATUSES), 2**40))
        return {one.claim.evidence[0].text: one for one in found if one.claim}


def acts(told: Path, name: str) -> list[tuple[str | None, str | None, str | None]]:
    """What was entered of a claim by people: what, by whom, why."""
    with open_ledger(str(told)) as ledger, ledger.engine.reading() as tx:
        history = claim_view(tx, name, 2**40).history
    return [(line.words, line.by, line.reason) for line in history if line.kind == "judgement"]


def reviewing(page: Page) -> str:
    """The type of the claim that is looked at."""
    return page.locator('.claim[aria-current="true"] .type').inner_text()


def heard(browse: Browsing, words: str) -> None:
    """Waits until the page has said something."""
    browse.page.locator("#said", has_text=re.compile(words)).wait_for()


def tab_to(page: Page, label: str) -> None:
    """Goes on with Tab until the hand is on what has this label."""
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent "
            "?? document.activeElement.textContent).trim()"
        )
        if name.startswith(label):
            return
    pytest.fail(f"Tab never came to {label}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def selected(page: Page) -> str:
    return str(page.evaluate("document.getSelection().toString()"))


def begin(browse: Browsing, address: str) -> Page:
    """From the queue to its first report, with Enter."""
    return first_report(browse.open(way_in(address, "/review")))


def first_report(page: Page) -> Page:
    page.locator("a:focus", has_text="Begin with the first").wait_for()
    press(page, "Enter")
    page.locator("body[data-review]").wait_for()
    return page


def test_a_report_is_reviewed_by_keyboard_alone(desk: OpenDesk, browse: Browsing, told: Path) -> None:
    page = begin(browse, desk(told, reviewer="Ana"))
    assert reviewing(page) == "attack"

    # accept: one key, and the next claim is looked at
    press(page, "a")
    heard(browse, "Accepted: attack. Next: violence other")
    assert reviewing(page) == "violence other"

    # edit: the words are chosen anew, "4 people were killed"
    press(page, "e")
    page.locator(".claimform").wait_for()
    tab_to(page, "Choose words for Words it rests on")
    press(page, "Enter", "ArrowRight")
    # the cursor begins where the claim's words do
    assert selected(page) == "At"
    press(page, "ArrowRight", "ArrowRight", *["Shift+ArrowRight"] * 3)
    assert selected(page) == "4 people were killed"
    press(page, "Enter")
    tab_to(page, "Why")
    page.keyboard.type("the bound is in the number")
    press(page, "Enter")
    heard(browse, "Edited: violence other. Next: destruction")

    # reject: a digit is a reason, Enter sends it
    press(page, "r", "3", "Enter")
    heard(browse, "Rejected: destruction")
    assert page.locator("[data-left]").inner_text() == "0 undecided"

    # undo takes back the last decision of the claim looked at
    press(page, "k", "j", "u")
    heard(browse, "Undone: destruction")

    # add: words are selected in the text, then the type is typed
    press(page, "t", *["ArrowDown"] * 4, *["Shift+ArrowRight"] * 3)
    assert selected(page) == "Hundreds marched in Harl"
    press(page, "n")
    page.keyboard.type("protest")
    press(page, "Control+Enter")
    heard(browse, "Added and accepted")
    assert reviewing(page) == "protest"
    # the new card stands where its words do
    assert page.locator("#cards > .claim .type").all_inner_texts() == [
        "attack",
        "violence other",
        "destruction",
        "protest",
    ]

    now = held(told)
    assert {
        one.claim.type: (words, one.standing.status)
        for words, one in now.items()
        if one.article != "wire-0" and one.claim
    } == {
        "attack": ("Gunmen attacked the village of Kesh", "accepted"),
        "violence_other": ("4 people were killed", "edited"),
        "destruction": ("burned 2 houses", "proposed"),
        "protest": ("Hundreds marched in Harl", "accepted"),
    }
    assert acts(told, now["4 people were killed"].id) == [("edit", "Ana", "the bound is in the number")]
    assert acts(told, now["burned 2 houses"].id) == [("reject", "Ana", "wrong actor or target"), ("undo", "Ana", None)]


def test_words_and_cards_select_each_other(desk: OpenDesk, browse: Browsing, told: Path) -> None:
    page = begin(browse, desk(told, reviewer="Ana"))
    lit = page.locator("#report mark.on-place")
    assert lit.all_inner_texts() == ["Kesh"]

    page.locator("#report mark", has_text="burned").first.click()
    assert reviewing(page) == "destruction"
    assert lit.all_inner_texts() == ["Orlu"]

    page.locator(".claim", has_text="Gunmen").first.hover(position={"x": 5, "y": 5})
    assert lit.all_inner_texts() == ["Kesh"]
    page.locator(".claim dd[data-part=place]", has_text="Kesh").first.hover()
    assert page.locator("#report mark.lit").all_inner_texts() == ["Kesh"]
    # Tab comes to the words of each claim, and they select it
    page.locator("#report").focus()
    press(page, "Tab")
    assert reviewing(page) == "attack"


def test_a_second_reviewer_is_shown_what_the_first_decided(
    desk: OpenDesk, browse: Browsing, another: Browsing, told: Path
) -> None:
    address = desk(told, reviewer="Ana")
    ana = begin(browse, address)
    another.open(way_in(address, "/sign-in?to=/review"))
    another.page.get_by_label("Your name").fill("Ben")
    another.page.get_by_role("button", name="Go on").click()
    ben = first_report(another.page)

    # Ben begins to edit, Ana rejects meanwhile
    press(ben, "e")
    ben.locator(".claimform").wait_for()
    ben.get_by_label("full name in the report").first.fill("the gunmen of Kesh")
    press(ana, "r", "1", "Enter")
    heard(browse, "Rejected: attack")

    ben.get_by_role("combobox", name="Why").fill("the name is longer")
    press(ben, "Enter")
    conflict = ben.get_by_role("alertdialog")
    conflict.wait_for()
    words = conflict.inner_text()
    assert "rejected by Ana" in words
    assert "the report does not say so" in words
    assert conflict.locator("[data-saw] .status").inner_text() == "proposed"
    assert conflict.locator("[data-now] .status").inner_text() == "rejected"
    # nothing was entered and nothing typed is gone
    attack = held(told)["Gunmen attacked the village of Kesh"]
    assert [by for _, by, _ in acts(told, attack.id)] == ["Ana"]
    assert ben.get_by_label("full name in the report").first.input_value() == "the gunmen of Kesh"

    conflict.get_by_role("button", name="Save my edit on top of that").click()
    heard(another, "Edited: attack")
    assert [(what, by) for what, by, _ in acts(told, attack.id)] == [("reject", "Ana"), ("edit", "Ben")]
    assert held(told)["Gunmen attacked the village of Kesh"].claim.actor[0].name == "the gunmen of Kesh"  # type: ignore[union-attr]

    # Ana, who looks at the next claim, accepts what Ben rejected meanwhile: the same the other way round
    press(ben, "r", "2", "Enter")
    heard(another, "Rejected: violence other")
    press(ana, "a")
    ana.get_by_role("alertdialog").wait_for()
    ana.get_by_role("button", name="Leave it as it stands").click()
    dead = held(told)["At least 4 people were killed"]
    assert [(what, by) for what, by, _ in acts(told, dead.id)] == [("reject", "Ben")]
    assert reviewing(ana) == "violence other"


def test_keys_pressed_faster_than_the_desk_answers_each_decide_of_their_own_claim(
    desk: OpenDesk, browse: Browsing, told: Path
) -> None:
    page = begin(browse, desk(told, reviewer="Ana"))
    press(page, "a", "a", "a")
    heard(browse, "All claims of this report are decided; Enter goes to the next report")
    page.locator("[data-left]", has_text="0 undecided").wait_for()
    entered = [acts(told, one.id) for one in held(told).values() if one.article != "wire-0"]
    assert entered == [[("accept", "Ana", None)]] * 3
    press(page, "Enter")
    page.get_by_role("heading", name="Kesh0").first.wait_for()


def test_what_was_typed_is_there_again_when_it_could_not_be_sent(desk: OpenDesk, browse: Browsing, told: Path) -> None:
    page = begin(browse, desk(told, reviewer="Ana"))
    page.route("**/decisions", lambda route: route.abort())
    press(page, "r")
    page.keyboard.type("it was the other village")
    press(page, "Enter")
    heard(browse, "Not entered: The desk cannot be reached")
    assert reviewing(page) == "attack"
    page.unroute("**/decisions")
    press(page, "r", "Enter")
    heard(browse, "Rejected: attack")
    attack = held(told)["Gunmen attacked the village of Kesh"]
    assert acts(told, attack.id) == [("reject", "Ana", "it was the other village")]


def test_an_edit_that_was_left_goes_on_where_it_was(desk: OpenDesk, browse: Browsing, told: Path) -> None:
    page = begin(browse, desk(told, reviewer="Ana"))
    press(page, "e")
    page.get_by_label("full name in the report").first.fill("the gunmen of Kesh")
    press(page, "Escape")
    heard(browse, "e goes on with it")
    press(page, "e")
    name = page.get_by_label("full name in the report").first
    assert name.input_value() == "the gunmen of Kesh"
    # what the ledger does not take is said in the form, and stays in it
    page.get_by_label("Certainty").select_option("unknown")
    page.get_by_role("combobox", name="Why").fill("a hedge")
    press(page, "Enter")
    page.locator(".claimform .wrong", has_text="needs at least one cue").wait_for()
    assert name.input_value() == "the gunmen of Kesh"
    page.get_by_label("Certainty").select_option("certain")
    press(page, "Control+Enter")
    heard(browse, "Edited: attack")


def test_without_scripts_a_claim_is_accepted_and_rejected_with_its_buttons(
    chromium: Browser, desk: OpenDesk, told: Path
) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(way_in(desk(told, reviewer="Ana"), "/review"))
    page.get_by_role("link", name="Begin with the first").click()
    page.get_by_role("button", name="Accept").first.click()
    assert page.locator(".claim .status").first.inner_text() == "accepted"
    page.locator("summary", has_text="Reject").nth(1).click()
    page.get_by_label("Why").nth(1).fill("it is not so")
    page.get_by_role("button", name="Reject", exact=True).click()
    assert page.locator(".claim .status").nth(1).inner_text() == "rejected"
    page.context.close()
