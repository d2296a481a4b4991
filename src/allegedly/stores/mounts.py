"""Whether a path lies on a network file system, where SQLite's locks cannot be relied on."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["network_mount"]

_NETWORK = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "glusterfs", "lustre"))
_TABLE = Path("/proc/self/mounts")


def network_mount(path: str, table: str | None = None) -> str | None:
    r"""The kind of network file system a path lies on, None for a local one or where the system does not tell.

    >>> network_mount("/srv/desk/a.db", table="disk / ext4 rw 0 0\nhost:/x /srv/desk nfs4 rw 0 0")
    'nfs4'
    """
    if table is None:
        if not _TABLE.exists():
            return None
        table = _TABLE.read_text(encoding="utf-8", errors="replace")
    here = os.path.realpath(path)
    best, kind = "", ""
    for line in table.splitlines():
        _, point, found, *_ = line.split(" ")
        inside = here == point or here.startswith(point.rstrip("/") + "/")
        # the longest mount point that holds the path is the one it lies on; a later one hides an earlier
        if inside and len(point) >= len(best):
            best, kind = point, found
    return kind if kind in _NETWORK else None
