"""What stands guard over a ledger in PostgreSQL, held against what should: triggers, their functions, the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.stores.postgresschema import MARK, functions, triggers
from allegedly.stores.postgreswords import DIFFERING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.stores.engine import Transaction

__all__ = ["found_wrong"]

_TRIGGERS = """
SELECT c.relname, t.tgname, t.tgtype::bigint, p.proname, encode(t.tgargs, 'escape'), t.tgenabled::text,
  t.tgqual IS NULL AND p.pronamespace = c.relnamespace
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""
_FUNCTIONS = """
SELECT proname, prosrc, coalesce(array_to_string(proconfig, ' '), '') FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace
"""
_INVALID = """
SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT (i.indisvalid AND i.indisready) ORDER BY 1
"""
_CHECKSUMS = (
    "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0"
)


def found_wrong(tx: Transaction) -> list[str]:
    """Every trigger or function that is missing, switched off or another, and every text index row that differs."""
    return [*_triggers(tx), *_functions(tx), *_files(tx), *_words(tx)]


def _triggers(tx: Transaction) -> Iterator[str]:
    found = {(table, name): tuple(rest) for table, name, *rest in tx.rows(_TRIGGERS)}
    for one in triggers():
        stands = found.get((one.table, one.name))
        if stands is None:
            yield f"table {one.table}: the trigger {one.name} is missing: rows could be changed unseen"
            continue
        *made, enabled, plain = stands
        if enabled != "A":
            yield f"table {one.table}: the trigger {one.name} is switched off: rows could be changed unseen"
        expected = [one.bits, one.function, f"{one.argument}\\000" if one.argument else ""]
        if made != expected or not plain:
            yield f"table {one.table}: the trigger {one.name} is not the one it was made with"


def _functions(tx: Transaction) -> Iterator[str]:
    folding = tx.rows(f"SELECT folding FROM {MARK}")[0][0]
    found: dict[str, list[tuple[str, str]]] = {}
    for name, text, settings in tx.rows(_FUNCTIONS):
        found.setdefault(name, []).append((text, settings))
    for name, made in functions(folding).items():
        stands = found.get(name, [])
        if not stands:
            yield f"the function {name} is missing"
        elif [text for text, _ in stands] != [made.text] or "search_path=" not in stands[0][1]:
            yield f"the function {name} is not the one it was made with"


def _files(tx: Transaction) -> Iterator[str]:
    for (name,) in tx.rows(_INVALID):
        yield f"the index {name} is not valid; REINDEX INDEX {name} makes it again"
    for (count,) in tx.rows(_CHECKSUMS):
        yield f"the server counted {count} damaged pages in its files"


def _words(tx: Transaction) -> Iterator[str]:
    for (seq,) in tx.rows(DIFFERING):
        yield f"entry {seq}: its words in the text index are not those of its article"
