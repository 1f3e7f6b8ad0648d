"""Writes down what each call used, for `weighbridge report-usage --format vllm`.

For vLLM and other model servers that are ASGI applications and speak OpenAI's API, behind a proxy
that asks Weighbridge before each call (docs/proxies/forward-auth.md):

    WEIGHBRIDGE_USAGE_LOG=/var/log/vllm/usage.log \
    WEIGHBRIDGE_CALL_SECONDS=540 \
    vllm serve MODEL --enable-force-include-usage --middleware weighbridge_usage.UsageLog
"""

import asyncio
import json
import os
import sys

BODY_BYTES_MAX = 64 << 20
LINE_BYTES_MAX = 1 << 20
PIECES = ("content", "text", "reasoning_content", "reasoning", "refusal", "tool_calls")
REFUSAL = (
    b'{"error":{"message":"The call was not admitted.","type":"invalid_request_error",'
    b'"param":null,"code":"not_admitted"}}'
)


def units(usage):
    """The counts of OpenAI's usage in Weighbridge's words; what is not told is not there."""
    counts = {}
    for ours, theirs, within in (
        ("input_tokens", "prompt_tokens", None),
        ("output_tokens", "completion_tokens", None),
        ("cached_input_tokens", "cached_tokens", "prompt_tokens_details"),
        ("reasoning_tokens", "reasoning_tokens", "completion_tokens_details"),
    ):
        source = usage if within is None else usage.get(within) or {}
        count = source.get(theirs)
        if isinstance(count, int) and not isinstance(count, bool):
            counts[ours] = count
    return counts


def pieces(event):
    """How many pieces of an answer are in an event or a whole answer: each is a token at least."""
    count = 0
    for choice in event.get("choices") or ():
        told = choice.get("delta") or choice.get("message") or choice
        count += any(told.get(name) for name in PIECES)
    return count


class Answer:
    """What is seen of one answer as it flows by."""

    def __init__(self):
        self.status = 0
        self.is_stream = False
        self.is_whole = False
        self.is_unwanted = False
        self.usage = {}
        self.model = ""
        self.pieces = 0
        self.kept = bytearray()

    def begins(self, message):
        self.status = message["status"]
        for name, value in message.get("headers", []):
            if name.lower() == b"content-type":
                self.is_stream = value.lower().startswith(b"text/event-stream")

    def part(self, message):
        self.kept += message.get("body", b"")
        if self.is_stream:
            *lines, rest = self.kept.split(b"\n")
            for line in lines:
                if line.startswith(b"data:"):
                    self.read(line[5:])
            self.kept = bytearray(rest[:LINE_BYTES_MAX])
        elif len(self.kept) > BODY_BYTES_MAX:
            del self.kept[BODY_BYTES_MAX:]
        if not message.get("more_body", False):
            self.is_whole = True
            if not self.is_stream:
                self.read(self.kept)

    def read(self, text):
        try:
            event = json.loads(text)
            found = event.get("usage")
            if isinstance(event.get("model"), str):
                self.model = event["model"]
            if isinstance(found, dict):
                self.usage = units(found) or self.usage
            self.pieces += pieces(event)
        except (ValueError, AttributeError, TypeError):
            # Not an event of OpenAI's, such as the last, [DONE].
            return


async def refuse(send):
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSAL})


class UsageLog:
    """The middleware: one line for each call that has a hold."""

    def __init__(self, app):
        self.app = app
        self.path = os.environ["WEIGHBRIDGE_USAGE_LOG"]
        # Shorter than holds live, which is 600 s if their service does not say otherwise.
        self.seconds = float(os.environ.get("WEIGHBRIDGE_CALL_SECONDS", "540"))

    async def __call__(self, scope, receive, send):
        holds = [v for k, v in scope.get("headers", []) if k.lower() == b"x-weighbridge-hold"]
        if scope["type"] != "http" or len(holds) != 1:
            is_call = scope["type"] == "http" and scope["method"] == "POST"
            if is_call and scope["path"].startswith("/v1/"):
                # Nobody would be charged for it.
                await refuse(send)
            else:
                await self.app(scope, receive, send)
            return
        answer = Answer()

        async def sending(message):
            if message["type"] == "http.response.start":
                answer.begins(message)
            try:
                await send(message)
            except OSError:
                answer.is_unwanted = True
                raise
            if message["type"] == "http.response.body":
                answer.part(message)

        is_broken = True
        try:
            await asyncio.wait_for(self.app(scope, receive, sending), self.seconds)
            is_broken = False
        except asyncio.TimeoutError:
            # The server breaks off an answer that is not whole.
            is_broken = False
        except asyncio.CancelledError:
            is_broken = False
            raise
        finally:
            self.write(holds[0].decode("latin-1"), answer, is_broken and not answer.is_unwanted)

    def write(self, hold, answer, is_broken):
        line = {
            "hold_id": hold,
            "status": answer.status,
            "outcome": "ok" if answer.is_whole else "upstream_error" if is_broken else "client_gone",
            "pieces": answer.pieces,
            "units": answer.usage,
            "model": answer.model,
        }
        try:
            # Opened each time, so that the file may be rotated.
            log = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                os.write(log, (json.dumps(line) + "\n").encode())
            finally:
                os.close(log)
        except OSError as error:
            print(f"weighbridge: usage of hold {hold} is not written: {error}", file=sys.stderr)
