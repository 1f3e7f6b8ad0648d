"""Which requests are let through: a closed list of routes, and no field of the operator's."""

from contextvars import ContextVar
from dataclasses import dataclass

from litellm.types.utils import all_litellm_params

from .answers import Refused

# Every route that LiteLLM has and that is not here is refused: with custom auth it checks neither
# routes nor roles, and what is not metered would be free.
CALLS = frozenset(("/chat/completions", "/completions", "/embeddings"))
MODELS = "/models"
CALL_TYPES = {"acompletion": True, "atext_completion": True, "aembedding": False}

# LiteLLM's own fields choose a provider, a key, a price, a mock answer, or switch callbacks off.
_OURS_TO_SAY = frozenset(all_litellm_params) - {"metadata"}
_ROUTES = frozenset(
    "api_type base_url content_policy_fallbacks context_window_fallbacks deployment_id extra_body"
    " extra_headers lora lora_path models organization preset priority provider route"
    " router_settings_override session_params specific_deployment timeout transforms user_config"
    " vertex_credentials".split()
)
_LENGTHS = frozenset(
    "max_length max_new_tokens max_output_tokens n_cmpl n_predict num_predict options".split()
)
_EXTRAS = frozenset(
    "chat_template custom_logit_processor echo enable_search logits_processors mcp_servers"
    " media_io_kwargs mm_processor_kwargs plugins prompt_embeds search_parameters search_settings"
    " thinking_budget web_search_options".split()
)
_PREFIXES = ("_", "aws_", "azure_", "litellm_", "mock_", "vertex_")
_TOOLS = ("function", "custom")
_TIERS = {None: "standard", "auto": "standard", "default": "standard", "standard": "standard"}
_OWN_HEADERS = ("x-litellm-", "litellm-", "x-weighbridge-")


@dataclass(frozen=True)
class Asked:
    """What a request says before LiteLLM has read it."""

    request_id: str
    key: str
    address: str
    subject: str

    def __repr__(self) -> str:
        return f"Asked({self.request_id})"


# The request that this task serves. The key goes no other way, so LiteLLM logs and sends none.
ASKED: ContextVar[Asked | None] = ContextVar("weighbridge_asked", default=None)


def route(path: str) -> str:
    """The path without its version."""
    return path[len("/v1") :] if path.startswith("/v1/") else path


def require_fields(body: dict) -> None:
    """Refuses a field that only the operator may set. One that is null says nothing."""
    for name, value in body.items():
        folded = name.upper().lower()
        if value is None:
            continue
        if (
            folded in _OURS_TO_SAY
            or folded in _ROUTES
            or folded in _LENGTHS
            or (folded in _EXTRAS and value is not False)
            or folded.startswith(_PREFIXES)
        ):
            raise Refused.wrong(f"body: {name:.60} (expected: no such field)", name[:60])
    for tool in body.get("tools") or ():
        kind = tool.get("type", "function") if isinstance(tool, dict) else None
        if kind not in _TOOLS:
            raise Refused.wrong(f"tools.type: {kind!r:.40} (expected: function or custom)", "tools")
    if body.get("service_tier") not in _TIERS:
        raise Refused.wrong("service_tier (expected: auto or default)", "service_tier")


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
