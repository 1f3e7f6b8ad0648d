"""What a call used, as units of the contract, from what LiteLLM says; and what it cost."""

import json
import math
from decimal import ROUND_HALF_EVEN, Decimal

_COUNT_MAX = 1_000_000_000_000
_NANOS = Decimal(1_000_000_000)
_NANOS_MAX = 10**18
# A part is taken from what the parts before it left, so together they are never above their whole.
_INPUT_PARTS = (
    ("cached_input_tokens", "cached_tokens"),
    ("cache_write_1h_tokens", "ephemeral_1h_input_tokens"),
    ("cache_write_5m_tokens", "cache_creation_tokens"),
    ("audio_input_tokens", "audio_tokens"),
    ("image_input_tokens", "image_tokens"),
)
_OUTPUT_PARTS = (
    ("reasoning_tokens", "reasoning_tokens"),
    ("audio_output_tokens", "audio_tokens"),
    ("image_output_tokens", "image_tokens"),
)


# Where providers write what they made.
_MADE = ("candidates", "choices", "content", "message", "output")
_LIKELY_BYTES_PER_TOKEN = 4


def units(usage) -> dict[str, int]:
    """The units of a usage object, LiteLLM's own or plain; empty when it tells nothing.

    LiteLLM writes zero for what was not told. No prompt is of no tokens: such usage is not known.
    """
    prompt = _count(usage, "prompt_tokens")
    output = _count(usage, "completion_tokens")
    if prompt == 0:
        return {}
    # Some count thinking beside the answer, and only their total has it.
    reasoning_beside = max(0, _count(usage, "total_tokens") - prompt - output)
    found = {"input_tokens": prompt}
    details = _get(usage, "prompt_tokens_details")
    writes = _get(details, "cache_creation_token_details")
    left = prompt
    for unit, field in _INPUT_PARTS:
        count = _count(writes if field.startswith("ephemeral") else details, field)
        if unit == "cache_write_5m_tokens":
            count -= found.get("cache_write_1h_tokens", 0)
        left = _take(found, unit, count, left)
    found["output_tokens"] = output + reasoning_beside
    left = output + reasoning_beside
    details = _get(usage, "completion_tokens_details")
    for unit, field in _OUTPUT_PARTS:
        least = reasoning_beside if unit == "reasoning_tokens" else 0
        left = _take(found, unit, max(_count(details, field), least), left)
    return found


def made(answer: str, likely_input: int) -> dict[str, int]:
    """The units of what a provider wrote: its usage, or estimated; empty when it made nothing."""
    try:
        told = json.loads(answer)
    except ValueError:
        return {}
    found = units(_get(told, "usage"))
    parts = [_get(told, field) for field in _MADE]
    parts = [part for part in parts if part and isinstance(part, (dict, list))]
    if found or not parts:
        return found
    return estimated(likely_input, json.dumps(parts, ensure_ascii=False))


def estimated(likely_input: int, output: str) -> dict[str, int]:
    """The units of an answer whose usage nobody tells."""
    length = len(output.encode("utf-8", "replace"))
    return {"input_tokens": likely_input, "output_tokens": length // _LIKELY_BYTES_PER_TOKEN}


def cost_nanos(cost) -> int | None:
    """A cost that LiteLLM reckoned as a float, as whole nano-units. Never summed, only written."""
    if isinstance(cost, bool) or not isinstance(cost, (int, float)) or not math.isfinite(cost):
        return None
    nanos = (Decimal(repr(cost)) * _NANOS).to_integral_value(ROUND_HALF_EVEN)
    return int(nanos) if 0 <= nanos <= _NANOS_MAX else None


def _take(found: dict[str, int], unit: str, count: int, left: int) -> int:
    part = min(max(0, count), left)
    if part:
        found[unit] = part
    return left - part


def _get(holder, field: str):
    if isinstance(holder, dict):
        return holder.get(field)
    return getattr(holder, field, None)


def _count(holder, field: str) -> int:
    value = _get(holder, field)
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value <= _COUNT_MAX else 0
