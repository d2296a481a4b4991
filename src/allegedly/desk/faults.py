"""What is written of a fault of the desk itself: where it happened and of what kind, none of the words it met."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["LOGS", "Wordless"]


class Wordless(logging.Formatter):
    """A line of a log with the way to a fault, without what the fault says: that may be a report's words or a name."""

    def formatException(  # noqa: N802 - logging calls it so
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The frames of a fault and of those that led to it, and the kind of each."""
        fault, told = ei[1], list[str]()
        while fault is not None:
            told.append(f"{type(fault).__module__}.{type(fault).__qualname__} at")
            told += (
                f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault.__traceback__)
            )
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(told)


# what the server says on standard error
LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"wordless": {"()": "allegedly.desk.faults.Wordless", "format": "%(levelname)s: %(message)s"}},
    "handlers": {"said": {"class": "logging.StreamHandler", "formatter": "wordless"}},
    "loggers": {
        name: {"handlers": ["said"], "level": "WARNING", "propagate": False} for name in ("uvicorn", "asyncio")
    },
}
