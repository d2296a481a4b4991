"""One line to a browser: it is hung up on when it is held open without being used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Line"]

# seconds in which the head of a request must have come; a browser sends it at once
_HEAD_WITHIN = 5.0
# seconds in which a browser must have taken more of an answer
_TAKEN_WITHIN = 20.0


class Line(H11Protocol):
    """A connection that waits neither for a request that does not come nor for an answer that is not taken.

    uvicorn bounds only the wait between two requests.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head: asyncio.TimerHandle | None = None
        self._taken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begins to wait for the head of a request."""
        super().connection_made(transport)
        self._head = self._later(_HEAD_WITHIN)

    def data_received(self, data: bytes) -> None:
        """Waits on while the head of a request is not whole."""
        super().data_received(data)
        # set by uvicorn when a head was whole
        comes = self.cycle is None or self.cycle.response_complete
        if not comes:
            _stop(self._head)
            self._head = None
        elif self._head is None:
            self._head = self._later(_HEAD_WITHIN)

    def pause_writing(self) -> None:
        """Begins to wait for the browser to take more."""
        super().pause_writing()
        self._taken = self._taken or self._later(_TAKEN_WITHIN)

    def resume_writing(self) -> None:
        """The browser took some."""
        super().resume_writing()
        _stop(self._taken)
        self._taken = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        _stop(self._head)
        _stop(self._taken)
        super().connection_lost(exc)

    def _later(self, seconds: float) -> asyncio.TimerHandle:
        hang_up: Callable[[], None] = self.transport.abort
        return asyncio.get_running_loop().call_later(seconds, hang_up)


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
