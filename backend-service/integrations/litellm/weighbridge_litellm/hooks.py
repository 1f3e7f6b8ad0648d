"""LiteLLM's callback: asks the gate before a call, and tells it how each call ended."""

import asyncio
import logging
import threading

import grpc
from litellm.integrations.custom_logger import CustomLogger

from . import answers, contract, estimate, rules, usage
from .answers import Refused
from .auth import RefusedByWeighbridge
from .calls import OpenCall, OpenCalls
from .estimate import Estimate
from .gate import AskingGate, TellingGate
from .rules import ASKED, Asked
from .settings import Settings
from .settler import Settler
from .spool import Spool, SpoolFull

_LOG = logging.getLogger("weighbridge")
_GONE_GRACE_S = 5.0
_CLIENT_GONE = "499"
_ABANDONED_MAX = 1_000
_ABANDON_TRIES = 5
_HEADERS = "weighbridge_headers"
# The gate has answered, and not admitted.
_NOT_ADMITTED = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.UNAUTHENTICATED,
)


class Weighbridge(CustomLogger):
    """One of a process."""

    def __init__(self, settings: Settings):
        super().__init__()
        self._settings = settings
        self._starting = threading.Lock()
        self._spool: Spool | None = None
        self._settler: Settler | None = None
        self._calls: OpenCalls | None = None
        self._gate: AskingGate | None = None
        # Tasks that nobody waits for must be held, or they may be collected.
        self._tasks: set[asyncio.Task] = set()

    def start(self) -> None:
        """Opens the spool and tells the gate what an earlier process could not."""
        with self._starting:
            if self._spool is None:
                spool = Spool(self._settings.spool, self._settings.spool_max_bytes)
                self._settler = Settler(spool, TellingGate(self._settings))
                self._settler.start()
                self._spool = spool

    def stop(self, seconds: float) -> None:
        """Tells the gate what it can in so much time; the rest is for the next process."""
        with self._starting:
            if self._spool is not None:
                self._settler.stop()
                left = self._settler.finish(seconds)
                if left:
                    _LOG.warning("%d endings wait in %s", left, self._settings.spool)

    def _open_calls(self) -> OpenCalls:
        if self._calls is None:
            self.start()
            self._gate = AskingGate(self._settings)
            self._calls = OpenCalls(
                self._gate, self._spool, self._settler, self._settings.call_max_s
            )
        return self._calls

    async def async_pre_call_hook(self, user_api_key_dict, cache, data, call_type):
        """Asks the gate. Returns the request as it may be made."""
        try:
            return await self._begin(data, call_type)
        except Refused as refused:
            raise RefusedByWeighbridge(refused) from None

    async def _begin(self, data: dict, call_type: str) -> dict:
        asked = ASKED.get()
        has_output = rules.CALL_TYPES.get(call_type)
        if asked is None or asked.request_id != data.get("litellm_call_id") or has_output is None:
            raise Refused(500, "internal_error", "An internal error.", "server_error")
        calls = self._open_calls()
        if calls.get(asked.request_id) is not None:
            # LiteLLM begins anew with another model of its own: it is still one call.
            return data
        try:
            self._spool.require_room()
        except SpoolFull as full:
            _LOG.error("calls are refused: %s", full)
            raise Refused.not_now("gate_unavailable", "Calls cannot be charged now.") from None
        size = estimate.of(
            data,
            asked.body_bytes,
            has_output,
            self._settings.output_tokens,
            self._settings.fields,
        )
        wants_usage = self._ask_usage(data)
        tags = rules.tags(data.get("metadata", {}).get("requester_metadata"), self._settings.tags)
        admitted = await self._authorize(asked, data, size, tags)
        call = OpenCall(
            request_id=asked.request_id,
            hold_id=admitted.hold_id,
            ttl_ms=self._settings.hold_ttl_ms,
            likely_input=size.likely_input,
            wants_usage=wants_usage,
        )
        calls.add(call)
        if has_output and not _tell_maximum(data, size, admitted):
            await calls.release(asked.request_id, "nothing is held for output")
            raise Refused.not_now("gate_unavailable", "No output is held for this service.")
        if asked.subject:
            data["user"] = asked.subject
        data["metadata"][_HEADERS] = answers.limits(admitted.limits)
        data["metadata"]["tags"] = [f"{key}={value}" for key, value in tags]
        return data

    # The last part of a stream must tell the usage; it is taken out for who did not ask for it.
    @staticmethod
    def _ask_usage(data: dict) -> bool:
        options = data.get("stream_options")
        wants = isinstance(options, dict) and options.get("include_usage") is True
        if data.get("stream"):
            kept = options if isinstance(options, dict) else {}
            data["stream_options"] = {**kept, "include_usage": True}
        return wants and not data.get("_litellm_strip_stream_usage")

    async def _authorize(self, asked: Asked, data: dict, size: Estimate, tags):
        least = 0 if size.is_limited or "output_tokens" not in size.units else size.answers
        request = contract.AuthorizeRequest(
            request_id=asked.request_id,
            api_key=asked.key,
            service=str(data.get("model") or "")[:200],
            estimate=[{"unit": contract.unit(n), "count": c} for n, c in size.units.items()],
            least_output_tokens=least,
            subject=asked.subject,
            tags=[{"key": key, "value": value} for key, value in tags],
            ttl_ms=self._settings.hold_ttl_ms,
            client_address=asked.address,
        )
        try:
            reply = await self._gate.authorize(request)
        except grpc.RpcError as error:
            if error.code() not in _NOT_ADMITTED and len(self._tasks) < _ABANDONED_MAX:
                self._soon(self._abandon(asked.request_id))
            raise _unanswered(error) from None
        if reply.WhichOneof("decision") != "admitted":
            raise answers.refusal(reply.refused)
        return reply.admitted

    # It may have been admitted all the same, and would hold credit until it expires.
    async def _abandon(self, request_id: str) -> None:
        request = contract.ReleaseRequest(request_id=request_id, reason="no answer to the proxy")
        for _ in range(_ABANDON_TRIES):
            try:
                await self._gate.release(request)
                return
            except grpc.RpcError as error:
                if error.code() == grpc.StatusCode.NOT_FOUND:
                    return
        _LOG.warning("call %s may be held until it expires", request_id)

    async def async_post_call_response_headers_hook(
        self, data, user_api_key_dict, response, request_headers=None
    ):
        """The limits, and not where the provider is."""
        told = (data.get("metadata") or {}).get(_HEADERS) or {}
        return {**told, "x-litellm-model-api-base": ""}

    async def async_post_call_success_hook(self, data, user_api_key_dict, response):
        """An answer that is not streamed: charged, and on the disk, before the client has it."""
        request_id = data.get("litellm_call_id", "")
        call = self._calls.get(request_id) if self._calls else None
        if call is not None:
            hidden = getattr(response, "_hidden_params", None) or {}
            await self._calls.settle(
                request_id,
                "ok",
                _units(call, getattr(response, "usage", None), response),
                self._cost(hidden.get("response_cost")),
            )
        return response

    async def async_post_call_streaming_iterator_hook(
        self, user_api_key_dict, response, request_data
    ):
        """A stream: charged, and on the disk, before the client has its last part."""
        request_id = request_data.get("litellm_call_id", "")
        calls = self._open_calls()
        try:
            async for chunk in response:
                call = calls.get(request_id)
                used = getattr(chunk, "usage", None)
                if call is not None:
                    call.delivered += _text_tokens(chunk)
                    if used is not None:
                        cost = self._cost(getattr(used, "cost", None))
                        found = _units(call, used, None)
                        final = cost is not None or not self._settings.costs
                        await calls.settle(request_id, "ok", found, cost, final)
                    if used is not None and not call.wants_usage:
                        continue
                yield chunk
        except (GeneratorExit, asyncio.CancelledError):
            self._soon(self._gone(request_id))
            raise
        call = calls.get(request_id)
        if call is not None:
            # It told no usage: what LiteLLM counted, which may be logged already, or comes.
            call.is_over = True
            if call.logged is None:
                self._soon(self._gone(request_id, "ok"))
            else:
                await calls.settle(request_id, "ok", *call.logged)

    # LiteLLM tells of a client that left by a success with what it counted itself. If it does not,
    # what was delivered counts.
    async def _gone(self, request_id: str, outcome: str = "client_gone") -> None:
        await asyncio.sleep(_GONE_GRACE_S)
        call = self._calls.get(request_id)
        if call is not None:
            await self._calls.settle(request_id, outcome, call.so_far(), None)

    def _soon(self, coroutine) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def log_post_api_call(self, kwargs, response_obj, start_time, end_time):
        """What a provider wrote, in whatever thread, before LiteLLM reads it."""
        call = self._calls.get(kwargs.get("litellm_call_id", "")) if self._calls else None
        answer = kwargs.get("original_response")
        if call is not None and isinstance(answer, str) and answer.startswith("{"):
            call.answer = answer

    async def async_post_call_failure_hook(
        self, request_data, original_exception, user_api_key_dict, traceback_str=None
    ):
        """No answer, after all retries; or a stream that broke off."""
        request_id = request_data.get("litellm_call_id", "")
        call = self._calls.get(request_id) if self._calls else None
        if call is None:
            return
        found = call.so_far() if call.delivered else _made(call, original_exception)
        if found:
            await self._calls.settle(request_id, "upstream_error", found, None)
        else:
            await self._calls.release(request_id, type(original_exception).__name__)

    async def async_log_success_event(self, kwargs, response_obj, start_time, end_time):
        """What LiteLLM logs of an answer: the cost of a stream, and of a client that left all."""
        request_id = kwargs.get("litellm_call_id", "")
        if self._calls is None:
            return
        logged = kwargs.get("standard_logging_object") or {}
        cost = self._cost(logged.get("response_cost"))
        call = self._calls.get(request_id)
        if call is None:
            await self._calls.add_cost(request_id, cost)
            return
        found = usage.units(getattr(response_obj, "usage", None)) or call.so_far()
        if _is_gone(logged):
            await self._calls.settle(request_id, "client_gone", found, cost)
        elif call.is_over:
            await self._calls.settle(request_id, "ok", found, cost)
        else:
            call.logged = found, cost

    def _cost(self, cost) -> int | None:
        return usage.cost_nanos(cost) if self._settings.costs else None


def _units(call: OpenCall, used, response) -> dict[str, int]:
    found = usage.units(used)
    if found:
        return found
    output = call.delivered if response is None else _answer_tokens(response)
    _LOG.warning("call %s: its usage is not told, and estimated", call.request_id)
    return {"input_tokens": call.likely_input, "output_tokens": output}


# LiteLLM's error may tell the answer that it could not read, or that does not fit the schema.
def _made(call: OpenCall, error: Exception) -> dict[str, int]:
    raw = getattr(error, "raw_response", None)
    found = usage.made(call.answer, call.likely_input)
    return found or (usage.estimated(call.likely_input, raw) if isinstance(raw, str) else {})


def _is_gone(logged: dict) -> bool:
    told = logged.get("error_information") or {}
    return str(told.get("error_code") or "") == _CLIENT_GONE


# What the hold covers is what the provider is told, so that it makes no more.
def _tell_maximum(data: dict, size: Estimate, admitted) -> bool:
    if not admitted.HasField("ceiling_output_tokens"):
        return True
    each = admitted.ceiling_output_tokens // size.answers
    if each < 1:
        return False
    if data.get("max_completion_tokens") is not None:
        data.pop("max_tokens", None)
        data["max_completion_tokens"] = each
    else:
        data["max_tokens"] = each
    return True


def _unanswered(error: grpc.RpcError) -> Refused:
    if error.code() == grpc.StatusCode.INVALID_ARGUMENT:
        return Refused.wrong(error.details() or "request")
    _LOG.error("the gate gives no answer: %s %s", error.code().name, error.details())
    return Refused.not_now("gate_unavailable", "The call cannot be admitted now.")


def _text_tokens(chunk) -> int:
    """Tokens of a part of a stream, by the least: one a part, or four bytes a token."""
    tokens = 0
    for choice in getattr(chunk, "choices", None) or ():
        part = getattr(choice, "delta", None)
        text = getattr(part, "content", None) or getattr(choice, "text", None) or ""
        text += getattr(part, "reasoning_content", None) or ""
        for tool in getattr(part, "tool_calls", None) or ():
            text += getattr(getattr(tool, "function", None), "arguments", None) or ""
        tokens += max(1, len(text.encode("utf-8", "replace")) // 4) if text else 0
    return tokens


def _answer_tokens(response) -> int:
    length = 0
    for choice in getattr(response, "choices", None) or ():
        message = getattr(choice, "message", None) or choice
        length += len(str(message).encode("utf-8", "replace"))
    return length // 4
