"""What clients are told: errors as OpenAI writes them, by the table in docs/errors.md."""

from . import contract


class Refused(Exception):
    """A call that is not made, or not any more.

    status: of HTTP. kind and code: OpenAI's `type` and `code`. headers: what goes with it.
    """

    def __init__(
        self,
        status: int,
        code: str,
        text: str,
        kind: str = "invalid_request_error",
        param: str | None = None,
        headers: dict[str, str] | None = None,
    ):
        super().__init__(text)
        self.status = status
        self.code = code
        self.text = text
        self.kind = kind
        self.param = param
        self.headers = headers or {}

    @staticmethod
    def wrong(text: str, param: str | None = None) -> "Refused":
        """A request that is wrong in itself."""
        return Refused(400, "invalid_value", text, param=param)

    @staticmethod
    def not_now(code: str, text: str) -> "Refused":
        """Worth another try: nothing can be promised at the moment."""
        return Refused(503, code, text, "server_error", headers={"retry-after": "1"})

    def body(self) -> dict:
        """As JSON."""
        return {
            "error": {
                "message": self.text,
                "type": self.kind,
                "param": self.param,
                "code": self.code,
            }
        }


_FINAL = {"x-should-retry": "false"}
_KEY = (401, "invalid_api_key", "invalid_request_error", {})
_MODEL = (404, "model_not_found", "invalid_request_error", {})
_LIMIT = (429, "rate_limit_exceeded", "requests", None)
_BARRED = "permission_error"
_CREDIT = (402, "insufficient_quota", "insufficient_quota", _FINAL)
# Status, code, type, and headers; None for those of a limit.
_ANSWERS = {
    "malformed_key": _KEY,
    "unknown_key": _KEY,
    "revoked_key": _KEY,
    "rotated_key": _KEY,
    "expired_key": _KEY,
    "blocked_key": (403, "blocked_key", _BARRED, _FINAL),
    "account_suspended": (403, "account_suspended", _BARRED, _FINAL),
    "unknown_service": _MODEL,
    "service_disabled": _MODEL,
    "service_not_in_scope": _MODEL,
    "address_not_allowed": (403, "address_not_allowed", _BARRED, _FINAL),
    "unpriced": (503, "model_unpriced", "server_error", _FINAL),
    "insufficient_credit": _CREDIT,
    "key_credit_limit": _CREDIT,
    "requests_per_minute": _LIMIT,
    "tokens_per_minute": (429, "rate_limit_exceeded", "tokens", None),
    "concurrent_calls": _LIMIT,
    "above_token_limit": (400, "context_length_exceeded", "invalid_request_error", {}),
    "duplicate_request": (409, "duplicate_request", "invalid_request_error", _FINAL),
}
_INTERNAL = (500, "internal_error", "server_error", {})


def refusal(refused) -> Refused:
    """What a client is told when the gate says no."""
    status, code, kind, headers = _ANSWERS.get(contract.reason(refused.reason), _INTERNAL)
    if headers is None:
        headers = _retry_after(refused.retry_after_ms) | limits(refused.limits)
    return Refused(status, code, refused.text, kind, headers=dict(headers))


def _retry_after(retry_after_ms: int) -> dict[str, str]:
    ms = max(1, retry_after_ms)
    return {"retry-after": str(-(-ms // 1_000)), "retry-after-ms": str(ms)}


def limits(of) -> dict[str, str]:
    """The state of limits, as OpenAI's headers tell it."""
    headers = {}
    for name in ("requests", "tokens"):
        if of.HasField(name):
            state = getattr(of, name)
            headers[f"x-ratelimit-limit-{name}"] = str(state.limit)
            headers[f"x-ratelimit-remaining-{name}"] = str(state.remaining)
            headers[f"x-ratelimit-reset-{name}"] = _duration(state.reset_ms)
    return headers


def _duration(ms: int) -> str:
    if ms < 1_000:
        return f"{ms}ms"
    seconds = -(-ms // 1_000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"
