"""A file or folder appears whole or not at all: written beside its place, put on the disk, moved there in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from allegedly.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["whole_file", "whole_folder"]

# while the rights of a new file are asked for, a file made by another thread is nobody else's
_MEANWHILE = 0o077


@contextlib.contextmanager
def whole_file(path: Path, *, mode: int | None = None) -> Iterator[Path]:
    """A path to write to; when the block ends without an error, what was written stands at `path`.

    `mode` sets who may read it, else the file has the rights any new file has. A disk that is full or a folder that is
    missing raises StorageError, and nothing is left behind.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or ".")
        os.close(handle)
    except OSError as problem:
        raise StorageError(f"{path}: cannot be written: {problem.strerror}") from problem
    beside = Path(name)
    try:
        yield beside
        beside.chmod(mode if mode is not None else _usual_mode())
        _to_disk(beside)
        beside.replace(path)
        _to_disk(path.parent)
    except OSError as problem:
        raise StorageError(f"{path}: cannot be written: {problem.strerror or problem}") from problem
    finally:
        beside.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty folder to write files in; when the block ends without an error, it stands at `path`, which must be free.

    StorageError as for `whole_file`, and nothing is left behind.
    """
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent or "."))
    except OSError as problem:
        raise StorageError(f"{path}: cannot be written: {problem.strerror}") from problem
    try:
        yield beside
        for file in sorted(beside.iterdir()):
            file.chmod(_usual_mode())
            _to_disk(file)
        beside.chmod(0o777 & ~_mask())
        _to_disk(beside)
        beside.rename(path)
        _to_disk(path.parent)
    except OSError as problem:
        raise StorageError(f"{path}: cannot be written: {problem.strerror or problem}") from problem
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _usual_mode() -> int:
    """The rights a new file has here."""
    return 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(_MEANWHILE)
    os.umask(mask)
    return mask


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
