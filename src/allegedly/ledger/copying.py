"""A ledger is copied while others use it, and a copy is put back; neither without being checked."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from allegedly.errors import RefusedError, StorageError
from allegedly.ledger.checking import Verified, verify
from allegedly.stores.sqlite import SqliteEngine
from allegedly.stores.transfer import copy_ledger
from allegedly.wholefile import whole_file

if TYPE_CHECKING:
    from allegedly.stores.engine import Engine

__all__ = ["back_up", "put_back", "put_on_server"]

# only the owner reads a ledger
_OWNER_ONLY = 0o600
# what SQLite keeps beside a file in use
_BESIDE = ("-wal", "-shm")


def back_up(engine: Engine, target: Path) -> Verified:
    """Copies a ledger to a new file and checks the copy; the file appears whole or not at all."""
    if target.exists():
        raise RefusedError(f"{target}: expected a new file for the backup, found one there; give another name")
    with whole_file(target, mode=_OWNER_ONLY) as beside:
        engine.copy_to(str(beside))
        return _checked(beside)


def put_back(source: Path, target: Path, *, replace: bool = False) -> tuple[Verified, Path | None]:
    """Checks a backup and puts it at `target`; gives what the check found and where an older ledger was moved to.

    A ledger that stands there already is refused without `replace`, and kept beside with it.
    """
    if target.exists() and not replace:
        raise RefusedError(f"{target}: a ledger is there already; --replace puts the backup in its place and keeps it")
    with whole_file(target, mode=_OWNER_ONLY) as beside:
        shutil.copyfile(source, beside)
        found = _checked(beside)
        kept = _moved_away(target) if target.exists() else None
    return found, kept


def put_on_server(source: Path, engine: Engine) -> Verified:
    """Copies a backup into an empty ledger of any engine; the copy is checked, and none is left that is not sound."""
    with contextlib.closing(SqliteEngine(str(source), create=False)) as backup:
        before = verify(backup)
        if before.faults:
            raise StorageError(f"{source}: the copy is not sound: {before.faults[0]}; nothing was put in its place")
        copy_ledger(backup, engine)
    found = verify(engine)
    if found != before:
        raise StorageError(f"{engine.location}: expected the ledger of {source}, found another: {found.faults[:1]}")
    return found


def _checked(path: Path) -> Verified:
    engine = SqliteEngine(str(path), create=False)
    try:
        found = verify(engine)
    finally:
        engine.close()
        for suffix in _BESIDE:
            Path(f"{path}{suffix}").unlink(missing_ok=True)
    if found.faults:
        raise StorageError(f"the copy is not sound: {found.faults[0]}; nothing was put in its place")
    return found


def _moved_away(target: Path) -> Path:
    """Keeps the ledger that stands here under a name that nothing has, with what SQLite keeps beside it."""
    number = next(one for one in range(1, 1_000_000) if not Path(f"{target}.before-{one}").exists())
    kept = Path(f"{target}.before-{number}")
    for suffix in ("", *_BESIDE):
        if Path(f"{target}{suffix}").exists():
            Path(f"{target}{suffix}").rename(f"{kept}{suffix}")
    return kept
