"""What docs/desk.md and /openapi.json tell of the desk is what the desk does: addresses, fields, roles, keys, options."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import typer.main
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from starlette.testclient import TestClient
from tests.desk.conftest import KEY

from allegedly import cli
from allegedly.desk import Settings, create_app
from allegedly.desk.application import PAGES, WRITES
from allegedly.desk.people import ROLES
from allegedly.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk
    from tests.desk.conftest import OpenDesk

ROOT = Path(__file__).parent.parent.parent
TOLD = (ROOT / "docs/desk.md").read_text(encoding="utf-8")
TEMPLATES = ROOT / "src/allegedly/desk/templates"
# sent by forms alone: where a browser goes on
FOR_FORMS = {"to"}


def tables(head: str) -> dict[str, str]:
    """The rows of all tables with this head: first cell and the rest."""
    found: dict[str, str] = {}
    for table in re.findall(rf"^\| {re.escape(head)} \|\n\|[-|]+\|\n((?:\|.*\n)+)", TOLD, re.MULTILINE):
        for row in table.splitlines():
            first, _, rest = row.strip("|").partition("|")
            found[first.strip()] = rest.strip()
    return found


def as_told(path: str) -> str:
    return re.sub(r"\{(\w+):int\}", r"{\1}", path)


def test_every_page_is_told_with_its_address_and_none_that_is_not_there() -> None:
    told = {cell.strip("`").partition("?")[0] for cell in tables("address | what it shows")}
    assert told == {as_told(page.path) for page in PAGES}


def test_every_write_is_told_with_its_fields_and_none_that_is_not_there() -> None:
    told = tables("address | what it enters")
    assert set(told) == {f"`POST {as_told(write.path)}`" for write in WRITES}
    for write in WRITES:
        row = told[f"`POST {as_told(write.path)}`"]
        for field in {one.name for one in msgspec.structs.fields(write.takes)} - FOR_FORMS:
            assert f"`{field}`" in row, f"{write.path}: {field} is not told"


def test_every_role_is_told_with_what_it_may() -> None:
    told = tables("role | may beside what those above may")
    assert tuple(told) == ROLES
    for role in ROLES[1:]:
        own = {f"`{as_told(page.path)}`" for page in PAGES if page.needs == role}
        own |= {f"`POST {as_told(write.path)}`" for write in WRITES if write.needs == role}
        assert set(re.findall(r"`[^`]+`", told[role])) == own, role


def test_every_key_of_a_page_is_told() -> None:
    told = " ".join(tables("key | what it does"))
    helps = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.html"))]
    listed = [found[1] for text in helps if (found := re.search(r"for key, what in \((.*?)\) %\}", text, re.DOTALL))]
    shown = [keys for one in listed for keys in re.findall(r'\("([^"]+)", "', one)]
    assert len(shown) > 9
    for key in {one for keys in shown for one in re.split(r" or | / | ", keys) if one}:
        assert f"`{key}`" in told, f"{key} is not told"


def test_every_option_that_is_told_is_there() -> None:
    group: Any = typer.main.get_command(cli.app)
    commands = dict(group.commands)
    for name in ("desk-account",):
        commands |= {f"{name} {one}": command for one, command in commands.pop(name).commands.items()}
    options = {option for command in commands.values() for param in command.params for option in param.opts}
    for line in TOLD.splitlines():
        for option in re.findall(
            r"(?<![\w-])--[a-z][a-z-]+", line if "curl" not in line and "header_up" not in line else ""
        ):
            assert option in options, option
    for option in ("--accounts", "--name", "--behind-https", "--open", "--host"):
        assert option in TOLD


@pytest.fixture
def client(tmp_path: Path, reports: Desk) -> Iterator[TestClient]:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        reports.add(ledger, reports.wire(1)[0])
        with TestClient(create_app(ledger, Settings(key=KEY)), base_url="http://127.0.0.1") as opened:
            yield opened


def test_what_writes_is_described_in_valid_openapi_to_whoever_is_in(client: TestClient) -> None:
    assert client.get("/openapi.json").status_code == 401
    told = client.get("/openapi.json", headers={"Authorization": f"Bearer {KEY}"}).json()
    validate(told)
    assert set(told["paths"]) == {as_told(write.path) for write in WRITES}
    for write in WRITES:
        post = told["paths"][as_told(write.path)]["post"]
        taken = post["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        fields = msgspec.structs.fields(write.takes)
        assert set(told["components"]["schemas"][taken]["properties"]) == {field.encode_name for field in fields}
        assert {one["name"] for one in post["parameters"] if one["in"] == "path"} == set(
            re.findall(r"\{(\w+)", write.path)
        )
        assert post["summary"]
    post["parameters"] = post["parameters"][1:]
    with pytest.raises(OpenAPIValidationError):
        validate(told)


def test_no_two_writes_have_one_name_in_openapi() -> None:
    assert len({write.takes.__name__ for write in WRITES}) == len(WRITES)


def test_a_program_with_the_key_gets_past_the_door_of_every_write(client: TestClient) -> None:
    told = {"Authorization": f"Bearer {KEY}", "X-Allegedly-By": "Ana", "Accept": "application/json"}
    for write in WRITES:
        path = re.sub(r"\{\w+(:int)?\}", lambda found: "2" if found[1] else "one", write.path)
        answer = client.post(path, json={}, headers=told)
        assert answer.status_code in (201, 404, 422), (path, answer.text)
        assert client.post(path, json={}).status_code == 401


def test_the_examples_do_what_they_say(desk: OpenDesk, ledger_file: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine; to have one for the tests of the desk: apt-get install curl")
    with open_ledger(str(ledger_file)) as ledger:
        desk.reports.add(ledger, desk.reports.wire(1)[0])
        with ledger.engine.reading() as tx:
            ((claim, saw, report),) = tx.rows("SELECT id, seq, article_seq FROM claim ORDER BY seq LIMIT 1")
    address = desk(ledger_file)
    (example,) = [block for block in re.findall(r"```sh\n(.*?)```", TOLD, re.DOTALL) if "curl" in block]
    example = example.replace("http://127.0.0.1:8765", address)
    known = {"ALLEGEDLY_DESK_KEY": KEY, "claim": claim, "saw": str(saw), "report": str(report)}
    done = subprocess.run(
        ["sh", "-euc", example], env={**os.environ, **known}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    listed, accepted, added = [msgspec.json.decode(line) for line in done.stdout.splitlines()]
    assert listed["number"] == 2
    assert (accepted["id"], accepted["status"], accepted["by"]) == (claim, "accepted", "Ana")
    assert added["id"].startswith("clm_")
