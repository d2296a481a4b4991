"""Inputs to readings: every input ends in exactly one of coded, coded_no_claims, duplicate or quarantined.

Results come in the order of the inputs and are the same bytes for any number of jobs. What a coder raises on purpose
(an AllegedlyError) sets that one input aside; any other exception is a fault in the program and is not swallowed.
"""

from __future__ import annotations

import functools
import itertools
import os
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple, get_args

import msgspec

from allegedly.codec import claim_id
from allegedly.coders import DEFAULT_CODER, entry_point_of, load_coder
from allegedly.errors import AllegedlyError, Quarantined
from allegedly.gazetteer import the_gazetteer, with_own
from allegedly.model import Outcome, Page, Reading
from allegedly.page import lay_down
from allegedly.places import with_places
from allegedly.readers import iter_pages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from allegedly.actors import Roster
    from allegedly.coders import Coder
    from allegedly.model import Article, Claim

__all__ = ["Result", "code_page", "default_jobs", "looked_up", "read", "tally"]

Result = tuple[Outcome, Reading | None]

End = Literal["coded", "coded_no_claims", "duplicate", "quarantined"]
ENDS: tuple[End, ...] = get_args(End)
# two workers start in about a second; up to this many inputs one process is done sooner
_ALONE_UP_TO = 8
# each job holds its own copy of the model; the figures of benchmarks/RESULTS.md are for two
_MOST_DEFAULT_JOBS = 2


class _LookedUp(NamedTuple):
    """What is looked up beside the coding: a user's own actors over the shipped ones; places, own ones first."""

    actors: Path | None
    places: bool | Path


def default_jobs() -> int:
    """How many processes read side by side unless told otherwise: the usable cores, at most two.

    >>> default_jobs() in (1, 2)
    True
    """
    # only Linux tells which cores this process may use
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST_DEFAULT_JOBS, usable)


def read(
    paths: Iterable[str | Path],
    *,
    coder: str | Coder = DEFAULT_CODER,
    published_at: dt.date | None = None,
    stdin: BinaryIO | None = None,
    jobs: int = 1,
    known: Callable[[str], str | None] | None = None,
    actors: Path | None = None,
    places: bool | Path = True,
) -> Iterator[Result]:
    """Reads reports into claims, one result an input, in the order of the inputs.

    `paths` are files, folders or `-` (then `stdin` is read); `published_at` stands in for reports that tell no date.
    The Reading is None for duplicates (the same text was read before in this run) and for inputs set aside. With a
    coder's name and `jobs` over 1, more than a handful of inputs are read by that many processes. `known` tells which
    article an input was read into before, by the input's hash (Page.source); such an input is a duplicate and is not
    read. `actors` is a user's own list of actors, over the shipped one; with `places` the places that claims name are
    looked up, and a Path there is a list of places of the user's own, which stand before those of the gazetteer. An
    unknown coder raises UnknownCoderError, a list with errors ActorListError or DumpError and a missing gazetteer
    GazetteerError before anything is read.

    >>> [outcome.reason for outcome, _ in read(["/no/such/report.txt"])]
    ['missing']
    """
    if isinstance(coder, str):
        entry_point_of(coder)
    if actors is not None:
        _roster(actors)
    if places:
        with with_own(_own_list(places)):
            the_gazetteer()
    pages: Iterator[Page | Quarantined | Outcome] = iter_pages(paths, stdin=stdin)
    if known is not None:
        pages = _without_known(pages, known)
    return _without_repeats(_coded(pages, coder, published_at, jobs, _LookedUp(actors, places)))


def tally(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many inputs ended in each of the four ways; the counts add up to the number of inputs.

    >>> tally([Outcome(name="a.txt", end="coded"), Outcome(name="b.txt", end="duplicate")])
    {'coded': 1, 'coded_no_claims': 0, 'duplicate': 1, 'quarantined': 0}
    """
    counted = Counter(outcome.end for outcome in outcomes)
    return {end: counted[end] for end in ENDS}


def code_page(
    page: Page | Quarantined,
    coder: Coder,
    published_at: dt.date | None = None,
    *,
    actors: Path | None = None,
    places: bool | Path = True,
) -> Result:
    """One page read into its claims, its actors and places looked up, or set aside with the reason.

    A coder's own AllegedlyError sets the page aside as unreadable; other exceptions are faults and pass through, and so
    does GazetteerError.
    """
    if isinstance(page, Quarantined):
        return _set_aside(page), None
    try:
        article = lay_down(page, published_at=published_at)
        signed = tuple(_signed(claim, article, coder) for claim in coder.code(article))
        claims = _with_actors(signed, article, actors)
        reading = Reading(article=article, claims=claims)
    except Quarantined as problem:
        return _set_aside(problem, page.source), None
    except AllegedlyError as problem:
        coded = Quarantined("unreadable", page.name, f"coder {coder.stamp.name}: {problem}")
        return _set_aside(coded, page.source), None
    if places:
        with with_own(_own_list(places)):
            reading = with_places(reading)
    end: End = "coded" if claims else "coded_no_claims"
    return Outcome(name=page.name, end=end, article_id=article.id, source=page.source), reading


def _own_list(places: bool | Path) -> Path | None:  # noqa: FBT001 - named `places` wherever it is given
    return None if isinstance(places, bool) else places


def looked_up(article: Article, claim: Claim, *, actors: Path | None = None, places: bool | Path = True) -> Claim:
    """A claim that a person coded, with who its actors and where its places are known to be, as `read` would tell them.

    Its words are checked against the article's. `actors` and `places` are those of `read`.
    """
    reading = Reading(article=article, claims=_with_actors((claim,), article, actors))
    if places:
        with with_own(_own_list(places)):
            reading = with_places(reading)
    return reading.claims[0]


def _signed(claim: Claim, article: Article, coder: Coder) -> Claim:
    """The claim with its content id and the stamp of its coder, where the coder left them out."""
    signed: Claim = msgspec.structs.replace(
        claim, id=claim.id or claim_id(article, claim), coder=claim.coder or coder.stamp
    )
    return signed


def _with_actors(claims: tuple[Claim, ...], article: Article, own: Path | None) -> tuple[Claim, ...]:
    """The claims with their actors looked up; the list is read when the first claim needs it."""
    if not claims:
        return claims
    # imported here: a page without claims needs no list of actors
    from allegedly.actors import resolve_claims  # noqa: PLC0415

    return resolve_claims(claims, article, _roster(own))


def _set_aside(problem: Quarantined, source: str | None = None) -> Outcome:
    return Outcome(name=problem.where, end="quarantined", reason=problem.reason, message=str(problem), source=source)


def _without_known(
    pages: Iterator[Page | Quarantined | Outcome], known: Callable[[str], str | None]
) -> Iterator[Page | Quarantined | Outcome]:
    """The pages, with an outcome in the place of every one that was read before."""
    for page in pages:
        if isinstance(page, Page) and (article := known(page.source)) is not None:
            message = f"{page.name}: duplicate: read into {article} before"
            yield Outcome(name=page.name, end="duplicate", article_id=article, message=message, source=page.source)
        else:
            yield page


def _without_repeats(results: Iterator[Result]) -> Iterator[Result]:
    """The results, with every text after its first reading marked as a duplicate of it."""
    first_id: dict[str, str] = {}
    for outcome, reading in results:
        if reading is None:
            yield outcome, None
            continue
        article = reading.article
        if article.text_sha256 in first_id:
            known = first_id[article.text_sha256]
            message = f"{outcome.name}: duplicate: same text as {known}, read before in this run"
            repeat = Outcome(
                name=outcome.name, end="duplicate", article_id=article.id, message=message, source=outcome.source
            )
            yield repeat, None
        else:
            first_id[article.text_sha256] = article.id
            yield outcome, reading


def _coded(
    pages: Iterator[Page | Quarantined | Outcome],
    coder: str | Coder,
    published_at: dt.date | None,
    jobs: int,
    looked_up: _LookedUp,
) -> Iterator[Result]:
    """The pages read by this process, or by workers when there are enough of them."""
    if isinstance(coder, str) and jobs > 1:
        head = list(itertools.islice(pages, _ALONE_UP_TO + 1))
        pages = itertools.chain(head, pages)
        if len(head) > _ALONE_UP_TO:
            yield from _coded_by_workers(pages, coder, published_at, jobs, looked_up)
            return
    for page in pages:
        if isinstance(page, Outcome):
            yield page, None
        else:
            ready = _loaded(coder) if isinstance(coder, str) else coder
            yield code_page(page, ready, published_at, actors=looked_up.actors, places=looked_up.places)


def _coded_by_workers(
    pages: Iterator[Page | Quarantined | Outcome],
    coder: str,
    published_at: dt.date | None,
    jobs: int,
    looked_up: _LookedUp,
) -> Iterator[Result]:
    # imported here: a single report needs no workers and starts sooner without them
    from allegedly.workers import in_order  # noqa: PLC0415

    work = functools.partial(_work, coder=coder, published_at=published_at, looked_up=looked_up)
    items = (_set_aside(page) if isinstance(page, Quarantined) else page for page in pages)
    return in_order(work, items, jobs=jobs, lost=_lost)


def _work(item: Page | Outcome, coder: str, published_at: dt.date | None, looked_up: _LookedUp) -> Result:
    """What a worker does with one page; what was set aside before stays so."""
    if isinstance(item, Outcome):
        return item, None
    return code_page(item, _loaded(coder), published_at, actors=looked_up.actors, places=looked_up.places)


def _lost(item: Page | Outcome) -> Result:
    """A page that killed the process reading it."""
    return _set_aside(Quarantined("unreadable", item.name, "the process that read it died"), item.source), None


@functools.cache
def _roster(own: Path | None) -> Roster:
    """The list of actors, a user's own over the shipped one; read once a process."""
    # imported here: what is set aside needs no list of actors
    from allegedly.actors import roster  # noqa: PLC0415

    return roster(own)


@functools.cache
def _loaded(name: str) -> Coder:
    """A coder by name, its model loaded once a process."""
    return load_coder(name)
