"""The pages say what the program is: every field, value, type, command, option and reason, or the build fails."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import msgspec
import pytest

from allegedly import errors, model, vocab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES += sorted(DOCS.rglob("*.md"))
SAMPLES = sorted((ROOT / "src/allegedly/data/samples").glob("*.txt"))
RECORDS = [
    value
    for value in vars(model).values()
    if isinstance(value, type) and issubclass(value, model.Record) and value is not model.Record
]
LITERALS = {
    name: get_args(value)
    for name, value in vars(model).items()
    if getattr(value, "__origin__", None) is not None and all(isinstance(one, str) for one in get_args(value))
}


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any level."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"^### `{re.escape(heading)}`[^\n]*\n(.*?)(?=^#|\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"docs/{page} has no heading for {heading}"
    return found[1]


def rows(text: str) -> set[str]:
    """The first cells of the tables in a text, without backticks."""
    return {line.split("|")[1].strip().strip("`") for line in text.splitlines() if line.startswith("| `")}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_every_record_is_told(record: type[msgspec.Struct]) -> None:
    told = rows(section("codebook.md", record.__name__))
    if issubclass(record, model.ClaimFields):
        told |= rows(section("codebook.md", "ClaimFields"))

    assert told == {field.name for field in msgspec.structs.fields(record)}


@pytest.mark.parametrize("name", sorted(set(LITERALS) - {"QuarantineReason"}))
def test_every_value_of_every_list_is_told(name: str) -> None:
    assert rows(section("codebook.md", name)) == set(LITERALS[name])


def test_the_lists_of_values_are_found_at_all() -> None:
    assert {"ZoneLabel", "CountWhat", "VoiceRole", "Certainty", "Basis", "BombingMode"} <= set(LITERALS)


@pytest.mark.parametrize("claim_type", [one for types in model.TYPES.values() for one in types])
def test_every_type_is_told_and_led_across(claim_type: str) -> None:
    codebook = (DOCS / "codebook.md").read_text(encoding="utf-8")
    crosswalk = (DOCS / "crosswalk.md").read_text(encoding="utf-8")

    assert f"| `{claim_type}` | {vocab.definition(claim_type)} |" in codebook
    assert re.search(rf"^\| `{claim_type}`[,| ]", crosswalk, re.MULTILINE)


def test_every_end_and_every_reason_is_told() -> None:
    told = rows((DOCS / "reliability.md").read_text(encoding="utf-8"))

    assert set(errors.QUARANTINE_REASONS) <= told
    assert set(get_args(get_type_hints(model.Outcome)["end"])) <= told


def test_every_exit_code_of_the_contract_is_told() -> None:
    text = (DOCS / "reliability.md").read_text(encoding="utf-8")

    assert [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == [0, 1, 2, 3, 4, 130]


def test_every_command_and_option_is_told() -> None:
    cli = pytest.importorskip("allegedly.cli")
    import typer.main

    def spelled(before: str, group: Any) -> Iterator[tuple[str, Any]]:
        for name, command in getattr(group, "commands", {}).items():
            yield from (
                spelled(f"{before}{name} ", command) if hasattr(command, "commands") else ((before + name, command),)
            )

    commands = dict(spelled("", typer.main.get_command(cli.app)))

    assert {"read", "schema", "actor-list import"} <= set(commands)
    for name, command in commands.items():
        told = section("cli.md", f"allegedly {name}")
        assert command.help
        for param in command.params:
            assert param.name == "help" or param.help, f"{name}: {param.name} has no help"
            for option in param.opts if param.param_type_name == "option" else ():
                assert option in told or option in ("--help", "-h"), f"docs/cli.md: {name} lacks {option}"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    pytest.importorskip("allegedly.cli")
    spec = importlib.util.spec_from_file_location("allegedly_docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_made_parts_are_what_would_be_made_now(generator: ModuleType) -> None:
    pages = generator.pages()

    assert {page.name for page in pages} >= {"README.md", "codebook.md", "crosswalk.md", "cli.md", "reliability.md"}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert generator.made(text) == text, f"{page.relative_to(ROOT)} is stale: run python docs/generate.py"


def test_a_stale_part_is_seen(generator: ModuleType) -> None:
    page = DOCS / "reliability.md"
    text = page.read_text(encoding="utf-8")

    assert generator.made(text.replace("| `empty` |", "| `emptied` |")) == text


def test_the_demo_of_the_readme_is_of_a_bundled_sample(generator: ModuleType) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert generator.PART.search(text)["name"] == "demo"
    assert (ROOT / generator.SAMPLE).is_file()
    sample = (ROOT / generator.SAMPLE).read_text(encoding="utf-8")
    for words in generator.SHOWN:
        assert words in sample


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert text.startswith("# ")
    for target in re.findall(r"\]\(([^)#\s]{1,200})", text):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), f"{target} is not there"


def test_every_decision_fits_on_a_screen_and_says_what_was_rejected() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))

    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 40
        for word in ("**Decided.**", "**Why.**", "**Rejected.**", "**Costs.**"):
            assert word in text, f"{page.name} lacks {word}"


def test_agreement_is_never_told_without_whose_it_is() -> None:
    for page in (ROOT / "README.md", DOCS / "honest-limits.md"):
        text = " ".join(page.read_text(encoding="utf-8").split())
        assert "24 reports" in text
        assert re.search(r"o agreement with people has been measured yet", text)


def test_every_word_list_of_the_code_books_has_an_origin() -> None:
    told = rows((ROOT / "data-src/README.md").read_text(encoding="utf-8"))

    assert {name for name in told if name.endswith(".toml")} == {
        "actor_kinds.toml",
        "codebook.toml",
        "crosswalk.toml",
        "plover.toml",
        "plover_rulings.toml",
        "cameo.toml",
        "acled.toml",
        "ucdp.toml",
    }
    assert all((ROOT / "src/allegedly/data" / name).is_file() for name in told if name.endswith(".toml"))


def test_every_file_of_the_list_of_actors_has_an_origin_and_a_licence() -> None:
    told = (ROOT / "data-src/README.md").read_text(encoding="utf-8")
    files = [*(ROOT / "data-src/actors").glob("*.tsv"), *(ROOT / "src/allegedly/data/actors").glob("*.tsv")]

    assert len(files) > 6
    assert [] == [path.name for path in files if path.name not in told]
    for licence in ("CC BY 4.0", "public domain", "MIT"):
        assert licence in told


# what must be found in the samples is itself held to the samples


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_a_sample_must_yield_stands_in_the_sample(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    expected = tomllib.loads((ROOT / f"tests/samples/{sample.stem}.toml").read_text(encoding="utf-8"))

    quotes = [claim["quote"] for claim in expected["claims"]]
    for words in (*quotes, *expected["unclaimed"], *(zone["text"] for zone in expected["zones"])):
        assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in {sample.name}"
    for claim in expected["claims"]:
        assert claim["type"] in model.TYPES[claim["kind"]]
        named = [
            claim[field] for field in ("actor", "target", "subject", "object", "place", "voice") if claim.get(field)
        ]
        for name in (*named, *(claim[field] for field in ("old", "new") if field in claim)):
            assert name.casefold() in text.casefold(), f"{name!r} is not in {sample.name}"
        assert claim.get("certainty", "certain") in get_args(model.Certainty)
        for count in claim.get("counts", ()):
            assert count["what"] in get_args(model.CountWhat)


def test_the_samples_give_no_date_but_the_posts_stamps() -> None:
    assert {sample.stem for sample in SAMPLES} == {"delta", "harbour", "highland"}
    for sample in SAMPLES:
        years = re.findall(r"\b20\d\d\b", sample.read_text(encoding="utf-8"))
        stamps = re.findall(r"\(@\w+\) [^\n]*\b20\d\d$", sample.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(years) == len(stamps) == 2
