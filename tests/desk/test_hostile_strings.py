"""Whatever a report, a name or a reason says, every page of the desk shows it as words and runs none of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from tests.desk.conftest import way_in
from tests.desk.hostile import MARK, STRINGS, fill

from allegedly.desk import rendering
from allegedly.desk.application import PAGES
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.conftest import Browsing, OpenDesk

# what strings brought into a page, and how many of its words are theirs
LOOK = f"""() => ({{
  brought: [...document.querySelectorAll({MARK!r})].map((one) => one.outerHTML.slice(0, 90)),
  leads: [...document.querySelectorAll("[href],[src],[action],[formaction]")]
    .flatMap((one) => ["href", "src", "action", "formaction"].map((name) => one.getAttribute(name)))
    .filter((told) => told && !/^(\\/|#|\\?|https?:|blob:|data:image)/.test(told)),
  shown: document.body.textContent.split("alert(1)").length - 1,
  links: [...document.querySelectorAll("a[href]")].map((one) => one.getAttribute("href"))
    .filter((told) => URL.canParse(told, location)).map((told) => new URL(told, location).href),
}})"""
# pages of one kind that are looked at: every report of the short form, and of the long one
A_KIND, ALL = 2, 10


def crawl(browse: Browsing, address: str, paths: list[str], a_kind: int) -> tuple[Counter[str], list[str]]:
    """Opens the desk and what its pages lead to, so many of each kind; tells what was opened and what was wrong."""
    browse.open(way_in(address))
    waiting = [f"{address}{path}" for path in paths]
    waiting += [
        f"{address}/claims?{name}={quote(STRINGS[1])}" for name in ("words", "actor", "type", "outlet", "as_of")
    ]
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    while waiting:
        there = waiting.pop(0)
        kind = _kind(there)
        if kind is None or there in seen or kinds[kind] >= a_kind:
            continue
        seen.add(there)
        kinds[kind] += 1
        page = browse.open(there)
        page.wait_for_load_state("networkidle")
        if page.locator("[data-edits]").count():
            page.keyboard.press("e")
        found = page.evaluate(LOOK)
        wrong += [f"{there}: {one}" for one in (*found["brought"], *found["leads"])]
        kinds[f"{kind} shows"] += found["shown"]
        # first what leads to kinds of pages that were not seen yet
        links = [link.partition("#")[0] for link in found["links"] if link.startswith(f"{address}/")]
        waiting = sorted({*waiting, *links} - seen, key=lambda link: (kinds[_kind(link) or ""], link))
    return kinds, wrong


def _kind(address: str) -> str | None:
    """Which page an address is; none for files and other forms."""
    path = urlsplit(address).path
    return next((page.path for page in PAGES if re.fullmatch(_pattern(page.path), path)), None)


def _pattern(path: str) -> str:
    told = re.sub(r"\\\{\w+(:int)?\\\}", lambda found: r"\d+" if found[1] else r"[^/.]+", re.escape(path))
    return told.replace(r"\{", "{")


def filled(ledger_file: Path) -> list[str]:
    """Addresses of pages about one thing, of things that are in the ledger."""
    with open_ledger(str(ledger_file)) as ledger, ledger.engine.reading() as tx:
        one = {
            kind: tx.rows(f"SELECT min({kind}) FROM {table}")[0][0]
            for kind, table in (("seq", "article"), ("id", "claim"))
        }
    names = {"seq:int": str(one["seq"]), "claim": one["id"], "id": one["id"]}
    paths = [re.sub(r"\{([\w:]+)\}", lambda found: names.get(found[1], found[0]), page.path) for page in PAGES]
    return [path for path in paths if "{" not in path]


def every_page_is_clean(
    browse: Browsing, desk: OpenDesk, ledger_file: Path, strings: tuple[str, ...], a_kind: int
) -> None:
    with open_ledger(str(ledger_file)) as ledger:
        fill(ledger, desk.reports, strings)
    kinds, wrong = crawl(browse, desk(ledger_file, reviewer="Ana"), filled(ledger_file), a_kind)
    assert wrong == []
    assert {page.path for page in PAGES} <= set(kinds), "a page was not looked at"
    shows = {kind for kind, number in kinds.items() if kind.endswith(" shows") and number}
    assert {"/claims shows", "/review shows", "/review/{seq:int} shows"} <= shows


def test_forty_hostile_strings_stay_words_on_every_page(browse: Browsing, desk: OpenDesk, ledger_file: Path) -> None:
    every_page_is_clean(browse, desk, ledger_file, STRINGS[::5], A_KIND)


@pytest.mark.slow
def test_two_hundred_hostile_strings_stay_words_on_every_page(
    browse: Browsing, desk: OpenDesk, ledger_file: Path
) -> None:
    assert len(set(STRINGS)) == 200
    every_page_is_clean(browse, desk, ledger_file, STRINGS, ALL)


def test_control_without_escaping_they_come_in(
    browse: Browsing, desk: OpenDesk, ledger_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = rendering.environment()
    careless.autoescape = False
    monkeypatch.setattr(rendering, "_TEMPLATES", careless)
    with open_ledger(str(ledger_file)) as ledger:
        fill(ledger, desk.reports, STRINGS[4:12])
    address = desk(ledger_file, reviewer="Ana")
    browse.open(way_in(address, "/claims"))
    found = browse.page.evaluate(LOOK)
    assert found["brought"]
    assert browse.violations
    browse.expects_violations()
