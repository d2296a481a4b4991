"""How one desk is run: on which address, for whom, and with which secret."""

from __future__ import annotations

from allegedly.errors import RefusedError
from allegedly.model import Record

__all__ = ["LOOPBACK", "Settings"]

# the names by which a machine reaches itself
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# 132 bits as letters of base 64: nobody guesses it
_SHORTEST_KEY = 22


class Settings(Record, frozen=True, kw_only=True):
    """What a desk is started with.

    `key` opens a desk without accounts to whoever has its address with the key in it, and seals every form; `reviewer`
    is the name decisions are entered under until somebody gives another. `accounts` is the file of those who may sign
    in, without which a host other than this machine's own is refused. `names` are further host names it is found under.
    `behind_https` says that browsers reach it through HTTPS alone, so that they send what they keep of it no other way.
    """

    key: str
    host: str = "127.0.0.1"
    port: int = 8765
    reviewer: str | None = None
    names: tuple[str, ...] = ()
    accounts: str | None = None
    behind_https: bool = False

    def __post_init__(self) -> None:
        if len(self.key) < _SHORTEST_KEY or not self.key.isascii() or not self.key.isprintable() or " " in self.key:
            raise RefusedError(
                f"desk: expected a key of at least {_SHORTEST_KEY} plain letters or digits, found {len(self.key)}"
            )
        if self.host not in LOOPBACK and self.accounts is None:
            raise RefusedError(
                f"desk: {self.host} can be reached by others, so that accounts are needed, and there are none: "
                "allegedly desk-account add NAME --accounts FILE, then allegedly desk --accounts FILE"
            )

    @property
    def hosts(self) -> frozenset[str]:
        """Under which names a browser may ask for the desk, in small letters and without a port."""
        return frozenset({*LOOPBACK, self.host.casefold(), *(name.casefold() for name in self.names)})
