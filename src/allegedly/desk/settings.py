"""How one desk is run: on which address, for whom, and with which secret."""

from __future__ import annotations

from allegedly.errors import RefusedError
from allegedly.model import Record

__all__ = ["LOOPBACK", "Settings"]

# the names by which a machine reaches itself
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# half of 256 bits, as 22 letters: nobody guesses it
_SHORTEST_KEY = 22


class Settings(Record, frozen=True, kw_only=True):
    """What a desk is started with.

    `key` opens the desk to whoever has its address with the key in it, and seals what is remembered of a browser;
    `reviewer` is the name decisions are entered under until somebody gives another. A host other than this machine's
    own is refused without accounts.
    """

    key: str
    host: str = "127.0.0.1"
    port: int = 8765
    reviewer: str | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.key) < _SHORTEST_KEY:
            raise RefusedError(f"desk: expected a key of at least {_SHORTEST_KEY} letters, found {len(self.key)}")
        if self.host not in LOOPBACK:
            raise RefusedError(f"desk: {self.host} can be reached by others: expected accounts, found none")

    @property
    def hosts(self) -> frozenset[str]:
        """Under which names a browser may ask for the desk, in small letters and without a port."""
        return frozenset({*LOOPBACK, self.host.casefold(), *(name.casefold() for name in self.names)})
