"""Coders: whatever reads an article into claims, found by name among the installed ones.

A coder is registered as any plugin is, by an entry point of the group `allegedly.coders`; the one that ships goes
through the same door.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Protocol

from allegedly.errors import UnknownCoderError

if TYPE_CHECKING:
    from allegedly.model import Article, Claim, CoderStamp

__all__ = ["DEFAULT_CODER", "GROUP", "Coder", "entry_point_of", "known_coders", "load_coder"]

GROUP = "allegedly.coders"
DEFAULT_CODER = "embedded"


class Coder(Protocol):
    """Whatever reads one article into the claims it makes.

    `stamp` says who coded; `code` returns the claims in the order of the text and touches neither network nor clock.
    An article it must set aside is told by raising an AllegedlyError.
    """

    @property
    def stamp(self) -> CoderStamp:
        """The name, version and model hash every claim of this coder carries."""

    def code(self, article: Article) -> tuple[Claim, ...]:
        """The claims of one article, each tied to its exact words."""


def known_coders() -> tuple[str, ...]:
    """The names of all installed coders, sorted.

    >>> "embedded" in known_coders()
    True
    """
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def entry_point_of(name: str) -> EntryPoint:
    """The installed coder of that name, not yet loaded; UnknownCoderError lists the names there are.

    >>> entry_point_of("oracle")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    allegedly.errors.UnknownCoderError: no coder is called 'oracle'; known coders: ... Use --coder NAME.
    """
    for point in entry_points(group=GROUP, name=name):
        return point
    raise UnknownCoderError(name, known_coders())


def load_coder(name: str = DEFAULT_CODER) -> Coder:
    """The coder of that name, ready to code; its model is loaded here and nowhere else."""
    coder: Coder = entry_point_of(name).load()()
    return coder
