"""Which requests are let through: closed lists of routes and of fields."""

from contextvars import ContextVar
from dataclasses import dataclass
from types import NoneType

from .answers import Refused

# Every route that LiteLLM has and that is not here is refused: with custom auth it checks neither
# routes nor roles, and what is not metered would be free.
CALLS = frozenset(("/chat/completions", "/completions", "/embeddings"))
MODELS = "/models"
CALL_TYPES = {"acompletion": True, "atext_completion": True, "aembedding": False}

# What a request may have, by route; LiteLLM passes on, or obeys, whatever else it finds. Nothing
# here chooses a model, a key, a price or a tool of a provider's, or makes more than is held for.
_ANY = "metadata model stream_options user"
_WRITING = (
    "frequency_penalty logit_bias max_tokens min_p n presence_penalty repetition_penalty seed stop"
    " stream temperature top_k top_p"
)
FIELDS = {
    "/chat/completions": frozenset(
        f"{_ANY} {_WRITING} audio function_call functions logprobs max_completion_tokens messages"
        " modalities parallel_tool_calls prompt_cache_key prompt_cache_retention reasoning_effort"
        " response_format safety_identifier service_tier thinking tool_choice tools top_logprobs"
        " verbosity".split()
    ),
    "/completions": frozenset(f"{_ANY} {_WRITING} best_of logprobs prompt suffix".split()),
    "/embeddings": frozenset(f"{_ANY} dimensions encoding_format input input_type".split()),
}
# Some libraries write these where they are not wanted.
_MAY_BE_OFF = ("echo", "store", "web_search_options")
_FORMAT = ("json_schema", "type")
_STREAM_OPTIONS = ("include_obfuscation", "include_usage")
_FUNCTION = ("cache_control", "description", "name", "parameters", "strict")
_CUSTOM = ("description", "format", "name")
_TIERS = {None: "standard", "auto": "standard", "default": "standard", "standard": "standard"}
_OWN_HEADERS = ("x-litellm-", "litellm-", "x-weighbridge-")


@dataclass(frozen=True)
class Asked:
    """What a request says before LiteLLM has read it.

    body_bytes: how long it is.
    """

    request_id: str
    key: str
    address: str
    subject: str
    body_bytes: int

    def __repr__(self) -> str:
        return f"Asked({self.request_id})"


# The request that this task serves. The key goes no other way, so LiteLLM logs and sends none.
ASKED: ContextVar[Asked | None] = ContextVar("weighbridge_asked", default=None)


def route(path: str) -> str:
    """The path without its version."""
    return path[len("/v1") :] if path.startswith("/v1/") else path


def require_fields(body: dict, route: str, more: frozenset[str]) -> None:
    """Refuses a request with a field that it may not have. One that is null says nothing.

    more: fields that the operator lets through besides.
    """
    if not isinstance(body, dict):
        raise Refused.wrong("body (expected: an object)")
    for name, value in body.items():
        is_off = value is None or (value is False and name in _MAY_BE_OFF)
        if not is_off and name not in FIELDS[route] and name not in more:
            raise Refused.wrong(f"body: {name:.60} (expected: no such field)", name[:60])
    if not isinstance(body.get("stream"), (bool, NoneType)):
        raise Refused.wrong("stream (expected: true or false)", "stream")
    _require_keys(body, "response_format", _FORMAT)
    _require_keys(body, "stream_options", _STREAM_OPTIONS)
    for tool in _items(body, "tools"):
        _require_tool(tool)
    for function in _items(body, "functions"):
        _require_named(function, _FUNCTION, "functions")
    tier = body.get("service_tier")
    if not (tier is None or isinstance(tier, str)) or tier not in _TIERS:
        raise Refused.wrong("service_tier (expected: auto or default)", "service_tier")


# A provider's own tools, which it runs and charges, are known by their type or by a key.
def _require_tool(tool) -> None:
    kind = tool.get("type") if isinstance(tool, dict) else None
    if kind not in ("function", "custom"):
        raise Refused.wrong(f"tools.type: {kind!r:.40} (expected: function or custom)", "tools")
    _require_only(tool, ("cache_control", kind, "type"), "tools")
    _require_named(tool.get(kind), _FUNCTION if kind == "function" else _CUSTOM, f"tools.{kind}")


def _require_named(function, keys: tuple[str, ...], field: str) -> None:
    if not isinstance(function, dict) or not isinstance(function.get("name"), str):
        raise Refused.wrong(f"{field} (expected: an object with a name)", field)
    _require_only(function, keys, field)


def _require_keys(body: dict, field: str, keys: tuple[str, ...]) -> None:
    value = body.get(field)
    if value is not None and not isinstance(value, dict):
        raise Refused.wrong(f"{field} (expected: an object)", field)
    _require_only(value or {}, keys, field)


def _require_only(value: dict, keys: tuple[str, ...], field: str) -> None:
    for key in value:
        if key not in keys:
            raise Refused.wrong(f"{field}.{key:.40} (expected: no such field)", field)


def _items(body: dict, field: str) -> list:
    value = body.get(field)
    if value is not None and not isinstance(value, list):
        raise Refused.wrong(f"{field} (expected: a list)", field)
    return value or []


def tags(metadata, fixed: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Tags of a call: the operator's, and as many of the client's metadata as can be tags."""
    found = dict(fixed)
    for key, value in metadata.items() if isinstance(metadata, dict) else ():
        if len(found) < 8 and key not in found and _is_tag(key, value):
            found[key] = value
    return list(found.items())


def _is_tag(key, value) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= 100
        and 0 < len(key) <= 40
        and all(c in "abcdefghijklmnopqrstuvwxyz0123456789_-." for c in key)
    )


def replace_headers(scope: dict, request_id: str) -> None:
    """Takes the key and all that steers LiteLLM out of a request, and names the call ourselves.

    In place: LiteLLM reads the same list. A client that could choose the id could have one charge
    for many calls.
    """
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if not _is_ours(name.decode("latin-1").lower())
    ]
    kept.append((b"x-litellm-call-id", request_id.encode("ascii")))
    scope["headers"][:] = kept


def _is_ours(name: str) -> bool:
    return name.startswith(_OWN_HEADERS) or name in (
        "authorization",
        "api-key",
        "x-api-key",
        "x-goog-api-key",
        "ocp-apim-subscription-key",
        "cookie",
    )
