"""The house keeps its own rules: small rooms, honest names, fast patterns, a light door, nothing of the outside."""

from __future__ import annotations

import ast
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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
HEAVY = {
    "onnxruntime",
    "numpy",
    "trafilatura",
    "lxml",
    "tokenizers",
    "rich",
    "feedparser",
    "extruct",
    "htmldate",
    "apsw",
    "psycopg",
}


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


def test_every_module_is_named_in_the_layers() -> None:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    named = {name.strip(" ()") for layer in contracts[0]["layers"] for name in re.split("[|:]", layer)}
    there = {module.name for module in pkgutil.iter_modules([str(PACKAGE)])} - {"__main__"}

    assert there == named
