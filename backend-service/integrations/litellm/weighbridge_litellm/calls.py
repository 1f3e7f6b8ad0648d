"""Calls that were admitted and have not ended, each until its one ending."""

import asyncio
import logging
import time
from dataclasses import dataclass, field

import grpc

from . import contract, endings
from .endings import Ending
from .gate import AskingGate
from .settler import Settler
from .spool import Spool

_LOG = logging.getLogger("weighbridge")
_TELL_S = 10.0


@dataclass
class OpenCall:
    """An admitted call. Only the event loop touches it, but for `answer`.

    likely_input: what its prompt is charged as when nobody tells its size.
    wants_usage: whether the client asked for the usage of its stream.
    delivered: output tokens that the client was sent, counted by the least.
    is_over: whether its stream has come to its end.
    answer: what a provider wrote last, not streamed; whether LiteLLM makes an answer of it or not.
    logged: units and cost of a stream as LiteLLM counted them, when they came before its end.
    """

    request_id: str
    hold_id: str
    ttl_ms: int
    likely_input: int
    wants_usage: bool
    delivered: int = 0
    is_over: bool = False
    answer: str = ""
    logged: tuple[dict[str, int], int | None] | None = None
    begun_s: float = field(default_factory=time.monotonic)
    told_s: float = field(default_factory=time.monotonic)

    def so_far(self) -> dict[str, int]:
        """What it used as far as we can count it."""
        return {"input_tokens": self.likely_input, "output_tokens": self.delivered}


class OpenCalls:
    """All of one process. Ends each once, and keeps the holds of those that run alive."""

    def __init__(self, gate: AskingGate, spool: Spool, settler: Settler, call_max_s: int):
        self._gate = gate
        self._spool = spool
        self._settler = settler
        self._call_max_s = call_max_s
        self._calls: dict[str, OpenCall] = {}
        self._keeper: asyncio.Task | None = None

    def add(self, call: OpenCall) -> None:
        self._calls[call.request_id] = call
        if self._keeper is None:
            self._keeper = asyncio.get_running_loop().create_task(self._keep())

    def get(self, request_id: str) -> OpenCall | None:
        """None once it has ended, and for what is no call of ours."""
        return self._calls.get(request_id)

    async def settle(
        self,
        request_id: str,
        outcome: str,
        units: dict[str, int],
        cost_nanos: int | None,
        final: bool = True,
    ) -> None:
        """Ends a call by a charge, if it has not ended. Returns when that is on the disk."""
        call = self._calls.pop(request_id, None)
        if call is not None:
            await self._end(Ending(request_id, call.hold_id, outcome, units, cost_nanos, final))

    async def release(self, request_id: str, reason: str) -> None:
        """Ends a call free of charge, if it has not ended."""
        call = self._calls.pop(request_id, None)
        if call is not None:
            await self._end(Ending(request_id, call.hold_id, endings.RELEASED, reason=reason[:200]))

    async def add_cost(self, request_id: str, cost_nanos: int | None) -> None:
        """The cost of a call that ended without it."""
        kept = self._spool.finalise(request_id, cost_nanos)
        if kept is not None:
            await self._kept(request_id, kept)

    async def _end(self, ending: Ending) -> None:
        await self._kept(ending.request_id, self._spool.put(ending))

    # Shielded: whoever waits for it may be cancelled, the ending goes on.
    async def _kept(self, request_id: str, kept) -> None:
        kept.add_done_callback(lambda _: self._settler.wake())
        try:
            await asyncio.shield(asyncio.wrap_future(kept))
        except OSError:
            _LOG.exception("call %s: its end is only in memory", request_id)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            due = []
            for call in list(self._calls.values()):
                if now - call.begun_s > self._call_max_s:
                    _LOG.error("call %s has no end; its hold is left to expire", call.request_id)
                    self._calls.pop(call.request_id, None)
                elif now - call.told_s >= self._pause_s(call):
                    due.append(call)
            await asyncio.gather(*(self._tell(call, now) for call in due))

    def _pause_s(self, call: OpenCall) -> float:
        quiet_s = call.ttl_ms / 3_000
        return min(_TELL_S, quiet_s) if call.delivered else quiet_s

    # What it used so far is what it is charged if this process dies. A hold that cannot be kept is
    # no reason to end a call: its end charges what it used.
    async def _tell(self, call: OpenCall, now: float) -> None:
        call.told_s = now
        units = [{"unit": contract.unit(n), "count": c} for n, c in call.so_far().items()]
        try:
            await self._gate.extend(
                contract.ExtendRequest(hold_id=call.hold_id, units=units, ttl_ms=call.ttl_ms)
            )
        except grpc.RpcError as error:
            _LOG.warning("call %s: its hold is not extended: %s", call.request_id, error.details())
