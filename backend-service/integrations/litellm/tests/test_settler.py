"""When the gate is told how a call ended."""

import tempfile
import time
import unittest
from pathlib import Path

from weighbridge_litellm import contract
from weighbridge_litellm.endings import Ending
from weighbridge_litellm.settler import Settler
from weighbridge_litellm.spool import Spool

_HOUR_MS = 3_600_000


class _Gate:
    """Takes all that it is told."""

    def __init__(self):
        self.told: list[str] = []

    def settle_batch(self, request):
        self.told += [settle.hold_id for settle in request.settles]
        return contract.SettleBatchReply(items=[{"settled": {}} for _ in request.settles])


class SettlerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.spool = Spool(Path(folder.name), 1 << 20)
        self.addCleanup(self.spool.close)
        self.gate = _Gate()
        self.settler = Settler(self.spool, self.gate)

    def _put(self, name: str, at_ms: int) -> None:
        units = {"input_tokens": 3}
        self.spool.put(Ending(name, name, "ok", units, None, False, at_ms=at_ms)).result()

    def _told(self, grace_ms: int) -> list[str]:
        # One round makes what has waited long enough final; the next, once that is on the disk,
        # tells it.
        self.settler._round(grace_ms)
        self.spool.put(Ending("later", "later", "ok", final=False)).result()
        self.settler._round(grace_ms)
        return self.gate.told

    def test_a_cost_is_waited_for_by_no_clock_that_was_set_back(self):
        now_ms = time.time_ns() // 1_000_000
        self._put("just-now", now_ms)
        self._put("long-ago", now_ms - _HOUR_MS)
        self._put("to-come", now_ms + _HOUR_MS)
        self.assertEqual(["long-ago", "to-come"], self._told(_HOUR_MS // 2))


if __name__ == "__main__":
    unittest.main()
