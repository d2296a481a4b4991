"""Who may sign in to a desk of several people: names, roles and what their passwords were hashed to, in one file."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from allegedly.codec import encode
from allegedly.desk.people import Role, named
from allegedly.errors import NotFoundError, RefusedError, StorageError
from allegedly.model import Record
from allegedly.wholefile import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "SHORTEST",
    "Account",
    "AccountBook",
    "is_password",
    "key_sum",
    "new_account",
    "read_accounts",
    "with_key",
    "write_accounts",
]

# NIST SP 800-63B-4, 3.1.1.2: where a password is all that is asked for, 15 characters, and no rules of composition
SHORTEST = 15
# the same asks for 64 to be taken; what is longer costs the hash time and nobody types it
_LONGEST = 256
# OWASP, Password Storage Cheat Sheet, scrypt: 2**15, 8, 3 costs a thief what its other choices do, in 32 MiB a try
_COST = (2**15, 8, 3)
# scrypt needs 128 * N * r bytes and a little more
_MEMORY = 64 * 2**20
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Account(Record, frozen=True, kw_only=True):
    """Somebody who may sign in. `password` is what scrypt made of it with `salt` and `cost` (N, r, p), in hexadecimal;
    `keys` are SHA-256 sums of the keys that this person's programs send, of which none can be found again.
    """

    name: str
    role: Role
    salt: str
    password: str
    cost: tuple[int, int, int] = _COST
    keys: tuple[str, ...] = ()


class _Book(Record, frozen=True, kw_only=True):
    accounts: tuple[Account, ...] = ()


# somebody who is nobody: an unknown name takes as long as a wrong password
_NOBODY = Account(name="nobody", role="reader", salt="00" * 16, password="00" * 32)


def new_account(name: str, role: Role, password: str) -> Account:
    """An account with a password of its own; RefusedError for a name or password that will not do."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise RefusedError(f"expected a password of {SHORTEST} to {_LONGEST} characters, found {len(password)}")
    told = named(name)
    if told is None:
        raise RefusedError("expected a name, found none")
    if told.casefold() in password.casefold() or len(set(password)) < 5:
        raise RefusedError("expected a password that is neither the name nor a few letters again and again")
    salt = secrets.token_bytes(16)
    return Account(name=told, role=role, salt=salt.hex(), password=_hashed(password, salt, _COST).hex())


def with_key(account: Account, key: str) -> Account:
    """The account with another key for its programs."""
    return msgspec.structs.replace(account, keys=(*account.keys, key_sum(key)))


def key_sum(key: str) -> str:
    """What is kept of a key: it is random and long, so that one pass is enough."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def is_password(account: Account | None, told: str) -> bool:
    """Whether this is the account's password; for no account it takes as long, and is not."""
    one = account or _NOBODY
    found = _hashed(told[:_LONGEST], bytes.fromhex(one.salt), one.cost)
    return hmac.compare_digest(found, bytes.fromhex(one.password)) and account is not None


def read_accounts(path: Path) -> tuple[Account, ...]:
    """The accounts of a file that only its owner may read; StorageError says what is wrong with it."""
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS:
            raise StorageError(f"{path}: others may read or write it ({stat.filemode(mode)}); run chmod 600 {path}")
        return msgspec.json.decode(path.read_bytes(), type=_Book).accounts
    except FileNotFoundError:
        raise NotFoundError(f"{path}: no accounts there; allegedly desk-account add NAME --accounts {path}") from None
    except OSError as problem:
        raise StorageError(f"{path}: cannot be read: {problem.strerror}") from problem
    except msgspec.DecodeError as problem:
        raise StorageError(f"{path}: is no file of accounts: {problem}") from problem


def write_accounts(path: Path, accounts: Iterable[Account]) -> None:
    """Writes all accounts, sorted by name, to a file that only its owner may read."""
    book = _Book(accounts=tuple(sorted(accounts, key=lambda one: one.name)))
    # made readable to nobody else from its first byte on
    with whole_file(path, mode=0o600) as beside:
        beside.write_bytes(encode(book) + b"\n")


class AccountBook:
    """The accounts of a running desk: whoever is taken out of the file, or changed in it, is so at once."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._read: tuple[tuple[int, int, int], dict[str, Account]] | None = None
        # a desk with accounts that are not there does not start
        read_accounts(self._path)

    def find(self, name: str | None) -> Account | None:
        """The account of a name."""
        return self.all().get(name or "")

    def of_key(self, key: str) -> Account | None:
        """The account whose programs send this key."""
        told = key_sum(key)
        return next((one for one in self.all().values() if told in one.keys), None)

    def all(self) -> dict[str, Account]:
        """Every account by its name."""
        try:
            now = self._path.stat()
        except OSError as problem:
            raise StorageError(f"{self._path}: cannot be read: {problem.strerror}; nobody is let in") from problem
        mark = (now.st_mtime_ns, now.st_ino, now.st_size)
        if self._read is None or self._read[0] != mark:
            self._read = (mark, {one.name: one for one in read_accounts(self._path)})
        return self._read[1]


def _hashed(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    """The same words typed on another keyboard are the same password."""
    told = unicodedata.normalize("NFC", password).encode("utf-8", "replace")
    many, block, side = cost
    return hashlib.scrypt(told, salt=salt, n=many, r=block, p=side, maxmem=_MEMORY, dklen=32)
