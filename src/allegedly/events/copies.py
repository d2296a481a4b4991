"""Reports that are copies of one text: a wire story printed by ten papers is one report."""

from __future__ import annotations

import functools
import itertools
import re
import struct
from typing import TYPE_CHECKING

from allegedly.segment import UNREAD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allegedly.model import Article

__all__ = ["COPY", "body_of", "copy_groups", "is_copy", "signature"]

# of 2,325 pairs of training reports of one gun incident, those written apart share up to a fifth of their runs of three
# words, and copies, cut or with a new first sentence, two fifths and more; between the two lie 36 pairs
COPY = 0.4
# a minimum over this many hashes tells the shared part to within 0.04, one standard deviation at 0.4
_HASHES = 128
_SEED = 20141204
# three words in a row are common to copies; two are common to a language
_RUN = 3
_WORD = re.compile(r"[^\W_]{1,40}")
_LAYOUT = struct.Struct(f"<{_HASHES}I")


def signature(text: str) -> bytes:
    """What a text is told by among copies: 512 bytes, the same on every machine; empty for a text without words.

    Minima of 128 hashes over its runs of three words, case and punctuation aside (MinHash, Broder 1997).

    >>> len(signature("Gunmen attacked the market at dawn.")), signature("...")
    (512, b'')
    """
    # loaded at the first report that is signed; reading needs none
    from rensa import RMinHash  # noqa: PLC0415

    words = _WORD.findall(text.casefold())
    if not words:
        return b""
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    minima = RMinHash(num_perm=_HASHES, seed=_SEED)
    minima.update(sorted(runs))
    return _LAYOUT.pack(*minima.digest())


def is_copy(a: bytes, b: bytes) -> bool:
    """Whether two signatures are of one text printed twice, perhaps cut or with a new first sentence.

    >>> report = "Gunmen attacked the market at dawn and fled towards the river, the governor said on Friday."
    >>> is_copy(signature(report), signature("UPDATE: " + report)), is_copy(signature(""), signature(""))
    (True, False)
    """
    if not a or not b:
        return False
    equal = sum(map(int.__eq__, _minima(a), _minima(b)))
    return equal >= COPY * _HASHES


# one signature is compared with those of every other report of its event
@functools.lru_cache(maxsize=1024)
def _minima(packed: bytes) -> tuple[int, ...]:
    return _LAYOUT.unpack(packed)


def copy_groups(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """For each report the group of copies it belongs to, named by the least id in it; a report alone is its own group.

    A copy of a copy is in the group too.

    >>> copy_groups({"b": signature("one two three four"), "a": signature("One, two, three: four!"), "c": b""})
    {'a': 'a', 'b': 'a', 'c': 'c'}
    """
    group = {one: one for one in sorted(signatures)}
    for other, one in itertools.combinations(sorted(signatures), 2):
        if group[one] != group[other] and is_copy(signatures[one], signatures[other]):
            least, gone = sorted((group[one], group[other]))
            group.update({member: least for member, of in group.items() if of == gone})
    return group


def body_of(article: Article) -> str:
    """What of a report is compared among copies: its text without page furniture and correction notices."""
    return "\n".join(article.text[zone.start : zone.end] for zone in article.zones if zone.label not in UNREAD)
