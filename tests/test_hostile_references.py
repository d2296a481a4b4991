"""Reports that name files and addresses: none is opened, none is asked for, with the cable in or pulled."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import allegedly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.conftest import Touch

SECRET = "the word is kumquat"
STORY = "Gunmen attacked farmers near Oru on Sunday, killing two people, police said."
PAGE = (
    "<html><head>{}</head><body><article><p>" + STORY + "</p><p>They fled into the hills.</p>{}</article></body></html>"
)
FEED = (
    "{}<rss version='2.0'><channel><title>Post</title><item><title>Raid {}</title>"
    "<description>" + STORY + "{}</description></item></channel></rss>"
)

# {F} is the path of the secret, {A} an address nobody may ask for
DECLARED = (
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{F}">]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{F}">]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{A}">]>',
    '<!DOCTYPE x [<!ENTITY e PUBLIC "-//X//EN" "file://{F}">]>',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{F}"> %p;]>',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "{A}"> %p;]>',
    '<!DOCTYPE x SYSTEM "file://{F}">',
    '<!DOCTYPE x PUBLIC "-//X//EN" "{A}">',
    '<?xml-stylesheet type="text/xsl" href="file://{F}"?>',
    '<?xml version="1.0" standalone="no"?><!DOCTYPE x SYSTEM "{F}">',
)
NAMED = (
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{F}" parse="text"/>',
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{A}"/>',
    '<link rel="stylesheet" href="file://{F}"/>',
    '<link rel="preload" as="font" href="{A}"/>',
    '<script src="{A}"></script>',
    '<img src="file://{F}"/><img src="{A}"/>',
    '<iframe src="file://{F}"></iframe>',
    '<object data="{F}"></object><embed src="{A}"/>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{F}"/><use href="{A}#a"/></svg>',
    '<svg><style>@import url("{A}");</style><text>a</text></svg>',
    '<meta http-equiv="refresh" content="0;url={A}"/>',
    '<base href="{A}"/><a href="a">a</a>',
    '<video src="{A}"><track src="file://{F}"/></video>',
    '<form action="{A}"><input type="image" src="file://{F}"/></form>',
    '<style>body {{ background: url("file://{F}") }}</style>',
    '<script type="application/ld+json">{{"@context": "{A}", "@type": "NewsArticle", "url": "{A}"}}</script>',
    '<script type="application/ld+json">{{"@context": "{A}", "@type": NewsArticle,</script>',
    '<meta itemprop="url" content="{A}"/><div itemscope itemtype="{A}" itemid="{A}"></div>',
    '<enclosure url="{A}" type="audio/mpeg"/><media:content url="file://{F}"/>',
    '<atom:link rel="hub" href="{A}"/><cloud domain="127.0.0.1" port="9" path="/"/>',
)
BARE = ("{F}", "file://{F}", "{A}", "feed:{A}")
# the shapes in which an address is hidden from a careless check
ADDRESSES = (
    *(f"http://{host}/" for host in ("127.0.0.1:9", "2130706433", "0x7f000001", "017700000001", "127.1", "localhost")),
    *(
        f"http://{host}/"
        for host in ("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%25lo]", "0", "0.0.0.0")
    ),
    *(
        f"http://{host}/"
        for host in ("169.254.169.254", "[fd00:ec2::254]", "metadata.internal", "10.0.0.1", "192.168.0.1")
    ),
    *(f"http://{host}/" for host in ("127.0.0.1.nip.example", "rebind.example", "a@127.0.0.1", "127.0.0.1#@a.example")),
    *(
        f"http://{host}/"
        for host in ("①②⑦.⓪.⓪.①", "127。0。0。1", "xn--a.example", "a.example:80:22", "a.example\\@b", "%31")
    ),
    *(
        f"http://a.example/{path}"
        for path in ("?to=http://127.0.0.1", "..%2f..", "redirect?u=file:///etc/hosts", "%0d%0aX:1")
    ),
    *(
        f"{scheme}://127.0.0.1:9/a"
        for scheme in ("https", "ftp", "gopher", "dict", "ldap", "sftp", "tftp", "jar", "HTTP")
    ),
    *(f"{scheme}:///etc/hosts" for scheme in ("file", "FILE", "netdoc", "local_file", "view-source:file", "url:file")),
    *(
        "file:/etc/hosts",
        "file:etc/hosts",
        "file://localhost/etc/hosts",
        "file:///proc/self/environ",
        "file:////etc/hosts",
    ),
    *(
        "//127.0.0.1/a",
        "\\\\127.0.0.1\\a",
        "http:/127.0.0.1",
        "http:127.0.0.1",
        " http://127.0.0.1/",
        "http\t://127.0.0.1/",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,<p>a",
        "cid:a",
        "about:blank",
        "mailto:a@b.example",
        "php://filter/x",
        "expect://id",
    ),
)

PROGRAM = """
import sys
from pathlib import Path
from allegedly.coders import load_coder
from allegedly.pipeline import read

folder, warm = sys.argv[1:]
coder = load_coder("stub")
# everything that is loaded when it is first wanted
assert len(list(read([warm], coder=coder))) == 4
addresses = Path(folder, "addresses").read_text().split("\\x1e")
listen()
results = list(read([*addresses, folder], coder=coder))
ON.clear()
assert {outcome.end for outcome, _ in results} >= {"coded", "quarantined"}
assert all(outcome.reason == "missing" for outcome, _ in results[:len(addresses)])
for _, reading in results:
    assert reading is None or "kumquat" not in reading.article.text
"""
# reads each file as a library does when nobody told it not to
CARELESS = """
import sys
from pathlib import Path
import feedparser
from lxml import etree

trusting = etree.XMLParser(resolve_entities=True, load_dtd=True, recover=True)
listen()
for path in sorted(Path(sys.argv[1]).glob("[0-9]*")):
    etree.fromstring(path.read_bytes(), trusting)
    if "bare" in path.name:
        feedparser.parse(path.read_text())
"""


@pytest.fixture(scope="module")
def payloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports that name the file `secret` beside the folder, a port of this machine, and worse."""
    top = tmp_path_factory.mktemp("payloads")
    (top / "secret").write_text(SECRET)
    folder = top / "in"
    folder.mkdir()
    for number, (suffix, text) in enumerate(reports()):
        words = text.replace("{F}", str(top / "secret")).replace("{A}", "http://127.0.0.1:9/a")
        (folder / f"{number:03}.{suffix}").write_text(words.replace("{{", "{").replace("}}", "}"))
    lines = [json.dumps({"id": a, "text": f"{STORY} {n}", "url": a}) for n, a in enumerate(ADDRESSES)]
    (folder / "lines.jsonl").write_text("\n".join(lines))
    for number, address in enumerate(ADDRESSES):
        (folder / f"feed {number}.xml").write_text(address)
    told = "".join(f"<link rel='canonical' href='{a}'><meta property='og:url' content='{a}'>" for a in ADDRESSES)
    (folder / "page.html").write_text(PAGE.format(told, "<p>Of addresses.</p>"))
    links = "".join(f"<item><link>{a}</link><guid>{a}</guid><title>Raid</title></item>" for a in map(escape, ADDRESSES))
    (folder / "feed.xml").write_text(f"<rss><channel>{links}</channel></rss>")
    (folder / "addresses").write_text("\x1e".join(ADDRESSES))
    return folder


def reports() -> Iterable[tuple[str, str]]:
    for declared in DECLARED:
        use = "&e;" if "ENTITY e" in declared else ""
        yield "xml", declared + FEED.format("", use, use)
        yield "html", declared + PAGE.format("", use)
        yield "svg", declared + "<svg xmlns='http://www.w3.org/2000/svg'><text>" + STORY + use + "</text></svg>"
    for named in NAMED:
        yield "html", PAGE.format(named, named)
        yield "xml", FEED.format("", "", "<![CDATA[" + named + "]]>")
    for bare in BARE:
        yield "bare.xml", bare
        yield "bare.html", bare


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One harmless report of each form."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "a.html").write_text(PAGE.format("", "<p>a</p>"))
    (folder / "b.html").write_text(
        PAGE.format('<script type="application/ld+json">{"@type": Odd,</script>', "<p>b</p>")
    )
    (folder / "c.xml").write_text(FEED.format("", "", "<p>c</p>"))
    (folder / "d.txt").write_text("Gunmen fled from Oru.\n")
    return folder


@pytest.fixture(scope="module")
def watched(payloads: Path, warm: Path, plugin_folder: Path, touched_by: Callable[..., list[Touch]]) -> Watched:
    """All of them read once, under the trace of the kernel's calls where there is one."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("PYTHONPATH", str(plugin_folder), prepend=os.pathsep)
        return watch(PROGRAM, payloads, warm, touched_by=touched_by)


@pytest.fixture(scope="module")
def careless(payloads: Path, touched_by: Callable[..., list[Touch]]) -> Watched:
    return watch(CARELESS, payloads, touched_by=touched_by)


def watch(program: str, folder: Path, *more: Path, touched_by: Callable[..., list[Touch]]) -> Watched:
    if not shutil.which("strace"):
        return Watched(touched_by(program, folder, *more), [])
    log = folder.parent / "calls"
    touches = touched_by(program, folder, *more, under=("strace", "-f", "-qq", "-s", "512", *TRACED, "-o", str(log)))
    calls = log.read_text(errors="replace").partition("/the/watch/begins")[2].splitlines()[1:]
    return Watched(touches, [f"{found[1]} {found[2]}" for call in calls if (found := _CALL.search(call))])


class Watched(NamedTuple):
    """What a program touched as Python tells it, and what it asked the kernel for; no such calls without a trace."""

    touches: list[Touch]
    calls: list[str]

    def strays(self, *homes: Path) -> list[str]:
        """What is neither input nor part of the program."""
        known = [*homes, *PROGRAM_HOMES]
        return [
            f"{touch.call} {touch.what}"
            for touch in self.touches
            if touch.what not in KERNEL_FILES and (touch.writes or not any(is_in(touch.what, home) for home in known))
        ]

    def stray_calls(self, *homes: Path) -> list[str]:
        allowed = [f'"{home}' for home in (*homes, *PROGRAM_HOMES, *KERNEL_FILES, *map(as_traced, GIVEN_PATHS))]
        return [call for call in self.calls if call.startswith("connect") or not any(home in call for home in allowed)]


PROGRAM_HOMES = (Path(allegedly.__file__).parent, Path(sys.prefix), Path(sys.base_prefix))
# what the child that reads a page needs of the kernel
KERNEL_FILES = ("/dev/null", "/proc/self/statm")
TRACED = (
    "-e",
    "trace=open,openat,openat2,creat,connect,execve,unlink,unlinkat,mkdir,mkdirat,rename,renameat,renameat2",
)
_CALL = re.compile(r"\b(open|openat|openat2|creat|connect|execve|unlink\w*|mkdir\w*|rename\w*)\((.*)")


# an address given as a path is looked for as one, with its double slashes made single
GIVEN_PATHS = frozenset(str(Path(address)) for address in ADDRESSES)


def as_traced(path: str) -> str:
    """A name as the trace writes it, what is no plain letter as an escape."""
    known = {"\\": "\\\\", "\t": "\\t"}
    return "".join(known.get(chr(it)) or (chr(it) if it < 127 else f"\\{it:o}") for it in path.encode())


def is_in(what: str, home: Path) -> bool:
    return Path(what).is_relative_to(home) or what in GIVEN_PATHS


def test_the_payloads_are_more_than_thirty_and_the_addresses_more_than_sixty(payloads: Path) -> None:
    assert len(list(payloads.glob("[0-9]*"))) >= 30
    assert len(set(ADDRESSES)) >= 60


def test_no_file_or_address_that_a_report_names_is_touched(
    payloads: Path, watched: Watched, plugin_folder: Path
) -> None:
    """Addresses stand as paths, as whole feeds, and as what objects, feeds and pages say of themselves."""
    # the watch was on: each report was seen to be opened
    assert {str(path) for path in payloads.iterdir()} <= {touch.what for touch in watched.touches}
    assert watched.strays(payloads, plugin_folder) == []


def test_the_watch_hears_a_careless_library(payloads: Path, careless: Watched) -> None:
    """The control: a feed library given words opens the file and asks the address that they name."""
    heard = careless.strays(payloads)

    assert f"open {payloads.parent / 'secret'}" in heard
    assert any(line.startswith("socket.connect") and "127.0.0.1" in line for line in heard)


needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed; apt-get install strace")


@needs_strace
def test_the_kernel_is_asked_for_no_file_or_address_that_a_report_names(
    payloads: Path, watched: Watched, plugin_folder: Path
) -> None:
    assert {path.name for path in payloads.iterdir()} <= set(
        re.findall(rf'"{payloads}/([^"]+)"', "\n".join(watched.calls))
    )
    assert watched.stray_calls(payloads, plugin_folder) == []


@needs_strace
def test_the_kernel_is_asked_by_a_careless_parser(payloads: Path, careless: Watched) -> None:
    """The control: a parser that trusts its input opens the secret below Python, where only the trace sees it."""
    heard = careless.stray_calls(payloads)

    assert sum(f'"{payloads.parent / "secret"}"' in call for call in heard) > 2
    assert any(call.startswith("connect") for call in heard)


PULLED = ("unshare", "-rn")


def can_pull_the_cable() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run([*PULLED, "true"], check=False).returncode == 0


needs_unshare = pytest.mark.skipif(not can_pull_the_cable(), reason="unshare -n is not possible on this machine")


def started(*command: str | Path, under: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*under, sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@needs_unshare
def test_the_command_reads_the_same_with_the_cable_pulled(warm: Path) -> None:
    sample = Path(allegedly.__file__).parent / "data" / "samples" / "harbour.txt"
    command = ("-m", "allegedly", "read", "--json", "--jobs", "1", warm, sample)

    with started(*command, under=PULLED) as pulled, started(*command) as plugged:
        told = pulled.communicate(timeout=300)
        assert (told, pulled.returncode) == (plugged.communicate(timeout=300), 0)
    assert told[0].count(b'"claims":[{') >= 2


@needs_unshare
def test_with_the_cable_pulled_nothing_can_be_asked() -> None:
    """The control: a program that fetches fails there, where this machine itself would answer."""
    program = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname(), 5)"

    with started("-c", program, under=PULLED) as pulled, started("-c", program) as plugged:
        assert b"unreachable" in pulled.communicate(timeout=60)[1]
        assert plugged.communicate(timeout=60) == (b"", b"")
