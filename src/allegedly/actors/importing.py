"""Lists of actors from elsewhere: CSV, FollowTheMoney, a Wikidata query's result, or the text form of this program.

What is imported becomes a user's own list, one text file; it is written whole or not at all, so that a list with an
error in it leaves the old one in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly.actors.checking import checked, warnings
from allegedly.actors.forms import csv_rows, json_rows
from allegedly.actors.listing import Row, parse, records_of, text_of
from allegedly.actors.roster import shipped
from allegedly.errors import ActorListError
from allegedly.wholefile import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from allegedly.actors.records import ListedActor

__all__ = ["Imported", "import_list", "read_list"]

_NO_FILE = "unreadable: expected a UTF-8 file"


class Imported(NamedTuple):
    """What an import did: how many actors were read, how many the own list has now, and what to look at."""

    read: int
    total: int
    warnings: tuple[str, ...]


def import_list(source: Path, target: Path, *, replace: bool = False) -> Imported:
    """Adds a list from a file to the user's own list, or with `replace` puts it in its place.

    Anything wrong in the file raises ActorListError with every line named, a full disk StorageError; `target` stays as
    it was.
    """
    new = read_list(source)
    old = _own(target) if target.is_file() and not replace else ()
    ids = {row.actor.id for row in new}
    kept = [actor for actor in old if actor.id not in ids]
    known = {**shipped().actors, **{actor.id: actor for actor in kept}}
    mine = checked(new, str(source), known=known)
    together = (*kept, *mine)
    with whole_file(target) as beside:
        beside.write_text(text_of(together), encoding="utf-8", newline="\n")
    return Imported(read=len(mine), total=len(together), warnings=warnings(mine))


def read_list(source: Path) -> tuple[Row, ...]:
    """The actors of a file with the lines they stand on, in whichever of the four forms it is.

    The form is told by the file's ending and first letter: .csv; .json, .jsonl or .ftm with FollowTheMoney entities or
    a Wikidata result; anything else is the text form.
    """
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ActorListError(str(source), (f"{_NO_FILE}, found {problem}",)) from problem
    where = str(source)
    if source.suffix.casefold() == ".csv":
        return records_of(csv_rows(text, where), where)
    if text.lstrip()[:1] in ("{", "["):
        return records_of(json_rows(text, where), where)
    return parse(text, where)


def _own(target: Path) -> tuple[ListedActor, ...]:
    rows = parse(target.read_text(encoding="utf-8"), str(target))
    return checked(rows, str(target), known=shipped().actors)
