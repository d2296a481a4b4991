"""What desk-src/README.md tells the builders of pages holds in a browser, under the desk's own policy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from gather import wanted_here
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from tests.desk.conftest import KEY

import allegedly
from allegedly.desk import Settings
from allegedly.desk.guard import Guard

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from tests.desk.conftest import Browsing, Serve

README = (Path(__file__).parents[2] / "desk-src" / "README.md").read_text(encoding="utf-8")
STATIC = Path(allegedly.__file__).parent / "desk" / "static"
MARKS = ("map", "timeline", "graph")

pytestmark = pytest.mark.skipif(not wanted_here(), reason="built with ALLEGEDLY_NO_DESK: there is no front end")


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def readme_page(*, button: str | None = None) -> ASGIApp:
    """All snippets of the README on one page, and a button that swaps, behind the desk's own door."""
    head, accept = snippets("html")
    drawn = "".join(f"<div id={mark}></div>" for mark in MARKS)
    body = f"{drawn}<div id=claim>open</div>{button or accept}"
    words = f"<!doctype html><html lang=en><head><title>All</title>{head}</head><body>{body}</body></html>"
    return Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse(words)),
            Route("/static/desk.js", lambda _: Response("\n".join(snippets("js")), media_type="text/javascript")),
            Route("/static/desk.css", lambda _: Response("\n".join(snippets("css")), media_type="text/css")),
            Route("/claims/7/accept", lambda _: HTMLResponse("<em>accepted</em>"), methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, settings=Settings(key=KEY))],
    )


def test_map_timeline_and_graph_are_drawn_and_a_key_swaps_with_nothing_blocked(serve: Serve, browse: Browsing) -> None:
    page = browse.open(serve(readme_page()))
    marks = {mark: int(browse.until(f"document.body.dataset.{mark}")) for mark in MARKS}
    assert marks["map"] > 100
    assert (marks["timeline"], marks["graph"]) == (2, 3)
    told = page.locator("#timeline .vis-item-content span").all_inner_texts()
    assert sorted(told) == ["army: 3 killed", "rebels deny"]
    assert page.locator("#map .maplibregl-marker").inner_text() == "Harbour"
    page.keyboard.press("a")
    assert page.locator("#claim em").inner_text() == "accepted"
    # not even what the browser allows itself to say at a page it does not like
    assert [said for said in browse.console if not said.startswith("warning: [.WebGL")] == []


def test_no_country_is_drawn_across_the_whole_map(serve: Serve, browse: Browsing) -> None:
    script = next(text for text in snippets("js") if "maplibregl" in text)
    assert "unwrap" in script
    page = browse.open(serve(readme_page()))
    widest = page.evaluate(
        """async () => {
          const { default: feature } = await import("/static/vendor/topojson-client/feature.js");
          const atlas = await (await fetch("/static/vendor/world-atlas/countries-50m.json")).json();
          const rings = feature(atlas, atlas.objects.countries).features.filter(({ id }) => id !== "010")
            .flatMap(({ geometry }) => geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat());
          const step = (ring) => Math.max(...ring.slice(1).map(([x], at) => Math.abs(x - ring[at][0])));
          UNWRAP
          return [Math.max(...rings.map(step)), Math.max(...rings.map(unwrap).map(step))];
        }""".replace("UNWRAP", script[script.index("function unwrap") : script.index("const atlas")])
    )
    assert widest[0] > 300
    assert widest[1] < 30


def test_a_filter_on_a_key_is_blocked_as_the_readme_says(serve: Serve, browse: Browsing) -> None:
    trigger = "click, keydown[key=='a'] from:body"
    button = f"""<button hx-post="/claims/7/accept" hx-trigger="{trigger}" hx-target="#claim">Accept</button>"""
    page = browse.open(serve(readme_page(button=button)))
    page.keyboard.press("a")
    browse.until("document.body.dataset.graph")
    page.wait_for_timeout(200)
    assert page.locator("#claim").inner_text() == "open"
    browse.expects_violations()
    browse.expects_page_errors()
