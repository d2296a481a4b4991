"""The overview: what its charts count is what is found one by one, and what is taken from it is whole and safe."""

from __future__ import annotations

import csv
import datetime as dt
import io
import xml.etree.ElementTree as ET
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.desk.conftest import KEY

from allegedly.desk import Settings, create_app
from allegedly.desk.charts import COLOURS, Bar, Chart, bars, columns, drawable
from allegedly.ledger import open_ledger
from allegedly.views.claims import find_claims
from allegedly.views.filters import STATUSES, Filters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.ledger import Ledger
    from allegedly.ledger.held import Held

# a name that would be a script on a page, a tag in a picture and a formula in a spreadsheet
HOSTILE = "=<script>alert(1)</script>&\x1b]]>\uffff"
SVG = "{http://www.w3.org/2000/svg}"
REPORTS = (
    ("Harbour Guard", "2019-03-02", "allegedly", "The Courier"),
    ("Harbour Guard", "2019-03-28", None, "The Courier"),
    ("Lake Militia", "2019-05-01", "reportedly", "An Echo"),
    ("Lake Militia", None, None, None),
    ("River Column", "2018-12-31", None, HOSTILE),
)


@pytest.fixture
def counted(tmp_path: Path, reports: Desk) -> Iterator[Ledger]:
    """Five reports; one of their claims was rejected, another denied, one is an outlet's notice."""
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        for number, (who, day, hedge, outlet) in enumerate(REPORTS):
            text = f"{who} {hedge or 'surely'} attacked Kesh{number}. Police denied a riot. Correction: it was Monday."
            attack = {"type": "attack", "said": f"{who} {hedge or 'surely'} attacked", "actor": who, "day": day, "hedge": hedge}  # fmt: skip
            denied = {"type": "riot", "said": "Police denied a riot", "factuality": {"polarity": "-"}}
            notice = {"kind": "correction", "type": "correction", "said": "Correction: it was Monday"}
            told: list[dict[str, Any]] = [attack, denied, *([notice] if number == 1 else [])]
            reports.add(ledger, reports.report(text, *told, id=f"r{number}", publisher=outlet, published_at="2019-06-01"))  # fmt: skip
        with ledger.engine.reading() as tx:
            first = next(iter(find_claims(ledger.engine, tx, Filters(), 2**31)))
        ledger.judge(first.id, "reject", by="Ana", saw=first.standing.version, reason="another war")
        yield ledger


@pytest.fixture
def client(counted: Ledger) -> Iterator[TestClient]:
    with visiting(counted) as opened:
        yield opened


def visiting(ledger: Ledger) -> TestClient:
    app = create_app(ledger, Settings(key=KEY, reviewer="Ana"))
    app.state.bench.count()
    return TestClient(app, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {KEY}"})


def one_by_one(ledger: Ledger, **asked: Any) -> list[Held]:
    with ledger.engine.reading() as tx:
        return list(find_claims(ledger.engine, tx, Filters(**asked), 2**31))


def month_of(held: Held) -> str | None:
    time = getattr(held.claim, "time", None)
    day = (time.earliest or time.latest) if time else None
    return f"{day:%Y-%m}" if day else None


def said(held: Held) -> str:
    assert held.claim is not None
    return "denied" if held.claim.factuality.polarity == "-" else held.claim.factuality.certainty


LABELS: dict[str, Any] = {
    "months": month_of,
    "types": lambda held: held.claim.type.replace("_", " "),
    "certainty": lambda held: held.claim.factuality.certainty,
    "outlets": lambda held: held.outlet or "not named",
    "review": lambda held: held.standing.status,
}
ASKED: dict[str, dict[str, Any]] = {
    "everything": {},
    "attacks": {"type": "attack"},
    "an outlet": {"outlet": "the courier"},
    "an actor": {"actor": "Harbour Guard"},
    "since a day": {"since": "2019-03-01"},
    "however they stand": {"status": "all"},
}


@pytest.mark.parametrize("chart", LABELS)
@pytest.mark.parametrize("asked", ASKED)
def test_a_chart_counts_what_is_found_one_by_one(counted: Ledger, client: TestClient, chart: str, asked: str) -> None:
    query = ASKED[asked]
    filters = {**query, **({"since": dt.date.fromisoformat(query["since"])} if "since" in query else {})}
    if chart == "review" or filters.get("status") == "all":
        filters["status"] = STATUSES
    found = one_by_one(counted, **filters)
    expected = Counter((LABELS[chart](held), said(held)) for held in found if LABELS[chart](held) is not None)

    told = client.get(f"/overview/{chart}.json", params=query).json()
    drawn = {
        (bar["label"], part): number
        for bar in told["bars"]
        for part, number in zip(told["parts"], bar["parts"], strict=True)
        if number
    }
    assert expected
    assert dict(expected) == drawn
    assert all(bar["claims"] == sum(bar["parts"]) for bar in told["bars"])


def test_a_chart_with_one_claim_too_many_would_be_seen(counted: Ledger, client: TestClient) -> None:
    # the rejected claim stands in no chart but the one of review
    expected = Counter(held.claim.type for held in one_by_one(counted, status=STATUSES) if held.claim)
    told = client.get("/overview/types.json").json()
    assert {bar["label"]: bar["claims"] for bar in told["bars"]} != expected


def test_outlets_stand_by_name_and_not_by_number(client: TestClient) -> None:
    labels = [bar["label"] for bar in client.get("/overview/outlets.json").json()["bars"]]
    named = [label for label in labels if label != "not named"]
    assert "not named" == labels[-1]
    assert named == sorted(named, key=str.casefold)


def test_the_pictures_boxes_are_as_long_as_their_figures(client: TestClient) -> None:
    chart = msgspec.convert(client.get("/overview/types.json").json(), Chart)
    drawing = bars(chart)
    longest = max(bar.claims for bar in chart.bars)
    for at, bar in enumerate(chart.bars):
        wide = sum(box.width for box in drawing.boxes if box.words.startswith(f"{bar.label}:"))
        assert wide == pytest.approx(drawing.width * bar.claims / longest, abs=0.05), at


@pytest.mark.parametrize("chart", LABELS)
def test_a_picture_is_whole_xml_that_runs_nothing_and_asks_nobody(client: TestClient, chart: str) -> None:
    answer = client.get(f"/overview/{chart}.svg", params={"words": "kesh", "outlet": HOSTILE})
    assert ("image/svg+xml", 200) == (answer.headers["content-type"], answer.status_code)
    assert answer.headers["content-disposition"] == f'attachment; filename="overview-{chart}.svg"'
    for picture in (answer.content, client.get(f"/overview/{chart}.svg").content):
        root = ET.fromstring(picture)
        assert f"{SVG}svg" == root.tag
        assert {one.tag for one in root.iter()} <= {
            SVG + name for name in ("svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "text", "g")
        }
        named = {name for one in root.iter() for name in one.attrib}
        assert not [name for name in named if name.startswith("on") or "href" in name or name == "style"]
        assert not [value for one in root.iter() for value in one.attrib.values() if "url(" in value and "url(#" not in value]  # fmt: skip
        # named for readers who do not see it
        ids = root.attrib["aria-labelledby"].split()
        assert [f"{SVG}title", f"{SVG}desc"] == [next(one for one in root.iter() if one.get("id") == name).tag for name in ids]  # fmt: skip


def test_a_name_that_would_run_stands_as_words_in_every_form(client: TestClient) -> None:
    page, table = client.get("/overview").text, client.get("/overview/outlets.csv").text
    picture = client.get("/overview/outlets.svg").content
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)</script>" in " ".join(ET.fromstring(picture).itertext())
    [row] = [row for row in csv.DictReader(io.StringIO(table)) if "script" in row["label"]]
    assert row["label"].startswith("'=")


def test_the_colours_of_a_picture_are_those_of_the_desk(client: TestClient) -> None:
    tokens = client.get("/static/css/tokens.css").text.partition("@media")[0]
    for name, colour in COLOURS.items():
        assert f"--{name}: {colour};" in tokens, name


def test_tables_hold_every_figure(client: TestClient) -> None:
    whole = client.get("/overview.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/overview.csv").text)))
    assert sum(len(chart["bars"]) for chart in whole["charts"]) == len(rows)
    assert sum(bar["claims"] for chart in whole["charts"] for bar in chart["bars"]) == sum(int(row["claims"]) for row in rows)  # fmt: skip


def test_what_is_new_stands_beside(client: TestClient, counted: Ledger) -> None:
    page = client.get("/overview.json").json()
    assert ["r4", "r3", "r2", "r1", "r0"] == [one["article"] for one in page["arrivals"]]
    # r0's attack was rejected
    assert [2, 2, 2, 3, 1] == [one["claims"] for one in page["arrivals"]]
    assert ["r1"] == [one["article"] for one in page["notices"]]
    assert [] == page["changes"]
    before = client.get("/overview.json", params={"as_of": "#3"}).json()
    assert before["claims"] < page["claims"] == len(one_by_one(counted))


def test_a_chart_nobody_draws_and_a_page_that_is_no_picture_are_told(client: TestClient) -> None:
    assert 404 == client.get("/overview/ranking").status_code
    answer = client.get("/claims.svg")
    assert (404, True) == (answer.status_code, "is no picture" in answer.text)


def test_an_empty_ledger_says_what_to_do_next(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger, visiting(ledger) as client:
        page = client.get("/", follow_redirects=True)
        assert page.url.path == "/overview"
        assert "allegedly add" in page.text
        assert 0 == client.get("/overview.json").json()["claims"]
        assert ET.fromstring(client.get("/overview/months.svg").content) is not None


def months(*claims: tuple[str, int]) -> Chart:
    told = tuple(Bar(label=label, claims=number, parts=(number,)) for label, number in claims)
    return Chart(name="months", title="By month", says="claims", parts=("claims",), bars=told)


def test_a_lone_claim_of_long_ago_does_not_press_the_months_together() -> None:
    told = [(f"{1917 + at // 12}-{at % 12 + 1:02d}", 1 if at == 0 else 0) for at in range(1200)]
    drawing = columns(months(*told, ("2017-01", 60), ("2017-02", 40)), width=300)
    assert 1 == drawing.left_out
    assert {"2017-01", "2017-02"} <= {line.text for line in drawing.words}
    assert 0 == columns(months(*[(f"2017-{at + 1:02d}", 5) for at in range(12)]), width=300).left_out


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=400), st.integers(200, 900))
def test_columns_stay_within_their_picture_and_lose_no_claim(numbers: list[int], width: int) -> None:
    told = [(f"{1900 + at // 12}-{at % 12 + 1:02d}", number) for at, number in enumerate(numbers)]
    drawing = columns(months(*told), width=width)
    assert sum(numbers) == drawing.left_out + sum(int(box.words.split()[-2].replace(",", "")) for box in drawing.boxes)
    assert all(0 <= box.y and box.y + box.height <= drawing.height for box in drawing.boxes)
    assert all(0 <= box.x and box.x + box.width <= width + 1 for box in drawing.boxes)


@given(st.text())
def test_every_text_can_stand_in_a_picture(text: str) -> None:
    # what XML may hold of the characters below a blank is a blank here
    assert drawable(text) == "".join(ET.fromstring(f"<t>{_escaped(drawable(text))}</t>").itertext())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
