"""The `allegedly` command: machine output on stdout, talk on stderr.

Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 some inputs were set aside, 4 the ledger could not be read or
written.
"""

from __future__ import annotations

from allegedly.cli import (
    actorlists,
    adding,
    agreeing,
    deciding,
    demo,
    desk,
    deskaccounts,
    importing,
    keeping,
    leaving,
    looking,
    reading,
)
from allegedly.cli.program import app

__all__ = [
    "actorlists",
    "adding",
    "agreeing",
    "app",
    "deciding",
    "demo",
    "desk",
    "deskaccounts",
    "importing",
    "keeping",
    "leaving",
    "looking",
    "main",
    "reading",
]


def main() -> None:
    """Runs the command; the entry point of the installed program."""
    app()
