"""Request ids: UUIDs of version 7, which the proxy makes and no client chooses."""

import secrets
import time
import uuid


def next_id() -> str:
    """A new one, for this instant."""
    ms = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    high = (ms << 16) | 0x7000 | (random >> 62)
    low = (0b10 << 62) | (random & ((1 << 62) - 1))
    return str(uuid.UUID(int=(high << 64) | low))
