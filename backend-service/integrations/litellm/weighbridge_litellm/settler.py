"""Tells the gate how calls ended, from the spool, until the ledger has it."""

import logging
import threading
import time

import grpc

from . import contract, endings
from .endings import Ending
from .gate import TellingGate
from .spool import Spool

_LOG = logging.getLogger("weighbridge")
_BATCH = 500
_COST_GRACE_MS = 5_000
_IDLE_S = 0.5
_RETRY_MOST_S = 5.0
_ADOPT_S = 5.0
# What another try may change: the gate is away, busy, or does not know this proxy yet or any more.
_AGAIN_CODES = {"BUSY", "STORE_UNAVAILABLE", "INTERNAL", "UNAUTHENTICATED"}
_FINAL_STATUSES = {
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.NOT_FOUND,
    grpc.StatusCode.PERMISSION_DENIED,
}


class Settler:
    """One thread. What cannot be told now stays in the spool and is told again."""

    def __init__(self, spool: Spool, gate: TellingGate):
        self._spool = spool
        self._gate = gate
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._retry_s = 0.0
        self._adopt_at = 0.0
        self._thread = threading.Thread(target=self._run, name="weighbridge-settle", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something waits."""
        self._wake.set()

    def stop(self) -> None:
        """Ends the thread. What waits is for `finish`, or for the next process."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()

    def finish(self, seconds: float) -> int:
        """Tells what it can in so much time, without the thread, and returns how many are left."""
        until = time.monotonic() + seconds
        while self._spool.waiting() and time.monotonic() < until:
            self._spool.adopt()
            self._round(grace_ms=0)
            time.sleep(min(self._retry_s, 0.2) or 0.01)
        return len(self._spool.waiting())

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(self._retry_s or _IDLE_S)
            self._wake.clear()
            if self._stopping.is_set():
                return
            try:
                if time.monotonic() >= self._adopt_at:
                    self._adopt_at = time.monotonic() + _ADOPT_S
                    self._spool.probe()
                    self._spool.adopt()
                self._round(_COST_GRACE_MS)
            except Exception:
                _LOG.exception("telling the gate failed; it is tried again")
                self._later()
            self._stopping.wait(self._retry_s)

    def _round(self, grace_ms: int) -> None:
        ready = [e for e in self._spool.waiting() if self._is_ready(e, grace_ms)]
        releases = [e for e in ready if e.outcome == endings.RELEASED]
        settles = [e for e in ready if e.outcome != endings.RELEASED]
        self._retry_s, before = 0.0, self._retry_s
        try:
            for begin in range(0, len(settles), _BATCH):
                self._settle(settles[begin : begin + _BATCH])
            for ending in releases:
                self._release(ending)
        except grpc.RpcError as error:
            self._retry_s = before
            self._later()
            _LOG.warning(
                "the gate cannot be told now (%s: %s); %d endings wait",
                error.code().name,
                error.details(),
                len(ready),
            )

    def _later(self) -> None:
        self._retry_s = min(_RETRY_MOST_S, max(0.1, self._retry_s * 2))

    # The cost of a stream comes a moment after its end. What is told must be on the disk first, as
    # it is: told anew, it must be the same.
    def _is_ready(self, ending: Ending, grace_ms: int) -> bool:
        if not ending.final:
            # A clock that was set back must not make it wait for long: its hold is not kept alive.
            if 0 <= time.time_ns() // 1_000_000 - ending.at_ms < grace_ms:
                return False
            kept = self._spool.finalise(ending.request_id)
            if kept is not None:
                kept.add_done_callback(lambda _: self.wake())
        return self._spool.is_kept(ending.request_id)

    def _settle(self, batch: list[Ending]) -> None:
        batch = [self._spool.find(e.request_id) or e for e in batch]
        request = contract.SettleBatchRequest(settles=[_settle_request(e) for e in batch])
        reply = self._gate.settle_batch(request)
        taken = []
        for ending, item in zip(batch, reply.items, strict=True):
            if item.WhichOneof("result") == "settled":
                taken.append(ending.request_id)
            elif item.error.code in _AGAIN_CODES:
                self._later()
            else:
                self._refused(ending, item.error.code, item.error.text)
        self._spool.done(taken)

    def _release(self, ending: Ending) -> None:
        request = contract.ReleaseRequest(hold_id=ending.hold_id, reason=ending.reason)
        try:
            self._gate.release(request)
        except grpc.RpcError as error:
            if error.code() not in _FINAL_STATUSES:
                raise
            _LOG.warning("call %s is not released: %s", ending.request_id, error.details())
        self._spool.done([ending.request_id])

    def _refused(self, ending: Ending, code: str, text: str) -> None:
        _LOG.error("call %s: the gate does not take its end: %s %s", ending.request_id, code, text)
        self._spool.keep_refused(ending, code)


def _settle_request(ending: Ending):
    request = contract.SettleRequest(
        hold_id=ending.hold_id,
        outcome=contract.outcome(ending.outcome),
        units=[{"unit": contract.unit(name), "count": n} for name, n in ending.units.items()],
    )
    if ending.cost_nanos is not None:
        request.upstream_cost_nanos = ending.cost_nanos
    return request
