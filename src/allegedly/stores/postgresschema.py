"""The tables as PostgreSQL makes them, with the triggers that refuse whatever is not an append.

Everything is made in one schema and found there by name: each function keeps the search path it was made with, so that
a temporary table of another session cannot stand in for one of the ledger's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly.stores.postgreswords import word_functions
from allegedly.stores.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.stores.schema import Table

__all__ = ["MARK", "Function", "Trigger", "functions", "statements", "triggers"]

# the table that says that a schema holds a ledger, and of which version
MARK = "ledger_schema"
# text as bytes compare: the order of SQLite and of Python, whatever the server's language
_TYPES = {"INTEGER": "bigint", "TEXT": 'text COLLATE "C"', "BLOB": "bytea"}
# words of closed lists, days and moments. The server keeps the commonest values of a column in a table of its own,
# where a redaction does not reach; of all other columns but the numbers of entries it is told to keep none
_COUNTED = frozenset(
    ("kind", "type", "role", "verb", "country", "earliest", "latest", "certainty", "coder", "recorded_at", "wall_at")
)
# an index row holds 2,704 bytes at most, so whatever else is text, such as an address out of a report, is indexed by
# its hash
_SHORT = _COUNTED | {"text_sha256", "source"}


class Function(NamedTuple):
    """A function of the ledger: what it takes and gives, its language and its text."""

    takes: str
    gives: str
    language: str
    text: str


class Trigger(NamedTuple):
    """When a table calls which function: before or after what, for each row or each statement."""

    table: str
    when: str
    events: tuple[str, ...]
    function: str
    argument: str | None = None
    each: str = "ROW"

    @property
    def name(self) -> str:
        """Its name, unlike that of any other trigger of its table."""
        return f"{self.function}_{'_or_'.join(self.events).lower()}"

    @property
    def bits(self) -> int:
        """How pg_trigger.tgtype writes it."""
        bits = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
        moment = (self.each == "ROW") + 2 * (self.when == "BEFORE")
        return moment + sum(bits[event] for event in self.events)


def statements(folding: str) -> Iterator[str]:
    """Everything a new ledger needs in its schema, in order; `folding` names the collation that lowers letters."""
    for name, made in functions(folding).items():
        yield (
            f"CREATE FUNCTION {name}({made.takes}) RETURNS {made.gives} LANGUAGE {made.language} "
            f"SET search_path FROM CURRENT AS $ledger${made.text}$ledger$"
        )
    for name, table in TABLES.items():
        yield _create(name, table)
        yield from _indexes(name, table)
        secret = [column for column in table.names if column not in _COUNTED and not column.endswith("seq")]
        yield from (f"ALTER TABLE {name} ALTER COLUMN {column} SET STATISTICS 0" for column in secret)
    yield "CREATE TABLE words (seq bigint NOT NULL, part integer NOT NULL, tokens tsvector, PRIMARY KEY (seq, part))"
    yield "ALTER TABLE words ALTER COLUMN tokens SET STATISTICS 0"
    yield "CREATE INDEX words_by_tokens ON words USING gin (tokens) WITH (fastupdate = off)"
    yield f"CREATE TABLE {MARK} (application bigint NOT NULL, version integer NOT NULL, folding text NOT NULL)"
    yield f"INSERT INTO {MARK} VALUES ({APPLICATION_ID}, {SCHEMA_VERSION}, '{folding}')"
    for trigger in triggers():
        argument = f"'{trigger.argument}'" if trigger.argument else ""
        yield (
            f"CREATE TRIGGER {trigger.name} {trigger.when} {' OR '.join(trigger.events)} ON {trigger.table} "
            f"FOR EACH {trigger.each} EXECUTE FUNCTION {trigger.function}({argument})"
        )
        # also where a session says that it only replays what another server did
        yield f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}"


def triggers() -> Iterator[Trigger]:
    """Every trigger a ledger must have."""
    for name, table in TABLES.items():
        yield from _append_only(name, table.goes_with)
    yield from _append_only("words", "seq")
    yield from _append_only(MARK, None)
    yield Trigger("entry", "BEFORE", ("INSERT",), "entry_follows")
    yield Trigger("body", "BEFORE", ("INSERT",), "claim_is_word_for_word")
    yield Trigger("body", "AFTER", ("INSERT",), "article_is_searchable")
    yield Trigger("body", "AFTER", ("DELETE",), "article_is_forgotten")


def functions(folding: str) -> dict[str, Function]:
    """Every function a ledger must have, by name, those that others call first."""
    return {
        "ledger_digest": Function(
            "told text", "bytea", "sql IMMUTABLE STRICT", "SELECT sha256(convert_to(told, 'UTF8'))"
        ),
        "ledger_json": Function("told text", "json", "sql IMMUTABLE STRICT", _JSON),
        **{name: Function(*made) for name, made in word_functions(folding).items()},
        **{name: Function("", "trigger", "plpgsql", text) for name, text in _GUARDS.items()},
    }


def _append_only(table: str, goes_with: str | None) -> Iterator[Trigger]:
    if goes_with is None:
        yield Trigger(table, "BEFORE", ("UPDATE", "DELETE", "TRUNCATE"), "ledger_refuses", each="STATEMENT")
        return
    yield Trigger(table, "BEFORE", ("UPDATE", "TRUNCATE"), "ledger_refuses", each="STATEMENT")
    yield Trigger(table, "BEFORE", ("DELETE",), "ledger_lets_go", argument=goes_with)


def _create(name: str, table: Table) -> str:
    columns = [f"{column} {_typed(kind)}" for column, kind in table.columns]
    if _are_short(table.key):
        columns.append(f"PRIMARY KEY ({', '.join(table.key)})")
    columns += [f"UNIQUE ({', '.join(one)})" for one in table.unique if _are_short(one)]
    return f"CREATE TABLE {name} ({', '.join(columns)})"


def _typed(kind: str) -> str:
    first, _, rest = kind.partition(" ")
    return f"{_TYPES[first]} {rest}".rstrip()


def _indexes(name: str, table: Table) -> Iterator[str]:
    """Ordered indexes over what is short, hashes for the rest; what must be unique stays so by a digest."""
    wanted = dict.fromkeys(table.indexes)
    for key in (table.key, *table.unique):
        if not _are_short(key):
            parts = ", ".join(one if _are_short((one,)) else f"ledger_digest({one})" for one in key)
            index = f"{name}_is_once_by_{'_'.join(key)}"
            yield f"CREATE UNIQUE INDEX {index} ON {name} ({parts})"
            for place, one in enumerate(key, 1):
                if not _are_short((one,)):
                    yield f"ALTER INDEX {index} ALTER COLUMN {place} SET STATISTICS 0"
            wanted[key] = None
    for columns in wanted:
        short = [one for place, one in enumerate(columns) if _are_short(columns[: place + 1])]
        how = f"({', '.join(short)})" if short else f"USING hash ({columns[0]})"
        yield f"CREATE INDEX {name}_by_{'_'.join(columns)} ON {name} {how}"


def _are_short(columns: tuple[str, ...]) -> bool:
    kinds = {name: kind for table in TABLES.values() for name, kind in table.columns}
    return all(one in _SHORT or not kinds[one].startswith("TEXT") for one in columns)


# PostgreSQL's text holds no NUL, so that JSON with one cannot be looked into; another control character stands in
_JSON = r"""
SELECT CASE WHEN position('\u0000' IN told) = 0 THEN told::json
ELSE regexp_replace(told, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\u001a', 'g')::json END
"""
_GUARDS = {
    "ledger_refuses": """
BEGIN
  RAISE EXCEPTION 'ledger: rows of % are never changed or deleted', TG_TABLE_NAME;
END
""",
    # a row goes only when a redaction names its entry
    "ledger_lets_go": """
BEGIN
  IF NOT EXISTS (SELECT 1 FROM redacted WHERE seq = (to_jsonb(OLD) ->> TG_ARGV[0])::bigint) THEN
    RAISE EXCEPTION 'ledger: rows of % are never changed or deleted', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END
""",
    # an entry comes after the last one, in number and in time
    "entry_follows": """
BEGIN
  IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  OR NEW.recorded_at < (SELECT coalesce(max(recorded_at), 0) FROM entry) THEN
    RAISE EXCEPTION 'ledger: an entry must follow the last one';
  END IF;
  RETURN NEW;
END
""",
    # a claim's evidence stands in its article word for word
    "claim_is_word_for_word": """
DECLARE
  printed text;
BEGIN
  SELECT ledger_json(body.body) ->> 'text' INTO printed
  FROM claim JOIN article ON article.seq = claim.article_seq JOIN body ON body.seq = article.seq
  WHERE claim.seq = NEW.seq;
  IF printed IS NOT NULL AND EXISTS (
    SELECT 1 FROM json_array_elements(ledger_json(NEW.body) -> 'evidence') AS said(one)
    WHERE substr(printed, (one ->> 'start')::integer + 1, (one ->> 'end')::integer - (one ->> 'start')::integer)
      IS DISTINCT FROM one ->> 'text'
  ) THEN
    RAISE EXCEPTION 'ledger: the evidence of a claim is not in its article word for word';
  END IF;
  RETURN NEW;
END
""",
    "article_is_searchable": """
BEGIN
  IF (SELECT kind FROM entry WHERE seq = NEW.seq) = 'article' THEN
    INSERT INTO words SELECT NEW.seq, part, tokens FROM ledger_parts(ledger_json(NEW.body) ->> 'text');
  END IF;
  RETURN NULL;
END
""",
    "article_is_forgotten": """
BEGIN
  DELETE FROM words WHERE seq = OLD.seq;
  RETURN NULL;
END
""",
}
