"""The browser of the tests sees what a page must not do, and says so; a page that behaves is left in peace."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from tests.desk.conftest import way_in

from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser
    from starlette.requests import Request
    from starlette.types import ASGIApp
    from tests.conftest import Desk
    from tests.desk.conftest import Browsing, OpenDesk, Serve

STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
}


def page(body: str, script: str = "") -> ASGIApp:
    """An application of one page and one script, under a policy as strict as the desk's."""
    words = (
        f"<!doctype html><title>One page</title><link rel=icon href=data:,><body>{body}<script src=/page.js></script>"
    )
    return Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse(words, headers=STRICT)),
            Route("/page.js", lambda _: Response(script, media_type="text/javascript")),
            Route("/held", held),
        ]
    )


async def held(_: Request) -> Response:
    return PlainTextResponse("held")


def test_a_page_that_behaves_is_left_in_peace(serve: Serve, browse: Browsing) -> None:
    browse.open(serve(page("<p>words", "fetch('/held').then(() => { document.body.dataset.held = 1 })")))
    assert browse.until("document.body.dataset.held") == "1"
    assert [asked.rsplit("/", 1)[1] for asked in browse.requests if asked.startswith("http")] == ["", "page.js", "held"]
    assert browse.complaints() == []


# (what the page does, what is said of it, the words that allow it)
MISDEEDS = [
    ("<script>document.title = 'inline'</script>", "", "CSP violations: script-src-elem blocked inline", "violations"),
    ("<p style='color: red'>words", "", "CSP violations: style-src-attr blocked inline", "violations"),
    ("", "try { eval('1') } catch { }", "CSP violations: script-src blocked eval", "violations"),
    ("", "document.title = nobody.knows", "page errors: nobody is not defined", "page_errors"),
    ("", "Promise.reject(new Error('let down'))", "page errors: let down", "page_errors"),
    ("", "open('http://other.example/')", "off-origin requests: http://other.example/", "off_origin"),
    ("", "location = 'http://other.example/'", "off-origin requests: http://other.example/", "off_origin"),
]


@pytest.mark.parametrize(("body", "script", "said", "allowed_by"), MISDEEDS)
def test_a_misdeed_is_told_and_allowed_only_by_the_words_for_it(
    body: str, script: str, said: str, allowed_by: str, serve: Serve, browse: Browsing
) -> None:
    browse.open(serve(page(body, script)))
    browse.page.wait_for_timeout(300)
    (told,) = browse.complaints()
    assert told.startswith(said)
    getattr(browse, f"expects_{allowed_by}")()
    assert browse.complaints() == []


def test_a_request_to_another_host_is_told_even_when_the_policy_lets_it_go(serve: Serve, browse: Browsing) -> None:
    words = "<!doctype html><title>Open</title><link rel=icon href=data:,><img src=http://127.0.0.1:9/spy.png>"
    browse.open(serve(Starlette(routes=[Route("/", lambda _: HTMLResponse(words))])))
    assert browse.complaints() == ["off-origin requests: http://127.0.0.1:9/spy.png"]
    browse.expects_off_origin()


def test_a_dialog_is_dismissed_and_told(serve: Serve, browse: Browsing) -> None:
    browse.open(serve(page("", "document.body.dataset.sure = confirm('Sure?')")))
    assert browse.until("document.body.dataset.sure") == "false"
    assert browse.complaints() == ["dialogs: confirm: Sure?"]
    browse.expects_dialogs(accept=False)


def test_an_expected_dialog_is_answered(serve: Serve, browse: Browsing) -> None:
    browse.expects_dialogs(accept=True, words="seen twice")
    browse.open(serve(page("", "document.body.dataset.reason = prompt('Why?')")))
    assert browse.until("document.body.dataset.reason") == "seen twice"


@pytest.mark.parametrize("what", ["off_origin", "page_errors", "violations"])
def test_what_is_expected_and_does_not_happen_is_told(what: str, serve: Serve, browse: Browsing) -> None:
    browse.open(serve(page("<p>words")))
    getattr(browse, f"expects_{what}")()
    (told,) = browse.complaints()
    assert told.endswith("expected, and there were none")
    browse._expected.clear()


def test_a_console_message_is_kept(serve: Serve, browse: Browsing) -> None:
    browse.open(serve(page("", "console.error('no such place')")))
    assert browse.console == ["error: no such place"]


def test_each_test_has_a_browser_of_its_own(serve: Serve, browse: Browsing) -> None:
    browse.open(serve(page("")))
    assert browse.page.evaluate("[localStorage.length, document.cookie, history.length]") == [0, "", 2]


def test_a_complaint_fails_the_test_when_it_ends(serve: Serve, browse: Browsing, chromium: Browser) -> None:
    other = type(browse)(chromium.new_context())
    other.open(serve(page("", "alert('boo')")))
    with pytest.raises(pytest.fail.Exception, match="the browser saw\ndialogs: alert: boo"):
        other.end()


def test_a_server_is_gone_when_it_is_done(serve_within: Callable[[ASGIApp], AbstractContextManager[str]]) -> None:
    with serve_within(page("<p>words")) as address:
        with urllib.request.urlopen(address, timeout=5) as answer:
            assert b"<p>words" in answer.read()
        assert "desk" in {thread.name for thread in threading.enumerate()}
    assert "desk" not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=5)


def test_an_application_that_cannot_start_fails_its_test(
    serve_within: Callable[[ASGIApp], AbstractContextManager[str]],
) -> None:
    @asynccontextmanager
    async def no_start(_: Starlette) -> AsyncIterator[None]:
        raise OSError("no ledger there")
        yield

    with pytest.raises(AssertionError, match="did not start"), serve_within(Starlette(lifespan=no_start)):
        pass


def test_the_desk_opens_on_a_ledgers_file(desk: OpenDesk, reports: Desk, browse: Browsing, ledger_file: Path) -> None:
    raid = reports.report("Gunmen attacked the village.", {"type": "attack", "said": "Gunmen attacked"})
    with open_ledger(str(ledger_file)) as ledger:
        reports.add(ledger, raid)
    page = browse.open(way_in(desk(ledger_file, reviewer="Ana"), "/claims"))
    # the key is not left on the screen
    assert page.url.endswith("/claims")
    assert page.locator(".person").inner_text() == "Ana"
    assert "Gunmen attacked" in page.locator("main").inner_text()
    assert "Gunmen" not in browse.open("/claims?words=nothing").locator("main").inner_text()
