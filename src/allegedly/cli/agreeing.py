"""The command that measures how far coders agree."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegedly.cli.options import AsJson, AsOf  # noqa: TC001 - typer reads the annotations
from allegedly.cli.program import app
from allegedly.cli.streams import failures_told, readers_may_leave, say

if TYPE_CHECKING:
    from allegedly.scoring import ScoredArticle

__all__ = ["agree"]


@app.command()
def agree(
    coders: Annotated[
        list[str],
        typer.Argument(
            metavar="A B",
            help="Two codings or more: JSONL files of id and claims; with --ledger names of coders, or ledger.",
            show_default=False,
        ),
    ],
    *,
    as_json: AsJson = False,
    ledger: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Compare what people submitted in this ledger, and what stands in it."),
    ] = None,
    as_of: AsOf = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="What the draws of the intervals begin with.")] = 2011,
) -> None:
    """Measure how far coders agree, field by field, with Krippendorff's alpha; neither is taken for right.

    A dash, or null, stands where nothing can be computed. docs/double-coding.md tells how to read the figures.
    """
    if len(set(coders)) < 2 or len(set(coders)) < len(coders):
        raise typer.BadParameter(f"expected two different codings or more, found {', '.join(coders)}")
    if as_of is not None and ledger is None:
        raise typer.BadParameter("--as-of goes with --ledger")
    with failures_told(), readers_may_leave():
        codings = _from_files(coders) if ledger is None else _from_ledger(ledger, coders, as_of)
        from allegedly.codec import encode  # noqa: PLC0415
        from allegedly.intercoder import agree as measured  # noqa: PLC0415
        from allegedly.views.agreementtelling import agreement_lines  # noqa: PLC0415

        told = measured(codings, seed=seed)
        if as_json:
            sys.stdout.buffer.write(encode(told) + b"\n")
            sys.stdout.buffer.flush()
        else:
            for line in agreement_lines(told):
                typer.echo(line)


def _from_files(paths: list[str]) -> dict[str, dict[str, ScoredArticle]]:
    from allegedly import scoring  # noqa: PLC0415

    for path in paths:
        if not Path(path).is_file():
            raise typer.BadParameter(f"expected a file of codings, found none at {path}; for names give --ledger FILE")
    return {path: scoring.load(Path(path)) for path in paths}


def _from_ledger(location: str, coders: list[str], when: str | None) -> dict[str, dict[str, ScoredArticle]]:
    from allegedly.errors import NotFoundError  # noqa: PLC0415
    from allegedly.ledger import open_ledger  # noqa: PLC0415
    from allegedly.ledger.moments import as_of, moment  # noqa: PLC0415
    from allegedly.views.codings import coded_by_people, submitted_articles  # noqa: PLC0415

    with open_ledger(location, create=False) as opened, opened.engine.reading() as tx:
        upto = as_of(tx, moment(when) if when is not None else None)
        codings = {coder: submitted_articles(tx, coder, upto) for coder in coders}
        told = [one for coded in coded_by_people(tx, upto) for one in coded.codings if one.submitted_at]
    for coder in coders:
        if not codings[coder]:
            names = ", ".join(sorted({one.by for one in told})) or "nobody"
            raise NotFoundError(f"{coder}: has submitted no blind coding in this ledger; {names} has")
        if again := sum(one.by == coder and one.reopened > 0 for one in told):
            say(f"{coder}: {again:,} codings were opened again after they were submitted; they may not be blind")
    return codings
