"""The tables as SQLite makes them, with the triggers that refuse whatever is not an append."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.stores.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.stores.schema import Table

__all__ = ["statements"]

# the text index reads the articles where they stand and keeps no copy; accents do not matter to a search
_WORDS = """
CREATE VIEW article_text(seq, text) AS
  SELECT article.seq, json_extract(body.body, '$.text') FROM article JOIN body ON body.seq = article.seq;
CREATE VIRTUAL TABLE words USING fts5(
  text, content='article_text', content_rowid='seq', tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER article_is_searchable AFTER INSERT ON body
WHEN (SELECT kind FROM entry WHERE seq = NEW.seq) = 'article'
BEGIN
  INSERT INTO words(rowid, text) VALUES (NEW.seq, json_extract(NEW.body, '$.text'));
END;
CREATE TRIGGER article_is_forgotten BEFORE DELETE ON body
WHEN (SELECT kind FROM entry WHERE seq = OLD.seq) = 'article'
BEGIN
  INSERT INTO words(words, rowid, text) VALUES ('delete', OLD.seq, json_extract(OLD.body, '$.text'));
END;
"""
# an entry comes after the last one, in number and in time
_IN_ORDER = """
CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  OR NEW.recorded_at < (SELECT coalesce(max(recorded_at), 0) FROM entry)
BEGIN
  SELECT RAISE(ABORT, 'ledger: an entry must follow the last one');
END;
"""
# a claim's evidence stands in its article word for word; substr stops at a NUL, so such texts are left to verify
_WORD_FOR_WORD = """
CREATE TRIGGER claim_is_word_for_word BEFORE INSERT ON body
WHEN EXISTS (SELECT 1 FROM claim WHERE claim.seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'ledger: the evidence of a claim is not in its article word for word')
  FROM claim JOIN article_text ON article_text.seq = claim.article_seq, json_each(NEW.body, '$.evidence') AS said
  WHERE claim.seq = NEW.seq AND instr(article_text.text, char(0)) = 0
    AND substr(
      article_text.text,
      json_extract(said.value, '$.start') + 1,
      json_extract(said.value, '$.end') - json_extract(said.value, '$.start')
    ) IS NOT json_extract(said.value, '$.text');
END;
"""


def statements() -> Iterator[str]:
    """Everything a new ledger file needs, in order."""
    for name, table in TABLES.items():
        yield _create(name, table)
        yield from (
            f"CREATE INDEX {name}_by_{'_'.join(columns)} ON {name}({', '.join(columns)})" for columns in table.indexes
        )
        yield from _append_only(name, table)
    yield from (_WORDS, _IN_ORDER, _WORD_FOR_WORD)
    yield f"PRAGMA user_version = {SCHEMA_VERSION}"
    yield f"PRAGMA application_id = {APPLICATION_ID}"


def _create(name: str, table: Table) -> str:
    lone = len(table.key) == 1
    columns = [f"{column} {kind}" for column, kind in table.columns]
    if lone:
        # SQLite's row number itself is the key
        columns = [
            f"{table.key[0]} INTEGER PRIMARY KEY" if one.startswith(f"{table.key[0]} ") else one for one in columns
        ]
    else:
        columns.append(f"PRIMARY KEY ({', '.join(table.key)})")
    columns += [f"UNIQUE ({', '.join(one)})" for one in table.unique]
    options = "STRICT, WITHOUT ROWID" if table.clustered else "STRICT"
    return f"CREATE TABLE {name} ({', '.join(columns)}) {options}"


def _append_only(name: str, table: Table) -> Iterator[str]:
    refused = f"SELECT RAISE(ABORT, 'ledger: rows of {name} are never changed or deleted')"
    yield f"CREATE TRIGGER {name}_is_not_changed BEFORE UPDATE ON {name} BEGIN {refused}; END"
    lawful = (
        ""
        if table.goes_with is None
        else f"WHEN NOT EXISTS (SELECT 1 FROM redacted WHERE seq = OLD.{table.goes_with}) "
    )
    yield f"CREATE TRIGGER {name}_is_not_deleted BEFORE DELETE ON {name} {lawful}BEGIN {refused}; END"
    same = " AND ".join(f"{column} = NEW.{column}" for column in table.key)
    # REPLACE deletes without asking the trigger above when a program has switched recursive triggers off
    yield (
        f"CREATE TRIGGER {name}_is_not_replaced BEFORE INSERT ON {name} "
        f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {same}) BEGIN {refused}; END"
    )
