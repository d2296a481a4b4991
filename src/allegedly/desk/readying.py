"""What several threads will use is made once before the first of them runs.

msgspec learns a record's fields when it first reads one; two threads that let it learn the same record at once have
ended the whole program (seen with 0.22: a segmentation fault while twenty reviewers sent their first edits).
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

import msgspec

from allegedly.model import Record
from allegedly.views.filters import actor_keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LOOKING_UP", "make_ready"]

# one person's claim at a time is looked up in the gazetteer and the list of actors
LOOKING_UP = threading.Lock()


def make_ready() -> None:
    """Lets every kind of record be learnt, and the list of actors be read."""
    # asking for a name reads the list with all that resolving one needs
    actor_keys_of("anybody")
    for kind in _kinds(Record):
        # msgspec refuses kinds that no JSON can fill; those are never read from any
        with contextlib.suppress(TypeError):
            msgspec.json.Decoder(kind)


def _kinds(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
