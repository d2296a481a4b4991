"""The account of an export: what was found, what left, what did not and why, all in words and counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Account", "LeftOut", "LossReport", "LostField", "RuleApplied", "Tally", "in_words"]


class LeftOut(Record, frozen=True, kw_only=True):
    """What did not leave for one reason, by id."""

    reason: str
    count: int
    ids: tuple[str, ...]


class Tally(Record, frozen=True, kw_only=True):
    """How many were found, how many are in the file or behind a row of it, and the others by reason.

    `found` is `carried` and all that is left out, each once.
    """

    found: int
    carried: int
    left_out: tuple[LeftOut, ...]


class LostField(Record, frozen=True, kw_only=True):
    """What the format has no place for, and in how many rows something of it was lost."""

    field: str
    reason: str
    rows: int


class RuleApplied(Record, frozen=True, kw_only=True):
    """What was decided by a rule of the format, and in how many rows."""

    rule: str
    rows: int


class LossReport(Record, frozen=True, kw_only=True):
    """What an export is, and what it could not carry.

    `ledger` is the ledger's own id, `as_of` the last entry that the export rests on, `sha256` the hash of its bytes.
    """

    format: str
    ledger: str
    as_of: int
    rows: int
    sha256: str
    events: Tally
    claims: Tally
    fields: tuple[LostField, ...]
    rules: tuple[RuleApplied, ...]


class Account:
    """Counts what an export carries and loses while it is written."""

    def __init__(self) -> None:
        self.rows = 0
        self._carried: dict[str, set[str]] = {"event": set(), "claim": set()}
        # ids by reason, in order
        self._left: dict[str, defaultdict[str, dict[str, None]]]
        self._left = {"event": defaultdict(dict), "claim": defaultdict(dict)}
        self._fields: Counter[tuple[str, str]] = Counter()
        self._rules: Counter[str] = Counter()

    def carry(self, kind: str, name: str) -> None:
        """An event or claim is in the file, or behind a row of it."""
        self._carried[kind].add(name)

    def leave(self, kind: str, name: str, reason: str) -> None:
        """An event or claim does not leave."""
        self._left[kind][reason][name] = None

    def lose(self, field: str, reason: str) -> None:
        """A row goes without something that the ledger holds of it."""
        self._fields[field, reason] += 1

    def apply(self, rule: str) -> None:
        """A row has a value that a rule of the format gave."""
        self._rules[rule] += 1

    def take_events(self, other: Account) -> None:
        """Takes over what another account says of events, and nothing else."""
        self._carried["event"] |= other._carried["event"]
        for reason, ids in other._left["event"].items():
            self._left["event"][reason].update(ids)

    def report(self, *, form: str, ledger: str, as_of: int, sha256: str) -> LossReport:
        """What has been counted."""
        return LossReport(
            format=form,
            ledger=ledger,
            as_of=as_of,
            rows=self.rows,
            sha256=sha256,
            events=self._tally("event"),
            claims=self._tally("claim"),
            fields=tuple(
                LostField(field=field, reason=reason, rows=rows)
                for (field, reason), rows in sorted(self._fields.items())
            ),
            rules=tuple(RuleApplied(rule=rule, rows=rows) for rule, rows in sorted(self._rules.items())),
        )

    def _tally(self, kind: str) -> Tally:
        left = tuple(
            LeftOut(reason=reason, count=len(ids), ids=tuple(ids)) for reason, ids in sorted(self._left[kind].items())
        )
        carried = len(self._carried[kind])
        return Tally(found=carried + sum(one.count for one in left), carried=carried, left_out=left)


def in_words(report: LossReport) -> Iterator[str]:
    """The report for a person, line by line."""
    yield f"{report.format}: {_many(report.rows, 'row')}, as of entry {report.as_of}"
    for kind, tally in (("event", report.events), ("claim", report.claims)):
        if tally.found:
            yield f"  {_many(tally.found, kind)} found, {tally.carried:,} carried"
        yield from (f"    {one.count:,} left out: {one.reason}" for one in tally.left_out)
    yield from (f"  lost in {_many(one.rows, 'row')}: {one.field}: {one.reason}" for one in report.fields)
    yield from (f"  by rule in {_many(one.rows, 'row')}: {one.rule}" for one in report.rules)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
