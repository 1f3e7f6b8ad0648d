"""How much a request may use, from above and without a tokenizer: a token is at least one byte."""

import json
from dataclasses import dataclass

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


def of(data: dict, has_output: bool, output_tokens: int) -> Estimate:
    """Measures a request as LiteLLM read it.

    has_output: whether an answer is made of tokens.
    output_tokens: held for each answer where the client sets no maximum; 0: the service's default.
    """
    prompt = _Prompt()
    for message in _list(data.get("messages")) + _list(data.get("input")):
        _measure(message, prompt)
    text_bytes = _bytes({k: data[k] for k in _PROMPT_FIELDS if k in data}, ascii_only=False)
    text_bytes -= prompt.payload_bytes
    others = {k: data[k] for k in ("tools", "functions", "response_format", "text") if data.get(k)}
    other_bytes = _bytes(others, ascii_only=True) if others else 0
    most = (
        text_bytes
        + other_bytes
        + prompt.image_tokens
        + prompt.audio_tokens
        + _TEMPLATE_TOKENS
        + (_TOOLS_TOKENS if others else 0)
        + _MESSAGE_TOKENS * len(_list(data.get("messages")) + _list(data.get("input")))
    )
    found = {"input_tokens": most}
    if prompt.image_tokens:
        found["image_input_tokens"] = prompt.image_tokens
    if prompt.audio_tokens:
        found["audio_input_tokens"] = prompt.audio_tokens
    if '"cache_control"' in json.dumps([data.get(k) for k in ("messages", "tools", "input")]):
        found["cache_write_5m_tokens"] = most - prompt.image_tokens - prompt.audio_tokens
    likely = (text_bytes + other_bytes) // _LIKELY_BYTES_PER_TOKEN + 1
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
        if "audio" in _list(data.get("modalities")):
            found["audio_output_tokens"] = each * answers
    return Estimate(found, answers, stated is not None, likely)


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


def _list(value) -> list:
    return value if isinstance(value, list) else []


# Templates write tools anew, with lines and escapes, so these are measured as the longest form.
def _bytes(value, ascii_only: bool) -> int:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1 if ascii_only else None)
    return len(text.encode("utf-8", "surrogatepass"))
