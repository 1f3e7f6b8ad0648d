"""Where endings wait until the ledger has them: files that are forced to the disk."""

import fcntl
import json
import logging
import os
import queue
import secrets
import threading
import time
import zlib
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Iterable

from . import endings
from .endings import Ending

_LOG = logging.getLogger("weighbridge")
_SEGMENT_BYTES = 4 << 20
_GROUP = 512
_DONE = "done"
_KEPT: "Future[None]" = Future()
_KEPT.set_result(None)


class SpoolFull(Exception):
    """No ending can be kept now, so no call may begin."""


class Segment:
    """One file, of one process at a time: whoever holds its lock. Lines of a checksum and JSON."""

    def __init__(self, path: Path, descriptor: int):
        self.path = path
        self.open_ids: set[str] = set()
        self.is_damaged = False
        self._descriptor = descriptor
        self.bytes = os.fstat(descriptor).st_size

    @staticmethod
    def create(folder: Path) -> "Segment":
        """A new one, locked."""
        while True:
            name = f"{time.time_ns():020}-{secrets.token_hex(4)}.spool"
            segment = Segment.lock(folder / name, os.O_CREAT | os.O_EXCL)
            if segment is not None:
                _force_folder(folder)
                return segment

    @staticmethod
    def lock(path: Path, flags: int = 0) -> "Segment | None":
        """One that nobody has; None when somebody does, or it is gone."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | flags, 0o600)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.stat(path), os.fstat(descriptor)):
                return Segment(path, descriptor)
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(descriptor)
        return None

    def read(self) -> dict[str, Ending]:
        """The endings that were not told yet.

        The last line may be torn, which is no promise, and is cut off. Another that is damaged may
        have been one: the file is kept then.
        """
        found: dict[str, Ending] = {}
        data = self.path.read_bytes()
        for line in data.split(b"\n")[:-1]:
            checksum, _, text = line.partition(b" ")
            if checksum != _checksum(text):
                _LOG.error("spool %s: a damaged line is left out, and kept", self.path)
                self.is_damaged = True
                continue
            record = json.loads(text)
            if _DONE in record:
                found.pop(record[_DONE], None)
            else:
                ending = endings.read(record)
                found[ending.request_id] = ending
        if data and not data.endswith(b"\n"):
            self._cut(data.rfind(b"\n") + 1)
        self.open_ids = set(found)
        return found

    def write(self, lines: list[str], force: bool) -> None:
        """Appends; what was written in part is cut off again."""
        before = self.bytes
        data = b"".join(_checksum(t) + b" " + t + b"\n" for t in (x.encode() for x in lines))
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
            if force:
                os.fdatasync(self._descriptor)
        except OSError:
            self._cut(before)
            raise
        self.bytes = before + len(data)

    def _cut(self, length: int) -> None:
        os.ftruncate(self._descriptor, length)
        self.bytes = length

    def remove(self) -> None:
        """For one in which nothing waits. One that is damaged is kept for a person to read."""
        with suppress(FileNotFoundError):
            if self.is_damaged:
                self.path.rename(self.path.with_suffix(".damaged"))
            else:
                self.path.unlink()
        self.close()

    def close(self) -> None:
        os.close(self._descriptor)


def _checksum(text: bytes) -> bytes:
    return b"%08x" % zlib.crc32(text)


def _force_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass
class _Waiting:
    """An ending that has not been told. kept: done when it is on the disk."""

    ending: Ending
    segment: Segment
    kept: "Future[None]"


class Spool:
    """All of this process's segments. One thread writes, in groups; everybody may ask."""

    def __init__(self, folder: Path, bytes_max: int):
        self._folder = folder
        self._bytes_max = bytes_max
        self._segment_bytes = min(_SEGMENT_BYTES, bytes_max // 4)
        self._lock = threading.Lock()
        # Guarded by the lock.
        self._waiting: dict[str, _Waiting] = {}
        self._bytes = 0
        self._broken = False
        self._segments: list[Segment] = []
        self._queue: queue.SimpleQueue = queue.SimpleQueue()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._current = self._begin()
        self.adopt()
        self._thread = threading.Thread(target=self._run, name="weighbridge-spool", daemon=True)
        self._thread.start()

    def require_room(self) -> None:
        """Raises SpoolFull when an ending could not be kept."""
        with self._lock:
            if self._broken:
                raise SpoolFull("the spool cannot be written")
            if self._bytes >= self._bytes_max:
                raise SpoolFull(f"the spool is full: {len(self._waiting)} endings wait")

    def waiting(self) -> list[Ending]:
        """What has not been told, oldest first."""
        with self._lock:
            return [each.ending for each in self._waiting.values()]

    def find(self, request_id: str) -> Ending | None:
        """The ending of a call, while it waits."""
        with self._lock:
            found = self._waiting.get(request_id)
            return found.ending if found else None

    def is_kept(self, request_id: str) -> bool:
        """Whether the last word of it is on the disk, or cannot be."""
        with self._lock:
            found = self._waiting.get(request_id)
            return found is not None and found.kept.done()

    def put(self, ending: Ending) -> "Future[None]":
        """Keeps it. Done when it is on the disk; it waits from now on, even if that fails."""
        with self._lock:
            return self._put(ending, self._current)

    def finalise(self, request_id: str, cost_nanos: int | None = None) -> "Future[None] | None":
        """Makes an ending final, with its cost if that is known by now. None when it is already."""
        with self._lock:
            found = self._waiting.get(request_id)
            if found is None or found.ending.final:
                return None
            final = replace(found.ending, final=True, cost_nanos=cost_nanos)
            return self._put(final, found.segment)

    # Under the lock, so that the lines of one call are in order.
    def _put(self, ending: Ending, segment: Segment) -> "Future[None]":
        kept = self._send(segment, ending.line(), True)
        self._waiting[ending.request_id] = _Waiting(ending, segment, kept)
        segment.open_ids.add(ending.request_id)
        return kept

    def done(self, request_ids: Iterable[str]) -> None:
        """The ledger has these. Not forced: one that is told twice is charged once."""
        for request_id in request_ids:
            with self._lock:
                known = self._waiting.pop(request_id, None)
            if known:
                self._send(known.segment, json.dumps({_DONE: request_id}), False, request_id)

    def keep_refused(self, ending: Ending, code: str) -> None:
        """For a person to decide: the gate does not take it. Then it is done."""
        line = json.dumps({"code": code, "ending": json.loads(ending.line())})
        with open(self._folder / "refused.jsonl", "a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.done([ending.request_id])

    def probe(self) -> None:
        """Tries whether the disk takes something again, if it did not."""
        with self._lock:
            broken = self._broken
        if broken:
            self._send(self._current, json.dumps({_DONE: ""}), True)

    def adopt(self) -> None:
        """Takes what processes that are gone have left."""
        with self._lock:
            mine = {segment.path for segment in self._segments}
        for path in sorted(self._folder.glob("*.spool")):
            segment = None if path in mine else Segment.lock(path)
            if segment is None:
                continue
            left = segment.read()
            if not left:
                segment.remove()
                continue
            _LOG.info("spool %s: %d endings of another process wait", path, len(left))
            with self._lock:
                self._segments.append(segment)
                self._bytes += segment.bytes
                for ending in left.values():
                    self._waiting[ending.request_id] = _Waiting(ending, segment, _KEPT)
            for ending in left.values():
                self.finalise(ending.request_id)

    def close(self) -> None:
        """Stops writing, once what was given is on the disk."""
        self._queue.put(None)
        self._thread.join()
        for segment in self._segments:
            if segment.open_ids:
                segment.close()
            else:
                segment.remove()

    def _send(self, segment: Segment, line: str, force: bool, ended: str = "") -> "Future[None]":
        future: "Future[None]" = Future()
        self._queue.put((segment, line, force, ended, future))
        return future

    def _begin(self) -> Segment:
        segment = Segment.create(self._folder)
        with self._lock:
            self._segments.append(segment)
        return segment

    def _run(self) -> None:
        more = True
        while more:
            group = [self._queue.get()]
            while len(group) < _GROUP and not self._queue.empty():
                group.append(self._queue.get())
            more = None not in group
            by_segment: dict[Segment, list] = {}
            for item in filter(None, group):
                by_segment.setdefault(item[0], []).append(item)
            for segment, items in by_segment.items():
                self._write(segment, items)
            self._tidy()

    def _write(self, segment: Segment, items: list) -> None:
        before = segment.bytes
        try:
            segment.write([item[1] for item in items], any(item[2] for item in items))
        except OSError as error:
            _LOG.error("spool %s: %s", segment.path, error)
            self._wrote(segment, before, True)
            for item in items:
                item[4].set_exception(error)
            return
        self._wrote(segment, before, False)
        with self._lock:
            segment.open_ids.difference_update(item[3] for item in items)
        for item in items:
            item[4].set_result(None)

    def _wrote(self, segment: Segment, before: int, broken: bool) -> None:
        with self._lock:
            self._bytes += segment.bytes - before
            self._broken = broken

    def _tidy(self) -> None:
        if self._current.bytes >= self._segment_bytes:
            try:
                fresh = self._begin()
            except OSError as error:
                _LOG.error("spool %s: %s", self._folder, error)
                return
            with self._lock:
                self._current = fresh
        with self._lock:
            over = [s for s in self._segments if not s.open_ids and s is not self._current]
            for segment in over:
                self._segments.remove(segment)
                self._bytes -= segment.bytes
        for segment in over:
            segment.remove()
