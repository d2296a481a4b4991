"""A real browser that tells all it sees, and a server for the desk that it opens.

    def test_a_claim_is_found_by_its_words(desk, browse, ledger_file):
        browse.open(way_in(desk(ledger_file, reviewer="Ana")))
        page = browse.open("/claims?words=raid")
        assert "raid" in page.locator("main").inner_text()

When a test ends, `browse` fails it for what no page of the desk may do, unless the test said that it expects just that.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from allegedly.desk import Settings, create_app
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError
    from starlette.types import ASGIApp
    from tests.conftest import Desk

    from allegedly.ledger import Ledger

KEY = "a-key-for-tests-only-0000"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # no name is looked up: what asks for another host is told and gets nothing
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# seconds; two workers and two browsers may share two slow cores
PATIENCE = 20
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.tellViolation(`${event.effectiveDirective} blocked ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`))
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, without a window and with a profile of its own that is gone with the tests."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium on this machine; to have one for the tests of the desk: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(QUIET), headless=True)
        yield browser
        browser.close()


class Browsing:
    """One person's browser: a page, and what it and every page opened from it did.

    `requests` holds every address asked for, `console` what was said as "level: words", `errors` what scripts threw,
    `violations` what the Content-Security-Policy blocked, `dialogs` what alert, confirm and prompt said.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.requests: list[str] = []
        self.console: list[str] = []
        self.errors: list[str] = []
        self.violations: list[str] = []
        self.dialogs: list[str] = []
        # data: and about: name no host
        self._homes = {""}
        self._expected: set[str] = set()
        self._answer: Callable[[Dialog], None] = lambda dialog: dialog.dismiss()
        context.set_default_timeout(PATIENCE * 1000)
        context.expose_function("tellViolation", self._violation)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("dialog", self._dialog)
        self.page: Page = context.new_page()

    def open(self, address: str) -> Page:
        """Goes to an address, whose host is from then on where the pages may ask, or to a path of the page's host."""
        whole = urljoin(self.page.url, address)
        self._homes.add(_origin(whole))
        self.page.goto(whole)
        return self.page

    def until(self, script: str) -> Any:
        """Waits until an expression is true in the page, and gives its value.

        Playwright's own `wait_for_function` evaluates a string inside the page, which the policy of the desk blocks.
        """
        deadline = time.monotonic() + PATIENCE
        while not (value := self.page.evaluate(script)):
            assert time.monotonic() < deadline, f"not true within {PATIENCE} s: {script}"
            self.page.wait_for_timeout(20)
        return value

    @property
    def away(self) -> list[str]:
        """Requests to any other host than those that were opened."""
        return [asked for asked in self.requests if _origin(asked) not in self._homes]

    def expects_off_origin(self) -> None:
        self._expected.add("off-origin requests")

    def expects_page_errors(self) -> None:
        self._expected.add("page errors")

    def expects_violations(self) -> None:
        self._expected.add("CSP violations")

    def expects_dialogs(self, *, accept: bool, words: str | None = None) -> None:
        """From now on dialogs are accepted, a prompt with these words, or dismissed."""
        self._expected.add("dialogs")
        self._answer = (lambda dialog: dialog.accept(words)) if accept else (lambda dialog: dialog.dismiss())

    def complaints(self) -> list[str]:
        """What happened and was not expected, and what was expected and did not happen."""
        # what the browser has said before this answer is heard with it
        for page in self.context.pages:
            page.evaluate("0")
        seen = {
            "off-origin requests": self.away,
            "page errors": self.errors,
            # a worker's violation is told on the console alone
            "CSP violations": self.violations + [said for said in self.console if "Content Security Policy" in said],
            "dialogs": self.dialogs,
        }
        wrong = [f"{what}: {'; '.join(told)}" for what, told in seen.items() if told and what not in self._expected]
        return wrong + [f"{what}: expected, and there were none" for what in sorted(self._expected) if not seen[what]]

    def end(self) -> None:
        """Closes every page and fails the test for its complaints."""
        wrong = self.complaints()
        self.context.close()
        if wrong:
            pytest.fail("the browser saw\n" + "\n".join(wrong), pytrace=False)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def _violation(self, told: str) -> None:
        self.violations.append(told)

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(f"{dialog.type}: {dialog.message}")
        self._answer(dialog)


def _origin(address: str) -> str:
    """Scheme, host and port; an address that names no host, such as data:, is at home everywhere."""
    parts = urlsplit(address)
    if parts.scheme == "blob":
        return _origin(parts.path)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@pytest.fixture
def browse(chromium: Browser, serve: Serve) -> Iterator[Browsing]:  # noqa: ARG001 - the server goes after the browser
    """A browser of this test's own; when the test ends it fails for what it did not expect."""
    browsing = Browsing(chromium.new_context(locale="en-GB", timezone_id="UTC"))
    yield browsing
    browsing.end()


class Serve(Protocol):
    """Serves an application on this machine until the test ends, and gives its address."""

    def __call__(self, app: ASGIApp) -> str: ...


@pytest.fixture
def serve() -> Iterator[Serve]:
    with contextlib.ExitStack() as open_ones:
        yield lambda app: open_ones.enter_context(serving(app))


@pytest.fixture
def serve_within() -> Callable[[ASGIApp], contextlib.AbstractContextManager[str]]:
    """Serves an application as long as a `with` lasts."""
    return serving


@contextlib.contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Runs an application in a thread, on a port of 127.0.0.1 that was free; it ends with its thread gone."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        # a page may hold a request open when its test ends
        config = uvicorn.Config(app, log_config=None, ws="none", lifespan="on", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)

        def run() -> None:
            # uvicorn leaves by sys.exit when an application does not start
            with contextlib.suppress(SystemExit):
                server.run(sockets=[door])

        thread = threading.Thread(target=run, name="desk")
        thread.start()
        try:
            deadline = time.monotonic() + PATIENCE
            while not server.started:
                assert thread.is_alive(), "the application did not start; its log says why"
                assert time.monotonic() < deadline, f"the application did not start within {PATIENCE} s"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive(), f"the application did not stop within {PATIENCE} s"


def desk_app(ledger: Ledger, options: dict[str, Any]) -> ASGIApp:
    """The desk itself, with these settings."""
    return create_app(ledger, Settings(**{"key": KEY, **options}))


def way_in(address: str, to: str = "/") -> str:
    """The address with the desk's key in it, that leads on to a page."""
    return f"{address}/sign-in?{urlencode({'key': KEY, 'to': to})}"


class OpenDesk:
    """Opens the desk on a ledger's file and gives its address; `reports` writes what goes into a ledger."""

    def __init__(self, serve: Serve, reports: Desk, open_ones: contextlib.ExitStack) -> None:
        self.reports = reports
        self._serve, self._open_ones = serve, open_ones

    def __call__(
        self,
        ledger_file: Path | str,
        *,
        make: Callable[[Ledger, dict[str, Any]], ASGIApp] = desk_app,
        **options: Any,
    ) -> str:
        ledger = self._open_ones.enter_context(open_ledger(str(ledger_file)))
        return self._serve(make(ledger, options))


@pytest.fixture
def reports(desk: OpenDesk) -> Desk:
    """Writes reports and their claims by hand: what is called `desk` in the other tests."""
    return desk.reports


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """Where a new ledger of this test's own is to be made."""
    return tmp_path / "ledger.db"


@pytest.fixture
def _open_ledgers() -> Iterator[contextlib.ExitStack]:
    # asked for before `serve`, so that a ledger is closed after its desk
    with contextlib.ExitStack() as open_ones:
        yield open_ones


@pytest.fixture
def desk(desk: Desk, _open_ledgers: contextlib.ExitStack, serve: Serve) -> OpenDesk:
    """`desk(ledger_file, **options)` opens the desk and gives its address."""
    return OpenDesk(serve, desk, _open_ledgers)
