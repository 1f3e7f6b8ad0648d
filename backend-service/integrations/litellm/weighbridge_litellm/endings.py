"""How a call ended: what the spool keeps and the gate is told."""

import json
import time
from dataclasses import asdict, dataclass, field

RELEASED = "released"


@dataclass(frozen=True)
class Ending:
    """The one ending of one call.

    units: name to count; empty for a call that is released.
    outcome: `ok`, `client_gone`, `upstream_error`, or RELEASED.
    cost_nanos: what the provider charged; None when it is not known.
    final: False while the cost may still come. Only a final one is told, and it never changes.
    """

    request_id: str
    hold_id: str
    outcome: str
    units: dict[str, int] = field(default_factory=dict)
    cost_nanos: int | None = None
    final: bool = True
    reason: str = ""
    at_ms: int = field(default_factory=lambda: time.time_ns() // 1_000_000)

    def line(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))


def read(line: dict) -> Ending:
    """What `line` wrote."""
    return Ending(**line)
