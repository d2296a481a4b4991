"""Who may see and do what in the desk: every address for every role, exactly as the table says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import KEY

from allegedly.desk import Settings, create_app
from allegedly.desk.accounts import key_sum, new_account, write_accounts
from allegedly.desk.application import PAGES, WRITES
from allegedly.desk.menu import MENU
from allegedly.desk.people import ROLES
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Desk

PASSWORD = "words enough for a door"
# who is needed for what; a page that is not told here is for readers, a write must be told
NEEDS = {
    "/claims/{id}/decisions": "coder",
    "/review/{seq:int}/claims": "coder",
    "/events/{event}/part": "coder",
    "/events/{event}/join": "coder",
    "/events/{event}/resolve": "adjudicator",
    "/coding/pick": "coder",
    "/coding/wanted": "adjudicator",
    "/coding/{seq:int}/claims": "coder",
    "/coding/{seq:int}/withdrawals": "coder",
    "/coding/{seq:int}/submission": "coder",
    "/coding/{seq:int}/reopening": "coder",
    "/curation": "adjudicator",
    "/curation/{seq:int}": "adjudicator",
    "/curation/{seq:int}/begin": "adjudicator",
    "/curation/{seq:int}/decisions": "adjudicator",
    "/curation/{seq:int}/checks": "adjudicator",
}
# what comes with the desk itself, for whoever is in
OWN = {"/openapi.json": "reader"}


def spec(path: str) -> str:
    return NEEDS.get(path, OWN.get(path, "reader"))


def test_the_table_of_roles_tells_every_write_and_nothing_that_is_not_there() -> None:
    assert {write.path for write in WRITES} <= set(NEEDS)
    assert set(NEEDS) <= {page.path for page in PAGES} | {write.path for write in WRITES}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, TestClient]]:
    """A browser of each role, signed in by password, and one of nobody."""
    folder: Path = tmp_path_factory.mktemp("team")
    people = {role: new_account(f"{role.title()} One", role, PASSWORD) for role in ROLES}
    write_accounts(folder / "accounts.json", people.values())
    with open_ledger(str(folder / "ledger.db")) as ledger:
        from tests.conftest import Desk as Reports

        reports: Desk = Reports()
        reports.add(ledger, reports.wire(1)[0])
        app = create_app(ledger, Settings(key=KEY, accounts=str(folder / "accounts.json")))
        with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as nobody:
            clients = {"nobody": nobody}
            for role in ROLES:
                clients[role] = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
                answer = clients[role].post("/sign-in", data={"name": f"{role.title()} One", "password": PASSWORD})
                assert answer.status_code == 303
            yield clients


def address(path: str) -> str:
    """An address that a route answers, whatever is there."""
    return re.sub(r"\{\w+(:int)?\}", lambda found: "2" if found[1] else "one", path)


def may(role: str, needs: str) -> bool:
    return role in ROLES and ROLES.index(role) >= ROLES.index(needs)


@pytest.mark.parametrize("role", ["nobody", *ROLES])
@pytest.mark.parametrize("form", ["", ".json", ".csv", ".svg"])
@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_a_page_is_shown_to_whoever_the_table_says(
    team: dict[str, TestClient], path: str, form: str, role: str
) -> None:
    answer = team[role].get(f"{address(path)}{form}")
    if role == "nobody":
        assert answer.status_code == (401 if form else 303)
        assert b"Kesh" not in answer.content
    else:
        assert (answer.status_code != 403) == may(role, spec(path)), answer.text


@pytest.mark.parametrize("role", ["nobody", *ROLES])
@pytest.mark.parametrize("path", [write.path for write in WRITES])
def test_a_write_is_taken_from_whoever_the_table_says(team: dict[str, TestClient], path: str, role: str) -> None:
    answer = team[role].post(address(path), json={}, headers=with_token(team[role]))
    if role == "nobody":
        assert answer.status_code == 401
    else:
        # empty fields are refused as such only to who may send them at all
        assert (answer.status_code != 403) == may(role, spec(path)), answer.text
        assert answer.status_code in (201, 303, 403, 404, 409, 422)


def with_token(client: TestClient) -> dict[str, str]:
    """What a script of the desk's pages sends along."""
    page = client.get("/claims")
    found = re.search(r'name="token" content="([^"]+)"', page.text)
    return {"X-Allegedly-Token": found[1]} if found else {}


def test_control_without_roles_the_matrix_is_broken(
    team: dict[str, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allegedly.desk.answering.may", lambda *_: True)
    token = with_token(team["reader"])
    answers = [team["reader"].post(address(write.path), json={}, headers=token).status_code for write in WRITES]
    assert 403 not in answers


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    made = new_account("Ana", "coder", PASSWORD)
    path = tmp_path / "accounts.json"
    write_accounts(path, [made, new_account("Ben", "reader", PASSWORD[::-1])])
    return path


@pytest.fixture
def arrive(tmp_path: Path, accounts: Path, reports: Desk) -> Iterator[Callable[[], TestClient]]:
    """A new browser at a desk with accounts, each time it is called."""
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        reports.add(ledger, reports.wire(1)[0])
        app = create_app(ledger, Settings(key=KEY, accounts=str(accounts)))
        with TestClient(app, base_url="http://127.0.0.1"):
            yield lambda: TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def signed_in(client: TestClient, name: str = "Ana", password: str = PASSWORD) -> Any:
    return client.post("/sign-in", data={"name": name, "password": password})


def is_in(client: TestClient) -> bool:
    return client.get("/claims").status_code == 200


def test_with_accounts_the_desks_own_key_opens_nothing(arrive: Callable[[], TestClient]) -> None:
    client = arrive()
    assert client.get("/sign-in", params={"key": KEY}).status_code == 403
    assert client.get("/claims.json", headers={"Authorization": f"Bearer {KEY}"}).status_code == 401
    assert client.post("/sign-in", data={"key": KEY, "name": "Ana"}).status_code == 403
    assert not is_in(client)


def test_a_decision_is_entered_under_the_accounts_name_whatever_else_is_said(
    arrive: Callable[[], TestClient], accounts: Path
) -> None:
    from allegedly.desk.accounts import read_accounts, with_key

    write_accounts(accounts, [with_key(one, f"{one.name}-key") for one in read_accounts(accounts)])
    told = {"Authorization": "Bearer Ana-key", "X-Allegedly-By": "Ben", "Accept": "application/json"}
    client = arrive()
    claim = client.get("/claims.json", headers=told).json()["claims"][0]
    deed = {"verdict": "accept", "saw": claim["standing"]["version"]}
    answer = client.post(f"/claims/{claim['id']}/decisions", json=deed, headers=told)
    assert (answer.status_code, answer.json()["by"]) == (201, "Ana")
    told["Authorization"] = "Bearer Ben-key"
    assert client.post(f"/claims/{claim['id']}/decisions", json=deed, headers=told).status_code == 403


def test_signing_out_ends_the_visit_for_whoever_copied_its_cookie(arrive: Callable[[], TestClient]) -> None:
    client, thief = arrive(), arrive()
    signed_in(client)
    thief.cookies.update(client.cookies)
    assert is_in(thief)
    assert client.post("/sign-out", headers={"X-Allegedly-Token": "another"}).status_code == 403
    assert client.post("/sign-out", headers=with_token(client)).status_code == 303
    assert not is_in(client)
    assert not is_in(thief)


def test_who_is_taken_out_of_the_file_is_out_at_once(arrive: Callable[[], TestClient], accounts: Path) -> None:
    client = arrive()
    signed_in(client)
    assert is_in(client)
    write_accounts(accounts, [new_account("Ana", "reader", "another password altogether")])
    assert not is_in(client), "a new password ends the visits of the old one"
    signed_in(client, password="another password altogether")
    assert is_in(client)
    write_accounts(accounts, [])
    assert not is_in(client)


def test_nobody_is_let_in_while_the_accounts_cannot_be_trusted(
    arrive: Callable[[], TestClient], accounts: Path
) -> None:
    client = arrive()
    signed_in(client)
    accounts.write_bytes(accounts.read_bytes() + b" ")
    accounts.chmod(0o640)
    answer = client.get("/claims")
    assert answer.status_code == 500
    assert "chmod 600" in answer.text
    accounts.unlink()
    assert client.get("/claims").status_code == 500


def test_wrong_passwords_make_a_name_wait_and_no_other_one(arrive: Callable[[], TestClient]) -> None:
    client = arrive()
    said = {signed_in(client, name, "wrong").text for name in ("Ana", "Nobody At All")}
    assert len(said) == 1, "a wrong name and a wrong password are told alike"
    for _ in range(4):
        assert signed_in(client, "Ana", "wrong").status_code == 403
    late = signed_in(client, "Ana", PASSWORD)
    assert (late.status_code, late.headers["retry-after"]) == (429, "1")
    assert signed_in(client, "Ben", PASSWORD[::-1]).status_code == 303


def test_the_wait_grows_to_a_minute_and_ends_with_the_right_password() -> None:
    from allegedly.desk.visits import Tries

    now = [0.0]
    tries = Tries(lambda: now[0])
    waits = []
    for _ in range(14):
        tries.wrong("Ana")
        waits.append(tries.wait("Ana"))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    now[0] = 59
    assert tries.wait("Ana") == 1
    tries.right("Ana")
    assert tries.wait("Ana") == 0


def test_tries_of_a_million_names_take_no_more_room_than_of_a_few_thousand() -> None:
    from allegedly.desk.visits import Tries

    tries = Tries(lambda: 0.0)
    for number in range(20_000):
        tries.wrong(f"name {number}")
    assert len(tries._boxes) <= 4_096


def test_a_visit_ends_by_itself_when_nobody_is_there_and_after_a_week_in_any_case() -> None:
    from allegedly.desk.people import arrived
    from allegedly.desk.visits import Visits

    now = [0.0]
    visits = Visits(lambda: now[0])
    shown = visits.begin(arrived("Ana", "coder"), "key")
    for hour in range(0, 5 * 24, 11):
        now[0] = hour * 3600
        assert visits.find(shown)
    now[0] = (5 * 24 + 1) * 3600
    assert visits.find(shown) is None
    idle = visits.begin(arrived("Ben", "coder"), "key")
    now[0] += 13 * 3600
    assert visits.find(idle) is None
    assert shown not in repr(vars(visits))


def test_the_file_keeps_neither_password_nor_key_and_is_the_owners_alone(accounts: Path) -> None:
    assert accounts.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in accounts.read_text()
    assert (
        len({one.salt for one in (new_account("Ana", "coder", PASSWORD), new_account("Ana", "coder", PASSWORD))}) == 2
    )
    assert key_sum("a key") != "a key"


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ana", "short"), ("Ana", "a" * 20), ("Ana", "Ana Ana Ana Ana Ana"), ("", PASSWORD), ("A\u202ena", PASSWORD)],
)
def test_an_account_that_will_not_do_is_refused(name: str, password: str) -> None:
    from allegedly.errors import RefusedError

    with pytest.raises(RefusedError, match="expected"):
        new_account(name, "coder", password)


def test_a_desk_for_others_is_refused_without_accounts() -> None:
    from allegedly.errors import RefusedError

    for host in ("0.0.0.0", "::", "192.0.2.7", "desk.example"):
        with pytest.raises(RefusedError, match=r"desk-account add"):
            Settings(key=KEY, host=host)
        assert Settings(key=KEY, host=host, accounts="a file").host == host


def test_behind_https_the_cookie_is_sent_no_other_way(tmp_path: Path, accounts: Path) -> None:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        app = create_app(ledger, Settings(key=KEY, accounts=str(accounts), behind_https=True, names=("desk.example",)))
        with TestClient(app, base_url="https://desk.example", follow_redirects=False) as client:
            told = {"Origin": "https://desk.example", "Sec-Fetch-Site": "same-origin"}
            answer = client.post("/sign-in", data={"name": "Ana", "password": PASSWORD}, headers=told)
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith("__Host-")
            assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
            assert client.post("/sign-out", headers={"Origin": "http://desk.example"}).status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_offers_what_a_role_may_see_and_no_more(team: dict[str, TestClient], role: str) -> None:
    page = team[role].get("/claims").text
    for path in (path for group in MENU for _, path in group):
        assert (f'<a href="{path}"' in page) == may(role, spec(path)), path
