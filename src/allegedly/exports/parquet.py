"""Claims as a Parquet file: the columns of the flat table with types of their own."""

from __future__ import annotations

import itertools
from typing import IO, TYPE_CHECKING, Any

from allegedly.errors import NotFoundError
from allegedly.exports.claimtable import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allegedly.exports.cells import Kind
    from allegedly.exports.gathering import Sent

__all__ = ["write"]

# rows in one group: the same on every machine, or the bytes would not be
_GROUP = 10_000


def write(claims: Iterable[Sent], out: IO[bytes]) -> int:
    """Writes the claims to a file that can be sought in; gives their number."""
    try:
        # an extra; loaded when a Parquet file is asked for
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise NotFoundError(
            "parquet: expected the library pyarrow, found none installed; pip install 'allegedly[exports]'"
        ) from None
    types: dict[Kind, Any] = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"),
        "truth": pa.bool_(),
    }
    schema = pa.schema([(column.name, types[column.kind]) for column in COLUMNS])
    rows, number = iter(claims), 0
    with pq.ParquetWriter(out, schema, compression="zstd", store_schema=False) as writer:
        while some := list(itertools.islice(rows, _GROUP)):
            columns = [pa.array([column.take(one) for one in some], types[column.kind]) for column in COLUMNS]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=_GROUP)
            number += len(some)
    return number
