"""Where a report was printed, as far as its address and its outlet's name tell."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from allegedly.places.weighing import Outlet

__all__ = ["outlet_of"]

# endings of addresses that are no country's own code, and those that are sold to all the world
_NOT_ITS_CODE = {"uk": "GB", "eu": None}
_SOLD = frozenset(["tv", "me", "io", "co", "fm", "ai", "cc", "ws", "am", "to", "ly"])
_LETTERS = re.compile(r"[^a-z]")
# parts of an address that name nobody
_PLAIN = frozenset(["www", "com", "co", "org", "net", "news", "en", "m", "amp"])


def outlet_of(url: str | None, publisher: str | None = None) -> Outlet:
    """The country an outlet's address tells and the letters of its name; empty where nothing is known.

    >>> outlet_of("https://www.targo-herald.co.uk/a/1", "Targo Herald")
    Outlet(country='GB', letters='targoheraldtargoherald')
    """
    host = (urlsplit(url).hostname or "") if url else ""
    parts = host.split(".")
    ending = parts[-1] if len(parts) > 1 else ""
    country = None
    # country codes have two letters
    if len(ending) == 2 and ending not in _SOLD:
        country = _NOT_ITS_CODE.get(ending, ending.upper())
    own = "".join(part for part in parts[:-1] if part not in _PLAIN)
    return Outlet(country=country, letters=_LETTERS.sub("", own.lower() + (publisher or "").lower()))
