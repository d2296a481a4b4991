"""Fills the made parts of README.md and docs/ from the live program, so that they cannot lie.

    python docs/generate.py           write every part but the demo
    python docs/generate.py --check   write nothing, exit 1 if a part is stale
    python docs/generate.py --demo    write the demo in README.md too (runs the coder)

A made part stands between `<!-- made: NAME -->` and `<!-- made: end -->`. The words for fields and values are in
fields.toml beside this file; a field or value without words, or words without a field, stop the program.
"""
# ruff: noqa: INP001 - a command, not a package

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import msgspec
import typer.main

from allegedly import errors, model, vocab
from allegedly.cli import app
from allegedly.exports.formats import FORMATS
from allegedly.vocab.tables import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).parent.parent
SAMPLE = Path("src/allegedly/data/samples/harbour.txt")
# what the README shows of the demo: the blocks that hold these words of the sample
SHOWN = ("They are from Orrin", "11 customs guards", "accused of planning", "appears to have given", "As many as 600")
PART = re.compile(r"(<!-- made: (?P<name>[a-z ]{1,40}) -->\n).*?(<!-- made: end -->)", re.DOTALL)

# the records of a claim in the order a reader meets them; the others are those on the way to it
CLAIM_RECORDS = (
    *("ClaimFields", "EventClaim", "RelationClaim", "Quantity", "Correction", "Evidence", "Part", "Count"),
    *("TimeInterval", "Attribution", "Factuality", "Cue", "CoderStamp"),
    *("ResolvedActor", "ActorCandidate", "ResolvedPlace", "PlaceCandidate", "PlacePrecision"),
)
WAY_RECORDS = ("Page", "Article", "Zone", "Notice", "Span", "Mention", "Reading", "Outcome")
# lists that docs/reliability.md shows
ELSEWHERE = ("QuarantineReason", "Outcome_end")
# what stands in a claim's JSON for our types
PLAIN_TYPES = {"str": "text", "int": "number", "float": "number", "bytes": "bytes", "dt.date": "day, `YYYY-MM-DD`"}


class StaleError(Exception):
    """The words in fields.toml and the live records do not name the same things."""


def records() -> dict[str, type[model.Record]]:
    """Every record of the model by name."""
    found = {
        name: value
        for name, value in vars(model).items()
        if isinstance(value, type) and issubclass(value, model.Record) and value is not model.Record
    }
    if set(found) != {*CLAIM_RECORDS, *WAY_RECORDS}:
        raise StaleError(
            f"docs/generate.py lists other records than the model: {set(found) ^ {*CLAIM_RECORDS, *WAY_RECORDS}}"
        )
    return found


def literals() -> dict[str, tuple[str, ...]]:
    """Every closed list of values in the records, by the name of its type."""
    named = {name: get_args(value) for name, value in vars(model).items() if _is_literal(value)}
    return {
        **named,
        "QuarantineReason": errors.QUARANTINE_REASONS,
        "Outcome_end": get_args(get_type_hints(model.Outcome)["end"]),
    }


def _is_literal(value: Any) -> bool:
    return getattr(value, "__origin__", None) is not None and all(isinstance(one, str) for one in get_args(value))


def words() -> dict[str, dict[str, dict[str, str]]]:
    """The words of fields.toml, checked against the live records and lists."""
    told: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
        Path(__file__).with_name("fields.toml").read_text(encoding="utf-8")
    )
    _same(told["records"], {name: {"_", *_own_fields(record)} for name, record in records().items()})
    _same(told["values"], {name: set(values) for name, values in literals().items()})
    return told


def _same(told: dict[str, dict[str, str]], live: dict[str, set[str]]) -> None:
    if told.keys() != live.keys():
        raise StaleError(f"docs/fields.toml and the model differ in {sorted(told.keys() ^ live.keys())}")
    for name, fields in live.items():
        if told[name].keys() != fields:
            raise StaleError(
                f"docs/fields.toml, {name}: differs from the model in {sorted(told[name].keys() ^ fields)}"
            )


def _own_fields(record: type[msgspec.Struct]) -> list[str]:
    """A record's fields without those that every claim has."""
    shared = (
        ()
        if record is model.ClaimFields or not issubclass(record, model.ClaimFields)
        else model.ClaimFields.__struct_fields__
    )
    return [field.name for field in msgspec.structs.fields(record) if field.name not in shared]


def record_tables(names: Iterable[str]) -> Iterator[str]:
    """One heading and one table of fields for each record."""
    told = words()["records"]
    for name in names:
        record = records()[name]
        kind = f" (`kind`: `{record.__struct_config__.tag}`)" if record.__struct_config__.tag else ""
        yield from (f"### `{name}`{kind}", "", told[name]["_"], "")
        yield from ("| field | holds | |", "|---|---|---|")
        for field in _own_fields(record):
            yield f"| `{field}` | {_type_in_words(_annotation(record, field))} | {told[name][field]} |"
        yield ""


def _annotation(record: type[msgspec.Struct], field: str) -> str:
    return next(
        str(base.__annotations__[field]) for base in record.__mro__ if field in getattr(base, "__annotations__", {})
    )


def _type_in_words(annotation: str) -> str:
    """A type as a reader of JSON would say it.

    >>> _type_in_words("tuple[Part, ...]"), _type_in_words("int | None")
    ('list of `Part`', 'number or null')
    """
    if found := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", annotation):
        return f"list of {_type_in_words(found[1])}"
    annotation = annotation.removesuffix(" | msgspec.UnsetType")
    if annotation.endswith(" | None"):
        return f"{_type_in_words(annotation.removesuffix(' | None'))} or null"
    if annotation.startswith("Literal["):
        return "`Outcome_end`"
    return PLAIN_TYPES.get(annotation, f"`{annotation}`")


def value_tables() -> Iterator[str]:
    """One heading and one table of values for each closed list."""
    told = words()["values"]
    for name, values in literals().items():
        if name in ELSEWHERE:
            continue
        yield from (f"### `{name}`", "", "| value | |", "|---|---|")
        yield from (f"| `{value}` | {told[name][value]} |" for value in values)
        yield ""


def type_tables() -> Iterator[str]:
    """The codebook's types, a sentence each."""
    for kind, types in model.TYPES.items():
        yield from (f"### {kind}: {len(types)} types", "", "| type | |", "|---|---|")
        yield from (f"| `{claim_type}` | {vocab.definition(claim_type)} |" for claim_type in types)
        yield ""


def crosswalk_tables() -> Iterator[str]:
    """Each type in the other vocabularies, with what is lost."""
    for kind, types in model.TYPES.items():
        yield from (f"### {kind}", "", "| type | PLOVER | CAMEO | ACLED | lost |", "|---|---|---|---|---|")
        for claim_type in types:
            yield from (_crosswalk_row(claim_type, row) for row in raw("crosswalk")[kind][claim_type])
        yield ""


def _crosswalk_row(claim_type: str, conditions: dict[str, Any]) -> str:
    """One row of the crosswalk with what must be known for it to hold."""
    mode, actor, target = (conditions.get(name) for name in ("mode", "actor", "target"))
    row = vocab.crosswalk(
        claim_type, mode, actor_kind=actor[0] if actor else None, target_kind=target[0] if target else None
    )
    when = [mode, actor and f"by {' or '.join(actor)}", target and f"against {' or '.join(target)}"]
    plover = " ".join(filter(None, [row.plover.type, row.plover.mode])) if row.plover else "-"
    acled = " / ".join(filter(None, [row.acled.event_type, row.acled.sub_event_type])) if row.acled else "-"
    lost = "; ".join(f"{loss.vocabulary.upper()}: {loss.reason}" for loss in row.losses if loss.vocabulary != "ucdp")
    cells = [
        ", ".join(filter(None, [f"`{claim_type}`", *when])),
        plover,
        ", ".join(row.cameo) or "-",
        acled,
        lost or "-",
    ]
    return f"| {' | '.join(cells)} |"


def ruling_table() -> Iterator[str]:
    """PLOVER's contradictions and what holds here."""
    yield from ("| its papers say | here | because |", "|---|---|---|")
    yield from (f"| {ruling.issue} | {ruling.decision} | {ruling.reason} |" for ruling in vocab.plover_rulings())


def lethal_list() -> Iterator[str]:
    """The types that UCDP would record when somebody died."""
    yield ", ".join(f"`{claim_type}`" for claim_type in vocab.ucdp().lethal) + "."


def _commands(before: str, group: Any) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its whole name: those of a group in the place of the group."""
    for name, command in getattr(group, "commands", {}).items():
        if getattr(command, "commands", None):
            yield from _commands(f"{before}{name} ", command)
        else:
            yield before + name, command


def command_pages() -> Iterator[str]:
    """Every command with its help and its options, from the live program."""
    for name, command in _commands("", typer.main.get_command(app)):
        usage = " ".join(command.collect_usage_pieces(command.context_class(command)))
        yield from (
            f"### `allegedly {name}`",
            "",
            _paragraph(command.help),
            "",
            "```",
            f"allegedly {name} {usage}",
            "```",
            "",
        )
        params = [param for param in command.params if param.name != "help"]
        yield from ("| | |", "|---|---|") if params else ()
        yield from (f"| `{_spelled(param)}` | {_paragraph(param.help)} |" for param in params)
        yield from ("",) if params else ()


def _paragraph(text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def _spelled(param: Any) -> str:
    """An option or argument as a person types it."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return ", ".join(param.opts) + (f" {param.metavar}" if param.metavar else "")


def export_tables() -> Iterator[str]:
    """Every format: one row of what, its columns, its rule, and what it loses."""
    for form in FORMATS.values():
        yield from (f"### `{form.name}`: {form.words}", "", f"One row or line a {form.unit}.", "")
        yield from (f"**Rule for what is ambiguous:** {form.rule}.", "", "| column or field | |", "|---|---|")
        yield from (f"| {_as_code(name)} | {words} |" for name, words in form.columns.items())
        yield from ("", "| lost | |", "|---|---|")
        yield from (f"| {field} | {reason} |" for field, reason in form.loses.items())
        yield ""


def _as_code(name: str) -> str:
    return name if "`" in name else f"`{name}`"


def layer_table() -> Iterator[str]:
    """The modules from the highest layer down, each with the first line it says of itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers: list[str] = project["tool"]["importlinter"]["contracts"][0]["layers"]
    yield from ("| layer | module | |", "|---|---|---|")
    for height, layer in enumerate(reversed(layers), start=1):
        for module in re.findall(r"\w+", layer):
            yield f"| {height} | `{module}` | {_says_of_itself(module)} |"


def _says_of_itself(module: str) -> str:
    """The first line of a module's docstring; a room not yet opened says so."""
    for path in (ROOT / f"src/allegedly/{module}.py", ROOT / f"src/allegedly/{module}/__init__.py"):
        if path.is_file():
            return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]
    return "Not open yet."


def reason_table() -> Iterator[str]:
    """Why an input can be set aside."""
    told = words()["values"]["QuarantineReason"]
    yield from ("| reason | |", "|---|---|")
    yield from (f"| `{reason}` | {told[reason]} |" for reason in errors.QUARANTINE_REASONS)


def end_table() -> Iterator[str]:
    """How an input can end."""
    told = words()["values"]["Outcome_end"]
    yield from ("| end | |", "|---|---|")
    yield from (f"| `{end}` | {told[end]} |" for end in literals()["Outcome_end"])


def demo() -> Iterator[str]:
    """What `allegedly read` prints for the bundled sample: its heading and a few of its claims."""
    printed = subprocess.run(  # noqa: S603 - our own program, with our own arguments
        [sys.executable, "-m", "allegedly", "read", str(SAMPLE)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "90", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    heading, *blocks = printed.strip("\n").split("\n\n")
    yield from ("```", f"$ allegedly read {SAMPLE}", *heading.splitlines())
    title = ""
    for block in blocks:
        if "\n" not in block and not block.startswith(" "):
            title = block
        elif any(shown in " ".join(re.sub(r"[│┃┊║]", " ", block).split()) for shown in SHOWN):
            yield from ("", *([title, ""] if title else []), *block.splitlines())
            title = ""
    yield "```"


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "claim records": lambda: record_tables(CLAIM_RECORDS),
    "way records": lambda: record_tables(WAY_RECORDS),
    "values": value_tables,
    "types": type_tables,
    "crosswalk": crosswalk_tables,
    "rulings": ruling_table,
    "lethal": lethal_list,
    "commands": command_pages,
    "exports": export_tables,
    "layers": layer_table,
    "reasons": reason_table,
    "ends": end_table,
    "demo": demo,
}


def pages() -> list[Path]:
    """The pages that have made parts."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if PART.search(page.read_text(encoding="utf-8"))]


def made(text: str, *, with_demo: bool = False) -> str:
    """A page with its made parts made anew; the demo is left as it stands unless asked for."""

    def part(found: re.Match[str]) -> str:
        if found["name"] == "demo" and not with_demo:
            return found[0]
        return found[1] + "\n".join(PARTS[found["name"]]()).strip("\n") + "\n" + found[3]

    return PART.sub(part, text)


def main(arguments: list[str]) -> int:
    """Writes or checks every made part; 0 done, 1 a part is stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if a part is stale")
    parser.add_argument("--demo", action="store_true", help="write the demo in README.md too")
    chosen = parser.parse_args(arguments)
    stale = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        new = made(text, with_demo=chosen.demo)
        if new != text:
            stale += 1
            sys.stderr.write(f"{page.relative_to(ROOT)}: {'stale' if chosen.check else 'written'}\n")
            if not chosen.check:
                page.write_text(new, encoding="utf-8")
    return 1 if stale and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
