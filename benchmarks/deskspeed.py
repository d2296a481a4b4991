"""How long the desk takes to answer on a large ledger, page by page, and to paint in a browser."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from starlette.testclient import TestClient

from allegedly.desk import Settings, create_app
from allegedly.desk.application import PAGES
from allegedly.desk.overview import CHARTS
from allegedly.ledger import open_ledger
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from allegedly.ledger import Ledger
    from allegedly.stores.engine import Transaction

# the key of a desk that nobody else can reach and that ends with the measuring
_KEY = "measured-and-then-forgotten"
# questions of each page; the 95th percentile then rests on three
_ASKED = 60
_SEED = 11
# seconds between two looks at whether the claims are counted
_LOOK = 0.1
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
# a million claims are counted in half a minute; ten times that is a fault
_COUNTED_MS = 300_000
_PAINTED_PAGES = ("/overview", "/review", "/claims", "/events", "/map", "/timeline", "/actors", "/ties", "/log")
_PAINTED = "performance.getEntriesByName('first-contentful-paint').map((one) => one.startTime)[0] ?? null"


class PageTime(NamedTuple):
    """One page's milliseconds at the server: the median, the 95th percentile, the longest."""

    page: str
    median: float
    slow: float
    longest: float


def measure(path: Path) -> Iterator[str]:
    """Asks every page of the desk on a ledger, with and without filters; tells each page's times as it goes."""
    with open_ledger(str(path), create=False) as ledger:
        app = create_app(ledger, Settings(key=_KEY, reviewer="Ana"))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            began = time.perf_counter()
            while not app.state.bench.ready:
                time.sleep(_LOOK)
            yield f"claims counted in {time.perf_counter() - began:.1f} s"
            client.headers["Authorization"] = f"Bearer {_KEY}"
            for page, addresses in _addresses(ledger):
                told = timed(client, page, addresses)
                yield f"{told.page:24} median {told.median:.0f}, 95th {told.slow:.0f}, longest {told.longest:.0f} ms"


def timed(client: TestClient, page: str, addresses: list[str]) -> PageTime:
    """Asks one page's addresses one after the other."""
    times = []
    for address in addresses:
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: expected a page, got {answer.status_code}: {answer.text[:200]}")
    times.sort()
    return PageTime(page, times[len(times) // 2], times[int(0.95 * len(times))], times[-1])


def painted(path: Path) -> Iterator[str]:
    """Starts the desk as a reader does and opens some pages in Chromium."""
    command = [sys.executable, "-m", "allegedly", "desk", "--ledger", str(path), "--port", "0", "--by", "Ana"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk:  # noqa: S603 - Allegedly itself
        try:
            line = desk.stderr.readline() if desk.stderr is not None else ""
            found = re.search(r"http\S+", line)
            if found is None:
                raise RuntimeError(f"the desk did not open: {line}")
            yield from first_paints(found[0], list(_PAINTED_PAGES))
        finally:
            desk.send_signal(signal.SIGINT)


def first_paints(address: str, pages: list[str]) -> Iterator[str]:
    """Opens pages of a running desk in Chromium, each in a new window, and tells when the first words were painted."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    home, key = re.match(r"(.*)/sign-in\?key=(.*)", address).groups()  # type: ignore[union-attr]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(_ARGUMENTS))
        waiting = browser.new_page()
        waiting.goto(f"{home}/sign-in?key={key}&to=/overview")
        # until the claims are counted the page says how many are, and asks again by itself
        waiting.locator("footer.foot").wait_for(timeout=_COUNTED_MS)
        for path in pages:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{home}/sign-in?key={key}&to=/claims")
            page.goto(home + path, wait_until="load")
            while (paint := page.evaluate(_PAINTED)) is None:
                page.wait_for_timeout(_LOOK * 1000)
            yield f"{path:24} first paint {paint:.0f} ms"
            context.close()
        browser.close()


def _addresses(ledger: Ledger) -> Iterator[tuple[str, list[str]]]:
    """For each page some addresses as readers ask them: things picked at random, filters, moments of the past."""
    chance = random.Random(_SEED)  # noqa: S311 - which pages are asked is no secret
    with ledger.engine.reading() as tx:
        known = _Known(tx, chance)
        for page in PAGES:
            yield page.path, [known.address(page.path) for _ in range(_ASKED)]


class _Known:
    """What a ledger has that can be asked for."""

    def __init__(self, tx: Transaction, chance: random.Random) -> None:
        self._tx, self._chance = tx, chance
        self._last = head(tx).seq
        self._types = [row[0] for row in tx.rows("SELECT DISTINCT type FROM facet LIMIT 60")]
        self._actors = [row[0] for row in tx.rows("SELECT DISTINCT key FROM party WHERE leads = 1 LIMIT 300")]
        self._countries = [row[0] for row in tx.rows("SELECT DISTINCT country FROM facet WHERE country IS NOT NULL")]
        self._joined = max(2, tx.rows("SELECT coalesce(max(claim_seq), 2) FROM telling")[0][0])

    def address(self, path: str) -> str:
        """One address of a page, a third of them with a filter, a tenth as of a moment of the past."""
        told: dict[str, Callable[[], object]] = {
            "event": self._event,
            "claim": self._claim,
            "seq:int": self._article,
            "chart": lambda: self._chance.choice(list(CHARTS)),
        }
        whole = re.sub(r"\{([^}]*)\}", lambda part: str(told[part[1]]()), path)
        asked = []
        if path == "/tie":
            asked.append(self._tie())
        elif "actor" in path and not path.endswith("s"):
            asked.append(f"key={self._chance.choice(self._actors)}")
        elif "{" not in path and self._chance.random() < 1 / 3:
            asked.append(self._chance.choice(self._filters())())
        if self._chance.random() < 1 / 10:
            asked.append(f"as_of=%23{self._chance.randint(self._last // 2, self._last)}")
        return f"{whole}?{'&'.join(asked)}" if asked else whole

    def _filters(self) -> list[Callable[[], str]]:
        pick = self._chance.choice
        return [
            lambda: f"type={pick(self._types)}",
            lambda: f"country={pick(self._countries)}",
            lambda: "certainty=unknown",
            lambda: f"since=20{self._chance.randint(10, 24)}-06-01",
            lambda: "status=all",
        ]

    def _event(self) -> str:
        seq = self._chance.randint(2, self._joined)
        sql = "SELECT subject FROM entry WHERE seq >= ? AND kind = 'claim' LIMIT 1"
        subject = str(self._tx.rows(sql, (seq,))[0][0])
        rows = self._tx.rows(
            "SELECT e.subject FROM membership m JOIN entry e ON e.seq = m.event_seq "
            "JOIN claim c ON c.seq = m.claim_seq WHERE c.id = ? ORDER BY m.seq DESC LIMIT 1",
            (subject,),
        )
        return "evt_" + (str(rows[0][0]) if rows else subject).removeprefix("clm_")

    def _claim(self) -> str:
        return str(self._random("claim"))

    def _tie(self) -> str:
        sql = "SELECT claim_seq, type FROM facet WHERE kind = 'relation' AND seq >= ? LIMIT 1"
        claim, kind = self._tx.rows(sql, (self._chance.randint(2, self._last // 2),))[0]
        ends = self._tx.rows("SELECT role, key FROM party WHERE seq = ? AND leads = 1", (claim,))
        return urlencode({"type": kind, **{str(role): key for role, key in ends}})

    def _article(self) -> int:
        # from the first half, so that it is there at each moment of the past that is asked for
        seq = self._chance.randint(2, self._last // 2)
        return int(self._tx.rows("SELECT max(seq) FROM article WHERE seq <= ?", (seq,))[0][0])

    def _random(self, kind: str) -> object:
        seq = self._chance.randint(2, self._last // 2 - 100)
        return self._tx.rows("SELECT subject FROM entry WHERE seq >= ? AND kind = ? LIMIT 1", (seq, kind))[0][0]
