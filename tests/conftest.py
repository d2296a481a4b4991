"""What several test files lean on: a coder that needs no model, installed as any plugin is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest

from allegedly.codec import claim_id
from allegedly.ledger import Ledger, open_ledger
from allegedly.model import Article, Claim, CoderStamp, Outcome, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """A new ledger in a file of its own."""
    with open_ledger(str(tmp_path / "ledger.db"), clock=clock) as opened:
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
