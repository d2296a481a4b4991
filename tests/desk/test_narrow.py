"""On a narrow screen the page comes before its filters; on a wide one they stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.desk.conftest import way_in

from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk
    from tests.desk.conftest import Browsing, OpenDesk


@pytest.mark.parametrize(("width", "is_open"), [(390, False), (1280, True)])
def test_filters_are_folded_where_there_is_no_room_beside_the_page(
    desk: OpenDesk, reports: Desk, browse: Browsing, ledger_file: Path, width: int, *, is_open: bool
) -> None:
    with open_ledger(str(ledger_file)) as ledger:
        for reading in reports.wire(2):
            reports.add(ledger, reading)
    browse.page.set_viewport_size({"width": width, "height": 844})
    browse.open(way_in(desk(ledger_file, reviewer="Ana"), "/claims"))
    for path in ("/claims", "/events", "/overview", "/map", "/timeline", "/log"):
        page = browse.open(path)
        browse.until("document.readyState === 'complete'")
        assert page.evaluate("document.querySelector('aside > .fold').open") is is_open, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
