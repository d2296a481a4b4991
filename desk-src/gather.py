"""Gathers the front end's packages from npm into the package's static files whenever Allegedly is built.

`package.json` names the packages and, under "vendor", the files the browser loads; the lock holds every version with
its checksum. The files land in `vendor/<package>/`, beside them the licences of the package and of all it is built
from; `vendor/manifest.json` says what each file is and what they were made from. They are unchanged but for imports by
a bare name, which a browser cannot follow: "imports_read_as" says which file each means.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["SOURCES", "GatheringError", "browser_imports", "gather", "up_to_date", "wanted_here"]

# what the gathered files depend on
SOURCES = (".npmrc", "gather.py", "package-lock.json", "package.json")
MANIFEST = "manifest.json"
# seconds; a first `npm ci` takes 5 to 15, a slow line some minutes
PATIENCE = 600
_LICENCE_NAMES = ("licence", "license", "copying", "notice")
# a package may ship a script that writes licences: its text is not the licence
_TEXT_ENDINGS = ("", ".txt", ".md", ".mit", ".0")
# an import as a statement of its own, and the name it brings: such words inside a string stand after a quotation mark
_IMPORT = re.compile(r"""((?:^|[;}])\s*(?:import|export)\b(?:[^'"();]*?\bfrom)?\s*)(["'])([^"'\n]+)\2""", re.MULTILINE)
# packages of types alone put nothing into a bundle
_NOT_BUNDLED = "@types/"


class GatheringError(Exception):
    """The front end's packages cannot be gathered; says in one line what was expected and what to do."""


def gather(source: Path, target: Path) -> int:
    """Fills the folder `target` from the lock in the folder `source`; returns how many files, 0 if all was there."""
    if up_to_date(source, target):
        return 0
    with tempfile.TemporaryDirectory(prefix="allegedly-desk-") as name:
        workplace = Path(name)
        for file in SOURCES:
            shutil.copyfile(source / file, workplace / file)
        _install(workplace)
        target.parent.mkdir(parents=True, exist_ok=True)
        # beside the target, so that a build that is cut off leaves the old files or the new ones, never half of each
        with tempfile.TemporaryDirectory(prefix=".vendor-", dir=target.parent) as beside:
            fresh = Path(beside) / "vendor"
            entries = _copy(workplace, fresh)
            _write_manifest(fresh / MANIFEST, source, entries)
            shutil.rmtree(target, ignore_errors=True)
            fresh.rename(target)
    return len(entries)


def up_to_date(source: Path, target: Path) -> bool:
    """Whether `target` holds every file its manifest names, unchanged, made from just these sources."""
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
        return manifest["made_from"] == _made_from(source) and all(
            _sha256(target / entry["file"]) == entry["sha256"] for entry in manifest["files"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        # missing, cut off or of another form: it is made again
        return False


def _install(workplace: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise GatheringError(
            "the web desk needs npm at build time and found none: install Node 20 or later (apt-get install npm), "
            "or set ALLEGEDLY_NO_DESK=1 to build without the desk"
        )
    order = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--include=prod", "--include=peer"]
    try:
        done = subprocess.run(  # noqa: S603 - npm as found on PATH, with fixed words
            order, cwd=workplace, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise GatheringError(
            f"npm did not bring the web desk's packages within {PATIENCE} seconds: look at the connection to npm's "
            "registry, or set ALLEGEDLY_NO_DESK=1 to build without the desk"
        ) from late
    if done.returncode != 0:
        raise GatheringError(
            f"npm could not install the web desk's packages from desk-src/package-lock.json ({_reason(done)}): "
            "look at the connection to npm's registry, or set ALLEGEDLY_NO_DESK=1 to build without the desk"
        )


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """The first words npm says about an error: the later ones tell where its log lies."""
    said = [line.removeprefix("npm error ") for line in done.stderr.splitlines() if line.startswith("npm error ")]
    return "; ".join(said[:2]) or f"exit code {done.returncode}"


def _copy(workplace: Path, fresh: Path) -> list[dict[str, str]]:
    installed = json.loads((workplace / "package-lock.json").read_bytes())["packages"]
    named = json.loads((workplace / "package.json").read_bytes())
    entries: list[dict[str, str]] = []
    for package, patterns in sorted(named["vendor"].items()):
        home, folder = workplace / "node_modules" / package, fresh / package
        folder.mkdir(parents=True)
        for pattern in patterns:
            found = sorted(home.glob(pattern))
            if not found:
                raise GatheringError(f"{package} has no file {pattern}, which desk-src/package.json names under vendor")
            for file in found:
                _copy_file(file, folder / file.name, named["imports_read_as"])
                entries.append(_entry(fresh, folder / file.name, package, installed))
        for other in _bundled(package, installed):
            text = folder / "licences" / f"{other.replace('/', '__')}.txt"
            text.parent.mkdir(exist_ok=True)
            text.write_text(_licence_text(workplace / "node_modules" / other, other, installed), encoding="utf-8")
            entries.append(_entry(fresh, text, other, installed))
    return sorted(entries, key=lambda entry: entry["file"])


def _copy_file(file: Path, copy: Path, imports: dict[str, str]) -> None:
    if file.suffix not in {".js", ".mjs"}:
        shutil.copyfile(file, copy)
        return
    copy.write_text(browser_imports(file.read_text(encoding="utf-8"), imports, file.name), encoding="utf-8")


def browser_imports(script: str, imports: dict[str, str], name: str) -> str:
    """The script with each import by a bare name read as `imports` says; one that is not told there is an error.

    >>> browser_imports('import t from"moment";t()', {"moment": "../moment/moment.js"}, "t.mjs")
    'import t from"../moment/moment.js";t()'
    """

    def read(found: re.Match[str]) -> str:
        before, quote, target = found.groups()
        if target.startswith((".", "/")):
            return found[0]
        if target not in imports:
            raise GatheringError(
                f"{name} imports {target}, which desk-src/package.json does not name in imports_read_as"
            )
        return f"{before}{quote}{imports[target]}{quote}"

    return _IMPORT.sub(read, script)


def _entry(fresh: Path, file: Path, package: str, installed: dict[str, Any]) -> dict[str, str]:
    about = installed[f"node_modules/{package}"]
    return {
        "file": file.relative_to(fresh).as_posix(),
        "package": package,
        "version": about["version"],
        "licence": about["license"],
        "sha256": _sha256(file),
    }


def _bundled(package: str, installed: dict[str, Any]) -> list[str]:
    """The package and all it is built from, whose words may stand in its dist files."""
    found, open_ones = set[str](), [package]
    while open_ones:
        name = open_ones.pop()
        if name in found or name.startswith(_NOT_BUNDLED):
            continue
        found.add(name)
        about = installed[f"node_modules/{name}"]
        open_ones += [*about.get("dependencies", {}), *about.get("peerDependencies", {})]
    return sorted(found)


def _licence_text(home: Path, package: str, installed: dict[str, Any]) -> str:
    texts = [
        file.read_text(encoding="utf-8").strip()
        for file in sorted(home.iterdir())
        if file.name.lower().startswith(_LICENCE_NAMES) and file.suffix.lower() in _TEXT_ENDINGS
    ]
    about = installed[f"node_modules/{package}"]
    head = f"{package} {about['version']}, licensed {about['license']}"
    return (
        "\n\n".join([head, *(texts or ["The package ships no text of its licence; its package.json names it."])]) + "\n"
    )


def _write_manifest(path: Path, source: Path, entries: list[dict[str, str]]) -> None:
    manifest = {"made_from": _made_from(source), "files": entries}
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _made_from(source: Path) -> dict[str, str]:
    return {name: _sha256(source / name) for name in SOURCES}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted_here() -> bool:
    """Whether this build is to have the desk: ALLEGEDLY_NO_DESK, set to anything but 0, says no."""
    return os.environ.get("ALLEGEDLY_NO_DESK", "0") in {"", "0"}
