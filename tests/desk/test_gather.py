"""What the browser loads is brought by the build: from the lock, whole, with its licences, or with one line that says why not."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from gather import SOURCES, GatheringError, browser_imports, gather, up_to_date, wanted_here

import allegedly

HERE = Path(__file__).parents[2] / "desk-src"
VENDOR = Path(allegedly.__file__).parent / "desk" / "static" / "vendor"

with_front_end = pytest.mark.skipif(not wanted_here(), reason="built with ALLEGEDLY_NO_DESK: there is no front end")


@pytest.fixture
def no_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def npm_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((VENDOR / "manifest.json").read_bytes())
    return loaded


def test_the_lock_names_exact_versions_with_checksums_and_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_bytes())["packages"]
    asked = json.loads((HERE / "package.json").read_bytes())["dependencies"]
    assert asked == {name: lock[f"node_modules/{name}"]["version"] for name in asked}
    for name, about in lock.items():
        if name:
            assert about["integrity"].startswith("sha512-"), name
            assert "resolved" not in about, name


@with_front_end
def test_every_gathered_file_is_the_one_the_manifest_names() -> None:
    named = {entry["file"]: entry["sha256"] for entry in manifest()["files"]}
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert there == named
    assert up_to_date(HERE, VENDOR)


@with_front_end
def test_every_gathered_package_brings_its_licence_and_those_of_what_it_is_built_from() -> None:
    entries = manifest()["files"]
    licences = {entry["file"] for entry in entries if "/licences/" in entry["file"]}
    for package in json.loads((HERE / "package.json").read_bytes())["vendor"]:
        assert f"{package}/licences/{package}.txt" in licences
    # a bundle repeats what its parts say, so their licences travel with it
    assert {"vis-timeline/licences/moment.txt", "maplibre-gl/licences/earcut.txt"} <= licences
    for file in licences:
        words = (VENDOR / file).read_text(encoding="utf-8")
        assert "copyright" in words.lower() or "license" in words.lower(), file


@with_front_end
def test_nothing_gathered_is_under_a_licence_that_binds_the_whole() -> None:
    assert {entry["licence"] for entry in manifest()["files"]} <= {
        "(Apache-2.0 OR MIT)",
        "(MIT OR Apache-2.0)",
        "BSD-0-Clause",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "MIT",
    }


@with_front_end
def test_no_gathered_script_imports_by_a_bare_name() -> None:
    scripts = [path for path in VENDOR.rglob("*") if path.suffix in {".js", ".mjs"}]
    assert len(scripts) > 10
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert browser_imports(text, {}, path.name) == text


@with_front_end
@pytest.mark.usefixtures("no_npm")
def test_what_is_there_and_unchanged_is_not_gathered_again(tmp_path: Path) -> None:
    copy = tmp_path / "vendor"
    shutil.copytree(VENDOR, copy)
    assert gather(HERE, copy) == 0
    with (copy / "htmx.org" / "htmx.min.js").open("ab") as file:
        file.write(b" ")
    with pytest.raises(GatheringError):
        gather(HERE, copy)


@with_front_end
@pytest.mark.parametrize("source", SOURCES)
def test_a_changed_source_is_gathered_anew(source: str, tmp_path: Path) -> None:
    changed = tmp_path / "desk-src"
    changed.mkdir()
    for name in SOURCES:
        shutil.copyfile(HERE / name, changed / name)
    assert up_to_date(changed, VENDOR)
    with (changed / source).open("ab") as file:
        file.write(b"\n")
    assert not up_to_date(changed, VENDOR)


@pytest.mark.parametrize("rest", [b"", b"[]", b'{"made_from": {}', b'{"made_from": null, "files": null}', b"\xff"])
def test_a_manifest_that_is_cut_off_or_strange_is_made_again(rest: bytes, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(rest)
    assert not up_to_date(HERE, tmp_path)


@pytest.mark.usefixtures("no_npm")
def test_without_npm_one_line_says_what_to_install_and_how_to_do_without(tmp_path: Path) -> None:
    with pytest.raises(GatheringError) as caught:
        gather(HERE, tmp_path / "vendor")
    assert re.fullmatch("[^\n]*npm[^\n]*apt-get install npm[^\n]*ALLEGEDLY_NO_DESK=1[^\n]*", str(caught.value))


def test_what_npm_says_of_its_failure_is_passed_on_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_that("echo 'npm error code EINTEGRITY' >&2; exit 1", tmp_path, monkeypatch)
    with pytest.raises(GatheringError, match=r"\(code EINTEGRITY\).*ALLEGEDLY_NO_DESK=1"):
        gather(HERE, tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_a_package_without_the_file_that_is_wanted_of_it_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_that("exit 0", tmp_path, monkeypatch)
    with pytest.raises(GatheringError, match="has no file"):
        gather(HERE, tmp_path / "vendor")
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('import t from"moment";t()', 'import t from"../moment.js";t()'),
        ("a();import{b as c}from 'moment'\n", "a();import{b as c}from '../moment.js'\n"),
        ('export * from "moment"', 'export * from "../moment.js"'),
        ('import"moment"', 'import"../moment.js"'),
        ('import x from"./own.js"', 'import x from"./own.js"'),
        ('const s={"from":!1,"to":2}', 'const s={"from":!1,"to":2}'),
        ('say("import t from moment")', 'say("import t from moment")'),
        ('export{a as b};f("x")', 'export{a as b};f("x")'),
    ],
)
def test_an_import_by_a_bare_name_is_read_as_the_file_it_means(script: str, expected: str) -> None:
    assert browser_imports(script, {"moment": "../moment.js"}, "x.mjs") == expected


def test_a_bare_name_that_nobody_told_stops_the_build() -> None:
    with pytest.raises(GatheringError, match=r"x\.mjs imports uuid"):
        browser_imports('import u from"uuid"', {"moment": "../moment.js"}, "x.mjs")


@pytest.mark.parametrize(("value", "wanted"), [(None, True), ("", True), ("0", True), ("1", False), ("yes", False)])
def test_allegedly_no_desk_leaves_the_desk_out(
    value: str | None,
    wanted: bool,  # noqa: FBT001 - a column of the table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ALLEGEDLY_NO_DESK", raising=False)
    if value is not None:
        monkeypatch.setenv("ALLEGEDLY_NO_DESK", value)
    assert wanted_here() is wanted
