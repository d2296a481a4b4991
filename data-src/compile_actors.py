"""Makes the list of actors that is shipped from the text in data-src/actors: one command, the same bytes each time.

python data-src/compile_actors.py            write src/allegedly/data/actors/list.msgpack.z
python data-src/compile_actors.py --check    write nothing, exit 1 if it is stale
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from allegedly.actors.checking import checked, extended
from allegedly.actors.countries import table
from allegedly.actors.listing import Row, parse
from allegedly.actors.records import Alias, ListedActor
from allegedly.actors.roster import pack
from allegedly.actors.spelling import key, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).parent.parent
TEXT = ROOT / "data-src" / "actors"
TARGET = ROOT / "src" / "allegedly" / "data" / "actors" / "list.msgpack.z"
# written by hand, the earlier one's word counts where two name the same actor
BY_HAND = ("curated", "bodies", "leaders", "officials")


def compiled() -> tuple[ListedActor, ...]:
    """Every actor of the text, what is one actor joined, ties led to ids, checked."""
    by_hand = [actor for name in BY_HAND for actor in _file(name)]
    by_hand += _governments()
    listed = _file("listed")
    actors = _joined(by_hand, listed)
    return checked([Row(number, actor) for number, actor in enumerate(actors, start=1)], "data-src/actors", known={})


def _file(name: str) -> list[ListedActor]:
    path = TEXT / f"{name}.tsv"
    return [row.actor for row in parse(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))]


def _governments() -> list[ListedActor]:
    """The government of every country, by its names and its people's."""
    found = []
    for row in table("countries"):
        names = [row["name"], *filter(None, row["also"].split("|"))]
        people = [word for word in row["people"].split("|") if word and not word.endswith("s")][:2]
        aliases = [f"Government of {name}" for name in names[1:]] + [f"{word} government" for word in [*people, *names]]
        found.append(
            ListedActor(
                id=f"act:government-of-{slug(row['name'])}",
                name=f"Government of {row['name']}",
                kind="government",
                countries=(row["iso2"],),
                sectors=("GOV",),
                aliases=tuple(Alias(name=alias) for alias in dict.fromkeys(aliases)),
                source="ucdp allegedly",
            )
        )
    return found


def _joined(by_hand: Sequence[ListedActor], listed: Sequence[ListedActor]) -> list[ListedActor]:
    """The hand-written actors with what the lists add to them, then the rest of the lists."""
    owner = {ref: actor.id for actor in by_hand for ref in actor.refs}
    mine: dict[str, ListedActor] = {actor.id: actor for actor in by_hand}
    if len(mine) < len(by_hand):
        ids = [actor.id for actor in by_hand]
        sys.exit(f"data-src/actors: two actors share {sorted({one for one in ids if ids.count(one) > 1})}")
    names = {key(alias.name): actor.id for actor in by_hand for alias in actor.named()}
    rest: list[ListedActor] = []
    for actor in listed:
        same = {owner[ref] for ref in actor.refs if ref in owner} or _same_name(actor, mine, names)
        if len(same) > 1:
            sys.exit(f"data-src/actors: {actor.name} is told to be {sorted(same)}; one of them must go")
        if same:
            one = min(same)
            mine[one] = _with(mine[one], actor, names)
        else:
            rest.append(_without(actor, names))
    used = set(mine)
    return [*mine.values(), *(_apart(actor, used) for actor in rest)]


def _same_name(actor: ListedActor, mine: dict[str, ListedActor], names: dict[str, str]) -> set[str]:
    """The hand-written actor that bears the name of a listed one, where kind and country do not speak against it."""
    one = names.get(key(actor.name))
    if one is None:
        return set()
    other = mine[one]
    both = set(other.countries) & set(actor.countries)
    civil = ("igo", "ngo")
    alike = (other.kind in civil) == (actor.kind in civil) and other.kind != "person"
    return {one} if alike and (both or not other.countries or not actor.countries) else set()


def _with(own: ListedActor, listed: ListedActor, names: dict[str, str]) -> ListedActor:
    """An actor with a listed record's names, where no other actor has them by hand."""
    there = {key(alias.name) for alias in own.named()}
    new = [
        alias
        for alias in (*listed.aliases, Alias(name=listed.name))
        if key(alias.name) not in there and names.get(key(alias.name), own.id) == own.id
    ]
    more = msgspec.structs.replace(own, aliases=(*own.aliases, *_once(new)), refs=own.refs, ties=own.ties)
    return extended(more, ListedActor(id=own.id, name=own.name, refs=listed.refs, source=listed.source))


def _without(actor: ListedActor, names: dict[str, str]) -> ListedActor:
    """A listed record without aliases that are another actor's by hand."""
    kept = tuple(alias for alias in actor.aliases if key(alias.name) not in names)
    return msgspec.structs.replace(actor, aliases=_once(kept))


def _once(aliases: Iterable[Alias]) -> tuple[Alias, ...]:
    return tuple({key(alias.name): alias for alias in aliases}.values())


def _apart(actor: ListedActor, used: set[str]) -> ListedActor:
    own, number = actor.id, 2
    while own in used:
        own, number = f"{actor.id}-{number}", number + 1
    used.add(own)
    return msgspec.structs.replace(actor, id=own)


def main(arguments: list[str]) -> int:
    """Writes the list, or checks that it is fresh."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if the shipped list is stale")
    chosen = parser.parse_args(arguments)
    actors = compiled()
    packed = pack(actors)
    if chosen.check:
        return 0 if TARGET.is_file() and TARGET.read_bytes() == packed else 1
    TARGET.write_bytes(packed)
    names = sum(len(actor.named()) for actor in actors)
    ties = sum(len(actor.ties) for actor in actors)
    told = f"{len(actors):,} actors, {names:,} names, {ties:,} ties, {len(packed):,} bytes"
    print(f"{told}: {TARGET.relative_to(ROOT)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
