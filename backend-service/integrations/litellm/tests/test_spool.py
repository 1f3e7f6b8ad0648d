"""The spool: what is kept is kept, through a kill, a torn write and a full disk."""

import errno
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from weighbridge_litellm.endings import Ending
from weighbridge_litellm.spool import Spool, SpoolFull


def _ending(name: str, final: bool = True) -> Ending:
    return Ending(name, "hold-" + name, "ok", {"input_tokens": 3}, None, final)


# Keeps two endings, tells one, and is killed.
_KILLED = """
import os, sys
from pathlib import Path
from weighbridge_litellm.endings import Ending
from weighbridge_litellm.spool import Spool
spool = Spool(Path(sys.argv[1]), 1 << 20)
for name in ("a", "b"):
    spool.put(Ending(name, "hold-" + name, "ok", {"input_tokens": 3}, None, False)).result()
spool.put(Ending("told", "h", "ok")).result()
spool.done(["told"])
spool.put(Ending("c", "hold-c", "ok")).result()
os.kill(os.getpid(), 9)
"""


class SpoolTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def _open(self, bytes_max: int = 1 << 20) -> Spool:
        spool = Spool(self.folder, bytes_max)
        self.addCleanup(spool.close)
        return spool

    def _names(self, spool: Spool) -> list[str]:
        return [ending.request_id for ending in spool.waiting()]

    def _kill(self):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        ran = subprocess.run([sys.executable, "-c", _KILLED, str(self.folder)], env=environment)
        self.assertEqual(-9, ran.returncode)

    def test_what_was_kept_outlives_a_kill_and_is_final_then(self):
        self._kill()
        spool = self._open()
        self.assertEqual(["a", "b", "c"], self._names(spool))
        self.assertTrue(all(ending.final for ending in spool.waiting()))
        self.assertEqual({"input_tokens": 3}, spool.find("a").units)

    def test_a_torn_line_is_left_out_and_cut_off(self):
        self._kill()
        (path,) = self.folder.glob("*.spool")
        whole = path.read_bytes()
        path.write_bytes(whole + whole[:50])
        self.assertEqual(["a", "b", "c"], self._names(self._open()))

    def test_a_damaged_line_is_left_out_and_kept_for_a_person(self):
        self._kill()
        (path,) = self.folder.glob("*.spool")
        path.write_bytes(path.read_bytes().replace(b"hold-a", b"hold-x"))
        spool = self._open()
        self.assertEqual(["b", "c"], self._names(spool))
        spool.done(["b", "c"])
        # It tidies up after each group that it writes, so before the second of these.
        for name in ("d", "e"):
            spool.put(_ending(name)).result()
        self.assertIn(b"hold-x", path.with_suffix(".damaged").read_bytes())
        self.assertFalse(path.exists())

    def test_nobody_takes_what_a_living_process_has(self):
        first = self._open()
        first.put(_ending("a")).result()
        second = self._open()
        self.assertEqual([], second.waiting())

    def test_no_cost_comes_after_an_ending_is_final(self):
        spool = self._open()
        spool.put(_ending("a", final=False)).result()
        spool.finalise("a", 7).result()
        self.assertIsNone(spool.finalise("a", 8))
        self.assertEqual(7, spool.find("a").cost_nanos)

    def test_a_full_spool_takes_no_more_calls_and_empties(self):
        spool = self._open(bytes_max=8_000)
        count = 0
        try:
            while count < 1_000:
                spool.require_room()
                spool.put(_ending(f"call-{count}")).result()
                count += 1
        except SpoolFull:
            pass
        self.assertTrue(20 < count < 100, count)
        spool.done([ending.request_id for ending in spool.waiting()])
        spool.put(_ending("last")).result()
        spool.require_room()
        self.assertEqual(["last"], self._names(spool))

    def test_a_disk_that_takes_nothing_stops_calls_until_it_does(self):
        spool = self._open()
        with mock.patch("os.fdatasync", side_effect=OSError(errno.ENOSPC, "full")):
            with self.assertRaises(OSError):
                spool.put(_ending("a")).result()
            with self.assertRaises(SpoolFull):
                spool.require_room()
        self.assertEqual(["a"], self._names(spool))
        spool.probe()
        spool.put(_ending("b")).result()
        spool.require_room()

    def test_what_the_gate_refuses_is_kept_for_a_person(self):
        spool = self._open()
        spool.put(_ending("a")).result()
        spool.keep_refused(spool.find("a"), "SETTLED_DIFFERENTLY")
        self.assertEqual([], spool.waiting())
        self.assertIn("SETTLED_DIFFERENTLY", (self.folder / "refused.jsonl").read_text())


if __name__ == "__main__":
    unittest.main()
