"""Statements and values on their way to PostgreSQL and back: `?` for values, text with NULs, whole numbers as int."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from psycopg.types.numeric import NumericLoader
from psycopg.types.string import StrDumperUnknown, TextLoader

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.abc import Buffer

__all__ = ["adapt", "marked", "restored", "storable"]

# PostgreSQL's text holds no NUL; it and the sign that stands for it are written with this sign in front. JSON writes
# both as escapes, so that bodies are stored as they are
_SIGN = "\x1a"
_QUOTED_OR_MARK = re.compile(r"""'[^']*'|"[^"]*"|\?|%""")


# a ledger's statements are a few dozen; those over lists of claims differ by their length
@lru_cache(maxsize=512)
def marked(sql: str) -> bytes:
    """A statement with `?` for values as psycopg wants it; what stands in quotes is left as it is.

    >>> marked("SELECT '50 % ?', a % 2 FROM t WHERE b = ?")
    b"SELECT '50 %% ?', a %% 2 FROM t WHERE b = %s"
    """
    return _QUOTED_OR_MARK.sub(lambda found: "%s" if found[0] == "?" else found[0].replace("%", "%%"), sql).encode()


def storable(text: str) -> str:
    r"""A text without NUL, from which `restored` makes the same text again.

    >>> storable("a\0b")
    'a\x1a0b'
    """
    return text.replace(_SIGN, _SIGN + "1").replace("\0", _SIGN + "0") if _SIGN in text or "\0" in text else text


def restored(text: str) -> str:
    r"""The text that `storable` was given.

    >>> restored(storable("\x1a0 and \0")) == "\x1a0 and \0"
    True
    """
    return text.replace(_SIGN + "0", "\0").replace(_SIGN + "1", _SIGN) if _SIGN in text else text


class _TextDumper(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(storable(obj))


class _TextLoader(TextLoader):
    def load(self, data: Buffer) -> bytes | str:
        text = super().load(data)
        return restored(text) if isinstance(text, str) else text


class _WholeLoader(NumericLoader):
    """A sum over whole numbers is a whole number, as SQLite gives it; any other number a float."""

    def load(self, data: Buffer) -> int | float:  # type: ignore[override]
        number = super().load(data)
        return int(number) if number == number.to_integral_value() else float(number)


def adapt(connection: Connection) -> None:
    """Makes a connection give and take values as the other engine does."""
    connection.adapters.register_dumper(str, _TextDumper)
    connection.adapters.register_loader("text", _TextLoader)
    connection.adapters.register_loader("numeric", _WholeLoader)
