"""Disks that fail: one that loses what was not synced when the power goes, one that is full or broken at a given call.

Both are file layers for SQLite that stand between it and the machine's own; real files, locks and shared memory remain.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import apsw

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

# a disk writes whole sectors
_SECTOR = 512
# of the writes that no sync covered, how many the power cut takes whole and how many in part
_DROPPED, _TORN = 0.5, 0.1


class FrailDisk(apsw.VFS):
    """A file layer that tells of each change before it is made. Errors raised then are what SQLite is told."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - apsw's word
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:
            # a file of SQLite's own that no other program sees; nothing in it outlives the program
            return apsw.VFSFile("", name, flags)
        self.opened(path)
        return _File(self, path, name, flags)

    def xDelete(self, path: str, sync: bool) -> None:  # noqa: FBT001, N802 - apsw's word
        self.changing("delete", path)
        super().xDelete(path, sync)

    def opened(self, path: str) -> None:
        """A file was opened or made."""

    def changing(self, act: str, path: str, at: int = 0, data: bytes = b"") -> None:
        """One write, sync, truncation or deletion is about to happen."""
        raise NotImplementedError


class _File(apsw.VFSFile):
    def __init__(self, disk: FrailDisk, path: str, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk, self._path = disk, path
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.changing("write", self._path, offset, data)
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802
        # nobody pulls the plug of the machine itself, so that its own disk need not be waited for
        self._disk.changing("sync", self._path)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.changing("truncate", self._path, size)
        super().xTruncate(size)


class _OnDisk:
    """One file as the platter has it, and what was written since the last sync."""

    def __init__(self, path: str) -> None:
        self.safe = bytearray(Path(path).read_bytes()) if Path(path).exists() else bytearray()
        # a new file is in its folder for good once it is synced
        self.there = bool(self.safe)
        self.waiting: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        for at, data in self.waiting:
            _apply(self.safe, at, data)
        self.waiting.clear()
        self.there = True

    def after_cut(self, dice: random.Random) -> bytes | None:
        """What is left of it: writes that were waiting are dropped, torn or there, each for itself."""
        if not self.there and dice.random() < _DROPPED:
            return None
        left = bytearray(self.safe)
        for at, data in self.waiting:
            luck = dice.random()
            if luck < _DROPPED:
                continue
            if data is not None and luck < _DROPPED + _TORN:
                _apply(left, at, data[: dice.randrange(0, len(data) + 1, _SECTOR)])
            else:
                _apply(left, at, data)
        return bytes(left)


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data


class PowerCuts(FrailDisk):
    """A disk whose power can go before any change: `cut` gives the files as they would be found then."""

    def __init__(self, name: str, *, before: Callable[[int], None]) -> None:
        super().__init__(name)
        self.calls = 0
        self._before = before
        self._files: dict[str, _OnDisk] = {}

    def opened(self, path: str) -> None:
        self._files.setdefault(path, _OnDisk(path))

    def changing(self, act: str, path: str, at: int = 0, data: bytes = b"") -> None:
        self.calls += 1
        self._before(self.calls)
        file = self._files.setdefault(path, _OnDisk(path))
        if act == "delete":
            del self._files[path]
        elif act == "sync":
            file.sync()
        else:
            file.waiting.append((at, bytes(data) if act == "write" else None))

    def cut(self, folder: Path, dice: random.Random) -> None:
        for path, file in self._files.items():
            if (left := file.after_cut(dice)) is not None:
                (folder / Path(path).name).write_bytes(left)


class FailingDisk(FrailDisk):
    """A disk that fails at its n-th change, once or from then on, until `mended`."""

    def __init__(self, name: str, *, at: int | None = None, forever: bool = False) -> None:
        super().__init__(name)
        self.calls = 0
        self.failed = 0
        self._at, self._forever = at, forever

    def mend(self) -> None:
        self._at = None

    def changing(self, act: str, path: str, at: int = 0, data: bytes = b"") -> None:  # noqa: ARG002
        if act == "delete":
            return
        self.calls += 1
        if self._at is None or self.calls < self._at or (self.calls > self._at and not self._forever):
            return
        self.failed += 1
        # only a write can meet a full disk; every other one does here
        if act == "write" and self._at % 2:
            raise apsw.FullError("database or disk is full")
        raise apsw.IOError("disk I/O error")
