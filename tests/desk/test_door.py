"""The door of the desk: nothing of another site comes in, whatever it says of itself, and every answer is marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from tests.desk.conftest import KEY
from tests.desk.knocking import Answer, knock

from allegedly.desk import Settings, create_app
from allegedly.desk.application import PAGES, WRITES
from allegedly.desk.files import FOLDER, KINDS
from allegedly.desk.guard import MOST_BYTES, POLICY, Guard
from allegedly.desk.people import arrived, token_of
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.applications import Starlette
    from tests.conftest import Desk

HOST = "127.0.0.1:8765"
OWN = f"http://{HOST}"


class Open(NamedTuple):
    """A desk with one report, and somebody who is in."""

    app: Starlette
    cookie: str
    token: str
    other_token: str
    bodies: dict[str, Any]

    def decisions(self) -> int:
        with self.app.state.bench.ledger.engine.reading() as tx:
            return int(tx.rows("SELECT count(*) FROM entry")[0][0])


@pytest.fixture
def house(tmp_path: Path, reports: Desk) -> Iterator[Open]:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        reports.add(ledger, reports.wire(1)[0])
        settings = Settings(key=KEY)
        app = create_app(ledger, settings)
        app.state.bench.count()
        told = knock(app, "GET", "/claims.json", [("Host", HOST), ("Authorization", f"Bearer {KEY}")])
        person = arrived("Ana", "adjudicator")
        shown = app.state.bench.porter.visits.begin(person, "key")
        claim = re.search(rb'"id":"(clm_\w+)"', told.body)
        assert claim, told.body
        name = claim[1].decode()
        # what each write would take, so that only the door stands between; other writes are sent nothing
        bodies = {f"/claims/{name}/decisions": {"verdict": "accept", "saw": 3}}
        other = token_of(arrived("Ana", "adjudicator"), settings)
        yield Open(app, f"allegedly_desk={shown}", token_of(person, settings), other, bodies)
        app.state.bench.close()


def routes(house: Open) -> list[str]:
    """Every address that changes anything."""
    (decisions,) = house.bodies
    filled = [re.sub(r"\{\w+(:int)?\}", lambda found: "2" if found[1] else "one", write.path) for write in WRITES]
    return [decisions, *filled, "/sign-in", "/sign-out"]


HOSTILE_HOSTS: list[list[tuple[str, str]]] = [
    [],
    [("Host", "")],
    [("Host", HOST), ("Host", HOST)],
    [("Host", HOST), ("Host", "evil.example")],
    *(
        [("Host", host)]
        for host in (
            "evil.example", "evil.example:8765", "127.0.0.1.evil.example", "127.0.0.1.nip.io", "localhost.evil.example",
            "localhost.", "localhost:8765.evil.example", "evil.example@127.0.0.1", "127.0.0.1@evil.example",
            "127.0.0.1#evil.example", "127.0.0.1/evil.example", "127.0.0.1?evil.example", "127.0.0.1\\evil.example",
            "127.0.0.1, evil.example", "127.0.0.1 evil.example", "127.0.0.1\t", "127.0.0.1:", "127.0.0.1:8765:80",
            "127.0.0.1:eighty", "0.0.0.0:8765", "127.1", "2130706433", "0x7f.1", "[::]:8765", "[::ffff:127.0.0.1]",
            "[127.0.0.1]:8765x", "xn--lcalhost-54a",
        )
    ),
    [("Host", "evil.example"), ("X-Forwarded-Host", HOST), ("Forwarded", f"host={HOST}")],
]  # fmt: skip
# with the right host, and the cookie and token of somebody who is in
HOSTILE_PAGES: list[list[tuple[str, str]]] = [
    *(
        [("Origin", origin)]
        for origin in (
            "null", "", "http://evil.example", "https://127.0.0.1:8765", "http://127.0.0.1:8766", "http://127.0.0.1",
            "http://127.0.0.1:8765.evil.example", "http://127.0.0.1:8765@evil.example", "http://localhost:8765",
            "file://", "ftp://127.0.0.1:8765", f"{OWN} http://evil.example", f"{OWN}/", "127.0.0.1:8765",
            "chrome-extension://abcdefgh",
        )
    ),
    [("Origin", OWN), ("Origin", "http://evil.example")],
    [("Origin", OWN), ("Sec-Fetch-Site", "cross-site")],
    *([("Sec-Fetch-Site", site)] for site in ("cross-site", "same-site", "none", "", "same-origin, cross-site", "x")),
    [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")],
    [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")],
]  # fmt: skip


def test_there_are_at_least_forty_hostile_sets() -> None:
    assert len(HOSTILE_HOSTS) + len(HOSTILE_PAGES) >= 40


def post(house: Open, path: str, headers: list[tuple[str, str]], token: str | None = None) -> Answer:
    """What a page somewhere would send through the browser of somebody who is in."""
    fields = {**house.bodies.get(path, {}), "token": house.token if token is None else token}
    return knock(house.app, "POST", path, [*headers, ("Cookie", house.cookie)], fields)


def test_no_hostile_set_changes_anything_anywhere(house: Open) -> None:
    before, paths = house.decisions(), routes(house)
    for path in paths:
        for told in HOSTILE_HOSTS:
            assert post(house, path, told).status == 403, (path, told)
        for told in HOSTILE_PAGES:
            assert post(house, path, [("Host", HOST), *told]).status == 403, (path, told)
        for token in ("", "wrong", house.other_token, house.token[:-1], house.token.upper(), "é" * 9):
            assert post(house, path, [("Host", HOST), ("Origin", OWN)], token).status == 403, (path, token)
    assert house.decisions() == before
    assert post(house, paths[0], [("Host", HOST)]).status in (201, 303, 409), "the right request is let in"
    assert house.app.state.bench.porter.visits.find(house.cookie.partition("=")[2]), "nobody was signed out"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "post"])
def test_another_method_is_no_way_in_even_when_it_says_it_is_a_post(house: Open, method: str) -> None:
    before = house.decisions()
    told = [
        ("Host", HOST),
        ("X-HTTP-Method-Override", "POST"),
        ("X-HTTP-Method", "POST"),
        ("X-Method-Override", "POST"),
    ]
    for path in routes(house)[:-2]:
        fields = {**house.bodies.get(path, {}), "token": house.token}
        answer = knock(house.app, method, f"{path}?_method=POST", [*told, ("Cookie", house.cookie)], fields)
        assert answer.status in (404, 405), (path, answer)
    assert house.decisions() == before


def test_control_without_the_door_every_hostile_set_comes_in(house: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guard, "refusal", lambda *_: None)
    (decisions,) = house.bodies
    for told in (*HOSTILE_HOSTS, *([("Host", HOST), *one] for one in HOSTILE_PAGES)):
        assert post(house, decisions, told).status in (201, 303, 409), told


@pytest.mark.parametrize("told", HOSTILE_HOSTS)
def test_another_host_sees_nothing_either(house: Open, told: list[tuple[str, str]]) -> None:
    key = ("Authorization", f"Bearer {KEY}")
    for path in ("/", "/claims.json", "/sign-in", "/static/css/tokens.css", "/nowhere"):
        answer = knock(house.app, "GET", path, [*told, key])
        assert (answer.status, len(answer.body) < 200) == (403, True), path


def test_a_page_of_another_site_loads_nothing_and_frames_nothing_but_may_link(house: Open) -> None:
    for site in ("cross-site", "same-site"):
        for mode, dest in (("no-cors", "image"), ("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe")):
            told = [("Host", HOST), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]
            assert knock(house.app, "GET", "/static/js/words.js", told).status == 403
    link = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")]
    assert knock(house.app, "GET", "/sign-in", [("Host", HOST), *link]).status == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:8765"])
def test_the_desk_is_found_under_its_own_names(house: Open, host: str) -> None:
    assert knock(house.app, "GET", "/sign-in", [("Host", host)]).status == 200


# answers of every kind: pages, errors of the router, of the door, of the ledger, of the desk itself, files
ANSWERS = [
    ("GET", "/sign-in", 200), ("GET", "/claims", 303), ("GET", "/claims.json", 401), ("GET", "/nowhere", 404),
    ("POST", "/claims", 405), ("GET", "/static/css/tokens.css", 200), ("GET", "/static/nothing.css", 404),
    ("GET", "/static/js/words.js", 200), ("PUT", "/claims", 405), ("GET", "/sign-in?key=wrong", 403),
    ("GET", f"/{'x' * 2000}", 414), ("GET", "/a%00b", 400), ("POST", "/sign-in", 403), ("GET", "/", 303),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_says_what_a_browser_may_do_with_it(house: Open, method: str, path: str, status: int) -> None:
    answer = knock(house.app, method, path, [("Host", HOST)])
    assert answer.status == status
    is_marked(answer)


def is_marked(answer: Answer) -> None:
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_fault_of_the_desk_is_answered_without_a_word_of_what_it_met(
    house: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("the widow of Kesh")

    monkeypatch.setattr("allegedly.desk.answering.as_json", fail)
    answer = knock(house.app, "GET", "/claims.json", [("Host", HOST), ("Authorization", f"Bearer {KEY}")])
    assert answer.status == 500
    assert b"widow" not in answer.body
    is_marked(answer)
    assert "widow" not in caplog.text


def test_a_log_tells_where_a_fault_is_and_none_of_its_words() -> None:
    import logging
    import sys

    from allegedly.desk.faults import Wordless

    def inner() -> None:
        raise KeyError("the widow of Kesh")

    def fail() -> None:
        try:
            inner()
        except KeyError as problem:
            raise ValueError("she said so") from problem

    try:
        fail()
    except ValueError:
        fault = sys.exc_info()
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "Exception in application", None, fault)
    told = Wordless().format(record)
    assert "test_door.py" in told
    assert "builtins.ValueError" in told
    assert "builtins.KeyError" in told
    assert "widow" not in told
    assert "she said" not in told
    again = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "Exception in application", None, fault)
    assert "widow" in logging.Formatter().format(again), "what any other log would have told"


def test_the_policy_lets_in_nothing_from_elsewhere_and_nothing_inline() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY
    assert POLICY.startswith("default-src 'none'; script-src 'self';")


def test_every_file_of_the_desk_is_told_as_what_it_is_and_nothing_else_is_served(house: Open) -> None:
    served = [path for path in FOLDER.rglob("*") if path.is_file() and path.suffix in KINDS]
    assert {path.suffix for path in served} >= {".css", ".js", ".svg"}
    for path in served:
        answer = knock(house.app, "GET", f"/static/{path.relative_to(FOLDER)}", [("Host", HOST)])
        assert (answer.status, answer.headers["content-type"]) == (200, KINDS[path.suffix]), path
    for name in (
        "",
        "css",
        "css/",
        ".",
        "../guard.py",
        "../templates/base.html",
        "css/../../guard.py",
        "x.html",
        ".css",
    ):
        assert knock(house.app, "GET", f"/static/{name}", [("Host", HOST)]).status == 404, name


ADDRESSES = [
    "/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/guard.py", "/static/..%2f..%2fguard.py",
    "/static/..%5c..%5cguard.py", "/static/%252e%252e/guard.py", "/static//etc/passwd", "/static/css/tokens.css%00.js",
    "/static/%c0%ae%c0%ae/guard.py", "/static/css/tokens.css/", f"/static/{'a/' * 400}x.css", f"/static/{'a' * 600}.css",
    "/%00", "/claims%00", "/claims?words=%00", "/claims?%00=1", "/claims%0d%0aSet-Cookie:x=y", "/%ff%fe", "/claims/%ff",
    "/review/%D9%A3", f"/review/{'9' * 900}", f"/review/{'9' * 5000}", "/review/-1", "/review/1e3", "/review/0",
    "/review/9223372036854775808", "/claims/%F0%9F%92%A3", "/claims?before=9223372036854775808", "/claims?before=-1",
    "/claims?as_of=%239223372036854775808", f"/claims?as_of=%23{'9' * 5000}", "/claims?as_of=9999-99-99",
    "/claims?as_of=0000-00-00T99:99", "/claims?since=%ED%A0%80", f"/claims?words={'%20' * 2000}", f"/claims?{'a=b&' * 2500}",
    "/claims?words=%22", "/claims?words=*", "/claims?words=NEAR(", "/claims?actor=id:", "/claims?country=%C3%9F%C3%9F",
    "/claims.json.json", "/claims.csv.json", "/.json", "//evil.example/", "/\\evil.example", "/sign-in/..;/claims",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one[:40])
def test_no_odd_address_breaks_the_desk_or_leads_out_of_it(house: Open, address: str) -> None:
    told = [("Host", HOST), ("Authorization", f"Bearer {KEY}")]
    answer = knock(house.app, "GET", address, told)
    assert answer.status in (200, 303, 307, 400, 404, 414), answer
    assert b"root:" not in answer.body
    assert b"from __future__" not in answer.body
    assert not answer.headers.get("location", "/").startswith(("//", "http://evil", "/\\"))
    is_marked(answer)


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "\\\\evil", "/\t/evil.example", "javascript:1", "",
           "/x\\..\\evil", "evil.example", "/\r\nSet-Cookie: x=y"]
)  # fmt: skip
def test_coming_in_leads_to_a_page_of_the_desk_only(house: Open, to: str) -> None:
    from urllib.parse import urlencode

    answer = knock(house.app, "GET", f"/sign-in?{urlencode({'key': KEY, 'to': to})}", [("Host", HOST)])
    assert (answer.status, answer.headers["location"]) == (303, "/")


BODIES: list[tuple[str, Any, int]] = [
    ("more than any decision", [b"x" * 600_000, b"x" * 600_000], 413),
    ("half a JSON", b'{"verdict": ', 422),
    ("a list", b"[]", 422),
    ("nothing", b"", 422),
    ("deep", b"[" * 200_000, 422),
    ("deep in an object", b'{"claim":' * 100_000, 422),
    ("half a surrogate pair", b'{"verdict": "\\ud800", "saw": 1}', 422),
    ("NUL", b'{"verdict": "reject", "reason": "\\u0000", "saw": 1}', 422),
    ("a number without end", b'{"verdict": "accept", "saw": ' + b"9" * 5000 + b"}", 422),
    ("not UTF-8", b'{"verdict": "\xff"}', 422),
    ("another kind of thing", b'{"verdict": {"a": 1}, "saw": []}', 422),
]


@pytest.mark.parametrize(("what", "body", "status"), BODIES, ids=[one[0] for one in BODIES])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_no_odd_body_breaks_the_desk(house: Open, what: str, body: Any, status: int, kind: str) -> None:
    before = house.decisions()
    (decisions,) = house.bodies
    told = [("Host", HOST), ("Authorization", f"Bearer {KEY}"), ("Content-Type", kind), ("X-Allegedly-By", "Ana")]
    answer = knock(house.app, "POST", decisions, told, body)
    assert answer.status == (status if kind == "application/json" or status == 413 else 422), (what, answer)
    is_marked(answer)
    assert house.decisions() == before


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 30, "-1", "1e3", "ten", "１", ""])
def test_a_body_that_says_it_is_too_large_is_not_waited_for(house: Open, length: str) -> None:
    told = [("Host", HOST), ("Content-Length", length.encode().decode("latin-1"))]
    assert knock(house.app, "POST", "/sign-in", told).status == 413


def test_every_page_is_asked_for_by_somebody(house: Open) -> None:
    told: list[tuple[str, str]] = [("Host", HOST)]
    for page in PAGES:
        path = re.sub(r"\{\w+(:int)?\}", "2", page.path)
        for cookie in ("allegedly_desk=", "allegedly_desk=x", 'allegedly_desk="', "allegedly_desk=\xff", f"x={KEY}"):
            assert knock(house.app, "GET", f"{path}.json", [*told, ("Cookie", cookie)]).status == 401
        for key in (
            "Bearer ",
            "Bearer x",
            f"bearer{KEY}",
            f"Basic {KEY}",
            f"Bearer {KEY} ",
            f"Bearer {KEY[:-1]}",
            "\xff",
        ):
            assert knock(house.app, "GET", f"{path}.json", [*told, ("Authorization", key)]).status == 401, key


@pytest.fixture
def by() -> Callable[[Open, str], Answer]:
    def ask(house: Open, name: str) -> Answer:
        told = [("Host", HOST), ("Authorization", f"Bearer {KEY}"), ("X-Allegedly-By", name)]
        return knock(house.app, "GET", "/claims.json", told)

    return ask


def test_a_programs_name_may_have_any_letters_and_no_signs_that_hide(
    house: Open, by: Callable[[Open, str], Answer]
) -> None:
    assert by(house, "Zoë Müller".encode().decode("latin-1")).status == 200
    for name in ("A\u202ena", "A\x07na", "A" * 81):
        assert by(house, name.encode().decode("latin-1")).status == 422
    assert by(house, "\xff").status == 422
