"""Whatever stands in an address: no filter shows more than it asks for, none breaks the desk, none runs without end."""

from __future__ import annotations

import itertools
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from tests.desk.conftest import KEY
from tests.desk.knocking import knock

from allegedly.desk import Settings, create_app
from allegedly.desk.answering import page_endpoint
from allegedly.desk.application import PAGES
from allegedly.desk.asked import FILTERS
from allegedly.desk.pages import PageRoute, Shown
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.applications import Starlette
    from tests.conftest import Desk

    from allegedly.desk.asked import Asked

HEAD = [("Host", "127.0.0.1"), ("Authorization", f"Bearer {KEY}")]
# no report has this word: what is found beside it was not asked for
NONE = "zzqxj"
_SHAPES = (
    "{0}' OR '1'='1", "{0}' OR 1=1 --", '{0}" OR "1"="1', "{0}') OR ('1'='1", "{0}'; DROP TABLE claim; --", "{0}' UNION SELECT 1 --",
    "{0}' UNION ALL SELECT body FROM body --", "{0}%' OR '%'='", "{0}\\' OR 1=1 --", "{0}'/**/OR/**/1=1", "{0}' AND randomblob(9e8) --",
    "{0}' AND pg_sleep(9) --", "{0}; ATTACH DATABASE 'x' AS y", "{0}' || (SELECT name FROM sqlite_master) || '", "{0}` OR 1=1 `",
    "{0}' OR load_extension('x') --", "{0}' PROCEDURE ANALYSE() --", "{0}'); SELECT pg_read_file('/etc/passwd') --",
    '"{0}" OR *', "{0} OR NOT {0}", "{0}* NOT", "{0} NEAR/1 (", "NEAR({0} *, 9)", "^{0} OR body : *", "{{col}} : {0}", "-{0} +",
    "{0}:*|!{0}", "!!{0}", "({0}", "{0} <-> ", "{0}__gt", "{0}__regex=.*", "__class__.{0}", "{{{{{0}}}}}", "{{% {0} %}}", "${{{0}}}",
    "{0}[$ne]", "../{0}", "file:///{0}", "{0}\r\nX-Y: z", "{0}\u0000", "{0}\u202e", "{0}\ufffe", "{0}" + "(" * 300, "{0}" + "%" * 300,
    "{0}_" * 60, "id:{0}' OR 1=1", "{0}' AND 1=CAST((SELECT 1) AS int) --", "id:%", "name:{0}", "#{0}",
)  # fmt: skip
_TURNS = (NONE, NONE.upper(), f" {NONE}", f"{NONE}\u00e9", f"{NONE}\U0001f4a3", f"{NONE}''")
STRINGS = [shape.format(turn) for shape, turn in itertools.product(_SHAPES, _TURNS)]
# what no answer tells: how the ledger is asked, and by what
_INSIDE = re.compile(
    rb"apsw|psycopg|sqlite3|SQLError|fts5|syntax error|near \"|SELECT |FROM |Traceback|site-packages|tsquery",
    re.IGNORECASE,
)


@pytest.fixture
def house(tmp_path: Path, reports: Desk) -> Iterator[Starlette]:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        for reading in reports.wire(3):
            reports.add(ledger, reading)
        app = create_app(ledger, Settings(key=KEY))
        app.state.bench.count()
        yield app
        app.state.bench.close()


def shows_nothing(house: Starlette, path: str, name: str, told: str) -> None:
    answer = knock(house, "GET", f"{path}.json?{urlencode({name: told})}", HEAD)
    assert answer.status in (200, 400, 404, 414, 422), (path, name, told, answer)
    # what was asked may be said again
    said = answer.body.replace(told.encode(), b"")
    if answer.status != 200:
        assert not _INSIDE.search(re.sub(rb"found '.*|called '.*|named .*|stands as .*", b"", said)), (
            path,
            name,
            told,
            answer,
        )
    elif path == "/claims":
        assert b'"claims":[]' in answer.body, (name, told, answer)


def test_there_are_three_hundred_strings() -> None:
    assert len(set(STRINGS)) >= 300


def test_a_filter_shows_what_it_asks_for_and_nothing_else(house: Starlette) -> None:
    for number, told in enumerate(STRINGS):
        shows_nothing(house, "/claims", (*FILTERS, "as_of")[number % (len(FILTERS) + 1)], told)


@pytest.mark.slow
@pytest.mark.parametrize("path", [page.path for page in PAGES if "{" not in page.path])
@pytest.mark.parametrize("name", [*FILTERS, "as_of"])
def test_no_filter_of_any_page_shows_more(house: Starlette, path: str, name: str) -> None:
    for told in STRINGS:
        shows_nothing(house, path, name, told)


def test_a_page_that_asks_the_ledger_without_end_is_ended_and_says_so(house: Starlette) -> None:
    monster = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"

    def tell(asked: Asked) -> Shown:
        asked.tx.rows(monster)
        raise AssertionError("the question had an end")

    house.add_route("/monster", page_endpoint(PageRoute("/monster", "claims.html", tell), "html"))
    began = time.monotonic()
    answer = knock(house, "GET", "/monster", HEAD)
    assert time.monotonic() - began < 1.5
    assert answer.status == 503
    assert b"ask for less" in answer.body
    assert knock(house, "GET", "/claims.json", HEAD).status == 200
