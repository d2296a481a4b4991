"""What several test files lean on: a coder that needs no model, installed as any plugin is."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw
import msgspec
import pytest

from allegedly.codec import claim_id
from allegedly.ledger import Ledger, open_ledger
from allegedly.model import Article, Claim, CoderStamp, Outcome, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# one attack wherever the word stands, in the voice of police where they say so; and every way a coder can fail
STUB = """
import os, re
from allegedly.errors import Quarantined, RecordError
from allegedly.model import Attribution, CoderStamp, Cue, EventClaim, Factuality, Part

class StubCoder:
    stamp = CoderStamp(name="stub", version="1", model=None)

    def code(self, article):
        text = article.text
        if "in Russian" in text:
            raise Quarantined("language", article.id, "expected English, found Russian")
        if "impossible record" in text:
            raise RecordError("low is over high")
        if "fault" in text:
            raise ZeroDivisionError("a fault in the coder")
        if "kills its reader" in text:
            os._exit(9)
        return tuple(self.claim(article, found) for found in re.finditer("attacked [a-z]+", text))

    def claim(self, article, found):
        words = article.quote(found.start(), found.end())
        target = Part(text=words.text[9:], name=words.text[9:], start=words.start + 9, end=words.end)
        at = article.text.find("allegedly")
        cues = (Cue(start=at, end=at + 9, text="allegedly"),) if at >= 0 else ()
        sure = Factuality(certainty="unknown" if cues else "certain", cues=cues)
        voice = (Attribution(who="police", role="security_force", cue="said"),) if "police said" in article.text else ()
        return EventClaim(type="attack", evidence=(words,), trigger=article.quote(words.start, words.start + 8),
                          target=(target,), attribution=voice, factuality=sure)
"""
ENTRY_POINTS = "[allegedly.coders]\nstub = allegedly_stub_coder:StubCoder\n"


@pytest.fixture(scope="session")
def plugin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that, on the import path, installs the coder `stub`; never part of the package."""
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "allegedly_stub_coder.py").write_text(STUB)
    installed = folder / "allegedly_stub_coder-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: allegedly-stub-coder\nVersion: 1\n")
    (installed / "entry_points.txt").write_text(ENTRY_POINTS)
    return folder


@pytest.fixture
def stub_coder(plugin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an installed coder that needs no model; child processes find it too."""
    monkeypatch.syspath_prepend(plugin_folder)
    monkeypatch.setenv("PYTHONPATH", str(plugin_folder), prepend=os.pathsep)
    return "stub"


# goes before a program: from listen() on, whatever it or a child of it touches is told on a copy of its stdout
LISTENER = """
import json, os, sys
TOLD, ON = os.dup(1), []
TOUCHING = ("open", "os.", "shutil.", "socket.", "subprocess.", "urllib.", "http.", "ftplib.", "webbrowser.", "ctypes.")

def tell(event, given):
    if ON and event.startswith(TOUCHING) and event not in ("os.fork", "os.putenv", "os.unsetenv"):
        words = [os.fsdecode(it) if isinstance(it, (str, bytes, os.PathLike)) else repr(it) for it in given]
        os.write(TOLD, json.dumps([event, *words]).encode() + b"\\n")

def listen():
    try:
        open("/the/watch/begins")
    except OSError:
        ON.append(True)

sys.addaudithook(tell)
"""


class Touch(NamedTuple):
    """What a program did to the world outside it: by what call, to what, and whether it could have changed it."""

    call: str
    what: str
    writes: bool


@pytest.fixture(scope="session")
def touched_by() -> Callable[..., list[Touch]]:
    """Runs a program in a process of its own and tells what it touched after it called `listen()`."""

    def run(program: str, *arguments: str | Path, under: tuple[str, ...] = (), cwd: Path | None = None) -> list[Touch]:
        command = [*under, sys.executable, "-P", "-c", LISTENER + program, *map(str, arguments)]
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, cwd=cwd, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        return [touch for line in done.stdout.splitlines() if line.startswith('["') and (touch := _touch(line))]

    return run


def _touch(line: str) -> Touch | None:
    call, *given = json.loads(line)
    if call != "open":
        # of all other calls only listing changes nothing and goes nowhere
        return Touch(call, " ".join(given), call not in ("os.listdir", "os.scandir"))
    writes = bool(int(given[2]) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))
    return None if given[0].isdigit() else Touch(call, given[0], writes)


HAND = CoderStamp(name="hand", version="1", model=None)
# another seed is tried with ALLEGEDLY_SEED=n; every failure tells which one it had
SEED = int(os.environ.get("ALLEGEDLY_SEED", "2031"))


@pytest.fixture
def seed() -> int:
    """What the dice of the reliability tests begin with; name it in every failure."""
    return SEED


@pytest.fixture
def score(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Puts one line on the scoreboard of `make reliability`: what was tried how often, and what came of it."""

    def put(what: str, **counts: float) -> None:
        figures = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
        record_property("score", f"{what}: {figures}")

    return put


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What was skipped for want of a program, and the scoreboard, when `make reliability` or its control arms ask."""
    _tell_what_is_missing(terminalreporter)
    if not {"reliability", "control"} & set(re.findall(r"\w+", str(config.option.markexpr))):
        return
    machine = f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}, {os.cpu_count()} cores"
    terminalreporter.section(f"seed {SEED}; {machine}")
    others = 0
    for end in ("passed", "failed"):
        for report in terminalreporter.stats.get(end, []):
            told = [line for name, line in report.user_properties if name == "score"]
            others += end == "passed" and not told
            for line in told or [report.nodeid] * (end == "failed"):
                terminalreporter.write_line(f"{end:6}  {report.duration:6.1f} s  {line}")
    terminalreporter.write_line(f"passed  {others} more, which count nothing")


def _tell_what_is_missing(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    for reason in sorted({reason for reason in reasons if "apt-get install" in reason}):
        terminalreporter.write_line(reason.removeprefix("Skipped: "))


class Clock:
    """A clock that a test sets; it moves on by a second each time it is asked."""

    def __init__(self) -> None:
        self.now = dt.datetime(2031, 5, 1, 12, 0, tzinfo=dt.UTC)
        self.step = dt.timedelta(seconds=1)

    def __call__(self) -> dt.datetime:
        self.now += self.step
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Server:
    """A PostgreSQL server of the tests' own: on a socket in a folder, as a user that is not root, gone with the tests.

    Its role `owner` may do anything; the roles `locked` and `guarded` need a password.
    """

    def __init__(self, programs: Path) -> None:
        # a socket's path holds 107 bytes at most, fewer than pytest's folders have
        self.folder = Path(tempfile.mkdtemp(prefix="allegedly-"))
        self.data = self.folder / "data"
        self._programs, self._numbers = programs, itertools.count(1)
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody")
            self._as = {"user": "nobody", "extra_groups": []}

    def start(self) -> None:
        made = ("--no-sync", "--auth=trust", "--username=owner", "--encoding=UTF8", "--locale=C")
        self._run("initdb", "-D", str(self.data), *made)
        doors = "local all locked,guarded scram-sha-256\nlocal all all trust\n"
        (self.data / "pg_hba.conf").write_text(doors)
        # nothing of it outlives the tests, so that no disk need be waited for
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c shared_buffers=32MB"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def address(self, schema: str = "public", role: str = "owner", database: str = "postgres") -> str:
        return f"postgresql://{role}@/{database}?host={self.folder}&options=-csearch_path%3D{schema}"

    def new(self) -> str:
        """The address of an empty schema."""
        schema = f"desk{next(self._numbers)}"
        self.sql(f"CREATE SCHEMA {schema}")
        return self.address(schema)

    def sql(self, text: str, address: str | None = None) -> list[tuple[Any, ...]]:
        """What whoever keeps the server could do to it; gives the rows of the last statement."""
        import psycopg

        with psycopg.connect(address or self.address(), autocommit=True) as connection:
            cursor = connection.execute(text.encode())
            while cursor.nextset():
                pass
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: str) -> None:
        # a server started with a pipe would hold it open
        with (self.folder / "said").open("w") as said:
            done = subprocess.run([self._programs / program, *arguments], stdout=said, stderr=said, check=False,
                                  cwd=self.folder, timeout=60, **self._as)  # fmt: skip
        assert done.returncode == 0, (self.folder / "said").read_text()


def _server_programs() -> Path | None:
    """Where PostgreSQL's own programs are: on the path, or where Debian keeps them, the newest first."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    return max((path.parent for path in debian), key=lambda path: int(path.parent.name), default=None)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs = _server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine; to have one for the tests: apt-get install postgresql")
    started = Server(programs)
    started.start()
    yield started
    started.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger is to be made: a file, and then a server."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    server: Server = request.getfixturevalue("server")
    return server.new()


@pytest.fixture
def ledger(store: str, clock: Clock) -> Iterator[Ledger]:
    """A new ledger, on each engine."""
    with open_ledger(store, clock=clock) as opened:
        yield opened


class Desk:
    """Writes reports and their claims by hand, and adds them to a ledger."""

    hand = HAND

    def report(self, text: str, *claims: dict[str, Any], **known: Any) -> Reading:
        """A report with claims; every word of a claim is looked up in the text.

        A claim is told as {"type", "said" (its evidence), "actor", "target", "place", "killed", ...}.
        """
        zones = [{"label": "body", "start": 0, "end": len(text)}]
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        article = msgspec.convert({"id": name, "text": text, "zones": zones, **known}, Article)
        coded = tuple(self._claim(article, told) for told in claims)
        return Reading(article=article, claims=coded)

    def add(self, ledger: Ledger, reading: Reading, name: str = "report.txt") -> Outcome:
        """What `allegedly add` does with one reading."""
        outcome = Outcome(
            name=name,
            end="coded" if reading.claims else "coded_no_claims",
            article_id=reading.article.id,
            source=reading.article.text_sha256,
        )
        return ledger.add(outcome, reading, HAND)

    def wire(self, count: int) -> list[Reading]:
        """As many reports of raids, each of another village and on a page of its own."""
        readings = []
        for number in range(count):
            killed = f"{number % 9 + 2} people"
            text = f"Gunmen attacked the village of Kesh{number} on Monday, police said. At least {killed} were killed."
            raid = {"type": "attack", "said": f"Gunmen attacked the village of Kesh{number}", "place": f"Kesh{number}"}
            dead = {"type": "violence_other", "said": f"At least {killed} were killed", "killed": killed}
            readings.append(self.report(text, raid, dead, id=f"wire-{number}", publisher="The Harl Courier"))
        return readings

    def _claim(self, article: Article, told: dict[str, Any]) -> Claim:
        text = article.text
        given = dict(told)
        kind = given.pop("kind", "event")
        said = given.pop("said")
        raw: dict[str, Any] = {"kind": kind, "type": given.pop("type"), "evidence": [_found(text, said)]}
        counts = [
            _found(text, words) | {"what": what, "whom": None, **_bounds(words)}
            for what in ("killed", "wounded")
            if (words := given.pop(what, None))
        ]
        if kind != "correction":
            raw["counts"] = counts
        for field in ("actor", "target", "subject", "object", "weapon"):
            if field in given:
                raw[field] = [_found(text, given.pop(field), named=True)]
        for field in ("place", "old", "new"):
            if field in given:
                raw[field] = _found(text, given.pop(field), named=True)
        if voice := given.pop("voice", None):
            raw["attribution"] = [{"who": voice, "role": given.pop("role", "official"), "cue": "said"}]
        if day := given.pop("day", None):
            raw["time"] = {"earliest": day, "latest": day, "precision": "day", "basis": "stated", "text": "on that day"}
        if hedge := given.pop("hedge", None):
            raw["factuality"] = {"certainty": "unknown", "cues": [_found(text, hedge)]}
        claim: Claim = msgspec.convert({**raw, **given}, Claim)
        signed: Claim = msgspec.structs.replace(claim, id=claim_id(article, claim), coder=HAND, score=0.5)
        return signed


def _found(text: str, words: str, *, named: bool = False) -> dict[str, Any]:
    start = text.index(words)
    span = {"text": words, "start": start, "end": start + len(words)}
    return span | {"name": words} if named else span


def _bounds(words: str) -> dict[str, int | None]:
    number = next((int(word) for word in words.split() if word.isdigit()), None)
    if words.startswith("at least"):
        return {"low": number, "best": number, "high": None}
    return {"low": number, "best": number, "high": number}


@pytest.fixture
def desk() -> Desk:
    return Desk()
