"""Calls that run keep their holds; each ends once."""

import asyncio
import tempfile
import unittest
from pathlib import Path

from weighbridge_litellm import contract
from weighbridge_litellm.calls import OpenCall, OpenCalls
from weighbridge_litellm.spool import Spool


class _Gate:
    """Takes down what it is asked to extend."""

    def __init__(self):
        self.extended = asyncio.Queue()

    async def extend(self, request):
        await self.extended.put(request)


class _Settler:
    """Is not told here: what ended stays in the spool."""

    def wake(self):
        pass


class CallsTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.spool = Spool(Path(folder.name), 1 << 20)
        self.addCleanup(self.spool.close)
        self.gate = _Gate()
        self.calls = OpenCalls(self.gate, self.spool, _Settler(), call_max_s=2)

    def _begin(self, name: str) -> OpenCall:
        call = OpenCall(name, "hold-" + name, ttl_ms=30, likely_input=7, wants_usage=False)
        self.calls.add(call)
        return call

    async def test_a_call_that_runs_tells_what_it_used_and_keeps_its_hold(self):
        self._begin("a").delivered = 5
        told = await asyncio.wait_for(self.gate.extended.get(), 20)
        self.assertEqual("hold-a", told.hold_id)
        self.assertEqual(30, told.ttl_ms)
        counts = {each.unit: each.count for each in told.units}
        expected = {contract.unit("input_tokens"): 7, contract.unit("output_tokens"): 5}
        self.assertEqual(expected, counts)

    async def test_a_call_without_an_end_is_let_go(self):
        self._begin("a")
        await asyncio.wait_for(self._gone("a"), 20)
        self.assertEqual([], self.spool.waiting())

    async def _gone(self, name: str):
        while self.calls.get(name) is not None:
            await asyncio.sleep(0.01)

    async def test_a_call_ends_once(self):
        self._begin("a")
        await self.calls.settle("a", "ok", {"input_tokens": 1}, None, final=False)
        await self.calls.settle("a", "client_gone", {"input_tokens": 9}, None)
        await self.calls.release("a", "late")
        await self.calls.add_cost("a", 5)
        await self.calls.add_cost("a", 6)
        (ending,) = self.spool.waiting()
        self.assertEqual("ok", ending.outcome)
        self.assertEqual({"input_tokens": 1}, ending.units)
        self.assertEqual(5, ending.cost_nanos)


if __name__ == "__main__":
    unittest.main()
