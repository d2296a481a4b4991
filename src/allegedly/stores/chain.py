"""The hash chain: each entry seals its body, its place in the log and everything before it.

A link is the SHA-256 of the link before and the entry's own fields, each with its length in front, so that no two
different entries are the same bytes. A body is sealed with a salt of its own: when a body and its salt are deleted by
law, the digest left behind tells nothing about them, and the chain still holds.
"""

from __future__ import annotations

import hashlib

__all__ = ["GENESIS", "SALT_BYTES", "digest", "link"]

# the link before the first entry
GENESIS = bytes(32)
# 128 bits cannot be tried through
SALT_BYTES = 16


def digest(salt: bytes, body: bytes) -> bytes:
    """The seal of a body: 32 bytes.

    >>> digest(b"s", b"body").hex()[:8]
    '71a53bea'
    """
    return hashlib.sha256(salt + body).digest()


def link(
    before: bytes, *, seq: int, recorded_at: int, wall_at: int | None, kind: str, subject: str, seal: bytes
) -> bytes:
    """The link of one entry to all before it: 32 bytes."""
    fields = (
        b"%d" % seq,
        b"%d" % recorded_at,
        b"" if wall_at is None else b"%d" % wall_at,
        kind.encode(),
        subject.encode("utf-8", "surrogatepass"),
        seal,
    )
    sealed = hashlib.sha256(before)
    for field in fields:
        # eight bytes of length: longer than any field can be
        sealed.update(len(field).to_bytes(8, "big"))
        sealed.update(field)
    return sealed.digest()
