"""A page becomes HTML, JSON or CSV."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape
from starlette.responses import Response

from allegedly import wording
from allegedly.codec import encode
from allegedly.desk.charts import COLOURS, drawable
from allegedly.desk.marking import in_zones
from allegedly.desk.menu import menu
from allegedly.desk.people import token_of
from allegedly.exports.cells import filled, in_line
from allegedly.when import day_in_words, time_in_words

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.desk.asked import Asked
    from allegedly.desk.charts import Drawing
    from allegedly.desk.pages import Shown, Table

__all__ = ["as_csv", "as_html", "as_json", "as_svg", "exact", "render"]


def exact(text: str) -> Markup:
    r"""A report's words for a page, such that a browser has the very same characters: it would make \r\n one \n.

    >>> str(exact("<b>\r\n"))
    '&lt;b&gt;&#13;\n'
    """
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704 - escaped on this line


def words(label: str | None) -> str:
    """A code of the code book as a reader says it.

    >>> words("armed_clash")
    'armed clash'
    """
    return (label or "").replace("_", " ")


def shortened(text: str, most: int = 160) -> str:
    """A report's words on one line, cut at a blank where they are long."""
    told = wording.clean(text)
    return told if len(told) <= most else told[:most].rsplit(" ", 1)[0] + " …"


def day(value: dt.date | None) -> str:
    """A day as a reader says it; empty for none."""
    return day_in_words(value) if value is not None else ""


def moment(value: dt.datetime) -> str:
    """A moment in UTC to the minute."""
    return value.strftime("%Y-%m-%d %H:%M")


def environment() -> jinja2.Environment:
    """The templates of the desk: all that stands in them is escaped, and a name they misspell is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("allegedly.desk"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(exact=exact, words=words, short=shortened, day=day, moment=moment, clean=wording.clean)
    made.filters.update(drawable=drawable, zones=in_zones, time=time_in_words, number=wording.number)
    made.globals.update(wording=wording, menu=menu, packages=_has_packages())
    return made


def _has_packages() -> bool:
    """Whether the front-end packages were brought when Allegedly was built."""
    return (files("allegedly.desk") / "static" / "vendor" / "manifest.json").is_file()


_TEMPLATES = environment()


def render(template: str, status: int = 200, **given: Any) -> Response:
    """A template with what it is given, as a response."""
    body = _TEMPLATES.get_template(template).render(**given)
    # half a surrogate pair has no bytes; a browser gets a question mark for it
    return Response(body.encode("utf-8", "replace"), status_code=status, media_type="text/html")


def as_html(asked: Asked, template: str, shown: Shown) -> Response:
    """A page for people."""
    return render(
        template,
        page=shown.record,
        title=shown.title,
        has_table=shown.table is not None,
        asked=asked,
        token=token_of(asked.person, asked.bench.settings),
        **(shown.aids or {}),
    )


def as_json(shown: Shown) -> Response:
    """A page's record."""
    return Response(encode(shown.record) + b"\n", media_type="application/json")


def as_svg(asked: Asked, name: str, drawing: Drawing) -> Response:
    """A picture that stands for itself: with its title, its colours, and what was counted."""
    answer = render("picture.svg", drawing=drawing, asked=asked, colours=COLOURS)
    answer.headers["Content-Type"] = "image/svg+xml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return answer


def as_csv(name: str, table: Table) -> Response:
    """A page's rows; no cell can be taken for a formula by a spreadsheet."""
    lines = [in_line([column.name for column in table.columns])]
    lines += [in_line(filled(table.columns, row)) for row in table.rows]
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(b"".join(lines), media_type="text/csv", headers=headers)
