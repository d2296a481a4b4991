"""The house keeps its own rules: small rooms, honest names, fast patterns, a light door, nothing of the outside."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import allegedly

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = Path(allegedly.__file__).parent
# what is not installed keeps the same rules, so that it can be read by the same people
SOURCES = sorted(PACKAGE.rglob("*.py"))
KEPT = [*SOURCES, *sorted((ROOT / "benchmarks").glob("*.py"))]

LONGEST_FILE = 500
DRAWERS = {"utils", "util", "helpers", "common", "base", "misc", "core", "manager"}
# reading must work with the cable pulled, and a record from outside must never run code
OUTSIDE = {"http", "urllib.request", "socket", "requests", "httpx", "aiohttp", "ftplib", "pickle", "shelve", "marshal"}
HEAVY = {"onnxruntime", "numpy", "trafilatura", "lxml", "tokenizers", "rich", "feedparser", "extruct", "htmldate"}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_a_room_not_a_drawer(path: Path) -> None:
    assert path.stem not in DRAWERS
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_library_neither_prints_nor_swallows_nor_reaches_outside(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "eval", "exec"), f"line {node.lineno}"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: bare except"
            assert not all(isinstance(step, ast.Pass) for step in node.body), f"line {node.lineno}: silent except"
        for name in _imported(node):
            assert not any(name == out or name.startswith(f"{out}.") for out in OUTSIDE), f"imports {name}"


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_importing_the_package_does_no_heavy_work() -> None:
    program = "import sys, allegedly; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert "allegedly" in loaded
    assert not HEAVY & set(loaded)


def test_the_help_of_the_command_loads_nothing_heavy() -> None:
    program = "import sys, allegedly.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert not HEAVY - {"rich"} & set(loaded)


WORST = 50_000
# what makes a careless pattern look again and again from every place
LONG_TEXTS = {
    "spaces": " " * WORST,
    "one letter": "a" * WORST,
    "one capital": "A" * WORST,
    "digits": "1" * WORST,
    "quotes": '"' * WORST,
    "curly quotes": "“" * WORST,
    "commas": "," * WORST,
    "short words": "a " * (WORST // 2),
    "capitalised words": "Ab " * (WORST // 3),
    "initials": "A. " * (WORST // 3),
    "numbers with commas": "1,1" * (WORST // 3),
    "numbers in a row": "1 " * (WORST // 2),
    "hyphens": "a-" * (WORST // 2),
    "lists": "one, two and " * (WORST // 13),
    "newlines": "\n" * WORST,
    "brackets": "(" * WORST,
    "handles": "@a" * (WORST // 2),
}
# the aim is 50 ms; a busy build server with two cores can be five times slower than a quiet one
SLOWEST = 0.25


def patterns() -> list[tuple[str, re.Pattern[Any]]]:
    """Every compiled pattern a module of the package holds, alone or in a tuple, list or table."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for module in pkgutil.walk_packages(allegedly.__path__, "allegedly."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(_patterns_in(value)):
                found.setdefault((pattern.pattern, pattern.flags), (f"{module.name}.{name}[{number}]", pattern))
    return list(found.values())


def _patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _patterns_in(one)
    elif isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from _patterns_in(one)


def slowest_text(pattern: re.Pattern[Any]) -> tuple[float, str]:
    """The longest time the pattern takes to look through one of the long texts, and which; a slow try is tried again."""
    worst = (0.0, "")
    for name, text in LONG_TEXTS.items():
        seconds = _seconds(pattern, text)
        # what is far over is slow, not unlucky
        if SLOWEST < seconds < 4 * SLOWEST:
            seconds = min(seconds, _seconds(pattern, text))
        worst = max(worst, (seconds, name))
    return worst


def _seconds(pattern: re.Pattern[Any], text: str) -> float:
    searched = text if isinstance(pattern.pattern, str) else text.encode()
    began = time.process_time()
    for _ in pattern.finditer(searched):
        pass
    return time.process_time() - began


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*found, id=found[0]) for found in patterns()])
def test_every_pattern_is_quick_on_the_worst_of_texts(name: str, pattern: re.Pattern[Any]) -> None:
    seconds, text = slowest_text(pattern)

    assert seconds <= SLOWEST, f"{name} takes {seconds:.2f} s on 50 kB of {text}: {pattern.pattern[:200]}"


def test_the_watch_over_patterns_catches_a_slow_one() -> None:
    # from each of 50,000 places it looks up to 10,000 letters ahead, for nothing
    seconds, _ = slowest_text(re.compile(r"a{1,10000}b"))

    assert seconds > SLOWEST


def test_every_module_is_named_in_the_layers() -> None:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    named = {name.strip(" ()") for layer in contracts[0]["layers"] for name in re.split("[|:]", layer)}
    there = {module.name for module in pkgutil.iter_modules([str(PACKAGE)])} - {"__main__"}

    assert there == named
