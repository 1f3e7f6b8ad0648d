"""LiteLLM's custom auth: lets in what may be a key of ours. The gate knows whether it is one."""

import hashlib
import re

from litellm.proxy._types import LitellmUserRoles, ProxyException, UserAPIKeyAuth
from litellm.proxy.common_utils.http_parsing_utils import _read_request_body

from . import request_ids, rules
from .answers import Refused
from .rules import ASKED, Asked
from .settings import Settings

_BEARER = re.compile(rb"(?i:bearer) +(\S+)")
# As docs/keys.md has it: a prefix, an environment, 27 random characters and 6 of checksum.
_KEY = re.compile(r"[a-z][a-z0-9-]{0,19}_[a-z][a-z0-9]{0,9}_[0-9A-Za-z]{33}")
_SUBJECT_MAX = 100


class RefusedByWeighbridge(ProxyException):
    """A refusal in the form that LiteLLM passes on as it is."""

    def __init__(self, refused: Refused):
        super().__init__(
            message=refused.text,
            type=refused.kind,
            param=refused.param,
            code=refused.status,
            headers=dict(refused.headers),
            openai_code=refused.code,
        )
        self._body = refused.body()["error"]

    def to_dict(self) -> dict:
        return self._body


async def authenticate(settings: Settings, request) -> UserAPIKeyAuth:
    """Who asks. Refuses what is no call of a model, whoever asks."""
    try:
        return await _authenticate(settings, request)
    except Refused as refused:
        raise RefusedByWeighbridge(refused) from None


async def _authenticate(settings: Settings, request) -> UserAPIKeyAuth:
    route = rules.route(request.scope["path"])
    method = request.scope.get("method", "")
    is_call = method == "POST" and route in rules.CALLS
    if not is_call and not (method == "GET" and route == rules.MODELS):
        raise Refused(404, "unknown_url", f"Unknown request URL: {method} {route:.100}.")
    key = _key(request.scope["headers"])
    subject = _header(request, settings.subject_header)
    request_id = request_ids.next_id()
    rules.replace_headers(request.scope, request_id)
    body_bytes = 0
    if is_call:
        # LiteLLM reads others as forms, whose bytes are gone then.
        if _media_type(request) != "application/json":
            raise Refused.wrong("content-type (expected: application/json)")
        body_bytes = len(await request.body())
        body = await _read_request_body(request)
        if request.query_params:
            raise Refused.wrong("query (expected: none)")
        rules.require_fields(body, route, settings.fields)
        subject = subject or str(body.get("user") or "")
    ASKED.set(Asked(request_id, key, _address(request), subject[:_SUBJECT_MAX], body_bytes))
    digest = hashlib.sha256(key.encode("ascii")).hexdigest()
    return UserAPIKeyAuth(
        api_key=digest,
        key_alias=key[: -len("x" * 33)] + "…" + key[-4:],
        user_role=LitellmUserRoles.INTERNAL_USER,
        end_user_id=subject[:_SUBJECT_MAX] or None,
        metadata={"weighbridge_request_id": request_id},
    )


def _key(headers: list[tuple[bytes, bytes]]) -> str:
    given = [value for name, value in headers if name.lower() == b"authorization"]
    if len(given) > 1:
        raise Refused(400, "invalid_header", "More than one Authorization header was sent.")
    found = _BEARER.fullmatch(given[0].strip()) if given else None
    if found is None:
        raise Refused(
            401,
            "invalid_api_key",
            "You didn't provide an API key. Send it in an Authorization header:"
            " Authorization: Bearer YOUR_KEY.",
        )
    key = found[1].decode("latin-1")
    if not _KEY.fullmatch(key):
        raise Refused(401, "invalid_api_key", "Incorrect API key provided.")
    return key


def _header(request, name: str) -> str:
    values = request.headers.getlist(name) if name else []
    return values[0] if len(values) == 1 else ""


def _media_type(request) -> str:
    return _header(request, "content-type").partition(";")[0].strip().lower()


def _address(request) -> str:
    return request.client.host if request.client else ""
