"""How much a request may use, from above and without a tokenizer: a token is at least one byte."""

import json
from dataclasses import dataclass
from typing import Iterator

from .answers import Refused

# As the own gateway has them: what models make of a picture at most, of base64 sound at 8 kbit a
# second, and what a template adds to a prompt, to its tools and to each message.
_IMAGE_TOKENS = 16_384
_AUDIO_CHARACTERS_PER_TOKEN = 24
_TEMPLATE_TOKENS = 32
_TOOLS_TOKENS = 512
_MESSAGE_TOKENS = 8
_LIKELY_BYTES_PER_TOKEN = 4
_ANSWERS_MAX = 128
_TOKENS_MAX = 1_000_000_000
_COMPLETION_TOKENS = 16
_PROMPT_FIELDS = ("messages", "prompt", "suffix", "input")
_CACHED_FIELDS = ("messages", "tools", "functions", "input")
_WRITTEN_FIELDS = ("tools", "functions", "response_format")
_ESCAPED_BYTES = 5
_TEXT_PARTS = ("text", "input_text", "output_text", "refusal", "thinking")
_MAXIMUM_FIELDS = ("max_completion_tokens", "max_tokens", "max_output_tokens")


@dataclass
class _Prompt:
    payload_bytes: int = 0
    image_tokens: int = 0
    audio_tokens: int = 0


@dataclass(frozen=True)
class Estimate:
    """What to hold.

    units: with input at most, and output where the request says how long an answer may become.
    answers: how many are asked for.
    is_limited: whether the client said how long one may become.
    likely_input: what the prompt is charged as when nobody tells its size.
    """

    units: dict[str, int]
    answers: int
    is_limited: bool
    likely_input: int


def of(
    data: dict,
    body_bytes: int,
    has_output: bool,
    output_tokens: int,
    more: frozenset[str] = frozenset(),
) -> Estimate:
    """Measures a request as LiteLLM read it.

    body_bytes: that it came in; all that is in it may become part of the prompt.
    has_output: whether an answer is made of tokens.
    output_tokens: held for each answer where the client sets no maximum; 0: the service's default.
    more: fields that the operator lets through besides.
    """
    prompt = _Prompt()
    messages = _list(data.get("messages")) + _list(data.get("input"))
    for message in messages:
        _measure(message, prompt)
    text_bytes = _bytes({k: data[k] for k in _PROMPT_FIELDS if k in data}) - prompt.payload_bytes
    # Beside what the client sent, for what the operator adds to a prompt, and for the longer form.
    written_bytes = sum(_written(data[k]) for k in (*_WRITTEN_FIELDS, *more) if data.get(k))
    calls = [m.get("tool_calls") or m.get("function_call") for m in messages if isinstance(m, dict)]
    longer_bytes = sum(_written(call) for call in calls if call)
    has_tools = any(data.get(k) for k in _WRITTEN_FIELDS)
    most = (
        max(text_bytes + written_bytes + longer_bytes, body_bytes - prompt.payload_bytes)
        + prompt.image_tokens
        + prompt.audio_tokens
        + _TEMPLATE_TOKENS
        + (_TOOLS_TOKENS if has_tools else 0)
        + _MESSAGE_TOKENS * len(messages)
    )
    found = {"input_tokens": most}
    if prompt.image_tokens:
        found["image_input_tokens"] = prompt.image_tokens
    if prompt.audio_tokens:
        found["audio_input_tokens"] = prompt.audio_tokens
    lifetimes = set(_cache_lifetimes([data.get(k) for k in _CACHED_FIELDS]))
    if lifetimes:
        # Longer is dearer, and may be all of the prompt.
        unit = "cache_write_5m_tokens" if lifetimes == {"5m"} else "cache_write_1h_tokens"
        found[unit] = most - prompt.image_tokens - prompt.audio_tokens
    likely = (text_bytes + written_bytes) // _LIKELY_BYTES_PER_TOKEN + 1
    if not has_output:
        return Estimate(found, 1, True, likely)
    return _with_output(found, data, likely, output_tokens)


def _with_output(found: dict[str, int], data: dict, likely: int, output_tokens: int) -> Estimate:
    answers = max(_number(data, "n", 1, _ANSWERS_MAX), _number(data, "best_of", 1, _ANSWERS_MAX))
    prompts = data.get("prompt")
    if isinstance(prompts, list) and prompts and not isinstance(prompts[0], int):
        answers *= len(prompts)
    stated = maximum(data)
    each = output_tokens if stated is None else stated
    if each:
        found["output_tokens"] = each * answers
        found |= {unit: each * answers for unit in _dearer_output(data)}
    return Estimate(found, answers, stated is not None, likely)


# In one answer only one of them can be held for.
def _dearer_output(data: dict) -> list[str]:
    told = data.get("modalities") or []
    kinds = set(map(str, told if isinstance(told, list) else [told]))
    if not kinds <= {"text", "audio", "image"} or {"audio", "image"} <= kinds:
        text = "modalities (expected: text, and audio or image)"
        raise Refused.wrong(text, "modalities")
    return [f"{kind}_output_tokens" for kind in kinds - {"text"}]


def maximum(data: dict) -> int | None:
    """How long one answer may become, by the client; None when that is not said."""
    fields = [field for field in _MAXIMUM_FIELDS if data.get(field) is not None]
    return max((_number(data, field, 1, _TOKENS_MAX) for field in fields), default=None)


def _number(data: dict, field: str, least: int, most: int) -> int:
    value = data.get(field)
    if value is None:
        return least
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Refused.wrong(f"{field}: {value!r:.40} (expected: {least} to {most})", field)
    return value


def _measure(message, prompt: _Prompt) -> None:
    if not isinstance(message, dict):
        return
    if message.get("audio"):
        text = "messages.audio: an earlier answer's sound (expected: its text)"
        raise Refused.wrong(text, "messages")
    content = message.get("content")
    parts = content if isinstance(content, list) else [content]
    for part in parts:
        if isinstance(part, dict):
            _measure_part(part, prompt)


def _measure_part(part: dict, prompt: _Prompt) -> None:
    kind = part.get("type")
    if kind in _TEXT_PARTS:
        return
    if kind in ("image_url", "input_image"):
        image = part.get("image_url")
        url = image.get("url") if isinstance(image, dict) else image
        payload = url.find(";base64,") if isinstance(url, str) else -1
        if payload > 0 and url.startswith("data:image/"):
            prompt.payload_bytes += len(url) - payload
        prompt.image_tokens += _IMAGE_TOKENS
        return
    if kind == "input_audio":
        sound = part.get("input_audio")
        data = sound.get("data") if isinstance(sound, dict) else None
        length = len(data) if isinstance(data, str) else 0
        prompt.payload_bytes += length
        known = length and data.startswith(("UklGR", "SUQz", "//"))
        prompt.audio_tokens += length // _AUDIO_CHARACTERS_PER_TOKEN + 1 if known else length
        return
    text = f"messages.content.type: {kind!r:.40} (expected: text, image_url or input_audio)"
    raise Refused.wrong(text, "messages")


def _cache_lifetimes(value) -> Iterator[str]:
    """How long parts are to be kept in a cache for."""
    if isinstance(value, dict):
        control = value.get("cache_control")
        if control is not None:
            told = control.get("ttl") if isinstance(control, dict) else None
            yield "5m" if told is None else str(told)
        value = list(value.values())
    for inner in _list(value):
        yield from _cache_lifetimes(inner)


def _list(value) -> list:
    return value if isinstance(value, list) else []


def _bytes(value) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


# Templates write tools anew, with lines and escapes, so these are measured as the longest form.
def _written(value) -> int:
    text = json.dumps(value, indent=1)
    return len(text) + _ESCAPED_BYTES * sum(text.count(character) for character in "<>&'")
